"""A second look at a world: the same state under other names, so that what is tried out there leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents.model import AllianceModel


def beside(model: AllianceModel) -> AllianceModel:
    """Set a model of its own beside another; both hold the same things until one is given others.

    Whoever changes a thing in place gives the new model a copy of it first.
    """
    twin: AllianceModel = object.__new__(type(model))
    twin.__dict__.update(model.__dict__)
    return twin
