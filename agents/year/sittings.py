"""The year's bilateral sittings: who meets, the result, and what parliaments say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.questions.bargaining import Bargain, OverrideParliament
from agents.state import State
from agents.state.sittings import Held, Venture
from agents.supply.agreements import AHEAD, SupplyAgreement, agree, lanes, terms_text
from agents.supply.lane_worth import lane_value
from agents.supply.outlook import LaneValue, Outlook
from agents.supply.table import Table, lay, worth_of
from agents.terms.lane import Lane
from agents.world.nation import Nation
from agents.world.rates import annuity
from agents.world.setting import STAGES
from agents.world.streams import stream
from agents.world.wording import counted, usd
from agents.year import ventures
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.terms import Level
from negotiation.least_worth import exceeds, reaches
from negotiation.politics.ratification import Ratification, ratify

Array = NDArray[np.float64]
EXECUTIVE = 0.1
"""Share of the margin asked for an accord that is asked for a supply agreement, which governments may sign
themselves."""


def at_table(state: State) -> NDArray[np.bool_]:
    """Ask every nation whether it bargains by its tactic this year, (nations,)."""
    asked = (
        state.ask(one.number, Bargain(name=one.profile.name, year=state.year, budget=one.savings))
        for one in state.nations
    )
    return np.array([answer.yes for answer in asked])


def initiatives(state: State, sits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell on which lanes either side seeks a deal, (nations, nations, stages).

    ``sits`` are those who bargain at all, (nations,).
    """
    sells, buys = (np.zeros((len(state.keys), len(STAGES)), dtype=bool) for _ in range(2))
    for nation in state.nations:
        sells[nation.number, list(nation.sells)] = True
        buys[nation.number, list(nation.buys)] = True
    goes: NDArray[np.bool_] = (sells[:, None] | buys[None, :]) & sits[:, None, None] & sits[None, :, None]
    return goes


def lay_table(state: State, lane: Lane, asked: Sequence[str] | None = None) -> tuple[LaneValue, Table]:
    """Value a lane by the market, and pick the terms to bargain over: those that matter most, or ``asked``."""
    value = lane_value(state.appraiser, lane)
    seller, buyer = state.nations[lane.seller], state.nations[lane.buyer]
    table = lay(
        value,
        lane.tonnes,
        outlook(state, seller, buyer),
        state.setting.supply,
        state.promises.terms(),
        (seller.profile.name, buyer.profile.name),
        asked,
    )
    return value, table


def sit_down(state: State, lane: Lane, value: LaneValue, table: Table) -> Held:
    """Hold the sitting of one lane whose outcomes have been valued."""
    seller, buyer = state.nations[lane.seller], state.nations[lane.buyer]
    rng = stream(
        "sittings over supply",
        state.seed,
        state.replication,
        state.now,
        lane.seller,
        lane.buyer,
        lane.stage,
        lane.material,
    )
    sitting = hold(
        "alternating",
        table.worth,
        walls(state, lane.seller, lane.buyer, table.worth),
        (seller.profile.tactic, buyer.profile.tactic),
        deadline=state.setting.supply.deadline,
        rng=rng,
        names=(seller.profile.name, buyer.profile.name),
        space=table.space,
    )
    signed = (
        None
        if sitting.agreement is None
        else agree(state.next_number(), lane, value, table.terms(sitting.agreement), state.now)
    )
    return Held(lane=lane, value=value, table=table, sitting=sitting, agreement=signed)


def outlook(state: State, seller: Nation, buyer: Nation) -> Outlook:
    """Expectations of the two sides, and how they weigh them."""
    risks, pair = state.setting.risks, (seller, buyer)
    slump = min(risks.undercut * risks.undercut_quarters / 4, 0.5)
    crisis_time = tuple(min(state.crisis_time(nation), 0.5) for nation in pair)
    tails = slump, crisis_time[1]
    aversion = [
        nation.profile.priorities.risk_aversion * min(1.0, time / 0.05)
        for nation, time in zip(pair, tails, strict=True)
    ]
    return Outlook(
        crisis_time=(crisis_time[0], crisis_time[1]),
        slump_time=(slump, slump),
        aversion=(aversion[0], aversion[1]),
        trust=float(state.trust.expected[buyer.number, seller.number]),
        rates=(seller.profile.discount_rate, buyer.profile.discount_rate),
        trust_back=float(state.trust.expected[seller.number, buyer.number]),
        outage=min(risks.mine_outage * risks.outage_quarters / 4, 1.0) * risks.outage_cut,
        litigation=state.setting.disputes.cost_share,
        fear=(
            pair[0].profile.priorities.risk_aversion * min(1.0, crisis_time[0] / 0.05),
            pair[1].profile.priorities.risk_aversion * min(1.0, crisis_time[1] / 0.05),
        ),
        binding=state.setting.supply.binding,
        firmness=state.setting.supply.firmness,
        horizon=state.setting.horizon,
    )


def venture(state: State, sits: NDArray[np.bool_]) -> None:
    """Hold the year's sittings over joint ventures among those who bargain, and start those agreed on."""
    for found in ventures.find(state, sits):
        host, partner = state.nations[found.host], state.nations[found.partner]
        struck = ventures.sit_down(state, found, outlook(state, host, partner))
        pair, names = (found.host, found.partner), state.names
        best = np.min(struck.table - np.array(struck.walls)[:, None], axis=0).max()
        if best < ventures.BEYOND_REACH / 2:
            continue  # Together they cannot pay for the smallest plant, so they do not meet.
        if struck.sitting.agreement is None:
            state.struck.append((struck, None))
            state.log.note(
                state.now,
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
        state.struck.append((struck, begin(state, found, struck.terms, gains)))


def begin(state: State, found: Venture, terms: Mapping[str, Level], gains: Array) -> int:
    """Pay for a joint venture, begin to build it and sign its offtake; returns the number of the agreement.

    ``gains`` are the present values to host and partner, USD m.
    """
    agreement, cost = ventures.sign(state, found, terms, state.next_number())
    names = state.names[found.host], state.names[found.partner]
    state.promises.sign(agreement, a_quarter(state, agreement, gains))
    state.log.note(
        state.now,
        "agreement",
        (found.host, found.partner),
        (
            f"Joint venture A{agreement.number}: {ventures.describe(found, terms, state.names)}. It costs {usd(cost)} "
            f"and is worth {usd(gains[0])} to {names[0]} and {usd(gains[1])} to {names[1]}."
        ),
        about=f"A{agreement.number}",
    )
    return agreement.number


def a_quarter(state: State, agreement: SupplyAgreement, gains: Array | tuple[float, float]) -> tuple[float, float]:
    """Spread present gains of seller and buyer over the quarters of an agreement, USD m a quarter."""
    years = agreement.ends - agreement.starts
    pair = agreement.lane.seller, agreement.lane.buyer
    rates = [state.nations[number].profile.discount_rate for number in pair]
    return float(gains[0]) / (4 * annuity(rates[0], years)), float(gains[1]) / (4 * annuity(rates[1], years))


def negotiate(state: State) -> None:
    """Hold the year's bilateral sittings, the most valuable lanes first; agreements wait for ratification."""
    sign_agreed(state)
    sits = at_table(state)
    venture(state, sits)
    bound = state.promises.bound(state.now, len(state.keys))
    found = lanes(state.appraiser.base(AHEAD), state.appraiser.base(1), bound, initiatives(state, sits))
    sat, idle = 0, []
    for lane in found[: 2 * state.setting.supply.pairs]:
        value, table = lay_table(state, lane)
        if not exceeds(float(table.worth.min(axis=0).max())):
            idle.append(lane)
            continue
        if sat < state.setting.supply.pairs:
            sat += 1
            state.held.append(sit_down(state, lane, value, table))
            _report(state, state.held[-1])
    if idle:
        first = idle[0]
        state.log.note(
            state.now,
            "refusal",
            (first.seller, first.buyer),
            (
                f"{len(idle)} pairs with something to trade have nothing to promise each other: spot prices serve "
                "both as well. "
                f"The largest would have been {first.describe(state.names)}, {first.tonnes:,.0f} t/yr."
            ),
        )


def sign_agreed(state: State) -> None:
    """Write down what was agreed at the table; like any agreement it waits for ratification."""
    for agreed in state.handed.agreed:
        pair = (agreed.seller, agreed.buyer)
        lane = lane_at(state, agreed.seller, agreed.buyer, agreed.stage, agreed.material)
        if lane is None:
            said = f"{state.names[pair[0]]} has nothing left to bind to {state.names[pair[1]]}; the agreement lapses."
            state.log.note(state.now, "refusal", pair, said)
            continue
        value = lane_value(state.appraiser, lane)
        sides = outlook(state, state.nations[lane.seller], state.nations[lane.buyer])
        terms, gains = worth_of(
            dict(agreed.terms), value, lane.tonnes, sides, state.setting.supply, state.promises.terms()
        )
        agreement = agree(state.next_number(), lane, value, terms, state.now)
        said = (
            f"{state.names[pair[0]]} and {state.names[pair[1]]} shake hands at the table on {terms_text(agreement)}: "
            f"worth {usd(gains[0], digits=1)} to the first and {usd(gains[1], digits=1)} to the second."
        )
        state.log.note(state.now, "offer", pair, said, about=f"A{agreement.number}")
        state.pending.append((agreement, gains))


def open_lanes(state: State) -> list[Lane]:
    """List every lane on which an agreement could help both nations, best first."""
    count = len(state.keys)
    everybody = np.ones((count, count, len(STAGES)), dtype=bool)
    bound = state.promises.bound(state.now, count)
    return lanes(state.appraiser.base(AHEAD), state.appraiser.base(1), bound, everybody)


def lane_at(state: State, seller: int, buyer: int, stage: int, material: int) -> Lane | None:
    """Find the lane of a pair and a good, or None where no agreement could help both."""
    wanted = (seller, buyer, stage, material)
    found = (lane for lane in open_lanes(state) if (lane.seller, lane.buyer, lane.stage, lane.material) == wanted)
    return next(found, None)


def _report(state: State, held: Held) -> None:
    """Write down how a sitting ended; an agreement waits for ratification."""
    lane, names = held.lane, state.names
    pair = (lane.seller, lane.buyer)
    if held.agreement is None or held.sitting.agreement is None:
        best = held.table.worth.min(axis=0).max()
        state.log.note(
            state.now,
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
    state.log.note(
        state.now,
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
    state.pending.append((held.agreement, (float(gains[0]), float(gains[1]))))


def ratify_pending(state: State) -> None:
    """Put the agreements of the year to both parliaments and sign those that pass.

    A government that has agreed to one at the table itself signs for its own side.
    """
    for agreement, gains in state.pending:
        lane = agreement.lane
        stakes = max(agreement.tonnes * agreement.base_price * USD_M, 0.1)
        years = agreement.ends - agreement.starts
        rng = stream("ratification of supply", state.seed, state.replication, state.now, agreement.number)
        votes = [
            ratify(
                gain / annuity(state.nations[number].profile.discount_rate, years),
                stakes,
                EXECUTIVE * state.nations[number].margin,
                rng,
                support=state.support(number),
                lag=(0, 0),
                softness=0.01,
            )
            for number, gain in zip((lane.seller, lane.buyer), gains, strict=True)
        ]
        pair = (lane.seller, lane.buyer)
        refused = [
            (number, vote)
            for number, vote in zip(pair, votes, strict=True)
            if not vote.ratified and not _overridden(state, agreement, number, gains, vote)
        ]
        if not refused:
            state.promises.sign(agreement, a_quarter(state, agreement, gains))
            state.log.note(
                state.now,
                "agreement",
                pair,
                (
                    f"Agreement A{agreement.number} between {state.names[pair[0]]} and {state.names[pair[1]]} is "
                    f"in force: {terms_text(agreement)}."
                ),
                about=f"A{agreement.number}",
                follows=(f"A{agreement.number}",),
            )
        else:
            against, vote = refused[0]
            state.log.note(
                state.now,
                "ratification",
                (against,),
                (f"The parliament of {state.names[against]} {vote.reason}; agreement A{agreement.number} falls."),
                about=f"A{agreement.number}",
                follows=(f"A{agreement.number}",),
            )
    state.pending.clear()


def _overridden(
    state: State, agreement: SupplyAgreement, number: int, gains: tuple[float, float], vote: Ratification
) -> bool:
    """Ask a government whether it signs although its parliament refuses."""
    lane = agreement.lane
    sells = number == lane.seller
    question = OverrideParliament(
        partner=lane.buyer if sells else lane.seller,
        sells=sells,
        tonnes=agreement.tonnes,
        gain=gains[0] if sells else gains[1],
        chance=vote.chance,
    )
    return bool(state.ask(number, question, about=(agreement.number,)).yes)


def published(state: State, number: int) -> float:
    """How far others can see a nation's need (0-1): its stocks, where it is a member that holds a shared reserve."""
    accord = state.accord
    if accord is None or number not in accord.members or accord.text.reserve_days <= 0:
        return 0.0
    return state.setting.emergencies.disclosure


def walls(state: State, seller: int, buyer: int, worth: Array) -> tuple[float, float]:
    """Least gain that seller and buyer sit down for, USD m: zero, or what the seller infers of the buyer's figures.

    Parameters
    ----------
    worth : (2, outcomes) present value in USD m to seller and buyer against having no agreement.
    """
    known = max(published(state, buyer) - published(state, seller), 0.0)
    bearable = worth[0, reaches(worth[1])]
    most = float(bearable.max()) if bearable.size else 0.0
    return known * max(most, 0.0), 0.0
