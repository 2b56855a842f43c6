"""What every tactic owes: under every protocol it offers and signs nothing below its wall, and ends in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import negotiation.bargaining.protocols
import negotiation.bargaining.tactics
from negotiation.bargaining.concession import clock
from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.seat import Say
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.terms import Issue, TermSpace
from negotiation.rulebook import find, names, offers

Array = NDArray[np.float64]
SPACE = TermSpace(tuple(Issue(f"issue {k}", tuple(range(size))) for k, size in enumerate((4, 3, 3))))
"""What the sittings of the examples are about."""
TRIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sitting to be held."""

    protocol: str
    seed: int
    parties: int
    deadline: int
    acceptance: str | None = None


def lacks(name: str) -> str:
    """Say what the file of a tactic is missing."""
    folder = negotiation.bargaining.tactics
    if offers(folder, name, "aspiration"):
        return ""
    missing = [
        verb for verb in ("offer(seat)", "accepts(seat, outcome)") if not offers(folder, name, verb.split("(")[0])
    ]
    return f"has neither aspiration(time) nor {' and '.join(missing)}" if missing else ""


def keeps_its_word(name: str, case: Case) -> str:
    """Under every protocol it offers and signs nothing below its wall, and is done by the deadline."""
    utilities, walls, sitting = sit(name, case)
    return broken(utilities, walls, sitting, case.deadline)


def acts_alike_twice(name: str, case: Case) -> str:
    """The same sitting with the same draws goes the same way twice."""
    one, two = (sit(name, case)[2] for _ in range(2))
    return "" if one == two and one.offers == two.offers else f"two sittings alike went apart ({case})"


def asks_for_less(name: str, deadline: int) -> str:
    """If it depends on time only: what it asks for lies from 0 to 1 and never rises."""
    if not offers(negotiation.bargaining.tactics, name, "aspiration"):
        return ""
    time = clock(deadline)
    asked = np.asarray(find(negotiation.bargaining.tactics, name, "aspiration")(time), float)
    if asked.shape != time.shape:
        return f"aspiration(time) must give {time.size} numbers for {time.size} times, got {asked.shape}"
    if not ((asked >= 0) & (asked <= 1)).all():
        return f"it asks for a share outside 0 to 1: {asked.tolist()}"
    return "" if (np.diff(asked) <= 0).all() else f"what it asks for rises: {asked.tolist()}"


def drawn(seed: int, parties: int, walls: float = 0.6) -> tuple[Array, Array]:
    """Draw a table: half have coarse utilities, so that ties occur; some have walls that nothing reaches."""
    rng = np.random.default_rng(seed)
    utilities = rng.random((parties, SPACE.size))
    if seed % 2:
        utilities = (utilities * 5).round() / 5
    return utilities, rng.random(parties) * (walls if seed % 7 else 1.5)


def sit(tactic: str, case: Case) -> tuple[Array, Array, Sitting]:
    """Seat one party with a tactic among time-based ones, in a place that the seed decides."""
    seed, parties = case.seed, 2 if case.protocol == "alternating" else case.parties
    utilities, walls = drawn(seed, parties)
    tactics = [["boulware", "linear", "conceder"][(seed + k) % 3] for k in range(parties)]
    tactics[seed % parties] = tactic
    yes = [case.acceptance if k == seed % parties else None for k in range(parties)]
    # A scripted party reads out offers that it can live with.
    good = [Say("offer", int(k)) for k in np.flatnonzero(utilities[seed % parties] >= walls[seed % parties])[:3]]
    sitting = hold(
        case.protocol,
        utilities,
        walls,
        tactics,
        deadline=case.deadline,
        rng=np.random.default_rng(seed),
        space=SPACE,
        acceptance=yes,
        scripts={seed % parties: good},
    )
    return utilities, walls, sitting


def broken(utilities: Array, walls: Array, sitting: Sitting, deadline: int) -> str:
    """Say what went against the rules in a sitting: walls, terms or deadline; nothing where all was well."""
    if not 1 <= sitting.rounds <= deadline or not sitting.ended:
        return f"a sitting of {deadline} rounds ended after {sitting.rounds}"
    for offer in sitting.offers:
        if not (0 <= offer.outcome < SPACE.size and 1 <= offer.round <= deadline):
            return f"it offers outcome {offer.outcome} in round {offer.round}, which does not exist"
        if offer.party != -1 and utilities[offer.party, offer.outcome] < walls[offer.party]:
            return f"outcome {offer.outcome} is offered by a party whose wall it lies below"
    if sitting.agreement is None:
        accepted = any(offer.fate == "accepted" for offer in sitting.offers) and not sitting.votes
        return "nothing was agreed, yet somebody accepted or signed" if sitting.signatories or accepted else ""
    if not sitting.signatories or not (sitting.offers[-1].fate == "accepted" or sitting.votes):
        return "something was agreed that nobody accepted"
    return _below(sitting.signatories, utilities[:, sitting.agreement], walls)


def _below(signatories: Sequence[int], worth: Array, walls: Array) -> str:
    low = [party for party in signatories if worth[party] < walls[party]]
    return (
        f"party {low[0]} signs what is worth {worth[low[0]]:g} to it, below its wall of {walls[low[0]]:g}"
        if low
        else ""
    )


def _cases(rng: np.random.Generator) -> Iterator[Case]:
    for protocol in names(negotiation.bargaining.protocols):
        for _ in range(TRIES):
            seed, parties, deadline = (int(rng.integers(*ends)) for ends in ((0, 2**32), (2, 6), (1, 16)))
            yield Case(protocol=protocol, seed=seed, parties=parties, deadline=deadline)


def _deadlines(rng: np.random.Generator) -> Iterator[int]:
    yield from (1, 2, 10, 200)


PROMISES = ((keeps_its_word, _cases), (acts_alike_twice, _cases), (asks_for_less, _deadlines))
