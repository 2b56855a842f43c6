"""Where in the space of parameters something happens: boxes found by patient peeling.

Friedman, J. H. & Fisher, N. I. (1999). Statistics and Computing 9, 123-143; coverage, density and quasi-p values after
Bryant, B. P. & Lempert, R. J. (2010). Technological Forecasting and Social Change 77, 34-49.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from agents.world.wording import percent
from scenarios.sweep.finding import Finding
from scenarios.sweep.pairs import pairs
from scenarios.sweep.target import parsed

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
NEEDS = ("parameters",)
SURE = 0.05


def analyse(
    results: Results,
    *,
    target: str,
    arm: str | None = None,
    against: str | None = None,
    over: str = "mean",
    threshold: float = 0.8,
    peel: float = 0.05,
    least: float = 0.05,
) -> Finding:
    """Find the box of parameters in which a target is met, such as ``supply_gap > 0.15``.

    Parameters
    ----------
    against : with it the target is about the difference between ``arm`` and this arm on the same shocks.
    threshold : share of points in the box that must meet the target (density); of such boxes the one that covers most.
    peel : share of points that one step cuts away (0-0.5).
    least : smallest share of all points that a box may hold.
    """
    metric, sign, limit = parsed(target)
    arms = list(results.experiment.arms)
    chosen = arm or arms[-1]
    if against is None:
        table = results.table(metric, over)
        if chosen not in arms:
            raise ValueError(f"no arm called {chosen!r}; there are {', '.join(arms)}")
        table = table[table["arm"] == chosen]
    else:
        table = pairs(results, metric, chosen, against, over).assign(value=lambda found: found["difference"])
    by = table.groupby("point")["value"]
    means, each = by.mean(), 1 if against is None else 2
    counts, lost = each * int(table["value"].notna().sum()), each * int(table["value"].isna().sum())
    good = means.dropna()
    met = {">": good > limit, "<": good < limit, ">=": good >= limit, "<=": good <= limit}[sign].to_numpy()
    parameters = results.experiment.parameters
    if not parameters:
        raise ValueError("prim needs parameters to find a box in")
    points = [results.experiment.plan.points[number] for number in good.index]
    places = np.array([[one.place(point[one.path]) for one in parameters] for point in points])
    what = _what(metric, sign, limit, chosen, against)
    boxes = trajectory(places, met, peel=peel, least=least) if met.any() else []
    if not boxes:
        return Finding(
            kind="prim",
            title=f"Where {what}",
            said=(f"{what} at none of the {len(good)} points.",),
            table=pd.DataFrame(columns=["parameter", "low", "high", "quasi_p"]),
            used=counts,
            dropped=lost,
        )
    dense = [box for box in boxes if box["density"] >= threshold]
    best = max(dense, key=lambda box: box["coverage"]) if dense else max(boxes, key=lambda box: box["density"])
    rows = [
        _row(one, best, place, places, met)
        for place, one in enumerate(parameters)
        if best["low"][place] > -np.inf or best["high"][place] < np.inf
    ]
    table_ = pd.DataFrame(rows, columns=["parameter", "low", "high", "unit", "low_share", "high_share", "quasi_p"])
    return Finding(
        kind="prim",
        title=f"Where {what}",
        said=_said(what, best, table_, float(met.mean()), threshold),
        table=table_,
        used=counts,
        dropped=lost,
        more={key: float(best[key]) for key in ("coverage", "density", "mass")}
        | {
            "base": float(met.mean()),
            "trajectory": [{key: float(box[key]) for key in ("coverage", "density", "mass")} for box in boxes],
        },
    )


def _what(metric: str, sign: str, limit: float, arm: str, against: str | None) -> str:
    if against is None:
        return f"{metric} {sign} {limit:g} under {arm}"
    if limit == 0:
        return f"{metric} is {'higher' if sign.startswith('>') else 'lower'} under {arm} than under {against}"
    return f"{metric} under {arm} less that under {against} {sign} {limit:g}"


def trajectory(places: Array, met: Flags, *, peel: float = 0.05, least: float = 0.05) -> list[dict[str, Any]]:
    """Peel, then paste: from the whole box to smaller and denser ones; each with its ends, coverage and density."""
    low, high = np.full(places.shape[1], -np.inf), np.full(places.shape[1], np.inf)
    boxes = [_box(places, met, low, high)]
    while True:
        step = _peel(places, met, low, high, peel, least)
        if step is None:
            break
        low, high = step
        boxes.append(_box(places, met, low, high))
    low, high = boxes[-1]["low"], boxes[-1]["high"]
    while (step := _paste(places, met, low, high, peel)) is not None:
        low, high = step
        boxes.append(_box(places, met, low, high))
    return boxes


def inside(places: Array, low: Array, high: Array) -> Flags:
    """Tell which points a box holds."""
    return ((places >= low) & (places <= high)).all(axis=1)


def _box(places: Array, met: Flags, low: Array, high: Array) -> dict[str, Any]:
    held = inside(places, low, high)
    return {
        "low": low,
        "high": high,
        "coverage": met[held].sum() / met.sum(),
        "mass": held.mean(),
        "density": met[held].mean(),
    }


def _peel(places: Array, met: Flags, low: Array, high: Array, peel: float, least: float) -> tuple[Array, Array] | None:
    """Cut the slice whose loss makes the rest densest, or nothing where every cut would leave too few points."""
    held = inside(places, low, high)
    now, best, gain = met[held].mean(), None, 0.0
    for place in range(places.shape[1]):
        column = np.unique(places[held, place])
        if len(column) < 2:
            continue
        for upper in (False, True):
            # A slice holds a share of the points, and at least one of the values that are there.
            cut = np.quantile(places[held, place], 1 - peel if upper else peel)
            kept = column[column < cut] if upper else column[column > cut]
            kept = kept if len(kept) else (column[:-1] if upper else column[1:])
            edge = kept[-1] if upper else kept[0]
            if upper and edge >= column[-1]:
                edge = column[-2]
            if not upper and edge <= column[0]:
                edge = column[1]
            new_low, new_high = low.copy(), high.copy()
            (new_high if upper else new_low)[place] = edge
            left = inside(places, new_low, new_high)
            if left.sum() < max(least * len(places), 2):
                continue
            # Density gained for each point given up: patient, as many small cuts rather than few large.
            better = (met[left].mean() - now) / max(int(held.sum() - left.sum()), 1)
            if better > gain + 1e-15:
                best, gain = (new_low, new_high), better
    return best


def _paste(places: Array, met: Flags, low: Array, high: Array, paste: float) -> tuple[Array, Array] | None:
    """Widen one side by a slice if the box does not get thinner by it."""
    held = inside(places, low, high)
    now, best, most = met[held].mean(), None, 0
    for place in range(places.shape[1]):
        others_low, others_high = low.copy(), high.copy()
        others_low[place], others_high[place] = -np.inf, np.inf
        column = np.sort(places[inside(places, others_low, others_high), place])
        size = max(int(paste * held.sum()), 1)
        below, above = column[column < low[place]], column[column > high[place]]
        for side, outside in (("low", below[::-1]), ("high", above)):
            if not len(outside):
                continue
            new_low, new_high = low.copy(), high.copy()
            edge = outside[min(size, len(outside)) - 1]
            (new_low if side == "low" else new_high)[place] = edge
            wider = inside(places, new_low, new_high)
            if met[wider].mean() >= now and wider.sum() - held.sum() > most:
                best, most = (new_low, new_high), int(wider.sum() - held.sum())
    return best


def _row(parameter: Any, box: dict[str, Any], place: int, places: Array, met: Flags) -> dict[str, Any]:
    """Tell one limit of the box, and how likely chance alone would have found it so dense."""
    low, high = max(box["low"][place], 0.0), min(box["high"][place], 1.0)
    without_low, without_high = box["low"].copy(), box["high"].copy()
    without_low[place], without_high[place] = -np.inf, np.inf
    wide, held = inside(places, without_low, without_high), inside(places, box["low"], box["high"])
    p = float(stats.binom.sf(met[held].sum() - 1, held.sum(), min(met[wide].mean(), 1.0)))
    if parameter.choices:
        kept = [str(one) for one in parameter.choices if low <= parameter.place(one) <= high]
        ends: tuple[Any, Any] = (kept[0], kept[-1])
    else:
        ends = tuple(parameter.low + share * (parameter.high - parameter.low) for share in (low, high))
    return {
        "parameter": parameter.path,
        "low": ends[0],
        "high": ends[1],
        "unit": parameter.unit,
        "low_share": low,
        "high_share": high,
        "quasi_p": p,
    }


def _said(what: str, box: dict[str, Any], table: pd.DataFrame, base: float, threshold: float) -> tuple[str, ...]:
    if table.empty:
        return (f"{what} at {percent(base)} of the points, and no part of the ranges stands out.",)
    limits = "; ".join(f"{row.parameter} {_end(row.low)} to {_end(row.high)}" for row in table.itertuples())
    said = [
        (
            f"{what} at {percent(base)} of all points, and at {percent(box['density'])} of those with {limits}; "
            "this box holds "
            f"{percent(box['coverage'])} of all cases."
        )
    ]
    if box["density"] < threshold:
        said.append(f"No box is as dense as asked for ({percent(threshold)}).")
    chance = table[table["quasi_p"] > SURE]["parameter"].tolist()
    if chance:
        said.append(f"The limits on {', '.join(chance)} may be chance (quasi-p above {SURE}).")
    return tuple(said)


def _end(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.3g}"
