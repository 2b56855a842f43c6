"""The past years of a game: read from its log where they are recorded, and computed where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import RLock

from agents.world.plain_data import UnreadableError
from agents.world.setting import Setting
from scenarios.game.papers import handed_in
from scenarios.game.state import GameState
from scenarios.game.world import World
from scenarios.game_rules import GameRules
from scenarios.run import Living
from scenarios.sweep import identity
from scenarios.year_end import APART, Difference, YearEnd, difference

GOES_ON = "The game goes on from what was recorded."
NOT_READ = (
    "This version of the program cannot read how the world then stood, so the game goes on from the years as they "
    "come out here."
)
NOT_KEPT = (
    "This file comes from a version that did not write years down: they have been lived again on this machine, and may "
    "have come out otherwise than they were shown."
)


class Past:
    """A world that follows a game; safe to use from any thread."""

    def __init__(self, setting: Setting, rules: GameRules, seed: int) -> None:
        """Set up nothing yet."""
        self.setting, self.rules, self.seed = setting, rules, seed
        self._lock, self._comparing = RLock(), RLock()
        """The second is held while old years are compared: nobody else waits for that."""
        self._world: World | None = None
        self._again: Living | None = None
        """The same years lived once more, to compare them."""

    def world(self, state: GameState) -> World:
        """The world with every resolved round behind it."""
        with self._lock:
            if self._world is None:
                self._world = self._taken_up(state)
            while self._world.lived < resolved(state):
                self._world.live(handed_in(state, self._world.lived + 1, self.setting))
            return self._world

    def _taken_up(self, state: GameState) -> World:
        """The world as it stood after the last year that is written down without a gap."""
        try:
            return World(self.setting, self.rules, self.seed, tuple(written(state)))
        except UnreadableError:
            return World(self.setting, self.rules, self.seed)

    def live(self, state: GameState) -> World:
        """Live the round that is being resolved, unless it has been lived."""
        with self._lock:
            world = self.world(state)
            if world.lived < state.round:
                world.live(handed_in(state, state.round, self.setting))
            return world

    def unwritten(self, state: GameState) -> tuple[YearEnd, ...]:
        """Lived years that are not in the log, or stand there as only another version can read them."""
        held = {number: end.hash for number, end in state.years.items()}
        return tuple(end for end in self.world(state).ends if held.get(end.round) != end.hash)

    def compare(self, state: GameState, round_: int) -> Difference | None:
        """Live a recorded round once more, from the world that was recorded before it, and say how it differs."""
        with self._comparing:
            recorded, ends = state.years[round_], self.world(state).ends
            if ends[round_ - 1].hash != recorded.hash:
                return _and(difference(recorded, ends[round_ - 1]), NOT_READ)
            again = self._again
            if again is None or again.lived != round_ - 1:
                again = Living(self.setting, regime=self.rules.regime, seed=self.seed)
                again.resume(ends[: round_ - 1])
            again.step(handed_in(state, round_, self.setting))
            found = difference(recorded, again.end())
            # Where the two part, the next round is lived from the recorded world again.
            self._again = again if found is None and round_ < resolved(state) else None
            return _and(found, GOES_ON)


def _and(found: Difference | None, what_then: str) -> Difference | None:
    return None if found is None else replace(found, text=f"{found.text} {what_then}")


def resolved(state: GameState) -> int:
    """Count the rounds that have been resolved."""
    return state.round if state.phase in ("report", "over") else max(state.round - 1, 0)


def written(state: GameState) -> Iterator[YearEnd]:
    """List the resolved rounds that are written down, up to the first that is not."""
    for number in range(1, resolved(state) + 1):
        if number not in state.years:
            return
        yield state.years[number]


def to_compare(state: GameState) -> int:
    """Name the first round that was lived elsewhere and has not been compared here; 0 for none."""
    here = identity.here(state.plugins)
    done = {one.round for one in state.compared if one.machine == here}
    lived = (end for end in written(state) if end.machine != here and end.round not in done)
    return next((end.round for end in lived), 0)


def notice(state: GameState, *, to_host: bool) -> str:
    """Say what people should know about the years behind a game; empty where there is nothing to say.

    Of several years the first is named in which most is apart. That only last digits differ, or that an old file had
    no years, is told to the facilitator alone.
    """
    here = identity.here(state.plugins)
    told = APART if to_host else APART[:-1]
    mine = [one for one in state.compared if one.machine == here and one.apart in told]
    if mine:
        return min(mine, key=lambda one: (APART.index(one.apart), one.round)).text
    return NOT_KEPT if to_host and len(tuple(written(state))) < resolved(state) else ""
