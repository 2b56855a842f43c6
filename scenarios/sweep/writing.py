"""One writer beside the living: a chunk goes to disk while the next is lived, so that nobody waits for the disk."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from scenarios.sweep.folder import Folder, pack
from scenarios.sweep.lived import Kept


class Writer:
    """Writes chunks in their order, one at a time; at most one waits, so memory stays bounded."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._under_way: tuple[Future[None], Sequence[Kept]] | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def put(self, chunk: int, kept: Sequence[Kept]) -> Sequence[Kept]:
        """Hand over a chunk; give back the runs of the one before, which are safe now."""
        # Packed here and not there: two threads that run Python hold each other up; one that waits for a disk does not.
        packed = pack(chunk, kept)
        before = self.settle()
        self._under_way = self._thread.submit(self.folder.store, packed), kept
        return before

    def settle(self) -> Sequence[Kept]:
        """Wait for the chunk under way and give back its runs; what went wrong with it is raised here."""
        if self._under_way is None:
            return []
        (written, kept), self._under_way = self._under_way, None
        written.result()
        return kept

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End once what was handed over is on disk, also when the living was broken off."""
        self._thread.shutdown(wait=True)
