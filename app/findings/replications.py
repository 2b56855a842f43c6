"""The difference and its interval as replications grow."""

from __future__ import annotations

from app.drawing.canvas import Canvas
from app.drawing.scales import Scale, extent, ticks, written
from app.findings._rows import SMALL
from scenarios.sweep.finding import Finding


def draw(finding: Finding, width: int) -> str:
    """Draw the mean and the band of its interval."""
    table = finding.table
    canvas = Canvas(width, 210, finding.title, " ".join(finding.said))
    # The first intervals may be so wide that nothing else could be seen.
    tail = table.iloc[len(table) // 4 :] if len(table) > 8 else table
    low, high = extent([*tail["low"], *tail["high"]], include=[0.0])
    marks = ticks(low, high, 4)
    y = Scale(marks[0], marks[-1], 168, 12)
    x = Scale(float(table["replications"].min()), float(table["replications"].max()), 64, width - 12, log=True)
    for mark, said in zip(marks, written(marks), strict=True):
        canvas.line(64, y(mark), width - 12, y(mark), "soft" if mark == 0 else "rule")
        canvas.text(58, y(mark) + 4, said, "soft", size=SMALL, anchor="end")

    def line(name: str) -> list[tuple[float, float]]:
        return [
            (x(number), y(min(max(value, marks[0]), marks[-1])))
            for number, value in zip(table["replications"], table[name], strict=True)
        ]

    canvas.area(line("high"), line("low"), "blue", opacity=0.2)
    canvas.path(line("difference"), "blue", width=2)
    for number in sorted({int(table["replications"].iloc[place]) for place in (0, len(table) // 2, -1)}):
        canvas.text(x(number), 184, str(number), "soft", size=SMALL, anchor="middle")
    canvas.text(64, 202, "replications", "soft", size=SMALL)
    return canvas.svg()
