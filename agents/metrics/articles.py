"""What articles do, each seen in one figure, for those who may join the accord, members or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles.skills import first_year
from agents.metrics._who import dominant, partners
from agents.rationing import DEFENCE

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]


def _flows(model: AllianceModel) -> Array:
    """Tonnes from nation to nation, spot and under agreements, (nations, nations, stages)."""
    flows: Array = (model.book.trade + model.book.delivered).sum(axis=3)
    return flows


def floor_paid(model: AllianceModel) -> float:
    """Paid for price floors and to keep plants open among those who may join. Unit: USD m/yr."""
    return float(model.book.support[partners(model)].sum())


def member_trade(model: AllianceModel) -> float:
    """Imports of those who may join that come from each other. Unit: share."""
    rows, flows = partners(model), _flows(model).sum(axis=2)
    return float(flows[np.ix_(rows, rows)].sum() / max(flows[:, rows].sum(), 1e-9))


def processed_at_home(model: AllianceModel) -> float:
    """Ore of those who may join that is not sold abroad as ore. Unit: share."""
    rows, shape = partners(model), model.books.shape
    content = model.book.mined * (shape.mine_light + shape.mine_heavy)
    mined = np.bincount(shape.mine_nation, weights=content, minlength=shape.nations)[rows].sum()
    return float(np.clip(1 - _flows(model)[rows, :, 0].sum() / max(mined, 1e-9), 0, 1))


def import_reliance_members(model: AllianceModel) -> float:
    """Oxide and magnets from the dominant supplier, of what those who may join use. Unit: share."""
    rows = partners(model)
    bought = _flows(model)[dominant(model), rows, 1:].sum()
    used = model.book.made[rows, 1].sum() + model.book.consumed[rows].sum()
    return float(min(bought / max(used, 1e-9), 1.0))


def expertise_members(model: AllianceModel) -> float:
    """Know-how in separation and magnets, mean of those who may join. Unit: share."""
    return float(model.books.expertise[partners(model)].mean())


def knowledge_members(model: AllianceModel) -> float:
    """Joint research that those who may join can use, mean. Unit: USD m."""
    return float(model.books.knowledge[partners(model)].mean())


def first_year_output(model: AllianceModel) -> float:
    """What new plants reach in their first year, share of nameplate, mean of those who may join. Unit: share."""
    return float(np.mean([first_year(model.books, nation) for nation in partners(model)]))


def recycled_members(model: AllianceModel) -> float:
    """Oxide won from scrap by those who may join, of what they use. Unit: share."""
    rows = partners(model)
    return float(model.book.recycled[rows].sum() / max(model.book.consumed[rows].sum(), 1e-9))


def defence_served(model: AllianceModel) -> float:
    """What defence wanted and had, of those who may join. Unit: share."""
    rows = partners(model)
    want, have = (table[rows, DEFENCE].sum() for table in (model.book.wanted, model.book.consumed))
    return float(min(have / want, 1.0)) if want > 0 else 1.0


def intensity_members(model: AllianceModel) -> float:
    """Use of those who may join for what they build, of the first year's, mean of both materials. Unit: ratio."""
    return float(model.books.intensity[partners(model)].mean())


def forecast_error(model: AllianceModel) -> float:
    """How far those who may join err about the chance of restricted exports, mean. Unit: chance a year."""
    truth = model.setting.risks.export_ban
    return float(np.mean([abs(model.nations[nation].crisis_chance - truth) for nation in partners(model)]))


def loans(model: AllianceModel) -> float:
    """Lent by development banks to investors in members. Unit: USD m/yr."""
    return float(model.book.loans)


def false_papers(model: AllianceModel) -> float:
    """Outsiders whose certificates an audit found false. Unit: nations."""
    return float(model.book.false_papers)


def accord_cost(model: AllianceModel) -> float:
    """Administration and further articles, paid by all members. Unit: USD m/yr."""
    return float(model.book.money["administration"].sum())
