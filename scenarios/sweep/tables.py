"""The tables of an experiment file, each checked at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from agents.world.setting import Setting
from negotiation import rulebook
from scenarios.files.wording import near
from scenarios.sweep import designs

TABLES = ("plugins", "experiment", "arms", "design", "parameters", "record", "run", "until", "analysis")
ABOUT = {"name": "str", "title": "str", "summary": "str", "scenario": "str", "rounds": "int", "seed": "int"}
EXECUTORS = ("loky", "serial", "dask")
DTYPES = ("float64", "float32")
FIGURES = ("welfare", "utility", "supply_gap")
"""What may be recorded of each nation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Which points are lived, and how many replications of each."""

    kind: str = "factorial"
    """A file in scenarios/sweep/designs."""
    replications: int = 1
    """Histories of chance per point and arm; all arms and points share them."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the design wants beside that, such as n."""

    def __post_init__(self) -> None:
        """Refuse unknown designs and options."""
        known = rulebook.names(designs)
        if self.kind not in known:
            raise ValueError(f"no design called {self.kind!r}{near(self.kind, known)}")
        if not 1 <= self.replications <= 1_000_000:
            raise ValueError(f"design.replications must be from 1 to 1,000,000, got {self.replications}")
        takes = module(self.kind).OPTIONS
        for key in self.options:
            if key not in takes:
                raise ValueError(f"a design of kind {self.kind} has no {key!r}{near(key, ['replications', *takes])}")
        for key, default in takes.items():
            value = self.options.get(key, default)
            if isinstance(default, int) and (not isinstance(value, int) or isinstance(value, bool)):
                raise ValueError(f"design.{key} must be a whole number, got {value!r}")


def tables(table: Mapping[str, Any]) -> None:
    """Refuse tables that an experiment does not have, and what should be a table and is none."""
    for key, value in table.items():
        if key not in TABLES:
            raise ValueError(f"an experiment has no table [{key}]{near(key, TABLES)}")
        if key == "plugins":
            continue  # A list of folders, read where the file's own folder is known.
        if key == "analysis":
            if not isinstance(value, list | tuple):
                raise ValueError("analysis must be a list of tables; write [[analysis]] with two brackets")
        elif not isinstance(value, Mapping):
            raise ValueError(f"[{key}] must be a table, got {value!r}")
    for name, arm in table.get("arms", {}).items():
        if not isinstance(arm, Mapping):
            raise ValueError(f'arm {name} must be a table such as {{ regime = "accord" }}, got {arm!r}')
        if not name.replace("_", "").isalnum():
            raise ValueError(f"an arm's name must be of letters, digits and _, got {name!r}")


def told(about: Mapping[str, Any]) -> dict[str, Any]:
    """Read the table [experiment]; a scenario may also be a setting."""
    for key, value in about.items():
        if key not in ABOUT:
            if key == "plugins":
                raise ValueError("plugins stand at the top of the file, above [experiment]")
            raise ValueError(f"[experiment] has no {key!r}{near(key, ABOUT)}")
        if not (key == "scenario" and isinstance(value, Setting)) and not (key == "rounds" and value is None):
            _typed(f"experiment.{key}", value, ABOUT[key])
    return dict(about)


def module(kind: str) -> Any:
    """Return the file of a design."""
    from importlib import import_module

    return import_module(f"scenarios.sweep.designs.{kind}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What is kept of each run."""

    rounds: tuple[str, ...] = ("*",)
    """Names or patterns of the metrics kept year by year; none keeps only each run's means."""
    every: int = 1
    """Keep each so manyth year, and the last one always."""
    dtype: str = "float64"
    """float64, or float32 for half the space and seven digits."""
    nations: tuple[str, ...] = ()
    """Figures of each nation that are kept as well: welfare, utility or supply_gap."""

    def __post_init__(self) -> None:
        """Refuse what cannot be kept."""
        _among("record.dtype", self.dtype, DTYPES)
        if self.every < 1:
            raise ValueError(f"record.every must be at least 1, got {self.every}")
        for figure in self.nations:
            _among("record.nations", figure, FIGURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How the runs are worked off; nothing here changes a result."""

    executor: str = "loky"
    workers: int = 2
    address: str = ""
    """Address of a Dask scheduler, such as tcp://127.0.0.1:8786."""
    chunk: int = 0
    """Runs per file; 0 measures one run and takes about chunk_seconds of work."""
    chunk_seconds: float = 20.0
    timeout_s: float = 0.0
    """Longest time that a run may take; 0 is no limit."""
    retries: int = 1
    """Further tries of a run whose worker died."""

    def __post_init__(self) -> None:
        """Refuse figures that make no sense."""
        _among("run.executor", self.executor, EXECUTORS)
        if self.executor == "dask" and not self.address:
            raise ValueError("run.executor dask needs run.address, the address of a scheduler")
        for name, least in (("workers", 1), ("chunk", 0), ("timeout_s", 0), ("retries", 0)):
            if getattr(self, name) < least:
                raise ValueError(f"run.{name} must be at least {least}, got {getattr(self, name)}")
        if self.chunk_seconds <= 0:
            raise ValueError(f"run.chunk_seconds must be above 0, got {self.chunk_seconds}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """Replicate until the interval of a paired difference is narrow enough."""

    metric: str
    half_width: float
    """Half the width of the 95 % interval that is wanted, in the metric's unit."""
    step: int = 5
    """Replications between two looks."""
    over: str = "mean"

    def __post_init__(self) -> None:
        """Refuse what can never be reached."""
        if self.half_width <= 0:
            raise ValueError(f"until.half_width must be above 0, got {self.half_width}")
        if self.step < 2:
            raise ValueError(f"until.step must be at least 2, got {self.step}")


def part[Part](cls: type[Part], table: Mapping[str, Any], where: str) -> Part:
    """Make one part from its table; an unknown key or a value of the wrong kind is refused by name."""
    known = {one.name: one for one in fields(cls)}  # type: ignore[arg-type]  # Every part is a dataclass.
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise ValueError(f"[{where}] has no {key!r}{near(key, known)}")
        values[key] = _typed(f"{where}.{key}", value, str(known[key].type))
    missing = [
        name
        for name, one in known.items()
        if one.default is MISSING and one.default_factory is MISSING and name not in values
    ]
    if missing:
        raise ValueError(f"[{where}] needs {' and '.join(missing)}")
    return cls(**values)


def _typed(path: str, value: Any, kind: str) -> Any:
    if kind.startswith("tuple"):
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list | tuple) and all(isinstance(one, str) for one in listed):
            return ("*",) if tuple(listed) == ("all",) else tuple(listed)
        raise ValueError(f"{path} must be a list of texts, got {value!r}")
    if kind.startswith("Mapping"):
        return value
    sound = {"int": isinstance(value, int), "float": isinstance(value, int | float), "str": isinstance(value, str)}
    if isinstance(value, bool) or not sound[kind]:
        wanted = {"int": "a whole number", "float": "a number", "str": "a text"}[kind]
        raise ValueError(f"{path} must be {wanted}, got {value!r}")
    return float(value) if kind == "float" else value


def _among(path: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{path} must be one of {', '.join(known)}, got {value!r}{near(value, known)}")
