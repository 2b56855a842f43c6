"""Live a scenario and print the CPU seconds of its years after the first, which compiles and loads what is needed.

Run in a process of its own by ``benchmarks.year``, in this tree and in the one it is compared with, so it uses only
what both have.
"""

import json
import sys
import time
from dataclasses import replace

from agents.model import AllianceModel
from scenarios.loader import load


def of_size(setting, nations):
    """The same world with the first nations only, or with copies of its consumers where it has too few."""
    seats = list(setting.nations[:nations])
    spare = [nation for nation in setting.nations if nation.role == "consumer"]
    while len(seats) < nations:
        model = spare[len(seats) % len(spare)]
        seats.append(replace(model, key=f"{model.key}_{len(seats)}", name=f"{model.name} {len(seats)}"))
    keys = {nation.key for nation in seats}
    return replace(
        setting,
        nations=tuple(seats),
        risks=replace(setting.risks, ban_targets=tuple(k for k in setting.risks.ban_targets if k in keys)),
        accord=replace(setting.accord, eligible=tuple(k for k in setting.accord.eligible if k in keys)),
    )


def main(scenario, regime, years, seed, nations):
    """Live it once to warm up and once for the clock."""
    setting = load(scenario)
    if nations:
        setting = of_size(setting, nations)
    warm = AllianceModel(setting, regime, seed=seed + 1)
    warm.step()
    model, spent = AllianceModel(replace(setting, rounds=years), regime, seed=seed), []
    for _ in range(years):
        start = time.process_time()
        model.step()
        spent.append(time.process_time() - start)
    print(json.dumps(spent))


main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
