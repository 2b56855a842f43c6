"""What a run leaves behind: every year of a world as tables, with what is needed to live it again."""

from __future__ import annotations

import json
import platform
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

from agents import plugins
from agents.world.setting import Setting
from scenarios.loader import load
from scenarios.records.machine import machine
from scenarios.records.meeting import Sat
from scenarios.records.writer import to_toml

TABLES: Mapping[str, tuple[str, ...]] = {
    "metrics": ("year",),
    "nations": (
        "year",
        "nation",
        "welfare",
        "consumer_surplus",
        "producer_rent",
        "refiner_rent",
        "public_revenue",
        "investment",
        "stock_cost",
        "shortage_cost",
        "damage",
        "transfers",
        "utility",
        "supply_gap",
        "stock",
        "trust",
        "member",
    ),
    "prices": ("year", "stage", "material", "price", "dominant_price", "outside_price"),
    "flows": ("year", "origin", "destination", "stage", "material", "tonnes", "under"),
    "agreements": ("id", "kind", "signed", "ends", "parties", "terms", "status", "promised", "delivered"),
    "events": ("id", "year", "quarter", "kind", "actors", "text", "about", "because"),
}
"""The tables of a record and the columns that each must have; metrics has one more column per metric."""

_PACKAGES = ("mesa", "numpy", "pandas", "scipy", "numba", "piqp", "pydantic", "pyarrow")


def versions() -> dict[str, str]:
    """Name the software that makes figures here: ours, Python and the packages that compute."""
    found = {"rare-accord": _own_version(), "python": platform.python_version(), "system": platform.platform()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "absent"
    return found


def _own_version() -> str:
    """Read our version where it is written down, since a checkout need not be installed."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return metadata.version("rare-accord")
    except metadata.PackageNotFoundError:
        return "unknown"


@dataclass(frozen=True, eq=False, kw_only=True)
class Record:
    """One run, complete: the world it started from, how it was played, and its tables year by year."""

    setting: Setting
    """The world at the start."""
    regime: str
    """unilateral, bilateral or accord."""
    seed: int
    """Seed of every random stream."""
    nature_hash: str
    """Fingerprint of the shocks; two runs may be compared only when theirs are equal."""
    metrics: pd.DataFrame
    """One row a year: year and one column per metric."""
    nations: pd.DataFrame
    """One row per year and nation; money in USD m/yr, supply_gap and trust as shares (0-1), stock in t."""
    prices: pd.DataFrame
    """One row per year, stage and material, USD/kg."""
    flows: pd.DataFrame
    """One row per year, origin, destination, stage and material, t/yr; under is spot or an agreement's id."""
    agreements: pd.DataFrame
    """One row per agreement; promised and delivered in t over its life so far."""
    events: pd.DataFrame
    """One row per event in the order in which it happened; quarter 0 is the year as a whole.

    ``about`` names what it is about (an agreement, a quarter's obligation, a case), ``because`` the ids of the events
    that led to it, joined by +.
    """
    units: Mapping[str, str] = field(default_factory=dict)
    """Unit of each metric."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What each metric is, in words."""
    versions: Mapping[str, str] = field(default_factory=versions)
    """The software that made it."""
    machine: Mapping[str, str] = field(default_factory=machine)
    """The processor that made it, and what the last digits hang on beside it; empty where that was not noted."""
    plugins: Mapping[str, str] = field(default_factory=dict)
    """Hash of each plugin that the world names, as it was lived with."""
    sittings: tuple[Sat, ...] = ()
    """Every bilateral sitting, to be opened and looked at; a record read from a folder has none."""

    def __post_init__(self) -> None:
        """Refuse tables that lack a column."""
        for table, columns in TABLES.items():
            missing = [column for column in columns if column not in getattr(self, table).columns]
            if missing:
                raise ValueError(f"the record's table {table} lacks the columns {', '.join(missing)}")

    @property
    def years(self) -> tuple[int, ...]:
        """The years that were lived through."""
        return tuple(int(year) for year in self.metrics["year"])

    @property
    def names(self) -> dict[str, str]:
        """The name of each nation by its key."""
        return {nation.key: nation.name for nation in self.setting.nations}

    @property
    def title(self) -> str:
        """Scenario, regime and seed as one would say them."""
        return f"{self.setting.title}, {self.regime} regime, seed {self.seed}"

    def until(self, year: int) -> Record:
        """Return the record as it stood at the end of ``year``.

        Agreements signed later are left out; what they had delivered by then is not recalled.
        """
        kept = {table: getattr(self, table) for table in TABLES}
        for table, frame in kept.items():
            when = "signed" if table == "agreements" else "year"
            kept[table] = frame[frame[when] <= year]
        rest = {
            name: getattr(self, name)
            for name in (
                "setting",
                "regime",
                "seed",
                "nature_hash",
                "units",
                "labels",
                "versions",
                "machine",
                "plugins",
            )
        }
        sat = tuple(sitting for sitting in self.sittings if sitting.year <= year)
        return Record(**rest, **kept, sittings=sat)

    def to_folder(self, folder: str | Path) -> Path:
        """Write the record to ``folder``: tables as CSV and Parquet, events as JSON lines, scenario and versions.

        Each file is written beside its place and then moved there, so that a reader never meets half of one.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            frame: pd.DataFrame = getattr(self, table)
            if table == "events":
                _place(folder / "events.jsonl", partial(_write_lines, events=frame))
                continue
            _place(folder / f"{table}.csv", partial(frame.to_csv, index=False))
            _place(folder / f"{table}.parquet", partial(frame.to_parquet, index=False))
        _place(folder / "scenario.toml", lambda part: part.write_text(to_toml(self.setting), encoding="utf-8"))
        for name, content in plugins.copies(self.setting.plugins):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        about = {
            "scenario": self.setting.name,
            "regime": self.regime,
            "seed": self.seed,
            "nature_hash": self.nature_hash,
            "versions": dict(self.versions),
            "machine": dict(self.machine),
            **({"plugins": dict(self.plugins)} if self.plugins else {}),
            "units": dict(self.units),
            "labels": dict(self.labels),
        }
        _place(
            folder / "versions.json",
            lambda part: part.write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"),
        )
        return folder

    @classmethod
    def from_folder(cls, folder: str | Path) -> Record:
        """Read a record that ``to_folder`` wrote; a folder that holds none is refused with a ValueError."""
        folder = Path(folder)
        wanted = [
            *(f"{table}.parquet" for table in TABLES if table != "events"),
            "events.jsonl",
            "scenario.toml",
            "versions.json",
        ]
        missing = [name for name in wanted if not (folder / name).is_file()]
        if missing:
            raise ValueError(f"{folder} holds no record: {', '.join(missing)} not found")
        about = {"machine": {}} | json.loads((folder / "versions.json").read_text(encoding="utf-8"))
        tables: dict[str, Any] = {
            table: pd.read_parquet(folder / f"{table}.parquet") for table in TABLES if table != "events"
        }
        tables["events"] = _read_lines(folder / "events.jsonl")
        setting = replace(load(folder / "scenario.toml"), name=about.pop("scenario"))
        return cls(setting=setting, **tables, **about)


def _place(path: Path, write: Callable[[Path], object]) -> None:
    part = path.with_name(f"{path.name}.part")
    write(part)
    part.replace(path)


def _write_lines(path: Path, events: pd.DataFrame) -> None:
    lines = (json.dumps(event, ensure_ascii=False, default=float) for event in events.to_dict("records"))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _read_lines(path: Path) -> pd.DataFrame:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return pd.DataFrame(rows, columns=None if rows else list(TABLES["events"]))
