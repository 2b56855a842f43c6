"""How the debrief tells what became of offers, and how figures that are nothing are told."""

from types import SimpleNamespace

import pytest

from agents.players.menu import Option
from scenarios.game.axes import trust
from scenarios.game.debrief import moments
from scenarios.game.lane_names import within
from scenarios.game.study import _lever
from scenarios.game.verbs.refuse import Refuse
from scenarios.game.what_if import verdict
from tests.scenarios.game.world import begun

LANE = "australia>japan:light oxide"


def test_an_offer_that_ran_out_is_told_once_and_one_that_was_refused_with_its_reason():
    table, ann, _ = begun("australia", "japan")
    terms = {term.name: term.levels[0] for term in table.form(LANE)}
    first = table.do(ann, {"do": "offer", "lane": LANE, "terms": terms}, now=2.0)
    assert table.take("ai japan", Refuse(offer=first.id, reason="too dear."), 2.0).ok
    other = {term.name: term.levels[-1] for term in table.form(LANE)}
    second = table.do(ann, {"do": "offer", "lane": LANE, "terms": other}, now=2.0)
    assert table.do(table.secret, {"do": "go_on"}, now=3.0).ok
    told = {one.offer: one.text for one in moments(table) if one.offer in (first.id, second.id)}
    assert told[first.id].endswith(": refused (too dear).")
    assert told[second.id].endswith(": never answered.")


def test_a_title_begins_small_within_a_sentence():
    assert within("A magnet plant in Japan") == "a magnet plant in Japan"
    assert within("Australia leaves the accord") == "Australia leaves the accord"


def test_a_what_if_names_those_it_moved_and_says_what_to_try_where_it_moved_nobody():
    names = {"a": "Aland", "b": "Bland"}
    assert verdict({"a": 0.4, "b": -12.3}, names) == "Bland -12 USD m"
    assert "try a decision of an earlier round" in verdict({"a": 0.4, "b": -0.4}, names)


def test_no_share_of_promises_is_called_kept_where_nothing_was_promised():
    none = SimpleNamespace(trust=0.5, promised=0.0, delivered=0.0, kept=1.0)
    assert [label for label, _ in trust(none).figures] == ["Delivered of what you promised"]
    some = SimpleNamespace(trust=0.5, promised=10.0, delivered=8.0, kept=0.8)
    assert ("Share kept", "80 %") in trust(some).figures


@pytest.mark.parametrize(
    ("spared", "said"),
    [
        (12.4, "-4 in a year of restricted exports, of which 12 because less is missing."),
        (-3.9, "-4 in a year of restricted exports, of which -4 because more is missing."),
        (0.3, "-4 in a year of restricted exports."),
    ],
)
def test_a_lever_says_what_shortage_has_to_do_with_it_and_knows_no_minus_nothing(spared, said):
    option = Option(
        lever="stockpile",
        title="Buy",
        size=1.0,
        cost=1.0,
        yearly=1.0,
        worth=1.0,
        calm=-0.2,
        crisis=-4.0,
        tail=spared,
        waits=0,
        divisible=True,
    )
    told = _lever(option, SimpleNamespace(scale_exponent=1.0), 2025).text
    assert "+0 in a calm year" in told
    assert told.endswith(said)
