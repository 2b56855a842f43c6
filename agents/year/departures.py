"""Leaving the accord for money, at the table of a game: possible payments by the dominant supplier, and the deal.

The same counter-offers as in ``agents.year.buyouts``, made by people or to people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord
from agents.questions.power import Approach
from agents.state import State
from agents.state.dominance import Deal
from agents.world.events import ACCORD
from agents.world.wording import counted, usd
from agents.year.buyouts import approaches
from negotiation.bargaining.terms import Issue, Level, TermSpace

Array = NDArray[np.float64]
PAYMENT = "payment"
STEPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Payments that can be offered, parts of the most that the dominant supplier would have to spend."""
LEAST = 1.0
"""USD m/yr; smaller sums are not bargained over."""


@dataclass(frozen=True, kw_only=True)
class Aside:
    """The payments a member and the dominant supplier bargain over, with the worth of each to both."""

    approach: Approach
    member: int
    payer: int
    years: int
    """For how long it is paid."""
    notice: int
    """Years until the member is out."""
    space: TermSpace
    worth: Array
    """(2, payments) present value in USD m against the member's staying; row 0 is the member."""

    def terms(self, outcome: int) -> dict[str, Level]:
        """Return the terms of an outcome."""
        return dict(self.space.decode(outcome))


def means(state: State) -> float:
    """The money the dominant supplier can still promise for leaving, USD m/yr."""
    left = state.setting.accord.capture_budget - sum(deal.yearly for deal in state.captured.values())
    payer = state.keys.index(state.setting.risks.dominant)
    return min(left, state.nations[payer].savings)


def possible(state: State) -> list[Aside]:
    """List the members that could be paid for leaving before the run ends, as ``capture`` ranks them."""
    accord, rules = state.accord, state.setting.accord
    payer = state.keys.index(state.setting.risks.dominant)
    over = state.now + rules.exit_notice >= state.setting.rounds
    if accord is None or not state.setting.failures.capture or payer in accord.members or over:
        return []
    most = means(state)
    if most < LEAST:
        return []
    staying = (one for one in approaches(accord, payer) if one.member not in accord.notice)
    return [_lay(state, accord, one, payer, most) for one in staying]


def _lay(state: State, accord: Accord, one: Approach, payer: int, most: float) -> Aside:
    """Value every payment for both sides."""
    annuities, fee = accord.values.annuities, accord.setting.accord.exit_fee
    levels = tuple(dict.fromkeys(_round(most * step) for step in STEPS))
    paid = np.array(levels)
    gone = one.gain + fee * float(accord.contributions()[one.member])
    worth = np.array([paid * annuities[one.member] - gone, (one.spared - paid) * annuities[payer]])
    return Aside(
        approach=one,
        member=one.member,
        payer=payer,
        years=state.setting.horizon,
        notice=state.setting.accord.exit_notice,
        space=TermSpace((Issue(PAYMENT, levels, "USD m a year"),)),
        worth=worth,
    )


def _round(amount: float) -> float:
    """Round to two figures, as people do when they name sums."""
    return float(f"{amount:.2g}")


def leave_agreed(state: State) -> None:
    """Let members that agreed to leave for a payment give notice; deals that are no longer possible lapse."""
    for agreed in state.handed.asides:
        accord, member = state.accord, agreed.member
        payer = state.keys.index(state.setting.risks.dominant)
        pair, name, rival = (member, payer), state.names[member], state.names[payer]
        if accord is None or member not in accord.members or payer in accord.members:
            told = f"The payment of {rival} to {name} lapses: there is no accord any more that it could leave."
            state.log.note(state.now, "refusal", pair, told)
            continue
        rules = state.setting.accord
        out = accord.notice.setdefault(member, state.now + rules.exit_notice)
        state.captured[member] = Deal(yearly=agreed.yearly, until=out + state.setting.horizon)
        state.log.note(
            state.now,
            "exit",
            pair,
            f"{name} and {rival} shake hands at the table: {name} gives notice of {counted(rules.exit_notice, 'year')} "
            f"and gets {usd(agreed.yearly, digits=1)} a year for {counted(state.setting.horizon, 'year')} while it "
            "stays outside the accord.",
            about=f"notice {member}",
            follows=(ACCORD,),
        )
