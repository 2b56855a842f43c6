"""The pages in a real browser, with nothing but this machine to ask."""

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE

PAGES = ("", "explore?rounds=3", "compare?rounds=2", "research", "play")
SHOWN = {
    "": ".t-go-explore",
    "explore": ".t-network svg",
    "compare": ".t-side-accord svg",
    "research": ".t-estimate",
    "play": ".t-tab-brief",
}
RUNS = Path(__file__).parents[2] / "runs"


@pytest.fixture(scope="module")
def window(browser):
    """One window for all tests here, so that scripts are fetched once; what fails in it is an error of the tests."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(1000 * PATIENCE)
    failed = []
    context.route(re.compile(r"^(?!https?://127\.0\.0\.1|data:|blob:)"), lambda route: route.abort())
    # Leaving a page aborts what it still asks for, and nobody misses that.
    context.on(
        "requestfailed",
        lambda request: None if "ERR_ABORTED" in (request.failure or "") else failed.append(f"failed {request.url}"),
    )
    context.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    context.on("weberror", lambda error: failed.append(f"error {error.error}"))
    context.on("console", lambda said: failed.append(f"said {said.text}") if said.type == "error" else None)
    yield context
    context.close()
    assert not failed


def opened(window, server, address):
    """Open a page in a new tab and wait until its world is lived."""
    page = window.new_page()
    page.goto(f"{server}/{'' if address == 'play' else address}")
    if address == "play":
        page.click(".t-play-now")
    page.wait_for_selector(SHOWN[address.split("?")[0]])
    page.wait_for_selector(".t-progress", state="detached")
    # Before the width of the screen is known, pictures are drawn for narrow and wide ones.
    page.wait_for_selector(".narrow:not(.meanings)", state="detached")
    return page


@pytest.fixture(scope="module", params=PAGES)
def any_page(request, window, server):
    """Each page in turn, opened once."""
    page = opened(window, server, request.param)
    yield page
    page.close()


@pytest.fixture(scope="module")
def kept_page(window, server):
    """Explore, opened once."""
    page = opened(window, server, "explore?rounds=3")
    yield page
    page.close()


@pytest.fixture
def explore(kept_page):
    """Explore in its first year, whatever the test before did."""
    if kept_page.locator(".t-reset").is_enabled():
        kept_page.click(".t-reset")
        kept_page.wait_for_selector(".t-back[disabled]")
    return kept_page


@pytest.fixture
def visit(window, server):
    """Open a page of one's own."""
    pages = []

    def go(address):
        pages.append(opened(window, server, address))
        return pages[-1]

    yield go
    for page in pages:
        page.close()


def year(page):
    return int(page.inner_text(".t-year"))


def wait_for_year(page, wanted):
    page.wait_for_function("wanted => document.querySelector('.t-year').innerText == wanted", arg=str(wanted))


def test_a_page_draws_itself_without_internet(any_page):
    page = any_page
    assert page.locator("h1").count() == 1
    assert page.locator("nav a").count() >= 3


def test_a_page_fits_a_phone(any_page):
    page = any_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(
        "() => !document.querySelector('.t-network svg') || "
        "document.querySelector('.t-network svg').getAttribute('width') < 390"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    beyond = page.evaluate("""() => [...document.querySelectorAll('button, select, input, h1, h2, p, svg')]
        .filter(e => e.offsetParent !== null || e.tagName === 'svg')
        .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().width > 0)
        .filter(e => e.getBoundingClientRect().right > 391).map(e => e.outerHTML.slice(0, 80))""")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert beyond == []


def test_a_page_has_a_language_and_can_be_enlarged(any_page):
    page = any_page
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "user-scalable=no" not in page.locator("meta[name=viewport]").get_attribute("content")
    assert page.title().endswith("Rare Accord")


def test_every_control_has_a_name(any_page):
    page = any_page
    nameless = page.evaluate("""() => [...document.querySelectorAll('button, select, input, a')]
        .filter(e => !(e.innerText || '').trim() && !e.getAttribute('aria-label') && !(e.labels && e.labels.length))
        .map(e => e.outerHTML.slice(0, 80))""")
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_paper(any_page, scheme):
    """WCAG 2.1, 1.4.3: at least 4.5 to 1, or 3 to 1 for large words."""
    any_page.emulate_media(color_scheme=scheme)
    weak = any_page.evaluate("""() => {
        const parts = c => (c.match(/[\\d.]+/g) || []).map(Number)
        const light = c => { const [r, g, b] = parts(c).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            return 0.2126 * r + 0.7152 * g + 0.0722 * b }
        const paper = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor
            const p = parts(c); if (p.length === 3 || p[3] > 0.99) return c }
            return getComputedStyle(document.documentElement).backgroundColor }
        const weak = []
        for (const e of document.querySelectorAll('.ra-page *')) {
            const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
            if (!own || !e.getClientRects().length) continue
            // Rims of words, words on dark cells and nations set back on purpose are judged by eye.
            if (e.closest('[disabled], .skip, style, title, desc, option, .s-paper, .f-paper, g[opacity]')) continue
            const style = getComputedStyle(e), svg = e.ownerSVGElement
            const word = light(svg ? style.fill : style.color), sheet = light(paper(svg ? svg.parentElement : e))
            const [a, b] = [Math.max(word, sheet), Math.min(word, sheet)]
            const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.6 && style.fontWeight >= 700)
            if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) weak.push(e.textContent.trim().slice(0, 40))
        }
        return weak }""")
    assert weak == []


def test_step_back_and_reset_change_the_year(explore):
    page = explore
    first = year(page)
    assert page.locator(".t-back").is_disabled()
    page.click(".t-step")
    wait_for_year(page, first + 1)
    page.wait_for_selector(f"h2:has-text('Who trades with whom in {first + 1}')")
    page.click(".t-step")
    wait_for_year(page, first + 2)
    assert page.locator(".t-step").is_disabled()
    page.click(".t-back")
    wait_for_year(page, first + 1)
    page.click(".t-reset")
    wait_for_year(page, first)


def test_play_lives_on_to_the_end_and_stops_there(explore):
    page = explore
    first = year(page)
    page.select_option(".t-speed", label="fourfold")
    page.click(".t-play")
    wait_for_year(page, first + 2)
    page.wait_for_selector(".t-play:has-text('Play')")


def test_pause_stops_the_years(explore):
    page = explore
    first = year(page)
    page.select_option(".t-speed", label="fourfold")
    # Both presses in one breath, so that no year is on its way; then the time of four of them, by the page's own clock.
    said = page.evaluate("""async () => {
        const button = document.querySelector('.t-play')
        button.click()
        await null
        const said = button.innerText
        button.click()
        await new Promise(over => setTimeout(over, 1000))
        return said }""")
    assert (said, page.inner_text(".t-play"), year(page)) == ("Pause", "Play", first)


def test_the_scrub_bar_obeys_the_keyboard(explore):
    page = explore
    first = year(page)
    page.focus(".t-scrub")
    page.keyboard.press("End")
    wait_for_year(page, first + 2)
    page.keyboard.press("ArrowLeft")
    wait_for_year(page, first + 1)
    assert page.locator(".t-scrub").get_attribute("aria-valuetext") == str(first + 1)


def test_the_keyboard_reaches_every_control_in_order(explore):
    page = explore
    first = page.evaluate("[...document.querySelectorAll('a, button, input, select')][0].className")
    assert first == "skip"
    page.focus(".skip")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.test || document.activeElement.className"))
    order = ["scenario", "regime", "seed", "go", "play", "step", "speed", "scrub", "when", "kind", "nation"]
    assert list(dict.fromkeys(mark for mark in reached if mark in order)) == order
    assert any(mark.startswith("event") for mark in reached)


def test_enter_in_the_seed_lives_another_world_that_a_reload_keeps(visit):
    page = visit("explore?rounds=2&regime=unilateral")
    page.fill(".t-seed", "11")
    page.press(".t-seed", "Enter")
    page.wait_for_url("**/explore?*seed=11*")
    page.wait_for_selector(".t-progress", state="detached")
    page.reload()
    page.wait_for_selector(".t-network svg")
    assert page.input_value(".t-seed") == "11"
    assert page.input_value(".t-regime") == "unilateral"


def test_another_regime_makes_another_world(visit):
    page = visit("explore?rounds=2&regime=unilateral")
    assert "accord member" not in page.text_content(".t-network svg")
    page.select_option(".t-regime", "bilateral")
    page.click(".t-go")
    page.wait_for_url("**regime=bilateral**")
    page.wait_for_selector(".t-network svg")


def test_what_is_typed_is_not_lost_while_years_go_by(window, server):
    """Redrawing must not erase what is being typed."""
    page = window.new_page()
    page.goto(f"{server}/explore?rounds=8&regime=bilateral&seed=21")
    page.wait_for_selector(".t-seed")
    page.fill(".t-seed", "")
    page.type(".t-seed", "123456789", delay=120)
    page.wait_for_selector(".t-progress", state="detached")
    assert page.input_value(".t-seed") == "123456789"
    page.close()


def test_a_seed_that_is_none_is_told_beside_its_field(visit):
    page = visit("explore?rounds=2")
    page.fill(".t-seed", "seven")
    page.wait_for_selector("#seed-wrong:has-text('A whole number from 0 to 2,147,483,647.')")
    page.wait_for_selector(".t-go:disabled")


def test_an_unknown_world_in_the_address_gets_a_sentence(window, server):
    page = window.new_page()
    page.goto(f"{server}/explore?scenario=baseline_2025")
    page.wait_for_selector(".t-wrong")
    assert page.inner_text(".t-wrong") == "no scenario called 'baseline_2025'; did you mean 'baseline_2024'?"
    page.close()


def test_picking_an_event_lights_up_its_nations(explore):
    page = explore
    page.wait_for_selector(".t-log .event")
    assert page.locator(".t-network svg .f-amber").count() == 0
    page.locator(".t-log .event").first.click()
    page.wait_for_selector(".t-network svg circle.f-amber", state="attached")
    page.locator(".t-log .event").first.click()
    page.wait_for_selector(".t-network svg circle.f-amber", state="detached")


def test_a_sitting_of_the_year_can_be_opened_and_seen(visit):
    page = visit("explore?rounds=2&regime=bilateral")
    page.wait_for_selector(".t-sitting svg")
    choices = page.locator("select.t-sitting option").all_inner_texts()
    assert len(choices) > 1
    first = page.inner_text(".t-offers")
    page.select_option("select.t-sitting", index=len(choices) - 1)
    page.wait_for_function("first => document.querySelector('.t-offers').innerText !== first", arg=first)
    assert "round 1:" in page.inner_text(".t-offers .offers")
    said = page.inner_text(".t-offers .agenda")
    assert "can move" in said
    assert page.locator(".t-sitting figcaption").inner_text()


def test_an_event_that_tells_of_a_sitting_opens_it(visit):
    page = visit("explore?rounds=2&regime=bilateral")
    page.wait_for_selector(".t-sitting svg")
    told = page.locator(".t-log .event:has-text(' part over ')").last
    # Sentences speak of the European Union, menus of European Union.
    one = re.sub(r"\b[Tt]he ", "", told.locator(".what").inner_text().split(" part over ")[0])
    told.click()
    page.wait_for_function(
        "one => document.querySelector('select.t-sitting').selectedOptions[0].text.replace(/\\b[Tt]he /g, '')"
        ".startsWith(one)",
        arg=one,
    )


def test_nations_that_go_alone_hold_no_sittings(visit):
    page = visit("explore?rounds=2&regime=unilateral")
    assert page.locator("select.t-sitting").count() == 0


def test_the_log_can_be_narrowed(visit):
    page = visit("explore?rounds=2")
    page.wait_for_selector(".t-log .event")
    every = page.locator(".t-log .event").count()
    page.select_option(".t-kind", "investment")
    page.wait_for_function("every => document.querySelectorAll('.t-log .event').length < every", arg=every)
    assert set(page.locator(".t-log .kind").all_inner_texts()) == {"Investment"}
    page.select_option(".t-nation", "japan")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.t-log .what')].every(e => e.innerText.includes('Japan'))"
    )


def test_compare_shows_both_sides_the_difference_and_who_gains(visit):
    page = visit("compare?rounds=2")
    for side in ("unilateral", "accord"):
        assert page.locator(f".t-side-{side} .t-network svg").count() == 1
    assert "minus" in page.text_content(".t-comparison svg")
    assert page.locator(".t-difference tbody tr").count() >= 5
    assert page.locator(".t-gains svg").count() == 1
    assert page.inner_text(".t-verdict").startswith("Here cooperation")
    prints = {mark.get_attribute("title") for mark in page.locator(".t-shocks").all()}
    assert page.locator(".t-shocks").count() == 2
    assert len(prints) == 1


def test_compare_can_look_at_another_regime(visit):
    page = visit("compare?rounds=2")
    page.select_option(".t-side-two", "bilateral")
    page.wait_for_selector(".t-side-bilateral .t-network svg")
    assert page.locator(".t-side-accord").count() == 0


def test_the_menu_leads_from_page_to_page(visit):
    page = visit("")
    page.click("nav >> text=Explore")
    page.wait_for_selector(".t-seed")
    assert page.locator("nav a.here").inner_text() == "Explore"
    page.click("nav >> text=Start")
    page.wait_for_selector(".t-go-compare")


@pytest.fixture
def research(visit):
    """Research, with the smallest map of two rules that there can be."""
    page = visit("research")
    page.select_option(".t-experiment", "two-rules")
    page.select_option(".t-scenario", "pair")
    page.fill(".t-levels", "2")
    page.fill(".t-replications", "2")
    # Another seed each time: what an earlier test has lived would not be lived again.
    seed = str(time.time_ns() % 2**31)
    page.fill(".t-seed", seed)
    yield page
    for file in (RUNS / "research").glob("risks-export-ban-by-*.toml"):
        if f"seed = {seed}\n" in file.read_text(encoding="utf-8"):
            for folder in RUNS.glob(f"{file.stem}-*"):
                shutil.rmtree(folder)
            file.unlink()


def test_research_says_what_a_sweep_takes_lives_it_and_shows_what_it_found(research, server):
    page = research
    page.press(".t-replications", "Enter")
    page.wait_for_selector(".t-start")
    assert page.inner_text(".t-told .verdict").startswith("16 runs, about ")
    command = page.inner_text(".t-told code")
    assert command.startswith("python -m app sweep run runs/research/risks-export-ban-by-risks-ban-cut-")
    page.click(".t-start")
    page.wait_for_selector(".t-report svg", state="attached")
    assert "16 of 16 runs went well" in page.inner_text(".t-report")
    assert page.locator(".t-report h2").first.inner_text().startswith("Where accord beats unilateral")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    address = page.locator(".t-downloads a", has_text="Runs (CSV)").get_attribute("href")
    assert page.request.get(server + address).text().count("\n") == 17
    page.reload()
    page.wait_for_selector(".t-report svg", state="attached")


def test_research_goes_from_two_rules_back_to_a_shipped_experiment(research):
    page = research
    page.select_option(".t-experiment", "membership-size")
    page.wait_for_selector('.t-about:has-text("Who may join")')
    page.wait_for_selector(".t-scenario", state="detached")
    page.select_option(".t-experiment", "two-rules")
    page.wait_for_selector(".t-up-high")


def test_research_tells_what_was_typed_wrong(research):
    page = research
    page.fill(".t-up-high", "9")
    page.click(".t-estimate")
    page.wait_for_selector(".t-wrong")
    assert page.inner_text(".t-wrong") == ("parameter risks.ban_cut must be a number from 0 to 1 (share), got 9.")
    page.fill(".t-up-high", "much")
    page.click(".t-estimate")
    page.wait_for_selector(".t-wrong:has-text(\"the ends of risks.ban_cut must be numbers, got 'much'.\")")


def test_a_sweep_that_is_not_there_gets_a_sentence(window, server):
    page = window.new_page()
    page.goto(f"{server}/research?sweep=..%2F..")
    page.wait_for_selector(".t-wrong")
    assert page.inner_text(".t-wrong") == "'../..' is no name of a sweep"
    page.close()


@pytest.mark.parametrize("path", ["sweeps/..%2F..%2Fetc/passwd", "sweeps/none/runs.csv", "sweeps/none/lock"])
def test_only_files_of_sweeps_are_handed_out(browser, server, path):
    context = browser.new_context()
    assert context.request.get(f"{server}/{path}").status == 404
    context.close()
