"""A game whose market runs in another process: here it is only logged and shown."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import RLock
from typing import Any

from agents.players.orders import HandedIn
from scenarios.game.answers import Move
from scenarios.game.board import Board, LeverView
from scenarios.game.forks import WhatIf
from scenarios.game.gains import Gain
from scenarios.game.game import Clock, Game
from scenarios.game.journal import Journal
from scenarios.game.previews import Preview
from scenarios.game.refusal import Refused
from scenarios.game.rivals import ALONE, BY_AI, Rivals
from scenarios.game.study import LaneTable, Study
from scenarios.game.thinker import Line, Thinker
from scenarios.year_end import Difference, YearEnd


class FarGame(Game):
    """A game over a market that is lived elsewhere; it gives the same figures, bit for bit."""

    def __init__(self, journal: Journal, thinker: Thinker, clock: Clock = time.time) -> None:
        """Open a game from its file."""
        super().__init__(journal, clock)
        self.line = Line(thinker, self.id, self.about, self.entries)
        self.rivals = FarRivals(self, self.line)
        self._facts: tuple[Board, FarStudy] | None = None
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
    def study(self) -> Study:
        """What is known of the valuations of the round; the rest is asked for."""
        return self._known()[1]

    def _known(self) -> tuple[Board, FarStudy]:
        # Nobody may put older facts in the place of newer ones.
        with self._facts_lock:
            return self._facts or self._take_in(self.line.ask("board"))

    def _show(self, board: Board) -> None:
        with self._facts_lock:
            self._take_in(board)

    def _take_in(self, board: Board) -> tuple[Board, FarStudy]:
        study = FarStudy(self.line)
        bound = replace(board, terms_on=study.terms, options=study.options, cannot_pay=study.cannot_pay)
        self._facts = bound, study
        return self._facts

    def _live(self) -> tuple[Board, tuple[YearEnd, ...]]:
        lived: tuple[Board, tuple[YearEnd, ...]] = self.line.ask("live")
        return lived

    def compare(self, round_: int) -> Difference | None:
        """Ask how a recorded round would come out on this machine."""
        found: Difference | None = self.line.ask("compare", round_)
        return found

    def warm(self, who: str, verb: str, words: Mapping[str, Any]) -> None:
        """Ask beforehand, outside the lock, for what checking the move will look up."""
        super().warm(who, verb, words)
        if verb not in ("offer", "counter") or self.state.phase != "negotiate":
            return
        lane = words.get("lane") if verb == "offer" else self._lane_of(words.get("offer"))
        if isinstance(lane, str) and lane in self.shown.lanes and isinstance(words.get("terms"), Mapping):
            try:
                self.shown.terms(lane, words["terms"])
            except Refused:
                return  # It will be refused again, with the same sentence, by who checks the move.

    def _lane_of(self, offer: object) -> str:
        return self.state.offers[offer].lane if isinstance(offer, int) and offer in self.state.offers else ""

    def moves(self) -> Iterator[Move]:
        """Ask for the next move of an AI nation."""
        found: tuple[str, dict[str, Any]] | None = self.line.ask("move")
        if found is not None:
            nation, move = found
            self.warm(nation, move["do"], move)
            yield nation, move

    def gains(self, nation: str) -> tuple[Gain, ...]:
        """Ask what each lane of a nation could bring at best."""
        found: tuple[Gain, ...] = self.line.ask("gains", nation)
        return found

    def foresee(self, who: str, draft: Mapping[str, Any]) -> Preview:
        """Ask what a draft would bring a nation."""
        found: Preview = self.line.ask("foresee", who, dict(draft))
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


class FarStudy(Study):
    """The valuations of a round as far as they have been asked for; each is asked for once."""

    def __init__(self, line: Line) -> None:
        """Know nothing yet."""
        self.line, self.lock, self.summit_lock = line, RLock(), RLock()
        self._tables: dict[str, LaneTable] = {}
        self._menus: dict[str, tuple[LeverView, ...]] = {}
        self._payable: dict[str, str] = {}

    def table(self, key: str) -> LaneTable:
        """A lane with all its outcomes valued."""
        if key not in self._tables:
            self._tables[key] = self.line.ask("table", key)
        return self._tables[key]

    def options(self, nation: str) -> tuple[LeverView, ...]:
        """Show a nation's menu of levers."""
        if nation not in self._menus:
            self._menus[nation] = self.line.ask("options", nation)
        return self._menus[nation]

    def cannot_pay(self, key: str, terms: Mapping[str, Any]) -> str:
        """Say who could not pay its part under some terms of a joint venture; empty where both can."""
        if self.table(key).venture is None:
            return ""
        name = json.dumps([key, terms], sort_keys=True, default=str)
        if name not in self._payable:
            self._payable[name] = self.line.ask("cannot_pay", key, dict(terms))
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
