"""A ceiling on dependence: no more than some share of what members use may come from the dominant supplier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article, Scene

if TYPE_CHECKING:
    from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
STEPS = 10
"""Halvings of the range of the levy: to a thousandth of the bound."""
ARTICLE = Article(
    name="dependence_ceiling",
    title="Ceiling on dependence",
    principle="reserve and risk",
    meaning="Share of the oxide and magnets that each member uses which must not come from the dominant supplier.",
    unit="share",
    high=0.8,
    said="no more than {1:.0%} from the dominant supplier",
    mechanism="A levy at members' borders on the dominant supplier's oxide and magnets, as high as the ceiling asks "
    "and no higher than the tariff bound; supply turns elsewhere.",
    cost="Dearer supply for members' users; the levy goes to their treasuries.",
    metric="import_reliance_members",
    source="Chatham House 2012: a purchasing code of no more than 40 % from one country",
    confidence="looked_up",
)


def reliance(outcome: Outcome, supplier: int) -> Array:
    """Oxide and magnets from one supplier, share of what each nation's magnet makers and users take, (nations,)."""
    bought = outcome.trade[supplier, :, 1:].sum(axis=(1, 2))
    used = outcome.made[:, 1].sum(axis=1) + outcome.consumed.sum(axis=(1, 2))
    return np.divide(bought, used, out=np.zeros_like(bought), where=used > 0)


def with_levy(quarter: Quarter, supplier: int, levy: Array) -> Quarter:
    """Put a levy of (nations,) USD/kg on one supplier's oxide and magnets."""
    tariff = quarter.tariff.copy()
    tariff[supplier, :, 1:] += levy[:, None, None]
    return replace(quarter, tariff=tariff)


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Find each member's levy by halving the range, and put it on."""
    setting = scene.books.setting
    supplier = [nation.key for nation in setting.nations].index(setting.risks.dominant)
    rows = [member for member in members if member != supplier]
    low, high = np.zeros(scene.books.shape.nations), np.zeros(scene.books.shape.nations)
    high[rows] = setting.accord.tariff_bound * setting.market.magnet_price.light
    over = reliance(scene.clear(quarter), supplier) > 1 - level
    if not over[rows].any():
        return quarter
    for _ in range(STEPS):
        middle = (low + high) / 2
        over = reliance(scene.clear(with_levy(quarter, supplier, middle)), supplier) > 1 - level
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    return with_levy(quarter, supplier, high)
