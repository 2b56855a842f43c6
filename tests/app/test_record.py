"""A record can be put away and taken out again unchanged."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from scenarios.records.record import TABLES, Record, versions
from tests.app.made_up import made_up


def test_a_record_read_back_equals_the_one_written(accord, tmp_path):
    accord.to_folder(tmp_path / "deep" / "down")
    again = Record.from_folder(tmp_path / "deep" / "down")
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(again, table), getattr(accord, table))
    for name in ("setting", "regime", "seed", "nature_hash", "units", "labels", "versions", "machine"):
        assert getattr(again, name) == getattr(accord, name)


def test_csv_and_parquet_say_the_same(accord, tmp_path):
    accord.to_folder(tmp_path)
    for table in ("metrics", "nations", "prices", "flows", "agreements"):
        csv, parquet = pd.read_csv(tmp_path / f"{table}.csv"), pd.read_parquet(tmp_path / f"{table}.parquet")
        pd.testing.assert_frame_equal(csv, parquet, check_dtype=False)


def test_events_stand_one_a_line(accord, tmp_path):
    accord.to_folder(tmp_path)
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(accord.events)
    assert json.loads(lines[0])["text"] == accord.events["text"][0]


def test_a_record_without_events_survives_the_trip(unilateral, tmp_path):
    quiet = replace(unilateral, events=unilateral.events.iloc[:0])
    again = Record.from_folder(quiet.to_folder(tmp_path))
    assert again.events.empty
    assert list(again.events.columns) == list(TABLES["events"])


def test_a_run_can_be_repeated_from_its_own_scenario_file(accord, tmp_path):
    from scenarios.loader import load

    again = load(accord.to_folder(tmp_path) / "scenario.toml")
    assert replace(again, name=accord.setting.name) == accord.setting


def test_no_half_written_file_is_left(accord, tmp_path):
    accord.to_folder(tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_without_a_record_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(ValueError, match=r"holds no record: metrics\.parquet, .* not found"):
        Record.from_folder(tmp_path)


def test_a_table_that_lacks_a_column_is_refused(accord):
    with pytest.raises(ValueError, match="table prices lacks the columns price"):
        replace(accord, prices=accord.prices.drop(columns="price"))


def test_until_forgets_what_came_later(accord):
    early = accord.until(2027)
    assert early.years == (2025, 2026, 2027)
    assert early.events["year"].max() <= 2027
    assert set(early.agreements["signed"]) <= {2026, 2027}


def test_the_regime_does_not_change_nature():
    assert made_up("accord").nature_hash == made_up("unilateral").nature_hash != made_up("accord", seed=8).nature_hash


def test_versions_name_us_and_the_packages_that_compute():
    named = versions()
    assert named["rare-accord"][0].isdigit()
    assert {"python", "numpy", "mesa", "numba"} <= set(named)
