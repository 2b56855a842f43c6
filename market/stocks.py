"""Private stocks of buyers and traders: they fill when holders fear a shortage or a rise of prices, and empty after.

A cut of supply alone moves prices as far as demand yields. What history saw in 2010-12 needs more: buyers
who add to stock while supply falls, traders who bet on the rise, and both selling off once the alarm fades.
Each quarter they aim at a cover of use, in quarters, that rises with alarm and with the growth they expect.

Source: Deaton and Laroque (1992) on storage and commodity prices; Sprecher et al. (2017) on the rare earths of 2010.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from market.chain import Chain, Outcome, Quarter
from market.elementary import exp, log
from market.network import Floats
from market.series import LN2

QUARTERS = 4
"""Clearings in a year."""


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How stockholders behave."""

    stage: int = 1
    """The good they hold: 0 ore, 1 oxide, 2 magnets."""
    cover: float = 0.5
    """Stock held in calm times, quarters of use."""
    fear: float = 2.0
    """Further cover at full alarm, quarters of use."""
    chase: float = 0.5
    """Further cover for each doubling of price a quarter that they expect, quarters of use."""
    notice: float = 0.1
    """Expected growth that they take for noise, doublings a quarter; only what goes beyond it is chased."""
    haste: float = 1.0
    """By how much they outbid the price they expect at full alarm, share of it."""
    memory: float = 0.5
    """Weight of the past in the growth they expect, share (0-1)."""
    fade: float = 0.8
    """Alarm left after a quarter without news, share (0-1)."""
    speed: float = 0.5
    """Share of the way to the aim that they go in a quarter (0-1)."""
    regret: float = 0.6
    """Price at which they begin to sell off, share of the price they saw or expect, the lower (0-1)."""

    def __post_init__(self) -> None:
        """Refuse habits out of range."""
        if self.stage not in {0, 1, 2}:
            raise ValueError(f"stage must be 0 (ore), 1 (oxide) or 2 (magnet), got {self.stage}")
        for item in fields(self):
            value = getattr(self, item.name)
            shares = item.name in {"memory", "fade", "speed", "regret"}
            if item.name != "stage" and not 0 <= value <= (1 if shares else np.inf):
                wanted = "a share from 0 to 1" if shares else "at least 0"
                raise ValueError(f"{item.name} must be {wanted}, got {value}")


@dataclass(frozen=True, kw_only=True)
class Stocks:
    """Stocks and beliefs of private holders, each of shape (nations, 2)."""

    held: Floats
    """Tonnes."""
    seen: Floats
    """The price last seen, USD/kg."""
    growth: Floats
    """Expected growth of price, doublings a quarter."""
    alarm: Floats
    """Fear of shortage, 0 calm to 1 full."""


def at_rest(outcome: Outcome, habits: Habits) -> Stocks:
    """Return holders who expect no change and hold their usual cover of an outcome's use."""
    price = np.maximum(outcome.price[:, habits.stage], 1e-9)
    return Stocks(
        held=habits.cover * use(outcome, habits) / QUARTERS,
        seen=price,
        growth=np.zeros_like(price),
        alarm=np.zeros_like(price),
    )


def use(outcome: Outcome, habits: Habits) -> Floats:
    """Return what each nation uses of the good held, t/yr, shape (nations, 2)."""
    result: Floats = outcome.consumed.sum(axis=1) if habits.stage == 2 else outcome.made[:, habits.stage]
    return result


def aim(stocks: Stocks, habits: Habits, usual_use: Floats) -> Floats:
    """Return the tonnes that holders would like to hold for a use in t/yr, shape (nations, 2)."""
    noticed = np.sign(stocks.growth) * np.maximum(np.abs(stocks.growth) - habits.notice, 0.0)
    cover = habits.cover + habits.fear * stocks.alarm + habits.chase * noticed
    result: Floats = np.maximum(cover, 0.0) * usual_use / QUARTERS
    return result


def with_holders(quarter: Quarter, stocks: Stocks, habits: Habits, usual_use: Floats) -> Quarter:
    """Return the quarter with the holders' orders in it, beside those of holders of other stages.

    Short of their aim they bid up to the price they expect, and more in alarm; beyond it they sell off.
    """
    gap = habits.speed * (aim(stocks, habits, usual_use) - stocks.held) * QUARTERS
    expected = stocks.seen * exp(stocks.growth * LN2)
    names = ("hoard", "hoard_price", "unload", "unload_price")
    given = {name: getattr(quarter, name) for name in names}
    orders: dict[str, Any] = {
        name: old.copy() if old.size else np.zeros(quarter.quota.shape) for name, old in given.items()
    }
    s = habits.stage
    orders["hoard"][:, s] = np.maximum(gap, 0.0)
    orders["hoard_price"][:, s] = np.minimum(
        expected * (1 + quarter.holder_range + habits.haste * stocks.alarm), quarter.shortage_price
    )
    orders["unload"][:, s] = np.minimum(np.maximum(-gap, 0.0), stocks.held * QUARTERS)
    orders["unload_price"][:, s] = habits.regret * np.minimum(expected, stocks.seen)
    return quarter.changed(**orders)


def advance(stocks: Stocks, habits: Habits, outcome: Outcome, news: Floats) -> Stocks:
    """Return holders a quarter later; ``news`` is alarm raised in the quarter (0-1), shape (nations, 2)."""
    s = habits.stage
    price = np.maximum(outcome.price[:, s], 1e-9)
    growth = np.clip(log(price / np.maximum(stocks.seen, 1e-9)) / LN2, -1.0, 1.0)
    held = np.maximum(stocks.held + (outcome.hoarded - outcome.unloaded)[:, s] / QUARTERS, 0.0)
    return Stocks(
        held=held,
        seen=price,
        growth=habits.memory * stocks.growth + (1 - habits.memory) * growth,
        alarm=np.clip(np.maximum(habits.fade * stocks.alarm, news), 0.0, 1.0),
    )


def live_through(
    chain: Chain, quarters: Iterable[tuple[Quarter, Floats]], stocks: Stocks, habits: Habits, usual_use: Floats
) -> list[tuple[Outcome, Stocks]]:
    """Clear quarters in turn, each given with its news, and return each outcome with the holders after it."""
    story: list[tuple[Outcome, Stocks]] = []
    last: Outcome | None = None
    for quarter, news in quarters:
        alert = replace(stocks, alarm=np.maximum(stocks.alarm, news))
        last = chain.clear(with_holders(quarter, alert, habits, usual_use), last)
        stocks = advance(alert, habits, last, news)
        story.append((last, stocks))
    return story
