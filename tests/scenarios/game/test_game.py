"""A game left to the AI is a run; a game read again from its log is the same game."""

import pytest

from scenarios.game.fingerprint import fingerprint
from scenarios.game.game import Game
from scenarios.game.journal import Journal
from scenarios.game.study import Study
from scenarios.loader import load
from scenarios.run import Living, run
from tests.scenarios.game.world import begun, game, play_out, tiny


@pytest.mark.parametrize("scenario", ["pair", "classroom_20_minutes"])
def test_a_game_that_nobody_plays_is_the_run_bit_for_bit(scenario):
    setting = load(scenario, rounds=3)
    played, lived = play_out(game(setting=setting, seed=5)), run(setting, seed=5)
    record = played.world.living.record()
    for table in ("metrics", "nations", "prices", "flows", "agreements", "events"):
        assert getattr(record, table).equals(getattr(lived, table)), table


def test_a_game_read_again_from_its_file_is_the_same_to_the_last_figure(tmp_path):
    first = game(tmp_path / "one.game")
    token = first.claim(first.code, "japan", "Ann").token
    first.do(first.secret, {"do": "start"}, now=1.0)
    first.do(token, {"do": "stance", "stance": "join"}, now=1.0)
    first.do(token, {"do": "say", "to": "all", "text": "Good morning"}, now=1.0)
    play_out(first)
    again = Game(Journal(tmp_path / "one.game"), clock=lambda: 0.0)
    assert again.hash() == first.hash()
    assert again.role(token) == "japan"


def test_people_who_sit_still_change_the_world_only_by_what_they_leave_undone():
    table, _ = begun("japan")
    play_out(table)
    assert table.state.played == {1: ("japan",), 2: ("japan",)}
    assert fingerprint(table) != fingerprint(play_out(game(setting=tiny())))


def test_a_game_that_has_gone_on_leaves_the_first_round_of_another_as_it_was():
    """Games that begin in the same world look at its first round together; none may see another's later years."""
    first, _ = begun("japan", seed=8)
    unseen = [key for key in first.shown.lanes if first.study.known(key) is None]
    first.do(first.secret, {"do": "resolve_now"}, now=2.0)
    first.work(now=2.0)
    second, _ = begun("japan", seed=8)
    apart = Living(tiny(), regime="accord", seed=8)
    apart.open()
    alone = Study(apart.model)
    for key in unseen:
        assert (second.study.table(key).table.worth == alone.table(key).table.worth).all()
    assert unseen
