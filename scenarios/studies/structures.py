"""Every alliance that the eligible nations of a world could form, judged by what each nation has in it and outside.

Worth comes from the articles of one text under equal shares; the effects of two alliances side by side add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.accord.article_values import ArticleValues
from agents.terms.text import Text
from negotiation.coalitions import blocs, farsight, rivalry, stability, worth
from negotiation.coalitions.estimate import sampled_worths
from negotiation.coalitions.pool import sizes

Array = NDArray[np.float64]
Names = tuple[str, ...]
MOST_CHECKED = worth.MOST_EXACT
"""Eligible nations up to which whole runs of a text correct the sum of its articles."""
MOST_EXACT = 16
"""Eligible nations up to which every possible alliance is worked out; beyond, some are and the rest is estimated."""
MOST_ESTIMATED = 18
ASKED = 1200
"""Alliances asked about where the rest is estimated."""
MOST_RIVALS = 8
"""Eligible nations up to which every two alliances side by side are judged (2,646 pairs)."""


@dataclass(frozen=True, kw_only=True)
class Structures:
    """What there could be beside the alliance that there is."""

    count: int = 0
    """Possible alliances of the fewest members allowed or more; 0 when there are too many nations to list them."""
    held: int = 0
    """Those that transfers among their members could hold together."""
    stable: tuple[Names, ...] = ()
    """Those that nobody would leave or join, by the accord's rule of entry."""
    farsighted: tuple[Names, ...] | None = None
    """Those that hold when everybody thinks through what would follow; None where that is too much to work out."""
    gap: float = float("nan")
    """What all the eligible gain with the alliance, as a part of what they would if all were in; else not a number."""
    sides: tuple[Names, ...] = ()
    """Alliances in which choosing sides comes to rest, one nation moving after another."""
    circle: tuple[tuple[Names, ...], ...] = ()
    """The alliances that come round again and again where it does not come to rest."""
    rivals: tuple[tuple[Names, Names], ...] | None = None
    """Two alliances side by side that nobody would leave, join or change; None where there are too many to judge."""
    error: float = 0.0
    """Root mean square error of estimated payoffs, USD m; 0 where every alliance was asked about."""


def survey(
    values: ArticleValues,
    text: Text,
    eligible: tuple[int, ...],
    names: Names,
    members: tuple[int, ...],
    rng: np.random.Generator,
) -> Structures:
    """Judge every alliance among the eligible nations under a text.

    Parameters
    ----------
    names : names of the eligible, in their order.
    members : the alliance that there is, of the eligible.
    rng : draws the alliances asked about where there are too many to ask about all.
    """
    n, rules = len(eligible), values.rules
    if n > MOST_ESTIMATED:
        return Structures()
    payoff, error = payoffs(values, text, eligible, rng)
    payoff = stability.with_minimum(payoff, rules.minimum_members)
    real = sizes(n) >= max(2, rules.minimum_members)
    quota = None if rules.entry == "open" else (1.0 if rules.voting == "unanimity" else 0.5)
    own = sum(1 << eligible.index(member) for member in members)
    drift = blocs.better_responses_among(
        lambda partition: payoff[list(partition)].sum(axis=0), n, _beside(own, n), consent=rules.entry == "exclusive"
    )
    return Structures(
        count=int(real.sum()),
        held=int((stability.potential_internal(payoff) & real).sum()),
        stable=tuple(_named(mask, names) for mask in stability.stable_alliances(payoff, quota) if real[mask]),
        farsighted=_farsighted(payoff, real, names),
        gap=float(stability.closing_the_gap(payoff)[own]),
        sides=() if drift.cycle else _sides(drift.path[-1], real, names),
        circle=tuple(dict.fromkeys(_sides(partition, real, names) for partition in drift.cycle)),
        rivals=_rivals(payoff, real, names, consent=rules.entry == "exclusive"),
        error=error,
    )


def payoffs(
    values: ArticleValues, text: Text, eligible: tuple[int, ...], rng: np.random.Generator
) -> tuple[Array, float]:
    """What each eligible nation has under each alliance, (2**n, n) USD m, and the error of what was estimated."""
    n, rows = len(eligible), list(eligible)

    def value(formed: worth.Blocs) -> Array:
        company = tuple(eligible[i] for i in range(n) if formed and formed[0] >> i & 1)
        return values.payoff(company, text)[rows] if formed else np.zeros(n)

    if n <= MOST_CHECKED:
        return worth.payoffs(value, n), 0.0
    if n <= MOST_EXACT:
        return values.by_coalition(eligible, text), 0.0
    found = sampled_worths(value, n, evaluations=ASKED, rng=rng)
    return found.payoff, found.payoff_error


def _farsighted(payoff: Array, real: NDArray[np.bool_], names: Names) -> tuple[Names, ...] | None:
    if payoff.shape[1] > farsight.MOST_NATIONS:
        return None
    return tuple(_named(int(mask), names) for mask in np.flatnonzero(farsight.farsighted(payoff) & real))


def _rivals(
    payoff: Array, real: NDArray[np.bool_], names: Names, *, consent: bool
) -> tuple[tuple[Names, Names], ...] | None:
    """Judge every two alliances side by side; one below the fewest members allowed is none."""
    n = payoff.shape[1]
    if n > MOST_RIVALS:
        return None
    pairs = worth.two_blocs(lambda formed: np.sum([payoff[bloc] for bloc in formed], axis=0) + np.zeros(n), n)
    lasting = rivalry.lasting_pairs(pairs, payoff, consent=consent)
    return tuple((_named(one, names), _named(two, names)) for one, two in lasting if real[one] and real[two])


def _beside(own: int, n: int) -> blocs.Partition:
    """The alliance that there is, and everybody else alone."""
    alone = tuple(1 << nation for nation in range(n) if not own >> nation & 1)
    return (own, *alone) if own else alone


def _sides(partition: blocs.Partition, real: NDArray[np.bool_], names: Names) -> tuple[Names, ...]:
    return tuple(_named(bloc, names) for bloc in partition if real[bloc])


def _named(mask: int, names: Names) -> Names:
    return tuple(name for place, name in enumerate(names) if mask >> place & 1)
