"""Turn a plain numerical function into machine code where numba is installed, and leave it as it is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HAS_NUMBA = find_spec("numba") is not None


@cache
def _shelf() -> str:
    """Where machine code is kept: a folder named after all its sources, since one file's code holds that of others."""
    here = Path(__file__).parent
    sources = b"".join(file.read_bytes() for file in sorted([*here.glob("*.py"), *here.glob("kernel/*.py")]))
    return str(here / "__pycache__" / f"compiled-{sha256(sources).hexdigest()[:12]}")


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled and kept on disk; other threads wait, which for a few microseconds is quicker."""
    return _compiled(function, aside=False)


def compiled_aside[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled, kept on disk, and free to run beside other threads: for long work."""
    return _compiled(function, aside=True)


def _compiled[**P, R](function: Callable[P, R], *, aside: bool) -> Callable[P, R]:
    if not HAS_NUMBA:
        return function
    import numba

    # Infinite bounds are part of the subject, so infinities and not-a-numbers keep their meaning.
    careful = {"reassoc", "contract", "nsz", "arcp"}
    config: Any = numba.config
    usual, config.CACHE_DIR = config.CACHE_DIR, _shelf()
    try:
        made: Callable[P, R] = numba.njit(cache=True, nogil=aside, fastmath=careful, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = usual
    return made
