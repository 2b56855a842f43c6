"""Which machine this is: the code, the libraries and the processor that figures come from, in one line."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib import import_module, metadata
from typing import Any

from scenarios.sweep.identity import code_hash

_COMPUTE = ("numpy", "scipy", "numba", "piqp")
_TURNED = ("NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE")
"""Surroundings by which libraries are told to compute for another processor."""


@cache
def here() -> str:
    """Name everything that the last digit of a figure may depend on; equal lines promise equal figures."""
    libraries = (f"{name} {_version(name)}" for name in _COMPUTE)
    turned = (f"{name}={os.environ[name]}" for name in _TURNED if os.environ.get(name))
    python = f"Python {platform.python_version()}"
    return ", ".join((f"code {code_hash()[:12]}", python, *libraries, _processor(), *turned))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


def _processor() -> str:
    """Name the processor as the compiler of the kernels sees it, or its family where there is no compiler."""
    family = f"{platform.system()} {platform.machine()}"
    try:
        compiler: Any = import_module("llvmlite.binding")
    except ImportError:
        return family
    return f"{family} {compiler.get_host_cpu_name()}"
