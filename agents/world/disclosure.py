"""What members publish and let be audited: what it costs them, and what others learn from it at the table.

Between members both sides know more, and nobody gains by it. An outsider that sells to a member learns how much it
needs, and holds out for more: the member's rent of knowing more (Myerson & Satterthwaite 1983) shrinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from agents.world.setting import Setting

Array = NDArray[np.float64]
AUDITORS, OFFICE = 4.0, 1.0
"""What it costs a member to have all its stocks and books audited, and to publish everything, USD m/yr. Own estimates;
audits of raw-material chains cost 0.1 to 2 % of what they look at."""


def oversight(setting: Setting) -> float:
    """What audits and publication cost each member, USD m/yr."""
    return AUDITORS * setting.accord.audit_rate + OFFICE * setting.emergencies.disclosure
