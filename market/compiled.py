"""Turn a plain numerical function into machine code where numba is installed, and leave it as it is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

HAS_NUMBA = find_spec("numba") is not None


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled, kept on disk, and free to run beside other threads."""
    if not HAS_NUMBA:
        return function
    import numba

    # Infinite bounds are part of the subject, so infinities and not-a-numbers keep their meaning.
    careful = {"reassoc", "contract", "nsz", "arcp"}
    made: Callable[P, R] = numba.njit(cache=True, nogil=True, fastmath=careful, error_model="numpy")(function)
    return made
