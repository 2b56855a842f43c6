"""Promised against delivered: a picture with a cell for each nation and year, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL
from app.drawing.scales import figure, percent
from app.html import folded, table, text
from scenarios.game.sights import Kept

_LEFT, _HEAD, _ROW = 118.0, 24.0, 44.0
_KEPT = 0.995
"""Share from which a promise counts as kept: tonnes are rounded."""


def draw(kept: Sequence[Kept], years: Sequence[int], *, width: float = 760) -> str:
    """Draw a bar for what was promised, and within it what was delivered, by nation and year."""
    names = list(dict.fromkeys(one.name for one in kept))
    narrow = width < 500
    left = 92.0 if narrow else _LEFT
    across = (width - left) / max(len(years), 1)
    canvas = Canvas(width, _HEAD + _ROW * len(names) + 26, "Promised against delivered", tell(kept))
    most = max((one.promised for one in kept), default=1.0) or 1.0
    for place, year in enumerate(years):
        said = f"’{year % 100:02d}" if across < 46 else str(year)
        canvas.text(left + place * across, 14, said, "soft", size=SMALL)
    at = {(one.name, one.year): one for one in kept}
    for row, name in enumerate(names):
        top = _HEAD + row * _ROW
        canvas.line(0, top, width, top)
        canvas.text(0, top + 26, name if len(name) < 15 or not narrow else f"{name[:13]}…", size=12, weight="600")
        for place, year in enumerate(years):
            cell = at.get((name, year))
            if cell is not None:
                _cell(canvas, cell, left + place * across, top, across - 10, most)
    low = canvas.height - 8
    canvas.add("rect", x=0, y=low - 9, width=22, height=9, class_="s-grey", stroke_width=1)
    canvas.text(28, low, "promised", "soft", size=SMALL)
    canvas.box(92, low - 9, 22, 9, "blue")
    canvas.text(120, low, "kept", "soft", size=SMALL)
    canvas.box(158, low - 9, 22, 9, "vermillion")
    canvas.text(186, low, "delivered less than promised", "soft", size=SMALL)
    return canvas.svg()


def _cell(canvas: Canvas, one: Kept, left: float, top: float, room: float, most: float) -> None:
    whole = max(room * one.promised / most, 3.0)
    share = min(one.delivered / one.promised, 1.0)
    canvas.add("rect", x=left, y=top + 10, width=whole, height=12, class_="s-grey", stroke_width=1)
    canvas.box(left, top + 10, whole * share, 12, "blue" if share >= _KEPT else "vermillion")
    said = "kept" if share >= _KEPT else percent(share, digits=0)
    canvas.text(
        left,
        top + 36,
        said,
        "soft" if share >= _KEPT else "vermillion",
        size=SMALL,
        weight=None if share >= _KEPT else "700",
    )


def tell(kept: Sequence[Kept]) -> str:
    """Say how much of all promises was kept, and who missed most."""
    promised = sum(one.promised for one in kept)
    if promised <= 0:
        return "Nothing has been promised for a year that was lived."
    delivered = sum(min(one.delivered, one.promised) for one in kept)
    by_name: dict[str, float] = {}
    for one in kept:
        by_name[one.name] = by_name.get(one.name, 0.0) + max(one.promised - one.delivered, 0.0)
    worst = max(by_name, key=lambda name: by_name[name])
    said = f"Of {figure(promised)} t promised {percent(delivered / promised, digits=0)} were delivered"
    return f"{said}; {worst} fell short most, by {figure(by_name[worst])} t." if by_name[worst] > 0.5 else f"{said}."


def figures(kept: Sequence[Kept]) -> str:
    """Write the table behind the picture."""
    rows = [
        [
            text(one.name),
            str(one.year),
            f"{one.promised:,.0f}",
            f"{one.delivered:,.0f}",
            percent(min(one.delivered / one.promised, 1.0), digits=0),
        ]
        for one in kept
    ]
    head = ["Nation", "Year", "Promised, t", "Delivered, t", "Kept"]
    return folded(
        "The same in figures",
        table(head, rows, words=2, caption="Tonnes promised and delivered by each nation and year"),
    )
