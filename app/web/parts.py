"""The parts that pages are made of: plain HTML, pictures, and native controls that a keyboard and a phone know."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import reacton.ipyvuetify as v
import solara

from app import html
from app.pictures import Picture

HALF = 620
"""Width for which a picture in half a desk's page is drawn, px."""
NARROW: solara.Reactive[bool | None] = solara.reactive(None)
"""True if this visitor's screen is narrow; until that is known pictures are drawn for both."""


def Html(body: str, tag: str = "div", classes: Sequence[str] = ()) -> Any:
    """Show HTML whose words were escaped by ``app.html.text``."""
    return solara.HTML(tag=tag, unsafe_innerHTML=body, classes=list(classes))


@solara.component
def Shown(picture: Picture, *, wide: int = HALF) -> None:
    """Show a picture, at the width that this screen needs, above the line that says what to see in it."""
    narrow = NARROW.value

    def draw() -> str:
        if narrow is None:
            return html.picture(picture.draw, wide=wide)
        return picture.draw(html.NARROW if narrow else wide)

    drawn = solara.use_memo(draw, [picture, wide, narrow])
    Html(html.figure(drawn, picture.caption), classes=["panel", f"t-{picture.name}"])


@solara.component_vue("controls/viewport.vue")
def Viewport(event_seen: Callable[[bool], None] | None = None) -> None:
    """Tell whether the screen is narrow, at first and whenever it changes."""


def Bar(done: int, total: int, label: str) -> Any:
    """Show how far something has come."""
    share = 100 * done / total if total else 0
    return Html(
        f'<p class="progress" role="status"><span class="bar" style="width:{share:.0f}%"></span>'
        f'<span class="said">{html.text(label)}</span></p>',
        classes=["t-progress"],
    )


@solara.component
def Push(
    label: str, on_click: Callable[[], object], *, mark: str, strong: bool = False, disabled: bool = False
) -> None:
    """Show a plain button."""
    attributes = {"type": "button", "data-test": mark} | ({"disabled": "disabled"} if disabled else {})
    button = v.Html(
        tag="button", children=[label], attributes=attributes, class_=f"push t-{mark}{' strong' if strong else ''}"
    )
    # A disabled button sends no clicks, but one may have been on its way.
    v.use_event(button, "click", lambda *_: None if disabled else on_click())


@solara.component
def Tabs(tabs: Sequence[tuple[str, str, int]], now: str, on_pick: Callable[[str], None]) -> None:
    """Show the pages within a page: name, words, and how many things wait there."""
    with v.Html(tag="nav", class_="tabs", attributes={"aria-label": "Parts of this page", "role": "tablist"}):
        for name, words, waiting in tabs:
            Tab(name, words, waiting, now == name, on_pick).key(name)


@solara.component
def Tab(name: str, words: str, waiting: int, chosen: bool, on_pick: Callable[[str], None]) -> None:
    """Show one of them."""
    count = [v.Html(tag="span", class_="count", children=[str(waiting)])] if waiting else []
    button = v.Html(
        tag="button",
        children=[words, *count],
        class_=f"t-to-{name}",
        attributes={
            "type": "button",
            "role": "tab",
            "aria-selected": "true" if chosen else "false",
            "data-test": f"to-{name}",
        },
    )
    v.use_event(button, "click", lambda *_: on_pick(name))


@solara.component_vue("controls/choose.vue")
def Choose(
    label: str, value: str, options: list[list[str]], mark: str, event_chosen: Callable[[str], object] | None = None
) -> None:
    """Show a menu; options are pairs of value and words."""


@solara.component_vue("controls/number.vue")
def Number(
    label: str,
    value: str,
    mark: str,
    wrong: str = "",
    mode: str = "numeric",
    event_typed: Callable[[str], None] | None = None,
    event_entered: Callable[[str], None] | None = None,
) -> None:
    """Show a field for a number, with what is wrong about it below; mode decimal lets a phone type points."""


@solara.component_vue("controls/player.vue")
def Player(
    label: str,
    years: list[int],
    at: int,
    lived: int,
    over: bool = False,
    event_moved: Callable[[int], None] | None = None,
) -> None:
    """Show the controls that let years pass: ``at`` is a place in ``years``, of which ``lived`` can be shown."""


@solara.component_vue("controls/log.vue")
def Log(
    rows: list[dict[str, Any]],
    picked: int,
    more: int = 0,
    nothing: str = "",
    event_pick: Callable[[int], None] | None = None,
) -> None:
    """List events; picking one tells its key, picking it again tells -1."""


@solara.component_vue("controls/writing.vue")
def Writing(
    label: str,
    value: str,
    mark: str,
    *,
    rows: int = 2,
    most: int = 600,
    turn: int = 0,
    hint: str = "",
    event_typed: Callable[[str], None] | None = None,
    event_entered: Callable[[str], None] | None = None,
) -> None:
    """Show a field for words; ``turn`` counts how often it was sent, and a new one shows ``value`` again."""


@solara.component_vue("controls/clock.vue")
def Clock(
    seconds: float | None,
    *,
    paused: bool = False,
    turn: int = 0,
    nothing: str = "no limit",
    event_over: Callable[[Any], None] | None = None,
) -> None:
    """Count down from ``seconds`` in the browser; ``turn`` restarts it."""


@solara.component
def Countdown(ends: float | None, *, left: float | None = None, paused: bool = False, nothing: str = "") -> None:
    """Count down to a moment, in seconds since 1970; ``left`` is the time that remains while the clock is stopped.

    The browser is told once how long it is, so that a page on which nothing else changes is left alone.
    """

    def seconds() -> float | None:
        if paused:
            return left
        return None if ends is None else max(ends - time.time(), 0.0)

    Clock(
        seconds=solara.use_memo(seconds, [ends, left, paused]),
        paused=paused,
        turn=int(1000 * (ends or 0)),
        nothing=nothing,
    )


@solara.component_vue("controls/pulse.vue")
def Pulse(echo: int, *, every: float = 10.0, event_beat: Callable[[int], None] | None = None) -> None:
    """Tell the server every few seconds that somebody is there, and the person whether the server still answers."""


@solara.component_vue("controls/terms.vue")
def Terms(
    terms: list[dict[str, Any]],
    value: list[int],
    start: list[int],
    mark: str,
    *,
    turn: int = 0,
    event_chosen: Callable[[list[int]], None] | None = None,
) -> None:
    """Choose a level of each term; ``start`` is what to compare with, ``value`` what is chosen at first."""


@solara.component_vue("controls/levers.vue")
def Levers(
    levers: list[dict[str, Any]],
    value: list[float],
    budget: float,
    *,
    turn: int = 0,
    event_chosen: Callable[[list[float]], None] | None = None,
) -> None:
    """Choose the size of each lever (0-1), with what it costs, USD m."""


@solara.component_vue("controls/copy.vue")
def Copy(label: str, path: str, mark: str) -> None:
    """Show a button that copies the link to a page of this server, as this browser reaches it."""


@solara.component_vue("controls/place.vue")
def Place(path: str, *, warn: bool = False) -> None:
    """Write where this browser reaches a page; ``warn`` says so where other computers cannot."""


@solara.component_vue("controls/print.vue")
def Print(label: str) -> None:
    """Show a button that prints the page, with what is folded opened."""


def whole(text: str, *, low: int = 0, high: int = 2**31 - 1) -> int | None:
    """Read a whole number, or nothing if it is none or lies outside its range."""
    try:
        number = int(text.strip())
    except ValueError:
        return None
    return number if low <= number <= high else None
