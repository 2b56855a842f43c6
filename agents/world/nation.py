"""Nations as agents: their wants, beliefs and budgets, and the lanes on which they take the initiative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mesa

from agents.world.plain_data import UnreadableError
from agents.world.setting import Profile

SAVED_YEARS = 4
"""Years of budget that a government may carry over."""


CARRIED = ("yearly_budget", "savings", "bans_seen", "calm_seen", "margin", "unhappy_years")
"""Parts of a nation that a year changes."""


class Nation(mesa.Agent[mesa.Model[Any, Any]]):
    """A government with its industries. Producer, Refiner and Consumer differ in where they take the initiative."""

    sells: tuple[int, ...] = ()
    """Stages (0 ore, 1 oxide, 2 magnet) that it offers to others."""
    buys: tuple[int, ...] = ()
    """Stages that it seeks to secure."""

    def __init__(
        self, model: mesa.Model[Any, Any], profile: Profile, number: int, budget: float, prior: tuple[float, float]
    ) -> None:
        """Seat a nation.

        Parameters
        ----------
        number : its place in the scenario.
        budget : money for supply security, USD m/yr.
        prior : years with and without export restrictions that its first belief is worth.
        """
        super().__init__(model)
        self.profile, self.number = profile, number
        self.yearly_budget, self.savings = budget, 0.0
        self.bans_seen, self.calm_seen = prior
        self.margin = profile.politics.ratification_margin
        """Gain that its parliament asks for, share of the stakes."""
        self.unhappy_years = 0

    @property
    def crisis_chance(self) -> float:
        """Its belief that exports are restricted in a given year (0-1)."""
        return self.bans_seen / (self.bans_seen + self.calm_seen)

    def earn(self) -> None:
        """Receive the year's budget; savings are capped."""
        self.savings = min(self.savings + self.yearly_budget, SAVED_YEARS * self.yearly_budget)

    def spend(self, amount: float) -> None:
        """Pay for something, USD m."""
        self.savings -= amount

    def state(self) -> dict[str, float]:
        """Return the parts that one year passes to the next."""
        return {name: getattr(self, name) for name in CARRIED}

    def resume(self, state: Mapping[str, float]) -> None:
        """Continue from the parts that another year passed on; those of another version are refused."""
        if state.keys() != set(CARRIED):
            raise UnreadableError("nations carry other things from year to year")
        for name in CARRIED:
            setattr(self, name, state[name])

    def learn(self, banned: bool) -> None:
        """Learn whether exports were restricted this year."""
        self.bans_seen += 1.0 if banned else 0.0
        self.calm_seen += 0.0 if banned else 1.0


class Producer(Nation):
    """Mines: offers its output at every stage, and wants value added at home."""

    sells = (0, 1, 2)


class Refiner(Nation):
    """Separates: seeks ore to fill its plants and offers oxide."""

    sells = (1,)
    buys = (0,)


class Consumer(Nation):
    """Uses: seeks oxide for its magnet makers, and magnets."""

    buys = (1, 2)


ROLES = {"producer": Producer, "refiner": Refiner, "consumer": Consumer}
