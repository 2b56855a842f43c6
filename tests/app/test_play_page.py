"""A seat at the table in real browsers: one person alone, and two who see each other's moves."""

import re

import pytest

from scenarios.game.journal import SUFFIX, Journal
from tests.app.browsing import fits_a_phone, settle, wait_until_kept

ANOTHER_PRICE = """() => { const price = document.querySelector('.t-term-counter-price')
    price.selectedIndex = price.selectedIndex ? 0 : price.options.length - 1
    price.dispatchEvent(new Event('change')) }"""
"""Chooses a price that is not the one offered, for the very terms of an offer are no answer to it."""


@pytest.fixture
def alone(person, server):
    """Somebody who has just pressed the first button."""
    page = person()
    page.goto(server)
    page.click(".t-play-now")
    page.wait_for_selector(".t-tab-brief")
    yield page
    page.close()


def phase(page, name):
    page.wait_for_selector(f".phases li[aria-current]:has-text('{name}')")


def test_one_click_sits_down_at_a_table_with_a_brief_and_a_guide(alone):
    assert "/play/" in alone.url
    assert "Who you are" in alone.inner_text(".t-role")
    assert alone.locator(".t-guide").count() == 1
    assert alone.locator(".axis").count() == 3


def test_words_of_the_trade_explain_themselves(alone):
    word = alone.locator(".t-role dfn").first
    assert len(word.get_attribute("data-is")) > 10
    word.hover()
    shown = word.evaluate("node => getComputedStyle(node, '::after').content")
    assert shown not in {"none", ""}


def test_a_reload_and_another_device_find_the_same_seat_and_draft(alone, person, games_folder):
    alone.click(".t-to-table")
    alone.fill(".t-words", "We could take light oxide from you")
    wait_until_kept("We could take light oxide from you", games_folder)
    alone.reload()
    alone.wait_for_selector(".t-tab-brief")
    alone.click(".t-to-table")
    assert alone.input_value(".t-words") == "We could take light oxide from you"
    other = person()
    other.goto(alone.url)
    other.click(".t-to-table")
    assert other.input_value(".t-words") == "We could take light oxide from you"
    other.close()


def test_a_year_can_be_played_from_brief_to_report(alone):
    alone.click(".t-ready")
    phase(alone, "Negotiate")
    card = alone.locator(".t-inbox .card").first
    card.wait_for()
    card.locator("button:has-text('Ask')").click()
    card.locator("button:has-text('Counter')").click()
    alone.wait_for_selector(".terms select")
    alone.evaluate(ANOTHER_PRICE)
    alone.wait_for_selector(".preview li:has-text('USD m')")
    alone.click(".t-send-offer")
    alone.wait_for_selector(".card:has-text('You to'), .t-lately li:has-text('You offered'), .t-refused")
    assert alone.locator(".t-refused").all_inner_texts() == []
    alone.click(".t-ready")
    phase(alone, "Commit")
    alone.wait_for_selector(".lever")
    alone.click(".t-levers")
    alone.click(".t-levers-sure")
    alone.wait_for_selector(".t-decided")
    alone.click(".t-ready")
    phase(alone, "Report")
    alone.wait_for_selector(".t-news li")
    alone.click(".t-to-world")
    alone.wait_for_selector(".t-tab-world svg")


def test_a_size_that_is_typed_counts_at_once_and_what_is_chosen_is_called_undecided_until_it_is_confirmed(alone):
    """A figure that is left by the press of Decide itself must neither be lost nor take the question away."""
    alone.click(".t-to-alone")
    alone.wait_for_selector(".lever input[type=number]")
    assert alone.locator(".t-undecided").count() == 0
    alone.click(".t-size-0")
    alone.keyboard.press("Control+A")
    alone.keyboard.type("40")
    alone.click(".t-levers")
    alone.wait_for_selector(".t-undecided")
    alone.click(".t-levers-sure")
    alone.wait_for_selector(".t-decided:not(:has-text('nothing new'))")
    assert alone.locator(".t-undecided").count() == 0
    assert alone.locator(".total").inner_text() != "Costs 0 of 126 USD m"


def test_a_plant_says_when_it_opens_as_its_preview_does(alone):
    alone.click(".t-ready")
    phase(alone, "Negotiate")
    plant = alone.locator(".t-lane option:has-text('plant')").first
    plant.wait_for(state="attached")
    years = int(re.search(r"opens in (\d+) year", plant.inner_text())[1])
    alone.select_option(".t-lane", value=plant.get_attribute("value"))
    alone.wait_for_selector(f".begin .preview:has-text('opens in {2025 + years}')")


def test_a_plant_that_was_agreed_on_is_paid_before_what_one_decides_alone(alone):
    alone.click(".t-to-table")
    assert "once the table is open" in alone.inner_text(".t-tab-table")
    alone.click(".t-ready")
    phase(alone, "Negotiate")
    card = alone.locator(".t-inbox .card:has-text('a magnet plant in Japan')")
    card.locator("button:has-text('Accept')").click()
    card.locator("button:has-text('Yes, accept')").click()
    alone.wait_for_selector(".t-lately li:has-text('accepted')")
    alone.click(".t-to-alone")
    said = alone.inner_text(".t-paid-first")
    paid, whole, left = (int(number) for number in re.findall(r"\d+", said))
    assert paid + left == whole, said
    assert 0 < left < whole
    alone.fill(".levers .t-size-0", "100")
    alone.press(".levers .t-size-0", "Tab")
    alone.wait_for_selector(".levers .total:has-text('more than you have')")
    alone.wait_for_selector(f".preview li:has-text('of {left} USD m')")
    alone.click(".t-levers")
    alone.click(".t-levers-sure")
    alone.wait_for_selector(f".t-refused:has-text('you have {left} left this year')")
    assert alone.locator(".t-decided").count() == 0


def test_what_is_chosen_in_the_breath_in_which_it_is_sent_is_what_is_sent(alone):
    """The server may still be drawing when both come; a press must not send what stood there when it was drawn."""
    alone.click(".t-ready")
    phase(alone, "Negotiate")
    card = alone.locator(".t-inbox .card").first
    card.locator("button:has-text('Counter')").click()
    alone.wait_for_selector(".t-term-counter-price")
    alone.evaluate(f"() => {{ ({ANOTHER_PRICE})(); document.querySelector('.t-send-offer').click() }}")
    alone.wait_for_selector(".card:has-text('You to'), .t-lately li:has-text('You offered'), .t-refused")
    assert alone.locator(".t-refused").all_inner_texts() == []


def test_an_offer_that_is_being_written_stays_when_those_above_it_are_answered(alone):
    alone.click(".t-ready")
    phase(alone, "Negotiate")
    alone.wait_for_selector(".t-inbox .card")
    alone.select_option(".t-lane", index=1)
    alone.wait_for_selector(".begin .terms select")
    term = alone.locator(".begin .terms select").last
    term.select_option(index=term.locator("option").count() - 1)
    alone.wait_for_selector(".begin .preview:not([aria-busy])")
    written = [one.input_value() for one in alone.locator(".begin select").all()]
    while alone.locator(".t-inbox .card").count():
        card = alone.locator(".t-inbox .card").first
        number = re.search(r"t-offer-(\d+)", card.get_attribute("class"))[1]
        card.locator(f".t-refuse-{number}").click()
        alone.wait_for_selector(f".t-inbox .t-offer-{number}", state="detached")
    settle(alone)
    assert [one.input_value() for one in alone.locator(".begin select").all()] == written


def test_every_part_of_the_page_fits_a_phone(alone):
    for tab in ("brief", "table", "accord", "alone", "promises", "world"):
        alone.click(f".t-to-{tab}")
        alone.wait_for_selector(f".t-tab-{tab}")
        fits_a_phone(alone)


def test_a_link_of_no_seat_gets_a_sentence(person, server):
    page = person()
    for address in ("play/nogame/nosecret", "play", "join/ZZZZZ"):
        page.goto(f"{server}/{address}")
        page.wait_for_selector(".t-wrong")
    page.goto(server)
    page.fill(".t-code", "QQQQQ")
    page.click(".t-join")
    assert "No game has the code 'QQQQQ'" in page.inner_text(".t-wrong")
    page.close()


@pytest.fixture
def two(person, server, games_folder):
    """Two people at the table of one game."""
    host = person()
    host.goto(server)
    before = set(games_folder.glob(f"*{SUFFIX}"))
    host.click(".t-host")
    host.wait_for_url(re.compile("/host/"))
    made = (set(games_folder.glob(f"*{SUFFIX}")) - before).pop()
    about = Journal(made).about()
    pages = []
    for name in ("Amara", "Bao"):
        page = person()
        page.goto(f"{server}/join/{about['code']}")
        page.fill(".t-person", name)
        page.locator(".seats button:has-text('Take this seat')").first.click()
        page.wait_for_selector(".t-who")
        page.click(".t-to-table")
        pages.append(page)
    host.close()
    yield pages
    for page in pages:
        page.close()


def test_what_one_says_the_other_reads_as_plain_text(two):
    first, second = two
    first.fill(".t-words", "<script>document.title = 'stolen'</script> & greetings")
    first.click(".t-say")
    second.wait_for_selector(".t-talk li:has-text('& greetings')")
    assert "<script>" in second.inner_text(".t-talk")
    assert second.title() != "stolen"


def test_what_is_being_typed_survives_news_that_keep_coming(two):
    """Forty words of the other side arrive while one types; not a letter is lost (Solara's issue 779)."""
    first, second = two
    words = "Our mine could bind four hundred tonnes a year, at a price that follows the market."
    first.click(".t-words")
    said = 0
    for at, letter in enumerate(words):
        first.keyboard.type(letter)
        if at % 6 == 0:
            second.fill(".t-words", f"news {at}")
            second.click(".t-say")
            second.wait_for_selector(f".t-talk li:has-text('news {at}')")
            said += 1
    first.wait_for_selector(f".t-talk li:has-text('news {(len(words) - 1) // 6 * 6}')")
    assert said > 10
    assert first.input_value(".t-words") == words


def test_what_is_typed_before_the_last_words_have_gone_stays(two, games_folder):
    """The answer to a press of the button takes away what was sent, and nothing that was typed since."""
    first, second = two
    first.fill(".t-words", "We could sell. ")
    first.evaluate("""() => { const field = document.querySelector('.t-words')
        field.dispatchEvent(new Event('blur'))
        document.querySelector('.t-say').click()
        field.focus()
        field.value = 'We could sell. And you?'
        field.dispatchEvent(new Event('input')) }""")
    second.wait_for_selector(".t-talk li:has-text('We could sell.')")
    first.wait_for_function("document.querySelector('.t-words').value === 'And you?'")
    wait_until_kept("And you?", games_folder)
    first.reload()
    first.click(".t-to-table")
    assert first.input_value(".t-words") == "And you?"


def test_a_seat_that_is_taken_is_shown_as_taken(two, person, server, games_folder):
    codes = [Journal(path).about() for path in sorted(games_folder.glob(f"*{SUFFIX}"))]
    code = [about["code"] for about in codes if about["title"] != "Playing alone"][-1]
    page = person()
    page.goto(f"{server}/join/{code}")
    page.wait_for_selector(".seats")
    assert page.locator(".seats .card:has-text('Amara')").count() == 1
    page.close()


def test_who_plays_china_sees_orders_and_confirms_its_weapons(person, server):
    host, china = person(), person()
    host.goto(server)
    host.click(".t-host")
    china.goto(f"{server}/join/{host.inner_text('.t-join-code')}")
    china.fill(".t-person", "Wei")
    china.click(".t-seat-china")
    china.wait_for_selector(".t-tab-brief")
    host.click(".t-start")
    phase(china, "Brief")
    china.click(".t-to-alone")
    weapon = china.locator(
        ".lever", has=china.locator("h3", has_text="Withhold exports of oxide and magnets for 4 quarters")
    )
    weapon.locator("input[type=number]").fill("40")
    weapon.locator("output", has_text="40 % of exports").wait_for()
    china.wait_for_selector(".preview li:has-text('magnet abroad goes from')")
    china.click(".t-levers")
    china.click(".t-levers-sure")
    china.wait_for_selector(".t-decided:has-text('Withhold exports of oxide and magnets for 4 quarters')")
    for page in (host, china):
        page.close()
