"""A year of ours beside a day of SCML's one-shot world: as many parties, as many negotiations, the same deadline.

The two do different work. Their day also makes and trades; ours also clears a market four times, invests, holds a
summit, judges groups of nations and settles disputes. So three things are told apart: the whole step of each world;
the negotiating part, which in ours holds the valuing of every outcome by the market; and offers and answers alone.
What is held equal is counted on both sides, and a difference is an error. Time is that of the processor, which
neighbours on the machine disturb less.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import replace
from statistics import median
from typing import Any

from agents.model import AllianceModel
from agents.world.setting import Setting
from agents.year import sittings
from agents.year.sittings import Held
from benchmarks.model import of_size
from benchmarks.peers.environments import ask
from scenarios.loader import load

SELLERS, BUYERS, DEADLINE = 7, 7, 20
"""Factories on each side of theirs, each of which negotiates with each on the other side every day; rounds."""
LIKE_THEIRS = ("volume", "price")
"""Terms of a sitting as narrow as a negotiation of theirs, which is over quantity and unit price."""
GOAL = 20.0
PARTS = ("negotiating", "narrow", "offers", "narrow offers")


class Peopled(AllianceModel):
    """A world in which so many sittings are held every year: beside those that our market calls for, further ones."""

    sittings = SELLERS * BUYERS

    def __init__(self, setting: Setting, regime: str, seed: int) -> None:
        super().__init__(setting, regime, seed)
        self.seconds: dict[str, float] = defaultdict(float)
        self.all: list[Held] = []
        """Sittings of all years."""
        self.called_for = 0
        """How many of them our market called for."""

    def negotiate_supply(self) -> None:
        """Hold the year's sittings, and then over the best of the lanes that are left until there are enough."""
        start = time.process_time()
        super().negotiate_supply()
        held = list(self.held)
        sat = {_lane(one) for one in held}
        self.called_for += len(held)
        for lane in sittings.open_lanes(self):
            if len(held) == self.sittings:
                break
            if (lane.seller, lane.buyer, lane.stage, lane.material) not in sat:
                value, table = sittings.lay_table(self, lane)
                held.append(sittings.sit_down(self, lane, value, table))
        self.seconds["negotiating"] += time.process_time() - start
        self.all += held
        self._again(held)

    def _again(self, held: list[Held]) -> None:
        """Hold the same sittings over quantity and price alone; and, with tables laid, nothing but offers and answers.

        The time that this takes is no part of the year and is taken off it.
        """
        begun = time.process_time()
        numbers = self.numbers
        tables = [sittings.lay_table(self, one.lane, LIKE_THEIRS) for one in held]
        self.seconds["narrow"] += time.process_time() - begun
        self.narrow_outcomes = median(table.worth.shape[1] for _, table in tables)
        start = time.process_time()
        for one, (value, table) in zip(held, tables, strict=True):
            sittings.sit_down(self, one.lane, value, table)
        took = time.process_time() - start
        self.seconds["narrow"] += took
        self.seconds["narrow offers"] += took
        start = time.process_time()
        for one in held:
            sittings.sit_down(self, one.lane, one.value, one.table)
        self.seconds["offers"] += time.process_time() - start
        self.numbers = numbers
        self.seconds["aside"] += time.process_time() - begun


def _lane(one: Held) -> tuple[int, int, int, int]:
    return one.lane.seller, one.lane.buyer, one.lane.stage, one.lane.material


def our_world(regime: str, years: int, seed: int) -> Peopled:
    """Live some years and keep their seconds; the making of the world is not timed, as theirs is not."""
    setting = of_size(load("baseline_2024"), SELLERS + BUYERS)
    supply = replace(setting.supply, pairs=SELLERS * BUYERS, deadline=DEADLINE)
    model = Peopled(replace(setting, rounds=years, supply=supply), regime, seed)
    start = time.process_time()
    for _ in range(years):
        model.step()
    model.seconds["whole"] = time.process_time() - start - model.seconds["aside"]
    return model


def against_scml(*, quick: bool) -> list[dict[str, Any]]:
    """Ratios of a step, of the negotiating part and of offers alone, theirs over ours, each the median of some worlds.

    Raises
    ------
    ValueError : where parties, negotiations or deadlines differ between the two.
    """
    years, worlds = (3, 1) if quick else (5, 3)
    our_world("accord", 1, 0)  # Compiles the kernels; not counted.
    ratios: dict[str, list[float]] = defaultdict(list)
    counts: dict[str, list[float]] = defaultdict(list)
    for seed in range(worlds):
        asked = {"--sellers": SELLERS, "--buyers": BUYERS, "--days": 2 * years, "--seed": seed}
        words = [word for name, figure in asked.items() for word in (name, str(figure))]
        theirs = json.loads(ask("scml", "benchmarks.peers.scml_match", *words))
        whole, alone = our_world("accord", years, seed), our_world("bilateral", years, seed)
        each, day = 1 / theirs["negotiations"], theirs["seconds"] / theirs["days"]
        for model in (whole, alone):
            same("parties", theirs["factories"], len(model.keys))
            same("negotiations in a step", theirs["negotiations"] / theirs["days"], len(model.all) / years)
            same("deadline", theirs["deadline"], model.setting.supply.deadline)
        ratios["accord"].append(day * years / whole.seconds["whole"])
        ratios["bilateral"].append(day * years / alone.seconds["whole"])
        for part in PARTS:
            ratios[part].append(theirs["negotiating"] * each / (whole.seconds[part] / len(whole.all)))
        for name, figure in {
            "day": 1000 * day,
            "their rounds": theirs["rounds"] * each,
            "their outcomes": theirs["outcomes"],
            "year": 1000 * whole.seconds["whole"] / years,
            "our rounds": sum(one.sitting.rounds for one in whole.all) / len(whole.all),
            "our outcomes": median(one.table.worth.shape[1] for one in whole.all),
            "narrow outcomes": whole.narrow_outcomes,
            "called for": whole.called_for / len(whole.all),
        }.items():
            counts[name].append(figure)
    return _told(ratios, {name: median(figures) for name, figures in counts.items()})


def same(what: str, theirs: float, ours: float) -> None:
    """Refuse to compare what is not equal."""
    if theirs != ours:
        raise ValueError(f"{what} must be equal for the comparison with SCML: {theirs:g} in theirs, {ours:g} in ours")


def _told(ratios: dict[str, list[float]], found: dict[str, float]) -> list[dict[str, Any]]:
    size = f"{SELLERS + BUYERS} parties, {SELLERS * BUYERS} negotiations a step, deadline {DEADLINE}"
    theirs = f"theirs over {found['their outcomes']:.0f} outcomes in {found['their rounds']:.1f} rounds"
    ours = f"ours over {found['our outcomes']:,.0f} in {found['our rounds']:.1f}"
    cases = {
        "accord": f"SCML day over our whole year with summits; {size} ({found['day']:.0f} and {found['year']:.0f} ms)",
        "bilateral": "SCML day over our whole year without summits",
        "negotiating": f"SCML negotiation over our sitting, the valuing of outcomes included; {theirs}, {ours}",
        "narrow": f"... over quantity and price alone, {found['narrow outcomes']:.0f} outcomes",
        "offers": "... offers and answers alone, on tables that have been laid",
        "narrow offers": "... both: offers and answers over quantity and price alone",
    }
    rows = []
    for part, case in cases.items():
        value, goal = median(ratios[part]), GOAL if part == "accord" else None
        rows.append(
            {
                "case": case,
                "value": round(value, 4),
                "unit": "times as fast",
                "goal": goal,
                "holds": goal is None or value >= goal,
            }
        )
    rows.append(
        {
            "case": "... share of our sittings that the market called for; the others make the numbers equal",
            "value": round(found["called for"], 4),
            "unit": "share",
            "goal": None,
            "holds": True,
        }
    )
    return rows
