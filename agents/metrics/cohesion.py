"""How well the alliance holds together: cohesion and its five sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.levers import stock_days
from agents.metrics._who import allies
from negotiation.compliance import cohesion as sides

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]


def cohesion(model: AllianceModel) -> float:
    """Cohesion of the accord, geometric mean of the five sides below; 0 where there is none. Unit: share."""
    if model.accord is None:
        return 0.0
    return sides.cohesion(
        fulfilment(model), trust(model), position_agreement(model), retention(model), dispute_load(model)
    )


def fulfilment(model: AllianceModel) -> float:
    """Promised tonnes that were delivered this year. Unit: share."""
    return sides.fulfilment_rate(model.book.promised_to, model.book.given_to)


def trust(model: AllianceModel) -> float:
    """Mean trust between members, or between those who might be. Unit: share."""
    return model.trust.mean(allies(model))


def position_agreement(model: AllianceModel) -> float:
    """Agreement of members' policies: stocks held, export restrictions, standard, fund. Unit: share."""
    return sides.position_agreement(positions(model)[allies(model)])


def positions(model: AllianceModel) -> Array:
    """What each nation's policies are on four questions, each 0-3, (nations, questions)."""
    table = np.zeros((len(model.keys), 4))
    for nation in model.nations:
        number, accord = nation.number, model.accord
        table[number, 0] = min(stock_days(model, number) // 45, 3)
        table[number, 1] = 0 if number in model.restricted else 3
        if accord is not None and number in accord.members:
            table[number, 2] = accord.text.standard_level
            table[number, 3] = 3 * accord.text.fund_rate / max(*model.setting.accord.fund_rate, 1e-12)
    return table


def retention(model: AllianceModel) -> float:
    """Members that would not be better off outside; 0 without an accord. Unit: share."""
    accord = model.accord
    return sides.retention(accord.gains(), np.zeros(len(accord.members))) if accord else 0.0


def dispute_load(model: AllianceModel) -> float:
    """One less open disputes for each pair of members; higher is better. Unit: share."""
    who = allies(model)
    among = sum(d.open and d.claimant in who and d.respondent in who for d in model.promises.disputes)
    return sides.dispute_load(among, len(who))


def members(model: AllianceModel) -> float:
    """Members of the accord. Unit: nations."""
    return float(len(model.accord.members)) if model.accord else 0.0
