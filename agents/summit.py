"""The yearly summit: a text is bargained, nations join where that beats staying out, and the accord stands or falls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import negotiation.sharing
from agents.articles import ArticleValues, Text, text_of, text_space
from agents.setting import AccordRules
from negotiation.pool import Pool
from negotiation.rulebook import find
from negotiation.sitting import Sitting, hold

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened at the summit."""

    kind: str
    """offer, refusal, accession or accord."""
    actors: tuple[int, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Summit:
    """How a summit ended."""

    members: tuple[int, ...]
    """Empty where no accord came about."""
    text: Text | None
    payoff: Array
    """(nations,) present value against no accord, USD m."""
    outside: Array
    """(nations,) what each member would have by staying out while the others sign, USD m."""
    steps: tuple[Step, ...]


def coalition_worths(values: ArticleValues, members: tuple[int, ...], text: Text) -> Array:
    """Worth of every coalition of the members under a text: what its own members gain if they sign and the
    rest stay alone.

    Returns
    -------
    (2**k,) present value in USD m, indexed by bitmask over ``members``; the assumption is gamma.
    """
    k, rows = len(members), list(members)
    inside = ((np.arange(2**k)[:, None] >> np.arange(k)) & 1).astype(float)
    sizes = inside.sum(axis=1)
    pairs = (
        text.reserve_days / 60.0 * values.reserve_effect
        + text.standard_level * values.standard_effect
        + text.price_floor / 0.1 * values.floor_effect
    )[np.ix_(rows, rows)]
    worth = ((inside @ pairs) * inside).sum(axis=1)
    own_cost = (
        text.reserve_days / 60.0 * values.reserve_cost
        + text.price_floor / 0.1 * values.floor_cost
        + values.annuities * (values.contribution(text) + values.running_cost(text))
    )[rows]
    worth -= inside @ own_cost
    pooled = inside @ (values.annuities * values.contribution(text))[rows]
    best = np.zeros(2**k)
    for number, chosen in enumerate(values.plans):
        if chosen.nation not in members:
            continue
        host = inside[:, members.index(chosen.nation)] > 0
        ratio = pooled / chosen.cost
        count = np.minimum(np.where(ratio > 1, ratio, ratio ** (1 / values.exponent)), 4.0)
        best = np.maximum(best, np.where(host, count * (inside @ values.plant_effect[number][rows]), 0.0))
    worth += best
    worth[sizes < 2] = 0.0
    return worth


def shares(values: ArticleValues, members: tuple[int, ...], text: Text, nations: int) -> Array:
    """Share of the accord's returns that each nation gets under the text's benefit rule, (nations,), summing to 1."""
    split = np.zeros(nations)
    worth = coalition_worths(values, members, text)
    rows = list(members)
    if worth[-1] <= 0:
        split[rows] = 1.0 / len(members)
        return split
    pool = Pool(amount=float(worth[-1]), worth=worth, weight=np.maximum(values.contribution(text)[rows], 1e-9))
    part = np.asarray(find(negotiation.sharing, text.benefit_rule, "share")(pool)) / worth[-1]
    split[rows] = part
    return split


def bargain(
    values: ArticleValues,
    members: tuple[int, ...],
    rules: AccordRules,
    margin: Array,
    tactics: tuple[str, ...],
    rng: np.random.Generator,
) -> tuple[Text | None, Sitting]:
    """Let some nations bargain over the articles; ``margin`` is (nations,) the gain that each needs at home, USD m."""
    space, rows = text_space(rules), list(members)
    texts = [text_of(space, outcome) for outcome in range(space.size)]
    splits = {rule: shares(values, members, _middling(texts, rule, rules), len(margin)) for rule in rules.benefit_rule}
    table = np.array([values.payoff(members, text, splits[text.benefit_rule])[rows] for text in texts]).T
    sitting = hold(
        rules.protocol, table, margin[rows], [tactics[row] for row in rows], deadline=rules.proposals, rng=rng
    )
    return (None if sitting.agreement is None else texts[sitting.agreement]), sitting


def _middling(texts: list[Text], rule: str, rules: AccordRules) -> Text:
    """A text of middling strength under a rule; the split of benefits is reckoned on it for all texts."""
    same = [text for text in texts if text.benefit_rule == rule]
    return sorted(same, key=lambda text: text.strength(rules))[len(same) // 2]


def convene(
    values: ArticleValues,
    candidates: tuple[int, ...],
    rules: AccordRules,
    margin: Array,
    tactics: tuple[str, ...],
    names: tuple[str, ...],
    rng: np.random.Generator,
) -> Summit:
    """Hold a summit: bargain, let those leave who do better outside, and bargain again among those who stay."""
    steps: list[Step] = []
    nations, sitting_members = len(margin), candidates
    nobody = Summit(members=(), text=None, payoff=np.zeros(nations), outside=np.zeros(nations), steps=())
    for _ in range(4):
        if len(sitting_members) < rules.minimum_members:
            break
        text, sitting = bargain(values, sitting_members, rules, margin, tactics, rng)
        if text is None:
            sitting_members, step = _without_least_content(values, sitting_members, rules, margin, names)
            steps.append(step)
            continue
        steps.append(
            Step(
                kind="offer",
                actors=sitting_members,
                text=f"After {sitting.rounds} proposals {len(sitting_members)} nations settle on: {text}.",
            )
        )
        members, left = accede(values, sitting_members, text, rules, margin, names)
        steps += left
        if members == sitting_members:
            payoff = values.payoff(members, text, shares(values, members, text, nations))
            outside = np.array([staying_out(values, members, text, nation, rules) for nation in range(nations)])
            return Summit(members=members, text=text, payoff=payoff, outside=outside, steps=tuple(steps))
        sitting_members = members
    steps.append(
        Step(
            kind="refusal",
            actors=sitting_members,
            text=f"No accord: fewer than {rules.minimum_members} nations would gain by signing the same text.",
        )
    )
    return Summit(members=nobody.members, text=None, payoff=nobody.payoff, outside=nobody.outside, steps=tuple(steps))


def staying_out(values: ArticleValues, members: tuple[int, ...], text: Text, nation: int, rules: AccordRules) -> float:
    """What a nation has if it stays out while the others sign: nothing changes if too few are left; USD m."""
    others = tuple(member for member in members if member != nation)
    if len(others) < rules.minimum_members:
        return 0.0
    return float(values.payoff(others, text)[nation])


def accede(
    values: ArticleValues,
    members: tuple[int, ...],
    text: Text,
    rules: AccordRules,
    margin: Array,
    names: tuple[str, ...],
) -> tuple[tuple[int, ...], list[Step]]:
    """Let nations leave, the least content first, until nobody left would rather stay out."""
    steps: list[Step] = []
    while len(members) >= rules.minimum_members:
        payoff = values.payoff(members, text, shares(values, members, text, len(margin)))
        regret = {
            nation: staying_out(values, members, text, nation, rules) + margin[nation] - payoff[nation]
            for nation in members
        }
        worst = max(regret, key=lambda nation: (regret[nation], -nation))
        if regret[worst] <= 0:
            break
        members = tuple(nation for nation in members if nation != worst)
        steps.append(
            Step(
                kind="refusal",
                actors=(worst,),
                text=(
                    f"{names[worst]} stays out: signing is worth {payoff[worst]:,.0f} USD m to it, "
                    f"staying out while the others sign {payoff[worst] + regret[worst] - margin[worst]:,.0f} USD m."
                ),
            )
        )
    return members, steps


def _without_least_content(
    values: ArticleValues, members: tuple[int, ...], rules: AccordRules, margin: Array, names: tuple[str, ...]
) -> tuple[tuple[int, ...], Step]:
    """Send away the nation whose best text is worth least to it against what it needs."""
    space = text_space(rules)
    best = np.max([values.payoff(members, text_of(space, outcome)) for outcome in range(space.size)], axis=0)
    worst = min(members, key=lambda nation: (best[nation] - margin[nation], nation))
    left = tuple(nation for nation in members if nation != worst)
    return left, Step(
        kind="refusal",
        actors=(worst,),
        text=(
            f"No text carries; {names[worst]} leaves the table: its best text is worth {best[worst]:,.0f} USD m, "
            f"and it needs {margin[worst]:,.0f}."
        ),
    )
