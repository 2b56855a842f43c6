"""The supply gap: what share of demand goes unserved, in the world and nation by nation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL, Frame, Line, Panel, room_for
from app.drawing.scales import percent, words_width

_MOST = 10
"""Nations shown in the strip: those that go without the most."""
_WIDE = 560
_SEEN = 0.005
"""A nation whose gap never reaches this share is left out of the strip."""


def draw(
    metrics: pd.DataFrame,
    nations: pd.DataFrame,
    names: Mapping[str, str],
    *,
    width: float = 720,
    until: int | None = None,
    shocks: Sequence[int] = (),
) -> str:
    """Draw the share of demand unserved (0-1): above as lines, below year by year for the nations hit hardest."""
    years = [int(year) for year in metrics["year"]]
    hit = _hit(nations)
    above, row = 168, 21
    canvas = Canvas(
        width, above + (56 + row * len(hit) if hit else 30), "Supply gap", tell(metrics, nations, names, until=until)
    )
    canvas.text(0, 14, "Supply gap", size=14, weight="700")
    canvas.text(82, 14, "share of demand unserved", "soft")
    lines = [
        _line(metrics, "supply_gap_outside", until, "vermillion", "outside", ""),
        _line(metrics, "supply_gap", until, "ink", "world", "4 3"),
    ]
    words = [words_width(names.get(key, key), 11.5) for key in hit]
    margin = max([46.0, *words]) + (14 if width >= _WIDE else 8)
    right = width - room_for([line.label for line in lines])
    panel = Panel(
        canvas,
        Frame(margin, 34, right, above - 12),
        years,
        [*lines[0].values, *lines[1].values],
        include=(0, 0.02),
        write=percent,
        until=until,
    )
    panel.axes(years=5)
    panel.shocks(shocks)
    points = panel.points(lines[0].values)
    canvas.area(points, [(x, panel.y(0)) for x, _ in points], "vermillion", opacity=0.12)
    for line in reversed(lines):
        panel.draw(line)
    panel.label(lines)
    if hit:
        _strip(canvas, panel, nations, hit, names, above + 40, row)
    return canvas.svg()


def _line(metrics: pd.DataFrame, name: str, until: int | None, colour: str, words: str, dash: str) -> Line:
    values = metrics[name].astype(float) if name in metrics else pd.Series(np.nan, index=metrics.index)
    known = values[metrics["year"] <= (until or 10**6)].dropna()
    label = f"{percent(float(known.iloc[-1]))} {words}" if len(known) else words
    return Line([float(value) for value in values], colour, label, 2.4 if not dash else 1.6, dash)


def _hit(nations: pd.DataFrame) -> list[str]:
    worst = nations.groupby("nation", sort=False)["supply_gap"].max().dropna()
    worst = worst[worst >= _SEEN].sort_values(ascending=False, kind="stable")
    return [str(key) for key in worst.index[:_MOST]]


def _strip(
    canvas: Canvas,
    panel: Panel,
    nations: pd.DataFrame,
    hit: Sequence[str],
    names: Mapping[str, str],
    top: float,
    row: float,
) -> None:
    """One row per nation, one cell a year: the darker, the more of its demand goes unserved."""
    table = nations[nations["nation"].isin(hit)].pivot_table(index="nation", columns="year", values="supply_gap")
    deepest = max(float(np.nanmax(table.to_numpy())), _SEEN)
    step = (panel.frame.right - panel.frame.left) / max(len(panel.years) - 1, 1)
    cell = min(step - 1.5, 60)
    canvas.text(0, top - 12, "Who goes without", size=12, weight="600")
    for place, key in enumerate(hit):
        y = top + place * row
        canvas.text(0, y + row * 0.66, names.get(key, key), size=11.5)
        canvas.line(panel.frame.left, y + row - 1, panel.frame.right, y + row - 1, "faint")
        gone: Any = table.loc[key].dropna()
        for year, share in gone.items():
            if share < _SEEN or (panel.until is not None and year > panel.until):
                continue
            x = panel.x(year)
            depth = 0.15 + 0.85 * min(share / deepest, 1)
            canvas.box(x - cell / 2, y + 1, cell, row - 3, "vermillion", opacity=depth, rx=1)
            if cell >= 19:
                canvas.text(
                    x,
                    y + row * 0.66,
                    f"{share * 100:.0f}",
                    "paper" if depth > 0.6 else "ink",
                    size=SMALL - 1,
                    anchor="middle",
                )


def tell(metrics: pd.DataFrame, nations: pd.DataFrame, names: Mapping[str, str], *, until: int | None = None) -> str:
    """Say when the gap was widest outside the dominant nation, as drawn boldest, and which nation it hit hardest."""
    shown, each = ((frame if until is None else frame[frame["year"] <= until]) for frame in (metrics, nations))
    outside = "supply_gap_outside" in shown and not shown["supply_gap_outside"].dropna().empty
    name = "supply_gap_outside" if outside else "supply_gap"
    if name not in shown or shown[name].dropna().empty:
        return "There is no supply gap to show yet."
    gap = shown.set_index("year")[name].astype(float)
    if float(gap.max()) < 0.0005:
        return f"Demand {'outside the dominant nation ' if outside else ''}is served in full in every year."
    widest: Any = gap.idxmax()
    year = int(widest)
    where = "outside the dominant nation" if outside else "in the world"
    said = f"The gap is widest in {year}, when {percent(float(gap.max()))} of demand {where} goes unserved"
    then = each[each["year"] == year].dropna(subset=["supply_gap"])
    if then.empty or float(then["supply_gap"].max()) < _SEEN:
        return f"{said}."
    hardest: Any = then["supply_gap"].idxmax()
    worst = then.loc[hardest]
    name = names.get(worst["nation"], worst["nation"])
    return f"{said}; {name} goes without the most, {percent(worst['supply_gap'])}."
