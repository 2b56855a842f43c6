"""Members that break their word to others too often may be sent away, if the others vote for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.accord import Accord
from agents.events import ACCORD
from agents.questions.accord import VoteToExpel
from agents.summit import carried
from negotiation.compliance.remedies import liable_to_expulsion

if TYPE_CHECKING:
    from agents.model import AllianceModel


def fault(model: AllianceModel, member: int, others: tuple[int, ...], promise: str) -> None:
    """Remember a promise, by its name on the record, that a member broke to others of the same accord."""
    accord = model.accord
    if accord is not None and member in accord.members and any(m in accord.members for m in others if m != member):
        model.faults[member] = (*model.faults.get(member, ()), promise)


def against(model: AllianceModel, accord: Accord, member: int, broken: int) -> tuple[int, ...]:
    """Ask the other members whether to send one away that has broken some promises; list those that would not."""
    others = tuple(m for m in accord.members if m != member)
    now, values = accord.payoff(), accord.values
    after = values.payoff(others, accord.text) if values.stands(others) else 0.0 * now

    def votes(other: int) -> bool:
        question = VoteToExpel(
            accused=member,
            broken=broken,
            trust=float(model.trust.expected[other, member]),
            together=float(now[other]),
            without=float(after[other]),
        )
        return bool(model.ask(other, question, about=(member,)).yes)

    return tuple(other for other in others if not votes(other))


def consider(model: AllianceModel) -> None:
    """Put the expulsion of members at fault to the vote; who survives a vote starts afresh."""
    from agents.allying import dissolve, return_reserve

    accord = model.accord
    if accord is None:
        return
    limit = model.setting.accord.expulsion_breaches
    for member in [m for m in accord.members if liable_to_expulsion(len(model.faults.get(m, ())), limit)]:
        broken, name = model.faults.pop(member), model.names[member]
        keepers = against(model, accord, member, len(broken))
        others = tuple(m for m in accord.members if m != member)
        votes = f"{len(others) - len(keepers)} of {len(others)} vote"
        said = f"{name} has broken {len(broken)} promises to other members; {votes}"
        if not carried(accord.values, others, accord.text, keepers):
            kept = f"{said} to send it away, and it stays."
            model.log.note(model.now, "refusal", (member, *others), kept, follows=broken)
            continue
        gone = f"{said} to send it away: it is expelled."
        model.log.note(model.now, "exit", (member, *others), gone, about=ACCORD, follows=broken)
        return_reserve(model, member)
        accord.leave(member)
        if not accord.values.stands(accord.members):
            dissolve(model)
            return
