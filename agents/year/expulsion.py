"""Members that break their word to others too often may be expelled, if the others vote for it."""

from __future__ import annotations

from agents.accord.accord import Accord
from agents.accord.summit import carried
from agents.questions.accord import VoteToExpel
from agents.state import State
from agents.world.events import ACCORD
from negotiation.compliance.remedies import liable_to_expulsion


def fault(state: State, member: int, others: tuple[int, ...], promise: str) -> None:
    """Remember a promise, by its name on the record, that a member broke to others of the same accord."""
    accord = state.accord
    if accord is not None and member in accord.members and any(m in accord.members for m in others if m != member):
        state.faults[member] = (*state.faults.get(member, ()), promise)


def against(state: State, accord: Accord, member: int, broken: int) -> tuple[int, ...]:
    """Ask the other members whether to expel one that broke promises; list those that vote against."""
    others = tuple(m for m in accord.members if m != member)
    now, values = accord.payoff(), accord.values
    after = values.payoff(others, accord.text) if values.stands(others) else 0.0 * now

    def votes(other: int) -> bool:
        question = VoteToExpel(
            accused=member,
            broken=broken,
            trust=float(state.trust.expected[other, member]),
            together=float(now[other]),
            without=float(after[other]),
        )
        return bool(state.ask(other, question, about=(member,)).yes)

    return tuple(other for other in others if not votes(other))


def consider(state: State) -> None:
    """Put the expulsion of members at fault to the vote; a member that survives the vote starts with a clean record."""
    from agents.year.accord_year import dissolve, return_reserve

    accord = state.accord
    if accord is None:
        return
    limit = state.setting.accord.expulsion_breaches
    for member in [m for m in accord.members if liable_to_expulsion(len(state.faults.get(m, ())), limit)]:
        broken, name = state.faults.pop(member), state.names[member]
        keepers = against(state, accord, member, len(broken))
        others = tuple(m for m in accord.members if m != member)
        votes = f"{len(others) - len(keepers)} of {len(others)} vote"
        said = f"{name} has broken {len(broken)} promises to other members; {votes}"
        if not carried(accord.values, others, accord.text, keepers):
            kept = f"{said} to send it away, and it stays."
            state.log.note(state.now, "refusal", (member, *others), kept, follows=broken)
            continue
        gone = f"{said} to send it away: it is expelled."
        state.log.note(state.now, "exit", (member, *others), gone, about=ACCORD, follows=broken)
        return_reserve(state, member)
        accord.leave(member)
        if not accord.values.stands(accord.members):
            dissolve(state)
            return
