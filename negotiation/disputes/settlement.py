"""Why most quarrels end before a ruling: what each side expects of one leaves room for a deal, or does not.

Range and split: Cooter & Rubinfeld (1989), Mnookin & Kornhauser (1979). Hidden strength of the case: Bebchuk (1984).
"""

from __future__ import annotations

from dataclasses import dataclass

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.terms import DisputeTerms, Forum
from negotiation.figures import at_least, money, share
from negotiation.powers import power


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a settlement, USD m."""

    low: float
    """Least that the claimant takes."""
    high: float
    """Most that the respondent gives."""

    @property
    def empty(self) -> bool:
        """Tell whether no sum suits both."""
        return self.low > self.high

    def split(self, claimant_weight: float = 0.5) -> float:
        """Return the Nash bargain in the range, USD m; 0.5 is the middle."""
        if self.empty:
            raise ValueError(f"no settlement suits both: at least {self.low:g}, at most {self.high:g} USD m")
        return self.low + share("claimant_weight", claimant_weight) * (self.high - self.low)


def settlement_range(
    award: float,
    chance: float,
    claimant_cost: float,
    respondent_cost: float,
    *,
    respondent_chance: float | None = None,
) -> Range:
    """Return the range pJ - c_c to pJ + c_d; the respondent may judge the chance otherwise.

    Parameters
    ----------
    award
        What is at stake (J), USD m.
    chance
        Chance that the claimant wins (p, 0-1), as the claimant sees it.
    claimant_cost, respondent_cost
        What going on would still cost each side, USD m.
    respondent_chance
        The same chance as the respondent sees it; the claimant's if not given.

    Examples
    --------
    >>> settlement_range(100, 0.6, 8, 12)
    Range(low=52.0, high=72.0)
    >>> settlement_range(100, 0.6, 8, 12).split()
    62.0
    """
    at_least("award", award, unit="USD m")
    seen_by_respondent = chance if respondent_chance is None else share("respondent_chance", respondent_chance)
    low = share("chance", chance) * award - at_least("claimant_cost", claimant_cost, unit="USD m")
    high = seen_by_respondent * award + at_least("respondent_cost", respondent_cost, unit="USD m")
    # Nobody asks for less than nothing, nor gives more than was claimed.
    return Range(max(low, 0.0), min(high, float(award)))


@dataclass(frozen=True, slots=True)
class Screening:
    """The claimant's best demand when only the respondent knows how strong the case is."""

    cutoff: float
    """Chance of winning below which the respondent refuses the demand and the case is tried."""
    trial_chance: float
    """Chance that the case is tried (0-1)."""
    demand: float
    """The claimant's demand, USD m."""


def screening(low: float, high: float, award: float, claimant_cost: float, respondent_cost: float) -> Screening:
    """Return the claimant's best single demand when its chance is uniform between ``low`` and ``high``.

    The cutoff is q* = b - (c_c + c_d)/J and the case is tried with chance (q* - a)/(b - a), none if q* lies below a.
    Source: Bebchuk (1984), RAND Journal of Economics 15:404-415.

    Examples
    --------
    >>> best = screening(0.4, 0.8, award=100, claimant_cost=8, respondent_cost=12)
    >>> round(best.cutoff, 3), round(best.trial_chance, 3), round(best.demand, 1)
    (0.6, 0.5, 72.0)
    """
    if not 0 <= low < high <= 1:
        raise ValueError(f"chances must satisfy 0 <= low < high <= 1, got {low} and {high}")
    if not award > 0:
        raise ValueError(f"award must be above 0 USD m, got {award}")
    costs = at_least("claimant_cost", claimant_cost) + at_least("respondent_cost", respondent_cost)
    cutoff = max(high - costs / award, low)
    return Screening(cutoff, (cutoff - low) / (high - low), cutoff * award + respondent_cost)


def enforcement(forum: Forum, terms: DisputeTerms) -> float:
    """Return the chance that an award made in this forum is paid in the end (0-1)."""
    if forum in ("none", "consultation"):
        return 0.0
    if forum == "appeal" and not terms.appeal_body:
        return terms.compliance + (1 - terms.compliance) * terms.void_payment
    pressed = 1 - power(1 - terms.yielding, terms.suspension_quarters)
    return terms.compliance + (1 - terms.compliance) * pressed


def shadow(stake: float, merit: float, forum: Forum, terms: DisputeTerms) -> float:
    """Return what a nation that broke a promise must expect to pay, litigation included, USD m.

    It is what the claim is worth in its forum: nothing where no panel can be asked for, nor where the claimant would
    not find a panel worth its cost.
    """
    expected = share("merit", merit) * enforcement(forum, terms) * at_least("stake", stake, unit="USD m")
    cost = terms.panel_cost(stake)
    return expected + cost if expected > cost else 0.0


def settle(
    dispute: Dispute,
    quarter: int,
    terms: DisputeTerms,
    *,
    award: float,
    chances: tuple[float, float],
    costs: tuple[float, float],
    relation: float = 0.0,
) -> Step | None:
    """Settle if what both expect leaves room; return None if it does not.

    Parameters
    ----------
    dispute
        The quarrel.
    quarter
        Now.
    terms
        The rules of disputes.
    award
        What is still at stake, USD m.
    chances
        What claimant and respondent each think the chance is that it will be paid (0-1).
    costs
        What going on would still cost claimant and respondent, USD m.
    relation
        What the respondent would give for the sake of the relation, USD m. It counts only where no ruling can be had:
        who agreed on a panel has agreed to quarrel before it without rancour (WTO Dispute Settlement Understanding,
        Art. 3.10, and Art. 23: no other answer to a breach), so asking for one costs nobody a partner.
    """
    if dispute.held or dispute.in_kind:
        return None
    room = settlement_range(award, chances[0], costs[0], costs[1] + relation, respondent_chance=chances[1])
    if room.empty:
        return None
    amount = room.split(terms.claimant_weight)
    if amount <= 0:
        return None
    text = (
        f"{dispute.answering} settles and pays {dispute.claiming} {money(amount)} of {money(award)} claimed; "
        f"any sum from {money(room.low)} to {money(room.high)} suited both."
    )
    return move(dispute, quarter, "closed", "settlement", text, paid=dispute.paid + amount, outcome="settled")


def agree(dispute: Dispute, quarter: int, amount: float) -> Step:
    """Close a dispute, at whatever stage, on a sum that the parties agreed on outside it, USD m.

    Raises
    ------
    ValueError
        If the dispute is over, or the sum is not above 0 and at most what was claimed.
    """
    if not dispute.open:
        raise ValueError(f"dispute {dispute.id!r} is over ({dispute.outcome}); there is nothing left to settle")
    if not 0 < amount <= dispute.stake:
        raise ValueError(
            f"a settlement must lie above 0 and at most at the {dispute.stake:g} USD m claimed, got {amount}"
        )
    text = f"{dispute.answering} and {dispute.claiming} settle their quarrel for {money(amount)}."
    return move(dispute, quarter, "closed", "settlement", text, paid=dispute.paid + amount, outcome="settled")
