"""Injects of a facilitator, kind by kind: the questions about each, its effect, and the press report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agents.players.orders import NewPlant
from agents.world.nature import Kind as ShockKind
from agents.world.nature import Shock
from agents.world.setting import END_USES
from agents.world.wording import percent
from scenarios.game.lane_names import lane_title
from scenarios.game.offer import Offer
from scenarios.game.refusal import Refused, near
from scenarios.game.state import ALL, GameState, Inject

if TYPE_CHECKING:
    from scenarios.game.board import Board

Told = Callable[[GameState, "Board", dict[str, Any]], str]
Menu = Callable[[GameState, "Board"], list[tuple[Any, str]]]
PLANTS = ("mine", "separation", "magnet", "recycling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is asked about an inject: the word of the move, the field on the page, and what it may be."""

    label: str
    menu: Menu
    """What a page offers: value and words."""
    usual: Any = None
    """What it is where nobody says; None for the first of the menu."""
    most: float = 0.0
    """A number is at most so large; 0 where it is no number."""
    nothing: str = ""
    """What is said where the menu is empty."""

    def number(self, name: str, words: Mapping[str, Any]) -> Any:
        """Read a number within its bounds: a share above 0, or a count from 1."""
        value = words.get(name, self.usual)
        if isinstance(self.usual, float) and not 0 < value <= self.most:
            raise Refused(f"The size of this inject is a share above 0 and at most {self.most:g}, got {value:g}.")
        if isinstance(self.usual, int) and not 1 <= value <= self.most:
            raise Refused(_WHOLE[name].format(most=self.most, value=value))
        return value


_WHOLE = {
    "quarters": "An inject lasts 1 to {most:g} quarters, got {value}.",
    "quarter": "It starts in quarter 1 to {most:g} of the year, got {value}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of inject: what is asked about it, and what the press says."""

    fields: Mapping[str, Field]
    news: Told
    """Writes the news; refuses targets that do not exist."""
    advice: str
    """When it teaches something."""

    def check(self, state: GameState, board: Board, words: Mapping[str, Any]) -> dict[str, Any]:
        """Complete the words of a move, or refuse them."""
        full = dict(words)
        for name, field in self.fields.items():
            if field.most:
                full[name] = field.number(name, words)
        return full | {"news": self.news(state, board, full)}


def _ban(state: GameState, board: Board, words: dict[str, Any]) -> str:
    target = words.setdefault("target", "")
    if target and target not in state.seats:
        guess = near(target, state.seats)
        raise Refused(f"An export ban is aimed at a nation or, left empty, at all; got {target!r}.{guess}")
    if target == board.dominant:
        raise Refused(f"{board.name(target)} is the one that restricts exports; name another nation, or none.")
    at_whom = f"to {board.name(target)}" if target else "to all others"
    what = "stops exports" if target else f"withholds {percent(words['size'])} of its usual exports"
    return f"{board.name(board.dominant)} {what} of oxide and magnets {at_whom} for {words['quarters']} quarters."


def _accident(state: GameState, board: Board, words: dict[str, Any]) -> str:
    target = words.get("target", "")
    if target not in board.mines:
        raise Refused(f"No mine is called {target!r}; there are {', '.join(board.mines)}.{near(target, board.mines)}")
    where = f"{target} in {board.name(board.mines[target])}"
    return f"An accident at {where} stops {percent(words['size'])} of its output for {words['quarters']} quarters."


def _plant(state: GameState, board: Board, words: dict[str, Any]) -> str:
    target, kind = words.get("target", ""), words.setdefault("plant", PLANTS[1])
    if target not in state.seats:
        raise Refused(f"A new plant stands in a nation, got {target!r}.{near(target, state.seats)}")
    if kind not in PLANTS:
        raise Refused(f"A plant is one of {', '.join(PLANTS)}, got {kind!r}.")
    size = percent(words["size"])
    return f"A new {kind} plant of {size} of the usual size will open in {board.name(target)} next year."


def _surge(state: GameState, board: Board, words: dict[str, Any]) -> str:
    target = words.get("target", "")
    if target not in END_USES:
        raise Refused(f"Demand surges in one of {', '.join(END_USES)}, got {target!r}.{near(target, END_USES)}")
    return f"Demand for {target} rises by {percent(words['size'])} for {words['quarters']} quarters."


def _leak(state: GameState, board: Board, words: dict[str, Any]) -> str:
    item = words.setdefault("item", 0)
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
    return f"The press has got hold of it: {says}."


def _nations(state: GameState, board: Board) -> list[tuple[Any, str]]:
    return [(seat.key, seat.name) for seat in state.seats.values()]


def _banned(state: GameState, board: Board) -> list[tuple[Any, str]]:
    return [("", "all nations"), *(pair for pair in _nations(state, board) if pair[0] != board.dominant)]


def _private(state: GameState, board: Board) -> list[tuple[Any, str]]:
    """List what the press could get hold of: offers of the round and private words, the newest first."""

    def title(one: Offer) -> str:
        between = f"{board.name(one.maker)} to {board.name(one.other)}"
        return f"offer {one.id}: {between}, {lane_title(one.lane, board.name)}"

    offers = [(one.id, title(one)) for one in state.offers.values() if one.round == state.round]
    words = [
        (one.id, f"{board.name(one.maker)} to {board.name(one.to)}: {one.text[:60]}")
        for one in state.words
        if one.to != ALL and not one.leaked
    ]
    return sorted([*offers, *words], reverse=True)


def _mines(state: GameState, board: Board) -> list[tuple[Any, str]]:
    return [(mine, mine) for mine in board.mines]


def _fixed(values: Iterable[Any], say: Callable[[Any], str] = str) -> Menu:
    pairs = [(value, say(value)) for value in values]

    def menu(state: GameState, board: Board) -> list[tuple[Any, str]]:
        return pairs

    return menu


def _size(label: str, sizes: tuple[float, ...], usual: float, most: float) -> Field:
    return Field(label=label, menu=_fixed(sizes, percent), usual=usual, most=most)


def _lasts(usual: int) -> dict[str, Field]:
    return {
        "quarters": Field(label="Lasts, quarters", menu=_fixed((1, 2, 3, 4, 6, 8, 12)), usual=usual, most=40),
        "quarter": Field(label="From quarter", menu=_fixed((1, 2, 3, 4)), usual=1, most=4),
    }


KINDS: Mapping[str, Kind] = {
    "export ban": Kind(
        news=_ban,
        fields={
            "target": Field(label="Aimed at", menu=_banned),
            "size": _size("Share of exports withheld", (0.2, 0.4, 0.6, 0.8, 0.9, 1.0), 0.6, 1.0),
            **_lasts(4),
        },
        advice="When an accord feels safe and idle: is an attack on one one on all? Not twice on the same nation.",
    ),
    "mine accident": Kind(
        news=_accident,
        fields={
            "target": Field(label="Mine", menu=_mines),
            "size": _size("Share of its output stopped", (0.3, 0.5, 0.7, 0.9, 1.0), 0.7, 1.0),
            **_lasts(2),
        },
        advice="When promises are signed lightly: it tests patience. Not in the year of an embargo.",
    ),
    "new plant": Kind(
        news=_plant,
        fields={
            "target": Field(label="Nation", menu=_nations),
            "plant": Field(label="Plant", menu=_fixed(PLANTS), usual=PLANTS[1]),
            "size": _size("Size against the usual", (0.5, 1.0, 1.5, 2.0), 1.0, 2.0),
        },
        advice="When one refiner holds everybody to ransom. Not in the last two rounds: it opens a year later.",
    ),
    "demand surge": Kind(
        news=_surge,
        fields={
            "target": Field(label="Use", menu=_fixed(END_USES, lambda use: use.replace("_", " "))),
            "size": _size("Demand rises by", (0.1, 0.25, 0.5, 1.0, 2.0), 0.25, 3.0),
            **_lasts(4),
        },
        advice="When all agree with all: it splits buyers from sellers. Not with beginners.",
    ),
    "press leak": Kind(
        news=_leak,
        fields={
            "item": Field(
                label="Message or offer",
                menu=_private,
                nothing="Nothing private has been said or offered in this round yet.",
            ),
        },
        advice="When two settle everything and the others watch. Not in the first round, and not to shame a person.",
    ),
}
"""Kinds of inject, each with all that is asked about it; moves are checked and pages drawn by this."""
WORDS: Mapping[str, type] = {"target": str, "size": float, "quarters": int, "quarter": int, "plant": str, "item": int}
"""Words that the move may have, over all kinds."""


def leak(state: GameState, item: int) -> None:
    """Show all what two had between themselves."""
    state.words = [replace(said, leaked=True) if said.id == item else said for said in state.words]


def shock(inject: Inject, mines: tuple[str, ...], owners: tuple[str, ...]) -> Shock | None:
    """Turn an inject into a shock of nature's; None where it is none."""
    words = dict(inject.words)
    kinds: dict[str, ShockKind] = {
        "export ban": "export ban",
        "mine accident": "mine outage",
        "demand surge": "demand surge",
    }
    if inject.kind not in kinds:
        return None
    target, mine = words["target"], -1
    if inject.kind == "mine accident":
        mine = mines.index(target)
        target = owners[mine]
    start = 4 * (inject.round - 1) + words["quarter"] - 1
    return Shock(
        kind=kinds[inject.kind], start=start, quarters=words["quarters"], size=words["size"], target=target, mine=mine
    )


def plant(inject: Inject, keys: tuple[str, ...]) -> NewPlant | None:
    """Turn an inject into a plant; None where it is none."""
    words = dict(inject.words)
    if inject.kind != "new plant":
        return None
    return NewPlant(nation=keys.index(words["target"]), kind=words["plant"], size=words["size"])
