"""The box that was found: which part of each range it keeps."""

from __future__ import annotations

from app.drawing.canvas import Canvas
from app.drawing.scales import figure, percent
from app.findings._rows import SMALL
from app.frames import each
from scenarios.sweep.finding import Finding

ROW = 44.0


def draw(finding: Finding, width: int) -> str:
    """Draw each limited parameter as a bar of its range, the kept part in colour."""
    canvas = Canvas(width, 30 + ROW * max(len(finding.table), 1), finding.title, " ".join(finding.said))
    more = finding.more
    head = (
        f"{percent(more['coverage'], digits=0)} of all cases, {percent(more['density'], digits=0)} dense, "
        f"{percent(more['mass'], digits=0)} of the points"
        if "coverage" in more
        else "No box"
    )
    canvas.text(0, 15, head, size=12, weight="700")
    for number, one in enumerate(each(finding.table)):
        y = 30 + ROW * number
        canvas.text(0, y + 12, one.parameter, size=12)
        canvas.box(0, y + 19, width, 8, "rule")
        left, right = one.low_share * width, one.high_share * width
        canvas.box(left, y + 19, max(right - left, 3), 8, "blue")
        ends = f"{_end(one.low)} to {_end(one.high)} {one.unit or ''}".strip()
        canvas.text(width, y + 12, ends, "soft", size=SMALL, anchor="end")
    return canvas.svg()


def _end(value: str | float) -> str:
    return value if isinstance(value, str) else figure(float(value))
