"""Machine code of the market and of looks ahead, made once for a machine, by processes beside this one.

Made where it is first needed it would keep every page waiting for a minute, since one process of Python does one thing
at a time. ``python -m scenarios.machine_code PART`` makes a part.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from market import elementary
from market.chain import Chain, programme
from market.compiled import HAS_NUMBA, shelf
from market.synthetic import world
from scenarios.loader import load
from scenarios.run import Living

ROOT = Path(__file__).parents[1]
PARTS = ("worlds", "layouts")
"""What is made side by side; each takes about a minute."""


def prepare(tell: Callable[[], None]) -> None:
    """Make what is missing and wait for it; ``tell`` is called before a wait."""
    if not HAS_NUMBA or _mark().exists():
        return
    tell()
    begun = begin()
    try:
        finish(begun)
    finally:
        for process in begun:
            process.kill()


def begin() -> list[subprocess.Popen[bytes]]:
    """Begin to make all parts."""
    return [
        subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-m", "scenarios.machine_code", part], cwd=ROOT, stdin=subprocess.DEVNULL
        )
        for part in PARTS
    ]


def finish(begun: Sequence[subprocess.Popen[bytes]], patience: float | None = None) -> None:
    """Wait until all parts are made, at most so many seconds for each; what fails is made where it is first needed."""
    with suppress(subprocess.TimeoutExpired, OSError):
        if begun and not any(process.wait(patience) for process in begun):
            _mark().touch()


def _mark() -> Path:
    return shelf() / "made"


def main(part: str) -> None:
    """Ask for what needs the code of a part."""
    shape, quarter = world(4, np.random.default_rng(5))
    chain = Chain(shape)
    if part == "layouts":
        programme(shape, chain.layout(chain.needs(quarter)), quarter)
        elementary.exp(np.ones(elementary.MANY))
        elementary.power(np.ones(elementary.MANY), 0.5)
        return
    chain.clear(quarter)
    Living(load("pair"), regime="bilateral", seed=1).step()
    chain.clear_by_steps(quarter)


if __name__ == "__main__":
    main(*sys.argv[1:])
