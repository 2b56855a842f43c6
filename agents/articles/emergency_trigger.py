"""Emergency trigger: shortfall of members together that opens the shared reserve."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="emergency_trigger",
    title="Emergency trigger",
    principle="reserve and risk",
    meaning="Shortfall of members together that opens the shared reserve.",
    unit="share",
    low=0.01,
    high=0.5,
    mechanism="Past it members use less, release and share.",
    cost="Restraint in use while it lasts.",
    metric="supply_gap_members",
    source="IEA Agreement on an International Energy Program, 1974: 7 %",
    confidence="looked_up",
    rule="accord.trigger",
    removed=0.5,
)
