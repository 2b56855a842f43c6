"""Two nations of a scenario sit down over what one could sell the other, with every offer and reason on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from agents import bargaining
from agents.model import AllianceModel
from agents.setting import MATERIALS, STAGES, Setting
from agents.supply import AHEAD, Lane, LaneValue, lanes, price_under
from agents.supply_terms import PRICE_RULES
from agents.supply_worth import Table
from negotiation import points, reasons
from negotiation.agenda import Item
from negotiation.minutes import Sitting
from negotiation.sitting import hold
from negotiation.terms import Issue, TermSpace

Array = NDArray[np.float64]
UNIT = "USD m"
GOODS = tuple(f"{material} {stage}" for stage in STAGES for material in MATERIALS)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A sitting of two with everything that it was about; the seller comes first."""

    year: int
    goods: str
    """What would be sold, such as ``light oxide``."""
    names: tuple[str, str]
    tactics: tuple[str, str]
    protocol: str
    space: TermSpace
    agenda: tuple[Item, ...]
    """The terms on the table with the reason for each, the largest stake first."""
    utilities: Array
    """Present value of each outcome for seller and buyer, (2, outcomes), USD m, against having no agreement."""
    reservations: Array
    spot: float
    """Spot price at the seller's, USD/kg."""
    fixed: float
    """Price under the rule ``fixed``, USD/kg."""
    sitting: Sitting
    reasons: tuple[str, ...]
    """One line for each offer."""
    nash: int | None
    kalai: int | None

    @property
    def both_gain(self) -> int:
        """Outcomes that both prefer to no agreement."""
        return int((self.utilities >= self.reservations[:, None]).all(axis=0).sum())

    def worth(self, outcome: int) -> tuple[float, float]:
        """Return what an outcome is worth to seller and buyer, USD m."""
        return float(self.utilities[0, outcome]), float(self.utilities[1, outcome])


def meet(
    setting: Setting,
    one: str,
    other: str,
    *,
    seed: int = 0,
    years: int = 0,
    goods: str | None = None,
    tactics: Sequence[str] | None = None,
    protocol: str = "alternating",
    deadline: int | None = None,
) -> Meeting:
    """Seat two nations, after some years of bilateral dealings, over the trade that promises them most.

    Parameters
    ----------
    one, other : keys of nations; either may turn out to be the seller.
    years : years lived before they meet, 0 to 100.
    goods : what to talk about, such as "light oxide"; by default where the less content side can gain most.
    tactics : of ``one`` and ``other``, instead of their own.
    deadline : rounds, instead of the scenario's.

    Raises
    ------
    ValueError : for a nation, good, tactic or protocol that does not exist, or two with nothing to trade.
    """
    if not 0 <= years <= 100:
        raise ValueError(f"years must be from 0 to 100, got {years}")
    if goods is not None and goods not in GOODS:
        raise ValueError(f"goods must be one of {', '.join(GOODS)}, got {goods!r}{_guess(goods, GOODS)}")
    model = AllianceModel(replace(setting, rounds=max(years, 1)), "bilateral", seed)
    numbers = tuple(_number(model, key) for key in (one, other))
    if numbers[0] == numbers[1]:
        raise ValueError(f"{model.names[numbers[0]]} cannot sit down with itself")
    for _ in range(years):
        model.step()
    model.brief()
    model.use_levers()
    lane, value, laid = _lane(model, numbers, goods)
    table = laid.worth
    pair = lane.seller, lane.buyer
    own = [model.nations[number].profile.tactic for number in pair]
    if tactics is not None:
        asked = dict(zip(numbers, tactics, strict=True))
        own = [asked[number] for number in pair]
    names = model.names[pair[0]], model.names[pair[1]]
    space = in_figures(laid.space, lane)
    sitting = hold(
        protocol, table, (0.0, 0.0), own, deadline=deadline or model.setting.supply.deadline,
        rng=np.random.default_rng([seed, *pair]), names=names, space=space,
    )
    elsewhere = {"price": _elsewhere(value)}
    lines = reasons.minutes(sitting, space, table, (0.0, 0.0), names, [elsewhere, elsewhere], unit=UNIT)
    return Meeting(
        year=model.year, goods=f"{MATERIALS[lane.material]} {STAGES[lane.stage]}", names=names,
        tactics=(own[0], own[1]), protocol=protocol, space=space, agenda=laid.agenda, utilities=table,
        reservations=np.zeros(2),
        spot=float(value.spot_calm), fixed=float(value.fair), sitting=sitting, reasons=tuple(lines),
        nash=points.nash(table, (0.0, 0.0)), kalai=points.kalai_smorodinsky(table, (0.0, 0.0)),
    )


def _lane(model: AllianceModel, pair: tuple[int, ...], goods: str | None) -> tuple[Lane, LaneValue, Table]:
    """Find what the two had best talk about, and value every outcome."""
    nations = len(model.keys)
    bound = model.promises.bound(model.now, nations)
    everybody = np.ones((nations, nations, len(STAGES)), dtype=bool)
    found = lanes(model.appraiser.base(AHEAD), model.appraiser.base(1), bound, everybody)
    shared = [lane for lane in found if {lane.seller, lane.buyer} == set(pair)]
    if goods is not None:
        shared = [lane for lane in shared if f"{MATERIALS[lane.material]} {STAGES[lane.stage]}" == goods]
    if not shared:
        what = goods or "nothing"
        has = f"no {what}" if goods else what
        raise ValueError(
            f"{model.names[pair[0]]} and {model.names[pair[1]]} have {has} to trade in {model.year}"
            f"{_others(model, found, pair)}"
        )
    valued = [(lane, *bargaining.lay_table(model, lane)) for lane in shared]
    return max(valued, key=lambda entry: float(entry[2].worth.min(axis=0).max()))


def _others(model: AllianceModel, found: Sequence[Lane], pair: tuple[int, ...]) -> str:
    """Name nations that the first could talk to instead."""
    ours = [lane for lane in found if pair[0] in {lane.seller, lane.buyer}]
    partners = {number for lane in ours for number in (lane.seller, lane.buyer)}
    names = sorted(model.keys[number] for number in partners - set(pair))
    return f"; {model.names[pair[0]]} could talk to {', '.join(names)}" if names else ""


def in_figures(space: TermSpace, lane: Lane) -> TermSpace:
    """The same terms with the tonnes that they come to for this pair."""
    units = {"price": "", "emergency priority": "", "forum": "", "duration": "yr", "damages": "x the loss",
             "take-or-pay": "%", "prepayment": "% of a year's price", "force majeure": "% of an outage"}
    issues = []
    for issue in space.issues:
        levels = issue.levels
        if issue.name == "volume":
            exact = tuple(float(share) * lane.tonnes for share in levels)
            whole = tuple(float(round(tonnes)) for tonnes in exact)
            levels = whole if len(set(whole)) == len(whole) else exact
        elif units.get(issue.name, "").startswith("%"):
            levels = tuple(100 * float(share) for share in levels)
        unit = "t/yr" if issue.name == "volume" else units.get(issue.name, issue.unit)
        issues.append(Issue(issue.name, levels, unit))
    return TermSpace(tuple(issues))


def _elsewhere(value: LaneValue) -> reasons.Elsewhere:
    """What the price rules come to in calm years, against the spot price."""
    levels = tuple(float(price_under(rule, value.fair, value.spot_calm)) for rule in PRICE_RULES)
    return reasons.Elsewhere(float(value.spot_calm), levels, "USD/kg")


def _number(model: AllianceModel, key: str) -> int:
    if key not in model.keys:
        raise ValueError(f"no nation {key!r} takes part; there are {', '.join(model.keys)}{_guess(key, model.keys)}")
    return model.keys.index(key)


def _guess(text: str, known: Sequence[str]) -> str:
    near = get_close_matches(text, known, n=1)
    return f". Did you mean {near[0]!r}?" if near else ""
