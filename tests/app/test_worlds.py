"""The commands that show nations and scenarios print what is on file, for people and for programs."""

import json
import re

import pytest
from click.testing import CliRunner

from app.commands.nations import command as nations_command
from app.commands.scenarios import command as scenarios_command
from scenarios.files import nations
from scenarios.loader import load, names, plain_values


def said(command, *words):
    answer = CliRunner().invoke(command, words, catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.output


def test_the_map_shows_every_nation_of_the_baseline_and_marks_estimates():
    text = said(nations_command)
    assert [nation.name for nation in load("baseline_2024").nations if nation.name not in text] == []
    assert "270,000 " in text  # China's mines, looked up
    assert "14,000~" in text  # Japan's magnets, an estimate
    assert "1.53'" in text  # Japan's rule of law, recalled
    assert "~: estimate" in text
    also = re.search(r"Also on file: ([^.]*)\.", text)[1]
    assert {"russia", "thailand"} <= set(also.split(", "))


def test_the_map_speaks_json():
    told = json.loads(said(nations_command, "--json"))
    china = told["nations"][0]
    assert told["units"]["reserves"] == "Mt REO"
    assert china["cells"]["reserves"] == {"value": 44.0, "confidence": "looked_up"}


def test_the_map_of_another_scenario_shows_its_nations():
    text = said(nations_command, "--scenario", "pair")
    assert "Australia" in text
    assert "Vietnam" not in text


def test_one_nation_shows_every_figure_with_unit_year_and_source():
    text = said(nations_command, "japan")
    file = nations.read("japan")
    assert [path for path in file.figures if path not in text] == []
    assert "World Bank" in text
    assert "USD trn" in text
    assert "looked up in a stored text" in text


def test_one_nation_speaks_json():
    told = json.loads(said(nations_command, "South Korea", "--json"))
    gdp = next(figure for figure in told["figures"] if figure["path"] == "nations.south_korea.gdp")
    assert (told["key"], gdp["value"], gdp["unit"], gdp["year"]) == ("south_korea", 1.713, "USD trn", 2023)


def test_an_unknown_nation_is_met_with_a_near_guess():
    answer = CliRunner().invoke(nations_command, ["japn"])
    assert str(answer.exception) == "no nation called 'japn'; did you mean 'japan'?"


def test_scenarios_are_listed():
    text = said(scenarios_command)
    assert [name for name in names() if name not in text] == []
    assert [one["name"] for one in json.loads(said(scenarios_command, "--json"))] == names()


@pytest.mark.parametrize("name", ["pair", "baseline_2024"])
def test_a_scenario_shows_every_field(name):
    text = said(scenarios_command, name)
    assert "risks.export_ban = 0.15  (chance a year)" in text
    assert "nations.australia.mines.mount_weld.capacity = " in text
    told = json.loads(said(scenarios_command, name, "--json"))
    assert told.pop("game")["votes"] == "open"
    assert told == json.loads(json.dumps(plain_values(load(name))))


def test_a_scenario_shows_how_people_play_it():
    text = said(scenarios_command, "classroom_60_minutes")
    assert "game.negotiate = 270  (seconds)" in text
    assert "game.chapters.3.news = A quarrel at sea." in text
