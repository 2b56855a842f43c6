"""What is asked about an inject stands in one place: pages offer it, and moves are held against it."""

import pytest

from scenarios.game import injects
from scenarios.game.verbs.inject import Inject
from tests.scenarios.game.world import begun

KINDS = sorted(injects.KINDS)


@pytest.fixture(scope="module")
def table():
    """Two people who have written to each other, and a facilitator."""
    made, ann, _ = begun("japan", "australia")
    assert made.do(ann, {"do": "say", "to": "australia", "text": "between us"}, now=2.0).ok
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_page_offers_can_happen(table, kind):
    fields = injects.KINDS[kind].fields
    menus = {name: field.menu(table.state, table.shown) for name, field in fields.items()}
    first = {name: menu[0][0] for name, menu in menus.items()}
    for name, menu in menus.items():
        for value, said in menu:
            done = injects.KINDS[kind].check(table.state, table.shown, first | {name: value})
            assert done[name] == value
            assert done["news"].endswith(".")
            assert said


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_says_is_as_usual_and_on_offer(table, kind):
    fields = injects.KINDS[kind].fields
    target = {name: field.menu(table.state, table.shown)[0][0] for name, field in fields.items() if field.usual is None}
    done = injects.KINDS[kind].check(table.state, table.shown, target)
    for name, field in fields.items():
        if field.usual is not None:
            assert done[name] == field.usual
            assert field.usual in [value for value, _ in field.menu(table.state, table.shown)]


def test_every_field_is_a_word_that_the_move_may_have():
    asked = {name for kind in injects.KINDS.values() for name in kind.fields}
    assert asked == set(Inject.sent()) - {"kind"}


@pytest.mark.parametrize(
    ("kind", "words", "because"),
    [
        ("export ban", {"size": 0.0}, "a share above 0 and at most 1, got 0."),
        ("demand surge", {"target": "energy", "size": 3.5}, "at most 3, got 3.5."),
        ("mine accident", {"quarters": 41}, "lasts 1 to 40 quarters, got 41."),
        ("mine accident", {"quarters": 0}, "lasts 1 to 40 quarters, got 0."),
        ("export ban", {"quarter": 5}, "in quarter 1 to 4 of the year, got 5."),
        ("new plant", {"target": "japan", "plant": "bakery"}, "A plant is one of"),
    ],
)
def test_what_lies_outside_its_bounds_is_refused(table, kind, words, because):
    receipt = table.do(table.secret, {"do": "inject", "kind": kind, **words}, now=2.0)
    assert not receipt.ok
    assert because in receipt.text


def test_the_press_is_offered_what_is_private_and_nothing_else(table):
    menu = injects.KINDS["press leak"].fields["item"].menu(table.state, table.shown)
    private = [said for _, said in menu if not said.startswith("offer ")]
    assert private == ["Users (Japan) to Miners (Australia): between us"]
    assert len(menu) == 1 + len(table.state.offers)
    assert table.do(table.secret, {"do": "say", "to": "all", "text": "hello"}, now=2.0).ok
    assert injects.KINDS["press leak"].fields["item"].menu(table.state, table.shown) == menu
