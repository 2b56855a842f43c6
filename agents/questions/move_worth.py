"""The worth of a move to a nation; strategies share this code, so that none searches harder than another."""

from __future__ import annotations

from dataclasses import dataclass

from agents.questions.levers import Build, Buy, Choice, StockChoice, Support, View
from agents.world.plants import SMALLEST
from agents.world.rates import LEAST_GAIN, annuity
from agents.world.wording import usd
from market.elementary import power
from negotiation.least_worth import LEAST_RATIO, exceeds, greatest


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A move and its present value, USD m."""

    move: Build | Buy
    worth: float
    """Present value less cost, USD m."""


def yearly(view: View, calm: float, crisis: float, tail: float) -> float:
    """Expected gain a year in USD m, with the aversion to the bad tail (see Prospect.expected)."""
    weight = view.risk_aversion * min(1.0, view.crisis_time / 0.05)
    return (1 - view.crisis_time) * calm + view.crisis_time * crisis + weight * tail


def plant(view: View, choice: Choice, budget: float) -> Reckoned | None:
    """Value the largest plant that a budget pays for; None where it gains nothing."""
    size = choice.plan.size_for(budget, view.scale_exponent)
    if size < SMALLEST:
        return None
    cost = choice.plan.cost_at(size, view.scale_exponent)
    gain = size * yearly(view, choice.gain_calm, choice.gain_crisis, choice.gain_tail)
    waiting = power(1 + view.discount_rate, -choice.plan.lead)
    worth = gain * waiting * annuity(view.discount_rate, view.plant_life) - cost
    if not exceeds(worth):
        return None
    reason = f"worth {usd(gain)} a year from year {choice.plan.lead} for {usd(cost)}"
    return Reckoned(Build(plan=choice.plan, size=size, cost=cost, reason=reason), worth)


def stock(view: View, choice: StockChoice, budget: float) -> Reckoned | None:
    """Value thirty days of stock: it pays in a crisis and has a carrying cost in every year."""
    if choice.cost > budget or choice.cost <= 0:
        return None
    gain = yearly(view, 0.0, choice.gain_crisis, choice.gain_tail)
    keep = choice.cost * (view.discount_rate + view.carrying_rate)
    worth = (gain - keep) * annuity(view.discount_rate, view.horizon)
    if not exceeds(worth):
        return None
    reason = f"30 days of imports, worth {usd(gain)} a year, cost {usd(keep)} a year to hold"
    return Reckoned(Buy(tonnes=choice.tonnes, cost=choice.cost, reason=reason), worth)


def ore_kept(view: View) -> float:
    """Expected gain a year by keeping ore at home, USD m; zero where it is negligible."""
    choice = view.restrict_choice
    if choice is None:
        return 0.0
    gain = yearly(view, choice.gain_calm, choice.gain_crisis, 0.0)
    return gain if gain >= LEAST_GAIN else 0.0


def support(view: View) -> list[Support]:
    """Choose which of its plants to keep open at public cost."""
    kept = []
    for choice in view.support_choices:
        gain = yearly(view, choice.gain_calm, choice.gain_crisis, choice.gain_tail)
        if gain >= LEAST_GAIN:
            kept.append(Support(step=choice.step, reason=_told(choice.gain_calm, choice.gain_tail)))
    return kept


def _told(calm: float, tail: float) -> str:
    """State what open plants cost or earn in a calm year and save in a crisis; negligible figures are left out."""
    said = []
    if abs(calm) >= LEAST_GAIN:
        said.append(f"{'costs' if calm < 0 else 'brings'} {usd(abs(calm))} in a calm year")
    if tail >= LEAST_GAIN:
        said.append(f"spares {usd(tail)} in a crisis")
    return f"it {' and '.join(said)}" if said else "it gains a little more than it costs"


def best_first(view: View, budget: float, most: int) -> list[Build | Buy]:
    """Choose the moves worth most for their cost until a budget in USD m is spent, at most ``most`` of them."""
    chosen: list[Build | Buy] = []
    choices = list(view.choices)
    stock_choice = view.stock_choice
    while len(chosen) < most:
        offers: list[tuple[Reckoned, Choice | None]] = [
            (reckoned, choice) for choice in choices if (reckoned := plant(view, choice, budget))
        ]
        bought = stock(view, stock_choice, budget) if stock_choice else None
        if bought is not None:
            offers.append((bought, None))
        if not offers:
            break
        ratios = [offer.worth / max(offer.move.cost, 1e-9) for offer, _ in offers]
        best, choice = greatest(offers, ratios, LEAST_RATIO)
        chosen.append(best.move)
        budget -= best.move.cost
        if choice is None:
            stock_choice = None
        else:
            choices.remove(choice)
    return chosen
