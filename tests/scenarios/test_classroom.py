"""The games for class keep their promises: length, seats, a story in every round, and an outcome that is open."""

from functools import cache

import pytest

from scenarios.files.game_rules import PHASES
from scenarios.loader import game_rules, load, names
from scenarios.run import run

GAMES = [name for name in names() if name.startswith("classroom_")]
LONGEST_WORDS = 60
"""Words that can be read aloud while a class listens, about 25 seconds."""


@cache
def lived(name, regime, seed):
    """Live a game through without people."""
    return run(load(name), regime=regime, seed=seed)


def gains(name, seed, than="unilateral"):
    """What each nation gains in an accord over another regime, USD m over the whole game."""
    with_accord, without = (
        lived(name, regime, seed).nations.groupby("nation")["utility"].sum() for regime in ("accord", than)
    )
    return with_accord - without


def shortfall(name, regime, seed, number_of_round):
    """Largest share of demand that a nation lacks in a round."""
    record = lived(name, regime, seed)
    year = record.setting.start_year + number_of_round - 1
    return record.nations.loc[record.nations["year"] == year, "supply_gap"].max()


def test_three_games_ship():
    assert GAMES == ["classroom_20_minutes", "classroom_60_minutes", "classroom_two_sessions"]


@pytest.mark.parametrize(
    ("name", "sessions", "least", "most"),
    [
        # A session leaves time for a welcome and a debrief, but for the person who plays alone.
        ("classroom_20_minutes", 1, 15, 20),
        ("classroom_60_minutes", 1, 35, 45),
        ("classroom_two_sessions", 2, 50, 70),
    ],
)
def test_a_game_lasts_as_long_as_it_says(name, sessions, least, most):
    rules, rounds = game_rules(name), load(name).rounds
    ends = [*rules.pause_after, rounds]
    assert len(ends) == sessions
    for first, last in zip([0, *ends], ends, strict=False):
        seconds = sum(rules.seconds(phase, number) for phase in PHASES for number in range(first + 1, last + 1))
        assert least <= seconds / 60 <= most


@pytest.mark.parametrize(
    ("name", "people", "nations"),
    [
        ("classroom_20_minutes", 1, 6),
        ("classroom_60_minutes", 6, 6),
        ("classroom_two_sessions", 20, 15),
    ],
)
def test_there_is_a_seat_for_everybody(name, people, nations):
    rules, setting = game_rules(name), load(name)
    assert rules.people == people
    assert len(setting.nations) == nations
    assert sorted(rules.seats) == sorted(nation.key for nation in setting.nations)
    assert people <= len(rules.seats) * rules.team


@pytest.mark.parametrize("name", GAMES)
def test_every_round_tells_its_part_of_the_story(name):
    rules, rounds = game_rules(name), load(name).rounds
    assert [chapter.round for chapter in rules.chapters] == list(range(1, rounds + 1))
    for chapter in rules.chapters:
        assert "?" in chapter.question
        assert all(len(text.split()) <= LONGEST_WORDS for text in (chapter.news, chapter.point, chapter.question))


@pytest.mark.parametrize("name", GAMES)
def test_the_first_year_is_calm_and_no_shock_comes_after_the_end(name):
    setting = load(name)
    years = [shock.year for shock in setting.risks.planned]
    assert setting.start_year < min(years)
    assert max(years) < setting.start_year + setting.rounds


@pytest.mark.parametrize("name", GAMES)
def test_the_seed_of_a_game_leaves_its_story_alone(name):
    rules, setting = game_rules(name), load(name)
    shocks = lived(name, "unilateral", rules.seed).events.query("kind == 'shock'")
    restrictions = shocks[shocks["text"].str.contains("exports")]
    assert len(restrictions) == sum(shock.kind == "export ban" for shock in setting.risks.planned)


@pytest.mark.parametrize(
    ("name", "number_of_round"),
    [
        ("classroom_20_minutes", 3),
        ("classroom_60_minutes", 4),
        ("classroom_two_sessions", 4),
    ],
)
def test_the_embargo_is_felt_whoever_works_together(name, number_of_round):
    """What anybody begins in the first years is not enough by then, whether begun alone or together."""
    seed = game_rules(name).seed
    for regime in ("unilateral", "bilateral", "accord"):
        assert shortfall(name, regime, seed, 1) < 0.05
        assert 0.1 < shortfall(name, regime, seed, number_of_round) < 0.6


@pytest.mark.parametrize("name", ["classroom_20_minutes", "classroom_60_minutes"])
def test_in_a_short_game_cooperation_pays_some_and_costs_others(name):
    gained = gains(name, game_rules(name).seed).drop("china")
    assert gained.max() > 50
    assert gained.min() < -100


def test_in_the_long_game_some_fare_best_in_an_accord_and_others_with_agreements_of_two():
    ahead = gains("classroom_two_sessions", game_rules("classroom_two_sessions").seed, than="bilateral").drop("china")
    assert ahead.max() > 100
    assert ahead.min() < -100


@pytest.mark.parametrize("name", GAMES)
def test_left_to_themselves_nations_sign_agreements_by_which_somebody_gains(name):
    record = lived(name, "accord", game_rules(name).seed)
    assert "supply" in set(record.agreements["kind"])
    assert gains(name, game_rules(name).seed).drop("china").max() > 50


@pytest.mark.parametrize("name", GAMES)
def test_an_accord_is_within_reach_even_of_those_who_are_left_to_themselves(name):
    seeds = (game_rules(name).seed, 1, 2, 3)
    assert any("accord" in set(lived(name, "accord", seed).agreements["kind"]) for seed in seeds)
