"""Interest: what a stream of money is worth today."""

from __future__ import annotations


def annuity(rate: float, years: int) -> float:
    """Present value of one a year for some years at a discount rate (0-1)."""
    return years if rate == 0 else (1 - (1 + rate) ** -years) / rate
