"""What the facilitator may let happen: a form for each kind, with what the press will say before it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import solara

from agents.setting import END_USES
from app.html import text
from app.web.parts import Choose, Html, Push
from app.web.play.sending import Hand
from scenarios.game import injects
from scenarios.game.refusal import Refused
from scenarios.game.sights import HostSight

_PHASES = ("brief", "negotiate", "commit", "report")
_QUARTERS = (1, 2, 3, 4, 6, 8, 12)


@dataclass(frozen=True)
class Ask:
    """What is asked for one kind of inject."""

    target: str = ""
    """Label of the menu of targets; empty where there is none."""
    size: str = ""
    """Label of the size; empty where there is none."""
    sizes: tuple[float, ...] = ()
    usual: float = 1.0
    quarters: int = 0
    """How long it usually lasts; 0 where nobody asks."""
    advice: str = ""
    """When it teaches something."""


ASKS: Mapping[str, Ask] = {
    "export ban": Ask("Aimed at", "Share of exports withheld", (0.2, 0.4, 0.6, 0.8, 0.9, 1.0), 0.6, 4,
                      "When an accord feels safe and idle: is an attack on one an attack on all? "
                      "Not twice on the same nation."),
    "mine accident": Ask("Mine", "Share of its output stopped", (0.3, 0.5, 0.7, 0.9, 1.0), 0.7, 2,
                         "When promises are signed lightly: it tests patience. Not in the year of an embargo."),
    "new plant": Ask("Nation", "Size against the usual", (0.5, 1.0, 1.5, 2.0), 1.0, 0,
                     "When one refiner holds everybody to ransom. Not in the last two rounds: it opens a year later."),
    "demand surge": Ask("Use", "Demand rises by", (0.1, 0.25, 0.5, 1.0, 2.0), 0.25, 4,
                        "When all agree with all: it splits buyers from sellers. Not with beginners."),
    "press leak": Ask("Message or offer", advice="When two settle everything and the others watch. Not in the first "
                                                 "round, and not to shame a person."),
}
"""The forms by kind; a kind that is not here is sent without words of its own."""


def targets(sight: HostSight, kind: str, dominant: str) -> list[list[str]]:
    """List what a kind of inject can be aimed at: pairs of value and words."""
    nations = [[seat.key, seat.name] for seat in sight.common.seats]
    if kind == "export ban":
        return [["", "all nations"], *(pair for pair in nations if pair[0] != dominant)]
    if kind == "mine accident":
        return [[mine, mine] for mine in sight.mines]
    if kind == "demand surge":
        return [[use, use.replace("_", " ")] for use in END_USES]
    if kind == "press leak":
        return leaks(sight)
    return nations


def leaks(sight: HostSight) -> list[list[str]]:
    """List what the press could get hold of: offers of the round and private words, the newest first."""
    here = sight.common.round
    offers = [(one.id, f"offer {one.id}: {one.maker_name} to {one.other_name}, {one.title}")
              for one in sight.offers if one.round == here]
    words = [(one.id, f"{one.maker_name} to {one.to_name}: {one.text[:60]}")
             for one in sight.words if one.to != "all" and not one.leaked]
    return [[str(number), said] for number, said in sorted([*offers, *words], reverse=True)]


@solara.component
def Injects(sight: HostSight, hand: Hand) -> None:
    """Choose what happens, read what the press will say of it, and let it happen."""
    kind, set_kind = solara.use_state(next(iter(injects.KINDS)))
    Html("<h2>Let something happen</h2><p class='small soft'>The story comes by itself; an inject is for a game that "
         "has gone flat or one-sided, at most one a round. It strikes when the year is lived. Tell the class "
         "afterwards that it was you.</p>")
    if sight.common.phase not in _PHASES:
        Html('<p class="soft">Injects belong to a round that is being played.</p>')
    else:
        kinds = [[name, name] for name in injects.KINDS]
        with solara.Div(classes=["form"]):
            Choose(label="What", value=kind, options=kinds, mark="inject-kind", event_chosen=set_kind)
        Form(kind, sight, hand).key(kind)
    rows = "".join(f'<li class="shock"><small class="soft">Round {number} · {text(name)}</small><br>{text(news)}</li>'
                   for number, name, news in reversed(sight.injects))
    if rows:
        Html(f'<h2>What you let happen</h2><ol class="news t-injected">{rows}</ol>')


@solara.component
def Form(kind: str, sight: HostSight, hand: Hand) -> None:
    """Ask for what one kind needs."""
    ask = ASKS.get(kind, Ask())
    menu = targets(sight, kind, hand.game.setting.risks.dominant) if ask.target else []
    target, set_target = solara.use_state(menu[0][0] if menu else "")
    size, set_size = solara.use_state(ask.usual)
    lasts, set_lasts = solara.use_state(ask.quarters)
    begins, set_begins = solara.use_state(1)
    plant, set_plant = solara.use_state(injects.PLANTS[1])
    words = _words(kind, ask, target, size, lasts, begins, plant)
    press, wrong = foretold(hand, kind, words)
    if ask.advice:
        Html(f'<p class="small soft"><b>When it teaches something.</b> {text(ask.advice)}</p>')
    with solara.Div(classes=["form"]):
        if ask.target:
            Choose(label=ask.target, value=target, options=menu, mark="inject-target", event_chosen=set_target)
        if kind == "new plant":
            Choose(label="Plant", value=plant, options=[[name, name] for name in injects.PLANTS], mark="inject-plant",
                   event_chosen=set_plant)
        if ask.size:
            Choose(label=ask.size, value=f"{size:g}", options=[[f"{one:g}", f"{one:.0%}"] for one in ask.sizes],
                   mark="inject-size", event_chosen=lambda said: set_size(float(said)))
        if ask.quarters:
            Choose(label="Lasts, quarters", value=str(lasts), options=[[str(one), str(one)] for one in _QUARTERS],
                   mark="inject-quarters", event_chosen=lambda said: set_lasts(int(said)))
            Choose(label="From quarter", value=str(begins), options=[[str(one), str(one)] for one in (1, 2, 3, 4)],
                   mark="inject-quarter", event_chosen=lambda said: set_begins(int(said)))
    if press:
        Html(f'<p class="say t-press"><b>All will read:</b> {text(press)}</p>')
    if wrong:
        Html(f'<p class="soft t-press">{text(wrong)}</p>')
    with solara.Div(classes=["reins"]):
        Push("Let it happen", lambda: hand.send({"do": "inject", "kind": kind, **words}), mark="inject", strong=True,
             disabled=bool(wrong))


def _words(kind: str, ask: Ask, target: str, size: float, lasts: int, begins: int, plant: str) -> dict[str, Any]:
    """Put a form into the words of the move."""
    if kind == "press leak":
        return {"item": int(target or 0)}
    words: dict[str, Any] = {"target": target} if ask.target else {}
    if ask.size:
        words["size"] = size
    if ask.quarters:
        words |= {"quarters": lasts, "quarter": begins}
    return words | ({"plant": plant} if kind == "new plant" else {})


def foretold(hand: Hand, kind: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """Say what the press would write, or why the inject would be refused."""
    if kind == "press leak" and not words["item"]:
        return "", "Nothing private has been said or offered in this round yet."
    try:
        checked = injects.KINDS[kind](hand.game.state, hand.game.shown, dict(words))
    except Refused as no:
        return "", str(no)
    return str(checked["news"]), ""
