"""Expulsion: promises broken to other members after which these vote on expulsion."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="expulsion",
    title="Expulsion",
    principle="institutions",
    meaning="Promises broken to other members after which these vote on expulsion.",
    unit="breaches",
    low=1,
    high=40,
    mechanism="A member that breaks its word may be sent away by vote.",
    cost="A smaller accord.",
    metric="breaches",
    source="treaties that know expulsion ask for two to four breaches",
    confidence="recalled",
    rule="accord.expulsion_breaches",
    removed=40,
)
