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
