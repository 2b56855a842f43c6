"""How people sit down to a world: clocks, seats, talk, votes and the story told; a run needs none of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.dataclasses import dataclass

from agents.world.limits import STRICT, number, switch

PHASES = ("brief", "negotiate", "commit", "report")
"""Phases of a round that people spend time in, in order; between commit and report the year is lived."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Chapter:
    """One round of the story that a game tells."""

    round: Annotated[int, number("round", 1, 100, "Round that it belongs to, from 1.")]
    news: str
    """What every seat reads when the round opens."""
    point: str
    """What the round shows, for the facilitator alone."""
    question: str
    """What to ask of it in the debrief."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class GameRules:
    """How a scenario is played by people; AI nations take every seat that nobody sits in."""

    regime: Literal["unilateral", "bilateral", "accord"] = "accord"
    """What seats may agree on: nothing, supply agreements, or accords too."""
    people: Annotated[int, number("people", 1, 60, "People that the game is made for.")] = 1
    team: Annotated[int, number("people", 1, 6, "Most people who share one seat.")] = 1
    observers: Annotated[bool, switch("Whether people may watch without a seat.")] = True
    seats: tuple[str, ...] = ()
    """Nations that people play, in the order in which to fill them; empty is all, in the order of the scenario."""
    seed: Annotated[int, number("seed", 0, 1e6, "Seed of a new game, unless the host gives another.")] = 7
    brief: Annotated[int, number("seconds", 0, 3600, "Time to read what happened; 0 waits until all are ready.")] = 0
    negotiate: Annotated[
        int, number("seconds", 0, 7200, "Time to talk, offer and answer; 0 waits until all are ready.")
    ] = 0
    commit: Annotated[
        int, number("seconds", 0, 3600, "Time to settle what one does alone; 0 waits until all are ready.")
    ] = 0
    report: Annotated[int, number("seconds", 0, 3600, "Time to read what came of it; 0 waits until all are ready.")] = 0
    first_round: Annotated[
        float, number("times", 1, 4, "The phases of the first round last so many times as long, to learn by.")
    ] = 1.0
    pause_after: tuple[int, ...] = ()
    """Rounds after which the game waits for the facilitator, such as at the end of a session."""
    absent: Annotated[
        int, number("seconds", 10, 3600, "How long a seat may be out of touch before the countdown begins.")
    ] = 60
    countdown: Annotated[int, number("seconds", 5, 600, "Countdown that all see before an AI takes the seat.")] = 30
    private_talk: Annotated[bool, switch("Whether two seats may write to each other unseen by the rest.")] = True
    votes: Literal["open", "secret"] = "open"
    """Whether all see who voted how on the text of an accord."""
    chapters: tuple[Chapter, ...] = ()
    """The story, by rounds; a round without a chapter opens with the news of the year alone."""

    def seconds(self, phase: str, number_of_round: int = 2) -> int:
        """Give how long a phase lasts in a round counted from 1, in seconds; 0 waits until all are ready.

        Raises
        ------
        ValueError : for a phase that is none of PHASES.
        """
        if phase not in PHASES:
            raise ValueError(f"a phase is one of {', '.join(PHASES)}, got {phase!r}")
        return round(float(getattr(self, phase)) * (self.first_round if number_of_round == 1 else 1.0))

    def minutes(self, rounds: int) -> float:
        """Give how long a game of so many rounds lasts if every clock runs out, in minutes."""
        return sum(self.seconds(phase, number) for phase in PHASES for number in range(1, rounds + 1)) / 60

    def chapter(self, number_of_round: int) -> Chapter | None:
        """Give the chapter of a round counted from 1, or None."""
        return next((chapter for chapter in self.chapters if chapter.round == number_of_round), None)
