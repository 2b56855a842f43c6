"""Branches of a game: continued from a round as a new game, or by the AI to see what would have happened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.players.orders import HandedIn, Orders
from scenarios.game.lane_names import is_aside, is_venture
from scenarios.game.offer import Offer
from scenarios.game.papers import agreed, aside, handed_in, venture
from scenarios.game.refusal import Refused
from scenarios.run import Living

if TYPE_CHECKING:
    from scenarios.game.game import Game


ENDS = ("accept", "refuse", "counter", "withdraw")
"""Moves that end an offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """How a world went on; figures by year, and utility by nation in USD m over all years."""

    name: str
    metrics: Mapping[str, tuple[tuple[int, float], ...]]
    utility: Mapping[str, float]
    members: tuple[str, ...]
    """Members of the accord at the end."""
    events: tuple[str, ...]
    """What happened in the round that was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Two branches from one round: as it was decided, and changed; from the next round on the AI plays both."""

    round: int
    question: str
    as_it_was: Branch
    changed: Branch
    text: str


def what_if(game: Game, round_: int, change: dict[str, Any]) -> WhatIf:
    """Live both branches on the same seed and the same injects.

    Raises
    ------
    Refused : for a round that has not been lived, or a change that means nothing there.
    """
    lived = game.world.lived
    if not 1 <= round_ <= lived:
        raise Refused(f"A what-if starts from a round that has been lived, 1 to {lived}; got {round_}.")
    papers, *after = (handed_in(game.state, number, game.setting) for number in range(round_, game.setting.rounds + 1))
    # What was decided after the fork was decided in another world; injects strike in both.
    later = [HandedIn(shocks=one.shocks, plants=one.plants) for one in after]
    changed, question = _changed(game, round_, papers, change)
    was = _lived(game, "as it was", [papers, *later], round_)
    other = _lived(game, "changed", [changed, *later], round_)
    names = {key: seat.name for key, seat in game.state.seats.items()}
    moved = {key: other.utility[key] - was.utility[key] for key in was.utility}
    return WhatIf(
        round=round_,
        question=question,
        as_it_was=was,
        changed=other,
        text=f"{question} Over all years: {verdict(moved, names)}.",
    )


def verdict(moved: Mapping[str, float], names: Mapping[str, str], most: int = 3) -> str:
    """Name those for whom a change moved most, USD m; where nobody would notice it, say so and what else to try."""
    first = sorted((key for key in moved if abs(moved[key]) >= 0.5), key=lambda key: -abs(moved[key]))[:most]
    return ", ".join(f"{names[key]} {moved[key]:+,.0f} USD m" for key in first) or (
        "no nation would have had a million more or less. What is agreed often bears fruit later than the game goes "
        "on; try a decision of an earlier round, or one about more tonnes"
    )


def _changed(game: Game, round_: int, papers: HandedIn, change: Mapping[str, Any]) -> tuple[HandedIn, str]:
    if not change:
        question = f"What if the AI had played from round {round_} on?"
        return HandedIn(shocks=papers.shocks, plants=papers.plants), question
    (what, value), *more = change.items()
    if more:
        raise Refused("A what-if changes one thing.")
    orders = dict(papers.orders)
    if what in ("accept", "refuse"):
        return _other_answer(game, round_, papers, what, value)
    if what in ("no_claim", "keep"):
        word = "claims" if what == "no_claim" else "breaks"
        for nation, order in orders.items():
            held = getattr(order, word)
            if held is not None and value in held:
                orders[nation] = replace(order, **{word: held - {value}})
        if orders == dict(papers.orders):
            raise Refused(
                f"Nobody {'claimed about' if what == 'no_claim' else 'decided to break'} {value} in round {round_}."
            )
        said = "nobody had claimed about" if what == "no_claim" else "everybody had kept"
        return replace(papers, orders=orders), f"What if {said} {value} in round {round_}?"
    if what == "alone":
        alone = {
            number: replace(orders.get(number, Orders()), bargains=False, accord="stay out")
            for number in range(len(game.setting.nations))
        }
        question = f"What if all had gone alone in round {round_}?"
        return replace(papers, orders=alone, agreed=(), ventures=(), asides=(), text=None), question
    raise Refused(f"A what-if can accept, refuse, no_claim, keep or alone; got {what!r}.")


def _other_answer(game: Game, round_: int, papers: HandedIn, what: str, number: Any) -> tuple[HandedIn, str]:
    offer = game.state.offers.get(number)
    if offer is None or offer.round != round_:
        raise Refused(f"There was no offer {number} in round {round_}.")
    if what == "accept" and offer.state == "accepted":
        raise Refused(f"Offer {number} was accepted; ask what if it had been refused.")
    if what == "refuse" and offer.state != "accepted":
        raise Refused(f"Offer {number} was {offer.state}; ask what if it had been accepted.")
    name = game.state.seats[offer.other].name
    verb = "accepted" if what == "accept" else "refused"
    return (
        _turned(game, offer, papers, accept=what == "accept"),
        f"What if {name} had {verb} offer {number} in round {round_}?",
    )


def _turned(game: Game, offer: Offer, papers: HandedIn, *, accept: bool) -> HandedIn:
    """The papers of a round with one offer accepted in place of what was agreed on its lane, or with nothing there."""
    keys = tuple(nation.key for nation in game.setting.nations)
    if is_aside(offer.lane):
        leaves = aside(offer, keys)
        stay = tuple(one for one in papers.asides if one.member != leaves.member)
        return replace(papers, asides=(*stay, leaves) if accept else stay)
    if is_venture(offer.lane):
        plant = venture(offer, keys)
        # A nation enters one joint venture a year.
        others = tuple(o for o in papers.ventures if not {o.host, o.partner} & {plant.host, plant.partner})
        return replace(papers, ventures=(*others, plant) if accept else others)
    one = agreed(offer, keys)
    rest = tuple(
        other
        for other in papers.agreed
        if (other.seller, other.buyer, other.stage, other.material) != (one.seller, one.buyer, one.stage, one.material)
    )
    return replace(papers, agreed=(*rest, one) if accept else rest)


def _lived(game: Game, name: str, papers: list[HandedIn], round_: int) -> Branch:
    """Live the papers of a round and of those after it, from the world as it stood before."""
    living = Living(game.setting, regime=game.rules.regime, seed=game.seed)
    living.resume(game.world.ends[: round_ - 1])
    for one in papers:
        living.step(one)
    rows, model = living.rows("metrics"), living.model
    year = game.setting.start_year + round_ - 1
    nations = living.rows("nations")
    return Branch(
        name=name,
        metrics={key: tuple((int(row["year"]), float(row[key])) for row in rows) for key in rows[0] if key != "year"},
        utility={
            n.key: float(sum(row["utility"] for row in nations if row["nation"] == n.key)) for n in game.setting.nations
        },
        members=tuple(model.keys[m] for m in model.accord.members) if model.accord else (),
        events=tuple(event.text for event in model.log.events if event.year == year),
    )


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
    turned = {"do": what, "offer": number, "reason": "this is where the branch begins"}
    return _branch(game, end, offer.round, path, name, (offer.other, turned))


def _branch(
    game: Game, until: int, round_: int, path: str | Path, title: str, turned: tuple[str, dict[str, Any]] | None = None
) -> Game:
    """Make a new game of the first moves of another, free its seats, and make one more move in it."""
    from scenarios.game.game import Game as NewGame

    new = NewGame.create(
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


def fingerprint(game: Game) -> str:
    """Hash seats, offers, words, papers, and every year of the market."""
    with game.lock, game.world.lock:
        return _hashed(game)


def _hashed(game: Game) -> str:
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
