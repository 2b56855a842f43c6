"""What a government has confirmed is an amount: it is done as far as the money goes, and what is not is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.model import AllianceModel
from agents.players.menu import ANSWER, AS_BEFORE, DECIDED, Wish, menu, moves
from agents.players.orders import HandedIn, Orders
from agents.questions.levers import (
    Build,
    Buy,
    Choice,
    Restrict,
    RestrictChoice,
    StockChoice,
    Support,
    SupportChoice,
    Undone,
)
from agents.questions.power import (
    Power,
    Recoup,
    RecoupChoice,
    Release,
    Undercut,
    UndercutChoice,
    Withhold,
    WithholdChoice,
)
from agents.year import levers
from scenarios.contracts._asked import known
from scenarios.loader import load
from tests.agents.test_strategies import PLAN, VIEW

MAGNETS = Choice(plan=PLAN, look=known(gain_calm=20.0, gain_crisis=30.0, gain_tail=5.0))
STOCK = StockChoice(tonnes=(900.0, 100.0), cost=50.0, look=known(gain_crisis=10.0, gain_tail=5.0))
RICH = replace(VIEW, budget=150.0, choices=(MAGNETS,), stock_choice=STOCK)
PLANT = Wish(lever="build magnet", amount=0.8, cost=PLAN.cost_at(0.8, 0.7))


def test_a_confirmed_plant_is_built_as_large_as_it_was_confirmed_whatever_was_spent_meanwhile():
    for budget in (150.0, 90.0):
        (move,) = moves(replace(RICH, budget=budget), [PLANT])
        assert (move.size, move.cost) == (0.8, pytest.approx(PLANT.cost))
        assert "its government has decided so" in move.reason


def test_a_plant_that_the_money_no_longer_pays_for_is_built_as_large_as_it_does():
    (move,) = moves(replace(RICH, budget=50.0), [PLANT])
    assert move.cost == pytest.approx(50.0)
    assert move.size == pytest.approx(0.5 ** (1 / 0.7))
    assert "80 % of a full-size plant at 86 USD m; the 50 USD m that are left pay for no more" in move.reason


def test_a_plant_of_which_no_part_can_be_paid_is_refused_with_the_reason():
    (move,) = moves(replace(RICH, budget=10.0), [PLANT])
    assert move == Undone(
        title="Build magnet at home", reason="80 % of a full-size plant costs 86 USD m, and 10 USD m are left"
    )


def test_of_a_stock_that_cannot_be_had_whole_a_part_is_bought():
    assert "stock" not in [option.lever for option in menu(replace(RICH, budget=20.0))]
    (move,) = moves(replace(RICH, budget=20.0), [Wish(lever="stock", amount=500.0, cost=25.0)])
    assert move.cost == pytest.approx(20.0)
    assert move.tonnes == pytest.approx((360.0, 40.0))
    assert "for 500 t at 25 USD m; the 20 USD m that are left pay for no more" in move.reason


def test_what_comes_first_is_paid_first():
    found = moves(replace(RICH, budget=100.0), [PLANT, Wish(lever="stock", amount=1000.0)])
    assert [type(move) for move in found] == [Build, Buy]
    assert sum(move.cost for move in found) == pytest.approx(100.0)
    assert found[1].cost == pytest.approx(100.0 - PLANT.cost)


def test_what_is_not_there_any_more_is_said():
    (move,) = moves(replace(RICH, choices=(), budget=3.0), [PLANT])
    assert move == Undone(title="build magnet", reason="it cost 86 USD m, and 3 USD m are left")
    (move,) = moves(RICH, [Wish(lever="restrict")])
    assert move.reason == "that cannot be done any more this year"


def test_a_share_is_one_of_the_largest_amount_that_the_menu_offers_when_the_year_is_lived():
    """So games of earlier versions go on; what no longer fits is left out whole, and that is said."""
    (half,) = moves(RICH, [Wish(lever="stock", size=0.5)])
    assert half.tonnes == pytest.approx((450.0, 50.0))
    built, left_out = moves(replace(RICH, budget=100.0), [Wish(lever="build magnet"), Wish(lever="stock")])
    assert built.cost == pytest.approx(100.0)
    assert isinstance(left_out, Undone)
    assert left_out.reason == "it costs 50 USD m, and 0 USD m are left"


def test_nothing_is_asked_of_the_market_to_carry_out_what_was_decided():
    def look():
        raise AssertionError

    silent = replace(
        RICH,
        choices=(Choice(look=look, plan=PLAN),),
        stock_choice=StockChoice(look=look, tonnes=(900.0, 100.0), cost=50.0),
    )
    assert len(moves(silent, [PLANT, Wish(lever="stock", amount=10.0)])) == 2


def test_what_could_not_be_done_stands_in_the_years_record():
    model = AllianceModel(load("pair"), "bilateral", seed=1)
    model.brief()
    wish = Wish(lever="build magnet", amount=1.0, cost=700.0)
    model.nations[2].savings = 1.0
    model.hand_in(HandedIn(orders={2: Orders(levers=(wish,))}))
    model.use_levers()
    (event,) = [event for event in model.log.events if event.kind == "refusal"]
    assert event.actors == ("japan",)
    assert event.text.endswith("had decided: “build magnet”. It is not done: it cost 700 USD m, and 1 USD m are left.")
    assert "Build" not in {type(move).__name__ for move in moves(levers.view_of(model, model.nations[2]), [wish])}


GAINS = known(gain_calm=1.0, gain_crisis=2.0, gain_tail=0.0, gain=1.0, paid=0.5)
POWER = Power(
    keys=("china", "japan"),
    withhold=(
        WithholdChoice(target="", name="", quarters=4, tonnes=900.0, valued_at=0.4, look=GAINS),
        WithholdChoice(target="japan", name="Japan", quarters=4, tonnes=300.0, valued_at=1.0, look=GAINS),
    ),
    undercut=UndercutChoice(quarters=4, most=0.42, valued_at=0.3, look=GAINS),
    recoup=RecoupChoice(gone=2, quarters=8, valued_at=0.4, look=GAINS),
    lasting=("China stops exports",),
)
ALL = replace(
    RICH,
    regime="bilateral",
    restrict_choice=RestrictChoice(look=GAINS),
    support_choices=(SupportChoice(step=1, gain_calm=-5.0, gain_crisis=60.0, gain_tail=60.0),),
    power=POWER,
)
LEVERS = [option.lever for option in menu(ALL)]


def done(move):
    """What a move comes to, in the unit of its lever."""
    match move:
        case Build():
            return move.size
        case Buy():
            return sum(move.tonnes)
        case Withhold() | Recoup():
            return move.share
        case Undercut():
            return move.depth
        case Restrict() | Support() | Release():
            return None


@given(
    budget=st.floats(0, 300),
    bound=st.booleans(),
    wished=st.lists(
        st.tuples(st.sampled_from([*LEVERS, "withhold exports from mars", "moon"]), st.floats(0.001, 2000)),
        unique_by=lambda wish: wish[0],
    ),
)
def test_what_is_confirmed_is_done_whole_or_what_is_not_is_said(budget, bound, wished):
    wishes = [Wish(lever=lever, amount=amount) for lever, amount in wished]
    found = moves(replace(ALL, budget=budget, bound=bound), wishes)
    assert len(found) == len(wishes)
    assert sum(getattr(move, "cost", 0.0) for move in found) <= budget + 1e-6
    for wish, move in zip(wishes, found, strict=True):
        assert move.reason
        if isinstance(move, Undone):
            continue
        assert not (bound and isinstance(move, Restrict | Withhold | Recoup))
        amount = done(move)
        if amount is not None and amount != pytest.approx(wish.amount):
            assert amount < wish.amount
            assert "no more" in move.reason


@given(share=st.floats(0.01, 1.0), depth=st.floats(0.01, 0.42))
def test_a_weapon_is_used_just_as_confirmed_since_it_costs_no_budget(share, depth):
    wishes = [
        Wish(lever="withhold exports", amount=share),
        Wish(lever="withhold exports from japan", amount=share),
        Wish(lever="earn back", amount=share),
        Wish(lever="undercut", amount=depth),
    ]
    found = moves(replace(ALL, budget=0.0), wishes)
    assert [done(move) for move in found] == [share, share, share, depth]
    assert {move.reason for move in found} == {DECIDED}


def test_who_is_bound_has_no_weapons_on_its_menu_and_is_told_so_when_it_is_bound_meanwhile():
    bound = replace(ALL, bound=True)
    assert {"restrict", "withhold exports", "earn back"} & {option.lever for option in menu(bound)} == set()
    (move,) = moves(bound, [Wish(lever="withhold exports from japan", amount=1.0)])
    assert move == Undone(
        title="Withhold exports of oxide and magnets from Japan for 4 quarters",
        reason="it is bound to keep its exports free",
    )


def test_a_deeper_cut_than_can_be_made_is_made_as_deep_as_can_be_and_said():
    (move,) = moves(ALL, [Wish(lever="undercut", amount=0.9)])
    assert move.depth == 0.42
    assert move.reason.endswith("; no more can be done")


def test_an_answer_to_the_accord_and_a_payment_wait_for_the_accord():
    assert moves(replace(ALL, regime="accord"), [Wish(lever=ANSWER), Wish(lever="pay japan to leave")]) == ()
    (payment,) = moves(ALL, [Wish(lever=ANSWER), Wish(lever="pay japan to leave", amount=3.0)])
    assert isinstance(payment, Undone)


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
def test_an_amount_that_is_none_is_no_wish(amount):
    with pytest.raises(ValueError, match="'stock' must be at least 0 and finite"):
        Wish(lever="stock", amount=amount)


def test_a_seat_that_has_said_nothing_hears_of_plants_that_can_no_longer_be_kept_open():
    kept = replace(ALL, supported=(True, True))
    lost, held = moves(kept, [Wish(lever=AS_BEFORE)])
    assert held == Support(step=1, reason=DECIDED)
    assert lost == Undone(title="support separation", reason="that cannot be done any more this year")
