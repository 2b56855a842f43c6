"""What every metric owes: a label and a unit, one number for every year of any world, and no trace of itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from agents import metrics, plugins
from agents.model import AllianceModel
from agents.world.setting import REGIMES
from scenarios.loader import load

YEARS = 2


def lacks(name: str) -> str:
    """Say what a file of metrics is missing: functions, labels with units, and names of their own."""
    measures = metrics.functions(name)
    if not measures:
        return "measures nothing: it needs a function of the model whose docstring is 'Label. Unit: unit.'"
    for metric, function in measures:
        try:
            metrics.form(metric, function)
        except ValueError as error:
            return f"is refused: {error}"
    others = {one for file in plugins.names_of("metrics") if file != name for one, _ in metrics.functions(file)}
    taken = [metric for metric, _ in measures if metric in others]
    return f"has a metric {taken[0]!r}, a name that is taken" if taken else ""


def gives_a_number(name: str, model: AllianceModel) -> str:
    """It gives one number for a year, under every regime."""
    for metric, function in metrics.functions(name):
        found = function(model)
        if isinstance(found, bool) or not isinstance(found, int | float | np.integer | np.floating):
            return f"{metric} must give a number, got {found!r} in {model.year} under {model.regime}"
        if np.isinf(found):
            return f"{metric} is infinite in {model.year} under {model.regime}"
    return ""


def measures_alike_twice(name: str, model: AllianceModel) -> str:
    """It gives the same number when it is asked again."""
    for metric, function in metrics.functions(name):
        one, two = float(function(model)), float(function(model))
        if one != two and not (np.isnan(one) and np.isnan(two)):
            return f"{metric} is {one:g}, and then {two:g}"
    return ""


def leaves_the_world(name: str, model: AllianceModel) -> str:
    """It leaves the world as it was."""
    before = model.state()
    for metric, function in metrics.functions(name):
        function(model)
        if repr(model.state()) != repr(before):
            return f"{metric} changes the world that it measures"
    return ""


def _years(rng: np.random.Generator) -> Iterator[AllianceModel]:
    yield from _lived()


@cache
def _lived() -> tuple[AllianceModel, ...]:
    """A small world after some years, under each regime."""
    models = tuple(AllianceModel(load("small"), regime, seed=7) for regime in REGIMES)
    for model in models:
        for _ in range(YEARS):
            model.step()
    return models


PROMISES = ((gives_a_number, _years), (measures_alike_twice, _years), (leaves_the_world, _years))
