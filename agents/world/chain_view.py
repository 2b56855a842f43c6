"""A setting turned into the arrays that the market clears."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.world.setting import END_USES, MATERIALS, PerMaterial, Plant, Profile, Setting
from market.chain import ChainShape, Quarter

Array = NDArray[np.float64]


def pair(figure: PerMaterial) -> list[float]:
    """Give the light and the heavy figure as a list of two."""
    return [figure.light, figure.heavy]


def chain_shape(setting: Setting) -> ChainShape:
    """Describe the nations' mines; these never change during a run."""
    mines = [(index, mine) for index, nation in enumerate(setting.nations) for mine in nation.mines]
    return ChainShape(
        nations=len(setting.nations),
        mine_nation=np.array([index for index, _ in mines], dtype=np.int64),
        mine_light=np.array([mine.light_share for _, mine in mines], dtype=float),
        mine_heavy=np.array([mine.heavy_share for _, mine in mines], dtype=float),
        uses=len(END_USES),
    )


def demand_of(nation: Profile) -> Array:
    """Final use by end use and material, shape (uses, materials), t/yr."""
    return np.array([pair(nation.demand.get(use, PerMaterial())) for use in END_USES])


def plants(nation: Profile) -> tuple[Plant, Plant]:
    """The two conversions of a nation, in the order of the chain."""
    return nation.separation, nation.magnets


def freight(setting: Setting) -> Array:
    """Transport cost between nations, shape (nations, nations), USD/kg; nothing at home."""
    regions = np.array([nation.region for nation in setting.nations])
    same = regions[:, None] == regions[None, :]
    cost = np.where(same, setting.market.freight_near, setting.market.freight_far)
    np.fill_diagonal(cost, 0.0)
    return cost


def shortage_price(setting: Setting) -> Array:
    """Price at which demand is left unserved, shape (materials,), USD/kg."""
    return setting.market.shortage_multiple * np.array(pair(setting.market.magnet_price))


def calm_quarter(setting: Setting) -> tuple[ChainShape, Quarter]:
    """Describe the first, undisturbed market of a setting.

    Returns
    -------
    The shape of the chain and one clearing's numbers, annual rates.
    """
    shape = chain_shape(setting)
    mines = [mine for nation in setting.nations for mine in nation.mines]
    conversions = [plants(nation) for nation in setting.nations]
    count, kinds = len(setting.nations), len(MATERIALS)
    nothing = np.zeros((count, 3, kinds))
    quarter = Quarter(
        mine_capacity=np.array([mine.capacity for mine in mines], dtype=float),
        mine_cost=np.array([mine.cost for mine in mines], dtype=float),
        mine_rise=np.array([mine.cost_rise for mine in mines], dtype=float),
        capacity=np.array([[pair(plant.capacity) for plant in both] for both in conversions]),
        making_cost=np.array([[pair(plant.cost) for plant in both] for both in conversions]),
        recovery=np.array([[[plant.recovery] * kinds for plant in both] for both in conversions]),
        recycling_capacity=np.array([pair(nation.recycling.capacity) for nation in setting.nations]),
        recycling_cost=np.array([pair(nation.recycling.cost) for nation in setting.nations]),
        demand=np.array([demand_of(nation) for nation in setting.nations]),
        elasticity=np.array([setting.market.elasticity[use] for use in END_USES]),
        reference_price=np.array(pair(setting.market.magnet_price)),
        shortage_price=shortage_price(setting),
        freight=freight(setting),
        freight_rise=setting.market.freight_rise / 1000.0,
        curved=setting.market.demand_curve == "iso_elastic",
        tariff=np.zeros((count, count, 3, kinds)),
        export_tax=nothing.copy(),
        ban=np.zeros((count, count, 3, kinds), dtype=bool),
        quota=np.full((count, 3, kinds), np.inf),
        committed=np.zeros((count, count, 3, kinds)),
        release=nothing.copy(),
        release_price=nothing.copy(),
        purchase=nothing.copy(),
    )
    return shape, quarter
