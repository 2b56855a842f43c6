"""Machine code is made once for a machine, beside the program, and somebody who waits for it is told."""

import subprocess
import sys

import pytest

from scenarios import machine_code


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Parts that are made at once, or fail at once; what they come to is appended to."""
    ends = [0, 0]
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(
        machine_code,
        "begin",
        lambda: [subprocess.Popen([sys.executable, "-c", f"raise SystemExit({end})"]) for end in ends],
    )
    return ends


def test_who_waits_is_told_once_and_the_next_start_waits_for_nothing(parts):
    told = []
    for _ in range(2):
        machine_code.prepare(lambda: told.append("wait"))
    assert told == ["wait"]


def test_a_part_that_fails_is_tried_again_at_the_next_start_and_stops_nobody(parts):
    parts[1] = 3
    told = []
    for _ in range(2):
        machine_code.prepare(lambda: told.append("wait"))
    assert told == ["wait", "wait"]


def test_nothing_begun_marks_nothing(parts, tmp_path):
    machine_code.finish([])
    assert not list(tmp_path.iterdir())
