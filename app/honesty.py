"""The page that says how honest the model is: who does best over all that is not known, and what ends alliances."""

from __future__ import annotations

import math
from collections.abc import Sequence

from agents.world.setting import REGIMES
from app.drawing.scales import percent
from app.words import counted, listed
from scenarios.studies.verdict import AXES, GOALS, LOADED, Cell, Share, Verdict

SHARES = (
    "Shares of worlds with 95 % bootstrap intervals over worlds; ties are shared. The last column is the mean gain "
    "of the accord over bilateral agreements in USD m a year, above 0 where the accord is better."
)
HOPES = (
    "What members expect over no accord counts the tail of bad years at the weight of their fear of it, which welfare "
    "does not; what came is the mean over supply agreements of two."
)
MENDED = (
    "`Mended` is the share of the worlds in trouble (no accord, an accord that ended, or members lost) in which "
    "it keeps more members without this failure."
)
FIELDS = "Each field names the regime that does best most often for welfare, its share, and the number of worlds."


def page(verdict: Verdict) -> str:
    """Write a verdict as Markdown."""
    design = verdict.design
    parts = [
        "# Is the model honest?",
        (
            f"{verdict.worlds} worlds drawn from the ranges of {verdict.figures} figures of the scenario "
            f"`{design.scenario}` (Latin hypercube, seed {design.seed}), each lived for {design.years} years under "
            f"{listed(REGIMES)} on the same shocks."
        ),
        _failed(verdict),
        f"**{sentence(verdict)}**",
        "## Which regime does best",
        _best(verdict),
        SHARES,
        _by_reprisal(verdict),
        "## What becomes of alliances",
        _rows(
            ["In which share of worlds", "Share"],
            [[name, _percent(share)] for name, share in verdict.alliances.items()],
        ),
        "## Hopes and what came",
        HOPES,
        _rows(
            ["Where the accord lasted, USD m a year", "Mean"],
            [[name, _figure(share)] for name, share in verdict.hopes.items()],
        ),
        *_effects(verdict),
        "## Where",
        *(part for name, cells in verdict.maps.items() for part in _map(name, cells)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def sentence(verdict: Verdict) -> str:
    """Say in one sentence whether the box is loaded."""
    shares = verdict.best["welfare"]
    told = listed([f"{regime} in {percent(shares[regime].share, digits=0)}" for regime in REGIMES])
    if verdict.loaded:
        return (
            f"The box is loaded: for welfare outside the dominant supplier {told} of worlds do best, and a share above "
            f"{percent(LOADED[1], digits=0)} or below {percent(LOADED[0], digits=0)} ({listed(verdict.loaded)}) says "
            "more of the model than of the "
            "world."
        )
    return f"The box is not loaded: for welfare outside the dominant supplier {told} of worlds do best."


def _failed(verdict: Verdict) -> str:
    if not verdict.failed:
        return ""
    return f"{counted(len(verdict.failed), 'world')} could not be lived; the first because {verdict.failed[0]}."


def _best(verdict: Verdict) -> str:
    rows = [
        [GOALS[goal][0], *(_percent(verdict.best[goal][regime]) for regime in REGIMES), _figure(verdict.gains[goal])]
        for goal in GOALS
    ]
    return _rows(["Best for", *(regime.capitalize() for regime in REGIMES), "Accord over bilateral"], rows)


def _by_reprisal(verdict: Verdict) -> str:
    rows = [[words, *(_percent(shares[regime]) for regime in REGIMES)] for words, shares in verdict.by_reprisal.items()]
    return _rows(["Best for welfare where the accord met", *(regime.capitalize() for regime in REGIMES)], rows)


def _effects(verdict: Verdict) -> list[str]:
    if not verdict.effects:
        return []
    rows = [
        [
            effect.failure.replace("_", " "),
            percent(effect.acts, digits=0),
            f"{_percent(effect.saved)} of {effect.troubled}",
            _figure(effect.members, 2),
            _figure(effect.welfare),
        ]
        for effect in verdict.effects
    ]
    return [
        "## What ends them",
        f"The accord lived again in {verdict.design.arms} of the worlds with one failure off at a time. {MENDED}",
        _rows(["Failure", "Acts in", "Mended", "Members, when off", "Welfare, when off (USD m/yr)"], rows),
    ]


def _map(name: str, cells: Sequence[Cell]) -> list[str]:
    (_, across), (_, down) = AXES[name]
    columns = list(dict.fromkeys(cell.across for cell in sorted(cells, key=lambda cell: cell.column)))
    rows = []
    for row in dict.fromkeys(cell.down for cell in cells):
        found = {cell.across: cell for cell in cells if cell.down == row}
        rows.append([row, *(_field(found.get(column)) for column in columns)])
    return [f"### {name.capitalize()}", f"Across: {across}. Down: {down}. {FIELDS}", _rows(["", *columns], rows)]


def _field(cell: Cell | None) -> str:
    if cell is None:
        return "no world"
    best = max(cell.shares, key=lambda regime: cell.shares[regime])
    return f"{best} {percent(cell.shares[best], digits=0)} of {cell.worlds}"


def _percent(share: Share) -> str:
    if math.isnan(share.share):
        return "none"
    middle, low, high = (percent(value, digits=0) for value in (share.share, share.low, share.high))
    return f"{middle} ({low} to {high})"


def _figure(share: Share, digits: int = 0) -> str:
    if math.isnan(share.share):
        return "none"
    return f"{share.share:+,.{digits}f} ({share.low:+,.{digits}f} to {share.high:+,.{digits}f})"


def _rows(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
