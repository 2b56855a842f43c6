"""Why an event came about and what came of it, in the words of the record."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from app.frames import each
from app.html import text
from app.words import KINDS
from scenarios.record import Record
from scenarios.threads import came_of, led_to

_MOST = 8
"""Events told on either side; those nearest to the one picked."""


def causes(record: Record, event: str) -> str:
    """Tell what led to an event, by id, and what followed from it; nothing where neither exists."""
    before, after = led_to(record.events, event), came_of(record.events, event)
    parts = [
        _told("What led to this", record.events, before[-_MOST:], len(before)),
        _told("What came of it", record.events, after[:_MOST], len(after)),
    ]
    told = "".join(part for part in parts if part)
    return f'<div class="causes t-causes">{told}</div>' if told else ""


def _told(title: str, events: pd.DataFrame, ids: Sequence[str], count: int) -> str:
    if not ids:
        return ""
    rows = events[events["id"].isin(ids)]
    items = "".join(
        f'<li><span class="soft">{row.year}{f" Q{row.quarter}" if row.quarter else ""}</span> '
        f'<span class="mark kind">{text(KINDS.get(str(row.kind), row.kind))}</span> {text(row.text)}</li>'
        for row in each(rows)
    )
    more = f'<p class="soft small">{count - len(ids)} more not shown.</p>' if count > len(ids) else ""
    return f'<h3>{text(title)}</h3><ol class="story">{items}</ol>{more}'
