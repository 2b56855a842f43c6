"""Make the environments that peers run in: ``benchmarks/.peers/<name>``, never the project's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS = ROOT / "benchmarks" / ".peers"

# One version each: the bridge touches what its makers may change.
PACKAGES = {"negmas": ("negmas==0.16.0",), "scml": ("scml==0.8.4", "negmas==0.16.0"), "ema": ("ema-workbench==3.0.0",)}


def interpreter(name: str) -> Path:
    """Return the interpreter of the environment ``name``; make it, about a minute, if it is not there."""
    folder = PEERS / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "installed"
    if not stamp.exists():
        print(f"Making {folder.relative_to(ROOT)} for the comparison (once) ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-qq", *PACKAGES[name]]
        subprocess.run(install, check=True, stdout=sys.stderr)
        stamp.write_text(" ".join(PACKAGES[name]), encoding="utf-8")
    return python


def ask(name: str, module: str, *arguments: str) -> str:
    """Run ``module`` of this checkout in the environment ``name`` and return what it prints."""
    python = interpreter(name)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [str(python), "-W", "ignore", "-m", module, *arguments],
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
