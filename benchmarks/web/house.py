"""What all cases share: the server as a person starts it, people with browsers of their own, lines of the report."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

ROOT = Path(__file__).parents[2]
PATIENCE = 600.0
"""Seconds that anything may take before the case counts as failed."""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL = re.compile(r"^(?:https?|ws)://127\.0\.0\.1|^(?:data|blob|about):")


def line(case: str, value: float, unit: str, goal: float | None, *, most: bool = True) -> dict[str, Any]:
    """One line of the report; ``most`` says whether the goal is an upper bound."""
    holds = None if goal is None else bool(value <= goal if most else value >= goal)
    return {"case": case, "value": float(value), "unit": unit, "goal": goal, "holds": holds}


class Server:
    """The web simulation in a process of its own, with its games in a folder that outlives it."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None, program: str = "app") -> None:
        self.settings, self.program = dict(settings or {}), program
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.folder, self.address = folder, f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it, and return the seconds until it answers."""
        began = time.perf_counter()
        # Output goes to a file: a full pipe that nobody reads would stop the server.
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.program, "serve", "--port", str(self.port), "--no-open"],
                cwd=ROOT,
                env=os.environ | {"RARE_ACCORD_GAMES": str(self.folder)} | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while time.perf_counter() - began < PATIENCE and self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.address, timeout=5) as answer:  # noqa: S310 - our own server.
                    answer.read()
                return time.perf_counter() - began
            except (URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError(f"the server did not answer; it said:\n{(self.folder / 'server.log').read_text()}")

    def end(self, how: int = signal.SIGTERM) -> None:
        """End it, kindly or not."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def memory(self) -> float:
        """Memory that it holds, MB."""
        rows = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        return int(next(row.split()[1] for row in rows if row.startswith("VmRSS"))) / 1024


class People:
    """A browser, in which everybody has a context of their own; what fails or leaves this machine is counted."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.asked, self.external, self.failed = 0, [], []

    def come(self, *, width: int = 1440, scheme: str = "light") -> Any:
        """Give somebody a page in a context of their own."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        context.set_default_timeout(1000 * PATIENCE)
        context.on("request", self._asks)
        # Leaving a page aborts what it still asks for, and nobody misses that.
        context.on(
            "requestfailed",
            lambda request: None if "ERR_ABORTED" in (request.failure or "") else self.failed.append(request.url),
        )
        context.on("response", lambda answer: self.failed.append(answer.url) if answer.status >= 400 else None)
        context.on("weberror", lambda error: self.failed.append(str(error.error)))
        return context.new_page()

    def _asks(self, request: Any) -> None:
        self.asked += 1
        if not LOCAL.match(request.url):
            self.external.append(request.url)

    def leave(self) -> None:
        """Close every context."""
        for context in list(self.browser.contexts):
            context.close()


@contextmanager
def house() -> Iterator[tuple[Server, People]]:
    """Open a server on a folder of its own and a browser; close both."""
    from playwright.sync_api import sync_playwright

    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server = Server(Path(folder))
        server.start()
        running = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield server, People(running)
        finally:
            running.close()
            server.end()


def lead(people: People, server: Server, game: str) -> Any:
    """Open a game for others, and return the facilitator's page."""
    page = people.come()
    page.goto(server.address)
    page.select_option(".t-game", game)
    page.click(".t-host")
    page.wait_for_selector(".t-join-code")
    return page


def join(people: People, server: Server, host: Any, seat: str, name: str, **look: Any) -> Any:
    """Sit down by the code that the facilitator's page shows, and return the page of the seat."""
    page = people.come(**look)
    page.goto(f"{server.address}/join/{host.inner_text('.t-join-code')}")
    page.fill(".t-person", name)
    page.click(f".t-seat-{seat}")
    page.wait_for_selector(".t-who")
    return page


def project(people: People, server: Server, host: Any) -> Any:
    """Open the screen that all see."""
    page = people.come()
    page.goto(f"{server.address}/screen/{host.url.split('/')[4]}")
    page.wait_for_selector(".t-join-code")
    return page


def phase(page: Any, name: str) -> None:
    """Wait until the page shows a phase."""
    page.wait_for_selector(f".phases li[aria-current]:has-text('{name}')")


def share(values: Sequence[float], part: float) -> float:
    """Value that a share of the sample stays at or below (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else float("nan")
