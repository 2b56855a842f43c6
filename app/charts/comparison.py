"""The same shocks under each regime: shared axes side by side, and the difference on its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from app import words
from app.drawing.canvas import Canvas, Point
from app.drawing.palette import DASH, REGIME
from app.drawing.panel import SMALL, Frame, Line, Panel
from app.drawing.scales import figure, percent, words_width
from app.words import amount, metric

METRICS = ("trust", "price_oxide_heavy", "price_magnet_light", "supply_gap_outside", "shortage_cost", "welfare_outside")
"""The metrics that a comparison shows first."""
MORE_IS_BETTER = frozenset(
    {"trust", "position_agreement", "welfare", "welfare_outside", "welfare_members", "community_income", "jain_gain"}
)
LESS_IS_BETTER = frozenset(
    {
        "supply_gap",
        "supply_gap_outside",
        "supply_gap_members",
        "hhi_ore",
        "hhi_oxide",
        "hhi_magnet",
        "hhi_oxide_bloc",
        "import_reliance",
        "damage",
        "shortage_cost",
        "cvar_shortage",
        "gini_gain",
        "unilateral_restrictions",
    }
)
"""What stands in neither list is better for some and worse for others, as a price is, or follows from the regime: where
nobody promises, no promise is broken, and where there is no accord, there is no cohesion."""
_WIDE, _ROW, _TALL = 600, 148.0, 230.0


def draw(
    metrics: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    units: Mapping[str, str],
    *,
    names: Sequence[str] = METRICS,
    width: float = 720,
    until: int | None = None,
    shocks: Sequence[int] = (),
) -> str:
    """Draw each metric under each regime on one scale; the first regime is the yardstick of the last."""
    names = [name for name in names if any(name in frame for frame in metrics.values())]
    wide = width >= _WIDE
    row = _ROW if wide else _TALL
    canvas = Canvas(
        width,
        34 + row * max(len(names), 1),
        "The same shocks under each regime",
        tell(metrics, labels, units, names=names, until=until),
    )
    _heads(canvas, list(metrics), width, wide=wide)
    for place, name in enumerate(names):
        top = 34 + place * row
        label, unit = metric(name, labels), words.unit(name, units)
        canvas.line(0, top - 8, width, top - 8, "rule")
        canvas.text(0, top + 10, label, size=13, weight="700")
        canvas.text(words_width(label, 13) + 14, top + 10, unit.replace("%", ""), "soft", size=SMALL)
        if wide:
            _across(canvas, metrics, name, unit, top, width, until, shocks)
        else:
            _upright(canvas, metrics, name, unit, top, width, until, shocks)
    return canvas.svg()


def _heads(canvas: Canvas, regimes: Sequence[str], width: float, *, wide: bool) -> None:
    if wide:
        lefts, _ = _columns(len(regimes), width)
        for left, regime in zip(lefts, regimes, strict=False):
            canvas.text(left, 14, regime, REGIME.get(regime, "ink"), size=14, weight="700")
        canvas.text(lefts[-1], 14, f"{regimes[-1]} minus {regimes[0]}", "ink", size=13, weight="700")
        return
    x = 0.0
    for regime in regimes:
        colour = REGIME.get(regime, "ink")
        canvas.line(x, 10, x + 20, 10, colour, width=2.2, dash=DASH.get(regime, ""))
        canvas.text(x + 26, 14, regime, colour, size=12, weight="700")
        x += 42 + words_width(regime, 12)


def _columns(regimes: int, width: float) -> tuple[list[float], float]:
    """Divide the sheet into a column per regime and one for the difference, after the axis words."""
    axis, gap = 48.0, 22.0
    each = (width - axis - 56 - gap * regimes - 20) / (regimes + 1)
    lefts = [axis + place * (each + gap) for place in range(regimes)]
    return [*lefts, axis + regimes * (each + gap) + 24], each


def _series(frame: pd.DataFrame, name: str) -> list[float]:
    if name not in frame:
        return [math.nan] * len(frame)
    return [float(value) for value in frame[name].astype(float)]


def _writer(unit: str) -> Callable[[float], str]:
    return percent if unit == "%" else figure


def _lines(metrics: Mapping[str, pd.DataFrame], name: str) -> dict[str, Line]:
    return {
        regime: Line(_series(frame, name), REGIME.get(regime, "ink"), "", 2.2, DASH.get(regime, ""))
        for regime, frame in metrics.items()
    }


def _across(
    canvas: Canvas,
    metrics: Mapping[str, pd.DataFrame],
    name: str,
    unit: str,
    top: float,
    width: float,
    until: int | None,
    shocks: Sequence[int],
) -> None:
    """Set the regimes side by side on one scale; each shows the others faintly."""
    lefts, each = _columns(len(metrics), width)
    lines = _lines(metrics, name)
    every = [value for line in lines.values() for value in line.values]
    years = _years(metrics)
    for place, (left, regime) in enumerate(zip(lefts, metrics, strict=False)):
        frame = Frame(left, top + 30, left + each, top + _ROW - 36)
        panel = Panel(
            canvas,
            frame,
            years,
            every,
            include=(0,) if _from_zero(every) else (),
            count=2,
            write=_writer(unit),
            until=until,
        )
        panel.axes(years=2, shown=place == 0)
        panel.shocks(shocks)
        for other, line in lines.items():
            if other != regime:
                panel.draw(Line(line.values, line.colour, width=1, opacity=0.35))
        panel.draw(lines[regime])
    _difference(canvas, metrics, name, unit, Frame(lefts[-1], top + 30, lefts[-1] + each, top + _ROW - 36), until)


def _upright(
    canvas: Canvas,
    metrics: Mapping[str, pd.DataFrame],
    name: str,
    unit: str,
    top: float,
    width: float,
    until: int | None,
    shocks: Sequence[int],
) -> None:
    """Lay the regimes over each other and the difference below, for narrow screens."""
    lines = _lines(metrics, name)
    every = [value for line in lines.values() for value in line.values]
    frame = Frame(52, top + 30, width - 60, top + 112)
    panel = Panel(
        canvas,
        frame,
        _years(metrics),
        every,
        include=(0,) if _from_zero(every) else (),
        count=2,
        write=_writer(unit),
        until=until,
    )
    panel.axes(years=3)
    panel.shocks(shocks)
    for line in lines.values():
        panel.draw(line)
    canvas.text(0, top + 148, "difference", "soft", size=SMALL)
    _difference(canvas, metrics, name, unit, Frame(52, top + 156, width - 60, top + 196), until)


def _difference(
    canvas: Canvas, metrics: Mapping[str, pd.DataFrame], name: str, unit: str, frame: Frame, until: int | None
) -> None:
    """Draw the last regime minus the first, filled in the colour of better or worse, with its mean in figures."""
    first, *_, last = metrics.values()
    values = [b - a for a, b in zip(_series(first, name), _series(last, name), strict=True)]
    years = _years(metrics)
    panel = Panel(canvas, frame, years, values, include=(0,), count=2, write=_writer(unit), until=until)
    panel.axes(years=2, shown=False)
    zero = panel.y(0)
    points = _with_crossings(panel.points(values), zero)
    for better in (True, False):
        # Above zero is better for some metrics and worse for others; a price is neither.
        part = [(x, (min(y, zero) if better else max(y, zero)) if math.isfinite(y) else y) for x, y in points]
        canvas.area(part, [(x, zero) for x, _ in part], _judged(name, above=better), opacity=0.35)
    panel.draw(Line(values, "ink", width=1.4))
    known = [
        value
        for year, value in zip(years, values, strict=True)
        if math.isfinite(value) and (until is None or year <= until)
    ]
    if known:
        mean = sum(known) / len(known)
        colour = _judged(name, above=mean > 0) if mean else "soft"
        x, y = frame.right + 6, (frame.top + frame.bottom) / 2
        canvas.text(x, y + 1, amount(name, mean, signed=True), colour, size=13, weight="700")
        canvas.text(x, y + 15, "a year", "soft", size=SMALL)


def _with_crossings(points: Sequence[Point], level: float) -> list[Point]:
    """Add the points at which a line crosses a level, so that what lies above and below parts cleanly."""
    full: list[Point] = []
    for point in points:
        if full and (full[-1][1] - level) * (point[1] - level) < 0:
            (x1, y1), (x2, y2) = full[-1], point
            full.append((x1 + (x2 - x1) * (level - y1) / (y2 - y1), level))
        full.append(point)
    return full


def _judged(name: str, *, above: bool) -> str:
    if name in MORE_IS_BETTER:
        return "blue" if above else "vermillion"
    if name in LESS_IS_BETTER:
        return "vermillion" if above else "blue"
    return "grey"


def _from_zero(values: Sequence[float]) -> bool:
    """Begin the axis at zero unless that would flatten the lines."""
    known = [value for value in values if math.isfinite(value)]
    return bool(known) and min(known) >= 0 and min(known) < 0.6 * max(known)


def _years(metrics: Mapping[str, pd.DataFrame]) -> list[int]:
    return [int(year) for year in next(iter(metrics.values()))["year"]]


def tell(
    metrics: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    units: Mapping[str, str],
    *,
    names: Sequence[str] = METRICS,
    until: int | None = None,
) -> str:
    """Say by how much each metric differs in the mean year between the last regime and the first."""
    first, *_, last = metrics
    parts = []
    for name in names:
        means = []
        for regime in (first, last):
            frame = metrics[regime]
            shown = frame if until is None else frame[frame["year"] <= until]
            known = [value for value in _series(shown, name) if math.isfinite(value)]
            means.append(sum(known) / len(known) if known else math.nan)
        if all(math.isfinite(mean) for mean in means):
            unit = words.unit(name, units)
            told = "" if unit in {"%", "0 to 1"} else f" {unit}"
            parts.append(f"{metric(name, labels)} {amount(name, means[0])} against {amount(name, means[1])}{told}")
    if not parts:
        return "There is nothing to compare yet."
    return f"Means of all years, {first} against {last}: {'; '.join(parts)}."
