"""The network of one year: who trades with whom, under which agreements, and who belongs to the accord."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.drawing.canvas import Canvas, Point
from app.drawing.panel import SMALL
from app.drawing.scales import figure, percent, words_width
from app.frames import each

SHAPES = {"producer": "triangle", "refiner": "square", "consumer": "disc"}
SPOT = "spot"
"""How a record calls trade under no agreement."""
_WIDE = 560
_MOST = 40
"""Lanes of spot trade drawn: the widest; more would be a ball of wool."""
_PER_GAP = 0.8
"""Room left between two regions, in places of a nation."""
_CODES_FROM = 22
"""From so many nations on, codes are written instead of names."""


@dataclass(frozen=True)
class _Place:
    """A nation's place on the ring."""

    x: float
    y: float
    angle: float


def draw(
    nations: pd.DataFrame,
    flows: pd.DataFrame,
    agreements: pd.DataFrame,
    *,
    width: float = 720,
    members: Collection[str] = (),
    dominant: str | None = None,
    highlight: Collection[str] = (),
) -> str:
    """Draw nations on a ring ordered by region, and between them what is traded and promised.

    nations has the columns nation, name, iso3, role, region; flows those of a record, of one year, t/yr;
    agreements those in force in that year, with kind, parties and status (breached if broken in it).
    """
    wide = width >= _WIDE
    across, down = (width / 2 - 128, 190.0) if wide else (width / 2 - 66, 150.0)
    side = 34.0
    key = _key_places(width, members=bool(members))
    foot = 28 + 19 * max(row for *_, row in key)
    canvas = Canvas(
        width,
        2 * down + 2 * side + foot,
        "Network of trade and agreements",
        tell(nations, flows, agreements, members=members),
    )
    centre = (width / 2, down + side)
    places = _ring(nations, centre, min(across, down * 1.55), down)
    if members:
        _accord(canvas, places, members)
    _lanes(canvas, places, centre, flows, highlight)
    _bonds(canvas, places, centre, flows, agreements, highlight)
    codes = len(nations) >= _CODES_FROM
    for row in each(nations):
        _nation(
            canvas,
            places[row.nation],
            row,
            row.nation in members,
            row.nation == dominant,
            bool(highlight) and row.nation not in highlight,
            row.nation in highlight,
            wide=wide,
            codes=codes,
        )
    for sign, words, x, row in key:
        y = canvas.height - foot + 20 + 19 * row
        _key_sign(canvas, sign, x, y)
        canvas.text(x + 24, y, words, "soft", size=SMALL)
    return canvas.svg()


def _ring(nations: pd.DataFrame, centre: Point, across: float, down: float) -> dict[str, _Place]:
    """Stand nations on an ellipse, region by region, with a little room between regions."""
    order = nations.sort_values("region", kind="stable")
    regions = order["region"].tolist()
    turns, turn = [], 0.0
    for index, region in enumerate(regions):
        if index:
            turn += 1.0 if region == regions[index - 1] else 1.0 + _PER_GAP
        turns.append(turn)
    total = turn + (1.0 + _PER_GAP if len(set(regions)) > 1 else 1.0)
    places = {}
    for key, turn in zip(order["nation"], turns, strict=True):
        # Begin half a place past the top, so that no two names meet there.
        angle = 2 * math.pi * (turn + (total - turns[-1]) / 2) / total - math.pi / 2
        places[str(key)] = _Place(centre[0] + across * math.cos(angle), centre[1] + down * math.sin(angle), angle)
    return places


def _accord(canvas: Canvas, places: Mapping[str, _Place], members: Collection[str]) -> None:
    """Lay a pale sheet under the members."""
    inside = [place for key, place in places.items() if key in members]
    if len(inside) > 2:
        inside.sort(key=lambda place: place.angle)
        corners = "L".join(f"{place.x:.1f} {place.y:.1f}" for place in inside)
        canvas.add("path", d=f"M{corners}Z", class_="f-blue", opacity=0.06)


def _lanes(
    canvas: Canvas, places: Mapping[str, _Place], centre: Point, flows: pd.DataFrame, highlight: Collection[str]
) -> None:
    """Draw the widest lanes of trade: grey on the spot market, blue under a supply agreement."""
    trade = flows[(flows["origin"] != flows["destination"]) & (flows["tonnes"] > 0)].copy()
    if trade.empty:
        return
    trade["bound"] = trade["under"] != SPOT
    lanes = trade.groupby(["origin", "destination", "bound"], sort=False)["tonnes"].sum().reset_index()
    lanes = lanes.sort_values("tonnes", ascending=False, kind="stable").head(_MOST).sort_values("bound", kind="stable")
    most = float(lanes["tonnes"].max())
    for lane in each(lanes):
        if lane.origin not in places or lane.destination not in places:
            continue
        thick = 1.0 + 10.0 * math.sqrt(lane.tonnes / most)
        dim = bool(highlight) and not {lane.origin, lane.destination} & set(highlight)
        _taper(
            canvas,
            places[lane.origin],
            places[lane.destination],
            centre,
            thick,
            "blue" if lane.bound else "grey",
            (0.75 if lane.bound else 0.36) * (0.25 if dim else 1),
        )


def _taper(
    canvas: Canvas, start: _Place, end: _Place, centre: Point, thick: float, colour: str, opacity: float
) -> None:
    """Draw a bent lane, broad where goods leave and fine where they arrive, so that it shows its direction."""
    bend = _bend(start, end, centre)
    dx, dy = bend[0] - start.x, bend[1] - start.y
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length * thick / 2, dx / length * thick / 2
    canvas.add(
        "path",
        class_=f"f-{colour}",
        opacity=opacity,
        d=f"M{start.x + nx:.1f} {start.y + ny:.1f}Q{bend[0] + nx * 0.6:.1f} {bend[1] + ny * 0.6:.1f} "
        f"{end.x:.1f} {end.y:.1f}Q{bend[0] - nx * 0.6:.1f} {bend[1] - ny * 0.6:.1f} "
        f"{start.x - nx:.1f} {start.y - ny:.1f}Z",
    )


def _bend(start: _Place, end: _Place, centre: Point) -> Point:
    """Find the point towards which a lane bends: the nearer its ends, the less it goes through the middle."""
    middle = ((start.x + end.x) / 2, (start.y + end.y) / 2)
    pull = 0.45
    return middle[0] + (centre[0] - middle[0]) * pull, middle[1] + (centre[1] - middle[1]) * pull


def _bonds(
    canvas: Canvas,
    places: Mapping[str, _Place],
    centre: Point,
    flows: pd.DataFrame,
    agreements: pd.DataFrame,
    highlight: Collection[str],
) -> None:
    """Draw what lanes cannot show: broken agreements, and agreements under which nothing moves."""
    bound = flows[(flows["tonnes"] > 0) & (flows["under"] != SPOT)]
    moving = set(zip(bound["origin"], bound["destination"], strict=True))
    for bond in each(agreements):
        parties = [key for key in str(bond.parties).split("+") if key in places]
        if bond.kind == "accord" or len(parties) != 2:
            continue
        broken = bond.status == "breached"
        if not broken and moving & {tuple(parties), tuple(reversed(parties))}:
            continue
        start, end = places[parties[0]], places[parties[1]]
        bend = _bend(start, end, centre)
        dim = 0.25 if highlight and not set(parties) & set(highlight) else 1.0
        canvas.add(
            "path",
            class_="s-vermillion" if broken else "s-blue",
            opacity=dim,
            stroke_width=2.6 if broken else 1.4,
            stroke_dasharray="6 4" if broken else "",
            d=f"M{start.x:.1f} {start.y:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end.x:.1f} {end.y:.1f}",
        )
        if broken:
            # The middle of the curve, where a cross says what the dashes mean.
            x = (start.x + 2 * bend[0] + end.x) / 4
            y = (start.y + 2 * bend[1] + end.y) / 4
            canvas.dot(x, y, 8, "paper", opacity=dim)
            canvas.add(
                "path",
                class_="s-vermillion",
                stroke_width=2.6,
                opacity=dim,
                d=f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8",
            )


def _nation(
    canvas: Canvas,
    place: _Place,
    row: Any,
    member: bool,
    dominant: bool,
    dim: bool,
    lit: bool,
    *,
    wide: bool,
    codes: bool,
) -> None:
    """Draw one nation: its role as a shape, membership as a ring, its name outside the ring of nations."""
    colour = "vermillion" if dominant else "blue" if member else "grey"
    canvas.open(opacity=0.35 if dim else None)
    if lit:
        canvas.dot(place.x, place.y, 17, "amber", opacity=0.35)
    canvas.dot(place.x, place.y, 12.5, "paper")
    canvas.sign(SHAPES.get(row.role, "diamond"), place.x, place.y, 7, colour)
    if member:
        canvas.add("circle", cx=place.x, cy=place.y, r=12, class_="s-blue", stroke_width=1.8)
    _name(canvas, place, row.iso3 if codes else row.name, wide=wide, weight="700" if lit or dominant else None)
    canvas.close()


def _name(canvas: Canvas, place: _Place, name: str, *, wide: bool, weight: str | None) -> None:
    """Write a name outside the ring, in two lines where the paper is narrow."""
    size = 12.5 if wide else SMALL
    lines = [name]
    if " " in name and (not wide or len(name) > 18):
        first, _, second = name.partition(" ")
        lines = [first, second]
    x, y = math.cos(place.angle), math.sin(place.angle)
    anchor = "middle" if abs(x) < 0.14 else "start" if x > 0 else "end"
    left = place.x + (0 if anchor == "middle" else 18 * (1 if x > 0 else -1))
    tall = (len(lines) - 1) * (size + 1)
    if anchor == "middle":
        left = min(max(left, words_width(max(lines, key=len), size) / 2), canvas.width - 20)
        base = place.y - 19 - tall if y < 0 else place.y + 28
    else:
        base = place.y + 4 - tall / 2 + 9 * y
    for number, line in enumerate(lines):
        canvas.halo(left, base + number * (size + 1), line, size=size, anchor=anchor, weight=weight)


def _key_places(width: float, *, members: bool) -> list[tuple[str, str, float, int]]:
    """Find a place for each sign that the picture explains below itself: sign, words, left edge and row."""
    entries = [
        ("triangle", "producer"),
        ("square", "refiner"),
        ("disc", "consumer"),
        ("spot", "spot trade"),
        ("bound", "under agreement"),
        ("broken", "agreement broken"),
    ]
    if members:
        entries.insert(3, ("ring", "accord member"))
    places, x, row = [], 0.0, 0
    for sign, words in entries:
        step = 24 + words_width(words, SMALL) + 12
        if x + step - 12 > width:
            x, row = 0.0, row + 1
        places.append((sign, words, x, row))
        x += step
    return places


def _key_sign(canvas: Canvas, sign: str, x: float, y: float) -> None:
    if sign in SHAPES.values():
        canvas.sign(sign, x + 11, y - 4, 5, "soft")
    elif sign == "ring":
        canvas.add("circle", cx=x + 11, cy=y - 4, r=6, class_="s-blue", stroke_width=1.8)
    elif sign == "broken":
        canvas.line(x, y - 4, x + 20, y - 4, "vermillion", width=2.4, dash="5 3")
    else:
        colour, opacity = ("blue", 0.75) if sign == "bound" else ("grey", 0.45)
        canvas.add(
            "path",
            d=f"M{x:.1f} {y - 7.5:.1f}L{x + 20:.1f} {y - 4:.1f}L{x:.1f} {y - 0.5:.1f}Z",
            class_=f"f-{colour}",
            opacity=opacity,
        )


def tell(nations: pd.DataFrame, flows: pd.DataFrame, agreements: pd.DataFrame, *, members: Collection[str] = ()) -> str:
    """Say how much is traded across borders, how much of it under agreement, and who belongs to the accord."""
    names = dict(zip(nations["nation"], nations["name"], strict=True))
    abroad = flows[flows["origin"] != flows["destination"]]
    total = float(abroad["tonnes"].sum())
    supply = agreements[agreements["kind"] != "accord"]
    bound = float(abroad.loc[abroad["under"] != SPOT, "tonnes"].sum())
    said = f"{figure(total)} t cross borders" if total > 0 else "Nothing crosses borders"
    if bound > 0:
        said += f", {percent(bound / total, digits=0)} of it under supply agreements"
    number = len(supply)
    # Those that are signed stand, also while their plants are still being built.
    said += f"; {number or 'no'} supply agreement{' stands' if number == 1 else 's stand'}"
    broken = int((supply["status"] == "breached").sum())
    said += f", {broken} of them broken in this year" if broken else ""
    if members:
        said += f"; the accord has {len(members)} members: {_listed([names[key] for key in names if key in members])}"
    return f"{said}."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + "".join(words[-1:])
