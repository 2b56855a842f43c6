"""Seat a NegMAS negotiator at our table.

Runs only where NegMAS is installed, which is an environment of its own (see docs/how-to/negmas.md). NegMAS is
licensed under AGPL-3.0-or-later: nothing in ``negotiation``, ``agents``, ``scenarios`` or ``app`` imports it,
or this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from negmas import ResponseType, SAOMechanism, make_issue, make_os
from negmas.preferences import MappingUtilityFunction
from negmas.sao.negotiators import SAOCallNegotiator

from negotiation.bargaining.seat import ACCEPT, WALK, Say, Seat, Tactic


class _Stub(SAOCallNegotiator):
    """Sits in the other chairs of the mechanism that is never run."""

    def __call__(self, state: Any, dest: str | None = None) -> Any:  # noqa: ARG002
        raise RuntimeError("the mechanism that hosts a negotiator is never run")


class NegmasSeat:
    """One negotiator, its utility function, and a mechanism that only tells it the time and its partners' names."""

    def __init__(self, negotiator: Any, seat: Seat) -> None:
        shape = (seat.utility.size,) if seat.space is None else seat.space.shape
        self.shape, self.heard = shape, 0
        space = make_os([make_issue(list(range(size)), f"i{k}") for k, size in enumerate(shape)])
        outcomes = [tuple(int(k) for k in np.unravel_index(o, shape)) for o in range(seat.utility.size)]
        ufun = MappingUtilityFunction(
            dict(zip(outcomes, seat.utility.tolist(), strict=True)),
            outcome_space=space,
            reserved_value=seat.reservation,
        )
        self.host = SAOMechanism(outcome_space=space, n_steps=seat.deadline)
        chairs = [negotiator if party == seat.party else _Stub() for party in range(seat.parties)]
        for party, chair in enumerate(chairs):
            if not self.host.add(chair, preferences=ufun if party == seat.party else None):
                raise ValueError(f"NegMAS does not seat {type(chair).__name__}")
        self.negotiator, self.outcomes, self.ids = negotiator, outcomes, [chair.id for chair in chairs]
        # The object that the negotiator sees as the state of its mechanism; private in NegMAS, hence one version.
        self.state = self.host._current_state  # noqa: SLF001
        self.state.running = self.state.started = True
        self.state.n_negotiators = seat.parties
        self._tick(seat)
        negotiator._on_negotiation_start(self.state)  # noqa: SLF001 - builds what it needs from its utilities.

    def speak(self, seat: Seat, standing: int | None) -> Say:
        """Let it hear what was said since its last turn, then answer."""
        self._tick(seat)
        for party, outcome in seat.heard[self.heard :]:
            self.negotiator.on_partner_proposal(self.state, self.ids[party], self.outcomes[outcome])
        self.heard = len(seat.heard)
        self.state.current_offer = None if standing is None else self.outcomes[standing]
        self.state.current_proposer = None if standing is None else self.ids[seat.heard[-1][0]]
        answer = self.negotiator(self.state, dest=None)
        if answer.response == ResponseType.ACCEPT_OFFER:
            return ACCEPT
        if answer.response == ResponseType.REJECT_OFFER and answer.outcome is not None:
            return Say("offer", int(np.ravel_multi_index(answer.outcome, self.shape)))
        return WALK

    def _tick(self, seat: Seat) -> None:
        self.state.step = seat.round
        self.state.relative_time = seat.time


def negmas(kind: type, **settings: Any) -> Tactic:
    """Return a tactic for ``hold`` that lets a NegMAS negotiator of class ``kind`` speak."""

    def speak(seat: Seat, standing: int | None) -> Say:
        if "negmas" not in seat.memory:
            seat.memory["negmas"] = NegmasSeat(kind(**settings), seat)
        hosted: NegmasSeat = seat.memory["negmas"]
        return hosted.speak(seat, standing)

    def asked(*_: Any) -> Any:
        raise ValueError(f"{kind.__name__} sits where parties speak in turn: use alternating or stacked")

    return Tactic(name=f"negmas:{kind.__name__}", offer=asked, accepts=asked, speak=speak, withdraws=None, timed=False)
