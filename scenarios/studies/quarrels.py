"""The disputes of a run, each with its breaches, its course, its end and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.state import State
from agents.supply.agreements import terms_text
from agents.supply.promises import Account
from agents.world.events import Event
from agents.world.setting import Setting
from agents.world.wording import with_articles
from negotiation.disputes.dispute import Dispute
from scenarios.run import Living


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened, with its date."""

    year: int
    quarter: int
    """1 to 4."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Quarrel:
    """A dispute from the breach to its end, as far as the run goes."""

    case: str
    """Number of the agreement and of the case, such as A12/1."""
    claimant: str
    respondent: str
    terms: str
    """The agreement, or the wall to trade, that it is about, in one line."""
    wall: bool
    """Whether it is about a wall to trade."""
    forum: str
    promised: float
    """Tonnes promised in the quarters at issue; of a wall: that would cross without it in a year."""
    delivered: float
    stake: float
    """Damages asked, USD m."""
    breaches: tuple[Moment, ...]
    course: tuple[Moment, ...]
    outcome: str
    """settled, paid, unpaid, put right, dismissed, dropped, no forum; open while it goes on."""
    award: float
    """What was ruled to be owed, USD m; 0 without a ruling."""
    paid: float
    claimant_cost: float
    """Litigation and punishment, USD m."""
    respondent_cost: float
    quarters: int
    """How long it took, or has taken so far."""
    panel: bool
    """Whether it went before a panel."""
    after: tuple[Moment, ...]
    """What became of the agreement because of its breaches."""


def live(setting: Setting, *, regime: str = "accord", seed: int = 0) -> list[Quarrel]:
    """Live through a setting and tell its disputes, oldest first."""
    living = Living(setting, regime=regime, seed=seed)
    for _ in living:
        pass
    return quarrels(living.model)


def quarrels(model: State) -> list[Quarrel]:
    """Tell the disputes of a run so far, oldest first."""
    accounts = {account.name: account for account in model.promises.accounts}
    now = 4 * (model.now + 1) - 1
    found = ((dispute, accounts.get(dispute.id.split("/")[0])) for dispute in model.promises.disputes)
    return [_quarrel(model, dispute, account, now) for dispute, account in found]


def _quarrel(model: State, dispute: Dispute, account: Account | None, now: int) -> Quarrel:
    start = model.setting.start_year
    events, record = model.log.events, dispute.id.split("/")[0]
    if account is not None:
        broken = [e for e in events if e.kind == "breach" and e.about in dispute.obligations]
        terms = terms_text(account.agreement)
    else:
        told = [e for e in events if e.kind == "policy" and e.about == record]
        broken = [e for e in told if (e.year - start) * 4 + e.quarter - 1 == dispute.opened]
        terms = model.walls.said[record]
    ended = [e for e in events if e.kind == "termination" and e.about == record]
    last = dispute.history[-1][0]
    return Quarrel(
        case=dispute.id,
        claimant=dispute.claiming,
        respondent=dispute.answering,
        terms=terms,
        wall=account is None,
        forum=dispute.forum,
        promised=dispute.promised,
        delivered=dispute.delivered,
        stake=dispute.stake,
        breaches=_moments(broken),
        course=tuple(
            Moment(year=start + quarter // 4, quarter=quarter % 4 + 1, text=with_articles(text))
            for quarter, _, text in dispute.history
        ),
        outcome=dispute.outcome or "open",
        award=dispute.award,
        paid=dispute.paid,
        claimant_cost=dispute.claimant_cost,
        respondent_cost=dispute.respondent_cost,
        quarters=(now if dispute.open else last) - dispute.opened,
        panel=any(stage == "panel" for _, stage, _ in dispute.history),
        after=_moments([e for e in ended if not broken or _later(e, broken[0])]),
    )


def _later(event: Event, than: Event) -> bool:
    return (event.year, event.quarter) >= (than.year, than.quarter)


def _moments(events: Sequence[Event]) -> tuple[Moment, ...]:
    return tuple(Moment(year=e.year, quarter=e.quarter, text=e.text.split(": ", maxsplit=1)[-1]) for e in events)
