"""Two histories are compared to the last bit, and the first difference is told with its place and its size."""

import json
import math

import pytest

from scenarios.loader import load
from scenarios.records.history import Row, difference, digest, of_record
from scenarios.run import run

YEARS = [
    Row(2025, "", "price_ore_light", 40.0),
    Row(2025, "japan", "welfare", -3.0),
    Row(2025, "E1", "event", "kind breach; text A1: Japan delivers 0 of 1,190 t"),
    Row(2026, "", "price_ore_light", math.nan),
    Row(2026, "japan", "member", "True"),
]


def changed(place, value):
    return [row._replace(value=value) if at == place else row for at, row in enumerate(YEARS)]


def test_equal_histories_have_no_difference_and_one_hash():
    again = [Row(*row) for row in json.loads(json.dumps(YEARS))]
    assert difference(YEARS, again) is None
    assert digest(YEARS) == digest(again)


def test_the_last_bit_of_one_figure_is_told_with_place_and_size_and_taken_for_a_digit():
    lived = changed(1, math.nextafter(-3.0, 0.0))
    found = difference(YEARS, lived)
    assert digest(YEARS) != digest(lived)
    assert found.kind == "only last digits differ, by at most 1e-16 of a figure"
    (said,) = found.sentences()
    assert said.startswith("The first figure that differs is welfare of japan in 2025: it was -3.0 and is -2.99999999")
    assert said.endswith(" here, 4.4e-16 apart, 1.5e-16 of it.")
    assert found.plain()["first_figure"]["absolute"] == pytest.approx(4.4e-16, rel=0.01)


def test_the_earliest_year_is_named_first_however_rows_lie():
    lived = changed(0, 41.0)
    lived[3] = Row(2026, "", "price_ore_light", 7.0)
    found = difference(reversed(YEARS), reversed(lived))
    assert [two.row.year for two in found.figures] == [2025, 2026]
    # A figure that was none cannot be told in a share of it.
    assert found.largest == math.inf
    assert found.plain()["largest"] is None


def test_a_figure_that_is_far_off_is_more_than_digits_though_no_decision_differs():
    found = difference(YEARS, changed(0, 41.0))
    assert not found.only_digits
    assert found.kind == "more than last digits differ, figures by up to 2.4 %"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (2, "kind breach; text A1: Japan delivers 0 of 1,290 t"),
        (2, "kind claim; text A1: Japan delivers 0 of 1,190 t"),
        (2, "kind breach; text A1: Japan delivers 1 of 1,190 t"),
        (4, "False"),
    ],
)
def test_other_words_or_another_amount_are_another_decision(place, value):
    found = difference(YEARS, changed(place, value))
    assert found.decision.row == YEARS[place]
    assert value in found.sentences()[-1]
    assert found.kind == f"a decision differs, first in {YEARS[place].year}"


@pytest.mark.parametrize(("kept", "lived"), [("1,190 t", "1,191 t"), ("45 t", "46 t"), ("7.1 USD", "7.2 USD")])
def test_a_sentence_that_rounds_otherwise_tells_of_the_same_decision(kept, lived):
    old, new = ([Row(2025, "E1", "event", f"kind offer; text {words}")] for words in (kept, lived))
    found = difference(old, new)
    assert found.decision is None
    assert found.only_digits
    assert found.sentences()[0].startswith("The first sentence that differs is event E1 in 2025")


def test_what_only_one_history_holds_is_a_difference():
    more = [*YEARS, Row(2026, "E2", "event", "kind claim; text Japan claims")]
    assert "it was nothing and is “kind claim" in difference(YEARS, more).sentences()[0]
    assert difference(more, YEARS).decision.lived is None
    gone = difference(YEARS, YEARS[1:])
    assert gone.sentences() == (
        "The first figure that differs is price_ore_light in 2025: it was 40.0 and is nothing here.",
    )


def test_a_record_is_told_whole_and_the_same_from_its_folder(tmp_path):
    record = run(load("pair"), regime="bilateral", seed=7, rounds=2)
    rows = of_record(record)
    assert {row.where for row in rows} >= {"", "japan", "heavy oxide", "E1", "A1"}
    assert {row.year for row in rows} == {2025, 2026}
    assert len({row[:3] for row in rows}) == len(rows)
    assert difference(rows, of_record(type(record).from_folder(record.to_folder(tmp_path)))) is None
