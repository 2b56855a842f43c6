"""A run of a sweep lived once more on this machine, and where it parts from the one that stands in the folder."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.records import history
from scenarios.records.history import Difference, Row
from scenarios.sweep.folder import Folder
from scenarios.sweep.lived import Kept
from scenarios.sweep.outline import Outline
from scenarios.sweep.reading import kept_of
from scenarios.sweep.worker import Work, live_one


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A run twice: as it stands in the folder, and as it is lived here."""

    kept: Kept
    lived: Kept
    first_year: int
    """Calendar year of its first round; 0 where a model of one's own counts its rounds."""

    @property
    def same(self) -> bool:
        """Whether both ended alike, with the same figures to the last bit."""
        return (self.kept.status, self.kept.hash) == (self.lived.status, self.lived.hash)

    @property
    def difference(self) -> Difference | None:
        """Where the figures part; None where they are the same, or one of the two has none."""
        if "" in {self.kept.hash, self.lived.hash}:
            return None
        return history.difference(*(_rows(one, self.first_year) for one in (self.kept, self.lived)))

    def sentences(self) -> tuple[str, ...]:
        """Say how the two differ; nothing where they are the same."""
        found = self.difference
        if found is not None:
            return f"Here {found.kind}.", *found.sentences()
        if self.same:
            return ()
        ends = (f"{one.status}{f' ({one.reason})' if one.reason else ''}" for one in (self.kept, self.lived))
        return ("It ended with {} and ends with {} here.".format(*ends),)


def live_again(experiment: Outline, folder: Folder, run: int) -> Again:
    """Live a run that stands in a folder once more.

    Raises
    ------
    ValueError : for a run that has not been lived yet, or that the plan does not hold.
    """
    plan = experiment.plan
    numbers = plan.run(run)
    chunk = next(number for _, number, runs in plan.chunks(folder.manifest["chunk"]) if run in runs)
    kept = {one.run: one for one in kept_of(folder, chunk)} if chunk in folder.done() else {}
    if run not in kept:
        raise ValueError(f"run {run} has not been lived yet")
    work = Work(model=experiment.called(), recording=experiment.record, timeout=experiment.run.timeout_s)
    world = experiment.worlds.get(numbers[2]["name"])
    return Again(kept=kept[run], lived=live_one(work, *numbers), first_year=0 if world is None else world.start_year)


def first_ok(folder: Folder) -> int | None:
    """Number of the first run in a folder that went well; None where there is none."""
    for chunk in sorted(folder.done()):
        table = folder.read_runs(chunk).select(["run", "status"]).to_pydict()
        found = [run for run, status in zip(table["run"], table["status"], strict=True) if status == "ok"]
        if found:
            return int(min(found))
    return None


def _rows(kept: Kept, first_year: int) -> list[Row]:
    """List the figures of a run by year, and the means of all years."""
    years = [] if kept.years is None else [first_year + int(year) for year in kept.years]
    values = [] if kept.values is None else list(kept.values)
    last = max(years, default=first_year)
    means = [Row(last, "", f"mean over all years of {name}", float(mean)) for name, mean in (kept.means or {}).items()]
    shocks = Row(first_year, "", "shocks", f"hash {kept.nature}")
    return [shocks, *history.of_years(kept.columns, zip(years, values, strict=True)), *means]
