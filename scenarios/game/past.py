"""The years behind a game: lived when somebody asks, as far as its rounds have been resolved."""

from __future__ import annotations

from threading import RLock

from agents.setting import Setting
from scenarios.game.papers import handed_in
from scenarios.game.state import GameState
from scenarios.game.world import World
from scenarios.game_rules import GameRules


class Past:
    """A world that follows a game; safe to use from any thread."""

    def __init__(self, setting: Setting, rules: GameRules, seed: int) -> None:
        """Set up nothing yet."""
        self.setting, self.rules, self.seed = setting, rules, seed
        self._lock = RLock()
        self._world: World | None = None

    def world(self, state: GameState) -> World:
        """The world with every resolved round lived."""
        with self._lock:
            if self._world is None:
                self._world = World(self.setting, self.rules, self.seed)
            while self._world.lived < resolved(state):
                self._world.live(handed_in(state, self._world.lived + 1, self.setting))
            return self._world

    def live(self, state: GameState) -> World:
        """Live the round that is being resolved, unless it has been lived."""
        with self._lock:
            world = self.world(state)
            if world.lived < state.round:
                world.live(handed_in(state, state.round, self.setting))
            return world


def resolved(state: GameState) -> int:
    """Count the rounds that have been resolved."""
    return state.round if state.phase in ("report", "over") else max(state.round - 1, 0)
