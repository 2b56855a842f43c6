"""The outline of an experiment: its worlds, arms and parameters, what is kept of a run, what is asked of all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from agents import plugins as known
from agents.world.setting import Setting
from scenarios.records import identity
from scenarios.records.writer import to_toml
from scenarios.sweep.folder import Folder
from scenarios.sweep.parameter import Parameter
from scenarios.sweep.plan import Plan
from scenarios.sweep.tables import Design, Recording, Running, Until, module


@dataclass(frozen=True, kw_only=True)
class Outline:
    """All that an experiment says, and the facts that follow from it."""

    name: str
    title: str = ""
    summary: str = ""
    scenario: str | Setting = "baseline_2024"
    """Name or path of a scenario, or a setting."""
    rounds: int | None = None
    """Years to live through instead of the scenario's."""
    seed: int = 0
    arms: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: {"accord": {"regime": "accord"}})
    """What is compared under the same shocks: a regime, and fields of the scenario; the yardstick first."""
    design: Design = field(default_factory=Design)
    parameters: tuple[Parameter, ...] = ()
    record: Recording = field(default_factory=Recording)
    run: Running = field(default_factory=Running)
    until: Until | None = None
    analysis: tuple[Mapping[str, Any], ...] = ()
    """Each with its kind, a file in scenarios/sweep/analyses, and what that wants."""
    model: Callable[..., Any] | None = None
    """A model of your own, called with (parameters, arm, replication); without it worlds are lived."""
    table: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """As it was written, for the folder."""
    beside: Path | None = None
    """Folder that paths of scenarios are relative to."""
    plugins: tuple[str, ...] = ()
    """Rules from outside for the worlds of all arms, beside those that scenarios name."""
    worlds: Mapping[str, Setting] = field(default_factory=dict, repr=False)
    """The world of each arm, made when it is read."""

    @cached_property
    def plan(self) -> Plan:
        """Every run by its number."""
        drawn = module(self.design.kind)
        options = dict(drawn.OPTIONS) | dict(self.design.options)
        points = drawn.points(self.parameters, seed=self.seed, **options)
        arms = tuple({"name": name, **arm} for name, arm in self.arms.items())
        return Plan(
            points=tuple(points),
            arms=arms,
            replications=self.design.replications,
            step=self.until.step if self.until else 0,
        )

    def called(self) -> Callable[..., Any]:
        """What a worker calls for each run."""
        if self.model is not None:
            return self.model
        from scenarios.sweep.world import World

        own = tuple(known.loaded(self._named()))
        return World(settings=self.worlds, seed=self.seed, nations=self.record.nations, plugins=own)

    def _named(self) -> tuple[str, ...]:
        """Name the plugins of all worlds."""
        return tuple(dict.fromkeys(name for setting in self.worlds.values() for name in setting.plugins))

    def plugin_hashes(self) -> dict[str, str]:
        """Hash the plugins of all worlds, as they have been loaded."""
        return known.hashes(self._named())

    @property
    def years(self) -> int:
        """Rounds of a run."""
        return next(iter(self.worlds.values())).rounds if self.worlds else 1

    def years_of(self, arm: str) -> int:
        """Rounds of a run under one arm; 0 where a model of your own decides."""
        own = self.arms[arm].get("rounds")
        return int(own) if own is not None else self.worlds[arm].rounds if self.worlds else 0

    def metrics(self) -> list[str]:
        """Name the metrics that worlds give."""
        from agents import metrics

        keys = [nation.key for nation in next(iter(self.worlds.values())).nations] if self.worlds else []
        return [*metrics.table(self._named()), *(f"{figure}.{key}" for figure in self.record.nations for key in keys)]

    def unit(self, metric: str) -> str:
        """Name the unit of a metric, where it has one that is said; shares and indices have none."""
        from agents import metrics

        figure, point, _ = metric.partition(".")
        own = (
            "USD m/yr"
            if point and figure in {"welfare", "utility"}
            else metrics.table(self._named()).get(metric, ("", "", ""))[2]
        )
        return "" if self.model is not None or own in {"share", "index 0-1", "ratio"} else own

    def hash(self) -> str:
        """Hash all that has a part in the result; workers, chunks and analyses have none."""
        record = asdict(self.record)
        return identity.short(
            {
                "name": self.name,
                "seed": self.seed,
                "rounds": self.rounds,
                "record": record,
                "arms": [[name, dict(arm)] for name, arm in self.arms.items()],
                "parameters": [asdict(one) for one in self.parameters],
                "design": [self.design.kind, self.design.replications, dict(self.design.options)],
                "until": asdict(self.until) if self.until else None,
                "worlds": {name: to_toml(_named_only(setting)) for name, setting in self.worlds.items()},
                "model": identity.model_hash(self.model) if self.model is not None else "world",
            }
        )

    def write(self, folder: Folder) -> None:
        """Write the experiment into its folder: as a table, and each arm's world as a scenario file."""
        about = {key: value for key, value in self.table.get("experiment", {}).items() if isinstance(value, str | int)}
        table = dict(self.table) | {"experiment": about}
        folder.place("experiment.json", json.dumps(table, indent=2, ensure_ascii=False, default=list) + "\n")
        for path, content in known.copies(self._named()):
            (folder.path / path).parent.mkdir(parents=True, exist_ok=True)
            folder.place(path, content)
        for name, setting in self.worlds.items():
            folder.place(f"worlds/{name}.toml", to_toml(setting))
            folder.place(f"worlds/{name}.name", setting.name)


def _named_only(setting: Setting) -> Setting:
    """A world that names its plugins without saying where they lie, for the hash of an experiment."""
    return replace(setting, plugins=tuple(Path(name).name for name in setting.plugins))
