"""Write to a nation, or to all."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused, near
from scenarios.game.state import ALL, GameState, Words

BY, WHEN, WORDS = "seat or host", (), {"to": str, "text": str}
MAY_WORDS = {"about": int, "answers": int}
LONGEST = 600
"""Characters of a message."""
MOST = 200
"""Messages of one seat in a round."""


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse empty and overlong words, unknown ears, and private talk where the scenario has none."""
    text = words["text"].strip()
    if not text:
        raise Refused("A message needs at least one word.")
    if len(text) > LONGEST:
        raise Refused(f"A message has at most {LONGEST} characters, yours has {len(text)}.")
    if words["to"] not in (ALL, *state.seats):
        raise Refused(f"Nobody here is called {words['to']!r}.{near(words['to'], (ALL, *state.seats))}")
    if words["to"] == who:
        raise Refused("A message goes to another nation, or to all.")
    if words["to"] != ALL and who != "host" and not board.private_talk and not words.get("answers"):
        raise Refused("In this game all talk is public; write to all.")
    if sum(said.maker == who and said.round == state.round for said in state.words) >= MOST:
        raise Refused(f"You have written {MOST} messages this round; that is the most.")
    return words | {"text": text}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Send the words."""
    number = state.next_id()
    state.words.append(
        Words(
            id=number,
            maker=who,
            to=words["to"],
            text=words["text"],
            round=state.round,
            at=at,
            about=words.get("about", 0),
            answers=words.get("answers", 0),
            by_ai=by_ai,
        )
    )
    return number
