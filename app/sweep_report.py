"""Findings of a sweep, as one HTML page that opens offline and as Markdown with its pictures beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from app import findings as pictures
from app import html, report
from app.drawing.scales import figure
from app.html import text
from app.sweep_words import arm, reader, settled, value
from negotiation import rulebook
from scenarios.finding import Finding
from scenarios.sweep.results import Results
from scenarios.wording import spoken

_WHOLE = frozenset({"replications", "pairs", "dropped", "worlds", "needed"})
_HEADS = {
    "sd_paired": "spread of pairs",
    "sd_unpaired": "spread if independent",
    "crn_ratio": "spread of pairs, share of independent",
    "quasi_p": "chance of such a bound by luck",
}
"""Heads of columns that would not explain themselves; in files they have their short names."""


def write(results: Results, found: Sequence[Finding]) -> list[Path]:
    """Write report.html, report.md, a picture and a table for each finding; return the two reports.

    report/body.html is the body of the report, for pages that have a head of their own.
    """
    folder = results.path / "report"
    folder.mkdir(exist_ok=True)
    for number, finding in enumerate(found, start=1):
        if finding.refused:
            continue
        finding.table.to_csv(folder / f"{number:02d}-{finding.kind}.csv", index=False)
        drawn = picture(finding, html.WIDE)
        if drawn:
            report.write(folder / f"{number:02d}-{finding.kind}.svg", drawn)
    report.write(folder / "body.html", body(results, found))
    return [
        report.write(results.path / "report.html", page(results, found)),
        report.write(results.path / "report.md", markdown(results, found)),
    ]


def picture(finding: Finding, width: int) -> str:
    """Draw a finding; a kind without a picture of its own, or with nothing to show, has none."""
    if finding.kind not in rulebook.names(pictures) or finding.table.empty:
        return ""
    return str(rulebook.find(pictures, finding.kind, "draw")(finding, width))


def page(results: Results, found: Sequence[Finding]) -> str:
    """Write the report as HTML."""
    experiment, read = results.experiment, reader(results)
    parts = _parts(results, found)
    line = f"{_counted(results)}, seed {experiment.seed}"
    lead = [read(finding.said[0]) for finding in found] or ["No analysis was asked for."]
    lead += [read(settled(results))] if settled(results) else []
    return report._page(  # noqa: SLF001 - same look
        experiment.title or experiment.name,
        "Report of an experiment",
        line,
        [experiment.summary, *lead] if experiment.summary else lead,
        parts,
    )


def body(results: Results, found: Sequence[Finding]) -> str:
    """Write the part below the report's heading."""
    line = f'<p class="soft">{text(_counted(results))}, seed {results.experiment.seed}.</p>'
    if settled(results):
        line += f"<p>{html.sentence(reader(results)(settled(results)))}</p>"
    return line + "".join(_parts(results, found))


def _parts(results: Results, found: Sequence[Finding]) -> list[str]:
    read = reader(results)
    return [*(_section(finding, read) for finding in found), _failures(results), _ranges(results), _made(results)]


def plain(sentence: str) -> str:
    """Take the marks of commands away where only plain words can stand."""
    return sentence.replace("`", "")


def _section(finding: Finding, read: Callable[[str], str]) -> str:
    drawn, title = "", plain(read(finding.title))
    if picture(finding, html.WIDE):
        drawn = html.figure(html.picture(lambda width: picture(finding, width)), _basis(finding))
    careful = "".join(f"<p>{html.sentence(read(said))}</p>" for said in finding.said)
    if finding.refused:
        return html.section(title, careful)
    return html.section(title, careful, drawn, html.folded("The figures", _table(finding.table, title)))


def _basis(finding: Finding) -> str:
    lost = f"; {finding.dropped:,} runs were left out since one that they belong with failed" if finding.dropped else ""
    return f"From {finding.used:,} runs{lost}."


def _table(table: pd.DataFrame, caption: str) -> str:
    words = max(sum(table[name].dtype == object or pd.api.types.is_string_dtype(table[name]) for name in table), 1)
    order = sorted(table.columns, key=lambda name: pd.api.types.is_numeric_dtype(table[name]))
    rows = [[text(_cell(name, row[name])) for name in order] for row in table.to_dict("records")]
    heads = [_HEADS.get(str(name), str(name).replace("_", " ")) for name in order]
    return html.table(heads, rows, caption=caption, words=words)


def _cell(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or not math.isfinite(value):
        return "–"
    if name in _WHOLE:
        return f"{int(value):,}"
    # A difference of two shares may be small and still be settled: it must not read as nothing.
    return spoken(value) if 0 < abs(value) < 0.1 else figure(value)


def _counted(results: Results) -> str:
    # What was not lived since the interval was narrow enough before has not failed.
    counts, planned = results.counts, results.replications * results.experiment.plan.per_replication
    told = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items()) if status != "ok")
    return f"{counts.get('ok', 0):,} of {planned:,} runs went well" + (f" ({told})" if told else "")


def _reasons(results: Results) -> pd.DataFrame:
    runs = results.runs
    bad = runs[runs["status"] != "ok"]
    return (
        bad.groupby(["status", "error", "reason"], sort=False)
        .agg(runs=("run", "size"), first=("run", "min"))
        .reset_index()
    )


def _failures(results: Results) -> str:
    reasons = _reasons(results)
    if reasons.empty:
        return html.section("What failed", "<p>No run failed.</p>")
    rows = [
        [text(row[name]) for name in ("status", "error", "reason", "runs", "first")]
        for row in reasons.head(30).to_dict("records")
    ]
    return html.section(
        "What failed",
        html.table(
            ["How", "Error", "Reason", "Runs", "First run"],
            rows,
            caption="Failed runs are left out of every figure above, together with the runs that they belong with",
            words=3,
        ),
    )


def _ranges(results: Results) -> str:
    experiment, kind = results.experiment, results.experiment.design.kind
    rows = [
        [f"<code>{text(one.path)}</code>", text(_range(one, kind)), text(one.unit)] for one in experiment.parameters
    ]
    arms = [
        [
            text(arm(name)),
            "<br>".join(f"<code>{text(path)}</code> {text(value(one))}" for path, one in sets.items()) or "–",
        ]
        for name, sets in experiment.arms.items()
    ]
    parts = [html.table(["Arm", "What it sets"], arms, caption="Arms, the yardstick first", words=2)]
    if rows:
        parts.append(
            html.table(
                ["Parameter", "Range", "Unit"],
                rows,
                caption=f"Design: {kind}, {len(experiment.plan.points):,} points",
                words=3,
            )
        )
    return html.section("What was varied", *parts)


def _range(one: Any, design: str) -> str:
    if one.choices:
        return ", ".join(map(value, one.choices))
    return f"{one.low:g} to {one.high:g}" + (f", {len(one.values())} levels" if design == "factorial" else "")


def _varied(results: Results) -> list[str]:
    """Write what the arms set and the parameters range over, as Markdown."""
    experiment, kind = results.experiment, results.experiment.design.kind
    arms = [
        f"- {arm(name)}: " + (", ".join(f"`{path}` {value(one)}" for path, one in sets.items()) or "as it is")
        for name, sets in experiment.arms.items()
    ]
    rows = [f"- `{one.path}`: {_range(one, kind)}{f' ({one.unit})' * bool(one.unit)}" for one in experiment.parameters]
    ranges = [f"Design: {kind}, {len(experiment.plan.points):,} points.", "", *rows, ""] if rows else []
    return ["## What was varied", "", "Arms, the yardstick first:", "", *arms, "", *ranges]


def facts(results: Results) -> dict[str, str]:
    """Tell what the figures rest on."""
    manifest, experiment = results.folder.manifest, results.experiment
    natures = results.runs["nature"].replace("", pd.NA).nunique() if len(results.runs) else 0
    told = {
        "Experiment": f"{experiment.name}, {manifest['experiment'][:12]}",
        "Seed": str(experiment.seed),
        "Points, arms, replications": f"{len(experiment.plan.points):,} × {len(experiment.arms)} × "
        f"{results.replications:,}",
        "Runs": _counted(results),
        "Histories of shocks": f"{natures:,} different hashes",
        "Content": results.content_hash()[:16],
        "Code": f"{manifest['code'][:12]} {manifest['commit'][:12]}".strip(),
        "Started": _when(manifest["started"]),
        "Finished": _when(manifest["finished"]),
    }
    told |= {f"Plugin {title}": hash_[:12] for title, hash_ in manifest.get("plugins", {}).items()}
    if manifest["code_changes"]:
        told["Careful"] = f"the code changed {len(manifest['code_changes'])} times while the sweep was lived"
    machines = [f"{one['processor']} ({one['instruction sets']})" for one in manifest.get("machines", [])]
    told["Lived on"] = "; ".join(dict.fromkeys(machines)) or "not noted"
    if len(machines) > 1:
        told["Lived on"] += f"; {len(machines)} kinds of machine, see manifest.json"
    return told | {str(name): str(version) for name, version in manifest["versions"].items()}


def _when(moment: str | None) -> str:
    return "not yet" if moment is None else moment.replace("T", " ").replace("+00:00", " UTC")


def _made(results: Results) -> str:
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in facts(results).items())
    how = (
        f"python -m app sweep replay {results.path} 0"
        if results.experiment.model is None
        else f'scenarios.experiment_folder.replay("{results.path}", 0, model=...)'
    )
    again = f"<p>Any run again: <code>{text(how)}</code></p>"
    return html.section("How to get the same figures", f'<dl class="facts">{rows}</dl>', again)


def markdown(results: Results, found: Sequence[Finding]) -> str:
    """Write the report as Markdown."""
    experiment, read = results.experiment, reader(results)
    lines = [
        f"# {experiment.title or experiment.name}",
        "",
        *([experiment.summary, ""] if experiment.summary else []),
        f"{_counted(results)}, seed {experiment.seed}.",
        "",
        *([read(settled(results)), ""] if settled(results) else []),
    ]
    for number, finding in enumerate(found, start=1):
        lines += [f"## {read(finding.title)}", "", *[f"{read(said)}\n" for said in finding.said]]
        if finding.refused:
            continue
        name = f"report/{number:02d}-{finding.kind}"
        if picture(finding, html.WIDE):
            lines += [f"![{plain(read(finding.title))}]({name}.svg)", ""]
        lines += [_basis(finding), "", *_markdown_table(finding.table.head(40)), ""]
        if len(finding.table) > 40:
            lines += [f"The whole table: [{name}.csv]({name}.csv)", ""]
    reasons = _reasons(results)
    lines += [
        "## What failed",
        "",
        *(_markdown_table(reasons) if len(reasons) else ["No run failed."]),
        "",
        *_varied(results),
        "## How to get the same figures",
        "",
        "| | |",
        "| --- | --- |",
        *[f"| {name} | {value} |" for name, value in facts(results).items()],
        "",
    ]
    return "\n".join(lines)


def _markdown_table(table: pd.DataFrame) -> list[str]:
    names = [str(name) for name in table.columns]
    rows = [[_cell(name, row[name]).replace("|", "/") for name in names] for row in table.to_dict("records")]
    return [
        "| " + " | ".join(names) + " |",
        "|" + " --- |" * len(names),
        *["| " + " | ".join(row) + " |" for row in rows],
    ]
