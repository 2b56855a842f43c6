"""An accord may run out after some years; then it goes on only with those who renew it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.accord import Accord
from agents.events import ACCORD
from agents.questions.accord import Renew
from agents.rates import annuity
from agents.streams import stream
from negotiation.politics.membership import expired

if TYPE_CHECKING:
    from agents.model import AllianceModel


def consider(model: AllianceModel) -> None:
    """Ask every member whether it renews an accord that has run out; who does not is free, without notice or fee."""
    from agents.allying import dissolve, return_reserve

    accord, rules = model.accord, model.setting.accord
    if accord is None or not expired(4 * accord.renewed, 4 * rules.sunset_years, 4 * model.now):
        return
    refused = tuple(member for member in accord.members if not renews(model, accord, member))
    stays = tuple(member for member in accord.members if member not in refused)
    told = f"After {rules.sunset_years} years {rules.name} runs out. {_named(model, stays) or 'Nobody'} would renew it"
    against = f"; {_named(model, refused)} would not" if refused else ""
    if not accord.values.stands(stays):
        said = f"{told}{against}: too few, and {rules.minimum_members} are needed."
        model.log.note(model.now, "exit", accord.members, said, about=ACCORD, follows=(ACCORD,))
        dissolve(model)
        return
    for member in refused:
        return_reserve(model, member)
        accord.leave(member)
    accord.renewed = model.now
    said = f"{told}{against}; it goes on for {rules.sunset_years} years."
    model.log.note(model.now, "accord", accord.members, said, about=ACCORD, follows=(ACCORD,))


def renews(model: AllianceModel, accord: Accord, member: int) -> bool:
    """Ask a member whether it renews the accord."""
    from agents.allying import stakes_of

    nation = model.nations[member]
    question = Renew(
        inside=float(accord.payoff()[member]),
        outside=accord.outside(member),
        fatigue=model.fatigue_cost(member),
        stakes=stakes_of(model, member),
        margin=nation.margin,
        years=annuity(nation.profile.discount_rate, model.setting.horizon),
    )
    rng = stream("renewal of the accord", model.seed, model.replication, model.now, member)
    return bool(model.ask(member, question, rng).yes)


def _named(model: AllianceModel, members: tuple[int, ...]) -> str:
    return " and ".join(model.names[member] for member in members)
