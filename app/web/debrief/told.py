"""The story of a game: time line by round, turning points, and the facilitator's notes, as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from app.html import text
from app.web.play.wording import PHASES, gloss
from app.words import KINDS
from scenarios.game.sights import DebriefSight, Moment

_WORDS = {
    "offer accepted": "Accepted",
    "offer refused": "Refused",
    "offer withdrawn": "Withdrawn",
    "inject": "Inject",
}
_BAD = ("offer refused", "breach", "shock", "exit", "inject", "suspension")
_GOOD = ("offer accepted", "agreement", "accord", "accession", "settlement")
SHOWN = 12
"""Lines of a round shown before the rest is folded."""


def word(kind: str) -> str:
    """Say in a word what kind of moment it was."""
    return _WORDS.get(kind, KINDS.get(kind, kind.capitalize()))


def tone(kind: str) -> str:
    """Name the colour of a moment: what broke, what bound, or neither."""
    return "bad" if kind in _BAD else "good" if kind in _GOOD else "plain"


def turning(points: Iterable[Moment]) -> str:
    """Write the turning points as three large cards."""
    cards = "".join(
        f'<li class="{tone(one.kind)}"><span class="year">{one.year}</span><span class="kind">{text(word(one.kind))}'
        f"</span><p>{gloss(one.text)}</p></li>"
        for one in points
    )
    return f'<ol class="turns t-turns">{cards}</ol>' if cards else '<p class="soft">Nothing has turned yet.</p>'


def time_line(sight: DebriefSight, *, people: bool = False) -> str:
    """Write what happened round by round; ``people`` leaves out what AI nations did among themselves."""
    by_people = {seat.key for seat in sight.common.seats if seat.human}
    moments = [
        one
        for one in sight.moments
        if not people or one.kind == "inject" or not one.actors or by_people & set(one.actors)
    ]
    start = sight.common.year - max(sight.common.round, 1) + 1
    rounds = sorted({one.round for one in moments} | {pin[0] for pin in sight.pins})
    return (
        "".join(
            _round(number, start + number - 1, [one for one in moments if one.round == number], sight)
            for number in rounds
        )
        or '<p class="soft">Nothing has happened yet.</p>'
    )


def _round(number: int, year: int, moments: list[Moment], sight: DebriefSight) -> str:
    pins = "".join(
        f'<li class="pin"><span class="kind">Note</span><span>{text(note)} <small class="soft">'
        f"{text(PHASES.get(phase, phase))}</small></span></li>"
        for at, phase, note in sight.pins
        if at == number
    )
    # What people did and what broke comes before what went on by itself.
    lines = [
        f'<li class="{tone(one.kind)}"><span class="kind">{text(word(one.kind))}</span>'
        f"<span>{gloss(one.text)}</span></li>"
        for one in moments
    ]
    rest = len(lines) - SHOWN
    more = (
        (
            f'<details><summary>{rest} more in this round</summary><ol class="moments">{"".join(lines[SHOWN:])}</ol>'
            "</details>"
        )
        if rest > 0
        else ""
    )
    head = f"Round {number} <small>{year}</small>" if number else "Before the first round"
    return (
        f'<section class="chapter"><h3>{head}</h3><div><ol class="moments">{pins}{"".join(lines[:SHOWN])}</ol>'
        f"{more}</div></section>"
    )


def questions(sight: DebriefSight) -> str:
    """Write what to ask: the chapters' questions, and those that this very game raises."""
    rows = "".join(f"<li>{gloss(one)}</li>" for one in sight.questions)
    return f'<ol class="asked t-questions">{rows}</ol>' if rows else '<p class="soft">None yet.</p>'
