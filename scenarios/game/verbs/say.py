"""Write to a nation, or to all."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.refusal import Refused, near
from scenarios.game.state import ALL, GameState, Words

LONGEST = 600
"""Characters of a message."""
MOST = 200
"""Messages of one seat in a round."""


class Say(Move):
    """Write to a nation, or to all."""

    BY: ClassVar = "seat or host"

    do: Literal["say"] = "say"
    to: str
    text: str
    about: int = 0
    answers: int = own(0)

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse empty and overlong words, unknown ears, and private talk where the scenario has none."""
        text = self.text.strip()
        if not text:
            raise Refused("A message needs at least one word.")
        if len(text) > LONGEST:
            raise Refused(f"A message has at most {LONGEST} characters, yours has {len(text)}.")
        if self.to not in (ALL, *state.seats):
            raise Refused(f"Nobody here is called {self.to!r}.{near(self.to, (ALL, *state.seats))}")
        if self.to == who:
            raise Refused("A message goes to another nation, or to all.")
        if self.to != ALL and who != "host" and not self.answers and not facts().private_talk:
            raise Refused("In this game all talk is public; write to all.")
        if sum(said.maker == who and said.round == state.round for said in state.words) >= MOST:
            raise Refused(f"You have written {MOST} messages this round; that is the most.")
        return self.having(text=text)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Send the words."""
        number = state.next_id()
        state.words.append(
            Words(
                id=number,
                maker=who,
                to=self.to,
                text=self.text,
                round=state.round,
                at=at,
                about=self.about,
                answers=self.answers,
                by_ai=by_ai,
            )
        )
        return number
