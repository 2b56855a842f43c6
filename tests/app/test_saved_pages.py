"""A game that comes from another machine, on the pages of its facilitator and of a seat."""

from scenarios.game.journal import SUFFIX
from tests.conftest import serving
from tests.scenarios.game.test_saves import from_elsewhere
from tests.scenarios.game.world import tiny


def test_the_pages_of_a_game_say_that_this_machine_would_have_decided_otherwise(person, tmp_path):
    table, token = from_elsewhere(tmp_path / f"travelled{SUFFIX}", tiny(4))
    with serving(tmp_path) as server:
        for address in (f"host/{table.id}/{table.secret}", f"play/{table.id}/{token}"):
            page = person()
            page.goto(f"{server}/{address}")
            page.wait_for_selector(".t-notice")
            said = page.inner_text(".t-notice")
            assert said.startswith('In 2025 this machine would have decided otherwise: recorded is "It was otherwise"')
            assert said.endswith("The game goes on from what was recorded.")
            page.close()
