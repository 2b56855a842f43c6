"""The share of worlds in which each arm is best."""

from __future__ import annotations

from app.drawing.scales import percent
from app.findings._rows import Group, Mark, Row
from app.findings._rows import draw as rows
from app.findings.paired import words
from app.frames import each
from app.words import metric
from scenarios.sweep.finding import Finding

COLOURS = ("vermillion", "amber", "blue")
SHAPES = ("triangle", "diamond", "disc")
MOST = len(COLOURS)
"""Arms that one row can show."""


def draw(finding: Finding, width: int) -> str:
    """Draw one row per metric with one mark per arm; many arms get a row each, with their interval."""
    arms = list(finding.table["arm"].unique())
    by_metric = finding.table.groupby("metric", sort=False)
    said, percents = " ".join(finding.said), (lambda share: percent(share, digits=0))
    if len(arms) > MOST:
        groups = [
            Group(
                _name(str(name)),
                tuple(Row(words(one.arm), (Mark(one.share, one.low, one.high),)) for one in each(table)),
                0.0,
                1.0,
            )
            for name, table in by_metric
        ]
        return rows(groups, finding.title, said, width, write=percents)
    shown = tuple(
        Row(
            _name(str(name)),
            tuple(
                Mark(one.share, colour=COLOURS[arms.index(one.arm)], shape=SHAPES[arms.index(one.arm)])
                for one in each(table)
            ),
        )
        for name, table in by_metric
    )
    key = [(SHAPES[place], COLOURS[place], words(arm)) for place, arm in enumerate(arms)]
    return rows(
        [Group("Share of worlds in which it is best", shown, 0.0, 1.0)],
        finding.title,
        said,
        width,
        key=key,
        write=percents,
    )


def _name(name: str) -> str:
    figure, point, nation = name.partition(".")
    return f"{figure.replace('_', ' ').capitalize()} of {words(nation).title()}" if point else metric(name)
