"""A lane: seller, buyer and good."""

from __future__ import annotations

from dataclasses import dataclass

from agents.world.setting import MATERIALS, STAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A good that one nation could sell to another under an agreement."""

    seller: int
    buyer: int
    stage: int
    material: int
    tonnes: float
    """Most tonnes that the pair would contract, t/yr."""
    waits: int
    """Years until the seller has the tonnes to spare."""
    score: float
    """USD m/yr that the tonnes are worth to the buyer in crisis; pairs with the highest sit first."""

    @property
    def pair(self) -> tuple[int, int]:
        """Seller and buyer."""
        return self.seller, self.buyer

    def describe(self, names: tuple[str, ...]) -> str:
        """Name the lane in words."""
        return f"{MATERIALS[self.material]} {STAGES[self.stage]} from {names[self.seller]} to {names[self.buyer]}"
