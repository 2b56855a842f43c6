"""The year as it is lived: the same bits every time, money that adds up, and shocks that regimes share."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents import metrics
from agents.model import AllianceModel
from agents.world.nation import Consumer, Producer, Refiner
from agents.world.setting import REGIMES
from agents.year import accord_year
from scenarios.loader import load
from scenarios.run import Living, run

ROOT = Path(__file__).parent.parent.parent
YEARS = 4


@pytest.fixture(scope="module")
def setting():
    return load("small")


@pytest.fixture(scope="module", params=REGIMES)
def lived(request, setting):
    living = Living(setting, regime=request.param, seed=11)
    for _ in range(6):
        living.step()
    return living


def test_the_same_scenario_regime_and_seed_give_the_same_tables(setting):
    first, second = (run(setting, regime="accord", seed=5, rounds=YEARS) for _ in range(2))
    for table in ("metrics", "nations", "prices", "flows", "agreements", "events"):
        pd.testing.assert_frame_equal(getattr(first, table), getattr(second, table), check_exact=True)


@pytest.mark.parametrize("hashseed", ["1", "random"])
def test_another_process_and_another_hash_seed_give_the_same_bits(setting, hashseed):
    code = (
        "import json; from scenarios.loader import load; from scenarios.run import run;"
        f"r = run(load('small'), regime='accord', seed=5, rounds={YEARS});"
        "print(json.dumps([[float(x).hex() for x in row] for row in r.metrics.to_numpy()]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hashseed},
        capture_output=True,
        text=True,
        check=True,
    )
    here = run(setting, regime="accord", seed=5, rounds=YEARS).metrics.to_numpy()
    assert json.loads(done.stdout) == [[float(x).hex() for x in row] for row in here]


def test_regimes_meet_the_same_shocks(setting):
    told = [
        [(e.year, e.quarter, e.text) for e in lived_through(setting, regime).log.events if e.kind == "shock"]
        for regime in REGIMES
    ]
    assert told[0]
    # How much a ban withholds or an outage takes is nature's; the words of the record must not differ either.
    assert told[0] == told[1] == told[2]


def lived_through(setting, regime, years=5):
    model = AllianceModel(setting, regime, seed=2)
    for _ in range(years):
        model.step()
    return model


def test_transfers_between_nations_and_the_fund_add_up_to_nothing(lived):
    model = lived.model
    moved = sum(book.money["transfers"].sum() for book in model.books_kept)
    held = model.accord.treasury + model.accord.penalties if model.accord else 0.0
    assert moved + held + model.fund_spent + model.floor_paid == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("rate", [0.002, 0.004])
def test_where_banks_lend_money_still_only_changes_hands(setting, rate):
    """What nations paid, loans counted, is in the fund, its plants or floors, also once it is dissolved."""
    terms = replace(setting.accord, bank_loans=(0.6,), fund_rate=(rate,), price_floor=(0.0,))
    # Nations with little to build with alone build together.
    poor = replace(setting.market, budget_share=0.00002)
    model, borrowed = AllianceModel(replace(setting, accord=terms, market=poor), "accord", seed=4), 0.0
    for _ in range(8):
        model.step()
        accord = model.accord
        moved = sum(book.money["transfers"].sum() for book in model.books_kept)
        held = accord.treasury + accord.penalties if accord else 0.0
        assert moved + held + model.fund_spent + model.floor_paid == pytest.approx(0.0, abs=1e-6)
        borrowed = max(borrowed, accord.debt if accord else 0.0)
    assert borrowed > 10
    if model.accord is not None:
        accord_year.dissolve(model)
        moved = sum(book.money["transfers"].sum() for book in model.books_kept)
        moved += 0.0 if model.book in model.books_kept else model.book.money["transfers"].sum()
        assert moved + model.fund_spent + model.floor_paid == pytest.approx(0.0, abs=1e-6)


def test_welfare_is_the_sum_of_its_parts(lived):
    frame = lived.record().nations
    parts = frame[
        [
            "consumer_surplus",
            "producer_rent",
            "refiner_rent",
            "trade_rent",
            "stock_trade",
            "public_revenue",
            "contracts",
            "transfers",
        ]
    ].sum(axis=1) - frame[["investment", "stock_cost", "shortage_cost", "litigation", "administration"]].sum(axis=1)
    assert np.allclose(parts, frame["welfare"], rtol=1e-9, atol=1e-6)


def test_what_is_used_was_made_or_recycled(lived):
    """Magnets used in the world are what plants made of their input, after losses, and what stocks gave."""
    for book in lived.model.books_kept:
        made = (book.made[:, 1] * lived.model.books.base.recovery[:, 1] + book.drawn[:, 2]).sum(axis=0)
        assert np.all(book.consumed.sum(axis=(0, 1)) <= made * (1 + 1e-4) + 1)


def test_nobody_bargains_in_the_unilateral_regime(setting):
    model = lived_through(setting, "unilateral")
    kinds = {event.kind for event in model.log.events}
    assert not kinds & {"offer", "agreement", "accord", "claim", "breach"}
    assert not model.promises.accounts
    assert model.accord is None


def test_no_accord_is_founded_in_the_bilateral_regime(setting):
    assert lived_through(setting, "bilateral").accord is None


def test_roles_differ_in_where_they_take_the_initiative():
    assert (Producer.sells, Producer.buys) == ((0, 1, 2), ())
    assert (Refiner.sells, Refiner.buys) == ((1,), (0,))
    assert (Consumer.sells, Consumer.buys) == ((), (1, 2))


def test_every_metric_has_a_label_a_unit_and_a_finite_value(lived):
    for name, (function, label, unit) in metrics.table().items():
        assert label
        assert unit
        assert np.isfinite(function(lived.model)), name


def test_shares_among_the_metrics_lie_between_0_and_1(lived):
    for name, (function, _, unit) in metrics.table().items():
        if unit in {"share", "index 0-1"}:
            assert -1e-9 <= function(lived.model) <= 1 + 1e-9, name


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"regime": "anarchy"}, "regime must be one of unilateral, bilateral, accord, got 'anarchy'"),
        ({"seed": -3}, "seed must be 0 or above, got -3"),
        ({"rounds": 0}, "rounds must be from 1 to 100, got 0"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(setting, changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        run(setting, **({"regime": "accord", "seed": 1} | changes))
