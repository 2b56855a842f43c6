"""Come as an observer, without a seat."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.state import GameState


class Watch(Move):
    """Come as an observer, without a seat."""

    BY: ClassVar = "join"

    do: Literal["watch"] = "watch"
    person: str
    token: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Take it as it is; the game knows whether it lets people watch."""
        return self.having(person=self.person.strip()[:60] or f"Observer {len(state.watchers) + 1}")

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Let the person watch."""
        state.watchers[self.token] = self.person
        return len(state.watchers)
