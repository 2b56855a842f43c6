"""Two nations of a scenario sit down over what one could sell the other, with every offer and reason on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

import negotiation.bargaining.protocols
import negotiation.bargaining.tactics
from agents.model import AllianceModel
from agents.state import State
from agents.supply.agreements import AHEAD, lanes
from agents.supply.outlook import LaneValue
from agents.supply.table import Table
from agents.supply.terms import CATALOGUE
from agents.terms.lane import Lane
from agents.world.setting import MATERIALS, STAGES, Setting
from agents.year import sittings
from negotiation import rulebook
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.tactic import tactic
from scenarios.records.meeting import UNIT, Meeting, in_figures, over

__all__ = ["GOODS", "UNIT", "Meeting", "in_figures", "meet"]

ANSWERED = ("human", "scripted")
"""Tactics that say what somebody answered."""
GOODS = tuple(f"{material} {stage}" for stage in STAGES for material in MATERIALS)


def meet(
    setting: Setting,
    one: str,
    other: str,
    *,
    seed: int = 0,
    years: int = 0,
    goods: str | None = None,
    terms: Sequence[str] | None = None,
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
    terms : terms of the catalogue to bargain over, instead of the four to six that can move most.
    tactics : of ``one`` and ``other``, instead of their own; not human or scripted, which need somebody's answers.
    deadline : rounds, instead of the scenario's.

    Raises
    ------
    ValueError : for a nation, good, term, tactic or protocol that does not exist, or two with nothing to trade.
    """
    _check(goods, terms, tactics, protocol, deadline)
    if not 0 <= years <= 100:
        raise ValueError(f"years must be from 0 to 100, got {years}")
    model = AllianceModel(replace(setting, rounds=max(years, 1)), "bilateral", seed)
    numbers = tuple(_number(model, key) for key in (one, other))
    if numbers[0] == numbers[1]:
        raise ValueError(f"{model.names[numbers[0]]} cannot sit down with itself")
    for _ in range(years):
        model.live_year()
    model.brief()
    model.use_levers()
    lane, value, laid = _lane(model, numbers, goods, terms)
    pair = lane.seller, lane.buyer
    own = [model.nations[number].profile.tactic for number in pair]
    if tactics is not None:
        asked = dict(zip(numbers, tactics, strict=True))
        own = [asked[number] for number in pair]
    names = model.names[pair[0]], model.names[pair[1]]
    sitting = hold(
        protocol,
        laid.worth,
        (0.0, 0.0),
        own,
        deadline=model.setting.supply.deadline if deadline is None else deadline,
        rng=np.random.default_rng([seed, *pair]),
        names=names,
        space=laid.space,
    )
    return over(model.year, lane, value, laid, sitting, names, (own[0], own[1]), protocol=protocol)


def _check(
    goods: str | None, terms: Sequence[str] | None, named: Sequence[str] | None, protocol: str, deadline: int | None
) -> None:
    """Refuse what no sitting can be about before any world is set up."""
    if goods is not None and goods not in GOODS:
        raise ValueError(f"goods must be one of {', '.join(GOODS)}, got {goods!r}{_guess(goods, GOODS)}")
    rulebook.find(negotiation.bargaining.protocols, protocol, "run")
    for name in named or ():
        tactic(name)
        if name in ANSWERED:
            others = [known for known in rulebook.names(negotiation.bargaining.tactics) if known not in ANSWERED]
            raise ValueError(
                f"the tactic {name!r} needs somebody's answers, which a sitting held at once cannot "
                f"wait for; choose one of {', '.join(others)}"
            )
    if deadline is not None and deadline < 1:
        raise ValueError(f"deadline must be at least 1 round, got {deadline}")
    if terms is None:
        return
    catalogue = [issue.name for issue in CATALOGUE]
    if not terms:
        raise ValueError(f"a sitting needs at least one term, got none; there are {', '.join(catalogue)}")
    for term in terms:
        if term not in catalogue:
            known = ", ".join(catalogue)
            raise ValueError(
                f"no term of a supply agreement is called {term!r}; there are {known}{_guess(term, catalogue)}"
            )
    if len(set(terms)) < len(terms):
        raise ValueError(f"a term can stand on the table only once, got {', '.join(terms)}")


def _lane(
    model: State, pair: tuple[int, ...], goods: str | None, terms: Sequence[str] | None
) -> tuple[Lane, LaneValue, Table]:
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
    valued = [(lane, *sittings.lay_table(model, lane, terms)) for lane in shared]
    return max(valued, key=lambda entry: float(entry[2].worth.min(axis=0).max()))


def _others(model: State, found: Sequence[Lane], pair: tuple[int, ...]) -> str:
    """Name nations that the first could talk to instead."""
    ours = [lane for lane in found if pair[0] in {lane.seller, lane.buyer}]
    partners = {number for lane in ours for number in (lane.seller, lane.buyer)}
    names = sorted(model.keys[number] for number in partners - set(pair))
    return f"; {model.names[pair[0]]} could talk to {', '.join(names)}" if names else ""


def _number(model: State, key: str) -> int:
    if key not in model.keys:
        raise ValueError(f"no nation {key!r} takes part; there are {', '.join(model.keys)}{_guess(key, model.keys)}")
    return model.keys.index(key)


def _guess(text: str, known: Sequence[str]) -> str:
    near = get_close_matches(text, known, n=1)
    return f". Did you mean {near[0]!r}?" if near else ""
