"""The first page: what this is and what one can do here."""

from __future__ import annotations

import solara

from app.web.parts import Html

TITLE = "Rare Accord"
MENU = "Start"
ORDER = 0

_HEAD = """
<p class="kicker">A laboratory and a game about rare-earth security</p>
<h1>When does cooperation pay, for whom, and what makes it fail?</h1>
<p class="standfirst">Nations that mine, refine and use rare earths bargain over supply agreements, found alliances,
share the benefits, break promises and settle disputes, in a market whose refining one nation dominates.
Nothing in the rules favours an alliance: it acts through tonnes, prices, risks and cost, and it has its own costs.</p>
"""
_EXPLORE = ("Live through a scenario year by year. Step, play and go back; see who trades with whom, who promised what "
            "to whom, and what became of it.")
_COMPARE = ("The same shocks with and without an accord, side by side. See what cooperation changed, who gains and "
            "who loses.")
_RESEARCH = ("Experiments over ranges of rules and many histories of chance, with intervals, maps and tables to take "
             "away; a sweep that is stopped goes on where it ended.")
_DOORS = (("explore", "Explore", _EXPLORE, "Live through a world"),
          ("compare", "Compare", _COMPARE, "Compare two worlds"),
          ("research", "Research", _RESEARCH, "Ask many worlds"))
_ELSE = """
<h2>Without a browser</h2>
<p>Every figure is also on the command line, with reports that open offline and print.</p>
<p><code>python -m app run baseline_2024</code><br><code>python -m app compare</code></p>
"""
_FOOT = """
<p class="soft small">The starting figures are those of 2024 with their sources; many are estimates and marked as such.
One run shows what can happen, not what will.</p>
"""


@solara.component
def Page() -> None:
    """Show the first page."""
    solara.Title(TITLE)
    with solara.Div(classes=["start"]):
        Html(_HEAD)
        with solara.Div(classes=["doors"]):
            for place, name, words, go in _DOORS:
                with solara.Div(classes=["door"]):
                    Html(f"<h2>{name}</h2><p>{words}</p>")
                    solara.Link(f"/{place}", children=[go], classes=["push", "strong", f"t-go-{place}"])
            Html(_ELSE, classes=["door"])
        Html(_FOOT)
