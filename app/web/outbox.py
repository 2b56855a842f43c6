"""How what a page is told leaves the server: in order, many words at a time, and without anybody waiting for it.

By itself Solara has each thread that draws a page wait until the server's loop has handed one message after another to
the network, and a computer that takes nothing in, such as one put to sleep, makes all screens behind it wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from threading import Lock
from typing import Any

from solara.server import starlette as solara_server
from solara.server.websocket import WebSocketDisconnect

MOST = 64 * 2**20
"""Bytes that may wait for one page; more than that are not waiting for anybody who still looks."""


class Outbox(solara_server.WebsocketWrapper):
    """The connection to one page."""

    def __init__(self, ws: Any, portal: Any) -> None:
        super().__init__(ws, portal)
        self._lock = Lock()
        self._waiting: deque[str | bytes] = deque()
        self._size = 0
        self._leaving = self._over = False

    def send_text(self, data: str) -> None:
        """Have words sent."""
        self._put(data)

    def send_bytes(self, data: bytes) -> None:
        """Have bytes sent."""
        self._put(data)

    def _put(self, data: str | bytes) -> None:
        with self._lock:
            if self._size > MOST:
                self._end()
                self.event_loop.call_soon_threadsafe(self._begin, self.ws.close)
            if self._over:
                raise WebSocketDisconnect
            self._waiting.append(data)
            self._size += len(data)
            if self._leaving:
                return
            self._leaving = True
        self.event_loop.call_soon_threadsafe(self._begin, self._send)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        # The loop itself holds on to its tasks loosely only.
        task = self.event_loop.create_task(work())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _end(self) -> None:
        self._over = True
        self._waiting.clear()
        self._size = 0

    def _next(self) -> str | bytes | None:
        with self._lock:
            if not self._waiting:
                self._leaving = False
                return None
            data = self._waiting.popleft()
            self._size -= len(data)
            return data

    async def _send(self) -> None:
        """Send all that waits; runs in the loop of the server."""
        try:
            while (data := self._next()) is not None:
                await (self._send_text_exc(data) if isinstance(data, str) else self._send_bytes_exc(data))
        except WebSocketDisconnect:
            with self._lock:
                self._end()
