"""Disclosure: chance that published stock figures give away a member that holds back."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="disclosure",
    title="Disclosure",
    principle="governance",
    meaning="Chance that published stock figures give away a member that holds back.",
    unit="chance",
    mechanism="Adds to what audits find, so that holding back pays less.",
    cost="What is published tells sellers how much is needed.",
    metric="reserve_tonnes",
    source="IEA stocks are reported monthly; oxide is harder to count",
    rule="emergencies.disclosure",
    removed=0.0,
)
