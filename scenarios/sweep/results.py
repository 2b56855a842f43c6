"""What a sweep has found so far, as tables; readable while it is still being written."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from negotiation import rulebook
from scenarios.files.wording import near
from scenarios.sweep import analyses
from scenarios.sweep.finding import Finding
from scenarios.sweep.folder import Folder
from scenarios.sweep.outline import Outline
from scenarios.sweep.plan import places
from scenarios.sweep.questions import OVER, check


class Results:
    """The results of an experiment in a folder."""

    def __init__(self, path: str | Path, experiment: Outline) -> None:
        self.path, self.experiment = Path(path), experiment
        self.folder = Folder(self.path)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run that is there: its place in the design, how it ended, and the mean of each metric."""
        chunks = [self.folder.read_runs(chunk).to_pandas() for chunk in sorted(self.folder.done())]
        if not chunks:
            return pd.DataFrame(
                columns=["run", "point", "arm", "replication", "status", "nature", "hash", "error", "reason", "trace"]
            )
        whole = pd.concat(chunks, ignore_index=True).sort_values("run", ignore_index=True)
        where = places(self.experiment.plan, whole["run"].to_numpy())
        columns = {name: name.removeprefix("mean:") for name in whole.columns}
        found: pd.DataFrame = pd.concat([where, whole.drop(columns="run").rename(columns=columns)], axis=1)
        return found

    @property
    def design(self) -> pd.DataFrame:
        """One row a point: its number and the values of the parameters."""
        return self.experiment.plan.table()

    def rounds(self, *metrics: str) -> pd.DataFrame:
        """One row per run and kept year, for all metrics or those named; one of which no years were kept is refused."""
        found = self._rounds(*metrics)
        lacking = [name for name in metrics if name not in found]
        if lacking and len(self.runs):
            known = lacking[0] in self.metrics
            raise ValueError(
                f"the years of {lacking[0]} were not kept; add it to record.rounds"
                if known
                else f"no metric called {lacking[0]!r} was kept{near(lacking[0], self.metrics)}"
            )
        return found

    def _rounds(self, *metrics: str) -> pd.DataFrame:
        found = [
            table.to_pandas()
            for chunk in sorted(self.folder.done())
            if (table := self.folder.read_rounds(chunk, metrics or None)) is not None
        ]
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["run", "round"])

    @property
    def metrics(self) -> list[str]:
        """Names of the metrics that were kept."""
        return [
            name
            for name in self.runs.columns
            if name
            not in {"run", "point", "arm", "replication", "status", "nature", "hash", "error", "reason", "trace"}
        ]

    @property
    def counts(self) -> dict[str, int]:
        """Runs by how they ended."""
        return {str(key): int(number) for key, number in self.runs["status"].value_counts().items()}

    @property
    def replications(self) -> int:
        """Replications that were lived: fewer than planned where the interval was narrow enough before."""
        stopped = self.folder.manifest.get("stopped_at")
        return int(stopped) if stopped else self.experiment.design.replications

    def table(self, metric: str, over: str = "mean") -> pd.DataFrame:
        """One row a run: point, arm, replication, status, nature and the figure of one metric as ``value``.

        Runs that failed, and figures that are not finite, have no value (NaN).
        """
        if over not in OVER:
            raise ValueError(f"over must be one of {', '.join(OVER)}, got {over!r}{near(over, OVER)}")
        runs = self.runs
        if metric not in runs.columns or metric not in self.metrics:
            raise ValueError(f"no metric called {metric!r} was kept{near(metric, self.metrics)}")
        table = runs[["run", "point", "arm", "replication", "status", "nature"]].copy()
        if over == "mean":
            table["value"] = runs[metric].to_numpy(float)
        else:
            rounds = self._rounds(metric)
            if metric not in rounds:
                raise ValueError(f"the years of {metric} were not kept, so only over = 'mean' can be told")
            every = self.experiment.record.every
            if over in {"sum", "min", "max"} and every > 1:
                raise ValueError(f"only each {every}th year of {metric} was kept, so its {over} is not known")
            by_run = rounds.sort_values(["run", "round"]).groupby("run")[metric]
            # A year that is not a number must not vanish from a sum.
            found: Any = (
                by_run.agg(lambda years: getattr(np, over)(years.to_numpy(float)))
                if over in {"sum", "min", "max"}
                else by_run.nth(0 if over == "first" else -1)
            )
            if over in {"first", "last"}:
                found = pd.Series(found.to_numpy(), index=rounds.loc[found.index, "run"])
            table["value"] = table["run"].map(found).astype(float)
        table.loc[(table["status"] != "ok") | ~np.isfinite(table["value"]), "value"] = np.nan
        return table

    def content_hash(self) -> str:
        """Hash all content; equal for a sweep lived in one go, by other workers, in other chunks, or taken up again."""
        total = hashlib.sha256()
        for row in self.runs[["run", "status", "nature", "hash", "error", "reason"]].itertuples(index=False):
            total.update("\0".join(map(str, row)).encode() + b"\n")
        return total.hexdigest()

    def finding(self, kind: str, **options: Any) -> Finding:
        """Ask one question: an analysis by the name of its file, with its options."""
        check(self.experiment, {"kind": kind, **options})
        found: Finding = rulebook.find(analyses, kind, "analyse")(self, **options)
        return found

    def findings(self) -> list[Finding]:
        """Ask every question of the experiment; one that these runs cannot answer says why, and the others go on."""
        return [self._answer(**one) for one in self.experiment.analysis]

    def _answer(self, kind: str, **options: Any) -> Finding:
        try:
            return self.finding(kind, **options)
        except ValueError as error:
            about = options.get("metric", options.get("target", ""))
            named = about if isinstance(about, str) else ", ".join(map(str, about))
            return Finding(
                kind=kind,
                title=f"Not answered: {kind}, {named}",
                said=(f"{error}.",),
                table=pd.DataFrame(),
                used=0,
                refused=True,
            )

    def paired(self, metric: str, **options: Any) -> pd.DataFrame:
        """Tell the differences between arms on the same shocks, with intervals."""
        return self.finding("paired", metric=metric, **options).table
