"""Articles whose effects are written by hand, so that a summit can be checked with pencil and paper."""

from dataclasses import replace

import numpy as np

from agents.accord.accord import Accord
from agents.accord.article_values import ArticleValues
from agents.accord.summit import Room
from agents.players.port import usually
from agents.terms.text import Text
from agents.world.plants import Plan
from agents.world.setting import AccordRules

NAMES = ("Anland", "Beland", "Celand", "Deland")
RULES = AccordRules(
    minimum_members=2,
    fund_rate=(0.0,),
    reserve_days=(0.0, 60.0),
    standard_level=(0, 1),
    price_floor=(0.0,),
    community_share=(0.0, 0.1),
    admin_cost=0.0,
)
RESERVE = Text(fund_rate=0.0, reserve_days=60.0, standard_level=0, price_floor=0.0, benefit_rule="equal")


def values(reserve, *, cost=0.0, rules=RULES, **more):
    """Effects of a reserve, (nations, nations) USD m by holder and by who feels it, and nothing else."""
    effect = np.array(reserve, dtype=float)
    n = len(effect)
    none, nobody = np.zeros((n, n)), np.zeros(n)
    plain = ArticleValues(
        plans=(),
        plant_effect=np.zeros((0, n)),
        plant_more=np.zeros((0, n)),
        plant_rent=np.zeros(0),
        rent_more=np.zeros(0),
        home_cost=np.full(n, np.inf),
        home_effect=none,
        home_more=none,
        reserve_effect=effect,
        reserve_cost=nobody + cost,
        reserve_gain=nobody,
        standard_effect=none,
        floor_effect=none,
        floor_cost=nobody,
        outage_effect=none,
        rent=nobody,
        leakage=nobody,
        environment=nobody,
        consumption=np.ones(n),
        base=np.full(n, 1000.0),
        gdp=np.ones(n),
        budget=np.full(n, 100.0),
        annuities=np.full(n, 5.0),
        rules=rules,
        sovereignty=nobody,
        exponent=0.7,
    )
    return replace(plain, **more)


def factory(nation=0, cost=100.0):
    """A plant of which only place and cost matter."""
    return Plan(label="magnet", kinds=("magnet",), nation=nation, addition=None, cost=cost, lead=0)


def room(known, **more):
    """Nations that need nothing at home and concede in a line."""
    n = len(known.base)
    plain = Room(
        values=known,
        margin=np.zeros(n),
        tactics=("linear",) * n,
        names=NAMES[:n],
        bloc=np.arange(n, dtype=float),
        ask=usually,
    )
    return replace(plain, **more)


def accord(setting, known, members, text=RESERVE, **more):
    """An accord in force over hand-made values."""
    split = np.isin(np.arange(len(known.base)), members) / len(members)
    return Accord(setting=setting, members=members, text=text, values=known, split=split, founded=0, review=9, **more)
