"""Small pictures side by side, one figure each over the years: how a game has gone so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL, Frame, Line, Panel
from app.drawing.scales import figure, percent


@dataclass(frozen=True)
class Story:
    """One figure over the years."""

    title: str
    unit: str
    years: Sequence[int]
    values: Sequence[float]
    share: bool = False
    """True for a share, written in per cent."""

    def said(self) -> str:
        """Its last figure in words."""
        if not self.values:
            return "–"
        return percent(self.values[-1]) if self.share else figure(self.values[-1])


def draw(stories: Sequence[Story], years: Sequence[int], *, width: float = 620, columns: int = 2) -> str:
    """Draw each story in a panel of its own, all over the same years."""
    across, high = width / columns, 118.0
    rows = -(-len(stories) // columns)
    canvas = Canvas(width, rows * high + 6, "How it has gone", tell(stories))
    for place, story in enumerate(stories):
        left, top = (place % columns) * across, (place // columns) * high
        canvas.text(left, top + 12, story.title, size=12, weight="600")
        canvas.text(left, top + 26, story.unit, "soft", size=SMALL)
        known = dict(zip(story.years, story.values, strict=True))
        values = [known.get(year, float("nan")) for year in years]
        frame = Frame(left + 42, top + 36, left + across - 48, top + high - 22)
        write = percent if story.share else figure
        panel = Panel(
            canvas,
            frame,
            years,
            list(story.values) or [0.0, 1.0],
            include=[0.0, 0.1] if story.share else [0.0],
            count=2,
            write=write,
        )
        panel.axes(years=3)
        line = Line(values, "blue", story.said(), 2.2)
        panel.draw(line)
        if story.values:
            panel.label([line], size=12)
    return canvas.svg()


def tell(stories: Sequence[Story]) -> str:
    """Say how each figure moved."""
    said = []
    for story in stories:
        write = percent if story.share else figure
        if len(story.values) == 1:
            said.append(f"{story.title} {write(story.values[0])}")
        elif story.values:
            said.append(f"{story.title} from {write(story.values[0])} to {write(story.values[-1])}")
    return f"{'; '.join(said)}." if said else "No year has been lived yet."


def stories(
    series: Mapping[str, Sequence[tuple[int, float]]], wanted: Mapping[str, str], units: Mapping[str, str]
) -> list[Story]:
    """Pick stories from tables of figures by year; ``wanted`` gives each its words."""
    found = []
    for name, words in wanted.items():
        rows = series.get(name, ())
        share = units.get(name, "") in ("%", "share", "share of wanted")
        found.append(
            Story(words, "" if share else units.get(name, ""), [year for year, _ in rows], [v for _, v in rows], share)
        )
    return found
