"""Development-bank finance: cheaper capital for plants in member nations, with conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.wording import percent

if TYPE_CHECKING:
    pass

Array = NDArray[np.float64]
RECKONED, NEEDS = "agents/accord/borrowing.py", "fund_rate"
RATE, YEARS, LOSS, SLOWER = 0.05, 10, 0.15, 1
"""Rate of the bank, share a year; years to pay it back; part of a loan that investors never pay back;
years that its conditions (environmental review, local content) take. Own estimates: JOGMEC, EXIM and EFA lend at or
below this rate; Lynas's loan of 2011 was put off twice and paid back, Molycorp's creditors lost most."""


ARTICLE = Article(
    name="bank_loans",
    title="Development-bank finance",
    principle="diversification",
    meaning="Share of a new plant's cost that members' banks lend, for plants in member nations.",
    unit="share",
    high=0.6,
    said="development banks lend {0:.0%} of a plant",
    mechanism=f"The joint fund builds larger plants with its own money and loans at {percent(RATE)}; investors there "
    "ask for their usual return on their own part only. Review and conditions take a year.",
    cost="Loans leave members' budgets by magnet-dependent value added, as far as these reach, and come back with "
    f"interest: from the joint fund in full, for members answer for it; from investors all but {percent(LOSS)}, which "
    "their lenders lose.",
    metric="loans",
    source="Lynas 2011: JOGMEC and Sojitz, USD 250 m; Iluka: AUD 1.65 bn of 1.75 bn; losses are judged",
    confidence="looked_up",
    political=0.25,
)
