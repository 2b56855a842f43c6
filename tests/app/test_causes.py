"""Why an event came about and what came of it, as the Explore page tells it."""

from app.causes import causes


def test_a_ruling_is_told_with_the_claim_that_led_to_it_and_the_payment_that_came_of_it(accord):
    events = accord.events.set_index("kind")
    ruling = events[events["about"] == "S4"].loc["ruling"]
    told = causes(accord, ruling["id"])
    before, after = told.split("What came of it")
    assert "What led to this" in before
    assert "claims 490 t" in before
    assert "delivers 210 t of 700 t" in before
    assert "pays 28.0 USD m" in after
    assert ruling["text"] not in told


def test_an_event_that_stands_alone_is_told_by_nothing(accord):
    alone = accord.events[accord.events["about"] == ""].iloc[0]
    assert causes(accord, alone["id"]) == ""


def test_words_of_the_record_are_escaped(accord):
    from dataclasses import replace

    sly = replace(accord, events=accord.events.assign(text="<script>alert(1)</script>"))
    ruling = sly.events[(sly.events["about"] == "S4") & (sly.events["kind"] == "ruling")].iloc[0]
    assert "<script" not in causes(sly, ruling["id"])
    assert "&lt;script" in causes(sly, ruling["id"])
