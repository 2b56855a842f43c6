"""Research: live many worlds, in processes of their own, and read what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast
from urllib.parse import parse_qsl

import solara

from app.html import text
from app.web import downloads, wishes
from app.web.choosing import scenarios
from app.web.following import use_answer, use_sweep
from app.web.parts import Bar, Choose, Html, Number, Push
from app.web.sweeps import MOST_SECONDS, SWEEPS, Sweep
from app.web.wishes import OWN, Range, Wish
from app.words import REGIMES, metric

TITLE = "Research – Rare Accord"
MENU = "Research"
ORDER = 30
_CHUNK_SECONDS = 4.0
"""Seconds of work in a file: progress moves on with each."""
_INTRO = """
<p class="kicker">Research</p><h1>Live many worlds, and see what holds</h1>
<p class="standfirst">One run is one history. An experiment lives many, over ranges of rules and histories of chance,
each regime on the same shocks, and says how sure its answers are.</p>
"""


@solara.component
def Page() -> None:
    """Show the page."""
    solara.Title(TITLE)
    router = solara.use_router()
    name = dict(parse_qsl((router.search or "").lstrip("?"))).get("sweep", "")

    def show(which: str) -> None:
        router.push(f"/research?sweep={which}" if which else "/research")

    Html(_INTRO)
    if name:
        Followed(name, show).key(name)
    else:
        Asked(show)


@solara.component
def Asked(show: Callable[[str], None]) -> None:
    """Let a researcher choose, see what it takes, and start."""
    wish, set_wish = solara.use_state(Wish())
    asked, ask = solara.use_state(cast("tuple[str, ...] | None", None))
    wrong, set_wrong = solara.use_state("")
    told = use_answer(asked, SWEEPS.estimate)
    shipped = solara.use_memo(_shipped, [])
    # Hooks must be the same at every drawing, so what only an own experiment needs is asked for here.
    known, rules = solara.use_memo(lambda: _offered(own=wish.own), [wish.own])

    def change(**typed: Any) -> None:
        # What was typed meanwhile in another field must stay.
        set_wish(lambda now: replace(now, **typed))
        ask(None)
        set_wrong("")

    def estimate(_: str = "") -> None:
        try:
            ask(tuple(_words(wish)))
        except ValueError as error:
            set_wrong(f"{error}.")

    def start() -> None:
        found = SWEEPS.place(told.value["folder"], told.value["code"])
        try:
            SWEEPS.start(found, asked or (), _chunk(told.value))
        except ValueError as error:
            set_wrong(f"{error}.")
            return
        show(found)

    _form(wish, change, estimate, shipped)
    _own(wish, change, estimate, known, rules)
    with solara.Div(classes=["form"]):
        Push(
            "Say what it takes",
            estimate,
            mark="estimate",
            strong=asked is None,
            disabled=asked is not None and not told.over,
        )
        if told.value is not None:
            Push("Start", start, mark="start", strong=True, disabled=told.value["seconds"] > MOST_SECONDS)
    if wrong or told.wrong:
        Html(f'<p class="wrong t-wrong" role="alert">{text(wrong or told.wrong)}</p>')
    elif asked is not None and not told.over:
        Html('<p class="soft t-asking" role="status">Living a few years to find out …</p>')
    elif told.value is not None:
        Html(_told(told.value, asked or ()), classes=["t-told"])
    Html(_before(), classes=["t-before"])


def _form(
    wish: Wish, change: Callable[..., None], estimate: Callable[[str], None], shipped: dict[str, dict[str, Any]]
) -> None:
    with solara.Div(classes=["form"]):
        Choose(
            label="Experiment",
            value=wish.experiment,
            mark="experiment",
            options=[*([one, about["title"]] for one, about in shipped.items()), [OWN, "Two rules against each other"]],
            event_chosen=lambda value: change(experiment=value, replications="", points=""),
        )
        if not wish.own:
            about = shipped[wish.experiment]
            Number(
                label=f"Histories (usual: {about['replications']})",
                value=wish.replications,
                mark="replications",
                event_typed=lambda value: change(replications=value),
                event_entered=estimate,
            )
            if about["n"]:
                Number(
                    label=f"Points (usual: {about['n']})",
                    value=wish.points,
                    mark="points",
                    event_typed=lambda value: change(points=value),
                    event_entered=estimate,
                )
    if wish.own:
        Html('<p class="soft">The two rules span a map; in each of its cells two regimes meet the same shocks.</p>')
    else:
        Html(f'<p class="soft t-about">{text(shipped[wish.experiment]["summary"])}</p>')


def _own(
    wish: Wish,
    change: Callable[..., None],
    estimate: Callable[[str], None],
    known: list[list[str]],
    rules: list[list[str]],
) -> None:
    if not wish.own:
        return
    regimes = [[name, f"{name}: {words}"] for name, words in REGIMES.items()]

    def rule(side: str, path: str) -> None:
        change(**{side: _range(path)})

    def end(side: str, was: Range, which: str, value: str) -> None:
        change(**{side: replace(was, **{which: value})})

    with solara.Div(classes=["form"]):
        Choose(
            label="Scenario",
            value=wish.scenario,
            options=known,
            mark="scenario",
            event_chosen=lambda value: change(scenario=value),
        )
        Choose(
            label="Look at",
            value=wish.regime,
            options=regimes,
            mark="regime",
            event_chosen=lambda value: change(regime=value),
        )
        Choose(
            label="Against",
            value=wish.against,
            options=regimes,
            mark="against",
            event_chosen=lambda value: change(against=value),
        )
        Choose(
            label="What is compared",
            value=wish.metric,
            mark="metric",
            options=[[one, metric(one)] for one in wishes.METRICS],
            event_chosen=lambda value: change(metric=value),
        )
    for side, label in (("across", "Rule across"), ("up", "Rule up")):
        chosen: Range = getattr(wish, side)
        with solara.Div(classes=["form rule"]):
            Choose(
                label=label,
                value=chosen.path,
                options=rules,
                mark=side,
                event_chosen=partial(rule, side),
            )
            Number(
                label="from",
                value=chosen.low,
                mark=f"{side}-low",
                mode="decimal",
                event_entered=estimate,
                event_typed=partial(end, side, chosen, "low"),
            )
            Number(
                label="to",
                value=chosen.high,
                mark=f"{side}-high",
                mode="decimal",
                event_entered=estimate,
                event_typed=partial(end, side, chosen, "high"),
            )
    with solara.Div(classes=["form"]):
        Choose(
            label="Points on",
            value=wish.design,
            options=[list(one) for one in wishes.DESIGNS],
            mark="design",
            event_chosen=lambda value: change(design=value),
        )
        if wish.design == "factorial":
            Number(
                label="Values of each rule",
                value=wish.levels,
                mark="levels",
                event_typed=lambda value: change(levels=value),
                event_entered=estimate,
            )
        else:
            Number(
                label="Points (usual: 40)",
                value=wish.points,
                mark="points",
                event_typed=lambda value: change(points=value),
                event_entered=estimate,
            )
        Number(
            label="Histories (usual: 10)",
            value=wish.replications,
            mark="replications",
            event_typed=lambda value: change(replications=value),
            event_entered=estimate,
        )
        Number(
            label="Seed",
            value=wish.seed,
            mark="seed",
            event_typed=lambda value: change(seed=value),
            event_entered=estimate,
        )


def _offered(*, own: bool) -> tuple[list[list[str]], list[list[str]]]:
    """Name the scenarios, and the rules that may be moved, each with its unit; nothing where nobody looks for them."""
    if not own:
        return [], []
    return scenarios(), [
        [one.path, f"{one.path.replace('.', ': ').replace('_', ' ')} ({one.unit})"] for one in wishes.fields()
    ]


def _range(path: str) -> Range:
    """Offer the part of a field's range around what holds when a file says nothing."""
    entry = next(one for one in wishes.fields() if one.path == path)
    if entry.low is None or entry.high is None:
        raise ValueError(f"{path} has no range that a map could span")
    usual = entry.default if isinstance(entry.default, int | float) and entry.default else (entry.low + entry.high) / 2
    return Range(path, f"{max(entry.low, usual / 2):.3g}", f"{min(entry.high, usual * 2):.3g}")


def _shipped() -> dict[str, dict[str, Any]]:
    """Read what the shipped experiments say of themselves, without loading their worlds."""
    import tomllib

    from scenarios.experiment import FOLDER, names

    found = {}
    for name in names():
        table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        about, design = table["experiment"], table.get("design", {})
        found[name] = {
            "title": about.get("title", name),
            "summary": about.get("summary", ""),
            "replications": design.get("replications", 1),
            "n": design.get("n"),
        }
    return found


def _words(wish: Wish) -> list[str]:
    """Write what follows ``sweep run``; an own experiment is written to a file first."""
    if not wish.own:
        return wishes.words(wish)
    table = wishes.toml(wish)
    folder = SWEEPS.runs / "research"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{wishes.name(wish)}-{hashlib.sha256(table.encode()).hexdigest()[:6]}.toml"
    file.write_text(table, encoding="utf-8")
    return wishes.words(wish, file)


def _chunk(told: dict[str, Any]) -> int:
    return max(1, min(int(told["runs_per_file"]), int(_CHUNK_SECONDS / max(told["seconds_per_run"], 1e-3))))


def _told(told: dict[str, Any], words: tuple[str, ...]) -> str:
    size = told["bytes"] / 1e6
    long = (
        " That is more than this page lives; start it from the command line." if told["seconds"] > MOST_SECONDS else ""
    )
    return (
        f'<p class="verdict">{told["runs"]:,} runs, about {_time(told["seconds"])} and {size:.1f} MB.{long}</p>'
        f'<p class="soft">The same from the command line: {_code(words)}</p>'
    )


def _code(words: tuple[str, ...]) -> str:
    return f"<code>python -m app sweep run {text(' '.join(words))}</code>"


def _time(seconds: float) -> str:
    if not seconds >= 0:
        return "some time"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _before() -> str:
    rows = "".join(
        f'<li><a href="/research?sweep={text(name)}">{text(SWEEPS.about(name).get("title") or name)}</a> '
        f'<span class="soft small">{text(name)}</span></li>'
        for name in SWEEPS.known()
    )
    return f'<h2>Lived before</h2><ul class="plain">{rows}</ul>' if rows else ""


@solara.component
def Followed(name: str, show: Callable[[str], None]) -> None:
    """Follow one sweep, then show what it found."""
    again, set_again = solara.use_state(0)
    wrong, set_wrong = solara.use_state("")
    sweep = use_sweep(name, again)

    def go_on() -> None:
        try:
            SWEEPS.resume(name)
        except ValueError as error:
            set_wrong(f"{error}.")
            return
        set_wrong("")
        set_again(again + 1)

    if sweep.stage == "wrong":
        Html(f'<p class="wrong t-wrong" role="alert">{text(sweep.said)}</p>')
    else:
        about = SWEEPS.about(name) if sweep.total else {}
        Html(f"<h2>{text(about.get('title') or name)}</h2><p>{text(about.get('summary', ''))}</p>")
    if sweep.running:
        Bar(sweep.done, sweep.total, _line(sweep))
    with solara.Div(classes=["form"]):
        if sweep.running:
            Push("Cancel", lambda: SWEEPS.cancel(name), mark="cancel")
        elif sweep.stage == "stopped":
            Push("Go on", go_on, mark="go-on", strong=True)
        Push("Another experiment", lambda: show(""), mark="another")
    if wrong:
        Html(f'<p class="wrong t-wrong" role="alert">{text(wrong)}</p>')
    if sweep.stage == "stopped":
        Html(_stopped(sweep), classes=["t-stopped"])
    if sweep.stage == "over":
        Html(_downloads(name), classes=["t-downloads"])
        Html(SWEEPS.body(name), classes=["reported", "t-report"])


def _stopped(sweep: Sweep) -> str:
    said = f"<p>{text(sweep.said)}</p>" if sweep.said else ""
    return (
        f"<p>Stopped after {sweep.done:,} of {sweep.total:,} runs; they are safe.</p>{said}<p class='soft'>From "
        f"the command line: <code>python -m app sweep resume {text(SWEEPS.folder(sweep.name))}</code></p>"
    )


def _line(sweep: Sweep) -> str:
    if not sweep.total:
        return "Setting up the worlds …"
    if sweep.done >= sweep.total:
        return "All runs are lived; reading what they say …"
    failed = f", {sweep.failed:,} failed" if sweep.failed else ""
    left = f", about {_time(sweep.seconds_left)} left" if sweep.seconds_left >= 0 else ""
    return f"{sweep.done:,} of {sweep.total:,} runs lived{failed}{left} …"


def _downloads(name: str) -> str:
    links = " · ".join(
        f'<a href="{text(downloads.address(name, file))}"{"" if file.endswith(".html") else " download"}'
        f"{' target=_blank' if file.endswith('.html') else ''}>{text(said)}</a>"
        for file, said in SWEEPS.files(name)
    )
    return (
        f"<p>{links}</p><p class='soft'>With code, description and environment for the CoMSES library: "
        f"<code>python -m app sweep export {text(SWEEPS.folder(name))} --comses</code></p>"
    )
