"""Nations as agents: what each wants, believes and may spend, and on which lanes it takes the initiative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mesa

from agents.world.plain_data import UnreadableError
from agents.world.setting import Profile

SAVED_YEARS = 4
"""Years of budget that a government may carry over."""


CARRIED = ("yearly_budget", "savings", "bans_seen", "calm_seen", "margin", "unhappy_years")
"""What a year changes in a nation."""


class Nation(mesa.Agent[mesa.Model[Any, Any]]):
    """A government with its industries. Producer, Refiner and Consumer differ in where they take the initiative."""

    sells: tuple[int, ...] = ()
    """Stages (0 ore, 1 oxide, 2 magnet) that it offers to others."""
    buys: tuple[int, ...] = ()
    """Stages that it goes out to secure."""

    def __init__(
        self, model: mesa.Model[Any, Any], profile: Profile, number: int, budget: float, prior: tuple[float, float]
    ) -> None:
        """Seat a nation.

        Parameters
        ----------
        number : its place in the scenario.
        budget : what it can spend on supply security, USD m/yr.
        prior : how many years with and without export restrictions its first belief is worth.
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
        """Receive the year's budget; what is saved is capped."""
        self.savings = min(self.savings + self.yearly_budget, SAVED_YEARS * self.yearly_budget)

    def spend(self, amount: float) -> None:
        """Pay for something, USD m."""
        self.savings -= amount

    def state(self) -> dict[str, float]:
        """What one year hands on to the next."""
        return {name: getattr(self, name) for name in CARRIED}

    def resume(self, state: Mapping[str, float]) -> None:
        """Go on from what another year has handed on; what another version carries is refused."""
        if state.keys() != set(CARRIED):
            raise UnreadableError("nations carry other things from year to year")
        for name in CARRIED:
            setattr(self, name, state[name])

    def learn(self, banned: bool) -> None:
        """Take in whether exports were restricted this year."""
        self.bans_seen += 1.0 if banned else 0.0
        self.calm_seen += 0.0 if banned else 1.0


class Producer(Nation):
    """Mines: offers what it digs and makes, at every stage, and wants value added at home."""

    sells = (0, 1, 2)


class Refiner(Nation):
    """Separates: goes out for ore to fill its plants and offers oxide."""

    sells = (1,)
    buys = (0,)


class Consumer(Nation):
    """Uses: goes out for oxide for its magnet makers and for magnets."""

    buys = (1, 2)


ROLES = {"producer": Producer, "refiner": Refiner, "consumer": Consumer}
