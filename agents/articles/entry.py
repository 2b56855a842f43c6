"""Entry: whether outsiders join when they like (open), or members vote on each (exclusive)."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="entry",
    title="Entry",
    principle="institutions",
    meaning="Whether outsiders join when they like (open), or members vote on each (exclusive).",
    unit="rule",
    mechanism="Members keep out those who would cost them more than they bring.",
    cost="Partners lost; or benefits diluted.",
    metric="members",
    source="own design; both forms exist",
    confidence="recalled",
    rule="accord.entry",
    removed="open",
)
