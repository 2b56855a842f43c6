"""Stocks and expectations of private holders of oxide and magnets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from market.stocks import Habits, Stocks

Array = NDArray[np.float64]


@dataclass
class Holders:
    """Stocks, expectations and use of private holders, by stage."""

    habits: dict[int, Habits] = field(default_factory=dict)
    stocks: dict[int, Stocks] = field(default_factory=dict)
    usual: dict[int, Array] = field(default_factory=dict)
    """(nations, materials) t/yr of use that they count on."""

    felt: Array = field(default_factory=lambda: np.zeros(0))
    """(nations, materials) share of usual exports that was withheld in the last quarter (0-1)."""

    @property
    def held(self) -> Array:
        """(stages, nations, materials) t; empty where nobody holds stocks."""
        return np.array([self.stocks[stage].held for stage in self.habits])

    @property
    def alarm(self) -> Array:
        """(nations, materials) highest alarm over the stages, 0-1; empty where nobody holds stocks."""
        alarms = np.array([self.stocks[stage].alarm for stage in self.habits])
        return alarms.max(axis=0) if self.habits else np.zeros(0)
