"""How tests in a browser wait: for what the page shows, or for what its game has kept."""

import json
import sqlite3
from contextlib import closing

from scenarios.game.journal import SUFFIX
from tests.patience import wait_for

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


def settle(page):
    """Wait until what has come is drawn, and moves no more."""
    page.wait_for_function("() => !document.getAnimations().some(one => one.playState === 'running')")
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def fits_a_phone(page):
    """Wait until a page fits a phone, which it may do only when the server has drawn it anew."""
    page.set_viewport_size(PHONE)
    settle(page)
    page.wait_for_function("wide => document.documentElement.scrollWidth <= wide", arg=PHONE["width"])
    page.set_viewport_size(DESK)


def wait_until_kept(words, folder):
    """Wait until what was typed on a page is kept in the file of a game."""
    wait_for(lambda: any(json.dumps(words) in _drafts(path) for path in folder.glob(f"*{SUFFIX}")))


def _drafts(path):
    with closing(sqlite3.connect(path)) as file:
        return [body for (body,) in file.execute("SELECT body FROM drafts")]
