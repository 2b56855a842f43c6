"""Shared reserve: members hold oxide and release it by the oil importers' formula."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="reserve_days",
    title="Shared reserve",
    principle="reserve and risk",
    meaning="Days of net imports that each member adds to the shared reserve.",
    unit="days",
    high=365.0,
    levels=(0.0, 30.0, 60.0, 90.0, 120.0),
    said="reserve of {0:g} days",
    mechanism="Past the trigger all use less, each draws its part of the reserve, and what the market brings is evened "
    "out; a member may hold back and be found out.",
    cost="Purchase, and 2 to 8 % of its value a year to hold.",
    metric="reserve_tonnes",
    source="IEA Agreement on an International Energy Program, 1974: 90 days of net imports",
    confidence="looked_up",
)
