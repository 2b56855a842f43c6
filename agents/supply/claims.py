"""After a broken promise: nations end agreements, make claims, and decide what to do in their cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import NDArray

from agents.questions.asking import Ask
from agents.questions.decided import Decided
from agents.questions.disputes import AnswerCase, MakeClaim
from agents.questions.promises import EndAgreement
from agents.supply.breach_costs import FORGOTTEN, relation
from agents.supply.promises import Arrear
from agents.world.events import Note
from agents.world.wording import listed, with_reason
from negotiation.compliance.breach import Side
from negotiation.disputes.claim import merit, open_claim, withdraw
from negotiation.disputes.dispute import Dispute, Happening
from negotiation.disputes.docket import may_claim
from negotiation.disputes.settlement import agree, enforcement

if TYPE_CHECKING:
    from agents.supply.promises import Account, Promises

Array = NDArray[np.float64]
SIDES: tuple[Side, ...] = get_args(Side)


def file(promises: Promises, season: int, rng: np.random.Generator, trust: Array, ask: Ask) -> list[Note]:
    """Let injured nations end agreements, and claim once the time to cure is over.

    ``trust`` (nations, nations) is that of the row's nation in the column's (0-1).
    """
    notes: list[Note] = []
    for account in promises.accounts:
        if not account.arrears:
            continue
        notes += _end(account, promises, season, trust, ask)
        notes += _claim(account, promises, season, rng, trust, ask)
        account.arrears = tuple(a for a in account.arrears if season - a.obligation.due < FORGOTTEN)
    return notes


def _end(account: Account, promises: Promises, season: int, trust: Array, ask: Ask) -> list[Note]:
    """Ask the injured side whether it ends the agreement; other partners of the breaker hear of it."""
    if account.status != "in force":
        return []
    last = account.arrears[-1]
    breaker, let_down = last.obligation.debtor, last.obligation.creditor
    question = EndAgreement(
        agreement=account.name,
        partner=promises.names[breaker],
        in_a_row=account.in_a_row,
        missed=account.breaches,
        patience=promises.setting.supply.termination_breaches,
        owed=sum(a.missing for a in account.arrears),
        loss=sum(a.loss for a in account.arrears),
        worth=account.worth[account.pair.index(let_down)],
        quarters_left=max(4 * account.agreement.ends - season - 1, 0),
        trust=float(trust[let_down, breaker]),
    )
    answer: Decided = ask(let_down, question, about=(season, account.agreement.number))
    if not answer.yes:
        return []
    account.status = "terminated"
    hear = {
        nation
        for other in promises.accounts
        if other.status == "in force" and breaker in other.pair
        for nation in other.pair
    } - {breaker, let_down}
    verb = "hear" if len(hear) > 1 else "hears"
    heard = f"; {listed([promises.names[n] for n in sorted(hear)])} {verb} of it" if hear else ""
    after = with_reason(question.evidence, answer.reason)
    text = f"{account.name}: {promises.names[let_down]} ends the agreement after {after}{heard}."
    return [Note("termination", (let_down, breaker), text, account.name, (last.obligation.id,))]


def _claim(
    account: Account,
    promises: Promises,
    season: int,
    rng: np.random.Generator,
    trust: Array,
    ask: Ask,
) -> list[Note]:
    """Let a nation claim for all that is overdue, one case at a time for each agreement."""
    rules, notes = promises.setting, []
    ripe = [a for a in account.arrears if season >= a.obligation.due + rules.supply.cure_quarters]
    for side in SIDES:
        due = [a for a in ripe if a.side == side]
        stake = sum(a.loss for a in due)
        if stake <= 0 or stake < rules.disputes.smallest_claim or _busy(account, promises):
            continue
        claimant = due[0].obligation.creditor
        if not may_claim(promises.disputes, claimant, rules.disputes.cases_per_nation):
            continue
        question = _claimable(account, side, due, promises, trust)
        answer: Decided = ask(claimant, question, about=(season, account.agreement.number))
        if not answer.yes:
            continue
        grounds = with_reason(question.evidence, answer.reason)
        dispute, news = _opened(account, due, question, grounds, promises, season, rng, trust)
        promises.disputes = (*promises.disputes, dispute)
        account.arrears = tuple(a for a in account.arrears if a not in due)
        notes += told(news, promises)
    return notes


def _claimable(account: Account, side: Side, due: list[Arrear], promises: Promises, trust: Array) -> MakeClaim:
    """Put together the facts that a nation may know before it claims."""
    terms, forum = promises.terms(), promises.forum(account)
    claimant, respondent = due[0].obligation.creditor, due[0].obligation.debtor
    stake = sum(a.loss for a in due)
    mine = sum(case.open and case.claimant == claimant for case in promises.disputes)
    return MakeClaim(
        agreement=account.name,
        partner=promises.names[respondent],
        side=side,
        goods=account.goods,
        promised=sum(a.obligation.quantity for a in due),
        delivered=sum(a.obligation.quantity - a.missing for a in due),
        stake=stake,
        forum=forum,
        expected=merit(terms.complainant_wins) * enforcement(forum, terms) * stake,
        cost=terms.panel_cost(stake) if enforcement(forum, terms) > 0 else 0.0,
        trust=float(trust[claimant, respondent]),
        cases_left=terms.cases_per_nation - mine,
    )


def _busy(account: Account, promises: Promises) -> bool:
    return any(dispute.open and dispute.id.startswith(f"{account.name}/") for dispute in promises.disputes)


def _opened(
    account: Account,
    due: list[Arrear],
    claimed: MakeClaim,
    grounds: str,
    promises: Promises,
    season: int,
    rng: np.random.Generator,
    trust: Array,
) -> tuple[Dispute, tuple[Happening, ...]]:
    account.cases += 1
    claimant, respondent = due[0].obligation.creditor, due[0].obligation.debtor
    return open_claim(
        id=f"{account.name}/{account.cases}",
        claimant=claimant,
        respondent=respondent,
        obligations=[a.obligation.id for a in due],
        promised=claimed.promised,
        delivered=claimed.delivered,
        stake=claimed.stake,
        forum=claimed.forum,
        quarter=season,
        terms=replace(promises.terms(), doubt=doubt(promises, claimant, respondent)),
        rng=rng,
        relation=relation(promises, respondent, claimant, trust, season),
        claimant_name=promises.names[claimant],
        respondent_name=promises.names[respondent],
        goods=account.goods,
        grounds=grounds,
    )


def doubt(promises: Promises, claimant: int, respondent: int) -> float:
    """Each side's possible error about a case (0-1); smaller the more members of one accord publish."""
    rules, within = promises.setting, {claimant, respondent} <= set(promises.members)
    return rules.disputes.doubt * (1 - rules.emergencies.disclosure if within else 1.0)


def answered(
    promises: Promises, season: int, trust: Array, ask: Ask, settled: Mapping[str, float]
) -> tuple[tuple[Dispute, ...], tuple[Happening, ...]]:
    """Ask both sides of each open dispute for their next step, and carry it out.

    Parameters
    ----------
    settled : sums in USD m on which sides have agreed at the table, by case.
    """
    after: list[Dispute] = []
    news: tuple[Happening, ...] = ()
    for place, dispute in enumerate(promises.disputes):
        moved: Dispute = dispute
        more: tuple[Happening, ...] = ()
        if dispute.open and dispute.id in settled:
            moved, more = agree(dispute, season, min(settled[dispute.id], dispute.stake))
        elif dispute.open:
            moved, more = _answered(dispute, place, promises, season, trust, ask)
        after.append(moved)
        news = (*news, *more)
    return tuple(after), news


def _answered(
    dispute: Dispute, place: int, promises: Promises, season: int, trust: Array, ask: Ask
) -> tuple[Dispute, tuple[Happening, ...]]:
    claimant, respondent = (
        ask(nation, _in_case(dispute, promises, trust, claims=claims), about=(season, place))
        for nation, claims in ((dispute.claimant, True), (dispute.respondent, False))
    )
    if claimant.act == "drop":
        return withdraw(dispute, season)
    if respondent.act == "pay":
        return agree(dispute, season, dispute.award or dispute.stake)
    held = not claimant.act == respondent.act == "settle"
    return replace(dispute, held=held, willing=respondent.obeys), ()


def _in_case(dispute: Dispute, promises: Promises, trust: Array, *, claims: bool) -> AnswerCase:
    """Put together the facts that a side of a case may know before it decides."""
    terms = promises.terms()
    me, other = (dispute.claimant, dispute.respondent)[:: 1 if claims else -1]
    view = dispute.claimant_view if claims else dispute.respondent_view
    force, ahead = enforcement(dispute.forum, terms), dispute.stage in ("claim", "consultation", "mediation", "queue")
    owed = dispute.award or (view * dispute.stake)
    return AnswerCase(
        case=dispute.id,
        partner=promises.names[other],
        claims=claims,
        stage=dispute.stage,
        forum=dispute.forum,
        stake=dispute.stake,
        award=dispute.award,
        expected=force * owed,
        cost=terms.panel_cost(dispute.proof) if ahead and force > 0 else 0.0,
        relation=dispute.relation,
        willing=dispute.willing,
        in_kind=dispute.in_kind,
        trust=float(trust[me, other]),
    )


def told(news: Iterable[Happening], promises: Promises) -> list[Note]:
    """Write log entries for events in disputes, each with its case, whose name holds the agreement."""
    about = {dispute.id: dispute.obligations for dispute in promises.disputes}
    return [
        Note(
            event.kind,
            (event.claimant, event.respondent),
            f"{event.dispute}: {event.text}",
            event.dispute,
            about[event.dispute] if event.kind == "claim" else (event.dispute,),
        )
        for event in news
    ]


def amends(news: Iterable[Happening], promises: Promises) -> Array:
    """Payments for claims, as shares of the stakes, (nations, nations): to the row's nation from the column's.

    Payments in talks, by a ruling and under pressure all count.
    """
    made = np.zeros((len(promises.names), len(promises.names)))
    stakes = {dispute.id: dispute.stake for dispute in promises.disputes}
    for event in news:
        if event.payer is not None and event.payee is not None:
            made[event.payee, event.payer] += event.amount / stakes[event.dispute]
    return made
