"""Worth of changed markets to each nation, computed one after another in compiled code.

A market is one row of figures (``market.packed``). In the same row follow governments' payments to plants, the share
of damage that a standard avoids, and stocks and plants that count in a crisis only; see ``row_places``. A change names
only the figures of the row that differ.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.world.plant_support import IDLE
from agents.world.rates import LEAST_GAIN
from market.compiled import compiled, compiled_aside
from market.direct import ACCEPTED, PARTS, clear_row
from market.network import Floats, Ints
from market.packed import (
    BEGIN,
    CAPACITY,
    CONSUMED,
    DEAR_BY,
    DEAR_CAPACITY,
    DEAR_MADE,
    MADE,
    MAKING_COST,
    MINED,
    PRICE,
    QUOTA,
    RECOVERY,
    RELEASE,
    RELEASE_PRICE,
    SINGLE,
    SMUGGLING,
    SMUGGLING_COST,
)
from market.vintages import _sort_in

USD_M = 1e-3
PAID, RELIEF, SOLD, STANDBY = range(SINGLE + 1, SINGLE + 5)
"""Where in a row begin: what plants are paid, damage avoided, stocks sold in a crisis, plants that work in one."""


class Ground(NamedTuple):
    """What holds for every look of a year; stages are ore, oxide, magnet and plants (nations, 2, 2), flattened."""

    mine_nation: Ints
    mine_light: Floats
    mine_heavy: Floats
    mine_damage: Floats
    """Shape (mines,): USD/kg."""
    plant_damage: Floats
    """Shape (nations, 2): USD/kg of input."""
    limit: Floats
    """Shape (6,): what the dominant supplier lets out in a crisis, t/yr; infinite for what it does not withhold."""
    fringe: Floats
    """Shape (2, 6): what smugglers may carry past its limits, t/yr, and at what cost, USD/kg; empty for nothing."""
    held: Floats
    """Shape (nations, 2): oxide from public stocks sold in a crisis anyway, t/yr."""
    stock_price: Floats
    """Shape (2,): least price at which it is sold, USD/kg."""
    new_cost: Floats
    """Shape (plants,): running cost of new plants, USD/kg of input."""
    environment: Floats
    strategic: Floats
    """Shape (nations,): weights of damage and of the share of the stages."""
    uses: Floats
    """Shape (uses,): multiple of the cost of an unserved tonne."""
    shortage_cost: Floats
    """Shape (2,): cost of an unserved tonne, USD/kg."""
    odds: Floats
    aversion: Floats
    """Shape (nations,): share of time expected in crisis (0-1), and aversion to the bad tail."""
    dominant: int


@compiled
def _restock(q: Floats, at: Ints, plant: int, cheap: float, cheap_cost: float, dear: float, dear_cost: float) -> None:
    """Write the two vintages of a plant into a row."""
    total = cheap + dear
    by = max(dear_cost - cheap_cost, 0.0)
    q[at[CAPACITY] + plant] = total
    q[at[MAKING_COST] + plant] = cheap_cost + (dear / total * by if total > 0.0 else 0.0)
    q[at[DEAR_CAPACITY] + plant] = dear
    q[at[DEAR_BY] + plant] = by


@compiled
def _vintages(q: Floats, at: Ints, plant: int) -> tuple[float, float, float, float]:
    """Read size and cost of the cheaper and the more expensive plants for one conversion from a row."""
    total = q[at[CAPACITY] + plant]
    by = q[at[DEAR_BY] + plant]
    dear = min(q[at[DEAR_CAPACITY] + plant], total)
    part = dear / total if total > 0.0 else 0.0
    cheap_cost = q[at[MAKING_COST] + plant] - part * by
    return total - dear, cheap_cost, dear, cheap_cost + by


@compiled
def _without_idle(q: Floats, at: Ints, out: Floats, to: Ints) -> None:
    """Remove plants of either vintage that are idle in an outcome from a row."""
    for plant in range(at[CAPACITY + 1] - at[CAPACITY]):
        cheap, cheap_cost, dear, dear_cost = _vintages(q, at, plant)
        late = out[to[DEAR_MADE] + plant]
        early = out[to[MADE] + plant] - late
        if (cheap > 0.0 and early < IDLE * cheap) or (dear > 0.0 and late < IDLE * dear):
            cheap = 0.0 if early < IDLE * cheap else cheap
            dear = 0.0 if late < IDLE * dear else dear
            _restock(q, at, plant, cheap, cheap_cost, dear, dear_cost)


@compiled
def _crisis(q: Floats, at: Ints, x: Floats, ground: Ground, nations: int) -> None:
    """Turn the row of a calm market into the same in a crisis; ``x`` says what is sold and works only then."""
    first = at[QUOTA] + 6 * ground.dominant
    limited = False
    for good in range(6):
        q[first + good] = min(q[first + good], ground.limit[good])
        limited = limited or q[first + good] < np.inf
    if limited and len(ground.fringe):
        for at_good in range(6 * nations):
            q[at[SMUGGLING] + at_good] = 0.0
        for good in range(6):
            limited_here = q[first + good] < np.inf
            q[at[SMUGGLING] + 6 * ground.dominant + good] = ground.fringe[0, good] if limited_here else 0.0
            q[at[SMUGGLING_COST] + 6 * ground.dominant + good] = ground.fringe[1, good]
    sells = False
    for i in range(2 * nations):
        sells = sells or ground.held[i // 2, i % 2] + x[at[SOLD] + i] > 0.0
    if sells:
        for i in range(nations):
            for m in range(2):
                oxide = (i * 3 + 1) * 2 + m
                q[at[RELEASE] + oxide] += ground.held[i, m] + x[at[SOLD] + 2 * i + m]
                q[at[RELEASE_PRICE] + oxide] = ground.stock_price[m]
    figures = np.empty((4, 1))
    for plant in range(4 * nations):
        more = x[at[STANDBY] + plant : at[STANDBY] + plant + 1]
        if more[0] > 0.0:
            figures[0, 0], figures[1, 0], figures[2, 0], figures[3, 0] = _vintages(q, at, plant)
            _sort_in(more, ground.new_cost[plant : plant + 1], figures)
            _restock(q, at, plant, figures[0, 0], figures[1, 0], figures[2, 0], figures[3, 0])


@compiled
def _utility(
    x: Floats, at: Ints, out: Floats, to: Ints, parts: Floats, ground: Ground, nations: int, worth: Floats
) -> None:
    """Fill what an outcome is worth to each nation, USD m/yr; ``x`` says what plants are paid and damage avoided."""
    mines = len(ground.mine_nation)
    shares = np.zeros((3, nations))
    harm = np.zeros(nations)
    for mine in range(mines):
        i, dug = ground.mine_nation[mine], out[to[MINED] + mine]
        shares[0, i] += dug * (ground.mine_light[mine] + ground.mine_heavy[mine])
        harm[i] += ground.mine_damage[mine] * dug
    for i in range(nations):
        for s in range(2):
            made = out[to[MADE] + 4 * i + 2 * s] + out[to[MADE] + 4 * i + 2 * s + 1]
            shares[1 + s, i] += made
            harm[i] += ground.plant_damage[i, s] * made
    total = np.zeros(3)
    for s in range(3):
        for i in range(nations):
            total[s] += shares[s, i]
    for i in range(nations):
        money = -parts[9, i]
        for k in range(9):
            # What stands aside (stock, disposal) and private holders are nobody's welfare here.
            if k != 6:
                money += parts[k, i]
        support = 0.0
        for plant in range(4 * i, 4 * i + 4):
            late = out[to[DEAR_MADE] + plant]
            support += x[at[PAID] + plant] * (out[to[MADE] + plant] - late)
            support += x[at[PAID] + 4 * nations + plant] * late
        held = (
            shares[0, i] / max(total[0], 1e-9) + shares[1, i] / max(total[1], 1e-9) + shares[2, i] / max(total[2], 1e-9)
        ) / 3.0
        worth[i] = (
            money / 1000.0
            - support * USD_M
            - ground.environment[i] * harm[i] * USD_M * (1.0 - x[at[RELIEF] + i])
            + ground.strategic[i] * held
        )


@compiled
def _value(
    x: Floats,
    at: Ints,
    to: Ints,
    ground: Ground,
    nations: int,
    uses: int,
    calm_start: Floats,
    crisis_start: Floats,
    near: bool,
    known: bool,
    calm: Floats,
    crisis: Floats,
    worth: Floats,
    q: Floats,
    parts: Floats,
) -> bool:
    """Fill the outcomes of a market calm and in crisis, and what they are worth, (3, nations): calm, crisis, shortage.

    With ``known`` the calm outcome and its worth are there already. Tells whether both markets cleared.
    """
    q[:] = x[: len(q)]
    settled = True
    begin, end = to[BEGIN], to[BEGIN + 1]
    for hit in range(1 if known else 0, 2):
        if hit:
            _without_idle(q, at, calm, to)
            _crisis(q, at, x, ground, nations)
        out = crisis if hit else calm
        start = (crisis_start if near else calm) if hit else calm_start
        left, _ = clear_row(
            q,
            at,
            ground.mine_nation,
            ground.mine_light,
            ground.mine_heavy,
            nations,
            uses,
            start[begin:end],
            near or hit > 0,
            out,
            to,
            parts,
            True,
        )
        settled = settled and left <= ACCEPTED
        _utility(x, at, out, to, parts, ground, nations, worth[hit])
    for i in range(nations):
        lost = 0.0
        for m in range(2):
            missing = 0.0
            for u in range(uses):
                place = to[CONSUMED] + (i * uses + u) * 2 + m
                missing += max(calm[place] - crisis[place], 0.0) * ground.uses[u]
            lost += missing * ground.shortage_cost[m]
        worth[2, i] = lost * USD_M
        worth[1, i] -= worth[2, i]
    return settled


@compiled
def _middle(prices: Floats) -> float:
    """Return the median of some prices, putting them in order."""
    count = len(prices)
    for i in range(1, count):
        price = prices[i]
        j = i
        while j > 0 and prices[j - 1] > price:
            prices[j] = prices[j - 1]
            j -= 1
        prices[j] = price
    middle: float = prices[count // 2]
    return middle if count % 2 else (prices[count // 2 - 1] + middle) / 2.0


@compiled
def _supported(x: Floats, base: Floats, at: Ints, calm: Floats, to: Ints, nations: int, hosts: Floats) -> bool:
    """Pay new plants that would be idle the gap to break-even, in ``x``; mark their nations; tell whether any exist.

    The gap is computed at planning prices: at most three times the nations' median.
    """
    hosts[:] = 0.0
    found = False
    price = np.empty(6 * nations)
    of = np.empty(nations)
    for plant in range(4 * nations):
        if not x[at[CAPACITY] + plant] > base[at[CAPACITY] + plant]:
            continue
        cheap, cheap_cost, dear, dear_cost = _vintages(x, at, plant)
        late = calm[to[DEAR_MADE] + plant]
        early = calm[to[MADE] + plant] - late
        still, still_dear = cheap > 0.0 and early < IDLE * cheap, dear > 0.0 and late < IDLE * dear
        if not (still or still_dear):
            continue
        if not found:
            found = True
            for good in range(6):
                for i in range(nations):
                    of[i] = calm[to[PRICE] + 6 * i + good]
                most = 3.0 * _middle(of)
                for i in range(nations):
                    price[6 * i + good] = min(calm[to[PRICE] + 6 * i + good], most)
        i, s, m = plant // 4, plant // 2 % 2, plant % 2
        hosts[i] = 1.0
        here = price[6 * i + 2 * s + m] - x[at[RECOVERY] + plant] * price[6 * i + 2 * s + 2 + m]
        # A tenth of the cost on top, since the last plants of a vintage cost that much more than the first.
        more = 0.1 * abs(cheap_cost)
        paid = max(cheap_cost + here + more, 0.0) if still else 0.0
        paid_dear = max(dear_cost + here + more, 0.0) if still_dear else 0.0
        # The more expensive plants never end up cheaper than the others, which run first.
        paid_dear = min(paid_dear, dear_cost - cheap_cost + paid)
        _restock(x, at, plant, cheap, cheap_cost - paid, dear, dear_cost - paid_dear)
        x[at[PAID] + plant] += paid
        x[at[PAID] + 4 * nations + plant] += paid_dear
    return found


@compiled
def _expected(worth: Floats, ground: Ground, i: int) -> float:
    """Expected worth of a year to a nation, less its aversion to the bad tail, USD m."""
    odds = ground.odds[i]
    tail = min(1.0, odds / 0.05)
    expected: float = (1.0 - odds) * worth[0, i] + odds * worth[1, i] - ground.aversion[i] * tail * worth[2, i]
    return expected


@compiled_aside
def look_at(
    base: Floats,
    at: Ints,
    to: Ints,
    ground: Ground,
    nations: int,
    uses: int,
    base_calm: Floats,
    base_crisis: Floats,
    base_worth: Floats,
    near: bool,
    has_base: bool,
    begins: Ints,
    places: Ints,
    figures: Floats,
    first: int,
    last: int,
    worth: Floats,
    calm: Floats,
    crisis: Floats,
    settled: Floats,
) -> None:
    """Value the changes from number ``first`` to before ``last``, each from the same base, and so in any order alike.

    Parameters
    ----------
    base : the row that changes are laid on.
    base_calm, base_crisis : outcomes to start from, if ``near``; with ``has_base`` those of the base itself.
    base_worth : what the base is worth, as ``worth``, if ``has_base``.
    begins : shape (changes + 1,), where the places and figures of each change begin.
    worth : shape (changes, 3, nations), filled with calm, crisis and shortage, USD m/yr.
    calm, crisis : shape (changes, figures of an outcome), filled with both outcomes.
    settled : shape (changes,), 1 for a change whose markets cleared.
    """
    x = base.copy()
    q, parts = np.empty(at[SINGLE + 1]), np.empty((PARTS, nations))
    hosts, helped = np.empty(nations), np.empty((3, nations))
    aided_calm, aided_crisis = np.empty(to[-1]), np.empty(to[-1])
    for change in range(first, last):
        known = has_base
        if known and begins[change] == begins[change + 1]:
            calm[change], crisis[change], worth[change] = base_calm, base_crisis, base_worth
            settled[change] = 1.0
            continue
        for k in range(begins[change], begins[change + 1]):
            x[places[k]] = figures[k]
            known = known and places[k] >= at[SOLD]
        if known:
            calm[change] = base_calm
            worth[change, 0] = base_worth[0]
        done = True
        for turn in range(2):
            aided = turn == 1
            if aided and (known or not has_base or not _supported(x, base, at, calm[change], to, nations, hosts)):
                break
            done = done and _value(
                x,
                at,
                to,
                ground,
                nations,
                uses,
                calm[change] if aided else base_calm,
                crisis[change] if aided else base_crisis if has_base else calm[change],
                near or aided,
                known,
                aided_calm if aided else calm[change],
                aided_crisis if aided else crisis[change],
                helped if aided else worth[change],
                q,
                parts,
            )
            if not aided:
                continue
            gain = 0.0
            for i in range(nations):
                if hosts[i] > 0.0:
                    gain += _expected(helped, ground, i) - _expected(worth[change], ground, i)
            if gain >= LEAST_GAIN:
                calm[change] = aided_calm
                crisis[change] = aided_crisis
                worth[change] = helped
            x[:] = base
        for k in range(begins[change], begins[change + 1]):
            x[places[k]] = base[places[k]]
        settled[change] = 1.0 if done else 0.0
