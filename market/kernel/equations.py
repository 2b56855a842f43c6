"""The equations of a Newton step: symmetric, kept row after row from the first entry that can be other than nothing."""

from __future__ import annotations

from typing import NamedTuple

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


class Columns(NamedTuple):
    """A factor that is nearly empty, column by column: what stands below the diagonal, the lowest row first."""

    head: Ints
    """Shape (nodes,): the entry of each column to begin with, or -1."""
    follow: Ints
    """Shape (entries,): the next entry of the same column, or -1."""
    row: Ints
    value: Floats


@compiled
def empty_columns(nodes: int, entries: int) -> Columns:
    """Make room for a factor of so many nodes and entries."""
    return Columns(
        np.empty(nodes, np.int64), np.empty(entries, np.int64), np.empty(entries, np.int64), np.empty(entries)
    )


@compiled
def factor_columns(base: Ints, entries: Floats, first: Ints, inverse: Floats, columns: Columns) -> None:
    """Do what ``factor`` does where few entries are other than nothing: only those are looked at again.

    The arcs that are free at some prices hardly form a circle, so hardly more entries appear than there were.
    """
    columns.head[:] = -1
    count = 0
    for i in range(len(first)):
        row = base[i]
        pivot = entries[row + i]
        floor = 1e-15 * pivot
        for j in range(first[i], i):
            s = entries[row + j]
            if s == 0.0:
                continue
            s *= inverse[j]
            at = columns.head[j]
            while at >= 0:
                entries[row + columns.row[at]] -= s * columns.value[at]
                at = columns.follow[at]
            pivot -= s * s
            columns.row[count] = i
            columns.value[count] = s
            columns.follow[count] = columns.head[j]
            columns.head[j] = count
            count += 1
        inverse[i] = 1.0 / np.sqrt(max(pivot, floor))


@compiled
def solve_columns(inverse: Floats, columns: Columns, vector: Floats) -> None:
    """Solve in place with the factor; ``vector`` has an entry for each node, and more are left alone."""
    nodes = len(inverse)
    for j in range(nodes):
        s = vector[j] * inverse[j]
        vector[j] = s
        at = columns.head[j]
        while at >= 0:
            vector[columns.row[at]] -= columns.value[at] * s
            at = columns.follow[at]
    for j in range(nodes - 1, -1, -1):
        s = vector[j]
        at = columns.head[j]
        while at >= 0:
            s -= columns.value[at] * vector[columns.row[at]]
            at = columns.follow[at]
        vector[j] = s * inverse[j]
