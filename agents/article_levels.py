"""The levels of every article as fields of the rules of an accord: an article's file is enough to give it one."""

from __future__ import annotations

from dataclasses import make_dataclass
from typing import Annotated, Any

from pydantic import Field

from agents.articles import Article, texts


def _levels(article: Article) -> Any:
    """Type of the field that holds an article's levels, with its unit, range and meaning."""
    kind: Any = str if isinstance(article.levels[0], str) else int if article.whole else float
    about = {"unit": article.unit, "low": article.low, "high": article.high}
    return Annotated[tuple[kind, ...], Field(description=article.meaning, json_schema_extra=about)]


ArticleLevels = make_dataclass(
    "ArticleLevels",
    [(article.name, _levels(article), article.levels) for article in texts()],
    frozen=True,
    kw_only=True,
    namespace={"__doc__": "Levels of each article that are on the table, from weak to strong."},
)
