"""One page that opens offline and prints: what a run, or a comparison of runs, showed and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app import html, parallel, pictures, summary, tables
from app.drawing.palette import DARK, LIGHT, variables
from app.html import text
from app.words import REGIMES, listed
from scenarios.files.figures import Figure
from scenarios.records.record import Record

LOOKS = Path(__file__).parent / "looks"
_SHOCKS = (
    '<p class="soft"><span class="down">▾</span> marks years in which the dominant nation restricted exports or '
    "undercut others.</p>"
)


def of_run(record: Record, figures: Sequence[Figure] = (), *, again: str = "") -> str:
    """Write the report of one run as HTML.

    figures are the sources of its scenario (scenarios.loader.figures); again is the command that repeats it.
    """
    shown = pictures.of_run(record)
    order = ("cohesion", "prices", "supply-gap", "welfare", "standing", "network", "trade")
    drawn = [_figure(shown[name]) for name in order if name in shown]
    parts = [
        html.section("What happened", _SHOCKS, *drawn, name="charts"),
        tables.nations(record),
        tables.agreements(record),
        tables.disputes(record),
        tables.log(record),
        tables.metrics(record),
        tables.sources(figures),
        _made(record, record.regime, again),
    ]
    kicker = f"Report of a run · {REGIMES.get(record.regime, record.regime)}"
    line = f"{record.regime.capitalize()} regime, seed {record.seed}, {_years(record)}"
    return _page(record.setting.title, kicker, line, (*summary.of_run(record), *parallel.of_run(record)), parts)


def of_comparison(records: Mapping[str, Record], figures: Sequence[Figure] = (), *, again: str = "") -> str:
    """Write the report of a comparison: runs by regime on the same shocks, the yardstick first, the judged one last."""
    sentences = summary.of_comparison(records)
    *_, last = records.values()
    regimes = listed(list(records))
    shown = pictures.of_comparison(records)
    parts = [
        html.section(
            "The same shocks, each regime",
            _SHOCKS,
            *map(_figure, shown.values()),
            _figure(pictures.of_run(last)["cohesion"]),
            name="charts",
        ),
        tables.difference(records),
        tables.each_nation(records),
    ]
    for regime, record in records.items():
        if len(record.agreements):
            parts += [
                tables.agreements(record, f"Agreements under the {regime} regime"),
                tables.disputes(record, f"Disputes under the {regime} regime"),
            ]
    parts += [tables.sources(figures), _made(last, regimes, again)]
    line = f"{regimes.capitalize()}, seed {last.seed}, {_years(last)}"
    return _page(last.setting.title, "Report of a comparison · same shocks", line, sentences, parts)


def write(path: Path, page: str) -> Path:
    """Put a report in its place, never half of one."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(page, encoding="utf-8")
    return part.replace(path)


def style() -> str:
    """Write the report's style: colours of the charts, then the sheets."""
    sheets = "".join((LOOKS / name).read_text(encoding="utf-8") for name in ("common.css", "report.css"))
    return (
        f":root{{{variables(LIGHT)}color-scheme:light dark}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}{sheets}"
    )


def _page(title: str, kicker: str, line: str, sentences: Sequence[str], parts: Sequence[str]) -> str:
    lead = "".join(f"<li>{html.sentence(said)}</li>" for said in sentences)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{text(title)} – Rare Accord</title><style>{style()}</style></head>"
        f'<body class="ra-page"><main><header><p class="kicker">Rare Accord · {text(kicker)}</p>'
        f'<h1>{text(title)}</h1><p class="soft">{text(line)}</p></header>'
        f'<ol class="lead">{lead}</ol>{"".join(parts)}</main></body></html>\n'
    )


def _figure(picture: pictures.Picture) -> str:
    return html.figure(html.picture(picture.draw), picture.caption, name=picture.name)


def _years(record: Record) -> str:
    years = record.years
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _made(record: Record, regimes: str, again: str) -> str:
    about = record.setting.summary or record.setting.title
    facts = {
        "Scenario": f"{record.setting.name}: {about}",
        "Regime": regimes,
        "Seed": record.seed,
        "Shocks (hash)": record.nature_hash,
        "Lived on": record.machine.get("processor", "not noted"),
        **record.versions,
        **{f"plugin {title}": hash_[:12] for title, hash_ in record.plugins.items()},
    }
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in facts.items())
    repeat = f"<p>Again: <code>{text(again)}</code></p>" if again else ""
    return html.section("How to get the same figures", f'<dl class="facts">{rows}</dl>', repeat)
