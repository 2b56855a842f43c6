"""How a page follows work that goes on elsewhere: a sweep in its processes, or a question that takes seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import solara

from app.web.sweeps import SWEEPS, Sweep

_log = logging.getLogger(__name__)
_GLANCE = 0.5
"""Seconds between two looks at a sweep."""


@dataclass(frozen=True)
class Answer:
    """The answer to a question, the sentence that says why there is none, or neither yet."""

    to: Any = None
    value: Any = None
    wrong: str = ""

    @property
    def over(self) -> bool:
        """Tell whether there is an answer of either kind."""
        return self.value is not None or bool(self.wrong)


def use_answer(question: Any, answer: Callable[[Any], Any]) -> Answer:
    """Put a question in a thread of the page; None asks nothing."""
    known, know = solara.use_state(Answer())

    def ask() -> Callable[[], None]:
        left = threading.Event()

        def work() -> None:
            try:
                found = Answer(question, answer(question))
            except ValueError as error:
                found = Answer(question, wrong=f"{error}.".replace("..", "."))
            except Exception as error:  # noqa: BLE001 - whatever it is, the page must not wait for ever
                _log.exception("a question of a page failed")
                found = Answer(question, wrong=f"That stopped by a fault of ours: {type(error).__name__}.")
            if not left.is_set():
                know(found)

        if question is not None:
            threading.Thread(target=work, daemon=True).start()
        return left.set

    solara.use_effect(ask, [question])
    return known if known.to == question else Answer()


def use_sweep(name: str, again: int) -> Sweep:
    """Follow a sweep until it is over; another ``again`` starts over."""
    seen, see = solara.use_state(SWEEPS.look(name))

    def follow() -> Callable[[], None]:
        stop = threading.Event()

        def watch() -> None:
            while not stop.is_set():
                now = SWEEPS.look(name)
                see(now)
                if not now.running:
                    return
                stop.wait(_GLANCE)

        threading.Thread(target=watch, daemon=True).start()
        return stop.set

    solara.use_effect(follow, [name, again])
    return seen
