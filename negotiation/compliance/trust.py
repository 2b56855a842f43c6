"""Each nation remembers how every other kept its word, forgets slowly, and listens to those it trusts.

Beta reputation of Jøsang & Ismail (2002), 15th Bled Electronic Commerce Conference: good and bad experience are
counted apart, and expected trust is (good + 1) / (good + bad + 2), one half where nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiation.figures import at_least, share

Array = NDArray[np.float64]
LEAST_OWED = 1.0
"""Tonnes a year below which a promise is no evidence of anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Trust:
    """Each nation's memory of each other: rows remember, columns are remembered."""

    good: Array
    """Promises kept, weighted and partly forgotten, (n, n), 0 or more."""
    bad: Array
    """Promises broken, weighted and partly forgotten, (n, n), 0 or more."""

    def __post_init__(self) -> None:
        """Refuse memories that are not square, not alike in shape, or negative."""
        for name in ("good", "bad"):
            memory = np.array(getattr(self, name), dtype=float)
            if memory.ndim != 2 or memory.shape[0] != memory.shape[1]:
                raise ValueError(f"{name} must be a square table (nations, nations), got shape {memory.shape}")
            if not np.all(np.isfinite(memory)) or memory.min(initial=0.0) < 0:
                raise ValueError(f"{name} must hold finite numbers of 0 or more, got {memory.min(initial=0.0)}")
            memory.setflags(write=False)
            object.__setattr__(self, name, memory)
        if self.good.shape != self.bad.shape:
            raise ValueError(f"good and bad must have one shape, got {self.good.shape} and {self.bad.shape}")

    @property
    def nations(self) -> int:
        """Number of nations."""
        return int(self.good.shape[0])

    @property
    def expected(self) -> Array:
        """Chance that each (row) gives each other (column) of keeping its next promise, (n, n), inside (0, 1)."""
        return (self.good + 1) / (self.good + self.bad + 2)

    def mean(self, members: ArrayLike | None = None) -> float:
        """Mean trust over ordered pairs of ``members`` (indices; all by default); one half for fewer than two."""
        who = np.arange(self.nations) if members is None else np.asarray(members, dtype=np.intp)
        if who.size < 2:
            return 0.5
        among = self.expected[np.ix_(who, who)]
        return float((among.sum() - np.trace(among)) / (who.size * (who.size - 1)))


def fresh(nations: int, good: float = 0.0, bad: float = 0.0) -> Trust:
    """Return the trust of nations that share the same small history with everybody (none by default)."""
    if nations < 1:
        raise ValueError(f"there must be at least 1 nation, got {nations}")
    return Trust(np.full((nations, nations), at_least("good", good)), np.full((nations, nations), at_least("bad", bad)))


def evidence(promised: ArrayLike, delivered: ArrayLike) -> tuple[Array, Array]:
    """Return kept and broken shares of what each column nation promised each row nation, each (n, n) in 0-1.

    Parameters
    ----------
    promised, delivered
        Tonnes owed to the row nation by the column nation, and handed over, (n, n). Less than a tonne is no evidence:
        it is what rounding leaves of a promise that was excused. Above that a small promise counts as much as a large
        one, since it is a word kept or broken all the same.
    """
    owed, given = np.asarray(promised, dtype=float), np.asarray(delivered, dtype=float)
    if owed.shape != given.shape:
        raise ValueError(f"promised and delivered must have one shape, got {owed.shape} and {given.shape}")
    if owed.min(initial=0.0) < 0 or given.min(initial=0.0) < 0:
        raise ValueError("promised and delivered tonnes must be 0 or more")
    counts = owed >= LEAST_OWED
    kept = np.divide(np.minimum(given, owed), owed, out=np.zeros_like(owed), where=counts)
    return kept, np.where(counts, 1.0 - kept, 0.0)


def remember(
    trust: Trust,
    kept: ArrayLike,
    broken: ArrayLike,
    *,
    forgetting: float = 0.9,
    bad_weight: float = 3.0,
    gossip: float = 0.0,
) -> Trust:
    """Return trust after a period's experience, own and heard.

    Parameters
    ----------
    trust
        What was remembered before.
    kept, broken
        This period's experience of the row nation with the column nation, (n, n), 0 or more (see `evidence`).
    forgetting
        Weight of the old record (0-1), usually 0.8 to 0.98 a year; for a quarter take its fourth root.
    bad_weight
        How much more a breach counts than a delivery, 1 or more.
    gossip
        Weight of what others report of their own experience this period (0-1), times trust in the one who reports.
    """
    good_news, bad_news = _experience(trust, "kept", kept), _experience(trust, "broken", broken)
    bad_news = bad_news * at_least("bad_weight", bad_weight, 1.0)
    # Only this period's experience is passed on, by those who had it: no rumour is heard twice.
    heeded = share("gossip", gossip) * trust.expected
    np.fill_diagonal(heeded, 0.0)
    old = share("forgetting", forgetting)
    good = old * trust.good + good_news + _of_others(_heard(heeded, good_news))
    bad = old * trust.bad + bad_news + _of_others(_heard(heeded, bad_news))
    return Trust(good, bad)


def _experience(trust: Trust, name: str, table: ArrayLike) -> Array:
    found = np.array(table, dtype=float)
    if found.shape != trust.good.shape:
        raise ValueError(f"{name} must have the shape of trust, {trust.good.shape}, got {found.shape}")
    return _of_others(found)


def _heard(heeded: Array, news: Array) -> Array:
    """Add up what all others report of a nation, in the order of the nations."""
    return np.asarray((heeded[:, :, None] * news[None]).sum(axis=1))


def _of_others(table: Array) -> Array:
    np.fill_diagonal(table, 0.0)
    return table
