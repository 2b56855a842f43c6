"""What is measured of a year: one function per metric, its label and unit in its docstring.

The table of metrics is made from the functions of this file, in the order in which they stand.
Docstrings read ``Label. Unit: unit.`` and may go on.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.allying import candidates, stakes_of
from agents.capture import decision, voting_power
from agents.coalitions import MOST_WEIGHED
from agents.levers import stock_days
from market.security import cvar as tail_mean
from market.security import hhi
from negotiation import cohesion as sides
from negotiation import power
from negotiation.fairness import envy_pairs as envious
from negotiation.fairness import gini, jain, money_envy

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]


def _allies(model: AllianceModel) -> list[int]:
    """The members; those who might be members where there is no accord."""
    return list(model.accord.members if model.accord else candidates(model))


def _dominant(model: AllianceModel) -> int:
    return model.keys.index(model.setting.risks.dominant)


def _outside(model: AllianceModel) -> NDArray[np.bool_]:
    return np.arange(len(model.keys)) != _dominant(model)


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
    return model.trust.mean(_allies(model))


def position_agreement(model: AllianceModel) -> float:
    """Agreement of members' policies: stocks held, export restrictions, standard, fund. Unit: share."""
    return sides.position_agreement(positions(model)[_allies(model)])


def positions(model: AllianceModel) -> Array:
    """What each nation's policies are on four questions, each 0-3, (nations, questions)."""
    table = np.zeros((len(model.keys), 4))
    for nation in model.nations:
        number, accord = nation.number, model.accord
        table[number, 0] = min(stock_days(model, number) // 45, 3)
        table[number, 1] = 0 if number in model.restricted else 3
        if accord is not None and number in accord.members:
            table[number, 2] = accord.text.standard_level
            table[number, 3] = 3 * accord.text.fund_rate / max(model.setting.accord.fund_rate)
    return table


def retention(model: AllianceModel) -> float:
    """Members that would not be better off outside; 0 without an accord. Unit: share."""
    accord = model.accord
    return sides.retention(accord.gains(), np.zeros(len(accord.members))) if accord else 0.0


def dispute_load(model: AllianceModel) -> float:
    """One less open disputes for each pair of members; higher is better. Unit: share."""
    allies = _allies(model)
    among = sum(d.open and d.claimant in allies and d.respondent in allies for d in model.promises.disputes)
    return sides.dispute_load(among, len(allies))


def members(model: AllianceModel) -> float:
    """Members of the accord. Unit: nations."""
    return float(len(model.accord.members)) if model.accord else 0.0


def world_price(model: AllianceModel, stage: int, material: int, who: NDArray[np.bool_] | None = None) -> float:
    """Mean price weighted by what is used of it, USD/kg; over some nations if ``who`` says so."""
    book = model.book
    used = book.consumed.sum(axis=1)[:, material] if stage == 2 else book.made[:, stage, material]
    used = used if who is None else np.where(who, used, 0.0)
    price = book.price[:, stage, material]
    if used.sum() <= 0:
        return float(price.mean() if who is None else price[who].mean())
    return float((price * used).sum() / used.sum())


def price_ore_light(model: AllianceModel) -> float:
    """Price of NdPr in ore. Unit: USD/kg."""
    return world_price(model, 0, 0)


def price_ore_heavy(model: AllianceModel) -> float:
    """Price of DyTb in ore. Unit: USD/kg."""
    return world_price(model, 0, 1)


def price_oxide_light(model: AllianceModel) -> float:
    """Price of NdPr oxide. Unit: USD/kg."""
    return world_price(model, 1, 0)


def price_oxide_heavy(model: AllianceModel) -> float:
    """Price of DyTb oxide. Unit: USD/kg."""
    return world_price(model, 1, 1)


def price_magnet_light(model: AllianceModel) -> float:
    """Price of NdPr in magnets. Unit: USD/kg."""
    return world_price(model, 2, 0)


def price_magnet_heavy(model: AllianceModel) -> float:
    """Price of DyTb in magnets. Unit: USD/kg."""
    return world_price(model, 2, 1)


def supply_gap(model: AllianceModel) -> float:
    """Wanted at the price that users had come to expect, and not had. Unit: share."""
    return float(model.book.missing.sum() / max(model.book.wanted.sum(), 1e-9))


def supply_gap_outside(model: AllianceModel) -> float:
    """The same outside the dominant supplier. Unit: share."""
    out = _outside(model)
    return float(model.book.missing[out].sum() / max(model.book.wanted[out].sum(), 1e-9))


def supply_gap_members(model: AllianceModel) -> float:
    """The same among those who may join the accord, members or not. Unit: share."""
    rows = list(candidates(model))
    return float(model.book.missing[rows].sum() / max(model.book.wanted[rows].sum(), 1e-9))


def _concentration(amounts: Array) -> float:
    return float(hhi(amounts / amounts.sum())) if amounts.sum() > 0 else 0.0


def hhi_ore(model: AllianceModel) -> float:
    """Concentration of mining by nation (Herfindahl-Hirschman). Unit: index 0-1."""
    shape = model.books.shape
    content = model.book.mined * (shape.mine_light + shape.mine_heavy)
    return _concentration(np.bincount(shape.mine_nation, weights=content, minlength=shape.nations))


def hhi_oxide(model: AllianceModel) -> float:
    """Concentration of separation by nation. Unit: index 0-1."""
    return _concentration(model.book.made[:, 0].sum(axis=1))


def hhi_magnet(model: AllianceModel) -> float:
    """Concentration of magnet making by nation. Unit: index 0-1."""
    return _concentration(model.book.made[:, 1].sum(axis=1))


def hhi_oxide_bloc(model: AllianceModel) -> float:
    """Concentration of separation with the accord's members counted as one. Unit: index 0-1."""
    made = model.book.made[:, 0].sum(axis=1)
    if model.accord is None:
        return _concentration(made)
    inside = np.isin(np.arange(len(made)), model.accord.members)
    return _concentration(np.append(made[~inside], made[inside].sum()))


def import_reliance(model: AllianceModel) -> float:
    """Oxide and magnets from the dominant supplier, of what all others use in magnets. Unit: share."""
    out, dominant = _outside(model), _dominant(model)
    flows = (model.book.trade + model.book.delivered)[dominant][out][:, 1:].sum()
    return float(min(flows / max(model.book.consumed[out].sum(), 1e-9), 1.0))


def welfare(model: AllianceModel) -> float:
    """Welfare of all nations: surplus, rents and revenue less cost and shortage. Unit: USD m/yr."""
    return float(model.book.welfare.sum())


def welfare_outside(model: AllianceModel) -> float:
    """Welfare outside the dominant supplier. Unit: USD m/yr."""
    return float(model.book.welfare[_outside(model)].sum())


def welfare_members(model: AllianceModel) -> float:
    """Welfare of those who may join the accord, members or not. Unit: USD m/yr."""
    return float(model.book.welfare[list(candidates(model))].sum())


def shortage_cost(model: AllianceModel) -> float:
    """Downstream loss from what was wanted and not had, all nations. Unit: USD m/yr."""
    return float(model.book.money["shortage_cost"].sum())


def cvar_shortage(model: AllianceModel) -> float:
    """Mean of the worst twentieth of years so far in shortage cost outside the dominant supplier. Unit: USD m/yr."""
    out = _outside(model)
    losses = np.array([book.money["shortage_cost"][out].sum() for book in (*model.books_kept[:-1], model.book)])
    return float(tail_mean(losses, 0.95))


def damage(model: AllianceModel) -> float:
    """Environmental and social damage, all nations. Unit: USD m/yr."""
    return float(model.book.damage.sum())


def community_income(model: AllianceModel) -> float:
    """What reaches mining and refining communities as their share. Unit: USD m/yr."""
    return float(model.book.community.sum())


def investment(model: AllianceModel) -> float:
    """Spent on new plants by nations, investors and the fund. Unit: USD m/yr."""
    return float(model.book.money["investment"].sum() + model.book_fund_spent)


def reserve_tonnes(model: AllianceModel) -> float:
    """Shared reserve of the accord. Unit: t."""
    return float(model.accord.reserve.sum()) if model.accord else 0.0


def public_stock(model: AllianceModel) -> float:
    """Public stocks of nations outside the dominant supplier. Unit: t."""
    return float(model.books.stock[_outside(model)].sum())


def agreements_in_force(model: AllianceModel) -> float:
    """Supply agreements in force. Unit: agreements."""
    return float(len(model.promises.in_force(model.now)))


def breaches(model: AllianceModel) -> float:
    """Deliveries missed beyond what the terms allow. Unit: deliveries a year."""
    return float(model.book.breaches)


def open_disputes(model: AllianceModel) -> float:
    """Disputes not yet settled. Unit: cases."""
    return float(model.promises.open_cases())


def gini_welfare(model: AllianceModel) -> float:
    """Inequality of consumer surplus per unit of use outside the dominant supplier (Gini). Unit: index 0-1."""
    out = _outside(model) & (model.book.consumed.sum(axis=(1, 2)) > 0)
    use = model.book.consumed.sum(axis=(1, 2))[out]
    return float(gini(np.clip(model.book.money["consumer_surplus"][out], 0, None) / use)) if len(use) > 1 else 0.0


def gini_gain(model: AllianceModel) -> float:
    """Inequality of what members gain over staying out (Gini). Unit: index 0-1."""
    return gini(model.accord.gains()) if model.accord else 0.0


def jain_gain(model: AllianceModel) -> float:
    """Evenness of what members gain over staying out (Jain); 1 is even. Unit: index 0-1."""
    return jain(np.clip(model.accord.gains(), 0, None)) if model.accord else 0.0


def envy_pairs(model: AllianceModel) -> float:
    """Pairs of members of which one gains less than the other for the same stakes, of all pairs. Unit: share."""
    accord = model.accord
    if accord is None:
        return 0.0
    stakes = np.array([stakes_of(model, member) for member in accord.members])
    pairs = envious(money_envy(accord.gains(), stakes), tolerance=0.05 * float(stakes.min()))
    return len(pairs) / (len(stakes) * (len(stakes) - 1) / 2)


def gain_over_outside(model: AllianceModel) -> float:
    """What members together gain over each staying out. Unit: USD m."""
    return float(model.accord.gains().sum()) if model.accord else 0.0


def smallest_gain(model: AllianceModel) -> float:
    """Smallest expected gain of a member over staying out, as a share of its stakes. Unit: share of stakes."""
    accord = model.accord
    if accord is None:
        return 0.0
    return float((accord.gains() / [stakes_of(model, member) for member in accord.members]).min())


def top_gain(model: AllianceModel) -> float:
    """Part of what members gain over staying out that the one that gains most has. Unit: share."""
    gains = np.clip(model.accord.gains(), 0, None) if model.accord else np.zeros(1)
    return float(gains.max() / gains.sum()) if gains.sum() > 0 else 0.0


def pivotal_members(model: AllianceModel) -> float:
    """Members whose change of mind would turn a vote on going on, each voting by what it gains. Unit: nations."""
    accord = model.accord
    if accord is None or len(accord.members) > MOST_WEIGHED:
        return 0.0
    favour = sum(1 << place for place, gain in enumerate(accord.gains()) if gain >= 0)
    return float(len(power.pivotal(decision(accord), favour)))


def top_power(model: AllianceModel) -> float:
    """Part of the accord's decisions that turn on the vote of its most powerful member (Banzhaf). Unit: share."""
    return float(voting_power(model.accord).max()) if model.accord else 0.0


def pool_paid(model: AllianceModel) -> float:
    """Paid out of the accord's pool: plants of the fund, reserve sold above cost, penalties. Unit: USD m/yr."""
    return model.accord.paid_out if model.accord else 0.0


def unseen_surplus(model: AllianceModel) -> float:
    """What members think the accord is worth to them beyond what its pool paid out. Unit: USD m/yr."""
    accord = model.accord
    if accord is None:
        return 0.0
    rows = list(accord.members)
    return float((accord.payoff()[rows] / accord.values.annuities[rows]).sum()) - accord.paid_out


def overstated(model: AllianceModel) -> float:
    """What single articles promised together, over what one run of the whole text gave; 1 is right. Unit: ratio."""
    return model.accord.overstated if model.accord else 1.0


def paid_to_stay(model: AllianceModel) -> float:
    """Promised to members for staying. Unit: USD m/yr."""
    return float(sum(model.accord.kept.values())) if model.accord else 0.0


def paid_to_stay_out(model: AllianceModel) -> float:
    """Paid by the dominant supplier to those who left for it. Unit: USD m/yr."""
    return sum(deal.yearly for nation, deal in model.captured.items() if not model.is_member(nation))


def unilateral_restrictions(model: AllianceModel) -> float:
    """Nations that kept their ore at home this year. Unit: nations."""
    return float(model.book.restrictions)


Metric = Callable[["AllianceModel"], float]
_FORM = re.compile(r"^(?P<label>.+?) Unit: (?P<unit>.+)\.$")
_HELPERS = {"world_price", "positions", "table"}


def table() -> dict[str, tuple[Metric, str, str]]:
    """List every metric: its function, its label and its unit, in the order of this file."""
    here = sys.modules[__name__]
    found = [
        (name, function)
        for name, function in inspect.getmembers(here, inspect.isfunction)
        if function.__module__ == __name__ and not name.startswith("_") and name not in _HELPERS
    ]
    result = {}
    for name, function in sorted(found, key=lambda item: item[1].__code__.co_firstlineno):
        form = _FORM.match((function.__doc__ or "").strip().splitlines()[0])
        if form is None:
            raise ValueError(f"metric {name!r} needs a docstring like 'Label. Unit: USD/kg.', got {function.__doc__!r}")
        result[name] = (function, form["label"].rstrip("."), form["unit"])
    return result
