"""A sitting as negotiators draw it: what every outcome is worth to both sides, and the way that the offers took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.drawing.canvas import Canvas, Point
from app.drawing.panel import SMALL
from app.drawing.scales import Scale, extent, figure, ticks, words_width
from negotiation.bargaining import points
from negotiation.bargaining.sitting import Sitting

Array = NDArray[np.float64]

TITLE = "What was on the table"
_COLOURS, _SHAPES = ("blue", "vermillion"), ("disc", "square")
_TOP, _BOTTOM, _LEFT, _ROW, _WIDE = 74.0, 44.0, 58.0, 19.0, 560


@dataclass(frozen=True)
class Marks:
    """The outcomes that the picture names; None where no outcome suits both."""

    nash: int | None
    kalai: int | None
    agreement: int | None


def marks(utilities: ArrayLike, reservations: ArrayLike, sitting: Sitting) -> Marks:
    """Find the outcomes that the picture names."""
    walls = _walls(utilities, reservations)
    return Marks(points.nash(utilities, walls), points.kalai_smorodinsky(utilities, walls), sitting.agreement)


def _walls(utilities: ArrayLike, reservations: ArrayLike) -> Array:
    """Measure gains from the worst outcome where a party has nothing else."""
    walls = np.asarray(reservations, dtype=float)
    return np.where(np.isneginf(walls), np.asarray(utilities).min(axis=1), walls)


def draw(
    utilities: ArrayLike,
    reservations: ArrayLike,
    sitting: Sitting,
    names: Sequence[str],
    *,
    width: float = 720,
    unit: str = "USD m",
    until: int | None = None,
) -> str:
    """Draw a sitting of two: outcomes as points, the Pareto frontier, outside options, offers as two paths.

    Parameters
    ----------
    utilities
        (2, outcomes); the first party's gain goes to the right, the second's upward.
    reservations
        What each has without an agreement, (2,).
    until
        Number of offers to show, for a sitting that is going on; all by default.

    Raises
    ------
    ValueError
        If there are not two parties.
    """
    worth, walls = np.asarray(utilities, dtype=float), np.asarray(reservations, dtype=float)
    if worth.ndim != 2 or worth.shape[0] != 2 or len(names) != 2:
        raise ValueError(f"this picture is for 2 parties, got {len(names)}")
    named = marks(worth, walls, sitting)
    side = min(width - _LEFT - 12, 560.0)
    legend = _legend(worth, sitting, named, names, unit, wide=width >= _WIDE)
    canvas = Canvas(
        width,
        _TOP + side * 0.78 + _BOTTOM + _ROW * len(legend) + 6,
        TITLE,
        tell(worth, walls, sitting, names, unit=unit),
    )
    x, y = _scales(worth, walls, _LEFT, _TOP, side)
    _frame(canvas, x, y, names, unit)
    _outside(canvas, x, y, walls, names)
    _cloud(canvas, x, y, worth)
    _frontier(canvas, x, y, worth)
    _paths(canvas, x, y, worth, sitting, until)
    _named(canvas, x, y, worth, named)
    for place, (shape, colour, words) in enumerate(legend):
        height = y.start + _BOTTOM + 8 + place * _ROW
        _sign(canvas, shape, _LEFT + 6, height - 4, colour)
        canvas.text(_LEFT + 20, height, _fit(words, 12, width - _LEFT - 22), size=12)
    return canvas.svg()


def tell(
    utilities: ArrayLike, reservations: ArrayLike, sitting: Sitting, names: Sequence[str], *, unit: str = "USD m"
) -> str:
    """Say how the sitting ended and how near it came to what theory singles out."""
    worth = np.asarray(utilities, dtype=float)
    named = marks(utilities, reservations, sitting)
    if named.nash is None:
        return f"No outcome suits both {names[0]} and {names[1]}; {sitting.ended}."
    if named.agreement is None:
        left = _pair(worth[:, named.nash], names, unit)
        return f"{names[0]} and {names[1]} part without agreement ({sitting.ended}); the Nash point had {left}."
    gains = worth - _walls(worth, reservations)[:, None]
    best = float(gains[:, named.nash].prod())
    share = float(gains[:, named.agreement].prod()) / best if best > 0 else 1.0
    place = "on" if named.agreement in points.pareto(worth) else "inside"
    return (
        f"{names[0]} and {names[1]} agree on {_pair(worth[:, named.agreement], names, unit)} in round "
        f"{sitting.rounds}, {place} the Pareto frontier, with {share * 100:.0f} % of the Nash product."
    )


def _pair(values: Array, names: Sequence[str], unit: str) -> str:
    return f"{figure(float(values[0]))} {unit} for {names[0]} and {figure(float(values[1]))} for {names[1]}"


def _legend(
    worth: Array, sitting: Sitting, named: Marks, names: Sequence[str], unit: str, *, wide: bool
) -> list[tuple[str, str, str]]:
    made = sitting.offers
    rows = [
        (_SHAPES[k], _COLOURS[k], f"offers of {names[k]}: {sum(offer.party == k for offer in made)}") for k in range(2)
    ]
    rows.append(("line", "ink", f"Pareto frontier: {len(points.pareto(worth))} of {worth.shape[1]:,} outcomes"))
    for shape, colour, word, outcome in (
        ("triangle", "purple", "Nash point", named.nash),
        ("diamond", "green", "Kalai-Smorodinsky", named.kalai),
        ("ring", "ink", f"agreement, round {sitting.rounds}", named.agreement),
    ):
        if outcome is not None:
            values = worth[:, outcome]
            short = f"{figure(float(values[0]))} and {figure(float(values[1]))}"
            rows.append((shape, colour, f"{word}: {_pair(values, names, unit) if wide else short}"))
    if named.agreement is None:
        rows.append(("", "ink", sitting.ended))
    return rows


def _fit(words: str, size: float, room: float) -> str:
    """Cut words that would leave the sheet."""
    if words_width(words, size) <= room:
        return words
    while words and words_width(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def _scales(worth: Array, walls: Array, left: float, top: float, side: float) -> tuple[Scale, Scale]:
    scales = []
    for values, wall, start, end in (
        (worth[0], walls[0], left, left + side),
        (worth[1], walls[1], top + side * 0.78, top),
    ):
        low, high = extent(values, include=(wall,) if np.isfinite(wall) else ())
        pad = 0.03 * (high - low)
        scales.append(Scale(low - pad, high + pad, start, end))
    return scales[0], scales[1]


def _frame(canvas: Canvas, x: Scale, y: Scale, names: Sequence[str], unit: str) -> None:
    canvas.text(0, 14, TITLE, size=14, weight="700")
    canvas.text(0, 31, f"what each outcome is worth to both sides, {unit}", "soft", size=SMALL)
    room = (x.end - x.start) * 0.85
    canvas.text(x.start, y.end - 10, f"↑ {_fit(names[1], 12, room)}", _COLOURS[1], size=12, weight="700")
    canvas.text(x.end, y.start + 34, f"{_fit(names[0], 12, room)} →", _COLOURS[0], size=12, weight="700", anchor="end")
    for mark in _inside(x):
        canvas.line(x(mark), y.start, x(mark), y.end, "rule")
        canvas.text(x(mark), y.start + 16, figure(mark), "soft", size=SMALL, anchor="middle")
    for mark in _inside(y):
        canvas.line(x.start, y(mark), x.end, y(mark), "rule")
        canvas.text(x.start - 6, y(mark) + 3.8, figure(mark), "soft", size=SMALL, anchor="end")


def _inside(scale: Scale) -> list[float]:
    return [mark for mark in ticks(scale.low, scale.high, 5) if scale.low <= mark <= scale.high]


def _outside(canvas: Canvas, x: Scale, y: Scale, walls: Array, names: Sequence[str]) -> None:
    """Draw what each has without an agreement, and the field where both gain."""
    if np.isfinite(walls).all():
        canvas.box(x(walls[0]), y.end, x.end - x(walls[0]), y(walls[1]) - y.end, "green", opacity=0.07)
    if np.isfinite(walls[0]):
        canvas.line(x(walls[0]), y.start, x(walls[0]), y.end, _COLOURS[0], width=1.5, dash="5 3")
        words = _fit(f"{names[0]} without agreement", SMALL, (x.end - x.start) * 0.6)
        # The words lean to the side with more room.
        right = x.end - x(walls[0]) > words_width(words, SMALL) + 8
        canvas.halo(
            x(walls[0]) + (5 if right else -5),
            y.start - 6,
            words,
            _COLOURS[0],
            size=SMALL,
            anchor="start" if right else "end",
        )
    if np.isfinite(walls[1]):
        canvas.line(x.start, y(walls[1]), x.end, y(walls[1]), _COLOURS[1], width=1.5, dash="5 3")
        words = _fit(f"{names[1]} without agreement", SMALL, (x.end - x.start) * 0.6)
        # Outcomes run from the upper left to the lower right, so that there is room at the right.
        canvas.halo(x.end - 5, y(walls[1]) - 5, words, _COLOURS[1], size=SMALL, anchor="end")


def _cloud(canvas: Canvas, x: Scale, y: Scale, worth: Array) -> None:
    """Draw every outcome, those that fall on one spot once."""
    spots = sorted({(round(x(a) / 2) * 2, round(y(b) / 2) * 2) for a, b in worth.T.tolist()})
    data = "".join(f"M{across} {up}h0" for across, up in spots)
    canvas.add("path", d=data, class_="s-grey", stroke_width=2.6, stroke_linecap="round", opacity=0.4)


def _frontier(canvas: Canvas, x: Scale, y: Scale, worth: Array) -> None:
    best = sorted({(a, b) for a, b in worth[:, points.pareto(worth)].T.tolist()})
    places: list[Point] = [(x(a), y(b)) for a, b in best]
    canvas.path(places, "ink", width=1.3)
    for place in places:
        canvas.dot(*place, 2, "ink")


def _paths(canvas: Canvas, x: Scale, y: Scale, worth: Array, sitting: Sitting, until: int | None) -> None:
    """Draw each side's offers in order: a line that grows stronger, a sign where it begins and at each new offer."""
    shown = sitting.offers if until is None else sitting.offers[:until]
    for party in range(2):
        own = [offer.outcome for offer in shown if offer.party == party]
        way = [outcome for place, outcome in enumerate(own) if place == 0 or outcome != own[place - 1]]
        places: list[Point] = [(x(worth[0, outcome]), y(worth[1, outcome])) for outcome in way]
        canvas.path(places, _COLOURS[party], width=1.2, opacity=0.55)
        for place, (across, up) in enumerate(places):
            strength = 0.35 + 0.65 * (place + 1) / len(places)
            canvas.sign(_SHAPES[party], across, up, 3.2, _COLOURS[party], opacity=strength)
        if places:
            across, up = places[0]
            right = x.end - across > words_width("first", SMALL) + 8
            canvas.halo(
                across + (6 if right else -6),
                up - 6,
                "first",
                _COLOURS[party],
                size=SMALL,
                anchor="start" if right else "end",
            )


def _named(canvas: Canvas, x: Scale, y: Scale, worth: Array, named: Marks) -> None:
    for shape, colour, outcome in (
        ("diamond", "green", named.kalai),
        ("triangle", "purple", named.nash),
        ("ring", "ink", named.agreement),
    ):
        if outcome is not None:
            _sign(canvas, shape, x(worth[0, outcome]), y(worth[1, outcome]), colour, large=True)


def _sign(canvas: Canvas, shape: str, x: float, y: float, colour: str, *, large: bool = False) -> None:
    """Draw a sign; where all three fall together, ring, diamond and triangle still show."""
    if shape == "line":
        canvas.line(x - 6, y, x + 6, y, colour, width=1.5)
    elif shape == "ring":
        canvas.add("circle", cx=x, cy=y, r=11 if large else 5, class_=f"s-{colour}", stroke_width=2)
    elif shape:
        sizes = {"diamond": 7.5, "triangle": 4.2} if large else {"diamond": 5.0, "triangle": 5.0}
        canvas.sign(shape, x, y, sizes.get(shape, 4.2), colour)
