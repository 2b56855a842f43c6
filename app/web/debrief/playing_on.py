"""Play on: a what-if with players, as a new game that starts where the answer was given."""

from __future__ import annotations

import json

import solara

from app.html import text
from app.web.following import use_answer
from app.web.games import hall, outside
from app.web.parts import Html, Push
from scenarios.game.game import Game

PERSON = "You"


def branch(game: Game, change: str) -> Game:
    """Make the game that a what-if asks for.

    Parameters
    ----------
    change : the round and the change as JSON, such as ``{"round": 1, "accept": 7}``; anything but an offer's answer
        stands at the opening of the round.
    """
    words = json.loads(change)
    round_ = int(words.pop("round"))
    what, number = next(iter(words.items()), ("", 0))
    if what in ("accept", "refuse"):
        return outside(lambda: hall().fork_answer(game.id, int(number), what))
    return outside(lambda: hall().fork(game.id, round_))


def place(made: Game, role: str) -> str:
    """Sit down in a branch as the nation that one played, let it go on, and say where; a facilitator leads it."""
    if role == "host":
        return f"/host/{made.id}/{made.secret}"
    taken = made.claim(made.code, role, PERSON)
    made.do(made.secret, {"do": "resume"})
    return f"/play/{made.id}/{taken.token}"


@solara.component
def PlayOn(game: Game, role: str, change: str) -> None:
    """Offer to play on from there, to those who have a seat or lead the game."""
    router = solara.use_router()
    asked, ask = solara.use_state("")
    made = use_answer(asked or None, lambda wanted: place(branch(game, wanted), role))
    ready = made.value or ""

    def go() -> None:
        if ready and asked == change:
            router.push(ready)

    solara.use_effect(go, [ready, asked])
    if role != "host" and role not in game.state.seats:
        return
    answers = "accept" in json.loads(change) or "refuse" in json.loads(change)
    where = "the moment of that answer" if answers else "the opening of that round"
    who = "lead" if role == "host" else "play"
    with solara.Div(classes=["form", "noprint"]):
        Push(
            "Opening …" if asked and not made.over else f"{who.capitalize()} it from there",
            lambda: ask(change),
            mark="play-on",
            disabled=bool(asked) and not made.over,
        )
        Html(
            f'<p class="small soft">A game of its own, from {where}: '
            + (
                "you lead it, and its seats are free."
                if role == "host"
                else "you in your seat, AI nations in the others until somebody joins with its code."
            )
            + "</p>"
        )
    if made.wrong:
        Html(f'<p class="wrong t-play-on-wrong" role="alert">{text(made.wrong)}</p>')
