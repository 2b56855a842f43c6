"""Joint fund: members pay in, and a board builds the plants that serve them best together."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="fund_rate",
    title="Joint fund",
    principle="diversification",
    meaning="Contribution to the joint fund, share of magnet-dependent value added.",
    unit="share",
    high=0.05,
    levels=(0.0, 0.0002, 0.0004, 0.0006, 0.0008),
    said="joint fund {0:.2%} of magnet-dependent value added",
    mechanism="The board builds mines, separation, magnet and recycling plants in member nations, larger and so "
    "cheaper than each could alone; what they earn is shared.",
    cost="Contributions, which displace plants at home; years of building; plants that close are lost.",
    metric="investment",
    source="Japan's package of 2010: JPY 100 bn, 0.02 % of GDP once",
    confidence="looked_up",
)
