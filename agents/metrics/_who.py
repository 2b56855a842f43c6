"""Groups of nations: members, possible members, the dominant supplier, all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.state import State
from agents.year.candidates import candidates


def allies(state: State) -> list[int]:
    """The members; those who might be members where there is no accord."""
    return list(state.accord.members if state.accord else candidates(state))


def partners(state: State) -> list[int]:
    """All that the accord is open to by the scenario, members or not; the same under every regime."""
    named = state.setting.accord.eligible
    keys = named or tuple(key for key in state.keys if key != state.setting.risks.dominant)
    return [state.keys.index(key) for key in keys]


def dominant(state: State) -> int:
    """Place of the dominant supplier in the scenario."""
    return state.keys.index(state.setting.risks.dominant)


def outside(state: State) -> NDArray[np.bool_]:
    """All nations but the dominant supplier, (nations,)."""
    others: NDArray[np.bool_] = np.arange(len(state.keys)) != dominant(state)
    return others
