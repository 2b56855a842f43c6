"""The commands that list articles and say what each is worth."""

import json

import pytest
from click.testing import CliRunner

from agents.articles import described
from app.__main__ import app


def ask(*words):
    return CliRunner().invoke(app, list(words))


def test_every_article_is_listed_with_what_it_does_and_costs():
    told = " ".join(ask("articles").output.split())
    assert all(article.field in told for article in described())


def test_the_list_for_programs_holds_levels_of_the_scenario_asked_for():
    rows = {row["name"]: row for row in json.loads(ask("articles", "--scenario", "quad", "--json").output)}
    assert rows["technology_transfer"]["levels"] == [0.0, 0.5, 1.0]
    assert rows["bank_loans"]["levels"] == [0.0, 0.2, 0.4]
    assert rows["exit_fee"]["levels"] == [1.0]
    assert rows["risk_assessment"]["bargained"] is True
    assert rows["open_trade"]["bargained"] is False
    assert {"unit", "low", "high", "meaning", "mechanism", "cost", "metric", "source"} <= set(rows["standby"])


@pytest.mark.parametrize("one", described(), ids=lambda one: one.name)
def test_one_article_is_told_in_full_with_a_command_that_may_be_tried(one):
    from scenarios.loader import load

    told = ask("articles", one.name).output
    assert told.startswith(one.title)
    assert one.source in told
    if "--set " in told:
        field, _, value = told.split("--set ")[1].split("\n")[0].partition("=")
        assert load("small", **{field: value}) is not None


def test_a_misspelt_article_gets_a_guess():
    done = ask("articles", "price_flor")
    assert done.exit_code == 2
    assert "did you mean 'price_floor'?" in done.output


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """How to ask for the articles of two nations, whose histories are lived once for all tests here."""
    folder = tmp_path_factory.mktemp("pair") / "runs"
    return ("ablate", "pair", "--rounds", "1", "--replications", "2", "--out", str(folder))


def test_what_articles_are_worth_is_said_with_intervals(pair):
    words = pair
    told = json.loads(ask(*words, "--json").output)
    assert told["replications"] == 2
    assert {row["arm"] for row in told["worth"]} >= {"without_reserve_days", "no_accord"}
    assert all(row["low"] is None or row["low"] <= row["value"] <= row["high"] for row in told["worth"])
    # What stands in the folder is not lived again.
    assert "Shared reserve" in ask(*words).output


def test_one_history_gives_no_interval_and_is_refused():
    done = ask("ablate", "pair", "--replications", "1")
    assert done.exit_code == 2
    assert "from 2 to 1000" in done.output


def test_what_cures_an_obstacle_is_named_and_what_moved_nothing_is_told_apart(pair, tmp_path):
    # Other arms than those of the folder that is shared here.
    done = ask(*pair[:-1], str(tmp_path / "pair"), "--by", "obstacle")
    assert done.exit_code == 0
    told = " ".join(done.output.split())
    assert "Technical barrier: nothing in force." in told
    assert "Capital cost: Joint fund." in told
    assert "the obstacle itself" in told
    assert "is not settled by 2 histories: " in told
    assert "Made no difference in any history: Political fragmentation: its cures" in told
