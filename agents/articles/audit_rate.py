"""Audits: share of stocks and certified lots that are audited in a year."""

from __future__ import annotations

from agents.articles import Article
from agents.world.disclosure import AUDITORS

ARTICLE = Article(
    name="audit_rate",
    title="Audits",
    principle="sustainability",
    meaning="Share of stocks and certified lots that are audited in a year.",
    unit="share",
    high=0.5,
    mechanism="Finds reserve held back and false papers of lots; now and then accuses the honest.",
    cost=f"{AUDITORS:g} USD m a year for each member if all were audited; honest lots refused by mistake (see "
    "certified lots).",
    metric="false_papers",
    source="own estimate",
    rule="accord.audit_rate",
    removed=0.0,
)
