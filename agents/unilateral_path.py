"""The path that nations take if no accord comes: what each would build, stock and support alone in the coming years.

It is the outside option that an accord is measured against. Governments and investors decide in it as they do in the
year that is lived, by the same code and on their own beliefs, in calm markets.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from agents import investing, levers, orders
from agents.articles import LOOK_AHEAD
from agents.beside import beside
from agents.books import Books, Project
from agents.events import Log
from agents.setting import END_USES
from agents.streams import stream
from agents.valuation import Appraiser
from agents.yearbook import Yearbook

if TYPE_CHECKING:
    from agents.model import AllianceModel


def outlook(model: AllianceModel) -> Appraiser:
    """Look ahead on the unilateral path from the present state; worked out once a year.

    Returns
    -------
    An appraiser in whose market all that governments and investors would decide alone in the coming years already
    stands at the horizon of plans, as the plants of an accord do in its valuation.
    """
    if model.appraiser.alone is None:
        books = walk(model, LOOK_AHEAD)
        model.appraiser.alone = model.look_ahead(books)
    return model.appraiser.alone


def walk(model: AllianceModel, years: int) -> Books:
    """Let nations decide alone for some years, and return today's books with what they would have decided.

    The model is not touched. Plants count as open at the horizon however long they take, since the plants of an accord
    are valued there as well.
    """
    twin, opened = _alone(model), []
    investing.enter(twin)
    for _ in range(years):
        opened += _pass_a_year(twin)
    known = {id(project) for project in model.books.projects}
    begun = [project for project in opened + twin.books.projects if id(project) not in known]
    horizon = model.now + LOOK_AHEAD
    coming = [replace(one, opens=min(one.opens, horizon)) for one in model.books.projects + begun]
    return replace(model.books, projects=coming, stock=twin.books.stock, supported=twin.books.supported)


def _alone(model: AllianceModel) -> AllianceModel:
    """The same world beside the model, in which nobody meets anybody, and which leaves no trace."""
    twin = beside(model)
    twin.regime, twin.accord, twin.awaited, twin.captured = "unilateral", None, None, {}
    twin.books = replace(model.books, projects=list(model.books.projects), supported=model.books.supported.copy())
    twin.nations = [copy(nation) for nation in model.nations]
    twin.log, twin.restricted, twin.handed = Log(model.keys, model.setting.start_year), set(), orders.NOTHING
    twin.book = Yearbook(model.year, len(model.keys), len(END_USES), len(model.books.base.mine_capacity))
    return twin


def _pass_a_year(twin: AllianceModel) -> list[Project]:
    """Let a calm year pass in which governments and investors decide for themselves; list the plants that opened."""
    twin.now += 1
    twin.books.grow()
    opened = twin.books.finish(twin.now)
    twin.purchase = np.zeros_like(twin.purchase)
    twin.appraiser = twin.look_ahead()
    for number, nation in enumerate(twin.nations):
        nation.earn()
        rng = stream("levers", twin.seed, twin.replication, twin.now, number)
        levers.apply(twin, nation, twin.ask(number, levers.view_of(twin, nation), rng))
    twin.books.stock = twin.books.stock + twin.purchase[:, 1]
    investing.enter(twin)
    return opened
