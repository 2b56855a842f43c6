"""A move of a game: its verb, and the words that go with it, each typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scenarios.game.board import Board
from scenarios.game.state import GameState

LARGEST = 10**12
"""No figure in a move is as large."""
OWN = "of the program's own"

Facts = Callable[[], Board]
"""Gives the facts that a move is held against; they are worked out for those only who ask."""


def own(default: Any) -> Any:
    """A word that the program itself puts into a move, and nobody may send."""
    return Field(default=default, description=OWN)


def _figure(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("float_type", "no number")
    if not abs(value) < LARGEST:
        raise PydanticCustomError("larger" if isinstance(value, int) else "infinite", "too large")
    return float(value)


Figure = Annotated[float, BeforeValidator(_figure)]
"""A finite number."""
Words = dict[Any, Any]
"""A table, such as the terms of an offer; who checks the move reads it."""


class Move(BaseModel):
    """What somebody does. Each verb is a class of its own, in the file of its name in ``scenarios/game/verbs``."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    BY: ClassVar[str]
    """Who may do it: a seat, the host, the clock, the model, or who joins."""
    WHEN: ClassVar[tuple[str, ...]] = ()
    """Phases in which it may be done; empty for all."""

    do: str
    """The verb."""

    @classmethod
    def sent(cls) -> dict[str, bool]:
        """Name the words that may be sent, and say which of them must be."""
        return {
            name: field.is_required()
            for name, field in cls.model_fields.items()
            if name != "do" and field.description != OWN
        }

    def words(self) -> dict[str, Any]:
        """The words that were said, without the verb."""
        return {name: getattr(self, name) for name in type(self).model_fields if self.says(name) and name != "do"}

    def body(self) -> dict[str, Any]:
        """The move as a table, as it is written down."""
        return {"do": self.do, **self.words()}

    def says(self, word: str) -> bool:
        """Whether it has a word."""
        return word in self.model_fields_set

    def having(self, **words: Any) -> Self:
        """The same move with some words more, or others."""
        return self.model_copy(update=words)

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse what does not fit with one sentence; give the move with the words that go into the log."""
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Change the state, and do the same when the log is read again; gives the number of what it made, or 0."""
        raise NotImplementedError(f"{self.do} changes nothing by itself")
