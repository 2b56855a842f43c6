"""Effects of articles, each in one figure, for those who may join the accord, members or not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.metrics._who import dominant, partners
from agents.state import State
from agents.world.crews import first_year
from agents.year.rationing import DEFENCE

Array = NDArray[np.float64]


def _flows(state: State) -> Array:
    """Tonnes from nation to nation, spot and under agreements, (nations, nations, stages)."""
    flows: Array = (state.book.trade + state.book.delivered).sum(axis=3)
    return flows


def floor_paid(state: State) -> float:
    """Paid for price floors and to keep plants open among those who may join. Unit: USD m/yr."""
    return float(state.book.support[partners(state)].sum())


def member_trade(state: State) -> float:
    """Imports of those who may join that come from each other. Unit: share."""
    rows, flows = partners(state), _flows(state).sum(axis=2)
    return float(flows[np.ix_(rows, rows)].sum() / max(flows[:, rows].sum(), 1e-9))


def processed_at_home(state: State) -> float:
    """Ore of those who may join that is not sold abroad as ore. Unit: share."""
    rows, shape = partners(state), state.books.shape
    content = state.book.mined * (shape.mine_light + shape.mine_heavy)
    mined = np.bincount(shape.mine_nation, weights=content, minlength=shape.nations)[rows].sum()
    return float(np.clip(1 - _flows(state)[rows, :, 0].sum() / max(mined, 1e-9), 0, 1))


def import_reliance_members(state: State) -> float:
    """Oxide and magnets from the dominant supplier, of what those who may join use. Unit: share."""
    rows = partners(state)
    bought = _flows(state)[dominant(state), rows, 1:].sum()
    used = state.book.made[rows, 1].sum() + state.book.consumed[rows].sum()
    return float(min(bought / max(used, 1e-9), 1.0))


def expertise_members(state: State) -> float:
    """Know-how in separation and magnets, mean of those who may join. Unit: share."""
    return float(state.books.expertise[partners(state)].mean())


def knowledge_members(state: State) -> float:
    """Joint research that those who may join can use, mean. Unit: USD m."""
    return float(state.books.knowledge[partners(state)].mean())


def first_year_output(state: State) -> float:
    """What new plants reach in their first year, share of nameplate, mean of those who may join. Unit: share."""
    rate, skills = state.setting.market.delivery_rate, state.books.skills
    return float(np.mean([first_year(rate, float(skills[nation])) for nation in partners(state)]))


def recycled_members(state: State) -> float:
    """Oxide won from scrap by those who may join, of what they use. Unit: share."""
    rows = partners(state)
    return float(state.book.recycled[rows].sum() / max(state.book.consumed[rows].sum(), 1e-9))


def defence_served(state: State) -> float:
    """What defence wanted and had, of those who may join. Unit: share."""
    rows = partners(state)
    want, have = (table[rows, DEFENCE].sum() for table in (state.book.wanted, state.book.consumed))
    return float(min(have / want, 1.0)) if want > 0 else 1.0


def intensity_members(state: State) -> float:
    """Use of those who may join for what they build, of the first year's, mean of both materials. Unit: ratio."""
    return float(state.books.intensity[partners(state)].mean())


def forecast_error(state: State) -> float:
    """How far those who may join err about the chance of restricted exports, mean. Unit: chance a year."""
    truth = state.setting.risks.export_ban
    return float(np.mean([abs(state.nations[nation].crisis_chance - truth) for nation in partners(state)]))


def loans(state: State) -> float:
    """Lent by development banks to investors in members. Unit: USD m/yr."""
    return float(state.book.loans)


def false_papers(state: State) -> float:
    """Outsiders whose certificates an audit found false. Unit: nations."""
    return float(state.book.false_papers)


def accord_cost(state: State) -> float:
    """Administration and further articles, paid by all members. Unit: USD m/yr."""
    return float(state.book.money["administration"].sum())
