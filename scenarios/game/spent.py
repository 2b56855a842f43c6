"""A nation's remaining budget for moves alone: plants that it agreed on at the table are paid first."""

from __future__ import annotations

from agents.year.ventures import parts
from scenarios.game.lane_names import is_venture, sides
from scenarios.game.readable import Readable


def left(game: Readable, nation: str) -> float:
    """What is left of this year's budget once the plants are paid that were agreed on, USD m."""
    return game.shown.budget(nation) - agreed(game, nation)


def agreed(game: Readable, nation: str) -> float:
    """A nation's part of joint ventures agreed on this year, USD m."""
    cost = 0.0
    for offer in game.state.offers.values():
        host, partner, _ = sides(offer.lane)
        mine = nation in (host, partner)
        if not mine or offer.state != "accepted" or offer.round != game.state.round or not is_venture(offer.lane):
            continue
        laid = game.study.table(offer.lane).venture
        if laid is not None:
            paid = parts(laid.venture, dict(offer.terms), game.setting.market.scale_exponent)
            cost += paid[0] if nation == host else paid[1]
    return cost
