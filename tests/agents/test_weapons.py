"""The dominant supplier's weapons are levers of its government, and act as nature's shocks do."""

from dataclasses import replace

import numpy as np
import pytest

from agents.model import AllianceModel
from agents.players.menu import ANSWER, Wish, menu, paying
from agents.players.orders import AUTOMATIC, HandedIn, Orders
from agents.questions.power import Approach, EarnBack, OfferPayment, Retaliate, TakePayment
from agents.strategies.usual.take_payment_to_leave import take_payment_to_leave
from agents.year import buyouts, dominance, restrictions, weapons
from scenarios.loader import load, with_changes

CALM = {"risks.export_ban": 0.0, "risks.undercut": 0.0, "risks.mine_outage": 0.0, "risks.demand_surge": 0.0}
PAIR = with_changes(load("pair"), CALM)
CHINA, AUSTRALIA, JAPAN = range(3)


def opened(setting=PAIR, regime="bilateral"):
    """A world whose first year has been opened."""
    model = AllianceModel(setting, regime, seed=1)
    model.brief()
    return model


def lived(*wishes, years=1, setting=PAIR):
    """The same world after some years, in the first of which China's government has decided something."""
    model = opened(setting)
    model.hand_in(HandedIn(orders={CHINA: Orders(levers=wishes)}))
    model.resolve()
    for _ in range(years - 1):
        model.step()
    return model


def told(model, word):
    return [event.text for event in model.log.events if word in event.text]


@pytest.fixture(scope="module")
def free():
    """A year in which China's government does nothing."""
    return lived()


def test_only_the_dominant_supplier_has_weapons_on_its_menu():
    model = opened()
    views = [weapons.view_of(model, nation) for nation in model.nations]
    assert [view.power is None for view in views] == [False, True, True]
    names = {option.lever for option in menu(views[CHINA])}
    assert {"withhold exports", "withhold exports from japan", "undercut"} <= names
    assert not {"withhold exports", "undercut"} & {option.lever for option in menu(views[JAPAN])}


def test_the_market_is_not_asked_about_weapons_before_somebody_looks():
    power = weapons.view_of(opened(), opened().nations[CHINA]).power
    assert all("figures" not in vars(choice) for choice in power.withhold)
    assert power.withhold[0].gain_calm != 0.0


def test_a_cut_of_exports_ordered_by_a_government_does_what_natures_does(free):
    model = lived(Wish(lever="withhold exports", amount=0.4))
    here, there = (one.book.price[JAPAN, 2, 0] for one in (free, model))
    assert there > 1.2 * here
    assert model.book.consumed[JAPAN].sum() < 0.95 * free.book.consumed[JAPAN].sum()
    assert model.book.banned
    assert model.nations[JAPAN].bans_seen == free.nations[JAPAN].bans_seen + 1
    assert model.nature.hash == free.nature.hash
    (text,) = told(model, "withholds 40 %")
    assert "for 4 quarters, until the end of quarter 4 of 2025" in text


def test_what_was_ordered_for_a_year_is_over_with_it():
    model = lived(Wish(lever="withhold exports for 2 quarters", amount=0.9), years=2)
    assert [bool(model.nature.in_quarter(quarter)) for quarter in (1, 2, 4)] == [True, False, False]
    assert not model.book.banned


def test_a_stop_hits_one_nation_and_a_part_is_felt_by_all(free):
    whole = lived(Wish(lever="withhold exports from japan", amount=1.0))
    assert whole.book.consumed[JAPAN].sum() < 0.5 * free.book.consumed[JAPAN].sum()
    assert told(whole, "stops exports of oxide and magnets to")
    part = lived(Wish(lever="withhold exports from japan", amount=0.5))
    assert part.book.consumed[JAPAN].sum() > whole.book.consumed[JAPAN].sum()
    assert told(part, "withholds 50 % of its exports")


def test_undercutting_lowers_the_price_and_the_treasury_pays(free):
    model = lived(Wish(lever="undercut", amount=0.3))
    assert model.book.price[JAPAN, 1, 0] < free.book.price[JAPAN, 1, 0]
    assert model.book.money["public_revenue"][CHINA] < free.book.money["public_revenue"][CHINA]
    assert told(model, "sells oxide 30 % below its price for 4 quarters")


def test_holders_of_stocks_take_alarm_as_they_do_at_natures_ban(free):
    model = lived(Wish(lever="withhold exports", amount=0.8))
    assert model.book.alarm.max() > free.book.alarm.max()


def driven_out(model):
    """Let a line of Japan's stand shut that undercutting has driven out."""
    model.dominance.mines_out = np.zeros(len(model.books.mine_shut), dtype=bool)
    model.books.plant_shut[0, JAPAN, 0, 0] = 8
    model.dominance.plants_out = np.zeros_like(model.books.shut())
    model.dominance.plants_out[JAPAN, 0, 0] = True


def test_what_undercutting_cost_is_earned_back_when_the_government_says_so():
    model = opened()
    assert "earn back" not in [option.lever for option in menu(weapons.view_of(model, model.nations[CHINA]))]
    driven_out(model)
    option = next(one for one in menu(weapons.view_of(model, model.nations[CHINA])) if one.lever == "earn back")
    assert "Mines and lines that are shut elsewhere: 1." in option.note
    (move,) = Orders(levers=(Wish(lever="earn back", amount=0.3),)).choose_levers(
        weapons.view_of(model, model.nations[CHINA])
    )
    weapons.apply(model, model.nations[CHINA], (move,))
    assert model.dominance.limit[1, 0] == pytest.approx(0.7 * model.usual_exports[1, 0])
    assert "cuts its exports by 30 %" in model.log.events[-1].text


def test_who_earns_back_and_then_undercuts_stops_earning_back_and_that_is_told():
    model = opened()
    driven_out(model)
    wishes = (Wish(lever="earn back", amount=0.3), Wish(lever="undercut", amount=0.3))
    model.hand_in(HandedIn(orders={CHINA: Orders(levers=wishes)}))
    model.resolve()
    assert model.dominance.limit is None
    assert told(model, "cuts its exports by 30 %")
    assert told(model, "lets its exports run freely again: it sells below its price again.")
    model.brief()
    assert weapons.view_of(model, model.nations[CHINA]).power.recoup is not None


def test_nobody_earns_back_while_undercutting_goes_on():
    model = opened()
    driven_out(model)
    shock = dominance.Shock(kind="price undercut", start=0, quarters=6, size=0.3)
    model.nature = replace(model.nature, ordered=(shock,))
    assert weapons.view_of(model, model.nations[CHINA]).power.recoup is None


def test_what_was_ordered_goes_on_in_a_world_that_is_taken_up_from_a_file():
    """A half year ordered in one year and an answer to nobody end when they would have."""
    model = lived(Wish(lever="withhold exports", amount=0.4), Wish(lever="withhold exports from japan", amount=0.5))
    other = AllianceModel(PAIR, "bilateral", seed=1)
    other.resume([model.state()], model.log.events)
    assert other.nature == model.nature
    assert other.dominance.reprisals == model.dominance.reprisals
    assert not other.dominance.reprisals[0].answers
    for one in (model, other):
        one.step()
    assert np.array_equal(model.book.price, other.book.price)


def test_a_government_that_decides_itself_is_not_taken_to_earn_back_or_to_answer_by_lot():
    asked = Retaliate(members=(1, 2), weight=0.5, chance=1.0, cut=0.6, quarters=3)
    decided = Orders(levers=())
    assert decided.retaliate(asked) == ()
    assert decided.earn_back(EarnBack(gone=1, quarters=4, cuts=())).later
    assert AUTOMATIC.retaliate(asked) is None
    (answer,) = Orders(levers=(Wish(lever=ANSWER, amount=0.3),)).retaliate(asked)
    assert (answer.quarter, answer.quarters, answer.size) == (1, 3, 0.3)


def test_an_answer_to_an_accord_that_is_gone_is_not_given_and_that_is_said():
    model = lived(Wish(lever=ANSWER, amount=0.5))
    assert not model.dominance.reprisals
    assert told(model, "It is not done: no accord of others is there to answer.")


def test_exports_withheld_since_last_year_run_freely_again_when_the_government_says_so():
    long = with_changes(PAIR, {"risks.ban_quarters": 8})
    model = opened(long)
    shock = dominance.Shock(kind="export ban", start=0, quarters=8, size=0.5)
    model.nature = replace(model.nature, shocks=(shock,))
    assert weapons.view_of(model, model.nations[CHINA]).power.lasting == ()
    model.resolve()
    model.brief()
    (said,) = weapons.view_of(model, model.nations[CHINA]).power.lasting
    assert "stops exports" in said
    model.hand_in(HandedIn(orders={CHINA: Orders(levers=(Wish(lever="release exports"),))}))
    model.use_levers()
    assert not restrictions.in_force(model, 4)
    assert told(model, "lets its exports run freely again")


APPROACH = Approach(member=JAPAN, power=0.5, gain=20.0, yearly=4.0, spared=30.0)
PAY = OfferPayment(name="China", keys=tuple(nation.key for nation in PAIR.nations), options=(APPROACH,), left=10.0)


def test_a_payment_for_leaving_is_made_as_far_as_the_budget_goes():
    (bid,) = Orders(levers=(Wish(lever=paying("japan"), amount=6.0),)).offer_payment(PAY)
    assert (bid.member, bid.yearly, bid.most) == (JAPAN, 6.0, 6.0)
    (bid,) = Orders(levers=(Wish(lever=paying("japan"), amount=16.0),)).offer_payment(PAY)
    assert bid.yearly == 10.0
    assert bid.reason.endswith("for 16.0 USD m a year; the 10.0 USD m that are left pay for no more")
    (refused,) = Orders(levers=(Wish(lever=paying("japan"), amount=6.0),)).offer_payment(replace(PAY, left=0.0))
    assert refused.yearly == 0.0
    assert refused.reason == "it would cost 6.0 USD m a year, and nothing is left for that"
    assert Orders(levers=(), accord="").offer_payment(PAY) == ()
    assert AUTOMATIC.offer_payment(PAY) is None


def test_a_payment_that_cannot_be_made_is_told_with_the_reason():
    """There is no accord that Japan could leave."""
    model = opened(regime="accord")
    model.hand_in(HandedIn(orders={CHINA: Orders(levers=(Wish(lever=paying("japan"), amount=6.0),), accord="")}))
    buyouts.approach(model)
    (said,) = told(model, "It is not done")
    assert "“Pay Users (Japan) for leaving the accord”. It is not done: Users (Japan) is in no accord" in said


@pytest.mark.parametrize(("yearly", "takes"), [(4.5, True), (3.5, False)])
def test_a_member_takes_a_payment_that_makes_up_for_membership(yearly, takes):
    """Membership is worth 20 over five years, and leaving costs no fee."""
    asked = TakePayment(yearly=yearly, years=8, offered=5 * yearly, gain=20.0, fee=0.0)
    assert take_payment_to_leave(asked, np.random.default_rng(0)).yes is takes
