"""Join: choose a free seat of a game, with the code that its facilitator shows."""

from __future__ import annotations

from functools import partial

import solara

from app.html import text
from app.web.games import hall, use_address, use_sight
from app.web.parts import Html, Push, Writing
from scenarios.game.game import Game

TITLE = "Join – Rare Accord"
MENU = ""
ORDER = 40


@solara.component
def Page() -> None:
    """Show the page."""
    solara.Title(TITLE)
    parts = use_address()
    game = hall().by_code(parts[0]) if parts else None
    if game is None:
        Html(
            '<h1>Join a game</h1><p class="wrong t-wrong" role="alert">No game has this code; look at the '
            "facilitator's screen, or ask for a new link.</p>"
        )
        solara.Link("/", children=["Back to the start"], classes=["push"])
        return
    Seats(game).key(game.id)


@solara.component
def Seats(game: Game) -> None:
    """List the seats, and let somebody sit down."""
    router = solara.use_router()
    use_sight(game, lambda: [tuple(seat.people) for seat in game.state.seats.values()])
    person, set_person = solara.use_state("")
    wrong, set_wrong = solara.use_state("")

    def sit(key: str) -> None:
        taken = game.claim(game.code, key, person.strip())
        if taken.ok:
            router.push(f"/play/{game.id}/{taken.token}")
        else:
            set_wrong(taken.text)

    def watch() -> None:
        taken = game.watch(game.code, person.strip())
        if taken.ok:
            router.push(f"/play/{game.id}/{taken.token}")
        else:
            set_wrong(taken.text)

    title = str(game.about["title"])
    Html(
        f'<p class="kicker">Join a game</p><h1>{text(title)}</h1><p class="standfirst">{text(game.setting.summary)}</p>'
    )
    with solara.Div(classes=["form"]):
        Writing(
            label="Your name, as others will see it",
            value="",
            mark="person",
            rows=1,
            most=40,
            hint="such as Amara",
            event_typed=set_person,
        )
    Html(
        '<p class="small soft t-who-reads">The facilitator can read everything that is written in this game, private '
        "messages too, and keeps it for the debrief. Other seats read only what is written to them or to all.</p>"
    )
    if wrong:
        Html(f'<p class="wrong t-wrong" role="alert">{text(wrong)}</p>')
    roles = {nation.key: nation.role for nation in game.setting.nations}
    with solara.Div(classes=["seats"]):
        for key in game.open_seats:
            seat = game.state.seats[key]
            full = len(seat.people) >= game.rules.team
            with solara.Div(classes=["card", "mine" if not full else "full"]).key(key):
                people = ", ".join(seat.people) if seat.people else "free"
                Html(f"<h3>{text(seat.name)}</h3><p class='soft small'>{text(roles[key])} · {text(people)}</p>")
                Push(
                    "Taken" if full else "Share this seat" if seat.people else "Take this seat",
                    partial(sit, key),
                    mark=f"seat-{key}",
                    strong=not seat.people,
                    disabled=full,
                )
    if game.rules.observers:
        with solara.Div(classes=["form"]):
            Push("Watch without a seat", watch, mark="watch")
