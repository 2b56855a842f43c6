"""Leaving the accord for money at the table: the dominant supplier's counter-offers reach people, and bind."""

import numpy as np
import pytest

from scenarios.game import Game, Refused
from scenarios.loader import game_rules, load

LANE = "australia>china:leaving the accord"


def second_round(seat):
    """A game whose first year has founded an accord that Australia is in; the table of the second is open."""
    # Where money is short, nations would rather build together.
    setting = load("classroom_20_minutes", **{"market.budget_share": 0.00002})
    rules = game_rules("classroom_20_minutes")
    made = Game.create(":memory:", setting, rules=rules, seed=16, clock=lambda: 0.0)
    token = made.claim(made.code, "australia", "Ann").token
    other = "" if seat == "australia" else made.claim(made.code, seat, "Wei").token
    for verb in ("start", "go_on"):
        made.do(made.secret, {"do": verb})
    made.work()
    for text in list(made.state.proposals.values()):
        made.do(token, {"do": "vote", "proposal": text.id, "yes": True})
    made.do(token, {"do": "stance", "stance": "join"})
    made.do(made.secret, {"do": "resolve_now"})
    made.work()
    for _ in range(2):
        made.do(made.secret, {"do": "go_on"})
    assert "australia" in made.shown.accord.members
    assert made.state.phase == "negotiate"
    return made, token, other


@pytest.fixture(scope="module")
def opened():
    """Such a game in which people play Australia and China, to look at."""
    return second_round("china")


def test_the_payment_that_a_member_asks_for_is_the_one_that_captures_it(opened):
    """By hand: a payment of USD m a year is worth its annuity, less what membership is worth and the fee."""
    game, _, _ = opened
    found = game.study.table(LANE).aside
    accord = game.study.model.accord
    member, payer = found.member, found.payer
    paid = np.array(found.space.issues[0].levels)
    gain = accord.payoff()[member] - accord.outside(member)
    fee = game.setting.accord.exit_fee * accord.contributions()[member]
    assert found.worth[0] == pytest.approx(paid * accord.values.annuities[member] - gain - fee)
    assert found.worth[1] == pytest.approx((found.approach.spared - paid) * accord.values.annuities[payer])
    enough = paid[found.worth[0] >= 0].min()
    below = paid[paid < enough]
    assert enough * 1.1 >= found.approach.yearly > (below.max() if below.size else 0.0) * 0.98


def test_nobody_is_offered_more_than_there_is_for_it(opened):
    game, _, wei = opened
    levels = next(iter(game.form(LANE))).levels
    assert max(levels) <= min(game.setting.accord.capture_budget, game.shown.budget("china"))
    told = game.do(wei, {"do": "offer", "lane": LANE, "terms": {"payment": 5000.0}}).text
    assert told.startswith("Payment cannot be 5000.0; it can be ")
    assert "USD m a year" in told


def test_a_preview_tells_each_side_its_own_part(opened):
    game, ann, wei = opened
    draft = {"do": "offer", "lane": LANE, "terms": {"payment": 80.0}}
    to_member, to_payer = game.preview(ann, draft), game.preview(wei, draft)
    assert "Membership is worth" in to_member.notes[0]
    assert "Without Australia in the accord" in to_payer.notes[0]
    assert to_member.changes[0].after == game.study.table(LANE).table.worth[0, 5]


def test_others_cannot_bargain_over_it(opened):
    game, ann, _ = opened
    lane = "european_union>china:leaving the accord"
    with pytest.raises(Refused, match="between others"):
        game.preview(ann, {"do": "offer", "lane": lane, "terms": {"payment": 80.0}})


def test_an_ai_supplier_makes_people_a_counter_offer_that_they_can_answer_and_that_binds():
    game, ann, _ = second_round("australia")
    game.work()
    offer = next(one for one in game.sight(ann).inbox if one.lane == LANE)
    assert offer.maker == "china"
    assert offer.title == "Australia leaves the accord, paid by China"
    game.do(ann, {"do": "ask", "offer": offer.id})
    game.work()
    assert "USD m a year" in game.state.words[-1].text
    assert game.do(ann, {"do": "counter", "offer": offer.id, "terms": {"payment": 60.0}}).ok
    game.work()
    again = next(one for one in game.state.offers.values() if one.lane == LANE and one.state == "open")
    assert dict(again.terms)["payment"] < 60.0
    assert game.do(ann, {"do": "accept", "offer": again.id}).ok
    game.do(game.secret, {"do": "resolve_now"})
    game.work()
    assert any("shake hands at the table: Australia gives notice" in news.text for news in game.shown.news)
    assert "australia" in [key for key, _ in game.shown.accord.notice]
    for verb in ("go_on", "resolve_now"):
        game.do(game.secret, {"do": verb})
    game.work()
    assert "australia" not in game.shown.accord.members
    model = game.world.model
    number, payer = model.keys.index("australia"), model.keys.index("china")
    assert model.captured[number].yearly == dict(again.terms)["payment"]
    paid = sum(taken.yearly for taken in model.captured.values())
    assert model.books_kept[-1].money["transfers"][payer] == pytest.approx(-paid)


def test_an_ai_member_leaves_for_a_payment_that_beats_membership_and_for_no_less():
    game, _, wei = second_round("china")
    lane = next(key for key in game.shown.lanes if key.startswith("malaysia>china:leaving"))
    found = game.study.table(lane)
    levels = found.space.issues[0].levels
    enough = [paid for paid, worth in zip(levels, found.table.worth[0], strict=True) if worth > 0]
    little = game.do(wei, {"do": "offer", "lane": lane, "terms": {"payment": levels[0]}})
    game.work()
    assert game.state.offers[little.id].state in ("countered", "refused")
    assert "USD m" in game.state.offers[little.id].reason
    if game.state.offers[little.id].state == "countered":
        answered = next(one for one in game.state.open_offers() if one.lane == lane)
        assert dict(answered.terms)["payment"] >= min(enough, default=levels[-1])


def test_what_if_the_payment_had_been_taken_can_be_lived():
    game, ann, _ = second_round("australia")
    game.work()
    offer = next(one for one in game.sight(ann).inbox if one.lane == LANE)
    game.do(game.secret, {"do": "resolve_now"})
    game.work()
    found = game.what_if(2, {"accept": offer.id})
    assert any("Australia gives notice" in told for told in found.changed.events)
    assert not any("Australia gives notice" in told for told in found.as_it_was.events)


def test_a_payment_from_the_menu_costs_what_is_chosen_and_too_little_brings_nothing(opened):
    game, _, wei = opened
    option = next(one for one in game.shown.options("china") if one.lever == "pay australia to leave")
    assert option.unit == "USD m a year"
    enough = option.valued_at
    assert 0 < enough <= 1.0

    def shown(size):
        return game.preview(wei, {"do": "levers", "levers": {option.lever: size}}).changes[1].after

    assert shown(1.0) == pytest.approx(option.yearly - (1.0 - enough) * option.size)
    assert shown(enough) == pytest.approx(option.yearly)
    assert shown(0.5 * enough) == 0.0


def test_weapons_against_an_accord_are_confirmed_and_the_news_tell_what_came_of_them():
    game, _, wei = second_round("china")
    game.do(game.secret, {"do": "go_on"})
    wanted = {"answer the accord": 0.5, "pay australia to leave": 0.5}
    assert game.do(wei, {"do": "levers", "levers": wanted}).ok
    game.do(game.secret, {"do": "resolve_now"})
    game.work()
    told = [event.text for event in game.shown.news]
    assert any(
        "answers the accord, as its government has decided: from quarter 1 it withholds 50 %" in one for one in told
    )
    assert any(
        "its government has decided so. It is refused: its government bargains over that at the table." in one
        for one in told
    )
