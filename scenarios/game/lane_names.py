"""What a lane's key says: who sells, or hosts a plant, who buys, or is its partner, and what it is about."""

from __future__ import annotations

from collections.abc import Callable

from agents.saying import with_articles

VENTURE = "venture"
"""Last word of the goods of a lane on which a plant is bargained over, such as ``magnet venture``."""
KINDS = {"separation": "A separation plant", "magnet": "A magnet plant"}


def sides(lane: str) -> tuple[str, str, str]:
    """Read a key such as ``australia>japan:light oxide``: seller, buyer and goods."""
    seller, rest = lane.split(">")
    buyer, goods = rest.split(":")
    return seller, buyer, goods


def is_venture(lane: str) -> bool:
    """Whether a plant is bargained over."""
    return lane.endswith(f" {VENTURE}")


def lane_title(lane: str, name: Callable[[str], str]) -> str:
    """Name a lane in words; ``name`` gives the name of a nation."""
    seller, buyer, goods = sides(lane)
    if is_venture(lane):
        plant = KINDS[goods.split(" ")[0]]
        return with_articles(f"{plant} in {name(seller)} with {name(buyer)} as partner")
    return f"{goods} from {name(seller)} to {name(buyer)}"
