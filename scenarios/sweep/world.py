"""The model of our own experiments: a scenario with some fields changed, lived under an arm's regime."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents import metrics
from agents.model import AllianceModel
from agents.plugins import Plugin, use
from agents.state import State
from agents.world.setting import REGIMES, Setting
from scenarios.files.wording import near
from scenarios.loader import with_changes
from scenarios.run import with_rounds
from scenarios.sweep.lived import Lived
from scenarios.sweep.parameter import fitted

RESERVED = ("name", "regime", "scenario")
"""Keys of an arm that are not fields of a scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Lives one run; called with the values of the parameters, the arm and the number of the replication."""

    settings: Mapping[str, Setting]
    """The world of each arm."""
    seed: int
    nations: tuple[str, ...] = ()
    """Figures kept of each nation."""
    plugins: tuple[Plugin, ...] = ()
    """Rules from outside, with their files: a worker elsewhere may not have them."""

    def __call__(self, parameters: Mapping[str, Any], arm: Mapping[str, Any], replication: int) -> Lived:
        """Live one run."""
        for plugin in self.plugins:
            use(plugin)
        model = AllianceModel(self.setting(parameters, arm), self.regime(arm), self.seed, replication)
        return self._live(model, model.setting.rounds)

    def setting(self, parameters: Mapping[str, Any], arm: Mapping[str, Any]) -> Setting:
        """Make the world of a run."""
        changes = {path: value for path, value in arm.items() if path not in RESERVED} | dict(parameters)
        base = self.settings[arm["name"]]
        return with_changes(base, {path: fitted(path, value) for path, value in changes.items()}) if changes else base

    @staticmethod
    def regime(arm: Mapping[str, Any]) -> str:
        """Read an arm's regime; accord where it says none."""
        regime = arm.get("regime", "accord")
        if regime not in REGIMES:
            raise ValueError(
                f"arm {arm.get('name')}: regime must be one of {', '.join(REGIMES)}, got {regime!r}"
                f"{near(regime, REGIMES)}"
            )
        return str(regime)

    def pilot(self, parameters: Mapping[str, Any], arm: Mapping[str, Any]) -> float:
        """Reckon the seconds of a run from its first years, without what the first of all costs in compiling."""
        setting, regime = self.setting(parameters, arm), self.regime(arm)
        self._live(AllianceModel(with_rounds(setting, 1), regime, self.seed, 0), 1)
        years = min(4, setting.rounds)
        start = time.perf_counter()
        self._live(AllianceModel(with_rounds(setting, years), regime, self.seed, 0), years)
        return (time.perf_counter() - start) * setting.rounds / years

    def _live(self, model: AllianceModel, rounds: int) -> Lived:
        table = metrics.table(model.setting.plugins)
        functions = [function for function, _, _ in table.values()]
        columns = [*table, *(f"{figure}.{key}" for figure in self.nations for key in model.keys)]
        values = np.empty((rounds, len(columns)))
        for year in range(rounds):
            model.live_year()
            values[year, : len(functions)] = [float(function(model)) for function in functions]
            values[year, len(functions) :] = [one for figure in self.nations for one in _of_nations(model, figure)]
        return Lived(tuple(columns), values, model.nature.hash)


def _of_nations(model: State, figure: str) -> list[float]:
    book = model.book
    if figure == "welfare":
        found = book.welfare
    elif figure == "utility":
        found = book.utility(model.weights.environment)
    else:
        found = book.supply_gap
    return [float(one) for one in found]
