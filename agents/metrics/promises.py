"""Promises made, broken and disputed."""

from __future__ import annotations

from agents.state import State


def agreements_in_force(state: State) -> float:
    """Supply agreements in force. Unit: agreements."""
    return float(len(state.promises.in_force(state.now)))


def breaches(state: State) -> float:
    """Deliveries missed beyond what the terms allow. Unit: deliveries a year."""
    return float(state.book.breaches)


def open_disputes(state: State) -> float:
    """Disputes not yet settled. Unit: cases."""
    return float(state.promises.open_cases())


def claims_filed(state: State) -> float:
    """Claims of breach filed in the year. Unit: cases a year."""
    return float(sum(dispute.opened // 4 == state.now for dispute in state.promises.disputes))


def claims_of_outsiders(state: State) -> float:
    """Claims against walls to trade filed in the year. Unit: cases a year."""
    walls = state.walls.said
    opened = (case for case in state.promises.disputes if case.opened // 4 == state.now)
    return float(sum(case.id.split("/")[0] in walls for case in opened))


def settled_in_talks(state: State) -> float:
    """Disputes settled in talks, of all that have ended so far; 0 where none has. Unit: share."""
    ended = [dispute for dispute in state.promises.disputes if not dispute.open]
    return sum(dispute.outcome == "settled" for dispute in ended) / len(ended) if ended else 0.0


def litigation_cost(state: State) -> float:
    """Spent on lawyers and on punishing breaches. Unit: USD m/yr."""
    return float(state.book.money["litigation"].sum())
