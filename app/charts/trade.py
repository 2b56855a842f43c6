"""Shipments: exporters on the left, importers on the right, stage by stage, for one year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from agents.world.setting import STAGES
from app.charts.prices import STAGE_WORDS
from app.drawing.canvas import Canvas
from app.drawing.panel import SMALL, Frame
from app.drawing.scales import figure, percent, spread, words_width
from app.frames import each

OTHERS = "others"
_WIDE, _HIGH = 620, 250
_MOST = 6
"""Nations named on each side; the rest are put together."""
_BLOCK, _GAP = 9.0, 7.0


def draw(flows: pd.DataFrame, names: Mapping[str, str], *, width: float = 720, dominant: str | None = None) -> str:
    """Draw the trade of one year, t/yr of contained oxide; bands from the dominant nation are set apart."""
    columns = len(STAGES) if width >= _WIDE else 1
    rows = len(STAGES) // columns
    canvas = Canvas(width, rows * _HIGH, "Who ships what to whom", tell(flows, names))
    across = width / columns
    for place, stage in enumerate(STAGES):
        left, top = (place % columns) * across, (place // columns) * _HIGH
        _stage(
            canvas,
            Frame(left, top, left + across - (18 if columns > 1 else 0), top + _HIGH - 14),
            stage,
            lanes(flows, stage),
            names,
            dominant,
        )
    return canvas.svg()


def lanes(flows: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Add up one stage's trade across borders, naming the largest on each side and putting the rest together."""
    abroad: list[tuple[str, str, float]] = [
        (row.origin, row.destination, float(row.tonnes))
        for row in each(flows)
        if row.stage == stage and row.origin != row.destination and row.tonnes > 0
    ]
    sides = [
        _named_ones((origin, tonnes) for origin, _, tonnes in abroad),
        _named_ones((destination, tonnes) for _, destination, tonnes in abroad),
    ]
    sums: dict[tuple[str, str], float] = {}
    for origin, destination, tonnes in abroad:
        key = (origin if origin in sides[0] else OTHERS, destination if destination in sides[1] else OTHERS)
        sums[key] = sums.get(key, 0.0) + tonnes
    return pd.DataFrame([(*key, tonnes) for key, tonnes in sums.items()], columns=["origin", "destination", "tonnes"])


def _named_ones(amounts: Iterable[tuple[str, float]]) -> set[str]:
    """Choose the nations that are named on one side: all if they are few, else the largest."""
    totals: dict[str, float] = {}
    for nation, tonnes in amounts:
        totals[nation] = totals.get(nation, 0.0) + tonnes
    largest = sorted(totals, key=lambda nation: -totals[nation])
    return set(largest if len(largest) <= _MOST else largest[: _MOST - 1])


def _stage(
    canvas: Canvas, cell: Frame, stage: str, trade: pd.DataFrame, names: Mapping[str, str], dominant: str | None
) -> None:
    total = float(trade["tonnes"].sum())
    canvas.text(cell.left, cell.top + 14, STAGE_WORDS[stage], size=14, weight="700")
    canvas.text(
        cell.left + words_width(STAGE_WORDS[stage], 14) + 8, cell.top + 14, f"{figure(total)} t/yr", "soft", size=SMALL
    )
    if total <= 0:
        canvas.text(cell.left, cell.top + 40, "no trade across borders", "soft")
        return
    sides = {
        side: trade.groupby(side)["tonnes"].sum().sort_values(ascending=False, kind="stable")
        for side in ("origin", "destination")
    }
    most = max(len(side) for side in sides.values())
    scale = (cell.bottom - cell.top - 34 - _GAP * (most - 1)) / total
    words = {
        side: max(words_width(_named(str(key), names), SMALL) for key in totals.index) + 8
        for side, totals in sides.items()
    }
    left, right = cell.left + words["origin"], cell.right - words["destination"]
    tops = {side: _stack(totals, scale, cell.top + 28) for side, totals in sides.items()}
    _bands(canvas, trade, tops, (left + _BLOCK, right - _BLOCK), scale, dominant)
    for side, x, anchor, at in (("origin", left, "end", left - 5), ("destination", right - _BLOCK, "start", right + 5)):
        middles = [tops[side][str(key)] + tonnes * scale / 2 for key, tonnes in sides[side].items()]
        heights = spread(middles, 13, cell.top + 30, cell.bottom)
        for (key, tonnes), height in zip(sides[side].items(), heights, strict=True):
            colour = "vermillion" if key == dominant else "soft" if key == OTHERS else "ink"
            canvas.box(x, tops[side][str(key)], _BLOCK, max(tonnes * scale, 1), colour)
            canvas.text(at, height + 4, _named(str(key), names), colour, size=SMALL, anchor=anchor)


def _named(key: str, names: Mapping[str, str]) -> str:
    return OTHERS if key == OTHERS else names.get(key, key)


def _stack(totals: pd.Series, scale: float, top: float) -> dict[str, float]:
    """Stand blocks one under the other."""
    tops = {}
    for key, tonnes in totals.items():
        tops[str(key)] = top
        top += tonnes * scale + _GAP
    return tops


def _bands(
    canvas: Canvas,
    trade: pd.DataFrame,
    tops: Mapping[str, Mapping[str, float]],
    ends: tuple[float, float],
    scale: float,
    dominant: str | None,
) -> None:
    """Draw a band per lane, in the order of the blocks at its ends so that bands cross as little as they can."""
    used = {side: dict(places) for side, places in tops.items()}
    order = trade.assign(a=trade["origin"].map(tops["origin"]), b=trade["destination"].map(tops["destination"]))
    start, end = ends
    middle = (start + end) / 2
    for lane in each(order.sort_values(["a", "b"], kind="stable")):
        thick = lane.tonnes * scale
        y, z = used["origin"][lane.origin], used["destination"][lane.destination]
        used["origin"][lane.origin] += thick
        used["destination"][lane.destination] += thick
        canvas.add(
            "path",
            class_=f"f-{'vermillion' if lane.origin == dominant else 'blue'}",
            opacity=0.32,
            d=f"M{start:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {z:.1f} {end:.1f} {z:.1f}"
            f"V{z + thick:.1f}C{middle:.1f} {z + thick:.1f} {middle:.1f} {y + thick:.1f} "
            f"{start:.1f} {y + thick:.1f}Z",
        )


def tell(flows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Name the largest exporter of each stage and its share."""
    parts: list[str] = []
    for stage in STAGES:
        trade = flows[(flows["stage"] == stage) & (flows["origin"] != flows["destination"])]
        totals = trade.groupby("origin")["tonnes"].sum().sort_values(ascending=False, kind="stable")
        if len(totals) and float(totals.sum()) > 0:
            first = totals.index[0]
            share = percent(totals.iloc[0] / totals.sum(), digits=0)
            parts.append(f"{names.get(first, first)} ships {share} of the {STAGE_WORDS[stage].lower()}")
    if not parts:
        return "Nothing crosses borders in this year."
    return f"Of what crosses borders, {', '.join(parts[:-1])}{' and ' if len(parts) > 1 else ''}{parts[-1]}."
