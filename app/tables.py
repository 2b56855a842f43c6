"""The tables of a report: nations, agreements, disputes, events, metrics, differences and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from app import html
from app.charts import comparison, welfare
from app.charts.gains import gains
from app.disputes import Story, stories
from app.drawing.scales import figure, percent
from app.frames import each
from app.html import text
from app.lookup import is_broken
from app.words import KINDS, amount, counted, listed, metric, unit
from scenarios.files.figures import Figure
from scenarios.records.record import Record

_SHOWN, _STORIES = 15, 10
"""Agreements and disputes shown at once; the rest is folded away."""
_MARKS = {
    "looked_up": '<span class="mark sure">looked up</span>',
    "recalled": '<span class="mark">recalled</span>',
    "estimate": '<span class="mark">estimate</span>',
}

FIRST = {
    "welfare_outside": "What users, producers and governments outside the dominant nation gain, less cost and shortage",
    "shortage_cost": "What all nations lose because material that was wanted did not come",
    "supply_gap_outside": "Part of what users outside the dominant nation wanted and did not get",
    "import_reliance": "Part of the oxide and magnets in use elsewhere that comes from the dominant nation",
    "hhi_oxide": "1 if one nation separates all ore into oxide, near 0 if many do",
    "price_oxide_heavy": "Dysprosium and terbium oxide, mean weighted by use",
    "price_magnet_light": "Neodymium and praseodymium in magnets, mean weighted by use",
    "trust": "Part of promises that members, or those who might be, expect each other to keep",
    "fulfilment": "Part of the promised tonnes that was delivered",
    "damage": "Harm to people and nature from mining and refining, in money",
}
"""The metrics that a comparison's table shows before the fold, and what they mean."""


def nations(record: Record) -> str:
    """Tabulate each nation: welfare at the start and the end, gap, shortage, damage and the trust put in it."""
    table = welfare.change(record.nations)
    rows = []
    for key in table.index:
        mine = record.nations[record.nations["nation"] == key]
        first, late, moved = (float(table.loc[key, name]) for name in ("first", "late", "change"))
        member = "member" if bool(mine["member"].iloc[-1]) else ""
        rows.append(
            [
                text(record.names.get(str(key), key)),
                member,
                figure(first),
                figure(late),
                _signed(moved),
                percent(float(mine["supply_gap"].mean())),
                figure(float(mine["shortage_cost"].mean())),
                figure(float(mine["damage"].mean())),
                _fixed(float(mine["trust"].iloc[-1])),
            ]
        )
    head = [
        "Nation",
        "Accord",
        "Welfare, first year",
        "Last 5 years",
        "Change",
        "Gap, mean",
        "Shortage",
        "Damage",
        "Trust, end",
    ]
    return html.section(
        "Nation by nation",
        html.table(
            head,
            rows,
            words=2,
            caption="Welfare, cost of shortage and damage in USD m a year; the gap is the share of "
            "demand unserved; trust is what others put in it, 0 to 1.",
        ),
        name="nations",
    )


def _fixed(value: float | None) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}"


def _signed(value: float) -> str:
    kind = "up" if value > 0 else "down" if value < 0 else "soft"
    return f'<span class="{kind}">{figure(value, signed=True)}</span>'


def agreements(record: Record, title: str = "Agreements: promised against delivered") -> str:
    """Tabulate each agreement with its terms, state, and tonnes promised and delivered; the largest first."""
    table = record.agreements.assign(size=record.agreements["promised"].astype(float).fillna(0.0))
    accords = table[table["kind"] == "accord"]
    supply = table[table["kind"] != "accord"].sort_values("size", ascending=False, kind="stable")
    rows = [_agreement(row, record.names) for frame in (accords, supply) for row in each(frame)]
    if not rows:
        return html.section(title, '<p class="soft">Nobody signed anything.</p>')
    head = ["", "Between", "Terms", "Years", "State", "Promised, t", "Delivered, t", "Kept"]

    def shown(part: list[list[str]], caption: str) -> str:
        return html.table(head, part, words=5, caption=caption, kind="broad")

    parts = [
        shown(
            rows[:_SHOWN],
            f"{counted(len(supply), 'supply agreement')}, the largest promise first; the seller "
            "stands before the buyer.",
        )
    ]
    if len(rows) > _SHOWN:
        rest = rows[_SHOWN:]
        parts.append(html.folded(f"{len(rest)} more", shown(rest, "The smaller ones.")))
    return html.section(title, *parts)


def _agreement(row: Any, names: Mapping[str, str]) -> list[str]:
    parties = listed([text(names.get(key, key)) for key in str(row.parties).split("+")])
    promised, delivered = float(row.promised), float(row.delivered)
    alone = row.kind != "accord"
    kept = percent(delivered / promised, digits=0) if alone and promised > 0 else "–"
    status = f'<span class="down">{text(row.status)}</span>' if is_broken(str(row.status)) else text(row.status)
    tonnes = [figure(round(promised)), figure(round(delivered))] if alone and not pd.isna(promised) else ["–", "–"]
    return [text(row.id), parties, text(row.terms), f"{_year(row.signed)}–{_year(row.ends)}", status, *tonnes, kept]


def _year(value: float | None) -> str:
    return "" if pd.isna(value) else str(int(value))


def disputes(record: Record, title: str = "Disputes") -> str:
    """Tell each dispute as a short story."""
    told = stories(record)
    if not told:
        return html.section(title, '<p class="soft">No promise was broken in a way that led to a claim.</p>')
    parts = [_story(story, record.names) for story in told]
    shown, rest = parts[:_STORIES], parts[_STORIES:]
    return html.section(title, *shown, html.folded(f"{len(rest)} more", *rest) if rest else "")


def _story(story: Story, names: Mapping[str, str]) -> str:
    who = " and ".join(text(names.get(key, key)) for key in story.parties)
    first, last = story.years
    over = f" over {text(story.agreement)}" if story.agreement else ""
    steps = "".join(f"<li>{text(said)}</li>" for _, _, said in story.steps)
    when = str(first) if first == last else f"{first}–{last}"
    return f'<h3>{who}{over}, {when}</h3><ol class="story">{steps}</ol>'


def log(record: Record) -> str:
    """List every event, folded away."""
    rows = [
        [
            f"{event.year}" + (f" Q{event.quarter}" if event.quarter else ""),
            f'<span class="mark kind">{text(KINDS.get(str(event.kind), event.kind))}</span>',
            text(event.text),
        ]
        for event in each(record.events)
    ]
    table = html.table(["When", "What", "In words"], rows, words=3, caption="Every event, in order.")
    return html.section("The log", html.folded(f"All {len(rows)} events", table))


def metrics(record: Record) -> str:
    """List every metric with its unit and what it is, folded away."""
    rows = []
    for name in (column for column in record.metrics.columns if column != "year"):
        values = record.metrics[name].astype(float)
        rows.append(
            [
                text(metric(name, record.labels)),
                text(unit(name, record.units)),
                amount(name, float(values.iloc[0])),
                amount(name, float(values.mean())),
                amount(name, float(values.iloc[-1])),
                f'<span class="soft">{text(record.labels.get(name, ""))}</span>',
            ]
        )
    head = ["Metric", "Unit", "First year", "Mean", "Last year", "What it is"]
    return html.section(
        "Measured",
        html.folded(
            f"All {len(rows)} metrics",
            html.table(
                head, rows, words=2, kind="broad", caption="Figures of the whole world unless the name says otherwise."
            ),
        ),
    )


def sources(figures: Sequence[Figure]) -> str:
    """List every figure behind the world with its source, and mark what is an estimate."""
    if not figures:
        return html.section(
            "Assumptions and sources",
            '<p class="soft">The scenario came without a list of sources; '
            "its figures stand in scenario.toml beside this report.</p>",
        )
    counts = Counter(entry.confidence for entry in figures)
    groups: dict[str, list[Figure]] = {}
    for entry in figures:
        parts = entry.path.split(".")
        groups.setdefault(parts[1] if parts[0] == "nations" and len(parts) > 1 else "world", []).append(entry)
    said = (
        f"<p>The world rests on {len(figures)} figures: {counts['looked_up']} were looked up in a source, "
        f"{counts['recalled']} recalled and {counts['estimate']} estimated. Each estimate is marked, and most say "
        "their reason.</p>"
    )
    folded = [
        html.folded(f"{_titled(group)}: {len(entries)} figures", _figures(entries)) for group, entries in groups.items()
    ]
    return html.section("Assumptions and sources", said, *folded, name="sources")


def _titled(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _figures(entries: Sequence[Figure]) -> str:
    rows = []
    for entry in entries:
        span = (
            ""
            if entry.low is None and entry.high is None
            else (
                f"{figure(entry.low if entry.low is not None else entry.value)} to "
                f"{figure(entry.high if entry.high is not None else entry.value)}"
            )
        )
        note = f'<br><span class="soft">{text(entry.note)}</span>' if entry.note else ""
        rows.append(
            [
                text(entry.path.removeprefix("nations.")),
                f"{text(entry.source)}{note}",
                _MARKS.get(entry.confidence, text(entry.confidence)),
                figure(float(entry.value)),
                text(entry.unit),
                span,
                str(entry.year),
            ]
        )
    return html.table(
        ["Figure", "Source", "", "Value", "Unit", "Range", "Year"],
        rows,
        words=3,
        kind="broad",
        caption="Each figure with its unit, year, source and how sure it is.",
    )


def difference(records: Mapping[str, Record]) -> str:
    """Tabulate the means of the metrics that matter first with what they mean, and fold away the table of all."""
    first, *_, last = records.values()
    rows = {name: _compared(records, name) for name in last.metrics.columns if name != "year" and name in first.metrics}
    rows = {name: row for name, row in rows.items() if row}
    head = ["Mean of all years", *(regime.capitalize() for regime in records), "Difference"]
    colours = "Blue is better and red is worse, where one can say so for all; shares differ in points."
    leading = html.table(head, [rows[name] for name in FIRST if name in rows], caption=colours)
    every = html.table(head, rows.values(), caption=f"{colours} Metrics that are 0 throughout are left out.")
    return html.section(
        "Difference by metric",
        leading,
        _meanings(rows, last),
        html.folded(f"All figures ({len(rows)} metrics)", every),
        name="difference",
    )


def _meanings(names: Iterable[str], record: Record) -> str:
    """List what the figures mean, for screens too narrow to say it in the table and too small to hover over."""
    said = "".join(
        f"<dt>{text(metric(name, record.labels))}</dt><dd>{text(FIRST.get(name, record.labels.get(name, '')))}</dd>"
        for name in names
    )
    return f'<div class="narrow meanings">{html.folded("What these figures mean", f"<dl>{said}</dl>")}</div>'


def _compared(records: Mapping[str, Record], name: str) -> list[str]:
    """Write one metric's row: what it is, its mean under each regime, and the last's difference from the first's."""
    last = list(records.values())[-1]
    means = [float(record.metrics[name].astype(float).mean()) for record in records.values()]
    if all(value == 0 for value in means):
        return []
    meaning, own = FIRST.get(name, last.labels.get(name, "")), unit(name, last.units).replace("%", "")
    said = (
        f'<span title="{text(meaning)}">{text(metric(name, last.labels))}</span> '
        f'<span class="soft plain">{text(own)}</span>'
        f'<span class="wide soft plain meaning">{text(meaning)}</span>'
    )
    return [said, *(amount(name, value) for value in means), judged(name, means[-1] - means[0])]


def judged(name: str, value: float) -> str:
    """Write a difference in the colour of better or worse, where one can say so for all."""
    better = name in comparison.MORE_IS_BETTER if value > 0 else name in comparison.LESS_IS_BETTER
    worse = name in comparison.LESS_IS_BETTER if value > 0 else name in comparison.MORE_IS_BETTER
    shown = amount(name, value, signed=True)
    seen = any(digit in "123456789" for digit in shown)  # What is written as nothing has no colour.
    kind = "up" if better and seen else "down" if worse and seen else ""
    return f'<span class="{kind}">{shown}</span>'


def each_nation(records: Mapping[str, Record]) -> str:
    """Tabulate each nation's welfare under each regime, and what its government makes of it."""
    last = list(records.values())[-1]
    nations = {regime: record.nations for regime, record in records.items()}
    table, useful = gains(nations), gains(nations, column="utility")[f"{last.regime}_gain"].to_dict()
    rows = [
        [
            text(last.names.get(str(key), key)),
            *(figure(float(row[regime])) for regime in records),
            _signed(float(row[f"{last.regime}_gain"])),
            percent(float(row["share"]), signed=True),
            _signed(float(useful[key])) if key in useful else "–",
        ]
        for key, row in table.iterrows()
    ]
    head = ["Nation", *(regime.capitalize() for regime in records), "Difference", "Share", "To its government"]
    return html.section(
        "Who gains and who loses",
        html.table(
            head,
            rows,
            caption="Welfare in the mean year, USD m; the last column adds what its government gives weight "
            "to beside money (damage at home, stages held).",
        ),
        name="who",
    )
