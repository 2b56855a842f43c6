"""An experiment: which worlds are lived under which arms, what is kept, and what is asked of it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agents.world.setting import Setting
from scenarios import loader
from scenarios.files import plugging
from scenarios.files.wording import near
from scenarios.sweep import conduct, questions
from scenarios.sweep.folder import Folder
from scenarios.sweep.lived import Kept
from scenarios.sweep.outline import Outline
from scenarios.sweep.parameter import fitted, flat, read
from scenarios.sweep.plan import Plan
from scenarios.sweep.results import Results
from scenarios.sweep.tables import Design, Recording, Running, Until, part, tables, told

FOLDER = Path(__file__).parent / "data" / "experiments"
"""Experiments that come with the program."""
RUNS = Path("runs")


def names() -> list[str]:
    """List the experiments that come with the program, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@dataclass(frozen=True, kw_only=True)
class Experiment(Outline):
    """One experiment, checked, that can be lived and opened.

    Examples
    --------
    >>> from scenarios.experiment import Experiment
    >>> toy = Experiment.of({"experiment": {"name": "toy"}, "parameters": {"x": {"low": 0, "high": 1, "levels": 3}}},
    ...                     model=lambda parameters, arm, replication: {"y": parameters["x"] ** 2})
    >>> [point["x"] for point in toy.plan.points]
    [0.0, 0.5, 1.0]
    """

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
        from scenarios.sweep.analyses import paired

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


def _at(scenario: str, beside: Path | None) -> Setting:
    """Load a scenario by its name, or from a file beside the experiment's."""
    if scenario.endswith(".toml") and beside is not None and not Path(scenario).is_absolute():
        return loader.load(beside / scenario)
    return loader.load(scenario)


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
