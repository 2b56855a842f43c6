"""Live through a scenario and keep the record: one run from a setting, a regime and a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from agents import metrics, plugins
from agents.metrics.prices import world_price
from agents.model import AllianceModel
from agents.players.orders import HandedIn
from agents.state import State
from agents.supply.agreements import terms_text
from agents.world.setting import MATERIALS, STAGES, Setting
from agents.year.membership import standings
from scenarios.records import identity, meeting
from scenarios.records.meeting import Sat
from scenarios.records.record import TABLES, Record
from scenarios.records.year_end import YearEnd, year_end

Row = Mapping[str, Any]
OnYear = Callable[[int, int, Row], None]
MOST_FLOWS = 60
"""Largest flows kept of a year; the rest are crumbs of the freight slope."""


def run(
    setting: Setting,
    *,
    regime: str = "accord",
    seed: int = 0,
    rounds: int | None = None,
    replication: int = 0,
    on_year: OnYear | None = None,
) -> Record:
    """Live through a setting and return its record.

    Parameters
    ----------
    regime : unilateral, bilateral or accord.
    rounds : years to live through instead of the setting's; at least 1.
    on_year : called after each year with its number from 0, the number of years and the year's metrics.

    Raises
    ------
    ValueError : for an unknown regime, a negative seed or fewer than 1 round.
    """
    living = Living(
        setting if rounds is None else with_rounds(setting, rounds), regime=regime, seed=seed, replication=replication
    )
    for number, row in enumerate(living):
        if on_year is not None:
            on_year(number, living.setting.rounds, row)
    return living.record()


def with_rounds(setting: Setting, rounds: int) -> Setting:
    """The same world lived for another number of years."""
    if not 1 <= rounds <= 100:
        raise ValueError(f"rounds must be from 1 to 100, got {rounds}")
    return replace(setting, rounds=rounds)


class Living:
    """A run that goes a year at a time; iterate over it for the metrics of each year."""

    def __init__(self, setting: Setting, *, regime: str, seed: int, replication: int = 0) -> None:
        """Set up the world, before its first year."""
        self.setting, self.model = setting, AllianceModel(setting, regime, seed, replication)
        self._rows: dict[str, list[Row]] = {name: [] for name in ("metrics", "nations", "prices", "flows")}
        self._table = metrics.table(setting.plugins)
        self._sittings: list[Sat] = []

    def __iter__(self) -> Iterator[Row]:
        """Live on until the last year."""
        while self.years_left:
            yield self.step()

    @property
    def lived(self) -> int:
        """Years that have been lived."""
        return len(self._rows["metrics"])

    @property
    def years_left(self) -> int:
        """Years still to be lived."""
        return self.setting.rounds - self.lived

    def open(self) -> None:
        """Open the next year, if that has not been done: what has run out ends, budgets come in."""
        if not self.years_left:
            raise ValueError(f"this run has lived its {self.setting.rounds} years")
        if self.model.now < self.lived:
            self.model.brief()

    def step(self, handed: HandedIn | None = None) -> Row:
        """Live one year and return its metrics; ``handed`` is what governments have decided themselves."""
        if not self.years_left:
            raise ValueError(f"this run has lived its {self.setting.rounds} years")
        model = self.model
        self.open()
        if handed is not None:
            model.hand_in(handed)
        model.resolve()
        row = {"year": model.year} | {name: float(function(model)) for name, (function, _, _) in self._table.items()}
        self._rows["metrics"].append(row)
        self._rows["nations"] += _nations(model)
        self._rows["prices"] += _prices(model)
        self._rows["flows"] += _flows(model)
        self._sittings += meeting.of_year(model)
        return row

    def end(self) -> YearEnd:
        """Write down the year that has just been lived, before the next is opened."""
        year = self.model.year
        rows = {name: [row for row in rows if row["year"] == year] for name, rows in self._rows.items()}
        return year_end(self.model, rows, self.lived, identity.here(self.setting.plugins))

    def resume(self, ends: Sequence[YearEnd]) -> None:
        """Stand where another run stood after some years, to the last bit; this one has lived none yet.

        The sittings of those years are not kept.

        Raises
        ------
        UnreadableError : if another version of this project wrote them down.
        """
        if not ends:
            return
        inside = [end.inside for end in ends]
        self.model.resume([one["state"] for one in inside], [event for end in ends for event in end.events()])
        for end, one in zip(ends, inside, strict=True):
            self._rows["metrics"].append(end.metrics)
            self._rows["nations"] += end.nations
            self._rows["prices"] += one["prices"]
            self._rows["flows"] += one["flows"]

    def rows(self, table: str) -> list[Row]:
        """Rows lived so far of metrics, nations, prices or flows."""
        return list(self._rows[table])

    def record(self) -> Record:
        """What has been lived so far, as tables."""
        model = self.model
        frames: dict[str, Any] = {
            name: pd.DataFrame(rows, columns=None if rows else list(TABLES[name])) for name, rows in self._rows.items()
        }
        return Record(
            setting=self.setting,
            regime=model.regime,
            seed=model.seed,
            nature_hash=model.nature.hash,
            plugins=plugins.hashes(self.setting.plugins),
            **frames,
            agreements=pd.DataFrame(_agreements(model), columns=list(TABLES["agreements"])),
            events=pd.DataFrame(
                [
                    (e.id, e.year, e.quarter, e.kind, "+".join(e.actors), e.text, e.about, "+".join(e.because))
                    for e in model.log.events
                ],
                columns=list(TABLES["events"]),
            ),
            units={name: unit for name, (_, _, unit) in self._table.items()},
            labels={name: label for name, (_, label, _) in self._table.items()},
            sittings=tuple(self._sittings),
        )


def _nations(model: State) -> list[Row]:
    book, money = model.book, model.book.money
    utility, gap, welfare = book.utility(model.weights.environment), book.supply_gap, book.welfare
    trusted = model.trust.expected
    count = len(model.keys)
    inside, out = standings(model)
    return [
        {
            "year": book.year,
            "nation": key,
            "welfare": float(welfare[i]),
            "consumer_surplus": float(money["consumer_surplus"][i]),
            "producer_rent": float(money["producer_rent"][i]),
            "refiner_rent": float(money["refiner_rent"][i]),
            "trade_rent": float(money["trade_rent"][i]),
            "stock_trade": float(money["stock_trade"][i]),
            "public_revenue": float(money["public_revenue"][i]),
            "contracts": float(money["contracts"][i]),
            "transfers": float(money["transfers"][i]),
            "investment": float(money["investment"][i]),
            "stock_cost": float(money["stock_cost"][i]),
            "shortage_cost": float(money["shortage_cost"][i]),
            "litigation": float(money["litigation"][i]),
            "administration": float(money["administration"][i]),
            "damage": float(book.damage[i]),
            "utility": float(utility[i]),
            "supply_gap": float(gap[i]),
            "stock": float(model.books.stock[i].sum() + (model.accord.reserve[i].sum() if model.accord else 0.0)),
            "trust": float((trusted[:, i].sum() - trusted[i, i]) / max(count - 1, 1)),
            "member": model.is_member(i),
            "inside": float(inside[i]),
            "outside": float(out[i]),
        }
        for i, key in enumerate(model.keys)
    ]


def _prices(model: State) -> list[Row]:
    dominant = model.keys.index(model.setting.risks.dominant)
    outside = np.arange(len(model.keys)) != dominant
    return [
        {
            "year": model.book.year,
            "stage": stage,
            "material": material,
            "price": world_price(model, s, m),
            "dominant_price": float(model.book.price[dominant, s, m]),
            "outside_price": world_price(model, s, m, outside),
        }
        for s, stage in enumerate(STAGES)
        for m, material in enumerate(MATERIALS)
    ]


def _flows(model: State) -> list[Row]:
    rows: list[Row] = []
    for under, flows in (("spot", model.book.trade), ("agreement", model.book.delivered)):
        for origin, destination, stage, material in np.argwhere(flows > 1.0):
            rows.append(
                {
                    "year": model.book.year,
                    "origin": model.keys[origin],
                    "destination": model.keys[destination],
                    "stage": STAGES[stage],
                    "material": MATERIALS[material],
                    "tonnes": float(flows[origin, destination, stage, material]),
                    "under": under,
                }
            )
    return sorted(rows, key=lambda row: (-row["tonnes"], row["origin"], row["destination"]))[:MOST_FLOWS]


def _agreements(model: State) -> list[tuple[Any, ...]]:
    start, rows = model.setting.start_year, []
    for account in model.promises.accounts:
        agreement = account.agreement
        parties = f"{model.keys[agreement.lane.seller]}+{model.keys[agreement.lane.buyer]}"
        breaches = f", {account.breaches} breach{'' if account.breaches == 1 else 'es'}" if account.breaches else ""
        status = account.status + breaches
        rows.append(
            (
                f"A{agreement.number}",
                "supply",
                start + agreement.signed,
                start + agreement.ends,
                parties,
                terms_text(agreement),
                status,
                account.promised,
                account.delivered,
            )
        )
    if model.accord is not None:
        accord = model.accord
        rows.append(
            (
                "accord",
                "accord",
                start + accord.founded,
                start + accord.review,
                "+".join(model.keys[m] for m in accord.members),
                str(accord.text),
                "in force",
                float(accord.target.sum()),
                float(accord.reserve.sum()),
            )
        )
    return rows
