"""The text of an accord: its articles, how they are said, and every text that a summit may choose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agents.articles import article
from agents.articles import texts as articles
from agents.world.accord_rules import AccordRules
from agents.world.wording import rule_name
from negotiation.bargaining.terms import Issue, TermSpace

Array = NDArray[np.float64]
LEVELS = ("fund_rate", "reserve_days", "standard_level", "price_floor", "community_share")
"""Articles whose levels are numbers from weak to strong, and of which every text speaks."""
BESIDE_FUND = ("bank_loans", "skills")
"""Articles that do nothing without the joint fund."""
HELD = (*LEVELS, "benefit_rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The articles of an accord as agreed."""

    fund_rate: float
    reserve_days: float
    standard_level: int
    price_floor: float
    community_share: float = 0.0
    benefit_rule: str
    more: tuple[tuple[str, float], ...] = ()
    """Further articles by name with their levels, those at 0 left out, in the order of their names."""

    def level(self, name: str) -> float:
        """Level of an article that is a number; 0 where the text has none such."""
        return float(getattr(self, name)) if name in LEVELS else dict(self.more).get(name, 0.0)

    def __str__(self) -> str:
        """List the articles in one line; those at 0 are left out."""
        levels = [(name, self.level(name)) for name in LEVELS if self.level(name) > 0]
        said = [article(name).say(level) for name, level in (*levels, *self.more)]
        return ", ".join([*said, f"benefits by the {rule_name(self.benefit_rule)} rule"])

    def does_as(self, other: Text) -> bool:
        """Tell whether another text has the same articles, however it shares benefits."""
        return self.more == other.more and all(getattr(self, name) == getattr(other, name) for name in LEVELS)

    def strength(self, rules: AccordRules) -> float:
        """Strength of its obligations: each article as a share of its strictest level, mostly in fifths or less."""
        return float(Levels.of((self,)).strength(rules)[0])


def without(text: Text, name: str, level: float = 0.0) -> Text:
    """The same text with a further article at a lower level, or none."""
    left = {**dict(text.more), name: level}
    return replace(text, more=tuple(sorted((key, at) for key, at in left.items() if at > 0)))


def fund_only(rate: float, beside: list[float]) -> Text:
    """A text of the joint fund and the articles beside it, in the order of BESIDE_FUND."""
    more = tuple((name, float(level)) for name, level in zip(BESIDE_FUND, beside, strict=True) if level > 0)
    return Text(fund_rate=rate, reserve_days=0.0, standard_level=0, price_floor=0.0, benefit_rule="equal", more=more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The articles of many texts, each (texts,)."""

    fund_rate: Array
    reserve_days: Array
    standard_level: Array
    price_floor: Array
    community_share: Array
    benefit_rule: tuple[str, ...]
    more: dict[str, Array] = field(default_factory=dict)
    """Further articles by name."""

    def level(self, name: str) -> Array:
        """Levels of an article that is a number, (texts,); 0 where they have none such."""
        if name in LEVELS:
            levels: Array = getattr(self, name)
            return levels
        return self.more.get(name, np.zeros(len(self.benefit_rule)))

    @classmethod
    def of(cls, texts: tuple[Text, ...]) -> Levels:
        """Read the articles of some texts."""
        figures = {name: np.array([float(getattr(text, name)) for text in texts]) for name in LEVELS}
        names = sorted({name for text in texts for name, _ in text.more})
        more = {name: np.array([text.level(name) for text in texts]) for name in names}
        return cls(**figures, benefit_rule=tuple(text.benefit_rule for text in texts), more=more)

    @classmethod
    def every(cls, rules: AccordRules) -> Levels:
        """Read the articles of every text of a summit, in the order of its term space; not to be written on."""
        return _every(rules)

    def holding(self, text: Text) -> Array:
        """Part of another text that each contains, (texts,) 0-1: mean over the articles that the other has."""
        held = [name for name in (*LEVELS, *dict(text.more)) if text.level(name) > 0]
        parts = [np.minimum(self.level(name) / text.level(name), 1) for name in held]
        return np.mean(parts, axis=0) if parts else np.zeros(len(self.benefit_rule))

    def strength(self, rules: AccordRules) -> Array:
        """Strength of each, (texts,): each article as a share of its strictest level, in fifths of full strength."""
        strictest = {name: max(getattr(rules, name)) for name in LEVELS}
        parts: list[Array | float] = [
            getattr(self, name) / strictest[name] if strictest[name] > 0 else 0.0 for name in LEVELS
        ]
        parts += [article(name).political * level / article(name).high for name, level in self.more.items()]
        return np.asarray(sum(parts, np.zeros(len(self.benefit_rule))) / len(LEVELS))


@lru_cache(maxsize=32)
def _every(rules: AccordRules) -> Levels:
    """Computed once for the same rules, since a summit asks repeatedly."""
    space = text_space(rules)
    named = {issue.name: np.array(issue.levels)[space.grid[:, at]] for at, issue in enumerate(space.issues)}
    figures = {name: named[name].astype(float) for name in LEVELS}
    more = {name: named[name].astype(float) for name in further(rules)}
    for array in (*figures.values(), *more.values()):
        array.setflags(write=False)
    return Levels(**figures, benefit_rule=tuple(str(rule) for rule in named["benefit_rule"]), more=more)


def further(rules: AccordRules) -> tuple[str, ...]:
    """Name the further articles that are on the table at any level above 0, in the order of their names."""
    names = (found.name for found in articles() if found.name not in HELD)
    return tuple(sorted(name for name in names if max(getattr(rules, name)) > 0))


def text_space(rules: AccordRules) -> TermSpace:
    """The term space of the summit: one issue for each article."""
    return TermSpace(
        (
            Issue("fund_rate", rules.fund_rate, "share of magnet-dependent value added"),
            Issue("reserve_days", rules.reserve_days, "days of net imports"),
            Issue("standard_level", rules.standard_level, "level"),
            Issue("price_floor", rules.price_floor, "share over the dominant supplier's price"),
            Issue("community_share", rules.community_share, "share of mining and refining rent"),
            *(Issue(name, getattr(rules, name), article(name).unit) for name in further(rules)),
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
        more=tuple(
            (name, float(level)) for name, level in sorted(terms.items()) if name not in HELD and float(level) > 0
        ),
    )


@lru_cache(maxsize=64)
def middling(rules: AccordRules, benefit_rule: str | None = None) -> Text:
    """A text of middling strength, under one benefit rule if it is named."""
    space, levels = text_space(rules), Levels.every(rules)
    same = [i for i, rule in enumerate(levels.benefit_rule) if benefit_rule in (None, rule)]
    strength = levels.strength(rules)
    return text_of(space, sorted(same, key=lambda i: strength[i])[len(same) // 2])
