"""The map of the world's resources and capabilities: nation files side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenarios.files.figures import CONFIDENCE, Figure
from scenarios.files.nations import NationFile, read

SIGNS = {"looked_up": "", "recalled": "'", "estimate": "~"}
"""Put after a figure, by confidence."""
LEGEND = "No sign: looked up in a stored text.  ': recalled.  ~: estimate, with the reason in the nation's file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One thing that nations have more or less of."""

    key: str
    heading: str
    unit: str
    path: str
    """Figures that are added; ``*`` stands for any name, and ``facts.`` begins what stands outside a setting."""
    scale: float = 1.0
    """Figures are divided by this."""
    digits: int = 0
    total: bool = True
    """Whether a sum over nations has a meaning."""


COLUMNS = (
    Column(key="reserves", heading="Reserves", unit="Mt REO", path="facts.reserves", scale=1e6, digits=2),
    Column(key="mine_output", heading="Mined", unit="t REO/yr", path="facts.mine_output"),
    Column(key="separation_light", heading="Light\nseparation", unit="t/yr", path="separation.capacity.light"),
    Column(key="separation_heavy", heading="Heavy\nseparation", unit="t/yr", path="separation.capacity.heavy"),
    Column(key="magnets", heading="Magnets", unit="t NdFeB/yr", path="facts.magnet_output"),
    Column(key="recycling", heading="Recycling", unit="t/yr", path="recycling.capacity.*"),
    Column(key="demand", heading="Final use", unit="t/yr", path="facts.magnet_final_demand"),
    Column(key="stock", heading="Stock", unit="t", path="stock.*"),
    Column(key="expertise", heading="Know-how", unit="share", path="expertise", digits=2, total=False),
    Column(key="rule_of_law", heading="Rule of\nlaw", unit="WGI", path="politics.rule_of_law", digits=2, total=False),
)
"""What the map shows; tonnes below the mine are contained oxide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure of the map, or a sum of figures."""

    value: float
    confidence: str
    """That of the least sure part."""

    def text(self, digits: int) -> str:
        """Write the figure with its sign; nothing at all is a dash."""
        sign = SIGNS[self.confidence]
        return f"{self.value:,.{digits}f}{sign}" if self.value or sign else "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One nation on the map."""

    key: str
    name: str
    role: str
    memberships: tuple[str, ...]
    cells: dict[str, Cell]
    """By key of column."""


def world_map(keys: Sequence[str]) -> list[Row]:
    """Read the nations and lay their figures side by side."""
    return [_row(read(key)) for key in keys]


def total(rows: Iterable[Row], column: Column) -> Cell:
    """Add a column over nations."""
    return _sum([row.cells[column.key] for row in rows])


def groups(rows: Sequence[Row]) -> dict[str, list[str]]:
    """List the nations of each group that has two or more of them."""
    found = {
        group: [row.name for row in rows if group in row.memberships]
        for group in dict.fromkeys(group for row in rows for group in row.memberships)
    }
    return {group: names for group, names in sorted(found.items()) if len(names) > 1}


def _row(file: NationFile) -> Row:
    figures = file.figures | {f"facts.{name}": figure for name, figure in file.facts.items()}
    return Row(
        key=file.key,
        name=file.values["name"],
        role=file.values["role"],
        memberships=tuple(file.values["memberships"]),
        cells={column.key: _cell(column, figures) for column in COLUMNS},
    )


def _cell(column: Column, figures: dict[str, Figure]) -> Cell:
    parts = [figure for path, figure in figures.items() if _fits(path, column.path)]
    return _sum([Cell(value=part.value / column.scale, confidence=part.confidence) for part in parts])


def _fits(path: str, wanted: str) -> bool:
    steps, pattern = path.split("."), wanted.split(".")
    return len(steps) == len(pattern) and all(p in ("*", s) for s, p in zip(steps, pattern, strict=True))


def _sum(cells: Sequence[Cell]) -> Cell:
    # A nought is left out: that a nation has no plant says nothing about how sure the sum is.
    counted = [CONFIDENCE.index(cell.confidence) for cell in cells if cell.value]
    return Cell(value=sum(cell.value for cell in cells), confidence=CONFIDENCE[max(counted, default=0)])
