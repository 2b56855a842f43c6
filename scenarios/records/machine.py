"""What the bits of a figure hang on: the processor, what programs may use of it, and the libraries that compute."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib import import_module, metadata
from pathlib import Path

import numpy as np

from market.compiled import HAS_NUMBA, TARGET

LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "piqp", "mesa", "pandas")
SWITCHES = (
    "NUMBA_DISABLE_JIT",
    "NPY_DISABLE_CPU_FEATURES",
    "NPY_ENABLE_CPU_FEATURES",
    "OPENBLAS_CORETYPE",
)
"""Variables of the environment that choose among instructions; what numba compiles for, the project sets itself."""


@cache
def machine() -> dict[str, str]:
    """Name the processor, its instruction sets in use, the linear algebra, Python and the libraries that compute."""
    config = np.show_config(mode="dicts")
    blas = config.get("Build Dependencies", {}).get("blas", {})
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "instruction sets": ", ".join(instruction_sets()) or "the plainest",
        "compiled for": TARGET["NUMBA_CPU_NAME"] if HAS_NUMBA else "nothing: numba is absent",
        "linear algebra": f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip(),
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def instruction_sets() -> tuple[str, ...]:
    """Name the instruction sets that numpy was built for and those beyond them that it has found and uses."""
    simd = np.show_config(mode="dicts").get("SIMD Extensions", {})
    return (*simd.get("baseline", ()), *simd.get("found", ()))


def switched() -> dict[str, str]:
    """Name what is set in the environment that chooses among instructions."""
    return {name: os.environ[name] for name in SWITCHES if os.environ.get(name)}


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return name or _host() or platform.processor() or "unknown"


def _host() -> str:
    """Name the processor as compilers do."""
    try:
        return str(import_module("llvmlite.binding").get_host_cpu_name())
    except ImportError:
        return ""


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"
