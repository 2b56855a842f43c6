"""Rows of marks with intervals beside their names: the picture that most findings share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.drawing.canvas import Canvas
from app.drawing.scales import Scale, extent, figure, ticks, words_width, written

SMALL = 11.0
ROW, HEAD, FOOT, LINE, APART = 24.0, 30.0, 26.0, 17.0, 6.5


@dataclass(frozen=True)
class Mark:
    """A figure with its interval."""

    value: float
    low: float = math.nan
    high: float = math.nan
    colour: str = "blue"
    shape: str = "disc"


@dataclass(frozen=True)
class Row:
    """A name and the marks beside it."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Group:
    """Rows that share a scale."""

    title: str
    rows: tuple[Row, ...]
    low: float | None = None
    high: float | None = None
    """Ends of the scale, where they are known."""


def draw(
    groups: Sequence[Group],
    title: str,
    description: str,
    width: int,
    *,
    key: Sequence[tuple[str, str, str]] = (),
    write: Callable[[float], str] = figure,
) -> str:
    """Draw groups under each other; key holds (shape, colour, words) of the marks."""
    height = sum(_head(group, width) + ROW * len(group.rows) + FOOT for group in groups) + (22 if key else 4)
    canvas = Canvas(width, height, title, description)
    top = 0.0
    # Names may take less than half of a narrow page.
    names = min(
        max((words_width(row.label, 12) for group in groups for row in group.rows), default=40) + 10, width * 0.45
    )
    for group in groups:
        _group(canvas, group, top, names, width, write)
        top += _head(group, width) + ROW * len(group.rows) + FOOT
    left = 0.0
    for shape, colour, words in key:
        canvas.sign(shape, left + 6, height - 10, 4.2, colour)
        canvas.text(left + 15, height - 6, words, "soft", size=SMALL)
        left += 30 + words_width(words, SMALL)
    return canvas.svg()


def _group(canvas: Canvas, group: Group, top: float, left: float, width: int, write: Callable[[float], str]) -> None:
    values = [one for row in group.rows for mark in row.marks for one in (mark.value, mark.low, mark.high)]
    low, high = extent(values, include=[0.0])
    low = group.low if group.low is not None else low
    high = group.high if group.high is not None else high
    marks = [
        one
        for one in ticks(low, high, 4 if width > 500 else 3)
        if group.high is None or (one <= high + 1e-9 and one >= low - 1e-9)
    ]
    scale = Scale(min(marks[0], low), max(marks[-1], high), left + 8, width - 22)
    for number, line in enumerate(_lines(group.title, width)):
        canvas.text(0, top + 16 + LINE * number, line, size=13, weight="700")
    top += _head(group, width) - HEAD
    bottom = top + HEAD + ROW * len(group.rows)
    for tick, said in zip(marks, written(marks, write), strict=True):
        x = scale(tick)
        canvas.line(x, top + HEAD - 4, x, bottom, "soft" if tick == 0 else "rule")
        canvas.text(x, bottom + 14, said, "soft", size=SMALL, anchor="middle")
    for number, row in enumerate(group.rows):
        y = top + HEAD + ROW * (number + 0.5)
        if number % 2 == 0 and len(row.marks) > 1:
            # Marks of one row stand above each other; a band tells them from the next row's.
            canvas.add("rect", x=0, y=y - ROW / 2, width=width, height=ROW, class_="f-soft", fill_opacity=0.08)
        canvas.text(left, y + 4, _short(row.label, left), size=12, anchor="end")
        for place, mark in enumerate(row.marks):
            height = y + (place - (len(row.marks) - 1) / 2) * APART
            if math.isfinite(mark.low) and math.isfinite(mark.high):
                canvas.line(
                    scale(max(mark.low, scale.low)),
                    height,
                    scale(min(mark.high, scale.high)),
                    height,
                    mark.colour,
                    width=2,
                )
            if math.isfinite(mark.value):
                canvas.sign(mark.shape, scale(min(max(mark.value, scale.low), scale.high)), height, 4.2, mark.colour)


def _head(group: Group, width: int) -> float:
    return HEAD + LINE * (len(_lines(group.title, width)) - 1)


def _lines(title: str, width: int) -> list[str]:
    """Break a heading that is wider than the page, where its words allow."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if words_width(longer, 13.5) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _short(label: str, room: float) -> str:
    """Cut a name that has no room from its front: the end of a field's path says most."""
    cut = label
    while len(cut) > 4 and words_width(f"…{cut}", 12) > room:
        cut = cut[1:]
    return label if cut == label else f"…{cut}"
