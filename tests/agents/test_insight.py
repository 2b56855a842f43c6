"""What a common view of risks is worth: the wrong decisions that it spares, by hand, by drawing, and at a summit."""

from dataclasses import replace

import numpy as np
import pytest

from agents.accord.insight import STEPS, Insight, insight, unit_loss
from agents.accord.joint_effects import Carried
from agents.accord.summit import bargain
from agents.articles import LOOK_AHEAD, article
from agents.model import AllianceModel
from agents.world.rates import annuity
from agents.year import accord_year
from agents.year.candidates import candidates
from agents.year.unilateral_path import outlook
from scenarios.loader import load, with_changes
from tests.agents.made_up import RESERVE, RULES, room, values

CHINA, US, AUSTRALIA, JAPAN, EUROPE, MALAYSIA = range(6)
SHARED = replace(RULES, risk_assessment=(0.0, 1.0), reserve_days=(0.0,), standard_level=(0,), community_share=(0.0,))
ASSESSED = replace(RESERVE, reserve_days=0.0, more=(("risk_assessment", 1.0),))


def one(slope=100.0, gap=0.0, spread=0.1, nations=3):
    """One decision for each nation."""
    return Insight(slope=np.full((nations, 1), slope), gap=np.full((nations, 1), gap), spread=spread)


def test_the_worth_of_a_decision_by_hand():
    # Raiffa and Schlaifer's table of the unit normal loss: 0.3989 at 0, 0.1978 at 0.5, 0.08332 at 1, 0.008491 at 2.
    assert unit_loss(np.array([0.0, 0.5, 1.0, 2.0])) == pytest.approx([0.3989, 0.1978, 0.08332, 0.008491], rel=1e-3)
    # Four of them take away three quarters of the variance: 0.1 * sqrt(3/4) = 0.0866, times 100 and 0.3989.
    assert one().worth(np.array(4), np.array(1.0)) == pytest.approx(100 * 0.0866 * 0.3989, rel=1e-3)
    # Half-way to the mean takes away three quarters of that.
    assert one().worth(np.array(4), np.array(0.5)) == pytest.approx(100 * 0.1 * 0.75 * 0.3989, rel=1e-3)
    assert not one().worth(np.array(1), np.array(1.0)).any()
    assert not one().worth(np.array(4), np.array(0.0)).any()
    assert not one(spread=0.0).worth(np.array(4), np.array(1.0)).any()


@pytest.mark.parametrize(("gap", "level"), [(0.0, 1.0), (0.05, 1.0), (0.1, 1.0), (0.05, 0.5)])
def test_it_is_what_decisions_on_shared_beliefs_bring_more_than_those_on_single_ones(gap, level):
    """Members with wide priors, each with a belief of its own; decisions worth 100 for each unit above a threshold."""
    rng, count, spread = np.random.default_rng(5), 400_000, 0.1
    belief = 0.5
    # What the truth may be, given a belief that errs by the spread; the others' beliefs err about it independently.
    truth = belief + spread * rng.standard_normal(count)
    others = truth[:, None] + spread * rng.standard_normal((count, 3))
    shared = belief + level * (np.column_stack([np.full(count, belief), others]).mean(axis=1) - belief)
    threshold = belief + gap
    worth = 100 * (truth - threshold)
    gained = np.where(shared > threshold, worth, 0.0).mean() - (worth.mean() if belief > threshold else 0.0)
    told = one(gap=gap, spread=spread).worth(np.array(4), np.array(level))[0]
    if level == 1.0:
        assert told == pytest.approx(gained, abs=0.03)
    else:
        # Half-way is not the best use of what is known: it is rated as the error that it leaves.
        assert 0.5 * gained < told < 2 * gained


def test_many_small_steps_cost_half_the_curvature_times_the_variance():
    """A stock chosen as finely as one likes: the loss of an error is a square, as near every optimum."""
    spread, apart, slope = 0.1, 0.001, 0.01
    gaps = np.abs(np.arange(-2000, 2001) * apart)[None, :]
    fine = Insight(slope=np.full_like(gaps, slope), gap=gaps, spread=spread)
    curvature = slope / apart
    assert fine.worth(np.array(2), np.array(1.0)) == pytest.approx(0.5 * curvature * spread**2 / 2, rel=1e-3)


def known(cost):
    carried = {"risk_assessment": Carried(effect=np.zeros((3, 3)), cost=np.full(3, cost))}
    return values(np.zeros((3, 3)), rules=SHARED, carried=carried, insight=one())


def test_a_summit_takes_it_where_it_is_worth_more_than_the_office():
    # Three members: 100 * 0.1 * sqrt(2/3) * 0.3989 = 3.26 USD m for each.
    for cost, taken in ((2.0, 1.0), (5.0, 0.0)):
        table = room(known(cost))
        assert table.payoff((0, 1, 2), ASSESSED)[0] == pytest.approx(3.257 - cost, abs=0.01)
        text, _ = bargain(table, (0, 1, 2), np.random.default_rng(1))
        assert text is not None
        assert text.level("risk_assessment") == taken
    assert article("risk_assessment").bargained


def test_every_group_has_what_it_knows_as_the_only_members_and_outsiders_have_nothing_of_it():
    grouped = known(1.0).by_coalition((0, 1, 2), ASSESSED)
    for mask in range(8):
        members = tuple(nation for nation in range(3) if mask >> nation & 1)
        assert grouped[mask] == pytest.approx(known(1.0).payoff(members, ASSESSED)), members
    assert known(1.0).payoff((0, 1), ASSESSED)[2] == 0


@pytest.fixture(scope="module")
def asked():
    """The small world, what its governments believe, and the decisions before them."""
    model = AllianceModel(load("small"), "accord", seed=3)
    model.brief()
    beliefs, seats = model.beliefs(), candidates(model)
    years = np.array([annuity(rate, model.setting.horizon) for rate in beliefs.discount])
    return outlook(model), seats, beliefs, years


def test_the_gap_closes_or_opens_by_as_much_as_belief_moves(asked):
    """What a step of stock is worth lies on a line in belief, so at the end of the gap it is worth nothing."""
    appraiser, seats, beliefs, years = asked
    found = insight(appraiser, seats, beliefs, years)
    further = insight(appraiser, seats, replace(beliefs, crisis_time=beliefs.crisis_time + 0.01), years)
    rows = [seat for seat in seats if found.slope[seat, 0] > 0 and beliefs.crisis_time[seat] > 0.05]
    assert JAPAN in rows
    moved = (further.gap - found.gap)[rows, :STEPS]
    assert np.abs(moved) == pytest.approx(np.full_like(moved, 0.01), rel=1e-6)
    # The more a government fears restrictions, the more a stock is worth: one way for all steps that do not pay yet.
    assert further.slope[rows, :STEPS] == pytest.approx(found.slope[rows, :STEPS])


def test_the_slope_is_what_a_step_of_stock_spares_in_crisis_over_the_years(asked):
    appraiser, seats, beliefs, years = asked
    found = insight(appraiser, seats, beliefs, years)
    from agents.worth.valuation import reserve_tonnes

    base = appraiser.base(LOOK_AHEAD)
    release = np.zeros((6, 2))
    release[JAPAN] = 30 / 30 * reserve_tonnes(base, JAPAN, 30.0) * 4 / appraiser.books.setting.risks.ban_quarters
    held = appraiser.look(LOOK_AHEAD, appraiser.quarter(LOOK_AHEAD), release=release)
    assert found.slope[JAPAN, 0] == pytest.approx(years[JAPAN] * (held.crisis - base.crisis)[JAPAN])
    assert found.slope.shape == (6, STEPS + 1)
    assert not found.slope[CHINA].any()  # It does not sit at the table.
    assert found.spread == pytest.approx(np.std(beliefs.crisis_time[list(seats)], ddof=1))


def test_once_beliefs_are_one_further_exchange_is_worth_nothing(asked):
    appraiser, seats, beliefs, years = asked
    same = replace(beliefs, crisis_time=np.full(6, 0.1))
    assert insight(appraiser, seats, same, years).spread == pytest.approx(0.0)


def test_in_the_quad_no_decision_hangs_on_it_and_its_four_leave_it_out_where_they_may():
    """Stock pays from a belief a fifth of all time away, and beliefs lie three hundredths apart."""
    model = AllianceModel(with_changes(load("quad"), {"accord.risk_assessment": [0.0, 1.0]}), "accord", seed=7)
    model.brief()
    table = accord_year.room(model, candidates(model))
    seats = list(candidates(model))
    assert table.values.insight.worth(np.array(4), np.array(1.0))[seats].max() < 0.1
    assert table.values.insight.spread < 0.05
    text, _ = bargain(table, tuple(seats), np.random.default_rng(1))
    assert text is not None
    assert text.level("risk_assessment") == 0
