"""Each nation's worth inside an alliance against outside, and so which nations would leave or join."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL
from app.drawing.scales import Scale, extent, figure, ticks, words_width

_WIDE, _ROW, _TOP, _GAP = 560, 27.0, 70.0, 14.0
_LEGEND = (("square", "outside"), ("disc", "inside"))


def judged(nations: pd.DataFrame) -> pd.DataFrame:
    """Keep the nations that an alliance is open to, members first, and put the largest gain first.

    ``nations`` has columns nation, member, inside and outside, present value in USD m; both are 0 for the rest.
    """
    known = nations.dropna(subset=["inside", "outside"])
    known = known.assign(member=known["member"].fillna(False).astype(bool))
    table = known[(known["inside"] != 0) | (known["outside"] != 0) | known["member"]].copy()
    table["gain"] = table["inside"] - table["outside"]
    return table.sort_values(["member", "gain"], ascending=[False, False], kind="stable")


def draw(
    nations: pd.DataFrame, names: Mapping[str, str], *, width: float = 720, title: str = "Inside against outside"
) -> str:
    """Draw a row per nation: a square for staying out, a disc for being in, and the difference, USD m."""
    table = judged(nations)
    split = bool(table["member"].any() and not table["member"].all())
    height = _TOP + _ROW * max(len(table), 1) + (_GAP if split else 0) + 10
    canvas = Canvas(width, height, title, tell(nations, names))
    canvas.text(0, 14, title, size=14, weight="700")
    canvas.text(0, 31, "present value of the alliance to each nation, USD m", "soft", size=SMALL)
    if table.empty:
        canvas.text(0, _TOP + 18, "no alliance to judge", "soft")
        return canvas.svg()
    verdicts = {key: _verdict(row) for key, row in table.iterrows()}
    wide = width >= _WIDE
    word = max(words_width(names.get(key, key), 12) for key in table["nation"]) + 16
    said = max(words_width(verdict, SMALL) for verdict in verdicts.values()) + 12 if wide else 0
    figures = max(words_width(figure(value, signed=True), 12) for value in table["gain"])
    scale = _axis(canvas, table, word, width - said - figures - 22)
    _legend(canvas, width)
    for place, (key, row) in enumerate(table.iterrows()):
        y = _TOP + (place + 0.5) * _ROW + (_GAP if split and not row["member"] else 0)
        _row(canvas, scale, y, row, names)
        gain, colour = float(row["gain"]), _colour(float(row["gain"]))
        canvas.text(width - said, y + 4, figure(gain, signed=True), colour, size=12, anchor="end", weight="700")
        if wide:
            shade = colour if verdicts[key].startswith("would") else "soft"
            canvas.text(width, y + 4, verdicts[key], shade, size=SMALL, anchor="end")
    if split:
        y = _TOP + _ROW * int(table["member"].sum()) + _GAP / 2
        canvas.line(0, y, width, y, "rule", dash="2 3")
    return canvas.svg()


def _verdict(row: pd.Series) -> str:
    if row["member"]:
        return "would leave" if row["gain"] < 0 else "stays"
    return "would join" if row["gain"] > 0 else "stays out"


def _axis(canvas: Canvas, table: pd.DataFrame, left: float, right: float) -> Scale:
    low, high = extent([*table["inside"], *table["outside"]], include=(0,))
    marks = ticks(low, high, 4 if right - left > 260 else 2)
    scale = Scale(marks[0], marks[-1], left + 8, max(right - 8, left + 20))
    for mark in marks:
        canvas.line(scale(mark), _TOP - 2, scale(mark), canvas.height - 6, "soft" if mark == 0 else "rule")
        canvas.text(scale(mark), _TOP - 8, figure(mark), "soft", size=SMALL, anchor="middle")
    return scale


def _legend(canvas: Canvas, width: float) -> None:
    x = width - sum(22 + words_width(word, SMALL) for _, word in _LEGEND)
    for shape, word in _LEGEND:
        canvas.sign(shape, x + 5, 10, 4.5, "grey" if word == "outside" else "ink")
        canvas.text(x + 14, 14, word, "soft", size=SMALL)
        x += 22 + words_width(word, SMALL)


def _colour(gain: float) -> str:
    return "soft" if gain == 0 else "blue" if gain > 0 else "vermillion"


def _row(canvas: Canvas, scale: Scale, y: float, row: pd.Series, names: Mapping[str, str]) -> None:
    colour = _colour(float(row["gain"]))
    name = names.get(str(row["nation"]), str(row["nation"]))
    canvas.text(0, y + 4, name, "ink" if row["member"] else "soft", size=12)
    canvas.line(scale.start - 8, y, scale.end + 8, y, "faint")
    canvas.line(scale(float(row["outside"])), y, scale(float(row["inside"])), y, colour, width=3, opacity=0.45)
    canvas.sign("square", scale(float(row["outside"])), y, 4.5, "grey")
    canvas.sign("disc", scale(float(row["inside"])), y, 6, colour)


def tell(nations: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say who would leave and who would join."""
    table = judged(nations)
    if table.empty:
        return "There is no alliance to judge."
    members, others = table[table["member"]], table[~table["member"]]
    leaving = [names.get(key, key) for key in members[members["gain"] < 0]["nation"]]
    joining = [names.get(key, key) for key in others[others["gain"] > 0]["nation"]]
    said = f"Of {len(members)} members {_listed(leaving)} would rather be outside"
    return f"{said}; {_listed(joining)} of {len(others)} outside would rather be in." if len(others) else f"{said}."


def _listed(names: list[str]) -> str:
    if not names:
        return "none"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
