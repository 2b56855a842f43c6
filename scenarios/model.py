"""The model as Mesa's users know models: made from the name of a scenario, seeded by ``rng``, run by ``batch_run``."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from agents import model as core
from agents.world.setting import Setting
from scenarios.loader import load, with_changes
from scenarios.run import with_rounds


class AllianceModel(core.AllianceModel):
    """A world of a scenario, of which each ``step`` lives a year and collects its metrics.

    Examples
    --------
    >>> from scenarios.model import AllianceModel
    >>> model = AllianceModel("pair", regime="bilateral", rng=7)
    >>> len(model.agents), model.running
    (2, True)
    """

    def __init__(
        self,
        scenario: str | Path | Setting = "baseline_2024",
        regime: str = "accord",
        *,
        rng: int | None = None,
        rounds: int | None = None,
        replication: int = 0,
        **fields: object,
    ) -> None:
        """Make the world, before its first year.

        Parameters
        ----------
        scenario : name or file of a scenario, or a setting.
        regime : unilateral, bilateral or accord.
        rng : seed of every chance, a whole number of at least 0; without it one is drawn, as Mesa does.
        rounds : years to live through instead of the scenario's.
        replication : another history of the same seed.
        fields : changes of the scenario by path, such as ``**{"risks.export_ban": 0.3}``; ``seed`` is another name
            for ``rng``.

        Raises
        ------
        ValueError : one sentence, for what no world can be made of.
        """
        seed = fields.pop("seed", None)
        if seed is not None and rng is not None:
            raise ValueError(f"give rng or seed, not both, got rng={rng!r} and seed={seed!r}")
        setting = scenario if isinstance(scenario, Setting) else load(scenario)
        if fields:
            setting = with_changes(setting, fields)
        if rounds is not None:
            setting = with_rounds(setting, rounds)
        super().__init__(setting, regime, _seed(rng if seed is None else seed), replication)


def _seed(given: object) -> int:
    """Read a seed; where there is none, draw one, which the model tells as ``model.seed``."""
    if given is None:
        return int(np.random.SeedSequence().generate_state(1)[0])
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < 0:
        raise ValueError(f"rng must be a whole number of at least 0, got {given!r}")
    return int(given)
