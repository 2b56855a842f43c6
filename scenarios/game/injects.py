"""What a facilitator may let happen, kind by kind: what is asked for, what strikes, and what the press says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agents.nature import Shock
from agents.orders import NewPlant
from agents.saying import percent
from agents.setting import END_USES
from scenarios.game.lane_names import lane_title
from scenarios.game.refusal import Refused, near
from scenarios.game.state import GameState, Inject

if TYPE_CHECKING:
    from scenarios.game.board import Board

Check = Callable[[GameState, "Board", dict[str, Any]], dict[str, Any]]
PLANTS = ("mine", "separation", "magnet", "recycling")


def _ban(state: GameState, board: Board, words: dict[str, Any]) -> dict[str, Any]:
    target = words.get("target", "")
    if target and target not in state.seats:
        guess = near(target, state.seats)
        raise Refused(f"An export ban is aimed at a nation or, left empty, at all; got {target!r}.{guess}")
    if target == board.dominant:
        raise Refused(f"{board.name(target)} is the one that restricts exports; name another nation, or none.")
    size, when = _size(words, 0.6, 1.0), _time(words, 4)
    at_whom = f"to {board.name(target)}" if target else "to all others"
    what = "stops exports" if target else f"withholds {percent(size)} of its usual exports"
    news = f"{board.name(board.dominant)} {what} of oxide and magnets {at_whom} for {when['quarters']} quarters."
    return words | when | {"target": target, "size": size, "news": news}


def _accident(state: GameState, board: Board, words: dict[str, Any]) -> dict[str, Any]:
    target = words.get("target", "")
    if target not in board.mines:
        raise Refused(f"No mine is called {target!r}; there are {', '.join(board.mines)}.{near(target, board.mines)}")
    size, when = _size(words, 0.7, 1.0), _time(words, 2)
    where = f"{target} in {board.name(board.mines[target])}"
    news = f"An accident at {where} stops {percent(size)} of its output for {when['quarters']} quarters."
    return words | when | {"target": target, "size": size, "news": news}


def _plant(state: GameState, board: Board, words: dict[str, Any]) -> dict[str, Any]:
    target, kind = words.get("target", ""), words.get("plant", "separation")
    if target not in state.seats:
        raise Refused(f"A new plant stands in a nation, got {target!r}.{near(target, state.seats)}")
    if kind not in PLANTS:
        raise Refused(f"A plant is one of {', '.join(PLANTS)}, got {kind!r}.")
    size = _size(words, 1.0, 2.0)
    news = f"A new {kind} plant of {percent(size)} of the usual size will open in {board.name(target)} next year."
    return words | {"target": target, "plant": kind, "size": size, "news": news}


def _surge(state: GameState, board: Board, words: dict[str, Any]) -> dict[str, Any]:
    target = words.get("target", "")
    if target not in END_USES:
        raise Refused(f"Demand surges in one of {', '.join(END_USES)}, got {target!r}.{near(target, END_USES)}")
    size, when = _size(words, 0.25, 3.0), _time(words, 4)
    news = f"Demand for {target} rises by {percent(size)} for {when['quarters']} quarters."
    return words | when | {"target": target, "size": size, "news": news}


def _leak(state: GameState, board: Board, words: dict[str, Any]) -> dict[str, Any]:
    item = words.get("item", 0)
    if item in state.offers:
        offer = state.offers[item]
        terms = ", ".join(f"{name} {offer.said_of(name)}" for name, _ in offer.terms)
        title = lane_title(offer.lane, board.name)
        says = f"{board.name(offer.maker)} offers {board.name(offer.other)} on {title}: {terms}"
    else:
        said = next((said for said in state.words if said.id == item), None)
        if said is None:
            raise Refused(f"The press can leak a message or an offer by its number; there is none with number {item}.")
        says = f"{board.name(said.maker)} to {board.name(said.to)}: “{said.text}”"
    return words | {"item": item, "news": f"The press has got hold of it: {says}."}


KINDS: Mapping[str, Check] = {
    "export ban": _ban,
    "mine accident": _accident,
    "new plant": _plant,
    "demand surge": _surge,
    "press leak": _leak,
}
"""Kinds of inject; each check completes the words or refuses them."""


def _size(words: Mapping[str, Any], usual: float, most: float) -> float:
    size = float(words.get("size", usual))
    if not 0 < size <= most:
        raise Refused(f"The size of this inject is a share above 0 and at most {most:g}, got {size:g}.")
    return size


def _time(words: Mapping[str, Any], usual: int) -> dict[str, int]:
    quarters, quarter = words.get("quarters", usual), words.get("quarter", 1)
    if not 1 <= quarters <= 40:
        raise Refused(f"An inject lasts 1 to 40 quarters, got {quarters}.")
    if not 1 <= quarter <= 4:
        raise Refused(f"It starts in quarter 1 to 4 of the year, got {quarter}.")
    return {"quarters": quarters, "quarter": quarter}


def leak(state: GameState, item: int) -> None:
    """Show all what two had between themselves."""
    state.words = [replace(said, leaked=True) if said.id == item else said for said in state.words]


def shock(inject: Inject, mines: tuple[str, ...], owners: tuple[str, ...]) -> Shock | None:
    """Turn an inject into a shock of nature's; None where it is none."""
    words = dict(inject.words)
    kinds = {"export ban": "export ban", "mine accident": "mine outage", "demand surge": "demand surge"}
    if inject.kind not in kinds:
        return None
    target, mine = words["target"], -1
    if inject.kind == "mine accident":
        mine = mines.index(target)
        target = owners[mine]
    start = 4 * (inject.round - 1) + words["quarter"] - 1
    return Shock(kind=kinds[inject.kind], start=start, quarters=words["quarters"], size=words["size"], target=target,
                 mine=mine)


def plant(inject: Inject, keys: tuple[str, ...]) -> NewPlant | None:
    """Turn an inject into a plant; None where it is none."""
    words = dict(inject.words)
    if inject.kind != "new plant":
        return None
    return NewPlant(nation=keys.index(words["target"]), kind=words["plant"], size=words["size"])
