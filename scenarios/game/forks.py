"""Branches of a game: continued from a round as a new game, or by the AI to see what would have happened."""

from __future__ import annotations

from pathlib import Path

from scenarios.game.game import Game
from scenarios.game.lane_names import is_venture
from scenarios.game.move import Move
from scenarios.game.offer import Offer
from scenarios.game.refusal import Refused
from scenarios.game.verbs.accept import Accept
from scenarios.game.verbs.refuse import Refuse

ENDS = ("accept", "refuse", "counter", "withdraw")
"""Moves that end an offer."""


def fork(game: Game, round_: int, path: str | Path, *, title: str = "") -> Game:
    """Make a new game that stands at the opening of a round of another; its seats are free and its links new.

    Raises
    ------
    Refused : for a round that was never opened.
    """
    opened = next((at for at, entry in enumerate(game.entries) if _opens(game, at, round_)), None)
    if opened is None:
        raise Refused(f"Round {round_} was never opened; rounds 1 to {game.state.round} were.")
    return _branch(game, opened + 1, round_, path, title or f"{game.about['title']}, from round {round_}")


def fork_answer(game: Game, number: int, what: str, path: str | Path) -> Game:
    """Make a new game that stands where an offer got its answer, with the other answer given in its place.

    Parameters
    ----------
    what : ``accept`` or ``refuse``.

    Raises
    ------
    Refused : for an offer that was never made or ended so, or one that could not end so at that moment.
    """
    offer = game.state.offers.get(number)
    wanted = {"accept": "accepted", "refuse": "refused"}.get(what)
    if offer is None or wanted is None:
        raise Refused(f"A branch turns round the answer to an offer: accept or refuse; there is no {what} of {number}.")
    if offer.state in ("open", wanted):
        raise Refused(f"Offer {number} is {offer.state}; a branch gives it another answer.")
    end = _answered(game, offer)
    name = f"{game.about['title']}, had {game.state.seats[offer.other].name} {wanted} offer {number}"
    verb = Accept if what == "accept" else Refuse
    turned = verb(offer=number, reason="this is where the branch begins")
    return _branch(game, end, offer.round, path, name, (offer.other, turned))


def _branch(
    game: Game, until: int, round_: int, path: str | Path, title: str, turned: tuple[str, Move] | None = None
) -> Game:
    """Make a new game of the first moves of another, free its seats, and make one more move in it."""
    new = Game.create(
        path,
        game.setting,
        rules=game.rules,
        seed=game.seed,
        title=title,
        clock=game.clock,
        forked={"game": game.id, "round": round_},
    )
    try:
        with new.lock, new.journal.together():
            for entry in game.entries[:until]:
                new.copy(entry)
            new.free(game.clock())
            made = None if turned is None else new.take(*turned, game.clock())
            if made is not None and not made.ok:
                raise Refused(f"No branch can begin there. {made.text}")
    except Refused:
        new.journal.close()
        Path(path).unlink(missing_ok=True)  # An empty game would wait for people in the hall for ever.
        raise
    return new


def _in_the_way(accepted: Offer, offer: Offer) -> bool:
    """Whether one accepted offer keeps another from being accepted in the same round; made before it or after."""
    plants = is_venture(accepted.lane) and is_venture(offer.lane)
    shared = {accepted.maker, accepted.other} & {offer.maker, offer.other}
    return accepted.lane == offer.lane or (plants and bool(shared))


def _answered(game: Game, offer: Offer) -> int:
    """Place in the log of the move that ended an offer: an answer to it, or the end of its round's talks."""
    round_ = 0
    for at, entry in enumerate(game.entries):
        body = entry.body
        opens = body["do"] == "phase" and body["to"] == "brief"
        round_ += opens
        over = body["do"] == "phase" and body["to"] in ("commit", "resolve") and round_ == offer.round
        if over or (body["do"] in ENDS and body.get("offer") == offer.id):
            return at
        # What was accepted on the same goods, or another plant of the two, came in its way; the branch stands before.
        if round_ == offer.round and body["do"] == "accept" and _in_the_way(game.state.offers[body["offer"]], offer):
            return at
    raise Refused(f"Offer {offer.id} has not ended yet.")


def _opens(game: Game, at: int, round_: int) -> bool:
    body = game.entries[at].body
    if body["do"] != "phase" or body["to"] != "brief":
        return False
    opened: int = sum(e.body["do"] == "phase" and e.body["to"] == "brief" for e in game.entries[: at + 1])
    return opened == round_
