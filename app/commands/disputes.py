"""Tell the disputes of a run as short stories: dates, evidence, ruling and cost."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

SMALLEST_TOLD = 0.05
"""USD m below which a cost is written as nothing."""


@click.command("disputes")
@click.argument("scenario", default="quad")
@click.option(
    "--regime",
    type=click.Choice(["bilateral", "accord"]),
    default="accord",
    show_default=True,
    help="Who may promise what: pairs only, or an accord too.",
)
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Seed of every chance.")
@click.option("--rounds", type=int, help="Years to live through, instead of the scenario's.")
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Change a field of the scenario, such as supply.forum=consultation; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(scenario: str, regime: str, seed: int, rounds: int | None, changes: tuple[str, ...], as_json: bool) -> None:
    """Live through a SCENARIO and tell each of its disputes."""
    from app.commands import _common
    from scenarios.studies.quarrels import live

    setting = _common.world(scenario, changes, rounds)
    found = live(setting, regime=regime, seed=seed)
    if as_json:
        click.echo(json.dumps([asdict(quarrel) for quarrel in found], indent=2, ensure_ascii=False))
        return
    click.echo(f"{setting.title}, {regime} regime, seed {seed}: {_counted(found)}")
    if found:
        click.echo(_together(found))
    for agreement in dict.fromkeys(quarrel.case.split("/")[0] for quarrel in found):
        cases = [quarrel for quarrel in found if quarrel.case.split("/")[0] == agreement]
        click.echo(f"\n{'Wall' if cases[0].wall else 'Agreement'} {agreement}: {cases[0].terms}.")
        for quarrel in cases:
            click.echo(story(quarrel))


def _counted(found: list[Any]) -> str:
    from app.words import counted, listed

    ends: dict[str, int] = {}
    for quarrel in found:
        ends[quarrel.outcome] = ends.get(quarrel.outcome, 0) + 1
    told = f": {listed([_ended(count, end) for end, count in ends.items()])}" if ends else ""
    return f"{counted(len(found), 'dispute')} in {_years(found)}{told}." if found else "no disputes."


def _ended(count: int, outcome: str) -> str:
    """Say how some disputes ended."""
    verb = "was" if count == 1 else "were"
    return f"{count} " + {
        "no forum": "had no forum to go to",
        "open": f"{'is' if count == 1 else 'are'} still open",
        "paid": "ended with damages paid after a ruling",
        "unpaid": "ended with damages unpaid",
    }.get(outcome, f"{verb} {outcome}")


def _together(found: list[Any]) -> str:
    """Say what all disputes came to."""
    from app.words import counted

    claimed, paid = sum(quarrel.stake for quarrel in found), sum(quarrel.paid for quarrel in found)
    cost = sum(quarrel.claimant_cost + quarrel.respondent_cost for quarrel in found)
    panels = sum(quarrel.panel for quarrel in found)
    longest = max(quarrel.quarters for quarrel in found)
    return (
        f"Together USD {claimed:,.1f} m claimed, USD {paid:,.1f} m paid, USD {cost:,.1f} m spent on litigation and "
        f"punishment. {counted(panels, 'dispute').capitalize()} went before a panel; "
        f"the longest took {counted(longest, 'quarter')}."
    )


def _years(found: list[Any]) -> str:
    return f"{found[0].course[0].year} to {max(quarrel.course[-1].year for quarrel in found)}"


def story(quarrel: Any) -> str:
    """Tell one dispute in a few lines."""
    everything = (*quarrel.breaches, *quarrel.course, *quarrel.after)
    dated = sorted(everything, key=lambda one: (one.year, one.quarter))
    lines = [
        f"{quarrel.case}: {quarrel.claimant} against {quarrel.respondent}",
        *(f"  {one.year} Q{one.quarter} {one.text}" for one in dated),
        f"  Evidence: {_evidence(quarrel)}. {_end(quarrel)}",
    ]
    return "\n".join(lines)


def _evidence(quarrel: Any) -> str:
    if quarrel.wall:
        return f"{quarrel.promised:,.0f} t a year would cross without the wall, {quarrel.delivered:,.0f} t do"
    return f"{quarrel.promised:,.0f} t promised, {quarrel.delivered:,.0f} t delivered"


def _end(quarrel: Any) -> str:
    from app.words import counted

    ruled = f"USD {quarrel.award:,.1f} m ruled to be owed, " if quarrel.award else ""
    paid = f"USD {quarrel.paid:,.1f} m paid" if quarrel.paid else "nothing paid"
    both = quarrel.claimant_cost + quarrel.respondent_cost
    cost = f"cost both together USD {both:,.1f} m" if both >= SMALLEST_TOLD else "cost neither anything"
    after = f" after {counted(quarrel.quarters, 'quarter')}" if quarrel.quarters else ""
    end = {"no forum": "over for want of a forum", "open": "still open"}.get(quarrel.outcome, quarrel.outcome)
    return (
        f"{end.capitalize()}{after}: USD {quarrel.stake:,.1f} m claimed, {ruled}{paid}; litigation and punishment "
        f"{cost}."
    )
