"""Everybody can use the game's pages: axe finds nothing wrong with them by WCAG 2.1 AA, and a year needs no mouse."""

import pytest

from benchmarks.web import access
from benchmarks.web.house import lead
from tests.app.browsing import settle


class House:
    """The server and the people of the tests, as the cases of the benchmark know them."""

    def __init__(self, address, come):
        self.address, self.come = address, come


@pytest.fixture
def house(person, server):
    return House(server, person)


@pytest.fixture
def host(house):
    page = lead(house, house, "classroom_20_minutes")
    yield page
    page.close()


@pytest.fixture
def alone(house):
    page = house.come()
    page.goto(house.address)
    page.click(".t-play-now")
    page.wait_for_selector(".t-tab-brief")
    yield page
    page.close()


def looked_at(page, tabs):
    wrong = {}
    for tab in tabs:
        page.click(f".t-to-{tab}")
        page.wait_for_selector(f".t-tab-{tab}")
        settle(page)
        wrong[tab] = access.violations(page)
    return {tab: found for tab, found in wrong.items() if found}


def test_axe_sees_what_is_wrong(alone):
    alone.evaluate("""document.querySelector('main').insertAdjacentHTML('beforeend',
        '<button></button><input><p style="color:#aaa;background:#fff">pale words</p>')""")
    found = " ".join(access.violations(alone))
    assert all(rule in found for rule in ("button-name", "label", "color-contrast"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_seat_is_for_everybody(alone, scheme):
    alone.emulate_media(color_scheme=scheme)
    alone.click(".t-ready")
    alone.wait_for_selector(".phases li[aria-current]:has-text('Negotiate')")
    assert looked_at(alone, access.TABS["play"]) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_leading_and_the_debrief_are_for_everybody(host, house, scheme):
    host.emulate_media(color_scheme=scheme)
    host.click(".t-start")
    host.click(".t-resolve-now")
    host.wait_for_selector(".phases li[aria-current]:has-text('Report')")
    assert looked_at(host, access.TABS["host"]) == {}
    host.goto(f"{house.address}/debrief/{'/'.join(host.url.split('/')[4:6])}")
    host.wait_for_selector(".t-scores")
    assert access.violations(host) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_doors_and_the_projector_are_for_everybody(host, house, scheme):
    code, game = host.inner_text(".t-join-code"), host.url.split("/")[4]
    for path, there in (("", ".t-play-now"), (f"join/{code}", ".t-seat-japan"), (f"screen/{game}", ".t-join-code")):
        page = house.come()
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{house.address}/{path}")
        page.wait_for_selector(there)
        settle(page)
        assert access.violations(page) == [], path
        page.close()


def test_a_year_can_be_played_with_the_keyboard_alone(house):
    steps, done = access.by_keyboard(house, house)
    assert done == steps
