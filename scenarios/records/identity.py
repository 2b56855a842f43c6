"""Who made a result: a hash of the code that lives the runs, the commit it comes from, and the versions around it."""

from __future__ import annotations

import hashlib
import inspect
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from agents import plugins
from scenarios.records.machine import machine, switched
from scenarios.records.record import versions as _versions

ROOT = Path(__file__).parents[2]
PACKAGES = ("market", "negotiation", "agents", "scenarios")
_ONLY_READS = ("scenarios/sweep/analyses/", "scenarios/data/")
"""Neither changes how a world is lived; the worlds of an experiment are kept in its folder."""


@cache
def code_hash(*, own_model: bool = False) -> str:
    """Hash every source file that has a part in living a run; of a user's own model only our engine around it."""
    total = hashlib.sha256()
    for package in ("scenarios/sweep",) if own_model else PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if not name.startswith(_ONLY_READS):
                total.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def model_hash(model: Callable[..., Any]) -> str:
    """Hash a user's own model by its source, as far as it can be read."""
    subject = model if inspect.isfunction(model) or inspect.isclass(model) else type(model)
    try:
        source = inspect.getsource(subject)
    except (OSError, TypeError):
        source = getattr(subject, "__qualname__", repr(subject))
    return short(source)


@cache
def commit() -> str:
    """Name the commit of this checkout, with a plus where files differ from it; empty outside a checkout."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--", *PACKAGES) else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.strip()


@cache
def versions() -> dict[str, str]:
    """Name the software: ours and what it computes with."""
    from importlib import metadata

    found = dict(_versions())
    for package in ("salib", "joblib"):
        found[package] = metadata.version(package)
    return found


def short(content: str | Mapping[str, Any]) -> str:
    """Hash a text or a table of plain values."""
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()


def here(own: Iterable[str] = ()) -> str:
    """Name the code, the plugins of a world and the machine in one line; equal lines promise equal figures."""
    return _here(tuple(plugins.hashes(own).items()))


@cache
def _here(own: tuple[tuple[str, str], ...]) -> str:
    around = machine() | switched() | {f"plugin {title}": hash_[:12] for title, hash_ in own}
    return ", ".join((f"code {code_hash()[:12]}", *(f"{what} {it}" for what, it in around.items())))
