"""The table of a scenario that says how people play it is read, checked and kept out of runs."""

import pytest

from scenarios.files.checks import build_game
from scenarios.files.game_rules import PHASES, Chapter, GameRules
from scenarios.files.schema import game_entries
from scenarios.loader import game_rules, load, plain_values, with_changes

SIX = load("small")
CHAPTER = {"round": 1, "news": "All is calm.", "point": "Calm hides risk.", "question": "Who was safe?"}


def test_a_world_without_a_game_table_is_played_without_clocks():
    rules = game_rules("pair")
    assert rules == GameRules()
    assert {rules.seconds(phase, 1) for phase in PHASES} == {0}


def test_a_game_extends_another_field_by_field(tmp_path):
    (tmp_path / "one.toml").write_text('extends = "small"\n[game]\nbrief = 60\nnegotiate = 240\n', "utf-8")
    (tmp_path / "two.toml").write_text('extends = "one.toml"\n[game]\nbrief = 90\n', "utf-8")
    rules = game_rules(tmp_path / "two.toml")
    assert (rules.brief, rules.negotiate) == (90, 240)


def test_a_run_does_not_see_how_people_play(tmp_path):
    (tmp_path / "timed.toml").write_text('extends = "small"\n[game]\nbrief = 60\nvotes = "secret"\n', "utf-8")
    timed, plain = plain_values(load(tmp_path / "timed.toml")), plain_values(SIX)
    assert timed.pop("name") != plain.pop("name")
    assert timed == plain


def test_minutes_are_counted_by_hand():
    rules = GameRules(brief=60, negotiate=120, commit=30, report=30, first_round=2.0)
    # Three rounds of four minutes, the first of them doubled.
    assert rules.minutes(3) == 16
    assert rules.seconds("negotiate", 1) == 240
    assert rules.seconds("negotiate", 3) == 120
    with pytest.raises(ValueError, match="a phase is one of brief, negotiate, commit, report, got 'vote'"):
        rules.seconds("vote")


def test_chapters_are_found_by_their_round():
    rules = build_game({"chapters": [CHAPTER | {"round": 2}]}, SIX)
    assert rules.chapter(2) == Chapter(**CHAPTER | {"round": 2})
    assert rules.chapter(1) is None


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"brief": -1}, r"game.brief must be a whole number from 0 to 3600 \(seconds\), got -1"),
        ({"breif": 60}, r"game has no field 'breif'; did you mean 'brief'\?"),
        ({"votes": "hidden"}, "game.votes must be a text, one of open, secret, got 'hidden'"),
        ({"seats": ["japn"]}, r"game.seats has 'japn', which is not among the nations; did you mean 'japan'\?"),
        ({"seats": ["japan", "japan"]}, "game.seats lists 'japan' twice"),
        ({"pause_after": [10]}, "game.pause_after must name rounds from 1 to 9, got 10"),
        ({"chapters": [CHAPTER | {"round": 11}]}, "game.chapters must name rounds from 1 to 10, got 11"),
        ({"chapters": [CHAPTER, CHAPTER]}, "game.chapters must go up from round to round, got 1, 1"),
        ({"chapters": [{"round": 1}]}, "game.chapters.0.news is missing; it must be a text"),
        (7, "game must be a table of fields, got 7"),
    ],
)
def test_a_bad_table_is_refused_in_one_sentence(table, sentence):
    with pytest.raises(ValueError, match=f"^small: {sentence}") as caught:
        build_game(table, SIX)
    assert "\n" not in str(caught.value)


def test_loading_a_world_checks_its_game_too(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text('extends = "small"\n[game]\nteam = 9\n', "utf-8")
    with pytest.raises(ValueError, match=r"bad: game.team must be a whole number from 1 to 6 \(people\), got 9"):
        load(path)


def test_a_game_is_not_a_parameter_of_a_run():
    with pytest.raises(ValueError, match=r"cannot change 'game\.brief': how people play moves nothing in a run"):
        with_changes(SIX, {"game.brief": 30})


def test_every_field_of_a_game_tells_its_meaning_and_each_number_its_unit():
    assert [entry.path for entry in game_entries() if not entry.meaning] == []
    assert [entry.path for entry in game_entries() if "number" in entry.kind and not (entry.unit and entry.high)] == []
