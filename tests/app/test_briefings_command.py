"""Role sheets are a page that prints one sheet a seat and needs no internet."""

import re

import pytest
from click.testing import CliRunner

from app import role_sheets
from app.commands.briefings import command
from scenarios.loader import load, with_changes
from scenarios.texts.briefings import briefings

SIX = load("classroom_60_minutes")


def test_there_is_a_sheet_for_everybody_and_one_for_each_seat():
    page = role_sheets.page(SIX)
    assert page.count('<section class="sheet">') == 1 + len(SIX.nations)
    for role in briefings(SIX).values():
        assert f"<h1>{role.name}</h1>" in page
        assert page.count(role.secret.replace("'", "&#x27;")) == 1


def test_the_page_asks_nothing_of_the_internet():
    assert not re.search(r"(src|href)=|url\(|@import|https?:", role_sheets.page(SIX))


def test_names_of_a_world_are_escaped():
    odd = with_changes(SIX, {"nations.japan.name": "<b>Nippon</b>"})
    assert "<b>Nippon" not in role_sheets.page(odd)


def test_the_command_writes_the_page_and_says_where(tmp_path):
    where = tmp_path / "new" / "sheets.html"
    answer = CliRunner().invoke(command, ["classroom_two_sessions", "--out", str(where)], catch_exceptions=False)
    assert answer.output == f"Role sheets: {where}\n"
    assert "Kazakhstan" in where.read_text("utf-8")


@pytest.mark.parametrize("word", ["japan", "JPN"])
def test_one_nation_is_told_on_the_spot(word):
    answer = CliRunner().invoke(command, ["--nation", word], catch_exceptions=False)
    assert "What you have: Magnet plants for 5,000 tonnes a year" in answer.output
    assert answer.output.count("Talk to ") == 4
    assert "Secret: " in answer.output
