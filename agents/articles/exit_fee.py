"""Exit fee: contributions owed on leaving; they go into the pool."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="exit_fee",
    title="Exit fee",
    principle="institutions",
    meaning="Contributions owed on leaving; they go into the pool.",
    unit="years",
    high=3,
    mechanism="Leaving must gain more than the fee.",
    cost="Freedom of action.",
    metric="retention",
    source="UNESCO: dues of the year of leaving",
    confidence="recalled",
    rule="accord.exit_fee",
    removed=0.0,
)
