"""A nation's view when it decides on its levers, and the moves with which it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from agents.questions.power import Power, Recoup, Release, Undercut, Withhold
from agents.questions.priced import Figure, Priced
from agents.world.plants import Plan


@dataclass(frozen=True, kw_only=True)
class Choice(Priced):
    """A plant that a nation could build this year, valued by the market for itself; gains in USD m/yr."""

    plan: Plan
    gain_calm = Figure()
    """Change of its own utility in a calm year, at reference size."""
    gain_crisis = Figure()
    """The same in a year of restricted exports."""
    gain_tail = Figure()
    """Shortage cost avoided in such a year."""


@dataclass(frozen=True, kw_only=True)
class StockChoice(Priced):
    """Thirty more days of net imports in the public stock."""

    tonnes: tuple[float, float]
    """Light and heavy oxide, t."""
    cost: float
    """Price of the purchase, USD m."""
    gain_crisis = Figure()
    """Change of its own utility in a year of restricted exports, USD m/yr."""
    gain_tail = Figure()
    """Shortage cost avoided in such a year, USD m/yr."""


@dataclass(frozen=True, kw_only=True)
class RestrictChoice(Priced):
    """Keeping its own ore at home for a year; gains in USD m/yr."""

    gain_calm = Figure()
    gain_crisis = Figure()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportChoice:
    """Paying its own plants for one conversion the gap to break-even; gains against not doing so, USD m/yr."""

    step: int
    """0 separation, 1 magnet making."""
    gain_calm: float
    gain_crisis: float
    gain_tail: float


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One nation's view of the world at the start of a year; a strategy gets nothing else."""

    verb: ClassVar[str] = "choose_levers"
    key: str
    name: str
    role: str
    regime: str
    year: int
    budget: float
    """Money that it may spend this year, savings included, USD m."""
    joint_part: float
    """Part of it that is reserved for projects with others (0-1)."""
    crisis_chance: float
    """Its belief that exports are restricted in a given year (0-1)."""
    crisis_time: float
    """Share of time that it expects in crisis (0-1)."""
    discount_rate: float
    horizon: int
    plant_life: int
    risk_aversion: float
    scale_exponent: float
    carrying_rate: float
    supply_gap: float
    """Its supply gap last year, share of demand."""
    stock_days: float
    """Public stock, days of net imports."""
    supported: tuple[bool, ...] = ()
    """Conversions whose plants it kept open at public cost last year."""
    member: bool
    """True if it is in the accord."""
    bound: bool
    """True if its accord, or a ruling, forbids it to restrict exports."""
    trust: tuple[float, ...]
    """Its trust in each nation (0-1), in the order of the scenario."""
    let_down_by: tuple[str, ...] = ()
    """Names of those that broke a promise to it in the last two years and have not made up for it."""
    choices: tuple[Choice, ...] = ()
    stock_choice: StockChoice | None = None
    restrict_choice: RestrictChoice | None = None
    support_choices: tuple[SupportChoice, ...] = ()
    power: Power | None = None
    """The dominant supplier's moves against others; None for every other nation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Build a plant of some size at home."""

    plan: Plan
    size: float
    """Multiple of the reference size, above 0."""
    cost: float
    """USD m, paid from this year's budget."""
    reason: str
    """One line in figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buy:
    """Buy oxide for the public stock."""

    tonnes: tuple[float, float]
    cost: float
    """Expected price, USD m."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrict:
    """Keep ore at home for a year."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Pay the nation's plants for one conversion the gap to break-even, for a year."""

    step: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A government's decision that cannot be carried out."""

    title: str
    reason: str


Move = Build | Buy | Restrict | Support | Withhold | Undercut | Recoup | Release | Undone
