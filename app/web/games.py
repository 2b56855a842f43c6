"""The games of this server, and how a page follows one: it is told from outside when something has changed."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

import solara

from scenarios.game.game import Game
from scenarios.game.hall import Hall
from scenarios.game.refusal import Refused

FOLDER = "RARE_ACCORD_GAMES"
"""Name of the environment variable that says where games are kept; by default in ``saves/games``."""
_lock = threading.Lock()
_halls: list[Hall] = []


def hall() -> Hall:
    """Open the games of this server, once."""
    with _lock:
        if not _halls:
            _halls.append(outside(lambda: Hall(Path(os.environ.get(FOLDER, "saves/games")))))
        return _halls[0]


def outside[T](act: Callable[[], T]) -> T:
    """Do something in a thread that belongs to no visitor's page, so that threads that it starts outlive the page."""
    found: list[T] = []
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            found.append(act())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for.
            wrong.append(error)

    thread = threading.Thread(target=run, daemon=True)
    # Solara hands its visitor's page on to every new thread.
    thread.current_context = None  # type: ignore[attr-defined]
    thread.start()
    thread.join()
    if wrong:
        raise wrong[0]
    return found[0]


def use_address() -> list[str]:
    """Give the parts of the page's address after the first, such as a game and a secret."""
    router = solara.use_router()
    return [unquote(part) for part in router.path.strip("/").split("/")[1:]]


class _Kept[S]:
    """A page's view of a game, as of the last look."""

    def __init__(self) -> None:
        self.version, self._lock = -1, Lock()
        self.sight: S | None = None

    def look(self, version: int, look: Callable[[], S]) -> bool:
        """Look again if the game has changed; whether what is shown is another thing now."""
        with self._lock:
            if version == self.version:
                return False
            try:
                new = look()
            except Refused:
                new = None
            self.version = version
            if new == self.sight:
                return False
            self.sight = new
            return True


def use_sight[S](game: Game, look: Callable[[], S]) -> S | None:
    """Follow a game: the page is redrawn when something that it shows has changed.

    Returns
    -------
    What it shows, the same object until it changes; None where it may look no longer.
    """
    _, see = solara.use_state(-1)
    kept: _Kept[S] = solara.use_memo(_Kept, [game.id])
    # Whatever it is drawn for, what it shows is as new as can be.
    kept.look(game.version, look)

    def follow() -> Callable[[], None]:
        try:
            from solara.server.kernel_context import get_current_context

            context: Any = get_current_context()
        except RuntimeError:  # Drawn without a server, by a test.
            context = contextlib.nullcontext()

        def told(number: int) -> None:
            if getattr(context, "closed_event", None) is not None and context.closed_event.is_set():
                return
            if kept.look(number, look):
                with context:
                    see(number)

        stop = hall().subscribe(game.id, told)
        # Something may have changed before it was listened to.
        told(game.version)
        return stop

    solara.use_effect(follow, [game.id])
    return kept.sight
