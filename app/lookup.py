"""What charts and pages ask of a record: one year's network, the years of great shocks, how a state stood."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scenarios.record import Record


@dataclass(frozen=True)
class Network:
    """Who traded with and was bound to whom in one year; the tables that ``app.charts.network`` draws."""

    nations: pd.DataFrame
    """nation, name, iso3, role and region, one row per nation."""
    flows: pd.DataFrame
    """The year's flows, t/yr."""
    agreements: pd.DataFrame
    """Agreements in force in the year; the status of those broken in it is breached."""
    members: tuple[str, ...]
    """Members of the accord at the end of the year."""


def nations_of(record: Record) -> pd.DataFrame:
    """List the nations of a record's world."""
    return pd.DataFrame([(nation.key, nation.name, nation.iso3, nation.role, nation.region)
                         for nation in record.setting.nations], columns=["nation", "name", "iso3", "role", "region"])


def network(record: Record, year: int) -> Network:
    """Gather the network as it was in ``year``."""
    agreements = record.agreements
    ends = agreements["ends"].astype(float).fillna(float("inf"))
    standing = agreements[(agreements["signed"] <= year) & (ends >= year)].copy()
    events = record.events
    broken = events[(events["year"] == year) & (events["kind"] == "breach")]
    pairs = {frozenset(str(actors).split("+")) for actors in broken["actors"]}
    standing["status"] = ["breached" if kind != "accord" and frozenset(str(parties).split("+")) in pairs else "in force"
                          for kind, parties in zip(standing["kind"], standing["parties"], strict=True)]
    rows = record.nations[record.nations["year"] == year]
    members = tuple(str(key) for key in rows.loc[rows["member"].astype(bool), "nation"])
    return Network(nations_of(record), record.flows[record.flows["year"] == year], standing, members)


def great_shocks(record: Record) -> list[int]:
    """Find the years in which the dominant supplier restricted exports or undercut others."""
    dominant = record.setting.risks.dominant
    # An outage of one of its mines is nobody's policy; its sentence speaks of output.
    events = record.events[record.events["kind"] == "shock"]
    return sorted({int(event.year) for event in events.itertuples() if dominant in str(event.actors).split("+")
                   and "output" not in event.text})


def is_broken(status: str) -> bool:
    """Say whether an agreement's state tells of a breach."""
    return "breach" in status.lower()
