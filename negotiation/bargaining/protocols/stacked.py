"""Any number of parties speak in turn; an offer stands until the next one, and all must accept it."""

from __future__ import annotations

from negotiation.bargaining.foresight import Foresight, foresee_turns
from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.table import Table
from negotiation.bargaining.timed import fits, work_out
from negotiation.bargaining.turns import take_turns


def run(table: Table) -> Sitting:
    """Hold the sitting; where every tactic depends on time only, at once."""
    return work_out(table) if fits(table) else take_turns(table)


def foresee(table: Table) -> Foresight:
    """Solve the sitting for rational parties."""
    return foresee_turns(table)
