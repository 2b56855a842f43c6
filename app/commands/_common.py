"""Parts shared by commands that run a world: options, output folder, and the printing of years."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import click

from app.words import amount

RUNS = Path("runs")
_HEAD = (
    ("Year", 4, "year"),
    ("Accord|members", 8, "members"),
    ("Cohesion", 9, "cohesion"),
    ("Trust", 6, "trust"),
    ("Heavy oxide|USD/kg", 12, "price_oxide_heavy"),
    ("Light magnet|USD/kg", 13, "price_magnet_light"),
    ("Gap|outside", 8, "supply_gap_outside"),
    ("Shortage|USD m", 9, "shortage_cost"),
    ("Agree-|ments", 7, "agreements_in_force"),
)
"""Columns of the table of years: heading in up to two lines, width, metric; 80 signs in all."""


class Whole(click.ParamType):  # type: ignore[type-arg]  # Older versions of click know no ParamType[int].
    """A whole number within a range, refused in our own words."""

    name = "integer"

    def __init__(self, low: int, high: int | None = None) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number."""
        try:
            number = int(value)
        except ValueError:
            number = self.low - 1
        if number < self.low or (self.high is not None and number > self.high):
            span = f"of at least {self.low}" if self.high is None else f"from {self.low} to {self.high}"
            label = param.opts[0] if param else "the value"
            raise click.UsageError(f"{label} must be a whole number {span}, got {value!r}", ctx)
        return number


def settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which world is lived through."""
    options = (
        click.option("--rounds", type=Whole(1, 100), help="Years to live through, instead of the scenario's."),
        click.option("--seed", type=Whole(0), default=7, show_default=True, help="Seed of every chance."),
        click.option(
            "--set",
            "changes",
            multiple=True,
            metavar="FIELD=VALUE",
            help="Change a field of the scenario, such as risks.export_ban=0.3; may be repeated.",
        ),
        click.option("--out", type=click.Path(path_type=Path), help="Folder to write to, instead of one in runs/."),
        click.option(
            "--json",
            "as_json",
            is_flag=True,
            help="Print figures for other programs and nothing else; files are written only with --out.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def world(scenario: str, changes: tuple[str, ...], rounds: int | None) -> Any:
    """Load a scenario with the changes asked for."""
    from scenarios.loader import load
    from scenarios.run import with_rounds

    setting = load(scenario, **dict(_change(change) for change in changes))
    return setting if rounds is None else with_rounds(setting, rounds)


def _change(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not (equals and field.strip() and value.strip()):
        raise ValueError(f"--set wants FIELD=VALUE, such as risks.export_ban=0.3; got {text!r}")
    return field.strip(), value.strip()


def folder(out: Path | None, name: str, changes: tuple[str, ...]) -> Path:
    """Make the folder to write to now, so that an unwritable one is refused before the years are lived."""
    if out is None:
        # A changed world must not overwrite the run of the unchanged one.
        mark = f"-{hashlib.sha256(' '.join(sorted(changes)).encode()).hexdigest()[:6]}" if changes else ""
        out = RUNS / f"{name}{mark}"
    if out.exists() and not out.is_dir():
        raise ValueError(f"cannot write to {out}: it is a file, not a folder")
    out.mkdir(parents=True, exist_ok=True)
    probe = out / ".writable"
    probe.touch()
    probe.unlink()
    return out


def sources(scenario: str) -> list[Any]:
    """List the figures behind a scenario with their sources."""
    from scenarios.loader import figures

    return figures(scenario)


class Told:
    """Tells the years as they are lived: a line each, and on a terminal a bar below them."""

    def __init__(self, *, quiet: bool, label: str = "") -> None:
        self.quiet, self.label = quiet, label
        self._progress: Any = None

    def __enter__(self) -> Self:
        """Write the heading and begin the bar."""
        if not self.quiet:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._console = Console(highlight=False)
            self._progress = Progress(
                TextColumn(self.label or "Living"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("years"),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
                disable=not self._console.is_terminal,
            )
            self._progress.start()
            self._task = self._progress.add_task("", total=None)
            for line in range(2):
                self._print("".join(_line(head, line).rjust(width) for head, width, _ in _HEAD), style="bold")
        return self

    def __exit__(self, *_: object) -> None:
        """End the bar."""
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, number: int, rounds: int, row: Mapping[str, Any]) -> None:
        """Tell one year."""
        if self._progress is None:
            return
        self._print("".join(_cell(row, name).rjust(width) for _, width, name in _HEAD))
        self._progress.update(self._task, completed=number + 1, total=rounds)

    def _print(self, line: str, **style: Any) -> None:
        self._console.print(line, soft_wrap=True, markup=False, **style)


def _line(head: str, number: int) -> str:
    lines = head.split("|")
    return lines[number] if number < len(lines) else ""


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, math.nan)
    if name == "year":
        return str(int(value))
    if name in {"cohesion", "trust"}:
        # Without an accord there is no cohesion.
        return "–" if name == "cohesion" and not row.get("members") else f"{value:.2f}"
    if name in {"members", "agreements_in_force"}:
        return str(int(value))
    return amount(name, float(value))


def plain(values: Mapping[Any, Any]) -> dict[str, float | None]:
    """Turn figures into what JSON can hold; what is not a number becomes null."""
    return {name: None if not math.isfinite(value := float(figure)) else value for name, figure in values.items()}


def say(sentences: tuple[str, ...]) -> None:
    """Print closing sentences, wrapped for reading."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print()
    for sentence in sentences:
        console.print(sentence.replace("`", ""), width=min(console.width, 100), markup=False)
