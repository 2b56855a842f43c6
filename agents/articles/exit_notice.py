"""Exit notice: years between notice and leaving."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="exit_notice",
    title="Exit notice",
    principle="institutions",
    meaning="Years between notice and leaving.",
    unit="years",
    high=5,
    mechanism="Who has given notice is bound until it runs out.",
    cost="Freedom of action.",
    metric="retention",
    source="one year in many treaties",
    confidence="recalled",
    rule="accord.exit_notice",
    removed=0,
)
