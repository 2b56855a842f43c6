"""The log of a game on disk: moves are only ever added, and are safe as soon as they are confirmed.

One SQLite file for each game, in write-ahead mode with every commit flushed to the disk, so that a move that was
confirmed is there after the program, or the machine, has been killed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path
from typing import Any

SUFFIX = ".game"
_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS moves (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, who TEXT NOT NULL, key TEXT, body TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS once ON moves (who, key) WHERE key IS NOT NULL;
CREATE TABLE IF NOT EXISTS drafts (who TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (who, name));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One move as it stands in the log."""

    number: int
    """1, 2 and so on."""
    at: float
    """When it was made, seconds since 1970."""
    who: str
    """Key of a nation, ``host``, ``clock``, ``model``, ``join``, or ``ai <nation>``."""
    body: Mapping[str, Any]
    """What was done: ``do`` names the verb, the rest are its words."""
    key: str | None = None
    """What the sender called it, so that sending it twice does it once."""


class Journal:
    """The file of one game."""

    def __init__(self, path: str | Path) -> None:
        """Open a game's file, or make it; ``:memory:`` keeps it nowhere, for what-ifs and tests."""
        self.path = str(path)
        self._file = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=FULL")
        self._file.executescript(_TABLES)
        # Every page reads its drafts whenever it is drawn; that must not wait for the disk.
        self._drafts: dict[tuple[str, str], str] = {
            (who, name): body for who, name, body in self._file.execute("SELECT who, name, body FROM drafts")
        }
        if self.path != ":memory:":
            Path(self.path).chmod(0o600)  # It holds the secrets of the seats.

    @classmethod
    def looked_at(cls, path: str | Path) -> Journal:
        """Read a game's file into memory, and leave the file as it is.

        Raises
        ------
        ValueError : for a file that holds no game.
        FileNotFoundError : if there is none.
        """
        place = Path(path).resolve()
        if not place.is_file():
            raise FileNotFoundError(ENOENT, "there is no such file", str(path))
        journal = cls(":memory:")
        try:
            file = sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)
            file.backup(journal._file)
            file.close()
            journal.about()
        except sqlite3.Error as wrong:
            raise ValueError(f"{path} holds no game: {wrong}") from wrong
        return journal

    def about(self) -> dict[str, Any]:
        """Give what was fixed when the game was made: scenario, seed, secrets; empty for a new file."""
        rows = self._file.execute("SELECT name, value FROM about").fetchall()
        return {name: json.loads(value) for name, value in rows}

    def found(self, about: Mapping[str, Any]) -> None:
        """Write what is fixed for good."""
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany("INSERT INTO about VALUES (?, ?)", [(n, json.dumps(v)) for n, v in about.items()])
        self._file.execute("COMMIT")

    def add(self, entry: Entry) -> None:
        """Add a move; when this returns it is on the disk."""
        self._file.execute(
            "INSERT INTO moves VALUES (?, ?, ?, ?, ?)",
            (entry.number, entry.at, entry.who, entry.key, json.dumps(entry.body, ensure_ascii=False)),
        )

    @contextmanager
    def together(self) -> Iterator[None]:
        """Add several moves as one: all of them are kept, or none."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def entries(self) -> Iterator[Entry]:
        """Read all moves in order."""
        for number, at, who, key, body in self._file.execute("SELECT * FROM moves ORDER BY number").fetchall():
            yield Entry(number=number, at=at, who=who, key=key, body=json.loads(body))

    def keep_draft(self, who: str, name: str, body: object) -> None:
        """Keep what somebody is writing, beside the log; None throws it away."""
        if body is None:
            self._file.execute("DELETE FROM drafts WHERE who = ? AND name = ?", (who, name))
            self._drafts.pop((who, name), None)
            return
        said = json.dumps(body)
        self._file.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (who, name, said))
        self._drafts[who, name] = said

    def draft(self, who: str, name: str) -> Any:
        """Give back a draft, or None."""
        said = self._drafts.get((who, name))
        return None if said is None else json.loads(said)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
