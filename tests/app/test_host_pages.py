"""Host, Screen and Debrief in real browsers: one who leads, one who plays, a projector and passers-by."""

import pytest

from tests.app.browsing import fits_a_phone, wait_until_kept

SCRIPT = "<script>document.title='broken'</script>"

IN_ORDER = True
"""These tests tell one game from the lobby to the debrief."""


@pytest.fixture(scope="module")
def host(person, server):
    """Somebody who opened the shortest game for others."""
    page = person()
    page.goto(server)
    page.select_option(".t-game", "classroom_20_minutes")
    page.click(".t-host")
    page.wait_for_selector(".t-join-code")
    return page


@pytest.fixture(scope="module")
def screen(person, host, server):
    """The projector in the room."""
    page = person()
    page.goto(f"{server}/screen/{host.url.split('/')[4]}")
    page.wait_for_selector(".t-join-code")
    return page


@pytest.fixture(scope="module")
def player(person, host, screen, server):
    """Somebody who joined by the code, under a name that is a script."""
    page = person()
    page.goto(f"{server}/join/{host.inner_text('.t-join-code')}")
    page.fill(".t-person", SCRIPT[:40])
    page.click(".t-seat-japan")
    page.wait_for_selector(".t-tab-brief")
    return page


def phase(page, name):
    page.wait_for_selector(f".phases li[aria-current]:has-text('{name}')")


def write(page, mark, words, button):
    page.fill(f".t-{mark}", words)
    page.click(f".t-{button}")


def test_the_one_who_leads_and_the_room_see_who_sits_down(host, screen, player):
    host.wait_for_selector(".t-row-japan:has-text('<script>')")
    host.wait_for_selector(".t-row-japan:has-text('connected')")
    screen.wait_for_selector(".t-chairs .person:has-text('<script>')")
    assert "broken" not in {host.title(), screen.title()}


def test_a_pause_more_time_and_the_next_phase_are_seen_at_the_table(host, screen, player):
    host.click(".t-start")
    phase(player, "Brief")
    phase(screen, "Brief")
    host.click(".t-pause")
    player.wait_for_selector(".t-clock:has-text('paused')")
    screen.wait_for_selector(".t-clock:has-text('paused')")
    held = host.inner_text(".t-clock")
    host.click(".t-extend")
    host.wait_for_function("held => document.querySelector('.t-clock').innerText !== held", arg=held)
    host.click(".t-resume")
    player.wait_for_function("() => !document.querySelector('.t-clock').innerText.includes('paused')")
    host.click(".t-go-on")
    phase(player, "Negotiate")


def test_what_the_press_will_say_is_shown_first_and_then_read_by_all(host, screen, player):
    host.click(".t-to-injects")
    host.select_option(".t-inject-kind", "mine accident")
    host.wait_for_selector(".t-press:has-text('An accident at ')")
    told = host.inner_text(".t-press").removeprefix("All will read: ")
    host.click(".t-inject")
    host.wait_for_selector(".t-injected li")
    screen.wait_for_selector(f".t-flash:has-text('{told[:30]}')")
    for tab in ("table", "accord", "brief"):
        player.click(f".t-to-{tab}")
        player.wait_for_selector(f".t-tab-{tab}")
        player.wait_for_selector(f".t-flash:has-text('{told[:30]}')")
        assert player.locator(".t-flash").count() == 1


def test_what_is_written_to_one_seat_is_read_there_on_every_page_and_not_in_the_room(host, screen, player):
    host.click(".t-to-talk")
    host.select_option(".t-host-to", "japan")
    write(host, "host-words", "Your minister would be asked at home", "host-send")
    for tab in ("table", "alone"):
        player.click(f".t-to-{tab}")
        player.wait_for_selector(".t-host-word:has-text('asked at home')")
    assert "asked at home" not in screen.inner_text("body")
    host.select_option(".t-host-to", index=0)


def test_words_to_all_are_words_and_never_a_script(host, screen):
    host.click(".t-to-talk")
    write(host, "host-words", SCRIPT, "host-send")
    host.wait_for_selector(".t-stream .words:has-text('<script>')")
    screen.wait_for_selector(".t-word:has-text('<script>')")
    host.wait_for_selector(".t-stream .offer")
    host.click(".t-to-notes")
    write(host, "pin-words", f"Remember {SCRIPT}", "pin")
    host.wait_for_selector(".t-pins li:has-text('<script>')")
    assert "broken" not in {host.title(), screen.title()}


def test_words_that_wait_to_be_sent_survive_another_part_of_the_page_and_a_reload(host, games_folder):
    host.click(".t-to-talk")
    host.fill(".t-host-words", "Before you go on")
    wait_until_kept("Before you go on", games_folder)
    host.click(".t-to-seats")
    host.wait_for_selector(".t-tab-seats")
    host.click(".t-to-talk")
    host.wait_for_selector(".t-tab-talk")
    assert host.input_value(".t-host-words") == "Before you go on"
    host.reload()
    host.click(".t-to-talk")
    assert host.input_value(".t-host-words") == "Before you go on"
    host.fill(".t-host-words", "")


def test_the_seat_can_be_handed_to_an_ai_and_the_year_be_lived(host, player):
    host.click(".t-to-seats")
    host.click(".t-hand-japan")
    host.wait_for_selector(".t-row-japan:has-text('AI (for now)')")
    player.click(".t-take-back")
    host.wait_for_selector(".t-row-japan:has-text('people')")
    player.click(".t-to-table")
    player.locator(".t-inbox .card").last.locator("button:has-text('Accept')").click()
    player.click("button:has-text('Yes, accept')")
    player.wait_for_selector(".t-lately li")
    host.click(".t-go-on")
    phase(host, "Commit")
    host.click(".t-go-on")
    phase(host, "Report")


def test_a_branch_is_a_game_of_its_own_and_files_come_without_secrets(host, server):
    host.click(".t-to-files")
    host.wait_for_selector(".t-files")
    secret = host.url.split("/")[5]
    files = host.locator(".t-file")
    for place in range(files.count()):
        answer = host.request.get(server + files.nth(place).get_attribute("href"))
        assert answer.ok
        assert secret.encode() not in answer.body()
    refused = host.request.get(server + files.nth(0).get_attribute("href").replace(secret, "guessed"))
    assert refused.status == 403
    host.click(".t-fork")
    code = host.inner_text(".t-forked b")
    assert code != host.inner_text(".t-join-code")


def test_a_wrong_secret_and_no_game_get_a_sentence_and_nothing_else(person, host, server):
    page, game = person(), host.url.split("/")[4]
    for address in (
        f"host/{game}/guessed",
        f"host/{game}",
        "host",
        "screen/none",
        "debrief/none",
        f"debrief/{game}/guessed",
        f"debrief/{game}",
    ):
        page.goto(f"{server}/{address}")
        page.wait_for_selector(".t-wrong")
        assert page.locator(".t-seats, .t-timeline, .t-join-code").count() == 0


def test_the_debrief_shows_promises_scores_and_what_if(host, person, server):
    page, (game, secret) = person(), host.url.split("/")[4:6]
    page.goto(f"{server}/debrief/{game}/{secret}")
    page.wait_for_selector(".t-timeline .pin:has-text('<script>')")
    page.wait_for_selector(".t-timeline .kind:has-text('Accepted')")
    page.wait_for_selector(".t-scores .up, .t-scores .down")
    assert page.locator(".t-questions li").count() >= 1
    page.click(".t-wonder")
    page.wait_for_selector(".t-answer .verdict:has-text('What if')")
    assert page.locator(".t-answer tbody tr").count() > 6
    assert page.title().startswith("Debrief")
    fits_a_phone(page)


def test_a_what_if_can_be_played_on_by_a_seat_and_led_on_by_the_facilitator(host, player, person, server):
    game, secret = host.url.split("/")[4:6]
    token = player.url.split("/")[5]
    seated = person()
    seated.goto(f"{server}/debrief/{game}/{token}")
    seated.click(".t-play-on")
    seated.wait_for_selector(".t-to-table")
    assert seated.url.split("/")[4] != game
    seated.click(".t-to-table")
    seated.wait_for_selector(".t-lately:has-text('this is where the branch begins')")
    assert player.url.split("/")[4] == game
    leading = person()
    leading.goto(f"{server}/debrief/{game}/{secret}")
    leading.click(".t-play-on")
    leading.wait_for_selector(".t-join-code")
    assert leading.url.split("/")[4] not in (game, seated.url.split("/")[4])


@pytest.mark.parametrize("tab", ["seats", "talk", "injects", "notes", "world", "files"])
def test_every_part_of_the_page_fits_a_phone_and_every_control_has_a_name(host, tab):
    host.click(f".t-to-{tab}")
    host.wait_for_selector(f".t-tab-{tab}")
    fits_a_phone(host)
    nameless = host.evaluate("""() => [...document.querySelectorAll('button, select, input, textarea, a')]
        .filter(e => !(e.innerText || '').trim() && !e.getAttribute('aria-label') && !(e.labels && e.labels.length))
        .map(e => e.outerHTML.slice(0, 80))""")
    assert nameless == []


def test_the_screen_fits_a_phone_too(screen):
    fits_a_phone(screen)


def test_once_the_game_is_over_its_debrief_is_open_to_all(host, person, server):
    for _ in range(3):
        host.click(".t-go-on")
        phase(host, "Brief")
        host.click(".t-resolve-now")
        phase(host, "Report")
    host.click(".t-go-on:has-text('End the game')")
    host.wait_for_selector(".t-waits:has-text('over')")
    page = person()
    page.goto(f"{server}/debrief/{host.url.split('/')[4]}")
    page.wait_for_selector(".t-turns li")
    page.wait_for_selector("#kept")
    assert host.url.split("/")[5] not in page.content()
