"""What a lived year came to, as text: what was decided, in words and figures, and where the world then stands.

A file that holds the years of a game shows the same history on any machine, and the game goes on from it there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import zip_longest
from textwrap import shorten
from typing import Any, Literal

from agents.metrics import table
from agents.model import AllianceModel
from agents.state import State
from agents.supply.agreements import terms_text
from agents.terms.text import LEVELS
from agents.world.events import Event

CLOSE = 1e-6
"""Figures that differ by less, of the larger of them or of 1, differ in their last digits only."""
MOST = 50_000_000
"""Bytes of the largest state of a world; what is packed to more is meant to do harm."""
TAGS = ("state", "array", "dict", "tuple", "set", "frozenset", "figure", "known")
"""Words of the packed state that name kinds of values."""
LONGEST = 140
"""Characters of an event that are told where two machines differ."""
_NUMBER = re.compile(r"[-−+]?\d[\d,.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEnd:
    """A lived year. All of it is plain JSON."""

    round: int
    """1 for the first year."""
    year: int
    told: list[dict[str, Any]]
    """Everything that happened, in order: levers, sittings and how they ended, votes, promises broken, claims."""
    promises: list[dict[str, Any]]
    """Every agreement with what it has promised and delivered so far, t."""
    accord: dict[str, Any]
    """Its members and its text; empty without one."""
    metrics: dict[str, float]
    nations: list[dict[str, Any]]
    rest: str
    """Prices, flows and the state of the world, packed."""
    machine: str
    """Where it was lived."""
    hash: str
    """Fingerprint of all of it but the machine."""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> YearEnd:
        """Read it from the log.

        Raises
        ------
        ValueError : with a sentence, if it has been damaged, or has parts that this version does not know.
        """
        if said.keys() != {one.name for one in fields(cls)}:
            raise ValueError("this file was written by another version of the program; open it with that version")
        end = cls(**said)
        try:
            sound = end.hash == end.content()
        except (ValueError, zlib.error):
            sound = False
        if not sound:
            raise ValueError(f"what this file holds of {end.year} is damaged; put a copy of the file in its place")
        return end

    def content(self) -> str:
        """Fingerprint of what stands here."""
        readable = [self.round, self.year, self.told, self.promises, self.accord, self.metrics, self.nations]
        return hashlib.sha256(f"{json.dumps(readable, sort_keys=True)}\n{_unpacked(self.rest)}".encode()).hexdigest()

    @property
    def inside(self) -> dict[str, Any]:
        """What is packed: rows of prices and flows, and the state of the world."""
        found: dict[str, Any] = json.loads(_unpacked(self.rest))
        return found

    def events(self) -> list[Event]:
        """Everything that happened, as the log of the world has it."""
        return [
            Event(**{**one, "actors": tuple(one["actors"]), "because": tuple(one["because"])}, year=self.year)
            for one in self.told
        ]


def year_end(
    model: AllianceModel, rows: Mapping[str, Sequence[Mapping[str, Any]]], round_: int, machine: str
) -> YearEnd:
    """Write down the year that a model has just lived.

    Parameters
    ----------
    rows : of this year, of metrics, nations, prices and flows.
    """
    inside = {"prices": list(rows["prices"]), "flows": list(rows["flows"]), "state": model.state()}
    text = json.dumps(inside, separators=(",", ":"))
    end = YearEnd(
        round=round_,
        year=model.year,
        told=[_told(event) for event in model.log.events if event.year == model.year],
        promises=_promises(model),
        accord=_accord(model),
        metrics=dict(rows["metrics"][0]),
        nations=[dict(row) for row in rows["nations"]],
        rest=base64.b64encode(zlib.compress(text.encode())).decode(),
        machine=machine,
        hash="",
    )
    return replace(end, hash=end.content())


def _unpacked(rest: str) -> str:
    unpack = zlib.decompressobj()
    text = unpack.decompress(base64.b64decode(rest, validate=True), MOST)
    if not unpack.eof:
        raise ValueError("it is cut off, or larger than any world")
    return text.decode()


def _told(event: Event) -> dict[str, Any]:
    told = asdict(event) | {"actors": list(event.actors), "because": list(event.because)}
    return {name: value for name, value in told.items() if name != "year"}


def _promises(model: State) -> list[dict[str, Any]]:
    return [
        {
            "name": account.name,
            "seller": model.keys[account.pair[0]],
            "buyer": model.keys[account.pair[1]],
            "goods": account.goods,
            "terms": terms_text(account.agreement),
            "tonnes": float(account.agreement.tonnes),
            "ends": model.setting.start_year + account.agreement.ends,
            "promised": float(account.promised),
            "delivered": float(account.delivered),
            "quarters missed": account.breaches,
            "status": account.status,
        }
        for account in model.promises.accounts
    ]


def _accord(model: State) -> dict[str, Any]:
    if model.accord is None:
        return {}
    text = model.accord.text
    levels = {name: text.level(name) for name in (*LEVELS, *dict(text.more))}
    return {"members": [model.keys[m] for m in model.accord.members], **levels, "benefit_rule": text.benefit_rule}


# -- the same year on two machines --------------------------------------------------------------------------------


Apart = Literal["decisions", "figures", "digits"]
APART: tuple[Apart, ...] = ("decisions", "figures", "digits")
"""What differs: what somebody decided, figures alone, or their last digits alone; the gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a year that was recorded differs from the same year lived here."""

    apart: Apart
    text: str
    """In one sentence, with the first figure that differs."""


def difference(recorded: YearEnd, here: YearEnd) -> Difference | None:
    """Say how a recorded year differs from the same year lived here; None where it is the same to the last bit."""
    if recorded.hash == here.hash:
        return None
    event = next(_other_events(recorded.told, here.told), None)
    if event is not None:
        old, new = _short(*(one["text"] if one else "" for one in event))
        text = f"In {recorded.year} this machine would have decided otherwise: recorded is {old}, here it would be"
        return Difference(apart="decisions", text=f"{text} {new}.")
    found = list(_figures(recorded, here))
    far = next((one for one in found if not _alike(*one[1:])), None)
    if far is not None:
        what, old, new = far[0], *(f"{one:.9g}" if isinstance(one, float) else one for one in far[1:])
        text = f"In {recorded.year} this machine would have come to something else: {what} is {old} in the file"
        return Difference(apart="figures", text=f"{text}, and here it would be {new}.")
    text = f"In {recorded.year} this machine decides the same"
    if not found:
        return Difference(apart="digits", text=f"{text}; only how the world is written down has changed.")
    what, old, new = found[0]
    text = f"{text}, and figures differ in their last digits only: the first, {what}, is {old} in the file"
    return Difference(apart="digits", text=f"{text} and {new} here.")


Told = dict[str, Any]
Leaf = tuple[tuple[str | int, ...], Any, Any]


def _short(*texts: str) -> Iterator[str]:
    """Quote two events, cut to where they part."""
    part = next((at for at, (one, *rest) in enumerate(zip(*texts, strict=False)) if [one] != rest), 0)
    begin = texts[0].rfind(" ", 0, part - LONGEST // 4) + 1 if part > LONGEST // 2 else 0
    for text in texts:
        cut = shorten(text[begin:].rstrip("."), LONGEST, placeholder=" ...")
        yield f'"{"... " if begin else ""}{cut}"' if text else "nothing more"


def _other_events(recorded: list[Told], here: list[Told]) -> Iterator[tuple[Told | None, Told | None]]:
    """Find what happened in one of two years and not in the other; figures in the words are looked at elsewhere."""
    for old, new in zip_longest(recorded, here):
        if old is None or new is None or _who(old) != _who(new) or not _alike(old["text"], new["text"]):
            yield old, new


def _who(told: Told) -> tuple[str, list[str]]:
    return told["kind"], told["actors"]


def _figures(recorded: YearEnd, here: YearEnd) -> Iterator[tuple[str, Any, Any]]:
    """Name every figure that differs, those first that people read."""
    labels = {name: label for name, (_, label, _) in table().items()}
    for path, old, new in _apart(recorded.metrics, here.metrics):
        yield labels.get(str(path[0]), str(path[0])), old, new
    for name in ("nations", "promises", "accord"):
        rows = getattr(recorded, name)
        for path, old, new in _apart(rows, getattr(here, name)):
            at = path[0]
            whose = (rows[at].get("nation") or rows[at]["name"]) if isinstance(at, int) else f"{at} of the {name}"
            yield " of ".join(map(str, (*path[1:], whose))), old, new
    for path, old, new in _apart(recorded.inside, here.inside):
        # What has another form comes from another version, which has other words for the same.
        if isinstance(old, str | int | float) and isinstance(new, str | int | float):
            words = (one for one in path if isinstance(one, str) and one not in TAGS and ":" not in one)
            yield f"{' '.join(words).replace('_', ' ')} in the state of the world", old, new


def _apart(old: Any, new: Any, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Find the leaves in which two trees differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _apart(old.get(name), new.get(name), (*path, name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _apart(one, other, (*path, at))
    elif isinstance(old, list) and isinstance(new, list):
        yield (*path, "number"), len(old), len(new)
    elif old != new and (old == old or new == new):  # noqa: PLR0124 - what is no number differs from itself.
        yield path, old, new


def _alike(old: Any, new: Any) -> bool:
    """Whether two leaves differ in the last digits of figures only."""
    if isinstance(old, str) and isinstance(new, str):
        return _NUMBER.sub("#", old) == _NUMBER.sub("#", new)
    if isinstance(old, bool) or isinstance(new, bool) or not all(isinstance(x, int | float) for x in (old, new)):
        return False
    return math.isclose(old, new, rel_tol=CLOSE, abs_tol=CLOSE)
