"""One small chart over the years: axes with round figures, lines, and labels that stand beside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.drawing.canvas import Canvas, Point
from app.drawing.scales import (
    Scale,
    extent,
    figure,
    log_ticks,
    spread,
    ticks,
    words_width,
    written,
    year_ticks,
)

LATER = 0.3
"""How strongly the years after the one shown are drawn (0-1)."""
SMALL = 11.0
"""Size of the words on axes, px."""


@dataclass(frozen=True)
class Line:
    """A line over the years with the words that stand at its end."""

    values: Sequence[float]
    colour: str
    label: str = ""
    width: float = 2.0
    dash: str = ""
    opacity: float | None = None


@dataclass(frozen=True)
class Frame:
    """Place of a panel on the sheet, px, axis words outside it."""

    left: float
    top: float
    right: float
    bottom: float


class Panel:
    """A frame with a scale of years across and a scale of figures up."""

    def __init__(
        self,
        canvas: Canvas,
        frame: Frame,
        years: Sequence[int],
        values: Sequence[float],
        *,
        include: Sequence[float] = (),
        log: bool = False,
        count: int = 3,
        write: Callable[[float], str] = figure,
        top: float | None = None,
        until: int | None = None,
    ) -> None:
        self.canvas, self.frame, self.years, self.write = canvas, frame, list(years), write
        # The axes are made for all years, the lines go on only until this one: a run that is being lived through.
        self.until = until
        low, high = extent(values, include=include)
        self.log = log and low > 0
        self.marks = log_ticks(low, high) if self.log else ticks(low, high, count)
        if top is not None and not self.log:
            # A share's axis does not go beyond the whole.
            self.marks = [mark for mark in self.marks if mark <= top + 1e-9]
        self.y = Scale(min(self.marks[0], low), max(self.marks[-1], high), frame.bottom, frame.top, self.log)
        first, last = (min(years), max(years)) if self.years else (0, 1)
        self.x = Scale(first, last, frame.left, frame.right)

    def points(self, values: Sequence[float]) -> list[Point]:
        """Place a line's figures."""
        return [
            (self.x(year), self.y(float(value)) if self._known(year, float(value)) else math.nan)
            for year, value in zip(self.years, values, strict=True)
        ]

    def _later(self, values: Sequence[float]) -> list[Point]:
        """Place the figures of years after the one that is shown, joined to it."""
        return [
            (
                self.x(year),
                self.y(float(value)) if self._drawn(float(value)) and year >= (self.until or 0) else math.nan,
            )
            for year, value in zip(self.years, values, strict=True)
        ]

    def _drawn(self, value: float) -> bool:
        return math.isfinite(value) and (value > 0 or not self.log)

    def _known(self, year: int, value: float) -> bool:
        return self._drawn(value) and (self.until is None or year <= self.until)

    def axes(self, *, years: int = 5, shown: bool = True) -> None:
        """Draw the grid with its round figures, and the years below."""
        frame = self.frame
        for mark, words in zip(self.marks, written(self.marks, self.write), strict=True):
            y = self.y(mark)
            zero = mark == 0 and not self.log
            self.canvas.line(frame.left, y, frame.right, y, "soft" if zero else "rule", width=1)
            if shown:
                self.canvas.text(frame.left - 6, y + 3.8, words, "soft", size=SMALL, anchor="end")
        for year in year_ticks(self.years, years):
            x = self.x(year)
            self.canvas.line(x, frame.bottom, x, frame.bottom + 4, "soft")
            anchor = "start" if x < frame.left + 10 and len(self.years) > 1 else "middle"
            if x > frame.right - 10 and len(self.years) > 1:
                anchor = "end"
            self.canvas.text(
                x + {"start": -1, "end": 1}.get(anchor, 0),
                frame.bottom + 16,
                str(year),
                "soft",
                size=SMALL,
                anchor=anchor,
            )

    def shocks(self, years: Sequence[int]) -> None:
        """Mark years with a small triangle and a fine line behind the data."""
        top = self.frame.top
        for year in sorted(set(years)):
            if self.years and min(self.years) <= year <= (self.until or max(self.years)):
                x = self.x(year)
                self.canvas.line(x, top, x, self.frame.bottom, "vermillion", dash="1 3", opacity=0.7)
                self.canvas.add("path", d=f"M{x - 3.5:.1f} {top - 7:.1f}h7l-3.5 5.5Z", class_="f-vermillion")

    def draw(self, line: Line) -> None:
        """Draw one line; a lone figure becomes a dot."""
        points = self.points(line.values)
        known = [point for point in points if math.isfinite(point[1])]
        if self.until is not None:
            # Years lived but not yet shown are drawn faintly, so that a first year is no empty sheet.
            self.canvas.path(self._later(line.values), line.colour, width=1.2, opacity=LATER)
        self.canvas.path(points, line.colour, width=line.width, dash=line.dash, opacity=line.opacity)
        if known and (line.label or len(known) == 1):
            self.canvas.dot(*known[-1], max(line.width * 1.25, 2.2), line.colour, opacity=line.opacity)

    def label(self, lines: Sequence[Line], *, size: float = 12, gap: float = 14) -> None:
        """Write each line's words at its end, moved apart where they would touch."""
        ends = [
            (line, known[-1])
            for line in lines
            if line.label and (known := [p for p in self.points(line.values) if math.isfinite(p[1])])
        ]
        heights = spread([y for _, (_, y) in ends], gap, self.frame.top + 2, self.frame.bottom)
        for (line, (x, y)), height in zip(ends, heights, strict=True):
            if abs(height - y) > gap * 0.6:
                self.canvas.line(x + 4, y, x + 8, height, line.colour, width=0.8)
            self.canvas.halo(x + 9, height + 4, line.label, line.colour, size=size, weight="600")


def room_for(labels: Sequence[str], size: float = 12) -> float:
    """How wide the margin must be for labels at the ends of lines, px."""
    return 12 + max((words_width(label, size) for label in labels), default=0)
