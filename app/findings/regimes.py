"""A map of two parameters: the difference between two arms in each cell."""

from __future__ import annotations

import math

from app.drawing.canvas import Canvas
from app.drawing.scales import figure
from app.findings._rows import SMALL
from app.findings.paired import words
from app.frames import each
from scenarios.sweep.finding import Finding


def draw(finding: Finding, width: int) -> str:
    """Draw the cells; full colour where the interval leaves zero out, pale where it does not."""
    table, more = finding.table, finding.more
    across, up = (
        sorted(table[side].unique(), key=lambda one: (isinstance(one, str), one)) for side in ("across", "up")
    )
    left, top, high = 62.0, 10.0, 46.0
    canvas = Canvas(width, top + high * len(up) + 110, finding.title, " ".join(finding.said))
    wide = (width - left - 4) / max(len(across), 1)
    for one in each(table):
        x, y = left + wide * across.index(one.across), top + high * (len(up) - 1 - up.index(one.up))
        sure = one.low > 0 or one.high < 0
        colour = "grey" if not math.isfinite(one.difference) else "blue" if one.difference > 0 else "vermillion"
        canvas.box(x + 1, y + 1, wide - 2, high - 2, colour, opacity=0.9 if sure else 0.3)
        canvas.text(
            x + wide / 2,
            y + high / 2 + 4,
            figure(one.difference, signed=True),
            "paper" if sure else "ink",
            size=12 if wide > 60 else SMALL - 1,
            anchor="middle",
        )
    bottom = top + high * len(up)
    for number, value in enumerate(across):
        canvas.text(left + wide * (number + 0.5), bottom + 15, _value(value), "soft", size=SMALL, anchor="middle")
    for number, value in enumerate(up):
        canvas.text(left - 6, bottom - high * (number + 0.5) + 4, _value(value), "soft", size=SMALL, anchor="end")
    axes = [
        f"{side}: {more[side]}" + (f" ({unit})" if unit else "")
        for side, unit in zip(("across", "up"), more["units"], strict=True)
    ]
    cells = f"cells: {more['unit']}" if more["unit"] else ""
    for number, words_ in enumerate(filter(None, [*axes, cells])):
        canvas.text(left, bottom + 33 + 16 * number, words_, "soft", size=SMALL)
    bottom += 36
    canvas.sign("square", 6, bottom + 52, 4.5, "blue")
    canvas.text(15, bottom + 56, f"higher under {words(more['arm'])}", "soft", size=SMALL)
    canvas.sign("square", width / 2 + 6, bottom + 52, 4.5, "vermillion")
    canvas.text(width / 2 + 15, bottom + 56, f"under {words(more['against'])}; pale: unsure", "soft", size=SMALL)
    return canvas.svg()


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else figure(float(value))
