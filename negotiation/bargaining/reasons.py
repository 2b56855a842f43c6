"""Why an offer was taken or turned down, in one line and in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiation.bargaining.minutes import OfferMade, Sitting
from negotiation.bargaining.terms import Issue, TermSpace
from negotiation.figures import plainly

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a term with levels in words comes to, and what could be had without an agreement."""

    figure: float
    """What could be had elsewhere."""
    levels: tuple[float, ...]
    """What each level comes to, in the order of the issue."""
    unit: str


Alternative = Mapping[str, float | Elsewhere]

SLACK = 1e-9
"""Share of the range by which an outcome may fall short of what is asked and still be enough; rounding."""


def reason(
    space: TermSpace,
    utility: ArrayLike,
    reservation: float,
    outcome: int,
    *,
    asked: float,
    accepted: bool,
    alternative: Alternative | None = None,
    unit: str = "USD m/yr",
) -> str:
    """Return the line that a party gives with its answer to ``outcome``.

    Parameters
    ----------
    space
        The terms of the sitting.
    utility
        What each outcome is worth to the party, (outcomes,), in ``unit``.
    reservation
        What having no agreement is worth to it.
    outcome
        The offer that it answers.
    asked
        The utility that it asks for at present.
    accepted
        Its answer.
    alternative
        What it could have elsewhere, by issue; for instance ``{"price": 71.0}``. Named only where it is better.

    Examples
    --------
    >>> import numpy as np
    >>> from negotiation.bargaining.terms import Issue
    >>> space = TermSpace((Issue("volume", (1600, 3200), "t/yr"), Issue("price", (71.0, 79.5), "USD/kg")))
    >>> worth = np.array([4.0, -1.0, 8.0, 2.0])
    >>> reason(space, worth, 0.0, 1, asked=1.5, accepted=False, alternative={"price": 71.0})
    'refused: price 79.5 USD/kg is 12 % above our alternative of 71 USD/kg; would accept with volume 3,200 t/yr'
    """
    own = np.asarray(utility, dtype=float)
    value = float(own[outcome])
    if accepted:
        return f"accepted: worth {_gap(value, reservation, unit)}"
    complaint = _dearer(space, own, outcome, alternative or {})
    if not complaint:
        complaint = f"worth {_gap(value, reservation, unit) if value < reservation else _asks(value, asked, unit)}"
    return f"refused: {complaint}{_would(space, own, outcome, asked)}"


def minutes(
    sitting: Sitting,
    space: TermSpace,
    utilities: ArrayLike,
    reservations: ArrayLike,
    names: Sequence[str],
    alternatives: Sequence[Alternative | None] | None = None,
    *,
    unit: str = "USD m/yr",
) -> list[str]:
    """Return one line for each offer: who offered what, and the reason of the party that answered.

    What the answering party asked for is read from its own counter-offer.
    """
    worth, walls = np.asarray(utilities, dtype=float), np.asarray(reservations, dtype=float)
    others = alternatives or [None] * len(names)
    lines = []
    for place, made in enumerate(sitting.offers):
        who = names[made.party] if made.party >= 0 else "the mediator"
        head = f"round {made.round}: {who} offers {space.text(made.outcome)}"
        following = sitting.offers[place + 1] if place + 1 < len(sitting.offers) else None
        replier = _replier(made, following, len(names))
        if made.fate == "accepted" and replier is not None:
            asked = walls[replier]
        elif made.fate == "countered" and following is not None and replier is not None:
            asked = worth[replier, following.outcome]
        else:
            lines.append(f"{head}; {made.fate}")
            continue
        line = reason(
            space,
            worth[replier],
            float(walls[replier]),
            made.outcome,
            asked=float(asked),
            accepted=made.fate == "accepted",
            alternative=others[replier],
            unit=unit,
        )
        lines.append(f"{head}; {names[replier]} {line}")
    return lines


def _replier(made: OfferMade, following: OfferMade | None, parties: int) -> int | None:
    """Return who ended the offer: the maker of the next, or in the end the party before its maker."""
    if following is not None and following.party >= 0:
        return following.party
    return (made.party - 1) % parties if made.party >= 0 else None


def _gap(value: float, reservation: float, unit: str) -> str:
    if not np.isfinite(reservation):
        return f"{plainly(value)} {unit}"
    if reservation == 0:
        return f"{plainly(abs(value))} {unit} {'more' if value >= 0 else 'less'} than no agreement"
    side = "above" if value >= reservation else "below"
    gap = plainly(abs(value - reservation))
    return f"{plainly(value)} {unit}, {gap} {side} our alternative of {plainly(reservation)}"


def _asks(value: float, asked: float, unit: str) -> str:
    return f"{plainly(value)} {unit}, and we ask for {plainly(asked)}"


def _dearer(space: TermSpace, own: Array, outcome: int, alternative: Alternative) -> str:
    """Name the term on which the offer is furthest behind what could be had elsewhere; empty if there is none."""
    worst, words = 0.0, ""
    for name, known in alternative.items():
        issue = space.issue(name)
        elsewhere = known if isinstance(known, Elsewhere) else _in_figures(issue, known)
        place = issue.place(space.decode(outcome)[name])
        gap = (elsewhere.levels[place] - elsewhere.figure) / abs(elsewhere.figure) if elsewhere.figure else 0.0
        # Below half a per cent the two figures read the same.
        if abs(gap) < max(0.005, worst) or not _behind(space, own, outcome, issue, elsewhere):
            continue
        offered = issue.text(place)
        if isinstance(issue.levels[place], str):
            offered += f" ({_figure(elsewhere.levels[place], elsewhere.unit)})"
        side = "above" if gap > 0 else "below"
        share = f"{abs(gap) * 100:.0f} %"
        worst = abs(gap)
        words = f"{name} {offered} is {share} {side} our alternative of {_figure(elsewhere.figure, elsewhere.unit)}"
    return words


def _in_figures(issue: Issue, figure: float) -> Elsewhere:
    if any(isinstance(level, str) for level in issue.levels):
        raise ValueError(f"the levels of {issue.name} are words; say what each comes to with Elsewhere")
    return Elsewhere(figure, tuple(float(level) for level in issue.levels), issue.unit)


def _behind(space: TermSpace, own: Array, outcome: int, issue: Issue, elsewhere: Elsewhere) -> bool:
    """Say whether the party would rather have the level of ``issue`` that comes nearest to the alternative."""
    nearest = int(np.argmin(np.abs(np.array(elsewhere.levels) - elsewhere.figure)))
    terms = space.decode(outcome) | {issue.name: issue.levels[nearest]}
    return bool(own[space.encode(terms)] > own[outcome])


def _figure(value: float, unit: str) -> str:
    return f"{plainly(value)} {unit}".strip()


def _would(space: TermSpace, own: Array, outcome: int, asked: float) -> str:
    """Name the least change of the offer that would be enough: fewest issues, then fewest levels."""
    enough = np.flatnonzero(own >= asked - SLACK * max(float(np.ptp(own)), 1e-300))
    if not enough.size:
        return "; no terms on the table would do"
    here = space.grid[outcome]
    steps = np.abs(space.grid[enough] - here)
    changed = (steps > 0).sum(axis=1)
    # Among the least changes, the one that leaves the most for the other side costs oneself the most.
    nearest = enough[np.lexsort((own[enough], steps.sum(axis=1), changed))[0]]
    moves = [
        f"{issue.name} {issue.text(int(level))}"
        for issue, level, old in zip(space.issues, space.grid[nearest], here, strict=True)
        if level != old
    ]
    return f"; would accept with {' and '.join(moves)}" if moves else ""
