"""The levels of every article as fields of the rules of an accord: an article's file is enough to give it one."""

from __future__ import annotations

from dataclasses import make_dataclass
from typing import Annotated, Any

from pydantic import Field

from agents.articles import Article, texts


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


# The fields are the files of agents/articles, so a type checker cannot know them.
ArticleLevels: Any = make_dataclass(
    "ArticleLevels",
    [(article.name, _levels(article), article.levels) for article in texts()],
    frozen=True,
    kw_only=True,
    namespace={"__doc__": "Levels of each article that are on the table, from weak to strong."},
)
ArticleTerms: Any = make_dataclass(
    "ArticleTerms",
    [(article.name, _term(article), 0.0) for article in texts() if article.name not in ALONE],
    frozen=True,
    kw_only=True,
    namespace={"__doc__": "One level of each article, as agreed."},
)
