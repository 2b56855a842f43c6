"""How private buyers, traders and smugglers behave: the rules of `year/private_stocks.py` and `world/smuggling.py`."""

from __future__ import annotations

from typing import Annotated

from pydantic.dataclasses import dataclass

from agents.world.limits import STRICT, number, switch


@dataclass(frozen=True, kw_only=True, config=STRICT)
class PrivateStocks:
    """How much oxide and how many magnets buyers and traders hold, fear to lack and bet on."""

    held: Annotated[
        bool,
        switch("Buyers and traders hold stocks, fill them in fear and sell them off later. Off: they hold none."),
    ] = False
    cover: Annotated[float, number("quarters", 0, 4, "Use that they cover in calm times.")] = 0.5
    fear: Annotated[
        float, number("quarters", 0, 8, "Further use that they want covered when all imports are withheld.")
    ] = 2.0
    chase: Annotated[
        float, number("quarters", 0, 8, "Further use that they want covered for each doubling of price they expect.")
    ] = 0.5
    notice: Annotated[
        float, number("doublings a quarter", 0, 1, "Expected rise or fall of prices that they take for noise.")
    ] = 0.1
    haste: Annotated[
        float, number("share", 0, 5, "By how much they outbid the price they expect when all imports are withheld.")
    ] = 1.0
    memory: Annotated[
        float, number("share", 0, 1, "Weight of earlier quarters in the rise of prices that they expect.")
    ] = 0.5
    fade: Annotated[float, number("share a quarter", 0, 1, "Alarm left a quarter after the last bad news.")] = 0.8
    speed: Annotated[float, number("share a quarter", 0, 1, "Part of the way to the stock they want that they go.")] = (
        0.5
    )
    regret: Annotated[
        float, number("share", 0, 1, "Price at which they begin to sell off, share of the one they saw or expect.")
    ] = 0.6
    hearsay: Annotated[
        float, number("share", 0, 1, "Alarm of those whom a restriction spares, share of the alarm of those it hits.")
    ] = 0.5


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Smuggling:
    """What leaves the dominant supplier without a licence while it limits exports."""

    share: Annotated[
        float, number("share", 0, 1, "Most that can be smuggled, share of its usual exports; 0 is nothing.")
    ] = 0.0
    cost: Annotated[float, number("share", 0, 5, "Cost of smuggling a kilogram, share of its reference price.")] = 0.3
