"""Print role briefings: what a person reads who takes a nation's seat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("briefings")
@click.argument("scenario", default="classroom_60_minutes")
@click.option("--nation", help="One nation only, printed here instead of written to a page.")
@click.option("--out", type=click.Path(path_type=Path), help="Page to write, instead of one in runs/.")
def command(scenario: str, nation: str | None, out: Path | None) -> None:
    """Write a page of role sheets to print for the seats of a SCENARIO, with the figures of that world."""
    from app.commands._common import RUNS
    from scenarios.loader import load

    setting = load(scenario)
    if nation:
        _tell(setting, nation)
        return
    from app import report, role_sheets

    where = out or RUNS / f"{setting.name}-briefings.html"
    where.parent.mkdir(parents=True, exist_ok=True)
    click.echo(f"Role sheets: {report.write(where, role_sheets.page(setting))}")


def _tell(setting: Any, nation: str) -> None:
    from app.role_sheets import AXES, PARTS
    from scenarios.files.nations import find
    from scenarios.texts.briefings import briefing

    role = briefing(setting, find(nation))
    for title, name in (*PARTS, *((title, name) for title, _, name in AXES)):
        click.echo(f"{title}: {getattr(role, name)}")
    for partner in role.partners:
        click.echo(f"Talk to {partner.name}: {partner.why}")
    click.echo(f"Secret: {role.secret}")
