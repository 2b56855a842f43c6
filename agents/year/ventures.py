"""Joint ventures of two nations: one pays part of a plant in the other and takes part of its output.

Japan did so with Lynas in Australia in 2011: a loan, and tonnes for ten years.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD, USD_M
from agents.state import State
from agents.state.sittings import TERMS, Struck, Venture
from agents.supply.agreements import SupplyAgreement
from agents.supply.lane_worth import is_dominant
from agents.supply.outlook import LaneValue, Outlook
from agents.supply.table import contract_worth
from agents.supply.terms import PRICE_RULES, Bundle, recovered
from agents.terms.lane import Lane
from agents.world.nation import Nation
from agents.world.plants import OWN_PACKAGES, SMALLEST, Plan, plan, projects
from agents.world.rates import annuity
from agents.world.setting import CONVERSIONS, STAGES
from agents.world.streams import stream
from agents.world.wording import counted, percent, plant_size
from agents.worth.valuation import Prospect
from market.elementary import power
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.terms import Level
from negotiation.least_worth import at_table, exceeds, ranked

Array = NDArray[np.float64]
KINDS = (("separation",), ("magnet",))
MOST = 3
"""Ventures bargained over in a year."""
MADE = {"oxide": "oxide", "magnet": "magnets"}
"""Product of each kind of plant, in words."""
BEYOND_REACH = -1e6
"""Utility assigned to an outcome that a side cannot pay, USD m."""


def level(name: str) -> NDArray[np.generic]:
    """The level of a term in every outcome."""
    place = [issue.name for issue in TERMS.issues].index(name)
    return np.array(TERMS.issues[place].levels)[TERMS.grid[:, place]]


def find(state: State, sit: NDArray[np.bool_]) -> list[Venture]:
    """List the ventures worth most to a host and a partner together, each nation in one at most.

    ``sit`` marks the nations that bargain, (nations,).
    """
    found = []
    sits = [nation for nation in state.nations if sit[nation.number]]
    for host in sits:
        for kinds in KINDS:
            chosen = plan(state.books, host.number, kinds)
            if chosen is None or host.profile.expertise < 0.2:
                continue
            prospect = state.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (host.number, kinds))
            gains = {nation.number: plant_gain(state, nation, prospect, chosen) for nation in sits}
            for partner in sits:
                surplus = gains[host.number] + gains[partner.number] - chosen.cost
                poor = partner.savings < 0.1 * chosen.cost
                if partner is host or poor or not (exceeds(surplus) and exceeds(gains[partner.number])):
                    continue
                found.append(Venture(plan=chosen, host=host.number, partner=partner.number, surplus=surplus))
    taken: set[int] = set()
    best = []
    found.sort(key=lambda one: (one.host, one.partner))
    for venture in (found[place] for place in ranked([one.surplus for one in found])):
        if not taken & {venture.host, venture.partner}:
            taken |= {venture.host, venture.partner}
            best.append(venture)
    return best[:MOST]


def plant_gain(state: State, nation: Nation, prospect: Prospect, chosen: Plan) -> float:
    """Present value of a plant of reference size to a nation, wherever it is built, USD m."""
    base, number = state.appraiser.base(LOOK_AHEAD), nation.number
    aversion, rate = nation.profile.priorities.risk_aversion, nation.profile.discount_rate
    time = state.crisis_time(nation)
    yearly = prospect.expected(time, aversion)[number] - base.expected(time, aversion)[number]
    return float(yearly * power(1 + rate, -chosen.lead) * annuity(rate, state.setting.market.plant_life))


def sit_down(state: State, venture: Venture, outlook: Outlook) -> Struck:
    """Value every outcome for host and partner, and let the two bargain."""
    host, partner = state.nations[venture.host], state.nations[venture.partner]
    table, walls = lay(state, venture, outlook)
    rng = stream("sittings over plants", state.seed, state.replication, state.now, venture.host, venture.partner)
    sitting = hold(
        "alternating",
        table,
        walls,
        (host.profile.tactic, partner.profile.tactic),
        deadline=state.setting.supply.deadline,
        rng=rng,
        names=(host.profile.name, partner.profile.name),
        space=TERMS,
    )
    return Struck(venture=venture, table=table, walls=walls, sitting=sitting)


def lay(state: State, venture: Venture, outlook: Outlook) -> tuple[Array, tuple[float, float]]:
    """Value every outcome for host and partner.

    Returns
    -------
    (2, outcomes) present value in USD m, and what each would have without the venture.
    """
    host, partner = state.nations[venture.host], state.nations[venture.partner]
    chosen, exponent = venture.plan, state.setting.market.scale_exponent
    prospect = state.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (venture.host, chosen.kinds))
    size, paid = level("size").astype(float), level("paid by the partner").astype(float)
    cost = chosen.cost * power(size, exponent)
    gains = [plant_gain(state, nation, prospect, chosen) for nation in (host, partner)]
    years = level("duration").astype(float)
    bundle = Bundle(
        volume=level("offtake").astype(float) * size * output(state, venture) * USD_M,
        rule=np.array([PRICE_RULES.index(str(rule)) for rule in level("price")]),
        years=years,
        firm=np.full(TERMS.size, True),
        damages=np.full(TERMS.size, 1.0),
        cover=np.full(TERMS.size, state.setting.supply.take_or_pay),
        advance=np.zeros(TERMS.size),
        excused=np.full(TERMS.size, state.setting.supply.force_majeure),
        enforced=np.full(TERMS.size, recovered(state.setting.supply.forum, state.promises.terms())),
    )
    parts = np.array([(1 - paid) * cost, paid * cost])
    left = [alone(state, nation, nation.savings - part) for nation, part in zip((host, partner), parts, strict=True)]
    later = np.array([[power(1 + rate, -chosen.lead)] for rate in outlook.rates])
    contract = later * contract_worth(offtake_value(state, venture, prospect), bundle, outlook)
    table = size * np.array(gains)[:, None] - parts + np.array(left) + contract
    table = np.where(parts > np.array([[host.savings], [partner.savings]]), BEYOND_REACH, table)
    own = chosen.size_for(host.savings, exponent)
    by_itself = own * gains[0] - chosen.cost_at(own, exponent) if own >= SMALLEST else 0.0
    # Where the host would build alone, the partner gets its part of the gain for nothing.
    ride = own * gains[1] if exceeds(by_itself) else 0.0
    best = [float(alone(state, nation, np.array(nation.savings))) for nation in (host, partner)]
    table, least = at_table(table, [best[0], best[1] + max(ride, 0.0)])
    return table, (float(least[0]), float(least[1]))


def alone(state: State, nation: Nation, money: Array) -> Array:
    """Worth to a nation of the best plant at home that the money would buy, in the shape of ``money``, USD m.

    Money for a venture cannot be spent on plants at home.
    """
    exponent, best = state.setting.market.scale_exponent, np.zeros_like(money)
    for kinds in OWN_PACKAGES:
        chosen = plan(state.books, nation.number, kinds)
        if chosen is None:
            continue
        prospect = state.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (nation.number, kinds))
        size = np.minimum(power(np.clip(money / chosen.cost, 0, None), 1 / exponent), 1.0)
        worth = size * plant_gain(state, nation, prospect, chosen) - chosen.cost * power(size, exponent)
        best = np.maximum(best, np.where(size >= SMALLEST, worth, 0.0))
    return best


def stage_made(venture: Venture) -> int:
    """The stage that the plant produces: 1 oxide, 2 magnet."""
    return 1 + CONVERSIONS.index("magnet making" if venture.plan.kinds[-1] == "magnet" else "separation")


def output(state: State, venture: Venture) -> float:
    """Light oxide or magnets that a plant of reference size makes, t/yr."""
    step = stage_made(venture) - 1
    into = float(venture.plan.addition.capacity[venture.host, step, 0])
    return into * float(state.books.base.recovery[venture.host, step, 0])


def offtake_value(state: State, venture: Venture, prospect: Prospect) -> LaneValue:
    """Worth of the offtake at the market's prices, at which it is paid; the plant's own effect is counted apart."""
    stage, host, partner = stage_made(venture), venture.host, venture.partner
    calm, bad, low = prospect.calm_outcome, prospect.crisis_outcome, state.appraiser.slump(LOOK_AHEAD)
    way = float(state.books.base.freight[host, partner])
    here, then, slump = (float(seen.producer_price[host, stage, 0]) for seen in (calm, bad, low))
    there, there_then, there_slump = (float(seen.price[partner, stage, 0]) - way for seen in (calm, bad, low))
    return LaneValue(
        buyer_calm=there,
        buyer_crisis=there_then,
        buyer_tail=0.0,
        seller_calm=here,
        seller_crisis=then,
        spot_calm=here,
        spot_crisis=then,
        spot_slump=slump,
        buyer_slump=there_slump,
        fair=0.5 * (here + there),
        blocked=is_dominant(state.setting, host),
    )


def sign(state: State, venture: Venture, terms: Mapping[str, Level], number: int) -> tuple[SupplyAgreement, float]:
    """Pay for the plant, start to build it, and write the offtake agreement.

    Returns
    -------
    The agreement and the cost of the plant, USD m.
    """
    size = float(terms["size"])
    shares = parts(venture, terms, state.setting.market.scale_exponent)
    cost = sum(shares)
    for nation, part in zip((venture.host, venture.partner), shares, strict=True):
        state.nations[nation].spend(part)
        state.book.money["investment"][nation] += part
    state.books.projects += projects(state.books, venture.plan, size, venture.host, state.now)
    tonnes = float(terms["offtake"]) * size * output(state, venture)
    prospect = state.appraiser.with_plants(LOOK_AHEAD, venture.plan.addition, (venture.host, venture.plan.kinds))
    value = offtake_value(state, venture, prospect)
    starts = state.now + venture.plan.lead + 1
    lane = Lane(
        seller=venture.host,
        buyer=venture.partner,
        stage=stage_made(venture),
        material=0,
        tonnes=tonnes,
        waits=0,
        score=0.0,
    )
    agreement = SupplyAgreement(
        number=number,
        lane=lane,
        tonnes=tonnes,
        price_rule=str(terms["price"]),
        base_price=value.fair,
        emergency=True,
        damages=1.0,
        signed=state.now,
        starts=starts,
        ends=starts + int(terms["duration"]),
    )
    return agreement, cost


def parts(venture: Venture, terms: Mapping[str, Level], scale_exponent: float) -> tuple[float, float]:
    """Payments of host and partner for the plant, USD m."""
    cost = venture.plan.cost_at(float(terms["size"]), scale_exponent)
    paid = float(terms["paid by the partner"])
    return (1 - paid) * cost, paid * cost


def describe(venture: Venture, terms: Mapping[str, Level], names: tuple[str, ...]) -> str:
    """Say what was agreed."""
    return (
        f"{names[venture.partner]} pays {percent(float(terms['paid by the partner']))} of the cost of a "
        f"{venture.plan.kinds[-1]} plant in {names[venture.host]} ({plant_size(float(terms['size']))}) and takes "
        f"{percent(float(terms['offtake']))} of its {MADE[STAGES[stage_made(venture)]]} for "
        f"{counted(float(terms['duration']), 'year')}; price: {terms['price']}"
    )
