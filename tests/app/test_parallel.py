"""What is said of a chain beside the dominant supplier's, from made-up years."""

from dataclasses import replace

import pytest

from app import parallel
from scenarios.loader import load
from tests.app.made_up import made_up


def record(ore, oxide, magnet, paid):
    plain = made_up("accord")
    metrics = plain.metrics.iloc[: len(ore)].copy()
    for name, values in (("chain_ore", ore), ("chain_oxide", oxide), ("chain_magnet", magnet), ("floor_paid", paid)):
        metrics[name] = values
    metrics["chain_exposure"], metrics["chain_invested"], metrics["accord_cost"] = 0.4, 900.0, 10.0
    setting = load("small")
    open_to = replace(setting.accord, eligible=("japan", "australia"))
    return replace(plain, setting=replace(setting, accord=open_to), metrics=metrics)


@pytest.mark.parametrize(
    ("oxide", "paid", "told"),
    [
        ([0.2, 0.5, 0.9], [0.0, 0.0, 0.0], "It covers use at every stage in no year up to"),
        ([0.2, 1.1, 1.2], [5.0, 40.0, 50.0], "but not on its own: the last year takes 50 USD m"),
        ([0.2, 1.1, 1.2], [5.0, 40.0, 0.0], "It stands on its own at the end, in 1 year"),
        ([1.2, 1.1, 0.9], [5.0, 40.0, 0.0], "but not on its own"),
    ],
)
def test_a_chain_stands_when_every_stage_covers_use_without_payments(oxide, paid, told):
    assert told in parallel.of_run(record([1.5] * 3, oxide, [1.1] * 3, paid))[1]


def test_the_weakest_stage_is_named():
    told = parallel.of_run(record([1.5] * 3, [0.7] * 3, [0.4] * 3, [0.0] * 3))
    assert "Japan and Australia" in told[0]
    assert told[0].endswith("that at which they make into magnets.")
    assert "900 USD m of investment" in told[2]
    assert "40 %" in told[3]


def test_nothing_is_said_where_all_but_the_dominant_nation_may_join():
    everyone = record([1.0], [1.0], [1.0], [0.0])
    accord = replace(everyone.setting.accord, eligible=())
    assert parallel.of_run(replace(everyone, setting=replace(everyone.setting, accord=accord))) == ()
