"""How the debrief tells what became of offers."""

from scenarios.game.debrief import moments
from scenarios.game.lane_names import within
from tests.scenarios.game.world import begun

LANE = "australia>japan:light oxide"


def test_an_offer_that_ran_out_is_told_once_and_one_that_was_refused_with_its_reason():
    table, ann, _ = begun("australia", "japan")
    terms = {term.name: term.levels[0] for term in table.form(LANE)}
    first = table.do(ann, {"do": "offer", "lane": LANE, "terms": terms}, now=2.0)
    assert table.take("ai japan", {"do": "refuse", "offer": first.id, "reason": "too dear."}, 2.0).ok
    other = {term.name: term.levels[-1] for term in table.form(LANE)}
    second = table.do(ann, {"do": "offer", "lane": LANE, "terms": other}, now=2.0)
    assert table.do(table.secret, {"do": "go_on"}, now=3.0).ok
    told = {one.offer: one.text for one in moments(table) if one.offer in (first.id, second.id)}
    assert told[first.id].endswith(": refused (too dear).")
    assert told[second.id].endswith(": never answered.")


def test_a_title_begins_small_within_a_sentence():
    assert within("A magnet plant in Japan") == "a magnet plant in Japan"
    assert within("Australia leaves the accord") == "Australia leaves the accord"
