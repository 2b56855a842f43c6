"""What all tests share: one way of searching for counter-examples, a browser, and the program as a server."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.patience import PATIENCE, wait_for

ROOT = Path(__file__).parent.parent

# The same examples on every machine and every day, so that a red build means changed code.
settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# To search longer and anew: HYPOTHESIS_PROFILE=deep make test
settings.register_profile("deep", settings.get_profile("steady"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

LONGEST = (
    "test_portable.py",
    "test_pages.py",
    "test_contributing.py",
    "test_bots.py",
    "test_recorded.py",
    "test_plugins.py",
)
"""Files of tests that take the most time, the longest first."""
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = (
    "http://127.0.0.1",
    "http://localhost",
    "ws://127.0.0.1",
    "ws://localhost",
    "data:",
    "blob:",
    "about:",
    "file:",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Begin with the longest files, and keep the order of tests in a module that says ``IN_ORDER``.

    Such a module tells one long story, such as a whole game. The order of all others is shuffled; this comes after
    the shuffling.
    """
    yield
    # Begun last, a long file would run alone while the other processes have nothing left to do.
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
    modules = [getattr(item, "module", None) for item in items]
    for told in {module for module in modules if getattr(module, "IN_ORDER", False)}:
        places = [place for place, module in enumerate(modules) if module is told]
        in_order = sorted((items[place] for place in places), key=lambda item: item.function.__code__.co_firstlineno)
        for place, item in zip(places, in_order, strict=True):
            items[place] = item


def pytest_configure(config):
    """Where tests run in several processes, begin to make machine code for all of them, while they look for tests."""
    if not hasattr(config, "workerinput") and getattr(config.option, "numprocesses", None):
        from scenarios.machine_code import begin

        config.kernels = begin()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node):
    """Let no test begin before the code is made; where it cannot be made, the tests make it and say why."""
    from scenarios.machine_code import finish

    finish(getattr(node.config, "kernels", ()), PATIENCE)


def pytest_unconfigure(config):
    """Leave nobody behind when the tests are broken off."""
    for process in getattr(config, "kernels", ()):
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium: the one named by CHROMIUM, else the system's, else playwright's own."""
    from playwright.sync_api import sync_playwright

    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A fresh page of a desk's width; the test fails if it asked for anything that is not on this machine."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page()
    context.close()
    foreign = [url for url in asked if not url.startswith(LOCAL)]
    assert not foreign, f"the page asked the internet for {foreign}"


@pytest.fixture(scope="session")
def games_folder(tmp_path_factory) -> Path:
    """Where the server of the tests keeps its games."""
    return tmp_path_factory.mktemp("games")


@pytest.fixture(scope="session")
def server(games_folder) -> Iterator[str]:
    """The address of the web simulation."""
    with serving(games_folder) as address:
        yield address


@contextmanager
def serving(games_folder: Path) -> Iterator[str]:
    """Start the web simulation with the games of a folder and slow clocks, and end it afterwards."""
    command = [sys.executable, "-m", "tests.unhurried", "serve", "--port", "0", "--no-open"]
    surroundings = os.environ | {"RARE_ACCORD_GAMES": str(games_folder)}
    # Output goes to a file: a full pipe that nobody reads would stop the server.
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "log"
        with file.open("w") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=surroundings
            )
        try:
            wait_for(lambda: _address(file) or process.poll() is not None)
            assert process.poll() is None, f"the server ended with {process.returncode} and said:\n{file.read_text()}"
            yield _address(file)
        finally:
            process.terminate()
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(log):
    """What the server says once its pages answer; empty before."""
    found = re.search(r"Rare Accord is at (\S+)\n", log.read_text())
    return found[1] if found else ""
