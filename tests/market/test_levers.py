"""A line of text changes just what it names, and a slip of the pen is answered with a guess."""

from functools import cache

import numpy as np
import pytest

from market.chain import Chain
from market.levers import LEVERS, Names, apply, bound_tariffs, understand
from market.synthetic import world

SHAPE, QUARTER = world(4, np.random.default_rng(5))
NAMES = Names.of(
    ["china", "japan", "south_korea", "usa"],
    ["CHN", "JPN", "KOR", "USA"],
    ["China", "Japan", "South Korea", "United States"],
)


@cache
def today():
    """The market before anybody does anything."""
    return Chain(SHAPE).clear(QUARTER)


def changed(text):
    return apply(QUARTER, understand(text, NAMES), SHAPE, today())


def test_a_ban_on_one_buyer_covers_what_is_named():
    ban = changed("china.export.heavy.japan = 0").ban
    assert ban[0, 1, :, 1].all()
    assert ban.sum() == 3
    assert changed("china.export = 0").quota[0].tolist() == [[0, 0]] * 3


def test_words_stand_in_any_order_and_nations_have_several_names():
    wanted = changed("china.export.oxide.heavy.south_korea = 0").ban
    for text in ("CHN.export.KOR.heavy.oxides=0", " China . export . South Korea . oxide . heavy = 0 "):
        assert np.array_equal(changed(text).ban, wanted)


def test_a_ban_is_lifted_by_a_hundred_per_cent():
    shut = changed("china.export.japan = 0")
    line = understand("china.export.japan = 100%", NAMES)
    assert not apply(shut, line, SHAPE, today()).ban.any()


def test_a_share_of_todays_exports_becomes_a_quota():
    quota = changed("china.export.magnet.light = 60%").quota
    assert quota[0, 2, 0] == pytest.approx(0.6 * today().trade[0, :, 2, 0].sum())
    assert np.isinf(quota).sum() == quota.size - 1


def test_taxes_and_tariffs_are_laid_where_they_are_paid():
    assert changed("china.export_tax.oxide = -3.5").export_tax[0].tolist() == [[0, 0], [-3.5, -3.5], [0, 0]]
    tariff = changed("usa.tariff.magnet.china = 25").tariff
    assert tariff[0, 3, 2].tolist() == [25, 25]
    assert tariff.sum() == 50
    assert changed("usa.tariff = 1").tariff[:, 3].sum() == 4 * 6


def test_capacities_and_demand_keep_their_make_up():
    mines = changed("china.mine = 50%").mine_capacity
    own = SHAPE.mine_nation == 0
    assert mines[own] == pytest.approx(QUARTER.mine_capacity[own] / 2)
    assert mines[~own] == pytest.approx(QUARTER.mine_capacity[~own])
    demand = changed("japan.demand.heavy = 500").demand
    assert demand[1, :, 1].sum() == pytest.approx(500)
    before = QUARTER.demand[1, :, 1]
    assert demand[1, :, 1] / 500 == pytest.approx(before / before.sum())
    assert changed("japan.separation.light = 1,200").capacity[1, 0, 0] == 1200
    assert changed("japan.magnets = 0").capacity[1, 1].tolist() == [0, 0]
    assert changed("japan.recycling = 7").recycling_capacity[1].tolist() == [7, 7]
    assert changed("japan.release.oxide.heavy = 9").release[1, 1, 1] == 9
    assert changed("japan.purchase.oxide.heavy = 9").purchase[1, 1, 1] == 9


def test_every_lever_does_something():
    for lever in LEVERS:
        line = f"china.{lever} = 17"
        assert any(
            not np.array_equal(value, QUARTER.__dict__[name])
            for name, value in changed(line).__dict__.items()
            if isinstance(value, np.ndarray)
        ), lever


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chna.export = 0", "no nation 'chna'; did you mean 'china'?"),
        ("atlantis.export = 0", "no nation 'atlantis'; there are china, japan, south_korea, usa"),
        ("china.exprt = 0", "no lever 'exprt'; did you mean 'export'?"),
        ("china.frobnicate = 0", "no lever 'frobnicate'; there are export"),
        (
            "china.export.hevy = 0",
            "no stage, material or nation 'hevy' in 'china.export.hevy = 0'; did you mean 'heavy'?",
        ),
        ("china.export", "reads nation.lever... = value"),
        ("= 3", "reads nation.lever... = value"),
        ("china.export = lots", "must be a figure or a per cent, such as 500 or 60%, got 'lots'"),
        ("china.mine = -5", "mine must be at least 0, got -5"),
        ("china.mine.light = 5", "leave the material out"),
        ("china.demand.oxide = 5", "demand has its own stage"),
        ("china.release.japan = 5", "release bears on no other nation"),
        ("china.export.japan = 500", "a tonnage can only be set for all destinations together"),
        ("japan.mine = 500", "this nation has no mine"),
    ],
)
def test_slips_are_answered_in_one_sentence(text, message):
    bare = np.flatnonzero(~np.isin(np.arange(4), SHAPE.mine_nation))
    if "no mine" in message:
        text = text.replace("japan", list(NAMES.nations)[int(bare[0])])
    with pytest.raises(ValueError, match=message.replace("?", r"\?").replace(".", r"\.").replace("+", r"\+")):
        changed(text)


def test_a_tariff_in_per_cent_is_a_share_of_the_price_at_the_border():
    tariff = changed("usa.tariff.magnet.light.china = 25%").tariff
    price = today().producer_price[0, 2, 0] + QUARTER.freight[0, 3]
    assert tariff[0, 3, 2, 0] == pytest.approx(0.25 * price)
    tax = changed("china.export_tax.oxide.light = 20%").export_tax
    assert tax[0, 1, 0] == pytest.approx(0.2 * today().producer_price[0, 1, 0])


def test_a_bound_holds_tariffs_to_what_was_promised():
    bound = bound_tariffs(changed("usa.tariff.china = 25%"), today(), 0.05)
    assert bound.tariff == pytest.approx(changed("usa.tariff.china = 5%").tariff)
    assert np.array_equal(bound_tariffs(bound, today(), 0.1).tariff, bound.tariff)
    with pytest.raises(ValueError, match="a bound on tariffs must be a share of at least 0, got -1"):
        bound_tariffs(bound, today(), -1.0)


def test_joint_logistics_halve_freight_both_ways():
    freight = changed("japan.freight.usa = 50%").freight
    assert freight[1, 3] == QUARTER.freight[1, 3] / 2
    assert freight[3, 1] == QUARTER.freight[3, 1] / 2
    assert np.sum(freight != QUARTER.freight) == 2
    with pytest.raises(ValueError, match="freight is the same for all goods"):
        changed("japan.freight.magnet = 1")
