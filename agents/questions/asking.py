"""Asking a nation: the form of every question, and of the function that asks it."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import numpy as np


class Question(Protocol):
    """A question put to a nation."""

    verb: ClassVar[str]
    """Name of the function of a strategy that answers it."""


class Ask(Protocol):
    """The function by which phases of a year ask a nation, by its number; the question fixes the type of the answer."""

    def __call__(
        self,
        nation: int,
        question: Question,
        rng: np.random.Generator | None = None,
        *,
        about: tuple[int, ...] = (),
    ) -> Any:
        """Let a nation decide something.

        Parameters
        ----------
        rng : the stream of the decision; by default one for the year, the nation, the verb and what it is ``about``.
        about : tells apart several questions with the same verb in a year, such as votes about several nations.
        """
