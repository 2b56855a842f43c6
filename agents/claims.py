"""What a nation does when a promise to it was broken: it claims, and after too many breaches it ends the agreement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.delivering import Arrear
from agents.events import Note
from agents.reckoning import relation
from agents.saying import listed
from negotiation.disputes.claim import open_claim, withdraw
from negotiation.disputes.dispute import Dispute, Happening
from negotiation.disputes.docket import may_claim
from negotiation.disputes.settlement import agree

if TYPE_CHECKING:
    from agents.promises import Account, Promises

Array = NDArray[np.float64]
FORGOTTEN = 8
"""Quarters after which an old shortfall that nobody could claim for is let go."""


def file(promises: Promises, season: int, rng: np.random.Generator, trust: Array) -> list[Note]:
    """End agreements broken too often, and let those who were let down claim once the time to cure is over.

    ``trust`` (nations, nations) is that of the row's nation in the column's (0-1).
    """
    notes: list[Note] = []
    for account in promises.accounts:
        if not account.arrears:
            continue
        notes += _end(account, promises)
        notes += _claim(account, promises, season, rng, trust)
        account.arrears = tuple(a for a in account.arrears if season - a.obligation.due < FORGOTTEN)
    return notes


def _end(account: Account, promises: Promises) -> list[Note]:
    """Let the other side end an agreement that was missed too often in a row; those who trade with the breaker hear."""
    ends = promises.handed.of(account.arrears[-1].obligation.creditor).ends
    patience = promises.setting.supply.termination_breaches
    patient = account.in_a_row < patience if ends is None else account.name not in ends
    if account.status != "in force" or patient:
        return []
    account.status = "terminated"
    last = account.arrears[-1]
    breaker, let_down = last.obligation.debtor, last.obligation.creditor
    hear = {
        nation
        for other in promises.accounts
        if other.status == "in force" and breaker in other.pair
        for nation in other.pair
    } - {breaker, let_down}
    verb = "hear" if len(hear) > 1 else "hears"
    heard = f"; {listed([promises.names[n] for n in sorted(hear)])} {verb} of it" if hear else ""
    row = account.in_a_row
    quarters = f"{row} quarters in a row" if row > 1 else f"{account.breaches} quarters"
    text = (
        f"{account.name}: {promises.names[let_down]} ends the agreement after {quarters} in which "
        f"{promises.names[breaker]} did not keep it{heard}."
    )
    return [Note("termination", (let_down, breaker), text, account.name, (last.obligation.id,))]


def _claim(account: Account, promises: Promises, season: int, rng: np.random.Generator, trust: Array) -> list[Note]:
    """Claim for all that is overdue, one case at a time for each agreement."""
    rules, notes = promises.setting, []
    ripe = [a for a in account.arrears if season >= a.obligation.due + rules.supply.cure_quarters]
    for side in ("seller", "buyer"):
        due = [a for a in ripe if a.side == side]
        stake = sum(a.loss for a in due)
        asked = promises.handed.of(due[0].obligation.creditor).claims if due else None
        if asked is not None and account.name not in asked:
            continue
        if stake <= 0 or stake < rules.disputes.smallest_claim or _busy(account, promises):
            continue
        if not may_claim(promises.disputes, due[0].obligation.creditor, rules.disputes.cases_per_nation):
            continue
        dispute, news = _opened(account, due, promises, season, rng, trust)
        promises.disputes = (*promises.disputes, dispute)
        account.arrears = tuple(a for a in account.arrears if a not in due)
        notes += told(news, promises)
    return notes


def _busy(account: Account, promises: Promises) -> bool:
    return any(dispute.open and dispute.id.startswith(f"{account.name}/") for dispute in promises.disputes)


def _opened(
    account: Account, due: list[Arrear], promises: Promises, season: int, rng: np.random.Generator, trust: Array
) -> tuple[Dispute, tuple[Happening, ...]]:
    account.cases += 1
    claimant, respondent = due[0].obligation.creditor, due[0].obligation.debtor
    return open_claim(
        id=f"{account.name}/{account.cases}",
        claimant=claimant,
        respondent=respondent,
        obligations=[a.obligation.id for a in due],
        promised=sum(a.obligation.quantity for a in due),
        delivered=sum(a.obligation.quantity - a.missing for a in due),
        stake=sum(a.loss for a in due),
        forum=promises.forum(account),
        quarter=season,
        terms=replace(promises.terms(), doubt=doubt(promises, claimant, respondent)),
        rng=rng,
        relation=relation(promises, respondent, claimant, trust, season),
        claimant_name=promises.names[claimant],
        respondent_name=promises.names[respondent],
        goods=account.goods,
    )


def doubt(promises: Promises, claimant: int, respondent: int) -> float:
    """How far each side may err about a case (0-1): the less, the more members of one accord publish."""
    rules, within = promises.setting, {claimant, respondent} <= set(promises.members)
    return rules.disputes.doubt * (1 - rules.emergencies.disclosure if within else 1.0)


def instructed(promises: Promises, season: int) -> tuple[tuple[Dispute, ...], tuple[Happening, ...]]:
    """Do with each dispute what the governments concerned have decided about it.

    They settle the sums agreed on, drop, pay, or talk no more; who hands in nothing goes the usual way.
    """
    agreed, after = dict(promises.handed.settled), []
    news: tuple[Happening, ...] = ()
    for dispute in promises.disputes:
        moved, more = _as_told(dispute, agreed, promises, season) if dispute.open else (dispute, ())
        after.append(moved)
        news = (*news, *more)
    return tuple(after), news


def _as_told(
    dispute: Dispute, agreed: dict[str, float], promises: Promises, season: int
) -> tuple[Dispute, tuple[Happening, ...]]:
    claims, answers = (promises.handed.of(nation).disputes for nation in (dispute.claimant, dispute.respondent))
    asks = None if claims is None else claims.get(dispute.id, "hold")
    replies = None if answers is None else answers.get(dispute.id, "hold")
    if dispute.id in agreed:
        return agree(dispute, season, min(agreed[dispute.id], dispute.stake))
    if asks == "drop":
        return withdraw(dispute, season)
    if replies == "pay":
        return agree(dispute, season, dispute.award or dispute.stake)
    if asks is None and replies is None:
        return (replace(dispute, held=False) if dispute.held else dispute), ()
    # Without a word from its government nobody settles for it; a ruling is obeyed unless it says otherwise.
    held = "settle" not in (asks, replies) if None in (asks, replies) else {asks, replies} != {"settle"}
    willing = dispute.willing if replies is None else replies != "refuse"
    return replace(dispute, held=held, willing=willing), ()


def told(news: Iterable[Happening], promises: Promises) -> list[Note]:
    """Tell what happened in disputes, each sentence with its case, which names the agreement."""
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
    """What was made good by payment, as shares of the stakes, (nations, nations): to the row's nation by the column's.

    It does not matter whether it was paid in talks, by a ruling or under pressure.
    """
    made = np.zeros((len(promises.names), len(promises.names)))
    stakes = {dispute.id: dispute.stake for dispute in promises.disputes}
    for event in news:
        if event.payer is not None and event.payee is not None:
            made[event.payee, event.payer] += event.amount / stakes[event.dispute]
    return made
