"""All games of one program: opened from a folder, timed by one thread, computed in another process."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, RLock, Thread
from typing import Self

from agents.world.setting import Setting
from scenarios.game.far import FarGame
from scenarios.game.game import Clock, Game
from scenarios.game.journal import SUFFIX, Journal
from scenarios.game.thinker import Thinker
from scenarios.game_rules import GameRules

Listener = Callable[[int], None]
"""Is told the version of the game that it listens to."""
BEAT = 0.25
"""Seconds between two looks at the clock."""
RETRY = 2.0
"""Seconds until a game in which something went wrong is thought about again."""
MOMENT = 0.01
"""Seconds in which a change that comes alone waits for others."""
PAUSE = 0.04
"""Seconds in which changes are gathered before screens are told; a burst of moves is one telling."""
LEISURE = 0.5
"""The same for what AI nations do; people who click must not wait until a room of screens has shown it all."""
_LOG = logging.getLogger(__name__)


class Hall:
    """Every game of a folder. Close it, or use it in a ``with``."""

    def __init__(self, folder: str | Path, clock: Clock = time.time, *, threads: bool = True) -> None:
        """Open the games of a folder, and make the folder if it is missing.

        Parameters
        ----------
        threads : off for tests, which tick and work by themselves, and think in this process.
        """
        self.folder, self.clock, self.lock = Path(folder), clock, RLock()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.games: dict[str, Game] = {}
        self._listeners: dict[str, dict[int, Listener]] = {}
        self._changed: Queue[tuple[Game | None, bool]] = Queue()
        self._busy: dict[str, Event] = {}
        self._clicks: dict[str, int] = {}
        """Changes of each game that somebody waits for."""
        self._over, self._number, self._threads = Event(), 0, threads
        self._running: list[Thread] = []
        self.thinker = Thinker() if threads else None
        self.unread: dict[str, str] = {}
        """Files of the folder that hold no game that can be opened, and why; they are left as they are."""
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            try:
                self._open(path)
            except Exception as fault:  # noqa: BLE001 - one file's fault must not keep all other games shut.
                self.unread[path.name] = f"{type(fault).__name__}: {fault}"
                _LOG.warning("%s holds no game that can be opened (%s); it is left as it is.", path, fault)
        if threads:
            self._start(self._tell, "tell")
            self._start(self._tick, "tick")

    def _open(self, path: Path) -> None:
        """Open a game; a file in which the program died before the game was made holds nothing, and goes."""
        journal = Journal(path)
        try:
            if journal.about():
                self._seat(Game(journal, self.clock), wake=False)
                return
        except BaseException:
            journal.close()
            raise
        journal.close()
        path.unlink()

    def create(
        self, scenario: str | Setting, *, rules: GameRules | None = None, seed: int | None = None, title: str = ""
    ) -> Game:
        """Make a new game in the folder."""
        return self._made(
            lambda path: Game.create(path, scenario, rules=rules, seed=seed, title=title, clock=self.clock)
        )

    def _made(self, make: Callable[[Path], Game]) -> Game:
        with self.lock:
            at = time.time_ns()
            path = self.folder / f"{at:x}{SUFFIX}"
            return self._seat(make(path), wake=True)

    def _seat(self, game: Game, *, wake: bool) -> Game:
        """Take a game in; one from the folder sleeps until somebody looks at it, moves in it, or its clock strikes.

        Living all old games again would take the thinking process from the one that is being played.
        """
        if self.thinker is not None:
            game = FarGame(game.journal, self.thinker, self.clock)
        self.games[game.id] = game
        self._listeners[game.id] = {}
        self._busy[game.id] = Event()
        self._clicks[game.id] = 0
        game.listeners.append(self._note)
        if wake:
            self._busy[game.id].set()
        if self._threads:
            self._start(lambda: self._work(game), f"work {game.id}")
        return game

    def __iter__(self) -> Iterator[Game]:
        """Go through the games, the newest last."""
        return iter(list(self.games.values()))

    def get(self, game: str) -> Game | None:
        """Find a game by its id."""
        return self.games.get(game)

    def by_code(self, code: str) -> Game | None:
        """Find a game by the code that people type in."""
        wanted = code.strip().upper()
        return next((game for game in self if game.code == wanted), None)

    def fork(self, game: str, round_: int, *, title: str = "") -> Game:
        """Play on from the opening of a round as a new game with new links; the old one stays as it is."""
        from scenarios.game.forks import fork

        return self._made(lambda path: fork(self.games[game], round_, path, title=title))

    def fork_answer(self, game: str, offer: int, what: str) -> Game:
        """Play on from the answer to an offer, given otherwise, as a new game; ``what`` is accept or refuse."""
        from scenarios.game.forks import fork_answer

        return self._made(lambda path: fork_answer(self.games[game], offer, what, path))

    def subscribe(self, game: str, listener: Listener) -> Callable[[], None]:
        """Have a listener told, from a thread of the hall, when a game has changed; returns how to stop it."""
        with self.lock:
            self._number += 1
            number = self._number
            self._listeners[game][number] = listener
        self._busy[game].set()

        def stop() -> None:
            with self.lock:
                self._listeners[game].pop(number, None)

        return stop

    def listeners(self, game: str) -> int:
        """Count who listens to a game."""
        return len(self._listeners[game])

    def close(self) -> None:
        """Stop the threads and let go of the files."""
        self._over.set()
        self._changed.put((None, True))
        for busy in self._busy.values():
            busy.set()
        if self.thinker is not None:
            self.thinker.close()
        for thread in self._running:
            thread.join(timeout=10)
        for game in self.games.values():
            game.journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, body: Callable[[], None], name: str) -> None:
        thread = Thread(target=body, name=f"hall {name}", daemon=True)
        self._running.append(thread)
        thread.start()

    def _note(self, game: Game) -> None:
        """Note a change; called with the game locked, so nothing is told here."""
        by_ai = bool(game.entries) and game.entries[-1].who.startswith(("ai ", "mediator"))
        self._clicks[game.id] += not by_ai
        self._changed.put((game, not by_ai))
        self._busy[game.id].set()

    def _gathered(self, told: float) -> set[Game | None]:
        """Wait for a change, and then a moment for others: what comes alone after a pause is told at once."""
        game, urgent = self._changed.get()
        changed, until = {game}, 0.0
        while True:
            now = time.monotonic()
            soon = max(told + PAUSE, now + MOMENT) if urgent else now + LEISURE
            until = min(until, soon) if until else soon
            try:
                game, urgent = self._changed.get(timeout=max(until - now, 0.0))
            except Empty:
                return changed
            changed.add(game)

    def _tell(self) -> None:
        """Tell listeners what has changed, a burst at once, with no lock held while they hear."""
        told = 0.0
        while not self._over.is_set():
            for game in filter(None, self._gathered(told)):
                self._tell_all(game)
            told = time.monotonic()

    def _tell_all(self, game: Game) -> None:
        """Tell the listeners of a game, one after the other; the first click that comes in between goes first."""
        with self.lock:
            hear = deque(self._listeners[game.id].values())
        done: list[Listener] | None = []
        clicks = self._clicks[game.id]
        while hear:
            if done is not None and self._clicks[game.id] != clicks:
                # Those who have heard all else hear of the click at once, which is little; the others hear both
                # together. Once only, so that nobody waits for ever where many click.
                hear.extendleft(reversed(done))
                done = None
            listener = hear.popleft()
            if done is not None:
                done.append(listener)
            try:
                listener(game.version)
            except Exception:  # noqa: BLE001, S112 - a screen that has gone must not silence the others.
                continue

    def _tick(self) -> None:
        """Look at the clock of every game."""
        while not self._over.wait(BEAT):
            for game in self:
                try:
                    game.tick()
                except Exception as fault:  # noqa: BLE001 - as above.
                    game.trouble = f"Something went wrong with the clock of this game: {fault}"

    def _work(self, game: Game) -> None:
        """Think for one game whenever something has changed in it."""
        busy = self._busy[game.id]
        while not self._over.is_set():
            busy.wait()
            busy.clear()
            if not self._over.is_set():
                try:
                    game.work()
                except Exception as fault:  # noqa: BLE001 - one game's fault must not stop the others; it is shown.
                    game.trouble = f"Something went wrong while this game was thought about: {fault}"
                    game.changed()
                    self._over.wait(RETRY)
