"""How the gains of an accord are shared, and who has a say."""

from __future__ import annotations

import numpy as np

from agents.accord.coalitions import MOST_WEIGHED
from agents.state import State
from agents.year.buyouts import decision, voting_power
from negotiation.coalitions import power
from negotiation.coalitions.fairness import envy_pairs as envious
from negotiation.coalitions.fairness import gini, jain, money_envy
from negotiation.least_worth import reaches


def gini_gain(state: State) -> float:
    """Inequality of what members gain over staying out (Gini). Unit: index 0-1."""
    return gini(state.accord.gains()) if state.accord else 0.0


def jain_gain(state: State) -> float:
    """Evenness of what members gain over staying out (Jain); 1 is even. Unit: index 0-1."""
    return jain(np.clip(state.accord.gains(), 0, None)) if state.accord else 0.0


def envy_pairs(state: State) -> float:
    """Pairs of members of which one gains less than the other for the same stakes, of all pairs. Unit: share."""
    accord = state.accord
    if accord is None:
        return 0.0
    stakes = np.array([state.stakes(member) for member in accord.members])
    pairs = envious(money_envy(accord.gains(), stakes), tolerance=0.05 * float(stakes.min()))
    return len(pairs) / (len(stakes) * (len(stakes) - 1) / 2)


def gain_over_outside(state: State) -> float:
    """What members together gain over each staying out. Unit: USD m."""
    return float(state.accord.gains().sum()) if state.accord else 0.0


def smallest_gain(state: State) -> float:
    """Smallest expected gain of a member over staying out, as a share of its stakes. Unit: share of stakes."""
    accord = state.accord
    if accord is None:
        return 0.0
    return float((accord.gains() / [state.stakes(member) for member in accord.members]).min())


def top_gain(state: State) -> float:
    """Part of what members gain over staying out that the one that gains most has. Unit: share."""
    gains = np.clip(state.accord.gains(), 0, None) if state.accord else np.zeros(1)
    return float(gains.max() / gains.sum()) if gains.sum() > 0 else 0.0


def pivotal_members(state: State) -> float:
    """Members whose change of mind would turn a vote on going on, each voting by what it gains. Unit: nations."""
    accord = state.accord
    if accord is None or len(accord.members) > MOST_WEIGHED:
        return 0.0
    favour = sum(1 << place for place, gain in enumerate(accord.gains()) if reaches(float(gain)))
    return float(len(power.pivotal(decision(accord), favour)))


def top_power(state: State) -> float:
    """Part of the accord's decisions that turn on the vote of its most powerful member (Banzhaf). Unit: share."""
    return float(voting_power(state.accord).max()) if state.accord else 0.0


def pool_paid(state: State) -> float:
    """Paid out of the accord's pool: plants of the fund, reserve sold above cost, penalties. Unit: USD m/yr."""
    return state.accord.paid_out if state.accord else 0.0


def unseen_surplus(state: State) -> float:
    """What members think the accord is worth to them beyond what its pool paid out. Unit: USD m/yr."""
    accord = state.accord
    if accord is None:
        return 0.0
    rows = list(accord.members)
    return float((accord.payoff()[rows] / accord.values.annuities[rows]).sum()) - accord.paid_out


def overstated(state: State) -> float:
    """What single articles promised together, over what one run of the whole text gave; 1 is right. Unit: ratio."""
    return state.accord.overstated if state.accord else 1.0


def paid_to_stay(state: State) -> float:
    """Promised to members for staying. Unit: USD m/yr."""
    return float(sum(state.accord.kept.values())) if state.accord else 0.0


def paid_to_stay_out(state: State) -> float:
    """Paid by the dominant supplier to those who left for it. Unit: USD m/yr."""
    return sum(deal.yearly for nation, deal in state.captured.items() if not state.is_member(nation))
