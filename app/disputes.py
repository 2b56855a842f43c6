"""Disputes told as short stories: what was broken, who claimed, what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.frames import each
from app.words import DISPUTE
from scenarios.record import Record

_REFERENCE = re.compile(r"^(?P<agreement>[A-Za-z]+\d+)(?:/(?P<claim>\d+))?: (?P<said>.+)$", re.DOTALL)
"""How a sentence names the agreement, and the claim under it, that it is about: ``A26/1: Malaysia claims ...``"""
_UNDER_WAY = frozenset({"breach", "claim", "consultation", "panel", "appeal"})
"""After one of these a dispute goes on."""
_BREACHES = 4
"""Breaches told before a claim, the latest."""


@dataclass
class Story:
    """One dispute from breach to end, as far as the record goes."""

    agreement: str = ""
    """The agreement that it is about, where the record says so."""
    parties: tuple[str, ...] = ()
    """Keys of the nations; the one that claims first."""
    steps: list[tuple[int, str, str]] = field(default_factory=list)
    """Year, kind and sentence of each event, in order."""

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the story."""
        return self.steps[0][0], self.steps[-1][0]

    @property
    def judged(self) -> bool:
        """Tell whether it led to a claim; a breach alone is no dispute."""
        return any(kind not in {"breach", "termination"} for _, kind, _ in self.steps)


def stories(record: Record) -> list[Story]:
    """Put the events of each dispute together, in the order in which the disputes began."""
    told: dict[str, Story] = {}
    broken: dict[str, list[tuple[int, str, str]]] = {}
    for event in each(record.events[record.events["kind"].isin(DISPUTE)]):
        actors = tuple(str(event.actors).split("+"))
        named = _REFERENCE.match(str(event.text))
        agreement = named["agreement"] if named else "+".join(sorted(actors))
        step = (int(event.year), str(event.kind), named["said"] if named else str(event.text))
        claim = named["claim"] if named else None
        old = told.get(agreement)
        if old is not None and event.kind in {"breach", "claim"} and old.steps[-1][1] not in _UNDER_WAY:
            # Without numbers a dispute of two nations is over with its end; what follows is another.
            told[f"{agreement} until {event.Index}"] = told.pop(agreement)
        if claim is None and not _goes_on(told.get(agreement), event.kind, named=bool(named)):
            broken.setdefault(agreement, []).append(step)
            continue
        key = f"{agreement}/{claim}" if claim else agreement
        story = told.get(key)
        if story is None:
            before = broken.pop(agreement, [])[-_BREACHES:]
            story = told[key] = Story(agreement if named else "", actors, before)
        story.steps.append(step)
    return sorted((story for story in told.values() if story.judged), key=lambda story: story.years)


def _goes_on(story: Story | None, kind: str, *, named: bool) -> bool:
    """Say whether an event without a claim's number belongs to a story rather than to one still to come."""
    return not named and (story is not None or kind not in {"breach", "termination"})
