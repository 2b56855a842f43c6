"""The summit: nations bargain over a text, join where that beats staying out, and admit or refuse others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.accord.article_values import ArticleValues
from agents.accord.coalitions import shares, splits, staying_outside, weights
from agents.questions.accord import AdmitNewcomer, AskToJoin, LeastAtSummit, Sign, VoteOnText
from agents.questions.asking import Ask
from agents.terms.text import Levels, Text, text_of, text_space
from agents.world.accord_rules import AccordRules
from negotiation.bargaining.sitting import Rules, Sitting, hold
from negotiation.least_worth import LEAST_WORTH, at_table, greatest
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
    """The facts about all nations at a summit; arrays and tuples are by nation."""

    values: ArticleValues
    margin: Array
    """Gain that each needs for ratification at home, USD m."""
    tactics: tuple[str, ...]
    names: tuple[str, ...]
    bloc: Array
    """Number of the region of each."""
    agenda: str = ""
    """The articles taken up and why, where there are more than a summit can bargain over."""
    probe: Probe | None = None
    """Runs a whole text through the market, and returns what the sum of its articles leaves out, USD m."""

    tabled: Text | None = None
    """Text that a government has put forward; nations do not bargain over it, they say yes or no."""
    mediated: bool = True
    """True if a mediator looks for a better text at a review; otherwise members vote on the tabled one, if any."""
    ask: Ask
    """Asks nations for their decisions."""

    def checked(self, members: Members, text: Text) -> Room:
        """Continue with the findings of whole runs of a text, for its members and for each of them staying out."""
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
        """Worth to every nation if the members sign a text and share by its rule, (nations,) USD m."""
        return self.values.payoff(members, text, shares(self.values, members, text, self.bloc))

    def outside(self, members: Members, text: Text) -> Array:
        """Worth to every nation if it stays out while the others sign, (nations,) USD m."""
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
    """(nations,) worth to each of staying out while the others sign, USD m."""
    steps: tuple[Step, ...]
    values: ArticleValues
    """The worth of the articles as then known."""


def bargain(
    room: Room, members: Members, rng: np.random.Generator, walls: Array | None = None
) -> tuple[Text | None, Sitting]:
    """Let some nations bargain over the articles.

    Parameters
    ----------
    walls : (nations,) least gain that each asks for, USD m; by default nations are asked.
    """
    rules, space, rows = room.rules, text_space(room.rules), list(members)
    split = splits(room.values, members, rules.benefit_rule, room.bloc)
    levels = Levels.every(rules)
    table = (room.values.payoffs(members, levels, split) + room.values.expected_error(members, levels))[:, rows].T
    table, least = at_table(table, (least_of(room, members) if walls is None else walls)[rows], LEAST_WORTH)
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
    """Weights at the table before there is a text, (members,): for contributions, their base."""
    by = {"contribution": values.base, "gdp": values.gdp, "demand": values.consumption}
    weight = np.clip(by[values.rules.weight_by][list(members)], 0, None)
    return tuple((weight if weight.sum() > 0 else np.ones(len(members))).tolist())


def least_of(room: Room, members: Members) -> Array:
    """Ask nations for the least gain they accept, (nations,) USD m; for the others it is the gain needed at home."""
    least = room.margin.astype(np.float64)
    for nation in members:
        least[nation] = room.ask(nation, LeastAtSummit(needs=float(room.margin[nation])))
    return least


def convene(room: Room, candidates: Members, rng: np.random.Generator) -> Summit:
    """Found an accord: bargain, let nations that do better outside leave, and bargain again among the rest."""
    steps: list[Step] = []
    seated, least = candidates, least_of(room, candidates)
    for _ in range(4):
        if not room.values.stands(seated):
            break
        text, rounds = (room.tabled, 1) if room.tabled else _bargained(room, seated, rng, least)
        if text is None:
            seated, step = _without_least_content(room, seated, least)
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


def _bargained(room: Room, members: Members, rng: np.random.Generator, least: Array) -> tuple[Text | None, int]:
    text, sitting = bargain(room, members, rng, least)
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
    """Admit outsiders, and bargain for a text that is better for all; without one the old text stays."""
    seated, steps = admit(room, members, outsiders, text)
    room = room.checked(seated, text)
    if not room.mediated:
        return _voted(room, seated, members, text, steps)
    found, sitting = bargain(room, seated, rng, walls=room.payoff(seated, text))
    if found is not None and found != text:
        known = room.checked(seated, found)
        worse = _against(known, seated, seated, text, found)
        if not worse:
            said = f"After {sitting.rounds} proposals {len(seated)} members settle on a new text: {found}."
            return _ended(known, seated, found, [*steps, Step(kind="offer", actors=seated, text=said)])
        losers = " and ".join(room.names[member] for member in worse)
        said = f"A new text looked better by its articles, but as a whole it is worse for {losers}; the old one stays."
    else:
        said = f"After {sitting.rounds} proposals no text is better for all members; the old one stays."
    return _ended(room, seated, text, [*steps, Step(kind="offer", actors=seated, text=said)])


def _voted(room: Room, seated: Members, old: Members, text: Text, steps: list[Step]) -> Summit:
    """Put a tabled text to the members' vote; without one the old text stays."""
    if room.tabled is None or room.tabled == text:
        said = "No member has tabled a new text; the old one stays."
        return _ended(room, seated, text, [*steps, Step(kind="offer", actors=seated, text=said)])
    known = room.checked(seated, room.tabled)
    against = _against(known, seated, old, text, room.tabled)
    votes = f"{len(seated) - len(against)} of {len(seated)} members vote for the tabled text"
    if against:
        votes += f", against it {' and '.join(room.names[m] for m in against)}"
    if carried(known.values, seated, text, against):
        said = f"{votes}; it is adopted: {room.tabled}."
        return _ended(known, seated, room.tabled, [*steps, Step(kind="offer", actors=seated, text=said)])
    said = f"{votes}; the old one stays."
    return _ended(room, seated, text, [*steps, Step(kind="refusal", actors=against, text=said)])


def _against(room: Room, seated: Members, old: Members, text: Text, new: Text) -> Members:
    """Ask all seated members whether they are for a new text, and list those that are not."""
    now, then = room.payoff(seated, text), room.payoff(seated, new)

    def votes(member: int) -> bool:
        question = VoteOnText(
            member=member in old, text=text, tabled=new, now=float(now[member]), then=float(then[member])
        )
        return bool(room.ask(member, question).yes)

    return tuple(member for member in seated if not votes(member))


def admit(room: Room, members: Members, outsiders: Members, text: Text) -> tuple[Members, list[Step]]:
    """Let outsiders that ask to join do so, those that gain most first; an exclusive accord votes on each."""
    steps: list[Step] = []
    waiting = sorted(outsiders)
    while waiting:
        present = room.payoff(members, text)
        after = {nation: room.payoff(tuple(sorted((*members, nation))), text) for nation in waiting}
        asking = {nation: asked for nation in waiting if (asked := _asks(room, members, text, nation, present, after))}
        if not asking:
            break
        first = greatest(list(asking), [float(after[one][one] - present[one] - room.margin[one]) for one in asking])
        waiting.remove(first)
        name = room.names[first]
        told = f"{name} asks to join: {asking[first]}"
        if room.rules.entry == "exclusive":
            against = _unwelcome(room, members, first, present, after[first])
            if not carried(room.values, members, text, tuple(against)):
                voted = " and ".join(f"{room.names[m]} ({reason})" for m, reason in against.items())
                steps.append(Step(kind="refusal", actors=(first, *against), text=f"{told}. Voted down by {voted}."))
                continue
        others = float(sum(after[first][m] - present[m] for m in members))
        members = tuple(sorted((*members, first)))
        steps.append(Step(kind="accession", actors=(first,), text=f"{told}, {others:+,.0f} to the members. It joins."))
    return members, steps


def _asks(room: Room, members: Members, text: Text, nation: int, present: Array, after: Mapping[int, Array]) -> str:
    """Say why an outsider asks to join; empty if it does not."""
    question = AskToJoin(
        members=members,
        text=text,
        inside=float(after[nation][nation]),
        outside=float(present[nation]),
        needs=float(room.margin[nation]),
    )
    asked = room.ask(nation, question)
    return str(asked.reason) if asked.yes else ""


def _unwelcome(room: Room, members: Members, newcomer: int, present: Array, after: Array) -> dict[int, str]:
    """Ask members about a newcomer; list those that vote against it, and why."""
    against = {}
    for member in members:
        question = AdmitNewcomer(newcomer=newcomer, without=float(present[member]), together=float(after[member]))
        voted = room.ask(member, question, about=(newcomer,))
        if not voted.yes:
            against[member] = voted.reason
    return against


def carried(values: ArticleValues, members: Members, text: Text, against: Members) -> bool:
    """Tell whether the members that are not against it can pass a proposal under the accord's voting rule."""
    votes = np.array([member not in against for member in members])
    return bool(find(voting, values.rules.voting, "carried")(votes, weights(values, members, text)))


def accede(room: Room, members: Members, text: Text) -> tuple[Members, list[Step]]:
    """Let nations that would not sign leave, the least content first, until all that are left sign."""
    steps: list[Step] = []
    while room.values.stands(members):
        payoff, regret, reasons = room.payoff(members, text), [], {}
        out = dict(zip(members, staying_outside(room.values, members, text).tolist(), strict=True))
        for nation in sorted(members):
            inside, outside = float(payoff[nation]), float(out[nation])
            needs = float(room.margin[nation])
            question = Sign(members=members, text=text, inside=inside, outside=outside, needs=needs)
            signed = room.ask(nation, question)
            if not signed.yes:
                reasons[nation] = signed.reason
                regret.append(outside + needs - inside)
        if not reasons:
            break
        worst = greatest(list(reasons), regret)
        members = tuple(nation for nation in members if nation != worst)
        said = f"{room.names[worst]} stays out: {reasons[worst]}."
        steps.append(Step(kind="refusal", actors=(worst,), text=said))
    return members, steps


def _without_least_content(room: Room, members: Members, least: Array) -> tuple[Members, Step]:
    """Exclude the nation whose best text falls furthest short of what it asks for."""
    best = room.values.payoffs(members, Levels.every(room.rules)).max(axis=0)
    # A nation that signs whatever it gains is the last to be excluded.
    loose = sorted(nation for nation in members if np.isfinite(least[nation])) or sorted(members)
    asks = np.where(np.isfinite(least), least, room.margin)
    worst = greatest(loose, [asks[nation] - best[nation] for nation in loose])
    left = tuple(nation for nation in members if nation != worst)
    return left, Step(
        kind="refusal",
        actors=(worst,),
        text=(
            f"No text carries; {room.names[worst]} leaves the table: its best text is worth {best[worst]:,.0f} USD m, "
            f"and it needs {asks[worst]:,.0f}."
        ),
    )
