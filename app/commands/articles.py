"""List the articles that an accord may have: what each promises, how it acts, what it costs and where that is from."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click


@click.command("articles")
@click.argument("article", required=False)
@click.option("--scenario", default="baseline_2024", show_default=True, help="Whose levels to show.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(article: str | None, scenario: str, as_json: bool) -> None:
    """List every article of an accord, or tell one ARTICLE in full.

    The levels are those on the table in a scenario; an article whose only level is 0 is not there.
    """
    from agents.articles import described
    from scenarios.files.wording import near
    from scenarios.loader import load

    setting, known = load(scenario), described()
    if article is not None:
        names = [one.name for one in known]
        if article not in names:
            raise ValueError(f"no article called {article!r}{near(article, names)}")
        known = tuple(one for one in known if one.name == article)
    if as_json:
        rows = [
            asdict(one) | {"field": one.field, "bargained": one.bargained, "levels": _levels(setting, one)}
            for one in known
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif article is not None:
        _tell(known[0], _levels(setting, known[0]))
    else:
        _show([(one, _levels(setting, one)) for one in known], setting.title)


def _levels(setting: Any, article: Any) -> list[Any]:
    """Levels of an article in a scenario; one for what a scenario sets."""
    value: Any = setting
    for part in article.field.split("."):
        value = getattr(value, part)
    return list(value) if isinstance(value, tuple) else [value]


def _try(article: Any) -> str:
    """The command that shows what changes with the article, or without it."""
    if article.rule:
        return (
            ""
            if article.removed is None
            else (f"python -m app run small --set {article.field}={str(article.removed).lower()}")
        )
    if isinstance(article.levels[0], str):
        return f"python -m app run small --set {article.field}={article.levels[-1]}"
    return f"python -m app run small --set {article.field}={article.high / 2 if not article.whole else article.high:g}"


def _spoken(levels: list[Any]) -> str:
    return ", ".join(f"{level:g}" if isinstance(level, int | float) else str(level) for level in levels)


def _range(article: Any) -> str:
    return "" if article.unit in {"rule", "yes or no"} else f"{article.low:g} to {article.high:g}"


def _show(rows: list[tuple[Any, list[Any]]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.width = max(console.width, 140)
    table = Table(title=f"Articles of an accord; levels in: {title}", title_justify="left", show_lines=True)
    for heading in ("Article", "Range", "Levels", "Acts through", "Costs"):
        table.add_column(heading, vertical="top")
    for article, levels in rows:
        table.add_row(
            f"[bold]{article.title}[/bold]\n{article.principle}\n[dim]{article.field}[/dim]",
            f"{_range(article)}\n{article.unit}",
            _spoken(levels),
            article.mechanism,
            article.cost,
        )
    console.print(table)
    console.print("One article with its source: python -m app articles price_floor")


def _tell(article: Any, levels: list[Any]) -> None:
    told = "bargained over at a summit" if article.bargained else "set by the scenario"
    lines = {
        "Meaning": article.meaning,
        "Principle": article.principle,
        "Field": article.field,
        "Unit": article.unit,
        "Range": _range(article),
        "Levels": _spoken(levels),
        "Level is": told,
        "Acts through": article.mechanism,
        "Costs": article.cost,
        "Shows in": article.metric,
        "Source": f"{article.source} ({article.confidence})",
    }
    lines["Try it"] = _try(article)
    click.echo(article.title)
    for name, text in lines.items():
        if text:
            click.echo(f"  {name + ':':<14}{text}")
