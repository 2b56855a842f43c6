"""What every article owes: it says what it is, does nothing at no level, and only members pay for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

import agents.articles
from agents import metrics, plugins
from agents.articles import PRINCIPLES, RUNS, Article, article, hook, priced
from agents.model import AllianceModel
from agents.terms.text import HELD
from agents.world.accord_rules import AccordRules
from agents.world.scene import Scene
from market.chain import Quarter
from negotiation.rulebook import names
from scenarios.loader import load

MEMBERS = (1, 2, 3, 4, 5)
"""All of the small world but the dominant supplier."""
SOME = (1, 3)
CONFIDENCE = ("looked_up", "recalled", "estimate")
Array = agents.articles.Array


def lacks(name: str) -> str:
    """Say what the file of an article is missing."""
    found: Any = getattr(import_module(f"{agents.articles.__name__}.{name}"), "ARTICLE", None)
    if not isinstance(found, Article):
        return "has no ARTICLE = Article(...)"
    if found.name != name:
        return f"must hold an article called {name!r}, got {found.name!r}"
    if found.principle not in PRINCIPLES:
        return f"has the principle {found.principle!r}; it must be one of {', '.join(PRINCIPLES)}"
    if name not in plugins.names_of("articles") and (
        found.rule or name in {field.name for field in fields(AccordRules)}
    ):
        return "must be an article of its own, not one that a field of the rules of an accord holds already"
    return ""


def says_what_it_is(name: str, scene: Scene) -> str:
    """It says its title, meaning, unit, mechanism, cost and source, and the metric in which it shows."""
    one = article(name)
    silent = [part for part in ("title", "meaning", "unit", "mechanism", "cost", "source") if not getattr(one, part)]
    if silent:
        return f"ARTICLE says no {silent[0]}"
    if one.confidence not in CONFIDENCE:
        return f"its confidence must be one of {', '.join(CONFIDENCE)}, got {one.confidence!r}"
    if one.metric not in {found for file in names(metrics) for found, _ in metrics.functions(file)}:
        return f"there is no metric {one.metric!r}"
    return ""


def does_nothing_at_none(name: str, scene: Scene) -> str:
    """At level 0 it leaves the market as it is, costs nothing and holds nothing ready."""
    if article(name).rule or article(name).unit == "rule":
        return ""
    quarter = scene.books.working()
    for verb in ("act", "ahead"):
        if act := hook(name, verb):
            there, here = (scene.clear(one).price for one in (act(scene, quarter, MEMBERS, 0.0), quarter))
            if not np.allclose(there, here, rtol=1e-6, atol=1e-6):
                return f"{verb} at level 0 moves prices by up to {np.abs(there - here).max():g} USD/kg"
    for verb in ("cost", "standby"):
        if (found := hook(name, verb)) and np.any(found(scene.books, MEMBERS, 0.0)):
            return f"{verb} at level 0 is not 0"
    return ""


def acts_in_the_market(name: str, scene: Scene) -> str:
    """At its highest level it gives a market that clears at finite prices, and changes no figure that it is given."""
    one, quarter = article(name), scene.books.working()
    if one.rule or one.unit == "rule":
        return ""
    before = repr(quarter)
    for verb in ("act", "ahead"):
        if act := hook(name, verb):
            found = act(scene, quarter, MEMBERS, one.high)
            if not isinstance(found, Quarter):
                return f"{verb} must give a Quarter, got {type(found).__name__}"
            if not np.isfinite(scene.clear(found).price).all():
                return f"{verb} at level {one.high:g} gives prices that are no numbers"
    shape = scene.books.base.capacity.shape
    if (ready := hook(name, "standby")) and np.shape(ready(scene.books, MEMBERS, one.high)) != shape:
        return f"standby must give {shape} (nations, conversions, materials)"
    return (
        "" if repr(quarter) == before else "it changes the market that it is given; use dataclasses.replace and copies"
    )


def charges_members_only(name: str, scene: Scene) -> str:
    """Only members pay for it."""
    paid = hook(name, "cost")
    if paid is None:
        return ""
    each: Array = np.asarray(paid(scene.books, SOME, article(name).high))
    nations = scene.books.shape.nations
    if each.shape != (nations,):
        return f"cost must give one number for each of {nations} nations, got {each.shape}"
    others = np.delete(each, SOME)
    return f"nations that are no members pay {others.max():g} USD m a year" if others.any() else ""


def can_be_bargained(name: str, scene: Scene) -> str:
    """If more than one level is on the table, a run of the market can say what it is worth."""
    one = article(name)
    if len(one.levels) < 2 or one.unit == "rule" or name in HELD or priced(name):
        return ""
    return f"it lists {len(one.levels)} levels, but has none of {', '.join(RUNS)} by which a summit could price them"


def _scenes(rng: np.random.Generator) -> Iterator[Scene]:
    yield _scene()


@cache
def _scene() -> Scene:
    """The market of the small world in its first year."""
    model = AllianceModel(load("small"), "accord", seed=3)
    model.brief()
    return Scene(books=model.books, clear=model.clear, price=model.spot.price)


PROMISES = (
    (says_what_it_is, _scenes),
    (does_nothing_at_none, _scenes),
    (acts_in_the_market, _scenes),
    (charges_members_only, _scenes),
    (can_be_bargained, _scenes),
)
