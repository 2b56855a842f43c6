"""Let something happen: an export ban, an accident, a new plant, a surge of demand, or a leak to the press."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game import injects
from scenarios.game.move import Facts, Figure, Move, own
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.state import Inject as Struck


class Inject(Move):
    """Let something happen: an export ban, an accident, a new plant, a surge of demand, or a leak to the press."""

    BY: ClassVar = "host"
    WHEN: ClassVar = ("brief", "negotiate", "commit", "report")

    do: Literal["inject"] = "inject"
    kind: str
    target: str = ""
    size: Figure = 0.0
    quarters: int = 0
    quarter: int = 0
    plant: str = ""
    item: int = 0
    news: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse kinds, targets and sizes that do not exist."""
        if self.kind not in injects.KINDS:
            raise Refused(f"An inject is one of {', '.join(injects.KINDS)}, got {self.kind!r}.")
        return self.having(**injects.KINDS[self.kind].check(state, facts(), self.words()))

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Write it down; it strikes when the year is lived."""
        number = state.next_id()
        strikes = state.round + 1 if state.phase == "report" else state.round
        plain = tuple((name, value) for name, value in self.words().items() if name not in ("kind", "news"))
        state.injects.append(Struck(id=number, kind=self.kind, round=strikes, words=plain, news=self.news))
        if self.kind == "press leak":
            injects.leak(state, self.item)
        return number
