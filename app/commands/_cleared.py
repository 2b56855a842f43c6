"""The first market of a scenario, cleared as it is and with changes, and the figures read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.commands._common import world
from app.drawing.scales import percent


@dataclass(frozen=True)
class World:
    """A cleared market and the names of its nations."""

    what: str
    setting: Any
    shape: Any
    quarter: Any
    outcome: Any
    gains: Any

    @property
    def names(self) -> list[str]:
        """Full names of the nations."""
        return [nation.name for nation in self.setting.nations]

    @property
    def keys(self) -> list[str]:
        """Keys of the nations, as in scenario files."""
        return [nation.key for nation in self.setting.nations]

    @property
    def dominant(self) -> int:
        """Number of the dominant nation."""
        return self.keys.index(self.setting.risks.dominant)

    def use(self) -> np.ndarray:
        """Use of each good by its buyers, t/yr, shape (nations, 3, 2)."""
        return np.concatenate([self.outcome.made, self.outcome.consumed.sum(axis=1)[:, None]], axis=1)

    def price(self, chosen: np.ndarray) -> np.ndarray:
        """Prices of some nations weighted by use, USD/kg, shape (3, 2); their median where none of them uses any."""
        from agents.metrics.prices import LEAST_USE

        use, price = self.use()[chosen], self.outcome.price[chosen]
        total = use.sum(axis=0)
        mean: np.ndarray = np.sum(price * use, axis=0) / np.where(total > 0, total, 1.0)
        return np.where(total >= LEAST_USE, mean, np.median(price, axis=0))

    def output(self) -> np.ndarray:
        """Each nation's output of each good, t/yr, shape (nations, 3, 2)."""
        from market.dependence import output_of

        outcome = self.outcome
        return output_of(self.shape, self.quarter.recovery, outcome.mined, outcome.made, outcome.recycled)

    def security(self) -> list[tuple[float, float, float, float]]:
        """Reliance on imports of magnets (share) and their supply risk by the European method: light, heavy, each."""
        from market import dependence

        trade, output = dependence.shipped(self.quarter, self.outcome), self.output()
        drawn = dependence.drawn_of(self.outcome)
        governance = [nation.politics.rule_of_law for nation in self.setting.nations]
        rows = []
        for i in range(self.shape.nations):
            buyer = np.arange(self.shape.nations) == i
            used = self.outcome.consumed[i].sum(axis=0)
            back = np.divide(self.outcome.recycled[i], used, out=np.zeros(2), where=used > 0)
            relies = dependence.reliance(trade, output, drawn, buyer)[2]
            risk = dependence.supply_risk(trade, output, drawn, buyer, governance, back)[2]
            rows.append((float(relies[0]), float(relies[1]), float(risk[0]), float(risk[1])))
        return rows

    def gaps(self) -> np.ndarray:
        """Demand at the reference price that goes unserved, t/yr, shape (nations, 2)."""
        gaps: np.ndarray = self.outcome.unserved.sum(axis=1)
        return gaps

    def earnings(self) -> dict[str, np.ndarray]:
        """Gains by nation, USD m/yr, each of shape (nations,)."""
        gains = self.gains
        return {
            "users": gains.consumer_surplus,
            "mines": gains.mine_rent,
            "plants": gains.making_rent + gains.recycling_rent,
            "trade": gains.trade_rent,
            "public": gains.tax_revenue + gains.quota_rent + gains.release_revenue - gains.purchase_cost,
            "together": gains.total,
        }


def cleared(scenario: str, what_if: Sequence[str], changes: tuple[str, ...], bound: float | None = None) -> list[World]:
    """Clear the market as it is and, if asked, with all the changes made and tariffs held to a bound."""
    from agents.world.chain_view import calm_quarter
    from market.chain import Chain
    from market.levers import Names, apply, bound_tariffs, understand
    from market.welfare import welfare

    setting = world(scenario, changes, None)
    shape, quarter = calm_quarter(setting)
    chain = Chain(shape)
    today = chain.clear(quarter)
    worlds = [World("today", setting, shape, quarter, today, welfare(shape, quarter, today))]
    if what_if:
        nations = setting.nations
        names = Names.of([n.key for n in nations], [n.iso3 for n in nations], [n.name for n in nations])
        for line in [understand(text, names) for text in what_if]:
            quarter = apply(quarter, line, shape, today)
        quarter = quarter if bound is None else bound_tariffs(quarter, today, bound)
        outcome = chain.clear(quarter, today)
        said = "; ".join(text.strip() for text in what_if)
        said += "" if bound is None else f" (tariffs at most {percent(bound, digits=0)} of the price)"
        worlds.append(World(said, setting, shape, quarter, outcome, welfare(shape, quarter, outcome)))
    return worlds
