"""What is worked out about a round for those at the table: here (``Study``) or in another process (``FarMind``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from scenarios.game.board import LeverView, TermView
from scenarios.game.study import LaneTable


class Mind(Protocol):
    """The valuations of a round; each is worked out once, when somebody first asks."""

    def table(self, key: str) -> LaneTable:
        """A lane with all its outcomes valued."""

    def known(self, key: str) -> LaneTable | None:
        """A lane's table if it has been worked out."""

    def terms(self, key: str) -> tuple[TermView, ...]:
        """What is on the table of a lane, as form fields."""

    def options(self, nation: str) -> tuple[LeverView, ...]:
        """A nation's menu of levers."""

    def ready_options(self, nation: str) -> tuple[LeverView, ...] | None:
        """A nation's menu if it has been worked out."""

    def cannot_pay(self, key: str, terms: Mapping[str, Any]) -> str:
        """Say who could not pay its part under some terms of a joint venture; empty where both can."""
