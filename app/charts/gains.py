"""Winners and losers: each nation's welfare under an accord, and under pacts of two, against going alone."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from app.drawing.canvas import Canvas
from app.drawing.palette import REGIME
from app.drawing.panel import SMALL
from app.drawing.scales import Scale, extent, figure, percent, ticks, words_width

_WIDE, _ROW, _TOP = 560, 27.0, 66.0
_SIGNS = {"bilateral": "diamond", "accord": "disc"}
EVEN = 0.0005
"""A difference below this share of a nation's welfare counts as neither gain nor loss."""


def gains(nations: Mapping[str, pd.DataFrame], *, column: str = "welfare", until: int | None = None) -> pd.DataFrame:
    """Work out each nation's mean yearly welfare under the first regime and what the others add, USD m/yr."""
    means = {}
    for regime, frame in nations.items():
        shown = frame if until is None else frame[frame["year"] <= until]
        means[regime] = shown.groupby("nation", sort=False)[column].mean()
    table = pd.DataFrame(means).dropna()
    first, *others = means
    for regime in others:
        table[f"{regime}_gain"] = table[regime] - table[first]
    if not others:
        return table
    last = f"{others[-1]}_gain"
    table["share"] = (table[last] / table[first].abs()).replace([math.inf, -math.inf], math.nan).fillna(0.0)
    return table.sort_values(last, ascending=False, kind="stable")


def draw(
    nations: Mapping[str, pd.DataFrame], names: Mapping[str, str], *, width: float = 720, until: int | None = None
) -> str:
    """Draw a row per nation: zero is the first regime, signs show what the other regimes add, USD m/yr."""
    table = gains(nations, until=until)
    first, *others = nations
    wide = width >= _WIDE
    canvas = Canvas(
        width, _TOP + _ROW * max(len(table), 1) + 10, "Who gains and who loses", tell(nations, names, until=until)
    )
    canvas.text(0, 14, "Who gains and who loses", size=14, weight="700")
    canvas.text(0, 31, f"mean yearly welfare against {first}, USD m/yr", "soft", size=SMALL)
    if table.empty or not others:
        canvas.text(0, _TOP + 18, "no figures yet", "soft")
        return canvas.svg()
    last = f"{others[-1]}_gain"
    figures = max(words_width(figure(value, signed=True), 12) for value in table[last]) + 10
    shares = 62.0 if wide else 0.0
    word = max(words_width(names.get(key, key), 12) for key in table.index) + 10
    scale = _axis(canvas, table, others, word + 6, width - figures - shares - 14)
    _legend(canvas, scale, others, first, width, wide=wide)
    for place, (key, row) in enumerate(table.iterrows()):
        y = _TOP + (place + 0.5) * _ROW
        canvas.text(0, y + 4, names.get(str(key), str(key)), size=12)
        _row(canvas, scale, y, row, others)
        value = float(row[last])
        colour = _colour(value, float(row["share"]))
        canvas.text(width - shares, y + 4, figure(value, signed=True), colour, size=12, anchor="end", weight="700")
        if wide:
            canvas.text(width, y + 4, percent(float(row["share"]), signed=True), "soft", size=12, anchor="end")
    return canvas.svg()


def _axis(canvas: Canvas, table: pd.DataFrame, others: list[str], left: float, right: float) -> Scale:
    values = pd.concat([table[f"{regime}_gain"] for regime in others])
    low, high = extent(values, include=(0,))
    marks = ticks(low, high, 4 if right - left > 260 else 2)
    scale = Scale(marks[0], marks[-1], left + 8, max(right - 8, left + 20))
    for mark in marks:
        canvas.line(scale(mark), _TOP - 2, scale(mark), canvas.height - 6, "soft" if mark == 0 else "rule")
        if mark:
            canvas.text(scale(mark), _TOP - 8, figure(mark, signed=True), "soft", size=SMALL, anchor="middle")
    return scale


def _legend(canvas: Canvas, scale: Scale, others: list[str], first: str, width: float, *, wide: bool) -> None:
    canvas.text(
        scale(0), _TOP - 8, first if wide else "0", REGIME.get(first, "ink"), size=SMALL, anchor="middle", weight="700"
    )
    x = width - sum(22 + words_width(regime, SMALL) for regime in others)
    for regime in others:
        colour = REGIME.get(regime, "ink")
        canvas.sign(_SIGNS.get(regime, "square"), x + 5, 10, 4.5, colour)
        canvas.text(x + 14, 14, regime, colour, size=SMALL, weight="700")
        x += 22 + words_width(regime, SMALL)


def _row(canvas: Canvas, scale: Scale, y: float, row: pd.Series, others: list[str]) -> None:
    canvas.line(scale.start - 8, y, scale.end + 8, y, "faint")
    last = float(row[f"{others[-1]}_gain"])
    canvas.line(scale(0), y, scale(last), y, _colour(last, float(row["share"])), width=3, opacity=0.45)
    for regime in others:
        canvas.sign(
            _SIGNS.get(regime, "square"),
            scale(float(row[f"{regime}_gain"])),
            y,
            6 if regime == others[-1] else 4.5,
            REGIME.get(regime, "ink"),
        )


def _colour(value: float, share: float) -> str:
    return "soft" if abs(share) < EVEN else "blue" if value > 0 else "vermillion"


def tell(nations: Mapping[str, pd.DataFrame], names: Mapping[str, str], *, until: int | None = None) -> str:
    """Count who gains and who loses and name the largest of both."""
    table = gains(nations, until=until)
    first, *others = nations
    if table.empty or not others:
        return "There is nothing to compare yet."
    last = others[-1]
    up, down = table[table["share"] >= EVEN], table[table["share"] <= -EVEN]
    said = f"Under {last} {len(up)} of {len(table)} nations do better than under {first}, {len(down)} do worse"
    if len(up):
        said += (
            f"; {names.get(up.index[0], up.index[0])} gains the most, "
            f"{figure(up[f'{last}_gain'].iloc[0], signed=True)} USD m/yr"
        )
    if len(down):
        said += (
            f"; {names.get(down.index[-1], down.index[-1])} loses the most, "
            f"{figure(down[f'{last}_gain'].iloc[-1], signed=True)} USD m/yr"
        )
    return f"{said}."
