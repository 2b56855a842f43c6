"""Who is meant: members, those who might be, the dominant supplier, all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.seating import candidates

if TYPE_CHECKING:
    from agents.model import AllianceModel


def allies(model: AllianceModel) -> list[int]:
    """The members; those who might be members where there is no accord."""
    return list(model.accord.members if model.accord else candidates(model))


def partners(model: AllianceModel) -> list[int]:
    """All that the accord is open to by the scenario, members or not; the same under every regime."""
    named = model.setting.accord.eligible
    keys = named or tuple(key for key in model.keys if key != model.setting.risks.dominant)
    return [model.keys.index(key) for key in keys]


def dominant(model: AllianceModel) -> int:
    """Place of the dominant supplier in the scenario."""
    return model.keys.index(model.setting.risks.dominant)


def outside(model: AllianceModel) -> NDArray[np.bool_]:
    """All nations but the dominant supplier, (nations,)."""
    others: NDArray[np.bool_] = np.arange(len(model.keys)) != dominant(model)
    return others
