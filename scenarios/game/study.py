"""The valuations of a round: the model's own figures for lanes, levers and texts, read and never written.

They are computed on a copy of the market, so that reading them changes nothing later.
Lanes and levers have one lock, texts of the accord another, each with its own market: a player who offers ore does not
wait for those who study a treaty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.accord.coalitions import staying_out
from agents.accord.summit import Room, bargain, convene
from agents.players import menu
from agents.questions.levers import View
from agents.state import State
from agents.state.sittings import Venture
from agents.supply.agreements import price_under
from agents.supply.outlook import LaneValue
from agents.supply.table import Table
from agents.supply.terms import MEANINGS, standard
from agents.terms.lane import Lane
from agents.terms.text import Text, middling, text_of, text_space
from agents.world.conduct import SupplyRules
from agents.world.setting import MATERIALS, STAGES
from agents.world.streams import stream
from agents.world.wording import counted, percent, plant_size
from agents.year import accord_year, candidates, departures, sittings, venture_table, ventures, weapons
from agents.year.departures import PAYMENT, Aside
from agents.year.venture_table import Laid
from market.chain import Chain
from negotiation.bargaining.reasons import Elsewhere, reason
from negotiation.bargaining.terms import Issue, TermSpace
from scenarios.game.board import LaneView, LeverView, TermView
from scenarios.game.lane_names import ASIDE, VENTURE, lane_title
from scenarios.game.refusal import Refused
from scenarios.sitting import in_figures

Array = NDArray[np.float64]


VENTURE_MEANINGS: Mapping[str, str] = {
    "size": "How large the plant is, by what it makes in a year; the cost grows more slowly than the size.",
    "paid by the partner": "The partner's part of the cost of the plant; the host pays the rest. Both pay at once.",
    "offtake": "The part of the output that the host must sell to the partner, in a crisis too.",
    "price": "How the price of the offtake follows the market.",
    "duration": "For how long the offtake binds, from the year in which the plant opens.",
}


ASIDE_MEANINGS: Mapping[str, str] = {
    PAYMENT: "What the member is paid every year while it stays outside the accord, from the year in which it is out.",
}


@dataclass(frozen=True, kw_only=True)
class LaneTable:
    """A lane with all its outcomes valued.

    Of a joint venture the host is the seller, of leaving the accord the member that leaves.
    """

    lane: Lane
    value: LaneValue | None
    """What the market says of the goods; None where no goods change hands."""
    table: Table | Laid | Aside
    space: TermSpace
    """The terms with the tonnes that they come to."""
    rules: SupplyRules
    """The standard clauses, which hold for all that is not on the table."""

    @property
    def venture(self) -> Laid | None:
        """The joint venture that is bargained over; None where it is a supply agreement."""
        return self.table if isinstance(self.table, Laid) else None

    @property
    def aside(self) -> Aside | None:
        """The leaving for money that is bargained over; None where it is anything else."""
        return self.table if isinstance(self.table, Aside) else None

    def unsaid(self) -> str:
        """How much, at what price and for how long, where that is not on the table; empty where all of it is."""
        if self.value is None or self.venture is not None:
            return ""
        on, usual = {issue.name for issue in self.space.issues}, standard(self.rules)
        said = {
            "volume": f"{self.lane.tonnes * float(usual['volume']):,.0f} t/yr",
            "price": f"at the {usual['price']} price",
            "duration": counted(int(usual["duration"]), "year"),
        }
        left = [words for name, words in said.items() if name not in on]
        return f"Not on the table, and as usual: {', '.join(left)}." if left else ""

    def elsewhere(self) -> dict[str, Elsewhere]:
        """What the price rules come to in calm years, against the spot price at the seller's; empty without goods."""
        value = self.value
        if value is None or "price" not in [issue.name for issue in self.space.issues]:
            return {}
        levels = tuple(float(price_under(rule, value.fair, value.spot_calm)) for rule in self._prices())
        return {"price": Elsewhere(float(value.spot_calm), levels, "USD/kg")}

    def _prices(self) -> tuple[str, ...]:
        return tuple(str(level) for issue in self.space.issues if issue.name == "price" for level in issue.levels)

    def say(self, side: int, outcome: int, *, asked: float, accepted: bool) -> str:
        """Give a side's reason for its answer, in figures; side 0 is the seller."""
        return reason(
            self.space,
            self.table.worth[side],
            0.0,
            outcome,
            asked=asked,
            accepted=accepted,
            alternative=self.elsewhere() or None,
            unit="USD m",
        )


def looked_at(model: State) -> State:
    """Look at a state through a market of one's own: the same world, no trace of the looking."""
    twin = model.copy(chain=Chain(model.books.shape))
    twin.appraiser = twin.look_ahead()
    return twin


class Study:
    """The valuations of one round."""

    def __init__(self, model: State) -> None:
        """Look at a model whose year has been opened and not yet lived."""
        self.lock, self.summit_lock = RLock(), RLock()
        self.model, self._summit = looked_at(model), looked_at(model)
        self.keys = model.keys
        found = sittings.open_lanes(self.model) if model.regime != "unilateral" else []
        self._lanes = {self._key(lane): lane for lane in found}
        planned = venture_table.possible(self.model) if model.regime != "unilateral" else []
        self._tables: dict[str, LaneTable] = {self._venture_key(laid.venture): self._plant(laid) for laid in planned}
        self._tables |= {self._aside_key(one): self._aside(one) for one in departures.possible(self.model)}
        self._views: dict[str, View] = {}
        self._menus: dict[str, tuple[LeverView, ...]] = {}
        self._room: Room | None = None
        self._mediated: list[Text | None] = []
        self._checked: dict[Text, Room] = {}

    def _key(self, lane: Lane) -> str:
        goods = f"{MATERIALS[lane.material]} {STAGES[lane.stage]}"
        return f"{self.keys[lane.seller]}>{self.keys[lane.buyer]}:{goods}"

    def _venture_key(self, venture: Venture) -> str:
        kind = venture.plan.kinds[-1]
        return f"{self.keys[venture.host]}>{self.keys[venture.partner]}:{kind} {VENTURE}"

    def _plant(self, laid: Laid) -> LaneTable:
        venture = laid.venture
        makes = ventures.output(self.model, venture)
        lane = Lane(
            seller=venture.host,
            buyer=venture.partner,
            stage=ventures.stage_made(venture),
            material=0,
            tonnes=makes,
            waits=venture.plan.lead + 1,
            score=float(laid.worth.min(axis=0).max()),
        )
        said = {
            "size": (makes, "t/yr"),
            "paid by the partner": (100.0, "% of the cost"),
            "offtake": (100.0, "% of the output"),
            "duration": (1.0, "years"),
        }
        issues = []
        for issue in laid.space.issues:
            if issue.name not in said:
                issues.append(Issue(issue.name, issue.levels, ""))
                continue
            times, unit = said[issue.name]
            issues.append(Issue(issue.name, tuple(round(times * float(level)) for level in issue.levels), unit))
        return LaneTable(
            lane=lane, value=laid.value, table=laid, space=TermSpace(tuple(issues)), rules=self.model.setting.supply
        )

    def _aside_key(self, one: Aside) -> str:
        return f"{self.keys[one.member]}>{self.keys[one.payer]}:{ASIDE}"

    def _aside(self, one: Aside) -> LaneTable:
        lane = Lane(
            seller=one.member,
            buyer=one.payer,
            stage=0,
            material=0,
            tonnes=0.0,
            waits=one.notice,
            score=float(one.worth.min(axis=0).max()),
        )
        return LaneTable(lane=lane, value=None, table=one, space=one.space, rules=self.model.setting.supply)

    def _without_goods(self) -> dict[str, LaneView]:
        """Lanes of plants and of leaving the accord."""
        names, found = self.model.names, {}
        for key, table in self._tables.items():
            if table.venture is not None or table.aside is not None:
                host, partner = self.keys[table.lane.seller], self.keys[table.lane.buyer]
                found[key] = LaneView(
                    key=key,
                    seller=host,
                    buyer=partner,
                    goods=key.split(":")[1],
                    title=lane_title(key, lambda name: names[self.keys.index(name)]),
                    tonnes=table.lane.tonnes,
                    waits=table.lane.waits,
                    score=table.lane.score,
                )
        return found

    def cannot_pay(self, key: str, terms: Mapping[str, Any]) -> str:
        """Say who could not pay its part under some terms of a joint venture; empty where both can."""
        found = self.table(key).venture
        return "" if found is None else venture_table.cannot_pay(self.model, found.venture, dict(terms))

    def lanes(self) -> dict[str, LaneView]:
        """List every lane, joint ventures and leaving the accord first, then the most valuable."""
        return self._without_goods() | {
            key: LaneView(
                key=key,
                seller=self.keys[lane.seller],
                buyer=self.keys[lane.buyer],
                goods=key.split(":")[1],
                title=lane.describe(self.model.names),
                tonnes=lane.tonnes,
                waits=lane.waits,
                score=lane.score,
            )
            for key, lane in self._lanes.items()
        }

    def table(self, key: str) -> LaneTable:
        """Value a lane, once a round."""
        with self.lock:
            if key not in self._lanes and key not in self._tables:
                raise Refused(f"There is nothing to agree on at {key!r} this year.")
            if key not in self._tables:
                lane = self._lanes[key]
                value, table = sittings.lay_table(self.model, lane)
                space = in_figures(table.space, lane)
                self._tables[key] = LaneTable(
                    lane=lane, value=value, table=table, space=space, rules=self.model.setting.supply
                )
            return self._tables[key]

    def known(self, key: str) -> LaneTable | None:
        """A lane's table if it has been worked out."""
        return self._tables.get(key)

    def terms(self, key: str) -> tuple[TermView, ...]:
        """Show what is on the table of a lane, as form fields."""
        found = self.table(key)
        meanings = VENTURE_MEANINGS if found.venture else ASIDE_MEANINGS if found.aside else MEANINGS
        return tuple(
            TermView(
                name=plain.name,
                meaning=meanings[plain.name],
                unit=said.unit,
                levels=plain.levels,
                texts=tuple(said.text(place) for place in range(len(said.levels))),
            )
            for plain, said in zip(found.table.space.issues, found.space.issues, strict=True)
        )

    def view(self, nation: str) -> View:
        """What a nation sees, its choices valued; once a round."""
        with self.lock:
            if nation not in self._views:
                seat = self.model.nations[self.keys.index(nation)]
                self._views[nation] = weapons.view_of(self.model, seat)
            return self._views[nation]

    def options(self, nation: str) -> tuple[LeverView, ...]:
        """Show a nation's menu of levers."""
        if nation not in self._menus:
            view = self.view(nation)
            self._menus[nation] = tuple(_lever(option, view, self.model.year) for option in menu.menu(view))
        return self._menus[nation]

    def ready_options(self, nation: str) -> tuple[LeverView, ...] | None:
        """A nation's menu if it has been worked out."""
        return self._menus.get(nation)

    def room(self) -> Room:
        """All who may sit at the summit, with the articles valued for them; once a round."""
        with self.summit_lock:
            if self._room is None:
                self._room = accord_year.room(self._summit, self.company())
            return self._room

    def company(self) -> tuple[int, ...]:
        """Who may sit at the summit, whether they would come or not: those who may join, and members."""
        rules, accord = self._summit.setting.accord, self._summit.accord
        eligible = rules.eligible or tuple(key for key in self.keys if key != self._summit.setting.risks.dominant)
        return tuple(sorted({*(self.keys.index(key) for key in eligible), *(accord.members if accord else ())}))

    def signatories(self) -> tuple[int, ...]:
        """Who a text is for: the members, or all who would come where there is no accord."""
        return self._summit.accord.members if self._summit.accord else candidates.candidates(self._summit)

    def voters(self) -> tuple[str, ...]:
        """Keys of those who weigh a text by themselves."""
        return tuple(self.keys[number] for number in self.signatories())

    def mediators(self) -> Text | None:
        """The text that the mediator would settle on with everybody's tactics; None where none carries."""
        with self.summit_lock:
            if not self._mediated:
                self._mediated.append(self._bargained())
            return self._mediated[0]

    def _bargained(self) -> Text | None:
        members, old = self.signatories(), self._summit.accord
        if len(members) < 2:
            return None
        rng = stream("summit", self._summit.seed, self._summit.replication, self._summit.now)
        if old is not None:
            return bargain(self.room(), members, rng, walls=self.room().payoff(members, old.text))[0]
        # Where no text carries, one of middling strength gives people something to amend.
        return convene(self.room(), members, rng).text or middling(self._summit.setting.accord)

    def worth(self, nation: str, text: Text) -> tuple[float, float, float]:
        """What a text is worth to a nation, what it has otherwise, and what it needs at home, USD m present value.

        Otherwise is staying out while the others sign; for a member, the text in force.
        """
        with self.summit_lock:
            room, number, old = self.room(), self.keys.index(nation), self._summit.accord
            members = tuple(sorted({*self.signatories(), number}))
            if text not in self._checked:
                self._checked[text] = room.checked(members, text)
            known = self._checked[text]
            inside = float(known.payoff(members, text)[number])
            if old is not None and number in old.members:
                return inside, float(known.payoff(members, old.text)[number]), 0.0
            return inside, staying_out(known.values, members, text, number), float(known.margin[number])

    def opinion(self, nation: str, text: Text) -> tuple[bool, str]:
        """How a nation's own interest votes on a text, and why, in figures."""
        inside, outside, needs = self.worth(nation, text)
        yes = inside >= outside + needs
        old = self._summit.accord is not None and self.keys.index(nation) in self._summit.accord.members
        other = "the text in force" if old else "staying out while the others sign"
        home = f"; our parliament asks for {needs:,.0f} more" if needs > 0.5 else ""
        years, vote = self._summit.setting.horizon, "for" if yes else "against"
        return yes, f"{vote}: worth {inside:,.0f} USD m to us over {years} years, {other} {outside:,.0f}{home}"

    def text(self, terms: Mapping[str, Any]) -> Text:
        """Read the levels of all articles as a text."""
        space = text_space(self.model.setting.accord)
        return text_of(space, space.encode(dict(terms)))


def _lever(option: menu.Option, view: View, year: int) -> LeverView:
    exponent = view.scale_exponent if option.unit == menu.PLANT else 1.0
    when = f"from {year + option.waits} on" if option.waits else "at once"
    at = f"{said(option.valued_at * option.size, option.unit)}: e" if option.valued_at < 1 else "E"
    text = (
        f"{at}xpected to be worth {option.yearly:,.0f} USD m a year {when}: {_signed(option.calm)} in a calm year, "
        f"{_signed(option.crisis)} in a year of restricted exports{_shortage(option.tail)}."
    )
    return LeverView(
        lever=option.lever,
        title=option.title,
        size=option.size,
        unit=option.unit,
        cost=option.cost,
        exponent=exponent,
        yearly=option.yearly,
        worth=option.worth,
        calm=option.calm,
        crisis=option.crisis,
        tail=option.tail,
        waits=option.waits,
        divisible=option.divisible,
        valued_at=option.valued_at,
        text=f"{text} {option.note}".strip(),
    )


def said(amount: float, unit: str) -> str:
    """Say an amount of a lever."""
    if unit == menu.PLANT:
        return plant_size(amount)
    if unit in (menu.SHARE, menu.DEPTH):
        return f"{percent(amount)} {unit}"
    return f"{amount:,.0f} {unit}".strip()


@lru_cache(maxsize=8)
def article_fields(rules: Any) -> tuple[Issue, ...]:
    """Issues of a summit's term space; cached, for the grid is large."""
    return text_space(rules).issues


def _signed(number: float) -> str:
    return f"{round(number):+,}"


def _shortage(spared: float) -> str:
    if spared >= 0.5:
        return f", of which {spared:,.0f} because less is missing"
    return f", of which {spared:,.0f} because more is missing" if spared <= -0.5 else ""
