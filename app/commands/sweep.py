"""Live through many worlds: run an experiment, take it up again, check it, and read what it found."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scenarios.sweep.conduct import Estimate, Progress

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Print figures for other programs and nothing else.")
_CODE = click.option(
    "--allow-code-change",
    is_flag=True,
    help="Go on although the code has changed since the sweep was begun; it is noted.",
)
_MACHINE = click.option(
    "--allow-other-machine",
    is_flag=True,
    help="Go on although runs come out otherwise on this machine; it is noted.",
)
_CSV = click.option("--csv", "wants_csv", is_flag=True, help="Write tables as CSV into the folder too.")
UNSOUND = 1
"""Exit code of a check that found something wrong."""


def _workers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how runs are worked off."""
    options = (
        click.option("--workers", type=click.IntRange(1), help="Processes that live runs side by side."),
        click.option(
            "--executor", type=click.Choice(["loky", "serial", "dask"]), help="Processes here, none, or a Dask cluster."
        ),
        click.option("--address", help="Address of a Dask scheduler, such as tcp://127.0.0.1:8786."),
        click.option("--timeout", "timeout_s", type=click.FloatRange(0), help="Most seconds that a run may take."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group("sweep")
def command() -> None:
    """Live through many worlds and say what they show."""


@command.command("list")
def list_() -> None:
    """List the experiments that come with the program."""
    from scenarios.experiment import Experiment, names

    for name in names():
        shipped = Experiment.load(name)
        click.echo(f"{name:<36}{len(shipped.plan):>6,} runs  {shipped.title}")


@command.command()
@click.argument("experiment")
@_workers
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to, instead of one in runs/.")
@click.option("--scenario", help="Another scenario than the experiment's.")
@click.option("--rounds", type=click.IntRange(1, 100), help="Years to live through, instead of the experiment's.")
@click.option("--replications", type=click.IntRange(1), help="Histories of chance, instead of the experiment's.")
@click.option("--points", "n", type=click.IntRange(1), help="The design's n, instead of the experiment's.")
@click.option("--chunk", type=click.IntRange(1), help="Runs per file; without it about 20 s of work.")
@_CSV
@click.option("--estimate", "only_estimate", is_flag=True, help="Only say how many runs, how long and how large.")
@_CODE
@_MACHINE
@_JSON
def run(
    experiment: str,
    out: Path | None,
    only_estimate: bool,
    wants_csv: bool,
    allow_code_change: bool,
    allow_other_machine: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Run an EXPERIMENT (a name, or a file that ends in .toml); one that stands there is taken up where it ended."""
    chosen = _changed(experiment, options)
    told = chosen.estimate(**options)
    if not as_json or only_estimate:
        _tell(chosen, told, as_json=as_json)
    if only_estimate:
        return
    folder = out or chosen.folder()
    allowed = {"allow_code_change": allow_code_change, "allow_other_machine": allow_other_machine}
    _live(chosen, folder, told, options, quiet=as_json, **allowed)
    _report(chosen.open(folder), as_json=as_json, wants_csv=wants_csv)


@command.command()
@_FOLDER
@_workers
@_CSV
@_CODE
@_MACHINE
@_JSON
def resume(
    folder: Path, wants_csv: bool, allow_code_change: bool, allow_other_machine: bool, as_json: bool, **options: Any
) -> None:
    """Take up a sweep where it ended; its content is then the same as if it had never stopped."""
    from scenarios.experiment_folder import opened

    experiment = opened(folder)
    allowed = {"allow_code_change": allow_code_change, "allow_other_machine": allow_other_machine}
    _live(experiment, folder, None, options, quiet=as_json, **allowed)
    _report(experiment.open(folder), as_json=as_json, wants_csv=wants_csv)


@command.command()
@_FOLDER
@_JSON
def status(folder: Path, as_json: bool) -> None:
    """Say how far a sweep is; it may be running."""
    from scenarios.experiment_folder import opened
    from scenarios.sweep.lock import held

    results = opened(folder).open(folder)
    planned = results.replications * results.experiment.plan.per_replication
    counts, logged = results.counts, results.folder.logged()
    spent = sum(line.get("seconds", 0.0) for line in logged)
    finished = sum(counts.values())
    said = {
        "runs": planned,
        **counts,
        "missing": planned - finished,
        "worker_seconds": round(spent, 1),
        "seconds_per_run": round(spent / finished, 3) if finished else None,
        "bytes": results.folder.size(),
        "running": held(folder),
        "machines": results.folder.manifest.get("machines", []),
        "reasons": _reasons(results),
    }
    if as_json:
        click.echo(json.dumps(said, indent=2))
        return
    state = "running" if said["running"] else "finished" if finished >= planned else "stopped"
    click.echo(
        f"{results.experiment.name}: {state}, {finished:,} of {planned:,} runs, "
        f"{counts.get('ok', 0):,} went well, {finished - counts.get('ok', 0):,} failed"
    )
    if finished:
        click.echo(f"{said['seconds_per_run']} s a run, {said['bytes'] / 1e6:.1f} MB")
    if len(said["machines"]) > 1:
        click.echo(f"Lived on {len(said['machines'])} kinds of machine; manifest.json names them.")
    for reason, number in said["reasons"].items():
        click.echo(f"  {number:,} × {reason}")
    if state == "stopped":
        click.echo(f"Go on: python -m app sweep resume {folder}")


@command.command()
@_FOLDER
@click.option("--failed", is_flag=True, required=True, help="Live the runs that failed once more.")
@_workers
@_CODE
@_MACHINE
@_JSON
def retry(folder: Path, failed: bool, as_json: bool, **options: Any) -> None:
    """Live failed runs once more and put those that now go well in their place."""
    from scenarios.experiment_folder import retry as again

    kept = again(folder, **options)
    good = sum(one.status == "ok" for one in kept)
    if as_json:
        click.echo(json.dumps({"tried": len(kept), "ok": good, "failed": len(kept) - good}))
    elif not kept:
        click.echo("No run had failed.")
    else:
        click.echo(f"{len(kept)} failed runs were lived again: {good} went well, {len(kept) - good} failed again.")


@command.command()
@_FOLDER
@_JSON
def verify(folder: Path, as_json: bool) -> None:
    """Check that every file is whole and that all figures fit their hashes."""
    from scenarios.experiment_folder import opened
    from scenarios.experiment_folder import verify as check

    wrong = check(folder)
    content = "" if wrong else opened(folder).open(folder).content_hash()
    if as_json:
        click.echo(json.dumps({"sound": not wrong, "faults": wrong, "content": content}, indent=2))
    else:
        click.echo("\n".join(wrong) if wrong else f"Sound. Content {content}")
    if wrong:
        sys.exit(UNSOUND)


@command.command()
@_FOLDER
@click.argument("run_number", metavar="RUN", type=click.IntRange(0))
@_JSON
def replay(folder: Path, run_number: int, as_json: bool) -> None:
    """Live one RUN again and compare it with what was written, to the bit."""
    from scenarios.experiment_folder import opened
    from scenarios.experiment_folder import replay as again
    from scenarios.records.identity import code_hash
    from scenarios.records.machine import machine
    from scenarios.sweep.conduct import changed_plugins
    from scenarios.sweep.folder import Folder

    found, manifest = again(folder, run_number), Folder(folder).manifest
    moved = changed_plugins(opened(folder), manifest)
    kept, lived, known = found.kept, found.lived, manifest.get("machines", [])
    if as_json:
        difference = found.difference
        told = {
            "run": run_number,
            "same": found.same,
            "status": [kept.status, lived.status],
            "hash": [kept.hash, lived.hash],
            "difference": None if difference is None else difference.plain(),
            "code_has_changed": manifest["code"] != code_hash(),
            "plugins_changed": moved,
            "machine": machine(),
            "machines_of_the_sweep": known,
        }
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo(
            f"Run {run_number}: {lived.status}, {lived.hash or lived.reason}; "
            f"{'the same as' if found.same else 'NOT the same as'} {kept.status}, {kept.hash or 'no hash'}."
        )
        for sentence in found.sentences():
            click.echo(sentence)
        if not found.same:
            if manifest["code"] != code_hash():
                click.echo("The code has changed since the sweep was begun, which may be why.")
            for plugin in moved:
                click.echo(f"The plugin {plugin} has changed since the sweep was begun, which may be why.")
            click.echo("\n".join(_machines(known)))
    if not found.same:
        sys.exit(UNSOUND)


@command.command()
@_FOLDER
@_JSON
def analyse(folder: Path, as_json: bool) -> None:
    """Answer the experiment's questions and write report.html and report.md."""
    from scenarios.experiment_folder import opened

    _report(opened(folder).open(folder), as_json=as_json)


@command.command()
@_FOLDER
@click.option("--csv", "wants_csv", is_flag=True, help="Write tables as CSV into FOLDER/csv.")
@click.option("--comses", "wants_comses", is_flag=True, help="Write an archive for the CoMSES model library.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write, instead of into the folder.")
@click.option("--allow-code-change", is_flag=True, help="Archive although the code has changed since; it is noted.")
def export(folder: Path, wants_csv: bool, wants_comses: bool, out: Path | None, allow_code_change: bool) -> None:
    """Hand a sweep on: as CSV, as an archive with code, documentation and environment, or both."""
    from scenarios.experiment_folder import opened
    from scenarios.sweep import export as exports

    if not (wants_csv or wants_comses):
        raise ValueError("say what to export: --csv, --comses or both")
    results = opened(folder).open(folder)
    if wants_csv:
        for path in exports.to_csv(results, (out or folder) / "csv"):
            click.echo(str(path))
    if wants_comses:
        click.echo(
            str(
                exports.to_comses(
                    results,
                    (out or folder) / f"{results.experiment.name}-comses.zip",
                    allow_code_change=allow_code_change,
                )
            )
        )


def _machines(known: list[dict[str, str]]) -> list[str]:
    """Say on what the runs of a sweep were lived, and in what this machine is another."""
    from scenarios.records.machine import machine

    here = machine()
    told = []
    for one in known:
        other = [f"{what} {one[what]} (here {here.get(what)})" for what in one if one[what] != here.get(what)]
        about = f"differs from this machine in {', '.join(other)}" if other else "is of the same kind as this one"
        told.append(f"The sweep was lived on {one['processor']}, which {about}.")
    return told or ["On what machine the sweep was lived was not noted."]


def _changed(name: str, options: dict[str, Any]) -> Any:
    """Load an experiment with what the command line says instead."""
    from scenarios.experiment import Experiment

    given = {key: options.pop(key) for key in ("scenario", "rounds", "replications", "n")}
    told = {key: value for key, value in given.items() if value is not None}
    design: dict[str, Any] = {key: told.pop(key) for key in ("replications", "n") if key in told}
    return Experiment.load(name, design=design, **told)


def _tell(experiment: Any, told: Estimate, *, as_json: bool) -> None:
    if as_json:
        from scenarios.records.identity import code_hash

        click.echo(
            json.dumps(
                {
                    "runs": told.runs,
                    "seconds": round(told.seconds, 1),
                    "bytes": told.bytes,
                    "seconds_per_run": round(told.run_seconds, 4),
                    "runs_per_file": told.chunk,
                    "folder": experiment.folder().name,
                    "code": code_hash(own_model=experiment.model is not None),
                }
            )
        )
        return
    most = "at most " if experiment.until else ""
    click.echo(
        f"{experiment.title or experiment.name}: {most}{told.runs:,} runs "
        f"({len(experiment.plan.points):,} points, {len(experiment.arms)} arms, "
        f"{experiment.design.replications:,} replications), "
        f"about {_time(told.seconds)} and {told.bytes / 1e6:.1f} MB"
    )


def _live(
    experiment: Any,
    folder: Path,
    told: Estimate | None,
    options: dict[str, Any],
    *,
    quiet: bool,
    **allowed: bool,
) -> None:
    from scenarios.sweep.conduct import Progress
    from scenarios.sweep.folder import Folder

    progress = Progress(len(experiment.plan))
    stream = experiment.stream(folder, progress=progress, told=told, **allowed, **options)
    try:
        with _ended_as_stopped():
            _watch(stream, progress, quiet=quiet)
    except KeyboardInterrupt:
        # What was being written is waited for, and what stands on disk is told, not what was heard of so far.
        stream.close()
        safe = Folder(folder).count()
        said = f"{safe:,} run{' is' if safe == 1 else 's are'} safe"
        click.echo(f"\n{said}. Go on: python -m app sweep resume {folder}", err=True)
        raise


@contextmanager
def _ended_as_stopped() -> Iterator[None]:
    """Take a polite request to end (SIGTERM), as of a page or of a cluster's queue, for a stop from the keyboard.

    Ctrl+C does not reach what was begun in the background by a shell that is not interactive.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _watch(stream: Any, progress: Progress, *, quiet: bool) -> None:
    """Show how a sweep goes: a bar on a terminal, now and then a line elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(highlight=False)
    drawn = console.is_terminal and not quiet
    shown = 0
    columns = (
        TextColumn("Living"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f}"),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=console, transient=True, disable=not drawn) as bar:
        task = bar.add_task("", total=progress.total)
        for _ in stream:
            if drawn:
                bar.update(task, completed=progress.finished, description=_line(progress))
            elif not quiet and progress.finished * 10 // progress.total > shown:
                shown = progress.finished * 10 // progress.total
                click.echo(f"{progress.finished:,} of {progress.total:,}, {_line(progress)}")
    if not quiet:
        click.echo(f"{progress.counts['ok']:,} runs went well, {progress.failed:,} failed.")


def _line(progress: Progress) -> str:
    return (
        f"{progress.counts['ok']:,} ok, {progress.failed:,} failed, {progress.rate:.3g} runs/s, "
        f"{_time(progress.seconds_left)} left"
    )


def _time(seconds: float) -> str:
    if not seconds >= 0:
        return "unknown time"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _reasons(results: Any) -> dict[str, int]:
    runs = results.runs
    bad = runs[runs["status"] != "ok"]
    said = bad["status"] + ", " + bad["error"] + ": " + bad["reason"]
    return {str(reason): int(number) for reason, number in said.value_counts().head(20).items()}


def _report(results: Any, *, as_json: bool, wants_csv: bool = False) -> None:
    from app import sweep_report
    from app.commands import _common
    from app.sweep_words import reader, settled

    if wants_csv:
        from scenarios.sweep.export import to_csv

        to_csv(results, results.path / "csv")
    found = results.findings()
    page, _ = sweep_report.write(results, found)
    refused = sum(one.refused for one in found)
    if as_json:
        told = [
            {
                "kind": one.kind,
                "title": one.title,
                "said": one.said,
                "used": one.used,
                "dropped": one.dropped,
                "refused": one.refused,
                "table": json.loads(one.table.to_json(orient="records")),
            }
            for one in found
        ]
        click.echo(
            json.dumps(
                {
                    "folder": str(results.path),
                    "counts": results.counts,
                    "runs": len(results.runs),
                    "content": results.content_hash(),
                    "findings": told,
                },
                indent=2,
            )
        )
    else:
        read = reader(results)
        for finding in found:
            _common.say(tuple(map(read, (finding.title, *finding.said))))
        if settled(results):
            _common.say((read(settled(results)),))
        click.echo(f"\nReport: {page}")
    if refused:
        raise ValueError(f"{refused} of {len(found)} questions could not be answered by these runs; see the report")
