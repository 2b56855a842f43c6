"""The fingerprint of a game: one hash of everything that its moves came to, the market included."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from scenarios.game.readable import Readable


def fingerprint(game: Readable) -> str:
    """Hash seats, offers, words, papers, and every year of the market."""
    with game.world.lock:
        return _hashed(game)


def _hashed(game: Readable) -> str:
    state, living = game.state, game.world.living
    told = {
        "phase": (state.round, state.phase, state.paused, state.deadline),
        "seats": [(s.key, s.people, s.ready, s.stand_in) for s in state.seats.values()],
        "offers": [asdict(offer) for offer in state.offers.values()],
        "words": [asdict(said) for said in state.words],
        "texts": [asdict(one) for one in state.proposals.values()],
        "votes": [asdict(one) for one in state.ballots.values()],
        "papers": {r: {k: repr(_sorted(p)) for k, p in ps.items()} for r, ps in state.papers.items()},
        "settled": state.settled,
        "played": state.played,
        "tabled": state.tabled,
        "injects": [asdict(one) for one in state.injects],
        "metrics": living.rows("metrics"),
        "nations": living.rows("nations"),
        "prices": living.rows("prices"),
        "events": [asdict(event) for event in living.model.log.events],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _sorted(paper: Any) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, set) else value for name, value in vars(paper).items()}
