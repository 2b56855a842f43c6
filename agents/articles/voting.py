"""Decision rule, a rule that a scenario sets."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="voting",
    title="Decision rule",
    principle="institutions",
    meaning="How members decide on entry, expulsion and payments: unanimity, simple, double or weighted majority.",
    unit="rule",
    mechanism="Says whose no can stop what others want.",
    cost="Delay under unanimity; being outvoted under the others.",
    metric="pivotal_members",
    source="IEA Agreement 1974 for weighted and double majorities",
    confidence="looked_up",
    rule="accord.voting",
    removed="unanimity",
)
