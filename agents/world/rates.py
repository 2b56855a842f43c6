"""Interest: the present value of a stream of money, and the smallest gain that a government acts on."""

from __future__ import annotations

from market.elementary import power

LEAST_GAIN = 0.5
"""USD m below which a gain, a year or for good, counts as zero; no nation shuts a border or pays a plant for it.

Without such a threshold, decisions would turn on rounding wherever a move changes nothing for the nation that decides.
"""


def annuity(rate: float, years: int) -> float:
    """Present value of one a year for some years at a discount rate (0-1)."""
    return years if rate == 0 else (1 - power(1 + rate, -years)) / rate
