"""Two parties make offers in turn until one accepts the other's."""

from __future__ import annotations

from negotiation.bargaining.foresight import Foresight
from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.protocols import stacked
from negotiation.bargaining.table import Table


def run(table: Table) -> Sitting:
    """Hold the sitting.

    Raises
    ------
    ValueError
        If there are not exactly two parties.

    Source: Rubinstein (1982); Rosenschein and Zlotkin (1994).
    """
    if table.parties != 2:
        raise ValueError(f"alternating offers are for 2 parties, got {table.parties}; use stacked")
    return stacked.run(table)


def foresee(table: Table) -> Foresight:
    """Solve the sitting for rational parties."""
    return stacked.foresee(table)
