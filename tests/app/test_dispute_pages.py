"""A broken promise, from the claim to its end, on the page of the nation that was let down."""

import re
import time

import pytest

from scenarios.files.game_rules import GameRules
from scenarios.game import Game
from scenarios.game.journal import SUFFIX
from tests.conftest import serving
from tests.scenarios.game.test_people import LANE, to
from tests.scenarios.game.world import tiny


@pytest.fixture
def let_down(person, tmp_path):
    """The host's page and the buyer's, in the third year: in the second the seller has broken its word."""
    table = Game.create(tmp_path / f"broken-word{SUFFIX}", tiny(rounds=6), rules=GameRules(), seed=1)
    ann, ben = (table.claim(table.code, seat, name).token for seat, name in (("australia", "Ann"), ("japan", "Ben")))
    now = time.time()
    table.do(table.secret, {"do": "start"}, now=now)
    to(table, "negotiate", now=now)
    known = {term.name: term.levels[-1] for term in table.form(LANE)}
    terms = {name: {"duration": 8, "price": "fixed"}.get(name, level) for name, level in known.items()}
    offer = table.do(ann, {"do": "offer", "lane": LANE, "terms": terms}, now=now)
    assert table.do(ben, {"do": "accept", "offer": offer.id}, now=now).ok
    to(table, "commit", now=now)
    to(table, "commit", now=now)
    name = table.sight(ann).promises[0].name
    assert table.do(ann, {"do": "keep", "promise": name, "keep": False}, now=now).ok
    to(table, "commit", now=now)
    table.journal.close()
    # A server knows the games that lay in its folder when it was started.
    with serving(tmp_path) as server:
        host, buyer = person(), person()
        host.goto(f"{server}/host/{table.id}/{table.secret}")
        buyer.goto(f"{server}/play/{table.id}/{ben}")
        yield host, buyer, name
        host.close()
        buyer.close()


def a_year(host, buyer):
    """Go on until the next year's papers are due, and look at what was promised."""
    for phase in ("Report", "Brief", "Negotiate", "Commit"):
        host.click(".t-go-on")
        buyer.wait_for_selector(f".phases li[aria-current]:has-text('{phase}')")
    buyer.click(".t-to-promises")


def test_a_claim_is_made_with_its_evidence_ruled_on_and_paid(let_down):
    host, buyer, name = let_down
    buyer.click(".t-to-promises")
    card = buyer.locator(f".t-promise-{name}")
    assert re.search(r"Missing: ([\d,]+) t; the loss to you is [\d.]+ USD m", card.inner_text())
    assert "4 quarters missed" in card.inner_text()
    buyer.click(f".t-claim-{name}")
    buyer.wait_for_selector(f".t-claim-{name}:has-text('✓')")
    a_year(host, buyer)
    case = buyer.locator("[class*=t-case-]")
    said = case.inner_text()
    assert re.search(r"0 of [\d,]+ t delivered under " + name, said)
    assert "asks Miners (Australia) for consultations" in said
    assert "You give the claim a chance of" in said
    assert "now: panel" in said
    a_year(host, buyer)
    assert re.search(r"The panel rules that Miners \(Australia\) owes Users \(Japan\) USD [\d.]+ m", case.inner_text())
    a_year(host, buyer)
    assert buyer.locator(".t-end").inner_text() == "The loser paid what it was ruled to owe."
    assert re.search(r"Paid: [\d.]+ USD m", case.inner_text())
    assert "chance" not in case.inner_text()
