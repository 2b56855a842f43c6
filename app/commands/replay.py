"""Live the years of a game's file once more, and name the first that would come out otherwise on this machine."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

OTHERWISE = 1
"""Exit code where a year does not come out as it was recorded."""


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(file: Path, as_json: bool) -> None:
    """Live the years of a game's FILE once more here; the file stays as it is.

    Every year is lived from the world that the file holds of the year before, and compared with what it holds of this
    one: what was decided, every figure, and the state of the world. The exit code is 1 where any differs.
    """
    from scenarios.game.game import Game
    from scenarios.game.journal import Journal
    from scenarios.game.past import NOT_KEPT, written
    from scenarios.records.identity import here

    game = Game(Journal.looked_at(file))
    ends = list(written(game.state))
    if game.lived and not ends:
        raise ValueError(NOT_KEPT)
    if not as_json:
        click.echo(f"{game.about['title']}, seed {game.seed}: {len(ends)} of {game.state.rounds} years are recorded.")
        lived = dict.fromkeys(end.machine for end in ends)
        click.echo("\n".join((*(f"Recorded on {name}" for name in lived), f"This is     {here()}")))
    years = []
    for end in ends:
        found = game.compare(end.round)
        years.append(
            {
                "year": end.year,
                "hash": end.hash,
                "same": found is None,
                "apart": "" if found is None else found.apart,
                "text": "" if found is None else found.text,
            }
        )
        if not as_json:
            click.echo(f"{end.year}: {'the same to the last bit' if found is None else found.text}")
    first = next((year for year in years if not year["same"]), None)
    if as_json:
        click.echo(json.dumps({"same": first is None, "years": years, "here": here()}, indent=2))
    elif ends:
        click.echo(_verdict(years))
    if first is not None:
        sys.exit(OTHERWISE)


def _verdict(years: list[dict[str, Any]]) -> str:
    """Say what came of it in a sentence."""
    otherwise = [year["year"] for year in years if year["apart"] in ("decisions", "figures")]
    differ = [year["year"] for year in years if not year["same"]]
    if otherwise:
        return f"The first year that comes out otherwise is {otherwise[0]}."
    if differ:
        return f"All is decided as recorded; the first year whose figures differ in their last digits is {differ[0]}."
    return "All come out as recorded, to the last bit."
