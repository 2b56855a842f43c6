"""Shares of variance: alone, and with all that a parameter meets."""

from __future__ import annotations

from app.drawing.scales import percent
from app.findings._rows import Group, Mark, Row
from app.findings._rows import draw as rows
from app.frames import each
from scenarios.sweep.finding import Finding


def draw(finding: Finding, width: int) -> str:
    """Draw the parameters, the weightiest first."""
    table = finding.table.sort_values("ST", ascending=False)
    shown = tuple(
        Row(
            one.parameter,
            (Mark(one.S1, one.S1_low, one.S1_high, "amber", "diamond"), Mark(one.ST, one.ST_low, one.ST_high, "blue")),
        )
        for one in each(table)
    )
    low = min(0.0, float(table[["S1_low", "S1"]].min().min())) if len(table) else 0.0
    group = Group("Share of the variance that it explains", shown, max(low, -0.5), 1.0)
    return rows(
        [group],
        finding.title,
        " ".join(finding.said),
        width,
        write=lambda share: percent(share, digits=0),
        key=[("diamond", "amber", "alone (S1)"), ("disc", "blue", "with all that it meets (ST)")],
    )
