"""Minimum participation: members below which the accord is not in force."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="minimum_members",
    title="Minimum participation",
    principle="institutions",
    meaning="Members below which the accord is not in force.",
    unit="nations",
    low=2,
    high=40,
    mechanism="Makes the last members needed pivotal, which cures free-riding among equals.",
    cost="Nothing comes into force where too few sign.",
    metric="members",
    source="Barrett (1994), self-enforcing agreements",
    confidence="recalled",
    rule="accord.minimum_members",
    removed=2,
)
