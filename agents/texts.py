"""The text of an accord: its articles, how they are said, and every text that a summit may choose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.setting import AccordRules
from negotiation.terms import Issue, TermSpace

Array = NDArray[np.float64]
LEVELS = ("fund_rate", "reserve_days", "standard_level", "price_floor", "community_share")
"""Articles whose levels are numbers from weak to strong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The articles of an accord as agreed."""

    fund_rate: float
    reserve_days: float
    standard_level: int
    price_floor: float
    community_share: float = 0.0
    benefit_rule: str

    def __str__(self) -> str:
        """Say the articles in one line."""
        return (
            f"joint fund {self.fund_rate:.2%} of magnet-dependent value added, reserve of {self.reserve_days:g} days, "
            f"standard level {self.standard_level}, price floor {self.price_floor:.0%} over the dominant supplier, "
            f"{self.community_share:.0%} of rent for communities, "
            f"benefits by the {self.benefit_rule.replace('_', ' ')} rule"
        )

    def does_as(self, other: Text) -> bool:
        """Whether another text has the same articles, however it shares benefits."""
        return all(getattr(self, name) == getattr(other, name) for name in LEVELS)

    def strength(self, rules: AccordRules) -> float:
        """How much it binds (0-1): mean of its articles as shares of their strictest level."""
        return float(Levels.of((self,)).strength(rules)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The articles of many texts, each (texts,)."""

    fund_rate: Array
    reserve_days: Array
    standard_level: Array
    price_floor: Array
    community_share: Array
    benefit_rule: tuple[str, ...]

    @classmethod
    def of(cls, texts: tuple[Text, ...]) -> Levels:
        """Read the articles of some texts."""
        figures = {name: np.array([float(getattr(text, name)) for text in texts]) for name in LEVELS}
        return cls(**figures, benefit_rule=tuple(text.benefit_rule for text in texts))

    @classmethod
    def every(cls, rules: AccordRules) -> Levels:
        """Read the articles of every text of a summit, in the order of its term space."""
        grid, space = text_space(rules).grid, text_space(rules)
        named = {issue.name: np.array(issue.levels)[grid[:, at]] for at, issue in enumerate(space.issues)}
        figures = {name: named[name].astype(float) for name in LEVELS}
        return cls(**figures, benefit_rule=tuple(str(rule) for rule in named["benefit_rule"]))

    def holding(self, text: Text) -> Array:
        """How much of another text each holds, (texts,) 0-1: mean over the articles that the other has."""
        parts = [np.minimum(getattr(self, name) / getattr(text, name), 1) for name in LEVELS if getattr(text, name) > 0]
        return np.mean(parts, axis=0) if parts else np.zeros(len(self.benefit_rule))

    def strength(self, rules: AccordRules) -> Array:
        """How much each binds (0-1), (texts,): mean of its articles as shares of their strictest level."""
        strictest = {name: max(getattr(rules, name)) for name in LEVELS}
        parts = [getattr(self, name) / strictest[name] if strictest[name] > 0 else 0.0 for name in LEVELS]
        return sum(parts, np.zeros(len(self.benefit_rule))) / len(LEVELS)


def text_space(rules: AccordRules) -> TermSpace:
    """The term space of the summit: one issue for each article."""
    return TermSpace(
        (
            Issue("fund_rate", rules.fund_rate, "share of magnet-dependent value added"),
            Issue("reserve_days", rules.reserve_days, "days of net imports"),
            Issue("standard_level", rules.standard_level, "level"),
            Issue("price_floor", rules.price_floor, "share over the dominant supplier's price"),
            Issue("community_share", rules.community_share, "share of mining and refining rent"),
            Issue("benefit_rule", rules.benefit_rule, "rule"),
        )
    )


def text_of(space: TermSpace, outcome: int) -> Text:
    """Read an outcome of the term space as a text."""
    terms = space.decode(outcome)
    return Text(
        fund_rate=float(terms["fund_rate"]),
        reserve_days=float(terms["reserve_days"]),
        standard_level=int(terms["standard_level"]),
        price_floor=float(terms["price_floor"]),
        community_share=float(terms["community_share"]),
        benefit_rule=str(terms["benefit_rule"]),
    )


def middling(rules: AccordRules, benefit_rule: str | None = None) -> Text:
    """A text of middling strength, under one benefit rule if it is named."""
    space, levels = text_space(rules), Levels.every(rules)
    same = [i for i, rule in enumerate(levels.benefit_rule) if benefit_rule in (None, rule)]
    strength = levels.strength(rules)
    return text_of(space, sorted(same, key=lambda i: strength[i])[len(same) // 2])
