"""Who is meant: members, those who might be, the dominant supplier, all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.allying import candidates

if TYPE_CHECKING:
    from agents.model import AllianceModel


def allies(model: AllianceModel) -> list[int]:
    """The members; those who might be members where there is no accord."""
    return list(model.accord.members if model.accord else candidates(model))


def dominant(model: AllianceModel) -> int:
    """Place of the dominant supplier in the scenario."""
    return model.keys.index(model.setting.risks.dominant)


def outside(model: AllianceModel) -> NDArray[np.bool_]:
    """All nations but the dominant supplier, (nations,)."""
    return np.arange(len(model.keys)) != dominant(model)
