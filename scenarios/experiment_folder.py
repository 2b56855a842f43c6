"""What can be done with a sweep that stands in a folder: take it up, check it, live a run of it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios import loader
from scenarios.experiment import Experiment
from scenarios.sweep import conduct
from scenarios.sweep.again import Again, live_again
from scenarios.sweep.folder import Folder
from scenarios.sweep.lived import Kept
from scenarios.sweep.reading import faults
from scenarios.sweep.results import Results


def opened(folder: str | Path, model: Callable[..., Any] | None = None) -> Experiment:
    """Read the experiment that a sweep's folder holds, with the very worlds that it was begun with."""
    at = Folder.at(folder)
    table = json.loads((at.path / "experiment.json").read_text(encoding="utf-8"))
    worlds = {}
    for file in sorted((at.path / "worlds").glob("*.toml")):
        setting = loader.load(file)
        worlds[file.stem] = replace(setting, name=file.with_suffix(".name").read_text(encoding="utf-8"))
    if not worlds and model is None:
        raise ValueError(f"{folder} was lived by a model of your own; open it from Python with that model")
    return Experiment.of(
        table, model=model, worlds={name: worlds[name] for name in table.get("arms", worlds)} if worlds else None
    )


def resume(folder: str | Path, *, model: Callable[..., Any] | None = None, **options: Any) -> Results:
    """Take up a sweep where it ended."""
    return opened(folder, model).live(folder, **options)


def replay(folder: str | Path, run: int, *, model: Callable[..., Any] | None = None) -> Again:
    """Live one run again; return it beside the one that stands in the folder."""
    return live_again(opened(folder, model), Folder.at(folder), run)


def retry(
    folder: str | Path,
    *,
    model: Callable[..., Any] | None = None,
    progress: conduct.Progress | None = None,
    **options: Any,
) -> Sequence[Kept]:
    """Live the failed runs of a sweep once more."""
    experiment = opened(folder, model)
    with conduct.locked(Path(folder)):
        at = Folder.at(folder)
        allowed = {name: options.pop(name, False) for name in ("allow_code_change", "allow_other_machine")}
        conduct.begin(experiment, at, experiment.plan, experiment.run, **allowed)
        running = conduct.with_options(experiment.run, **options)
        return list(conduct.retry(experiment, at, experiment.plan, running, progress))


def verify(folder: str | Path, *, model: Callable[..., Any] | None = None) -> list[str]:
    """List what is wrong with a sweep's files; an empty list is a sound sweep."""
    experiment, at = opened(folder, model), Folder.at(folder)
    manifest, wrong = at.manifest, []
    if manifest["experiment"] != experiment.hash():
        wrong.append("experiment.json or a world differs from what the sweep was begun with")
    if manifest["design"] != experiment.plan.hash():
        wrong.append("the design comes out differently with the packages installed here")
        return wrong
    done = at.done()
    for _, number, runs in experiment.plan.chunks(manifest["chunk"]):
        if number in done:
            wrong += faults(at, number, runs, experiment.record.dtype)
    return wrong
