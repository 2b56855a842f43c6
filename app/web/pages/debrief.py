"""Debrief: what happened, when it turned, what if, who gained, what was signed, and what to ask."""

from __future__ import annotations

import threading
from collections.abc import Callable

import solara

from app import html
from app.html import text
from app.pictures import Picture
from app.web.debrief import kept, scores, texts, told
from app.web.debrief.whatif import Wonder
from app.web.games import hall, outside, use_address, use_sight
from app.web.parts import Choose, Html, Print, Shown
from app.web.play.wording import gloss
from app.web.play.world import Around
from scenarios.game.game import Game
from scenarios.game.sights import DebriefSight

TITLE = "Debrief – Rare Accord"
MENU = ""
ORDER = 44
_WIDE = 820


@solara.component
def Page() -> None:
    """Show the page to those who sat at the table, and to everybody once the game is over."""
    solara.Title(TITLE)
    parts = use_address()
    game = hall().get(parts[0]) if parts else None
    role = game.role(parts[1]) if game is not None and len(parts) > 1 else ""
    if game is None:
        _refuse("There is no such game here; ask the facilitator for the link.")
    elif len(parts) > 1 and not role:
        _refuse("This link belongs to nobody in this game; ask the facilitator for a new one.")
    elif not role and game.state.phase != "over":
        _refuse(
            "The game is still being played. Its debrief is open to all once it is over; people with a seat find "
            "it by their own link."
        )
    else:
        Told(game, role).key(game.id)


def _refuse(why: str) -> None:
    Html(f'<h1>Debrief</h1><p class="wrong t-wrong" role="alert">{text(why)}</p>')
    solara.Link("/", children=["To the start"], classes=["push"])


@solara.component
def Told(game: Game, role: str) -> None:
    """Show the debrief, redrawn whenever the game has changed."""
    version = use_sight(game, lambda: game.version)
    use_scores(game)
    sight: DebriefSight = solara.use_memo(game.debrief_sight, [version, game.version])
    common = sight.common
    lived = common.round if common.phase in ("report", "over") else max(common.round - 1, 0)
    with solara.Div(classes=["debrief"]):
        so_far = "" if common.phase == "over" else f" So far: {lived} of {common.rounds} rounds."
        Html(
            f'<p class="kicker">Debrief</p><h1>{text(common.title)}</h1><p class="standfirst">Facts first, then '
            f"reasons, then the world.{so_far}</p>"
        )
        with solara.Div(classes=["reins", "noprint"]):
            Print(label="Print this page")
            if role == "host":
                solara.Link(
                    f"/host/{game.id}/{game.secret}", children=["Back to the facilitator's page"], classes=["push"]
                )
        Html(_CONTENTS, classes=["noprint"])
        Happened(sight, game)
        Html(
            f'<section id="turned"><h2>When did it turn?</h2><p class="small soft">The weightiest events of the years '
            "in which all nations' utilities together moved most. Would you have named these?</p>"
            f"{told.turning(sight.turning_points)}</section>"
        )
        Wonder(sight, game, lived, role)
        Gained(sight)
        Html(
            f'<section id="signed"><h2>What was signed</h2>{texts.agreements(sight)}<h3>Disputes</h3>'
            f"{texts.disputes(sight)}</section>",
            classes=["t-texts"],
        )
        Html(f'<section id="ask"><h2>Questions</h2>{told.questions(sight)}{_points(sight, role)}</section>')


_CONTENTS = """<nav class="contents" aria-label="Parts of the debrief"><a href="#happened">What happened?</a>
<a href="#kept">Promised and delivered</a><a href="#turned">When did it turn?</a><a href="#what-if">What if?</a>
<a href="#gained">Who gained?</a><a href="#signed">What was signed</a><a href="#ask">Questions</a></nav>"""


def _points(sight: DebriefSight, role: str) -> str:
    if role != "host" or not sight.points:
        return ""
    rows = "".join(f"<li>{gloss(one)}</li>" for one in sight.points)
    return html.folded("For the facilitator: what each round was to show", f"<ol>{rows}</ol>")


def use_scores(game: Game) -> None:
    """Have what scores are held against worked out, for a game that nobody has watched since the server began."""

    def begin() -> Callable[[], None]:
        outside(lambda: threading.Thread(target=lambda: game.work(0), daemon=True).start())
        return lambda: None

    solara.use_effect(begin, [game.id])


@solara.component
def Happened(sight: DebriefSight, game: Game) -> None:
    """Show the time line, the world's lines, and promises against deliveries."""
    whose, set_whose = solara.use_state("people" if any(seat.human for seat in sight.common.seats) else "all")
    Html('<h2 id="happened">What happened?</h2>')
    with solara.Div(classes=["form", "small", "noprint"]):
        kinds = [["people", "what concerned people's nations"], ["all", "everything"]]
        Choose(label="Show", value=whose, options=kinds, mark="whose", event_chosen=set_whose)
    Html(told.time_line(sight, people=whose == "people"), classes=["t-timeline"])
    with solara.Div(classes=["worldlines"]):
        Around(sight.common, game, sight.promises, wide=_WIDE)
    Html('<h2 id="kept">Promised against delivered</h2>')
    years = sorted({one.year for one in sight.kept})
    if not years:
        Html('<p class="soft">Nothing has been promised for a year that was lived.</p>')
        return
    Shown(Picture("kept", lambda width: kept.draw(sight.kept, years, width=width), kept.tell(sight.kept)), wide=_WIDE)
    Html(kept.figures(sight.kept))


@solara.component
def Gained(sight: DebriefSight) -> None:
    """Show who gained, against both yardsticks."""
    Html('<h2 id="gained">Who gained?</h2>')
    ready = any(one.alone is not None for one in sight.scores)
    if not ready:
        Html(
            '<p class="soft t-working" role="status">The same shocks are being lived with everybody alone, and with '
            "the AI in every seat; this page shows it when it is done.</p>"
        )
    else:
        Shown(
            Picture("scores", lambda width: scores.draw(sight.scores, width=width), scores.tell(sight.scores)),
            wide=_WIDE,
        )
    Html(scores.figures(sight.scores), classes=["t-scores"])
