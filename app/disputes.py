"""Disputes told as short stories: what was broken, who claimed, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.words import DISPUTE
from scenarios.record import Record

_OPENING = {"breach", "claim"}


@dataclass(frozen=True)
class Story:
    """One dispute from breach to end, as far as the record goes."""

    parties: tuple[str, ...]
    """Keys of the nations, the first to be named first."""
    first: int
    last: int
    """Years of its first and last event."""
    steps: tuple[tuple[str, str], ...]
    """Kind and sentence of each event, in order."""

    @property
    def judged(self) -> bool:
        """Whether it came to a claim; a breach alone is no dispute."""
        return any(kind != "breach" for kind, _ in self.steps)


def stories(record: Record) -> list[Story]:
    """Put the events of each pair of nations together; a new breach after an end begins a new story."""
    told: list[Story] = []
    open_: dict[frozenset[str], list[tuple[int, str, str, tuple[str, ...]]]] = {}
    for event in record.events[record.events["kind"].isin(DISPUTE)].itertuples():
        actors = tuple(str(event.actors).split("+"))
        pair = frozenset(actors)
        steps = open_.setdefault(pair, [])
        settled = steps and steps[-1][1] not in {"breach", "claim", "consultation", "panel", "appeal"}
        if event.kind in _OPENING and settled:
            told.append(_story(open_.pop(pair)))
            steps = open_.setdefault(pair, [])
        steps.append((int(event.year), str(event.kind), str(event.text), actors))
    told += [_story(steps) for steps in open_.values()]
    return sorted((story for story in told if story.judged), key=lambda story: (story.first, story.parties))


def _story(steps: list[tuple[int, str, str, tuple[str, ...]]]) -> Story:
    return Story(steps[0][3], steps[0][0], steps[-1][0], tuple((kind, text) for _, kind, text, _ in steps))
