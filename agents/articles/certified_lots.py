"""Certified lots: members' buyers take lots without a Green Mineral certificate only at a discount."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from agents.articles import Article, Scene
from agents.leakage import at_the_border
from agents.streams import stream
from negotiation.audits import audit

if TYPE_CHECKING:
    from agents.accord import Accord
    from agents.model import AllianceModel
    from market.chain import Quarter

PREMIUM, PAPERS, FRAUD = 1.5, 0.1, 0.3
"""What a certificate is worth to buyers, and what it costs, USD/kg REO; lots of outsiders with false papers, share.
Own estimates; compliance costs 0.3 to 1.5 USD/kg REO (China Daily, 1 March 2011)."""
POWER, FALSE_ALARM = 0.8, 0.02
"""Chance that an audit finds false papers (0.5 to 0.95 is usual), and that it takes true ones for false (0 to 0.05)."""
ARTICLE = Article(
    name="certified_lots",
    title="Certified lots",
    principle="sustainability",
    meaning="Share of members' buyers that pay less for lots without a Green Mineral certificate.",
    unit="share",
    said="{0:.0%} of buyers ask for certified lots",
    mechanism=f"Outsiders' goods carry up to {PREMIUM:g} USD/kg REO at members' borders, less what false papers that "
    "no audit finds let through; so trade turns to members' mines.",
    cost=f"{PAPERS:g} USD/kg REO for papers, the premium for honest lots refused by mistake, and dearer supply.",
    metric="false_papers",
    source="own estimate",
    political=0.5,
)


def passing(rate: float) -> float:
    """Share of outsiders' lots that pass with false papers under an audit rate (0-1)."""
    return FRAUD * (1 - rate * POWER)


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Charge lots without papers at members' borders, and members' own mines with papers and false alarms."""
    shape, rate = scene.books.shape, scene.books.setting.accord.audit_rate
    own = np.isin(shape.mine_nation, members)
    papers = level * (PAPERS + rate * FALSE_ALARM * PREMIUM)
    charged = at_the_border(shape, quarter, members, level * PREMIUM * (1 - passing(rate)))
    return replace(charged, mine_cost=charged.mine_cost + np.where(own, papers, 0.0))


def live(model: AllianceModel, accord: Accord, level: float) -> None:
    """Audit the lots that each outsider sells to members, and tell which papers were false."""
    rate, rows = model.setting.accord.audit_rate, list(accord.members)
    for seller in range(len(model.keys)):
        rng = stream("politics", model.seed, model.replication, 6, model.now, seller)
        false = rng.random() < level * FRAUD
        found = audit(false, rate, rng, power=POWER, false_alarm=FALSE_ALARM)
        sold = seller not in accord.members and model.spot.trade[seller, rows].sum() > 1
        if not sold or not found.alleged:
            continue
        model.book.false_papers += false
        model.book.refused += not false
        told = "papers were false" if false else "papers were true, and were taken for false"
        model.log.note(
            model.now, "policy", (seller, *rows), f"An audit refuses lots of {model.names[seller]}: their {told}."
        )
