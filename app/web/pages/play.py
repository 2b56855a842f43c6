"""Play: one nation's seat at the table."""

from __future__ import annotations

import solara

from app.html import text
from app.web.games import hall, use_address, use_sight
from app.web.parts import Html, Tabs
from app.web.play.alone import Alone
from app.web.play.brief import Brief, flashes, news, story
from app.web.play.guide import Guide
from app.web.play.mine import Dashboard
from app.web.play.pact import Pact
from app.web.play.sending import Hand, Told
from app.web.play.talks import Talks
from app.web.play.top import Top
from app.web.play.word import Word
from app.web.play.world import Around
from scenarios.game.game import Game
from scenarios.game.sights import Sight

TITLE = "Play – Rare Accord"
MENU = ""
ORDER = 41
_USUAL = {
    "lobby": "brief",
    "brief": "brief",
    "negotiate": "table",
    "commit": "alone",
    "resolve": "brief",
    "report": "brief",
    "over": "brief",
}


@solara.component
def Page() -> None:
    """Show the page."""
    solara.Title(TITLE)
    parts = use_address()
    game = hall().get(parts[0]) if parts else None
    role = game.role(parts[1]) if game is not None and len(parts) > 1 else ""
    if game is None or not role:
        _gone()
    elif role in game.state.seats:
        Seat(game, parts[1]).key(f"{game.id} {role}")
    else:
        Html("<h1>You are watching</h1><p>Nothing private is shown to those without a seat.</p>")
        solara.Link(
            f"/screen/{game.id}",
            children=["Open the screen that all may see"],
            classes=["push", "strong", "t-to-screen"],
        )


def _gone() -> None:
    Html(
        '<h1>Play</h1><p class="wrong t-wrong" role="alert">This link belongs to no seat of a game here; ask the '
        "facilitator for a new one, or begin a game of your own.</p>"
    )
    solara.Link("/", children=["To the start"], classes=["push"])


@solara.component
def Seat(game: Game, token: str) -> None:
    """Show a seat, redrawn whenever something that it sees has changed."""
    sight = use_sight(game, lambda: game.sight(token))
    wrong, tell = solara.use_state("")
    hand = solara.use_memo(lambda: Hand(game, token, tell), [game.id, token])
    picked, pick = solara.use_state(("", ""))
    if sight is None:
        _gone()
        return
    moment = f"{sight.common.round} {sight.common.phase}"
    # A new phase opens the page that belongs to it; within a phase people stay where they are.
    tab = picked[1] if picked[0] == moment else _USUAL[sight.common.phase]
    Html(f'<h1 class="unseen">{text(sight.name)}, {text(sight.common.title)}</h1>')
    Top(sight, hand)
    Told(wrong)
    with solara.Div(classes=["desk"]):
        Dashboard(sight)
        with solara.Div(classes=["middle"]):
            Heard(sight, tab)
            Guide(sight, hand, tab)
            Tabs(tabs(sight), tab, lambda name: pick((moment, name)))
            with solara.Div(classes=[f"t-tab-{tab}"]):
                _shown(tab, sight, hand, game)
        with solara.Div(classes=["side"]):
            if tab != "world":
                Around(sight.common, game, sight.promises, sight.nation, wide=320)


@solara.component
def Heard(sight: Sight, tab: str) -> None:
    """Tell on every page of a seat what the facilitator let happen and said last."""
    if tab != "brief":
        flashes(sight.common)
    words = [
        one
        for one in (*sight.common.public_words, *sight.from_host)
        if one.maker == "host" and one.round == sight.common.round
    ]
    if words:
        last = max(words, key=lambda one: one.id)
        Html(f'<p class="say t-host-word" role="status"><b>The facilitator:</b> {text(last.text)}</p>')


def tabs(sight: Sight) -> list[tuple[str, str, int]]:
    """Name the pages of a seat, with how much waits on each."""
    unvoted = sum(one.my_vote is None for one in sight.common.proposals) if sight.common.phase == "negotiate" else 0
    going = sight.common.phase != "over"
    owed = sum(one.owed > 0 and one.owed_by != sight.nation for one in sight.promises)
    return [
        ("brief", "Report" if sight.common.phase == "report" else "Brief", 0),
        ("table", "Table", len(sight.inbox)),
        ("accord", "Accord", unvoted),
        ("alone", "Alone", 0),
        ("promises", "Promises", owed + sum(case.open for case in sight.cases) if going else 0),
        ("world", "World", 0),
    ]


def _shown(tab: str, sight: Sight, hand: Hand, game: Game) -> None:
    if tab == "table":
        Talks(sight, hand)
    elif tab == "accord":
        Pact(sight, hand)
    elif tab == "alone":
        Alone(sight, hand)
    elif tab == "promises":
        Word(sight, hand)
    elif tab == "world":
        Around(sight.common, game, sight.promises, sight.nation, wide=620)
    elif sight.common.phase == "over":
        Html(
            '<p class="standfirst">The game is over. The debrief shows what was promised and what was kept, the '
            "turning points, and how you did against going alone and against the AI in your own seat.</p>"
        )
        solara.Link(
            f"/debrief/{game.id}/{hand.token}",
            children=["Open the debrief"],
            classes=["push", "strong", "t-to-debrief"],
        )
        Html(news(sight.common, mine=sight.nation))
    elif sight.common.phase == "report":
        story(sight.common)
        Html(news(sight.common, mine=sight.nation))
    else:
        Brief(sight)
