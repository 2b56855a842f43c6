"""Disclosure: members publish stocks and deliveries, so that less can be hidden, from partners and from sellers."""

from __future__ import annotations

from agents.articles import Article
from agents.world.disclosure import OFFICE

ARTICLE = Article(
    name="disclosure",
    title="Disclosure",
    principle="governance",
    meaning="How far members publish stocks and deliveries: the chance that figures give away who holds back.",
    unit="chance",
    mechanism="Adds to what audits find, so that holding back pays less; members know better how strong a claim among "
    "them is, so that more end in talks.",
    cost=f"{OFFICE:g} USD m a year for each member at full disclosure; outsiders that sell to a member with a reserve "
    "read how much it needs and hold out for more.",
    metric="reserve_tonnes",
    source="IEA stocks are reported monthly; oxide is harder to count",
    rule="emergencies.disclosure",
    removed=0.0,
)
