"""What the debrief says of a promise: what was delivered, what was missed and what was excused."""

from app.web.debrief.texts import _promise
from scenarios.game.board import PromiseView


def said(promised, delivered, breaches):
    one = PromiseView(
        name="A3",
        seller="australia",
        buyer="japan",
        goods="light ore",
        terms="937 t/yr of light ore",
        tonnes=937.0,
        signed=2025,
        ends=2030,
        promised=promised,
        delivered=delivered,
        breaches=breaches,
        status="in force",
        owed=0.0,
        owed_by="",
        loss=0.0,
    )
    return _promise(one, {"australia": "Australia", "japan": "Japan"})


def test_what_did_not_come_without_a_breach_is_called_excused():
    assert "63 % delivered (the rest was excused), no quarter missed" in said(3748.0, 2345.0, 0)


def test_what_was_broken_or_came_whole_is_not_called_excused():
    assert "63 % delivered, 2 quarters missed" in said(3748.0, 2345.0, 2)
    assert "100 % delivered, no quarter missed" in said(3748.0, 3748.0, 0)
    assert "nothing due yet, no quarter missed" in said(0.0, 0.0, 0)
