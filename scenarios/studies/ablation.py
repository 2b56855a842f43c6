"""What each article of an accord is worth: taken away alone, on the same shocks, again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.articles import Article, described
from agents.world.setting import Setting
from scenarios.experiment import Experiment

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

WHOLE, NONE = "accord", "no_accord"
METRICS = ("welfare_members", "welfare_outside", "shortage_cost", "chain_exposure", "damage", "members")
"""What is looked at; the first by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Something that keeps nations from building together, and the articles that cure it."""

    title: str
    cures: tuple[str, ...]
    gone: Mapping[str, object]
    """Fields of a world in which the obstacle is not there; empty where that would change the shocks."""


OBSTACLES: Mapping[str, Obstacle] = {
    "capital_cost": Obstacle(
        title="Capital cost", cures=("fund_rate", "bank_loans"), gone={"market.hurdle_rate": 0.05}
    ),
    "technical_barrier": Obstacle(
        title="Technical barrier",
        cures=("research_pool", "technology_transfer", "skills"),
        gone={"market.newcomer_cost": 0.0},
    ),
    "political_fragmentation": Obstacle(
        title="Political fragmentation",
        cures=("open_trade", "exit_notice", "exit_fee", "expulsion", "forum"),
        gone={"failures.turnover": False},
    ),
    "environmental_risk": Obstacle(
        title="Environmental risk",
        cures=("standard_level", "community_share", "anti_corruption", "recycling_network"),
        gone={},
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What something taken away was worth in one metric; the sign is that of having it."""

    arm: str
    title: str
    metric: str
    unit: str
    value: float
    low: float
    high: float
    """Ends of the interval at 95 %."""
    replications: int

    @property
    def moves(self) -> bool:
        """Whether it made any difference in any history."""
        return any((self.value, self.low, self.high))

    @property
    def settled(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def in_force(setting: Setting, *, rules: bool = False) -> list[Article]:
    """List the articles that are on the table in a world, and with ``rules`` those that its rules hold."""
    found = []
    for article in described():
        value = _value(setting, article)
        if article.rule:
            if rules and article.removed is not None and value != article.removed:
                found.append(article)
        elif article.name == "benefit_rule":
            if tuple(value) != ("equal",):
                found.append(article)
        elif max(value) > 0:
            found.append(article)
    return found


def without(article: Article) -> dict[str, object]:
    """What a world changes that does without an article."""
    if article.rule:
        return {article.field: article.removed}
    return {article.field: ["equal"] if article.name == "benefit_rule" else [0 if article.whole else 0.0]}


def experiment(
    setting: Setting, *, replications: int, seed: int, rules: bool = False, by_obstacle: bool = False
) -> Experiment:
    """Lay out the arms: the whole accord, the accord without each article (or each obstacle's cures), and none.

    Raises
    ------
    ValueError : where the world has no article to take away.
    """
    arms: dict[str, dict[str, object]] = {WHOLE: {"regime": "accord"}}
    arms |= (
        _by_obstacle(setting)
        if by_obstacle
        else {
            f"without_{article.name}": {"regime": "accord"} | without(article)
            for article in in_force(setting, rules=rules)
        }
    )
    if len(arms) == 1:
        raise ValueError(f"{setting.name} has no article on the table that could be taken away")
    arms[NONE] = {"regime": "bilateral"}
    about = {
        "name": f"ablate-{Path(setting.name).stem}",
        "title": f"{setting.title}, article by article",
        "scenario": setting,
        "seed": seed,
        "rounds": setting.rounds,
    }
    table = {
        "experiment": about,
        "arms": arms,
        "design": {"replications": replications},
        "record": {"rounds": [*METRICS, "chain_*", "floor_paid"]},
        "analysis": [],
    }
    return Experiment.of(table)


def _by_obstacle(setting: Setting) -> dict[str, dict[str, object]]:
    arms: dict[str, dict[str, object]] = {}
    here = {article.name: article for article in in_force(setting, rules=True)}
    for name, obstacle in OBSTACLES.items():
        cures = [here[cure] for cure in obstacle.cures if cure in here]
        if cures:
            changes = {field: value for cure in cures for field, value in without(cure).items()}
            arms[f"without_cures_of_{name}"] = {"regime": "accord"} | changes
        if obstacle.gone:
            arms[f"no_{name}"] = {"regime": "accord"} | dict(obstacle.gone)
    return arms


def cures(setting: Setting) -> dict[str, list[str]]:
    """List by obstacle the titles of the articles and rules in force that cure it."""
    here = {article.name: article.title for article in in_force(setting, rules=True)}
    return {one.title: [here[cure] for cure in one.cures if cure in here] for one in OBSTACLES.values()}


def worths(results: Results, metrics: Sequence[str] = METRICS) -> list[Worth]:
    """Say what each thing taken away was worth: the accord with it less the accord without it, by pairs of runs.

    For an obstacle that is gone (an arm that begins with ``no_``) the figure is what it costs.
    """
    from scenarios.sweep.analyses import paired

    rows: Any = paired.analyse(results, metric=list(metrics), against=WHOLE).table.itertuples()
    return [
        Worth(
            arm=row.arm,
            title=title(str(row.arm)),
            metric=row.metric,
            unit=row.unit,
            value=-row.difference,
            low=-row.high,
            high=-row.low,
            replications=int(row.replications),
        )
        for row in rows
    ]


def title(arm: str) -> str:
    """Say what an arm leaves out."""
    if arm == NONE:
        return "The accord as a whole"
    if arm.startswith("without_cures_of_"):
        return f"{OBSTACLES[arm.removeprefix('without_cures_of_')].title}: its cures"
    if arm.startswith("no_"):
        return f"{OBSTACLES[arm.removeprefix('no_')].title}: the obstacle itself"
    titles = {article.name: article.title for article in described()}
    return titles.get(arm.removeprefix("without_"), arm)


def _value(setting: Setting, article: Article) -> Any:
    value: Any = setting
    for part in article.field.split("."):
        value = getattr(value, part)
    return value
