"""How fast a supply-chain world of SCML goes through a day: seconds a step, agents and negotiations.

Runs in the environment ``scml``; ``python -m benchmarks.negotiation`` starts it. Prints one JSON list.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from typing import Any

import numpy as np
from scml.oneshot import SCML2024OneShotWorld
from scml.oneshot.agents import GreedyOneShotAgent, SyncRandomOneShotAgent


def measure(steps: int, seed: int) -> dict[str, Any]:
    """Run one world without logs; its making is not timed."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - what their agents draw from.
    with tempfile.TemporaryDirectory(prefix="scml_") as folder:
        made = SCML2024OneShotWorld.generate(
            agent_types=[SyncRandomOneShotAgent, GreedyOneShotAgent], n_steps=steps, n_processes=2,
            random_agent_types=True,
        )
        world = SCML2024OneShotWorld(**made, no_logs=True, compact=True, log_folder=folder)
        start = time.perf_counter()
        world.run()
        seconds = time.perf_counter() - start
    return {"agents": len(world.agents), "seconds": seconds / steps,
            "negotiations": float(np.nansum(world.stats["n_negotiations"])) / steps}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    print(json.dumps([measure(options.steps, seed) for seed in range(options.repeat)]))


if __name__ == "__main__":
    main()
