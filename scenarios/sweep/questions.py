"""What an experiment asks of its results, checked before anything is lived: an hour's sweep must not end in a typo."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any

from negotiation import rulebook
from scenarios.files.wording import near
from scenarios.sweep import analyses
from scenarios.sweep.outline import Outline
from scenarios.sweep.tables import FIGURES
from scenarios.sweep.target import parsed

OVER = ("mean", "last", "sum", "min", "max", "first")
"""How the years of a run become one figure."""
_EVERY_YEAR = frozenset({"sum", "min", "max"})
_KINDS = {
    "str": "a text",
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "list[str]": "a list of texts",
    "Sequence[str]": "a list of texts",
}


def check_all(experiment: Outline, known: Collection[str]) -> None:
    """Refuse what asks for a figure that no run of these worlds leaves."""
    check_record(experiment, known)
    check_until(experiment, known)
    for question in experiment.analysis:
        check(experiment, question, known)


def check(experiment: Outline, question: Mapping[str, Any], known: Collection[str] = ()) -> None:
    """Refuse a question that no results of this experiment could answer.

    Parameters
    ----------
    known : names of the metrics that runs will leave; without them metrics are not looked at.
    """
    if not isinstance(question, Mapping):
        raise ValueError(f"each [[analysis]] must be a table with its kind, got {question!r}")
    kinds = rulebook.names(analyses)
    kind = question.get("kind")
    if kind not in kinds:
        raise ValueError(f"no analysis called {kind!r}{near(kind, kinds)}")
    _check_options(kind, question)
    _check_needs(kind, experiment)
    _check_names(kind, question, experiment)
    if known:
        _check_metrics(kind, question, experiment, known)


def check_until(experiment: Outline, known: Collection[str]) -> None:
    """Refuse an [until] whose figure no run leaves."""
    wanted = experiment.until
    if wanted is None:
        return
    _among("until.over", wanted.over, OVER)
    _kept("until", wanted.metric, known)
    _years("until", wanted.metric, wanted.over, experiment)


def check_record(experiment: Outline, known: Collection[str]) -> None:
    """Refuse a pattern of [record] that fits no metric."""
    for pattern in experiment.record.rounds:
        if not any(fnmatchcase(name, pattern) for name in known):
            raise ValueError(f"record.rounds: no metric fits {pattern!r}{near(pattern.rstrip('*'), known)}")


def _check_options(kind: str, question: Mapping[str, Any]) -> None:
    takes = {
        name: one
        for name, one in inspect.signature(rulebook.find(analyses, kind, "analyse")).parameters.items()
        if one.kind is inspect.Parameter.KEYWORD_ONLY
    }
    for name, value in question.items():
        if name == "kind":
            continue
        if name not in takes:
            raise ValueError(f"analysis {kind} has no {name!r}{near(name, takes)}")
        wanted = str(takes[name].annotation).split(" | ")
        if not any(_fits(value, one) for one in wanted):
            said = " or ".join(_KINDS[one] for one in wanted if one in _KINDS)
            raise ValueError(f"analysis {kind}: {name} must be {said}, got {value!r}")
    missing = [name for name, one in takes.items() if one.default is one.empty and name not in question]
    if missing:
        raise ValueError(f"analysis {kind} needs {' and '.join(missing)}")


def _fits(value: Any, kind: str) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind in {"int", "float"}:
        return isinstance(value, int if kind == "int" else int | float) and not isinstance(value, bool)
    if kind == "str":
        return isinstance(value, str)
    if kind == "None":
        return value is None
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, str) for one in value)


def _check_needs(kind: str, experiment: Outline) -> None:
    """Hold what an analysis says that it needs (``NEEDS`` in its file) against the experiment."""
    needs = getattr(import_module(f"{analyses.__name__}.{kind}"), "NEEDS", ())
    arms, design = list(experiment.arms), experiment.design.kind
    for need in needs:
        if need == "arms" and len(arms) < 2:
            raise ValueError(f"analysis {kind} compares arms, so it needs two; the experiment has {', '.join(arms)}")
        if need == "parameters" and not experiment.parameters:
            raise ValueError(f"analysis {kind} looks for parameters, and the experiment has none")
        if need.startswith("design ") and need != f"design {design}":
            raise ValueError(
                f"analysis {kind} needs a design of kind {need.removeprefix('design ')}, the experiment has {design}"
            )


def _check_names(kind: str, question: Mapping[str, Any], experiment: Outline) -> None:
    arms = list(experiment.arms)
    named = [question.get("arm"), question.get("against"), *(question.get("arms") or ())]
    for arm in named:
        if arm is not None and arm not in arms:
            raise ValueError(f"analysis {kind}: no arm called {arm!r}{near(arm, arms)}")
    paths = [one.path for one in experiment.parameters]
    for side in ("across", "up"):
        if side in question and question[side] not in paths:
            raise ValueError(f"analysis {kind}: no parameter called {question[side]!r}{near(question[side], paths)}")
    _among(f"analysis {kind}: over", question.get("over", "mean"), OVER)


def _check_metrics(kind: str, question: Mapping[str, Any], experiment: Outline, known: Collection[str]) -> None:
    if "target" in question:
        named: Sequence[str] = [parsed(question["target"])[0]]
    else:
        metric = question.get("metric", ())
        named = [metric] if isinstance(metric, str) else list(metric)
    for name in named:
        if name.endswith("*"):
            found = [one for one in known if one.startswith(name[:-1])]
            if not found:
                _of_nations(f"analysis {kind}", name)
                raise ValueError(f"analysis {kind}: no metric fits {name!r}{near(name.rstrip('*'), known)}")
        else:
            found = [name]
            _kept(f"analysis {kind}", name, known)
        for one in found:
            _years(f"analysis {kind}", one, question.get("over", "mean"), experiment)


def _kept(where: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        _of_nations(where, name)
        raise ValueError(f"{where}: no metric called {name!r}{near(name, known)}")


def _of_nations(where: str, name: str) -> None:
    """Tell who asks for a nation's figure how to have it kept."""
    figure, point, _ = name.partition(".")
    if point and figure in FIGURES:
        raise ValueError(f'{where}: {name} needs the figures of nations; write nations = ["{figure}"] in [record]')


def _years(where: str, name: str, over: str, experiment: Outline) -> None:
    record = experiment.record
    if over != "mean" and not any(fnmatchcase(name, pattern) for pattern in record.rounds):
        raise ValueError(f"{where}: over = {over!r} needs the years of {name}; add it to record.rounds")
    if over in _EVERY_YEAR and record.every > 1:
        raise ValueError(f"{where}: over = {over!r} needs every year of {name}, and record.every is {record.every}")


def _among(where: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ValueError(f"{where} must be one of {', '.join(known)}, got {value!r}{near(value, known)}")
