"""Joint ventures at the table: the same offers and answers as over tonnes, and a plant that is paid and built."""

import pytest

from scenarios.game import Game, Refused

LANE = "japan>european_union:magnet venture"


@pytest.fixture
def game():
    """Japan is played by Ann, and the table of the first round is open."""
    made = Game.create(":memory:", "classroom_20_minutes", clock=lambda: 0.0)
    made.claim(made.code, "japan", "Ann")
    made.do(made.secret, {"do": "start"})
    made.do(made.secret, {"do": "go_on"})
    return made


def ann(game):
    """The secret of Ann's seat."""
    return game.state.seats["japan"].token


def resolve(game):
    """Close the table and live the year."""
    game.do(game.secret, {"do": "resolve_now"})
    game.work()


def test_in_the_first_round_japan_has_a_plant_and_three_goods_to_bargain_over_by_which_both_sides_gain(game):
    """American ore comes on top with some seeds."""
    always = {LANE, "china>japan:heavy oxide", "china>japan:heavy magnet", "australia>japan:light ore"}
    found = set(game.promising("japan"))
    assert always <= found <= always | {"united_states>japan:light ore"}
    game.work()
    made = {offer.lane for offer in game.state.offers.values() if offer.other == "japan"}
    assert {LANE, "china>japan:heavy magnet"} <= made


def test_a_venture_that_is_accepted_is_paid_by_both_and_built_with_an_offtake(game):
    game.work()
    offer = next(one for one in game.sight(ann(game)).inbox if one.lane == LANE)
    assert offer.worth > 0
    assert "magnet plant in Japan" in offer.title
    assert game.do(ann(game), {"do": "accept", "offer": offer.id}).ok
    resolve(game)
    model = game.world.model
    assert any(project.label.startswith("magnet in Japan") for project in model.books.projects)
    assert [(one.seller, one.buyer, one.status) for one in game.shown.promises if one.seller == "japan"] == [
        ("japan", "european_union", "in force")
    ]
    assert any("Joint venture" in event.text for event in game.shown.news)


def test_what_a_venture_takes_is_not_left_for_what_one_does_alone(game):
    """A magnet plant of half the size costs 460: a quarter, 115, falls on Japan, and the rest on the European Union."""
    game.work()
    budget, partner = game.left("japan"), game.left("european_union")
    assert budget == game.shown.budget("japan")
    lever = game.study.options("japan")[0].lever
    draft = {"do": "levers", "levers": {lever: 0.1}}
    assert f"of {budget:,.0f} USD m" in game.preview(ann(game), draft).text
    offer = next(one for one in game.sight(ann(game)).inbox if one.lane == LANE)
    assert game.do(ann(game), {"do": "accept", "offer": offer.id}).ok
    terms = {term.name: term.level for term in offer.terms}
    assert terms["paid by the partner"] == 0.75
    assert budget - game.left("japan") == pytest.approx(115.1, abs=0.1)
    assert partner - game.left("european_union") == pytest.approx(3 * (budget - game.left("japan")))
    assert game.left("malaysia") == game.shown.budget("malaysia")
    assert f"of {game.left('japan'):,.0f} USD m" in game.preview(ann(game), draft).text


def test_a_nation_enters_one_venture_a_year(game):
    eva = game.claim(game.code, "european_union", "Eva").token
    game.work()
    first, second = [one for one in game.sight(eva).inbox if one.lane.endswith("venture")]
    assert game.do(eva, {"do": "accept", "offer": first.id}).ok
    again = game.do(eva, {"do": "accept", "offer": second.id})
    assert not again.ok
    assert "one a year" in again.text


def test_terms_that_a_side_cannot_pay_are_refused_with_what_it_has(game):
    terms = {"size": 1.0, "paid by the partner": 0.25, "offtake": 0.5, "price": "fixed", "duration": 5}
    told = game.do(ann(game), {"do": "offer", "lane": LANE, "terms": terms}).text
    assert told.startswith("Japan cannot pay its part")
    with pytest.raises(Refused, match="cannot pay"):
        game.preview(ann(game), {"do": "offer", "lane": LANE, "terms": terms})


def test_a_preview_says_what_each_pays_and_what_a_crisis_would_then_take(game):
    terms = {"size": 0.5, "paid by the partner": 1.0, "offtake": 0.5, "price": "fixed", "duration": 5}
    found = game.preview(ann(game), {"do": "offer", "lane": LANE, "terms": terms})
    gap = next(one for one in found.changes if one.label == "Supply gap in a crisis")
    assert gap.after < gap.before
    assert "you pay 0 of your" in found.changes[1].text


def test_a_venture_that_was_not_taken_can_be_taken_in_a_what_if(game):
    game.work()
    offer = next(one for one in game.state.offers.values() if one.lane == LANE)
    resolve(game)
    found = game.what_if(1, {"accept": offer.id})
    assert found.changed.utility["japan"] > found.as_it_was.utility["japan"]
    assert any("Joint venture" in told for told in found.changed.events)


def test_a_partners_first_offer_of_a_plant_asks_for_more_than_its_last():
    """It opens near what is best for itself, and gives way towards what is best for America, word by word."""
    game = Game.create(":memory:", "classroom_20_minutes", clock=lambda: 0.0)
    bob = game.claim(game.code, "united_states", "Bob").token
    for verb in ("start", "go_on"):
        game.do(game.secret, {"do": verb})
    game.work()
    lane = "united_states>european_union:magnet venture"
    found = game.study.table(lane)
    best_for_america = int(found.table.worth[0].argmax())
    asked = []
    for _ in range(4):
        offer = next(one for one in game.state.open_offers() if one.lane == lane)
        asked.append(found.table.worth[:, found.table.space.encode(dict(offer.terms))])
        terms = found.table.space.decode(best_for_america)
        assert game.do(bob, {"do": "counter", "offer": offer.id, "terms": terms}).ok
        game.work()
    to_america, to_europe = zip(*asked, strict=True)
    assert to_america[0] < to_america[1] < to_america[2] < to_america[3] < found.table.worth[0].max()
    assert to_europe[0] > to_europe[1] > to_europe[2] > to_europe[3]
