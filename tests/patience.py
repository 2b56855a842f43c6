"""How tests wait: for a state, never for a time. The bound is there against hanging and nothing else."""

import time

PATIENCE = 600.0
"""Seconds that anything may take, however busy the machine is."""


def wait_for(true, patience=PATIENCE):
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"it did not come about in {patience:.0f} s"
        time.sleep(0.02)
