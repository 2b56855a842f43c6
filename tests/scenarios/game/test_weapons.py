"""A person who plays China has China's weapons."""

import pytest

from tests.scenarios.game.test_people import to
from tests.scenarios.game.world import begun, tiny

CALM = {"risks.export_ban": 0.0, "risks.undercut": 0.0, "risks.mine_outage": 0.0, "risks.demand_surge": 0.0}


def played(levers):
    """A game in which a person plays China and confirms some levers; the year lived."""
    table, wei = begun("china", phase="commit", setting=tiny(**CALM))
    assert table.do(wei, {"do": "levers", "levers": levers}, now=2.0).ok
    to(table, "report")
    return table, wei


def test_a_person_who_plays_china_cuts_exports_by_40_percent_and_prices_abroad_rise():
    table, _ = played({"withhold exports": 0.4})
    left_alone, _ = played({})
    cut, usual = (one.world.model.books_kept[-1] for one in (table, left_alone))
    japan = table.world.model.keys.index("japan")
    assert cut.price[japan, 2, 0] > 1.2 * usual.price[japan, 2, 0]
    assert cut.consumed[japan].sum() < 0.95 * usual.consumed[japan].sum()
    assert any("withholds 40 % of its usual exports" in event.text for event in table.shown.news)


def test_the_menu_of_chinas_seat_says_what_a_weapon_is_worth_and_a_preview_what_it_does():
    table, wei = begun("china", phase="commit", setting=tiny(**CALM))
    shown = {option.lever: option for option in table.sight(wei).levers}
    assert shown["withhold exports"].text.startswith("40 % of exports: expected to be worth ")
    assert "ends after 4 quarters" in shown["withhold exports"].text
    found = table.preview(wei, {"do": "levers", "levers": {"withhold exports": 0.4}})
    dearer = next(change for change in found.changes if change.label == "Price of light magnet abroad")
    assert dearer.after > dearer.before


@pytest.mark.parametrize(
    ("lever", "said"),
    [("withhold exports from japan", "stops exports of oxide and magnets to "), ("undercut", "sells oxide ")],
)
def test_each_weapon_can_be_confirmed_and_the_news_tell_how_long_it_lasts(lever, said):
    table, _ = played({lever: 1.0})
    (told,) = [event.text for event in table.shown.news if said in event.text]
    assert "for 4 quarters, until the end of quarter 4" in told
    assert "its government has decided so" in told
    assert [event.text for event in table.shown.news if event.kind == "refusal" and "China" in event.text] == []


def test_a_weapon_that_is_not_on_the_menu_is_refused_at_the_door():
    table, wei = begun("china", phase="commit", setting=tiny(**CALM))
    for lever in ("answer the accord", "earn back", "release exports", "withhold exports from mars"):
        told = table.do(wei, {"do": "levers", "levers": {lever: 0.5}}, now=2.0)
        assert not told.ok
        assert "is not on your menu this year" in told.text


def test_a_seat_without_weapons_is_refused_them():
    table, ann = begun("japan", phase="commit", setting=tiny(**CALM))
    assert not {"undercut", "withhold exports"} & {option.lever for option in table.sight(ann).levers}
    assert not table.do(ann, {"do": "levers", "levers": {"undercut": 0.5}}, now=2.0).ok


def test_what_is_confirmed_is_written_down_as_an_amount_with_its_cost():
    table, ann = begun("japan", phase="commit")
    stock = next(option for option in table.sight(ann).levers if option.lever == "stock")
    assert table.do(ann, {"do": "levers", "levers": {"stock": 0.5}}, now=2.0).ok
    body = table.entries[-1].body
    assert body["amounts"]["stock"] == [pytest.approx(0.5 * stock.size), pytest.approx(0.5 * stock.cost)]
    assert stock.unit == "t"


def test_a_log_that_knows_shares_only_is_lived_as_before():
    table, ann = begun("japan", phase="commit")
    other, ben = begun("japan", phase="commit")
    table.do(ann, {"do": "levers", "levers": {"stock": 0.5}}, now=2.0)
    other.do(ben, {"do": "levers", "levers": {"stock": 0.5}}, now=2.0)
    other.state.paper("japan").amounts = {}
    for one in (table, other):
        to(one, "report")
    held = [one.world.model.books.stock[one.world.model.keys.index("japan")].sum() for one in (table, other)]
    assert held[0] == pytest.approx(held[1])
