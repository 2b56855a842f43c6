"""Figures and names as they read in a sentence: shares, money, sizes of plants, numbers of things, nations."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

BILLIONS_FROM = 10_000.0
"""USD m from which a sentence speaks of billions."""
_PARTS = {0.25: "a quarter of ", 0.5: "half of ", 0.75: "three quarters of ", 1.0: ""}
_WITH_ARTICLE = re.compile(
    r"(?P<start>^(?:A\d+(?:/\d+)?: )?|\. |)(?<![\w–-])(?<![Tt]he )"
    r"(?P<name>United States|United Kingdom|European Union)(?![\w–-]| [A-Z])"
)
"""A name that needs an article: not within a longer name, nor where the article is already there."""


def percent(share: float | None, *, signed: bool = False, digits: int = 0) -> str:
    """Write a share (0-1) as per cent, with a true minus and no needless zeros.

    Examples
    --------
    >>> percent(0.07), percent(0.0008, digits=2), percent(-0.125, signed=True, digits=1)
    ('7 %', '0.08 %', '−12.5 %')
    """
    if share is None or not math.isfinite(share):
        return "–"
    text = f"{abs(share) * 100:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "0":
        return "0 %"
    sign = "−" if share < 0 else "+" if signed else ""
    return f"{sign}{text} %"


def usd(amount: float, *, digits: int = 0) -> str:
    """Write USD m, from 10,000 on as billions.

    Examples
    --------
    >>> usd(812.4), usd(153415.0), usd(-0.2), usd(3.14, digits=1)
    ('812 USD m', '153.4 USD bn', '0 USD m', '3.1 USD m')
    """
    large = abs(amount) >= BILLIONS_FROM
    text = f"{abs(amount) / 1000:,.1f}" if large else f"{abs(amount):,.{digits}f}"
    sign = "−" if amount < 0 and text.strip("0.") else ""
    return f"{sign}{text} USD {'bn' if large else 'm'}"


def plant_size(size: float) -> str:
    """Say the size of a plant against a full-size one, the reference plant of its kind.

    Examples
    --------
    >>> plant_size(1.0), plant_size(0.5), plant_size(0.37), plant_size(1.5)
    ('a full-size plant', 'half of a full-size plant', '37 % of a full-size plant', '1.5 times a full-size plant')
    """
    near = round(size, 2)
    if near in _PARTS:
        return f"{_PARTS[near]}a full-size plant"
    return f"{f'{near:.2g} times' if near > 1 else f'{percent(near)} of'} a full-size plant"


def counted(number: float, one: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "year"), counted(8, "quarter")
    ('1 year', '8 quarters')
    """
    return f"{number:g} {one}{'' if number == 1 else 's'}"


def with_articles(text: str) -> str:
    """Give names of nations the article that they need in a sentence.

    Examples
    --------
    >>> with_articles("A3/1: European Union claims 2 t from United States.")
    'A3/1: The European Union claims 2 t from the United States.'
    """
    return _WITH_ARTICLE.sub(lambda found: f"{found['start']}{_article(found)} {found['name']}", text)


def _article(found: re.Match[str]) -> str:
    begins = found.start() == 0 or found["start"] == ". "
    return "The" if begins else "the"


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    Examples
    --------
    >>> listed(["Japan", "India", "France"])
    'Japan, India and France'
    """
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + "".join(words[-1:])


def rule_name(rule: str) -> str:
    """Say the name of a benefit rule, people's names with a capital.

    Examples
    --------
    >>> rule_name("kalai_smorodinsky"), rule_name("separable_costs")
    ('Kalai-Smorodinsky', 'separable costs')
    """
    people = {"shapley", "nash", "owen", "talmud"}
    if rule == "kalai_smorodinsky":
        return "Kalai-Smorodinsky"
    return rule.capitalize() if rule in people else rule.replace("_", " ")


def with_reason(evidence: str, reason: str) -> str:
    """Add a reason to what the record says anyway; the same reason is not said twice.

    Examples
    --------
    >>> with_reason("2 quarters were missed", "it answers every breach"), with_reason("40 t are owed", "40 t are owed")
    ('2 quarters were missed, as it answers every breach', '40 t are owed')
    """
    return evidence if reason == evidence else f"{evidence}, as {reason}"
