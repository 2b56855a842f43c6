"""Community share: part of the rent goes to the people around mines and plants, less what corruption takes."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="community_share",
    title="Community share",
    principle="sustainability",
    meaning="Part of mining and refining rent that members pay to the communities there.",
    unit="share",
    high=0.1,
    levels=(0.0, 0.05, 0.1),
    said="{0:.0%} of rent for communities",
    mechanism="What reaches communities (revenue, jobs, roads and clinics) spares stoppages of mines.",
    cost="Rent of mines and plants; some of it leaks away where corruption is.",
    metric="community_income",
    source="own estimate: a tenth of rent spares at most three stoppages in ten",
)
