"""Explore: live through a world year by year."""

from __future__ import annotations

from typing import Any, cast

import solara

from agents.world.wording import with_articles
from app import pictures
from app.causes import causes
from app.frames import each
from app.html import text
from app.web.choosing import Form
from app.web.hooks import use_choice, use_life
from app.web.lives import Life
from app.web.parts import Bar, Choose, Html, Log, Player, Shown
from app.web.sittings import Sittings
from app.words import KINDS, amount, metric
from scenarios.records.record import Record

TITLE = "Explore – Rare Accord"
MENU = "Explore"
ORDER = 10

_HEADLINES = ("cohesion", "members", "price_oxide_heavy", "supply_gap_outside", "shortage_cost", "agreements_in_force")
_MOST = 60
"""Events listed at once."""
ALL = "all"


@solara.component
def Page() -> None:
    """Show the page."""
    solara.Title(TITLE)
    choice, set_choice = use_choice("explore")
    life = use_life(choice)
    Html('<p class="kicker">Explore</p><h1>Live through a world, year by year</h1>')
    Form(choice, set_choice).key(f"form {choice}")
    if life.wrong:
        Html(f'<p class="wrong t-wrong" role="alert">{text(life.wrong)}</p>')
        return
    if not life.over:
        said = f"{life.lived} of {life.years} years lived" if life.years else "setting up the world"
        Bar(life.lived, life.years, f"{said[0].upper()}{said[1:]} …")
    if life.record is not None:
        # A new choice begins a new world: its own component, so that year, filters and highlights start afresh.
        World(life).key(f"{choice}")


@solara.component
def World(life: Life) -> None:
    """Show a world in one of its years."""
    record = cast("Record", life.record)  # Nobody shows a world before its first year.
    at, set_at = solara.use_state(0)
    picked, set_picked = solara.use_state(-1)
    nation, set_nation = solara.use_state("")
    sitting, set_sitting = solara.use_state("")
    years = list(range(record.years[0], record.years[0] + max(life.years, life.lived)))
    at = min(at, life.lived - 1)
    year = years[at]

    def move(place: int) -> None:
        set_at(place)
        set_picked(-1)

    def pick(key: int) -> None:
        set_picked(key)
        found = _sitting(record, key)
        if found:
            set_sitting(found)

    with solara.Div(classes=["bar-of-years"]):
        Player(label="Years", years=years, at=at, lived=life.lived, over=life.over, event_moved=move)
    lit = _lit(record, picked, nation)
    shown = solara.use_memo(lambda: pictures.of_run(record, until=year, highlight=lit), [id(record), year, lit])
    Html(_headline(record, year), classes=["t-headline"])
    with solara.Div(classes=["grid"]):
        with solara.Div(classes=["left"]):
            Html(f"<h2>Who trades with whom in {year}</h2>")
            Shown(shown["network"])
        with solara.Div(classes=["right"]):
            Events(record, year, picked, pick, nation, set_nation)
    with solara.Div(classes=["grid even"]):
        for name in ("cohesion", "prices", "supply-gap", "welfare"):
            Shown(shown[name])
    Shown(shown["trade"], wide=1240)
    if record.regime != "unilateral":
        Sittings(record.sittings, year, nation, sitting, set_sitting)


def _lit(record: Record, picked: int, nation: str) -> tuple[str, ...]:
    """Find the nations to highlight: those of the picked event, or the one that the log is about."""
    if 0 <= picked < len(record.events):
        # A surge of demand is nobody's: it lights up nothing.
        return tuple(filter(None, str(record.events["actors"].iloc[picked]).split("+")))
    return (nation,) if nation else ()


def _sitting(record: Record, picked: int) -> str:
    """Find the sitting that an event tells of; empty if it tells of none."""
    if not 0 <= picked < len(record.events):
        return ""
    event = record.events.iloc[picked]
    for sat in record.sittings:
        # Sentences give nations their articles, titles do not.
        parted = with_articles(sat.title.replace(" over ", " part over ", 1))
        if sat.year == event["year"] and ((sat.about and sat.about == event["about"]) or parted in event["text"]):
            return sat.title
    return ""


def _headline(record: Record, year: int) -> str:
    row = record.metrics[record.metrics["year"] == year].iloc[0]
    cells = []
    for name in _HEADLINES:
        if name not in row:
            continue
        value = "–" if name == "cohesion" and not row.get("members") else amount(name, float(row[name]))
        unit = {"price_oxide_heavy": " USD/kg", "shortage_cost": " USD m"}.get(name, "")
        label = text(metric(name, record.labels))
        cells.append(f"<div><dt>{label}</dt><dd>{text(value)}<small>{unit}</small></dd></div>")
    return f'<dl class="numbers">{"".join(cells)}</dl>'


@solara.component
def Events(record: Record, year: int, picked: int, on_picked: Any, nation: str, on_nation: Any) -> None:
    """List what happened, by kind, nation and time; picking an event lights up its nations."""
    kind, set_kind = solara.use_state(ALL)
    since, set_since = solara.use_state("year")
    events = record.events
    here = events[(events["year"] == year) if since == "year" else (events["year"] <= year)]
    kinds = [str(name) for name in dict.fromkeys(here["kind"])]
    if kind != ALL:
        here = here[here["kind"] == kind]
    if nation:
        here = here[[nation in str(actors).split("+") for actors in here["actors"]]]
    rows = [
        {
            "key": int(key),
            "kind": str(event.kind),
            "word": KINDS.get(str(event.kind), str(event.kind)),
            "when": f"{event.year}" + (f" Q{event.quarter}" if event.quarter else ""),
            "text": str(event.text),
        }
        for key, event in zip(here.index, each(here), strict=True)
    ]
    if since != "year":
        rows.reverse()
    Html(f"<h2>What happens{f' in {year}' if since == 'year' else ''}</h2>")
    with solara.Div(classes=["form small"]):
        Choose(
            label="When",
            value=since,
            options=[["year", "this year"], ["before", "all years so far"]],
            mark="when",
            event_chosen=set_since,
        )
        known = sorted({*kinds, *([kind] if kind != ALL else [])})
        Choose(
            label="Kind",
            value=kind,
            mark="kind",
            event_chosen=set_kind,
            options=[[ALL, "all kinds"], *([name, KINDS.get(name, name)] for name in known)],
        )
        Choose(
            label="Nation",
            value=nation,
            mark="nation",
            event_chosen=on_nation,
            options=[["", "all nations"], *([key, name] for key, name in record.names.items())],
        )
    Html(
        '<p class="soft small">Pick an event to see its nations, what led to it and what came of it; '
        "if it tells of a sitting, that is opened below.</p>"
    )
    Log(
        rows=rows[:_MOST],
        picked=picked,
        more=max(len(rows) - _MOST, 0),
        nothing="Nothing of the kind.",
        event_pick=on_picked,
    )
    if 0 <= picked < len(events):
        Html(causes(record, str(events["id"].iloc[picked])))
