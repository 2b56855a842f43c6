"""Put a text to the vote."""

from __future__ import annotations

from negotiation.bargaining.minutes import Vote
from negotiation.bargaining.seat import answer
from negotiation.bargaining.table import Table


class Walked(Exception):  # noqa: N818 - leaving the table is allowed.
    """A party leaves instead of voting."""

    def __init__(self, party: int) -> None:
        self.party = party


def vote_on(table: Table, turn: int, proposer: int, outcome: int, text: int | None) -> tuple[bool, ...]:
    """Let all parties vote on ``outcome`` in place of ``text`` and write it down; return their votes.

    ``proposer`` is -1 for the mediator. With an open ballot every party learns who voted how, afterwards.
    """
    minutes = table.minutes
    minutes.put(turn, proposer, outcome)
    votes = tuple(prefers(table, party, outcome, text) for party in range(table.parties))
    carried = sum(votes) >= table.quota
    minutes.close("accepted" if carried else "refused")
    vote = Vote(turn + 1, outcome, sum(votes), carried, votes if table.rules.ballot == "open" else None)
    minutes.votes.append(vote)
    for seat in table.seats:
        seat.votes.append(vote)
    return votes


def prefers(table: Table, party: int, outcome: int, text: int | None) -> bool:
    """Say whether ``party`` votes for ``outcome`` in place of ``text``.

    A tactic compares the two by its utility, and without a text with having no agreement.
    People and scripts answer for themselves.
    """
    seat = table.seats[party]
    if seat.tactic.speak is answer:
        value = seat.utility[outcome]
        return bool(value >= seat.reservation and (text is None or value > seat.utility[text]))
    say = table.speak(party, outcome)
    if say.kind == "walk":
        raise Walked(party)
    return say.kind == "accept"
