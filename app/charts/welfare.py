"""Welfare by nation: how far each one's last years lie above or below its first, and the way there."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL
from app.drawing.scales import Scale, extent, figure, words_width

_WIDE, _ROW, _TOP = 560, 26.0, 44.0
_LATE = 5
"""The last years, whose mean is set against the first year, yr."""


def change(nations: pd.DataFrame, *, until: int | None = None) -> pd.DataFrame:
    """Work out per nation the first year's welfare, the mean of the last years and the difference, USD m/yr."""
    shown = nations if until is None else nations[nations["year"] <= until]
    shown = shown.dropna(subset=["welfare"])
    if shown.empty:
        return pd.DataFrame(columns=["first", "late", "change"], dtype=float)
    first = shown[shown["year"] == shown["year"].min()].groupby("nation")["welfare"].sum()
    late = shown[shown["year"] > shown["year"].max() - _LATE].groupby("nation")["welfare"].mean()
    table = pd.DataFrame({"first": first, "late": late}).dropna()
    table["change"] = table["late"] - table["first"]
    return table.sort_values("change", ascending=False, kind="stable")


def draw(nations: pd.DataFrame, names: Mapping[str, str], *, width: float = 720, until: int | None = None) -> str:
    """Draw each nation's change of welfare as a bar from zero, USD m/yr, with its path as a fine line."""
    table = change(nations, until=until)
    wide = width >= _WIDE
    canvas = Canvas(width, _TOP + _ROW * max(len(table), 1) + 6, "Welfare by nation", tell(nations, names, until=until))
    canvas.text(0, 14, "Welfare by nation", size=14, weight="700")
    canvas.text(0, 31, f"mean of the last {_LATE} years against the first year, USD m/yr", "soft", size=SMALL)
    if table.empty:
        canvas.text(0, _TOP + 18, "no figures yet", "soft")
        return canvas.svg()
    word = max(words_width(names.get(key, key), 12) for key in table.index) + 6
    paths = 130.0 if wide else 62.0
    figures = max(words_width(figure(value, signed=True), 12) for value in table["change"]) + 8
    low, high = extent(table["change"], include=(0,))
    start, end = word + (figures if low < 0 else 4), width - paths - 14 - (figures if high > 0 else 4)
    scale = Scale(low, high, start, max(end, start + 20))
    if wide:
        canvas.text(width, 31, "its path", "soft", size=SMALL, anchor="end")
    canvas.line(scale(0), _TOP - 4, scale(0), canvas.height, "soft")
    lines = {str(key): rows for key, rows in nations.sort_values("year").groupby("nation")}
    for place, (key, value) in enumerate(table["change"].items()):
        y = _TOP + place * _ROW
        _bar(canvas, scale, y, names.get(str(key), str(key)), float(value))
        _path(canvas, lines[str(key)], width - paths, y, paths, until)
    return canvas.svg()


def _bar(canvas: Canvas, scale: Scale, y: float, name: str, value: float) -> None:
    canvas.text(0, y + _ROW * 0.66, name, size=12)
    colour = "blue" if value >= 0 else "vermillion"
    zero, end = scale(0), scale(value)
    canvas.box(min(zero, end), y + 5, abs(end - zero), _ROW - 10, colour, opacity=0.9)
    place = (end + 6, "start") if value >= 0 else (end - 6, "end")
    canvas.text(place[0], y + _ROW * 0.66, figure(value, signed=True), colour, size=12, anchor=place[1], weight="600")


def _path(canvas: Canvas, rows: pd.DataFrame, left: float, y: float, width: float, until: int | None) -> None:
    years, values = rows["year"].tolist(), rows["welfare"].astype(float).tolist()
    low, high = extent(values)
    across = Scale(years[0], years[-1], left, left + width - 4)
    up = Scale(low, high, y + _ROW - 6, y + 5)
    points = [
        (across(year), up(value))
        for year, value in zip(years, values, strict=True)
        if math.isfinite(value) and (until is None or year <= until)
    ]
    canvas.line(left, y + _ROW - 0.5, left + width, y + _ROW - 0.5, "faint")
    canvas.path(points, "soft", width=1.3)
    if points:
        canvas.dot(*points[-1], 2.2, "ink")


def tell(nations: pd.DataFrame, names: Mapping[str, str], *, until: int | None = None) -> str:
    """Name who gained and who lost the most over the run."""
    table = change(nations, until=until)
    if table.empty:
        return "There is no welfare to show yet."
    ups, downs = int((table["change"] > 0).sum()), int((table["change"] < 0).sum())
    best, worst = table.index[0], table.index[-1]
    said = f"In the last year {ups} of {len(table)} nations are better off than in the first year and {downs} worse off"
    if ups:
        said += f"; {names.get(best, best)} gains the most, {figure(table['change'].iloc[0], signed=True)} USD m/yr"
    if downs:
        said += f"; {names.get(worst, worst)} loses the most, {figure(table['change'].iloc[-1], signed=True)} USD m/yr"
    return f"{said}."
