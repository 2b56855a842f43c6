"""The year's bilateral sittings: who sits down with whom, what comes of it, and what parliaments say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents import ventures
from agents.articles import USD_M
from agents.disclosed import walls
from agents.lane_worth import LaneValue, lane_value
from agents.nation import Nation
from agents.questions.bargaining import Bargain, OverrideParliament
from agents.rates import annuity
from agents.saying import counted, usd
from agents.setting import STAGES
from agents.streams import stream
from agents.supply import AHEAD, Lane, SupplyAgreement, agree, lanes, terms_text
from agents.supply_worth import Outlook, Table, lay, worth_of
from negotiation.bargaining.sitting import Sitting, hold
from negotiation.bargaining.terms import Level
from negotiation.least_worth import exceeds
from negotiation.politics.ratification import Ratification, ratify

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]
EXECUTIVE = 0.1
"""Share of the margin asked for an accord that is asked for a supply agreement, which governments may sign
themselves."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A sitting with everything that it was about."""

    lane: Lane
    value: LaneValue
    table: Table
    """What was on the table, and what each outcome was worth to seller and buyer."""
    sitting: Sitting
    agreement: SupplyAgreement | None


def at_table(model: AllianceModel) -> NDArray[np.bool_]:
    """Ask every nation whether it bargains by its tactic this year, (nations,)."""
    asked = (
        model.ask(one.number, Bargain(name=one.profile.name, year=model.year, budget=one.savings))
        for one in model.nations
    )
    return np.array([answer.yes for answer in asked])


def initiatives(model: AllianceModel, sits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell on which lanes either side goes out to bargain, (nations, nations, stages).

    ``sits`` are those who bargain at all, (nations,).
    """
    sells, buys = (np.zeros((len(model.keys), len(STAGES)), dtype=bool) for _ in range(2))
    for nation in model.nations:
        sells[nation.number, list(nation.sells)] = True
        buys[nation.number, list(nation.buys)] = True
    goes: NDArray[np.bool_] = (sells[:, None] | buys[None, :]) & sits[:, None, None] & sits[None, :, None]
    return goes


def lay_table(model: AllianceModel, lane: Lane, asked: Sequence[str] | None = None) -> tuple[LaneValue, Table]:
    """Value a lane by the market, and pick what its two nations bargain over: what matters most, or is ``asked``."""
    value = lane_value(model.appraiser, lane)
    seller, buyer = model.nations[lane.seller], model.nations[lane.buyer]
    table = lay(
        value,
        lane.tonnes,
        outlook(model, seller, buyer),
        model.setting.supply,
        model.promises.terms(),
        (seller.profile.name, buyer.profile.name),
        asked,
    )
    return value, table


def sit_down(model: AllianceModel, lane: Lane, value: LaneValue, table: Table) -> Held:
    """Hold the sitting of one lane whose outcomes have been valued."""
    seller, buyer = model.nations[lane.seller], model.nations[lane.buyer]
    rng = stream(
        "sittings over supply",
        model.seed,
        model.replication,
        model.now,
        lane.seller,
        lane.buyer,
        lane.stage,
        lane.material,
    )
    sitting = hold(
        "alternating",
        table.worth,
        walls(model, lane.seller, lane.buyer, table.worth),
        (seller.profile.tactic, buyer.profile.tactic),
        deadline=model.setting.supply.deadline,
        rng=rng,
        names=(seller.profile.name, buyer.profile.name),
        space=table.space,
    )
    signed = (
        None
        if sitting.agreement is None
        else agree(model.next_number(), lane, value, table.terms(sitting.agreement), model.now)
    )
    return Held(lane=lane, value=value, table=table, sitting=sitting, agreement=signed)


def outlook(model: AllianceModel, seller: Nation, buyer: Nation) -> Outlook:
    """What the two expect and how they weigh it."""
    risks, pair = model.setting.risks, (seller, buyer)
    slump = min(risks.undercut * risks.undercut_quarters / 4, 0.5)
    crisis_time = tuple(min(model.crisis_time(nation), 0.5) for nation in pair)
    tails = slump, crisis_time[1]
    aversion = [
        nation.profile.priorities.risk_aversion * min(1.0, time / 0.05)
        for nation, time in zip(pair, tails, strict=True)
    ]
    return Outlook(
        crisis_time=(crisis_time[0], crisis_time[1]),
        slump_time=(slump, slump),
        aversion=(aversion[0], aversion[1]),
        trust=float(model.trust.expected[buyer.number, seller.number]),
        rates=(seller.profile.discount_rate, buyer.profile.discount_rate),
        trust_back=float(model.trust.expected[seller.number, buyer.number]),
        outage=min(risks.mine_outage * risks.outage_quarters / 4, 1.0) * risks.outage_cut,
        litigation=model.setting.disputes.cost_share,
        fear=(
            pair[0].profile.priorities.risk_aversion * min(1.0, crisis_time[0] / 0.05),
            pair[1].profile.priorities.risk_aversion * min(1.0, crisis_time[1] / 0.05),
        ),
        binding=model.setting.supply.binding,
        firmness=model.setting.supply.firmness,
        horizon=model.setting.horizon,
    )


def venture(model: AllianceModel, sits: NDArray[np.bool_]) -> None:
    """Hold the year's sittings over joint ventures among those who bargain, and start those agreed on."""
    for found in ventures.find(model, sits):
        host, partner = model.nations[found.host], model.nations[found.partner]
        struck = ventures.sit_down(model, found, outlook(model, host, partner))
        pair, names = (found.host, found.partner), model.names
        best = np.min(struck.table - np.array(struck.walls)[:, None], axis=0).max()
        if best < ventures.BEYOND_REACH / 2:
            continue  # Between them they cannot pay for the smallest plant; nobody travels for that.
        if struck.sitting.agreement is None:
            model.struck.append((struck, None))
            model.log.note(
                model.now,
                "refusal",
                pair,
                (
                    f"{names[pair[0]]} and {names[pair[1]]} part over {found.plan.label} after "
                    f"{counted(struck.sitting.rounds, 'round')}: "
                    f"{struck.sitting.ended}; the best common terms were worth {usd(best)} to the less "
                    "content side."
                ),
            )
            continue
        gains = struck.table[:, struck.sitting.agreement]
        model.struck.append((struck, begin(model, found, struck.terms, gains)))


def begin(model: AllianceModel, found: ventures.Venture, terms: Mapping[str, Level], gains: Array) -> int:
    """Pay for a joint venture, begin to build it and sign its offtake; returns the number of the agreement.

    ``gains`` are the present values to host and partner, USD m.
    """
    agreement, cost = ventures.sign(model, found, terms, model.next_number())
    names = model.names[found.host], model.names[found.partner]
    model.promises.sign(agreement, a_quarter(model, agreement, gains))
    model.log.note(
        model.now,
        "agreement",
        (found.host, found.partner),
        (
            f"Joint venture A{agreement.number}: {ventures.describe(found, terms, model.names)}. It costs {usd(cost)} "
            f"and is worth {usd(gains[0])} to {names[0]} and {usd(gains[1])} to {names[1]}."
        ),
        about=f"A{agreement.number}",
    )
    return agreement.number


def a_quarter(
    model: AllianceModel, agreement: SupplyAgreement, gains: Array | tuple[float, float]
) -> tuple[float, float]:
    """Spread present gains of seller and buyer over the quarters of an agreement, USD m a quarter."""
    years = agreement.ends - agreement.starts
    pair = agreement.lane.seller, agreement.lane.buyer
    rates = [model.nations[number].profile.discount_rate for number in pair]
    return float(gains[0]) / (4 * annuity(rates[0], years)), float(gains[1]) / (4 * annuity(rates[1], years))


def negotiate(model: AllianceModel) -> None:
    """Hold the year's bilateral sittings, the most valuable lanes first; agreements wait for ratification."""
    sign_agreed(model)
    sits = at_table(model)
    venture(model, sits)
    bound = model.promises.bound(model.now, len(model.keys))
    found = lanes(model.appraiser.base(AHEAD), model.appraiser.base(1), bound, initiatives(model, sits))
    sat, idle = 0, []
    for lane in found[: 2 * model.setting.supply.pairs]:
        value, table = lay_table(model, lane)
        if not exceeds(float(table.worth.min(axis=0).max())):
            idle.append(lane)
            continue
        if sat < model.setting.supply.pairs:
            sat += 1
            model.held.append(sit_down(model, lane, value, table))
            _report(model, model.held[-1])
    if idle:
        first = idle[0]
        model.log.note(
            model.now,
            "refusal",
            (first.seller, first.buyer),
            (
                f"{len(idle)} pairs with something to trade have nothing to promise each other: spot prices serve "
                "both as well. "
                f"The largest would have been {first.describe(model.names)}, {first.tonnes:,.0f} t/yr."
            ),
        )


def sign_agreed(model: AllianceModel) -> None:
    """Write down what was agreed at the table; like any agreement it waits for ratification."""
    for agreed in model.handed.agreed:
        pair = (agreed.seller, agreed.buyer)
        lane = lane_at(model, agreed.seller, agreed.buyer, agreed.stage, agreed.material)
        if lane is None:
            said = f"{model.names[pair[0]]} has nothing left to bind to {model.names[pair[1]]}; the agreement lapses."
            model.log.note(model.now, "refusal", pair, said)
            continue
        value = lane_value(model.appraiser, lane)
        sides = outlook(model, model.nations[lane.seller], model.nations[lane.buyer])
        terms, gains = worth_of(
            dict(agreed.terms), value, lane.tonnes, sides, model.setting.supply, model.promises.terms()
        )
        agreement = agree(model.next_number(), lane, value, terms, model.now)
        said = (
            f"{model.names[pair[0]]} and {model.names[pair[1]]} shake hands at the table on {terms_text(agreement)}: "
            f"worth {usd(gains[0], digits=1)} to the first and {usd(gains[1], digits=1)} to the second."
        )
        model.log.note(model.now, "offer", pair, said, about=f"A{agreement.number}")
        model.pending.append((agreement, gains))


def open_lanes(model: AllianceModel) -> list[Lane]:
    """List every lane on which any two nations have something to agree on, best first."""
    count = len(model.keys)
    everybody = np.ones((count, count, len(STAGES)), dtype=bool)
    bound = model.promises.bound(model.now, count)
    return lanes(model.appraiser.base(AHEAD), model.appraiser.base(1), bound, everybody)


def lane_at(model: AllianceModel, seller: int, buyer: int, stage: int, material: int) -> Lane | None:
    """Find the lane of a pair and a good, or None where there is nothing to agree on."""
    wanted = (seller, buyer, stage, material)
    found = (lane for lane in open_lanes(model) if (lane.seller, lane.buyer, lane.stage, lane.material) == wanted)
    return next(found, None)


def _report(model: AllianceModel, held: Held) -> None:
    """Write down how a sitting ended; an agreement waits for ratification."""
    lane, names = held.lane, model.names
    pair = (lane.seller, lane.buyer)
    if held.agreement is None or held.sitting.agreement is None:
        best = held.table.worth.min(axis=0).max()
        model.log.note(
            model.now,
            "refusal",
            pair,
            (
                f"{names[lane.seller]} and {names[lane.buyer]} part over {lane.describe(names)} after "
                f"{counted(held.sitting.rounds, 'round')}: "
                f"{held.sitting.ended}; the best common terms were worth {usd(best, digits=1)} to the less content "
                f"side; {held.table.why()}."
            ),
        )
        return
    gains = held.table.worth[:, held.sitting.agreement]
    model.log.note(
        model.now,
        "offer",
        pair,
        (
            f"{names[lane.seller]} and {names[lane.buyer]} shake hands after "
            f"{counted(held.sitting.rounds, 'round')} on {terms_text(held.agreement)}: "
            f"worth {usd(gains[0], digits=1)} to the first and {usd(gains[1], digits=1)} to the second; "
            f"{held.table.why()}."
        ),
        about=f"A{held.agreement.number}",
    )
    model.pending.append((held.agreement, (float(gains[0]), float(gains[1]))))


def ratify_pending(model: AllianceModel) -> None:
    """Put the agreements of the year to both parliaments and sign those that pass.

    A government that has agreed to one at the table itself signs for its own side.
    """
    for agreement, gains in model.pending:
        lane = agreement.lane
        stakes = max(agreement.tonnes * agreement.base_price * USD_M, 0.1)
        years = agreement.ends - agreement.starts
        rng = stream("ratification of supply", model.seed, model.replication, model.now, agreement.number)
        votes = [
            ratify(
                gain / annuity(model.nations[number].profile.discount_rate, years),
                stakes,
                EXECUTIVE * model.nations[number].margin,
                rng,
                support=model.support(number),
                lag=(0, 0),
                softness=0.01,
            )
            for number, gain in zip((lane.seller, lane.buyer), gains, strict=True)
        ]
        pair = (lane.seller, lane.buyer)
        refused = [
            (number, vote)
            for number, vote in zip(pair, votes, strict=True)
            if not vote.ratified and not _overridden(model, agreement, number, gains, vote)
        ]
        if not refused:
            model.promises.sign(agreement, a_quarter(model, agreement, gains))
            model.log.note(
                model.now,
                "agreement",
                pair,
                (
                    f"Agreement A{agreement.number} between {model.names[pair[0]]} and {model.names[pair[1]]} is "
                    f"in force: {terms_text(agreement)}."
                ),
                about=f"A{agreement.number}",
                follows=(f"A{agreement.number}",),
            )
        else:
            against, vote = refused[0]
            model.log.note(
                model.now,
                "ratification",
                (against,),
                (f"The parliament of {model.names[against]} {vote.reason}; agreement A{agreement.number} falls."),
                about=f"A{agreement.number}",
                follows=(f"A{agreement.number}",),
            )
    model.pending.clear()


def _overridden(
    model: AllianceModel, agreement: SupplyAgreement, number: int, gains: tuple[float, float], vote: Ratification
) -> bool:
    """Ask a government whether it signs what its parliament refuses."""
    lane = agreement.lane
    sells = number == lane.seller
    question = OverrideParliament(
        partner=lane.buyer if sells else lane.seller,
        sells=sells,
        tonnes=agreement.tonnes,
        gain=gains[0] if sells else gains[1],
        chance=vote.chance,
    )
    return bool(model.ask(number, question, about=(agreement.number,)).yes)
