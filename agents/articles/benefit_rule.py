"""Benefit rule: how members divide what the accord earns."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="benefit_rule",
    title="Benefit rule",
    principle="institutions",
    meaning="How members divide what the accord earns: in equal parts, or by what each adds to it (Shapley).",
    unit="rule",
    levels=("equal", "shapley"),
    mechanism="Divides the returns of the fund's plants, what the reserve sold above its cost, and penalties.",
    cost="Nothing by itself; a rule that some envy drives them out.",
    metric="gini_gain",
    source="the rules' own files in negotiation/coalitions/sharing",
    confidence="looked_up",
    political=0.0,
)
