"""The joint fund's building: each year the plant that serves the members best, and none that does not pay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agents.articles import LOOK_AHEAD, bank_loans
from agents.state import State
from agents.world.books import ACCORD, Project
from agents.world.plants import SECOND, Plan, plan, projects
from agents.world.rates import LEAST_GAIN
from agents.world.wording import counted, plant_size, usd
from agents.year import loans
from agents.year.ventures import plant_gain
from negotiation.least_worth import LEAST_RATIO, LEAST_SHARE, exceeds, greatest

if TYPE_CHECKING:
    from agents.accord.accord import Accord

PACKAGES = (
    ("mine",),
    ("separation",),
    ("magnet",),
    ("recycling",),
    ("separation", "magnet"),
    ("mine", "separation", "magnet"),
)
SMALLEST = 0.25
"""Smallest plant that the fund builds, share of the reference plant."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A plant put before the fund's board."""

    plan: Plan
    gain: float
    """Present value of a plant of reference size to all members, USD m."""

    def worth(self, size: float, exponent: float) -> float:
        """Worth of a plant of some size to the members beyond its cost, USD m."""
        return self.gain * size - self.plan.cost_at(size, exponent)


def proposals(state: State, members: tuple[int, ...]) -> list[Proposal]:
    """Value every kind of plant in every member nation for the members together."""
    found = []
    for host in members:
        for kinds in PACKAGES:
            chosen = plan(state.books, host, kinds)
            if chosen is None:
                continue
            prospect = state.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (host, kinds))
            gain = sum(plant_gain(state, state.nations[member], prospect, chosen) for member in members)
            found.append(Proposal(plan=chosen, gain=gain))
    return found


def at_mine(state: State, chosen: Plan) -> bool:
    """Tell whether a plan separates ore where it is mined."""
    shape, books = state.books.shape, state.books
    mined = books.base.mine_capacity[shape.mine_nation == chosen.nation].sum()
    return "separation" in chosen.kinds and bool(mined > 0)


def local_first(state: State, accord: Accord, found: list[Proposal]) -> list[Proposal]:
    """Keep to separation in the mining member that separates least of its ore, until it has the share promised.

    Such a plant is built even if it costs the members more than it earns them, but not if it earns nothing at all.
    """
    owed = accord.text.level("local_processing")
    if owed <= 0 or (accord.spent > 0 and accord.spent_at_mines >= owed * accord.spent):
        return found
    local = [one for one in found if at_mine(state, one.plan) and one.gain >= LEAST_GAIN]
    if not local:
        return found
    hosts = sorted({one.plan.nation for one in local})
    host = greatest(hosts, [-processed(state, nation) for nation in hosts], LEAST_SHARE)
    return [one for one in local if one.plan.nation == host]


def processed(state: State, nation: int) -> float:
    """Separation capacity of a nation over the oxide in the ore that it could mine."""
    shape, base = state.books.shape, state.books.base
    content = base.mine_capacity * (shape.mine_light + shape.mine_heavy)
    return float(base.capacity[nation, 0].sum() / max(content[shape.mine_nation == nation].sum(), 1e-9))


def delay(state: State) -> float:
    """Quarters of delay because many members must agree."""
    accord, setting = state.accord, state.setting
    if accord is None or not setting.failures.dilution:
        return 0.0
    return setting.strains.member_delay * max(len(accord.members) - setting.accord.minimum_members, 0)


def later(found: list[Project], quarters: float) -> list[Project]:
    """Delay projects by some quarters.

    Capacity opens at the start of a year, so a delay of one quarter means a fourth of the capacity a year late.
    """
    years, part = divmod(quarters / 4, 1.0)
    put_off = []
    for project in found:
        opens = project.opens + int(years)
        put_off.append(replace(project, opens=opens, addition=project.addition.times(1 - part)))
        if part > 0:
            rest = f"{project.label.removesuffix(SECOND)}{SECOND}"
            put_off.append(replace(project, opens=opens + 1, addition=project.addition.times(part), label=rest))
    return put_off


def build(state: State) -> None:
    """Let the board spend the treasury on the proposal worth most for its cost, if any is worth it."""
    accord, exponent = state.accord, state.setting.market.scale_exponent
    if accord is None:
        return
    loans.repay(state, accord)
    if accord.treasury <= 0:
        return
    members = [nation.number in accord.members for nation in state.nations]
    part = accord.text.level("bank_loans")
    full = loans.each_lends(state, accord.treasury * part / (1 - part), members)
    means = accord.treasury + float(full.sum())
    best: tuple[float, Proposal, float] | None = None
    every = proposals(state, accord.members)
    offered = local_first(state, accord, every)
    owed = len(offered) < len(every)
    for proposal in offered:
        size = proposal.plan.size_for(means, exponent)
        if size < SMALLEST:
            continue
        ratio = proposal.worth(size, exponent) / proposal.plan.cost_at(size, exponent)
        # Plants owed where ore is mined are built even at some loss; all others must pay.
        pays = exceeds(ratio, 0.0, LEAST_RATIO)
        if (pays or owed) and (best is None or exceeds(ratio, best[0], LEAST_RATIO)):
            best = (ratio, proposal, size)
    if best is None:
        return
    _, proposal, size = best
    cost = proposal.plan.cost_at(size, exponent)
    lent = full * cost / means
    accord.treasury -= cost - float(lent.sum())
    accord.spent += cost
    accord.spent_at_mines += cost if at_mine(state, proposal.plan) else 0.0
    if lent.any():
        loans.lend_to_fund(state, accord, lent)
    state.fund_spent += cost
    state.book_fund_spent += cost
    state.book.fund_spent += cost
    late = delay(state)
    reviewed = 4.0 * bank_loans.SLOWER if lent.any() else 0.0
    begun = projects(state.books, proposal.plan, size, ACCORD, state.now)
    state.books.projects += later(begun, late + reviewed)
    slow = counted(late, "quarter")
    waits = f" It comes {slow} later because {len(accord.members)} members must agree." if late else ""
    waits += f" Banks lend {usd(float(lent.sum()))} of it and review it for a year." if lent.any() else ""
    state.log.note(
        state.now,
        "investment",
        accord.members,
        f"The joint fund builds {proposal.plan.label}, {plant_size(size)}, for {usd(cost)}; "
        f"it is worth {usd(proposal.gain * size)} to the members.{waits}",
    )
