"""The process in which games are computed: it keeps a copy of each, fed with its moves, and answers questions.

It is started by ``Thinker`` and speaks with it over its own standard input and output. It makes no moves and writes no
files; when its input ends, because the program that asked has closed it or has been killed, it ends too.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import Any, BinaryIO

from agents.players.orders import HandedIn
from scenarios.game.board import Board, LeverView
from scenarios.game.forks import WhatIf
from scenarios.game.gains import Gain
from scenarios.game.game import Game
from scenarios.game.journal import Entry, Journal
from scenarios.game.previews import Preview
from scenarios.game.refusal import Refused
from scenarios.game.study import LaneTable
from scenarios.year_end import Difference, YearEnd

KINDER = 5
"""By how much the priority of this process is lowered: people who click go first."""
MOST = 12
"""Games kept; the one that was asked about longest ago is let go, and sent again when somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about a game, with the moves that have been made since the last question."""

    number: int
    game: str
    about: Mapping[str, Any] | None
    """What the game was made with; None where it was sent before."""
    entries: tuple[Entry, ...]
    what: str
    words: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer, or why there is none."""

    number: int
    value: Any = None
    refused: str = ""
    """What was wrong with the question, in one sentence."""
    unknown: bool = False
    """Whether the game has to be sent again."""
    fault: str = ""
    """What went wrong here."""


def _plain(board: Board) -> Board:
    """A board without what only this process can do."""
    return replace(board, terms_on=None, options=None, cannot_pay=None)  # type: ignore[arg-type]


def _board(game: Game) -> Board:
    return _plain(game.board)


def _live(game: Game) -> tuple[Board, tuple[YearEnd, ...]]:
    return _plain(game.past.live(game.state).board()), game.past.unwritten(game.state)


def _compare(game: Game, round_: int) -> Difference | None:
    return game.compare(round_)


def _move(game: Game) -> tuple[str, dict[str, Any]] | None:
    """The first move of an AI nation that can be made as the game stands."""
    for nation, move in game.moves():
        try:
            game.checked(nation, move)
        except Refused:
            continue
        return nation, dict(move)
    return None


def _table(game: Game, lane: str) -> LaneTable:
    return game.study.table(lane)


def _options(game: Game, nation: str) -> tuple[LeverView, ...]:
    return game.study.options(nation)


def _cannot_pay(game: Game, lane: str, terms: Mapping[str, Any]) -> str:
    return game.study.cannot_pay(lane, terms)


def _gains(game: Game, nation: str) -> tuple[Gain, ...]:
    return game.gains(nation)


def _foresee(game: Game, who: str, draft: Mapping[str, Any]) -> Preview:
    return game.foresee(who, draft)


def _what_if(game: Game, round_: int, change: Mapping[str, Any]) -> WhatIf:
    return game.what_if(round_, change)


def _export(game: Game) -> bytes:
    return game.export()


def _hash(game: Game) -> str:
    return game.hash()


def _rivals(game: Game, injects: tuple[HandedIn, ...]) -> dict[str, tuple[list[Any], list[Any]]]:
    game.rivals.live(injects)
    return game.rivals.rows()


ANSWERS: Mapping[str, Callable[..., Any]] = {
    "board": _board,
    "live": _live,
    "compare": _compare,
    "move": _move,
    "table": _table,
    "options": _options,
    "cannot_pay": _cannot_pay,
    "gains": _gains,
    "foresee": _foresee,
    "what_if": _what_if,
    "export": _export,
    "hash": _hash,
    "rivals": _rivals,
}


class Thinking:
    """The games of this process and the way back to who asks."""

    def __init__(self, out: BinaryIO) -> None:
        self.games: OrderedDict[str, Game] = OrderedDict()
        self._out, self._lock = out, Lock()

    def take(self, question: Question) -> None:
        """Bring a game up to date, and answer in a thread about how it stands now."""
        try:
            game = self._up_to_date(question)
        except Exception as fault:  # noqa: BLE001 - one game's fault must not stop the others.
            self.games.pop(question.game, None)
            self._say(Reply(number=question.number, fault=f"{type(fault).__name__}: {fault}"))
            return
        if game is None:
            self._say(Reply(number=question.number, unknown=True))
            return
        Thread(target=self._answer, args=(question, game), daemon=True).start()

    def _up_to_date(self, question: Question) -> Game | None:
        """The game as it stands now; only one thread changes it, so that who thinks needs no lock on what it sees."""
        if question.about is not None:
            journal = Journal(":memory:")
            journal.found(question.about)
            self.games[question.game] = Game(journal)
            while len(self.games) > MOST:
                self.games.popitem(last=False)
        game = self.games.get(question.game)
        if game is None:
            return None
        self.games.move_to_end(question.game)
        for entry in question.entries:
            game.follow(entry)
        return game.as_it_stands()

    def _answer(self, question: Question, game: Game) -> None:
        try:
            self._say(Reply(number=question.number, value=ANSWERS[question.what](game, *question.words)))
        except Refused as no:
            self._say(Reply(number=question.number, refused=str(no)))
        except Exception as fault:  # noqa: BLE001 - whatever it is, nobody must wait for ever for an answer.
            self._say(Reply(number=question.number, fault=f"{type(fault).__name__}: {fault}"))

    def _say(self, reply: Reply) -> None:
        said = pickle.dumps(reply, pickle.HIGHEST_PROTOCOL)
        with self._lock:
            self._out.write(said)
            self._out.flush()


def main() -> None:
    """Answer until nobody asks any more."""
    # Whatever is printed by mistake must not run into the answers.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Ctrl+C is for the program that asks; this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(KINDER)
    thinking, asked = Thinking(out), sys.stdin.buffer
    try:
        while True:
            thinking.take(pickle.load(asked))  # noqa: S301 - it comes from the program that started this one.
    except (EOFError, OSError, pickle.UnpicklingError):
        # At once: a thread that thinks would hold up the end for seconds.
        os._exit(0)
