"""A researcher's request on the page: a shipped experiment, or two rules against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.schema import Entry, entries

OWN = "two-rules"
"""The choice that asks for two fields instead of a shipped experiment."""
DESIGNS = (("factorial", "a grid"), ("lhs", "a Latin hypercube"))
MOST = {"replications": 200, "points": 256, "levels": 9}
METRICS = (
    "welfare_outside",
    "welfare_members",
    "welfare",
    "shortage_cost",
    "cvar_shortage",
    "supply_gap_outside",
    "hhi_oxide",
    "damage",
    "price_oxide_heavy",
)
_GROUPS = ("risks.", "market.", "supply.", "trust.", "disputes.", "accord.", "emergencies.", "strains.")
_MOST_SPAN = 100.0
"""Ranges wider than this are open in truth; their ends say nothing about what is likely."""


@dataclass(frozen=True)
class Range:
    """A field and where it goes from and to, as typed."""

    path: str
    low: str
    high: str


@dataclass(frozen=True)
class Wish:
    """The request, as typed."""

    experiment: str = "which-article-matters"
    replications: str = ""
    points: str = ""
    scenario: str = "small"
    design: str = "factorial"
    levels: str = "4"
    across: Range = Range("risks.export_ban", "0.02", "0.4")
    up: Range = Range("risks.ban_cut", "0.2", "0.9")
    metric: str = "welfare_outside"
    regime: str = "accord"
    against: str = "unilateral"
    seed: str = "7"

    @property
    def own(self) -> bool:
        """Tell whether two rules are chosen."""
        return self.experiment == OWN


def fields() -> list[Entry]:
    """List the fields that can be moved along an axis: figures with two ends."""
    return [
        entry
        for entry in entries()
        if entry.kind == "number"
        and entry.path.startswith(_GROUPS)
        and "<" not in entry.path
        and entry.low is not None
        and entry.high is not None
        and entry.high - entry.low <= _MOST_SPAN
    ]


def words(wish: Wish, file: Path | None = None) -> list[str]:
    """Write what follows ``sweep run`` on the command line; file is where an own experiment lies.

    Raises
    ------
    ValueError
        With what is wrong about what was typed.
    """
    if wish.own:
        return [str(file)]
    said = [wish.experiment]
    for name, text in (("replications", wish.replications), ("points", wish.points)):
        if text.strip():
            said += [f"--{name}", str(_whole(name, text, MOST[name]))]
    return said


def toml(wish: Wish) -> str:
    """Write an own experiment as a file.

    Raises
    ------
    ValueError
        With what is wrong about what was typed.
    """
    if wish.across.path == wish.up.path:
        raise ValueError("choose two different rules")
    if wish.regime == wish.against:
        raise ValueError("choose two different regimes")
    sampled = wish.design == "lhs"
    levels = 2 if sampled else _whole("levels", wish.levels, MOST["levels"], least=2)
    design = [f'kind = "{wish.design}"', f"replications = {_whole('replications', wish.replications or '10', 200)}"]
    design += [f"n = {_whole('points', wish.points or '40', MOST['points'])}"] * sampled
    cut = "" if sampled else f", levels = {levels}"
    return "\n".join(
        [
            "[experiment]",
            f'title = "{_title(wish)}"',
            (
                f'summary = "{wish.regime.capitalize()} against {wish.against} on the same shocks, while two rules '
                f'of the scenario {wish.scenario} move."'
            ),
            f'scenario = "{wish.scenario}"',
            f"seed = {_whole('seed', wish.seed, 2**31 - 1, least=0)}",
            "",
            "[arms]",
            *(f'{one} = {{ regime = "{one}" }}' for one in (wish.against, wish.regime)),
            "",
            "[design]",
            *design,
            "",
            "[parameters]",
            *(
                f"{one.path} = {{ low = {_number(one.path, one.low)}, high = {_number(one.path, one.high)}{cut} }}"
                for one in (wish.across, wish.up)
            ),
            "",
            *_question(
                "regimes", f'metric = "{wish.metric}"', f'across = "{wish.across.path}"', f'up = "{wish.up.path}"'
            ),
            *_question("paired", f'metric = ["{wish.metric}", "cohesion", "members"]'),
            *_question("replications", f'metric = "{wish.metric}"'),
            "",
        ]
    )


def name(wish: Wish) -> str:
    """Name an own experiment by its rules."""
    return re.sub(r"[^a-z0-9]+", "-", f"{wish.across.path} by {wish.up.path}".lower()).strip("-")


def _title(wish: Wish) -> str:
    short = [one.path.split(".", 1)[1].replace("_", " ").replace(".", " ") for one in (wish.across, wish.up)]
    return f"{short[0].capitalize()} and {short[1]}"


def _question(kind: str, *lines: str) -> Sequence[str]:
    return ["[[analysis]]", f'kind = "{kind}"', *lines, ""]


def _whole(what: str, text: str, most: int, *, least: int = 1) -> int:
    try:
        number = int(text.strip())
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise ValueError(f"{what} must be a whole number from {least} to {most:,}, got {text.strip()!r}")
    return number


def _number(what: str, text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise ValueError(f"the ends of {what} must be numbers, got {text.strip()!r}") from None
