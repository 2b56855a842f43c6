"""What led to an event and what came of it, by the ids that events carry: breach, claim, ruling, consequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd


def led_to(events: pd.DataFrame, event: str) -> tuple[str, ...]:
    """List the events, by id and oldest first, without which one would not have come about.

    Parameters
    ----------
    events : the table of events of a record.
    event : id, such as E12.

    Raises
    ------
    ValueError : for an id that the table does not hold.
    """
    return _reached(_causes(events, event), event)


def came_of(events: pd.DataFrame, event: str) -> tuple[str, ...]:
    """List the events, by id and oldest first, that followed from one, at once or over others."""
    effects: dict[str, list[str]] = {}
    for later, causes in _causes(events, event).items():
        for cause in causes:
            effects.setdefault(cause, []).append(later)
    return _reached(effects, event)


def thread(events: pd.DataFrame, event: str) -> pd.DataFrame:
    """Take out of a table of events those that led to one, the event itself, and those that came of it, in order."""
    wanted = {*led_to(events, event), event, *came_of(events, event)}
    return events[events["id"].isin(wanted)]


def _causes(events: pd.DataFrame, event: str) -> Mapping[str, Sequence[str]]:
    """List for every event the ids of those that it names as its causes."""
    known = {
        str(one): [cause for cause in str(because).split("+") if cause]
        for one, because in zip(events["id"], events["because"], strict=True)
    }
    if event not in known:
        there = f"its events are E1 to E{len(known)}" if known else "it has none"
        raise ValueError(f"the record has no event {event!r}; {there}")
    return known


def _reached(steps: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """Follow steps from an event as far as they go, the start left out; ids in the order of the run."""
    found: set[str] = set()
    left = [start]
    while left:
        for onward in steps.get(left.pop(), ()):
            if onward not in found:
                found.add(onward)
                left.append(onward)
    return tuple(sorted(found, key=lambda one: int(one.removeprefix("E"))))
