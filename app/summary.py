"""Five closing sentences of a run and of a comparison, worked out from the record and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.charts.gains import EVEN, gains
from app.drawing.scales import figure, percent
from app.words import counted, listed, metric, money
from scenarios.record import Record


def of_run(record: Record) -> tuple[str, ...]:
    """Close a run in five sentences: what was lived, prices, supply, promises and trust, and what it cannot show."""
    return (_lived(record), _prices(record), _supply(record), _promises(record), _caution(record))


def _lived(record: Record) -> str:
    years = record.years
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    said = f"{counted(len(record.setting.nations), 'nation')} lived through {when} under the {record.regime} regime"
    signed = int((record.agreements["kind"] != "accord").sum())
    said += f" (seed {record.seed}) and signed {counted(signed, 'supply agreement')}"
    if record.regime != "accord":
        return f"{said}."
    members = _column(record.metrics, "members")
    founded = record.metrics.loc[members > 0, "year"]
    if founded.empty:
        return f"{said}; no accord was founded."
    last = int(members.iloc[-1])
    return (
        f"{said}; an accord stood in {counted(len(founded), 'year')}, first in {int(founded.iloc[0])}, "
        f"and {'has ' + counted(last, 'member') if last else 'no longer exists'} at the end."
    )


def _prices(record: Record) -> str:
    name = "price_oxide_heavy"
    line = record.metrics.set_index("year")
    if name not in line or line[name].dropna().empty:
        return "No price was recorded."
    heavy = line[name].astype(float).dropna()
    light = line["price_magnet_light"].astype(float).dropna() if "price_magnet_light" in line else heavy.iloc[:0]
    peak: Any = heavy.idxmax()
    said = (
        f"Heavy oxide goes from {figure(heavy.iloc[0])} to {figure(heavy.iloc[-1])} USD/kg, with its highest "
        f"yearly mean of {figure(heavy.max())} in {int(peak)}"
    )
    if len(light):
        said += f", and light magnets from {figure(light.iloc[0])} to {figure(light.iloc[-1])} USD/kg"
    return f"{said}."


def _supply(record: Record) -> str:
    line = record.metrics.set_index("year")
    gap = line.get("supply_gap_outside", pd.Series(dtype=float)).astype(float).dropna()
    if gap.empty:
        return "No supply gap was recorded."
    cost = line.get("shortage_cost", pd.Series(0.0, index=line.index)).astype(float)
    dominant = record.names.get(record.setting.risks.dominant, record.setting.risks.dominant)
    if float(gap.max()) < EVEN:
        return f"Outside {dominant} demand is served in full in every year."
    worst: Any = gap.idxmax()
    return (
        f"Outside {dominant} {percent(float(gap.mean()))} of demand goes unserved in the mean year and "
        f"{percent(float(gap.max()))} in the worst, {int(worst)}; shortage costs all nations "
        f"{money(float(cost.sum()))} over the run."
    )


def _promises(record: Record) -> str:
    supply = record.agreements[record.agreements["kind"] != "accord"]
    promised, delivered = (float(supply[name].astype(float).sum()) for name in ("promised", "delivered"))
    counts = record.events["kind"].value_counts()
    said = (
        "No tonne was promised"
        if promised <= 0
        else (f"Of {figure(promised)} t promised {percent(delivered / promised)} were delivered")
    )
    said += (
        f", with {counted(counts.get('breach', 0), 'breach', 'breaches')}, "
        f"{counted(counts.get('claim', 0), 'claim')}, {counted(counts.get('settlement', 0), 'settlement')} and "
        f"{counted(counts.get('ruling', 0), 'ruling')}"
    )
    trust = _column(record.metrics, "trust").dropna()
    if len(trust) > 1:
        said += f"; trust goes from {trust.iloc[0]:.2f} to {trust.iloc[-1]:.2f}"
    return f"{said}."


def _caution(record: Record) -> str:
    return (
        "One run shows what can happen, not what cooperation is worth: compare the regimes on the same shocks with "
        f"`python -m app compare {record.setting.name} --seed {record.seed}`."
    )


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name].astype(float) if name in frame else pd.Series(np.nan, index=frame.index)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Tell whether cooperation pays outside the dominant nation, in the mean year of one run."""

    words: str
    """pays, pays but not for all, makes no difference, does not pay but helps some, or does not pay."""
    change: float
    """Change of welfare outside the dominant nation, USD m/yr."""
    share: float
    """That change as a share of its welfare under the first regime."""
    winners: tuple[str, ...]
    losers: tuple[str, ...]
    """Keys of the nations outside the dominant one, the largest first."""


def verdict(records: Mapping[str, Record]) -> Verdict:
    """Judge the last regime against the first by the welfare of the nations that do not dominate."""
    _comparable(records)
    *_, last = records.values()
    table = gains({regime: record.nations for regime, record in records.items()})
    table = table[table.index != last.setting.risks.dominant]
    first = next(iter(records))
    change = table[f"{last.regime}_gain"]
    total, base = float(change.sum()), abs(float(table[first].sum()))
    share = total / base if base else 0.0
    winners = tuple(str(key) for key in table.index[table["share"] >= EVEN])
    losers = tuple(str(key) for key in reversed(table.index[table["share"] <= -EVEN]))
    if abs(share) < EVEN:
        words = "makes no difference in sum" if winners or losers else "makes no difference"
    elif share > 0:
        words = "pays, but not for all" if losers else "pays"
    else:
        words = "does not pay, though it helps some" if winners else "does not pay"
    return Verdict(words=words, change=total, share=share, winners=winners, losers=losers)


def _comparable(records: Mapping[str, Record]) -> None:
    if len(records) < 2:
        raise ValueError(f"a comparison needs at least 2 runs, got {len(records)}")
    first, *others = records.values()
    for other in others:
        if other.nature_hash != first.nature_hash:
            raise ValueError(
                f"runs with different shocks cannot be compared: nature of the {first.regime} run is "
                f"{first.nature_hash[:12]}, of the {other.regime} run {other.nature_hash[:12]}"
            )
        if other.years != first.years:
            raise ValueError(
                f"runs over different years cannot be compared: {first.regime} has {len(first.years)}, "
                f"{other.regime} {len(other.years)}"
            )


def of_comparison(records: Mapping[str, Record]) -> tuple[str, ...]:
    """Close a comparison in five sentences: verdict, who gains and loses, security, market, and what it rests on.

    records are runs by regime, the yardstick first and the one that is judged last; unequal shocks are refused.
    """
    found = verdict(records)
    return (_verdict(records, found), _who(records, found), _security(records), _market(records), _rests_on(records))


def _ends(records: Mapping[str, Record]) -> tuple[Record, Record]:
    runs = list(records.values())
    return runs[0], runs[-1]


def _verdict(records: Mapping[str, Record], found: Verdict) -> str:
    first, last = _ends(records)
    dominant = last.names.get(last.setting.risks.dominant, "the dominant nation")
    subject = "cooperation" if last.regime != "unilateral" else "going alone"
    said = (
        f"Here {subject} {found.words}: outside {dominant} welfare under the {last.regime} regime is "
        f"{money(found.change, signed=True)} a year ({percent(found.share, signed=True, digits=2)}) against "
        f"{first.regime}"
    )
    home = _mean_of(last, last.setting.risks.dominant) - _mean_of(first, last.setting.risks.dominant)
    return f"{said}, and {dominant}'s changes by {money(home, signed=True)}."


def _who(records: Mapping[str, Record], found: Verdict) -> str:
    first, last = _ends(records)

    def named(keys: tuple[str, ...]) -> str:
        return listed(
            [
                f"{last.names.get(key, key)} ({figure(_mean_of(last, key) - _mean_of(first, key), signed=True)})"
                for key in keys
            ],
            most=4,
        )

    if not found.winners and not found.losers:
        return "No nation outside the dominant one gains or loses as much as 0.05 % of its welfare."
    gain = f"{named(found.winners)} gain{'s' * (len(found.winners) == 1)}" if found.winners else "nobody gains"
    lose = f"{named(found.losers)} lose{'s' * (len(found.losers) == 1)}" if found.losers else "nobody loses"
    said = f"{gain}; {lose} (USD m a year)."
    return said[0].upper() + said[1:]


def _security(records: Mapping[str, Record]) -> str:
    first, last = _ends(records)
    gap = [_column(record.metrics, "supply_gap_outside") for record in (first, last)]
    cost = [_column(record.metrics, "shortage_cost") for record in (first, last)]
    worst = [float(column.max()) for column in cost]
    moved = float(cost[1].sum() - cost[0].sum())
    verb = "less" if moved < 0 else "more"
    return (
        f"From {first.regime} to {last.regime} the supply gap outside the dominant nation goes from "
        f"{percent(float(gap[0].mean()))} to {percent(float(gap[1].mean()))} of demand in the mean year; shortage "
        f"costs {money(abs(moved))} {verb} over the run, and in its worst year {money(worst[1])} instead of "
        f"{money(worst[0])}."
    )


def _market(records: Mapping[str, Record]) -> str:
    first, last = _ends(records)
    parts = []
    for name in ("price_oxide_heavy", "price_magnet_light"):
        one, two = (float(_column(record.metrics, name).mean()) for record in (first, last))
        parts.append(f"{metric(name).removeprefix('Price of ')} from {figure(one)} to {figure(two)} USD/kg")
    one, two = (float(_column(record.metrics, "hhi_oxide").iloc[-1]) for record in (first, last))
    return (
        f"Mean prices go: {parts[0]}, {parts[1]}; the concentration of separation ends at {two:.2f} instead of "
        f"{one:.2f}."
    )


def _rests_on(records: Mapping[str, Record]) -> str:
    first, last = _ends(records)
    parts = []
    members = _column(last.metrics, "members").fillna(0)
    if last.regime == "accord" and members.max() <= 0:
        parts.append("no accord was founded, so what differs comes from agreements of two alone")
    for regime in records:
        if regime not in {first.regime, last.regime}:
            middle = verdict({first.regime: records[first.regime], regime: records[regime]})
            parts.append(f"under the {regime} regime alone the change is {money(middle.change, signed=True)} a year")
    parts.append(
        f"all this rests on one seed ({last.seed}) and {counted(len(last.years), 'year')} with the same "
        "shocks, so look at more seeds before you believe it"
    )
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _mean_of(record: Record, nation: str) -> float:
    rows = record.nations[record.nations["nation"] == nation]["welfare"].astype(float).dropna()
    return float(rows.mean()) if len(rows) else 0.0
