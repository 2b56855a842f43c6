"""A sitting of two as people look at it: terms in figures, what they are worth, offers, reasons and the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.state import State
from agents.state.sittings import TERMS, Held, Struck
from agents.supply.agreements import price_under
from agents.supply.outlook import LaneValue
from agents.supply.table import Table, lay
from agents.supply.terms import PRICE_RULES
from agents.terms.lane import Lane
from agents.world.setting import MATERIALS, STAGES
from agents.year import ventures
from negotiation.bargaining import points, reasons
from negotiation.bargaining.agenda import Item
from negotiation.bargaining.minutes import OfferMade, Sitting
from negotiation.bargaining.terms import Issue, TermSpace

if TYPE_CHECKING:
    pass

Array = NDArray[np.float64]
UNIT = "USD m"
UNITS = {
    "price": "",
    "emergency priority": "",
    "forum": "",
    "duration": "yr",
    "damages": "x the loss",
    "take-or-pay": "%",
    "prepayment": "% of a year's price",
    "force majeure": "% of an outage",
    "standard level": "of 3",
    "local processing": "% of the ore",
    "technology transfer": "% of the gap",
}
"""How people would say a level of a term; others keep the unit of the catalogue."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A sitting of two with everything that it was about; the seller, or the host of a plant, comes first."""

    year: int
    goods: str
    """What would be sold, such as ``light oxide``, or what would be built."""
    names: tuple[str, str]
    tactics: tuple[str, str]
    protocol: str
    space: TermSpace
    agenda: tuple[Item, ...]
    """The terms on the table with the reason for each, the largest stake first; empty where they never change."""
    utilities: Array
    """Present value of each outcome for the two, (2, outcomes), USD m."""
    reservations: Array
    """What each has without an agreement, (2,) USD m."""
    sitting: Sitting
    spot: float = float("nan")
    """Spot price at the seller's, USD/kg; not a number where nothing is priced by spot."""
    fixed: float = float("nan")
    """Price under the rule ``fixed``, USD/kg."""
    payable: NDArray[np.bool_] | None = None
    """Whether each of the two could pay its part of each outcome, (2, outcomes); None: always."""

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """One line for each offer."""
        elsewhere = {"price": _elsewhere(self)} if self._priced else {}
        lines = reasons.minutes(
            self.sitting, self.space, self.utilities, self.reservations, self.names, [elsewhere, elsewhere], unit=UNIT
        )
        return tuple(self._paid_for(line, offer) for line, offer in zip(lines, self.sitting.offers, strict=True))

    def _paid_for(self, line: str, offer: OfferMade) -> str:
        """Say that the answering side cannot pay, where that is why it refuses."""
        if self.payable is None or self.payable[1 - offer.party, offer.outcome]:
            return line
        return re.sub(r"refused: worth [^;]*", "refused: it cannot pay its part", line)

    @property
    def _priced(self) -> bool:
        prices = [issue for issue in self.space.issues if issue.name == "price"]
        return bool(prices) and prices[0].levels == PRICE_RULES and np.isfinite(self.spot)

    @cached_property
    def nash(self) -> int | None:
        """The outcome with the largest product of gains; None where none suits both."""
        return points.nash(self.utilities, self.reservations)

    @cached_property
    def kalai(self) -> int | None:
        """The outcome where the worst-off gets the largest share of what it could hope for."""
        return points.kalai_smorodinsky(self.utilities, self.reservations)

    @property
    def both_gain(self) -> int:
        """Outcomes that both like at least as well as no agreement."""
        return int((self.utilities >= self.reservations[:, None]).all(axis=0).sum())

    @property
    def nearest(self) -> int:
        """The outcome whose less content side is best off against having no agreement."""
        return int((self.utilities - self.reservations[:, None]).min(axis=0).argmax())

    def worth(self, outcome: int) -> tuple[float, float]:
        """Return what an outcome is worth to the two, USD m."""
        return float(self.utilities[0, outcome]), float(self.utilities[1, outcome])


def over(
    year: int,
    lane: Lane,
    value: LaneValue,
    table: Table,
    sitting: Sitting,
    names: tuple[str, str],
    tactics: tuple[str, str],
    *,
    protocol: str = "alternating",
) -> Meeting:
    """Look at a sitting over a lane."""
    return Meeting(
        year=year,
        goods=f"{MATERIALS[lane.material]} {STAGES[lane.stage]}",
        names=names,
        tactics=tactics,
        protocol=protocol,
        space=in_figures(table.space, lane),
        agenda=table.agenda,
        utilities=table.worth,
        reservations=np.zeros(2),
        sitting=sitting,
        spot=float(value.spot_calm),
        fixed=float(value.fair),
    )


@dataclass(frozen=True, kw_only=True)
class Sat:
    """A sitting of a lived year, kept so small that whole runs can keep all of theirs."""

    year: int
    title: str
    """Who sat over what, such as ``Australia and Japan over light oxide``."""
    actors: tuple[str, str]
    """Keys of the two nations."""
    about: str
    """The agreement that came of it, such as A12; empty where none did."""
    look: Callable[[], Meeting]
    """Opens the sitting; what the outcomes were worth is reckoned anew, to the same bits."""

    @property
    def label(self) -> str:
        """The title with how it ended, in a few words."""
        return f"{self.title}: {'agreement ' + self.about if self.about else 'no agreement'}"


def of_year(model: State) -> list[Sat]:
    """Keep the sittings of the year that a model has just lived, those over plants first."""
    kept = [_over_plant(model, struck, number) for struck, number in model.struck]
    return kept + [_over_lane(model, held) for held in model.held]


def _over_lane(model: State, held: Held) -> Sat:
    lane, table = held.lane, held.table
    pair, names, tactics = _who(model, lane.seller, lane.buyer)
    again = partial(lay, held.value, lane.tonnes, table.outlook, model.setting.supply, table.law, names)
    over_lane = partial(_open_lane, model.year, lane, held.value, again, _settled(held.sitting), names, tactics)
    return Sat(
        year=model.year,
        title=f"{names[0]} and {names[1]} over {MATERIALS[lane.material]} {STAGES[lane.stage]}",
        actors=pair,
        about="" if held.agreement is None else f"A{held.agreement.number}",
        look=over_lane,
    )


def _open_lane(
    year: int,
    lane: Lane,
    value: LaneValue,
    again: Callable[[], Table],
    sitting: Sitting,
    names: tuple[str, str],
    tactics: tuple[str, str],
) -> Meeting:
    return over(year, lane, value, again(), sitting, names, tactics)


def _over_plant(model: State, struck: Struck, number: int | None) -> Sat:
    found = struck.venture
    pair, names, tactics = _who(model, found.host, found.partner)
    payable, walls = struck.table > ventures.BEYOND_REACH / 2, np.array(struck.walls)
    seen = Meeting(
        year=model.year,
        goods=f"a plant for {found.plan.label}",
        names=names,
        tactics=tactics,
        protocol="alternating",
        space=_in_percent(TERMS),
        agenda=(),
        utilities=_within_sight(struck.table, payable, walls),
        reservations=walls,
        sitting=_settled(struck.sitting),
        payable=payable,
    )
    return Sat(
        year=model.year,
        title=f"{names[0]} and {names[1]} over a plant for {found.plan.label}",
        actors=pair,
        about="" if number is None else f"A{number}",
        look=partial(_same, seen),
    )


def _within_sight(table: Array, payable: NDArray[np.bool_], walls: Array) -> Array:
    """Put what a side cannot pay a little below all that it could, and below its wall: in sight, but never taken."""
    lowest = np.where(payable, table, np.inf).min(axis=1)
    highest = np.where(payable, table, -np.inf).max(axis=1)
    worst = np.minimum(np.where(np.isfinite(lowest), lowest, walls), walls)
    below = worst - 0.08 * np.maximum(np.where(np.isfinite(highest), highest, walls) - worst, 1.0)
    return np.where(payable, table, below[:, None])


def _in_percent(space: TermSpace) -> TermSpace:
    """The terms of a plant as one would say them."""
    said = {
        "size": "% of the reference plant",
        "paid by the partner": "% of the cost",
        "offtake": "% of the output",
        "price": "",
        "duration": "yr",
    }
    return TermSpace(
        tuple(
            Issue(
                issue.name,
                tuple(100 * float(level) for level in issue.levels)
                if said[issue.name].startswith("%")
                else issue.levels,
                said[issue.name],
            )
            for issue in space.issues
        )
    )


def _same(seen: Meeting) -> Meeting:
    return seen


def _who(model: State, one: int, other: int) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """Return keys, names and tactics of two nations."""
    first, second = model.nations[one].profile, model.nations[other].profile
    return (first.key, second.key), (first.name, second.name), (first.tactic, second.tactic)


def _settled(sitting: Sitting) -> Sitting:
    """Write the offers out, so that the arrays they were worked out from can go."""
    return replace(sitting, _offers=partial(tuple, sitting.offers))


def in_figures(space: TermSpace, lane: Lane) -> TermSpace:
    """The same terms with the tonnes that they come to for this pair."""
    issues = []
    for issue in space.issues:
        levels = issue.levels
        if issue.name == "volume":
            exact = tuple(float(share) * lane.tonnes for share in levels)
            whole = tuple(float(round(tonnes)) for tonnes in exact)
            levels = whole if len(set(whole)) == len(whole) else exact
        elif UNITS.get(issue.name, "").startswith("%"):
            levels = tuple(100 * float(share) for share in levels)
        unit = "t/yr" if issue.name == "volume" else UNITS.get(issue.name, issue.unit)
        issues.append(Issue(issue.name, levels, unit))
    return TermSpace(tuple(issues))


def _elsewhere(meeting: Meeting) -> reasons.Elsewhere:
    """What the price rules come to in calm years, against the spot price."""
    levels = tuple(float(price_under(rule, meeting.fixed, meeting.spot)) for rule in PRICE_RULES)
    return reasons.Elsewhere(meeting.spot, levels, "USD/kg")
