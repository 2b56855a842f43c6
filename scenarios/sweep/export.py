"""A sweep handed on: tables as CSV, and an archive as the CoMSES model library asks for it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from scenarios.records.identity import ROOT, code_hash
from scenarios.sweep.conduct import changed_plugins
from scenarios.sweep.results import Results

_CODE = ("market", "negotiation", "agents", "scenarios", "app", "tests", "benchmarks", "docs", ".ci")
_FILES = (
    "README.md",
    "LICENSE",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "codemeta.json",
    "pyproject.toml",
    ".python-version",
    ".gitignore",
    "requirements.lock",
    "requirements-test.lock",
    "Makefile",
)
_LEFT = frozenset({"__pycache__", ".peers"})
_THEN = (1980, 1, 1, 0, 0, 0)
"""One time for all files, so that the same sweep gives the same archive."""


def to_csv(results: Results, folder: str | Path) -> list[Path]:
    """Write runs.csv, rounds.csv and design.csv: tidy, one row a run, a year of a run, a point.

    Years are written chunk by chunk, so that a large sweep needs no more memory than a small one.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    results.runs.drop(columns="trace").to_csv(folder / "runs.csv", index=False)
    results.design.to_csv(folder / "design.csv", index=False)
    written = [folder / "runs.csv", folder / "design.csv"]
    with (folder / "rounds.csv").open("w", encoding="utf-8", newline="") as file:
        for chunk in sorted(results.folder.done()):
            table = results.folder.read_rounds(chunk)
            if table is not None:
                table.to_pandas().to_csv(file, index=False, header=file.tell() == 0)
    return [*written, folder / "rounds.csv"]


def to_comses(results: Results, path: str | Path, *, allow_code_change: bool = False) -> Path:
    """Write a zip with code, documentation (ODD), data and environment, as the CoMSES model library sorts them.

    Raises
    ------
    ValueError
        When the code here is not the one that lived the runs, so that nobody could live them again from the archive.
    """
    then, now = results.folder.manifest["code"], code_hash(own_model=results.experiment.model is not None)
    moved = changed_plugins(results.experiment, results.folder.manifest)
    if (then != now or moved) and not allow_code_change:
        what = "the code" if then != now else f"the plugin {moved[0]}"
        raise ValueError(
            f"{what} has changed since these runs were lived, so the archive would not give them again; "
            f"export from commit {results.folder.manifest['commit'] or then[:12]}, or allow it with "
            "--allow-code-change"
        )
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "README.md", _readme(results))
        _add(archive, "codemeta.json", json.dumps(codemeta(results), indent=2))
        for file in _code():
            _add(archive, f"code/{file.relative_to(ROOT).as_posix()}", file.read_bytes())
        for file in sorted((ROOT / "docs").rglob("*")):
            if file.is_file() and file.suffix in {".md", ".svg", ".png"}:
                _add(archive, f"docs/{file.relative_to(ROOT / 'docs').as_posix()}", file.read_bytes())
        manifest = results.folder.manifest
        _add(archive, "environment/versions.json", json.dumps(manifest["versions"], indent=2))
        for lock in ("requirements.lock", ".python-version"):
            if (ROOT / lock).is_file():
                _add(archive, f"environment/{lock.removeprefix('.')}", (ROOT / lock).read_bytes())
        for file in sorted(results.path.rglob("*")):
            name = file.relative_to(results.path)
            passing = name.parts[0] in {"lock", "beats", "csv"} or file.suffix in {".zip", ".part"}
            if file.is_file() and not passing:
                _add(archive, f"results/{name.as_posix()}", file.read_bytes())
    return part.replace(path)


def codemeta(results: Results) -> dict[str, object]:
    """Describe the software as CodeMeta 3.0 does: the project's own codemeta.json, with the code of these runs."""
    known: dict[str, object] = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    manifest = results.folder.manifest
    return known | {"identifier": manifest["commit"] or manifest["code"], "referencePublication": "docs/ODD.md"}


def _readme(results: Results) -> str:
    experiment, manifest = results.experiment, results.folder.manifest
    now = code_hash(own_model=experiment.model is not None)
    changed = "" if manifest["code"] == now else " (NOT the code in this archive, which has changed since)"
    about = [experiment.summary, ""] if experiment.summary else []
    return "\n".join(
        [
            f"# {experiment.title or experiment.name}",
            "",
            *about,
            "| folder | what it holds |",
            "| --- | --- |",
            "| code | the model and its tests |",
            "| docs | documentation; docs/ODD.md is the description after Grimm et al. (2020) |",
            "| environment | versions and hashed requirements |",
            "| results | the experiment, its design, every run as Parquet, and the report |",
            "",
            (
                f"Code version {manifest['commit'] or manifest['code']}{changed}; seed {experiment.seed}; "
                f"{len(results.runs):,} runs; content {results.content_hash()}."
            ),
            "",
            f"Lived on {'; '.join(one['processor'] for one in manifest.get('machines', [])) or 'a machine not noted'}.",
            "",
            "In the folder code, after `make run` once, which builds the environment:",
            "",
            (
                "- `.venv/bin/python -m app doctor` says whether your machine gives the history that ships, "
                "and what to do if not;"
            ),
            "- `.venv/bin/python -m app sweep verify ../results` checks every file and tells the content;",
            (
                "- `.venv/bin/python -m app sweep replay ../results 0` lives run 0 again, compares it to the bit, "
                "and names the first figure that differs;"
            ),
            (
                "- to live all of them again, copy `results`, delete the folders `runs` and `rounds` in the copy, and "
                "`.venv/bin/python -m app sweep resume` it; `verify` must then tell the same content."
            ),
            "",
        ]
    )


def _code() -> list[Path]:
    found = [
        file
        for folder in _CODE
        for file in sorted((ROOT / folder).rglob("*"))
        if file.is_file() and not _LEFT & set(file.parts)
    ]
    return [*found, *(ROOT / name for name in _FILES if (ROOT / name).is_file())]


def _add(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    about = zipfile.ZipInfo(name, _THEN)
    about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(about, content)
