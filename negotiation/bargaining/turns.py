"""Parties speak in turn: accept the open offer, make another, or leave."""

from __future__ import annotations

from collections.abc import Iterator

from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.table import Table


def take_turns(table: Table) -> Sitting:
    """Let the parties speak in turn until all accept one offer, somebody leaves or time is up.

    An offer is accepted by its maker. A party that refuses it may make another. Everybody hears what is said.

    Source: stacked alternating offers, Aydoğan, Festen, Hindriks and Jonker (2017).
    """
    minutes, seats = table.minutes, table.seats
    accepted = 0
    for turn, party in _turns(table):
        seats[party].round = turn
        waited = _take_back(table, accepted)
        standing = None if minutes.standing is None else minutes.standing[2]
        if turn == table.deadline and standing is None:
            break
        say = table.speak(party, standing)
        table.pass_on(party, say, turn)
        if say.kind == "accept":
            accepted = waited + 1
            if accepted == table.parties:
                return _agree(table, turn)
        elif say.kind == "walk":
            minutes.close("refused")
            return minutes.end(None, turn, f"{table.names[party]} walked away in round {turn + 1}")
        elif turn == table.deadline:
            # After the deadline an answer is yes or no.
            minutes.close("refused")
            break
        elif say.kind == "offer" and say.outcome is not None:
            minutes.put(turn, party, say.outcome)
            accepted = 1
            table.tell(party, say.outcome)
        else:
            minutes.close("refused")
            accepted = 0
    minutes.close("expired")
    return minutes.end(None, table.deadline - 1, f"no agreement by the deadline of {table.deadline} rounds")


def _turns(table: Table) -> Iterator[tuple[int, int]]:
    """Return every turn as (round, party), the final answers included if the rules give them."""
    for turn in range(table.deadline):
        for party in range(table.parties):
            yield turn, party
    if table.rules.final_answer:
        for party in range(table.parties - 1):
            yield table.deadline, party


def _take_back(table: Table, accepted: int) -> int:
    """Let the open offer lapse or be withdrawn; return how many still accept it."""
    minutes = table.minutes
    if minutes.standing is None:
        return 0
    maker = minutes.standing[1]
    withdraws = table.tactics[maker].withdraws
    if withdraws is not None and withdraws(table.seats[maker]):
        minutes.close("withdrawn")
        return 0
    if table.rules.expiry is not None and accepted > table.rules.expiry:
        minutes.close("expired")
        return 0
    return accepted


def _agree(table: Table, turn: int) -> Sitting:
    minutes = table.minutes
    delay = len(minutes.offers)
    outcome = None if minutes.standing is None else minutes.standing[2]
    minutes.close("accepted")
    return minutes.end(outcome, min(turn, table.deadline - 1), agreed(table, turn), tuple(range(table.parties)), delay)


def agreed(table: Table, turn: int) -> str:
    """Say in plain words that all agreed in round ``turn`` (from 0)."""
    who = "both" if table.parties == 2 else f"all {table.parties}"
    when = "with the final answer" if turn >= table.deadline else f"in round {turn + 1} of {table.deadline}"
    return f"{who} agreed {when}"
