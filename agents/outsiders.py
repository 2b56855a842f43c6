"""Outsiders go to law against walls (``agents.walls``): articles that keep their trade out, ore and exports kept back.

A wall may be claimed against by whom it harms, before the forum for outsiders (GATT Articles I, II and XI). What part
of it the environment justifies (Article XX) counts for the accord. Whoever loses takes the wall down or lowers it to
what is justified where that is cheaper than to pay; a sum paid buys peace for the years that it was reckoned for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents import claims, restrictions
from agents.questions.decided import Decided
from agents.questions.disputes import ClaimAgainstWall, PutRight
from agents.reckoning import relation
from agents.saying import listed, with_reason
from agents.streams import stream
from agents.texts import Text, without
from agents.walls import YEARS, Wall, Walls, of_accord, sharers, standing, take_down
from negotiation.disputes.claim import open_claim, withdraw
from negotiation.disputes.dispute import Dispute, Happening, Kind, move
from negotiation.disputes.docket import may_claim
from negotiation.disputes.settlement import enforcement
from negotiation.figures import money
from negotiation.least_worth import exceeds, ranked

if TYPE_CHECKING:
    from agents.model import AllianceModel

__all__ = ["Walls", "bound", "file", "of", "settle"]


def file(model: AllianceModel, season: int) -> None:
    """Let the outsider that a wall harms most claim against it, once a year and one case at a time for each wall."""
    rules = model.setting.disputes
    _give_way(model, season)
    if season % 4 != 3 or rules.outsiders_forum == "none" or model.regime == "unilateral":
        return
    restrictions.tell_passing(model, season)
    for wall in standing(model, season):
        record = model.walls.record(wall.name)
        if any(case.open for case in of(model, record)):
            continue
        others = [n for n in range(len(model.keys)) if n not in wall.builders]
        harmed = [others[place] for place in ranked(wall.harm[others])]
        ready = [
            nation
            for nation in harmed
            if wall.harm[nation] * wall.years >= max(rules.smallest_claim, 1e-9)
            and model.walls.quiet.get((record, nation), 0) <= season
            and may_claim(model.promises.disputes, nation, rules.cases_per_nation)
        ]
        for nation in ready:
            question = _to_harmed(model, wall, record, nation)
            answer: Decided = model.ask(nation, question, about=(season, model.walls.numbers[wall.name]))
            if answer.yes:
                _claim(model, wall, record, harmed, nation, question, answer.reason, season)
                break


def _to_harmed(model: AllianceModel, wall: Wall, record: str, nation: int) -> ClaimAgainstWall:
    """What a nation that a wall harms may know before it goes to law."""
    respondent, rules = wall.answers(nation), model.setting
    free, crossing = wall.evidence(nation)
    aligned = rules.accord.open_trade or not of_accord(model, wall.name)
    return ClaimAgainstWall(
        wall=record,
        said=wall.said,
        partner=model.names[respondent],
        harm=float(wall.harm[nation]),
        years=wall.years,
        forum=rules.disputes.outsiders_forum if aligned else "consultation",
        justified=wall.justified,
        free=free,
        crossing=crossing,
        worth=-float(wall.harm[list(wall.builders)].sum()),
        in_kind=restrictions.known(wall.name),
        trust=float(model.trust.expected[nation, respondent]),
    )


def _give_way(model: AllianceModel, season: int) -> None:
    """Let those take their walls down at the end of talks who would gain less by them than they expect to pay.

    Claims fall with a restriction that has ended by itself.
    """
    terms = model.promises.terms()
    for case in model.promises.disputes:
        if not case.open or case.id not in model.walls.gains:
            continue
        name = model.walls.name_of(case.id.split("/")[0])
        if restrictions.known(name) and not restrictions.stands(model, name, season):
            _replace(model, *withdraw(case, season), season)
            continue
        over = season - case.stage_since >= terms.consultation_quarters
        if case.stage == "consultation" and over and not case.held and not restrictions.known(name):
            feared = case.respondent_view * enforcement(case.forum, terms) * case.stake
            _put_right(model, case, season, feared)


def of(model: AllianceModel, record: str) -> list[Dispute]:
    """List the cases about a wall, the oldest first."""
    return [case for case in model.promises.disputes if case.id.startswith(f"{record}/")]


def _claim(
    model: AllianceModel,
    wall: Wall,
    record: str,
    harmed: list[int],
    claimant: int,
    claimed: ClaimAgainstWall,
    reason: str,
    season: int,
) -> None:
    desk = model.walls
    desk.said[record] = wall.said
    desk.cases[record] = desk.cases.get(record, 0) + 1
    case, respondent = f"{record}/{desk.cases[record]}", wall.answers(claimant)
    losers = [nation for nation in harmed if exceeds(float(wall.harm[nation]))]
    most = listed([f"{model.names[n]} {money(float(wall.harm[n]))}" for n in losers[:3]])
    worth = claimed.worth
    own = f"is worth {money(worth)} a year to" if worth >= 0 else f"costs {money(-worth)} a year for"
    text = (
        f"{wall.said}. Outsiders lose {money(float(wall.harm[losers].sum()))} a year by it, most of all {most}; "
        f"it {own} who put it up."
    )
    model.log.note(model.now, "policy", wall.builders, text, season % 4 + 1, about=record)
    dispute, news = open_claim(
        id=case,
        claimant=claimant,
        respondent=respondent,
        obligations=(record,),
        promised=claimed.free,
        delivered=claimed.crossing,
        stake=claimed.stake,
        forum=claimed.forum,
        quarter=season,
        terms=model.promises.terms(),
        rng=stream("claims of outsiders", model.seed, model.replication, season, desk.numbers[wall.name]),
        excused_share=wall.justified,
        relation=relation(model.promises, respondent, claimant, model.trust.expected, season),
        claimant_name=model.names[claimant],
        respondent_name=model.names[respondent],
        goods="goods",
        in_kind=claimed.in_kind,
        grounds=with_reason(claimed.evidence, reason),
    )
    desk.gains[case] = worth * wall.years
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
        name, moved = model.walls.name_of(record), case.history[-1][0] == season
        if restrictions.known(name):
            if moved and case.outcome == "put right":
                restrictions.lift(model, name, season)
        elif case.stage == "remedy" and case.willing and case.stage_since == season:
            _put_right(model, case, season, case.award)
    for case in model.promises.disputes:
        record = case.id.split("/")[0]
        if record in model.walls.said and not case.open:
            model.walls.quiet.setdefault((record, case.claimant), 0)
            ended = case.history[-1][0] + round(4 * YEARS)
            key = (record, case.claimant)
            model.walls.quiet[key] = max(model.walls.quiet[key], ended)


def _share(model: AllianceModel, case: Dispute, amount: float) -> None:
    """Let all members bear alike what one paid for an article of theirs, USD m."""
    members = sharers(model, model.walls.name_of(case.id.split("/")[0]))
    if case.respondent in members:
        moved = model.book.money["transfers"]
        moved[list(members)] -= amount / len(members)
        moved[case.respondent] += amount


def _put_right(model: AllianceModel, case: Dispute, season: int, feared: float) -> None:
    """Let the respondent take the wall down, or lower it to what is justified, rather than pay what it fears."""
    name = model.walls.name_of(case.id.split("/")[0])
    question = PutRight(
        case=case.id,
        partner=case.claiming,
        gain=model.walls.gains[case.id],
        years=1.0 if name in model.keys else YEARS,
        feared=feared,
        ruled=case.stage == "remedy",
    )
    answer: Decided = model.ask(case.respondent, question, about=(season, model.walls.numbers[name]))
    if not answer.yes:
        return
    text = f"{case.answering} {take_down(model, name)}: {answer.reason}."
    kind: Kind = "remedy" if question.ruled else "settlement"
    closed, news = move(case, season, "closed", kind, text, outcome="put right")
    _replace(model, closed, news, season)


def _replace(model: AllianceModel, changed: Dispute, news: tuple[Happening, ...], season: int) -> None:
    model.promises.disputes = tuple(changed if one.id == changed.id else one for one in model.promises.disputes)
    _tell(model, news, season)


def bound(model: AllianceModel, text: Text) -> Text:
    """A text with its articles no higher than rulings allow."""
    for name, cap in model.walls.caps.items():
        if text.level(name) > cap:
            text = without(text, name, cap)
    return text


def _tell(model: AllianceModel, news: tuple[Happening, ...], season: int) -> None:
    for note in claims.told(news, model.promises):
        model.log.note(
            model.now, note.kind, note.actors, note.text, season % 4 + 1, about=note.about, follows=note.follows
        )
