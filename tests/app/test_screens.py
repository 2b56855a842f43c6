"""Screens of one game, without browsers: what each is sent when something happens."""

import pytest

from benchmarks.web.served import room


@pytest.fixture(scope="module")
def brief():
    """A game in its first brief, in which no AI nation speaks: host, screen, and three seats."""
    with room(5, program="tests.unhurried") as here:
        here.host.click("t-start")
        here.screen.seen("Round 1 of")
        here.quiet()
        for page in here.seats[:2]:
            page.click("t-to-table")
            page.until(lambda page=page: page.marked("t-partner"))
        here.quiet()
        yield here


def sent(here):
    return [one.frames for one in here.every()]


def test_a_page_on_which_nothing_has_changed_is_sent_nothing(brief):
    """Words from Japan to Australia alone: the two see them, the projector and a third seat do not."""
    japan, *_ = brief.seats
    japan.write("t-partner", "australia", event="chosen")
    brief.quiet()
    before = sent(brief)
    japan.write("t-words", "Between us: what would you take?")
    at = japan.click("t-say")
    for page in brief.seats[:2]:
        page.seen("Between us: what would you take?", at)
    brief.quiet()
    _, screen, first, second, third = (now - then for now, then in zip(sent(brief), before, strict=True))
    assert first
    assert second
    assert (screen, third) == (0, 0)


def test_the_page_of_a_seat_that_was_freed_says_so(brief):
    third = brief.seats[2]
    third.reads = True
    brief.host.click("t-to-seats")
    brief.host.click("t-release-united_states")
    at = brief.host.click("t-release-sure-united_states")
    third.seen("This link belongs to no seat of a game here", at)


def test_public_words_reach_every_seat_and_move_no_clock(brief):
    japan, *_ = brief.seats
    japan.write("t-partner", "all", event="chosen")
    brief.quiet()
    heard = len(brief.screen._heard)
    japan.write("t-words", "To all of you: good day.")
    at = japan.click("t-say")
    brief.seats[1].seen("To all of you: good day.", at)
    brief.quiet()
    assert not [said for _, said in brief.screen._heard[heard:] if '"seconds"' in said]
