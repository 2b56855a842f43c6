"""A game as files: moves, offers, messages and figures, without a secret in them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.game.readable import Readable

SECRET = ("token", "secret", "tokens", "code")
PACKED = "rest"
"""Part of a lived year that nobody can read."""


def export(game: Readable) -> bytes:
    """Pack a game into a zip."""
    with game.world.lock:
        return _packed(game)


def _packed(game: Readable) -> bytes:
    state, living = game.state, game.world.living
    about = {name: value for name, value in game.about.items() if name not in SECRET}
    moves = [
        {"number": e.number, "at": e.at, "who": e.who, **{n: _read(v) for n, v in e.body.items() if n not in SECRET}}
        for e in game.entries
    ]
    offers = [
        {
            "id": o.id,
            "round": o.round,
            "lane": o.lane,
            "maker": o.maker,
            "other": o.other,
            "state": o.state,
            "counters": o.counters,
            "by_ai": o.by_ai,
            "said": o.said,
            "reason": o.reason,
            **{f"term: {name}": level for name, level in o.terms},
        }
        for o in state.offers.values()
    ]
    words = [
        {"id": w.id, "round": w.round, "maker": w.maker, "to": w.to, "text": w.text, "leaked": w.leaked}
        for w in state.words
    ]
    kept = [
        {"year": year, "nation": key, "promised": promised, "delivered": delivered}
        for year, by in game.board.kept
        for key, (promised, delivered) in by.items()
    ]
    record = living.record() if living.rows("metrics") else None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("about.json", json.dumps(about, indent=2, ensure_ascii=False))
        file.writestr("moves.json", json.dumps(moves, indent=1, ensure_ascii=False))
        for name, rows in (
            ("offers", offers),
            ("messages", words),
            ("promised_and_delivered", kept),
            ("metrics", living.rows("metrics")),
            ("nations", living.rows("nations")),
        ):
            file.writestr(f"{name}.csv", table(rows))
        if record is not None:
            file.writestr("events.csv", record.events.to_csv(index=False))
            file.writestr("agreements.csv", record.agreements.to_csv(index=False))
    return packed.getvalue()


def _read(value: Any) -> Any:
    return {name: one for name, one in value.items() if name != PACKED} if isinstance(value, dict) else value


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows as CSV, with every column that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _safe(value: Any) -> Any:
    """Keep a spreadsheet from taking somebody's words for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value
