"""Moves of AI nations while people negotiate: offers, answers, votes and sums, each with its reason in figures.

They bargain by their own tactic over the same valued outcomes as when they sit down among themselves. Given the state
and the study of a round the next move is always the same; it is logged, so a replay need not compute it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.world.streams import stream
from negotiation.bargaining.at_stake import measured
from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.seat import Say
from negotiation.bargaining.sitting import hold
from negotiation.disputes.settlement import enforcement
from negotiation.disputes.stages.consultation import prospect
from negotiation.least_worth import LEAST_WORTH, exceeds, greatest, greatest_at, ranked, reaches
from scenarios.game.board import Board, LaneView
from scenarios.game.lane_names import is_venture
from scenarios.game.offer import Offer
from scenarios.game.state import GameState, Words
from scenarios.game.study import LaneTable, Study
from scenarios.game.world import plain_text

Move = tuple[str, Mapping[str, Any]]
"""Key of the nation that moves, or ``mediator``, and what it does."""
EXCHANGES = 6
"""Offers of a person on a lane within which an AI nation goes from its first to its last word."""
OPENINGS = 3
"""Lanes on which AI nations make each person the first offer of a round."""
HOPELESS = 1
"""The same where no lane leaves both better off; a person may find what the market's figures do not show."""
TRIED = 12
"""Lanes of a person that are looked at for these."""


def moves(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """List what AI nations want to do now; each move may be stale by the time that it is made."""
    if state.phase == "negotiate":
        yield from _answers(state, board, study)
        yield from _replies(state, board, study)
        yield from _openings(state, board, study)
        yield from _mediation(state, board, study)
    if state.phase in ("negotiate", "commit"):
        yield from _votes(state, board, study)
        yield from _sums(state, board, study)


def _ai(state: GameState, nation: str) -> bool:
    return not state.seats[nation].played


def _answers(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """Answer offers that wait for an AI nation."""
    closed = {offer.lane for offer in state.struck(state.round)}
    busy = state.with_plant()
    for offer in state.open_offers():
        if is_venture(offer.lane) and busy & {offer.maker, offer.other}:
            reason = "a nation enters one joint venture a year, and one of us has agreed on one already"
            if _ai(state, offer.other):
                yield offer.other, {"do": "refuse", "offer": offer.id, "reason": reason}
            elif offer.by_ai and _ai(state, offer.maker):
                yield offer.maker, {"do": "withdraw", "offer": offer.id, "reason": reason}
            continue
        if _ai(state, offer.other) and offer.lane in board.lanes and offer.lane not in closed:
            yield offer.other, answer(state, study, offer)


def answer(state: GameState, study: Study, offer: Offer) -> dict[str, Any]:
    """Let an AI nation accept, counter or refuse an offer."""
    found = study.table(offer.lane)
    side = 0 if board_side(offer.lane, offer.other) else 1
    outcome = found.table.space.encode(dict(offer.terms))
    sitting = _sit(state, study, found, offer.lane, ai=offer.other)
    if sitting.agreement == outcome:
        return {"do": "accept", "offer": offer.id, "reason": found.say(side, outcome, asked=0.0, accepted=True)}
    mine = sitting.standing
    countered = sitting.waiting is not None and sitting.agreement is None
    if mine is not None and mine.outcome != outcome and countered:
        asked = most_welcome(found.table.worth, side, mine.outcome)
        if asked == outcome:
            reason = found.say(side, outcome, asked=float(found.table.worth[side, asked]), accepted=True)
            return {"do": "accept", "offer": offer.id, "reason": reason}
        reason = found.say(side, outcome, asked=float(found.table.worth[side, asked]), accepted=False)
        terms = found.table.space.decode(asked)
        return {"do": "counter", "offer": offer.id, "terms": terms, "reason": reason}
    least = max(float(np.max(found.table.worth[side])) * 0.1, 0.0)
    reason = found.say(side, outcome, asked=least, accepted=False)
    return {"do": "refuse", "offer": offer.id, "reason": reason}


def board_side(lane: str, nation: str) -> bool:
    """Whether a nation is the seller of a lane."""
    return lane.startswith(f"{nation}>")


def _sit(state: GameState, study: Study, found: LaneTable, lane: str, ai: str) -> Sitting:
    """Hold the sitting of a lane so far: the AI nation by its tactic, the other side by what it has offered.

    The AI nation concedes over what is at stake first, and over what both want with its last words only.
    """
    model = study.model
    offers = [o for o in state.offers.values() if o.lane == lane and o.round == state.round]
    said = [o for o in offers if o.maker != ai]
    first_ai = not offers or offers[0].maker == ai
    number = study.keys.index(ai)
    side = 0 if found.lane.seller == number else 1
    order = (side, 1 - side) if first_ai else (1 - side, side)
    person, walls, tactics = order.index(1 - side), [0.0, 0.0], ["", ""]
    walls[person], tactics[person] = -np.inf, "human"
    tactics[1 - person] = model.nations[number].profile.tactic
    lines = tuple(Say("offer", found.table.space.encode(dict(o.terms))) for o in said)
    names = [model.names[(found.lane.seller, found.lane.buyer)[row]] for row in order]
    rng = stream(
        "answers at the table",
        model.seed,
        model.replication,
        model.now,
        found.lane.seller,
        found.lane.buyer,
        found.lane.stage,
        found.lane.material,
    )
    worth = np.array(found.table.worth[list(order)])
    worth[1 - person] = measured(worth[1 - person], worth[person])
    return hold(
        "alternating",
        worth,
        walls,
        tactics,
        deadline=EXCHANGES,
        rng=rng,
        names=names,
        space=found.table.space,
        scripts={person: lines},
    )


def _replies(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """Answer questions."""
    answered = {said.answers for said in state.words}
    for said in state.words:
        if said.lane and said.round == state.round and said.id not in answered and _ai(state, said.to):
            yield said.to, needs(state, board, study, said)


def needs(state: GameState, board: Board, study: Study, said: Words) -> dict[str, Any]:
    """Say what an AI nation would accept now."""
    found, ai = study.table(said.lane), said.to
    side = 0 if board_side(said.lane, ai) else 1
    offer = state.offers.get(said.about)
    sitting = _sit(state, study, found, said.lane, ai=ai)
    ask = sitting.standing.outcome if sitting.standing is not None else sitting.agreement
    if ask is None:
        ask = greatest_at(found.table.worth[side])
    asked = float(found.table.worth[side, ask])
    wants = found.space.text(ask)
    text = f"We would sign {wants}: worth {asked:,.1f} USD m to us."
    if offer is not None and offer.maker != ai:
        outcome = found.table.space.encode(dict(offer.terms))
        text = f"Offer {offer.id}: {found.say(side, outcome, asked=asked, accepted=False)}. {text}"
    return {"do": "say", "to": said.maker, "text": text[:600], "answers": said.id}


def _openings(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """Make each person the first offer on the lanes that are worth most."""
    if board.regime == "unilateral":
        return
    begun = {offer.lane for offer in state.offers.values() if offer.round == state.round}
    for seat in state.at_table():
        mine = [lane for lane in board.lanes.values() if seat.key in (lane.seller, lane.buyer)]
        with_ai = [lane for lane in mine if _ai(state, lane.buyer if lane.seller == seat.key else lane.seller)]
        made = sum(
            offer.by_ai and offer.counters == 0 and offer.round == state.round and offer.other == seat.key
            for offer in state.offers.values()
        )
        if made < OPENINGS:
            yield from _first_offers(state, study, with_ai[:TRIED], begun, made)


def _first_offers(state: GameState, study: Study, lanes: list[LaneView], begun: set[str], made: int) -> Iterator[Move]:
    """Open where both have something to gain, first where the less content side can have most."""
    busy = state.with_plant()
    lanes = [lane for lane in lanes if not (is_venture(lane.key) and busy & {lane.seller, lane.buyer})]
    both = [lane for lane in lanes if study.table(lane.key).table.worth.max(axis=1).min() > LEAST_WORTH]
    joint = {lane.key: float(study.table(lane.key).table.worth.min(axis=0).max()) for lane in both}
    if exceeds(max(joint.values(), default=0.0)):
        # Where there is something to gain for both, nobody's time is taken with the rest.
        both = [lane for lane in both if exceeds(joint[lane.key])]
        most = OPENINGS
    else:
        most = HOPELESS
    both = [lane for lane in both if lane.key not in begun]
    order = ranked([joint[lane.key] for lane in both])
    for lane in (both[place] for place in order[: max(most - made, 0)]):
        found, ai = study.table(lane.key), lane.seller if _ai(state, lane.seller) else lane.buyer
        standing = _sit(state, study, found, lane.key, ai=ai).standing
        if standing is not None:
            side = 0 if lane.seller == ai else 1
            outcome = most_welcome(found.table.worth, side, standing.outcome)
            reason = f"worth {found.table.worth[side, outcome]:,.1f} USD m to us"
            terms = found.table.space.decode(outcome)
            yield ai, {"do": "offer", "lane": lane.key, "terms": terms, "reason": reason}


def most_welcome(worth: NDArray[np.float64], side: int, asked: int) -> int:
    """Of the outcomes worth as much to a side as the one that it asks for, within a thousandth, the other's best."""
    least = worth[side, asked] - 0.001 * abs(worth[side, asked])
    enough = np.flatnonzero(reaches(worth[side], least))
    return int(greatest(enough.tolist(), worth[1 - side, enough]))


def _mediation(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """Put the mediator's text on the table where one may be tabled, and people sit there who have a voice."""
    voices = board.accord.members or board.accord.eligible
    if not board.accord.negotiable or board.accord.early or not any(seat.key in voices for seat in state.at_table()):
        return
    if any(one.maker == "mediator" and one.round == state.round for one in state.proposals.values()):
        return
    text = study.mediators()
    if text is not None:
        terms = dict(plain_text(text, [article.name for article in board.accord.articles]))
        yield "mediator", {"do": "propose", "text": terms}


def _votes(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """Vote on the texts on the table by one's own interest."""
    voices = study.voters()
    for proposal in [one for one in state.proposals.values() if one.round == state.round]:
        for nation in voices:
            if _ai(state, nation) and (proposal.id, nation) not in state.ballots:
                yes, why = study.opinion(nation, study.text(dict(proposal.terms)))
                yield nation, {"do": "vote", "proposal": proposal.id, "yes": yes, "reason": why}


def _sums(state: GameState, board: Board, study: Study) -> Iterator[Move]:
    """Answer a sum named in a case: name one's own, which closes the case where the two meet."""
    papers = state.papers.get(state.round, {})
    for case in (one for one in board.cases if one.open):
        for nation, other in ((case.claimant, case.respondent), (case.respondent, case.claimant)):
            named = papers[other].sums.get(case.id) if other in papers else None
            if named is None or not _ai(state, nation):
                continue
            own = fair_sum(study, case.id, claims=nation == case.claimant)
            if papers.get(nation) is None or papers[nation].sums.get(case.id) != own:
                reason = f"a ruling would be worth {own:,.1f} USD m to us, costs reckoned"
                yield nation, {"do": "dispute", "case": case.id, "act": "settle", "sum": own, "reason": reason}


def fair_sum(study: Study, case: str, *, claims: bool) -> float:
    """Sum at which a side of a case would as soon settle as go on, USD m, within what was claimed."""
    dispute = next(one for one in study.model.promises.disputes if one.id == case)
    terms = study.model.promises.terms()
    _, cost = prospect(dispute, terms)
    view = dispute.claimant_view if claims else dispute.respondent_view
    worth = view * enforcement(dispute.forum, terms) * dispute.stake
    plain = worth - cost if claims else worth + cost
    return round(min(max(plain, 0.01 * dispute.stake), dispute.stake), 3)
