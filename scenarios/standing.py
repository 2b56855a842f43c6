"""How firmly an alliance stands: who would leave or join, and what would keep everybody in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

import negotiation.sharing
from agents import allying
from agents.articles import ArticleValues, Text, appraise, text_of, text_space
from agents.model import AllianceModel
from agents.setting import AccordRules, Setting
from agents.summit import coalition_worths, shares, staying_out
from negotiation import power, stability, voting
from negotiation.core import least_core
from negotiation.fairness import gini, smallest_gain, top_share
from negotiation.pool import sizes
from negotiation.rulebook import find, names
from negotiation.worth import ASSUMPTIONS

Array = NDArray[np.float64]
MOST_LISTED = 12
"""Eligible nations up to which every possible alliance among them is judged."""


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
    stable: tuple[tuple[str, ...], ...]
    """Alliances among eligible nations that nobody would leave or join, under equal shares; names."""
    possible: int
    """Alliances that transfers could hold together, of ``structures``."""
    structures: int
    """Possible alliances of two or more; 0 when there are too many nations to list them."""

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


def live_and_judge(setting: Setting, *, years: int = 1, seed: int = 0) -> Standing:
    """Live through some years of a world with accords, at least 1, and judge the alliance that there is then."""
    if not 1 <= years <= 100:
        raise ValueError(f"years must be from 1 to 100, got {years}")
    model = AllianceModel(replace(setting, rounds=years), "accord", seed)
    for _ in range(years):
        model.step()
    return standing(model)


def standing(model: AllianceModel) -> Standing:
    """Judge the alliance of a model that has lived at least one year."""
    if model.now < 0:
        raise ValueError("an alliance can be judged once a year has been lived, got a model before its first year")
    accord, rules = model.accord, model.setting.accord
    eligible = tuple(sorted(set(allying.candidates(model)) | set(accord.members if accord else ())))
    if len(eligible) < 2:
        raise ValueError(f"an alliance needs at least 2 eligible nations, got {len(eligible)}")
    values = accord.values if accord else appraise(model.appraiser, eligible, allying.beliefs(model))
    members = accord.members if accord else eligible
    text = accord.text if accord else _middling(rules)
    split = accord.split if accord else shares(values, members, text, len(model.keys))
    gains = _gains_by_staying(values, members, text, rules, split)
    paid = stability.compensation(gains)
    worth = coalition_worths(values, members, text)
    decisive = power.shapley_shubik(power.winning_by(find(voting, rules.voting, "carried"), np.ones(len(members))))
    stable, possible, structures = _all_structures(values, eligible, text, rules)
    return Standing(
        year=model.year,
        alliance=rules.name,
        text=str(text),
        in_force=accord is not None,
        rule=text.benefit_rule,
        voting=rules.voting,
        assumption=ASSUMPTIONS["gamma"],
        seats=tuple(
            _seat(model, values, members, text, split, number, paid, decisive, rules) for number in eligible
        ),
        rules=tuple(_under(name, values, members, text, rules) for name in names(negotiation.sharing)),
        surplus=float(gains.sum()),
        least_excess=least_core(worth)[0],
        stable=tuple(tuple(model.names[eligible[i]] for i in range(len(eligible)) if mask >> i & 1) for mask in stable),
        possible=possible,
        structures=structures,
    )


def _middling(rules: AccordRules) -> Text:
    """The text of middling strength, where nothing has been agreed."""
    space = text_space(rules)
    texts = sorted((text_of(space, outcome) for outcome in range(space.size)), key=lambda text: text.strength(rules))
    return texts[len(texts) // 2]


def _gains_by_staying(
    values: ArticleValues, members: tuple[int, ...], text: Text, rules: AccordRules, split: Array
) -> Array:
    """What each member gains by being in rather than out, (members,) USD m."""
    inside = values.payoff(members, text, split)
    return np.array([inside[number] - staying_out(values, members, text, number, rules) for number in members])


def _seat(
    model: AllianceModel,
    values: ArticleValues,
    members: tuple[int, ...],
    text: Text,
    split: Array,
    number: int,
    paid: Array | None,
    decisive: Array,
    rules: AccordRules,
) -> Seat:
    """Judge one eligible nation."""
    member = number in members
    company = members if member else tuple(sorted((*members, number)))
    fair = split if member else shares(values, company, text, len(model.keys))
    place = members.index(number) if member else -1
    return Seat(
        key=model.keys[number],
        name=model.names[number],
        member=member,
        inside=float(values.payoff(company, text, fair)[number]),
        outside=staying_out(values, company, text, number, rules),
        transfer=float(paid[place]) if member and paid is not None else 0.0,
        power=float(decisive[place]) if member else 0.0,
    )


def _under(name: str, values: ArticleValues, members: tuple[int, ...], text: Text, rules: AccordRules) -> RuleView:
    """Judge the same alliance under another benefit rule."""
    other = Text(**{field: getattr(text, field) for field in text.__slots__} | {"benefit_rule": name})
    gains = _gains_by_staying(values, members, other, rules, shares(values, members, other, len(values.base)))
    return RuleView(
        name=name,
        gains=tuple(float(gain) for gain in gains),
        kept=int((gains >= -1e-9 * np.abs(gains).max()).sum()),
        gini=gini(gains),
        top_share=top_share(gains, np.zeros(len(gains))),
        smallest=smallest_gain(gains, np.zeros(len(gains))),
    )


def _all_structures(
    values: ArticleValues, eligible: tuple[int, ...], text: Text, rules: AccordRules
) -> tuple[list[int], int, int]:
    """Judge every alliance among the eligible: the stable ones, and how many transfers could hold together."""
    n = len(eligible)
    if n > MOST_LISTED:
        return [], 0, 0
    rows = list(eligible)
    company = [tuple(eligible[i] for i in range(n) if mask >> i & 1) for mask in range(1 << n)]
    payoff = np.array([values.payoff(members, text)[rows] for members in company])
    payoff = stability.with_minimum(payoff, rules.minimum_members)
    real = sizes(n) >= max(2, rules.minimum_members)
    quota = None if rules.entry == "open" else (1.0 if rules.voting == "unanimity" else 0.5)
    stable = [mask for mask in stability.stable_alliances(payoff, quota) if real[mask]]
    return stable, int((stability.potential_internal(payoff) & real).sum()), int(real.sum())


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
                "power": seat.power,
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
        "stable_alliances": [list(alliance) for alliance in view.stable],
        "held_by_transfers": view.possible,
        "structures": view.structures,
    }
