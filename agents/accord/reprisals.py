"""Reprisals that governments expect against an accord: restrictions by which the dominant supplier answers it.

The chance of an answer grows with the members' share of all use elsewhere, and so does what is then withheld; what
nations expect to lose by it therefore grows with the square of that share (see ``agents.year.dominance``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD, USD_M
from agents.world.smuggling import with_smuggling

if TYPE_CHECKING:
    from agents.worth.beliefs import Beliefs
    from agents.worth.valuation import Appraiser

Array = NDArray[np.float64]


def use_elsewhere(appraiser: Appraiser) -> Array:
    """Share of each nation in all use outside the dominant supplier, (nations,) 0-1; 0 for that one."""
    setting = appraiser.books.setting
    use = appraiser.books.base.demand.sum(axis=(1, 2))
    use[[nation.key for nation in setting.nations].index(setting.risks.dominant)] = 0.0
    share: Array = use / max(use.sum(), 1e-9)
    return share


def reprisals(appraiser: Appraiser, candidates: tuple[int, ...], beliefs: Beliefs, annuities: Array) -> Array:
    """Each nation's expected loss by answers to an accord that holds all use elsewhere, (nations,) USD m.

    It is worked out for all candidates together, whose exports are withheld as they were in the restrictions so far,
    and scaled to all use elsewhere.

    Returns
    -------
    Present value over the horizon, members or not: goods are traded on, so all miss what is withheld from some.
    """
    setting, whole = appraiser.books.setting, float(use_elsewhere(appraiser)[list(candidates)].sum())
    foreseen = setting.strains.reprisals_foreseen if setting.failures.retaliation else 0.0
    rise = foreseen * setting.strains.retaliation_rise * whole
    if rise <= 0:
        return np.zeros_like(annuities)
    calm, shortage = _hit(appraiser, setting.risks.ban_cut * whole)
    usual = beliefs.crisis_time
    more = np.minimum(usual * (1 + rise), 0.9) - usual
    tail = np.minimum((usual + more) / 0.05, 1.0) - np.minimum(usual / 0.05, 1.0)
    lost = annuities * (more * (calm + shortage) + beliefs.risk_aversion * tail * shortage)
    return np.asarray(lost / whole**2)


def _hit(appraiser: Appraiser, cut: float) -> tuple[Array, Array]:
    """Loss of a year in which a share of usual exports is withheld: in the market, and by unserved use.

    Both are (nations,) USD m/yr.
    """
    setting, base = appraiser.books.setting, appraiser.base(LOOK_AHEAD)
    dominant = [nation.key for nation in setting.nations].index(setting.risks.dominant)
    quarter = appraiser.quarter(LOOK_AHEAD)
    quota = quarter.quota.copy()
    quota[dominant, 1:] = np.minimum(quota[dominant, 1:], (1 - cut) * appraiser.usual_exports[1:])
    looked = appraiser.look(LOOK_AHEAD, with_smuggling(replace(quarter, quota=quota), setting, appraiser.usual_exports))
    missing = np.clip(base.calm_outcome.consumed - looked.calm_outcome.consumed, 0, None).sum(axis=1)
    return base.calm - looked.calm, (missing * appraiser.weights.shortage_cost).sum(axis=1) * USD_M
