"""Elementary effects: how much a parameter moves, and how much that depends on the others."""

from __future__ import annotations

from app.findings._rows import Group, Mark, Row
from app.findings._rows import draw as rows
from app.frames import each
from scenarios.sweep.finding import Finding


def draw(finding: Finding, width: int) -> str:
    """Draw the parameters, the weightiest first."""
    table = finding.table.sort_values("mu_star", ascending=False)
    shown = tuple(
        Row(
            one.parameter,
            (
                Mark(one.mu_star, one.mu_star_low, one.mu_star_high, "blue"),
                Mark(one.sigma, colour="amber", shape="diamond"),
            ),
        )
        for one in each(table)
    )
    return rows(
        [Group("Effect of crossing the whole range", shown)],
        finding.title,
        " ".join(finding.said),
        width,
        key=[("disc", "blue", "mean size (mu*)"), ("diamond", "amber", "spread (sigma)")],
    )
