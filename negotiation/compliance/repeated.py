"""How patient partners must be for a promise to hold by itself: closed forms, and the same shown by play.

A stage game pays T for breaking a promise that the other keeps, R if both keep it, P if neither does, S for keeping
it alone. A rule of conduct holds if no deviation from it pays at the discount factor of the players.

Friedman (1971), A non-cooperative equilibrium for supergames; Axelrod (1984), The Evolution of Cooperation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiation.figures import finite

Conduct = Callable[[Sequence[bool], Sequence[bool]], bool]
"""A player's next move, given its own moves so far and the partner's moves that it has seen; True keeps the word."""

NEVER = 2.0
"""A threshold above every discount factor: no patience is enough."""


@dataclass(frozen=True, slots=True)
class StageGame:
    """The four payoffs of one round, each USD m."""

    temptation: float
    reward: float
    punishment: float
    sucker: float

    def __post_init__(self) -> None:
        """Refuse games in which there is nothing to be tempted by or nothing to lose."""
        for name in self.__slots__:
            finite(name, getattr(self, name))
        if not self.temptation > self.reward > self.punishment >= self.sucker:
            raise ValueError(
                "payoffs must fall from temptation over reward and punishment to sucker, got "
                f"{self.temptation}, {self.reward}, {self.punishment}, {self.sucker}"
            )

    def pay(self, own: bool, other: bool) -> float:
        """Return what a player gets for its own move and the partner's."""
        if own:
            return self.reward if other else self.sucker
        return self.temptation if other else self.punishment


def grim_threshold(game: StageGame, *, lag: int = 1, detection: float = 1.0) -> float:
    """Return the least discount factor at which grim trigger holds.

    It is (T - R)/(T - P) if a breach is seen after a round; its ``lag``-th root if it is seen after ``lag`` rounds;
    (T - R)/((T - R) + p(R - P)) if each breach is seen with chance p = ``detection``.

    Examples
    --------
    >>> grim_threshold(StageGame(5, 3, 1, 0))
    0.5
    """
    if lag < 1:
        raise ValueError(f"lag must be at least 1 round, got {lag}")
    if not 0 < detection <= 1:
        raise ValueError(f"detection must be above 0 and at most 1, got {detection}")
    gain, loss = game.temptation - game.reward, game.reward - game.punishment
    if detection < 1 and lag > 1:
        raise ValueError("late and uncertain detection together have no closed form; ask `threshold` to play it")
    return float(gain / (gain + detection * loss)) if lag == 1 else float((gain / (gain + loss)) ** (1 / lag))


def tit_for_tat_threshold(game: StageGame) -> float:
    """Return the least discount factor at which tit for tat holds: the larger of (T-R)/(T-P) and (T-R)/(R-S).

    The first keeps a player from breaking its word for good, the second from breaking it now and then.

    Examples
    --------
    >>> round(tit_for_tat_threshold(StageGame(5, 3, 1, 0)), 4)
    0.6667
    """
    gain = game.temptation - game.reward
    return max(gain / (game.temptation - game.punishment), gain / (game.reward - game.sucker))


def alternation_threshold(game: StageGame) -> float:
    """Return the least discount factor at which taking turns in breaking the promise holds: (P-S)/(T-P).

    It can lie below that of keeping it always, so that below the grim threshold not all cooperation ends.

    Examples
    --------
    >>> alternation_threshold(StageGame(5, 3, 1, 0))
    0.25
    """
    return (game.punishment - game.sucker) / (game.temptation - game.punishment)


def cournot_threshold(firms: int) -> float:
    """Return the least discount factor at which n equal Cournot firms keep to the cartel: (n+1)^2/(n^2+6n+1).

    Examples
    --------
    >>> round(cournot_threshold(2), 4), round(cournot_threshold(10), 4)
    (0.5294, 0.7516)
    """
    if firms < 2:
        raise ValueError(f"a cartel has at least 2 firms, got {firms}")
    return (firms + 1) ** 2 / (firms**2 + 6 * firms + 1)


def cournot_game(firms: int, size: float = 1.0) -> StageGame:
    """Return one firm's payoffs in a market with price size - Q and no costs, when the others act alike.

    Keeping is a n-th of the monopoly output, breaking the best answer to it, and the punishment is Cournot's
    equilibrium. The sucker's payoff is of no account for a punishment without end; it is set to what keeping to the
    quota earns while all others play Cournot, capped by the punishment.
    """
    if firms < 2:
        raise ValueError(f"a cartel has at least 2 firms, got {firms}")
    quota, equilibrium = size / (2 * firms), size / (firms + 1)
    best = (size - (firms - 1) * quota) / 2
    return StageGame(
        temptation=best * best,
        reward=quota * (size - firms * quota),
        punishment=equilibrium * equilibrium,
        sucker=min(quota * (size - (firms - 1) * equilibrium - quota), equilibrium * equilibrium),
    )


def grim(own: Sequence[bool], seen: Sequence[bool]) -> bool:
    """Keep the promise until the partner was seen to break it, then never again."""
    return all(seen)


def tit_for_tat(own: Sequence[bool], seen: Sequence[bool]) -> bool:
    """Keep the promise first, then do what the partner was last seen to do."""
    return seen[-1] if seen else True


def always_break(own: Sequence[bool], seen: Sequence[bool]) -> bool:
    """Break the promise every time."""
    return False


def break_once(own: Sequence[bool], seen: Sequence[bool]) -> bool:
    """Break the promise once, at the start, then keep it."""
    return bool(own)


def break_in_turn(own: Sequence[bool], seen: Sequence[bool]) -> bool:
    """Break and keep the promise in turn."""
    return len(own) % 2 == 1


def play(
    first: Conduct, second: Conduct, game: StageGame, rounds: int, *, lag: int = 1, unseen: int = 0
) -> tuple[list[float], list[bool], list[bool]]:
    """Play a repeated game: payoffs of the first player by round, and the moves of both.

    Parameters
    ----------
    first, second
        How the two conduct themselves.
    game
        Payoffs of one round.
    rounds
        Rounds to play.
    lag
        Rounds until a move is seen, at least 1.
    unseen
        Breaches in so many rounds from the start on are never seen; they look like promises kept.
    """
    moves: tuple[list[bool], list[bool]] = ([], [])
    looks: tuple[list[bool], list[bool]] = ([], [])
    paid: list[float] = []
    for turn in range(rounds):
        known = max(turn - lag + 1, 0)
        one, two = first(moves[0], looks[1][:known]), second(moves[1], looks[0][:known])
        for player, move in enumerate((one, two)):
            moves[player].append(move)
            looks[player].append(move or turn < unseen)
        paid.append(game.pay(one, two))
    return paid, *moves


def value(paid: Sequence[float], patience: float) -> float:
    """Return the discounted mean of payoffs, (1 - d) * sum d**t paid[t]."""
    return float((1 - patience) * (np.asarray(paid) @ patience ** np.arange(len(paid))))


DEVIATIONS: tuple[Conduct, ...] = (always_break, break_once, break_in_turn)


def threshold(
    conduct: Conduct, game: StageGame, *, lag: int = 1, detection: float = 1.0, rounds: int = 400, steps: int = 50
) -> float:
    """Return, by playing it out, the least discount factor at which no deviation from ``conduct`` pays.

    Each deviation of `DEVIATIONS` is played against the conduct, once for each round from which on it may first be
    seen, weighted by the chance of that. Found by halving the interval; `NEVER` if not even 0.99 is patient enough.

    Parameters
    ----------
    conduct
        What both are meant to do.
    game
        Payoffs of one round.
    lag
        Rounds until a breach is seen.
    detection
        Chance that a breach is seen; below 1 for `grim` only, whose answer never changes once it has seen one.
    rounds
        Rounds played; what lies beyond counts for 0.99**rounds at most.
    steps
        Halvings of the interval.
    """
    if detection < 1 and conduct is not grim:
        raise ValueError("uncertain detection is played for grim only")
    honest = play(conduct, conduct, game, rounds, lag=lag)[0]
    blind = range(rounds) if detection < 1 else range(1)
    odds = np.array([detection * (1 - detection) ** k for k in blind])
    odds[-1] += 1 - odds.sum()
    deviations = DEVIATIONS if detection == 1 else (always_break,)
    # What a deviation pays on average over the round in which it is first seen.
    dishonest = [
        odds @ np.array([play(deviation, conduct, game, rounds, lag=lag, unseen=k)[0] for k in blind])
        for deviation in deviations
    ]

    def holds(patience: float) -> bool:
        return all(value(honest, patience) >= value(paid, patience) - 1e-12 for paid in dishonest)

    low, high = 0.0, 0.99
    if not holds(high):
        return NEVER
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
