"""Say that one would rather leave where membership brings too little."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import ThreatenToLeave
from agents.questions.decided import Decided
from agents.world.wording import usd
from negotiation.least_worth import exceeds


def threaten_to_leave(question: ThreatenToLeave, rng: np.random.Generator) -> Decided:
    """Decide whether to tell the others that one would rather leave.

    A member is content if being in beats being out by half of what its parliament asked for at the start, with what
    open disputes have worn away and what it minds that others gain more for the same stakes, less the fee for leaving.
    """
    standing = question.standing
    return Decided(yes=exceeds(standing.lack), reason=f"staying out is worth {usd(standing.outside)} to it")
