"""The words on screen: short names of metrics, kinds of events and regimes, and figures in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agents.world.wording import BILLIONS_FROM
from app.drawing.scales import figure, percent

METRICS: Mapping[str, str] = {
    "cohesion": "Cohesion",
    "fulfilment": "Promises kept",
    "trust": "Trust",
    "position_agreement": "Agreement of positions",
    "retention": "Members retained",
    "dispute_load": "Freedom from disputes",
    "members": "Members of the accord",
    "price_ore_light": "Price of light ore (NdPr)",
    "price_ore_heavy": "Price of heavy ore (DyTb)",
    "price_oxide_light": "Price of light oxide (NdPr)",
    "price_oxide_heavy": "Price of heavy oxide (DyTb)",
    "price_magnet_light": "Price of light magnets (NdPr)",
    "price_magnet_heavy": "Price of heavy magnets (DyTb)",
    "supply_gap": "Supply gap",
    "supply_gap_outside": "Supply gap outside the dominant nation",
    "supply_gap_members": "Supply gap of those who may join",
    "hhi_ore": "Concentration of mining",
    "hhi_oxide": "Concentration of separation",
    "hhi_magnet": "Concentration of magnet making",
    "hhi_oxide_bloc": "Separation with the accord as one",
    "import_reliance": "Reliance on the dominant nation",
    "welfare": "Welfare of all nations",
    "welfare_outside": "Welfare outside the dominant nation",
    "welfare_members": "Welfare of those who may join",
    "shortage_cost": "Cost of shortage",
    "cvar_shortage": "Cost of shortage in the worst years",
    "damage": "Environmental damage",
    "community_income": "Income of communities",
    "investment": "Investment",
    "reserve_tonnes": "Shared reserve",
    "public_stock": "Public stocks",
    "agreements_in_force": "Supply agreements in force",
    "breaches": "Breaches",
    "open_disputes": "Open disputes",
    "claims_filed": "Claims filed",
    "defence_served": "Defence served of those who may join",
    "claims_of_outsiders": "Claims against walls to trade",
    "settled_in_talks": "Disputes settled in talks",
    "litigation_cost": "Litigation cost",
    "unilateral_restrictions": "Nations restricting exports",
    "chain_ore": "Own ore of those who may join",
    "chain_oxide": "Own oxide of those who may join",
    "chain_magnet": "Own magnets of those who may join",
    "chain_exposure": "Exposure to a stop of exports",
    "chain_invested": "Invested so far by those who may join",
    "floor_paid": "Paid for floors and to keep plants open",
    "import_reliance_members": "Reliance of those who may join",
    "recycled_members": "Recycled oxide of those who may join",
    "forecast_error": "Error about restrictions",
}
"""Short names; a metric without one is called by the first words of its label."""
SHARES = frozenset(
    {
        "supply_gap",
        "supply_gap_outside",
        "supply_gap_members",
        "import_reliance",
        "import_reliance_members",
        "chain_exposure",
        "recycled_members",
    }
)
"""Metrics written as per cent; other shares are indices from 0 to 1."""

KINDS: Mapping[str, str] = {
    "shock": "Shock",
    "offer": "Offer",
    "agreement": "Agreement",
    "refusal": "Refusal",
    "ratification": "Ratification",
    "accord": "Accord",
    "accession": "Accession",
    "exit": "Exit",
    "release": "Release",
    "breach": "Breach",
    "claim": "Claim",
    "consultation": "Consultation",
    "settlement": "Settlement",
    "panel": "Panel",
    "ruling": "Ruling",
    "appeal": "Appeal",
    "remedy": "Remedy",
    "suspension": "Suspension",
    "closed": "Closed",
    "termination": "Termination",
    "benefit": "Benefit",
    "investment": "Investment",
    "policy": "Policy",
    "closure": "Closure",
    "election": "Election",
}
"""Kinds of events; one that is not here is called by its own name."""
DISPUTE = (
    "breach",
    "claim",
    "consultation",
    "settlement",
    "panel",
    "ruling",
    "appeal",
    "remedy",
    "suspension",
    "closed",
    "termination",
)
"""The kinds that make up the story of a dispute."""

REGIMES: Mapping[str, str] = {
    "unilateral": "each nation for itself",
    "bilateral": "supply agreements of two",
    "accord": "an accord of many",
}


def metric(name: str, labels: Mapping[str, str] | None = None) -> str:
    """Name a metric in a few words."""
    if name in METRICS:
        return METRICS[name]
    label = (labels or {}).get(name, name.replace("_", " "))
    return label.split(";")[0].split(",")[0].split(":")[0].rstrip(".")


def unit(name: str, units: Mapping[str, str]) -> str:
    """Say in which unit a metric is written on screen."""
    if name in SHARES:
        return "%"
    own = units.get(name, "")
    return "0 to 1" if own in {"share", "index 0-1"} else own


def amount(name: str, value: float, *, signed: bool = False) -> str:
    """Write a metric's figure; a difference of shares is in points."""
    if name in SHARES:
        return percent(value, signed=signed).replace("%", "pt") if signed else percent(value)
    return figure(value, signed=signed)


def money(value: float, *, signed: bool = False) -> str:
    """Write USD m as one would say it, from 10,000 on as billions."""
    if abs(value) >= BILLIONS_FROM:
        return f"{'−' if value < 0 else '+' if signed else ''}{abs(value) / 1000:,.1f} USD bn"
    return f"{figure(value, signed=signed)} USD m"


def listed(words: Sequence[str], *, most: int = 20) -> str:
    """Join words as in a sentence: a, b and c."""
    shown = list(words[:most])
    if len(words) > most:
        shown = [*shown[:-1], f"{len(words) - most + 1} more"]
    return ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + "".join(shown[-1:])


def counted(number: float, one: str, many: str = "") -> str:
    """Write a number with its noun: no breaches, 1 breach, 2 breaches."""
    number = int(number)
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
