"""The promises of a world that is being lived, as plain rows: what was promised, what came, and who may claim."""

from __future__ import annotations

from dataclasses import dataclass

from agents.state import State
from agents.supply.agreements import terms_text
from agents.supply.promises import Account
from negotiation.disputes.docket import may_claim


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """A supply agreement and how it has been kept."""

    id: str
    """Its name on the record, such as A12."""
    seller: str
    """Keys of nations."""
    buyer: str
    goods: str
    terms: str
    """In one line."""
    forum: str
    """How far a claim about it may go."""
    first_year: int
    last_year: int
    tonnes: float
    """t/yr."""
    promised: float
    """Tonnes so far."""
    delivered: float
    overdue: float
    """Tonnes still owed, what force majeure excuses left out."""
    missed: int
    """Quarters in which it was not kept."""
    status: str
    """in force, ended or terminated."""
    claimant: str
    """Key of the nation that was let down, if something is overdue."""
    stake: float
    """What it could claim, USD m."""
    hindrance: str
    """Why it cannot claim now, in a few words; empty where it can or nothing is overdue."""


def pledges(model: State) -> tuple[Pledge, ...]:
    """List every supply agreement of a run so far, in the order of signature."""
    return tuple(_pledge(model, account) for account in model.promises.accounts)


def _pledge(model: State, account: Account) -> Pledge:
    agreement, (seller, buyer) = account.agreement, account.pair
    start, owed = model.setting.start_year, account.arrears
    let_down = owed[0].obligation.creditor if owed else None
    stake = sum(one.loss for one in owed)
    return Pledge(
        id=account.name,
        seller=model.keys[seller],
        buyer=model.keys[buyer],
        goods=account.goods,
        terms=terms_text(agreement),
        forum=model.promises.forum(account),
        first_year=start + agreement.starts,
        last_year=start + agreement.ends - 1,
        tonnes=agreement.tonnes,
        promised=account.promised,
        delivered=account.delivered,
        overdue=sum(one.missing for one in owed),
        missed=account.breaches,
        status=account.status,
        claimant="" if let_down is None else model.keys[let_down],
        stake=stake,
        hindrance="" if let_down is None else hindrance(model, account, let_down, stake),
    )


def hindrance(model: State, account: Account, claimant: int, stake: float) -> str:
    """Say what stands in the way of a claim by the end of the model's year; empty if nothing does.

    Parameters
    ----------
    stake : the loss that would be claimed for, USD m.
    """
    promises, rules = model.promises, model.setting
    now = 4 * (model.now + 1) - 1
    ready = min(one.obligation.due for one in account.arrears) + rules.supply.cure_quarters
    if promises.forum(account) == "none":
        return "the agreement names no forum"
    if now < ready:
        until = f"quarter {ready % 4 + 1} of {rules.start_year + ready // 4}"
        return f"the other side may still make up for it until {until}"
    if any(case.open and case.id.startswith(f"{account.name}/") for case in promises.disputes):
        return "a dispute about it is open"
    if stake < rules.disputes.smallest_claim:
        return f"the loss of USD {stake:.2f} m is below the smallest claim of {rules.disputes.smallest_claim:g} m"
    if not may_claim(promises.disputes, claimant, rules.disputes.cases_per_nation):
        return f"{model.names[claimant]} pursues {rules.disputes.cases_per_nation} cases already"
    return ""
