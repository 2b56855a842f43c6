"""An experiment: which worlds are lived under which arms, what is kept, and what is asked of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from agents import plugins as known
from agents.world.setting import Setting
from scenarios import loader, plugging
from scenarios.experiment_parts import Design, Recording, Running, Until, module, part, tables, told
from scenarios.sweep import conduct, identity, questions
from scenarios.sweep.folder import Folder
from scenarios.sweep.lived import Kept
from scenarios.sweep.parameter import Parameter, fitted, flat, read
from scenarios.sweep.plan import Plan
from scenarios.sweep.results import Results
from scenarios.wording import near
from scenarios.writer import to_toml

FOLDER = Path(__file__).parent / "data" / "experiments"
"""Experiments that come with the program."""
RUNS = Path("runs")


def names() -> list[str]:
    """List the experiments that come with the program, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One experiment, checked.

    Examples
    --------
    >>> from scenarios.experiment import Experiment
    >>> toy = Experiment.of({"experiment": {"name": "toy"}, "parameters": {"x": {"low": 0, "high": 1, "levels": 3}}},
    ...                     model=lambda parameters, arm, replication: {"y": parameters["x"] ** 2})
    >>> [point["x"] for point in toy.plan.points]
    [0.0, 0.5, 1.0]
    """

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
    """Each with its kind, a file in scenarios/analysis, and what that wants."""
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

    @classmethod
    def load(cls, name_or_path: str | Path, *, design: Mapping[str, Any] | None = None, **about: Any) -> Experiment:
        """Read an experiment, by its name or from a file that ends in .toml.

        Parameters
        ----------
        design, about : replications, n or the like, and what stands in [experiment], in the place of the file's.
        """
        path = find_file(name_or_path)
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is not a TOML file: {error}") from None
        tables(table)
        table.setdefault("experiment", {}).setdefault("name", path.stem)
        if design:
            table["design"] = table.get("design", {}) | dict(design)
        return cls.of(table, beside=path.parent, **about)

    @classmethod
    def of(
        cls,
        table: Mapping[str, Any],
        *,
        model: Callable[..., Any] | None = None,
        beside: Path | None = None,
        worlds: Mapping[str, Setting] | None = None,
        **about: Any,
    ) -> Experiment:
        """Make an experiment of the same tables as stand in a file.

        Parameters
        ----------
        about : name, title, summary, scenario, rounds or seed in the place of those in the table.
        """
        tables(table)
        said = told(dict(table.get("experiment", {})) | about)
        options = dict(table.get("design", {}))
        arms = {name: flat(arm) for name, arm in table.get("arms", {"accord": {"regime": "accord"}}).items()}
        design = part(
            Design,
            {key: options.pop(key) for key in ("kind", "replications") if key in options} | {"options": options},
            "design",
        )
        if model is not None and table.get("plugins"):
            raise ValueError("plugins are for worlds; a model of your own imports what it needs")
        own = plugging.named(table.get("plugins", []), "the experiment", beside) if not (worlds or model) else ()
        plugging.use(own)
        if not (worlds or model):
            # The plugins of scenarios may hold what parameters and arms are about.
            for which in (said.get("scenario", cls.scenario), *(arm.get("scenario") for arm in arms.values())):
                if isinstance(which, str):
                    _at(which, beside)
        parameters = tuple(
            read(path, limits if isinstance(limits, Mapping) else {}, free=model is not None)
            for path, limits in flat(table.get("parameters", {}), ("low", "high", "choices")).items()
        )
        made = cls(
            **said,
            design=design,
            parameters=parameters,
            model=model,
            beside=beside,
            worlds=worlds or {},
            arms=arms,
            record=part(Recording, table.get("record", {}), "record"),
            run=part(Running, table.get("run", {}), "run"),
            until=part(Until, table["until"], "until") if "until" in table else None,
            analysis=tuple(table.get("analysis", ())),
            plugins=own,
            table=dict(table) | {"experiment": said},
        )
        made._check()
        if made.worlds or model is not None:
            return made
        made = replace(made, worlds=made._worlds())
        questions.check_all(made, made.metrics())
        return made

    def _check(self) -> None:
        """Refuse what cannot be lived or asked."""
        if not self.name or any(sign in self.name for sign in "/\\ :"):
            raise ValueError(f"experiment.name must be one word, got {self.name!r}")
        if type(self.seed) is not int or self.seed < 0:
            raise ValueError(f"experiment.seed must be a whole number of at least 0, got {self.seed!r}")
        if not self.arms:
            raise ValueError("an experiment needs at least one arm")
        for arm, changes in self.arms.items():
            both = next((one.path for one in self.parameters if one.path in changes), None)
            if both:
                raise ValueError(f"arm {arm} fixes {both}, which is a parameter too; leave one of them out")
        if self.until is not None and len(self.arms) < 2:
            raise ValueError("[until] looks at a paired difference, so it needs two arms")
        for one in self.analysis:
            questions.check(self, one)

    def _worlds(self) -> dict[str, Setting]:
        """Load the world of each arm and try every arm and both ends of every parameter on it."""
        # Worlds take seconds to import; a model of your own should not wait for them.
        from scenarios.run import with_rounds
        from scenarios.sweep.world import RESERVED, World

        worlds, read_once = {}, {}
        for name, arm in self.arms.items():
            which = arm.get("scenario", self.scenario)
            key = which if isinstance(which, str) else id(which)
            if key not in read_once:
                read_once[key] = self._setting(which)
            worlds[name] = read_once[key] if self.rounds is None else with_rounds(read_once[key], self.rounds)
        world, tried = World(settings=worlds, seed=self.seed), set()
        for name, arm in self.arms.items():
            world.regime({"name": name, **arm})
            fields = {path: fitted(path, value) for path, value in arm.items() if path not in RESERVED}
            try:
                changed = loader.with_changes(worlds[name], fields) if fields else worlds[name]
            except ValueError as error:
                raise ValueError(f"arm {name}: {error}") from None
            for one in self.parameters:
                for value in one.choices or (one.low, one.high):
                    trial = (repr(changed.name), one.path, repr(value))
                    if trial not in tried:
                        tried.add(trial)
                        whole = int(value) if one.integer and not one.choices else value
                        loader.with_changes(changed, {one.path: fitted(one.path, whole)})
        return worlds

    def _setting(self, scenario: str | Setting) -> Setting:
        found = scenario if isinstance(scenario, Setting) else _at(scenario, self.beside)
        return loader.with_plugins(found, self.plugins)

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

    def folder(self) -> Path:
        """Name the folder that is written to unless another is given."""
        return RUNS / f"{self.name}-{self.hash()[:8]}"

    def estimate(self, **options: Any) -> conduct.Estimate:
        """Say how many runs, how much time and how much disk it will take."""
        return conduct.estimate(self, self.plan, conduct.with_options(self.run, **options))

    def stream(
        self,
        folder: str | Path | None = None,
        *,
        allow_code_change: bool = False,
        allow_other_machine: bool = False,
        progress: conduct.Progress | None = None,
        told: conduct.Estimate | None = None,
        **options: Any,
    ) -> Iterator[dict[str, Any]]:
        """Live what is missing and give each run as a row once it is safe on disk.

        Parameters
        ----------
        folder : where to write; a sweep of the same experiment that stands there is taken up where it ended.
        options : executor, workers, address, chunk, chunk_seconds, timeout_s or retries instead of the file's.
        """
        path = Path(folder) if folder is not None else self.folder()
        running = conduct.with_options(self.run, **options)
        plan = self.plan
        with ExitStack() as held:
            held.enter_context(conduct.locked(path))
            on_disk = Folder(path)
            conduct.begin(
                self,
                on_disk,
                plan,
                running,
                told=told,
                allow_code_change=allow_code_change,
                allow_other_machine=allow_other_machine,
            )
            settled = self._settled(path, self.until) if self.until else None
            for kept in conduct.conduct(self, on_disk, plan, running, settled=settled, progress=progress):
                yield self._row(plan, kept)

    def _row(self, plan: Plan, kept: Kept) -> dict[str, Any]:
        point, arm, replication = plan.place(kept.run)
        return {
            "run": kept.run,
            "arm": plan.arms[arm]["name"],
            "replication": replication,
            **plan.points[point],
            "status": kept.status,
            "reason": kept.reason,
            **(kept.means or {}),
        }

    def _settled(self, path: Path, wanted: Until) -> conduct.Settled:
        from scenarios.analysis import paired

        def narrow(complete: int) -> bool:
            found = paired.analyse(Results(path, self), metric=wanted.metric, over=wanted.over)
            return bool((found.table["half_width"] <= wanted.half_width).all())

        return narrow

    def live(self, folder: str | Path | None = None, **options: Any) -> Results:
        """Live what is missing and open the results."""
        path = Path(folder) if folder is not None else self.folder()
        for _ in self.stream(path, **options):
            pass
        return self.open(path)

    def open(self, folder: str | Path | None = None) -> Results:
        """Open the results that stand in a folder."""
        path = Path(folder) if folder is not None else self.folder()
        Folder.at(path)
        return Results(path, self)

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


def _at(scenario: str, beside: Path | None) -> Setting:
    """Load a scenario by its name, or from a file beside the experiment's."""
    if scenario.endswith(".toml") and beside is not None and not Path(scenario).is_absolute():
        return loader.load(beside / scenario)
    return loader.load(scenario)


def _named_only(setting: Setting) -> Setting:
    """A world that names its plugins without saying where they lie, for the hash of an experiment."""
    return replace(setting, plugins=tuple(Path(name).name for name in setting.plugins))


def find_file(name_or_path: str | Path) -> Path:
    """Find the file of an experiment by its name or path."""
    text = str(name_or_path)
    if text.endswith(".toml"):
        if not Path(text).is_file():
            raise ValueError(f"no experiment file {text!r}")
        return Path(text)
    if text in names():
        return FOLDER / f"{text}.toml"
    raise ValueError(f"no experiment called {text!r}{near(text, names())}")
