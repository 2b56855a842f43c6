"""The nations that come to the summit."""

from __future__ import annotations

from agents.questions.accord import ComeToSummit
from agents.state import State


def candidates(state: State) -> tuple[int, ...]:
    """List the nations that may come to the summit and wish to."""
    eligible = state.setting.accord.eligible or tuple(key for key in state.keys if key != state.setting.risks.dominant)
    return tuple(
        n.number
        for n in state.nations
        if n.profile.key in eligible
        and n.number not in state.captured
        and not _leaving(state, n.number)
        and _comes(state, n.number)
    )


def _comes(state: State, number: int) -> bool:
    question = ComeToSummit(member=state.is_member(number), founding=state.accord is None, tabled=state.handed.text)
    return bool(state.ask(number, question).yes)


def _leaving(state: State, number: int) -> bool:
    """Tell whether a nation has given notice."""
    return state.accord is not None and number in state.accord.notice
