"""The terms of a supply agreement: the full catalogue, and those that two nations put on the table.

A sitting is about the four to six terms that matter most to the pair, by the market's own figures. All others follow
the standard clauses of the scenario.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agents.supply.clauses import described
from agents.world.conduct import SupplyRules
from negotiation.bargaining.agenda import Item, agenda
from negotiation.bargaining.terms import Issue, Level, TermSpace
from negotiation.disputes.settlement import enforcement
from negotiation.disputes.terms import DisputeTerms, Forum

PRICE_RULES = ("spot less 5 %", "spot", "fixed", "fixed plus 10 %", "collar of 20 %")
FORUMS: tuple[Forum, ...] = ("none", "consultation", "panel", "appeal")
PRIORITY = ("no", "yes")
WORDS: Mapping[str, tuple[str, ...]] = {"price": PRICE_RULES, "emergency priority": PRIORITY, "forum": FORUMS}
"""Terms whose levels are words."""
FEWEST, MOST = 4, 6
"""Terms on the table of a sitting."""

CATALOGUE = (
    Issue("volume", (0.2, 0.4, 0.6, 0.8, 1.0), "share of the seller's offer"),
    Issue("price", PRICE_RULES, "rule"),
    Issue("duration", (1, 3, 5, 8), "years"),
    Issue("emergency priority", PRIORITY, "delivers in a crisis"),
    Issue("damages", (0.5, 1.0, 2.0), "times the buyer's loss"),
    Issue("take-or-pay", (0.0, 0.5, 0.8, 1.0), "share paid for even if not taken"),
    Issue("prepayment", (0.0, 0.25, 0.5), "share of a year's price"),
    Issue("force majeure", (0.0, 0.35, 0.7, 1.0), "share of an outage excused"),
    Issue("forum", FORUMS, "how far a claim may go"),
    *(clause.issue for clause in described()),
)
"""Every term that a supply agreement can be bargained about."""

MEANINGS: Mapping[str, str] = {
    "volume": "How much of what the seller could spare is bound, every year.",
    "price": "How the price follows the market: the seller's spot price, a fixed price, or spot kept within a collar.",
    "duration": "For how long it binds.",
    "emergency priority": "Whether deliveries go on when exports are restricted elsewhere.",
    "damages": "What the seller owes for tonnes that it chose not to deliver, as a multiple of the buyer's loss.",
    "take-or-pay": "The part of the promised tonnes that the buyer pays for even if it does not take them.",
    "prepayment": "The part of one year's price that the buyer pays on signing; it is credited on every tonne.",
    "force majeure": "How much of what an outage took the seller need not make good.",
    "forum": "How far a claim of breach may go: nowhere, to consultations, to a panel, or to a panel with appeal.",
    **{clause.issue.name: clause.meaning for clause in described()},
}
"""The meaning of each term, in one sentence."""
ACTING = tuple(clause.issue.name for clause in described())
"""Terms that act through the market and the books."""
Columns = Mapping[str, NDArray[np.float64]]
"""The level of every term in every outcome, as a number: words by their place among the levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The terms of every outcome, one array entry each."""

    volume: NDArray[np.float64]
    """USD m for each USD/kg of gain: tonnes / 1000."""
    rule: NDArray[np.int64]
    """Price rules, by their place in PRICE_RULES."""
    years: NDArray[np.float64]
    firm: NDArray[np.bool_]
    """1 where deliveries go on in a crisis."""
    damages: NDArray[np.float64]
    cover: NDArray[np.float64]
    """Take-or-pay, share (0-1)."""
    advance: NDArray[np.float64]
    """Prepayment, share of a year's price."""
    excused: NDArray[np.float64]
    """Force majeure, share of an outage (0-1)."""
    enforced: NDArray[np.float64]
    """Part of an owed sum that the forum brings in, on average (0-1)."""
    acting: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    """Level of each clause that acts through the market."""


def standard(rules: SupplyRules) -> dict[str, Level]:
    """The clauses that apply where nothing else was agreed."""
    return {
        "volume": 1.0,
        "price": "fixed",
        "duration": 3,
        "emergency priority": "no",
        "damages": 1.0,
        "take-or-pay": rules.take_or_pay,
        "prepayment": 0.0,
        "force majeure": rules.force_majeure,
        "forum": rules.forum,
        **{clause.issue.name: clause.issue.levels[0] for clause in described()},
    }


def recovered(forum: Forum, law: DisputeTerms) -> float:
    """Part of an owed sum that a forum brings in, on average (0-1)."""
    return law.complainant_wins * enforcement(forum, law)


def number(name: str, level: Level) -> float:
    """A level of a term as a number."""
    words = WORDS.get(name)
    return float(level) if words is None else float(words.index(str(level)))


def columns(space: TermSpace, usual: Mapping[str, Level]) -> Columns:
    """Write out every term in every outcome of a term space; ``usual`` holds what is not on the table."""
    found = {name: np.full(space.size, number(name, level)) for name, level in usual.items()}
    for place, issue in enumerate(space.issues):
        found[issue.name] = np.array([number(issue.name, level) for level in issue.levels])[space.grid[:, place]]
    return found


def bundle(terms: Columns, tonnes: float, law: DisputeTerms) -> Bundle:
    """Write the terms of every outcome as arrays.

    Parameters
    ----------
    tonnes : the full volume, thousand t/yr, which is USD m for each USD/kg.
    law : what each forum can enforce.
    """
    enforced = np.array([recovered(forum, law) for forum in FORUMS])
    return Bundle(
        volume=terms["volume"] * tonnes,
        rule=terms["price"].astype(int),
        years=terms["duration"],
        firm=terms["emergency priority"] == 1,
        damages=terms["damages"],
        cover=terms["take-or-pay"],
        advance=terms["prepayment"],
        excused=terms["force majeure"],
        enforced=enforced[terms["forum"].astype(int)],
        acting={name: terms[name] for name in ACTING},
    )


def on_the_table(
    stakes: NDArray[np.float64], parties: tuple[str, str], asked: Sequence[str] | None = None
) -> tuple[TermSpace, tuple[Item, ...]]:
    """Pick the terms that a sitting is about.

    Parameters
    ----------
    stakes : (2, terms) by how much each term of the catalogue moves seller and buyer, USD m.
    asked : terms to bargain over instead of those that move most.

    Returns
    -------
    The term space in the order of the catalogue, and the terms with their reasons, largest first.
    """
    names = [issue.name for issue in CATALOGUE]
    if asked is None:
        picked = agenda(names, stakes, parties, most=MOST, fewest=FEWEST, unit="USD m")
    else:
        places = [names.index(name) for name in asked]
        picked = agenda(asked, stakes[:, places], parties, most=len(asked), fewest=len(asked), unit="USD m")
    chosen = {item.name for item in picked}
    return TermSpace(tuple(issue for issue in CATALOGUE if issue.name in chosen)), tuple(picked)
