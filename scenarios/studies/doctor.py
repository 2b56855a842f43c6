"""Whether this machine gives the history that ships with the program: two short worlds, lived here and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios.loader import load
from scenarios.records import history
from scenarios.records.history import Difference, Row
from scenarios.records.identity import code_hash
from scenarios.records.machine import LIBRARIES, machine, switched
from scenarios.records.record import Record
from scenarios.run import run

WORLDS = (("pair", "accord", 3), ("small", "unilateral", 3))
"""Scenario, regime and years: sittings, a summit, promises and a dispute in one, every lever in the other."""
SEED = 7
KEPT = Path(__file__).parents[1] / "data" / "doctor.json"
Histories = Mapping[str, list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What living some worlds again has shown."""

    lived: Histories
    kept: Histories
    made: Mapping[str, str]
    """The machine that made what was kept."""
    code: str = ""
    """Hash of the code that made it; empty where it is not known."""
    what: str = "the histories that ship"
    """What is held against this machine, in words."""

    @property
    def differences(self) -> dict[str, Difference]:
        """What differs, by world."""
        found = {name: history.difference(rows, self.lived[name]) for name, rows in self.kept.items()}
        return {name: one for name, one in found.items() if one is not None}

    @property
    def other(self) -> dict[str, tuple[str, str]]:
        """What is otherwise about the machine: as it was, and as it is here."""
        here = machine()
        return {name: (self.made[name], here[name]) for name in self.made if self.made[name] != here.get(name)}

    def sentence(self) -> str:
        """Say whether this machine reproduces."""
        differences = self.differences
        if not differences:
            return f"This machine reproduces {self.what} to the last bit: {', '.join(self.kept)}."
        told = "; ".join(f"in {name} {one.kind}" for name, one in differences.items())
        return f"This machine does NOT reproduce {self.what}: {told}."

    def advice(self) -> tuple[str, ...]:
        """Say what to do where it does not reproduce, the likeliest cause first."""
        if not self.differences:
            return ()
        packages = [
            f"{name} is {here} here and was {was}"
            for name, (was, here) in self.other.items()
            if name in {"python", *LIBRARIES}
        ]
        told = []
        if switched():
            names = ", ".join(f"{name}={value}" for name, value in switched().items())
            told.append(f"The environment chooses among the processor's instructions: unset {names}.")
        if packages:
            told.append(
                f"Libraries differ: {'; '.join(packages)}. Install the versions that the lock names with `make clean` "
                "and `make run`."
            )
        if self.code and self.code != code_hash():
            told.append(
                "The code has changed since the history was kept. If results were meant to move, read what moved and "
                "keep the new history with `python -m app doctor --renew`; if not, go back to the code as it was."
            )
        told.append(
            f"{'Where that does not help,' if told else 'Code and libraries are the same, so'} the processor or the "
            "system computes otherwise: please report it with what `--json` prints, and until then compare only runs "
            "of one machine."
        )
        return tuple(told)


def live() -> dict[str, list[Row]]:
    """Live the two worlds here."""
    return {
        f"{scenario} ({regime}, {years} years, seed {SEED})": history.of_record(
            run(load(scenario), regime=regime, seed=SEED, rounds=years)
        )
        for scenario, regime, years in WORLDS
    }


def examine() -> Finding:
    """Live the two worlds here and hold them against what ships."""
    told = json.loads(KEPT.read_text(encoding="utf-8"))
    kept = {name: [Row(*row) for row in rows] for name, rows in told["worlds"].items()}
    return Finding(lived=live(), kept=kept, made=told["machine"], code=told["code"])


def examine_folder(folder: str | Path) -> Finding:
    """Live the run that a folder holds again and hold it against its tables.

    Raises
    ------
    ValueError : for a folder that holds no run.
    """
    record = Record.from_folder(folder)
    again = run(record.setting, regime=record.regime, seed=record.seed, rounds=len(record.years))
    kept, lived = ({record.title: history.of_record(one)} for one in (record, again))
    return Finding(lived=lived, kept=kept, made=record.machine, what=f"the run in {folder}")


def renew() -> Path:
    """Keep the history that this machine gives, one row a line so that what moved can be read."""
    worlds = [
        f"{json.dumps(name)}: [\n{',\n'.join(json.dumps(row, ensure_ascii=False) for row in rows)}\n]"
        for name, rows in live().items()
    ]
    about = f'"machine": {json.dumps(machine())},\n"code": "{code_hash()}"'
    KEPT.write_text(f'{{\n{about},\n"worlds": {{\n{",\n".join(worlds)}\n}}\n}}\n', encoding="utf-8")
    return KEPT
