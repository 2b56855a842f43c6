"""What a supply agreement promises and costs, and which of its terms come on the table."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.supply.agreements import price_under
from agents.supply.outlook import Acting, LaneValue, Outlook
from agents.supply.table import contract_worth, lay, stakes, worth_of
from agents.supply.terms import (
    ACTING,
    CATALOGUE,
    FEWEST,
    FORUMS,
    MEANINGS,
    MOST,
    PRICE_RULES,
    bundle,
    columns,
    recovered,
    standard,
)
from agents.world.conduct import DisputeRules, SupplyRules
from negotiation.bargaining.terms import TermSpace

VALUE = LaneValue(
    buyer_calm=80.0,
    buyer_crisis=300.0,
    buyer_tail=100.0,
    seller_calm=60.0,
    seller_crisis=150.0,
    spot_calm=62.0,
    spot_crisis=150.0,
    spot_slump=40.0,
    buyer_slump=45.0,
    fair=70.0,
)
RULES, LAW = SupplyRules(), DisputeRules().terms()
SURE = replace(LAW, complainant_wins=1.0, compliance=1.0)
"""Law under which a panel always finds for the one who is right, and the loser pays."""


def outlook(**changes):
    figures = {
        "crisis_time": (0.1, 0.1),
        "slump_time": (0.0, 0.0),
        "aversion": (0.0, 0.2),
        "trust": 0.5,
        "rates": (0.06, 0.04),
        "litigation": 0.0,
        "binding": 0.002,
        "firmness": 0.01,
    } | changes
    return Outlook(**figures)


def worth(law=SURE, value=VALUE, terms=None, **changes):
    """Worth of 1,000 t/yr under terms that are the standard ones where none are given, (seller, buyer) USD m."""
    wanted = {"duration": 1, "forum": "panel"} | (terms or {})
    space = TermSpace(
        tuple(replace(issue, levels=(wanted[issue.name],)) for issue in CATALOGUE if issue.name in wanted)
    )
    return contract_worth(value, bundle(columns(space, standard(RULES)), 1.0, law), outlook(**changes))[:, 0]


@pytest.mark.parametrize(
    ("rule", "price"),
    [("spot less 5 %", 95.0), ("spot", 100.0), ("fixed", 70.0), ("fixed plus 10 %", 77.0), ("collar of 20 %", 84.0)],
)
def test_each_price_rule_prices_as_it_says(rule, price):
    assert price_under(rule, 70.0, 100.0) == pytest.approx(price)


def test_an_unknown_price_rule_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"price rule must be one of .*, got 'gold'"):
        price_under("gold", 1.0, 1.0)


def test_one_outcome_reckoned_by_hand():
    """One year, all the tonnes, priority given at 70, damages 1, law that always rules for the one who is right.

    The buyer trusts the seller by half, so 0.5 exp(-1) = 0.1839 of the tonnes slip in a crisis, and what is then lost,
    230 a tonne, is paid for: 42.31. Seller, a tonne: 0.9 (70 - 60) + 0.1 (0.8161 (70 - 150) - 42.31) - 0.01 x 70
    = -2.460; less binding 0.14. Buyer: 0.9 (80 - 70) + 0.3 (0.8161 x 230 + 42.31) + 0.2 x 0.8161 x 100 = 94.32.
    """
    slip = 0.5 * np.exp(-1)
    seller, buyer = worth(terms={"emergency priority": "yes"})
    sells = 9 + 0.1 * ((1 - slip) * -80 - 230 * slip) - 0.7
    buys = 9 + 0.3 * 230 + 0.2 * (1 - slip) * 100
    assert seller == pytest.approx((sells - 0.14) / 1.06)
    assert buyer == pytest.approx((buys - 0.14) / 1.04)


@pytest.mark.parametrize("firm", ["no", "yes"])
def test_where_a_government_stops_the_ships_nothing_is_delivered_nothing_is_paid_and_damages_are_owed(firm):
    """In calm 9 a tonne to each. In a crisis the buyer loses 230, all of it owed by sure law, nothing without law."""
    still = {"firmness": 0.0, "aversion": (0.0, 0.0), "rates": (0.0, 0.0), "binding": 0.0}
    stopped = replace(VALUE, blocked=True)
    lawless, sure = (
        worth(value=stopped, terms={"emergency priority": firm, "forum": forum}, **still) for forum in ("none", "panel")
    )
    assert lawless == pytest.approx([9, 9])
    assert sure == pytest.approx([9 - 0.1 * 230, 9 + 0.1 * 230])


def test_a_seller_without_priority_stops_in_a_crisis_where_it_could_sell_for_more():
    """Fixed at 70 against 150 then: nothing is delivered, 9 a tonne to each in calm. By spot it delivers at 150."""
    fixed, spot = (worth(terms={"price": rule}, aversion=(0.0, 0.0)) for rule in ("fixed", "spot"))
    assert fixed == pytest.approx([(9 - 0.14) / 1.06, (9 - 0.14) / 1.04])
    assert spot == pytest.approx([(0.9 * 2 - 0.14) / 1.06, (0.9 * 18 + 0.1 * 150 - 0.14) / 1.04])


@given(st.floats(0, 0.5), st.floats(0.05, 0.95), st.sampled_from(PRICE_RULES))
def test_price_moves_money_between_the_two_and_nothing_else(crisis, trust, rule):
    """At one discount rate the sum of both does not depend on the price rule, where deliveries go on in a crisis."""
    same = {"crisis_time": (crisis, crisis), "trust": trust, "rates": (0.05, 0.05), "aversion": (0.0, 0.0)}
    one, other = (worth(terms={"price": name, "emergency priority": "yes"}, **same) for name in (rule, "spot"))
    assert one.sum() == pytest.approx(other.sum())


def test_a_seller_gains_from_a_fixed_price_when_it_fears_a_slump():
    def gain(time):
        fears = {"slump_time": (time, time), "crisis_time": (0.0, 0.0)}
        return worth(terms={"price": "fixed"}, **fears)[0] - worth(terms={"price": "spot"}, **fears)[0]

    assert gain(0.2) > gain(0.0)


def test_a_buyer_values_priority_more_the_surer_it_is_of_a_crisis():
    def gain(time):
        yes, no = (
            worth(terms={"emergency priority": word, "damages": 2.0}, crisis_time=(0.1, time)) for word in ("yes", "no")
        )
        return yes[1] - no[1]

    assert gain(0.0) < gain(0.1) < gain(0.3)


def test_a_prepayment_is_worth_what_money_now_is_worth_against_money_off_later():
    """Three years, half of a year's price of 70 now: 35, against 11.67 off every year's price.

    At 6 % three years are worth 2.6730 and at 4 % 2.7751, so the seller gains 35 - 11.6667 x 2.6730 = 3.815 and the
    buyer, who trusts the seller fully, loses 35 - 11.6667 x 2.7751 = 2.624 (USD m for 1,000 t/yr).
    """
    change = np.subtract(*(worth(terms={"duration": 3, "prepayment": part}, trust=1.0) for part in (0.5, 0.0)))
    assert change == pytest.approx([3.815, -2.624], abs=0.001)


def test_a_buyer_prepays_less_gladly_where_nothing_makes_the_seller_deliver():
    loss = {
        forum: np.subtract(
            *(worth(terms={"duration": 3, "prepayment": part, "forum": forum})[1] for part in (0.5, 0.0))
        )
        for forum in ("none", "panel")
    }
    # Half the trust, half of what is paid ahead still open on average: 0.5 x 0.5 x 35 = 8.75.
    assert loss["panel"] - loss["none"] == pytest.approx(8.75)


def test_take_or_pay_is_worth_to_the_seller_what_it_costs_a_buyer_that_might_leave():
    """Slump in a fifth of years, price fixed at 70, goods at 45 elsewhere and worth 40 to the seller; no trust.

    Without cover the buyer always leaves: nothing moves. With full cover it leaves with chance exp(-1) and pays the
    seller's 30 then; else it takes at 70. The seller has 0.2 x 30 more in both cases, the buyer 0.2 (0.632 x 25 +
    0.368 x 30) = 5.370 less.
    """
    slump = {
        "slump_time": (0.2, 0.2),
        "crisis_time": (0.0, 0.0),
        "aversion": (0.0, 0.0),
        "trust_back": 0.0,
        "rates": (0.0, 0.0),
    }
    change = np.subtract(*(worth(terms={"take-or-pay": share}, **slump) for share in (1.0, 0.0)))
    assert change == pytest.approx([0.2 * 30, -0.2 * (25 * (1 - np.exp(-1)) + 30 * np.exp(-1))])


def test_force_majeure_spares_the_seller_what_the_buyer_then_bears():
    """A tenth of the tonnes is lost to outages; cover costs the buyer 80 - 70 = 10 a tonne: 1.0 USD m for 1,000 t."""
    hit = {"outage": 0.1, "rates": (0.0, 0.0)}
    change = np.subtract(*(worth(terms={"force majeure": share}, **hit) for share in (1.0, 0.0)))
    assert change == pytest.approx([1.0, -1.0])


def test_a_forum_that_can_rule_makes_promises_worth_more_to_the_buyer():
    firm = {"emergency priority": "yes", "damages": 2.0}
    found = {forum: worth(law=LAW, terms=firm | {"forum": forum})[1] for forum in FORUMS}
    assert found["none"] == found["consultation"] < found["panel"] <= found["appeal"]
    assert recovered("none", LAW) == 0.0
    assert recovered("panel", SURE) == 1.0


def test_what_a_quarrel_costs_is_paid_by_both():
    firm = {"emergency priority": "yes"}
    dear, cheap = (worth(terms=firm, litigation=share) for share in (0.1, 0.0))
    assert (dear < cheap).all()


# What comes on the table.


def laid(**changes):
    return lay(VALUE, 1000.0, outlook(**changes), RULES, LAW, ("Australia", "Japan"))


def test_four_to_six_terms_come_on_the_table_and_each_says_what_it_can_move():
    table = laid()
    names = [issue.name for issue in table.space.issues]
    assert FEWEST <= len(names) <= MOST
    assert {item.name for item in table.agenda} == set(names)
    assert [item.stake for item in table.agenda] == sorted((item.stake for item in table.agenda), reverse=True)
    assert all(f"{item.name} can move Australia by" in item.why for item in table.agenda)
    assert table.worth.shape == (2, table.space.size)


def test_the_volume_and_the_price_are_always_worth_talking_about():
    assert {"volume", "price"} <= {issue.name for issue in laid().space.issues}


def test_a_pair_that_fears_no_crisis_has_no_priority_to_talk_about():
    fears = [issue.name for issue in laid(crisis_time=(0.3, 0.3), trust=0.9).space.issues]
    calm = laid(crisis_time=(0.0, 0.0), aversion=(0.0, 0.0), outage=0.1, slump_time=(0.3, 0.3), trust_back=0.2)
    assert "emergency priority" in fears
    assert "take-or-pay" in [issue.name for issue in calm.space.issues]


def test_what_is_not_on_the_table_follows_the_standard_clauses():
    table = laid()
    outside = {issue.name for issue in CATALOGUE} - {issue.name for issue in table.space.issues}
    terms = table.terms(0)
    assert outside
    assert {"volume", "price", "duration", "emergency priority", "damages"} <= set(terms)
    assert not (outside & {"take-or-pay", "prepayment", "force majeure", "forum"} & set(terms))


def test_an_outcome_is_worth_the_same_whether_a_term_is_on_the_table_at_its_usual_level_or_not():
    table = laid()
    usual = {name: level for name, level in table.usual.items() if name in {i.name for i in table.space.issues}}
    if all(usual[issue.name] in issue.levels for issue in table.space.issues):
        one = TermSpace((replace(CATALOGUE[0], levels=(1.0,)),))
        whole = bundle(columns(one, standard(RULES)), 1.0, LAW)
        outcome = table.space.encode(usual)
        assert table.worth[:, outcome] == pytest.approx(contract_worth(VALUE, whole, outlook())[:, 0])


def test_every_term_has_a_meaning_and_the_standard_clause_names_each():
    names = {issue.name for issue in CATALOGUE}
    assert set(MEANINGS) == names == set(standard(RULES))
    assert all(text.endswith(".") for text in MEANINGS.values())


# Clauses that act through the market.


ACTS = Acting(
    tried=(0.0, 1000.0),
    calm=((0.0, -2.0), (0.0, 3.0)),
    crisis=((0.0, -4.0), (0.0, 10.0)),
    tail=((0.0, 0.0), (0.0, 5.0)),
    reach=500.0,
)
TAUGHT = replace(VALUE, acting={"technology transfer": ACTS})


def test_a_clause_is_worth_what_a_run_of_the_market_with_it_changes():
    """At half its level on 1,000 t, of which it reaches 500: 0.9 of a calm and 0.1 of a crisis year.

    Seller: 0.5 x 0.5 (0.9 x -2 + 0.1 x -4) = -0.55 USD m. Buyer: 0.25 (0.9 x 3 + 0.1 x 10 + 0.2 x 5) = 1.175.
    """
    kept = replace(VALUE, acting={"standard level": ACTS})
    change = np.subtract(
        *(worth(value=kept, terms={"standard level": level}, fear=(0.3, 0.2), rates=(0.0, 0.0)) for level in (0.5, 0.0))
    )
    assert change == pytest.approx([-0.55, 1.175])


@pytest.mark.parametrize(
    ("years", "horizon", "learned"),
    [
        (1, 1, 0.2),
        (1, 4, 0.2 + 3 * 0.2),
        (3, 3, 0.2 + 0.36 + 0.488),
        (3, 5, 0.2 + 0.36 + 3 * 0.488),
        (3, 1, 0.2 + 0.36 + 0.488),
    ],
)
def test_what_is_learned_is_kept_until_the_horizon_and_paid_for_only_while_the_agreement_binds(years, horizon, learned):
    """A fifth of the gap a year: 0.2, 0.36, 0.488 and so on of what there is to learn, and nothing more after the end.

    The market was run with three years of learning, 0.488. The programme costs seller and buyer 1 and 2 USD m a year
    for 250 t and more; the term is at half its level.
    """
    taught = replace(VALUE, acting={"technology transfer": replace(ACTS, cost=(1.0, 2.0), covers=250.0)})
    change = np.subtract(
        *(
            worth(
                value=taught, terms={"technology transfer": level, "duration": years}, rates=(0.0, 0.0), horizon=horizon
            )
            for level in (0.5, 0.0)
        )
    )
    gain = 0.25 * np.array([0.9 * -2 + 0.1 * -4, 0.9 * 3 + 0.1 * 10]) * learned / 0.488
    assert change == pytest.approx(gain - 0.5 * np.array([1.0, 2.0]) * years)


def test_between_runs_with_a_clause_its_worth_goes_in_straight_lines_and_prices_move_at_once():
    """400 t bring 2, 1,000 t bring 5: 700 t bring 3.5. The price falls by 10 with the first tonne, by 20 with all."""
    nothing = (0.0, 0.0, 0.0)
    acts = replace(
        ACTS,
        tried=(0.0, 400.0, 1000.0),
        calm=((0.0, 2.0, 5.0), nothing),
        crisis=(nothing, nothing),
        tail=(nothing, nothing),
        spots={"spot_calm": (-10.0, -10.0, -20.0)},
    )
    acted = np.array([0.0, 1.0, 400.0, 700.0])
    assert acts.gains(acted, outlook(crisis_time=(0.0, 0.0)))[0] == pytest.approx([0.0, 0.005, 2.0, 3.5])
    assert acts.moved(acted)["spot_calm"] == pytest.approx([0.0, -10.0, -10.0, -15.0])


def test_a_price_by_spot_follows_the_price_that_a_clause_leads_to():
    """Spot falls by 20 in calm years under the clause: the seller is paid 20 less for each tonne that it sends."""
    acts = replace(
        ACTS, calm=((0.0, 0.0), (0.0, 0.0)), crisis=((0.0, 0.0), (0.0, 0.0)), spots={"spot_calm": (-20.0, -20.0)}
    )
    priced = replace(VALUE, acting={"standard level": acts})
    change = np.subtract(
        *(
            worth(value=priced, terms={"standard level": level, "price": "spot"}, rates=(0.0, 0.0), aversion=(0.0, 0.0))
            for level in (1.0, 0.0)
        )
    )
    assert change == pytest.approx([-0.9 * 20, 0.9 * 20])


@pytest.mark.parametrize("name", ACTING)
def test_a_clause_that_could_change_nothing_on_a_lane_is_worth_nothing_there(name):
    full = next(issue for issue in CATALOGUE if issue.name == name).levels[-1]
    assert worth(terms={name: full}) == pytest.approx(worth())


def test_ore_that_is_processed_at_home_is_not_sold_as_ore():
    """A quarter stays: three quarters of the worth of the tonnes, and a quarter of what keeping them is worth."""
    kept = replace(VALUE, acting={"local processing": replace(ACTS, reach=np.inf)})
    quarter, whole = (worth(value=kept, terms={"local processing": part}) for part in (0.25, 0.0))
    gain = 0.25 * np.array([0.9 * -2 + 0.1 * -4, 0.9 * 3 + 0.1 * 10]) / [1.06, 1.04]
    assert quarter == pytest.approx(0.75 * whole + gain)


def test_the_stakes_of_all_terms_are_those_of_each_term_alone():
    """Each term of the catalogue alone, the others as usual; clauses about broken promises with priority given."""
    found = stakes(standard(RULES), TAUGHT, 1000.0, outlook(), LAW)
    for place, issue in enumerate(CATALOGUE):
        firm = {"emergency priority": "yes"} if issue.name in ("damages", "forum") else {}
        each = [
            worth_of(firm | {issue.name: level}, TAUGHT, 1000.0, outlook(), RULES, LAW)[1] for level in issue.levels
        ]
        assert found[:, place] == pytest.approx(np.ptp(each, axis=0))


def test_tonnes_are_worth_what_the_runs_of_the_market_say_and_straight_lines_between():
    """400 t bring 100 each, all 1,000 bring 70 each: the last 600 bring 50 each, so 700 t bring (40 + 15) / 0.7."""
    value = replace(
        VALUE,
        tonnes=400.0,
        buyer_calm=100.0,
        spot_calm=60.0,
        whole=replace(VALUE, tonnes=1000.0, buyer_calm=70.0, spot_calm=66.0),
    )
    means = value.at(np.array([100.0, 400.0, 700.0, 1000.0]))
    assert means.buyer_calm == pytest.approx([100.0, 100.0, 55.0 / 0.7, 70.0])
    assert means.spot_calm == pytest.approx([60.0, 60.0, 63.0, 66.0])
    assert VALUE.at(np.array([5.0])) is VALUE
