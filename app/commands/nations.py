"""Show the map of the world's rare-earth resources and capabilities, or one nation with its sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click


@click.command("nations")
@click.argument("nation", required=False)
@click.option("--scenario", default="baseline_2024", show_default=True, help="Whose nations to show.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(nation: str | None, scenario: str, as_json: bool) -> None:
    """Show the world's resources and capabilities, or one NATION with the source of every figure.

    A nation is named by its file (japan), its name ("South Korea") or its code (JPN).
    """
    from scenarios import loader
    from scenarios.files import nations
    from scenarios.texts import atlas

    if nation:
        file = nations.read(nations.find(nation))
        print(json.dumps(_nation_data(file), ensure_ascii=False, indent=2)) if as_json else _show_nation(file)
        return
    keys = [profile.key for profile in loader.load(scenario).nations]
    rows = atlas.world_map([key for key in keys if key in nations.names()])
    if as_json:
        print(json.dumps(_map_data(rows), ensure_ascii=False, indent=2))
    else:
        _show_map(rows, [key for key in nations.names() if key not in keys])


def _map_data(rows: Sequence[Any]) -> dict[str, Any]:
    from scenarios.texts.atlas import COLUMNS

    return {"units": {column.key: column.unit for column in COLUMNS}, "nations": [asdict(row) for row in rows]}


def _show_map(rows: Sequence[Any], others: Sequence[str]) -> None:
    from rich.table import Table

    from scenarios.texts.atlas import COLUMNS, LEGEND, groups, total

    table = Table(title="Rare-earth resources and capabilities in 2024", caption=LEGEND, caption_justify="left")
    table.add_column("Nation", no_wrap=True)
    for column in COLUMNS:
        table.add_column(f"{column.heading}\n{column.unit}", justify="right", vertical="bottom")
    for row in rows:
        table.add_row(row.name, *(row.cells[column.key].text(column.digits) for column in COLUMNS))
    table.add_section()
    sums = [total(rows, column) if column.total else None for column in COLUMNS]
    table.add_row(
        "Together",
        *("" if cell is None else cell.text(column.digits) for cell, column in zip(sums, COLUMNS, strict=True)),
    )
    console = _console(136)
    console.print(table)
    console.print("Separation, recycling, use and stocks are contained oxide; light is NdPr, heavy is DyTb.")
    for group, names in groups(rows).items():
        console.print(f"[bold]{group}[/bold]: {', '.join(names)}")
    if others:
        console.print(f"Also on file: {', '.join(others)}.")
    console.print("One nation with its sources: python -m app nations japan")


def _nation_data(file: Any) -> dict[str, Any]:
    plain = {key: value for key, value in file.values.items() if isinstance(value, str | list)}
    return {
        "key": file.key,
        **plain,
        "facts": {key: asdict(figure) for key, figure in file.facts.items()},
        "figures": [asdict(figure) for figure in file.figures.values()],
    }


def _show_nation(file: Any) -> None:
    from rich.table import Table

    from scenarios.texts.atlas import LEGEND, SIGNS

    values, console = file.values, _console(118)
    console.print(f"[bold]{values['name']}[/bold] ({values['iso3']}): {values['role']}, region {values['region']}")
    console.print(f"Groups: {', '.join(values['memberships'])}.")
    console.print(f"Strategy {values['strategy']}, tactic {values['tactic']}.")
    table = Table(caption=LEGEND, caption_justify="left")
    for heading in ("Figure", "Value", "Unit", "Year", "Source and reason"):
        table.add_column(
            heading, justify="right" if heading in {"Value", "Year"} else "left", no_wrap=heading != "Source and reason"
        )
    facts = {f"facts.{key}": fact for key, fact in file.facts.items()}
    for name, figure in (facts | file.figures).items():
        told = f"{figure.source}: {figure.note}" if figure.note else figure.source
        reach = f" ({figure.low:g} to {figure.high:g})" if figure.low is not None else ""
        value = f"{figure.value:,.10g}{SIGNS[figure.confidence]}"
        table.add_row(name, value, figure.unit, str(figure.year), told + reach)
    console.print(table)


def _console(width: int) -> Any:
    """Write at a width that the table needs, even into a pipe."""
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, width)
    return console
