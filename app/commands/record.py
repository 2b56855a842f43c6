"""Renew the recorded runs that the tests hold the code to."""

from __future__ import annotations

from pathlib import Path

import click

from scenarios.loader import load, names
from scenarios.studies.recorded import write

FOLDER = Path("tests/recorded")


@click.command()
@click.argument("scenarios", nargs=-1)
def command(scenarios: tuple[str, ...]) -> None:
    """Renew the recorded run of some SCENARIOS, or of all. Read the diff before you commit it."""
    for name in scenarios or names():
        click.echo(f"{write(FOLDER, name, load(name))} renewed")
