"""Shipped scenarios run as recorded; a difference tells what changed.

Each is held to its first two years here, two to all that is recorded; `python -m app record` lives all years of all.
"""

from pathlib import Path

import pytest

from scenarios.loader import load, names
from scenarios.studies.recorded import YEARS, differences

WHOLE, FIRST = {"pair", "small"}, 2
FOLDER = Path(__file__).parent.parent / "recorded"


@pytest.mark.parametrize("name", names())
def test_a_scenario_runs_as_recorded(name):
    told = differences(FOLDER, name, load(name), YEARS if name in WHOLE else FIRST)
    assert not told, "\n".join([*told[:20], "If that was meant, `python -m app record` renews the recorded runs."])


def test_no_recorded_run_is_left_of_a_scenario_that_is_gone():
    assert sorted(file.stem for file in FOLDER.glob("*.csv")) == sorted(names())


def test_a_changed_figure_is_told_in_a_sentence(tmp_path):
    setting = load(names()[-1])
    text = (FOLDER / f"{names()[-1]}.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    row = next(number for number, line in enumerate(lines) if ",price_oxide_light," in line)
    cells = lines[row].split(",")
    cells[2] = "999"
    (tmp_path / f"{names()[-1]}.csv").write_text(
        "\n".join([*lines[:row], ",".join(cells), *lines[row + 1 :]]), encoding="utf-8"
    )
    told = differences(tmp_path, names()[-1], setting, years=1)
    assert len(told) == 1
    assert "price_oxide_light was 999, is" in told[0]
