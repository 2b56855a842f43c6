"""Let two nations bargain over one supply agreement and show every offer with its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command("negotiate")
@click.argument("one")
@click.argument("other")
@click.option("--scenario", default="baseline_2024", show_default=True, help="Name or file of a scenario.")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Seed of all chance.")
@click.option("--years", default=0, show_default=True, help="Years to live through before they meet.")
@click.option("--goods", help='What to talk about, such as "light oxide"; by default what promises most.')
@click.option("--tactics", nargs=2, help="Tactics of the two, instead of their own.")
@click.option("--protocol", default="alternating", show_default=True, help="Who may speak when.")
@click.option("--deadline", type=int, help="Rounds, instead of the scenario's.")
@click.option("--plot", type=click.Path(path_type=Path, dir_okay=False), help="Write the picture to this SVG file.")
@click.option("--json", "as_json", is_flag=True, help="Print figures for other programs.")
def command(one: str, other: str, plot: Path | None, *, as_json: bool, scenario: str, **options: Any) -> None:
    """Let the nations ONE and OTHER, such as japan and australia, bargain over a supply agreement.

    Prints each offer, the reason of the answer in figures, and how far the agreement is from what bargaining
    theory singles out.
    """
    from app.charts import bargaining
    from scenarios.loader import load
    from scenarios.sitting import UNIT, meet

    if plot is not None and plot.suffix != ".svg":
        raise ValueError(f"--plot writes SVG pictures; the file must end in .svg, got {plot}")
    meeting = meet(load(scenario), one, other, **options)
    if plot is not None:
        plot.parent.mkdir(parents=True, exist_ok=True)
        picture = bargaining.draw(
            meeting.utilities, meeting.reservations, meeting.sitting, meeting.names, unit=UNIT
        )
        plot.write_text(picture, encoding="utf-8")
    if as_json:
        print(json.dumps(_plain(meeting), ensure_ascii=False, indent=2))
        return
    _show(meeting)
    if plot is not None:
        print(f"\nThe picture is in {plot}.")


def _show(meeting: Any) -> None:
    from rich.console import Console

    from app.charts import bargaining
    from scenarios.sitting import UNIT

    console = Console(highlight=False)
    width = min(max(console.width, 80), 110)

    def say(words: str, **style: Any) -> None:
        console.print(words, width=width, markup=False, **style)

    seller, buyer = meeting.names
    say(f"{seller} could sell {meeting.goods} to {buyer}, {meeting.year}. Spot price {meeting.spot:,.3g} USD/kg; "
        f"a fixed price would be {meeting.fixed:,.3g}.", style="bold")
    issues = ", ".join(f"{issue.name} ({len(issue.levels)})" for issue in meeting.space.issues)
    say(f"On the table: {issues}: {meeting.space.size:,} outcomes, {meeting.both_gain:,} of them better for both "
        "than none.")
    say(f"Why these: {'; '.join(item.why for item in meeting.agenda)}. All else follows the standard clauses.")
    say(f"{seller} plays {meeting.tactics[0]}, {buyer} plays {meeting.tactics[1]}; {meeting.protocol} offers.")
    console.print()
    for line in _folded(meeting):
        offer, _, answer = line.partition("; ")
        say(offer)
        if answer:
            say(f"    {answer}", style="dim")
    console.print()
    say(_ending(meeting), style="bold")
    for name, outcome in (("Nash", meeting.nash), ("Kalai-Smorodinsky", meeting.kalai)):
        if outcome is not None:
            say(f"{name} point: {meeting.space.text(outcome)}; worth {_pair(meeting, outcome)}.")
    say(bargaining.tell(meeting.utilities, meeting.reservations, meeting.sitting, meeting.names, unit=UNIT))


def _folded(meeting: Any) -> list[str]:
    """Give each line of the minutes, but say only once that both keep repeating their offers."""
    offers, lines, shown, skipped = meeting.sitting.offers, meeting.reasons, [], 0
    latest: dict[int, int] = {}
    for place, (offer, line) in enumerate(zip(offers, lines, strict=True)):
        repeats = latest.get(offer.party) == offer.outcome and place + 1 < len(offers)
        latest[offer.party] = offer.outcome
        if repeats:
            skipped += 1
            continue
        if skipped:
            shown.append(f"… {skipped} offers repeated")
            skipped = 0
        shown.append(line)
    return shown


def _ending(meeting: Any) -> str:
    agreement = meeting.sitting.agreement
    ended = meeting.sitting.ended
    ended = ended[:1].upper() + ended[1:]
    if agreement is None:
        return f"{ended}."
    return f"{ended}: {meeting.space.text(agreement)}; worth {_pair(meeting, agreement)}."


def _pair(meeting: Any, outcome: int) -> str:
    seller, buyer = meeting.worth(outcome)
    return f"{seller:,.3g} USD m to {meeting.names[0]} and {buyer:,.3g} to {meeting.names[1]}"


def _plain(meeting: Any) -> dict[str, Any]:
    """Turn a meeting into what JSON can hold."""

    def point(outcome: int | None) -> dict[str, Any] | None:
        if outcome is None:
            return None
        seller, buyer = meeting.worth(outcome)
        return {"terms": meeting.space.decode(outcome), "seller_usd_m": seller, "buyer_usd_m": buyer}

    sitting = meeting.sitting
    offers = [
        {"round": offer.round, "party": meeting.names[offer.party] if offer.party >= 0 else "mediator",
         "fate": offer.fate, **(point(offer.outcome) or {}), "reason": line}
        for offer, line in zip(sitting.offers, meeting.reasons, strict=True)
    ]
    return {
        "year": meeting.year, "goods": meeting.goods, "seller": meeting.names[0], "buyer": meeting.names[1],
        "tactics": list(meeting.tactics), "protocol": meeting.protocol, "spot_usd_kg": meeting.spot,
        "fixed_usd_kg": meeting.fixed,
        "agenda": [{"term": item.name, "stake_usd_m": item.stake, "why": item.why} for item in meeting.agenda],
        "outcomes": meeting.space.size, "better_for_both": meeting.both_gain, "rounds": sitting.rounds,
        "ended": sitting.ended, "agreement": point(sitting.agreement), "nash": point(meeting.nash),
        "kalai_smorodinsky": point(meeting.kalai), "offers": offers,
    }
