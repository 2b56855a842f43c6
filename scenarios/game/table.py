"""The table of a game: its seats, the moves that each may make and when, and the log of all moves.

Everything that changes a game goes through here: it is checked, logged, and then applied. The market is behind it
(see ``Game``); the table asks it for the facts against which a move is checked, and for nothing else.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

import scenarios.game.verbs
from agents.world.setting import Setting
from negotiation.rulebook import find
from scenarios.game import founding, watch_clock
from scenarios.game.board import Board
from scenarios.game.journal import Entry, Journal
from scenarios.game.reading import BOARDLESS, HOST_PHASES, legible, mark_of, read, rules_of
from scenarios.game.refusal import Refused
from scenarios.game.state import NAMES, GameState, Seat
from scenarios.game.verbs import phase as phases
from scenarios.game_rules import GameRules

Clock = Callable[[], float]
LONGEST_KEY = 200
"""Most characters of the name that a sender gives a move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The result of a move."""

    ok: bool
    text: str = ""
    """Why it was refused, in one sentence; empty if it was taken."""
    number: int = 0
    """Its number in the log; 0 if it was refused."""
    id: int = 0
    """Number of the offer, message or text that it made."""
    token: str = ""
    """Secret of the seat that it took."""
    again: bool = False
    """Whether it had been taken before under the same key."""


class Table:
    """The state of a game and its log."""

    def __init__(self, journal: Journal, clock: Clock = time.time) -> None:
        """Open a game from its file; use ``Game.create`` for a new one."""
        self.clock, self.journal = clock, journal
        self.lock = RLock()
        about = journal.about()
        if not about:
            raise ValueError(f"{journal.path} holds no game")
        self.about = about
        self.id, self.code, self.secret = str(about["id"]), str(about["code"]), str(about["secret"])
        self.setting: Setting
        self.rules: GameRules
        self.setting, self.rules = founding.world_of(about)
        self.seed = int(about["seed"])
        self.version = 0
        self.trouble = ""
        """What went wrong while the game was thought about; empty while nothing has."""
        self.listeners: list[Callable[[Any], None]] = []
        self.seen: dict[str, float] = {}
        """When the people of each seat were last heard of, seconds since 1970."""
        self.still = 0.0
        """When the game last stood still, in the lobby or paused."""
        self.state: GameState = founding.fresh(about, self.setting)
        self.entries: list[Entry] = []
        for entry in journal.entries():
            self._apply(entry)

    def facts(self) -> Board:
        """The facts against which moves are checked."""
        raise NotImplementedError

    def warm(self, who: str, verb: str, words: Mapping[str, Any]) -> None:
        """Work out beforehand, outside the lock, what checking a move will look up."""

    # -- who is who ---------------------------------------------------------------------------------------------

    def role(self, token: str) -> str:
        """Tell who a secret belongs to: key of a nation, ``host``, ``observer``, or empty for nobody."""
        if secrets.compare_digest(legible(token).encode(), self.secret.encode()):
            return "host"
        seat = self.state.seat_of(token)
        if seat is not None and seat.human:
            return seat.key
        return "observer" if token in self.state.watchers else ""

    @property
    def open_seats(self) -> tuple[str, ...]:
        """Nations that people may play, in the order in which to fill them."""
        return self.rules.seats or tuple(self.state.seats)

    def claim(self, code: str, seat: str = "", person: str = "", *, now: float | None = None) -> Receipt:
        """Sit down with the code of the game; the first to do so has the seat, and a full one is refused.

        Parameters
        ----------
        seat : key of a nation; empty takes the first free one in the scenario's order.
        """
        at = self.clock() if now is None else now
        with self.lock:
            if not secrets.compare_digest(legible(code).strip().upper().encode(), self.code.encode()):
                return Receipt(ok=False, text="No game has this code; look at the facilitator's screen.")
            free = [key for key in self.open_seats if not self.state.seats[key].human]
            if not seat and not free:
                return Receipt(ok=False, text="Every seat is taken; you can watch instead.")
            chosen = seat or free[0]
            words = {"seat": chosen, "person": legible(person), "team": self.rules.team, "open": list(self.open_seats)}
            receipt = self.take("join", {"do": "take_seat", **words}, at)
            if receipt.ok:
                self.seen[chosen] = at
                return Receipt(ok=True, number=receipt.number, id=receipt.id, token=self.state.seats[chosen].token)
            return receipt

    def enter(self, token: str, person: str = "", *, now: float | None = None) -> Receipt:
        """Sit down by the link of a seat that the facilitator has handed out; on a taken seat it changes nothing."""
        at = self.clock() if now is None else now
        with self.lock:
            seat = self.state.seat_of(str(token))
            if seat is None:
                return Receipt(ok=False, text="This link belongs to no seat of this game.")
            if seat.human:
                return Receipt(ok=True, token=seat.token, again=True)
            return self.claim(self.code, seat.key, person, now=at)

    def watch(self, code: str, person: str = "", *, now: float | None = None) -> Receipt:
        """Come as an observer, if the scenario lets people watch."""
        with self.lock:
            if code.strip().upper() != self.code:
                return Receipt(ok=False, text="No game has this code; look at the facilitator's screen.")
            if not self.rules.observers:
                return Receipt(ok=False, text="In this game nobody watches without a seat.")
            token = secrets.token_urlsafe(16)
            at = self.clock() if now is None else now
            taken = self.take("join", {"do": "watch", "person": legible(person), "token": token}, at)
            return Receipt(ok=taken.ok, text=taken.text, number=taken.number, token=token if taken.ok else "")

    # -- moves --------------------------------------------------------------------------------------------------

    def do(self, token: str, move: Mapping[str, Any], key: str = "", *, now: float | None = None) -> Receipt:
        """Make a move: check who sends it, whether it is time, and what it says; then log and apply it.

        Parameters
        ----------
        token : secret of a seat, or the facilitator's.
        move : ``{"do": verb, ...}`` with the words of the verb; see ``scenarios/game/verbs``.
        key : name that the sender gives the move; the same key sent again does nothing and gets the same receipt.

        Returns
        -------
        Whether it was taken; if not, one sentence says why. Nothing is raised for a bad move.
        """
        at = self.clock() if now is None else now
        try:
            who = self.role(str(token))
            verb, words = read(who, move)
            if len(str(key)) > LONGEST_KEY:
                raise Refused(f"The name of a move has at most {LONGEST_KEY} characters.")
            self.warm(who, verb, words)
            with self.lock:
                return self._made(who, verb, words, legible(str(key)), at)
        except Refused as no:
            return Receipt(ok=False, text=str(no))

    def _made(self, who: str, verb: str, words: dict[str, Any], key: str, at: float) -> Receipt:
        sent = mark_of(verb, words) if key else ""
        if key and (who, key) in self.state.keys:
            before = self.entries[self.state.keys[who, key] - 1]
            if before.body.get("sent", sent) != sent:
                raise Refused("Another move was sent under the same name already; give this one a name of its own.")
            return Receipt(ok=True, number=before.number, again=True)
        if who == "host" and verb in HOST_PHASES:
            return self._hosted(verb, at, key, sent)
        if who in self.state.seats:
            self._present(who, at)
            self._check_turn(self.state.seats[who], verb, at)
        rule = find(scenarios.game.verbs, verb, "check")
        when = rules_of(verb)["WHEN"]
        if when and self.state.phase not in when:
            may = " and ".join(NAMES[phase] for phase in when)
            raise Refused(f"'{verb}' belongs to {may}; the game is in {NAMES[self.state.phase]}.")
        if self.state.phase == "resolve" and verb not in ("pin", "say"):
            raise Refused("The year is being lived; wait for the report.")
        if verb == "release":
            words = words | {"token": secrets.token_urlsafe(16)}
        checked = rule(self.state, self._board_for(verb), who, words)
        return self._log(who, {"do": verb, **checked, **({"sent": sent} if sent else {})}, at, key or None)

    def _hosted(self, verb: str, at: float, key: str, sent: str) -> Receipt:
        if verb == "start" and self.state.phase != "lobby":
            raise Refused("The game has begun already.")
        if verb == "go_on" and self.state.phase in ("lobby", "resolve", "over"):
            raise Refused("There is nothing to go on from; start the game, or wait for the report.")
        if verb == "resolve_now" and self.state.phase not in ("brief", "negotiate", "commit"):
            raise Refused("A round can be resolved while it is being played.")
        to = "resolve" if verb == "resolve_now" else phases.after(self.state)
        return self.advance(to, "the facilitator goes on", at, who="host", key=key or None, sent=sent)

    def _check_turn(self, seat: Seat, verb: str, at: float) -> None:
        if seat.stand_in == "handed" and verb not in ("take_back", "say"):
            raise Refused("An AI plays your seat for now; take it back first.")
        late = self.state.deadline is not None and at > self.state.deadline
        if late and verb not in ("say", "take_back"):
            raise Refused(f"Too late: the time to {self.state.phase} is over.")

    def take(self, who: str, move: dict[str, Any], at: float) -> Receipt:
        """Make a move of the program's own: of an AI nation, the clock, or somebody who sits down."""
        try:
            words = self.checked(who, move)
        except Refused as no:
            return Receipt(ok=False, text=str(no))
        return self._log(who, {"do": move["do"], **words}, at)

    def checked(self, who: str, move: Mapping[str, Any]) -> dict[str, Any]:
        """Give the words of a move of the program's own as they would be logged; refused if they cannot be now."""
        words = {name: value for name, value in move.items() if name != "do"}
        rule = find(scenarios.game.verbs, move["do"], "check")
        found: dict[str, Any] = rule(self.state, self._board_for(move["do"]), who.removeprefix("ai "), words)
        return found

    def _log(self, who: str, body: dict[str, Any], at: float, key: str | None = None) -> Receipt:
        entry = Entry(number=len(self.entries) + 1, at=at, who=who, body=body, key=key)
        self.journal.add(entry)
        made = self._apply(entry)
        self.changed()
        return Receipt(ok=True, number=entry.number, id=made)

    def changed(self) -> None:
        """Count a change and tell those who listen; they must not think in this thread."""
        self.version += 1
        for listener in self.listeners:
            listener(self)

    def _apply(self, entry: Entry) -> int:
        """Change the state by a move of the log."""
        words = {name: value for name, value in entry.body.items() if name not in ("do", "sent")}
        nation = entry.who.removeprefix("ai ")
        done = find(scenarios.game.verbs, entry.body["do"], "do")
        made = done(self.state, nation, words, entry.at, entry.who.startswith("ai "))
        self.entries.append(entry)
        if entry.key:
            self.state.keys[entry.who, entry.key] = entry.number
        return int(made)

    def follow(self, entry: Entry) -> None:
        """Take over the next move of the same game, which is written down elsewhere."""
        self._apply(entry)

    def copy(self, entry: Entry) -> None:
        """Take over a move of another game, before anything else happens in this one."""
        again = replace(entry, number=len(self.entries) + 1)
        self.journal.add(again)
        self._apply(again)

    def free(self, at: float) -> None:
        """Let go of the people that came along with another game's moves."""
        self._log("host", {"do": "set_up", "tokens": dict(self.about["tokens"]), "at": at}, at)

    def _board_for(self, verb: str) -> Board | None:
        return self.facts() if verb not in BOARDLESS else None

    # -- time and presence --------------------------------------------------------------------------------------

    def heartbeat(self, token: str, *, now: float | None = None) -> bool:
        """Say that the people of a seat are there; True if the secret is one of this game's."""
        who = self.role(str(token))
        if who in self.state.seats:
            with self.lock:
                self._present(who, self.clock() if now is None else now)
        return bool(who)

    def _present(self, who: str, at: float) -> None:
        self.seen[who] = at
        seat = self.state.seats[who]
        if seat.countdown is not None or seat.stand_in == "absent":
            self.take("clock", {"do": "take_back", "seat": who}, at)

    def tick(self, now: float | None = None) -> bool:
        """Let the clock do what is due: countdowns, AI stand-ins, deadlines, and going on when all are ready."""
        at = self.clock() if now is None else now
        with self.lock:
            before = self.version
            watch_clock.look(self, at)
            return self.version != before

    def advance(
        self, to: str, why: str, at: float, who: str = "clock", key: str | None = None, sent: str = ""
    ) -> Receipt:
        """Open the next phase; when a round is resolved the papers are taken in as they lie."""
        state = self.state
        number = state.round + 1 if to == "brief" else state.round
        words: dict[str, Any] = {"to": to, "why": why}
        if to in ("brief", "negotiate", "commit", "report"):
            words["seconds"] = float(self.rules.seconds(to, number))
        if to == "brief" and state.round in self.rules.pause_after:
            words["pause"] = True
        if to == "resolve":
            words["played"] = [seat.key for seat in state.at_table()]
            current = self.current_text()
            if current:
                words["tabled"] = current
        return self._log(who, {"do": "phase", **words, **({"sent": sent} if sent else {})}, at, key)

    def current_text(self) -> int:
        """The text on the table that has most votes, the later one where two have the same; 0 where none has enough."""
        mine = [one for one in self.state.proposals.values() if one.round == self.state.round]
        for_it = {one.id: sum(ballot.yes for ballot in self.state.votes(one.id)) for one in mine}
        best = max(for_it, key=lambda number: (for_it[number], number), default=0)
        # Before a review is due a summit is held only where more than half of the members call it.
        accord = self.facts().accord if for_it else None
        least = len(accord.members) / 2 if accord is not None and accord.early else 0
        return best if for_it.get(best, 0) > least else 0

    # -- drafts -------------------------------------------------------------------------------------------------

    def keep_draft(self, token: str, name: str, body: object) -> None:
        """Keep what the people of a seat are writing, so that another device shows it too; None throws it away."""
        who = self.role(str(token))
        if who:
            with self.lock:
                self.journal.keep_draft(who, name[:80], body)

    def draft(self, token: str, name: str) -> Any:
        """Give back a draft, or None."""
        who = self.role(str(token))
        return self.journal.draft(who, name[:80]) if who else None
