"""The summit: nations bargain over a text, join where that beats staying out, and let others in or keep them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from agents.accord_rules import AccordRules
from agents.coalitions import shares, splits, staying_outside, weights
from agents.effects import ArticleValues
from agents.texts import Levels, Text, text_of, text_space
from negotiation.bargaining.sitting import Rules, Sitting, hold
from negotiation.least_worth import LEAST_WORTH, at_table, exceeds, greatest
from negotiation.politics import voting
from negotiation.rulebook import find

Array = NDArray[np.float64]
Members = tuple[int, ...]
Probe = Callable[[ArticleValues, tuple[int, ...], Text], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that happened at the summit."""

    kind: str
    """offer, refusal, accession or accord."""
    actors: Members
    text: str


@dataclass(frozen=True, kw_only=True)
class Room:
    """What all who come to a summit bring along; arrays and tuples are by nation."""

    values: ArticleValues
    margin: Array
    """Gain that each needs at home, USD m."""
    tactics: tuple[str, ...]
    names: tuple[str, ...]
    bloc: Array
    """Number of the region of each."""
    agenda: str = ""
    """Which articles are taken up and why, where there are more than a summit can bargain over."""
    probe: Probe | None = None
    """Runs a whole text through the market, and tells what the sum of its articles leaves out, USD m."""

    tabled: Text | None = None
    """Text that a government has put forward; with it nobody bargains, one says yes or no."""
    decided: Mapping[int, bool] = field(default_factory=dict)
    """Nations whose governments have said themselves whether they are for it; the others reckon."""

    def checked(self, members: Members, text: Text) -> Room:
        """Go on with what whole runs of a text say, for its members and for each of them staying out."""
        groups = [members, *(tuple(m for m in members if m != out) for out in members)]
        groups = [group for group in groups if self.values.stands(group) and len(group) > 1]
        if self.probe is None or not groups:
            return self
        found = {(group, text): self.probe(self.values, group, text) for group in groups}
        return replace(self, values=self.values.checking(found))

    @property
    def rules(self) -> AccordRules:
        """The rules of the accord."""
        return self.values.rules

    def payoff(self, members: Members, text: Text) -> Array:
        """What every nation has if the members sign a text and share by its rule, (nations,) USD m."""
        return self.values.payoff(members, text, shares(self.values, members, text, self.bloc))

    def outside(self, members: Members, text: Text) -> Array:
        """What every nation has if it stays out while the others sign, (nations,) USD m."""
        beside = next((nation for nation in range(len(self.margin)) if nation not in members), None)
        stays = self.values.free_riding and self.values.stands(members) and beside is not None
        outside = self.values.payoff(members, text) if stays else np.zeros(len(self.margin))
        outside[list(members)] = staying_outside(self.values, members, text)
        return outside


@dataclass(frozen=True, kw_only=True)
class Summit:
    """How a summit ended."""

    members: Members
    """Empty where no accord came about."""
    text: Text | None
    payoff: Array
    """(nations,) present value against no accord, USD m."""
    outside: Array
    """(nations,) what each would have by staying out while the others sign, USD m."""
    steps: tuple[Step, ...]
    values: ArticleValues
    """What everybody then knew about the articles."""


def bargain(
    room: Room, members: Members, rng: np.random.Generator, walls: Array | None = None
) -> tuple[Text | None, Sitting]:
    """Let some nations bargain over the articles.

    Parameters
    ----------
    walls : (nations,) what each has without agreement, USD m; by default the gain that it needs at home.
    """
    rules, space, rows = room.rules, text_space(room.rules), list(members)
    split = splits(room.values, members, rules.benefit_rule, room.bloc)
    levels = Levels.every(rules)
    table = (room.values.payoffs(members, levels, split) + room.values.expected_error(members, levels))[:, rows].T
    table, least = at_table(table, (_walls(room) if walls is None else walls)[rows], LEAST_WORTH)
    sitting = hold(
        rules.protocol,
        table,
        least,
        [room.tactics[row] for row in rows],
        deadline=rules.proposals,
        rng=rng,
        names=[room.names[row] for row in rows],
        space=space,
        rules=Rules(chair=rules.chair, ballot=rules.ballot, weights=chairing(room.values, members)),
    )
    return (None if sitting.agreement is None else text_of(space, sitting.agreement)), sitting


def chairing(values: ArticleValues, members: Members) -> tuple[float, ...]:
    """What weighs at the table before there is a text, (members,): for contributions, what they are levied on."""
    by = {"contribution": values.base, "gdp": values.gdp, "demand": values.consumption}
    weight = np.clip(by[values.rules.weight_by][list(members)], 0, None)
    return tuple((weight if weight.sum() > 0 else np.ones(len(members))).tolist())


def _walls(room: Room) -> Array:
    """Give what each needs at home; a government that has decided to sign takes what the table brings."""
    if not room.decided:
        return room.margin
    signs = np.array([bool(room.decided.get(nation)) for nation in range(len(room.margin))])
    return np.where(signs, -np.inf, room.margin)


def convene(room: Room, candidates: Members, rng: np.random.Generator) -> Summit:
    """Found an accord: bargain, let those leave who do better outside, and bargain again among those who stay."""
    steps: list[Step] = []
    seated = candidates
    for _ in range(4):
        if not room.values.stands(seated):
            break
        text, rounds = (room.tabled, 1) if room.tabled else _bargained(room, seated, rng)
        if text is None:
            seated, step = _without_least_content(room, seated)
            steps.append(step)
            continue
        said = f"After {rounds} proposals {len(seated)} nations settle on: {text}."
        if room.tabled:
            said = f"{len(seated)} nations have a text before them: {text}."
        steps.append(Step(kind="offer", actors=seated, text=said))
        members, left = accede(room, seated, text)
        steps += left
        if members == seated:
            room = room.checked(members, text)
            members, left = accede(room, seated, text)
            steps += left
            if members == seated:
                return _ended(room, members, text, steps)
        seated = members
    said = f"No accord: fewer than {room.rules.minimum_members} nations would gain by signing the same text."
    lacking = [room.names[nation] for nation in room.values.indispensable if nation not in seated]
    if lacking:
        said = f"No accord: {' and '.join(lacking)} would not gain by signing, and nothing comes into force without."
    steps.append(Step(kind="refusal", actors=seated, text=said))
    nothing = np.zeros(len(room.margin))
    return Summit(members=(), text=None, payoff=nothing, outside=nothing, steps=tuple(steps), values=room.values)


def _bargained(room: Room, members: Members, rng: np.random.Generator) -> tuple[Text | None, int]:
    text, sitting = bargain(room, members, rng)
    return text, sitting.rounds


def _ended(room: Room, members: Members, text: Text, steps: list[Step]) -> Summit:
    return Summit(
        members=members,
        text=text,
        payoff=room.payoff(members, text),
        outside=room.outside(members, text),
        steps=tuple(steps),
        values=room.values,
    )


def review(room: Room, members: Members, outsiders: Members, text: Text, rng: np.random.Generator) -> Summit:
    """Let outsiders in, and bargain for a text that is better for all; where there is none the old one stays."""
    seated, steps = admit(room, members, outsiders, text)
    room = room.checked(seated, text)
    if room.decided:
        return _voted(room, seated, text, steps)
    found, sitting = bargain(room, seated, rng, walls=room.payoff(seated, text))
    if found is not None and found != text:
        known = room.checked(seated, found)
        worse = _against(known.payoff(seated, text), known.payoff(seated, found), seated)
        if not worse:
            said = f"After {sitting.rounds} proposals {len(seated)} members settle on a new text: {found}."
            return _ended(known, seated, found, [*steps, Step(kind="offer", actors=seated, text=said)])
        losers = " and ".join(room.names[member] for member in worse)
        said = f"A new text looked better by its articles, but as a whole it is worse for {losers}; the old one stays."
    else:
        said = f"After {sitting.rounds} proposals no text is better for all members; the old one stays."
    return _ended(room, seated, text, [*steps, Step(kind="offer", actors=seated, text=said)])


def _voted(room: Room, members: Members, text: Text, steps: list[Step]) -> Summit:
    """Put a tabled text to the members' vote; without one the old text stays."""
    if room.tabled is None or room.tabled == text:
        said = "No member has tabled a new text; the old one stays."
        return _ended(room, members, text, [*steps, Step(kind="offer", actors=members, text=said)])
    known = room.checked(members, room.tabled)
    worse = _against(known.payoff(members, text), known.payoff(members, room.tabled), members)
    against = tuple(m for m in members if (not room.decided[m] if m in room.decided else m in worse))
    votes = f"{len(members) - len(against)} of {len(members)} members vote for the tabled text"
    if against:
        votes += f", against it {' and '.join(room.names[m] for m in against)}"
    if carried(known.values, members, text, against):
        said = f"{votes}; it is adopted: {room.tabled}."
        return _ended(known, members, room.tabled, [*steps, Step(kind="offer", actors=members, text=said)])
    said = f"{votes}; the old one stays."
    return _ended(room, members, text, [*steps, Step(kind="refusal", actors=against, text=said)])


def admit(room: Room, members: Members, outsiders: Members, text: Text) -> tuple[Members, list[Step]]:
    """Let outsiders join that gain by it, those that gain most first; an exclusive accord votes on each."""
    steps: list[Step] = []
    waiting = list(outsiders)
    while waiting:
        present = room.payoff(members, text)
        after = {nation: room.payoff(tuple(sorted((*members, nation))), text) for nation in waiting}
        gain = {nation: float(after[nation][nation] - present[nation] - room.margin[nation]) for nation in waiting}
        # A government that has decided to join asks whatever it gains.
        gain = {nation: max(figure, 1.0) if room.decided.get(nation) else figure for nation, figure in gain.items()}
        waiting.sort()
        first = greatest(waiting, [gain[nation] for nation in waiting])
        waiting.remove(first)
        if not exceeds(gain[first]):
            break
        against = _against(present, after[first], members)
        name = room.names[first]
        told = f"{name} asks to join: worth {after[first][first] - present[first]:,.0f} USD m to it"
        if room.rules.entry == "exclusive" and not carried(room.values, members, text, against):
            voted = " and ".join(f"{room.names[m]} ({after[first][m] - present[m]:+,.0f} USD m)" for m in against)
            steps.append(Step(kind="refusal", actors=(first, *against), text=f"{told}. Voted down by {voted}."))
            continue
        members = tuple(sorted((*members, first)))
        others = float(sum(after[first][m] - present[m] for m in members if m != first))
        steps.append(Step(kind="accession", actors=(first,), text=f"{told}, {others:+,.0f} to the members. It joins."))
    return members, steps


def _against(present: Array, after: Array, members: Members) -> Members:
    """Members to which a change does harm."""
    return tuple(member for member in members if exceeds(float(present[member]), float(after[member])))


def carried(values: ArticleValues, members: Members, text: Text, against: Members) -> bool:
    """Tell whether the members that are not against carry a proposal under the accord's voting rule."""
    votes = np.array([member not in against for member in members])
    return bool(find(voting, values.rules.voting, "carried")(votes, weights(values, members, text)))


def accede(room: Room, members: Members, text: Text) -> tuple[Members, list[Step]]:
    """Let nations leave, the least content first, until nobody left would rather stay out."""
    steps: list[Step] = []
    while room.values.stands(members):
        payoff = room.payoff(members, text)
        out = dict(zip(members, staying_outside(room.values, members, text).tolist(), strict=True))
        regret = {
            nation: out[nation] + room.margin[nation] - payoff[nation]
            for nation in members
            if not room.decided.get(nation)
        }
        if not regret:
            break
        loose = sorted(regret)
        worst = greatest(loose, [regret[nation] for nation in loose])
        if not exceeds(float(regret[worst])):
            break
        members = tuple(nation for nation in members if nation != worst)
        said = (
            f"{room.names[worst]} stays out: signing is worth {payoff[worst]:,.0f} USD m to it, "
            f"staying out while the others sign {out[worst]:,.0f}; it needs {room.margin[worst]:,.0f} more at home."
        )
        steps.append(Step(kind="refusal", actors=(worst,), text=said))
    return members, steps


def _without_least_content(room: Room, members: Members) -> tuple[Members, Step]:
    """Send away the nation whose best text is worth least to it against what it needs."""
    best = room.values.payoffs(members, Levels.every(room.rules)).max(axis=0)
    loose = [nation for nation in members if not room.decided.get(nation)] or members
    worst = greatest(sorted(loose), [room.margin[nation] - best[nation] for nation in sorted(loose)])
    left = tuple(nation for nation in members if nation != worst)
    return left, Step(
        kind="refusal",
        actors=(worst,),
        text=(
            f"No text carries; {room.names[worst]} leaves the table: its best text is worth {best[worst]:,.0f} USD m, "
            f"and it needs {room.margin[worst]:,.0f}."
        ),
    )
