"""The nations' world as a Mesa model, and its year as a list of phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from agents import metrics, plugins
from agents.players import orders, port
from agents.state import State
from agents.state.dominance import Dominance
from agents.state.walls import Walls
from agents.supply import clauses
from agents.supply.promises import Promises
from agents.treaty import alliances
from agents.world import conservation, plants
from agents.world.books import Books
from agents.world.events import Event, Log
from agents.world.nation import ROLES, Nation
from agents.world.nature import draw
from agents.world.plain_data import UnreadableError, plain, real
from agents.world.setting import REGIMES, Setting
from agents.world.streams import stream
from agents.world.wording import percent
from agents.worth.valuation import Weights
from agents.year import (
    accord_year,
    benefit_sharing,
    buyouts,
    departures,
    dominance,
    expulsion,
    investment,
    loans,
    membership,
    private_stocks,
    quarter,
    sittings,
    sunset,
    treaties,
    venture_table,
    weapons,
)
from market.chain import Chain
from market.elementary import exp
from negotiation.compliance import trust as reputation
from negotiation.politics.elections import elect

Array = NDArray[np.float64]
CARRIED = (
    "now",
    "setting",
    "nature",
    "books",
    "spot",
    "usual_exports",
    "trust",
    "promises",
    "dominance",
    "holders",
    "faults",
    "accord",
    "at_stake",
    "awaited",
    "captured",
    "lent",
    "walls",
    "next_try",
    "numbers",
    "fund_spent",
    "floor_paid",
    "pending",
    "restricted",
    "book",
)
"""Parts of the state that one year passes to the next, besides nations and the record of earlier years."""


class AllianceModel(State, mesa.Model[Nation, Any]):
    """Nations that bargain, make promises and trade for some years; each step is a year."""

    def __init__(self, setting: Setting, regime: str = "accord", seed: int = 0, replication: int = 0) -> None:
        """Seat the nations of a setting and draw nature's path.

        Raises
        ------
        ValueError : for an unknown regime or a negative seed.
        """
        if regime not in REGIMES:
            raise ValueError(f"regime must be one of {', '.join(REGIMES)}, got {regime!r}")
        if seed < 0:
            raise ValueError(f"seed must be 0 or above, got {seed}")
        mesa.Model.__init__(self, rng=int(seed))
        plugins.ready(setting.plugins)
        setting = alliances.allowed(setting, regime)
        self.setting, self.regime, self.seed, self.replication = setting, regime, int(seed), int(replication)
        self.keys = tuple(profile.key for profile in setting.nations)
        self.names = tuple(profile.name for profile in setting.nations)
        self.now = -1
        self.nature = draw(setting, self.seed, self.replication)
        self.books, self.weights = Books.open(setting), Weights.of(setting)
        self.chain = Chain(self.books.shape)
        self.spot = self.chain.clear(self.books.base)
        self.books.expected = np.minimum(self.spot.planning_price[:, 2], self.weights.shortage_cost).copy()
        self.usual_exports = self.spot.trade[self.keys.index(setting.risks.dominant)].sum(axis=0)
        self.nations = self._seat()
        self.trust = reputation.fresh(len(self.keys), good=1.0, bad=1.0)
        self.promises, self.walls = Promises(setting, self.names), Walls()
        self.dominance, self.captured = Dominance(), {}
        self.holders = private_stocks.open_holders(setting.private_stocks, self.spot)
        self.accord, self.awaited, self.faults = None, None, {}
        self.at_stake, self.lent = np.zeros(len(self.keys)), np.zeros((len(self.keys), len(self.keys)))
        self.log = Log(self.keys, setting.start_year)
        self.next_try, self.numbers, self.fund_spent, self.floor_paid = 0, 0, 0.0, 0.0
        self.pending, self.held, self.struck, self.books_kept = [], [], [], []
        self.clear_desk()
        self.appraiser = self.look_ahead()

    def _seat(self) -> list[Nation]:
        """Make the agents; their first beliefs differ by a draw of the endowment stream."""
        setting, rng = self.setting, stream("first beliefs", self.seed, self.replication)
        seats = []
        for number, profile in enumerate(setting.nations):
            port.rule(profile.strategy, "choose_levers")  # A strategy that does not exist is refused here.
            budget = setting.market.budget_share * profile.gdp * 1e6
            drawn = round(float(rng.standard_normal()), 12)
            guess = float(np.clip(setting.risks.export_ban * exp(0.25 * drawn), 0.005, 0.95))
            seats.append(ROLES[profile.role](self, profile, number, budget, (10 * guess, 10 * (1 - guess))))
        return seats

    def step(self) -> None:
        """Live one year and collect its metrics, as Mesa's users expect."""
        self.live_year()
        self.datacollector.collect(self)

    @cached_property
    def datacollector(self) -> mesa.DataCollector:
        """Year and metrics of each ``step``; made when it is first asked for."""
        table = metrics.table(self.setting.plugins)
        reporters = {name: function for name, (function, _, _) in table.items()}
        return mesa.DataCollector(model_reporters={"year": lambda model: model.year, **reporters})

    def live_year(self) -> None:
        """Live one year without collecting metrics."""
        self.brief()
        self.resolve()

    def resolve(self) -> None:
        """Live the year that ``brief`` has opened."""
        self.use_levers()
        self.negotiate_supply()
        self.hold_summit()
        self.ratify()
        self.live_quarters()
        self.share_benefits()
        self.invest_and_depreciate()
        self.update_trust_and_beliefs()
        self.keep_record()

    def brief(self) -> None:
        """Open the year: end expired agreements, open finished plants, pay budgets, look ahead."""
        self.now += 1
        self.clear_desk()
        self.promises.expire(self.now)
        for project in self.books.finish(self.now):
            if not project.label.startswith("private") and plants.SECOND not in project.label:
                owner = self.accord.members if project.owner < 0 and self.accord else (max(project.owner, 0),)
                self.log.note(self.now, "investment", owner, f"Now working: {project.label}.")
        for nation in self.nations:
            nation.earn()
            self._vote(nation)
        loans.serve(self)
        self.appraiser = self.look_ahead()

    def hand_in(self, handed: orders.HandedIn) -> None:
        """Take what governments themselves have decided for the year that ``brief`` has opened, and further events."""
        self.handed = handed
        if handed.shocks:
            self.nature = replace(self.nature, shocks=orders.in_nature(self.nature.shocks, handed.shocks))
        for new in handed.plants:
            investment.stands(self, new.nation, new.kind, new.size)
        venture_table.begin_agreed(self)

    def use_levers(self) -> None:
        """Let every nation use what it can do alone, in an order drawn for the year."""
        order = stream("order of levers", self.seed, self.replication, self.now).permutation(len(self.nations))
        for number in order:
            nation = self.nations[number]
            view = weapons.view_of(self, nation)
            rng = stream("levers", self.seed, self.replication, self.now, int(number))
            weapons.apply(self, nation, self.ask(int(number), view, rng))

    def negotiate_supply(self) -> None:
        """Hold the bilateral sittings, unless everybody goes alone."""
        self.held, self.struck = [], []
        if self.regime != "unilateral":
            sittings.negotiate(self)

    def hold_summit(self) -> None:
        """Hold the summit, where the regime has one; existing alliances do their yearly work."""
        treaties.live(self)
        self.appraiser.alone = None  # Levers have been used since this may have been computed.
        if self.regime == "accord":
            membership.reconsider(self)
            expulsion.consider(self)
            sunset.consider(self)
            accord_year.hold_summit(self)
            departures.leave_agreed(self)
            buyouts.approach(self)
            accord_year.contribute_and_build(self)

    def ratify(self) -> None:
        """Let parliaments decide on the year's agreements; those in force do their yearly work."""
        sittings.ratify_pending(self)
        clauses.live(self.books, self.promises.uses(self.now), self.book.money["administration"])

    def live_quarters(self) -> None:
        """Live through the four quarters; the dominant supplier has watched the accord grow."""
        dominance.retaliate(self)
        for season in range(4 * self.now, 4 * self.now + 4):
            quarter.live_quarter(self, season)

    def share_benefits(self) -> None:
        """Divide what the accord earned, and pay those who were paid to stay out."""
        benefit_sharing.share_benefits(self)
        buyouts.pay(self)

    def invest_and_depreciate(self) -> None:
        """Let private investors add capacity, and demand grow into next year, less what users learn to save."""
        investment.enter(self)
        self.books.sell(self.book.consumed)
        conservation.learn_to_save(self.books, self.book.price[:, 2])
        self.books.grow()

    def update_trust_and_beliefs(self) -> None:
        """Update trust by who kept promises, and beliefs by whether exports were restricted."""
        kept, broken = reputation.evidence(self.book.promised_to, self.book.given_to)
        rules = self.setting.trust
        # Compensation restores trust in part, as if that part of a year's promises had been kept.
        kept += rules.amends * np.minimum(self.book.amends, 1.0)
        for number in self.restricted:
            broken[:, number] = np.maximum(broken[:, number], 0.25)
        if self.accord is not None:
            rows = list(self.accord.members)
            kept[np.ix_(rows, rows)] += 0.25
        np.fill_diagonal(kept, 0.0)
        np.fill_diagonal(broken, 0.0)
        self.trust = reputation.remember(
            self.trust, kept, broken, forgetting=rules.forgetting, bad_weight=rules.bad_weight, gossip=rules.gossip
        )
        for nation in self.nations:
            nation.learn(self.book.banned)

    def keep_record(self) -> None:
        """File the year; after the last one Mesa stops."""
        self.books_kept.append(self.book)
        self.running = self.now + 1 < self.setting.rounds

    def state(self) -> dict[str, Any]:
        """Write down, as plain JSON, what the year just lived passes to the next.

        Earlier years' books and all events are left out: they are in the earlier years' states and in the record.
        """
        held = {name: getattr(self, name) for name in CARRIED}
        if self.now:
            # Later years' sales are in their books.
            held["books"] = replace(self.books, sold=self.books.sold[:0])
        known = self._known()
        carried = {name: plain(one, known) for name, one in held.items()}
        return carried | {"nations": [plain(nation.state(), known) for nation in self.nations]}

    def resume(self, states: Sequence[Mapping[str, Any]], events: Sequence[Event]) -> None:
        """Continue from the end of a year that another model has lived, to the last bit; this model must be new.

        Parameters
        ----------
        states : of all years so far, as ``state`` wrote them.
        events : of all years so far.

        Raises
        ------
        UnreadableError : if another version of this project wrote them.
        """
        known = self._known()
        for state in states:
            if strange := {*CARRIED, "nations"} ^ state.keys():
                raise UnreadableError(f"{min(strange)!r} is not carried on in both versions")
        for name in CARRIED:
            setattr(self, name, real(states[-1][name], known))
        self.books_kept = [*(real(one["book"], known) for one in states[:-1]), self.book]
        if len(states) > 1:
            self.books.sold = real(states[0]["books"], known).sold
            for book in self.books_kept[1:]:
                self.books.sell(book.consumed)
        for nation, held in zip(self.nations, states[-1]["nations"], strict=True):
            nation.resume(real(held, known))
        self.log.take_up(events)
        self.appraiser = self.look_ahead()

    def _known(self) -> dict[str, Any]:
        """Objects that every model of this scenario has from the beginning, by name."""
        world = self.promises.setting
        return {"setting": world, "accord": world.accord, "shape": self.chain.shape}

    def _vote(self, nation: Nation) -> None:
        """Let a nation's voters have their say."""
        politics = nation.profile.politics
        rng = stream("elections", self.seed, self.replication, self.now, nation.number)
        turnover = politics.turnover if self.setting.failures.turnover else 0.0
        election = elect(nation.margin, turnover, rng, usual=politics.ratification_margin)
        nation.margin = election.threshold
        if election.changed and nation.margin > politics.ratification_margin + 0.05:
            self.log.note(
                self.now,
                "election",
                (nation.number,),
                (
                    f"The new government of {nation.profile.name} is harder to win: it signs nothing that brings it "
                    f"less than {percent(nation.margin)} of what is at stake."
                ),
            )

    def __getstate__(self) -> dict[str, Any]:
        """Models are not pickled: replay the scenario, seed and regime instead."""
        raise TypeError("a model is not pickled; keep its scenario, regime and seed and live it again")
