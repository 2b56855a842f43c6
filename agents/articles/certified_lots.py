"""Certified lots: some of members' buyers take no lots without a Green Mineral certificate.

Outsiders have their lots for these buyers certified, one by one. So a certificate is worth at most what its papers cost
an outsider, and two kinds of lots come to the same as papers' cost on outsiders' way to members, in the part that asks:
``market.certified`` has both kinds, and a test holds one against the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from agents.articles import USD_M, Article
from agents.world.leakage import with_papers
from agents.world.scene import Lived, Scene
from agents.world.streams import stream
from negotiation.compliance.audits import Inspection, audit, inspection_equilibrium

if TYPE_CHECKING:
    from agents.world.accord_rules import AccordRules
    from market.chain import Quarter

PREMIUM, PAPERS, FRAUD = 1.5, 0.1, 0.3
"""What a certificate costs outsiders, lot by lot, and members, whose mines are known, USD/kg REO; lots of outsiders
with false papers where audits do not deter, share. Own estimates; compliance costs 0.3 to 1.5 USD/kg REO (China Daily,
1 March 2011)."""
POWER, FALSE_ALARM = 0.8, 0.02
"""Chance that an audit finds false papers (0.5 to 0.95 is usual), and that it takes true ones for false (0 to 0.05)."""
LOST, AUDIT = 10.0, 0.3
"""Loss to the seller of a lot found out, about its price, and cost of an audit, USD/kg REO. Own estimates."""
ARTICLE = Article(
    name="certified_lots",
    title="Certified lots",
    principle="sustainability",
    meaning="Share of members' buyers that take no lots without a Green Mineral certificate.",
    unit="share",
    said="{0:.0%} of buyers ask for certified lots",
    mechanism=f"Outsiders' lots for these buyers bear papers of {PREMIUM:g} USD/kg REO, less what false papers that "
    "no audit finds let through; so trade turns to members' mines.",
    cost=f"What papers cost, which buyers pay; {PAPERS:g} USD/kg REO for members' own, {AUDIT:g} for each lot of "
    "outsiders that is audited, the premium for honest lots refused by mistake, and dearer supply.",
    metric="false_papers",
    source="own estimate",
    political=0.5,
)


def audits(rules: AccordRules) -> Inspection:
    """How many of outsiders' lots are audited, and how many have false papers, shares (0-1).

    A rate set by the scenario deters false papers from some height on, and below it those have them who would. Where
    members choose the rate, it is that of the inspection game: neither side would gain by a change.
    """
    game = inspection_equilibrium(PREMIUM, POWER, LOST, AUDIT, PREMIUM)
    if rules.audits == "chosen":
        return game
    return Inspection(rules.audit_rate, FRAUD if rules.audit_rate < game.audit_rate else 0.0)


def passing(rules: AccordRules) -> float:
    """Share of outsiders' lots that pass with false papers (0-1)."""
    found = audits(rules)
    return found.breach_rate * (1 - found.audit_rate * POWER)


def justified(rules: AccordRules, level: float) -> float:
    """Part of it that the environment justifies: what members' own lots bear too (GATT Articles II:2 and XX)."""
    charge = PREMIUM * (1 - passing(rules))
    return (PAPERS + audits(rules).audit_rate * FALSE_ALARM * PREMIUM) / charge


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Let outsiders' lots for those who ask bear papers, and members' own mines cheaper ones and false alarms."""
    shape, rules = scene.books.shape, scene.books.setting.accord
    own = np.isin(shape.mine_nation, members)
    papers = level * (PAPERS + audits(rules).audit_rate * FALSE_ALARM * PREMIUM)
    charged = with_papers(shape, quarter, members, level * PREMIUM * (1 - passing(rules)))
    return replace(charged, mine_cost=charged.mine_cost + np.where(own, papers, 0.0))


def live(lived: Lived, members: tuple[int, ...], level: float) -> None:
    """Audit the lots that each outsider sells to members, pay for it, and tell which papers were false."""
    game, rows = audits(lived.setting.accord), list(members)
    sold = np.delete(lived.spot.trade[:, rows], rows, axis=0).sum(axis=(0, 2, 3))
    lived.book.money["administration"][rows] += level * game.audit_rate * AUDIT * USD_M * sold
    for seller in range(len(lived.keys)):
        rng = stream("audits of certified lots", lived.seed, lived.replication, lived.now, seller)
        false = rng.random() < level * game.breach_rate
        found = audit(false, game.audit_rate, rng, power=POWER, false_alarm=FALSE_ALARM)
        sells = seller not in members and lived.spot.trade[seller, rows].sum() > 1
        if not sells or not found.alleged:
            continue
        lived.book.false_papers += false
        lived.book.refused += not false
        told = "papers were false" if false else "papers were true, and were taken for false"
        lived.log.note(
            lived.now, "policy", (seller, *rows), f"An audit refuses lots of {lived.names[seller]}: their {told}."
        )
