"""Scores: each nation against everybody alone and against the AI's own play, on the same shocks."""

from __future__ import annotations

from collections.abc import Sequence

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL
from app.drawing.scales import figure, ticks
from app.html import table, text
from scenarios.game.sights import Score

_ROW = 46.0


def draw(scores: Sequence[Score], *, width: float = 760) -> str:
    """Draw two bars a nation, from the yardstick to what it came to, USD m over the years lived."""
    known = [one for one in scores if one.alone is not None and one.by_ai is not None]
    known.sort(key=lambda one: one.total - (one.alone or 0.0))
    left = 92.0 if width < 500 else 150.0
    right = width - 62.0
    canvas = Canvas(width, 30 + _ROW * len(known) + 28, "Better or worse off", tell(scores))
    moved = [one.total - yard for one in known for yard in (one.alone or 0.0, one.by_ai or 0.0)]
    low, high = min([*moved, 0.0]), max([*moved, 0.0])
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return left + 44 + (right - left - 44) * (value - low) / span

    for mark in ticks(low, high, 3):
        if low <= mark <= high:
            canvas.line(place(mark), 22, place(mark), canvas.height - 30, "rule" if mark else "soft")
            canvas.text(
                place(mark), 14, figure(mark, signed=True) if mark else "0", "soft", size=SMALL, anchor="middle"
            )
    for row, one in enumerate(known):
        top = 28 + row * _ROW
        name = one.name if len(one.name) < 14 or width >= 500 else f"{one.name[:12]}…"
        canvas.text(0, top + 19, name, size=12, weight="700" if one.people else None)
        canvas.text(0, top + 33, "people" if one.people else "AI", "soft", size=SMALL)
        for step, (yard, colour) in enumerate(((one.alone or 0.0, "blue"), (one.by_ai or 0.0, "amber"))):
            value, y = one.total - yard, top + 8 + step * 16
            start, end = sorted((place(0), place(value)))
            canvas.box(start, y, max(end - start, 1.0), 12, colour)
            canvas.text(
                end + 5 if value >= 0 else start - 5,
                y + 10,
                money(value),
                size=SMALL,
                anchor="start" if value >= 0 else "end",
            )
    foot = canvas.height - 8
    canvas.box(0, foot - 9, 18, 9, "blue")
    canvas.text(24, foot, "against all alone", "soft", size=SMALL)
    canvas.box(132, foot - 9, 18, 9, "amber")
    canvas.text(156, foot, "against the AI in every seat", "soft", size=SMALL)
    return canvas.svg()


def money(value: float) -> str:
    """Write a difference in USD m; less than a million is not worth telling."""
    return figure(round(value), signed=True) if round(value) else "0"


def tell(scores: Sequence[Score]) -> str:
    """Say how many came out ahead of being alone, and who gained most and least by it."""
    known = [(one.total - one.alone, one.name) for one in scores if one.alone is not None]
    if not known:
        return "What it is held against is being worked out."
    ahead = sum(gain > 0 for gain, _ in known)
    least, most = min(known), max(known)
    return (
        f"USD m over the years lived, on the same shocks: {ahead} of {len(known)} nations came out better than "
        f"with everybody alone; {most[1]} gained most ({money(most[0])}), {least[1]} least "
        f"({money(least[0])})."
    )


def figures(scores: Sequence[Score]) -> str:
    """Write the table: utility, and what it is held against."""
    rows = [
        [
            text(one.name),
            text(", ".join(one.people) or "AI"),
            f"{one.total:,.0f}",
            *(
                "–"
                if yard is None
                else f'<span class="{"up" if one.total >= yard else "down"}">{money(one.total - yard)}</span>'
                for yard in (one.alone, one.by_ai)
            ),
        ]
        for one in scores
    ]
    return table(
        ["Nation", "Played by", "Utility, USD m", "Against all alone", "Against the AI"],
        rows,
        words=2,
        caption="Utility over the years lived, and the difference to two other ways through the same shocks",
    )
