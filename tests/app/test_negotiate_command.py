"""One sitting on the command line."""

import json
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from app.commands.negotiate import command
from scenarios.loader import load
from scenarios.records.sitting import meet


def ask(*words):
    done = CliRunner().invoke(command, [*words, "--seed", "3"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_it_prints_offers_reasons_and_the_end():
    meeting = meet(load("baseline_2024"), "united_states", "canada", seed=3)
    seller, buyer = meeting.names
    said = " ".join(ask("united_states", "canada").split())
    assert f"{seller} could sell {meeting.goods} to {buyer}, {meeting.year}." in said
    assert f"round 1: {seller} offers volume" in said
    assert f"{buyer} refused: " in said
    assert "would accept with" in said
    point = "Nash and Kalai-Smorodinsky point: " if meeting.nash == meeting.kalai else "Nash point: "
    assert (point in said) == (meeting.nash is not None)
    assert meeting.sitting.ended[1:] in said


def test_its_figures_are_those_of_the_sitting():
    told = json.loads(ask("united_states", "canada", "--json"))
    assert {"agreement", "offers", "nash", "rounds", "ended"} <= told.keys()
    assert len(told["offers"]) >= told["rounds"]
    agreement = told["agreement"]
    assert agreement is None or min(agreement["seller_usd_m"], agreement["buyer_usd_m"]) >= 0
    assert told["offers"][-1]["fate"] == ("accepted" if agreement else "expired")


def test_it_writes_the_picture(tmp_path):
    file = tmp_path / "new" / "sitting.svg"
    said = " ".join(ask("united_states", "canada", "--plot", str(file)).split())
    assert said.replace(" ", "").endswith(f"Thepictureisin{file}.")
    assert ET.parse(file).getroot().tag.endswith("svg")  # noqa: S314 - our own picture


def test_pictures_are_svg():
    with pytest.raises(ValueError, match=r"must end in \.svg, got sitting\.png"):
        ask("united_states", "canada", "--plot", "sitting.png")


def test_other_tactics_end_otherwise_than_their_own():
    own = json.loads(ask("united_states", "canada", "--json"))
    told = json.loads(ask("united_states", "canada", "--tactics", "conceder", "hardheaded", "--json"))
    assert told["tactics"] == ["conceder", "hardheaded"]
    assert told["rounds"] != own["rounds"]


def test_where_nothing_suits_both_it_says_so_before_any_offer():
    meeting = meet(load("baseline_2024"), "malaysia", "south_korea", seed=3)
    assert not meeting.both_gain
    said = " ".join(ask("malaysia", "south_korea").split())
    assert "Nothing on the table suits both: the nearest miss, volume" in said
    assert said.index("Nothing on the table") < said.index("round 1:")


def test_a_long_sitting_is_shortened_unless_all_of_it_is_asked_for():
    short, whole = ask("malaysia", "japan"), ask("malaysia", "japan", "--all")
    assert "lines left out (--all prints them)" in short
    assert "left out" not in whole
    assert whole.count("round ") > short.count("round ")


def test_terms_are_named_with_commas_between_them():
    told = json.loads(ask("australia", "malaysia", "--terms", "price, forum", "--json"))
    assert [term["term"] for term in told["terms"]] == ["price", "forum"]
    assert all(term["meaning"].endswith(".") for term in told["terms"])
    assert set(told["offers"][0]["terms"]) == {"price", "forum"}
