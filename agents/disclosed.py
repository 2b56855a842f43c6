"""What members publish and let be audited: what it costs them, and what others learn from it at the table.

Between members both sides know more, and nobody gains by it. An outsider that sells to a member learns how much it
needs, and holds out for more: the member's rent of knowing more (Myerson & Satterthwaite 1983) shrinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from negotiation.least_worth import reaches

if TYPE_CHECKING:
    from agents.model import AllianceModel
    from agents.setting import Setting

Array = NDArray[np.float64]
AUDITORS, OFFICE = 4.0, 1.0
"""What it costs a member to have all its stocks and books audited, and to publish everything, USD m/yr. Own estimates;
audits of raw-material chains cost 0.1 to 2 % of what they look at."""


def oversight(setting: Setting) -> float:
    """What audits and publication cost each member, USD m/yr."""
    return AUDITORS * setting.accord.audit_rate + OFFICE * setting.emergencies.disclosure


def published(model: AllianceModel, number: int) -> float:
    """How much of a nation's need all can read (0-1): its stocks, where it is a member that holds a shared reserve."""
    accord = model.accord
    if accord is None or number not in accord.members or accord.text.reserve_days <= 0:
        return 0.0
    return model.setting.emergencies.disclosure


def walls(model: AllianceModel, seller: int, buyer: int, worth: Array) -> tuple[float, float]:
    """Least that seller and buyer sit down for, USD m: nothing, or what the seller has read out of the buyer's figures.

    Parameters
    ----------
    worth : (2, outcomes) present value in USD m to seller and buyer against having no agreement.
    """
    known = max(published(model, buyer) - published(model, seller), 0.0)
    bearable = worth[0, reaches(worth[1])]
    most = float(bearable.max()) if bearable.size else 0.0
    return known * max(most, 0.0), 0.0
