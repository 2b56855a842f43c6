"""Worlds made at random, of realistic size, for tests and benchmarks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.random import Generator

from market.quarter import ChainShape, Quarter


def world(nations: int, rng: Generator) -> tuple[ChainShape, Quarter]:
    """Return a calm quarter of nations of which the first dominates and about half mine, separate or make magnets."""
    mines = max(2, int(0.7 * nations))
    owner = np.concatenate([[0, 0], rng.integers(0, nations, mines - 2)]) if mines > 2 else np.array([0, 0])
    light = rng.uniform(0.10, 0.28, mines)
    heavy = rng.uniform(0.001, 0.05, mines)
    shape = ChainShape(nations=nations, mine_nation=owner, mine_light=light, mine_heavy=heavy, uses=5)
    size = rng.lognormal(0.0, 0.8, nations)
    size[0] = 0.8 * size.sum()
    size /= size.sum()
    need = np.array([90e3, 4e3])
    split = rng.dirichlet(np.ones(5), nations)
    taste = rng.lognormal(0.0, 0.6, nations)
    taste /= taste.sum()
    demand = taste[:, None, None] * split[:, :, None] * need
    has = rng.random((nations, 2, 1)) < 0.5
    has[0] = True
    capacity = size[:, None, None] * has * np.array([[1.5, 1.5], [1.4, 1.4]]) * need
    ore = np.zeros(mines)
    share = size[owner] * rng.uniform(0.5, 1.5, mines)
    ore = share / share.sum() * 1.4 * need[0] / 0.18
    spread = rng.uniform(0.7, 1.6, (nations, 2, 1))
    spread[0] = 0.8
    region = rng.integers(0, 3, nations)
    freight = np.where(region[:, None] == region, 0.3, 0.8) * (1 - np.eye(nations))
    quarter = Quarter.calm(
        shape,
        mine_capacity=ore,
        mine_cost=rng.uniform(3, 9, mines),
        mine_rise=rng.uniform(1, 4, mines),
        capacity=capacity,
        making_cost=spread * np.array([[8.0, 30.0], [20.0, 30.0]]),
        recovery=np.broadcast_to(rng.uniform(0.85, 0.95, (nations, 2, 1)), (nations, 2, 2)).copy(),
        recycling_capacity=0.05 * demand.sum(axis=1),
        recycling_cost=np.tile([40.0, 180.0], (nations, 1)),
        demand=demand,
        elasticity=np.array([-0.3, -0.2, -0.4, -0.25, -0.06]),
        reference_price=np.array([100.0, 420.0]),
        freight=freight,
    )
    return shape, quarter


def shocked(quarter: Quarter, rng: Generator) -> Quarter:
    """Return the quarter with random bans, quotas, taxes, outages, stocks and agreements."""
    n = len(quarter.demand)
    route, good = quarter.ban.shape, quarter.quota.shape
    seldom = rng.choice([0.0, 0.02, 0.2, 0.9])
    limited = rng.random(good) < rng.choice([0.0, 0.05, 0.3])
    quota = np.where(limited, rng.uniform(0, 2e4, good) * rng.integers(0, 2), np.inf)
    promised = np.where(rng.random(route) < rng.choice([0.0, 0.01, 0.05]), rng.uniform(0, 5e3, route), 0.0)
    promised[np.arange(n), np.arange(n)] = 0.0
    holders: dict[str, Any] = {}
    if rng.random() < 0.3:
        holders = {
            "hoard": rng.uniform(0, 2e3, good),
            "hoard_price": rng.uniform(0, 500, good),
            "unload": rng.uniform(0, 2e3, good),
            "unload_price": rng.uniform(0, 500, good),
            "smuggling_capacity": rng.uniform(0, 2e3, good) * (rng.random(good) < 0.1),
        }
    return replace(
        quarter,
        **holders,
        ban=rng.random(route) < seldom,
        quota=quota,
        committed=promised,
        tariff=rng.uniform(0, 10, route) * (rng.random(route) < 0.1),
        export_tax=rng.uniform(-5, 20, good) * (rng.random(good) < 0.1),
        mine_capacity=quarter.mine_capacity * (rng.random(quarter.mine_capacity.shape) < 0.8),
        capacity=quarter.capacity * (rng.random(quarter.capacity.shape) < 0.9),
        demand=quarter.demand * rng.uniform(0.5, 2.0, quarter.demand.shape),
        release=rng.uniform(0, 1e3, good) * (rng.random(good) < 0.05),
        release_price=rng.uniform(5, 200, good),
        purchase=rng.uniform(0, 1e3, good) * (rng.random(good) < 0.05),
    )
