"""What a forged, broken or repeated message may hold: it is answered with a sentence, and changes nothing."""

import pytest

from tests.scenarios.game.world import begun

HALF = "\ud800"
"""Half a character, as broken or forged text may hold; no file can keep it."""


@pytest.mark.parametrize(
    ("link", "move", "key", "told"),
    [
        ("seat", {"do": "say", "to": "all", "text": HALF}, "", "cannot be written down"),
        ("seat", {"do": "offer", "lane": "a>b:ore", "terms": {"price": [{"x": HALF}]}}, "", "cannot be written down"),
        ("seat", {"do": "offer", "lane": "a>b:ore", "terms": {HALF: 1}}, "", "cannot be written down"),
        ("seat", {"do": "ready", "ready": True}, "k" * 201, "at most 200 characters"),
        ("seat", {"do": "dispute", "case": "A1/1", "act": "settle", "sum": 10**400}, "", "larger than any figure"),
        ("seat", {"do": "accept", "offer": 10**400}, "", "There is no offer"),
        ("seat", {"do": HALF}, "", "Nothing is called"),
        (HALF, {"do": "ready", "ready": True}, "", "belongs to no seat"),
        (None, {"do": "ready", "ready": True}, "", "belongs to no seat"),
    ],
)
def test_a_broken_message_is_refused_with_a_sentence(link, move, key, told):
    table, seat = begun("japan")
    length = len(table.entries)
    receipt = table.do(seat if link == "seat" else link, move, key, now=1.0)
    assert not receipt.ok
    assert told in receipt.text
    assert len(table.entries) == length


def test_a_name_with_half_a_character_is_kept_legible():
    table, _ = begun("japan")
    assert table.claim(table.code, "australia", f"Ann{HALF}", now=1.0).ok
    assert table.state.seats["australia"].people == ["Ann?"]
    assert not table.claim(HALF, "china", "Bob", now=1.0).ok


def test_going_on_twice_under_one_key_goes_on_once():
    table, _ = begun("japan", phase="brief")
    first = table.do(table.secret, {"do": "go_on"}, "click", now=1.0)
    again = table.do(table.secret, {"do": "go_on"}, "click", now=1.0)
    assert (first.ok, again.ok, again.again) == (True, True, True)
    assert again.number == first.number
    assert table.state.phase == "negotiate"
