"""A game as its readers have it: everything may be looked at, and nothing changed.

Screens, previews, what-ifs and exports are worked out from this; ``Game`` above them hands itself in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from agents.world.setting import Setting
from scenarios.files.game_rules import GameRules
from scenarios.game.board import Board
from scenarios.game.journal import Entry
from scenarios.game.mind import Mind
from scenarios.game.rivals import Rivals
from scenarios.game.state import GameState
from scenarios.game.world import World
from scenarios.texts.briefings import Briefing


class Readable(Protocol):
    """What can be read of a game."""

    @property
    def id(self) -> str:
        """Name of the game's file."""

    @property
    def code(self) -> str:
        """What people type in to sit down."""

    @property
    def about(self) -> Mapping[str, Any]:
        """What was fixed when the game was made."""

    @property
    def seed(self) -> int:
        """Seed of the world."""

    @property
    def setting(self) -> Setting:
        """The scenario."""

    @property
    def rules(self) -> GameRules:
        """How people sit down to it."""

    @property
    def version(self) -> int:
        """Number of changes so far."""

    @property
    def trouble(self) -> str:
        """What went wrong while the game was thought about; empty while nothing has."""

    @property
    def seen(self) -> Mapping[str, float]:
        """When the people of each seat were last heard of, seconds since 1970."""

    @property
    def entries(self) -> Sequence[Entry]:
        """All moves."""

    @property
    def state(self) -> GameState:
        """What the moves came to."""

    @property
    def lived(self) -> int:
        """Rounds that have been resolved."""

    @property
    def board(self) -> Board:
        """The facts of the round."""

    @property
    def shown(self) -> Board:
        """The facts as last shown."""

    @property
    def study(self) -> Mind:
        """The valuations of the round."""

    @property
    def world(self) -> World:
        """The market behind the game."""

    @property
    def rivals(self) -> Rivals:
        """The two runs that the game is held against."""

    def current_text(self) -> int:
        """The text on the table that has most votes; 0 where none has enough."""

    def briefing(self, nation: str) -> Briefing | None:
        """The role briefing of a nation; None where there is none."""
