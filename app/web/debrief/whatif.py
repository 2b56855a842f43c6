"""What if: choose a decision, run the game again with the opposite decision, and compare the two."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import solara

from app.charts import over_years
from app.html import NARROW, table, text
from app.web.debrief import wondering
from app.web.debrief.playing_on import PlayOn
from app.web.debrief.scores import money
from app.web.following import use_answer
from app.web.parts import NARROW as IS_NARROW
from app.web.parts import Choose, Html, Push
from app.words import amount
from scenarios.game.forks import WhatIf
from scenarios.game.game import Game
from scenarios.game.sights import DebriefSight, OfferView

_METRICS = {
    "price_oxide_light": "Price of light oxide, USD/kg",
    "price_oxide_heavy": "Price of heavy oxide, USD/kg",
    "price_magnet_light": "Price of light magnets, USD/kg",
    "supply_gap_outside": "Supply gap outside the leader",
    "shortage_cost": "Cost of shortage, USD m/yr",
    "cohesion": "Cohesion (0-1)",
}
"""Figures that are compared, with their words."""
_DRAWN = ("price_oxide_heavy", "price_magnet_light", "supply_gap_outside")
_DONE = {
    "accept": "What if {other} had accepted no. {id}: {title}, offered by {maker}?",
    "refuse": "What if {other} had refused no. {id}: {title}, offered by {maker}?",
}


def choices(sight: DebriefSight, lived: int) -> list[list[str]]:
    """List decisions that can be reversed, people's offers first and early ones, which have most years to show."""
    keys = {seat.key for seat in sight.common.seats if seat.human}
    ended = [one for one in sight.offers if one.round <= lived and one.state not in ("open", "countered")]
    ended.sort(key=lambda one: (not keys & {one.maker, one.other}, one.round, one.id))
    found = [_choice(one) for one in ended]
    known = {change for change, _ in found}
    return found + [[change, question] for change, question in sight.forks if change not in known]


def _choice(one: OfferView) -> list[str]:
    what = "refuse" if one.state == "accepted" else "accept"
    question = _DONE[what].format(other=one.other_name, id=one.id, title=one.title, maker=one.maker_name)
    return [json.dumps({"round": one.round, what: one.id}), f"{question[:-1]}, round {one.round}?"]


@solara.component
def Wonder(sight: DebriefSight, game: Game, lived: int, role: str = "") -> None:
    """Ask, wait, and show the answer."""
    menu = solara.use_memo(lambda: choices(sight, lived), [sight.common.version, lived])
    picked, pick = solara.use_state("")
    asked, ask = solara.use_state("")
    chosen = picked or (menu[0][0] if menu else "")
    answer = use_answer(asked or None, lambda change: wondering.wonder(game, change))
    Html('<h2 id="what-if">What if?</h2>', classes=[] if answer.value is not None else ["noprint"])
    if not menu:
        Html(
            '<p class="soft">Once a year has been played with offers on the table, you can reverse the answer to one '
            "of them here.</p>"
        )
        return
    Html(
        '<p class="small soft">Let all write down a guess first. The same shocks strike in both; from the next round '
        "on AI nations play all seats in both, so that only this one decision differs.</p>",
        classes=["noprint"],
    )
    with solara.Div(classes=["form", "noprint", "wonder"]):
        Choose(label="Turn round", value=chosen, options=menu, mark="what-if", event_chosen=pick)
        waiting = bool(asked) and not answer.over
        Push(
            "Live it again" if not waiting else "Being lived …",
            lambda: ask(chosen),
            mark="wonder",
            strong=True,
            disabled=waiting,
        )
    PlayOn(game, role, chosen)
    if waiting:
        Html('<p class="soft" role="status">Both histories are being lived; this takes some seconds.</p>')
    if answer.wrong:
        Html(f'<p class="wrong" role="alert">{text(answer.wrong)}</p>')
    if answer.value is not None:
        names = {seat.key: seat.name for seat in sight.common.seats}
        Html(shown(answer.value, names, sight.common.units, narrow=bool(IS_NARROW.value)), classes=["t-answer"])


def shown(found: WhatIf, names: Mapping[str, str], units: Mapping[str, str], *, narrow: bool) -> str:
    """Write both histories side by side."""
    was, other = found.as_it_was, found.changed
    rows = []
    for name, words in _METRICS.items():
        before, after = mean(was.metrics.get(name, ())), mean(other.metrics.get(name, ()))
        if math.isfinite(before) and math.isfinite(after) and (before or after):
            rows.append(
                [text(words), amount(name, before), amount(name, after), amount(name, after - before, signed=True)]
            )
    gains = sorted(((other.utility[key] - was.utility[key], key) for key in was.utility), reverse=True)
    people = [
        [
            text(names.get(key, key)),
            f"{was.utility[key]:,.0f}",
            f"{other.utility[key]:,.0f}",
            f'<span class="{"up" if gain >= 0 else "down"}">{money(gain)}</span>',
        ]
        for gain, key in gains
    ]
    members = [", ".join(names.get(key, key) for key in one.members) or "nobody" for one in (was, other)]
    facts = (
        f'<dl class="facts"><dt>Accord at the end, as it was</dt><dd>{text(members[0])}</dd>'
        f"<dt>Accord at the end, changed</dt><dd>{text(members[1])}</dd></dl>"
    )
    head = ["As it was", "Changed", "Difference"]
    world = table(["Figure, mean of all years", *head], rows, caption="The world")
    each = table(["Nation", *head], people, caption="Utility over all years, USD m")
    return (
        f'<p class="verdict" role="status">{text(found.text)}</p>{_lines(found, units, narrow=narrow)}'
        f'<div class="grid even">{world}{each}</div>{facts}'
    )


def _lines(found: WhatIf, units: Mapping[str, str], *, narrow: bool) -> str:
    """Draw both histories, one above the other, in panels over the same years."""
    words = {name: _METRICS[name].split(",")[0] for name in _DRAWN}
    drawn = []
    for branch, title in ((found.as_it_was, "As it was"), (found.changed, "Changed")):
        stories = [one for one in over_years.stories(branch.metrics, words, units) if one.values]
        if stories:
            years = list(stories[0].years)
            svg = over_years.draw(stories, years, width=NARROW if narrow else 760, columns=1 if narrow else 3)
            drawn.append(f"<h3>{title}</h3>{svg}")
    return f'<div class="sides">{"".join(drawn)}</div>'


def mean(series: tuple[tuple[int, float], ...]) -> float:
    """Average a figure over the years; not a number where there is none."""
    values = [value for _, value in series if math.isfinite(value)]
    return sum(values) / len(values) if values else float("nan")
