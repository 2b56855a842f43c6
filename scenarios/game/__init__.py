"""The game: people and AI nations at one table over the same market; it consists of a scenario, a seed and moves."""

from __future__ import annotations

from scenarios.game.game import Game, Receipt
from scenarios.game.hall import Hall
from scenarios.game.refusal import Refused

__all__ = ["Game", "Hall", "Receipt", "Refused"]
