"""Decide which levers to pull alone this year; the last word before the year is lived holds."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, Words, own
from scenarios.game.refusal import Refused, near
from scenarios.game.state import GameState


class Levers(Move):
    """Decide which levers to pull alone this year; the last word before the year is lived holds."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("brief", "negotiate", "commit")

    do: Literal["levers"] = "levers"
    levers: Words
    amounts: Words = own({})

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse levers that are not on the menu, sizes beyond it, and more than the budget pays for.

        What is confirmed is written down as amounts with what they cost, so that it stays what it is when money gets
        short.
        """
        board = facts()
        menu = {option.lever: option for option in board.options(who)}
        cost, sizes, amounts = 0.0, {}, {}
        for lever, size in self.levers.items():
            if lever not in menu:
                raise Refused(f"{lever!r} is not on your menu this year.{near(str(lever), menu)}")
            if isinstance(size, bool) or not isinstance(size, int | float) or not 0 <= size <= 1:
                title = menu[lever].title
                raise Refused(f"The size of “{title}” is a share from 0 to 1 of the largest on the menu, got {size!r}.")
            if size > 0:
                sizes[lever] = float(size)
                cost += menu[lever].cost_at(float(size))
                amounts[lever] = [float(size) * menu[lever].size, menu[lever].cost_at(float(size))]
        if cost > board.budget(who) + 1e-6:
            raise Refused(f"That costs {cost:,.0f} USD m; you have {board.budget(who):,.0f} this year.")
        return self.having(levers=sizes, amounts=amounts)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note them on the nation's paper."""
        paper = state.paper(who)
        paper.levers = dict(self.levers)
        # Games of earlier versions have shares only.
        paper.amounts = {lever: (amount, cost) for lever, (amount, cost) in self.amounts.items()}
        return 0
