"""A government's menu of moves alone this year, with figures, and the carrying out of those confirmed.

A confirmed move is an amount: tonnes, size of a plant, share of exports. It is carried out as far as the money goes,
and the log gives the reason for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents.questions.levers import (
    Build,
    Buy,
    Choice,
    Move,
    Restrict,
    RestrictChoice,
    StockChoice,
    Support,
    SupportChoice,
    Undone,
    View,
)
from agents.questions.move_worth import yearly
from agents.questions.power import (
    AnswerChoice,
    PayChoice,
    Power,
    Recoup,
    RecoupChoice,
    Release,
    Undercut,
    UndercutChoice,
    Withhold,
    WithholdChoice,
)
from agents.world.plants import SMALLEST, Plan
from agents.world.rates import annuity
from agents.world.wording import counted, percent, plant_size, usd, with_articles
from market.elementary import power

STEPS = ("separation", "magnet making")
AS_BEFORE = "as before"
"""Lever that goes on supporting the plants kept open last year, and does nothing else."""
ANSWER = "answer the accord"
DECIDED = "its government has decided so"
"""The reason given for people's decisions."""
PLANT, TONNES, SHARE, DEPTH, YEARLY = "full-size plants", "t", "of exports", "below its price", "USD m a year"
"""Units of amounts."""
ROUNDING = 1e-9
"""USD m by which a cost may exceed the remaining budget."""


def building(plan: Plan) -> str:
    """Name of the lever that builds a plant."""
    return f"build {' + '.join(plan.kinds)}"


def paying(nation: str) -> str:
    """Name of the lever that pays a member of the accord, by its key, for leaving it."""
    return f"pay {nation} to leave"


def withholding(choice: WithholdChoice) -> str:
    """Name of the lever that withholds exports."""
    if choice.target:
        return f"withhold exports from {choice.target}"
    return "withhold exports" if choice.quarters == 4 else f"withhold exports for {counted(choice.quarters, 'quarter')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A lever that a government pulls this year."""

    lever: str
    """Name on its menu."""
    size: float = 1.0
    """Share of the largest amount that the menu offers when the year is lived (0-1)."""
    amount: float | None = None
    """The confirmed amount, in the unit of the lever; it replaces the share. None in old games."""
    cost: float | None = None
    """Its cost when it was confirmed, USD m."""

    def __post_init__(self) -> None:
        """Refuse impossible amounts."""
        for what, found in (("size", self.size), ("amount", self.amount)):
            if found is not None and not 0 <= found < np.inf:
                raise ValueError(f"{what} of {self.lever!r} must be at least 0 and finite, got {found}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A lever on a government's menu, at its largest amount this year."""

    lever: str
    title: str
    size: float
    """Largest amount that the budget pays for, in its unit."""
    unit: str = ""
    """Unit of amounts; empty for a yes or no."""
    cost: float
    """USD m once."""
    yearly: float
    """Its expected worth, USD m/yr."""
    worth: float
    """Present value less cost, USD m."""
    calm: float
    """Change of its utility in a calm year, USD m."""
    crisis: float
    """The same in a year of restricted exports."""
    tail: float
    """Shortage cost avoided in such a year, USD m."""
    waits: int = 0
    """Years until it works."""
    divisible: bool = True
    """True if part of the size can be chosen."""
    valued_at: float = 1.0
    """Share of the largest amount for which worth and gains hold (0-1)."""
    note: str = ""
    """Further facts, in sentences."""


Done = Callable[[float, float], Move]
"""Turns an amount and the remaining budget, USD m, into a move, or into the reason why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A lever that exists this year."""

    name: str
    title: str
    largest: float
    """Largest amount, in its unit."""
    price: Callable[[float], float]
    """Cost of an amount, USD m."""
    do: Done
    show: Callable[[], Option]
    """Values it by the market."""
    most: float = 1.0
    """Largest amount possible at all; with less money than on the menu, less is done."""
    whole: bool = True
    """True if it is on the menu; a stock that costs more than the budget is not."""
    barred: str = ""
    """Reason why it may not be pulled; then it is not on the menu either."""


def menu(view: View) -> tuple[Option, ...]:
    """List a government's possible moves alone this year, each with its worth by the market."""
    shown = [lever.show() for lever in _levers(view) if lever.whole and not lever.barred]
    if view.power is not None:
        shown += _later(view, view.power)
    return tuple(shown)


def moves(view: View, wishes: Sequence[Wish]) -> tuple[Move, ...]:
    """Turn wishes into moves, in their order, as far as the budget goes; impossible ones are logged."""
    known = {lever.name: lever for lever in _levers(view)}
    if any(wish.lever == AS_BEFORE for wish in wishes):
        kept = [_supporting(step) for step, on in enumerate(view.supported) if on]
        wishes = [Wish(lever=name) for name in kept]
    left, made = view.budget, []
    for wish in wishes:
        if 0 in (wish.size, wish.amount) or wish.lever in _answered_later(view):
            continue
        move = _carried_out(view, known.get(wish.lever), wish, left)
        made.append(move)
        left -= getattr(move, "cost", 0.0)
    return tuple(made)


def _answered_later(view: View) -> set[str]:
    """Levers that are pulled later in the year, when the accord's own questions are asked."""
    if view.power is None:
        return set()
    return {ANSWER, *(map(paying, view.power.keys) if view.regime == "accord" else ())}


def _carried_out(view: View, lever: Lever | None, wish: Wish, left: float) -> Move:
    if lever is None:
        had = "" if wish.cost is None or wish.cost <= left else f"it cost {usd(wish.cost)}, and {usd(left)} are left"
        return Undone(title=wish.lever, reason=had or "that cannot be done any more this year")
    if lever.barred:
        return Undone(title=lever.title, reason=lever.barred)
    if wish.amount is not None:
        move = lever.do(min(wish.amount, lever.most), left)
        return replace(move, reason=f"{move.reason}; no more can be done") if wish.amount > lever.most else move
    amount = min(wish.size, 1.0) * lever.largest
    cost = lever.price(amount)
    if not lever.whole or cost > left + ROUNDING:
        return Undone(title=lever.title, reason=f"it costs {usd(cost)}, and {usd(left)} are left")
    return lever.do(amount, left)


def _levers(view: View) -> Iterator[Lever]:
    """List the levers that are pulled at the beginning of the year."""
    for choice in view.choices:
        yield _plant(view, choice)
    if view.stock_choice is not None:
        yield _stock(view, view.stock_choice)
    if view.restrict_choice is not None:
        yield _restrict(view, view.restrict_choice)
    for support in view.support_choices:
        yield _support(view, support)
    if view.power is not None:
        yield from _weapons(view, view.power)


def _free(amount: float) -> float:
    return 0.0


def _plant(view: View, choice: Choice) -> Lever:
    plan, exponent = choice.plan, view.scale_exponent
    largest, name, title = plan.size_for(view.budget, exponent), building(plan), f"Build {plan.label}"

    def price(size: float) -> float:
        return plan.cost_at(size, exponent)

    def do(size: float, left: float) -> Move:
        if size < SMALLEST:
            return Undone(title=title, reason=f"{plant_size(size)} is smaller than anybody builds")
        cost = price(size)
        if cost <= left + ROUNDING:
            return Build(plan=plan, size=size, cost=cost, reason=f"{DECIDED}, for {cost:,.0f} USD m")
        fits = plan.size_for(left, exponent)
        if fits < SMALLEST:
            return Undone(title=title, reason=f"{plant_size(size)} costs {usd(cost)}, and {usd(left)} are left")
        paid = price(fits)
        why = f"{DECIDED}, for {plant_size(size)} at {usd(cost)}; the {usd(left)} that are left pay for no more"
        return Build(plan=plan, size=fits, cost=paid, reason=why)

    def show() -> Option:
        cost = price(largest)
        calm, crisis, tail = (largest * gain for gain in (choice.gain_calm, choice.gain_crisis, choice.gain_tail))
        gain = yearly(view, calm, crisis, tail)
        waiting = power(1 + view.discount_rate, -plan.lead)
        return Option(
            lever=name,
            title=title,
            size=largest,
            unit=PLANT,
            cost=cost,
            yearly=gain,
            worth=gain * waiting * annuity(view.discount_rate, view.plant_life) - cost,
            calm=calm,
            crisis=crisis,
            tail=tail,
            waits=plan.lead,
        )

    return Lever(name=name, title=title, largest=largest, price=price, do=do, show=show)


def _stock(view: View, choice: StockChoice) -> Lever:
    tonnes, name = sum(choice.tonnes), "stock"
    title = f"Buy {tonnes:,.0f} t of oxide, 30 days of imports"

    def price(amount: float) -> float:
        return choice.cost * (amount / tonnes)

    def do(amount: float, left: float) -> Move:
        cost, why = price(amount), DECIDED
        if cost > left + ROUNDING:
            if left < ROUNDING:
                return Undone(title=title, reason=f"{amount:,.0f} t cost {usd(cost)}, and nothing is left")
            why = f"{DECIDED}, for {amount:,.0f} t at {usd(cost)}; the {usd(left)} that are left pay for no more"
            amount, cost = amount * left / cost, left
        light, heavy = (float(part) * (amount / tonnes) for part in choice.tonnes)
        return Buy(tonnes=(light, heavy), cost=cost, reason=why)

    def show() -> Option:
        gain = yearly(view, 0.0, choice.gain_crisis, choice.gain_tail)
        keep = choice.cost * (view.discount_rate + view.carrying_rate)
        return Option(
            lever=name,
            title=title,
            size=tonnes,
            unit=TONNES,
            cost=choice.cost,
            yearly=gain - keep,
            worth=(gain - keep) * annuity(view.discount_rate, view.horizon),
            calm=-keep,
            crisis=choice.gain_crisis,
            tail=choice.gain_tail,
        )

    whole = choice.cost <= view.budget
    return Lever(name=name, title=title, largest=tonnes, price=price, do=do, show=show, most=np.inf, whole=whole)


def _restrict(view: View, choice: RestrictChoice) -> Lever:
    name, title = "restrict", "Keep ore at home for a year"

    def show() -> Option:
        calm, crisis = choice.gain_calm, choice.gain_crisis
        gain = yearly(view, calm, crisis, 0.0)
        return _yes_or_no(name, title, gain, calm, crisis, 0.0)

    def do(amount: float, left: float) -> Move:
        return Restrict(reason=DECIDED)

    return Lever(name=name, title=title, largest=1.0, price=_free, do=do, show=show, barred=_barred(view))


def _barred(view: View) -> str:
    return "it is bound to keep its exports free" if view.bound else ""


def _supporting(step: int) -> str:
    return f"support {STEPS[step]}"


def _support(view: View, choice: SupportChoice) -> Lever:
    name, title = _supporting(choice.step), f"Keep plants for {STEPS[choice.step]} open for a year"

    def show() -> Option:
        gain = yearly(view, choice.gain_calm, choice.gain_crisis, choice.gain_tail)
        return _yes_or_no(name, title, gain, choice.gain_calm, choice.gain_crisis, choice.gain_tail)

    def do(amount: float, left: float) -> Move:
        return Support(step=choice.step, reason=DECIDED)

    return Lever(name=name, title=title, largest=1.0, price=_free, do=do, show=show)


def _yes_or_no(name: str, title: str, gain: float, calm: float, crisis: float, tail: float) -> Option:
    return Option(
        lever=name,
        title=title,
        size=1.0,
        cost=0.0,
        yearly=gain,
        worth=gain,
        calm=calm,
        crisis=crisis,
        tail=tail,
        divisible=False,
    )


def _weapons(view: View, power_: Power) -> Iterator[Lever]:
    """List the dominant supplier's possible moves against others from the beginning of the year on."""
    for choice in power_.withhold:
        yield _withhold(view, choice)
    if power_.recoup is not None:
        yield _recoup(view, power_.recoup)
    if power_.undercut is not None:
        yield _undercut(view, power_.undercut)
    if power_.lasting:
        yield _release(power_.lasting)


def _withhold(view: View, choice: WithholdChoice) -> Lever:
    name, to = withholding(choice), f" from {choice.name}" if choice.target else ""
    title = with_articles(f"Withhold exports of oxide and magnets{to} for {counted(choice.quarters, 'quarter')}")

    def do(share: float, left: float) -> Move:
        return Withhold(target=choice.target, share=share, quarters=choice.quarters, reason=DECIDED)

    def show() -> Option:
        usual = f"{choice.tonnes:,.0f} t a year usually go there" if to else f"{choice.tonnes:,.0f} t a year is usual"
        partly = f" Everybody feels it if you withhold a part, for others resell; only {choice.name} feels a full stop."
        part = with_articles(partly) if to else ""
        return _weapon(
            view,
            name,
            title,
            unit=SHARE,
            largest=1.0,
            valued_at=choice.valued_at,
            gains=(choice.gain_calm, choice.gain_crisis),
            note=f"{usual}. It begins with the year and ends after {counted(choice.quarters, 'quarter')}.{part}",
        )

    return Lever(name=name, title=title, largest=1.0, price=_free, do=do, show=show, barred=_barred(view))


def _undercut(view: View, choice: UndercutChoice) -> Lever:
    name, title = "undercut", f"Sell oxide below its price for {counted(choice.quarters, 'quarter')}"

    def do(depth: float, left: float) -> Move:
        return Undercut(depth=depth, quarters=choice.quarters, reason=DECIDED)

    def show() -> Option:
        return _weapon(
            view,
            name,
            title,
            unit=DEPTH,
            largest=choice.most,
            valued_at=choice.valued_at / choice.most,
            gains=(choice.gain_calm, choice.gain_crisis),
            note=f"It begins with the year and costs the treasury {usd(choice.paid)}, which is in the figures. "
            "What closes elsewhere meanwhile is not; while it is away, what this cost can be earned back.",
        )

    return Lever(name=name, title=title, largest=choice.most, price=_free, do=do, show=show, most=choice.most)


def _recoup(view: View, choice: RecoupChoice) -> Lever:
    name, title = "earn back", "Cut exports while those driven out are away, to earn back what undercutting cost"

    def do(share: float, left: float) -> Move:
        return Recoup(share=share, reason=DECIDED)

    def show() -> Option:
        return _weapon(
            view,
            name,
            title,
            unit=SHARE,
            largest=1.0,
            valued_at=choice.valued_at,
            gains=(choice.gain, choice.gain),
            note=f"Mines and lines that are shut elsewhere: {choice.gone}. It ends when they are back, and after "
            f"{counted(choice.quarters, 'quarter')} at the latest.",
        )

    return Lever(name=name, title=title, largest=1.0, price=_free, do=do, show=show, barred=_barred(view))


def _release(lasting: Sequence[str]) -> Lever:
    name, title = "release exports", "Let exports run freely again"

    def do(amount: float, left: float) -> Move:
        return Release(reason=DECIDED)

    def show() -> Option:
        told = _yes_or_no(name, title, 0.0, 0.0, 0.0, 0.0)
        return replace(told, note=f"Ends what has been withheld since last year: {'; '.join(lasting)}.")

    return Lever(name=name, title=title, largest=1.0, price=_free, do=do, show=show)


def _later(view: View, power_: Power) -> Iterator[Option]:
    """List the dominant supplier's possible moves against the accord later in the year."""
    if power_.answer is not None:
        yield _answering(view, power_.answer)
    for choice in power_.payments:
        yield _payment(view, choice)


def _answering(view: View, choice: AnswerChoice) -> Option:
    return _weapon(
        view,
        ANSWER,
        f"Withhold exports from the accord's members for {counted(choice.quarters, 'quarter')}",
        unit=SHARE,
        largest=1.0,
        valued_at=choice.valued_at,
        gains=(choice.gain_calm, choice.gain_crisis),
        note=f"They hold {percent(choice.weight)} of use elsewhere. It begins with the year, and others feel it too, "
        "since goods go round through them.",
    )


def _payment(view: View, choice: PayChoice) -> Option:
    paid, years = min(choice.enough, choice.most), annuity(view.discount_rate, choice.years)
    gain = choice.spared - paid
    return Option(
        lever=paying(choice.member),
        title=with_articles(f"Pay {choice.name} for leaving the accord"),
        size=choice.most,
        unit=YEARLY,
        cost=0.0,
        yearly=gain,
        worth=gain * years,
        calm=gain,
        crisis=gain,
        tail=0.0,
        waits=choice.notice,
        valued_at=paid / choice.most,
        note=f"Membership is worth {usd(choice.gain)} to it: {usd(choice.enough, digits=1)} a year make up for that, "
        f"unless the other members match them. Without it in the accord you would lose {usd(choice.spared)} a year "
        f"less. You pay for {counted(choice.years, 'year')} while it stays out.",
    )


def _weapon(
    view: View,
    name: str,
    title: str,
    *,
    unit: str,
    largest: float,
    valued_at: float,
    gains: tuple[float, float],
    note: str,
) -> Option:
    calm, crisis = gains
    gain = yearly(view, calm, crisis, 0.0)
    return Option(
        lever=name,
        title=title,
        size=largest,
        unit=unit,
        cost=0.0,
        yearly=gain,
        worth=gain,
        calm=calm,
        crisis=crisis,
        tail=0.0,
        valued_at=valued_at,
        note=note,
    )
