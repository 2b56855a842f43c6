"""Two nations for tests by hand: A mines and separates, B makes magnets and uses them."""

import numpy as np

from market.chain import ChainShape, Quarter

SHAPE = ChainShape(nations=2, mine_nation=[0], mine_light=[0.2], mine_heavy=[0.0], uses=1)
OXIDE = (0, 1, 0)
"""Nation A's light oxide in an array by nation, stage and material."""


def chain_of_two(**more):
    """Return a quarter with light only, no losses, and no rise of cost to speak of but the mine's.

    Mining 5 t REO for each t of light costs 30 + 0.01 q USD/kg at the margin; separation 10, freight 1, magnets 10.
    Demand is 100 (1 - 0.5 (p - 80) / 80) = 150 - 0.625 p.
    """
    capacity = np.zeros((2, 2, 2))
    capacity[0, 0, 0] = capacity[1, 1, 0] = 1000.0
    demand = np.zeros((2, 1, 2))
    demand[1, 0, 0] = 100.0
    figures = {
        "mine_capacity": [5000.0],
        "mine_cost": [6.0],
        "mine_rise": [2.0],
        "capacity": capacity,
        "making_cost": np.full((2, 2, 2), 10.0),
        "recovery": np.ones((2, 2, 2)),
        "making_rise": 1e-6,
        "demand": demand,
        "elasticity": [-0.5],
        "reference_price": [80.0, 400.0],
        "freight_rise": 1e-7,
        "freight": [[0, 1], [1, 0]],
    }
    return Quarter.calm(SHAPE, **(figures | more))


def at_oxide(value, rest=0.0):
    """Return an array by nation, stage and material that holds a value at A's light oxide."""
    array = np.full((2, 3, 2), rest)
    array[OXIDE] = value
    return array
