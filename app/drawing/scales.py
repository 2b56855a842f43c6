"""From figures to places on paper and to round words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from agents.world import wording

_LOG_FROM = 8.0
"""A range of this many times or more is drawn on a log axis."""


@dataclass(frozen=True)
class Scale:
    """A straight or logarithmic way from ``low..high`` to ``start..end`` in pixels."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Place one figure."""
        low, high, value = (math.log(max(v, 1e-12)) if self.log else v for v in (self.low, self.high, value))
        share = (value - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)


def finite(values: Iterable[float | None]) -> list[float]:
    """Keep what can be drawn."""
    return [float(value) for value in values if value is not None and math.isfinite(float(value))]


def extent(values: Iterable[float], *, include: Sequence[float] = ()) -> tuple[float, float]:
    """Find the lowest and the highest figure; with nothing to find it is 0 to 1."""
    known = finite(values) + list(include)
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if low == high:
        # One figure alone still needs room above and below.
        pad = abs(low) * 0.1 or 1.0
        return low - pad * (low not in include), high + pad
    return low, high


def wants_log(values: Iterable[float]) -> bool:
    """Say whether figures range so wide that only a log axis shows them all."""
    known = finite(values)
    return bool(known) and min(known) > 0 and max(known) / min(known) >= _LOG_FROM


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Choose round figures (steps of 1, 2, 2.5 or 5) that cover ``low..high``, about ``count`` of them."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return [low]
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Choose 1, 2, 5 of each power of ten around ``low..high``, thinned to 1 (and 3) when they are many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        marks = [step * 10.0**power for power in powers for step in steps]
        below = [mark for mark in marks if mark <= low * 1.0001]
        above = [mark for mark in marks if mark >= high * 0.9999]
        start, stop = (below[-1] if below else marks[0]), (above[0] if above else marks[-1])
        inside = [mark for mark in marks if start <= mark <= stop]
        if len(inside) <= most:
            return inside
    return inside


def year_ticks(years: Sequence[int], most: int = 5) -> list[int]:
    """Choose the first year and round years after it."""
    if not years:
        return []
    first, last = min(years), max(years)
    step = next((s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= most - 0.5), 100)
    marks = [year for year in range(first, last + 1) if year % step == 0]
    if not marks or marks[0] - first >= 0.75 * step:
        marks.insert(0, first)
    return marks


def figure(value: float | None, *, signed: bool = False) -> str:
    """Write a figure as one would say it: three figures that count, thousands parted, a true minus."""
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.995 else 3
    text = f"{size:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "0":
        return "0"
    sign = "−" if value < 0 else "+" if signed else ""
    return sign + text


def written(marks: Sequence[float], write: Callable[[float], str] = figure) -> list[str]:
    """Write the marks of an axis: plain figures with as many decimals as tell each exactly, others as ``write`` does.

    Examples
    --------
    >>> written([-0.01, -0.0075, 0.0]), written([0.0, 2500.0])
    (['−0.01', '−0.0075', '0'], ['0', '2,500'])
    """
    if write is not figure:
        return [write(mark) for mark in marks]
    near = 1e-3 * min((abs(one - other) for one, other in pairwise(marks)), default=1e-9)
    digits = next((d for d in range(12) if all(abs(round(m, d) - m) <= near for m in marks)), 12)
    return [("−" if mark < 0 else "") + _bare(f"{abs(mark):,.{digits}f}") for mark in marks]


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, *, signed: bool = False, digits: int = 1) -> str:
    """Write a share as per cent."""
    return wording.percent(share, signed=signed, digits=digits)


def words_width(text: str, size: float) -> float:
    """Estimate how wide ``text`` is set in a plain sans-serif, px; rather too wide than too narrow."""
    wide = 0.0
    for letter in text:
        if letter in "ijl.,;:'|!()[] /":
            wide += 0.3
        elif letter in "frt-":
            wide += 0.36
        elif letter in "mwMW%@—":
            wide += 0.88
        elif letter.isupper():
            wide += 0.7
        else:
            wide += 0.56
    return wide * size


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels as little as needed so that neighbours stand ``gap`` apart within ``low..high``."""
    if not wanted:
        return []
    order = np.argsort(wanted, kind="stable")
    # Subtracting the gaps leaves a monotone fit, solved by pooling neighbours that collide.
    blocks: list[list[float]] = []
    for place, index in enumerate(order):
        blocks.append([wanted[index] - place * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            value, count = blocks.pop()
            total = blocks[-1][1] + count
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + value * count) / total, total]
    fitted = [value for value, count in blocks for _ in range(int(count))]
    room = high - (len(fitted) - 1) * gap
    placed = [0.0] * len(fitted)
    for place, index in enumerate(order):
        placed[index] = min(max(fitted[place], low), max(room, low)) + place * gap
    return placed
