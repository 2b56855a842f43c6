"""Outsiders' claims against walls (``walls.py``): articles that keep their trade out, and withheld ore and exports.

Nations that a wall harms may claim against it before the forum for outsiders (GATT Articles I, II and XI). The part
that the environment justifies (Article XX) counts in the accord's favour. A loser takes the wall down or lowers it to
what is justified where that is cheaper than paying; a payment settles the matter for the years that it covers.
"""

from __future__ import annotations

from agents.questions.decided import Decided
from agents.questions.disputes import ClaimAgainstWall, PutRight
from agents.state import State
from agents.state.walls import Wall, Walls
from agents.supply import claims
from agents.supply.breach_costs import relation
from agents.terms.text import Text, without
from agents.world.streams import stream
from agents.world.wording import listed, with_reason
from agents.year import restrictions
from agents.year.walls import YEARS, of_accord, sharers, standing, take_down
from negotiation.disputes.claim import open_claim, withdraw
from negotiation.disputes.dispute import Dispute, Happening, Kind, move
from negotiation.disputes.docket import may_claim
from negotiation.disputes.settlement import enforcement
from negotiation.figures import money
from negotiation.least_worth import exceeds, ranked

__all__ = ["Walls", "bound", "file", "of", "settle"]


def file(state: State, season: int) -> None:
    """Let the outsider that a wall harms most claim against it, once a year and one case at a time for each wall."""
    rules = state.setting.disputes
    _give_way(state, season)
    if season % 4 != 3 or rules.outsiders_forum == "none" or state.regime == "unilateral":
        return
    restrictions.tell_passing(state, season)
    for wall in standing(state, season):
        record = state.walls.record(wall.name)
        if any(case.open for case in of(state, record)):
            continue
        others = [n for n in range(len(state.keys)) if n not in wall.builders]
        harmed = [others[place] for place in ranked(wall.harm[others])]
        ready = [
            nation
            for nation in harmed
            if wall.harm[nation] * wall.years >= max(rules.smallest_claim, 1e-9)
            and state.walls.quiet.get((record, nation), 0) <= season
            and may_claim(state.promises.disputes, nation, rules.cases_per_nation)
        ]
        for nation in ready:
            question = _to_harmed(state, wall, record, nation)
            answer: Decided = state.ask(nation, question, about=(season, state.walls.numbers[wall.name]))
            if answer.yes:
                _claim(state, wall, record, harmed, nation, question, answer.reason, season)
                break


def _to_harmed(state: State, wall: Wall, record: str, nation: int) -> ClaimAgainstWall:
    """The facts that a nation harmed by a wall may know before it goes to law."""
    respondent, rules = wall.answers(nation), state.setting
    free, crossing = wall.evidence(nation)
    aligned = rules.accord.open_trade or not of_accord(state, wall.name)
    return ClaimAgainstWall(
        wall=record,
        said=wall.said,
        partner=state.names[respondent],
        harm=float(wall.harm[nation]),
        years=wall.years,
        forum=rules.disputes.outsiders_forum if aligned else "consultation",
        justified=wall.justified,
        free=free,
        crossing=crossing,
        worth=-float(wall.harm[list(wall.builders)].sum()),
        in_kind=restrictions.known(wall.name),
        trust=float(state.trust.expected[nation, respondent]),
    )


def _give_way(state: State, season: int) -> None:
    """At the end of talks let nations take down walls that gain them less than they expect to pay.

    Claims lapse once the restriction has ended.
    """
    terms = state.promises.terms()
    for case in state.promises.disputes:
        if not case.open or case.id not in state.walls.gains:
            continue
        name = state.walls.name_of(case.id.split("/")[0])
        if restrictions.known(name) and not restrictions.stands(state, name, season):
            _replace(state, *withdraw(case, season), season)
            continue
        over = season - case.stage_since >= terms.consultation_quarters
        if case.stage == "consultation" and over and not case.held and not restrictions.known(name):
            feared = case.respondent_view * enforcement(case.forum, terms) * case.stake
            _put_right(state, case, season, feared)


def of(state: State, record: str) -> list[Dispute]:
    """List the cases about a wall, the oldest first."""
    return [case for case in state.promises.disputes if case.id.startswith(f"{record}/")]


def _claim(
    state: State,
    wall: Wall,
    record: str,
    harmed: list[int],
    claimant: int,
    claimed: ClaimAgainstWall,
    reason: str,
    season: int,
) -> None:
    desk = state.walls
    desk.said[record] = wall.said
    desk.cases[record] = desk.cases.get(record, 0) + 1
    case, respondent = f"{record}/{desk.cases[record]}", wall.answers(claimant)
    losers = [nation for nation in harmed if exceeds(float(wall.harm[nation]))]
    most = listed([f"{state.names[n]} {money(float(wall.harm[n]))}" for n in losers[:3]])
    worth = claimed.worth
    own = f"is worth {money(worth)} a year to" if worth >= 0 else f"costs {money(-worth)} a year for"
    text = (
        f"{wall.said}. Outsiders lose {money(float(wall.harm[losers].sum()))} a year by it, most of all {most}; "
        f"it {own} who put it up."
    )
    state.log.note(state.now, "policy", wall.builders, text, season % 4 + 1, about=record)
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
        terms=state.promises.terms(),
        rng=stream("claims of outsiders", state.seed, state.replication, season, desk.numbers[wall.name]),
        excused_share=wall.justified,
        relation=relation(state.promises, respondent, claimant, state.trust.expected, season),
        claimant_name=state.names[claimant],
        respondent_name=state.names[respondent],
        goods="goods",
        in_kind=claimed.in_kind,
        grounds=with_reason(claimed.evidence, reason),
    )
    desk.gains[case] = worth * wall.years
    state.promises.disputes = (*state.promises.disputes, dispute)
    _tell(state, news, season)


def settle(state: State, before: tuple[Dispute, ...], season: int) -> None:
    """Share among members what one of them paid for their wall, and let a loser remove the wall rather than pay.

    ``before`` are the disputes as they were before this quarter's steps.
    """
    paid = {case.id: case.paid for case in before}
    for case in state.promises.disputes:
        record = case.id.split("/")[0]
        if record not in state.walls.said:
            continue
        if case.paid > paid.get(case.id, 0.0):
            _share(state, case, case.paid - paid.get(case.id, 0.0))
        name, moved = state.walls.name_of(record), case.history[-1][0] == season
        if restrictions.known(name):
            if moved and case.outcome == "put right":
                restrictions.lift(state, name, season)
        elif case.stage == "remedy" and case.willing and case.stage_since == season:
            _put_right(state, case, season, case.award)
    for case in state.promises.disputes:
        record = case.id.split("/")[0]
        if record in state.walls.said and not case.open:
            state.walls.quiet.setdefault((record, case.claimant), 0)
            ended = case.history[-1][0] + round(4 * YEARS)
            key = (record, case.claimant)
            state.walls.quiet[key] = max(state.walls.quiet[key], ended)


def _share(state: State, case: Dispute, amount: float) -> None:
    """Spread equally over all members what one paid for an article of theirs, USD m."""
    members = sharers(state, state.walls.name_of(case.id.split("/")[0]))
    if case.respondent in members:
        moved = state.book.money["transfers"]
        moved[list(members)] -= amount / len(members)
        moved[case.respondent] += amount


def _put_right(state: State, case: Dispute, season: int, feared: float) -> None:
    """Let the respondent take the wall down, or lower it to what is justified, rather than pay what it fears."""
    name = state.walls.name_of(case.id.split("/")[0])
    question = PutRight(
        case=case.id,
        partner=case.claiming,
        gain=state.walls.gains[case.id],
        years=1.0 if name in state.keys else YEARS,
        feared=feared,
        ruled=case.stage == "remedy",
    )
    answer: Decided = state.ask(case.respondent, question, about=(season, state.walls.numbers[name]))
    if not answer.yes:
        return
    text = f"{case.answering} {take_down(state, name)}: {answer.reason}."
    kind: Kind = "remedy" if question.ruled else "settlement"
    closed, news = move(case, season, "closed", kind, text, outcome="put right")
    _replace(state, closed, news, season)


def _replace(state: State, changed: Dispute, news: tuple[Happening, ...], season: int) -> None:
    state.promises.disputes = tuple(changed if one.id == changed.id else one for one in state.promises.disputes)
    _tell(state, news, season)


def bound(state: State, text: Text) -> Text:
    """A text with its articles no higher than rulings allow."""
    for name, cap in state.walls.caps.items():
        if text.level(name) > cap:
            text = without(text, name, cap)
    return text


def _tell(state: State, news: tuple[Happening, ...], season: int) -> None:
    for note in claims.told(news, state.promises):
        state.log.note(
            state.now, note.kind, note.actors, note.text, season % 4 + 1, about=note.about, follows=note.follows
        )
