"""From the papers of a round to the model's input: orders, agreements, a text, and shocks."""

from __future__ import annotations

from agents.players.menu import AS_BEFORE, Wish
from agents.players.orders import Agreed, AgreedAside, AgreedVenture, HandedIn, Orders
from agents.terms.text import text_of, text_space
from agents.world.setting import MATERIALS, STAGES, Setting
from agents.year.departures import PAYMENT
from scenarios.game import injects
from scenarios.game.lane_names import is_aside, is_venture, sides
from scenarios.game.offer import Offer
from scenarios.game.state import GameState, Paper


def handed_in(state: GameState, round_: int, setting: Setting) -> HandedIn:
    """Gather what a resolved round hands in; a round that nobody played hands in nothing but injects."""
    keys = tuple(nation.key for nation in setting.nations)
    mines = [(nation.key, mine.name) for nation in setting.nations for mine in nation.mines]
    owners, names = tuple(owner for owner, _ in mines), tuple(name for _, name in mines)
    struck = [inject for inject in state.injects if inject.round == round_]
    shocks = (injects.shock(inject, names, owners) for inject in struck)
    plants = (injects.plant(inject, keys) for inject in struck)
    played, signed = state.played.get(round_, ()), state.struck(round_)
    tabled = state.proposals.get(state.tabled.get(round_, 0))
    space = text_space(setting.accord)
    return HandedIn(
        orders=_all_orders(state, round_, keys),
        agreed=tuple(agreed(o, keys) for o in signed if not (is_venture(o.lane) or is_aside(o.lane))),
        ventures=tuple(venture(offer, keys) for offer in signed if is_venture(offer.lane)),
        asides=tuple(aside(offer, keys) for offer in signed if is_aside(offer.lane)),
        settled=tuple(sorted(state.settled.get(round_, {}).items())),
        text=None if tabled is None or not played else text_of(space, space.encode(dict(tabled.terms))),
        shocks=tuple(one for one in shocks if one is not None),
        plants=tuple(one for one in plants if one is not None),
    )


def _orders(state: GameState, round_: int, nation: str) -> Orders:
    paper = state.papers.get(round_, {}).get(nation, Paper())
    ballot = state.ballots.get((state.tabled.get(round_, 0), nation))
    return Orders(
        levers=(Wish(lever=AS_BEFORE),) if paper.levers is None else _wishes(paper),
        bargains=False,
        # Who was for the text that goes to the summit comes there to sign it, unless it has said otherwise.
        accord="join" if paper.stance == "" and ballot is not None and ballot.yes else paper.stance,
        votes=None if ballot is None else ballot.yes,
        breaks=frozenset(paper.breaks),
        claims=frozenset(paper.claims),
        ends=frozenset(paper.ends),
        disputes=dict(paper.disputes),
    )


def _all_orders(state: GameState, round_: int, keys: tuple[str, ...]) -> dict[int, Orders]:
    """Orders by number of the nation: all of those who play, and what others had left behind."""
    played, papers = state.played.get(round_, ()), state.papers.get(round_, {})
    return {
        number: _orders(state, round_, key) if key in played else _left_behind(state, round_, key)
        for number, key in enumerate(keys)
        if key in played or key in papers
    }


def _left_behind(state: GameState, round_: int, nation: str) -> Orders:
    """What the people of a seat had decided before an AI took over; the rest is the AI's."""
    paper = state.papers[round_][nation]
    return Orders(
        levers=None if paper.levers is None else _wishes(paper),
        accord=paper.stance or None,
        breaks=frozenset(paper.breaks) or None,
        claims=frozenset(paper.claims) or None,
        ends=frozenset(paper.ends) or None,
    )


def _wishes(paper: Paper) -> tuple[Wish, ...]:
    """Read the levers of a paper, as amounts where they were confirmed as such."""
    found = []
    for lever, size in sorted((paper.levers or {}).items()):
        amount, cost = paper.amounts.get(lever, (None, None))
        found.append(Wish(lever=lever, size=size, amount=amount, cost=cost))
    return tuple(found)


def parts(lane: str) -> tuple[str, str, int, int]:
    """Read a lane's key: seller, buyer, stage and material."""
    seller, buyer, goods = sides(lane)
    material, stage = goods.split(" ")
    return seller, buyer, STAGES.index(stage), MATERIALS.index(material)


def agreed(offer: Offer, keys: tuple[str, ...]) -> Agreed:
    """What an offer binds its two nations to."""
    seller, buyer, stage, material = parts(offer.lane)
    return Agreed(seller=keys.index(seller), buyer=keys.index(buyer), stage=stage, material=material, terms=offer.terms)


def venture(offer: Offer, keys: tuple[str, ...]) -> AgreedVenture:
    """The joint venture that an offer binds its two nations to."""
    host, partner, goods = sides(offer.lane)
    return AgreedVenture(
        host=keys.index(host), partner=keys.index(partner), kinds=(goods.split(" ")[0],), terms=offer.terms
    )


def aside(offer: Offer, keys: tuple[str, ...]) -> AgreedAside:
    """The leaving for money that an offer binds its two nations to."""
    return AgreedAside(member=keys.index(sides(offer.lane)[0]), yearly=float(dict(offer.terms)[PAYMENT]))
