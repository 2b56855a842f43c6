"""Say who would leave an alliance, who would join it, what would keep them in, and which benefit rule keeps most."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from agents.world.wording import rule_name
from app.drawing.scales import percent

MOST_TOLD = 4
"""Alliances named in a sentence."""
MOST_COLUMNS = 7
"""Rules that stand side by side on a screen."""


@click.command("stability")
@click.argument("scenario")
@click.option("--seed", default=7, show_default=True, help="Seed of all chance.")
@click.option("--years", default=1, show_default=True, help="Years to live through before judging.")
@click.option("--nation", "nations", multiple=True, help="Judge the alliance of these instead; give it once for each.")
@click.option("--rule", default="", help="Judge it under this benefit rule instead of the text's.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw inside against outside (SVG).")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(
    scenario: str, seed: int, years: int, nations: tuple[str, ...], rule: str, plot: Path | None, as_json: bool
) -> None:
    """Judge the alliance of a SCENARIO after some years: stability, transfers, power, benefit rules."""
    from scenarios import loader
    from scenarios.studies.standing import live_and_judge, plain

    view = live_and_judge(loader.load(scenario), years=years, seed=seed, nations=nations, rule=rule)
    if plot is not None:
        plot.write_text(_drawn(view), encoding="utf-8")
    if as_json:
        print(json.dumps(plain(view), ensure_ascii=False, indent=2))
    else:
        _show(view)


def _drawn(view: Any) -> str:
    """Draw what each nation has inside and outside."""
    import pandas as pd

    from app.charts import standing

    seats = pd.DataFrame(
        [{"nation": s.key, "member": s.member, "inside": s.inside, "outside": s.outside} for s in view.seats]
    )
    return standing.draw(seats, {s.key: s.name for s in view.seats}, title=f"{view.alliance}, {view.year}")


def _show(view: Any) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, 110)
    who = ", ".join(seat.name for seat in view.members)
    console.print(f"[bold]{view.alliance}, {view.year}[/bold]: {who}")
    if not view.in_force:
        console.print("This alliance is not in force; this is how it would stand if these nations signed the text.")
    console.print(f"Text: {view.text}.")
    console.print(f"Present value in USD m against no alliance. {view.assumption}")
    console.print(_nations(view))
    console.print(
        "Inside: what it has as a member. Outside: what it has if it stays out while the others carry on. To keep all "
        "in: the least that it must be paid (+), or what it would pay for that (-). Power: in which part of all votes "
        "its own decides, counted in two ways (Shapley-Shubik · Banzhaf)."
    )
    console.print(_verdict(view))
    console.print(_rules(view))
    for line in _structures(view.structures):
        console.print(f"- {line}")


def _structures(found: Any) -> list[str]:
    """Say what there could be beside this alliance, with equal shares."""
    if not found.count:
        return []
    exact = f", by estimate, give or take {found.error:,.0f} USD m" if found.error else ""
    held = f"Of {found.count} possible alliances among the eligible{exact}, payments among members could hold"
    equal = f"if gains were shared equally, nobody would leave or join {_listed(found.stable)}"
    lines = [f"{held} {found.held} together; {equal}."]
    if found.gap == found.gap:
        whole = percent(found.gap, digits=0)
        lines.append(
            f"Under the alliance judged here the eligible together gain {whole} of what they would gain if "
            "all of them were in."
        )
    if found.farsighted is not None:
        lines.append(f"If everybody thinks through what would follow, these can last: {_listed(found.farsighted)}.")
    lines.append(
        f"Choosing sides, one nation after another, goes round in a circle and never comes to rest: "
        f"{'; then '.join(_listed(sides) for sides in found.circle)}."
        if found.circle
        else f"Choosing sides, one nation after another, comes to rest with {_listed(found.sides)}."
    )
    if found.rivals is not None:
        pairs = [f"{' + '.join(one)} beside {' + '.join(two)}" for one, two in found.rivals]
        lines.append(
            f"Two alliances side by side that nobody would leave or change: {_few(pairs)}."
            if pairs
            else "No two alliances side by side would last."
        )
    return lines


def _listed(alliances: Any) -> str:
    return _few([" + ".join(names) for names in alliances]) if alliances else "no alliance"


def _few(told: list[str]) -> str:
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return f"{'; '.join(told[:MOST_TOLD])}{more}"


def _nations(view: Any) -> Any:
    from rich.table import Table

    table = Table()
    for heading in ("Nation", "Inside", "Outside", "Gain", "To keep all in", "Power", ""):
        table.add_column(heading, justify="left" if heading in {"Nation", ""} else "right")
    for seat in view.seats:
        wish = (
            ("would leave" if seat.gain < 0 else "stays")
            if seat.member
            else ("would join" if seat.gain > 0 else "stays out")
        )
        transfer = f"{seat.transfer:+,.0f}" if round(seat.transfer) else ""
        vote = f"{percent(seat.power, digits=0)} · {percent(seat.banzhaf, digits=0)}" if seat.member else ""
        figures = (f"{seat.inside:,.0f}", f"{seat.outside:,.0f}", f"{seat.gain:+,.0f}")
        table.add_row(seat.name, *figures, transfer, vote, wish)
    return table


def _verdict(view: Any) -> str:
    moved = sum(seat.transfer for seat in view.members if seat.transfer > 0)
    if not view.leavers:
        kept = "Nobody would leave."
    elif view.surplus >= 0:
        kept = f"{_named(view.leavers)} would leave; {moved:,.0f} USD m paid by the others would keep all in."
    else:
        kept = (
            f"{_named(view.leavers)} would leave, and no transfers can keep all in: "
            f"together the members gain {-view.surplus:,.0f} USD m less than they would by leaving."
        )
    core = (
        "No group could do better on its own if the gains are divided well."
        if view.least_excess <= 0
        else f"However the gains are divided, some group could do {view.least_excess:,.0f} USD m better on its own."
    )
    joins = f"{_named(view.joiners)} would join." if view.joiners else "Nobody else would join."
    vote = (
        f"A vote on going on would turn on {_named_only(view.pivotal)}."
        if view.pivotal
        else "No single member could turn a vote on going on."
    )
    return f"{kept} {joins} {vote} {core}\n{_kept_by_rules(view)}"


def _kept_by_rules(view: Any) -> str:
    """Say how many members stay under which benefit rules; where all rules do the same, none is named."""
    best, others = (
        [rule_name(rule.name) for rule in view.rules if (rule.name in view.best_rules) == wanted]
        for wanted in (True, False)
    )
    most, count = max(rule.kept for rule in view.rules), len(view.members)
    stay = f"all {count} members" if most == count else f"{most} of {count} members"
    if not others:
        return f"Whichever of the {len(best)} benefit rules divides the gains, {stay} would stay."
    if len(others) < len(best):
        return f"Under every benefit rule but {_named_only(others)} {stay} would stay; under those, fewer."
    return f"Most members, {most} of {count}, would stay if gains were divided by {' or '.join(best)}; else fewer."


def _named(seats: Any) -> str:
    return _named_only([seat.name for seat in seats])


def _named_only(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _rules(view: Any) -> Any:
    """Draw nations as rows and rules as columns; rules that come to the same share a column."""
    from rich.table import Table

    alike: dict[tuple[str, ...], list[Any]] = {}
    for rule in view.rules:
        alike.setdefault(tuple(f"{gain:+,.0f}" for gain in rule.gains), []).append(rule)
    columns = sorted(alike.items(), key=lambda column: -column[1][0].kept)
    if len(columns) > MOST_COLUMNS:
        return _rules_down(view, columns)
    table = Table(title="Gain over the outside option by benefit rule, USD m", caption=_same(columns, view.rule))
    table.add_column("Member", no_wrap=True)
    for _, rules in columns:
        table.add_column(_title(rules, view.rule), justify="right", vertical="bottom")
    for place, seat in enumerate(view.members):
        table.add_row(seat.name, *(gains[place] for gains, _ in columns))
    table.add_section()
    table.add_row("Would stay", *(f"{rules[0].kept} of {len(view.members)}" for _, rules in columns))
    table.add_row("Gini (0 is equal)", *(f"{rules[0].gini:.2f}" for _, rules in columns))
    return table


def _rules_down(view: Any, columns: Any) -> Any:
    """Draw rules as rows and nations as columns, where too many rules differ to stand side by side."""
    from rich.table import Table

    named = len(view.members) <= MOST_COLUMNS
    table = Table(title="Gain over the outside option by benefit rule, USD m", caption=_same(columns, view.rule))
    table.add_column("Rule", no_wrap=True)
    who = [seat.name for seat in view.members] if named else ["Smallest gain", "Largest gain"]
    for heading in (*who, "Would stay", "Gini"):
        table.add_column(heading, justify="right", vertical="bottom")
    for gains, rules in columns:
        kept = f"{rules[0].kept} of {len(view.members)}"
        ends = [f"{end(rules[0].gains):+,.0f}" for end in (min, max)]
        table.add_row(_title(rules, view.rule), *(gains if named else ends), kept, f"{rules[0].gini:.2f}")
    return table


def _title(rules: Any, chosen: str) -> str:
    names = [rule.name for rule in rules]
    name = rule_name(chosen if chosen in names else names[0])
    return f"{name} *" if chosen in names else name


def _same(columns: Any, chosen: str) -> str:
    told = ["* the rule of the text"]
    for _, rules in columns:
        title = _title(rules, chosen).removesuffix(" *")
        others = [rule_name(rule.name) for rule in rules if rule_name(rule.name) != title]
        if others:
            told.append(f"the same here as {title}: {', '.join(others)}")
    return "; ".join(told) + "."
