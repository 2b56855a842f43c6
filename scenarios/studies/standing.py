"""How firmly an alliance stands: who would leave or join, and what would keep everybody in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import negotiation.coalitions.sharing
from agents.accord.accord import regions
from agents.accord.agenda import take_up
from agents.accord.appraisal import appraise
from agents.accord.article_values import ArticleValues
from agents.accord.coalitions import MOST_WEIGHED, coalition_worths, shares, staying_out, weights
from agents.model import AllianceModel
from agents.state import State
from agents.terms.text import Text, middling
from agents.world.setting import Setting
from agents.world.streams import stream
from agents.year import candidates
from agents.year.unilateral_path import outlook
from negotiation.coalitions import power, stability
from negotiation.coalitions.core import least_core
from negotiation.coalitions.fairness import gini, smallest_gain, top_share
from negotiation.coalitions.worth import ASSUMPTIONS
from negotiation.politics import voting
from negotiation.rulebook import find, names
from scenarios.files.wording import near
from scenarios.studies.structures import Structures, survey

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """What an eligible nation has from the alliance, present value in USD m against no alliance at all."""

    key: str
    name: str
    member: bool
    inside: float
    """As a member; for an outsider, if it joined."""
    outside: float
    """As an outsider while the others carry on."""
    transfer: float
    """Least payment that it must get (above 0) or can make (below 0) for all members to stay."""
    power: float
    """Part of all decisions of the accord that turn on its vote (Shapley-Shubik, 0-1); 0 for outsiders."""
    banzhaf: float
    """The same by Banzhaf's count of all groups that its vote turns."""

    @property
    def gain(self) -> float:
        """What it gains by being in rather than out."""
        return self.inside - self.outside


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """What one benefit rule would do for the same members and the same text."""

    name: str
    gains: tuple[float, ...]
    """Gain of each member over its outside option, USD m, in the order of the members."""
    kept: int
    """Members that would rather stay."""
    gini: float
    top_share: float
    smallest: float


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An alliance as its own members would judge it today."""

    year: int
    alliance: str
    text: str
    in_force: bool
    """Whether the accord exists; otherwise all eligible nations with a middling text are judged."""
    rule: str
    voting: str
    assumption: str
    seats: tuple[Seat, ...]
    rules: tuple[RuleView, ...]
    surplus: float
    """What the members earn together above what each would get by leaving alone, USD m."""
    least_excess: float
    """Excess of the group with most reason to walk out, at best, USD m; above 0 the core is empty."""
    pivotal: tuple[str, ...]
    """Members whose change of mind would turn a vote on going on, each voting by what it gains."""
    structures: Structures
    """Every alliance that the eligible could form, judged under equal shares."""

    @property
    def members(self) -> tuple[Seat, ...]:
        """Those who are in."""
        return tuple(seat for seat in self.seats if seat.member)

    @property
    def leavers(self) -> tuple[Seat, ...]:
        """Members who would rather leave."""
        return tuple(seat for seat in self.members if seat.gain < 0)

    @property
    def joiners(self) -> tuple[Seat, ...]:
        """Outsiders who would rather join."""
        return tuple(seat for seat in self.seats if not seat.member and seat.gain > 0)

    @property
    def best_rules(self) -> tuple[str, ...]:
        """Benefit rules that keep most members in."""
        most = max(view.kept for view in self.rules)
        return tuple(view.name for view in self.rules if view.kept == most)


@dataclass(frozen=True, kw_only=True)
class Case:
    """An alliance put to judgement."""

    values: ArticleValues
    members: tuple[int, ...]
    text: Text
    split: Array
    """(nations,) share of the returns that each expects."""
    bloc: Array
    """(nations,) number of the region of each."""

    def gains(self) -> Array:
        """What each member gains by being in rather than out, (members,) USD m."""
        inside = self.values.payoff(self.members, self.text, self.split)
        return np.array([inside[m] - staying_out(self.values, self.members, self.text, m) for m in self.members])

    def under(self, rule: str) -> Case:
        """The same alliance with another benefit rule."""
        text = replace(self.text, benefit_rule=rule)
        return replace(self, text=text, split=shares(self.values, self.members, text, self.bloc))


def live_and_judge(
    setting: Setting, *, years: int = 1, seed: int = 0, nations: Sequence[str] = (), rule: str = ""
) -> Standing:
    """Live through some years of a world with accords, at least 1, and judge the alliance that there is then.

    Parameters
    ----------
    nations : judge the alliance of these instead, by key.
    rule : judge it under this benefit rule instead of the text's.

    Raises
    ------
    ValueError : for an unknown nation or rule, with a near guess, and for less than a year.
    """
    if not 1 <= years <= 100:
        raise ValueError(f"years must be from 1 to 100, got {years}")
    keys = [profile.key for profile in setting.nations]
    for key in nations:
        if key not in keys:
            raise ValueError(f"{setting.name} has no nation {key!r}{near(key, keys)}")
    if rule:
        find(negotiation.coalitions.sharing, rule, "share")
    model = AllianceModel(replace(setting, rounds=years), "accord", seed)
    for _ in range(years):
        model.live_year()
    return standing(model, tuple(keys.index(key) for key in nations), rule)


def standing(model: State, nations: tuple[int, ...] = (), rule: str = "") -> Standing:
    """Judge the alliance of a model that has lived at least a year, or one of other nations or under another rule."""
    if model.now < 0:
        raise ValueError("an alliance can be judged once a year has been lived, got a model before its first year")
    accord, rules = model.accord, model.setting.accord
    eligible = tuple(sorted({*candidates.candidates(model), *(accord.members if accord else ()), *nations}))
    if len(eligible) < 2 or len(set(nations)) == 1:
        raise ValueError(f"an alliance needs at least 2 nations, got {min(len(eligible), len(nations) or 2)}")
    case = _case(model, eligible, tuple(sorted(set(nations))), rule)
    gains = case.gains()
    if len(case.members) > MOST_WEIGHED:
        raise ValueError(f"groups are weighed among at most {MOST_WEIGHED} members, got {len(case.members)}")
    paid = stability.compensation(gains)
    decision = power.winning_by(find(voting, rules.voting, "carried"), weights(case.values, case.members, case.text))
    banzhaf, shubik = power.banzhaf(decision), power.shapley_shubik(decision)
    favour = sum(1 << place for place, gain in enumerate(gains) if gain >= 0)
    rng = stream("sampled power", model.seed, model.replication, model.now)
    listed = tuple(model.names[number] for number in eligible)
    return Standing(
        year=model.year,
        alliance=rules.name,
        text=str(case.text),
        in_force=accord is not None and case.members == accord.members,
        rule=case.text.benefit_rule,
        voting=rules.voting,
        assumption=ASSUMPTIONS[rules.outsiders],
        seats=tuple(_seat(model, case, number, paid, shubik, banzhaf) for number in eligible),
        pivotal=tuple(model.names[case.members[place]] for place in power.pivotal(decision, favour)),
        rules=tuple(_under(case.under(name), name) for name in names(negotiation.coalitions.sharing)),
        surplus=float(gains.sum()),
        least_excess=least_core(coalition_worths(case.values, case.members, case.text))[0],
        structures=survey(case.values, case.text, eligible, listed, case.members, rng),
    )


def _case(model: State, eligible: tuple[int, ...], nations: tuple[int, ...], rule: str) -> Case:
    """Take the accord in force, or all eligible with a middling text where there is none."""
    accord = model.accord
    known = accord is not None and set(nations) <= {*accord.members, *candidates.candidates(model)}
    if accord and known:
        values = accord.values
    else:
        every = appraise(outlook(model), eligible, model.beliefs())
        values, _ = take_up(every, eligible, model.names, accord.text if accord else None)
    members = nations or (accord.members if accord else eligible)
    text = accord.text if accord else middling(values.rules)
    text = replace(text, benefit_rule=rule) if rule else text
    bloc = regions(model.setting)
    as_agreed = accord is not None and members == accord.members and text == accord.text
    split = accord.split if accord and as_agreed else shares(values, members, text, bloc)
    return Case(values=values, members=members, text=text, split=split, bloc=bloc)


def _seat(model: State, case: Case, number: int, paid: Array | None, shubik: Array, banzhaf: Array) -> Seat:
    """Judge one eligible nation."""
    member = number in case.members
    company = case.members if member else tuple(sorted((*case.members, number)))
    fair = case.split if member else shares(case.values, company, case.text, case.bloc)
    place = case.members.index(number) if member else -1
    return Seat(
        key=model.keys[number],
        name=model.names[number],
        member=member,
        inside=float(case.values.payoff(company, case.text, fair)[number]),
        outside=staying_out(case.values, company, case.text, number),
        transfer=float(paid[place]) if member and paid is not None else 0.0,
        power=float(shubik[place]) if member else 0.0,
        banzhaf=float(banzhaf[place]) if member else 0.0,
    )


def _under(case: Case, name: str) -> RuleView:
    """Judge an alliance under a benefit rule."""
    gains = case.gains()
    return RuleView(
        name=name,
        gains=tuple(float(gain) for gain in gains),
        kept=int((gains >= -1e-9 * np.abs(gains).max()).sum()),
        gini=gini(gains),
        top_share=top_share(gains, np.zeros(len(gains))),
        smallest=smallest_gain(gains, np.zeros(len(gains))),
    )


def plain(view: Standing) -> dict[str, Any]:
    """Write a standing as plain figures for other programs."""
    return {
        "year": view.year,
        "alliance": view.alliance,
        "text": view.text,
        "in_force": view.in_force,
        "benefit_rule": view.rule,
        "voting": view.voting,
        "assumption": view.assumption,
        "unit": "present value, USD m",
        "nations": [
            {
                "nation": seat.key,
                "member": seat.member,
                "inside": seat.inside,
                "outside": seat.outside,
                "gain": seat.gain,
                "transfer": seat.transfer,
                "shapley_shubik": seat.power,
                "banzhaf": seat.banzhaf,
            }
            for seat in view.seats
        ],
        "leavers": [seat.key for seat in view.leavers],
        "joiners": [seat.key for seat in view.joiners],
        "surplus": view.surplus,
        "least_excess": view.least_excess,
        "rules": [
            {
                "rule": rule.name,
                "gains": dict(zip([seat.key for seat in view.members], rule.gains, strict=True)),
                "kept": rule.kept,
                "smallest_gain": rule.smallest,
                "gini": rule.gini,
                "top_share": None if np.isnan(rule.top_share) else rule.top_share,
            }
            for rule in view.rules
        ],
        "best_rules": list(view.best_rules),
        "pivotal": list(view.pivotal),
        "structures": _structures(view.structures),
    }


def _structures(found: Structures) -> dict[str, Any]:
    return {
        "possible": found.count,
        "held_by_transfers": found.held,
        "stable": [list(alliance) for alliance in found.stable],
        "farsighted": None if found.farsighted is None else [list(alliance) for alliance in found.farsighted],
        "gap_closed": None if np.isnan(found.gap) else found.gap,
        "sides": [list(alliance) for alliance in found.sides],
        "circle": [[list(alliance) for alliance in sides] for sides in found.circle],
        "rivals": None if found.rivals is None else [[list(one), list(two)] for one, two in found.rivals],
        "error": found.error,
    }
