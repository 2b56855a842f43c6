"""Take one article of an accord away at a time, on the same shocks, and say what each is worth."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.commands import _common


@click.command("ablate")
@click.argument("scenario", default="quad")
@click.option(
    "--replications",
    type=_common.Whole(2, 1000),
    default=20,
    show_default=True,
    help="Histories of chance; each is lived once with everything and once without each article.",
)
@click.option(
    "--by",
    type=click.Choice(["article", "obstacle"]),
    default="article",
    show_default=True,
    help="Take away articles one by one, or all that cure an obstacle.",
)
@click.option("--rules", is_flag=True, help="Take away exit terms, audits, forum and the like as well.")
@click.option("--workers", type=_common.Whole(1), default=1, show_default=True, help="Processes.")
@click.option("--allow-code-change", is_flag=True, help="Go on in a folder whose runs were begun by other code.")
@_common.settings
def command(
    scenario: str,
    replications: int,
    by: str,
    rules: bool,
    workers: int,
    allow_code_change: bool,
    rounds: int | None,
    seed: int,
    changes: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Say what each article of a SCENARIO's accord is worth, with intervals at 95 %.

    Runs are pairs on the same shocks. What stands in the folder is kept, so that a broken run is taken up again.
    """
    from scenarios.studies import ablation

    setting = _common.world(scenario, changes, rounds)
    chosen = ablation.experiment(
        setting, replications=replications, seed=seed, rules=rules, by_obstacle=by == "obstacle"
    )
    folder = out or chosen.folder()
    if not as_json:
        told = chosen.estimate(workers=workers)
        click.echo(
            f"{setting.title}: {len(chosen.plan):,} runs of {setting.rounds} years, {len(chosen.arms)} arms on "
            f"the same {replications} histories, {_takes(told.seconds)}."
        )
    _live(chosen, folder, workers, quiet=as_json, allow_code_change=allow_code_change)
    found = ablation.worths(chosen.open(folder))
    if as_json:
        click.echo(
            json.dumps(
                {
                    "scenario": setting.name,
                    "seed": seed,
                    "rounds": setting.rounds,
                    "replications": replications,
                    "folder": str(folder),
                    "worth": [_plain(asdict(one) | {"settled": one.settled}) for one in found],
                },
                indent=2,
                ensure_ascii=False,
            )
        )
        return
    _show(found, "Obstacle" if by == "obstacle" else "Article")
    if by == "obstacle":
        _common.say(_cured(ablation.cures(setting)))
    _common.say(_said(found))
    click.echo(f"\nRuns: {folder}")


def _live(chosen: Any, folder: Path, workers: int, *, quiet: bool, allow_code_change: bool) -> None:
    from scenarios.sweep.conduct import Progress

    progress, shown = Progress(len(chosen.plan)), 0
    for _ in chosen.stream(folder, progress=progress, workers=workers, allow_code_change=allow_code_change):
        if not quiet and progress.finished * 10 // progress.total > shown:
            shown = progress.finished * 10 // progress.total
            click.echo(f"{progress.finished:,} of {progress.total:,} runs{_left(progress.seconds_left)}", err=True)


def _takes(seconds: float) -> str:
    return f"about {seconds / 60:.0f} min" if seconds >= 90 else "a minute or less"


def _left(seconds: float) -> str:
    """Say how long it will still take, where that is worth saying."""
    if seconds <= 0 or math.isnan(seconds):
        return ""
    return f", {_takes(seconds)} left"


def _cured(found: dict[str, list[str]]) -> tuple[str, ...]:
    """Say which articles and rules stand against each obstacle."""
    from app.words import listed

    parts = [f"{title}: {listed(names) if names else 'nothing in force'}." for title, names in found.items()]
    signs = (
        "Of an obstacle itself is told what the world is with it less without it; of its cures, what the accord "
        "is with them less without."
    )
    return ("What cures what here, the agreed rules included:", *parts, signs)


def _show(found: list[Any], what: str) -> None:
    """Print what each is worth, a column for each metric."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from app.words import metric, unit

    console = Console(highlight=False)
    console.width = max(console.width, 150)
    names = list(dict.fromkeys(one.metric for one in found))
    table = Table(
        title="What each is worth: with it less without it, mean of all years, interval at 95 %",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        pad_edge=False,
    )
    table.add_column(what)
    for name in names:
        own = unit(name, {one.metric: one.unit for one in found})
        table.add_column(f"{metric(name)}\n{own}", justify="right")
    for arm in dict.fromkeys(one.arm for one in found):
        mine = {one.metric: one for one in found if one.arm == arm}
        table.add_row(next(iter(mine.values())).title, *(_cell(mine[name]) for name in names))
    console.print(table)


def _cell(one: Any) -> str:
    from app.words import amount

    value = amount(one.metric, one.value, signed=True)
    ends = f"{amount(one.metric, one.low, signed=True)} to {amount(one.metric, one.high, signed=True)}"
    if not one.moves:
        return f"[dim]{value}[/dim]"
    return f"[bold]{value}[/bold]\n{ends}" if one.settled else f"{value}\n[dim]{ends}[/dim]"


def _said(found: list[Any]) -> tuple[str, ...]:
    """Close in sentences: what is worth something to those who may join, and what is not settled."""
    from app.words import amount, listed

    first = [one for one in found if one.metric == found[0].metric]
    articles = [one for one in first if one.arm.startswith("without_")]

    def named(some: list[Any]) -> str:
        ranked = sorted(some, key=lambda one: -abs(one.value))
        return listed([f"{one.title} ({amount(one.metric, one.value, signed=True)})" for one in ranked])

    worth = [one for one in articles if one.low > 0]
    costs = [one for one in articles if one.high < 0]
    open_ = [one.title for one in articles if not one.settled and one.moves]
    idle = [one.title for one in articles if not one.moves]
    hurdles = [one for one in first if one.arm.startswith("no_") and one.arm != "no_accord" and one.settled]
    parts = [f"Worth having for the welfare of those who may join (USD m a year): {named(worth)}."] * bool(worth)
    parts += [f"They would do better without: {named(costs)}."] * bool(costs)
    unsettled = f"What these are worth to those who may join is not settled by {first[0].replications} histories"
    parts += [f"{unsettled}: {listed(open_)}."] * bool(open_)
    parts += [f"Made no difference in any history: {listed(idle)}."] * bool(idle)
    parts += [f"Obstacles that weigh (a minus is what they cost): {named(hurdles)}."] * bool(hurdles)
    parts.append(
        f"These are {len(found)} intervals at 95 %: about {0.05 * len(found):.0f} would leave zero out by luck alone."
    )
    parts.append(
        "Articles are not additive: what one is worth depends on the others, and without one the summit may "
        "settle on another text."
    )
    return tuple(parts)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}
