"""Races for seats, and moves that must be refused: late, forged, replayed and malformed ones."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.web.house import house, lead, line
from scenarios.game import Game, bots

CLAIMS = 1000
RACERS = 8


def rules(*, short: bool) -> list[dict[str, Any]]:
    """Both."""
    return [*_claims(), _race(), *_refused()]


def _claims() -> list[dict[str, Any]]:
    """Let a thousand claims race for fifteen seats of three people each, on a file."""
    with tempfile.TemporaryDirectory() as folder:
        game = Game.create(Path(folder) / "race.game", "classroom_two_sessions")
        with ThreadPoolExecutor(16) as pool:
            found = list(
                pool.map(
                    lambda number: game.claim(game.code, game.open_seats[number % 15], f"P{number}"), range(CLAIMS)
                )
            )
        won = [receipt for receipt in found if receipt.ok]
        seated = [person for seat in game.state.seats.values() for person in seat.people]
        room = game.rules.team * len(game.open_seats)
        double = len(seated) - len(set(seated)) + max(len(won) - room, 0) + abs(len(won) - len(seated))
        mute = sum(not receipt.ok and not receipt.text for receipt in found)
        game.journal.close()
    return [
        line(f"{CLAIMS:,} racing claims: seats given twice", double, "seats", 0),
        line(f"... refused without a sentence, of {CLAIMS - len(won)}", mute, "claims", 0),
    ]


def _race() -> dict[str, Any]:
    """Let browsers press the button of one seat at the same moment."""
    with house() as (server, people):
        host = lead(people, server, "classroom_20_minutes")
        code, pages = host.inner_text(".t-join-code"), []
        for number in range(RACERS):
            page = people.come()
            page.goto(f"{server.address}/join/{code}")
            page.fill(".t-person", f"P{number}")
            page.wait_for_timeout(300)
            pages.append(page)
        moment = 1000 * time.time() + 1500
        for page in pages:
            page.evaluate(
                """at => {
                setTimeout(() => document.querySelector('.t-seat-japan').click(), at - Date.now()) }""",
                moment,
            )
        for page in pages:
            page.wait_for_selector(".t-tab-brief, .t-wrong, .t-seat-japan[disabled]")
        pages[0].wait_for_timeout(1000)
        seated = sum("/play/" in page.url for page in pages)
    return line(f"{RACERS} browsers press for one seat at once: that sit on it", seated, "browsers", 1)


def _refused() -> list[dict[str, Any]]:
    """Send what must not be taken, and count what was, or was refused without one plain sentence."""
    game = Game.create(":memory:", "pair", clock=lambda: 0.0)
    ann, ben = (game.claim(game.code, key, key).token for key in ("japan", "australia"))
    game.do(game.secret, {"do": "start"}, now=1.0)
    game.work(now=1.0)
    game.do(game.secret, {"do": "go_on"}, now=1.0)
    lane = next(lane.key for lane in game.shown.lanes.values() if {lane.seller, lane.buyer} == {"japan", "australia"})
    offer = {"do": "offer", "lane": lane, "terms": {term.name: term.levels[0] for term in game.form(lane)}}
    made = game.do(ann, offer, "one", now=1.0)
    again = game.do(ann, offer, "one", now=1.0)
    yes = {"do": "accept", "offer": made.id}
    forged = [
        game.do(token, move, now=1.0)
        for token, move in (
            ("", offer),
            ("guessed", offer),
            (game.state.seats["china"].token, offer),
            (ann, yes),
            (ann, {"do": "go_on"}),
            (ann, {"do": "inject", "kind": "export ban"}),
            (ann, {"do": "phase", "to": "over"}),
            (game.secret, yes),
            (ben, {"do": "withdraw", "offer": made.id}),
            (ann, {"do": "hand", "seat": "australia"}),
        )
    ]
    bad = [
        move
        for move in bots.NONSENSE
        if not (isinstance(move, dict) and ("script" in str(move) or move.get("do") == "resume"))
    ]
    malformed = [game.do(ann, move, now=1.0) for move in bad]
    accepted = game.do(ben, yes, now=1.0)
    replayed = [game.do(ben, yes, now=1.0), game.do(ben, {"do": "refuse", "offer": made.id}, now=1.0)]
    game.state.deadline = 50.0
    late = game.do(ann, offer, now=60.0)
    if not (made.ok and accepted.ok and again.again and again.number == made.number):
        raise RuntimeError(f"what should have been taken was not: {made}, {again}, {accepted}")
    refused = {"forged": forged, "malformed": malformed, "replayed": replayed, "late": [late]}
    return [
        line(
            f"{kind} moves taken, or refused without a sentence, of {len(found)}",
            sum(one.ok or not _sentence(one.text) for one in found),
            "moves",
            0,
        )
        for kind, found in refused.items()
    ]


def _sentence(said: str) -> bool:
    begins = said[:1].isupper() or said.startswith("'")
    return begins and said.endswith(".") and "\n" not in said and "Error" not in said
