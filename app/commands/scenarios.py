"""List the scenarios that come with the program, or say what one of them holds."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command("scenarios")
@click.argument("scenario", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(scenario: str | None, as_json: bool) -> None:
    """List the scenarios, or show every field of one SCENARIO (a name, or a file that ends in .toml)."""
    from scenarios import loader

    if scenario:
        setting = loader.load(scenario)
        values = loader.plain_values(setting) | {"game": _game(loader.game_rules(scenario))}
        print(json.dumps(values, ensure_ascii=False, indent=2)) if as_json else _show_fields(values)
        return
    found = [_line(loader.load(name)) for name in loader.names()]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show_list(found)


def _game(rules: Any) -> dict[str, Any]:
    """How people play it, with the rounds of the story under their numbers."""
    from dataclasses import asdict

    values = asdict(rules)
    return values | {"chapters": {str(chapter.pop("round")): chapter for chapter in values.pop("chapters")}}


def _line(setting: Any) -> dict[str, Any]:
    return {
        "name": setting.name,
        "title": setting.title,
        "nations": len(setting.nations),
        "start_year": setting.start_year,
        "rounds": setting.rounds,
        "summary": setting.summary,
    }


def _show_list(found: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Scenarios")
    for heading in ("Name", "Nations", "Years", "What it shows"):
        table.add_column(heading, no_wrap=heading == "Name", justify="right" if heading == "Nations" else "left")
    for one in found:
        years = f"{one['start_year']}–{one['start_year'] + one['rounds'] - 1}"
        table.add_row(one["name"], str(one["nations"]), years, one["summary"])
    console = Console(highlight=False)
    console.width = max(console.width, 100)
    console.print(table)


def _show_fields(values: dict[str, Any], at: str = "") -> None:
    from scenarios.files.schema import entry_at

    for key, value in values.items():
        path = f"{at}.{key}" if at else key
        if isinstance(value, dict):
            _show_fields(value, path)
            continue
        entry = entry_at(path)
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        print(f"{path} = {shown}{f'  ({entry.unit})' if entry and entry.unit else ''}")
