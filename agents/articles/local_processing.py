"""Local processing: part of members' ore must be separated where it is mined, so that value is added there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.scene import Scene

if TYPE_CHECKING:
    from agents.world.accord_rules import AccordRules
    from market.chain import ChainShape, Quarter

Array = NDArray[np.float64]
ARTICLE = Article(
    name="local_processing",
    title="Local processing share",
    principle="diversification",
    meaning="Share of members' ore that may leave the nation only once it is separated.",
    unit="share",
    high=0.6,
    said="{0:.0%} of ore separated where it is mined",
    mechanism="Members' exports of ore are limited to the rest, so that ore is cheap at home and plants there earn "
    "more; the joint fund spends the same share on separation where members mine, even at a loss.",
    cost="Mines sell less where no plant takes the ore; plants stand where they cost more, and fewer elsewhere.",
    metric="processed_at_home",
    source="Tanzania, Namibia and Indonesia ask for processing at home; shares are judged",
)


def justified(rules: AccordRules, level: float) -> float:
    """Part of it that the environment justifies: none, as of Indonesia's limits on nickel ore (WTO, DS592, 2022)."""
    return 0.0


def content(shape: ChainShape, quarter: Quarter) -> Array:
    """Oxide in the ore that each nation could mine, (nations, materials) t/yr."""
    parts = (shape.mine_light, shape.mine_heavy)
    columns = [
        np.bincount(shape.mine_nation, weights=quarter.mine_capacity * part, minlength=shape.nations) for part in parts
    ]
    return np.stack(columns, axis=1)


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Limit members' exports of ore to what need not be processed at home."""
    if level <= 0:
        return quarter
    quota, mined, rows = quarter.quota.copy(), content(scene.books.shape, quarter), list(members)
    limit = np.where(mined[rows] > 0, (1 - level) * mined[rows], np.inf)
    quota[rows, 0] = np.minimum(quota[rows, 0], limit)
    return replace(quarter, quota=quota)
