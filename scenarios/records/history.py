"""What a world lived through, as rows that can be hashed, kept in a file and compared to the last bit.

The doctor, the tests of other processors, and sweeps that are lived again elsewhere all compare histories here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from scenarios.records.record import Record

DIGITS = 1e-6
"""Relative difference up to which two figures are the same figure with other last digits."""
_SAME_CHOICE = 0.01
"""Relative difference up to which a figure in a sentence tells of the same decision."""
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
_KEYS = {"metrics": (), "prices": ("material", "stage"), "nations": ("nation",)}


class Row(NamedTuple):
    """One figure of a year, or one thing that was decided in it."""

    year: int
    where: str
    """A nation, goods, an event or an agreement; empty for the world as a whole."""
    what: str
    value: float | str
    """A figure, or the words of what was decided."""


def of_record(record: Record) -> list[Row]:
    """List what a record says of each year: figures of the world, of goods and of nations, events and agreements."""
    rows = []
    for table, keys in _KEYS.items():
        for line in getattr(record, table).to_dict("records"):
            year, where = int(line.pop("year")), " ".join(str(line.pop(key)) for key in keys)
            rows += [Row(year, where, str(what), _plain(value)) for what, value in line.items()]
    for event in record.events.to_dict("records"):
        year, name = int(event.pop("year")), str(event.pop("id"))
        rows.append(Row(year, name, "event", "; ".join(f"{what} {word}" for what, word in event.items() if word)))
    for agreement in record.agreements.to_dict("records"):
        name = str(agreement.pop("id"))
        # The table tells how agreements stood at the end, so that is the year of which it speaks.
        rows += [Row(record.years[-1], name, str(what), _plain(value)) for what, value in agreement.items()]
    return sorted(rows, key=lambda row: row.year)


def of_years(columns: Sequence[str], years: Iterable[tuple[int, Iterable[float]]]) -> list[Row]:
    """List the figures of a table of years; a column such as ``welfare.japan`` is a nation's."""
    split = [column.partition(".") for column in columns]
    return [
        Row(year, where, what, float(value))
        for year, values in years
        for (what, _, where), value in zip(split, values, strict=True)
    ]


def _plain(value: Any) -> float | str:
    """Take a yes, a no, and a whole number for a decision, and every other number for a figure."""
    return float(value) if isinstance(value, float) else str(value)


def digest(rows: Iterable[Row]) -> str:
    """Hash rows to the last bit; 32 signs."""
    told = "\n".join(f"{row.year}\t{row.where}\t{row.what}\t{row.value!r}" for row in rows)
    return sha256(told.encode()).hexdigest()[:32]


class Two(NamedTuple):
    """The same row in two histories; None where one of them lacks it."""

    kept: Row | None
    lived: Row | None

    @property
    def row(self) -> Row:
        """The row, for its year, place and name."""
        found = self.kept or self.lived
        if found is None:
            raise ValueError("a row must stand in one of two histories at least")
        return found

    @property
    def absolute(self) -> float:
        """How far two figures lie apart, in their own unit; infinite where one is missing or is not a number."""
        kept, lived = (math.nan if row is None else float(row.value) for row in self)
        if kept == lived:
            return 0.0
        apart = abs(kept - lived)
        return apart if math.isfinite(apart) else math.inf

    @property
    def relative(self) -> float:
        """How far two figures lie apart as a share of the larger."""
        return self._share(0.0)

    @property
    def share(self) -> float:
        """The same, but of 1 unit at least: what is left of two large sums that cancel is no figure."""
        return self._share(1.0)

    def _share(self, least: float) -> float:
        apart = self.absolute
        if not 0 < apart < math.inf:
            return apart
        return apart / max(*(abs(float(row.value)) for row in self if row is not None), least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where two histories part."""

    figures: tuple[Two, ...]
    """Figures that differ, the earliest first."""
    words: tuple[Two, ...]
    """Events, agreements and memberships that are not told in the same words, the earliest first."""

    @property
    def decision(self) -> Two | None:
        """The first thing that was decided otherwise, if any was."""
        return next((two for two in self.words if not _same_choice(two)), None)

    @property
    def largest(self) -> float:
        """The largest difference between two figures, as a share of the larger, or of 1 unit."""
        return max((two.share for two in self.figures), default=0.0)

    @property
    def only_digits(self) -> bool:
        """Whether all was decided alike and figures differ in their last digits only."""
        return self.decision is None and self.largest <= DIGITS

    @property
    def kind(self) -> str:
        """Say in a few words whether digits differ or more than that."""
        decision = self.decision
        if decision is not None:
            return f"a decision differs, first in {decision.row.year}"
        if self.only_digits:
            return f"only last digits differ, by at most {self.largest:.1g} of a figure"
        return f"more than last digits differ, figures by up to {_share(self.largest)}"

    def sentences(self) -> tuple[str, ...]:
        """Name the first figure that differs, with its place and size, and the first decision."""
        told = [_figure(self.figures[0])] if self.figures else []
        if self.decision is not None:
            told.append(_words(self.decision, "decision"))
        elif not told:
            told.append(_words(self.words[0], "sentence"))
        return tuple(told)

    def plain(self) -> dict[str, Any]:
        """Return the same for other programs."""
        return {
            "figures": len(self.figures),
            "largest": _finite(self.largest),
            "only_digits": self.only_digits,
            "first_figure": _told(self.figures[0]) if self.figures else None,
            "first_decision": _told(self.decision) if self.decision is not None else None,
        }


def difference(kept: Iterable[Row], lived: Iterable[Row]) -> Difference | None:
    """Compare two histories to the last bit; None where they are the same."""
    old, new = _by_place(kept), _by_place(lived)
    places = sorted(dict.fromkeys([*old, *new]), key=lambda place: place[0])
    apart = [Two(old.get(place), new.get(place)) for place in places if repr(old.get(place)) != repr(new.get(place))]
    if not apart:
        return None
    figures = tuple(two for two in apart if isinstance(two.row.value, float))
    return Difference(figures=figures, words=tuple(two for two in apart if isinstance(two.row.value, str)))


def _by_place(rows: Iterable[Row]) -> Mapping[tuple[int, str, str], Row]:
    return {(row.year, row.where, row.what): row for row in rows}


def _same_choice(two: Two) -> bool:
    """Say whether two sentences tell of one decision: the same words, and figures that are alike."""
    if two.kept is None or two.lived is None:
        return False
    kept, lived = str(two.kept.value), str(two.lived.value)
    if _FIGURE.sub("#", kept) != _FIGURE.sub("#", lived):
        return False
    return all(map(_alike, _FIGURE.findall(kept), _FIGURE.findall(lived)))


def _alike(one: str, other: str) -> bool:
    """Say whether two figures of a sentence are one figure that may have been rounded up here and down there."""
    first, second = (float(figure.replace(",", "")) for figure in (one, other))
    last = 10.0 ** -len(one.partition(".")[2])
    # Of a figure with a single digit, as of years, one more is another choice.
    rounded = abs(first - second) < 1.5 * last and max(first, second) >= 10 * last
    return rounded or math.isclose(first, second, rel_tol=_SAME_CHOICE)


def _figure(two: Two) -> str:
    row = two.row
    name = f"{row.what} of {row.where}" if row.where else row.what
    kept, lived = ("nothing" if one is None else repr(one.value) for one in two)
    size = f", {two.absolute:.2g} apart, {_share(two.relative)} of it" if two.absolute < math.inf else ""
    return f"The first figure that differs is {name} in {row.year}: it was {kept} and is {lived} here{size}."


def _words(two: Two, noun: str) -> str:
    row = two.row
    kept, lived = ("nothing" if one is None else f"“{one.value}”" for one in two)
    where = f"{row.what} {row.where}".strip()
    return f"The first {noun} that differs is {where} in {row.year}: it was {kept} and is {lived} here."


def _share(part: float) -> str:
    return f"{100 * part:.2g} %" if part >= 1e-4 else f"{part:.2g}"


def _told(two: Two) -> dict[str, Any]:
    row, figure = two.row, isinstance(two.row.value, float)
    kept, lived = (None if one is None else _finite(one.value) for one in two)
    size = {"absolute": _finite(two.absolute), "relative": _finite(two.relative)} if figure else {}
    return {"year": row.year, "where": row.where, "what": row.what, "was": kept, "is": lived, **size}


def _finite(value: float | str) -> float | str | None:
    """Turn what JSON cannot hold into null."""
    return value if isinstance(value, str) or math.isfinite(value) else None
