"""What rules of each kind owe, one file per kind: the tests hold ours to it, and ``python -m app check`` a plugin.

A file offers ``lacks(name)``, which says what a file of that kind is missing, and ``PROMISES``: pairs of a promise and
examples to try it on. A promise is a function of a rule's name and an example that gives a sentence where it is broken
and nothing where it holds; its docstring says what is promised.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

Promise = Callable[[str, Any], str]
Examples = Callable[[np.random.Generator], Iterable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether a rule keeps one promise."""

    kind: str
    rule: str
    promise: str
    """One sentence."""
    fault: str
    """One sentence; empty where it is kept."""

    @property
    def holds(self) -> bool:
        """Whether it is kept."""
        return not self.fault


def examine(contract: ModuleType, rule: str) -> list[Finding]:
    """Hold one rule to everything that its kind owes.

    Parameters
    ----------
    contract : a file of this folder.
    """
    kind = contract.__name__.rpartition(".")[2]
    promises: tuple[tuple[Promise, Examples], ...] = contract.PROMISES
    return [
        Finding(kind=kind, rule=rule, promise=inspect.cleandoc(promise.__doc__ or ""), fault=tried(promise, rule, each))
        for promise, each in promises
    ]


def tried(promise: Promise, rule: str, examples: Examples) -> str:
    """Try a promise on its examples, which are the same each time; the first fault, or nothing."""
    for example in examples(np.random.default_rng(20_260_101)):
        try:
            fault = promise(rule, example)
        except Exception as error:  # noqa: BLE001 - whatever somebody's rule raises breaks its promise
            said = " ".join(str(error).split())
            fault = f"it fails with {type(error).__name__}: {said}{_where(error)}"
        if fault:
            return fault
    return ""


def _where(error: Exception) -> str:
    """Name the line on which an error arose."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f" ({trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno})"
