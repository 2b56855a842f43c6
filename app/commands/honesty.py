"""Ask whether the model is loaded: which regime does best over everything that is not known."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click


@click.command("honesty")
@click.argument("scenario", default="small")
@click.option("--samples", default=60, show_default=True, help="Worlds to draw from the box.")
@click.option("--years", default=10, show_default=True, help="Years to live through each.")
@click.option("--arms", default=0, show_default=True, help="Worlds in which each failure is also switched off.")
@click.option("--seed", default=7, show_default=True, help="Seed of the draws and of every chance.")
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the result as a page (Markdown) to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(
    scenario: str, samples: int, years: int, arms: int, seed: int, workers: int, out: Path | None, as_json: bool
) -> None:
    """Draw worlds over the ranges of a SCENARIO's figures and say in which share each regime does best."""
    from app.honesty import page
    from scenarios.studies.honesty import Design, examine
    from scenarios.studies.verdict import judge

    design = Design(scenario=scenario, samples=samples, years=years, seed=seed, arms=arms)
    if out is not None and not out.parent.is_dir():
        raise ValueError(f"cannot write to {out}: there is no folder {out.parent}")
    told = None if as_json else _told
    verdict = judge(design, examine(design, workers=workers, on_world=told))
    text = page(verdict)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    if as_json:
        click.echo(json.dumps(_plain(asdict(verdict)), indent=2))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


def _told(done: int, count: int) -> None:
    click.echo(f"\r{done} of {count} worlds", nl=done == count, err=True)


def _plain(value: Any) -> Any:
    """Turn what JSON cannot hold into null."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return None if isinstance(value, float) and math.isnan(value) else value
