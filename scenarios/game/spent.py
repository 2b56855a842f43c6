"""A nation's remaining budget for moves alone: plants that it agreed on at the table are paid first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.year.ventures import parts
from scenarios.game.lane_names import is_venture, sides

if TYPE_CHECKING:
    from scenarios.game.game import Game


def left(game: Game, nation: str) -> float:
    """What is left of this year's budget once the plants are paid that were agreed on, USD m."""
    return game.shown.budget(nation) - agreed(game, nation)


def agreed(game: Game, nation: str) -> float:
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
