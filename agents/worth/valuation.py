"""Worth of a state of the world to each nation, by the same market code that runs the world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.world.books import Addition, Books, undercut
from agents.world.plant_support import standing_still, with_support, without_idle
from agents.world.rates import LEAST_GAIN
from agents.world.setting import END_USES, Setting
from agents.world.smuggling import with_smuggling
from agents.worth import door
from agents.worth.changes import Base, Changes
from market import curve
from market.chain import Chain, Outcome, Quarter
from market.compiled import HAS_NUMBA
from market.outcome import RowOutcome
from market.vintages import Vintages
from market.welfare import welfare

if TYPE_CHECKING:
    from agents.worth.kernel import Ground

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Weights that governments give to things other than money, one figure per nation."""

    environment: Array
    strategic: Array
    """USD m/yr for holding the whole of a stage at home."""
    risk_aversion: Array
    shortage_cost: Array
    """(materials,) cost of an unserved tonne, USD/kg."""
    uses: Array
    """(uses,) multiple of that cost for an unserved tonne of each end use."""

    @classmethod
    def of(cls, setting: Setting) -> Weights:
        """Read the weights of a setting."""
        priorities = [nation.priorities for nation in setting.nations]
        price = setting.market.magnet_price
        return cls(
            environment=np.array([p.environment for p in priorities]),
            strategic=np.array([p.strategic for p in priorities]),
            risk_aversion=np.array([p.risk_aversion for p in priorities]),
            uses=np.array([setting.emergencies.defence_multiple if use == "defence" else 1.0 for use in END_USES]),
            shortage_cost=setting.market.shortage_multiple * np.array([price.light, price.heavy]),
        )


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """A future state of the world as each nation values it, USD m/yr; arrays are (nations,)."""

    calm: Array
    crisis: Array
    """Utility in a year that the dominant supplier restricts exports throughout, shortage cost included."""
    shortage: Array
    """Shortage cost in such a year."""
    calm_outcome: Outcome
    crisis_outcome: Outcome

    @cached_property
    def net_imports(self) -> Array:
        """Net imports of oxide and magnets in calm years, (nations, materials) t/yr of oxide; below 0 for exporters."""
        trade = self.calm_outcome.trade
        net: Array = (trade.sum(axis=0) - trade.sum(axis=1))[:, 1:].sum(axis=1)
        return net

    def expected(self, crisis_time: Array | float, risk_aversion: Array | float) -> Array:
        """Expected utility a year, less aversion times the CVaR95 of shortage cost.

        Parameters
        ----------
        crisis_time : share of time that each nation expects in crisis (0-1).
        risk_aversion : weight of the CVaR95. With two states it is the shortage cost of the bad
            one, scaled down when that state is rarer than one in twenty.
        """
        tail = np.minimum(1.0, np.asarray(crisis_time) / 0.05)
        return (1 - crisis_time) * self.calm + crisis_time * self.crisis - risk_aversion * tail * self.shortage


def damage(books: Books, quarter: Quarter, outcome: Outcome, relief: Array | None = None) -> Array:
    """Environmental and social damage in the nation where it happens, (nations,) USD m/yr.

    ``relief`` is the share that a standard avoids in each nation.
    """
    setting, shape = books.setting, books.shape
    at_mines = np.bincount(shape.mine_nation, weights=setting.mine_damage * outcome.mined, minlength=shape.nations)
    total = at_mines + (setting.plant_damage * outcome.made.sum(axis=2)).sum(axis=1)
    return total * USD_M * (1.0 if relief is None else 1 - relief)


def stage_shares(books: Books, outcome: Outcome) -> Array:
    """Mean share of the three stages that each nation holds, (nations,) 0-1."""
    shape = books.shape
    content = outcome.mined * (shape.mine_light + shape.mine_heavy)
    ore = np.bincount(shape.mine_nation, weights=content, minlength=shape.nations)
    oxide, magnets = outcome.made.sum(axis=2).T
    ore, oxide, magnets = (stage / max(stage.sum(), 1e-9) for stage in (ore, oxide, magnets))
    return (ore + oxide + magnets) / 3


def money(chain: Chain, quarter: Quarter, outcome: Outcome) -> Array:
    """Consumer surplus, rents and public revenue of each nation from one market, (nations,) USD m/yr."""
    parts = welfare(chain.shape, quarter, outcome)
    return (
        parts.consumer_surplus
        + parts.mine_rent
        + parts.making_rent
        + parts.recycling_rent
        + parts.trade_rent
        + parts.tax_revenue
        + parts.quota_rent
        + parts.release_revenue
        - parts.purchase_cost
    )


def wanted(quarter: Quarter, price: Array) -> Array:
    """Demand at given magnet prices, (nations, uses, materials) t/yr; ``price`` is (nations, materials) USD/kg."""
    if quarter.curved:
        return curve.wanted(quarter, price)
    ratio = price[:, None, :] / quarter.reference_price[None, None, :] - 1
    return quarter.demand * np.clip(1 + quarter.elasticity[None, :, None] * ratio, 0, None)


@dataclass(frozen=True)
class Calm:
    """A calm market after clearing."""

    outcome: Outcome
    ready: Quarter
    """The capacity of it that is still there when a crisis comes."""
    worth: Array
    """Utility, (nations,) USD m/yr."""


@dataclass(frozen=True)
class Ahead:
    """The state some years ahead if nothing more is decided."""

    quarter: Quarter
    paid: Array
    """(2, nations, conversions, materials) USD/kg of input that governments pay their plants, cheaper ones first."""
    prospect: Prospect
    base: Base | None
    """The same for the compiled code; None where that cannot be used."""


class Appraiser:
    """Looks some years ahead on today's books, in a calm world and in one where exports are restricted."""

    def __init__(
        self,
        books: Books,
        chain: Chain,
        weights: Weights,
        usual_exports: Array,
        now: int,
        odds: Array,
        start: Outcome | None = None,
    ) -> None:
        """Keep the figures that every look needs.

        Parameters
        ----------
        usual_exports : (stages, materials) t/yr of the dominant supplier.
        odds : (nations,) share of time that each government expects in crisis (0-1).
        start : a similar outcome, where searches begin; it changes the time taken, not the answers.
        """
        self.books, self.chain, self.weights, self.odds = books, chain, weights, odds
        self.usual_exports, self.now, self.start = usual_exports, now, start
        self.alone: Appraiser | None = None
        """The same look on the unilateral path, once it has been asked for."""
        self.exact = False
        """True if every look goes step by step, as the reference for the compiled code."""
        self._ground: Ground | None = None
        self._cache: dict[int, Ahead] = {}
        self._calm: dict[int, Calm] = {}
        self._slumps: dict[int, Outcome] = {}
        self._plants: dict[tuple[int, tuple[int, tuple[str, ...]]], Prospect] = {}

    def base(self, years: int) -> Prospect:
        """The state some years ahead if nothing more is decided."""
        return self._ahead(years).prospect

    def slump(self, years: int) -> Outcome:
        """The market some years ahead while the dominant supplier sells oxide below its price."""
        if years not in self._slumps:
            setting = self.books.setting
            cheap = undercut(self.quarter(years), setting, setting.risks.undercut_depth)
            self._slumps[years] = self.chain.clear(cheap, start=self.base(years).calm_outcome)
        return self._slumps[years]

    def quarter(self, years: int) -> Quarter:
        """The calm market some years ahead if nothing more is decided."""
        return self._ahead(years).quarter

    def look(
        self,
        years: int,
        quarter: Quarter,
        *,
        release: Array | None = None,
        relief: Array | None = None,
        paid: Array | None = None,
        standby: Array | None = None,
    ) -> Prospect:
        """Value a changed calm market, and the same market in crisis.

        New plants that would stand idle are kept running at public cost where that is worth it to their governments.

        Parameters
        ----------
        quarter : the calm market, any change of ``self.quarter(years)``.
        release : (nations, materials) t/yr of oxide from stocks, offered in crisis only.
        relief : (nations,) share of damage avoided.
        paid : (2, nations, conversions, materials) USD/kg of input that governments pay their plants, if other than
            today.
        standby : (nations, conversions, materials) t/yr of capacity that works in crisis only.
        """
        base = self._ahead(years).base
        if base is not None and not quarter.curved:
            changes = Changes(base)
            changes.market(quarter, release=release, relief=relief, paid=paid, standby=standby)
            return self.look_at(years, changes)[0]
        return self.look_by_steps(years, quarter, release=release, relief=relief, paid=paid, standby=standby)

    def look_at(self, years: int, changes: Changes) -> list[Prospect]:
        """Value many changes of the market some years ahead at once, in compiled code."""
        looked = door.look(changes)
        return [
            self._prospect(looked, number) if looked.settled[number] else self._by_steps(years, changes, number)
            for number in range(len(changes))
        ]

    def look_at_each(self, years: int, quarters: list[Quarter]) -> list[Prospect]:
        """Value several changed markets at once."""
        changes = self.changes(years)
        if changes is None:
            return [self.look(years, quarter) for quarter in quarters]
        for quarter in quarters:
            changes.market(quarter)
        return self.look_at(years, changes)

    def changes(self, years: int) -> Changes | None:
        """An empty batch of changes for ``look_at``; None where only ``look`` can be used."""
        base = self._ahead(years).base
        return None if base is None else Changes(base)

    def _by_steps(self, years: int, changes: Changes, number: int) -> Prospect:
        quarter, beside = changes.after(number)
        return self.look_by_steps(years, quarter, **beside)

    def _prospect(self, looked: door.Looked, number: int) -> Prospect:
        calm, crisis, shortage = looked.worth[number]
        outcomes = (RowOutcome(self.books.shape, rows[number]) for rows in (looked.calm, looked.crisis))
        calm_outcome, crisis_outcome = outcomes
        return Prospect(
            calm=calm, crisis=crisis, shortage=shortage, calm_outcome=calm_outcome, crisis_outcome=crisis_outcome
        )

    def look_by_steps(
        self,
        years: int,
        quarter: Quarter,
        *,
        release: Array | None = None,
        relief: Array | None = None,
        paid: Array | None = None,
        standby: Array | None = None,
    ) -> Prospect:
        """Value the same step by step, each in Python, as the reference for the compiled code."""
        ahead = self._ahead(years)
        paid, near = ahead.paid if paid is None else paid, ahead.prospect
        if quarter is not ahead.quarter or paid is not ahead.paid or relief is not None:
            found = self._value(quarter, paid, release, relief, near, standby)
            return self._kept(ahead, quarter, paid, found, release, relief, standby)
        # The change has an effect in a crisis only: the calm market need not be cleared again.
        if years not in self._calm:
            self._calm[years] = self._cleared(quarter, paid, None, near)
        return self._value(quarter, paid, release, None, near, standby, self._calm[years])

    def _kept(
        self,
        ahead: Ahead,
        quarter: Quarter,
        paid: Array,
        found: Prospect,
        release: Array | None,
        relief: Array | None,
        standby: Array | None,
    ) -> Prospect:
        """Value the same with new plants kept running, if they would be idle and their governments gain by it."""
        new = quarter.capacity > ahead.quarter.capacity
        if not new.any():
            return found
        idle = standing_still(quarter, found.calm_outcome) & new
        if not idle.any():
            return found
        helped, more = with_support(quarter, idle, found.calm_outcome.planning_price)
        kept = self._value(helped, paid + more, release, relief, found, standby)
        aversion, hosts = self.weights.risk_aversion, idle.any(axis=(0, 2, 3))
        gain = kept.expected(self.odds, aversion) - found.expected(self.odds, aversion)
        return kept if gain[hosts].sum() >= LEAST_GAIN else found

    def with_support(self, years: int, nation: int, step: int) -> Prospect:
        """Value a government's support for its plants for one conversion; shut ones open again."""
        ahead = self._ahead(years)
        ready = self.books.reopened(ahead.quarter, nation, step)
        one = np.zeros_like(self.books.supported)
        one[nation, step] = True
        supported, paid = with_support(ready, one, ahead.prospect.calm_outcome.planning_price)
        return self.look(years, supported, paid=ahead.paid + paid)

    def without_support(self, years: int, nation: int, step: int) -> Prospect:
        """Value the end of such support."""
        ahead = self._ahead(years)
        ended, paid = np.zeros_like(ahead.paid), ahead.paid.copy()
        ended[:, nation, step] = paid[:, nation, step]
        paid[:, nation, step] = 0.0
        return self.look(years, Vintages.of(ahead.quarter).cheaper_by(-ended).put(ahead.quarter), paid=paid)

    def idle(self, years: int) -> NDArray[np.bool_]:
        """The plants that would be idle in calm years and so would close, (2, nations, conversions, materials)."""
        ahead = self._ahead(years)
        return standing_still(ahead.quarter, ahead.prospect.calm_outcome)

    def with_plants(self, years: int, addition: Addition, key: tuple[int, tuple[str, ...]] | None = None) -> Prospect:
        """Value more capacity; a ``key`` that names it (nation, kinds) saves doing so twice in a year."""
        if key is not None and (years, key) in self._plants:
            return self._plants[years, key]
        looked = self.with_many(years, addition, 1.0)
        if key is not None:
            self._plants[years, key] = looked
        return looked

    def with_many(self, years: int, addition: Addition, times: float) -> Prospect:
        """Value the same added capacity several times over."""
        changes = self.changes(years)
        if changes is None:
            return self.look(years, self.books.with_plants(self.quarter(years), addition.times(times)))
        changes.plants(addition, self.books.new_cost, times)
        return self.look_at(years, changes)[0]

    def with_stock(self, years: int, release: Array) -> Prospect:
        """Value oxide from stocks, offered in crisis only, (nations, materials) t/yr."""
        changes = self.changes(years)
        if changes is None:
            return self.look(years, self.quarter(years), release=release)
        changes.sold(release)
        return self.look_at(years, changes)[0]

    def crisis(self, quarter: Quarter, release: Array | None = None) -> Quarter:
        """The same market while the dominant supplier withholds exports of oxide and magnets."""
        setting = self.books.setting
        dominant, quota = setting.dominant, quarter.quota.copy()
        quota[dominant, 1:] = np.minimum(quota[dominant, 1:], (1 - setting.risks.ban_cut) * self.usual_exports[1:])
        hit = with_smuggling(quarter.changed(quota=quota), setting, self.usual_exports)
        # Stocks that nations already hold are sold in a crisis too, so further ones are worth less.
        held = self.books.stock * 4.0 / setting.risks.ban_quarters
        if release is None and not held.any():
            return hit
        offered, price = hit.release.copy(), hit.release_price.copy()
        offered[:, 1] += held if release is None else held + release
        price[:, 1] = setting.usual_price[1]
        return hit.changed(release=offered, release_price=price)

    def _ahead(self, years: int) -> Ahead:
        if years not in self._cache:
            plain = self._with_alliances(self.books.forecast(years, now=self.now))
            if self.books.supported.any():
                for nation, step in np.argwhere(self.books.supported):
                    plain = self.books.reopened(plain, int(nation), int(step))
                price = self.chain.clear(plain, self.start).planning_price
                quarter, paid = with_support(plain, self.books.supported, price)
            else:
                quarter, paid = plain, np.zeros((2, *plain.making_cost.shape))
            self._cache[years] = self._first(quarter, paid)
        return self._cache[years]

    def _first(self, quarter: Quarter, paid: Array) -> Ahead:
        """Value the market itself, in compiled code where possible."""
        if not HAS_NUMBA or self.exact or quarter.curved:
            return Ahead(quarter, paid, self._value(quarter, paid, None, None, None), None)
        shape = self.books.shape
        base = Base.of(shape, quarter, paid, self.ground())
        looked = door.first_look(base, self.start.row if isinstance(self.start, RowOutcome) else None)
        if not looked.settled[0]:
            return Ahead(quarter, paid, self._value(quarter, paid, None, None, None), None)
        calm, crisis, shortage = looked.worth[0]
        base = replace(base, calm=looked.calm[0], crisis=looked.crisis[0], worth=looked.worth[0])
        prospect = Prospect(
            calm=calm,
            crisis=crisis,
            shortage=shortage,
            calm_outcome=self.chain.outcome_of(quarter, base.calm),
            crisis_outcome=RowOutcome(shape, base.crisis),
        )
        return Ahead(quarter, paid, prospect, base)

    def ground(self) -> Ground:
        """Figures common to every look, in the form for compiled code."""
        if self._ground is None:
            self._ground = _ground(self.books, self.weights, self.usual_exports, self.odds)
        return self._ground

    def _with_alliances(self, plain: Quarter) -> Quarter:
        """The same market with the alliances beside the accord in force."""
        from agents.treaty.alliances import policy, standing

        setting = self.books.setting
        present = standing(setting, setting.start_year + self.now)
        if not present:
            return plain
        price = self.chain.clear(plain, self.start).planning_price
        return policy(present, self.books, plain, price, self.chain.clear)[0]

    def _value(
        self,
        quarter: Quarter,
        paid: Array,
        release: Array | None,
        relief: Array | None,
        near: Prospect | None,
        standby: Array | None = None,
        known: Calm | None = None,
    ) -> Prospect:
        calm = known or self._cleared(quarter, paid, relief, near)
        worse = self.crisis(calm.ready, release)
        if standby is not None:
            none = self.books.nothing()
            worse = self.books.with_plants(worse, replace(none, capacity=standby))
        crisis = self.chain.clear(worse, start=near.crisis_outcome if near else None)
        missing = (np.maximum(calm.outcome.consumed - crisis.consumed, 0) * self.weights.uses[:, None]).sum(axis=1)
        shortage = (missing * self.weights.shortage_cost).sum(axis=1) * USD_M
        return Prospect(
            calm=calm.worth,
            shortage=shortage,
            crisis=self._utility(worse, crisis, relief, paid) - shortage,
            calm_outcome=calm.outcome,
            crisis_outcome=crisis,
        )

    def _cleared(self, quarter: Quarter, paid: Array, relief: Array | None, near: Prospect | None) -> Calm:
        calm = self.chain.clear(quarter, start=near.calm_outcome if near else None)
        # Plants idle in calm years have closed when the crisis comes, and take longer to reopen than it lasts.
        ready = without_idle(quarter, calm)
        return Calm(outcome=calm, ready=ready, worth=self._utility(quarter, calm, relief, paid))

    def _utility(self, quarter: Quarter, outcome: Outcome, relief: Array | None, paid: Array) -> Array:
        weights = self.weights
        harm = damage(self.books, quarter, outcome, relief)
        return (
            money(self.chain, quarter, outcome)
            - (paid * outcome.vintages).sum(axis=(0, 2, 3)) * USD_M
            - weights.environment * harm
            + weights.strategic * stage_shares(self.books, outcome)
        )


def _ground(books: Books, weights: Weights, usual_exports: Array, odds: Array) -> Ground:
    """Gather the figures common to every look of a year."""
    from agents.worth.kernel import Ground

    setting, shape = books.setting, books.shape
    limit = np.full((3, 2), np.inf)
    limit[1:] = (1 - setting.risks.ban_cut) * usual_exports[1:]
    smuggled = np.array([setting.smuggling.share * usual_exports, setting.smuggling.cost * setting.usual_price])
    return Ground(
        mine_nation=shape.mine_nation,
        mine_light=shape.mine_light,
        mine_heavy=shape.mine_heavy,
        mine_damage=setting.mine_damage,
        plant_damage=setting.plant_damage,
        limit=limit.ravel(),
        fringe=smuggled.reshape(2, 6) if setting.smuggling.share else np.zeros((0, 6)),
        held=books.stock * (4.0 / setting.risks.ban_quarters),
        stock_price=np.ascontiguousarray(setting.usual_price[1]),
        new_cost=np.ascontiguousarray(books.new_cost).ravel(),
        environment=weights.environment,
        strategic=weights.strategic,
        uses=weights.uses,
        shortage_cost=weights.shortage_cost,
        odds=odds,
        aversion=weights.risk_aversion,
        dominant=setting.dominant,
    )


def reserve_tonnes(prospect: Prospect, nation: int, days: float) -> Array:
    """Some days of a nation's net imports of oxide and magnets, (materials,) t of oxide."""
    tonnes: Array = np.maximum(prospect.net_imports[nation], 0.0) * days / 365.0
    return tonnes
