"""Members' publications and audits: their cost, and what others learn from them at the table.

Between members both sides know more, and nobody gains by it. An outsider that sells to a member learns how much the
member needs, and holds out for more: the member's information rent (Myerson & Satterthwaite 1983) shrinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from agents.world.setting import Setting

Array = NDArray[np.float64]
AUDITORS, OFFICE = 4.0, 1.0
"""Cost to a member of having all its stocks and books audited, and of publishing everything, USD m/yr. Own estimates;
audits of raw-material chains cost 0.1 to 2 % of the value audited."""


def oversight(setting: Setting) -> float:
    """Cost of audits and publication to each member, USD m/yr."""
    return AUDITORS * setting.accord.audit_rate + OFFICE * setting.emergencies.disclosure
