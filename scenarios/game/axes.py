"""Three axes from 0 to 100, each with the figures behind it: is supply safe, did it pay, are you believed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.world.wording import percent
from scenarios.game.rivals import ALONE, BY_AI
from scenarios.game.sights import Axis

if TYPE_CHECKING:
    from scenarios.game.board import Figures
    from scenarios.game.game import Game

LEAST_YARDSTICK = 10.0
"""USD m a year; below it a difference would swing the scale for nothing."""


def axes(game: Game, nation: str) -> tuple[Axis, ...]:
    """Show where a nation stands."""
    figures = game.shown.figures[nation]
    return security(figures), benefit(game, nation), trust(figures)


def security(figures: Figures) -> Axis:
    """Security: the part of its users' needs that would still arrive in a year of restricted exports."""
    score = 100 * (1 - min(figures.gap_in_crisis, 1.0))
    text = f"In a year of restricted exports {percent(1 - figures.gap_in_crisis)} of what your users need would arrive."
    if figures.uses <= 0:
        text = "Nobody here uses rare earths, so nobody can go short."
    stock = "none needed" if figures.stock_days >= 999 else f"{figures.stock_days:,.0f} days of imports"
    supplier, ahead = figures.largest_supplier, percent(figures.gap_ahead, digits=1)
    dependence = f"{percent(figures.dependence)} from {supplier}" if supplier else "none"
    return Axis(
        name="security",
        score=score,
        text=text,
        figures=(
            ("Missing last year", f"{percent(figures.gap, digits=1)} of what users wanted"),
            ("Missing in a crisis next year", percent(figures.gap_in_crisis, digits=1)),
            ("Missing in a crisis in three years", f"{ahead}, with what is built and bound today"),
            ("Public stock", stock),
            ("Imports of oxide and magnets", dependence),
        ),
    )


def benefit(game: Game, nation: str) -> Axis:
    """Benefit: its gain over everybody going alone through the same shocks."""
    board = game.shown
    mine = [value for _, value in board.by_nation[nation]["utility"]]
    figures = board.figures[nation]
    if not mine:
        return Axis(
            name="benefit",
            score=50.0,
            text="No year has been lived yet; 50 is where everybody starts.",
            figures=(("Budget this year", f"{figures.budget:,.0f} USD m"),),
        )
    alone = game.rivals.utility(ALONE, nation, len(mine)) if game.rivals.known(len(mine)) else ()
    by_ai = game.rivals.utility(BY_AI, nation, len(mine)) if alone else ()
    shown = [("Last year", f"{mine[-1]:,.0f} USD m"), ("Budget this year", f"{figures.budget:,.0f} USD m")]
    if not alone:
        return Axis(
            name="benefit",
            score=50.0,
            figures=tuple(shown),
            text="What everybody alone would have had is being worked out.",
        )
    gain = (sum(mine) - sum(alone)) / len(mine)
    yardstick = max(figures.crisis_loss, LEAST_YARDSTICK)
    score = 50 + 50 * max(min(gain / yardstick, 1.0), -1.0)
    shown += [
        ("Against everybody alone", f"{gain:+,.1f} USD m a year"),
        ("Against the AI in your seat", f"{(sum(mine) - sum(by_ai)) / len(mine):+,.1f} USD m a year"),
        ("Yardstick", f"{yardstick:,.0f} USD m, what a year of restricted exports costs you: 50 points"),
    ]
    word = "better" if gain >= 0 else "worse"
    text = f"You are {abs(gain):,.1f} USD m a year {word} off than if everybody had gone alone through the same shocks."
    return Axis(name="benefit", score=score, text=text, figures=tuple(shown))


def trust(figures: Figures) -> Axis:
    """Trust: how far the others believe it."""
    made = f"{figures.delivered:,.0f} of {figures.promised:,.0f} t" if figures.promised > 0 else "nothing promised yet"
    kept = (("Share kept", percent(figures.kept)),) if figures.promised > 0 else ()
    return Axis(
        name="trust",
        score=100 * figures.trust,
        text=f"The others expect you to keep {percent(figures.trust)} of your promises.",
        figures=(("Delivered of what you promised", made), *kept),
    )
