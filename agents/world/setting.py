"""The world that a run starts from: nations, market, rules and risks as plain checked numbers.

Every field carries its unit, range and meaning; the tables in the docs, the checks on scenario
files and the parameters of a sweep all read them from here. Figures come from scenario files,
which also keep their sources; a run needs only the numbers.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from agents.world.accord_rules import AccordRules, Alliance
from agents.world.conduct import DisputeRules, Emergencies, Failures, Strains, SupplyRules, TrustRules
from agents.world.habits import PrivateStocks, Smuggling
from agents.world.limits import STRICT, number

STAGES = ("ore", "oxide", "magnet")
MATERIALS = ("light", "heavy")
CONVERSIONS = ("separation", "magnet making")
END_USES = ("mobility", "wind", "electronics", "industry", "defence")
ROLES = ("producer", "refiner", "consumer")
REGIMES = ("unilateral", "bilateral", "accord")

Role = Literal["producer", "refiner", "consumer"]

Share = Annotated[float, number("share", 0, 1, "A share (0-1).")]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class PerMaterial:
    """One figure for each material."""

    light: Annotated[float, number("as its field", 0, 1e9, "NdPr: neodymium and praseodymium.")] = 0.0
    heavy: Annotated[float, number("as its field", 0, 1e9, "DyTb: dysprosium and terbium.")] = 0.0


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Mine:
    """A deposit or group of deposits whose ore has one composition."""

    name: str
    capacity: Annotated[float, number("t REO/yr", 0, 1e6, "What it can mine in a year.")]
    light_share: Annotated[float, number("share", 0, 0.6, "NdPr in its rare-earth oxides.")]
    heavy_share: Annotated[float, number("share", 0, 0.2, "DyTb in its rare-earth oxides.")]
    cost: Annotated[float, number("USD/kg REO", 0, 60, "Cash cost of the first tonne, net of by-products sold.")]
    cost_rise: Annotated[float, number("USD/kg REO", 0, 60, "By how much cost rises up to full capacity.")] = 2.0
    damage: Annotated[float, number("USD/kg REO", 0, 60, "Environmental and social damage not in the cost.")] = 2.0
    reserves: Annotated[float, number("t REO", 0, 1e8, "Reserves in the ground.")] = 0.0


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Plant:
    """The separation, magnet or recycling capacity of a nation."""

    capacity: Annotated[PerMaterial, Field(json_schema_extra={"unit": "t/yr"})] = field(default_factory=PerMaterial)
    """Most contained oxide that it can take in each year; recycling: that it can win back."""
    cost: Annotated[PerMaterial, Field(json_schema_extra={"unit": "USD/kg"})] = field(default_factory=PerMaterial)
    """Cost of working a kilogram of contained oxide taken in; recycling: won back."""
    recovery: Annotated[float, number("share", 0.3, 1, "Share of the material that survives the step.")] = 0.92
    damage: Annotated[float, number("USD/kg", 0, 60, "Environmental damage not in the cost.")] = 1.0


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Priorities:
    """What a nation's government gives weight to, beside money."""

    environment: Annotated[float, number("weight", 0, 2, "Weight of environmental and community damage at home.")] = 0.5
    strategic: Annotated[float, number("USD m/yr", 0, 20000, "Value of holding the whole of a stage at home.")] = 100.0
    risk_aversion: Annotated[float, number("weight", 0, 2, "Weight of CVaR95 of shortage cost.")] = 0.3
    sovereignty: Annotated[
        float, number("USD m/yr", 0, 5000, "Political cost of binding articles at full strength.")
    ] = 10.0


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Politics:
    """How hard it is to bind a nation."""

    ratification_margin: Annotated[
        float, number("share", -0.5, 1, "Gain, as a share of the stakes, that its parliament asks for.")
    ] = 0.02
    turnover: Annotated[float, number("share", 0, 0.5, "Chance a year that a new government is less willing.")] = 0.1
    rule_of_law: Annotated[float, number("WGI index", -2.5, 2.5, "Rule of law, World Governance Indicators.")] = 0.0
    leakage: Annotated[float, number("share", 0, 0.9, "Share of public money that corruption takes.")] = 0.1


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Underway:
    """A plant or mine already decided when the run starts."""

    name: str
    kind: Literal["mine", "separation", "magnet", "recycling"]
    light: Annotated[float, number("t/yr", 0, 1e6, "Input of light contained oxide (a mine: t REO/yr).")]
    heavy: Annotated[float, number("t/yr", 0, 1e5, "Input of heavy contained oxide (a mine: 0).")] = 0.0
    opens: Annotated[int, number("year", 1990, 2100, "First year of output.")]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Profile:
    """A nation at the start: what it mines, makes, uses, holds and wants."""

    key: str
    name: str
    iso3: str
    role: Role
    region: str
    gdp: Annotated[float, number("USD trn", 0.001, 100, "Gross domestic product.")]
    memberships: tuple[str, ...] = ()
    mines: tuple[Mine, ...] = ()
    separation: Plant = field(default_factory=Plant)
    magnets: Plant = field(default_factory=Plant)
    recycling: Plant = field(default_factory=Plant)
    projects: tuple[Underway, ...] = ()
    """What is being built when the run starts; a mine adds to the nation's best deposit."""
    demand: dict[str, PerMaterial] = field(default_factory=dict)
    """Final use by end use, t/yr of contained oxide at the reference price."""
    stock: PerMaterial = field(default_factory=PerMaterial)
    """Public stock of oxide, t."""
    expertise: Annotated[float, number("share", 0, 1, "Separation and magnet know-how; 1 is the leader.")] = 0.3
    dependent_value_added: Annotated[
        float, number("USD m/yr", 0, 1e6, "Value added of the industries that need magnets.")
    ] = 0.0
    discount_rate: Annotated[float, number("share a year", 0, 0.3, "How a government discounts the future.")] = 0.07
    priorities: Priorities = field(default_factory=Priorities)
    politics: Politics = field(default_factory=Politics)
    strategy: str = "pragmatist"
    """File name of its strategy in agents/strategies."""
    tactic: str = "boulware"
    """File name of its bargaining tactic in negotiation/bargaining/tactics."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class MarketRules:
    """The figures of the market that belong to no single nation."""

    ore_price: PerMaterial
    """Reference price of contained oxide in ore, USD/kg."""
    oxide_price: PerMaterial
    """Reference price of separated oxide, USD/kg."""
    magnet_price: PerMaterial
    """Reference price of contained oxide in magnets, USD/kg."""
    elasticity: dict[str, float]
    """Own-price elasticity of demand by end use at the reference price, below zero."""
    demand_curve: Literal["line", "iso_elastic"] = "line"
    """How use answers prices far from the reference: along a straight line, or with the same elasticity throughout."""
    demand_growth: Annotated[float, number("share a year", -0.1, 0.2, "Growth of final use.")] = 0.05
    substitution_rate: Annotated[
        float, number("share a year", 0, 0.3, "Most of their use that users learn to do without in a year of crisis.")
    ] = 0.0
    substitution_price: Annotated[
        float, number("multiple", 1.5, 30, "Magnet price from which they learn that fast, times the reference price.")
    ] = 5.0
    substitution_rebound: Annotated[
        float, number("share a year", 0, 1, "Part of what was learned that is undone in a year of usual prices.")
    ] = 0.1
    freight_near: Annotated[float, number("USD/kg", 0, 20, "Transport within a region.")] = 0.3
    freight_far: Annotated[float, number("USD/kg", 0, 20, "Transport between regions.")] = 0.8
    freight_rise: Annotated[
        float, number("USD/kg per kt/yr", 1e-4, 1, "Rise of freight with volume; makes flows unique.")
    ] = 0.002
    shortage_multiple: Annotated[
        float, number("multiple", 2, 40, "Cost of an unserved tonne, times the reference price.")
    ] = 12.0
    budget_share: Annotated[
        float, number("share of GDP a year", 0, 0.001, "What a government can spend on supply security.")
    ] = 0.00003
    joint_part: Annotated[
        float,
        number(
            "share of budget",
            0,
            1,
            "What a government leaves for joint projects when it builds alone, where there is a table to sit at.",
        ),
    ] = 0.25
    newcomer_cost: Annotated[
        float,
        number(
            "share",
            0,
            3,
            "By how much new plants cost more to run where nobody has the know-how; nothing for the leader.",
        ),
    ] = 0.6
    plant_life: Annotated[int, number("years", 5, 50, "Years that a plant earns.")] = 15
    hurdle_rate: Annotated[float, number("share a year", 0.02, 0.4, "Return that private investors ask for.")] = 0.12
    private_ramp: Annotated[
        float, number("share a year", 0, 0.5, "Most that private investors add to a nation's capacity in a year.")
    ] = 0.08
    carrying_rate: Annotated[float, number("share a year", 0, 0.2, "Cost of holding stocks.")] = 0.05
    scale_exponent: Annotated[
        float,
        number("exponent", 0.5, 1, "Cost of a plant grows with its size to this power; 1 is no economy of scale."),
    ] = 0.7
    capex: dict[str, float] = field(default_factory=dict)
    """Capital cost of the reference plant by kind (mine, separation, magnet, recycling), USD/kg of yearly capacity."""
    plant_size: dict[str, float] = field(default_factory=dict)
    """Size of the reference plant by kind, t/yr (mine: t REO/yr)."""
    lead_time: dict[str, int] = field(default_factory=dict)
    """Years from decision to first output by kind."""
    delivery_rate: Annotated[
        float,
        number("share", 0.1, 1, "Share of nameplate that a new plant outside the leader reaches in its first year."),
    ] = 0.5
    exit_quarters: Annotated[int, number("quarters", 1, 40, "Quarters below cash cost after which a plant closes.")] = 4
    restart_quarters: Annotated[int, number("quarters", 0, 40, "Quarters that a closed plant needs to open again.")] = 6


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Planned:
    """A shock that comes on a date, for teaching and for looking back."""

    kind: Literal["export ban", "mine outage", "demand surge", "price undercut"]
    year: Annotated[int, number("year", 1990, 2100, "Year in which it starts.")]
    quarter: Annotated[int, number("quarter", 1, 4, "Quarter in which it starts.")] = 1
    quarters: Annotated[int, number("quarters", 1, 40, "How long it lasts.")] = 4
    size: Annotated[
        float, number("share", 0, 3, "Share of exports withheld, of output lost, of demand added or of the price cut.")
    ] = 0.5
    target: str = ""
    """Nation aimed at (export ban; empty is all), name of the mine (outage) or end use (surge)."""
    heavy_only: bool = False
    """An export ban that spares light material."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Risks:
    """What may go wrong, per year unless said otherwise; nature's path is drawn ahead from these."""

    dominant: str = "china"
    """The nation that may restrict exports and undercut."""
    export_ban: Annotated[float, number("chance a year", 0, 1, "That the dominant supplier restricts exports.")] = 0.15
    ban_cut: Annotated[float, number("share", 0, 1, "Share of usual exports withheld.")] = 0.6
    ban_quarters: Annotated[int, number("quarters", 1, 20, "How long a restriction lasts.")] = 3
    ban_targets: tuple[str, ...] = ()
    """Nations it may be aimed at; empty is all others."""
    mine_outage: Annotated[float, number("chance a year", 0, 1, "Of an outage, for each mine.")] = 0.05
    outage_cut: Annotated[float, number("share", 0, 1, "Share of a mine's output lost.")] = 0.5
    outage_quarters: Annotated[int, number("quarters", 1, 20, "How long an outage lasts.")] = 2
    demand_surge: Annotated[float, number("chance a year", 0, 1, "Of a surge in one end use.")] = 0.1
    surge_rise: Annotated[float, number("share", 0, 3, "Rise of demand in a surge.")] = 0.25
    surge_quarters: Annotated[int, number("quarters", 1, 20, "How long a surge lasts.")] = 4
    planned: tuple[Planned, ...] = ()
    """Shocks that come on a date, beside those drawn."""
    undercut: Annotated[float, number("chance a year", 0, 1, "That the dominant supplier sells below cost.")] = 0.08
    undercut_depth: Annotated[float, number("share", 0, 0.9, "By how much it lowers its price of oxide.")] = 0.3
    undercut_quarters: Annotated[int, number("quarters", 1, 40, "How long it does so.")] = 6


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Setting:
    """A whole world to be lived through, checked."""

    name: str
    title: str
    summary: str = ""
    start_year: Annotated[int, number("year", 1990, 2100, "First year of the run.")] = 2025
    rounds: Annotated[int, number("years", 1, 100, "Years to live through.")] = 20
    horizon: Annotated[int, number("years", 1, 30, "Years that governments look ahead.")] = 8
    nations: tuple[Profile, ...]
    market: MarketRules
    risks: Risks = field(default_factory=Risks)
    private_stocks: PrivateStocks = field(default_factory=PrivateStocks)
    smuggling: Smuggling = field(default_factory=Smuggling)
    supply: SupplyRules = field(default_factory=SupplyRules)
    accord: AccordRules = field(default_factory=AccordRules)
    alliances: tuple[Alliance, ...] = ()
    """Alliances that stand beside the accord."""
    disputes: DisputeRules = field(default_factory=DisputeRules)
    trust: TrustRules = field(default_factory=TrustRules)
    emergencies: Emergencies = field(default_factory=Emergencies)
    failures: Failures = field(default_factory=Failures)
    strains: Strains = field(default_factory=Strains)
    plugins: tuple[str, ...] = ()
    """Folders, or entry points of installed packages, with rules from outside."""

    @cached_property
    def dominant(self) -> int:
        """Number of the nation that may restrict exports and undercut."""
        return [nation.key for nation in self.nations].index(self.risks.dominant)

    @cached_property
    def usual_price(self) -> NDArray[np.float64]:
        """Price of each stage and material in the first year, (stages, materials) USD/kg."""
        prices = self.market.ore_price, self.market.oxide_price, self.market.magnet_price
        return np.array([(price.light, price.heavy) for price in prices])

    @cached_property
    def mine_damage(self) -> NDArray[np.float64]:
        """Damage done by a tonne mined, (mines,) USD/kg REO."""
        return np.array([mine.damage for nation in self.nations for mine in nation.mines])

    @cached_property
    def plant_damage(self) -> NDArray[np.float64]:
        """Damage done by a tonne of input, (nations, conversions) USD/kg."""
        return np.array([[nation.separation.damage, nation.magnets.damage] for nation in self.nations])

    def __post_init__(self) -> None:
        """Refuse worlds whose parts do not fit together."""
        keys = [nation.key for nation in self.nations]
        if not 2 <= len(keys) <= 40:
            raise ValueError(f"a world has 2 to 40 nations, got {len(keys)}")
        if len(set(keys)) != len(keys):
            twice = sorted({key for key in keys if keys.count(key) > 1})
            raise ValueError(f"nations stand twice: {', '.join(twice)}")
        named = {
            "risks.dominant": (self.risks.dominant,),
            "risks.ban_targets": self.risks.ban_targets,
            "accord.eligible": self.accord.eligible,
            "accord.indispensable": self.accord.indispensable,
        } | {f"alliances.{alliance.name}.members": alliance.members for alliance in self.alliances}
        for where, wanted in named.items():
            for key in wanted:
                if key not in keys:
                    raise ValueError(f"{where}: {key!r} is not among the nations {', '.join(keys)}")
