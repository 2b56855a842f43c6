"""The rows of a table. Which columns a table has is known only when it is there, so rows promise no types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Give the rows in their order; columns are attributes."""
    return table.itertuples()
