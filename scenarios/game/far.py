"""A game whose market runs in another process: here it is only logged and shown."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import RLock
from typing import Any

from agents.players.orders import HandedIn
from scenarios.game.answers import Spoken
from scenarios.game.board import Board, LeverView, TermView
from scenarios.game.gains import Gain
from scenarios.game.game import Clock, Game
from scenarios.game.journal import Journal
from scenarios.game.mind import Mind
from scenarios.game.move import Move
from scenarios.game.previews import Preview
from scenarios.game.refusal import Refused
from scenarios.game.rivals import ALONE, BY_AI, Rivals
from scenarios.game.study import LaneTable
from scenarios.game.thinker import Line, Thinker
from scenarios.game.verbs.counter import Counter
from scenarios.game.verbs.offer import Offer
from scenarios.game.what_if import WhatIf
from scenarios.records.year_end import Difference, YearEnd


class FarGame(Game):
    """A game over a market that is lived elsewhere; it gives the same figures, bit for bit."""

    def __init__(self, journal: Journal, thinker: Thinker, clock: Clock = time.time) -> None:
        """Open a game from its file."""
        super().__init__(journal, clock)
        self.line = Line(thinker, self.id, self.about, self.entries)
        self.rivals = FarRivals(self, self.line)
        self._facts: tuple[Board, FarMind] | None = None
        self._facts_lock = RLock()

    @property
    def board(self) -> Board:
        """The facts of the round."""
        return self.shown

    @property
    def shown(self) -> Board:
        """The facts as last shown."""
        return self._known()[0]

    @property
    def study(self) -> Mind:
        """What is known of the valuations of the round; the rest is asked for."""
        return self._known()[1]

    def _known(self) -> tuple[Board, FarMind]:
        # Nobody may put older facts in the place of newer ones.
        with self._facts_lock:
            return self._facts or self._take_in(self.line.ask("board"))

    def _show(self, board: Board) -> None:
        with self._facts_lock:
            self._take_in(board)

    def _take_in(self, board: Board) -> tuple[Board, FarMind]:
        mind = FarMind(self.line)
        bound = replace(board, terms_on=mind.terms, options=mind.options, cannot_pay=mind.cannot_pay)
        self._facts = bound, mind
        return self._facts

    def _live(self) -> tuple[Board, tuple[YearEnd, ...]]:
        lived: tuple[Board, tuple[YearEnd, ...]] = self.line.ask("live")
        return lived

    def compare(self, round_: int) -> Difference | None:
        """Ask how a recorded round would come out on this machine."""
        found: Difference | None = self.line.ask("compare", round_)
        return found

    def warm(self, who: str, move: Move) -> None:
        """Ask beforehand, outside the lock, for what checking the move will look up."""
        super().warm(who, move)
        if not isinstance(move, Offer | Counter) or self.state.phase != "negotiate":
            return
        lane = self.lane_of(move)
        if lane in self.shown.lanes:
            try:
                self.shown.terms(lane, move.terms)
            except Refused:
                return  # It will be refused again, with the same sentence, by who checks the move.

    def moves(self) -> Iterator[Spoken]:
        """Ask for the next move of an AI nation."""
        found: Spoken | None = self.line.ask("move")
        if found is not None:
            self.warm(*found)
            yield found

    def gains(self, nation: str) -> tuple[Gain, ...]:
        """Ask what each lane of a nation could bring at best."""
        found: tuple[Gain, ...] = self.line.ask("gains", nation)
        return found

    def foresee(self, who: str, draft: Move) -> Preview:
        """Ask what a draft would bring a nation."""
        found: Preview = self.line.ask("foresee", who, draft)
        return found

    def what_if(self, round_: int, change: Mapping[str, Any] | None = None) -> WhatIf:
        """Ask what would be; see ``Game.what_if``."""
        found: WhatIf = self.line.ask("what_if", round_, dict(change or {}))
        return found

    def export(self) -> bytes:
        """A zip with the moves, offers, messages and figures of the game, without secrets."""
        found: bytes = self.line.ask("export")
        return found

    def hash(self) -> str:
        """Fingerprint of everything that the moves came to, the market included."""
        found: str = self.line.ask("hash")
        return found


class FarMind:
    """The valuations of a round as far as they have been asked for; each is asked for once."""

    def __init__(self, line: Line) -> None:
        """Know nothing yet."""
        self._line = line
        self._tables: dict[str, LaneTable] = {}
        self._menus: dict[str, tuple[LeverView, ...]] = {}
        self._payable: dict[str, str] = {}

    def table(self, key: str) -> LaneTable:
        """A lane with all its outcomes valued."""
        if key not in self._tables:
            self._tables[key] = self._line.ask("table", key)
        return self._tables[key]

    def known(self, key: str) -> LaneTable | None:
        """A lane's table if it has been asked for."""
        return self._tables.get(key)

    def terms(self, key: str) -> tuple[TermView, ...]:
        """What is on the table of a lane, as form fields."""
        return self.table(key).fields()

    def options(self, nation: str) -> tuple[LeverView, ...]:
        """A nation's menu of levers."""
        if nation not in self._menus:
            self._menus[nation] = self._line.ask("options", nation)
        return self._menus[nation]

    def ready_options(self, nation: str) -> tuple[LeverView, ...] | None:
        """A nation's menu if it has been asked for."""
        return self._menus.get(nation)

    def cannot_pay(self, key: str, terms: Mapping[str, Any]) -> str:
        """Say who could not pay its part under some terms of a joint venture; empty where both can."""
        if self.table(key).venture is None:
            return ""
        name = json.dumps([key, terms], sort_keys=True, default=str)
        if name not in self._payable:
            self._payable[name] = self._line.ask("cannot_pay", key, dict(terms))
        return self._payable[name]


class FarRivals(Rivals):
    """What the two runs came to, as last told."""

    def __init__(self, game: Game, line: Line) -> None:
        """Know nothing yet."""
        super().__init__(game.setting, game.rules, game.seed)
        self.line = line
        self._rows: dict[str, tuple[list[Any], list[Any]]] = {}

    def live(self, injects: tuple[HandedIn, ...]) -> None:
        """Have both lived as far as the injects of the lived rounds reach."""
        self._rows = self.line.ask("rivals", injects)

    def rows(self) -> dict[str, tuple[list[Any], list[Any]]]:
        """Rows by nation and of the world, of both runs."""
        return self._rows

    def known(self, rounds: int) -> bool:
        """Whether both have been lived so far."""
        return all(name in self._rows and len(self._rows[name][1]) >= rounds for name in (ALONE, BY_AI))
