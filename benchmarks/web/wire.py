"""Screens without browsers: they speak with the server as a browser does, keep what it says, and draw nothing.

With them the server's own part can be told apart: twenty browsers on the server's own machine take more of its
processor than twenty screens of the game do.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from threading import Condition, Thread
from typing import Any, Self
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE = 600.0
"""Seconds that anything may take before the case counts as failed."""
BEAT = 8.0
"""Seconds between two beats of a page, which say that somebody is there."""
BIG = 2**26
KEPT = 400
"""Messages of the server that can still be waited for."""


class Wire:
    """One open page; close it, or use it in a ``with``."""

    def __init__(self, address: str, path: str, *, reads: bool = True) -> None:
        """Open a page.

        Parameters
        ----------
        address : of the server, such as ``http://127.0.0.1:8765``.
        path : of the page, such as ``/screen/3f``.
        reads : off for a page that only takes what it is sent, so that it costs this process little.
        """
        self.reads = reads
        self.bytes = self.frames = 0
        """What has been sent, the pulse apart."""
        self.parts: dict[str, dict[str, Any]] = {}
        """What stands on the page: the state of each of its parts."""
        self.control, self.news = uuid4().hex, Condition()
        self._heard: list[tuple[float, str]] = []
        self._beats = 0
        with urllib.request.urlopen(f"{address}{path}", timeout=PATIENCE) as answer:  # noqa: S310 - our own server.
            answer.read()
            cookie = (answer.headers.get("set-cookie") or "").partition(";")[0]
        kernel = uuid4()
        place = f"{address.replace('http', 'ws', 1)}/jupyter/api/kernels/{kernel}/channels?session_id={uuid4()}"
        self.socket: ClientConnection = connect(
            place,
            additional_headers={"Cookie": cookie} if cookie else None,
            max_size=BIG,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        self._thread = Thread(target=self._hear, daemon=True)
        self._thread.start()
        self._say("comm_open", {"comm_id": self.control, "target_name": "solara.control", "data": {}})
        self._say(
            "comm_msg",
            {
                "comm_id": self.control,
                "data": {
                    "method": "run",
                    "args": {"path": path, "appName": None, "dark": False, "themes": {"light": {}, "dark": {}}},
                },
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the page as one who closes a browser."""
        self.socket.close()
        self._thread.join(timeout=PATIENCE)

    def _say(self, kind: str, content: dict[str, Any]) -> None:
        header = {
            "msg_id": uuid4().hex,
            "msg_type": kind,
            "username": "",
            "session": "",
            "version": "5.3",
            "date": "2026-01-01T00:00:00Z",
        }
        self.socket.send(
            json.dumps(
                {
                    "header": header,
                    "parent_header": {},
                    "metadata": {},
                    "content": content,
                    "buffers": [],
                    "channel": "shell",
                }
            )
        )

    def _hear(self) -> None:
        beaten = time.perf_counter()
        try:
            while True:
                try:
                    frame = self.socket.recv(timeout=BEAT / 2)
                except TimeoutError:
                    frame = ""
                at = time.perf_counter()
                if frame:
                    self._take(at, frame)
                if at - beaten > BEAT:
                    beaten = at
                    self._beat()
        except ConnectionClosed:
            with self.news:
                self.news.notify_all()

    def _take(self, at: float, frame: str | bytes) -> None:
        said = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        with self.news:
            if '"echo"' not in said and '"msg_type": "status"' not in said:
                self.bytes, self.frames = self.bytes + len(frame), self.frames + 1
            # A page that does not read still has to know its pulse, by which it says that it is there.
            if self.reads or '"echo"' in said:
                self._note(said)
                self._heard.append((at, said))
                del self._heard[:-KEPT]
                self.news.notify_all()

    def _note(self, said: str) -> None:
        message = json.loads(said[said.index("{") :])
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "comm_close":
            self.parts.pop(content["comm_id"], None)
            return
        state = content.get("data", {}).get("state") if kind in ("comm_open", "comm_msg") else None
        if state is not None:
            self.parts.setdefault(content["comm_id"], {}).update(state)

    def _beat(self) -> None:
        with self.news:
            pulses = [part for part, state in self.parts.items() if {"echo", "every"} <= set(state)]
            self._beats += 1
        for part in pulses[-1:]:
            self.send(part, "beat", self._beats)

    def send(self, part: str, event: str, data: Any) -> None:
        """Tell the server what has been done to a part of the page."""
        done = {"method": "custom", "content": {"event": event, "data": data}}
        self._say("comm_msg", {"comm_id": part, "data": done})

    def until(self, ready: Callable[[], Any], patience: float = PATIENCE) -> Any:
        """Wait until something is so on the page, and return it."""
        end = time.perf_counter() + patience
        with self.news:
            while not (found := ready()):
                if not self.news.wait(timeout=max(end - time.perf_counter(), 0.0)) and time.perf_counter() >= end:
                    raise TimeoutError("the page did not come to show what was waited for")
            return found

    def marked(self, mark: str) -> str:
        """Number of the part that carries a mark such as ``t-ready``, the newest first; empty if there is none."""
        for part, state in reversed(self.parts.items()):
            if mark in str(state.get("class_") or "").split() or state.get("mark") == mark.removeprefix("t-"):
                return part
        return ""

    def click(self, mark: str) -> float:
        """Press the button with a mark, and return when."""
        part = self.until(lambda: self.marked(mark))
        at = time.perf_counter()
        self.send(part, "click", {})
        return at

    def write(self, mark: str, words: str, event: str = "typed") -> None:
        """Write into the field with a mark."""
        self.send(self.until(lambda: self.marked(mark)), event, words)

    def seen(self, words: str, since: float = 0.0, patience: float = PATIENCE) -> float:
        """Wait until the page is sent some words, and return when."""
        return float(
            self.until(lambda: next((at for at, said in self._heard if at >= since and words in said), None), patience)
        )
