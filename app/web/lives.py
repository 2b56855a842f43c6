"""Runs that pages look at: lived in the background, once for each choice, and shared by all who look."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenarios.record import Record

_log = logging.getLogger(__name__)
KEPT = 24
"""Finished runs kept for later looks, the most recently seen."""
FORGOTTEN_AFTER = 30.0
"""Seconds after which a run that nobody looks at is given up."""
WORKERS = 2
"""Runs lived at the same time."""


@dataclass(frozen=True)
class Choice:
    """A person's choice of a run to look at."""

    scenario: str = "baseline_2024"
    regime: str = "accord"
    seed: int = 7
    rounds: int | None = None
    """Years to live through instead of the scenario's."""


@dataclass(frozen=True)
class Life:
    """How far a run has come: what it left behind so far, or the sentence that says why it failed."""

    choice: Choice
    record: Record | None = None
    """Years lived so far; nothing before the first."""
    years: int = 0
    """Years to live in all; 0 until known."""
    over: bool = False
    wrong: str = ""

    @property
    def lived(self) -> int:
        """Years lived so far."""
        return len(self.record.years) if self.record is not None else 0


class Lives:
    """Keeps runs by choice; safe to use from any thread."""

    def __init__(self, begin: Callable[[Choice], Any] | None = None) -> None:
        """Begin lives with ``begin``, which gives a run that goes a year at a time (scenarios.run.Living)."""
        self._begin = begin or _begin
        self._lock = threading.Lock()
        self._lives: OrderedDict[Choice, Life] = OrderedDict()
        self._seen: dict[Choice, float] = {}
        self._room = threading.Semaphore(WORKERS)

    def look(self, choice: Choice) -> Life:
        """Return how far the run has come, and begin it if nobody has."""
        with self._lock:
            self._seen[choice] = time.monotonic()
            life = self._lives.get(choice)
            if life is None:
                life = self._lives[choice] = Life(choice)
                self._start(choice)
            self._lives.move_to_end(choice)
            return life

    def _start(self, choice: Choice) -> None:
        thread = threading.Thread(target=self._live, args=(choice,), name=f"life {choice}", daemon=True)
        # Solara hands its visitor's page on to every new thread; a run belongs to all visitors and outlives the page.
        thread.current_context = None  # type: ignore[attr-defined]
        thread.start()

    def _live(self, choice: Choice) -> None:
        with self._room:
            self._live_now(choice)

    def _live_now(self, choice: Choice) -> None:
        try:
            living = self._begin(choice)
            years = living.years_left
            self._put(Life(choice, years=years))
            while living.years_left:
                if self._forgotten(choice):
                    return
                living.step()
                self._put(Life(choice, living.record(), years, over=not living.years_left))
        except (ValueError, OSError) as error:
            self._put(Life(choice, over=True, wrong=str(error)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the page must not wait for ever
            # The visitor gets a sentence; the server's log gets the details.
            _log.exception("the run of %s stopped", choice)
            self._put(Life(choice, over=True, wrong=f"The run stopped by a fault of ours: {type(error).__name__}."))

    def _put(self, life: Life) -> None:
        with self._lock:
            self._lives[life.choice] = life
            over = [choice for choice, other in self._lives.items() if other.over]
            for choice in over[: max(len(over) - KEPT, 0)]:
                del self._lives[choice]
                self._seen.pop(choice, None)

    def _forgotten(self, choice: Choice) -> bool:
        """Give up a run that nobody has looked at for a while; a later look starts it again."""
        with self._lock:
            if time.monotonic() - self._seen.get(choice, 0.0) < FORGOTTEN_AFTER:
                return False
            del self._lives[choice]
            return True


def _begin(choice: Choice) -> Any:
    from scenarios.loader import load, names
    from scenarios.run import Living, with_rounds
    from scenarios.wording import near

    # A page must not read any file of this computer that its address names.
    if choice.scenario not in names():
        raise ValueError(f"no scenario called {choice.scenario!r}{near(choice.scenario, names())}")
    setting = load(choice.scenario)
    if choice.rounds is not None:
        setting = with_rounds(setting, choice.rounds)
    return Living(setting, regime=choice.regime, seed=choice.seed)


LIVES = Lives()
"""The runs of this server."""
