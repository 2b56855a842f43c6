"""A ceiling on dependence: no more than some share of what members use may come from the dominant supplier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agents.articles import Article
from agents.world.scene import Scene

if TYPE_CHECKING:
    from agents.world.accord_rules import AccordRules
    from market.chain import Outcome, Quarter

STEPS = 10
"""Halvings of the range of the levy: to a thousandth of the bound."""
ARTICLE = Article(
    name="dependence_ceiling",
    title="Ceiling on dependence",
    principle="reserve and risk",
    meaning="Share of the oxide and magnets that members use together which must not come from the dominant supplier.",
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


def justified(rules: AccordRules, level: float) -> float:
    """Part of it that the environment justifies: none, for it singles out one nation (GATT Article I)."""
    return 0.0


def reliance(outcome: Outcome, supplier: int, rows: list[int]) -> float:
    """Oxide and magnets from one supplier, share of what some nations' magnet makers and users take (0-1)."""
    bought = outcome.trade[supplier, rows, 1:].sum()
    used = outcome.made[rows, 1].sum() + outcome.consumed[rows].sum()
    return float(bought / max(used, 1e-9))


def with_levy(quarter: Quarter, supplier: int, rows: list[int], levy: float) -> Quarter:
    """Put a levy in USD/kg on one supplier's oxide and magnets at some nations' borders."""
    tariff = quarter.tariff.copy()
    tariff[supplier, rows, 1:] += levy
    return replace(quarter, tariff=tariff)


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Find the members' common levy by halving the range, and put it on."""
    setting = scene.books.setting
    supplier = [nation.key for nation in setting.nations].index(setting.risks.dominant)
    rows = [member for member in members if member != supplier]
    low, high = 0.0, setting.accord.tariff_bound * setting.market.magnet_price.light
    if not rows or level <= 0 or reliance(scene.clear(quarter), supplier, rows) <= 1 - level:
        return quarter
    for _ in range(STEPS):
        middle = (low + high) / 2
        over = reliance(scene.clear(with_levy(quarter, supplier, rows, middle)), supplier, rows) > 1 - level
        low, high = (middle, high) if over else (low, middle)
    return with_levy(quarter, supplier, rows, high)
