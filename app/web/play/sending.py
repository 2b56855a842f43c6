"""How a page makes a move: it is sent to the game, and a refusal comes back as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import solara

from app.html import text
from app.web.parts import Html
from scenarios.game.game import Game


@dataclass(frozen=True, eq=False)
class Hand:
    """The means by which parts of a page act for a seat."""

    game: Game
    token: str
    told: Callable[[str], None]
    """Shows a sentence at the head of the page; an empty one takes it away."""

    def send(self, move: Mapping[str, Any]) -> bool:
        """Make a move; what is refused is told."""
        receipt = self.game.do(self.token, move)
        self.told(receipt.text)
        return receipt.ok


@solara.component
def Told(said: str, *, mark: str = "refused") -> None:
    """Show why a move was refused."""
    if said:
        Html(f'<p class="wrong t-{mark}" role="alert">{text(said)}</p>')
