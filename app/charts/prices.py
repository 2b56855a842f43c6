"""Prices over the years by stage and material, with the gap between home and outside under export limits."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from agents.world.setting import MATERIALS, STAGES
from app.drawing.canvas import Canvas
from app.drawing.palette import DASH, MATERIAL
from app.drawing.panel import SMALL, Frame, Line, Panel, room_for
from app.drawing.scales import figure, percent, wants_log
from app.frames import each

STAGE_WORDS = {"ore": "Ore", "oxide": "Oxide", "magnet": "Magnets"}
MATERIAL_WORDS = {"light": "Light (NdPr)", "heavy": "Heavy (DyTb)"}
_WIDE, _HIGH = 560, 236
_COLUMNS = ("price", "dominant_price", "outside_price")
_DEEPEST = 1000
"""Times below the highest price at which a log axis ends; what costs less is drawn there."""


def draw(prices: pd.DataFrame, *, width: float = 720, until: int | None = None, shocks: Sequence[int] = ()) -> str:
    """Draw the price of each material at each stage, USD/kg, on a log axis where the range asks for it."""
    columns = len(STAGES) if width >= _WIDE else 1
    high = _HIGH if columns > 1 else 206
    canvas = Canvas(
        width, (len(STAGES) // columns) * high + 22, "Prices by stage and material", tell(prices, until=until)
    )
    across = width / columns
    of_stage = {stage: prices[prices["stage"] == stage].drop_duplicates(["year", "material"]) for stage in STAGES}
    for place, stage in enumerate(STAGES):
        left, top = (place % columns) * across, (place // columns) * high
        rows = of_stage[stage]
        _stage(canvas, Frame(left, top, left + across, top + high), stage, rows, until, shocks)
    low = canvas.height - 8
    canvas.box(0, low - 7, 18, 8, "grey", opacity=0.25)
    canvas.text(24, low, "from the price inside the dominant nation to the price outside", "soft", size=SMALL)
    return canvas.svg()


def _stage(
    canvas: Canvas, cell: Frame, stage: str, rows: pd.DataFrame, until: int | None, shocks: Sequence[int]
) -> None:
    years = [int(year) for year in sorted(rows["year"].unique())]
    known = rows[list(_COLUMNS)].astype(float)
    # What is worth next to nothing, such as ore that nobody wants, would else stretch a log axis over ten decades.
    floored = known.clip(lower=float(known.max().max()) / _DEEPEST)
    log = wants_log(floored.to_numpy().ravel())
    drawn = floored if log else known
    canvas.text(cell.left, cell.top + 14, STAGE_WORDS[stage], size=14, weight="700")
    note = "USD/kg, log axis" if log else "USD/kg"
    canvas.text(cell.right - 22, cell.top + 14, note, "soft", size=SMALL, anchor="end")
    lowest = float(drawn.min().min())
    drawn = rows.assign(**drawn)
    lines = []
    for material in MATERIALS:
        end = _end(_series(rows, material, "price", years), years, until)
        values = _series(drawn, material, "price", years)
        lines.append(Line(values, MATERIAL[material], figure(end), 2.2, DASH[material]))
    right = cell.right - 12 - room_for([line.label for line in lines])
    panel = Panel(
        canvas,
        Frame(cell.left + 40, cell.top + 36, right, cell.bottom - 40),
        years,
        drawn[list(_COLUMNS)].to_numpy(float).ravel().tolist(),
        log=log,
        include=(lowest * 0.7,) if log else (0,),
        until=until,
    )
    panel.axes(years=3)
    panel.shocks(shocks)
    for material, line in zip(MATERIALS, lines, strict=True):
        inside, outside = (
            panel.points(_series(drawn, material, name, years)) for name in ("dominant_price", "outside_price")
        )
        canvas.area(inside, outside, MATERIAL[material], opacity=0.18)
        panel.draw(line)
        _name(panel, material, line)
    panel.label(lines)


def _name(panel: Panel, material: str, line: Line) -> None:
    """Write the material's name under the start of its line: prices jump up, rarely down."""
    start = [y for x, y in panel.points(line.values) if math.isfinite(y) and x < panel.frame.left + 90]
    if start:
        y = min(max(start) + 15, panel.frame.bottom - 4)
        panel.canvas.halo(panel.frame.left + 5, y, MATERIAL_WORDS[material], line.colour, size=11.5, weight="600")


def _series(rows: pd.DataFrame, material: str, column: str, years: Sequence[int]) -> list[float]:
    triples = zip(rows["year"], rows["material"], rows[column], strict=True)
    known = {int(year): float(value) for year, own, value in triples if own == material}
    return [known.get(year, math.nan) for year in years]


def _end(values: Sequence[float], years: Sequence[int], until: int | None) -> float:
    known = [
        value
        for year, value in zip(years, values, strict=True)
        if math.isfinite(value) and (until is None or year <= until)
    ]
    return known[-1] if known else float("nan")


def tell(prices: pd.DataFrame, *, until: int | None = None) -> str:
    """Name the sharpest rise of a price within one year and what it came to."""
    shown = (prices if until is None else prices[prices["year"] <= until]).dropna(subset=["price"])
    if shown.empty:
        return "There are no prices to show yet."
    lines: dict[tuple[str, str], dict[int, float]] = {}
    for row in each(shown):
        lines.setdefault((row.stage, row.material), {})[int(row.year)] = float(row.price)
    peaks = []
    for (stage, material), line in lines.items():
        peak, usual = max(line, key=line.__getitem__), float(np.median(list(line.values())))
        if usual > 0:
            peaks.append((line[peak] / usual, line[peak], usual, peak, stage, material))
    if not peaks:
        return "No price is above zero."
    ratio, top, usual, year, stage, material = max(peaks)
    what = f"{material} {'magnets' if stage == 'magnet' else stage}"
    if ratio < 1.15:
        return f"Prices are calm: none leaves its usual level by more than {percent(ratio - 1, digits=0)}."
    return (
        f"The sharpest price is that of {what} in {year}: {figure(top)} USD/kg, {ratio:.1f} times its usual "
        f"{figure(usual)}."
    )
