"""The rules of promises: how they are bargained, kept and broken, settled, remembered, and how alliances fail."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Literal

from pydantic.dataclasses import dataclass

from agents.world.limits import STRICT, number, switch
from negotiation.disputes.terms import DisputeTerms

Forum = Literal["none", "consultation", "panel", "appeal"]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SupplyRules:
    """How supply agreements between two nations are bargained and kept."""

    pairs: Annotated[int, number("sittings a year", 0, 60, "Most bilateral sittings held in a year.")] = 8
    deadline: Annotated[int, number("rounds", 1, 500, "Rounds of offers in a sitting.")] = 40
    breach_noise: Annotated[
        float, number("USD m", 0, 100, "Error in a nation's estimate of the gain from a breach.")
    ] = 1.0
    patience: Annotated[float, number("share", 0, 0.99, "Weight of next year's relation in that estimate.")] = 0.7
    look_ahead: Annotated[
        int, number("quarters", 0, 400, "Quarters of the relation that a nation weighs before it breaks a promise.")
    ] = 8
    detection: Annotated[
        float, number("chance", 0, 1, "That a missing delivery is noticed and proven by the one who waits for it.")
    ] = 0.95
    forum: Forum = "panel"
    """How far an agreement lets a claim go: nowhere, to consultations, to a panel, or to a panel with appeal."""
    take_or_pay: Annotated[
        float, number("share", 0, 1, "Share of the promised tonnes that a buyer pays for even if it takes none.")
    ] = 0.8
    cure_quarters: Annotated[
        int, number("quarters", 0, 8, "Time to make up for a missed delivery before a claim may be made.")
    ] = 1
    force_majeure: Annotated[
        float, number("share", 0, 1, "Breadth of the clause that forgives what an outage took; 0 none, 1 every one.")
    ] = 0.7
    binding: Annotated[
        float,
        number("share", 0, 0.1, "What each side dislikes about being bound, share of the price for each year agreed."),
    ] = 0.002
    firmness: Annotated[
        float, number("share", 0, 0.5, "What a promise to deliver in a crisis costs the seller, share of the price.")
    ] = 0.01
    termination_breaches: Annotated[
        int, number("breaches", 1, 40, "Missed quarters in a row after which the other side may end the agreement.")
    ] = 4


@dataclass(frozen=True, kw_only=True, config=STRICT)
class DisputeRules:
    """How a claim of breach is settled."""

    consultation_quarters: Annotated[int, number("quarters", 0, 12, "Talks before a panel.")] = 1
    mediation_quarters: Annotated[int, number("quarters", 0, 12, "Mediation after failed talks; 0 is none.")] = 0
    panel_quarters: Annotated[int, number("quarters", 1, 20, "From panel to ruling.")] = 4
    appeal_quarters: Annotated[int, number("quarters", 0, 12, "From appeal to its ruling.")] = 1
    appeal_body: Annotated[
        bool, switch("Whether anybody hears appeals; if not, a loser who will not pay appeals into the void.")
    ] = True
    void_quarters: Annotated[int, number("quarters", 0, 40, "How long an appeal into the void is waited for.")] = 4
    reasonable_quarters: Annotated[int, number("quarters", 0, 12, "Reasonable period to pay after a ruling.")] = 3
    review_quarters: Annotated[int, number("quarters", 0, 12, "Review of whether things were put right.")] = 1
    suspension_quarters: Annotated[int, number("quarters", 0, 40, "Longest time that benefits are withdrawn.")] = 8
    secretariat: Annotated[int, number("cases", 1, 100, "Cases that panels can hear at once.")] = 3
    cost_share: Annotated[float, number("share", 0, 0.5, "Cost of litigation to each side, share of the stake.")] = 0.02
    fixed_cost: Annotated[float, number("USD m", 0, 50, "Fixed cost of a panel to each side.")] = 0.5
    appeal_cost: Annotated[float, number("share", 0, 2, "Cost of an appeal to each side, share of a panel's.")] = 0.4
    complainant_wins: Annotated[float, number("chance", 0, 1, "That a true claim is upheld.")] = 0.85
    overturn: Annotated[float, number("chance", 0, 1, "That an appeal turns a ruling round.")] = 0.15
    compliance: Annotated[float, number("chance", 0, 1, "That a losing side pays without further steps.")] = 0.85
    yielding: Annotated[
        float, number("chance a quarter", 0, 1, "That withdrawn benefits make an unwilling loser pay.")
    ] = 0.2
    void_payment: Annotated[
        float, number("share", 0, 1, "Share of an award worth hoping for after an appeal into the void.")
    ] = 0.3
    talks: Literal["split", "demand"] = "split"
    """How sums are found in talks: both split what suits both, or the claimant names one sum, to be taken or left."""
    doubt: Annotated[float, number("share", 0, 1, "Largest error of each side about the merit of a claim.")] = 0.4
    claimant_weight: Annotated[float, number("weight", 0, 1, "Claimant's bargaining weight in a settlement.")] = 0.5
    suspension_rate: Annotated[
        float, number("share a quarter", 0, 1, "Benefits withdrawn from a loser who will not pay, share of the award.")
    ] = 0.25
    suspension_cost: Annotated[
        float, number("share", 0, 1, "What withdrawing costs the punisher, share of what is withdrawn.")
    ] = 0.3
    cases_per_nation: Annotated[int, number("cases", 0, 100, "Claims that one nation can pursue at once.")] = 3
    fatigue: Annotated[float, number("share", 0, 0.2, "Support lost for each open case.")] = 0.02
    members_forum: Forum = "appeal"
    """Forum for claims between members of one accord, whatever their agreement says."""
    outsiders_forum: Forum = "panel"
    """Forum for claims of those whom another's wall harms: export limits, charges at borders, ore kept at home."""
    smallest_claim: Annotated[float, number("USD m", 0, 100, "Stake below which nobody goes to law.")] = 0.2

    def terms(self) -> DisputeTerms:
        """The same as terms for the course of disputes."""
        return DisputeTerms(**{field.name: getattr(self, field.name) for field in fields(DisputeTerms)})


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TrustRules:
    """How nations remember what others did."""

    forgetting: Annotated[float, number("share a year", 0.3, 1, "Weight of last year's record.")] = 0.9
    bad_weight: Annotated[float, number("weight", 1, 10, "How much more a breach counts than a delivery.")] = 3.0
    gossip: Annotated[float, number("weight", 0, 1, "Weight of what trusted nations say of a third.")] = 0.2
    amends: Annotated[
        float, number("weight", 0, 2, "How much a claim paid in full mends, in years of promises kept.")
    ] = 0.5
    reciprocity: Annotated[
        float, number("strength", 0, 1, "How far a nation that breaks its word spares partners that kept theirs.")
    ] = 0.3


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Emergencies:
    """What members of an accord owe each other in a shortage; the trigger stands among the rules of the accord."""

    severe: Annotated[
        float, number("share", 0, 1, "Group shortfall from which the second step of restraint holds.")
    ] = 0.12
    restraint: Annotated[float, number("share", 0, 0.5, "Cut in use from the trigger on.")] = 0.07
    severe_restraint: Annotated[float, number("share", 0, 0.5, "Cut in use from the severe shortfall on.")] = 0.10
    disclosure: Annotated[
        float, number("chance", 0, 1, "That published stock figures give away a member that holds back.")
    ] = 0.3
    defence_multiple: Annotated[
        float, number("multiple", 1, 20, "Cost of an unserved tonne of defence use, times that of other uses.")
    ] = 1.0
    fine: Annotated[
        float, number("multiple", 0, 5, "Fine for tonnes found held back, times their price; the other members get it.")
    ] = 1.0


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Failures:
    """Ten ways in which an alliance fails; each can be switched off to see what the run would be without it."""

    free_riding: Annotated[
        bool, switch("Outsiders count what others' accord gives them anyway. Off: they compare with no accord.")
    ] = True
    dilution: Annotated[
        bool, switch("Each member more delays what the accord builds and adds to its cost. Off: size costs nothing.")
    ] = True
    capture: Annotated[
        bool, switch("The dominant supplier makes counter-offers to members on whom much depends. Off: it does not.")
    ] = True
    dispute_fatigue: Annotated[
        bool, switch("Open disputes wear down support for staying and for new agreements. Off: they do not.")
    ] = True
    undercutting: Annotated[
        bool, switch("The dominant supplier undercuts and, once others have closed, earns it back. Off: it does not.")
    ] = True
    retaliation: Annotated[
        bool, switch("The dominant supplier restricts exports to members the more, the larger their accord. Off: not.")
    ] = True
    turnover: Annotated[
        bool, switch("Elections bring governments that are less willing to be bound. Off: governments stay as willing.")
    ] = True
    envy: Annotated[
        bool, switch("Members that gain less than others for what is at stake grow discontent. Off: they do not mind.")
    ] = True
    hoarding: Annotated[
        bool, switch("Members may hold back what they owe from the reserve in a shortage. Off: all release.")
    ] = True
    leakage: Annotated[
        bool,
        switch("Certified ore costs more and trade moves to what is not. Off: members' borders even out the cost."),
    ] = True


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Strains:
    """How strongly the failures act where they are switched on."""

    envy_weight: Annotated[
        float, number("weight", 0, 2, "How much a member minds each USD m that others gain more for the same stakes.")
    ] = 0.1
    member_delay: Annotated[
        float, number("quarters", 0, 4, "Delay of what the accord builds for each member beyond the fewest allowed.")
    ] = 0.5
    member_cost: Annotated[
        float, number("USD m/yr", 0, 20, "Cost of coordination to each member for each other member.")
    ] = 0.2
    retaliation_rise: Annotated[
        float,
        number(
            "multiple", 0, 5, "Rise of the chance of restrictions if the accord held all use elsewhere, times usual."
        ),
    ] = 0.3
    reprisals_foreseen: Annotated[
        float,
        number("share", 0, 1, "How much of that rise governments allow for when they weigh an accord; 1 is all."),
    ] = 1.0
    recoupment_quarters: Annotated[
        int, number("quarters", 0, 40, "Longest time in which the dominant supplier earns back what undercutting cost.")
    ] = 8
