"""Say whether this machine gives the same history as others: it lives two short worlds and compares them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scenarios.studies.doctor import Finding

DIFFERS = 1
"""Exit code where the history is not the same to the last bit."""


@click.command("doctor")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--renew", is_flag=True, help="Keep the history of this machine as the one that ships.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs and nothing else.")
def command(folder: Path | None, renew: bool, as_json: bool) -> None:
    """Live two short worlds and compare every figure with the history that ships.

    With a FOLDER that a run wrote, such as runs/small-accord-7, that run is lived again and compared instead. The exit
    code is 0 where all is the same to the last bit, and 1 where it is not.
    """
    from scenarios.studies import doctor

    if renew:
        if folder is not None:
            raise ValueError("--renew keeps the history that ships; leave the folder out")
        click.echo(f"{doctor.renew()} renewed")
        return
    if not as_json:
        click.echo("Living again; the first time on a machine this takes a minute or two ...", err=True)
    found = doctor.examine() if folder is None else doctor.examine_folder(folder)
    if as_json:
        click.echo(json.dumps(_plain(found), indent=2, ensure_ascii=False))
    else:
        _tell(found)
    if found.differences:
        sys.exit(DIFFERS)


def _tell(found: Finding) -> None:
    from app.commands import _common
    from scenarios.records.machine import machine, switched

    _common.say((found.sentence(),))
    for name, one in found.differences.items():
        _common.say((f"{name}:", *one.sentences()))
    click.echo()
    for name, value in machine().items():
        was = f"  (was {found.made[name]})" if name in found.other else ""
        click.echo(f"  {name:<18}{value}{was}")
    for name, value in switched().items():
        click.echo(f"  {name} is set to {value}")
    if found.differences:
        _common.say(("What to do:", *(f"- {one}" for one in found.advice())))


def _plain(found: Finding) -> dict[str, object]:
    from scenarios.records.history import digest
    from scenarios.records.machine import machine, switched

    return {
        "reproduces": not found.differences,
        "sentence": found.sentence(),
        "worlds": {
            name: {
                "kept": digest(kept),
                "lived": digest(found.lived[name]),
                "difference": found.differences[name].plain() if name in found.differences else None,
            }
            for name, kept in found.kept.items()
        },
        "machine": machine(),
        "kept_by": dict(found.made),
        "environment": switched(),
        "advice": list(found.advice()),
    }
