"""Forum for claims: how far a claim between members may go: none, consultation, panel or appeal."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="forum",
    title="Forum for claims",
    principle="institutions",
    meaning="How far a claim between members may go: none, consultation, panel or appeal.",
    unit="rule",
    mechanism="What may be claimed is what a breach risks, and the shadow in which claims are settled.",
    cost="Lawyers, time, and support worn down by open cases.",
    metric="open_disputes",
    source="WTO Dispute Settlement Understanding",
    confidence="recalled",
    rule="disputes.members_forum",
    removed="none",
)
