"""Events that strike whatever nations do: shocks drawn ahead for the whole run, and their hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np

from agents.world.setting import END_USES, Planned, Setting
from agents.world.streams import stream

Kind = Literal["export ban", "mine outage", "demand surge", "price undercut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """One event of nature's path."""

    kind: Kind
    start: int
    """Quarter of the run in which it starts, from 0."""
    quarters: int
    """Number of quarters it lasts, at least 1."""
    size: float
    """Share of exports withheld, of output lost, of demand added or of the price cut (0-1, a surge may exceed 1)."""
    target: str = ""
    """Nation aimed at (export ban; empty is all), nation of the mine, or the end use."""
    mine: int = -1
    """Number of the mine, for an outage."""
    heavy_only: bool = False
    """An export ban that spares light material."""

    def active(self, quarter: int) -> bool:
        """Tell whether the shock is on in a quarter of the run."""
        return self.start <= quarter < self.start + self.quarters


@dataclass(frozen=True, slots=True)
class Nature:
    """The whole path of shocks of a run."""

    shocks: tuple[Shock, ...]
    ended: frozenset[Shock] = frozenset()
    """Stops of exports that have been ended early; nature's draws, and their fingerprint, stay as they are."""
    ordered: tuple[Shock, ...] = ()
    """Shocks that the dominant supplier's government has ordered; they enter no fingerprint."""

    @property
    def hash(self) -> str:
        """Fingerprint of the path; two runs may be compared as pairs only if theirs are equal."""
        text = json.dumps([asdict(shock) for shock in self.shocks], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def in_quarter(self, quarter: int) -> tuple[Shock, ...]:
        """List the shocks that are on in a quarter of the run."""
        found = (*self.shocks, *self.ordered)
        return tuple(shock for shock in found if shock.active(quarter) and shock not in self.ended)

    def starting(self, quarter: int) -> tuple[Shock, ...]:
        """List nature's own shocks that start in a quarter of the run."""
        return tuple(shock for shock in self.shocks if shock.start == quarter)


def draw(setting: Setting, seed: int, replication: int = 0) -> Nature:
    """Draw nature's path for every year of a setting, before anything else happens.

    Every kind of shock has a generator of its own and draws the same number of figures every
    year whether or not it strikes, so that a change of one risk leaves the others where they were.
    """
    shocks = [
        *_bans(setting, stream("export bans", seed, replication)),
        *_outages(setting, stream("mine outages", seed, replication)),
        *_surges(setting, stream("demand surges", seed, replication)),
        *_undercuts(setting, stream("price undercutting", seed, replication)),
        *(_dated(setting, planned) for planned in setting.risks.planned),
    ]
    return Nature(tuple(sorted(shocks, key=lambda shock: (shock.start, shock.kind, shock.target, shock.mine))))


def _dated(setting: Setting, planned: Planned) -> Shock:
    """Turn a planned shock into one of nature's; what it aims at must exist."""
    mines = [(nation.key, mine.name) for nation in setting.nations for mine in nation.mines]
    target, number = planned.target, -1
    if planned.kind == "mine outage":
        names = [name for _, name in mines]
        if target not in names:
            raise ValueError(f"risks.planned: no mine called {target!r}; there are {', '.join(names)}")
        number = names.index(target)
        target = mines[number][0]
    elif planned.kind == "demand surge" and target not in END_USES:
        raise ValueError(f"risks.planned: no end use called {target!r}; there are {', '.join(END_USES)}")
    elif planned.kind == "export ban" and target and target not in [nation.key for nation in setting.nations]:
        raise ValueError(f"risks.planned: no nation called {target!r} in this scenario")
    start = 4 * (planned.year - setting.start_year) + planned.quarter - 1
    return Shock(
        kind=planned.kind,
        start=start,
        quarters=planned.quarters,
        size=planned.size,
        target=target,
        mine=number,
        heavy_only=planned.heavy_only,
    )


def _bans(setting: Setting, rng: np.random.Generator) -> list[Shock]:
    risks, found = setting.risks, []
    for year in range(setting.rounds):
        strikes, when, aimed, whom, depth, heavy = rng.random(6)
        if strikes >= risks.export_ban:
            continue
        targets = risks.ban_targets
        target = targets[int(whom * len(targets))] if targets and aimed < 0.5 else ""
        size = float(np.clip(risks.ban_cut * (0.6 + 0.8 * depth), 0, 1))
        found.append(
            Shock(
                kind="export ban",
                start=4 * year + int(4 * when),
                quarters=risks.ban_quarters,
                size=size,
                target=target,
                heavy_only=bool(heavy < 0.3),
            )
        )
    return found


def _outages(setting: Setting, rng: np.random.Generator) -> list[Shock]:
    risks, found = setting.risks, []
    owners = [nation.key for nation in setting.nations for _ in nation.mines]
    for year in range(setting.rounds):
        for mine, (strikes, when, depth) in enumerate(rng.random((len(owners), 3))):
            if strikes < risks.mine_outage:
                size = float(np.clip(risks.outage_cut * (0.5 + depth), 0, 1))
                found.append(
                    Shock(
                        kind="mine outage",
                        start=4 * year + int(4 * when),
                        quarters=risks.outage_quarters,
                        size=size,
                        target=owners[mine],
                        mine=mine,
                    )
                )
    return found


def _surges(setting: Setting, rng: np.random.Generator) -> list[Shock]:
    risks, found = setting.risks, []
    for year in range(setting.rounds):
        strikes, when, use, depth = rng.random(4)
        if strikes < risks.demand_surge:
            found.append(
                Shock(
                    kind="demand surge",
                    start=4 * year + int(4 * when),
                    quarters=risks.surge_quarters,
                    size=float(risks.surge_rise * (0.5 + depth)),
                    target=END_USES[int(use * len(END_USES))],
                )
            )
    return found


def _undercuts(setting: Setting, rng: np.random.Generator) -> list[Shock]:
    risks, found = setting.risks, []
    for year in range(setting.rounds):
        strikes, when, depth = rng.random(3)
        if strikes < risks.undercut:
            size = float(np.clip(risks.undercut_depth * (0.6 + 0.8 * depth), 0, 0.9))
            found.append(
                Shock(
                    kind="price undercut", start=4 * year + int(4 * when), quarters=risks.undercut_quarters, size=size
                )
            )
    return found
