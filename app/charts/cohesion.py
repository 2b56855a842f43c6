"""Cohesion over the years, large, and its five components beside it, small.

Cohesion is their geometric mean, so that one broken component cannot be hidden by four good ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL, Frame, Line, Panel

COMPONENTS = {
    "fulfilment": "Promises kept",
    "trust": "Trust",
    "position_agreement": "Agreement of positions",
    "retention": "Members retained",
    "dispute_load": "Freedom from disputes",
}
"""The five components and the words for them on screen."""
_WIDE = 560


def draw(metrics: pd.DataFrame, *, width: float = 720, until: int | None = None, shocks: Sequence[int] = ()) -> str:
    """Draw cohesion and its components (0-1, higher is better) from the table of metrics."""
    wide = width >= _WIDE
    columns = 5 if width >= 700 else 3 if wide else 2
    rows = -(-len(COMPONENTS) // columns)
    high, small = (210 if wide else 190), (122 if wide else 118)
    canvas = Canvas(width, high + 62 + rows * small, "Cohesion and its five components", tell(metrics, until=until))
    years = [int(year) for year in metrics["year"]]
    canvas.text(0, 14, "Cohesion", size=14, weight="700")
    canvas.text(72, 14, "0 broken, 1 whole", "soft", size=12)
    main = Panel(canvas, Frame(34, 34, width - 52, high), years, [0, 1], top=1, count=4, until=until)
    main.axes(years=6)
    main.shocks(shocks)
    whole = _line(metrics, "cohesion", until, "blue", 3.0)
    main.canvas.area(
        main.points(whole.values), [(x, main.y(0)) for x, _ in main.points(whole.values)], "blue", opacity=0.1
    )
    main.draw(whole)
    if not any(math.isfinite(value) for value in whole.values):
        canvas.text((34 + width - 52) / 2, 120, "no accord", "soft", size=13, anchor="middle")
    main.label([whole], size=15)
    across = width / columns
    for place, (name, words) in enumerate(COMPONENTS.items()):
        left, top = (place % columns) * across, high + 46 + (place // columns) * small
        frame = Frame(left + 2, top + 24, left + across - (42 if wide else 46), top + small - 30)
        canvas.text(left, top + 8, words, size=12 if wide else SMALL + 0.5, weight="600")
        panel = Panel(canvas, frame, years, [0, 1], top=1, count=2, until=until)
        panel.axes(years=2, shown=False)
        panel.draw(Line(whole.values, "blue", width=1, opacity=0.35))
        line = _line(metrics, name, until, "ink", 1.8)
        panel.draw(line)
        panel.label([line], size=12)
    canvas.line(0, canvas.height - 8, 18, canvas.height - 8, "blue", opacity=0.5)
    canvas.text(24, canvas.height - 4, "cohesion, for comparison", "soft", size=SMALL)
    return canvas.svg()


def _line(metrics: pd.DataFrame, name: str, until: int | None, colour: str, width: float) -> Line:
    values = _column(metrics, name)
    return Line(list(values), colour, f"{_last(metrics, values, until):.2f}", width)


def _column(metrics: pd.DataFrame, name: str) -> pd.Series:
    """Read a component; without an accord nothing is cohesive and nobody is retained."""
    if name not in metrics:
        return pd.Series(float("nan"), index=metrics.index)
    values = metrics[name].astype(float)
    if name in {"cohesion", "retention"} and "members" in metrics:
        return values.where(metrics["members"] > 0)
    return values


def _last(metrics: pd.DataFrame, values: pd.Series, until: int | None) -> float:
    known = values[metrics["year"] <= until] if until is not None else values
    known = known.dropna()
    return float(known.iloc[-1]) if len(known) else float("nan")


def tell(metrics: pd.DataFrame, *, until: int | None = None) -> str:
    """Say how cohesion went and which component is the weakest at the end."""
    shown = metrics if until is None else metrics[metrics["year"] <= until]
    whole = _column(shown, "cohesion")
    known = shown.loc[whole.notna(), "year"]
    if known.empty:
        return "There is no cohesion to show: there is no accord."
    first, last = float(whole.loc[known.index[0]]), float(whole.loc[known.index[-1]])
    weakest = min(COMPONENTS, key=lambda name: _or_one(_last(shown, _column(shown, name), None)))
    worst = _last(shown, _column(shown, weakest), None)
    if len(known) == 1:
        said = f"Cohesion is {first:.2f} in {known.iloc[0]}"
    else:
        verb = "rises" if last > first + 0.005 else "falls" if last < first - 0.005 else "stays near where it was"
        said = f"Cohesion {verb}, from {first:.2f} in {known.iloc[0]} to {last:.2f} in {known.iloc[-1]}"
        at: Any = whole.loc[known.index].idxmin()
        low = known.loc[at]
        if low not in (known.iloc[0], known.iloc[-1]):
            said += f", lowest in {low} at {float(whole.min()):.2f}"
    if math.isnan(worst):
        return f"{said}."
    return f"{said}; its weakest component at the end is “{COMPONENTS[weakest].lower()}”, {worst:.2f}."


def _or_one(value: float) -> float:
    return 1.0 if math.isnan(value) else value
