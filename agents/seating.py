"""Who comes to the summit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.questions.accord import ComeToSummit

if TYPE_CHECKING:
    from agents.model import AllianceModel


def candidates(model: AllianceModel) -> tuple[int, ...]:
    """List who may come to the summit and would."""
    eligible = model.setting.accord.eligible or tuple(key for key in model.keys if key != model.setting.risks.dominant)
    return tuple(
        n.number
        for n in model.nations
        if n.profile.key in eligible
        and n.number not in model.captured
        and not _leaving(model, n.number)
        and _comes(model, n.number)
    )


def _comes(model: AllianceModel, number: int) -> bool:
    question = ComeToSummit(member=model.is_member(number), founding=model.accord is None, tabled=model.handed.text)
    return bool(model.ask(number, question).yes)


def _leaving(model: AllianceModel, number: int) -> bool:
    """Whether a nation has given notice."""
    return model.accord is not None and number in model.accord.notice
