"""A made-up record, quick to make and lively enough to draw: 15 nations, 20 years, every kind of event."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from agents.world.setting import END_USES, MATERIALS, STAGES, AccordRules, MarketRules, PerMaterial, Profile, Setting
from scenarios.records.record import Record

WHO: tuple[tuple[str, str, str, str, str, float], ...] = (
    ("china", "China", "CHN", "refiner", "East Asia", 9000.0),
    ("united_states", "United States", "USA", "consumer", "North America", 6200.0),
    ("european_union", "European Union", "EUU", "consumer", "Europe", 5400.0),
    ("japan", "Japan", "JPN", "consumer", "East Asia", 3900.0),
    ("india", "India", "IND", "consumer", "South Asia", 1500.0),
    ("south_korea", "South Korea", "KOR", "consumer", "East Asia", 1400.0),
    ("united_kingdom", "United Kingdom", "GBR", "consumer", "Europe", 700.0),
    ("australia", "Australia", "AUS", "producer", "Oceania", 620.0),
    ("malaysia", "Malaysia", "MYS", "refiner", "South-East Asia", 400.0),
    ("vietnam", "Vietnam", "VNM", "producer", "South-East Asia", 260.0),
    ("canada", "Canada", "CAN", "producer", "North America", 240.0),
    ("brazil", "Brazil", "BRA", "producer", "South America", 210.0),
    ("myanmar", "Myanmar", "MMR", "producer", "South-East Asia", 120.0),
    ("tanzania", "Tanzania", "TZA", "producer", "Africa", 60.0),
    ("malawi", "Malawi", "MWI", "producer", "Africa", 15.0),
)
MEMBERS = ("united_states", "european_union", "japan", "india", "australia", "malaysia", "canada", "tanzania")
COMPONENTS = ("fulfilment", "trust", "position_agreement", "retention", "dispute_load")
REFERENCE = {
    ("ore", "light"): 31.0,
    ("ore", "heavy"): 180.0,
    ("oxide", "light"): 62.0,
    ("oxide", "heavy"): 420.0,
    ("magnet", "light"): 108.0,
    ("magnet", "heavy"): 610.0,
}
PLANTS = ("mine", "separation", "magnet", "recycling")
KINDS = (
    "shock",
    "offer",
    "agreement",
    "refusal",
    "ratification",
    "accord",
    "accession",
    "exit",
    "release",
    "breach",
    "claim",
    "consultation",
    "settlement",
    "panel",
    "ruling",
    "remedy",
    "benefit",
    "investment",
    "policy",
    "closure",
)


def world(*, nations: int = 15, rounds: int = 20) -> Setting:
    """Make a world whose figures are plausible but nobody's."""
    profiles = tuple(
        Profile(key=key, name=name, iso3=iso3, role=role, region=region, gdp=1.0 + stakes / 400)
        for key, name, iso3, role, region, stakes in WHO[:nations]
    )
    market = MarketRules(
        ore_price=PerMaterial(light=31, heavy=180),
        oxide_price=PerMaterial(light=62, heavy=420),
        magnet_price=PerMaterial(light=108, heavy=610),
        elasticity=dict.fromkeys(END_USES, -0.4),
        capex=dict.fromkeys(PLANTS, 100.0),
        plant_size=dict.fromkeys(PLANTS, 1000.0),
        lead_time=dict.fromkeys(PLANTS, 3),
    )
    return Setting(
        name="made_up",
        title="A made-up world",
        nations=profiles,
        market=market,
        rounds=rounds,
        accord=AccordRules(name="Made-up Accord"),
    )


def made_up(regime: str = "accord", *, seed: int = 7, nations: int = 15, rounds: int = 20, pays: float = 1.0) -> Record:
    """Make a record; ``pays`` is how much better (or, below zero, worse) the accord does than going alone."""
    setting = world(nations=nations, rounds=rounds)
    years = np.arange(setting.start_year, setting.start_year + rounds)
    # Nature is the same under every regime, as it is in a real run.
    nature, own = np.random.default_rng(seed), np.random.default_rng([seed, len(regime)])
    stress = _stress(nature, rounds)
    ease = {"unilateral": 0.0, "bilateral": 0.4, "accord": 1.0}[regime] * pays
    prices = _prices(years, stress * (1 - 0.35 * ease), nature)
    table = _nations(setting, years, stress, ease, regime, nature)
    metrics = _metrics(years, table, prices, stress, ease, regime, own)
    fingerprint = hashlib.sha256(f"{seed}-{nations}-{rounds}".encode()).hexdigest()
    return Record(
        setting=setting,
        regime=regime,
        seed=seed,
        nature_hash=fingerprint,
        metrics=metrics,
        nations=table,
        prices=prices,
        flows=_flows(setting, years, regime, stress, nature),
        agreements=_agreements(setting, years, regime),
        events=_events(setting, years, regime, own),
        units=UNITS,
        labels=LABELS,
    )


def _stress(nature: np.random.Generator, rounds: int) -> np.ndarray:
    stress = np.zeros(rounds)
    for start, depth in ((3, 1.0), (9, 0.6), (14, 1.4)):
        for after in range(4):
            if start + after < rounds:
                stress[start + after] += depth * 0.55**after
    return stress + np.abs(nature.normal(0, 0.05, rounds))


def _prices(years: np.ndarray, stress: np.ndarray, nature: np.random.Generator) -> pd.DataFrame:
    rows = []
    for (stage, material), reference in REFERENCE.items():
        swing = {"light": 0.8, "heavy": 1.9}[material] * {"ore": 0.5, "oxide": 1.0, "magnet": 0.8}[stage]
        noise = nature.normal(0, 0.03, len(years))
        for year, tight, jitter in zip(years, stress, noise, strict=True):
            price = reference * np.exp(swing * tight * 0.9 + jitter)
            home, away = price * (1 - 0.22 * min(tight, 1)), price * (1 + 0.3 * tight)
            rows.append(
                {
                    "year": year,
                    "stage": stage,
                    "material": material,
                    "price": price,
                    "dominant_price": home,
                    "outside_price": away,
                }
            )
    return pd.DataFrame(rows)


def _nations(
    setting: Setting, years: np.ndarray, stress: np.ndarray, ease: float, regime: str, nature: np.random.Generator
) -> pd.DataFrame:
    rows = []
    stakes = {key: stake for key, *_, stake in WHO}
    # A producer without refining loses some of its crisis rent when the accord calms prices.
    favours = {"china": -0.035, "myanmar": -0.06, "vietnam": -0.02, "brazil": -0.01, "united_kingdom": 0.008}
    for nation in setting.nations:
        stake = stakes[nation.key]
        walk = np.cumsum(nature.normal(0.01, 0.01, len(years)))
        member = regime == "accord" and nation.key in MEMBERS
        for index, year in enumerate(years):
            gain = favours.get(nation.key, 0.03 if nation.key in MEMBERS else 0.004) * ease * min(1, index / 5)
            loss = 0.09 * stress[index] * (1 - 0.5 * ease) * (nation.role == "consumer")
            welfare = stake * (1 + walk[index] + gain - loss)
            gap = 0.0 if nation.role != "consumer" else 0.06 * stress[index] * (1 - 0.5 * ease)
            rows.append(
                {
                    "year": year,
                    "nation": nation.key,
                    "welfare": welfare,
                    "consumer_surplus": 0.7 * welfare,
                    "producer_rent": 0.2 * welfare,
                    "refiner_rent": 0.1 * welfare,
                    "public_revenue": 0.01 * stake,
                    "investment": 0.02 * stake,
                    "stock_cost": 0.003 * stake,
                    "shortage_cost": stake * loss,
                    "damage": 0.02 * stake,
                    "transfers": 0.0,
                    "utility": welfare - 0.03 * stake,
                    "supply_gap": gap,
                    "stock": 0.1 * stake,
                    "trust": 0.55 + 0.02 * index * ease,
                    "member": member and index >= 2,
                }
            )
    return pd.DataFrame(rows)


def _metrics(
    years: np.ndarray,
    table: pd.DataFrame,
    prices: pd.DataFrame,
    stress: np.ndarray,
    ease: float,
    regime: str,
    own: np.random.Generator,
) -> pd.DataFrame:
    count = len(years)
    start = {"fulfilment": 0.88, "trust": 0.5, "position_agreement": 0.45, "retention": 0.95, "dispute_load": 0.9}
    frame = pd.DataFrame({"year": years})
    for name in COMPONENTS:
        drift = np.linspace(0, 0.22 * ease, count) - 0.1 * stress * (1.2 - 0.5 * ease)
        frame[name] = np.clip(start[name] + drift + own.normal(0, 0.015, count), 0.02, 1)
    frame.insert(1, "cohesion", np.exp(np.log(frame[list(COMPONENTS)]).mean(axis=1)))
    by_year = table.groupby("year")
    frame["members"] = by_year["member"].sum().to_numpy()
    for (stage, material), rows in prices.groupby(["stage", "material"]):
        frame[f"price_{stage}_{material}"] = rows["price"].to_numpy()
    outside = table[table["nation"] != "china"].groupby("year")
    frame["supply_gap"] = by_year["supply_gap"].mean().to_numpy()
    frame["supply_gap_outside"] = outside["supply_gap"].mean().to_numpy()
    for name, value in (("hhi_ore", 0.42), ("hhi_oxide", 0.81), ("hhi_magnet", 0.84), ("hhi_oxide_bloc", 0.78)):
        frame[name] = np.clip(value - np.linspace(0, 0.12 + 0.1 * ease, count), 0.05, 1)
    frame["import_reliance"] = 0.74 - np.linspace(0, 0.1, count)
    frame["welfare"] = by_year["welfare"].sum().to_numpy()
    frame["welfare_outside"] = outside["welfare"].sum().to_numpy()
    members = table[table["nation"].isin(MEMBERS)].groupby("year")
    frame["welfare_members"] = members["welfare"].sum().to_numpy() if regime == "accord" else np.nan
    frame["damage"] = by_year["damage"].sum().to_numpy()
    frame["community_income"] = 14.0 + np.arange(count) * ease
    frame["shortage_cost"] = by_year["shortage_cost"].sum().to_numpy()
    frame["cvar_shortage"] = frame["shortage_cost"].max()
    frame["reserve_tonnes"] = 900.0 * (regime == "accord") * np.minimum(np.arange(count) / 4, 1)
    frame["agreements_in_force"] = {"unilateral": 0, "bilateral": 5, "accord": 6}[regime]
    frame["breaches"] = (stress > 0.9).astype(int) * (regime != "unilateral")
    frame["open_disputes"] = (stress > 0.5).astype(int) * (regime != "unilateral")
    frame["gini_gain"] = 0.41 - 0.1 * ease
    frame["jain_gain"] = 0.62 + 0.1 * ease
    frame["unilateral_restrictions"] = np.where(stress > 0.5, 3, 1) - int(regime == "accord")
    return frame


LANES = (
    ("myanmar", "china", "ore", 9000),
    ("united_states", "china", "ore", 5200),
    ("australia", "malaysia", "ore", 7400),
    ("vietnam", "china", "ore", 900),
    ("brazil", "china", "ore", 700),
    ("tanzania", "china", "ore", 300),
    ("malawi", "malaysia", "ore", 120),
    ("china", "japan", "oxide", 4100),
    ("china", "vietnam", "oxide", 1500),
    ("china", "european_union", "oxide", 900),
    ("malaysia", "japan", "oxide", 2600),
    ("malaysia", "united_states", "oxide", 700),
    ("australia", "south_korea", "oxide", 300),
    ("china", "european_union", "magnet", 6100),
    ("china", "united_states", "magnet", 4300),
    ("china", "south_korea", "magnet", 2500),
    ("china", "india", "magnet", 2900),
    ("japan", "united_states", "magnet", 1400),
    ("japan", "european_union", "magnet", 900),
    ("vietnam", "united_kingdom", "magnet", 500),
    ("china", "canada", "magnet", 350),
    ("japan", "india", "magnet", 280),
)
UNDER = {
    ("malaysia", "japan", "oxide"): "S1",
    ("australia", "malaysia", "ore"): "S2",
    ("japan", "united_states", "magnet"): "S3",
    ("malaysia", "united_states", "oxide"): "S4",
}


def _flows(
    setting: Setting, years: np.ndarray, regime: str, stress: np.ndarray, nature: np.random.Generator
) -> pd.DataFrame:
    known = {nation.key for nation in setting.nations}
    rows = []
    for index, year in enumerate(years):
        for origin, destination, stage, tonnes in LANES:
            if not {origin, destination} <= known:
                continue
            hit = 1 - 0.3 * min(stress[index], 1.5) * (origin == "china")
            amount = tonnes * 1.04**index * hit * nature.uniform(0.93, 1.07)
            bound = UNDER.get((origin, destination, stage), "spot") if regime != "unilateral" and index >= 2 else "spot"
            for material, part in (("light", 0.96), ("heavy", 0.04)):
                rows.append(
                    {
                        "year": year,
                        "origin": origin,
                        "destination": destination,
                        "stage": stage,
                        "material": material,
                        "tonnes": amount * part,
                        "under": bound,
                    }
                )
    return pd.DataFrame(rows, columns=["year", "origin", "destination", "stage", "material", "tonnes", "under"])


def _agreements(setting: Setting, years: np.ndarray, regime: str) -> pd.DataFrame:
    columns = ["id", "kind", "signed", "ends", "parties", "terms", "status", "promised", "delivered"]
    first = int(years[0])
    rows: list[tuple[Any, ...]] = []
    if regime != "unilateral":
        rows = [
            (
                "S1",
                "supply",
                first + 1,
                first + 9,
                "malaysia+japan",
                "2,400 t/yr oxide at 6 % below spot",
                "in force",
                19200.0,
                18750.0,
            ),
            (
                "S2",
                "supply",
                first + 2,
                first + 12,
                "australia+malaysia",
                "7,000 t/yr ore, collar 25-45 USD/kg",
                "in force",
                64000.0,
                64000.0,
            ),
            (
                "S3",
                "supply",
                first + 2,
                first + 7,
                "japan+united_states",
                "1,200 t/yr magnets, fixed price",
                "ended",
                6000.0,
                5890.0,
            ),
            (
                "S4",
                "supply",
                first + 2,
                first + 10,
                "malaysia+united_states",
                "700 t/yr oxide, take-or-pay",
                "breached",
                4900.0,
                3100.0,
            ),
        ]
    if regime == "accord":
        known = {nation.key for nation in setting.nations}
        parties = "+".join(key for key in MEMBERS if key in known)
        terms = "fund 0.2 %, reserve 60 days, standard 2, offtake 20 %, benefits by shapley"
        rows.append(("A1", "accord", first + 2, first + 40, parties, terms, "in force", np.nan, np.nan))
    return pd.DataFrame(rows, columns=columns)


def _events(setting: Setting, years: np.ndarray, regime: str, own: np.random.Generator) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    keys = [nation.key for nation in setting.nations]
    names = {nation.key: nation.name for nation in setting.nations}
    for index, year in enumerate(years):
        if index in (3, 9, 14):
            rows.append(
                {
                    "year": year,
                    "quarter": 2,
                    "kind": "shock",
                    "actors": "china",
                    "text": "China withholds 60 % of its oxide exports for 3 quarters.",
                }
            )
        for _ in range(6):
            kind = str(own.choice(KINDS[1:] if regime != "unilateral" else ("investment", "policy", "closure")))
            one, two = (str(key) for key in own.choice(keys, 2, replace=False))
            rows.append(
                {
                    "year": year,
                    "quarter": int(own.integers(0, 5)),
                    "kind": kind,
                    "actors": f"{one}+{two}",
                    "text": f"{names[one]} and {names[two]}: {kind} worth {own.uniform(1, 90):.1f} USD m.",
                }
            )
    if regime != "unilateral":
        year = int(years[min(5, len(years) - 1)])
        story = (
            ("breach", "malaysia+united_states", "Malaysia delivers 210 t of 700 t promised under S4."),
            ("claim", "united_states+malaysia", "United States claims 490 t, worth 31.4 USD m, under S4."),
            ("consultation", "united_states+malaysia", "Consultations on S4 end without settlement."),
            ("panel", "united_states+malaysia", "A panel opens on S4."),
            ("ruling", "united_states+malaysia", "The panel on S4 upholds the claim: 28.0 USD m."),
            ("remedy", "malaysia+united_states", "Malaysia pays 28.0 USD m under the ruling on S4."),
        )
        rows += [
            {"year": year + step // 4, "quarter": step % 4 + 1, "kind": kind, "actors": actors, "text": text}
            for step, (kind, actors, text) in enumerate(story)
        ]
    frame = pd.DataFrame(rows, columns=["year", "quarter", "kind", "actors", "text"])
    frame = frame.sort_values(["year", "quarter"], kind="stable", ignore_index=True)
    frame.insert(0, "id", [f"E{number}" for number in range(1, len(frame) + 1)])
    about = frame["text"].str.contains(r"\bS4\b").map({True: "S4", False: ""})
    before = frame["id"].where(about == "S4").shift().ffill().where(about == "S4").fillna("")
    return frame.assign(about=about, because=before)


def one_year(record: Record) -> Record:
    """Keep only the first year."""
    return record.until(record.years[0])


def with_welfare(record: Record, change: dict[str, float]) -> Record:
    """Add ``change`` USD m to each named nation's welfare and utility in every year."""
    table = record.nations.copy()
    extra = table["nation"].map(change).fillna(0.0)
    table["welfare"] += extra
    table["utility"] += extra
    metrics = record.metrics.copy()
    metrics["welfare"] = table.groupby("year")["welfare"].sum().to_numpy()
    outside = table[table["nation"] != record.setting.risks.dominant]
    metrics["welfare_outside"] = outside.groupby("year")["welfare"].sum().to_numpy()
    return replace(record, nations=table, metrics=metrics)


_NAMED = {
    "cohesion": ("Cohesion", "share"),
    "fulfilment": ("Promises fulfilled", "share"),
    "trust": ("Trust", "share"),
    "position_agreement": ("Agreement of positions", "share"),
    "retention": ("Retention of members", "share"),
    "dispute_load": ("Freedom from disputes", "share"),
    "members": ("Members of the accord", "nations"),
    "supply_gap": ("Supply gap", "share"),
    "supply_gap_outside": ("Supply gap outside the dominant nation", "share"),
    "welfare": ("Welfare of all nations", "USD m/yr"),
    "damage": ("Environmental damage", "USD m/yr"),
    "welfare_outside": ("Welfare outside the dominant nation", "USD m/yr"),
    "welfare_members": ("Welfare of the members", "USD m/yr"),
    "community_income": ("Community income", "USD m/yr"),
    "shortage_cost": ("Cost of shortage", "USD m/yr"),
    "cvar_shortage": ("CVaR95 of the cost of shortage", "USD m/yr"),
    "reserve_tonnes": ("Shared reserve", "t"),
    "agreements_in_force": ("Agreements in force", "agreements"),
    "breaches": ("Breaches", "breaches"),
    "open_disputes": ("Open disputes", "disputes"),
    "gini_gain": ("Gini of gains", "share"),
    "jain_gain": ("Jain index of gains", "share"),
    "unilateral_restrictions": ("Unilateral restrictions", "restrictions"),
    "import_reliance": ("Import reliance", "share"),
    "hhi_ore": ("HHI of ore", "share"),
    "hhi_oxide": ("HHI of oxide", "share"),
    "hhi_magnet": ("HHI of magnets", "share"),
    "hhi_oxide_bloc": ("HHI of oxide by bloc", "share"),
} | {
    f"price_{stage}_{material}": (f"Price of {material} {stage}", "USD/kg")
    for stage in STAGES
    for material in MATERIALS
}
LABELS = {name: label for name, (label, _) in _NAMED.items()}
UNITS = {name: unit for name, (_, unit) in _NAMED.items()}
