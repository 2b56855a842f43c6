"""Every shipped world and every recorded game has one history, whatever the processor and however many threads."""

import json
import math
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenarios.records.history import Row, difference, digest
from scenarios.records.machine import LIBRARIES, SWITCHES
from scenarios.studies import doctor
from tests import short_lives

ROOT = Path(__file__).parent.parent
FOUND = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
"""Instruction sets beyond its baseline that numpy has found; only these may be switched off."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS")
PATIENCE = 1800
"""Seconds; only against hanging."""


def other_machines():
    """What is set for a process to compute as another machine would, by a name in words."""
    oldest = {"NUMBA_CPU_NAME": "generic", "NPY_DISABLE_CPU_FEATURES": " ".join(FOUND)} | dict.fromkeys(THREADS, "1")
    newer = dict.fromkeys(THREADS, "2")
    # OpenBLAS takes what it is told without looking, so it is only told what the processor can do.
    if platform.machine().lower() in {"x86_64", "amd64"}:
        oldest["OPENBLAS_CORETYPE"] = "Prescott"
        if {"X86_V3", "AVX2"} & set(FOUND):
            newer["OPENBLAS_CORETYPE"] = "Haswell"
    return {"the oldest processor with 1 thread": oldest, "a newer one with 2 threads": newer}


OTHERS = other_machines()


def told(kept, lived):
    """Say in which histories two processes differ and how, a line each; empty where they are the same."""
    assert kept.keys() == lived.keys()
    lines = []
    for name, rows in kept.items():
        if digest(rows) != digest(lived[name]):
            found = difference(rows, lived[name])
            lines += [f"{name}: {found.kind}", *(f"    {sentence}" for sentence in found.sentences())]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("lives")


def live(place, number, surroundings):
    """Live everything in a process with these surroundings; return the machine that it found and what it lived."""
    set_here = {*SWITCHES, *THREADS, "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"}
    plain = {name: value for name, value in os.environ.items() if name not in set_here}
    file = place / f"{number}.json"
    subprocess.run(
        [sys.executable, "-m", "tests.short_lives", str(file), str(place / "recorded")],
        cwd=ROOT,
        env=plain | surroundings,
        check=True,
        timeout=PATIENCE,
    )
    made = json.loads(file.read_text(encoding="utf-8"))
    return made["machine"], {name: [Row(*row) for row in rows] for name, rows in made["lived"].items()}


@pytest.fixture(scope="module")
def here(place):
    """What this machine lives when nothing is set; its games are recorded, and read again by the others."""
    return live(place, 0, {})


def test_what_is_lived_are_all_shipped_worlds_and_whole_games_with_moves_of_ai_nations(here):
    _, lived = here
    assert len(lived) == len(list(short_lives.worlds())) + 2 * len(short_lives.games())
    for name in short_lives.games():
        moves = [row for row in lived[f"game of {name}, recorded"] if row.where.startswith("move ")]
        assert any(row.what.startswith("ai ") for row in moves)
        assert lived[f"game of {name}, played"] == lived[f"game of {name}, recorded"]


@pytest.mark.parametrize("number", range(1, 1 + len(OTHERS)), ids=list(OTHERS))
def test_histories_are_equal_to_the_bit_as_on(number, here, place):
    surroundings = list(OTHERS.values())[number - 1]
    # Numba keeps kernels for each processor apart, so none is made anew here as long as all are made for the oldest.
    itself, lived = live(place, number, surroundings)
    if "NPY_DISABLE_CPU_FEATURES" in surroundings:
        assert not set(itself["instruction sets"].split(", ")) & set(FOUND)
    said = told(here[1], lived)
    assert not said, f"with {surroundings}:\n{said}"


def test_one_bit_and_one_decision_that_differ_are_told(here):
    _, lived = here
    name = next(iter(lived))
    at = next(at for at, row in enumerate(lived[name]) if isinstance(row.value, float) and row.value)
    bit = [*lived[name]]
    bit[at] = bit[at]._replace(value=math.nextafter(bit[at].value, math.inf))
    assert told(lived, lived | {name: bit}).startswith(f"{name}: only last digits differ")
    event = next(at for at, row in enumerate(lived[name]) if row.what == "event")
    assert told(lived, lived | {name: [*lived[name][:event], *lived[name][event + 1 :]]}).startswith(
        f"{name}: a decision differs, first in "
    )


def test_this_machine_decides_as_the_histories_that_ship_and_gives_their_bits_where_libraries_are_the_same():
    found = doctor.examine()
    same = {"system", "python", "linear algebra", *LIBRARIES}.isdisjoint(found.other)
    for name, one in found.differences.items():
        assert one.only_digits, (name, one.kind, one.sentences())
        assert not same, (name, one.kind, one.sentences())
