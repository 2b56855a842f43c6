"""The effect of clauses of a supply agreement that act through the market, by market runs with each in force.

A clause acts on the tonnes that it reaches times its level. Its effect is found by runs with some tonnes and with
all of them, and is linear in between. Where a plant opens or closes on the way, the market is run just before
and just after, so that no line is drawn across the step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.supply import clauses
from agents.supply.agreements import AHEAD, promising
from agents.supply.outlook import Acting, Plain, Runs, Sides
from agents.supply.terms import CATALOGUE
from agents.worth.valuation import Appraiser

if TYPE_CHECKING:
    pass

Array = NDArray[np.float64]


NOTHING: Runs = (0.0, 0.0)
VOLUMES = next(issue for issue in CATALOGUE if issue.name == "volume").levels


def acting(appraiser: Appraiser, plain: Plain) -> dict[str, Acting]:
    """Try each clause that could matter on a lane."""
    books, quarter, found = appraiser.books, appraiser.quarter(AHEAD), {}
    for clause in clauses.described():
        name, full = clause.issue.name, float(clause.issue.levels[-1])
        use = clauses.Use(lane=plain.lane, tonnes=plain.promised[1], level=full)
        matters, reached = clauses.hook(name, "matters"), clauses.hook(name, "reach")
        if matters is not None and not matters(books, quarter, use):
            continue
        reach = float(reached(books, quarter, use)) if reached else np.inf
        found[name] = _tried(appraiser, plain, clause, reach)
    return found


def _tried(appraiser: Appraiser, plain: Plain, clause: clauses.Clause, reach: float) -> Acting:
    """Run the market with a clause at its full level, on increasing numbers of tonnes."""
    name, full = clause.issue.name, float(clause.issue.levels[-1])
    most = plain.promised[-1]
    ran = [
        _run(appraiser, plain, name, clauses.Use(lane=plain.lane, tonnes=agreed, level=full), reach)
        for agreed in _agreed(appraiser, plain, clause)
    ]
    end = min(most, reach) * full
    if ran[-1].acted < end:
        ran.append(ran[-1].stretched(end))
    tried = (0.0, *(one.acted for one in ran))
    limits, paid, reached = (clauses.hook(name, verb) for verb in ("turns", "cost", "reach"))
    whole = clauses.Use(lane=plain.lane, tonnes=np.inf, level=1.0)
    return Acting(
        tried=tried,
        calm=_sides([one.calm for one in ran]),
        crisis=_sides([one.crisis for one in ran]),
        tail=_sides([one.tail for one in ran]),
        # A limit on exports separates the home price from the world's as soon as it binds.
        spots={key: (ran[0].spots[key] if limits else 0.0, *(one.spots[key] for one in ran)) for key in ran[0].spots},
        reach=reach,
        cost=paid(appraiser.books, whole) if paid else (0.0, 0.0),
        covers=max(float(reached(appraiser.books, appraiser.books.base, whole)), 1e-9) if paid and reached else np.inf,
    )


def _agreed(appraiser: Appraiser, plain: Plain, clause: clauses.Clause) -> Runs:
    """Numbers of agreed tonnes with which a clause is run at its full level, t/yr, from few to many.

    First those with which the lane is run. Where the clause opens or closes a plant: the most that leave it as it is,
    the least that move it, and all.
    """
    turns, full = clauses.hook(clause.issue.name, "turns"), float(clause.issue.levels[-1])
    if turns is None:
        return (plain.promised[1],)
    most = plain.promised[-1]
    use = clauses.Use(lane=plain.lane, tonnes=most, level=full)
    step = float(turns(appraiser.books, appraiser.quarter(AHEAD), use, plain.looked[0].calm_outcome)) / full
    if not 0 < step <= most:
        return plain.promised[1], most
    could = (
        np.unique(np.outer(np.array(VOLUMES, dtype=float), np.array(clause.issue.levels[1:], dtype=float)))
        * most
        / full
    )
    before, after = could[could < step], could[could >= step]
    return tuple(sorted({*map(float, before[-1:]), *map(float, after[:1]), most}))


@dataclass(frozen=True, slots=True)
class _Ran:
    """Effects of one run with a clause beyond the same tonnes without it, figures as in ``Acting``."""

    acted: float
    calm: tuple[float, float]
    crisis: tuple[float, float]
    tail: tuple[float, float]
    spots: dict[str, float]

    def stretched(self, acted: float) -> _Ran:
        """The same in proportion."""
        times = acted / self.acted
        calm, crisis, tail = ((one[0] * times, one[1] * times) for one in (self.calm, self.crisis, self.tail))
        return _Ran(acted, calm, crisis, tail, {name: change * times for name, change in self.spots.items()})


def _run(appraiser: Appraiser, plain: Plain, name: str, use: clauses.Use, reach: float) -> _Ran:
    """Run the market with a clause; its own effect is what remains after the worth of the tonnes themselves."""
    lane, sent = plain.lane, use.tonnes * clauses.delivered({name: use.level})
    nobody, use = np.zeros(len(plain.looked[0].calm)), replace(use, tonnes=min(use.tonnes, reach))
    quarter, relief = clauses.in_force(appraiser.books, appraiser.quarter(AHEAD), {name: (use,)}, nobody, ahead=True)
    looked, pair = appraiser.look(AHEAD, promising(quarter, lane, sent), relief=relief), list(lane.pair)
    value, base, money = plain.value.at(np.array([sent])), plain.looked[0], sent * USD_M
    carriage = quarter.freight[lane.seller, lane.buyer]
    gains, spots = {}, {}
    for state, outcome in (("calm", looked.calm_outcome), ("crisis", looked.crisis_outcome)):
        here = float(outcome.producer_price[lane.seller, lane.stage, lane.material])
        there = float(outcome.price[lane.buyer, lane.stage, lane.material] - carriage)
        spot, asks, pays = (float(getattr(value, f"{whose}_{state}")[0]) for whose in ("spot", "seller", "buyer"))
        # The market books promised tonnes at current prices; a clause that moves these does not move money by it.
        own = [here - asks, pays - there]
        gained = (getattr(looked, state) - getattr(base, state))[pair] - money * np.array(own)
        gains[state] = float(gained[0]), float(gained[1])
        spots[f"spot_{state}"] = here - spot
    short = [np.interp(sent, plain.promised, [one.shortage[nation] for one in plain.looked]) for nation in pair]
    tail = np.array(short) - looked.shortage[pair]
    return _Ran(use.tonnes * use.level, gains["calm"], gains["crisis"], (float(tail[0]), float(tail[1])), spots)


def _sides(pairs: list[tuple[float, float]]) -> Sides:
    """Put the effects of each run for seller and buyer in one row each, with zero first."""
    return (0.0, *(seller for seller, _ in pairs)), (0.0, *(buyer for _, buyer in pairs))
