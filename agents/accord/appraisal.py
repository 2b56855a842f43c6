"""Every article of an accord run through the market for each nation that could carry it, and a whole text at once.

Nations bargain on the runs of single articles. One run of the whole text at the summit shows by how much their sum
is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.accord.article_runs import carry, scene_of
from agents.accord.article_values import MOST_PLANTS, REFERENCE_DAYS, REFERENCE_FLOOR, ArticleValues
from agents.accord.borrowing import FundOutlook
from agents.accord.insight import NAME, Insight, insight
from agents.accord.joint_effects import Joint
from agents.accord.reprisals import reprisals, use_elsewhere
from agents.articles import LOOK_AHEAD, USD_M
from agents.articles.price_floor import with_floor
from agents.articles.standard_level import with_standard
from agents.terms.text import Text
from agents.treaty.policy import in_force, standby_of
from agents.world.books import Addition, Books
from agents.world.disclosure import oversight
from agents.world.plants import PACKAGES, SAVED_YEARS, SMALLEST, Plan, plan
from agents.world.rates import annuity
from agents.world.setting import Setting
from agents.worth.beliefs import Beliefs, plant_years
from agents.worth.valuation import Appraiser, Prospect, reserve_tonnes
from market.chain import Quarter
from market.elementary import power
from market.welfare import welfare
from negotiation.least_worth import LEAST_RATIO, greatest

Array = NDArray[np.float64]
Effect = Callable[[Prospect], Array]


def appraise(appraiser: Appraiser, candidates: tuple[int, ...], beliefs: Beliefs) -> ArticleValues:
    """Run every article through the market for every nation that could carry it."""
    books, setting = appraiser.books, appraiser.books.setting
    base, nations = appraiser.base(LOOK_AHEAD), setting.nations
    annuities = np.array([annuity(rate, setting.horizon) for rate in beliefs.discount])
    effect = _effect(appraiser, beliefs)
    calm = welfare(books.shape, appraiser.quarter(LOOK_AHEAD), base.calm_outcome)
    failures = setting.failures
    single: dict[str, Any] = _reserves(appraiser, candidates, beliefs, annuities, effect)
    single |= _policies(appraiser, candidates, annuities, effect)
    carried, joint = carry(appraiser, candidates, annuities, effect)
    aware = max(getattr(setting.accord, NAME)) > 0
    joint |= _joint(appraiser, candidates, annuities, effect, single)
    return ArticleValues(
        **_plants(appraiser, candidates, beliefs, effect),
        **single,
        joint=joint,
        carried=carried,
        insight=insight(appraiser, candidates, beliefs, annuities) if aware else Insight(),
        rent=np.clip(calm.mine_rent + calm.making_rent, 0, None),
        leakage=np.array([nation.politics.leakage for nation in nations]),
        environment=np.array([nation.priorities.environment for nation in nations]),
        consumption=base.calm_outcome.consumed.sum(axis=(1, 2)),
        base=np.array([nation.dependent_value_added for nation in nations]),
        gdp=np.array([nation.gdp for nation in nations]),
        budget=beliefs.budget,
        annuities=annuities,
        rules=setting.accord,
        indispensable=tuple([nation.key for nation in nations].index(key) for key in setting.accord.indispensable),
        sovereignty=np.array([nation.priorities.sovereignty for nation in nations]),
        exponent=setting.market.scale_exponent,
        oversight=oversight(setting),
        outlook=_fund_outlook(setting, float(np.mean(beliefs.discount[list(candidates)]))),
        coordination=setting.strains.member_cost if failures.dilution else 0.0,
        free_riding=failures.free_riding,
        reprisal=reprisals(appraiser, candidates, beliefs, annuities),
        use=use_elsewhere(appraiser),
    )


def _fund_outlook(setting: Setting, discount: float) -> FundOutlook:
    market = setting.market
    return FundOutlook(years=setting.horizon, discount=discount, slow=1 - market.delivery_rate, life=market.plant_life)


def whole(
    appraiser: Appraiser, values: ArticleValues, members: tuple[int, ...], text: Text, beliefs: Beliefs
) -> tuple[Array, Array]:
    """The effect of a text in the market: by the sum of its articles, and by one run of all of them together.

    Returns
    -------
    Two of (nations,) USD m/yr. Neither counts transfers of money or spending.
    """
    books, rows = appraiser.books, list(members)
    days, floor = text.reserve_days / REFERENCE_DAYS, text.price_floor / REFERENCE_FLOOR
    single = days * values.reserve_effect[rows].sum(axis=0) + floor * values.floor_effect[rows].sum(axis=0)
    single = single + text.standard_level * values.standard_effect[rows].sum(axis=0)
    inside = np.isin(np.arange(len(values.base)), rows).astype(float)
    for name, joint in values.joint.items():
        single = single + joint.together(inside) * joint.at(np.array([text.level(name)]))[0]
    for name, level in text.more:
        single = single + level * values.carried[name].effect[rows].sum(axis=0)
    single = single / values.annuities
    quarter, built = appraiser.quarter(LOOK_AHEAD), values.fund_plan(members, text)
    price = appraiser.base(LOOK_AHEAD).calm_outcome.planning_price
    if built is not None:
        chosen = values.plans[built.number]
        years = plant_years(chosen, appraiser, beliefs)
        effect = built.first * values.plant_effect[built.number] + built.more * values.plant_more[built.number]
        single = single + effect / years
        quarter = books.with_plants(quarter, chosen.addition.times(built.count))
    quarter, relief = with_standard(books, quarter, members, text.standard_level)
    quarter, _ = with_floor(books, quarter, members, text.price_floor, price)
    quarter = in_force(scene_of(appraiser), quarter, members, text, ahead=True)
    release = np.zeros((len(values.base), 2))
    for member in rows:
        tonnes = reserve_tonnes(appraiser.base(LOOK_AHEAD), member, text.reserve_days)
        release[member] = tonnes * 4.0 / books.setting.risks.ban_quarters
    stocks, ready = release if release.any() else None, standby_of(books, members, text)
    looked = appraiser.look(LOOK_AHEAD, quarter, release=stocks, relief=relief, standby=ready)
    return single, _effect(appraiser, beliefs)(looked)


def _effect(appraiser: Appraiser, beliefs: Beliefs) -> Effect:
    """Worth of a changed state to each nation above that of the unilateral path, (nations,) USD m/yr."""
    expected = appraiser.base(LOOK_AHEAD).expected(beliefs.crisis_time, beliefs.risk_aversion)

    def effect(prospect: Prospect) -> Array:
        return prospect.expected(beliefs.crisis_time, beliefs.risk_aversion) - expected

    return effect


def _plants(appraiser: Appraiser, candidates: tuple[int, ...], beliefs: Beliefs, effect: Effect) -> dict[str, Any]:
    """Try the plants that each candidate could host, and keep the best for all and the best for itself."""
    books, quarter, count = appraiser.books, appraiser.quarter(LOOK_AHEAD), len(appraiser.books.setting.nations)
    rows, kept = list(candidates), []
    found: dict[str, list[Array | float]] = {name: [] for name in ("effect", "more", "rent", "rents")}
    cost, first, more = np.full(count, np.inf), np.zeros((count, count)), np.zeros((count, count))
    for nation in candidates:
        tried = []
        for kinds in PACKAGES:
            chosen = plan(books, nation, kinds)
            if chosen is None:
                continue
            prospect = appraiser.with_plants(LOOK_AHEAD, chosen.addition, (nation, kinds))
            tried.append((chosen, prospect, plant_years(chosen, appraiser, beliefs) * effect(prospect)))
        if not tried:
            continue
        together = greatest(tried, [one[2][rows].sum() / one[0].cost for one in tried], LEAST_RATIO)
        alone = greatest(tried, [one[2][nation] / one[0].cost for one in tried], LEAST_RATIO)
        for chosen, prospect, gain in [together] if together is alone else [together, alone]:
            years = plant_years(chosen, appraiser, beliefs)
            many = appraiser.with_many(LOOK_AHEAD, chosen.addition, MOST_PLANTS)
            further = (years * effect(many) - gain) / (MOST_PLANTS - 1)
            rent = years[nation] * plant_rent(prospect, chosen, quarter, books)
            rents = years[nation] * MOST_PLANTS * plant_rent(many, chosen, quarter, books)
            kept.append(chosen)
            figures = {"effect": gain, "more": further, "rent": rent, "rents": (rents - rent) / (MOST_PLANTS - 1)}
            for name, figure in figures.items():
                found[name].append(figure)
            able = chosen.size_for(SAVED_YEARS * beliefs.budget[nation], books.setting.market.scale_exponent)
            if chosen is alone[0] and able >= SMALLEST:
                cost[nation], first[nation], more[nation] = chosen.cost, gain, further
    return {
        "plans": tuple(kept),
        "plant_effect": np.array(found["effect"]).reshape(len(kept), count),
        "plant_more": np.array(found["more"]).reshape(len(kept), count),
        "plant_rent": np.array(found["rent"], dtype=float),
        "rent_more": np.array(found["rents"], dtype=float),
        "home_cost": cost,
        "home_effect": first,
        "home_more": more,
    }


def _reserves(
    appraiser: Appraiser, candidates: tuple[int, ...], beliefs: Beliefs, annuities: Array, effect: Effect
) -> dict[str, Array]:
    """Let each candidate hold a reserve and release it in a crisis."""
    setting, base = appraiser.books.setting, appraiser.base(LOOK_AHEAD)
    count, price = len(annuities), base.calm_outcome.planning_price
    gained, cost, sold = np.zeros((count, count)), np.zeros(count), np.zeros(count)
    rate = 4.0 / setting.risks.ban_quarters
    for nation in candidates:
        tonnes, release = reserve_tonnes(base, nation, REFERENCE_DAYS), np.zeros((count, 2))
        release[nation] = tonnes * rate
        looked = appraiser.with_stock(LOOK_AHEAD, release)
        gained[nation] = annuities * effect(looked)
        dear = np.clip(looked.crisis_outcome.planning_price[nation, 1] - price[nation, 1], 0, None)
        released = float((looked.crisis_outcome.released[nation, 1] * dear).sum()) * USD_M
        sold[nation] = annuities[nation] * beliefs.crisis_time[nation] * released
        kept = 1 - power(1 + float(beliefs.discount[nation]), -setting.horizon)
        held = kept + setting.market.carrying_rate * annuities[nation]
        cost[nation] = float((tonnes * price[nation, 1]).sum()) * USD_M * held
    return {"reserve_effect": gained, "reserve_cost": cost, "reserve_gain": sold}


def _joint(
    appraiser: Appraiser, candidates: tuple[int, ...], annuities: Array, effect: Effect, single: dict[str, Array]
) -> dict[str, Joint]:
    """Let all candidates carry an article together at each of its levels, and keep effects that single runs miss."""
    books, quarter, rows = appraiser.books, appraiser.quarter(LOOK_AHEAD), list(candidates)
    base, rules, count = appraiser.base(LOOK_AHEAD), books.setting.accord, len(annuities)
    sound, rate = base.calm_outcome.planning_price, 4.0 / books.setting.risks.ban_quarters
    imports = np.zeros((count, 2))
    for nation in candidates:
        imports[nation] = reserve_tonnes(base, nation, 1.0)

    def stored(days: float) -> Prospect:
        return appraiser.look(LOOK_AHEAD, quarter, release=imports * days * rate)

    def kept(level: float) -> Prospect:
        stricter, relief = with_standard(books, quarter, candidates, round(level))
        return appraiser.look(LOOK_AHEAD, stricter, relief=relief)

    def paid(floor: float) -> Prospect:
        return appraiser.look(LOOK_AHEAD, with_floor(books, quarter, candidates, floor, sound)[0])

    mines = np.bincount(books.shape.mine_nation, weights=quarter.mine_capacity, minlength=count)
    runs = {
        "reserve_days": (rules.reserve_days, stored, single["reserve_effect"] / REFERENCE_DAYS, imports.sum(axis=1)),
        "standard_level": (rules.standard_level, kept, single["standard_effect"], mines),
        "price_floor": (
            rules.price_floor,
            paid,
            single["floor_effect"] / REFERENCE_FLOOR,
            quarter.capacity[:, 0].sum(axis=1),
        ),
    }
    found = {}
    for name, (tried, run, alone, carried) in runs.items():
        levels = np.unique([0.0, *tried])
        weight = np.where(np.isin(np.arange(count), rows), carried, 0.0)
        if len(levels) < 2 or weight.sum() <= 0:
            continue
        together = [annuities * effect(run(float(level))) - level * alone[rows].sum(axis=0) for level in levels[1:]]
        extra = np.array([np.zeros(count), *together])
        found[name] = Joint(levels=levels, extra=extra, weight=weight / weight.sum())
    return found


def _policies(appraiser: Appraiser, candidates: tuple[int, ...], annuities: Array, effect: Effect) -> dict[str, Array]:
    """Let each candidate in turn keep the standard, be paid a price floor, and be spared stoppages of its mines."""
    books, quarter, count = appraiser.books, appraiser.quarter(LOOK_AHEAD), len(annuities)
    sound, risks = appraiser.base(LOOK_AHEAD).calm_outcome.planning_price, books.setting.risks
    standard, floor, outage = (np.zeros((count, count)) for _ in range(3))
    cost = np.zeros(count)
    for nation in candidates:
        stricter, relief = with_standard(books, quarter, (nation,), 1)
        standard[nation] = annuities * effect(appraiser.look(LOOK_AHEAD, stricter, relief=relief))
        if quarter.capacity[nation, 0].sum() > 0:
            paid, unit = with_floor(books, quarter, (nation,), REFERENCE_FLOOR, sound)
            looked = appraiser.look(LOOK_AHEAD, paid)
            floor[nation] = annuities * effect(looked)
            cost[nation] = float((looked.calm_outcome.made[nation, 0] * unit).sum()) * USD_M * annuities[nation]
        mines = books.shape.mine_nation == nation
        if quarter.mine_capacity[mines].sum() > 0:
            stopped = quarter.changed(mine_capacity=quarter.mine_capacity * np.where(mines, 1 - risks.outage_cut, 1.0))
            time = risks.mine_outage * risks.outage_quarters / 4
            outage[nation] = -annuities * time * effect(appraiser.look(LOOK_AHEAD, stopped))
    return {"standard_effect": standard, "floor_effect": floor, "floor_cost": cost, "outage_effect": outage}


def plant_rent(prospect: Prospect, chosen: Plan, quarter: Quarter, books: Books) -> float:
    """Earnings of a plant of reference size in a calm year beyond its running cost, USD m/yr."""
    return addition_rent(chosen.addition, prospect.calm_outcome.planning_price, quarter, books)


def addition_rent(addition: Addition, price: Array, quarter: Quarter, books: Books, aid: Array | float = 0.0) -> float:
    """Earnings of some capacity at given prices beyond its running cost, USD m/yr; zero where it would be idle.

    ``aid`` is support paid to plants, (nations, conversions, materials) USD/kg of input.
    """
    return earned(addition, margins(price, quarter, books, aid))


def margins(price: Array, quarter: Quarter, books: Books, aid: Array | float = 0.0) -> Addition:
    """Earnings of a tonne of each kind of new capacity beyond its running cost, at least 0, USD/kg; see above."""
    shape = books.shape
    basket = shape.mine_light * price[shape.mine_nation, 0, 0] + shape.mine_heavy * price[shape.mine_nation, 0, 1]
    return Addition(
        mine=np.maximum(basket - quarter.mine_cost - 0.5 * quarter.mine_rise, 0.0),
        capacity=np.maximum(quarter.recovery * price[:, 1:] - price[:, :-1] - books.new_cost + aid, 0.0),
        recycling=np.maximum(price[:, 1] - quarter.recycling_cost, 0.0),
    )


def earned(addition: Addition, margin: Addition) -> float:
    """Earnings of some capacity at given margins, USD m/yr."""
    total = 0.0
    for what, gain in (
        (addition.mine, margin.mine),
        (addition.capacity, margin.capacity),
        (addition.recycling, margin.recycling),
    ):
        sizes, gains = what.ravel(), gain.ravel()
        total += sum(float(sizes[k] * gains[k]) for k in sizes.nonzero()[0].tolist())
    return total * USD_M
