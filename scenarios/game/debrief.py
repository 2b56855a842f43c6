"""The debrief: time line, promises kept and broken, three turning points, scores and questions."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

from scenarios.game.axes import axes
from scenarios.game.lane_names import lane_title, within
from scenarios.game.looking import common, offer_view
from scenarios.game.rivals import ALONE, BY_AI
from scenarios.game.sights import DebriefSight, Kept, Moment, Score

if TYPE_CHECKING:
    from scenarios.game.game import Game

TOLD = ("accord", "accession", "exit", "shock", "breach", "ruling", "settlement", "agreement", "suspension")
WEIGHT = {"accord": 3.0, "exit": 3.0, "breach": 2.0, "shock": 2.0, "ruling": 1.5, "suspension": 1.5, "agreement": 1.0}
"""How much an event turns a game, before the year's own swing is counted."""
MOST_FORKS = 8


def debrief(game: Game) -> DebriefSight:
    """Gather it from the log, the market and the two runs that it is held against."""
    state, board = game.state, game.shown
    shown = common(game, "")
    offers = tuple(offer_view(game, offer, "") for offer in state.offers.values())
    chapters = [game.rules.chapter(number) for number in range(1, state.round + 1)]
    return DebriefSight(
        common=shown,
        moments=moments(game),
        kept=tuple(
            Kept(nation=key, name=board.name(key), year=year, promised=promised, delivered=delivered)
            for year, by in board.kept
            for key, (promised, delivered) in by.items()
            if promised > 0
        ),
        turning_points=turning_points(game),
        scores=tuple(_score(game, key) for key in state.seats),
        questions=(*(chapter.question for chapter in chapters if chapter), *_questions(game)),
        points=tuple(chapter.point for chapter in chapters if chapter),
        pins=tuple((pin.round, pin.phase, pin.text) for pin in state.pins),
        offers=offers,
        promises=board.promises,
        cases=board.cases,
        axes={key: axes(game, key) for key in state.seats},
        forks=_forks(game),
    )


def moments(game: Game) -> tuple[Moment, ...]:
    """Tell what people did and what the world did, year by year."""
    state, board, start = game.state, game.shown, game.setting.start_year
    found = []
    for offer in state.offers.values():
        if offer.state in ("accepted", "refused", "withdrawn", "expired"):
            goods = within(lane_title(offer.lane, board.name))
            end = "never answered" if offer.state == "expired" else offer.state
            # That time was over is said by the end itself.
            why = f" ({offer.reason.rstrip('.')})" if offer.reason and offer.state != "expired" else ""
            told = f"{board.name(offer.maker)} to {board.name(offer.other)} on {goods}: {end}{why}."
            found.append(
                Moment(
                    round=offer.round,
                    year=start + offer.round - 1,
                    kind=f"offer {offer.state}",
                    text=told,
                    actors=(offer.maker, offer.other),
                    offer=offer.id,
                )
            )
    found += [
        Moment(round=inject.round, year=start + inject.round - 1, kind="inject", text=inject.news)
        for inject in state.injects
    ]
    found += [
        Moment(round=event.year - start + 1, year=event.year, kind=event.kind, text=event.text, actors=event.actors)
        for event in board.events
        if event.kind in TOLD
    ]
    return tuple(sorted(found, key=lambda moment: moment.round))


def turning_points(game: Game) -> tuple[Moment, ...]:
    """Name three moments: the weightiest events of the years in which all utilities together swung most."""
    totals: dict[int, float] = {}
    for series in game.shown.by_nation.values():
        for year, value in series["utility"]:
            totals[year] = totals.get(year, 0.0) + value
    years = sorted(totals)
    swing = {year: abs(totals[year] - totals[before]) for before, year in pairwise(years)}
    most = max(swing.values(), default=0.0) or 1.0
    weighed = [
        (WEIGHT[moment.kind] * (0.5 + swing.get(moment.year, 0.0) / most), moment)
        for moment in moments(game)
        if moment.kind in WEIGHT
    ]
    chosen: list[Moment] = []
    for _, moment in sorted(weighed, key=lambda pair: -pair[0]):
        if len(chosen) < 3 and all((moment.year, moment.kind) != (one.year, one.kind) for one in chosen):
            chosen.append(moment)
    return tuple(sorted(chosen, key=lambda moment: moment.year))


def _score(game: Game, nation: str) -> Score:
    mine = [value for _, value in game.shown.by_nation[nation]["utility"]]
    seat, lived = game.state.seats[nation], len(mine)
    known = lived > 0 and game.rivals.known(lived)
    alone = sum(game.rivals.utility(ALONE, nation, lived)) if known else None
    by_ai = sum(game.rivals.utility(BY_AI, nation, lived)) if known else None
    total = sum(mine)
    text = "This is being worked out."
    if alone is not None and by_ai is not None:
        text = (
            f"{seat.name} came out {total - alone:+,.0f} USD m against everybody alone, and {total - by_ai:+,.0f} "
            f"against everybody left to the AI, over {lived} year{'' if lived == 1 else 's'} of the same shocks."
        )
    return Score(
        nation=nation, name=seat.name, people=tuple(seat.people), total=total, alone=alone, by_ai=by_ai, text=text
    )


def _questions(game: Game) -> tuple[str, ...]:
    """Ask what this very game gives reason to ask."""
    state, board = game.state, game.shown
    asked = []
    broken = [one for one in board.promises if one.breaches]
    if broken:
        worst = max(broken, key=lambda one: one.breaches)
        asked.append(
            f"{worst.name} between {board.name(worst.seller)} and {board.name(worst.buyer)} was missed in "
            f"{worst.breaches} quarters. Did the seller gain by it, and who took note?"
        )
    refused = [offer for offer in state.offers.values() if offer.state in ("refused", "expired")]
    if refused:
        asked.append(f"{len(refused)} offers were refused or never answered. Which one would you take today?")
    if board.regime == "accord":
        asked.append(
            f"{board.accord.name} has {len(board.accord.members)} members now. Who gained from it without "
            "paying, and what would have brought them in?"
            if board.accord.members
            else "No accord is in force. Whose no was it, and what would have changed it?"
        )
    return tuple(asked)


def _forks(game: Game) -> tuple[tuple[str, str], ...]:
    """List what-ifs that suggest themselves, the offers that came nearest first."""
    state, found = game.state, []
    lived = game.lived
    for offer in state.offers.values():
        if offer.round > lived or offer.state == "countered":
            continue
        what = "refuse" if offer.state == "accepted" else "accept"
        name = game.shown.name(offer.other)
        change = json.dumps({"round": offer.round, what: offer.id})
        found.append((change, f"What if {name} had {what}{'d' if what == 'refuse' else 'ed'} offer {offer.id}?"))
    found += [
        (json.dumps({"round": number, "alone": True}), f"What if all had gone alone in round {number}?")
        for number in range(1, lived + 1)
    ]
    return tuple(found[-MOST_FORKS:])
