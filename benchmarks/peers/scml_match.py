"""How fast a supply-chain world of SCML goes through a day, and what of the day its negotiations take.

Runs in the environment ``scml``; ``python -m benchmarks.negotiation`` starts it. Prints one JSON object of sums over
all days: factories, days, negotiations, rounds, agreements, outcomes of a negotiation, and seconds of the processor,
of all and of negotiating.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from typing import Any

import numpy as np
from negmas.sao import SAOMechanism
from scml.oneshot import SCML2024OneShotWorld
from scml.oneshot.agents import GreedyOneShotAgent, SyncRandomOneShotAgent

RICH = 10**9
"""Money that each factory begins with, so that none goes bankrupt and leaves."""


class Counted:
    """Keeps every negotiation that is begun while it is open, so that rounds and outcomes can be read from it."""

    def __enter__(self) -> list[SAOMechanism]:
        begun: list[SAOMechanism] = []
        self.usual = SAOMechanism.__init__

        def begin(mechanism: SAOMechanism, *given: Any, **options: Any) -> None:
            self.usual(mechanism, *given, **options)
            begun.append(mechanism)

        SAOMechanism.__init__ = begin
        return begun

    def __exit__(self, *_: object) -> None:
        SAOMechanism.__init__ = self.usual


def measure(sellers: int, buyers: int, days: int, seed: int) -> dict[str, Any]:
    """Run one world without logs; its making is not timed."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - what their agents draw from.
    negotiating = 0.0
    with tempfile.TemporaryDirectory(prefix="scml_") as folder, Counted() as begun:
        made = SCML2024OneShotWorld.generate(
            agent_types=[SyncRandomOneShotAgent, GreedyOneShotAgent],
            n_steps=days,
            n_processes=2,
            n_agents_per_process=np.array([sellers, buyers]),
            random_agent_types=True,
            initial_balance=RICH,
        )
        world = SCML2024OneShotWorld(**made, no_logs=True, compact=True, log_folder=folder)
        usual = world._step_negotiations  # noqa: SLF001 - where their world steps all its negotiations.

        def timed(*given: Any, **options: Any) -> Any:
            nonlocal negotiating
            start = time.process_time()
            found = usual(*given, **options)
            negotiating += time.process_time() - start
            return found

        world._step_negotiations = timed  # noqa: SLF001
        start = time.process_time()
        world.run()
        seconds = time.process_time() - start
    told = int(np.nansum(world.stats["n_negotiations"]))
    if told != len(begun):
        raise SystemExit(f"their world tells of {told} negotiations, {len(begun)} were begun")
    return {
        "factories": len(world.non_system_agents),
        "days": days,
        "negotiations": told,
        "rounds": sum(one.state.step for one in begun),
        "agreed": sum(one.state.agreement is not None for one in begun),
        "deadline": begun[0].nmi.n_steps,
        "outcomes": float(np.median([one.outcome_space.cardinality for one in begun])),
        "seconds": seconds,
        "negotiating": negotiating,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sellers", type=int, default=7)
    parser.add_argument("--buyers", type=int, default=7)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(json.dumps(measure(given.sellers, given.buyers, given.days, given.seed)))


if __name__ == "__main__":
    main()
