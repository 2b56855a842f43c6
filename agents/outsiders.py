"""Outsiders go to law against walls: articles of an accord that keep their trade out, and nations that keep their ore.

A wall may be claimed against by whom it harms, before the forum for outsiders (GATT Articles I, II and XI). What part
of it the environment justifies (Article XX) counts for the accord. Whoever loses takes the wall down or lowers it to
what is justified where that is cheaper than to pay; a sum paid buys peace for the years that it was reckoned for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents import claims
from agents.articles import article, hook
from agents.reckoning import relation
from agents.saying import counted, listed, percent
from agents.streams import stream
from agents.texts import Text
from agents.valuation import sound_prices
from market.welfare import welfare
from negotiation.disputes.claim import open_claim
from negotiation.disputes.dispute import Dispute, Happening, Kind, move
from negotiation.disputes.docket import may_claim
from negotiation.disputes.settlement import enforcement
from negotiation.figures import money

if TYPE_CHECKING:
    from agents.accord import Accord
    from agents.model import AllianceModel
    from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
YEARS = 2
"""Years of harm that a claim asks for, as long as governments weigh what a partner is worth."""
LEAST = 0.05
"""Level below which what is left of an article counts as nothing."""


@dataclass(frozen=True, kw_only=True)
class Wall:
    """Something that keeps trade out or ore in, with what it does to everybody."""

    name: str
    """An article of the accord, or the key of the nation that keeps its ore."""
    builders: tuple[int, ...]
    """Who has put it up."""
    said: str
    justified: float
    """Part of it that the environment justifies (0-1)."""
    years: int
    """Years of harm that a claim may ask for."""
    harm: Array
    """(nations,) what each loses by it, USD m/yr; below 0 for those who gain."""
    crossing: Array
    """(nations, nations) t/yr of all goods between row and column with it."""
    free: Array
    """The same without it."""

    def evidence(self, nation: int) -> tuple[float, float]:
        """Tonnes a year between a nation and the builders without the wall, and with it."""
        free, crossing = (
            float(table[nation, list(self.builders)].sum() + table[list(self.builders), nation].sum())
            for table in (self.free, self.crossing)
        )
        return free, min(free, crossing)

    def answers(self, nation: int) -> int:
        """The builder by which a nation loses most trade; the claim is against it."""
        lost = (self.free - self.crossing)[nation] + (self.free - self.crossing)[:, nation]
        return max(self.builders, key=lambda builder: (lost[builder], -builder))


@dataclass
class Walls:
    """The walls that were claimed against. The model writes it; everything else reads it."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Number of each wall by its name; W1 is the first on the record."""
    said: dict[str, str] = field(default_factory=dict)
    """What each is, by its name on the record."""
    cases: dict[str, int] = field(default_factory=dict)
    """Claims so far, by the same name."""
    quiet: dict[tuple[str, int], int] = field(default_factory=dict)
    """By wall and claimant: quarter of the run until which there is peace."""
    gains: dict[str, float] = field(default_factory=dict)
    """What a wall is worth to its builders, by case, USD m over the years that the claim asks for."""
    caps: dict[str, float] = field(default_factory=dict)
    """Highest level of articles that had to be lowered."""
    open_: frozenset[int] = frozenset()
    """Nations that may not keep their ore any more."""

    def record(self, name: str) -> str:
        """What the record calls a wall."""
        return f"W{self.numbers.setdefault(name, len(self.numbers) + 1)}"


def standing(model: AllianceModel) -> list[Wall]:
    """Find the walls of the day, each by one run of the market with it and one without."""
    plain, accord = model.books.working(), model.accord
    quarter = plain if accord is None else _under(model, accord, accord.text, plain)
    found = []
    if accord is not None:
        for name, level in accord.text.more:
            justified = hook(name, "justified")
            if justified is None or level <= model.walls.caps.get(name, -1.0):
                continue  # No wall, or one that a ruling has brought down to what is justified.
            without = _under(model, accord, _without(accord.text, name), plain)
            said = f"{model.setting.accord.name}: {article(name).say(level)}"
            part = float(np.clip(justified(model.setting.accord, level), 0.0, 1.0))
            found.append(_wall(model, quarter, without, name, accord.members, said, part, YEARS))
    for number in sorted(model.restricted):
        ban = quarter.ban.copy()
        ban[number, :, 0] = True
        said = f"{model.names[number]} keeps its ore at home"
        found.append(
            _wall(model, replace(quarter, ban=ban), quarter, model.keys[number], (number,), said, 0.0, 1)
        )
    return found


def _under(model: AllianceModel, accord: Accord, text: Text, plain: Quarter) -> Quarter:
    ruled = replace(accord, text=text, notice=dict(accord.notice), kept=dict(accord.kept))
    return ruled.policy(model.books, plain, sound_prices(model.spot), model.clear)[0]


def _without(text: Text, name: str, level: float = 0.0) -> Text:
    """The same text with an article at a lower level, or none."""
    left = {**dict(text.more), name: level}
    return replace(text, more=tuple(sorted((key, at) for key, at in left.items() if at > 0)))


def _wall(
    model: AllianceModel,
    behind: Quarter,
    without: Quarter,
    name: str,
    builders: tuple[int, ...],
    said: str,
    justified: float,
    years: int,
) -> Wall:
    walled, free = model.clear(behind), model.clear(without)
    harm = welfare(model.books.shape, without, free).total - welfare(model.books.shape, behind, walled).total
    return Wall(
        name=name,
        builders=builders,
        said=said,
        justified=justified,
        years=years,
        harm=harm,
        crossing=_flows(walled),
        free=_flows(free),
    )


def _flows(outcome: Outcome) -> Array:
    flows: Array = outcome.trade.sum(axis=(2, 3))
    return flows


def file(model: AllianceModel, season: int) -> None:
    """Let the outsider that a wall harms most claim against it, once a year and one case at a time for each wall."""
    rules = model.setting.disputes
    _give_way(model, season)
    if season % 4 != 3 or rules.outsiders_forum == "none" or model.regime == "unilateral":
        return
    for wall in standing(model):
        record = model.walls.record(wall.name)
        if any(case.open for case in of(model, record)):
            continue
        harmed = sorted(
            (n for n in range(len(model.keys)) if n not in wall.builders), key=lambda n: (-wall.harm[n], n)
        )
        ready = [
            nation
            for nation in harmed
            if wall.harm[nation] * wall.years >= max(rules.smallest_claim, 1e-9)
            and model.walls.quiet.get((record, nation), 0) <= season
            and may_claim(model.promises.disputes, nation, rules.cases_per_nation)
        ]
        if ready:
            _claim(model, wall, record, harmed, ready[0], season)


def _give_way(model: AllianceModel, season: int) -> None:
    """Let those take their walls down at the end of talks who would gain less by them than they expect to pay."""
    terms = model.promises.terms()
    for case in model.promises.disputes:
        over = season - case.stage_since >= terms.consultation_quarters
        if case.stage == "consultation" and over and case.id in model.walls.gains and not case.held:
            feared = case.respondent_view * enforcement(case.forum, terms) * case.stake
            _put_right(model, case, season, feared, "it would expect to pay")


def of(model: AllianceModel, record: str) -> list[Dispute]:
    """List the cases about a wall, the oldest first."""
    return [case for case in model.promises.disputes if case.id.startswith(f"{record}/")]


def _claim(
    model: AllianceModel, wall: Wall, record: str, harmed: list[int], claimant: int, season: int
) -> None:
    desk, rules = model.walls, model.setting
    desk.said[record] = wall.said
    desk.cases[record] = desk.cases.get(record, 0) + 1
    case, respondent = f"{record}/{desk.cases[record]}", wall.answers(claimant)
    losers = [nation for nation in harmed if wall.harm[nation] > 0]
    most = listed([f"{model.names[n]} {money(float(wall.harm[n]))}" for n in losers[:3]])
    text = (
        f"{wall.said}. Outsiders lose {money(float(wall.harm[losers].sum()))} a year by it, most of all {most}; "
        f"it is worth {money(-float(wall.harm[list(wall.builders)].sum()))} a year to who put it up."
    )
    model.log.note(model.now, "policy", wall.builders, text, season % 4 + 1, about=record)
    free, crossing = wall.evidence(claimant)
    aligned = rules.accord.open_trade or wall.name in model.keys
    forum = rules.disputes.outsiders_forum if aligned else "consultation"
    dispute, news = open_claim(
        id=case,
        claimant=claimant,
        respondent=respondent,
        obligations=(record,),
        promised=free,
        delivered=crossing,
        stake=float(wall.harm[claimant]) * wall.years,
        forum=forum,
        quarter=season,
        terms=model.promises.terms(),
        rng=stream("politics", model.seed, model.replication, 7, season, desk.numbers[wall.name]),
        excused_share=wall.justified,
        relation=relation(model.promises, respondent, claimant, model.trust.expected, season),
        claimant_name=model.names[claimant],
        respondent_name=model.names[respondent],
        goods="goods",
        grounds=(
            f"without the wall {free:,.0f} t a year would cross, with it {crossing:,.0f} t do"
            + (f"; {percent(wall.justified)} of it may be justified" if wall.justified > 0 else "")
        ),
    )
    desk.gains[case] = -float(wall.harm[list(wall.builders)].sum()) * wall.years
    model.promises.disputes = (*model.promises.disputes, dispute)
    _tell(model, news, season)


def settle(model: AllianceModel, before: tuple[Dispute, ...], season: int) -> None:
    """Share among members what one of them paid for their wall, and let a loser put right what it would rather not pay.

    ``before`` are the disputes as they stood before this quarter's steps.
    """
    paid = {case.id: case.paid for case in before}
    for case in model.promises.disputes:
        record = case.id.split("/")[0]
        if record not in model.walls.said:
            continue
        if case.paid > paid.get(case.id, 0.0):
            _share(model, case, case.paid - paid.get(case.id, 0.0))
        if case.stage == "remedy" and case.willing and case.stage_since == season:
            _put_right(model, case, season, case.award, "the award is")
    for case in model.promises.disputes:
        record = case.id.split("/")[0]
        if record in model.walls.said and not case.open:
            model.walls.quiet.setdefault((record, case.claimant), 0)
            ended = case.history[-1][0] + 4 * YEARS
            key = (record, case.claimant)
            model.walls.quiet[key] = max(model.walls.quiet[key], ended)


def _name_of(model: AllianceModel, record: str) -> str:
    return next(name for name, number in model.walls.numbers.items() if f"W{number}" == record)


def _share(model: AllianceModel, case: Dispute, amount: float) -> None:
    """Let all members bear alike what one paid for an article of theirs, USD m."""
    name, accord = _name_of(model, case.id.split("/")[0]), model.accord
    if name in model.keys or accord is None or case.respondent not in accord.members:
        return
    moved = model.book.money["transfers"]
    moved[list(accord.members)] -= amount / len(accord.members)
    moved[case.respondent] += amount


def _put_right(model: AllianceModel, case: Dispute, season: int, feared: float, why: str) -> None:
    """Take the wall down, or lower it to what is justified, where that costs its builders less than what they fear."""
    record = case.id.split("/")[0]
    name, gain = _name_of(model, record), model.walls.gains[case.id]
    if model.promises.handed.of(case.respondent).disputes is not None or gain >= feared:
        return  # Its government has decided itself, or the wall is worth its price.
    own = name in model.keys
    if own:
        model.walls.open_ |= {model.keys.index(name)}
        model.restricted.discard(model.keys.index(name))
        done = "opens its ore to all again and may not keep it any more"
    else:
        accord = model.accord
        level = accord.text.level(name) if accord is not None else 0.0
        justified = hook(name, "justified")
        part = float(justified(model.setting.accord, level)) if justified is not None and level > 0 else 0.0
        lower = level * min(part, 1.0) if level * min(part, 1.0) >= LEAST else 0.0
        model.walls.caps[name] = lower
        if accord is not None:
            accord.text = _without(accord.text, name, lower)
        title = article(name).title.lower()
        done = f"and its partners {'lower' if lower else 'take down'} their wall ({title})"
        done += f", from now on {article(name).say(lower)}" if lower else ""
    span = "a year" if own else f"over {counted(YEARS, 'year')}"
    text = f"{case.answering} {done}: that costs {money(gain)} {span}, and {why} {money(feared)}."
    kind: Kind = "remedy" if case.stage == "remedy" else "settlement"
    closed, news = move(case, season, "closed", kind, text, outcome="put right")
    model.promises.disputes = tuple(closed if one.id == case.id else one for one in model.promises.disputes)
    _tell(model, news, season)


def bound(model: AllianceModel, text: Text) -> Text:
    """A text with its articles no higher than rulings allow."""
    for name, cap in model.walls.caps.items():
        if text.level(name) > cap:
            text = _without(text, name, cap)
    return text


def _tell(model: AllianceModel, news: tuple[Happening, ...], season: int) -> None:
    for note in claims.told(news, model.promises):
        model.log.note(
            model.now, note.kind, note.actors, note.text, season % 4 + 1, about=note.about, follows=note.follows
        )
