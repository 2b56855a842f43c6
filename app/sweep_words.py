"""Findings of an experiment in words for readers: plain names of metrics and arms, fields as commands."""

from __future__ import annotations

import re
from collections.abc import Callable

from app import words
from scenarios.experiment import Experiment
from scenarios.sweep.results import Results
from scenarios.wording import spoken


def reader(results: Results) -> Callable[[str], str]:
    """Return what rewrites the sentences of an experiment's findings."""
    experiment = results.experiment
    said = _said(experiment, results.metrics)
    if not said:
        return lambda sentence: sentence
    known = re.compile(r"(?<![\w.])(" + "|".join(sorted(map(re.escape, said), key=len, reverse=True)) + r")(?!\w|\.\w)")

    def read(sentence: str) -> str:
        written = known.sub(lambda found: said[found[1]], sentence)
        return written[:1].upper() + written[1:]

    return read


def arm(name: object) -> str:
    """Write an arm's name as one would say it."""
    return str(name).replace("_", " ")


def value(given: object) -> str:
    """Write what an arm or a choice sets."""
    if isinstance(given, list | tuple):
        return ", ".join(map(value, given)) or "none"
    if isinstance(given, bool):
        return "yes" if given else "no"
    return f"{given:g}" if isinstance(given, float) else arm(given)


def settled(results: Results) -> str:
    """Say whether the interval that [until] asks for was reached; nothing while that is open, or was not asked."""
    experiment, wanted = results.experiment, results.experiment.until
    stopped = results.folder.manifest.get("stopped_at")
    if wanted is None or not (stopped or len(results.runs) >= len(experiment.plan)):
        return ""
    try:
        width = results.paired(wanted.metric, over=wanted.over)["half_width"].max()
    except ValueError:
        return ""
    unit = f" {experiment.unit(wanted.metric)}".rstrip()
    asked = f"of at most ± {spoken(wanted.half_width)}{unit} for {wanted.metric}"
    if not width <= wanted.half_width:
        return (
            f"The interval {asked} that was asked for was not reached: it is ± {spoken(width)} after all "
            f"{results.replications:,} replications that were allowed."
        )
    return (
        f"The sweep ended after {results.replications:,} of at most {experiment.design.replications:,} "
        f"replications with the interval {asked} that was asked for: it is ± {spoken(width)}."
    )


def _said(experiment: Experiment, metrics: list[str]) -> dict[str, str]:
    arms = {name: arm(name) for name in experiment.arms if "_" in name}
    fields = {one.path: f"`{one.path}`" for one in experiment.parameters}
    if experiment.model is not None:
        return arms | fields
    names = {}
    for name in metrics:
        figure, point, nation = name.partition(".")
        whole = words.metric(name) if not point else f"{words.metric(figure).split(' of ')[0]} of {arm(nation).title()}"
        # Within a sentence a name begins small.
        names[name] = whole[:1].lower() + whole[1:]
    return names | arms | fields
