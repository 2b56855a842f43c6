"""The levels of every article as fields of the rules of an accord: an article's file is enough to give it one."""

from __future__ import annotations

from dataclasses import make_dataclass, replace
from typing import Annotated, Any

from pydantic import Field
from pydantic.dataclasses import dataclass

from agents import plugins
from agents.articles import Article, texts
from agents.world.limits import STRICT
from negotiation.rulebook import kept


def _levels(article: Article) -> Any:
    """Type of the field that holds an article's levels, with its unit, range and meaning."""
    kind: Any = str if isinstance(article.levels[0], str) else int if article.whole else float
    about: Any = {"unit": article.unit, "low": article.low, "high": article.high}
    return Annotated[tuple[kind, ...], Field(description=article.meaning, json_schema_extra=about)]


ALONE = ("fund_rate", "reserve_days", "community_share", "benefit_rule")
"""Articles that need an accord's fund, reserve or pool; an alliance that stands beside it has none."""


def _term(article: Article) -> Any:
    """Type of the field that holds one level, with its unit, range and meaning."""
    about: Any = {"unit": article.unit}
    kind: Any = Annotated[float, Field(ge=article.low, le=article.high)]
    return Annotated[kind, Field(description=article.meaning, json_schema_extra=about)]


OURS = tuple(article for article in texts() if article.name in plugins.names_of("articles"))
"""Articles that come with the program; further ones may come from plugins, and have no field of their own."""
# The fields are the files of agents/articles, so a type checker cannot know them.
ArticleLevels: Any = make_dataclass(
    "ArticleLevels",
    [(article.name, _levels(article), article.levels) for article in OURS],
    frozen=True,
    kw_only=True,
    namespace={"__doc__": "Levels of each article that are on the table, from weak to strong."},
)
ArticleTerms: Any = make_dataclass(
    "ArticleTerms",
    [(article.name, _term(article), 0.0) for article in OURS if article.name not in ALONE],
    frozen=True,
    kw_only=True,
    namespace={"__doc__": "One level of each article, as agreed."},
)


@kept
def own_levels() -> Any:
    """Type of the levels of the articles from plugins, a field for each."""
    held = [(article.name, _levels(article), article.levels) for article in foreign()]
    return dataclass(kw_only=True, config=STRICT)(make_dataclass("OwnLevels", held, kw_only=True))


@kept
def own_terms() -> Any:
    """Type of one level of each article from a plugin, as agreed."""
    held = [(article.name, _term(article), 0.0) for article in foreign()]
    return dataclass(kw_only=True, config=STRICT)(make_dataclass("OwnTerms", held, kw_only=True))


def foreign() -> tuple[Article, ...]:
    """List the articles from all plugins that have been loaded."""
    ours = {article.name for article in OURS}
    return tuple(article for article in texts() if article.name not in ours)


def level_of(own: tuple[tuple[str, Any], ...], name: str, nothing: Any) -> Any:
    """Read what rules hold of an article that is no field of theirs; ``nothing`` where it is not on the table.

    Raises
    ------
    AttributeError : where there is no such article either.
    """
    for known, level in own:
        if known == name:
            return level
    if any(article.name == name for article in foreign()):
        return nothing
    raise AttributeError(name)


def with_levels[Rules](rules: Rules, changes: dict[str, Any]) -> Rules:
    """Change levels of some articles, whether they are fields or come from plugins."""
    own = dict(rules.own)  # type: ignore[attr-defined]  # Both kinds of rules hold it.
    fields = {name: level for name, level in changes.items() if name not in own}
    own |= {name: level for name, level in changes.items() if name in own}
    changed: Rules = replace(rules, **fields, own=tuple(own.items()))  # type: ignore[type-var]
    return changed
