"""Moves: one class for each verb, read at one door from whoever sends them, and read back from the log as they were."""

import json
from typing import get_args

import pytest

import scenarios.game.verbs
from negotiation.rulebook import names
from scenarios.game.reading import HOST_PHASES, kinds, read, written
from scenarios.game.refusal import Refused
from scenarios.game.verbs.accept import Accept
from scenarios.game.verbs.claim import Claim
from scenarios.game.verbs.extend import Extend
from scenarios.game.verbs.offer import Offer


def test_each_verb_is_one_class_that_says_who_may_make_it():
    assert set(kinds()) == {*names(scenarios.game.verbs), *HOST_PHASES}
    for verb, kind in kinds().items():
        assert verb in get_args(kind.model_fields["do"].annotation)
        assert set(kind.BY.split(" or ")) <= {"seat", "host", "clock", "model", "join"}


@pytest.mark.parametrize(
    "move",
    [
        Accept(offer=3, reason="it pays"),
        Offer(lane="a>b:light oxide", terms={"volume": 0.5, "duration": 3}, texts={"volume": "half"}),
        Claim(promise="A1", end=True),
        Extend(),
    ],
)
def test_a_move_is_read_from_the_log_as_it_was_made(move):
    again = written(json.loads(json.dumps(move.body())))
    assert again == move
    assert again.words() == move.words()


def test_words_of_a_log_that_are_not_known_any_more_are_left_out():
    assert written({"do": "accept", "offer": 3, "mood": "good", "sent": "1f"}) == Accept(offer=3)


@pytest.mark.parametrize(
    ("who", "move", "because"),
    [
        ("japan", {"do": "accept", "offer": 3, "reason": "x"}, "'accept' takes no word 'reason'; it takes offer."),
        ("japan", {"do": "levers", "levers": {}, "amounts": {}}, "'levers' takes no word 'amounts'; it takes levers."),
        ("host", {"do": "release", "seat": "japan", "token": "x"}, "'release' takes no word 'token'; it takes seat."),
        ("host", {"do": "start", "now": True}, "'start' takes no word 'now'; it takes none."),
        ("japan", {"do": "accept", "offer": True}, "'offer' of 'accept' must be a whole number, got True."),
        ("japan", {"do": "ready", "ready": "yes"}, "'ready' of 'ready' must be yes or no, got 'yes'."),
        ("japan", {"do": "offer", "lane": "x", "terms": []}, "'terms' of 'offer' must be a table, got []."),
        ("japan", {"do": "offer", "terms": {}}, "'offer' needs the word 'lane'."),
        ("host", {"do": "extend", "seconds": 10**12}, "'seconds' of 'extend' is larger than any figure here."),
        ("host", {"do": "extend", "seconds": float("nan")}, "'seconds' of 'extend' must be a finite number, got nan."),
        ("host", {"do": "extend", "seconds": "1"}, "'seconds' of 'extend' must be a number, got '1'."),
        ("japan", {"do": "say", "text": 1, "hue": 2}, "'text' of 'say' must be a text, got 1."),
        ("japan", {"do": "say", "hue": 2, "text": 1}, "'say' takes no word 'hue'; it takes to, text, about."),
        ("japan", {"do": "phase", "to": "over"}, "'phase' is not yours to do; it is for clock."),
    ],
)
def test_what_does_not_fit_is_refused_with_one_sentence(who, move, because):
    with pytest.raises(Refused) as no:
        read(who, move)
    assert str(no.value) == because


def test_a_move_may_be_sent_as_it_is_or_as_a_table():
    assert read("japan", Accept(offer=3)) == read("japan", {"do": "accept", "offer": 3}) == Accept(offer=3)
