"""Every way that an offer can go, for whoever tries it."""

from dataclasses import replace

import pytest

from negotiation.bargaining.terms import Issue, TermSpace
from scenarios.game.offer import MAY, STATES, Offer, ended
from scenarios.game.refusal import Refused
from tests.scenarios.game.world import begun

PLAIN = Offer(id=1, lane="australia>japan:light ore", maker="australia", other="japan", terms=(), round=1)
WHO = {"maker": "australia", "other": "japan", "clock": "clock", "somebody else": "china"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("end", [state for state in STATES if state != "open"])
@pytest.mark.parametrize("role", WHO)
def test_the_table_of_all_transitions(state, end, role):
    """Five ends are reached from open, each by one role; nothing leads on from an end."""
    offer = Offer(id=1, lane=PLAIN.lane, maker="australia", other="japan", terms=(), round=1, state=state)
    if state == "open" and MAY[end] == role:
        assert ended(offer, end, WHO[role]).state == end
    else:
        with pytest.raises(Refused, match=r"[oO]ffer 1"):
            ended(offer, end, WHO[role])


@pytest.fixture
def two():
    return begun("australia", "japan")


def lane_and_terms(table):
    lane = next(
        lane
        for lane in table.shown.lanes.values()
        if {lane.seller, lane.buyer} == {"australia", "japan"} and "venture" not in lane.key
    )
    return lane.key, {term.name: term.levels[0] for term in table.form(lane.key)}


def test_an_offer_is_made_countered_and_accepted_between_people(two):
    table, ann, ben = two
    lane, terms = lane_and_terms(table)
    first = table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, now=2.0)
    changed = terms | {"volume": 0.6}
    second = table.do(ben, {"do": "counter", "offer": first.id, "terms": changed}, now=2.0)
    assert table.do(ann, {"do": "accept", "offer": second.id}, now=2.0).ok
    assert [table.state.offers[n].state for n in (first.id, second.id)] == ["countered", "accepted"]
    view = next(offer for offer in table.sight(ann).threads[1].offers if offer.id == second.id)
    assert [term.name for term in view.terms if term.changed] == ["volume"]


@pytest.mark.parametrize(
    ("who", "move", "because"),
    [
        ("ann", {"do": "accept", "offer": 1}, "made to you"),
        ("ben", {"do": "withdraw", "offer": 1}, "of your own"),
        ("ben", {"do": "counter", "offer": 1}, "needs the word 'terms'"),
        ("ben", {"do": "accept", "offer": 99}, "no offer 99"),
        ("ben", {"do": "accept", "offer": "1"}, "a whole number"),
        ("ben", {"do": "accept", "offer": True}, "a whole number"),
        ("ben", {"do": "acept", "offer": 1}, "Did you mean 'accept'"),
        ("ben", {"do": "accept", "offer": 1, "reason": "bribed"}, "takes no word 'reason'"),
        ("ben", {"do": "phase", "to": "over"}, "not yours"),
        ("ben", {"do": "pause"}, "for the facilitator"),
        ("ben", {"do": "take_back", "seat": "china"}, "own seat"),
        ("nobody", {"do": "accept", "offer": 1}, "no seat"),
        ("ben", "accept", "table with the verb"),
        ("ben", {}, "table with the verb"),
    ],
)
def test_forged_late_and_malformed_moves_are_refused_with_one_sentence(two, who, move, because):
    table, ann, ben = two
    lane, terms = lane_and_terms(table)
    table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, now=2.0)
    first = min(table.state.offers)
    if isinstance(move, dict) and move.get("offer") == 1 and move["offer"] is not True:
        move = move | {"offer": next(o.id for o in table.state.offers.values() if not o.by_ai)}
    before = len(table.entries)
    receipt = table.do({"ann": ann, "ben": ben, "nobody": "x"}[who], move, now=2.0)
    assert not receipt.ok
    assert because in receipt.text
    assert receipt.text.count("\n") == 0
    assert len(table.entries) == before
    assert first


def test_the_same_key_sent_twice_acts_once(two):
    table, ann, _ = two
    lane, terms = lane_and_terms(table)
    once = table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, "k1", now=2.0)
    twice = table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, "k1", now=2.0)
    assert twice.ok
    assert twice.again
    assert twice.number == once.number
    assert sum(not offer.by_ai for offer in table.state.offers.values()) == 1


def test_another_move_under_the_same_key_is_refused_with_a_sentence(two):
    table, ann, ben = two
    assert table.do(ann, {"do": "say", "to": "all", "text": "One."}, "k1", now=2.0).ok
    other = table.do(ann, {"do": "say", "to": "all", "text": "Two."}, "k1", now=2.0)
    assert not other.ok
    assert "Another move was sent under the same name" in other.text
    assert table.do(ben, {"do": "say", "to": "all", "text": "Two."}, "k1", now=2.0).ok
    assert [said.text for said in table.state.words] == ["One.", "Two."]


def test_the_facilitators_click_under_a_used_key_does_not_pass_for_another(two):
    table, *_ = two
    assert table.do(table.secret, {"do": "pin", "text": "Look."}, "h", now=2.0).ok
    assert not table.do(table.secret, {"do": "go_on"}, "h", now=2.0).ok
    assert table.do(table.secret, {"do": "pin", "text": "Look."}, "h", now=2.0).again


def test_an_offer_of_a_past_round_is_still_told_in_words(two):
    table, ann, _ = two
    lane, terms = lane_and_terms(table)
    made = table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, now=2.0)
    told = {
        term.name: term.text
        for term in next(one for thread in table.sight(ann).threads for one in thread.offers if one.id == made.id).terms
    }
    assert told["volume"].endswith("t/yr")
    table.do(table.secret, {"do": "resolve_now"}, now=3.0)
    table.work(now=3.0)
    again = next(one for one in table.debrief_sight().offers if one.id == made.id)
    assert {term.name: term.text for term in again.terms} == told


def test_terms_are_refused_with_the_levels_in_words(two):
    table, ann, _ = two
    lane, terms = lane_and_terms(table)
    told = table.do(ann, {"do": "offer", "lane": lane, "terms": terms | {"duration": 77}}, now=2.0).text
    assert told.startswith("Duration cannot be 77; it can be 1 yr")


def test_an_open_offer_expires_when_the_table_closes(two):
    table, ann, _ = two
    lane, terms = lane_and_terms(table)
    made = table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, now=2.0)
    table.do(table.secret, {"do": "go_on"}, now=3.0)
    assert table.state.offers[made.id].state == "expired"
    late = table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, now=3.0)
    assert "belongs to Negotiate" in late.text


def test_an_ai_nation_answers_every_offer_with_a_reason_in_figures():
    table, ann = begun("japan")
    offer = next(offer for offer in table.state.open_offers() if offer.other == "japan")
    assert "USD m" in offer.said
    terms = dict(offer.terms) | {"price": "spot less 5 %"}
    made = table.do(ann, {"do": "counter", "offer": offer.id, "terms": terms}, now=2.0)
    table.work(now=2.0)
    answered = table.state.offers[made.id]
    assert answered.state in ("accepted", "countered", "refused")
    assert any(figure.isdigit() for figure in answered.reason)


def test_asked_what_it_needs_an_ai_nation_names_terms_that_it_then_accepts():
    table, ann = begun("japan")
    offer = next(offer for offer in table.state.open_offers() if offer.other == "japan")
    table.do(ann, {"do": "ask", "lane": offer.lane}, now=2.0)
    table.work(now=2.0)
    said = table.state.words[-1]
    assert said.maker == offer.maker
    assert said.text.startswith("We would sign ")


def test_an_offer_says_how_much_at_what_price_and_for_how_long_even_where_that_is_not_on_the_table(two):
    table, ann, _ = two
    lane, terms = lane_and_terms(table)
    table.do(ann, {"do": "offer", "lane": lane, "terms": terms}, now=2.0)
    offer = next(one for thread in table.sight(ann).threads for one in thread.offers if one.lane == lane and one.mine)
    laid = table.study.table(lane)
    tonnes = f"{laid.lane.tonnes:,.0f} t/yr"
    for name, words in (("volume", tonnes), ("price", "at the fixed price"), ("duration", "3 years")):
        assert (name in terms) != (words in offer.unsaid)
    fewer = TermSpace(tuple(issue for issue in laid.space.issues if issue.name != "volume"))
    assert tonnes in replace(laid, space=fewer).unsaid()
    whole = TermSpace(tuple(Issue(name, (1.0, 2.0)) for name in ("volume", "price", "duration")))
    assert replace(laid, space=whole).unsaid() == ""
