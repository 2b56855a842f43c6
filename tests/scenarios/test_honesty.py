"""Worlds drawn from the box: the same for the same seed, on the same shocks, and judged without favour."""

import math
from dataclasses import replace

import numpy as np
import pytest

from agents.world.setting import REGIMES
from app.honesty import page, sentence
from scenarios.loader import load, with_changes
from scenarios.run import Living, with_rounds
from scenarios.studies.honesty import FAILURES, Design, World, box, draw, examine, fear, live
from scenarios.studies.leftover import left_over
from scenarios.studies.verdict import GOALS, interval, judge

TINY = Design(scenario="pair", samples=2, years=2, seed=3, arms=1)


@pytest.fixture(scope="module")
def worlds():
    return examine(TINY, workers=1)


def test_every_point_lies_in_the_box_and_whole_numbers_stay_whole():
    ranges = {figure.path: figure for figure in box("small")}
    points = draw(Design(scenario="small", samples=40))
    assert len(ranges) > 50
    for point in points:
        assert all(ranges[path].low <= value <= ranges[path].high for path, value in point.items())
        assert point["market.restart_quarters"] == int(point["market.restart_quarters"])


def test_each_range_is_covered_evenly():
    """Latin hypercube: each of 40 equal parts of a range holds one of 40 points."""
    points = draw(Design(scenario="small", samples=40))
    figure = next(figure for figure in box("small") if figure.path == "risks.export_ban")
    parts = [int(40 * (point[figure.path] - figure.low) / (figure.high - figure.low)) for point in points]
    assert sorted(parts) == list(range(40))


def test_the_same_seed_draws_the_same_worlds_and_another_seed_others():
    assert draw(TINY) == draw(TINY)
    assert draw(TINY) != draw(replace(TINY, seed=4))


def test_all_regimes_and_arms_of_a_world_meet_the_same_shocks(worlds):
    for world in worlds:
        assert world.error == ""
        assert set(world.regimes) == set(REGIMES)
        hashes = {result["nature"] for result in (*world.regimes.values(), *world.arms.values())}
        assert len(hashes) == 1
    assert set(worlds[0].arms) == set(FAILURES)
    assert not worlds[1].arms


def test_a_world_that_cannot_be_lived_is_kept_with_its_reason():
    world = live((TINY, 0, {"risks.export_ban": 3.0}))
    assert not world.regimes
    assert "risks.export_ban" in world.error


def made_up(number, unilateral, bilateral, accord):
    """A world in which regimes differ in welfare only."""
    same = {
        "cvar": 1.0,
        "shortage": 1.0,
        "poorest": 1.0,
        "damage": 1.0,
        "members": 3.0,
        "founded": 1.0,
        "held": 1.0,
        "lost": 0.0,
        "reprisals": 0.0,
        "held_back": 0.0,
        "spillover": 0.1 * number,
        "nature": "x",
        "plain": 1.0,
        "own": 1.0,
        "hoped": 4.0,
    }
    figures = dict(zip(REGIMES, (unilateral, bilateral, accord), strict=True))
    return World(
        number=number,
        point={"risks.export_ban": 0.01 * number},
        arms={},
        regimes={regime: same | {"welfare": float(value)} for regime, value in figures.items()},
    )


def test_a_box_in_which_one_regime_always_wins_is_called_loaded():
    found = judge(TINY, [made_up(n, 1, 2, 3) for n in range(30)])
    assert found.best["welfare"]["accord"].share == 1.0
    assert set(found.loaded) == set(REGIMES)
    assert sentence(found).startswith("The box is loaded")


def test_a_box_in_which_each_wins_sometimes_is_not_called_loaded():
    turns = [(1, 2, 3), (3, 1, 2), (2, 3, 1)]
    found = judge(TINY, [made_up(n, *turns[n % 3]) for n in range(30)])
    assert not found.loaded
    assert [found.best["welfare"][regime].share for regime in REGIMES] == pytest.approx([1 / 3] * 3)
    assert sentence(found).startswith("The box is not loaded")


def test_regimes_that_tie_share_the_world():
    found = judge(TINY, [made_up(n, 5, 5, 5) for n in range(6)])
    assert [found.best["welfare"][regime].share for regime in REGIMES] == pytest.approx([1 / 3] * 3)
    assert [found.best["security"][regime].share for regime in REGIMES] == pytest.approx([1 / 3] * 3)


def test_an_interval_holds_the_mean_and_narrows_with_more_worlds():
    rng = np.random.default_rng(0)
    few, many = (interval(rng.random(count), np.random.default_rng(1)) for count in (20, 2000))
    assert few.low <= few.share <= few.high
    assert many.high - many.low < few.high - few.low
    # A mean of 2000 uniform draws has a standard error of 0.0065.
    assert many.high - many.low == pytest.approx(4 * 0.0065, rel=0.2)


def test_the_page_names_every_goal_every_failure_and_every_map(worlds):
    text = page(judge(TINY, worlds))
    assert all(words in text for words, _, _ in GOALS.values())
    assert all(name.replace("_", " ") in text for name in FAILURES)
    assert "95 % bootstrap intervals" in text
    assert not math.isnan(judge(TINY, worlds).best["welfare"]["accord"].share)


@pytest.mark.parametrize(
    ("changes", "sentence_said"),
    [
        ({"samples": 1}, "samples must be from 2 to 100000, got 1"),
        ({"arms": 5}, "arms must be from 0 to the 2 samples, got 5"),
        ({"seed": -1}, "seed must be 0 or above, got -1"),
        ({"years": 0}, "rounds must be from 1 to 100, got 0"),
        ({"scenario": "smal"}, "no scenario called 'smal'"),
    ],
)
def test_bad_designs_are_refused_in_one_sentence(changes, sentence_said):
    with pytest.raises(ValueError, match=sentence_said):
        replace(TINY, **changes)


def test_fewer_than_one_worker_is_refused():
    with pytest.raises(ValueError, match="workers must be at least 1, got 0"):
        examine(TINY, workers=0)


def test_what_a_run_leaves_behind_is_what_it_paid_for_and_has_not_worn_out():
    """Life of ten years: of 100 spent in the last of two years all is left, of 100 the year before nine tenths."""
    setting = with_rounds(with_changes(load("pair"), {"market.plant_life": 10}), 2)
    living = Living(setting, regime="unilateral", seed=3)
    list(living)
    model = living.model
    other = next(n for n, key in enumerate(model.keys) if key != setting.risks.dominant)
    before = left_over(model)
    for book, cost in zip(model.books_kept, (100.0, 100.0), strict=True):
        book.money["investment"][other] += cost
    assert left_over(model) - before == pytest.approx(190.0)
    model.books_kept[0].fund_spent += 50.0
    assert left_over(model) - before == pytest.approx(190.0 + 45.0)
    model.books.stock[other, 0] += 1000.0
    assert left_over(model) - before == pytest.approx(235.0 + setting.market.oxide_price.light)
    model.books_kept[0].money["investment"][model.keys.index(setting.risks.dominant)] += 1e6
    assert left_over(model) - before == pytest.approx(235.0 + setting.market.oxide_price.light)


def test_fear_weighs_the_worst_year_of_each_nation_by_its_own_aversion():
    """Two years: nation 0 lost 30 and 10, nation 1 lost 5 and 50; only the worst year of each counts."""
    setting = with_rounds(load("pair"), 2)
    living = Living(setting, regime="unilateral", seed=3)
    list(living)
    model, one, two = living.model, 0, 1
    for book, costs in zip(model.books_kept, ((30.0, 5.0), (10.0, 50.0)), strict=True):
        book.money["shortage_cost"][:] = 0.0
        book.money["shortage_cost"][[one, two]] = costs
    aversion = [nation.priorities.risk_aversion for nation in setting.nations]
    everybody = np.ones(len(model.keys), dtype=bool)
    assert fear(model, everybody) == pytest.approx(30 * aversion[one] + 50 * aversion[two])
    assert fear(model, np.arange(len(model.keys)) == two) == pytest.approx(50 * aversion[two])
