"""Turn a plain numerical function into machine code where numba is installed, and leave it as it is elsewhere.

Machine code is made for one stated target, the oldest processors of the 64-bit x86 family, whatever stands in the
machine: newer ones fuse a product and a sum into one rounding, so that the same code would give other last digits
there. What that costs is told in docs/notebook.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HAS_NUMBA = find_spec("numba") is not None
TARGET = {
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
    "NUMBA_DISABLE_INTEL_SVML": "1",
}
"""Settings for numba: the target processor, and no use of a vendor's own exponentials and powers."""


@cache
def _own_shelf() -> str:
    """Where machine code is kept: a folder named after all its sources, since one file's code holds that of others."""
    here = Path(__file__).parent
    sources = b"".join(file.read_bytes() for file in sorted([*here.glob("*.py"), *here.glob("kernel/*.py")]))
    return str(here / "__pycache__" / f"compiled-{sha256(sources).hexdigest()[:12]}")


def shelf() -> Path:
    """Return the folder where machine code is kept: NUMBA_CACHE_DIR, or one of this version of the market's own."""
    return Path(os.environ.get("NUMBA_CACHE_DIR") or _own_shelf())


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled and kept on disk; other threads wait, which for a few microseconds is quicker."""
    return _compiled(function, aside=False)


def compiled_exactly[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled to take sums and products in the order in which they are written, as Python does."""
    return _compiled(function, aside=False, exactly=True)


def compiled_aside[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled, kept on disk, and free to run beside other threads: for long work."""
    return _compiled(function, aside=True)


@cache
def _numba() -> Any:
    """Load numba, set to the stated target; a folder for its code that a user has named is kept to."""
    # In the environment, so that processes started from here and numba's own second look at it find the same.
    os.environ.update(TARGET)
    import numba

    for name, value in TARGET.items():
        kept = getattr(numba.config, name.removeprefix("NUMBA_"))
        setattr(numba.config, name.removeprefix("NUMBA_"), type(kept)(value) if isinstance(kept, bool | int) else value)
    return numba


def _compiled[**P, R](function: Callable[P, R], *, aside: bool, exactly: bool = False) -> Callable[P, R]:
    if not HAS_NUMBA:
        return function
    numba = _numba()
    # Infinite bounds are part of the subject, so infinities and not-a-numbers keep their meaning.
    careful = False if exactly else {"reassoc", "contract", "nsz", "arcp"}
    config: Any = numba.config
    usual, config.CACHE_DIR = config.CACHE_DIR, str(shelf())
    try:
        made: Callable[P, R] = numba.njit(cache=True, nogil=aside, fastmath=careful, error_model="numpy")(function)
    finally:
        config.CACHE_DIR = usual
    return made
