"""Whole games by players who do anything, legal or not: nothing breaks, nothing is lost, all adds up.

``BOT_GAMES=1000 python -m pytest tests/scenarios/game/test_bots.py`` plays a thousand, in about ten minutes.
"""

import os
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from scenarios.game import Game, bots
from scenarios.game.journal import Journal
from scenarios.game.offer import STATES
from scenarios.loader import load
from tests.scenarios.game.world import game, tiny

GAMES = int(os.environ.get("BOT_GAMES", "24"))


def reread(played, path=":memory:", left_out=()):
    """The same log in a new game; without the years that are written down they are lived again."""
    again = Journal(path)
    again.found(played.about)
    kept = [entry for entry in played.entries if entry.body["do"] not in left_out]
    for number, entry in enumerate(kept, 1):
        again.add(replace(entry, number=number))
    return Game(again, clock=lambda: 0.0)


def each_offer_has_one_end(played):
    """The log ends each offer once, and the state says the same."""
    ends = Counter()
    for entry in played.entries:
        if entry.body["do"] in ("accept", "refuse", "withdraw", "counter"):
            ends[entry.body["offer"]] += 1
    for offer in played.state.offers.values():
        assert offer.state in STATES
        assert offer.state != "open"
        assert ends[offer.id] == (0 if offer.state == "expired" else 1)


def money_and_material_add_up(model):
    moved = sum(book.money["transfers"].sum() for book in model.books_kept)
    held = model.accord.treasury + model.accord.penalties if model.accord else 0.0
    assert moved + held + model.fund_spent + model.floor_paid == pytest.approx(0.0, abs=1e-6)
    for book in model.books_kept:
        made = (book.made[:, 1] * model.books.base.recovery[:, 1] + book.drawn[:, 2]).sum(axis=0)
        assert np.all(book.consumed.sum(axis=(0, 1)) <= made * (1 + 1e-4) + 1)
        assert np.isfinite(book.welfare).all()


def sound(played, receipts):
    assert played.state.phase == "over"
    assert all(receipt.ok or (receipt.text and "\n" not in receipt.text) for receipt in receipts)
    each_offer_has_one_end(played)
    money_and_material_add_up(played.world.model)
    assert reread(played).hash() == played.hash()
    assert reread(played, left_out=["lived"]).hash() == played.hash()


def test_games_of_bots_hold():
    taken = Counter()
    for number in range(GAMES):
        played = game(seed=number % 5)
        receipts = bots.play(played, np.random.default_rng(number), seats=1 + number % 3)
        sound(played, receipts)
        taken.update(receipt.ok for receipt in receipts)
    assert taken[True] > taken[False] / 2  # They are not only turned away.


@pytest.mark.parametrize("number", range(2))
def test_whole_games_for_class_hold_too(number):
    """Six nations and four years, so that promises fall due, are broken and are claimed for."""
    played = game(setting=load("classroom_20_minutes"), seed=number)
    receipts = bots.play(played, np.random.default_rng(number), seats=5, pace=16)
    sound(played, receipts)


def test_what_bots_do_reaches_every_verb():
    """Over some games every verb of a seat and every inject is taken at least once."""
    verbs = {
        "offer",
        "counter",
        "accept",
        "refuse",
        "withdraw",
        "ask",
        "say",
        "levers",
        "stance",
        "propose",
        "vote",
        "ready",
        "inject",
        "pause",
        "hand",
        "take_back",
        "pin",
    }
    done, kinds = Counter(), Counter()
    for number in range(40):
        if verbs <= set(done) and len(kinds) == 5:
            return
        played = game(setting=tiny(rounds=3), seed=number % 5)
        bots.play(played, np.random.default_rng(number), seats=3, pace=14)
        done.update(entry.body["do"] for entry in played.entries)
        kinds.update(entry.body["kind"] for entry in played.entries if entry.body["do"] == "inject")
    pytest.fail(f"forty games took neither {verbs - set(done)} nor more injects than {set(kinds)}")
