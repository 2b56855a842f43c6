"""What a supply agreement is said to be worth against runs of the market with the agreement in force."""

import numpy as np
import pytest

from agents.model import AllianceModel
from agents.supply import clauses
from agents.supply.agreements import AHEAD, agree, promising
from agents.supply.clauses import Use
from agents.supply.lane_worth import lane_value
from agents.supply.outlook import Outlook
from agents.supply.table import contract_worth
from agents.supply.terms import PRICE_RULES, bundle, number, standard
from agents.worth.valuation import USD_M
from agents.year import sittings
from scenarios.loader import load

VOLUMES = (0.2, 0.4, 0.6, 0.8, 1.0)
STATES = ("calm", "crisis")


def at_the_table(name):
    """The first year of a world, with everything ready for the sittings."""
    model = AllianceModel(load(name), "bilateral", seed=3)
    model.brief()
    model.use_levers()
    return model


@pytest.fixture(scope="module", params=["small", "baseline_2024"])
def model(request):
    return at_the_table(request.param)


def tables(model, wanted=12):
    """Lanes of sellers that a crisis does not stop, with what they are worth."""
    dominant = model.keys.index(model.setting.risks.dominant)
    open_ = [lane for lane in sittings.open_lanes(model) if lane.seller != dominant]
    return [(lane, lane_value(model.appraiser, lane)) for lane in open_[:wanted]]


def said(model, lane, value, state, **terms):
    """Worth of one year in one state by the table, (seller, buyer) USD m: all trust, no fear, no discount."""
    time = 1.0 if state == "crisis" else 0.0
    sides = Outlook(
        crisis_time=(time, time), slump_time=(0.0, 0.0), aversion=(0.0, 0.0), trust=1.0, rates=(0.0, 0.0), horizon=1
    )
    levels = standard(model.setting.supply) | {"duration": 1, "emergency priority": "yes", "forum": "none"} | terms
    rows = {name: np.array([number(name, level)]) for name, level in levels.items()}
    return contract_worth(value, bundle(rows, lane.tonnes * USD_M, model.promises.terms()), sides)[:, 0]


def run(model, lane, value, state, **terms):
    """The same by a run of the market with the agreement in force, and what the tonnes cost, USD m."""
    appraiser, base = model.appraiser, model.appraiser.base(AHEAD)
    signed = agree(1, lane, value, standard(model.setting.supply) | {"emergency priority": "yes"} | terms, 0)
    uses = {name: [Use(lane=lane, tonnes=signed.agreed, level=level)] for name, level in signed.acting}

    def brought(uses):
        nobody = np.zeros(len(model.keys))
        quarter, relief = clauses.in_force(model.books, appraiser.quarter(AHEAD), uses, nobody, ahead=True)
        looked = appraiser.look(AHEAD, promising(quarter, lane, signed.tonnes), relief=relief)
        gained, outcome = getattr(looked, state) - getattr(base, state), getattr(looked, f"{state}_outcome")
        here = outcome.producer_price[lane.seller, lane.stage, lane.material]
        there = outcome.price[lane.buyer, lane.stage, lane.material] - quarter.freight[lane.seller, lane.buyer]
        price, tonnes = signed.price(here), signed.tonnes * USD_M
        return np.array(
            [gained[lane.seller] + (price - here) * tonnes, gained[lane.buyer] + (there - price) * tonnes]
        ), abs(price) * signed.agreed * USD_M

    gains, cost = brought(uses)
    for name, (use,) in uses.items():
        if learned := clauses.hook(name, "lasting"):
            plain, _ = brought({})
            gains = plain + learned(0.0, 1, 1) * (gains - plain)
        if paid := clauses.hook(name, "cost"):
            gains = gains - paid(model.books, use)
    return gains, cost


def errors(model, tried, **more):
    """Largest error of the two sides in every state and volume, share of what the tonnes cost."""
    found = []
    for lane, value in tried:
        for terms in more["terms"](value):
            for state in STATES:
                for volume in VOLUMES:
                    ran, cost = run(model, lane, value, state, volume=volume, **terms)
                    found.append(np.abs(said(model, lane, value, state, volume=volume, **terms) - ran).max() / cost)
    return np.array(found)


def test_what_an_agreement_is_worth_is_what_a_run_of_the_market_with_it_brings(model):
    """Nine in ten within 1 % of the price of the tonnes; the rest stand where a plant starts or stops in between."""
    found = errors(model, tables(model), terms=lambda value: [{"price": rule} for rule in PRICE_RULES[:3]])
    assert np.median(found) < 1e-4
    assert np.quantile(found, 0.9) < 0.01
    assert found.max() < 0.5


def test_at_the_volumes_that_were_run_the_worth_is_exact(model):
    for lane, value in tables(model):
        for state in STATES:
            for volume in (0.4, 1.0):
                ran, cost = run(model, lane, value, state, volume=volume)
                assert said(model, lane, value, state, volume=volume) == pytest.approx(ran, abs=1e-5 * cost)


@pytest.mark.parametrize(
    ("name", "usual", "tail", "most"),
    [
        ("standard level", 5e-4, 0.005, 0.1),
        ("technology transfer", 1e-3, 0.015, 0.5),
        ("local processing", 0.003, 0.03, 0.15),
    ],
)
def test_a_clause_is_worth_what_a_run_of_the_market_with_it_brings(model, name, usual, tail, most):
    """Half of all cases within the first figure, nine in ten within the second, shares of the tonnes' price."""
    tried = [(lane, value) for lane, value in tables(model, 40) if name in value.acting][:6]
    assert tried
    levels = clauses.clause(name).issue.levels[1:]
    found = errors(model, tried, terms=lambda value: [{name: level} for level in levels])
    assert np.median(found) < usual
    assert np.quantile(found, 0.9) < tail
    assert found.max() < most


def test_ore_kept_at_home_is_worth_most_where_it_keeps_a_plant_open_for_the_crisis():
    """Australia could separate 820 t of heavy oxide; a plant that works at less than 5 %, 41 t, closes in calm years.

    Half of the agreed ore stays. Below 41 t the crisis finds the plant closed and the ore worthless at home; from there
    on it works, and the seller gains a tenth of the tonnes' price and more. The table says so on both sides.
    """
    model = at_the_table("small")
    lane, value = next(
        one for one in tables(model, 40) if one[0].describe(model.names) == "heavy ore from Australia to China"
    )
    use = Use(lane=lane, tonnes=lane.tonnes, level=0.5)
    calm = model.appraiser.base(AHEAD).calm_outcome
    step = clauses.hook("local processing", "turns")(model.books, model.appraiser.quarter(AHEAD), use, calm)
    assert step == pytest.approx(0.05 * 820, abs=0.5)
    above = next(volume for volume in VOLUMES if 0.5 * volume * lane.tonnes >= step)
    found = []
    for volume in (VOLUMES[VOLUMES.index(above) - 1], above):
        terms = {"volume": volume, "local processing": 0.5}
        ran, cost = run(model, lane, value, "crisis", **terms)
        assert said(model, lane, value, "crisis", **terms) == pytest.approx(ran, abs=0.01 * cost)
        found.append(ran[0] / cost)
    assert found[1] - found[0] > 0.1
