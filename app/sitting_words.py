"""A sitting in words: what was on the table and why, every offer with its answer, and the end."""

from __future__ import annotations

from negotiation.figures import plainly
from scenarios.records.meeting import UNIT, Meeting


def agenda(meeting: Meeting) -> list[tuple[str, str]]:
    """Give each term on the table with the reason why it is there, or its levels where it always is."""
    if meeting.agenda:
        return [(item.name, item.why.removeprefix(f"{item.name} ")) for item in meeting.agenda]
    return [
        (issue.name, ", ".join(issue.text(place) for place in range(len(issue.levels))))
        for issue in meeting.space.issues
    ]


def space(meeting: Meeting) -> str:
    """Say how many outcomes there were, and how many of them would have done; if none, the nearest miss."""
    size, both = meeting.space.size, meeting.both_gain
    said = f"{size:,} outcomes, {both:,} of them better for both than none."
    rest = " All else follows the standard clauses." if meeting.agenda else ""
    if meeting.payable is not None and not meeting.payable.all():
        beyond = int((~meeting.payable).any(axis=0).sum())
        rest = f" {beyond:,} ask more of a side than it can pay; they are drawn below all that it could."
    if both:
        return said + rest
    near = meeting.nearest
    return (
        f"{said}{rest} Nothing on the table suits both: the nearest miss, {meeting.space.text(near)}, is worth "
        f"{pair(meeting, near)} against having no agreement."
    )


def offers(meeting: Meeting, until: int | None = None) -> list[tuple[str, str]]:
    """Give each offer with its answer, but say only once that both keep repeating their offers."""
    made, shown, skipped = meeting.sitting.offers[:until], [], 0
    latest: dict[int, int] = {}
    for place, (offer, line) in enumerate(zip(made, meeting.reasons, strict=False)):
        repeats = latest.get(offer.party) == offer.outcome and place + 1 < len(made)
        latest[offer.party] = offer.outcome
        if repeats:
            skipped += 1
            continue
        if skipped:
            shown.append((f"… {skipped} {'offer' if skipped == 1 else 'offers'} repeated", ""))
            skipped = 0
        said, _, answer = line.partition("; ")
        shown.append((said, answer))
    return shown


def ending(meeting: Meeting) -> str:
    """Say how the sitting ended, on what, and what it is worth to both."""
    agreement, ended = meeting.sitting.agreement, meeting.sitting.ended
    ended = ended[:1].upper() + ended[1:]
    if agreement is None:
        return f"{ended}."
    return f"{ended}: {meeting.space.text(agreement)}; worth {pair(meeting, agreement)}."


def pair(meeting: Meeting, outcome: int) -> str:
    """Say what an outcome is worth to both."""
    one, other = meeting.worth(outcome)
    return f"{plainly(one)} {UNIT} to {meeting.names[0]} and {plainly(other)} to {meeting.names[1]}"
