"""The worth of every possible alliance, found by asking the market about each of them.

The market itself stays outside: the caller hands in ``value(blocs)``, which tells what every
nation earns when the nations of each bloc act together and everybody else acts alone. ``blocs``
is a tuple of bitmasks that do not overlap; ``()`` stands for no alliance at all.
Worth is counted from there: what the members earn together less what they earn without any alliance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from negotiation.coalitions.pool import Array

Blocs = tuple[int, ...]
Value = Callable[[Blocs], Array]

ASSUMPTIONS = {
    "gamma": "Those outside the alliance act alone.",
    "delta": "Those outside the alliance form one alliance of their own.",
    "alpha": "Those outside the alliance group in the way that is worst for it.",
}
"""What the nations outside an alliance are taken to do, in one sentence for the screen.

gamma: Hart & Kurz (1983), Chander & Tulkens (1997); delta: Hart & Kurz (1983); alpha: the pessimistic
reading of a partition function, after Aumann (1967) and Hafalir (2007).
"""

MOST_EXACT = 12
"""Nations up to which every coalition is asked about (4096)."""
MOST_GROUPINGS = 8
"""Nations up to which alpha tries every grouping of the outsiders; above it, all alone or all together."""
MOST_TWO_BLOCS = 10
"""Nations up to which every pair of blocs is asked about (29,000 structures)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worths:
    """The worth of every coalition, with the assumption behind it and how exact it is."""

    worth: Array
    """Worth of each coalition, (2**n,), USD m/yr above no alliance."""
    payoff: Array
    """What each nation earns when one coalition forms and the rest act alone, (2**n, n), USD m/yr."""
    assumption: str
    """Name of what outsiders do, a key of ``ASSUMPTIONS``."""
    evaluations: int
    """Structures for which the market was asked."""
    error: float = 0.0
    """Root mean square error of the worths that were estimated, USD m/yr; 0 when all are exact."""
    payoff_error: float = 0.0
    """The same for the payoffs, USD m/yr."""

    @property
    def note(self) -> str:
        """Say in a sentence or two what the figures rest on."""
        text = ASSUMPTIONS[self.assumption]
        if self.error or self.payoff_error:
            text += f" Estimated from {self.evaluations} coalitions, give or take {self.error:.3g} USD m/yr."
        return text


class Asked:
    """Ask ``value`` at most once about each structure, and check its answers."""

    def __init__(self, value: Value, n: int) -> None:
        self._value, self._n = value, n
        self._known: dict[Blocs, Array] = {}

    def __call__(self, *blocs: int) -> Array:
        """Return what every nation earns, (n,); a bloc of one nation, or of none, is no bloc."""
        structure = tuple(sorted(bloc for bloc in blocs if bloc & (bloc - 1)))
        if structure not in self._known:
            answer = np.asarray(self._value(structure), dtype=float)
            if answer.shape != (self._n,) or not np.isfinite(answer).all():
                raise ValueError(
                    f"value must return a finite number for each of the {self._n} nations, "
                    f"got {answer.tolist()} for the blocs {structure}."
                )
            self._known[structure] = answer
        return self._known[structure]

    @property
    def count(self) -> int:
        """Number of structures asked about so far."""
        return len(self._known)


def payoffs(value: Value, n: int) -> Array:
    """Ask what each nation earns under each single alliance, (2**n, n), USD m/yr; the rest act alone.

    Coalitions of one nation or none are all the same state: no alliance.
    """
    _check_exact(n)
    ask = Asked(value, n)
    return np.array([ask(mask) for mask in range(1 << n)])


def worths(value: Value, n: int, assumption: str = "gamma") -> Worths:
    """Ask for the worth of all ``2**n`` coalitions of up to 12 nations.

    Parameters
    ----------
    value : function of blocs
        Returns what each nation earns, (n,), USD m/yr.
    n : int
        Number of nations, 1-12.
    assumption : str
        What outsiders do: ``gamma``, ``delta`` or ``alpha``.

    Raises
    ------
    ValueError
        If there are too many nations or the assumption is unknown.
    """
    _check_exact(n)
    check_assumption(assumption)
    ask = Asked(value, n)
    payoff = np.array([ask(mask) for mask in range(1 << n)])
    worth = np.array([worth_of(ask, mask, n, assumption) for mask in range(1 << n)])
    return Worths(worth=worth, payoff=payoff, assumption=assumption, evaluations=ask.count)


def two_blocs(value: Value, n: int) -> dict[Blocs, Array]:
    """Ask about every structure of two blocs, each of two nations or more: ``{(bloc, bloc): payoffs (n,)}``."""
    if not 1 <= n <= MOST_TWO_BLOCS:
        raise ValueError(f"two blocs are worked out for 1 to {MOST_TWO_BLOCS} nations, got {n}.")
    ask = Asked(value, n)
    everyone = (1 << n) - 1
    pairs = (
        (first, second)
        for first in range(1 << n)
        for second in _parts(everyone ^ first)
        if first < second and first & (first - 1) and second & (second - 1)
    )
    return {pair: ask(*pair) for pair in pairs}


def groupings(members: int) -> Iterator[Blocs]:
    """List every way in which the nations of the bitmask ``members`` can group themselves."""
    if not members:
        yield ()
        return
    first = members & -members
    rest = members ^ first
    for company in _parts(rest):
        for others in groupings(rest ^ company):
            yield (first | company, *others)


def worth_of(ask: Asked, mask: int, n: int, assumption: str) -> float:
    """Worth of one coalition above no alliance, USD m/yr."""
    if not mask:
        return 0.0
    members = np.array([mask >> nation & 1 == 1 for nation in range(n)])
    alone = float(ask()[members].sum())
    return min(float(ask(mask, *others)[members].sum()) for others in _outsiders(mask, n, assumption)) - alone


def _outsiders(mask: int, n: int, assumption: str) -> Iterator[Blocs]:
    """List the groupings of outsiders to consider."""
    outside = ((1 << n) - 1) ^ mask
    if assumption == "delta":
        yield (outside,)
    elif assumption == "alpha" and n <= MOST_GROUPINGS:
        yield from groupings(outside)
    elif assumption == "alpha":
        yield ()
        yield (outside,)
    else:
        yield ()


def _parts(mask: int) -> Iterator[int]:
    """List every part of a bitmask, from all of it down to nothing."""
    part = mask
    while part:
        yield part
        part = (part - 1) & mask
    yield 0


def _check_exact(n: int) -> None:
    """Refuse more nations than can be asked about one coalition at a time."""
    if not 1 <= n <= MOST_EXACT:
        raise ValueError(f"all coalitions are worked out for 1 to {MOST_EXACT} nations, got {n}; sample them instead.")


def check_assumption(name: str) -> None:
    """Refuse an assumption that does not exist."""
    if name not in ASSUMPTIONS:
        raise ValueError(f"no assumption called {name!r}; there are {', '.join(ASSUMPTIONS)}.")
