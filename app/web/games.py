"""The games of this server, and how a page follows one: it is told from outside when something has changed."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import solara

from scenarios.game.game import Game
from scenarios.game.hall import Hall

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


def address() -> list[str]:
    """Give what stands in the page's address behind its first part, such as a game and a secret."""
    router = solara.use_router()
    return [unquote(part) for part in router.path.strip("/").split("/")[1:]]


def use_version(game: Game) -> int:
    """Follow a game: the page is drawn anew when something in it has changed."""
    version, see = solara.use_state(game.version)

    def follow() -> Callable[[], None]:
        try:
            from solara.server.kernel_context import get_current_context

            context: Any = get_current_context()
        except RuntimeError:  # Drawn without a server, by a test.
            context = contextlib.nullcontext()

        def told(number: int) -> None:
            if getattr(context, "closed_event", None) is not None and context.closed_event.is_set():
                return
            with context:
                see(number)

        see(game.version)
        return hall().subscribe(game.id, told)

    solara.use_effect(follow, [game.id])
    return max(version, 0)
