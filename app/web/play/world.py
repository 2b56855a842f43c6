"""The world around a seat: who trades with whom, and how prices, gaps and trust have gone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd
import solara

from app import html
from app.charts import network, over_years
from app.web.parts import NARROW, Html
from scenarios.game.board import FlowView, PromiseView
from scenarios.game.game import Game
from scenarios.game.sights import Common

_WORLD = {
    "price_oxide_light": "Light oxide",
    "price_oxide_heavy": "Heavy oxide",
    "price_magnet_light": "Light magnets",
    "supply_gap_outside": "Gap outside the leader",
    "cohesion": "Cohesion",
    "shortage_cost": "Cost of shortage",
}
_OWN = {"supply_gap": "Your supply gap", "trust": "Trust in you", "stock": "Your public stock"}


@solara.component
def Around(
    common: Common, game: Game, promises: tuple[PromiseView, ...] = (), nation: str = "", wide: int = 620
) -> None:
    """Show the network and the lines."""
    narrow = bool(NARROW.value)
    key = (common.year, common.phase, common.round, nation, narrow, wide, len(promises))
    drawn = solara.use_memo(lambda: pictures(common, game, promises, nation, html.NARROW if narrow else wide), [key])
    if not drawn:
        Html('<p class="soft small">When the first year has been lived, its trade and prices are drawn here.</p>')
    for name, (svg, caption) in drawn.items():
        Html(html.figure(svg, caption), classes=["panel", f"t-{name}"])


def pictures(
    common: Common, game: Game, promises: tuple[PromiseView, ...], nation: str, width: int
) -> dict[str, tuple[str, str]]:
    """Draw the network and the lines over the years, each with what it says."""
    found: dict[str, tuple[str, str]] = {}
    if common.flows:
        nations = tuple((one.key, one.name, one.iso3, one.role, one.region) for one in game.setting.nations)
        found["network"] = _net(
            nations, common.flows, promises, common.accord.members, game.setting.risks.dominant, width
        )
    years = list(range(game.setting.start_year, game.setting.start_year + common.rounds))
    # Where no accord has ever stood there is nothing to be cohesive.
    told = {
        name: words
        for name, words in _WORLD.items()
        if name != "cohesion" or any(value > 0 for _, value in common.series.get(name, ()))
    }
    world = over_years.stories(common.series, told, common.units)
    units = {"supply_gap": "share", "trust": "share", "stock": "t"}
    own = over_years.stories(common.by_nation.get(nation, {}), _OWN, units) if nation else []
    lines = [*own, *world]
    columns = 3 if width >= 600 else 2
    if any(story.values for story in lines):
        found["lines"] = (over_years.draw(lines, years, width=width, columns=columns), over_years.tell(lines))
    return found


@lru_cache(maxsize=256)
def _net(
    who: tuple[tuple[str, ...], ...],
    traded: tuple[FlowView, ...],
    promises: tuple[PromiseView, ...],
    members: tuple[str, ...],
    dominant: str,
    width: int,
) -> tuple[str, str]:
    """Draw the network; a room of screens that shows the same one has it drawn once."""
    nations, flows, bonds = frames(who, traded, promises)
    drawn = network.draw(nations, flows, bonds, width=width, members=members, dominant=dominant, highlight=())
    return drawn, "Last year: " + network.tell(nations, flows, bonds, members=members)


def frames(
    who: tuple[tuple[str, ...], ...], traded: tuple[FlowView, ...], promises: tuple[PromiseView, ...]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Put what a screen is given into the tables that the picture of the network is drawn from."""
    nations = pd.DataFrame(list(who), columns=["nation", "name", "iso3", "role", "region"])
    rows: list[tuple[Any, ...]] = [
        (one.origin, one.destination, *_good(one.goods), one.tonnes, one.under) for one in traded
    ]
    flows = pd.DataFrame(rows, columns=["origin", "destination", "material", "stage", "tonnes", "under"])
    bonds = pd.DataFrame(
        [
            (one.name, "supply", f"{one.seller}+{one.buyer}", "breached" if one.breaches else "in force")
            for one in promises
            if one.status == "in force"
        ],
        columns=["id", "kind", "parties", "status"],
    )
    return nations, flows, bonds


def _good(goods: str) -> tuple[str, str]:
    material, stage = goods.split(" ", 1)
    return material, stage
