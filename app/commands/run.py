"""Live through a scenario and write its figures, its events and a report."""

from __future__ import annotations

import json
from pathlib import Path

import click

from app.commands import _common


@click.command("run")
@click.argument("scenario", default="baseline_2024")
@click.option(
    "--regime",
    type=click.Choice(["unilateral", "bilateral", "accord"]),
    default="accord",
    show_default=True,
    help="How nations may act: each for itself, in pacts of two, or in an accord.",
)
@_common.settings
def command(
    scenario: str, regime: str, rounds: int | None, seed: int, changes: tuple[str, ...], out: Path | None, as_json: bool
) -> None:
    """Live through a SCENARIO (a name, or a file that ends in .toml) and write a report.

    The folder runs/<scenario>-<regime>-<seed> then holds every table as CSV and Parquet, the events, the scenario, the
    versions of the software and report.html, which opens without internet.
    """
    setting = _common.world(scenario, changes, rounds)
    writes = not as_json or out is not None
    folder = _common.folder(out, f"{setting.name}-{regime}-{seed}", changes) if writes else None
    if not as_json:
        click.echo(f"{setting.title}, {regime} regime, seed {seed}")
    # Loaded once something has been said: pandas and the compiler take longer than all before.
    from app import parallel, report, summary
    from scenarios.run import run

    with _common.Told(quiet=as_json) as told:
        record = run(setting, regime=regime, seed=seed, on_year=told)
    if folder is not None:
        again = " ".join(
            [
                "python -m app run",
                scenario,
                f"--regime {regime} --seed {seed} --rounds {setting.rounds}",
                *(f"--set {change}" for change in changes),
            ]
        )
        record.to_folder(folder)
        report.write(folder / "report.html", report.of_run(record, _common.sources(scenario), again=again))
    if as_json:
        last = record.metrics.iloc[-1]
        click.echo(
            json.dumps(
                {
                    "scenario": setting.name,
                    "regime": regime,
                    "seed": seed,
                    "nature_hash": record.nature_hash,
                    "year": record.years[-1],
                    "metrics": _common.plain(last.drop("year").to_dict()),
                    "units": dict(record.units),
                },
                indent=2,
            )
        )
        return
    _common.say(summary.of_run(record))
    chain = parallel.of_run(record)
    if chain:
        click.echo()
        _common.say(chain)
    if folder is not None:
        click.echo(f"\nReport: {folder / 'report.html'}")
