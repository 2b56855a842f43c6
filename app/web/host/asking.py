"""Injects by the facilitator: a form for each kind, with a preview of the press report."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from app.html import text
from app.web.parts import Choose, Html, Push
from app.web.play.sending import Hand
from scenarios.game import injects
from scenarios.game.refusal import Refused
from scenarios.game.sights import HostSight

_PHASES = ("brief", "negotiate", "commit", "report")


@solara.component
def Injects(sight: HostSight, hand: Hand) -> None:
    """Choose what happens, read what the press will say of it, and let it happen."""
    kind, set_kind = solara.use_state(next(iter(injects.KINDS)))
    Html(
        "<h2>Let something happen</h2><p class='small soft'>The story comes by itself; an inject is for a game that "
        "has gone flat or one-sided, at most one a round. It strikes when the year is lived. Tell the class "
        "afterwards that it was you.</p>"
    )
    if sight.common.phase not in _PHASES:
        Html('<p class="soft">Injects belong to a round that is being played.</p>')
    else:
        kinds = [[name, name] for name in injects.KINDS]
        with solara.Div(classes=["form"]):
            Choose(label="What", value=kind, options=kinds, mark="inject-kind", event_chosen=set_kind)
        Form(kind, sight, hand).key(kind)
    rows = "".join(
        f'<li class="shock"><small class="soft">Round {number} · {text(name)}</small><br>{text(news)}</li>'
        for number, name, news in reversed(sight.injects)
    )
    if rows:
        Html(f'<h2>What you let happen</h2><ol class="news t-injected">{rows}</ol>')


@solara.component
def Form(kind: str, sight: HostSight, hand: Hand) -> None:
    """Ask for what one kind needs; the kind itself says what that is."""
    nothing: dict[str, str] = {}
    chosen, choose = solara.use_state(nothing)
    asked = injects.KINDS[kind]
    menus = {name: field.menu(hand.game.state, hand.game.shown) for name, field in asked.fields.items()}
    words = {name: _value(asked.fields[name], menu, chosen.get(name)) for name, menu in menus.items() if menu}
    press, wrong = foretold(hand, kind, words)

    def pick(name: str, said: str) -> None:
        choose({**chosen, name: said})

    Html(f'<p class="small soft"><b>When it teaches something.</b> {text(asked.advice)}</p>')
    with solara.Div(classes=["form"]):
        for name, menu in menus.items():
            if not menu:
                continue
            Choose(
                label=asked.fields[name].label,
                value=str(words[name]),
                options=[[str(value), said] for value, said in menu],
                mark=f"inject-{name}",
                event_chosen=partial(pick, name),
            )
    if press:
        Html(f'<p class="say t-press"><b>All will read:</b> {text(press)}</p>')
    if wrong:
        Html(f'<p class="soft t-press">{text(wrong)}</p>')
    with solara.Div(classes=["reins"]):
        Push(
            "Let it happen",
            lambda: hand.send({"do": "inject", "kind": kind, **words}),
            mark="inject",
            strong=True,
            disabled=bool(wrong),
        )


def _value(field: injects.Field, menu: list[tuple[Any, str]], said: str | None) -> Any:
    """The value of a field: the choice, or else the usual value, or the first of the menu."""
    values = {str(value): value for value, _ in menu}
    usual = menu[0][0] if field.usual is None else field.usual
    return values.get(str(said), usual)


def foretold(hand: Hand, kind: str, words: dict[str, Any]) -> tuple[str, str]:
    """Say what the press would write, or why the inject would be refused."""
    missing = [field for name, field in injects.KINDS[kind].fields.items() if name not in words and field.nothing]
    if missing:
        return "", missing[0].nothing
    try:
        checked = injects.KINDS[kind].check(hand.game.state, hand.game.shown, words)
    except Refused as no:
        return "", str(no)
    return str(checked["news"]), ""
