"""A sheet of paper: SVG elements with escaped words, checked figures, a title and a description."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from app.drawing.palette import style

Point = tuple[float, float]


class Canvas:
    """Collects what is drawn and writes it as one SVG text.

    Colours are classes of the palette: ``f-blue`` fills with blue, ``s-blue`` draws blue lines.
    """

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        self.width, self.height = width, height
        self.title, self.description = title, description
        self.parts: list[str] = []

    def add(self, tag: str, body: str | None = None, /, **attributes: float | str | None) -> None:
        """Draw one element; an underscore in an attribute's name stands for a hyphen."""
        written = "".join(
            f" {name.rstrip('_').replace('_', '-')}={_attribute(value)}"
            for name, value in attributes.items()
            if value is not None and value != ""
        )
        self.parts.append(f"<{tag}{written}/>" if body is None else f"<{tag}{written}>{escape(body)}</{tag}>")

    def open(self, **attributes: float | str | None) -> None:
        """Begin a group."""
        self.add("g", **attributes)
        self.parts[-1] = self.parts[-1][:-2] + ">"

    def close(self) -> None:
        """End the group."""
        self.parts.append("</g>")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str = "ink",
        *,
        size: float = 12,
        anchor: str = "start",
        weight: str | None = None,
        **more: float | str | None,
    ) -> None:
        """Write words whose baseline begins (or ends, or is centred) at (x, y)."""
        self.add(
            "text",
            words,
            x=x,
            y=y,
            class_=f"f-{colour}",
            font_size=size,
            text_anchor=None if anchor == "start" else anchor,
            font_weight=weight,
            **more,
        )

    def halo(
        self,
        x: float,
        y: float,
        words: str,
        colour: str = "ink",
        *,
        size: float = 12,
        anchor: str = "start",
        weight: str | None = None,
    ) -> None:
        """Write words with a rim of paper, for places where lines pass behind."""
        self.add(
            "text",
            words,
            x=x,
            y=y,
            class_="f-paper s-paper",
            font_size=size,
            text_anchor=anchor,
            font_weight=weight,
            stroke_width=3.5,
            stroke_linejoin="round",
            aria_hidden="true",
        )
        self.text(x, y, words, colour, size=size, anchor=anchor, weight=weight)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str = "rule",
        *,
        width: float = 1,
        dash: str = "",
        **more: float | str | None,
    ) -> None:
        """Draw a straight line."""
        self.add(
            "line", x1=x1, y1=y1, x2=x2, y2=y2, class_=f"s-{colour}", stroke_width=width, stroke_dasharray=dash, **more
        )

    def path(
        self, points: Sequence[Point], colour: str, *, width: float = 1.5, dash: str = "", opacity: float | None = None
    ) -> None:
        """Draw a line through points; a point that is not finite leaves a gap."""
        data = trail(points)
        if data:
            self.add(
                "path",
                d=data,
                class_=f"s-{colour}",
                stroke_width=width,
                stroke_dasharray=dash,
                stroke_linejoin="round",
                stroke_linecap="round" if not dash else None,
                opacity=opacity,
            )

    def area(self, upper: Sequence[Point], lower: Sequence[Point], colour: str, *, opacity: float = 0.15) -> None:
        """Fill between two lines over the same places, leaving out what is not finite."""
        run: list[tuple[Point, Point]] = []
        for pair in [*zip(upper, lower, strict=True), ((math.nan, 0.0), (0.0, 0.0))]:
            if all(math.isfinite(value) for point in pair for value in point):
                run.append(pair)
                continue
            if len(run) > 1:
                ring = [top for top, _ in run] + [bottom for _, bottom in reversed(run)]
                self.add("path", d=trail(ring) + "Z", class_=f"f-{colour}", opacity=opacity)
            run = []

    def dot(self, x: float, y: float, radius: float, colour: str, **more: float | str | None) -> None:
        """Draw a filled disc."""
        self.add("circle", cx=x, cy=y, r=radius, class_=f"f-{colour}", **more)

    def box(self, x: float, y: float, width: float, height: float, colour: str, **more: float | str | None) -> None:
        """Draw a filled rectangle."""
        self.add("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=f"f-{colour}", **more)

    def sign(self, shape: str, x: float, y: float, radius: float, colour: str, **more: float | str | None) -> None:
        """Draw a triangle, square, diamond or disc of about the same weight."""
        if shape == "disc":
            self.dot(x, y, radius, colour, **more)
            return
        if shape == "square":
            half = radius * 0.88
            self.box(x - half, y - half, 2 * half, 2 * half, colour, rx=1, **more)
            return
        tall = radius * 1.25
        corners = {
            "triangle": [(0, -tall), (tall * 0.95, tall * 0.72), (-tall * 0.95, tall * 0.72)],
            "diamond": [(0, -tall), (tall, 0), (0, tall), (-tall, 0)],
        }[shape]
        self.add("path", d=trail([(x + dx, y + dy) for dx, dy in corners]) + "Z", class_=f"f-{colour}", **more)

    def svg(self) -> str:
        """Write the picture."""
        body = "".join(self.parts)
        # Two pictures on one page must not share an id, and the same picture should keep its own.
        mark = hashlib.sha256(f"{self.title}{self.width}{body}".encode()).hexdigest()[:8]
        wide, high = _number(self.width), _number(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ra" viewBox="0 0 {wide} {high}" width="{wide}" '
            f'height="{high}" role="img" aria-labelledby="t{mark} d{mark}" '
            f'style="max-width:100%;height:auto"><title id="t{mark}">{escape(self.title)}</title>'
            f'<desc id="d{mark}">{escape(self.description)}</desc><style>{style()}</style>{body}</svg>'
        )


def trail(points: Sequence[Point]) -> str:
    """Write a path through points, lifting the pen where one is not finite."""
    words: list[str] = []
    down = False
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y)):
            down = False
            continue
        words.append(f"{'L' if down else 'M'}{_number(x)} {_number(y)}")
        down = True
    return "".join(words)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"a place in a picture must be finite, got {value}")
    return f"{value:.1f}".removesuffix(".0")


def _attribute(value: float | str) -> str:
    return quoteattr(value) if isinstance(value, str) else f'"{_shown(value)}"'


def _shown(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"a place in a picture must be finite, got {value}")
    return f"{value:.2f}".rstrip("0").rstrip(".")
