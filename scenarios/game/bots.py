"""Players that know the rules but have no aim: they make legal and illegal moves at random, as people could.

They exist to find faults. Each has a generator, so that a game that went wrong can be replayed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from agents.players.orders import ACTS
from scenarios.game.board import Board, LaneView
from scenarios.game.game import Game
from scenarios.game.table import Receipt

NONSENSE: tuple[Any, ...] = (
    {"do": "accept", "offer": 10**9},
    {"do": "accept"},
    {"do": "offer", "lane": "mars>moon:cheese", "terms": {}},
    {"do": "levers", "levers": {"stock": 7}},
    {"do": "levers", "levers": {"moon": 1}},
    {"do": "vote", "proposal": -1, "yes": True},
    {"do": "phase", "to": "over"},
    {"do": "stand_in", "seat": "china"},
    {"do": 3},
    {},
    None,
    "accept",
    {"do": "say", "to": "all", "text": "x" * 5000},
    {"do": "say", "to": "nobody", "text": "psst"},
    {"do": "say", "to": "all", "text": "<script>alert(1)</script>"},
    {"do": "resume"},
    {"do": "keep", "promise": "A0", "keep": False},
    {"do": "dispute", "case": "A0/1", "act": "pay"},
    {"do": "claim", "promise": "A0"},
    {"do": "ready", "ready": "yes"},
)
"""Moves that are always refused, or harmless."""


def play(game: Game, rng: np.random.Generator, seats: int = 1, pace: int = 4) -> list[Receipt]:
    """Play a whole game with some seats taken by bots, and return every receipt.

    Parameters
    ----------
    seats : nations that bots sit at; the rest is the AI's.
    pace : moves that each bot tries in a phase, about.
    """
    now, receipts = 1.0, []
    free = [str(key) for key in rng.permutation(list(game.open_seats))[:seats]]
    tokens = [game.claim(game.code, key, f"Bot {key}", now=now).token for key in free]
    game.do(game.secret, {"do": "start"}, now=now)
    while game.state.phase != "over":
        now += 1.0
        for token in tokens:
            for _ in range(int(rng.integers(0, pace + 1))):
                receipts.append(game.do(token, move(game, token, rng), now=now))
                if rng.random() < 0.5:
                    game.work(now=now)
        receipts += _facilitate(game, rng, now)
        for token in tokens:
            receipts.append(game.do(token, {"do": "ready", "ready": True}, now=now))
        game.work(now=now)
        game.tick(now)
        if game.state.paused:
            game.do(game.secret, {"do": "resume"}, now=now)
        for seat in game.state.seats.values():
            if seat.stand_in:
                game.do(seat.token, {"do": "take_back"}, now=now)
        if not game.state.at_table() and game.state.phase not in ("resolve", "over"):
            game.do(game.secret, {"do": "go_on"}, now=now)
    return receipts


def move(game: Game, token: str, rng: np.random.Generator) -> Any:
    """Draw a move that the seat might make, mostly a legal one."""
    if rng.random() < 0.15:
        return NONSENSE[int(rng.integers(len(NONSENSE)))]
    who, phase = game.role(token), game.state.phase
    talking = (_offer, _answer, _answer, _ask, _say, _text, _vote) if phase == "negotiate" else ()
    kinds = (*talking, _levers, _stance, _keep, _claim, _case, _say)
    return kinds[int(rng.integers(len(kinds)))](game, who, rng)


def _pick(rng: np.random.Generator, some: Any) -> Any:
    held = list(some)
    return held[int(rng.integers(len(held)))] if held else None


def _say(game: Game, who: str, rng: np.random.Generator) -> Any:
    to = _pick(rng, ["all", *game.state.seats])
    return {"do": "say", "to": to, "text": f"{who} says {int(rng.integers(1000))}"}


def _lane(board: Board, who: str, rng: np.random.Generator) -> LaneView | None:
    lane: LaneView | None = _pick(rng, [one for one in board.lanes.values() if who in (one.seller, one.buyer)])
    return lane


def _terms(game: Game, lane: str, rng: np.random.Generator) -> dict[str, Any]:
    return {term.name: _pick(rng, term.levels) for term in game.form(lane)}


def _offer(game: Game, who: str, rng: np.random.Generator) -> Any:
    lane = _lane(game.shown, who, rng)
    return {} if lane is None else {"do": "offer", "lane": lane.key, "terms": _terms(game, lane.key, rng)}


def _answer(game: Game, who: str, rng: np.random.Generator) -> Any:
    """Answer an offer on the table, one's own or not; only some of it is allowed."""
    mine = [one for one in game.state.offers.values() if who in (one.maker, one.other)]
    waiting = [one for one in mine if one.state == "open" and one.other == who]
    offer = _pick(rng, waiting if waiting and rng.random() < 0.7 else mine)
    if offer is None:
        return {"do": "accept", "offer": 1}
    verb = _pick(rng, ("accept", "accept", "refuse", "counter", "withdraw"))
    words = {"do": verb, "offer": offer.id}
    if verb == "counter" and offer.lane in game.shown.lanes:
        words["terms"] = _terms(game, offer.lane, rng)
    return words


def _ask(game: Game, who: str, rng: np.random.Generator) -> Any:
    lane = _lane(game.shown, who, rng)
    return {} if lane is None else {"do": "ask", "lane": lane.key}


def _levers(game: Game, who: str, rng: np.random.Generator) -> Any:
    option = _pick(rng, game.shown.options(who)) if game.state.phase in ("negotiate", "commit") else None
    return {"do": "levers", "levers": {} if option is None else {option.lever: float(rng.random())}}


def _stance(game: Game, who: str, rng: np.random.Generator) -> Any:
    return {"do": "stance", "stance": _pick(rng, ("join", "join", "stay out", "leave", ""))}


def _text(game: Game, who: str, rng: np.random.Generator) -> Any:
    return {"do": "propose", "text": {one.name: _pick(rng, one.levels) for one in game.shown.accord.articles}}


def _vote(game: Game, who: str, rng: np.random.Generator) -> Any:
    proposal = _pick(rng, game.state.proposals) or 0
    return {"do": "vote", "proposal": proposal, "yes": bool(rng.random() < 0.7)}


def _keep(game: Game, who: str, rng: np.random.Generator) -> Any:
    promise = _pick(rng, [one.name for one in game.shown.promises]) or "A1"
    return {"do": "keep", "promise": promise, "keep": bool(rng.random() < 0.4)}


def _claim(game: Game, who: str, rng: np.random.Generator) -> Any:
    promise = _pick(rng, [one.name for one in game.shown.promises]) or "A1"
    words = _pick(rng, ({}, {"claim": False}, {"end": True}))
    return {"do": "claim", "promise": promise, **words}


def _case(game: Game, who: str, rng: np.random.Generator) -> Any:
    case = _pick(rng, [one for one in game.shown.cases if one.open])
    if case is None:
        return {"do": "dispute", "case": "A1/1", "act": "hold"}
    act = _pick(rng, ACTS)
    words = {"sum": float(rng.random()) * case.stake} if act == "settle" and rng.random() < 0.7 else {}
    return {"do": "dispute", "case": case.id, "act": act, **words}


def _facilitate(game: Game, rng: np.random.Generator, now: float) -> list[Receipt]:
    """Now and then the facilitator does something."""
    if rng.random() > 0.15:
        return []
    seat = _pick(rng, game.state.seats)
    moves = (
        {"do": "inject", "kind": "export ban", "size": float(rng.random())},
        {"do": "inject", "kind": "mine accident", "target": _pick(rng, game.shown.mines)},
        {"do": "inject", "kind": "new plant", "target": seat},
        {"do": "inject", "kind": "demand surge", "target": "wind"},
        {"do": "inject", "kind": "press leak", "item": int(rng.integers(1, 30))},
        {"do": "pin", "text": "Look here"},
        {"do": "pause"},
        {"do": "hand", "seat": seat},
        {"do": "extend"},
        {"do": "say", "to": "all", "text": "Five minutes left"},
    )
    return [game.do(game.secret, moves[int(rng.integers(len(moves)))], now=now)]
