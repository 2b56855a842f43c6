"""The process in which games are computed, separate from the one that answers clicks.

Thinking takes whole seconds of a processor, and within one process of Python every page would wait for it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from scenarios.game.journal import Entry
from scenarios.game.refusal import Refused
from scenarios.game.thinking import Question, Reply

ROOT = Path(__file__).parents[2]
TRIES = 3
"""Times that a question is asked when the process dies over it."""
THRIFT = {"MALLOC_ARENA_MAX": "2"}
"""Surroundings of the process: its threads, one for each question, share what memory they have let go of.

Left to itself the C library keeps some for each thread; a game of nine years came to 700 MB, and grew with every year.
"""
_BEGIN = "from scenarios.game.thinking import main; main()"


class GoneError(RuntimeError):
    """The process ended before it answered."""


class Thinker:
    """The process; it is started again when it has died, and ends with whoever started it, however that ends."""

    def __init__(self) -> None:
        """Start it; it is ready when it answers."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting: dict[int, Future[Reply]] = {}
        self._number, self.started, self.over = 0, 0, False
        with self._lock:
            self._start()

    @property
    def pid(self) -> int:
        """Number of the process in the system."""
        return self._process.pid if self._process is not None else 0

    def _start(self) -> None:
        """Start the process; called with the lock held."""
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        # Not forked, for threads run here; and without the keyboard, whose Ctrl+C is for the program itself.
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-P", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**THRIFT, **os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        self.started += 1
        Thread(target=self._hear, args=(self._process,), name="hear", daemon=True).start()

    def _hear(self, process: subprocess.Popen[bytes]) -> None:
        """Hand answers to those who wait for them."""
        try:
            while True:
                reply = pickle.load(process.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process.
                with self._lock:
                    answer = self._waiting.pop(reply.number, None)
                if answer is not None:
                    answer.set_result(reply)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._lost(process)

    def _lost(self, process: subprocess.Popen[bytes]) -> None:
        """Tell everybody who waits that there will be no answer."""
        process.kill()
        process.wait()
        with self._lock:
            if self._process is not process:
                return
            self._process = None
            waiting, self._waiting = list(self._waiting.values()), {}
        for answer in waiting:
            answer.set_exception(GoneError("the process that thinks has ended"))

    def ask(self, make: Callable[[int, int], Question]) -> Reply:
        """Put a question and wait for the answer.

        Parameters
        ----------
        make : from the number of the question and how often the process was started, the question.

        Raises
        ------
        GoneError : if the process died over it.
        """
        answer: Future[Reply] = Future()
        with self._lock:
            if self.over:
                raise GoneError("this program is ending")
            if self._process is None:
                self._start()
            process = self._process
            self._number += 1
            question = make(self._number, self.started)
            self._waiting[question.number] = answer
            try:
                pipe = process.stdin  # type: ignore[union-attr]
                pickle.dump(question, pipe, pickle.HIGHEST_PROTOCOL)  # type: ignore[arg-type]
                pipe.flush()  # type: ignore[union-attr]
            except OSError:
                broken = True
            else:
                broken = False
        if broken:
            # Whoever hears it may not have noticed yet; asked again at once, the dead one would be asked again.
            self._lost(process)  # type: ignore[arg-type]
        return answer.result()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self.over, process = True, self._process
        if process is not None:
            process.kill()
            process.wait()


class Line:
    """A game's way to the process: it sends along what the process does not know yet."""

    def __init__(self, thinker: Thinker, game: str, about: dict[str, Any], entries: Sequence[Entry]) -> None:
        """Look on at the moves of a game, which grow."""
        self.thinker, self.game, self.about, self.entries = thinker, game, about, entries
        self._told, self._fed = 0, 0
        """Which process was told last, and how many moves."""

    def ask(self, what: str, *words: Any) -> Any:
        """Ask about the game as it stands.

        Raises
        ------
        Refused : with the sentence of the one who was asked.
        RuntimeError : if there was a fault, or the process died again and again.
        """
        for _ in range(TRIES):
            try:
                reply = self.thinker.ask(lambda number, started: self._question(number, started, what, words))
            except GoneError:
                if self.thinker.over:
                    raise
                continue
            if reply.unknown:
                self._told = 0
                continue
            if reply.refused:
                raise Refused(reply.refused)
            if reply.fault:
                raise RuntimeError(reply.fault)
            return reply.value
        raise RuntimeError(f"the process that thinks ended {TRIES} times over {what!r}")

    def _question(self, number: int, started: int, what: str, words: tuple[Any, ...]) -> Question:
        """Put it in order; the thinker's lock is held, so that moves leave in their order."""
        fresh = self._told != started
        since = 0 if fresh else self._fed
        entries = tuple(self.entries[since:])
        self._told, self._fed = started, since + len(entries)
        return Question(
            number=number, game=self.game, about=self.about if fresh else None, entries=entries, what=what, words=words
        )
