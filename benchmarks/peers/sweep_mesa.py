"""The model of the comparison as Mesa wants it, in a module that its workers can import."""

from __future__ import annotations

import mesa
import numpy as np

from benchmarks.peers.sweep_model import METRICS, NAMES, row


class BatchModel(mesa.Model):
    """The same rounds and figures, with the DataCollector that batch_run needs."""

    def __init__(self, x: float = 0.0, work: int = 1, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        self.x, self.work, self.state = x, work, np.zeros(METRICS)
        self.found = np.zeros(METRICS)
        reporters = {name: lambda model, place=place: float(model.found[place]) for place, name in enumerate(NAMES)}
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def step(self) -> None:
        """Live one round."""
        self.found = row(self.rng, self.state, self.x, self.work)
        self.datacollector.collect(self)
