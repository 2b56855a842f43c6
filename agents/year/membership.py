"""Staying and leaving: each year members reconsider the accord; some are paid to stay, others give notice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord
from agents.accord.summit import carried
from agents.questions.accord import GiveNotice, PayToKeep, Standing, ThreatenToLeave
from agents.questions.asking import Ask
from agents.state import State
from agents.world.events import ACCORD
from agents.world.wording import counted, usd
from negotiation.least_worth import exceeds

Array = NDArray[np.float64]
HOLD = 0.5
"""Share of the gain a parliament asks for before joining that it also asks for staying."""
A_LITTLE = 0.02
"""Margin by which an offer beats its alternative."""


def standing(state: State, accord: Accord, member: int) -> Standing:
    """Show a member how it is placed in the accord."""
    return Standing(
        inside=float(accord.payoff()[member]),
        outside=accord.outside(member),
        asked=HOLD * state.nations[member].margin * state.stakes(member),
        fatigue=state.fatigue_cost(member),
        envy=envy(state, accord, member),
        fee=accord.setting.accord.exit_fee * float(accord.contributions()[member]),
    )


def standings(state: State) -> tuple[Array, Array]:
    """Worth inside and outside to each nation the accord is open to, two of (nations,) present value in USD m.

    For outsiders, being in means to join and to share returns equally. Both are 0 without an accord, and for the rest.
    """
    from agents.year.candidates import candidates

    accord, inside, out = state.accord, np.zeros(len(state.keys)), np.zeros(len(state.keys))
    if accord is None:
        return inside, out
    payoff = accord.payoff()
    for nation in {*candidates(state), *accord.members}:
        if nation in accord.members:
            inside[nation], out[nation] = payoff[nation], accord.outside(nation)
        else:
            company = tuple(sorted((*accord.members, nation)))
            inside[nation] = accord.values.payoff(company, accord.text)[nation]
            out[nation] = payoff[nation]
    return inside, out


def envy(state: State, accord: Accord, member: int) -> float:
    """Envy: what a member minds that others gain more for the same stakes, USD m."""
    failures = state.setting.failures
    if not failures.envy or len(accord.members) < 2:
        return 0.0
    stakes = np.array([state.stakes(m) for m in accord.members])
    gains, me = accord.gains(), accord.members.index(member)
    like_others = gains / stakes * stakes[me]
    more = np.clip(like_others - max(gains[me], 0.0), 0, None).sum() / (len(gains) - 1)
    # At most its own gain: a member that gains nothing has nothing to lose by envy.
    return float(min(state.setting.strains.envy_weight * more, max(gains[me], 0.0)))


def payment_to_keep(accord: Accord, member: int, lack: float, ask: Ask) -> float | None:
    """Work out what the others would pay a member each year to make up for what it lacks, USD m/yr.

    It is paid only if the accord can expect to have the money, and if those who would rather pay than go on
    without the member win the vote.

    Returns
    -------
    None if they prefer to let it go.
    """
    values, rules = accord.values, accord.values.rules
    yearly = lack * (1 + A_LITTLE) / float(values.annuities[member])
    promised = sum(amount for other, amount in accord.kept.items() if other != member)
    if exceeds(promised + accord.kept.get(member, 0.0) + yearly, rules.keeping_share * accord.means()):
        return None
    others = tuple(m for m in accord.members if m != member)
    left = values.payoff(others, accord.text) if values.stands(others) else np.zeros(len(accord.split))
    paying = accord.payoff() + values.annuities * yearly * accord.burden(member)

    def pays(other: int) -> bool:
        question = PayToKeep(kept=member, yearly=yearly, paying=float(paying[other]), without=float(left[other]))
        return bool(ask(other, question, about=(member,)).yes)

    against = tuple(m for m in others if not pays(m))
    return yearly if others and carried(values, others, accord.text, against) else None


def keep(state: State, accord: Accord, member: int, yearly: float, why: str) -> None:
    """Let the members pay one of them to stay, USD m/yr."""
    accord.kept[member] = accord.kept.get(member, 0.0) + yearly
    state.log.note(
        state.now,
        "benefit",
        accord.members,
        f"The members pay {state.names[member]} {usd(yearly, digits=1)} a year to stay: {why}, and without it "
        "most of them would have less.",
        about=f"stay {member}",
        follows=(f"offer {member}", ACCORD),
    )


def reconsider(state: State) -> None:
    """Let notice run out, pay to keep those who would rather leave, and let the others give notice."""
    accord = state.accord
    if accord is None:
        return
    for member in [m for m in accord.members if accord.notice.get(m, state.now + 1) <= state.now]:
        _leave(state, accord, member)
        if state.accord is None:
            return
    if state.now == 0:
        return
    for member in accord.members:
        if member in accord.notice:
            state.nations[member].unhappy_years = 0
        else:
            _stay_or_leave(state, accord, member)


def _stay_or_leave(state: State, accord: Accord, member: int) -> None:
    """Ask a member whether it would rather leave; the others may pay it to stay, or else it may give notice."""
    nation, placed = state.nations[member], standing(state, accord, member)
    threat = state.ask(member, ThreatenToLeave(standing=placed))
    paid = payment_to_keep(accord, member, placed.lack, state.ask) if threat.yes else None
    if paid is not None:
        keep(state, accord, member, paid, threat.reason)
    nation.unhappy_years = nation.unhappy_years + 1 if threat.yes and paid is None else 0
    if paid is not None:
        return
    years = state.setting.accord.exit_notice
    question = GiveNotice(standing=placed, unhappy_years=nation.unhappy_years, notice=years)
    leaves = state.ask(member, question)
    if leaves.yes:
        accord.notice[member] = state.now + years
        state.log.note(
            state.now,
            "exit",
            (member,),
            f"{state.names[member]} gives notice of {counted(years, 'year')}: {leaves.reason}.",
            about=f"notice {member}",
            follows=(ACCORD,),
        )


def _leave(state: State, accord: Accord, member: int) -> None:
    """Let a member go: it takes its stock along and owes the fee."""
    from agents.year.accord_year import dissolve, return_reserve

    fee = accord.setting.accord.exit_fee * float(accord.contributions()[member])
    state.book.money["transfers"][member] -= fee
    accord.penalties += fee
    owed = f" It owes {usd(fee, digits=1)} for leaving." if fee > 0 else ""
    told = f"{state.names[member]} leaves the accord.{owed}"
    state.log.note(state.now, "exit", (member,), told, about=ACCORD, follows=(f"notice {member}",))
    return_reserve(state, member)
    accord.leave(member)
    if not accord.values.stands(accord.members):
        dissolve(state)
