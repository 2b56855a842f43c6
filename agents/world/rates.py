"""Interest: what a stream of money is worth today, and the least that a government acts for."""

from __future__ import annotations

from market.elementary import power

LEAST_GAIN = 0.5
"""USD m below which a gain, a year or for good, is written as nothing; nobody shuts a border or pays a plant for it.

Without such a least, decisions would turn on rounding wherever a move changes nothing for the one who decides.
"""


def annuity(rate: float, years: int) -> float:
    """Present value of one a year for some years at a discount rate (0-1)."""
    return years if rate == 0 else (1 - power(1 + rate, -years)) / rate
