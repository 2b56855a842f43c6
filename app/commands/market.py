"""Clear a scenario's first market: prices, flows, gaps, concentration, who earns what, and what a change does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from app.commands._cleared import World, cleared

_WIDTH = 118


@click.command("market")
@click.argument("scenario", default="baseline_2024")
@click.option(
    "--what-if",
    "what_if",
    multiple=True,
    metavar="LINE",
    help='Show a change beside it, such as "china.export.heavy.japan = 0"; may be repeated.',
)
@click.option(
    "--bound",
    type=click.FloatRange(min=0),
    metavar="SHARE",
    help="Hold tariffs of a what-if to this share of the price at the border, as WTO commitments do.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Change a field of the scenario itself, such as market.freight_far=2; may be repeated.",
)
@click.option("--top", default=12, show_default=True, type=click.IntRange(1, 200), help="Flows to list.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a picture of the flows as SVG; with --what-if, of the world after the change.",
)
@click.option(
    "--width",
    default=960,
    show_default=True,
    type=click.IntRange(320, 2400),
    metavar="PIXELS",
    help="Width of the picture; on a narrow one, as for a phone, the stages stand one below the other.",
)
@click.option("--levers", is_flag=True, help="List what a what-if can change, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs and nothing else.")
def command(
    scenario: str,
    what_if: tuple[str, ...],
    bound: float | None,
    changes: tuple[str, ...],
    top: int,
    plot: Path | None,
    width: int,
    levers: bool,
    as_json: bool,
) -> None:
    r"""Clear the undisturbed market of SCENARIO, and beside it the same market with a change.

    A change names a nation, a lever and what it bears on, in any order: stages (ore, oxide, magnet), materials
    (light, heavy) and other nations; what is left out means all of them. Values are figures or per cent of today's.

    \b
      python -m app market baseline_2024 --what-if "china.export.heavy.japan = 0"
      python -m app market baseline_2024 --what-if "china.export.oxide = 60%" --plot flows.svg
    """
    if levers:
        _show_levers()
        return
    if plot is not None and plot.suffix != ".svg":
        raise ValueError(f"--plot writes SVG, so the file must end in .svg, got {plot}")
    if bound is not None and not what_if:
        raise ValueError("--bound holds the tariffs of a what-if; give one with --what-if")
    worlds = cleared(scenario, what_if, changes, bound)
    if plot is not None:
        _draw(worlds[-1], plot, width)
    if as_json:
        print(json.dumps(_data(worlds), ensure_ascii=False, indent=2))
    else:
        _show(worlds, top)
        if plot is not None:
            print(f"The picture of the flows is in {plot}.")


def _flows(seen: World) -> list[tuple[int, int, int, int, float]]:
    """List spot trade as (from, to, stage, material, t/yr)."""
    trade = seen.outcome.trade
    return [(int(i), int(j), int(s), int(m), float(trade[i, j, s, m])) for i, j, s, m in np.argwhere(trade > 0.5)]


def _show(worlds: list[World], top: int) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, _WIDTH)
    first = worlds[0]
    console.print(f"[bold]{first.setting.title}[/bold]: its first market, undisturbed, as rates a year.")
    if len(worlds) > 1:
        console.print(f"What if: [bold]{worlds[1].what}[/bold]")
    moved = [_moved(worlds, top)] if len(worlds) > 1 else []
    for table in (
        _prices(worlds),
        _largest(worlds, top),
        *moved,
        _unserved(worlds),
        _concentration(worlds),
        _security(worlds),
        _earned(worlds),
    ):
        console.print()
        console.print(table)
    if not all(bool(seen.outcome.residual < 1e-6) for seen in worlds):
        console.print("The market did not clear to the usual accuracy; take the figures with care.")


def _table(title: str, first: Sequence[str], columns: Sequence[str]) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in first:
        table.add_column(name, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right")
    return table


def _beside(worlds: Sequence[World], *columns: str) -> list[str]:
    """Head each column once, or with its twin after the change."""
    return [f"{name}{tail}" for name in columns for tail in (("", "\nwhat if") if len(worlds) > 1 else ("",))]


def _goods() -> list[tuple[int, int, str]]:
    from agents.world.setting import MATERIALS, STAGES

    return [(s, m, f"{stage}, {material}") for s, stage in enumerate(STAGES) for m, material in enumerate(MATERIALS)]


def _prices(worlds: list[World]) -> Any:
    from app.drawing.scales import figure

    first = worlds[0]
    home = first.names[first.dominant]
    table = _table(
        "Prices, USD/kg of contained oxide, weighted by use",
        ["Good"],
        _beside(worlds, "All nations", home, f"Outside {home}"),
    )
    outside = np.arange(first.shape.nations) != first.dominant
    for s, m, name in _goods():
        groups = (np.full_like(outside, fill_value=True), ~outside, outside)
        table.add_row(name, *(figure(float(seen.price(chosen)[s, m])) for chosen in groups for seen in worlds))
    return table


def _routes(worlds: list[World]) -> dict[tuple[int, int, int, int], list[float]]:
    """List each route's tonnes a year in each world."""
    found: dict[tuple[int, int, int, int], list[float]] = {}
    for number, seen in enumerate(worlds):
        for i, j, s, m, tonnes in _flows(seen):
            found.setdefault((i, j, s, m), [0.0] * len(worlds))[number] = tonnes
    return found


def _largest(worlds: list[World], top: int) -> Any:
    from app.drawing.scales import figure

    goods = {(s, m): name for s, m, name in _goods()}
    rows = sorted(_routes(worlds).items(), key=lambda item: -max(item[1]))
    table = _table(
        f"Largest flows between nations, {min(top, len(rows))} of {len(rows)}, t/yr of contained oxide",
        ["From", "To", "Good"],
        _beside(worlds, "t/yr"),
    )
    names = worlds[0].names
    for (i, j, s, m), tonnes in rows[:top]:
        table.add_row(names[i], names[j], goods[s, m], *(figure(x) for x in tonnes))
    return table


def _moved(worlds: list[World], top: int) -> Any:
    from app.drawing.scales import figure

    goods = {(s, m): name for s, m, name in _goods()}
    changes = [(route, after, after - before) for route, (before, after) in _routes(worlds).items()]
    changes = sorted((row for row in changes if abs(row[2]) > 0.5), key=lambda row: -abs(row[2]))
    table = _table(
        f"Flows that the change moves most, {min(top, len(changes))} of {len(changes)}, t/yr",
        ["From", "To", "Good"],
        ["what if", "Change"],
    )
    names = worlds[0].names
    for (i, j, s, m), after, change in changes[:top]:
        table.add_row(names[i], names[j], goods[s, m], figure(after), figure(change, signed=True))
    if not changes:
        table.add_row("none")
    return table


def _unserved(worlds: list[World]) -> Any:
    from app.drawing.scales import figure, percent

    table = _table(
        "Supply gaps: final use at the reference price that goes unserved",
        ["Nation"],
        _beside(worlds, "light, t/yr", "light, share", "heavy, t/yr", "heavy, share"),
    )
    wanted = [seen.quarter.demand.sum(axis=1) for seen in worlds]
    gaps = [seen.gaps() for seen in worlds]
    for i, name in enumerate(worlds[0].names):
        if max(gap[i].sum() for gap in gaps) <= 0.5:
            continue
        cells = []
        for m in (0, 1):
            cells += [figure(float(gap[i, m])) for gap in gaps]
            cells += [percent(_ratio(gap[i, m], want[i, m])) for gap, want in zip(gaps, wanted, strict=True)]
        table.add_row(name, *cells)
    if not table.row_count:
        table.add_row("none")
    return table


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else 0.0


def _concentration(worlds: list[World]) -> Any:
    from app.drawing.scales import percent
    from market.security import hhi

    table = _table(
        "Concentration of output by nation: Herfindahl-Hirschman index, 1 is one supplier",
        ["Good"],
        _beside(worlds, "HHI", "Largest", "Share"),
    )
    for s, m, name in _goods():
        outputs = [seen.output()[:, s, m] for seen in worlds]
        table.add_row(
            name,
            *(f"{hhi(output):.2f}" for output in outputs),
            *(worlds[0].names[int(np.argmax(output))] for output in outputs),
            *(percent(_ratio(float(output.max()), float(output.sum()))) for output in outputs),
        )
    return table


def _security(worlds: list[World]) -> Any:
    from app.drawing.scales import percent

    table = _table(
        "Magnets: net imports of all use, and supply risk by the European method (critical from 1)",
        ["Nation"],
        _beside(worlds, "Imports,\nlight", "Imports,\nheavy", "Risk,\nlight", "Risk,\nheavy"),
    )
    rows = [seen.security() for seen in worlds]
    for i, name in enumerate(worlds[0].names):
        if not worlds[0].quarter.demand[i].any():
            continue
        cells = []
        for column in range(4):
            cells += [percent(row[i][column]) if column < 2 else f"{row[i][column]:.1f}" for row in rows]
        table.add_row(name, *cells)
    return table


def _earned(worlds: list[World]) -> Any:
    from app.drawing.scales import figure

    table = _table(
        "Who earns what, USD m/yr (users: what use is worth to them beyond its price)",
        ["Nation"],
        [
            "Users",
            "Mines",
            "Plants",
            "Trade",
            "Public",
            "Together",
            *(["Together\nwhat if", "Change"] if len(worlds) > 1 else []),
        ],
    )
    columns = [seen.earnings() for seen in worlds]
    order = np.argsort(-np.abs(columns[-1]["together"] - (columns[0]["together"] if len(worlds) > 1 else 0.0)))
    for i in order:
        cells = [figure(float(column[i])) for column in columns[0].values()]
        if len(worlds) > 1:
            after, before = float(columns[1]["together"][i]), float(columns[0]["together"][i])
            cells += [figure(after), figure(after - before, signed=True)]
        table.add_row(worlds[0].names[i], *cells)
    table.add_section()
    sums = [{name: float(column.sum()) for name, column in each.items()} for each in columns]
    cells = [figure(value) for value in sums[0].values()]
    if len(worlds) > 1:
        cells += [figure(sums[1]["together"]), figure(sums[1]["together"] - sums[0]["together"], signed=True)]
    table.add_row("Together", *cells)
    return table


def _show_levers() -> None:
    from market.levers import LEVERS

    print("A what-if reads nation.lever.stage.material.nation = value; what is left out means all.")
    for name, meaning in LEVERS.items():
        print(f"  {name:<11} {meaning}")


def _draw(seen: World, file: Path, width: int) -> None:
    """Write the picture of the flows."""
    import pandas as pd

    from agents.world.setting import MATERIALS, STAGES
    from app.charts.trade import draw

    rows = [(seen.keys[i], seen.keys[j], STAGES[s], MATERIALS[m], tonnes) for i, j, s, m, tonnes in _flows(seen)]
    flows = pd.DataFrame(rows, columns=["origin", "destination", "stage", "material", "tonnes"])
    picture = draw(
        flows, dict(zip(seen.keys, seen.names, strict=True)), width=width, dominant=seen.setting.risks.dominant
    )
    file.write_text(picture, encoding="utf-8")


def _data(worlds: list[World]) -> dict[str, Any]:
    """Gather all figures for other programs."""
    return {
        "scenario": worlds[0].setting.name,
        "units": {
            "prices": "USD/kg",
            "flows": "t/yr",
            "gaps": "t/yr",
            "concentration": "HHI, 0-1",
            "security": "share; index, critical from 1",
            "earnings": "USD m/yr",
        },
        "worlds": [_figures(seen) for seen in worlds],
    }


def _figures(seen: World) -> dict[str, Any]:
    from market.security import hhi

    goods, keys, outcome = _goods(), seen.keys, seen.outcome
    outside = np.arange(seen.shape.nations) != seen.dominant
    groups = {"all": np.full_like(outside, fill_value=True), "dominant": ~outside, "outside": outside}
    flows = sorted(_flows(seen), key=lambda flow: -flow[-1])
    names = {(s, m): name for s, m, name in goods}
    return {
        "what": seen.what,
        "residual": outcome.residual,
        "prices": {
            group: {name: float(seen.price(chosen)[s, m]) for s, m, name in goods} for group, chosen in groups.items()
        },
        "prices_by_nation": {
            key: {name: float(outcome.price[i, s, m]) for s, m, name in goods} for i, key in enumerate(keys)
        },
        "flows": [
            {"from": keys[i], "to": keys[j], "good": names[s, m], "tonnes": tonnes} for i, j, s, m, tonnes in flows
        ],
        "gaps": {
            key: {"light": float(gap[0]), "heavy": float(gap[1])} for key, gap in zip(keys, seen.gaps(), strict=True)
        },
        "concentration": {name: hhi(seen.output()[:, s, m]) for s, m, name in goods},
        "security": {
            key: dict(zip(("reliance_light", "reliance_heavy", "risk_light", "risk_heavy"), row, strict=True))
            for key, row in zip(keys, seen.security(), strict=True)
        },
        "earnings": {
            key: {name: float(column[i]) for name, column in seen.earnings().items()} for i, key in enumerate(keys)
        },
    }
