"""The same shocks with other decisions: everybody alone, and everybody left to the AI; scores compare with these."""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock
from typing import Any

from agents.players.orders import HandedIn
from agents.world.setting import Setting
from scenarios.game_rules import GameRules
from scenarios.run import Living

ALONE, BY_AI = "alone", "by AI"


class Rivals:
    """Two runs on the seed and the injects of a game, lived no further than the game."""

    def __init__(self, setting: Setting, rules: GameRules, seed: int) -> None:
        """Set up nothing yet; the runs are lived when somebody asks."""
        self.setting, self.rules, self.seed = setting, rules, seed
        self.lock = RLock()
        self._runs: dict[str, Living] = {}
        self._injects: tuple[HandedIn, ...] = ()

    def live(self, injects: tuple[HandedIn, ...]) -> None:
        """Live both as far as the injects of the lived rounds reach."""
        with self.lock:
            if injects[: len(self._injects)] != self._injects:
                self._runs = {}
            self._injects = injects
            for name, regime in ((ALONE, "unilateral"), (BY_AI, self.rules.regime)):
                run = self._runs.setdefault(name, Living(self.setting, regime=regime, seed=self.seed))
                while self.setting.rounds - run.years_left < len(injects):
                    run.step(injects[self.setting.rounds - run.years_left])

    def known(self, rounds: int) -> bool:
        """Whether both have been lived so far."""
        runs = self._runs
        return len(runs) == 2 and all(self.setting.rounds - run.years_left >= rounds for run in runs.values())

    def rows(self) -> dict[str, tuple[list[Any], list[Any]]]:
        """Rows by nation and of the world, of the runs that have been begun."""
        return {name: (run.rows("nations"), run.rows("metrics")) for name, run in self._runs.items()}

    def utility(self, name: str, nation: str, rounds: int) -> tuple[float, ...]:
        """Utility of a nation in the first years of a run, USD m a year."""
        nations, _ = self.rows().get(name, ([], []))
        return tuple(float(row["utility"]) for row in nations if row["nation"] == nation)[:rounds]

    def metrics(self, name: str) -> list[Mapping[str, float]]:
        """World figures of a run by year."""
        return self.rows().get(name, ([], []))[1]
