"""The state of the world: everything that a year reads and writes, one owner for each part.

Phases of the year take a state; ``agents.model`` lives them in order, as a Mesa model. A second look at the world is
taken on a ``copy`` of the state.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord, Awaited
from agents.players import port
from agents.players.orders import NOTHING, HandedIn
from agents.questions.asking import Question
from agents.state.dominance import Deal, Dominance
from agents.state.holders import Holders
from agents.state.sittings import Held, Struck
from agents.state.walls import Walls
from agents.supply.agreements import SupplyAgreement
from agents.supply.promises import Promises
from agents.treaty.alliances import Floor, standing
from agents.world.books import Books
from agents.world.events import Log
from agents.world.nation import Nation
from agents.world.nature import Nature
from agents.world.setting import END_USES, Setting
from agents.world.streams import stream, words
from agents.world.yearbook import Yearbook
from agents.worth.beliefs import Beliefs
from agents.worth.valuation import Appraiser, Weights
from market.chain import Chain, Outcome, Quarter
from negotiation.compliance.trust import Trust
from negotiation.disputes.docket import support_left

Array = NDArray[np.float64]


@dataclass(kw_only=True, eq=False)
class State:
    """All facts of the world in a year."""

    setting: Setting
    regime: str
    seed: int
    replication: int
    keys: tuple[str, ...]
    names: tuple[str, ...]
    now: int
    """Years lived before this one; -1 before the first."""
    nature: Nature
    books: Books
    weights: Weights
    chain: Chain
    spot: Outcome
    """The last quarter's market."""
    usual_exports: Array
    """(stages, materials) t/yr of the dominant supplier."""
    nations: list[Nation]
    trust: Trust
    promises: Promises
    dominance: Dominance
    holders: Holders
    faults: dict[int, tuple[str, ...]]
    """Promises that members broke to others of the accord, since the last vote about it."""
    accord: Accord | None
    at_stake: Array
    """(nations,) what the accord was worth to each at the last summit, for better or worse, USD m."""
    awaited: Awaited | None
    """A text on its way through parliaments."""
    captured: dict[int, Deal]
    """Nations that the dominant supplier pays for staying out of the accord."""
    log: Log
    lent: Array
    """(nations, nations) what investors in the column's nation owe development banks of the row's, USD m."""
    walls: Walls
    next_try: int
    """Year in which the next summit may be tried, counted from 0."""
    numbers: int
    """Agreements numbered so far."""
    fund_spent: float
    """Spending of the joint fund on plants, USD m."""
    floor_paid: float
    """Payments under price floors, USD m."""
    pending: list[tuple[SupplyAgreement, tuple[float, float]]]
    """Agreements that wait for parliaments, with what each is worth to seller and buyer, USD m."""
    books_kept: list[Yearbook]
    """One for each year that has been lived."""

    # Parts that belong to this year only.
    book: Yearbook
    appraiser: Appraiser
    handed: HandedIn
    """Decisions that governments have handed in for this year instead of leaving them to strategy and tactic."""
    held: list[Held]
    """Sittings over supply."""
    struck: list[tuple[Struck, int | None]]
    """Sittings over plants, with the number of the agreement that came of each."""
    restricted: set[int]
    """Nations that keep their ore."""
    purchase: Array
    """(nations, stages, materials) t/yr bought for public stocks."""
    reserve_purchase: Array
    """(nations, materials) t/yr of oxide bought for the shared reserve."""
    paid: Array
    """(2, nations, conversions, materials) USD/kg of input that governments pay their plants."""
    offered: Array
    """(nations, materials) t/yr of oxide offered from public stocks, and from the shared reserve."""
    offered_reserve: Array
    sent: Array
    """(nations, nations, stages, materials) t/yr sent to members in need."""
    unrestrained: Array
    """(nations, uses, materials) t/yr that would be wanted without restraint."""
    book_fund_spent: float
    """Spending of the joint fund this year, USD m."""
    floors: list[Floor]
    """Price floors to be paid by alliances beside the accord."""

    @property
    def year(self) -> int:
        """The calendar year that is being lived."""
        return self.setting.start_year + max(self.now, 0)

    def copy(self, **others: Any) -> State:
        """The same state beside this one, with some parts replaced.

        All other parts are shared, so a caller that changes one in place must first give the copy its own.
        """
        return State(**{one.name: getattr(self, one.name) for one in fields(State)} | others)

    def clear_desk(self) -> Self:
        """Open a new yearbook, and forget what belonged to last year only."""
        base = self.books.base
        self.book = Yearbook(self.year, len(self.keys), len(END_USES), len(base.mine_capacity))
        self.handed, self.restricted, self.floors = NOTHING, set(), []
        self.purchase = np.zeros_like(base.purchase)
        self.reserve_purchase = np.zeros((len(self.keys), 2))
        self.paid = np.zeros((2, *base.making_cost.shape))
        self.offered = self.offered_reserve = np.zeros_like(self.books.stock)
        self.sent, self.unrestrained, self.book_fund_spent = np.zeros_like(base.committed), base.demand, 0.0
        return self

    def ask(
        self,
        nation: int,
        question: Question,
        rng: np.random.Generator | None = None,
        *,
        about: tuple[int, ...] = (),
    ) -> Any:
        """Let a nation decide something: by what its government has handed in, or else by its strategy.

        Parameters
        ----------
        rng : the stream of the decision; by default one for the year, the nation, the verb and what it is ``about``.
        """
        if rng is None:
            key = (self.now, nation, *words(question.verb), *about)
            rng = stream("decisions", self.seed, self.replication, *key)
        return port.answer(self.nations[nation].profile.strategy, self.handed.of(nation), question, rng)

    def clear(self, quarter: Quarter) -> Outcome:
        """Clear a market, starting the search from the last prices."""
        return self.chain.clear(quarter, start=self.spot)

    def crisis_time(self, nation: Nation) -> float:
        """Share of time that a nation expects exports to be restricted (0-1)."""
        return min(nation.crisis_chance * self.setting.risks.ban_quarters / 4, 0.9)

    def look_ahead(self, books: Books | None = None) -> Appraiser:
        """Look ahead on today's books, or on others, with what governments believe today."""
        odds = np.array([self.crisis_time(nation) for nation in self.nations])
        return Appraiser(books or self.books, self.chain, self.weights, self.usual_exports, self.now, odds, self.spot)

    def is_member(self, number: int) -> bool:
        """Tell whether a nation is in the accord."""
        return self.accord is not None and number in self.accord.members

    def level(self, name: str, nation: int) -> float:
        """Strictest level of an article that binds a nation, by the accord or an alliance beside it."""
        held = [one.text.level(name) for one in standing(self.setting, self.year) if nation in one.members]
        if self.accord is not None and nation in self.accord.members:
            held.append(self.accord.text.level(name))
        return max(held, default=0.0)

    def support(self, number: int) -> float:
        """Political support that is left after a nation's open disputes (0-1)."""
        mine = sum(d.open and number in (d.claimant, d.respondent) for d in self.promises.disputes)
        tires = self.setting.failures.dispute_fatigue
        return support_left(mine, self.setting.disputes.fatigue if tires else 0.0)

    def stakes(self, number: int) -> float:
        """A nation's stakes in an accord, present value in USD m, at least 5.

        They are the accord's worth to it at the last summit, gain or loss, or the most that it could pay in if that is
        more. Parliaments ask for a share of them, disputes wear away a share, and envy compares by them.
        """
        profile = self.nations[number].profile
        rate = float(max(self.setting.accord.fund_rate))
        pays = rate * profile.dependent_value_added * self.setting.horizon
        return max(pays, float(self.at_stake[number]), 5.0)

    def fatigue_cost(self, number: int) -> float:
        """Cost of open disputes in support for the accord, as USD m of its stakes."""
        return (1 - self.support(number)) * self.stakes(number)

    def beliefs(self) -> Beliefs:
        """Gather what nations believe and how they weigh it."""
        profiles = [nation.profile for nation in self.nations]
        return Beliefs(
            crisis_time=np.array([self.crisis_time(nation) for nation in self.nations]),
            risk_aversion=np.array([p.priorities.risk_aversion for p in profiles]),
            discount=np.array([p.discount_rate for p in profiles]),
            budget=np.array([nation.yearly_budget for nation in self.nations]),
        )

    def next_number(self) -> int:
        """Number the next agreement."""
        self.numbers += 1
        return self.numbers
