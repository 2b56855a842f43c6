"""A tiny world, and games on it that keep their own time."""

from functools import cache

from scenarios.files.game_rules import GameRules
from scenarios.game import Game
from scenarios.loader import load


@cache
def tiny(rounds=2, **changes):
    """Three nations, two years, and few texts to choose among."""
    few = {
        "accord.fund_rate": (0.0, 0.0004),
        "accord.reserve_days": (0.0, 60.0),
        "accord.standard_level": (0,),
        "accord.price_floor": (0.0,),
        "accord.community_share": (0.0,),
        "accord.benefit_rule": ("equal",),
        "accord.review_years": 1,
    }
    return load("pair", rounds=rounds, **{**few, **changes})


def willing(rounds=2, **changes):
    """The same world, where an accord is worth signing: newcomers know how, and money is short."""
    eased = {
        "market.newcomer_cost": 0.0,
        "market.budget_share": 0.00001,
        "failures.retaliation": False,
        "nations.japan.politics.ratification_margin": -0.5,
        "nations.australia.politics.ratification_margin": -0.5,
    }
    return tiny(rounds, **eased, **changes)


def game(path=":memory:", setting=None, seed=1, **rules):
    """A new game that begins at second 0."""
    return Game.create(path, setting or tiny(), rules=GameRules(**rules), seed=seed, clock=lambda: 0.0)


def begun(*seats, phase="negotiate", setting=None, seed=1, **rules):
    """A game with some seats taken, in a phase; gives the game and the secrets of the seats."""
    table = game(setting=setting, seed=seed, **rules)
    tokens = [table.claim(table.code, seat, seat.title()).token for seat in seats]
    while table.state.phase != phase:
        verb = "start" if table.state.phase == "lobby" else "go_on"
        assert table.do(table.secret, {"do": verb}, now=1.0).ok
        table.work(now=1.0)
    table.work(now=1.0)
    return (table, *tokens)


def play_out(table, now=1.0):
    """Go on to the end without another decision."""
    while table.state.phase != "over":
        if table.state.phase != "resolve":
            table.do(table.secret, {"do": "start" if table.state.phase == "lobby" else "go_on"}, now=now)
        table.work(now=now)
    return table
