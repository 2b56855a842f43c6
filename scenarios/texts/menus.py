"""What a page may offer about promises and alliances, as plain data: each choice with its name and what it means.

Rules are found in their folders, figures in the types of a scenario, so a new file or field shows up here by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

import negotiation.coalitions.sharing
import negotiation.politics.voting
from negotiation.coalitions.worth import ASSUMPTIONS
from negotiation.disputes.dispute import COURSE
from negotiation.disputes.terms import FORUMS
from negotiation.rulebook import meaning, names
from scenarios.files.schema import Entry, entry_at
from scenarios.studies.honesty import FAILURES


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing that can be chosen or switched, or that can happen."""

    key: str
    """What a scenario file or a move calls it."""
    name: str
    """What a screen calls it."""
    meaning: str
    """One sentence."""
    figures: tuple[Entry, ...] = ()
    """Fields of a scenario that say how long it takes or how strong it is, with unit, range and default."""


_FORUMS = {
    "none": ("no forum", "A claim has nowhere to go."),
    "consultation": ("talks only", "The two talk; nobody rules if they fail."),
    "panel": ("panel", "If talks fail, a panel rules."),
    "appeal": ("panel with appeal", "If talks fail, a panel rules, and the loser may appeal."),
}
_STAGES = {
    "claim": (
        "The evidence is filed: promised against delivered.",
        ("supply.cure_quarters", "disputes.smallest_claim"),
    ),
    "consultation": ("The two talk.", ("disputes.consultation_quarters",)),
    "mediation": ("An outsider says what the case is worth.", ("disputes.mediation_quarters",)),
    "queue": ("The claim waits for a seat before the secretariat, the oldest first.", ("disputes.secretariat",)),
    "panel": (
        "Both sides pay their lawyers; the panel rules.",
        ("disputes.panel_quarters", "disputes.fixed_cost", "disputes.cost_share", "disputes.complainant_wins"),
    ),
    "appeal": ("The ruling is upheld or turned round.", ("disputes.appeal_quarters", "disputes.overturn")),
    "void": ("Nobody sits to hear the appeal; the ruling binds no one.", ("disputes.void_quarters",)),
    "remedy": ("The loser has a reasonable period to pay.", ("disputes.reasonable_quarters", "disputes.compliance")),
    "review": ("It is looked into whether things were put right.", ("disputes.review_quarters",)),
    "suspension": (
        "The claimant withdraws benefits until the loser pays, at a cost to itself.",
        ("disputes.suspension_quarters", "disputes.suspension_rate", "disputes.suspension_cost"),
    ),
    "closed": ("It is over.", ()),
}
ENDS = {
    "settled": "The two agreed on a sum.",
    "paid": "The loser paid what it was ruled to owe.",
    "unpaid": "The loser never paid.",
    "dismissed": "The claim was found to be without merit.",
    "dropped": "The claimant gave up.",
    "put right": "The loser took its wall down, or lowered it, rather than pay.",
    "no forum": "The agreement names nobody to decide.",
    "open": "It still goes on.",
}
_STRENGTH: dict[str, tuple[str, ...]] = {
    "dilution": ("strains.member_delay", "strains.member_cost"),
    "capture": ("accord.capture_budget",),
    "dispute_fatigue": ("disputes.fatigue",),
    "undercutting": (
        "risks.undercut",
        "risks.undercut_depth",
        "risks.undercut_quarters",
        "market.exit_quarters",
        "market.restart_quarters",
        "strains.recoupment_quarters",
    ),
    "retaliation": ("strains.retaliation_rise",),
    "turnover": ("nations.<nation>.politics.turnover",),
    "envy": ("strains.envy_weight",),
    "hoarding": ("emergencies.fine", "emergencies.disclosure"),
}
"""Fields that say how strongly a failure acts; free-riding and leakage follow from the market alone."""


def benefit_rules() -> tuple[Choice, ...]:
    """List the ways to divide what an accord earns, each by the first sentence of its file."""
    return tuple(_rules(negotiation.coalitions.sharing))


def voting_rules() -> tuple[Choice, ...]:
    """List the ways in which members decide."""
    return tuple(_rules(negotiation.politics.voting))


def outsiders() -> tuple[Choice, ...]:
    """List what the nations outside an alliance may be taken to do when its worth is reckoned."""
    return tuple(Choice(key=key, name=key, meaning=meaning) for key, meaning in ASSUMPTIONS.items())


def forums() -> tuple[Choice, ...]:
    """List how far a claim may go, from nowhere to an appeal."""
    return tuple(Choice(key=key, name=_FORUMS[key][0], meaning=_FORUMS[key][1]) for key in FORUMS)


def stages() -> tuple[Choice, ...]:
    """List the stages of a dispute in their order, with the fields that say how long each takes and what it costs."""
    return tuple(Choice(key=key, name=key, meaning=_STAGES[key][0], figures=_fields(_STAGES[key][1])) for key in COURSE)


def ends() -> tuple[Choice, ...]:
    """List how a dispute may end."""
    return tuple(Choice(key=key, name=key, meaning=meaning) for key, meaning in ENDS.items())


def failures() -> tuple[Choice, ...]:
    """List the ways in which an alliance fails, each a switch, with the fields that say how strongly it acts."""
    found = []
    for key in FAILURES:
        switch = entry_at(f"failures.{key}")
        meaning = switch.meaning if switch else ""
        name = key.replace("_", " ").replace("free riding", "free-riding")
        found.append(Choice(key=key, name=name, meaning=meaning, figures=_fields(_STRENGTH.get(key, ()))))
    return tuple(found)


def _rules(folder: ModuleType) -> Iterable[Choice]:
    for key in names(folder):
        yield Choice(key=key, name=key.replace("_", " "), meaning=meaning(folder, key))


def _fields(paths: Iterable[str]) -> tuple[Entry, ...]:
    return tuple(entry for path in paths if (entry := entry_at(path)) is not None)
