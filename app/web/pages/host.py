"""Host: the facilitator's page, with seats, clock, injects, everything said, notes, branches and files."""

from __future__ import annotations

import solara

from app.html import text
from app.web.games import hall, use_address, use_sight
from app.web.host.asking import Injects
from app.web.host.branches import Branches
from app.web.host.lead import Door, Lead
from app.web.host.notes import Notes
from app.web.host.seats import Seats
from app.web.host.stream import Stream
from app.web.parts import Html, Tabs
from app.web.play.brief import news, story
from app.web.play.sending import Hand, Told
from app.web.play.world import Around
from scenarios.game.game import Game
from scenarios.game.sights import HostSight

TITLE = "Host – Rare Accord"
MENU = ""
ORDER = 42
_TABS = (
    ("seats", "Seats"),
    ("talk", "Talk"),
    ("injects", "Injects"),
    ("notes", "Notes"),
    ("world", "World"),
    ("files", "Branches and files"),
)


@solara.component
def Page() -> None:
    """Show the page to the one who holds the secret, and a sentence to everybody else."""
    solara.Title(TITLE)
    parts = use_address()
    game = hall().get(parts[0]) if parts else None
    if game is None or len(parts) < 2 or game.role(parts[1]) != "host":
        Html(
            '<h1>Host</h1><p class="wrong t-wrong" role="alert">Only the facilitator sees this page; open the link '
            "that you got when you made the game, or open a game of your own.</p>"
        )
        solara.Link("/", children=["To the start"], classes=["push"])
        return
    Room(game, parts[1]).key(game.id)


@solara.component
def Room(game: Game, secret: str) -> None:
    """Show the page, redrawn whenever the game has changed."""
    sight = use_sight(game, lambda: game.host_sight(secret))
    wrong, tell = solara.use_state("")
    hand = solara.use_memo(lambda: Hand(game, secret, tell), [game.id, secret])
    tab, pick = solara.use_state("seats")
    if sight is None:
        return
    Html(f'<h1 class="unseen">Facilitator of {text(sight.common.title)}</h1>')
    Lead(sight, hand)
    Told(wrong)
    beside = bool(sight.common.flows) and tab != "world"
    with solara.Div(classes=["desk" if beside else "desk two"]):
        chapter = game.rules.chapter(max(sight.common.round, 1))
        Door(sight, chapter.question if chapter else "")
        with solara.Div(classes=["middle"]):
            Tabs([(name, words, 0) for name, words in _TABS], tab, pick)
            with solara.Div(classes=[f"t-tab-{tab}"]):
                _shown(tab, sight, hand)
        if beside:
            with solara.Div(classes=["side"]):
                Around(sight.common, game, sight.promises, wide=320)


def _shown(tab: str, sight: HostSight, hand: Hand) -> None:
    if tab == "seats":
        Seats(sight, hand)
    elif tab == "talk":
        Stream(sight, hand)
    elif tab == "injects":
        Injects(sight, hand)
    elif tab == "notes":
        Notes(sight, hand)
    elif tab == "files":
        Branches(sight, hand)
    else:
        story(sight.common)
        Around(sight.common, hand.game, sight.promises, wide=620)
        Html(news(sight.common))
