"""Benefit rules: each file divides a pool in one way, by ``share(pool)``.

Every rule shares exactly what there is, whatever the order of the members. A rule may promise more:
``SYMMETRIC = True`` when members who look alike to it get alike, ``INDIVIDUALLY_RATIONAL = True`` when nobody gets less
than its outside option as long as the pool covers them all. The contract tests hold each rule to what it promises.
"""

from __future__ import annotations

from typing import Protocol

from negotiation.coalitions.pool import Array, Pool


class Share(Protocol):
    """Divide a pool: shares (n,) in USD m/yr that sum to ``pool.amount``."""

    def __call__(self, pool: Pool) -> Array:
        """Return the share of each member."""
        ...
