"""Who comes to the summit, and which governments have said beforehand what they think of what lies on the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents.model import AllianceModel


def candidates(model: AllianceModel) -> tuple[int, ...]:
    """List who may come to the summit and does."""
    eligible = model.setting.accord.eligible or tuple(key for key in model.keys if key != model.setting.risks.dominant)
    return tuple(
        n.number
        for n in model.nations
        if n.profile.key in eligible
        and n.number not in model.captured
        and not _leaving(model, n.number)
        and (n.bargains if model.handed.of(n.number).accord is None else _comes(model, n.number))
    )


def _comes(model: AllianceModel, number: int) -> bool:
    """Whether a government that decides itself comes to the summit: to join, or as a member that stays."""
    stance = model.handed.of(number).accord
    return stance == "join" or (model.is_member(number) and stance == "")


def _leaving(model: AllianceModel, number: int) -> bool:
    """Whether a nation has given notice."""
    return model.accord is not None and number in model.accord.notice


def decided_by(model: AllianceModel) -> dict[int, bool]:
    """List the governments that decide themselves, and whether they are for what lies on the table.

    Who comes without a word on a tabled text is for it if it came to join, and abstains if it is a member.
    """
    said = {}
    for nation in model.nations:
        orders = model.handed.of(nation.number)
        if orders.accord is not None:
            silent = orders.accord == "join" and not model.is_member(nation.number)
            said[nation.number] = silent if orders.votes is None else orders.votes
    return said
