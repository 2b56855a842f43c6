"""Fine for holding back: fine for reserve found held back in an emergency, times its price."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="emergency_fine",
    title="Fine for holding back",
    principle="reserve and risk",
    meaning="Fine for reserve found held back in an emergency, times its price.",
    unit="multiple",
    high=5,
    mechanism="Part of what a member weighs before it holds back.",
    cost="Quarrel among members.",
    metric="reserve_tonnes",
    source="own estimate",
    rule="emergencies.fine",
    removed=0.0,
)
