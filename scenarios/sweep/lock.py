"""One writer a folder: a lock that the system lets go when its holder dies."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Self


class Lock:
    """Held by the process that writes to a sweep's folder.

    Raises
    ------
    ValueError
        When another process holds it, naming that process.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Take the lock or say who has it."""
        file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o644)
        if not _grab(file):
            os.close(file)
            raise ValueError(f"{self.path.parent} is being written by {self.holder()}; one writer at a time")
        self._file = file
        os.ftruncate(file, 0)
        os.write(file, json.dumps({"pid": os.getpid(), "host": platform.node()}).encode())
        return self

    def __exit__(self, *_: object) -> None:
        """Let it go."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def holder(self) -> str:
        """Name who holds it, as far as the file tells."""
        try:
            about = json.loads(self.path.read_text(encoding="utf-8"))
            return f"process {about['pid']} on {about['host']}"
        except (OSError, ValueError, KeyError):
            return "another process"


def held(folder: Path) -> bool:
    """Tell whether somebody writes to a folder now."""
    path = folder / "lock"
    if not path.exists():
        return False
    file = os.open(path, os.O_RDWR)
    try:
        return not _grab(file)
    finally:
        os.close(file)


def _grab(file: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
