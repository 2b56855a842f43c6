"""The path that nations take if no accord comes: what each would build, stock and support alone in the coming years.

It is the outside option that an accord is measured against. Governments and investors decide in it as they do in the
actual year, by the same code and on their own beliefs, in calm markets.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np

from agents.articles import LOOK_AHEAD
from agents.state import State
from agents.world.books import Books, Project
from agents.world.events import Log
from agents.world.streams import stream
from agents.worth.valuation import Appraiser
from agents.year import investment, levers


def outlook(state: State) -> Appraiser:
    """Look ahead on the unilateral path from the present state; worked out once a year.

    Returns
    -------
    An appraiser whose market already holds, at the horizon of plans, everything that governments and investors would
    decide alone in the coming years, just as an accord's valuation holds its plants.
    """
    if state.appraiser.alone is None:
        books = walk(state, LOOK_AHEAD)
        state.appraiser.alone = state.look_ahead(books)
    return state.appraiser.alone


def walk(state: State, years: int) -> Books:
    """Let nations decide alone for some years, and return today's books with what they would have decided.

    The state is not changed. Plants count as open at the horizon however long they take, since the plants of an accord
    are valued there as well.
    """
    twin, opened = _alone(state), []
    investment.enter(twin)
    for _ in range(years):
        opened += _pass_a_year(twin)
    known = {id(project) for project in state.books.projects}
    begun = [project for project in opened + twin.books.projects if id(project) not in known]
    horizon = state.now + LOOK_AHEAD
    coming = [replace(one, opens=min(one.opens, horizon)) for one in state.books.projects + begun]
    return replace(state.books, projects=coming, stock=twin.books.stock, supported=twin.books.supported)


def _alone(state: State) -> State:
    """A copy of the state in which every nation is alone, and which leaves no trace."""
    twin = state.copy(
        regime="unilateral",
        accord=None,
        awaited=None,
        captured={},
        books=replace(state.books, projects=list(state.books.projects), supported=state.books.supported.copy()),
        nations=[copy(nation) for nation in state.nations],
        log=Log(state.keys, state.setting.start_year),
    )
    return twin.clear_desk()


def _pass_a_year(twin: State) -> list[Project]:
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
    investment.enter(twin)
    return opened
