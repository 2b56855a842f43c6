"""Differences between arms, each with its interval; what holds zero is grey."""

from __future__ import annotations

from app.findings._rows import Group, Mark, Row
from app.findings._rows import draw as rows
from app.frames import each
from app.words import metric
from scenarios.sweep.finding import Finding


def draw(finding: Finding, width: int) -> str:
    """Draw one group per metric."""
    groups = []
    for name, table in finding.table.groupby("metric", sort=False):
        against = table["against"].iloc[0]
        unit = f", {table['unit'].iloc[0]}" if table["unit"].iloc[0] else ""
        groups.append(
            Group(
                f"{metric(str(name))}{unit}: difference to {words(against)}",
                tuple(
                    Row(words(one.arm), (Mark(one.difference, one.low, one.high, _colour(one.low, one.high)),))
                    for one in each(table)
                ),
            )
        )
    return rows(groups, finding.title, " ".join(finding.said), width)


def words(arm: object) -> str:
    """Write an arm's name as one would say it."""
    return str(arm).replace("_", " ")


def _colour(low: float, high: float) -> str:
    return "blue" if low > 0 else "vermillion" if high < 0 else "grey"
