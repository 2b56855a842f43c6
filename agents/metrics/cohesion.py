"""How well the alliance holds together: cohesion and its five sides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.metrics._who import allies
from agents.state import State
from agents.year.levers import stock_days
from negotiation.compliance import cohesion as sides

Array = NDArray[np.float64]


def cohesion(state: State) -> float:
    """Cohesion of the accord, geometric mean of the five sides below; 0 where there is none. Unit: share."""
    if state.accord is None:
        return 0.0
    return sides.cohesion(
        fulfilment(state), trust(state), position_agreement(state), retention(state), dispute_load(state)
    )


def fulfilment(state: State) -> float:
    """Promised tonnes that were delivered this year. Unit: share."""
    return sides.fulfilment_rate(state.book.promised_to, state.book.given_to)


def trust(state: State) -> float:
    """Mean trust between members, or between those who might be. Unit: share."""
    return state.trust.mean(allies(state))


def position_agreement(state: State) -> float:
    """Agreement of members' policies: stocks held, export restrictions, standard, fund. Unit: share."""
    return sides.position_agreement(positions(state)[allies(state)])


def positions(state: State) -> Array:
    """What each nation's policies are on four questions, each 0-3, (nations, questions)."""
    table = np.zeros((len(state.keys), 4))
    for nation in state.nations:
        number, accord = nation.number, state.accord
        table[number, 0] = min(stock_days(state, number) // 45, 3)
        table[number, 1] = 0 if number in state.restricted else 3
        if accord is not None and number in accord.members:
            table[number, 2] = accord.text.standard_level
            table[number, 3] = 3 * accord.text.fund_rate / max(*state.setting.accord.fund_rate, 1e-12)
    return table


def retention(state: State) -> float:
    """Members that would not be better off outside; 0 without an accord. Unit: share."""
    accord = state.accord
    return sides.retention(accord.gains(), np.zeros(len(accord.members))) if accord else 0.0


def dispute_load(state: State) -> float:
    """One less open disputes for each pair of members; higher is better. Unit: share."""
    who = allies(state)
    among = sum(d.open and d.claimant in who and d.respondent in who for d in state.promises.disputes)
    return sides.dispute_load(among, len(who))


def members(state: State) -> float:
    """Members of the accord. Unit: nations."""
    return float(len(state.accord.members)) if state.accord else 0.0
