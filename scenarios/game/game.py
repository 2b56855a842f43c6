"""A game: scenario, seed and moves. Every move goes through here: it is checked, logged and applied.

The log is the game. Seats, offers and phases come from applying it; the market's answer to a round is computed once,
with the decisions handed in, and is then logged too. Slow work (the year, AI nations, previews) happens in
``work`` and never while the game is locked.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any, Self

from agents.players.orders import HandedIn
from agents.world.setting import Setting
from negotiation.bargaining.terms import Level
from scenarios.briefings import Briefing
from scenarios.game import answers, debrief, exporting, forks, founding, gains, looking, spent
from scenarios.game.board import Board, TermView
from scenarios.game.forks import WhatIf
from scenarios.game.gains import Gain
from scenarios.game.journal import Journal
from scenarios.game.papers import handed_in
from scenarios.game.past import Past, resolved, to_compare
from scenarios.game.previews import Preview, preview
from scenarios.game.refusal import Refused
from scenarios.game.rivals import Rivals
from scenarios.game.sights import DebriefSight, HostSight, ScreenSight, Sight
from scenarios.game.state import still
from scenarios.game.study import Study
from scenarios.game.table import Clock, Receipt, Table
from scenarios.game.world import World
from scenarios.game_rules import GameRules
from scenarios.sweep import identity
from scenarios.year_end import Difference, YearEnd

__all__ = ["Clock", "Game", "Receipt"]
KEPT_PREVIEWS = 64


class Game(Table):
    """One game and its file."""

    def __init__(self, journal: Journal, clock: Clock = time.time) -> None:
        """Open a game from its file; use ``Game.create`` for a new one."""
        super().__init__(journal, clock)
        self._watched = False
        self.past = Past(self.setting, self.rules, self.seed)
        self._shown: Board | None = None
        self._work_lock = RLock()
        self.briefings: dict[str, Briefing | None] = {}
        self._previews: OrderedDict[str, Preview] = OrderedDict()
        self.rivals = Rivals(self.setting, self.rules, self.seed)

    @classmethod
    def create(
        cls,
        path: str | Path,
        scenario: str | Setting,
        *,
        rules: GameRules | None = None,
        seed: int | None = None,
        title: str = "",
        clock: Clock = time.time,
        forked: Mapping[str, Any] | None = None,
    ) -> Game:
        """Make a new game in a file that does not exist yet.

        Parameters
        ----------
        path : file to make, or ``:memory:``.
        scenario : name or path of a scenario, or a setting with its ``rules``.
        seed : of the world; by default the scenario's.

        Raises
        ------
        ValueError : for an unknown scenario, or a file that holds a game already.
        """
        journal = Journal(path)
        if journal.about():
            raise ValueError(f"{path} holds a game already")
        journal.found(founding.about(scenario, rules, seed, title, clock(), forked))
        return cls(journal, clock)

    def facts(self) -> Board:
        """The facts against which moves are checked."""
        return self.shown

    def warm(self, who: str, verb: str, words: Mapping[str, Any]) -> None:
        """Work out beforehand, outside the lock, what checking the move will look up."""
        if self.state.phase not in ("brief", "negotiate", "commit"):
            return
        lane = words.get("lane") if verb in ("offer", "ask") else None
        if verb in ("counter", "ask") and words.get("offer") in self.state.offers:
            lane = self.state.offers[words["offer"]].lane
        if isinstance(lane, str) and lane in self.shown.lanes:
            self.study.table(lane)
        if verb == "levers" and who in self.state.seats:
            self.study.options(who)

    # -- what needs thinking ------------------------------------------------------------------------------------

    @property
    def world(self) -> World:
        """The market behind the game, lived as far as the rounds have been resolved."""
        return self.past.world(self.state)

    @property
    def lived(self) -> int:
        """Rounds that have been resolved."""
        return resolved(self.state)

    @property
    def board(self) -> Board:
        """The facts of the round."""
        return self.world.board()

    @property
    def shown(self) -> Board:
        """The facts as last shown; they do not wait while a year is being lived."""
        if self._shown is None:
            self._shown = self.board
        return self._shown

    @property
    def study(self) -> Study:
        """The valuations of the round."""
        return self.world.study

    def work(self, most: int = 200, *, now: float | None = None) -> int:
        """Do the thinking that is due: live a resolved year, and let AI nations speak. Returns the moves made.

        One thread at a time; the game is locked only to write a move down.
        """
        made = 0
        with self._work_lock:
            if self._prepare():
                self.changed()
            while made < most and self._work_once(self.clock() if now is None else now):
                made += 1
            if made and self._prepare():
                self.changed()
            if self._watched and self._rivals_behind():
                self.rivals.live(self._injects())
                self.changed()
        return made

    def _prepare(self) -> bool:
        """Work out the menus of those who play; True if any was new."""
        if self.state.phase not in ("brief", "negotiate", "commit"):
            return False
        new = [seat.key for seat in self.state.at_table() if self.study.ready_options(seat.key) is None]
        for nation in new:
            self.study.options(nation)
        return bool(new)

    def _injects(self) -> tuple[HandedIn, ...]:
        """What the facilitator let happen in each lived round, without anybody's decisions."""
        lived = (handed_in(self.state, number, self.setting) for number in range(1, self.lived + 1))
        return tuple(HandedIn(shocks=one.shocks, plants=one.plants) for one in lived)

    def _rivals_behind(self) -> bool:
        return self.state.phase != "resolve" and self.lived > 0 and not self.rivals.known(self.lived)

    def _work_once(self, at: float) -> bool:
        """Make the next move that is due: the end of a resolved year, one of an AI nation, or a look at old years."""
        if self.state.phase == "resolve":
            shown, ends = self._live()
            # Together, so that no crash leaves a report without the year that it is about.
            with self.lock, self.journal.together():
                self._show(shown)
                for end in ends:
                    self.take("model", {"do": "lived", "end": asdict(end)}, at)
                self.advance("report", "the year has been lived", at, who="model")
            return True
        return self._ai_moves(at) or self._compare_next(at)

    def _compare_next(self, at: float) -> bool:
        """Live the next year once more that was lived on another machine, and note how it would come out here."""
        number = to_compare(self.state)
        if not number:
            return False
        found = self.compare(number)
        said = {"apart": "", "text": ""} if found is None else asdict(found)
        with self.lock:
            self.take(
                "model", {"do": "compared", "round": number, "machine": identity.here(self.setting.plugins), **said}, at
            )
        return True

    def compare(self, round_: int) -> Difference | None:
        """Say how a recorded round would come out on this machine; None where it is the same to the last bit."""
        return self.past.compare(self.state, round_)

    def _ai_moves(self, at: float) -> bool:
        """Make a move of an AI nation, if one is due."""
        if self.state.phase not in ("negotiate", "commit") or not self.state.at_table():
            return False
        for nation, move in self.moves():
            with self.lock:
                who = "mediator" if nation == "mediator" else f"ai {nation}"
                if self.state.phase in ("negotiate", "commit") and self.take(who, dict(move), at).ok:
                    return True
        return False

    def _live(self) -> tuple[Board, tuple[YearEnd, ...]]:
        """Live the year of the round that is being resolved; give what it shows, and the years not yet in the log."""
        return self.past.live(self.state).board(), self.past.unwritten(self.state)

    def _show(self, board: Board) -> None:
        """Take what a year came to for the facts of the game."""
        self._shown = board

    def moves(self) -> Iterator[answers.Move]:
        """List what AI nations want to do now."""
        return answers.moves(self.state, self.shown, self.study)

    def as_it_stands(self) -> Self:
        """Look at the game as it stands now, over the same world; moves that come later do not show."""
        again = copy(self)
        again.state, again.entries = still(self.state), [*self.entries]
        again._shown = None  # noqa: SLF001 - of its own class
        return again

    def preview(self, token: str, draft: Mapping[str, Any]) -> Preview:
        """Show what a draft would bring its sender, by the same market, on a copy; nothing is logged.

        Parameters
        ----------
        draft : an ``offer``, ``counter``, ``accept``, ``levers`` or ``propose`` move.

        Raises
        ------
        Refused : one sentence, if it could not be sent.
        """
        who = self.role(str(token))
        if who not in self.state.seats:
            raise Refused("Only a seat can try what an offer would bring.")
        signed = sum(offer.state == "accepted" for offer in self.state.offers.values())
        name = f"{self.state.round} {who} {signed} {sorted(map(str, draft.items()))}"
        if name not in self._previews:
            found = self.foresee(who, dict(draft))
            self._previews[name] = found
            if len(self._previews) > KEPT_PREVIEWS:
                self._previews.popitem(last=False)
        return self._previews[name]

    def foresee(self, who: str, draft: Mapping[str, Any]) -> Preview:
        """Work out what a draft would bring a nation."""
        return preview(self, who, draft)

    # -- what screens are given ---------------------------------------------------------------------------------

    def sight(self, token: str) -> Sight:
        """The view of the people of a seat.

        Raises
        ------
        Refused : if the secret is that of no seat.
        """
        who = self.role(str(token))
        if who not in self.state.seats:
            raise Refused("This link belongs to no seat of this game; ask the facilitator for a new one.")
        self._watched = True
        with self.lock:
            return looking.sight(self, who)

    def host_sight(self, secret: str) -> HostSight:
        """The facilitator's view; refused without the secret."""
        if self.role(str(secret)) != "host":
            raise Refused("Only the facilitator sees this page; open the link that you got when you made the game.")
        self._watched = True
        with self.lock:
            return looking.host_sight(self)

    def screen_sight(self) -> ScreenSight:
        """The public view."""
        self._watched = True
        with self.lock:
            return looking.screen_sight(self)

    def debrief_sight(self) -> DebriefSight:
        """The debrief; it can be opened at any time, and shows the years so far."""
        self._watched = True
        with self.lock:
            return debrief.debrief(self)

    def form(self, lane: str) -> tuple[TermView, ...]:
        """The terms on the table of a lane, as form fields; worked out by the first who asks."""
        self.shown.lane(lane)
        return self.study.terms(lane)

    def beginning(self, lane: str) -> dict[str, Level]:
        """Terms with which somebody begins to write an offer on a lane."""
        return gains.beginning(self.study.table(lane))

    def gains(self, nation: str) -> tuple[Gain, ...]:
        """What each lane of a nation could bring at best by the market's figures, the best first."""
        with self.study.lock:
            return gains.gains(self.study, nation)

    def left(self, nation: str) -> float:
        """What is left of a nation's budget for what it does alone, once agreed plants are paid, USD m."""
        return spent.left(self, nation)

    def promising(self, nation: str) -> tuple[str, ...]:
        """Lanes of a nation on which both sides could gain, the best first."""
        return tuple(one.lane for one in self.gains(nation) if one.least > 0)

    def what_if(self, round_: int, change: Mapping[str, Any] | None = None) -> WhatIf:
        """Live the game again up to a round, change one thing, and leave the rest to the AI; nothing is logged.

        Parameters
        ----------
        change : ``{"accept": 7}``, ``{"refuse": 7}``, ``{"no_claim": "A3"}``, ``{"keep": "A3"}``, ``{"alone": True}``
            or nothing, which only leaves the rest to the AI.
        """
        return forks.what_if(self, round_, dict(change or {}))

    def export(self) -> bytes:
        """A zip with the moves, offers, messages and figures of the game, without secrets."""
        return exporting.export(self)

    def hash(self) -> str:
        """Fingerprint of everything that the moves came to, the market included."""
        return forks.fingerprint(self)
