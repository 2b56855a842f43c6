"""What was promised, broken and disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents.model import AllianceModel


def agreements_in_force(model: AllianceModel) -> float:
    """Supply agreements in force. Unit: agreements."""
    return float(len(model.promises.in_force(model.now)))


def breaches(model: AllianceModel) -> float:
    """Deliveries missed beyond what the terms allow. Unit: deliveries a year."""
    return float(model.book.breaches)


def open_disputes(model: AllianceModel) -> float:
    """Disputes not yet settled. Unit: cases."""
    return float(model.promises.open_cases())


def claims_filed(model: AllianceModel) -> float:
    """Claims of breach filed in the year. Unit: cases a year."""
    return float(sum(dispute.opened // 4 == model.now for dispute in model.promises.disputes))


def claims_of_outsiders(model: AllianceModel) -> float:
    """Claims against walls to trade filed in the year. Unit: cases a year."""
    walls = model.walls.said
    opened = (case for case in model.promises.disputes if case.opened // 4 == model.now)
    return float(sum(case.id.split("/")[0] in walls for case in opened))


def settled_in_talks(model: AllianceModel) -> float:
    """Disputes settled in talks, of all that have ended so far; 0 where none has. Unit: share."""
    ended = [dispute for dispute in model.promises.disputes if not dispute.open]
    return sum(dispute.outcome == "settled" for dispute in ended) / len(ended) if ended else 0.0


def litigation_cost(model: AllianceModel) -> float:
    """Spent on lawyers and on punishing breaches. Unit: USD m/yr."""
    return float(model.book.money["litigation"].sum())
