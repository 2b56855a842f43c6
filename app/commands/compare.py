"""Live through the same shocks under each regime and say who gains, who loses and whether cooperation pays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.commands import _common

REGIMES = ("unilateral", "bilateral", "accord")


@click.command("compare")
@click.argument("scenario", nargs=-1)
@click.option(
    "--regime",
    "regimes",
    type=click.Choice(REGIMES),
    multiple=True,
    help="A regime to compare, the yardstick first; repeat it. Without it: all three.",
)
@_common.settings
def command(
    scenario: tuple[str, ...],
    regimes: tuple[str, ...],
    rounds: int | None,
    seed: int,
    changes: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare regimes on the same shocks of a SCENARIO (a name, or a file that ends in .toml).

    Or compare runs that were written before: give two or more of their folders, the yardstick first.
    """
    from app import report, summary

    chosen = regimes or REGIMES
    if len(set(chosen)) != len(chosen) or len(chosen) < 2:
        raise ValueError(f"a comparison needs at least two different regimes, got {', '.join(chosen)}")
    kept = len(scenario) > 1
    name = scenario[0] if scenario else "baseline_2024"
    setting = None if kept else _common.world(name, changes, rounds)
    title = Path(name).name if setting is None else setting.name
    records = _read(scenario) if kept else {}
    if kept:
        summary.verdict(records)  # Runs that cannot be compared are refused before anything is written.
    writes = not as_json or out is not None
    folder = _common.folder(out, f"{title}-compare-{seed}", changes) if writes else None
    records = records or _live(setting, chosen, seed, quiet=as_json)
    sentences = summary.of_comparison(records)
    if folder is not None:
        _write(folder, records, keep=not kept)
        figures = [] if kept else _common.sources(name)
        again = (
            ""
            if setting is None
            else " ".join(
                [
                    f"python -m app compare {name} --seed {seed} --rounds {setting.rounds}",
                    *(f"--set {change}" for change in changes),
                ]
            )
        )
        report.write(folder / "report.html", report.of_comparison(records, figures, again=again))
    if as_json:
        click.echo(json.dumps(_figures(records, sentences), indent=2, ensure_ascii=False))
        return
    _show(records)
    _common.say(sentences)
    if folder is not None:
        click.echo(f"\nReport: {folder / 'report.html'}")


def _live(setting: Any, regimes: tuple[str, ...], seed: int, *, quiet: bool) -> dict[str, Any]:
    from scenarios.run import run

    records = {}
    for regime in regimes:
        if not quiet:
            click.echo(f"\n{setting.title}, {regime} regime, seed {seed}")
        with _common.Told(quiet=quiet, label=regime) as told:
            records[regime] = run(setting, regime=regime, seed=seed, on_year=told)
    return records


def _read(folders: tuple[str, ...]) -> dict[str, Any]:
    from scenarios.records.record import Record

    records: dict[str, Any] = {}
    for folder in folders:
        record = Record.from_folder(folder)
        if record.regime in records:
            raise ValueError(f"two of the runs are under the {record.regime} regime; give one for each regime")
        records[record.regime] = record
    return records


def _write(folder: Path, records: Mapping[str, Any], *, keep: bool) -> None:
    """Write each run into a folder of its own, and the differences beside them."""
    from app.charts.gains import gains

    if keep:
        for regime, record in records.items():
            record.to_folder(folder / regime)
    _difference(records).to_csv(folder / "difference.csv")
    gains({regime: record.nations for regime, record in records.items()}).to_csv(folder / "nations.csv")


def _difference(records: Mapping[str, Any]) -> Any:
    """Work out the mean of each metric over all years under each regime, and last minus first."""
    import pandas as pd

    table = pd.DataFrame(
        {regime: record.metrics.drop(columns="year").astype(float).mean() for regime, record in records.items()}
    )
    first, *_, last = records
    table["difference"] = table[last] - table[first]
    table.index.name = "metric"
    return table


def _figures(records: Mapping[str, Any], sentences: tuple[str, ...]) -> dict[str, Any]:
    from app.charts.gains import gains
    from app.summary import verdict

    found = verdict(records)
    *_, last = records.values()
    by_nation = gains({regime: record.nations for regime, record in records.items()})
    return {
        "scenario": last.setting.name,
        "seed": last.seed,
        "nature_hash": last.nature_hash,
        "verdict": {
            "cooperation": found.words,
            "change": found.change,
            "share": found.share,
            "winners": found.winners,
            "losers": found.losers,
        },
        "metrics": {str(name): _common.plain(row.to_dict()) for name, row in _difference(records).iterrows()},
        "units": dict(last.units),
        "nations": {str(key): _common.plain(row.to_dict()) for key, row in by_nation.iterrows()},
        "sentences": sentences,
    }


def _show(records: Mapping[str, Any]) -> None:
    """Print the difference by metric and by nation."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print()
    console.print(_metrics_table(records))
    console.print(_nations_table(records))


def _metrics_table(records: Mapping[str, Any]) -> Any:
    from rich import box
    from rich.table import Table

    from app.words import METRICS, amount, metric, unit

    *_, last = records.values()
    table = Table(
        title="Difference by metric, mean of all years",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        pad_edge=False,
    )
    table.add_column("Metric")
    for regime in records:
        table.add_column(regime.capitalize(), justify="right", no_wrap=True)
    table.add_column("Difference", justify="right", no_wrap=True)
    for name, row in _difference(records).iterrows():
        if name in METRICS and any(row[regime] for regime in records):
            own = unit(name, last.units)
            table.add_row(
                metric(name, last.labels) + (f", {own}" if "USD" in own or own == "t" else ""),
                *(amount(name, row[regime]) for regime in records),
                amount(name, row["difference"], signed=True),
            )
    return table


def _nations_table(records: Mapping[str, Any]) -> Any:
    from rich import box
    from rich.table import Table

    from app.charts.gains import gains
    from app.drawing.scales import figure, percent

    *_, last = records.values()
    table = Table(
        title="Who gains and who loses, welfare in the mean year, USD m",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        pad_edge=False,
    )
    table.add_column("Nation", no_wrap=True)
    for regime in records:
        table.add_column(regime.capitalize(), justify="right", no_wrap=True)
    for heading in ("Difference", "Share"):
        table.add_column(heading, justify="right", no_wrap=True)
    for key, row in gains({regime: record.nations for regime, record in records.items()}).iterrows():
        gain, share = row[f"{last.regime}_gain"], row["share"]
        table.add_row(
            last.names.get(str(key), str(key)),
            *(figure(row[regime]) for regime in records),
            figure(gain, signed=True),
            percent(share, signed=True, digits=2),
        )
    return table
