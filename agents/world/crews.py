"""Crews: how far a new plant fills up in its first year."""

from __future__ import annotations

HELP = 0.8
"""Part of the slow start of new plants that trained crews avoid. Own estimate: Lynas and Molycorp reached a third of
nameplate in their first years for want of crews, not of ore."""


def first_year(delivery_rate: float, trained: float) -> float:
    """Share of nameplate that a new plant reaches in its first year (0-1).

    Parameters
    ----------
    delivery_rate : the same without trained crews (0-1).
    trained : share of crews that were trained together (0-1).
    """
    return delivery_rate + HELP * (1 - delivery_rate) * trained
