"""The pictures of a run and of a comparison, each with the line that says what to see in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.charts import bargaining, cohesion, comparison, gains, network, prices, standing, supply_gap, trade, welfare
from app.lookup import great_shocks
from app.lookup import network as network_of
from scenarios.records.meeting import UNIT, Meeting
from scenarios.records.record import Record


@dataclass(frozen=True)
class Picture:
    """A chart that can be drawn at any width, and what to see in it."""

    name: str
    draw: Callable[[int], str]
    """From a width in px to SVG."""
    caption: str


def of_run(record: Record, *, until: int | None = None, highlight: Sequence[str] = ()) -> dict[str, Picture]:
    """Make the pictures of one run by name, as it stood at the end of the year ``until`` (default: the last)."""
    year = record.years[-1] if until is None else until
    shocks, names = great_shocks(record), record.names
    dominant = record.setting.risks.dominant
    net = network_of(record, year)
    now = record.nations[record.nations["year"] == year]
    # A table written before membership was judged has no such columns; without an accord there is nothing to judge.
    judges = {"inside", "outside"} <= set(now.columns) and now["member"].any()
    stands = (
        (
            Picture(
                "standing",
                lambda width: standing.draw(now, names, width=width),
                f"In {year}: " + standing.tell(now, names),
            ),
        )
        if judges
        else ()
    )
    return _named(
        Picture(
            "network",
            lambda width: network.draw(
                net.nations,
                net.flows,
                net.agreements,
                width=width,
                members=net.members,
                dominant=dominant,
                highlight=highlight,
            ),
            f"In {year}: " + network.tell(net.nations, net.flows, net.agreements, members=net.members),
        ),
        Picture(
            "cohesion",
            lambda width: cohesion.draw(record.metrics, width=width, until=until, shocks=shocks),
            cohesion.tell(record.metrics, until=until),
        ),
        Picture(
            "prices",
            lambda width: prices.draw(record.prices, width=width, until=until, shocks=shocks),
            prices.tell(record.prices, until=until),
        ),
        Picture(
            "supply-gap",
            lambda width: supply_gap.draw(
                record.metrics, record.nations, names, width=width, until=until, shocks=shocks
            ),
            supply_gap.tell(record.metrics, record.nations, names, until=until),
        ),
        Picture(
            "welfare",
            lambda width: welfare.draw(record.nations, names, width=width, until=until),
            welfare.tell(record.nations, names, until=until),
        ),
        *stands,
        Picture(
            "trade",
            lambda width: trade.draw(net.flows, names, width=width, dominant=dominant),
            f"In {year}: " + trade.tell(net.flows, names),
        ),
    )


def of_meeting(meeting: Meeting, *, until: int | None = None) -> Picture:
    """Make the picture of a sitting of two; ``until`` is the number of offers to show of one that goes on."""
    seen = (meeting.utilities, meeting.reservations, meeting.sitting, meeting.names)
    return Picture(
        "sitting",
        lambda width: bargaining.draw(*seen, width=width, unit=UNIT, until=until),
        bargaining.tell(*seen, unit=UNIT),
    )


def of_comparison(records: Mapping[str, Record], *, until: int | None = None) -> dict[str, Picture]:
    """Make the pictures of a comparison by name; the first record is the yardstick, the last the one judged."""
    *_, last = records.values()
    metrics = {regime: record.metrics for regime, record in records.items()}
    nations = {regime: record.nations for regime, record in records.items()}
    shocks = great_shocks(last)
    return _named(
        Picture(
            "gains",
            lambda width: gains.draw(nations, last.names, width=width, until=until),
            gains.tell(nations, last.names, until=until),
        ),
        Picture(
            "comparison",
            lambda width: comparison.draw(metrics, last.labels, last.units, width=width, until=until, shocks=shocks),
            comparison.tell(metrics, last.labels, last.units, until=until),
        ),
    )


def _named(*pictures: Picture) -> dict[str, Picture]:
    return {picture.name: picture for picture in pictures}
