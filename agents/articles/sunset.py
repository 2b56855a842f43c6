"""Sunset: years after which the accord ends unless its members renew it; 0 is never."""

from __future__ import annotations

from agents.articles import Article

ARTICLE = Article(
    name="sunset",
    title="Sunset",
    principle="institutions",
    meaning="Years after which the accord ends unless its members renew it; 0 is never.",
    unit="years",
    high=20,
    mechanism="Who no longer gains goes without notice or fee; the rest renew, or the accord ends.",
    cost="What is built together may outlive the promise.",
    metric="members",
    source="commodity agreements ran for five to seven years",
    confidence="recalled",
    rule="accord.sunset_years",
    removed=0,
)
