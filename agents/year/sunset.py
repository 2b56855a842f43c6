"""An accord may expire after some years; it then continues only among those that renew it."""

from __future__ import annotations

from agents.accord.accord import Accord
from agents.questions.accord import Renew
from agents.state import State
from agents.world.events import ACCORD
from agents.world.rates import annuity
from agents.world.streams import stream
from negotiation.politics.membership import expired


def consider(state: State) -> None:
    """Ask every member whether it renews an expired accord; one that does not is free, without notice or fee."""
    from agents.year.accord_year import dissolve, return_reserve

    accord, rules = state.accord, state.setting.accord
    if accord is None or not expired(4 * accord.renewed, 4 * rules.sunset_years, 4 * state.now):
        return
    refused = tuple(member for member in accord.members if not renews(state, accord, member))
    stays = tuple(member for member in accord.members if member not in refused)
    told = f"After {rules.sunset_years} years {rules.name} runs out. {_named(state, stays) or 'Nobody'} would renew it"
    against = f"; {_named(state, refused)} would not" if refused else ""
    if not accord.values.stands(stays):
        said = f"{told}{against}: too few, and {rules.minimum_members} are needed."
        state.log.note(state.now, "exit", accord.members, said, about=ACCORD, follows=(ACCORD,))
        dissolve(state)
        return
    for member in refused:
        return_reserve(state, member)
        accord.leave(member)
    accord.renewed = state.now
    said = f"{told}{against}; it goes on for {rules.sunset_years} years."
    state.log.note(state.now, "accord", accord.members, said, about=ACCORD, follows=(ACCORD,))


def renews(state: State, accord: Accord, member: int) -> bool:
    """Ask a member whether it renews the accord."""
    nation = state.nations[member]
    question = Renew(
        inside=float(accord.payoff()[member]),
        outside=accord.outside(member),
        fatigue=state.fatigue_cost(member),
        stakes=state.stakes(member),
        margin=nation.margin,
        years=annuity(nation.profile.discount_rate, state.setting.horizon),
    )
    rng = stream("renewal of the accord", state.seed, state.replication, state.now, member)
    return bool(state.ask(member, question, rng).yes)


def _named(state: State, members: tuple[int, ...]) -> str:
    return " and ".join(state.names[member] for member in members)
