"""Small models that the engine of sweeps is tested with: quick, faulty, deadly, slow, and one with known answers."""

import hashlib
import os
import signal
import time

import numpy as np

from scenarios.sweep.lived import Lived
from tests.patience import PATIENCE

HOLD = "RARE_ACCORD_TOYS_HOLD"
"""Where this is set among a process's surroundings, steady runs from x = 20 on wait to be killed."""


def shocks(replication, seed=5):
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replication,))).normal(size=8)


def walk(parameters, arm, replication):
    """A walk whose steps all arms share; arm b gains 0.3."""
    path = shocks(replication)
    gain = 0.3 if arm["name"] == "b" else 0.0
    values = np.column_stack([path.cumsum() + parameters.get("x", 0.0) + gain, np.full(8, parameters.get("k", 0.0))])
    return Lived(("walk", "k"), values, hashlib.sha256(path.tobytes()).hexdigest())


def faulty(parameters, arm, replication):
    """Raises at one point of forty."""
    if parameters["x"] == 17:
        raise RuntimeError(f"seventeen cannot be lived, says {object()!r}")
    return walk(parameters, arm, replication)


def deadly(parameters, arm, replication):
    """Ends its own process at one point of forty, as a system short of memory does."""
    if parameters["x"] == 17:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.005)
    return walk(parameters, arm, replication)


def once_deadly(parameters, arm, replication):
    """Ends its process the first time only."""
    mark = parameters["mark"]
    if parameters["x"] == 17 and not os.path.exists(mark):  # noqa: PTH110 - a text from the design
        open(mark, "w").close()  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)
    return walk({"x": parameters["x"]}, arm, replication)


def slow(parameters, arm, replication):
    """Is too late at one point, asleep but awakable: the alarm that was set for it rings there at once."""
    if parameters["x"] == 3:
        if not signal.getitimer(signal.ITIMER_REAL)[0]:
            raise RuntimeError("no alarm was set")
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        time.sleep(PATIENCE)
    return walk(parameters, arm, replication)


def deaf(parameters, arm, replication):
    """Takes far too long at one point and hears no alarm."""
    if parameters["x"] == 3:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        time.sleep(PATIENCE)
    return walk(parameters, arm, replication)


def steady(parameters, arm, replication):
    """A run of about four milliseconds, so that a sweep can be stopped in the middle."""
    time.sleep(PATIENCE if HOLD in os.environ and parameters["x"] >= 20 else 0.004)
    return walk(parameters, arm, replication)


def other_shocks(parameters, arm, replication):
    """Arms that meet different shocks."""
    lived = walk(parameters, arm, replication)
    return Lived(lived.columns, lived.values, lived.nature + arm["name"])


def ishigami(parameters, arm, replication):
    """Ishigami and Homma (1990), whose shares of variance are known."""
    x = [parameters[f"x{place}"] for place in (1, 2, 3)]
    return {"y": np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])}


def gaps(parameters, arm, replication):
    """Ishigami with one run that fails and one that gives no figure."""
    if replication == 0 and 2.2 < parameters["x1"] < 2.23:
        raise RuntimeError("a hole in the ground")
    return ishigami(parameters, arm, replication)
