"""The key of a lane: the seller or host of a plant, the buyer or partner, and the goods."""

from __future__ import annotations

from collections.abc import Callable

from agents.world.wording import with_articles

VENTURE = "venture"
"""Last word of the goods of a lane on which a plant is bargained over, such as ``magnet venture``."""
ASIDE = "leaving the accord"
"""Goods of a lane on which the dominant supplier pays a member for leaving."""
KINDS = {"separation": "A separation plant", "magnet": "A magnet plant"}


def sides(lane: str) -> tuple[str, str, str]:
    """Read a key such as ``australia>japan:light oxide``: seller, buyer and goods."""
    seller, rest = lane.split(">")
    buyer, goods = rest.split(":")
    return seller, buyer, goods


def is_venture(lane: str) -> bool:
    """Whether a plant is bargained over."""
    return lane.endswith(f" {VENTURE}")


def is_aside(lane: str) -> bool:
    """Whether it is about leaving the accord for a payment."""
    return lane.endswith(f":{ASIDE}")


def within(title: str) -> str:
    """Put a title into the middle of a sentence."""
    return f"a {title[2:]}" if title.startswith("A ") else title


def lane_title(lane: str, name: Callable[[str], str]) -> str:
    """Name a lane in words; ``name`` gives the name of a nation."""
    seller, buyer, goods = sides(lane)
    if is_venture(lane):
        plant = KINDS[goods.split(" ")[0]]
        return with_articles(f"{plant} in {name(seller)} with {name(buyer)} as partner")
    if is_aside(lane):
        return with_articles(f"{name(seller)} leaves the accord, paid by {name(buyer)}")
    return f"{goods} from {name(seller)} to {name(buyer)}"
