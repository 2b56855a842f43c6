"""The first page: sit down and play, join a game, lead one, or look at worlds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import solara

from app.html import text
from app.web.games import hall, outside
from app.web.parts import Choose, Html, Push, Writing
from scenarios.files.game_rules import GameRules

TITLE = "Rare Accord"
MENU = "Start"
ORDER = 0
QUICK = "classroom_20_minutes"
"""The game that one click begins."""

_HEAD = """
<p class="kicker">A laboratory and a game about rare-earth security</p>
<h1>When does cooperation pay, for whom, and what makes it fail?</h1>
<p class="standfirst">Nations that mine, refine and use rare earths bargain over supply agreements, found alliances,
share the benefits, break promises and settle disputes, in a market whose refining one nation dominates.
Nothing in the rules favours an alliance: it acts through tonnes, prices, risks and cost, and it has its own costs.</p>
"""
_DOORS = (
    (
        "explore",
        "Explore",
        (
            "Live through a world year by year; see who trades with whom, who promised what to whom, "
            "and what became of it."
        ),
        "Live through a world",
    ),
    (
        "compare",
        "Compare",
        "The same shocks with and without an accord, side by side: what cooperation changed, who gains and who loses.",
        "Compare two worlds",
    ),
    (
        "research",
        "Research",
        "Many worlds over ranges of rules, each regime on the same shocks, with intervals.",
        "Ask many worlds",
    ),
)
_FOOT = """
<p class="soft small">The starting figures are those of 2024 with their sources; many are estimates and marked as such.
One run shows what can happen, not what will. Everything here is also on the command line:
<code>python -m app</code> lists it.</p>
"""


@solara.component
def Page() -> None:
    """Show the first page."""
    solara.Title(TITLE)
    with solara.Div(classes=["start"]):
        Html(_HEAD)
        with solara.Div(classes=["doors", "big"]):
            Alone()
            Join()
            Lead()
        with solara.Div(classes=["doors"]):
            for place, name, words, go in _DOORS:
                with solara.Div(classes=["door"]):
                    Html(f"<h2>{name}</h2><p>{words}</p>")
                    solara.Link(f"/{place}", children=[go], classes=["push", f"t-go-{place}"])
        Html(_FOOT)


@solara.component
def Alone() -> None:
    """Let somebody play against AI nations at once."""
    router = solara.use_router()
    nations = solara.use_memo(lambda: seats(QUICK), [])
    nation, set_nation = solara.use_state(nations[0][0] if nations else "")
    wrong, set_wrong = solara.use_state("")

    def begin() -> None:
        made = outside(lambda: hall().create(QUICK, rules=unhurried(QUICK), title="Playing alone"))
        taken = made.claim(made.code, nation, "You")
        if not taken.ok:
            set_wrong(taken.text)
            return
        made.do(made.secret, {"do": "start"})
        router.push(f"/play/{made.id}/{taken.token}")

    with solara.Div(classes=["door", "lead"]):
        Html(
            "<h2>Play now</h2><p>Take a nation's seat against AI nations: four years, about twenty minutes, at your "
            "own pace. A short guide helps you through the first.</p>"
        )
        Choose(label="Your nation", value=nation, options=nations, mark="nation", event_chosen=set_nation)
        Push("Play now", begin, mark="play-now", strong=True, disabled=not nation)
        if wrong:
            Html(f'<p class="wrong" role="alert">{text(wrong)}</p>')


def unhurried(scenario: str) -> GameRules:
    """The rules of a game without its clocks: who plays alone keeps nobody waiting."""
    from scenarios.loader import game_rules

    return replace(game_rules(scenario), brief=0, negotiate=0, commit=0, report=0)


@solara.component
def Join() -> None:
    """Let somebody in who has the code of a game."""
    router = solara.use_router()
    code, set_code = solara.use_state("")
    wrong, set_wrong = solara.use_state("")

    def go(typed: Any = None) -> None:
        wanted = (typed or code).strip().upper()
        if hall().by_code(wanted) is None:
            set_wrong(
                f"No game has the code {wanted!r}; look at the facilitator's screen."
                if wanted
                else "Type the code that the facilitator shows."
            )
            return
        router.push(f"/join/{wanted}")

    with solara.Div(classes=["door", "lead"]):
        Html("<h2>Join a game</h2><p>With the code that your facilitator shows, from any device in the room.</p>")
        Writing(
            label="Code",
            value="",
            mark="code",
            rows=1,
            most=12,
            hint="such as KFQ7R",
            event_typed=set_code,
            event_entered=go,
        )
        Push("Join", go, mark="join", strong=True)
        if wrong:
            Html(f'<p class="wrong t-wrong" role="alert">{text(wrong)}</p>')


@solara.component
def Lead() -> None:
    """Let a facilitator open a game for others."""
    router = solara.use_router()
    known = solara.use_memo(games, [])
    chosen, choose = solara.use_state("classroom_60_minutes")

    def begin() -> None:
        made = outside(lambda: hall().create(chosen))
        router.push(f"/host/{made.id}/{made.secret}")

    with solara.Div(classes=["door", "lead"]):
        Html(
            "<h2>Lead a game</h2><p>For one to twenty people. You get a code and links for the seats; AI nations take "
            "those that nobody sits in.</p>"
        )
        Choose(label="Game", value=chosen, options=known, mark="game", event_chosen=choose)
        Push("Open a game", begin, mark="host", strong=True)


@cache
def games() -> list[list[str]]:
    """List the scenarios that can be played, those made for class first."""
    from scenarios.loader import load, names

    classes = [name for name in names() if name.startswith("classroom_")]
    found = []
    for name in [*classes, *(name for name in names() if name not in classes)]:
        try:
            found.append([name, load(name).title])
        except ValueError:
            continue
    return found


@cache
def seats(scenario: str) -> list[list[str]]:
    """List the nations that people play in a scenario, as its author put them in order."""
    from scenarios.loader import game_rules, load

    setting = load(scenario)
    called = {nation.key: nation.name for nation in setting.nations}
    return [[key, called[key]] for key in game_rules(scenario).seats or called]
