"""Compare: the same shocks under two regimes, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import solara

from app import html, pictures, summary, tables
from app.html import text
from app.web.choosing import Form
from app.web.hooks import use_choice, use_life
from app.web.parts import Bar, Choose, Html, Player, Shown
from app.words import REGIMES, amount, metric
from scenarios.records.record import Record

TITLE = "Compare – Rare Accord"
MENU = "Compare"
ORDER = 20

_NUMBERS = (
    "trust",
    "price_oxide_heavy",
    "supply_gap_outside",
    "shortage_cost",
    "welfare_outside",
    "agreements_in_force",
    "breaches",
)


@solara.component
def Page() -> None:
    """Show the page."""
    solara.Title(TITLE)
    choice, set_choice = use_choice("compare")
    sides, set_sides = solara.use_state(("unilateral", "accord"))
    lives = [use_life(replace(choice, regime=sides[0])), use_life(replace(choice, regime=sides[1]))]
    Html('<p class="kicker">Compare</p><h1>The same shocks, two ways to meet them</h1>')
    Form(choice, set_choice, regime=False, go="Compare").key(f"form {choice}")
    with solara.Div(classes=["form small"]):
        _side("Against", sides[0], sides[1], "side-one", lambda regime: set_sides((regime, sides[1])))
        _side("Look at", sides[1], sides[0], "side-two", lambda regime: set_sides((sides[0], regime)))
    wrong = next((life.wrong for life in lives if life.wrong), "")
    if wrong:
        Html(f'<p class="wrong t-wrong" role="alert">{text(wrong)}</p>')
        return
    if not all(life.over for life in lives):
        done, years = sum(life.lived for life in lives), sum(life.years for life in lives)
        Bar(done, years, f"{done} of {years} years lived …" if years else "Setting up the worlds …")
        return
    Both({life.choice.regime: life.record for life in lives if life.record is not None}).key(f"{choice}{sides}")


def _side(label: str, regime: str, other: str, mark: str, chosen: Callable[[str], None]) -> None:
    options = [[name, f"{name}: {words}"] for name, words in REGIMES.items() if name != other]
    Choose(label=label, value=regime, options=options, mark=mark, event_chosen=chosen)


@solara.component
def Both(records: Mapping[str, Record]) -> None:
    """Show two finished runs side by side, as they stood at the end of a year."""
    *_, last = records.values()
    at, set_at = solara.use_state(len(last.years) - 1)
    year = last.years[at]
    sentences = solara.use_memo(lambda: summary.of_comparison(records), [id(last)])
    lead, *rest = (html.sentence(said) for said in sentences)
    Html(
        f'<p class="verdict">{lead}</p><ol class="plain">{"".join(f"<li>{said}</li>" for said in rest)}</ol>',
        classes=["t-verdict"],
    )
    with solara.Div(classes=["bar-of-years"]):
        Player(label="Years", years=list(last.years), at=at, lived=len(last.years), over=True, event_moved=set_at)
    with solara.Div(classes=["grid even sides"]):
        for regime, record in records.items():
            with solara.Div(classes=[f"t-side-{regime}"]):
                Html(_numbers(record, year), classes=["side"])
                Shown(pictures.of_run(record, until=year)["network"])
    Html(_differences(records, year), classes=["t-difference"])
    shown = solara.use_memo(lambda: pictures.of_comparison(records, until=year), [id(last), year])
    Shown(shown["comparison"], wide=1240)
    with solara.Div(classes=["grid even"]):
        Shown(shown["gains"])
        Html(tables.each_nation(records), classes=["panel", "t-who"])
    Html(tables.difference(records), classes=["t-metrics"])


def _numbers(record: Record, year: int) -> str:
    return (
        f"<h2>{text(record.regime.capitalize())}: {text(REGIMES[record.regime])}</h2>"
        f'<p class="soft small">End of {year}, seed {record.seed}, '
        f'<span class="t-shocks" title="Fingerprint of the shocks: {text(record.nature_hash[:10])}">'
        "the same shocks on both sides</span></p>"
    )


def _differences(records: Mapping[str, Record], year: int) -> str:
    """Tabulate the year under both regimes and the difference, with a row for each number."""
    first, last = records.values()
    one, two = (record.metrics[record.metrics["year"] == year].iloc[0] for record in (first, last))
    rows = []
    for name in _NUMBERS:
        if name in one and name in two:
            a, b = float(one[name]), float(two[name])
            rows.append([text(metric(name, last.labels)), amount(name, a), amount(name, b), tables.judged(name, b - a)])
    head = [f"In {year}", first.regime.capitalize(), last.regime.capitalize(), "Difference"]
    return html.table(head, rows, caption=f"The year {year} under both regimes; money in USD m, prices in USD/kg.")
