"""How figures and names are said in the sentences of the log."""

import doctest

import pytest

from agents.questions.move_worth import _told as told
from agents.world import wording
from agents.world.events import Log


def test_the_examples_hold():
    found = doctest.testmod(wording)
    assert found.attempted >= 7
    assert found.failed == 0


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("United States builds a mine.", "The United States builds a mine."),
        ("The parliament of United Kingdom agrees.", "The parliament of the United Kingdom agrees."),
        ("A9/1: European Union claims 3 t.", "A9/1: The European Union claims 3 t."),
        ("Talks fail. United States asks for a panel.", "Talks fail. The United States asks for a panel."),
        ("The United States and the European Union agree.", "The United States and the European Union agree."),
        ("The United States-Japan Agreement stands.", "The United States-Japan Agreement stands."),
        ("United Kingdom and Japan part.", "The United Kingdom and Japan part."),
    ],
)
def test_names_get_their_article_once_and_not_within_other_names(said, right):
    log = Log(keys=("a",), start_year=2025)
    log.note(0, "policy", (0,), said)
    assert log.events[0].text == right


def test_what_open_plants_neither_cost_nor_spare_is_left_out():
    assert told(-0.2, 0.3) == "it gains a little more than it costs"
    assert told(-3.0, 0.0) == "it costs 3 USD m in a calm year"
    assert told(-3.0, 12_345.0) == "it costs 3 USD m in a calm year and spares 12.3 USD bn in a crisis"
