"""Let two nations bargain over one supply agreement and show every offer with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

FIRST, LAST = 4, 4
"""Offers shown of a long sitting."""


def _terms(_: click.Context, __: click.Parameter, said: str | None) -> tuple[str, ...] | None:
    """Read names with commas between them."""
    return None if said is None else tuple(name.strip() for name in said.split(",") if name.strip())


@click.command("negotiate")
@click.argument("one")
@click.argument("other")
@click.option("--scenario", default="baseline_2024", show_default=True, help="Name or file of a scenario.")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Seed of all chance.")
@click.option("--years", default=0, show_default=True, help="Years to live through before they meet.")
@click.option("--goods", help='What to talk about, such as "light oxide"; by default what promises most.')
@click.option(
    "--terms",
    callback=_terms,
    help="Terms to bargain over, such as volume,price,forum; by default those that can move most.",
)
@click.option("--tactics", nargs=2, help="Tactics of the two, instead of their own.")
@click.option("--protocol", default="alternating", show_default=True, help="Who may speak when.")
@click.option("--deadline", type=int, help="Rounds, instead of the scenario's.")
@click.option("--all", "everything", is_flag=True, help="Print every offer of a long sitting.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Write the picture to this SVG file.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(
    one: str, other: str, plot: Path | None, *, as_json: bool, everything: bool, scenario: str, **options: Any
) -> None:
    """Let the nations ONE and OTHER, such as japan and australia, bargain over a supply agreement.

    Prints each offer, the reason of the answer in figures, and how far the agreement is from what bargaining
    theory singles out.
    """
    from app.charts import bargaining
    from scenarios.loader import load
    from scenarios.records.meeting import UNIT
    from scenarios.records.sitting import meet

    if plot is not None and plot.suffix != ".svg":
        raise ValueError(f"--plot writes SVG pictures; the file must end in .svg, got {plot}")
    meeting = meet(load(scenario), one, other, **options)
    if plot is not None:
        plot.parent.mkdir(parents=True, exist_ok=True)
        picture = bargaining.draw(meeting.utilities, meeting.reservations, meeting.sitting, meeting.names, unit=UNIT)
        plot.write_text(picture, encoding="utf-8")
    if as_json:
        print(json.dumps(_plain(meeting), ensure_ascii=False, indent=2))
        return
    _show(meeting, everything=everything)
    if plot is not None:
        print(f"\nThe picture is in {plot}.")


def _show(meeting: Any, *, everything: bool) -> None:
    from rich.console import Console

    from app import sitting_words as words
    from app.charts import bargaining
    from scenarios.records.meeting import UNIT

    console = Console(highlight=False)
    width = min(max(console.width, 80), 110)

    def say(said: str, **style: Any) -> None:
        console.print(said, width=width, markup=False, **style)

    seller, buyer = meeting.names
    say(
        f"{seller} could sell {meeting.goods} to {buyer}, {meeting.year}. Spot price {meeting.spot:,.3g} USD/kg; "
        f"a fixed price would be {meeting.fixed:,.3g}.",
        style="bold",
    )
    say(f"On the table: {words.space(meeting)}")
    if not meeting.both_gain:
        say("In a run these two would not sit down; here they do, to show where they differ.")
    for name, why in words.agenda(meeting):
        say(f"    {name} {why}", style="dim")
    say(
        f"{seller} plays {meeting.tactics[0]}, {buyer} plays {meeting.tactics[1]}, under the protocol "
        f"{meeting.protocol}."
    )
    console.print()
    for offer, answer in _shortened(words.offers(meeting), everything=everything):
        say(offer)
        if answer:
            say(f"    {answer}", style="dim")
    console.print()
    say(words.ending(meeting), style="bold")
    marked: tuple[tuple[str, Any], ...] = (("Nash point", meeting.nash), ("Kalai-Smorodinsky point", meeting.kalai))
    if meeting.nash == meeting.kalai:
        marked = (("Nash and Kalai-Smorodinsky point", meeting.nash),)
    for name, outcome in marked:
        if outcome is not None:
            say(f"{name}: {meeting.space.text(outcome)}; worth {words.pair(meeting, outcome)}.")
    say(bargaining.tell(meeting.utilities, meeting.reservations, meeting.sitting, meeting.names, unit=UNIT))


def _shortened(lines: list[tuple[str, str]], *, everything: bool) -> list[tuple[str, str]]:
    """Leave out the middle of a long sitting."""
    left = len(lines) - FIRST - LAST
    if everything or left < FIRST:
        return lines
    return [*lines[:FIRST], (f"… {left} lines left out (--all prints them)", ""), *lines[-LAST:]]


def _plain(meeting: Any) -> dict[str, Any]:
    """Turn a meeting into what JSON can hold."""
    from agents.supply.terms import MEANINGS

    def point(outcome: int | None) -> dict[str, Any] | None:
        if outcome is None:
            return None
        seller, buyer = meeting.worth(outcome)
        return {"terms": meeting.space.decode(outcome), "seller_usd_m": seller, "buyer_usd_m": buyer}

    sitting = meeting.sitting
    offers = [
        {
            "round": offer.round,
            "party": meeting.names[offer.party] if offer.party >= 0 else "mediator",
            "fate": offer.fate,
            **(point(offer.outcome) or {}),
            "reason": line,
        }
        for offer, line in zip(sitting.offers, meeting.reasons, strict=True)
    ]
    return {
        "year": meeting.year,
        "goods": meeting.goods,
        "seller": meeting.names[0],
        "buyer": meeting.names[1],
        "tactics": list(meeting.tactics),
        "protocol": meeting.protocol,
        "spot_usd_kg": meeting.spot,
        "fixed_usd_kg": meeting.fixed,
        "agenda": [{"term": item.name, "stake_usd_m": item.stake, "why": item.why} for item in meeting.agenda],
        "terms": [
            {"term": issue.name, "levels": list(issue.levels), "unit": issue.unit, "meaning": MEANINGS[issue.name]}
            for issue in meeting.space.issues
        ],
        "outcomes": meeting.space.size,
        "better_for_both": meeting.both_gain,
        "rounds": sitting.rounds,
        "ended": sitting.ended,
        "agreement": point(sitting.agreement),
        "nash": point(meeting.nash),
        "kalai_smorodinsky": point(meeting.kalai),
        "offers": offers,
    }
