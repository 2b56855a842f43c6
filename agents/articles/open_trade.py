"""WTO alignment: members restrict no exports, and levies at their borders stay below a bound (accord.tariff_bound)."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="open_trade",
    title="WTO alignment",
    principle="governance",
    meaning="Members restrict no exports, and levies at their borders stay below a bound (accord.tariff_bound).",
    unit="yes or no",
    mechanism="A member short of supply does not keep its ore at home; outsiders that an article walls out may take it "
    "to a panel (disputes.outsiders_forum) rather than to talks only.",
    cost="Freedom of action in a shortage; walls that lose before a panel are paid for, lowered or taken down.",
    metric="unilateral_restrictions",
    source="GATT Articles II and XI",
    confidence="looked_up",
    rule="accord.open_trade",
    removed=False,
)
