"""What arcs there are in the market of a quarter, and what the rent of each is booked as."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class ArcKind(IntEnum):
    """What an arc carries, in the order in which arcs are listed."""

    TRADE = 0
    """From own output, or an export hub, to a home market abroad."""
    HOME = 1
    """From own output to the home market."""
    LICENCE = 2
    """From own output to the export hub, as far as a quota goes."""
    SMUGGLING = 3
    """The same past the quota."""
    PLANT = 4
    """A conversion, from a home market to own output of the next stage."""
    RECYCLING = 5
    """Oxide out of scrap."""
    DEMAND = 6
    """Final use of magnets."""
    SHORTAGE = 7
    """Use that goes unserved at the price at which it does."""
    RELEASE = 8
    """Out of public stocks."""
    PURCHASE = 9
    """Into public stocks."""
    DUMP_OWN = 10
    """Own output that nobody takes."""
    DUMP_HOME = 11
    """Goods at home that nobody takes."""
    SHORTFALL = 12
    """Promised tonnes that a seller does not have."""
    RETURNED = 13
    """Promised tonnes that fail to arrive."""
    MINE = 14
    """Ore of both materials out of the ground."""
    HOARD = 15
    """Into private stocks."""
    UNLOAD = 16
    """Out of private stocks."""
    DEAR_PLANT = 17
    """A conversion by the plants that cost more to run."""

    def __str__(self) -> str:
        """Say it as people do."""
        return self.name.lower().replace("_", " ")


class Account(IntEnum):
    """What the rent of an arc is booked as."""

    CONSUMER = 0
    MINE = 1
    MAKING = 2
    RECYCLING = 3
    TRADE = 4
    QUOTA = 5
    ASIDE = 6
    """Money that changes hands, worked out by price."""


_BOOKED = {
    ArcKind.TRADE: Account.TRADE,
    ArcKind.HOME: Account.TRADE,
    ArcKind.LICENCE: Account.QUOTA,
    ArcKind.SMUGGLING: Account.TRADE,
    ArcKind.PLANT: Account.MAKING,
    ArcKind.RECYCLING: Account.RECYCLING,
    ArcKind.DEMAND: Account.CONSUMER,
    ArcKind.SHORTAGE: Account.CONSUMER,
    ArcKind.RELEASE: Account.ASIDE,
    ArcKind.PURCHASE: Account.ASIDE,
    ArcKind.DUMP_OWN: Account.TRADE,
    ArcKind.DUMP_HOME: Account.TRADE,
    ArcKind.SHORTFALL: Account.ASIDE,
    ArcKind.RETURNED: Account.ASIDE,
    ArcKind.MINE: Account.MINE,
    ArcKind.HOARD: Account.ASIDE,
    ArcKind.UNLOAD: Account.ASIDE,
    ArcKind.DEAR_PLANT: Account.MAKING,
}
ACCOUNT_OF = np.array([_BOOKED[kind] for kind in ArcKind])
"""Shape (kinds,): the account of each kind of arc."""
