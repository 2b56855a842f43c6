"""Look-ups in a record for charts and pages: one year's network, the years of great shocks, a state."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from app.frames import each
from scenarios.record import Record

_NAMED = re.compile(r"(?P<agreement>[A-Za-z]+\d+)(/\d+)?: ")


@dataclass(frozen=True)
class Network:
    """Trade and agreements between nations in one year; the tables that ``app.charts.network`` draws."""

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
    return pd.DataFrame(
        [(nation.key, nation.name, nation.iso3, nation.role, nation.region) for nation in record.setting.nations],
        columns=["nation", "name", "iso3", "role", "region"],
    )


def network(record: Record, year: int) -> Network:
    """Gather the network as it was in ``year``."""
    agreements, events = record.agreements, record.events
    ends = agreements["ends"].astype(float).fillna(float("inf"))
    over = _named(events[(events["year"] < year) & (events["kind"] == "termination")])
    standing = agreements[(agreements["signed"] <= year) & (ends > year) & ~agreements["id"].isin(over)].copy()
    broken = events[(events["year"] == year) & (events["kind"] == "breach")]
    named = _named(broken)
    # A record whose sentences name no agreement still says between whom a word was broken.
    pairs = {frozenset(str(event.actors).split("+")) for event in each(broken) if not _NAMED.match(event.text)}
    standing["status"] = [
        "breached"
        if row.kind != "accord" and (row.id in named or frozenset(str(row.parties).split("+")) in pairs)
        else "in force"
        for row in each(standing)
    ]
    rows = record.nations[record.nations["year"] == year]
    members = tuple(str(key) for key in rows.loc[rows["member"].astype(bool), "nation"])
    return Network(nations_of(record), record.flows[record.flows["year"] == year], standing, members)


def _named(events: pd.DataFrame) -> set[str]:
    """Collect the agreements that sentences begin with: ``A26: Australia delivers ...``."""
    return {found["agreement"] for text in events["text"] if (found := _NAMED.match(str(text)))}


def great_shocks(record: Record) -> list[int]:
    """Find the years in which the dominant supplier restricted exports or undercut others."""
    dominant = record.setting.risks.dominant
    # An outage of one of its mines is nobody's policy; its sentence speaks of output.
    events = record.events[record.events["kind"] == "shock"]
    return sorted(
        {
            int(event.year)
            for event in each(events)
            if dominant in str(event.actors).split("+") and "output" not in event.text
        }
    )


def is_broken(status: str) -> bool:
    """Say whether an agreement's state tells of a breach."""
    return "breach" in status.lower()
