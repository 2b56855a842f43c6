"""The equations of a Newton step: symmetric, kept row after row from the first entry that can be other than nothing."""

from __future__ import annotations

import numpy as np

from market.compiled import compiled
from market.kernel.arcs import Live
from market.network import Floats, Ints


@compiled
def couple(base: Ints, entries: Floats, first: Ints, a: int, b: int, weight: float) -> None:
    """Add a coupling of two different nodes to the lower triangle."""
    row = max(a, b)
    column = min(a, b)
    entries[base[row] + column] += weight
    first[row] = min(first[row], column)


@compiled
def assemble(arcs: Live, weight: Floats, damping: float, entries: Floats, first: Ints) -> None:
    """Fill the lower triangle, row after row, with the weighted arcs and the damping; note where each row begins."""
    nodes = len(first)
    base = arcs.base
    entries[:] = 0.0
    for v in range(nodes):
        entries[base[v] + v] = damping
        first[v] = v
    for e in range(len(weight)):
        w = weight[e]
        if w == 0.0:
            continue
        a = arcs.tail[e]
        b = arcs.head[e]
        y = arcs.gain[e]
        if a < nodes:
            entries[base[a] + a] += w
            if b < nodes:
                couple(base, entries, first, a, b, -y * w)
        if b < nodes:
            entries[base[b] + b] += y * y * w
        if e >= arcs.single:
            c = arcs.second[e - arcs.single]
            k = arcs.extra[e - arcs.single]
            entries[base[c] + c] += k * k * w
            if b < nodes:
                couple(base, entries, first, b, c, y * k * w)
            if a < nodes:
                couple(base, entries, first, a, c, -k * w)


@compiled
def factor(base: Ints, entries: Floats, first: Ints, inverse: Floats) -> None:
    """Turn the lower triangle into its Cholesky factor, row by row inside its envelope."""
    for i in range(len(first)):
        begin = first[i]
        row = base[i]
        pivot = entries[row + i]
        floor = 1e-15 * pivot
        for j in range(begin, i):
            other = base[j]
            s = entries[row + j]
            for k in range(max(begin, first[j]), j):
                s -= entries[row + k] * entries[other + k]
            s *= inverse[j]
            entries[row + j] = s
            pivot -= s * s
        inverse[i] = 1.0 / np.sqrt(max(pivot, floor))


@compiled
def solve_factored(base: Ints, entries: Floats, first: Ints, inverse: Floats, vector: Floats) -> None:
    """Solve in place with the factor; ``vector`` has an entry for each node, and more are left alone."""
    nodes = len(first)
    for i in range(nodes):
        s = vector[i]
        row = base[i]
        for k in range(first[i], i):
            s -= entries[row + k] * vector[k]
        vector[i] = s * inverse[i]
    for i in range(nodes - 1, -1, -1):
        s = vector[i] * inverse[i]
        vector[i] = s
        row = base[i]
        for k in range(first[i], i):
            vector[k] -= entries[row + k] * s
