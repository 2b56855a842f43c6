"""Say where one stands to the accord: join, stay out, leave, or empty to stay as one is."""

from __future__ import annotations

from typing import ClassVar, Literal, Self, cast

from agents.players.orders import Stance as Stand
from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

STANCES = ("", "join", "stay out", "leave")


class Stance(Move):
    """Say where one stands to the accord: join, stay out, leave, or empty to stay as one is."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("brief", "negotiate", "commit")

    do: Literal["stance"] = "stance"
    stance: str

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse stances that a nation cannot take."""
        board = facts()
        stance = cast("Stand", self.stance)
        if stance not in STANCES:
            raise Refused(f"A stance is join, stay out, leave or empty, got {stance!r}.")
        if board.regime != "accord":
            raise Refused("In this game there is no accord to join.")
        if stance == "join" and who not in board.accord.eligible:
            raise Refused(f"{board.name(who)} may not join {board.accord.name}.")
        if stance == "leave" and who not in board.accord.members:
            raise Refused(f"Only a member can leave; {board.name(who)} is none.")
        if stance == "stay out" and who in board.accord.members:
            raise Refused("You are a member; to go, give notice with 'leave'.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note it on the nation's paper."""
        state.paper(who).stance = cast("Stand", self.stance)
        return 0
