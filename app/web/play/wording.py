"""Words on the game's pages: special words explained on hover, and figures said plainly."""

from __future__ import annotations

from functools import lru_cache

from app.html import text
from scenarios.game.board import PromiseView
from scenarios.game.state import NAMES as PHASES
from scenarios.texts.glossary import marked

__all__ = ["PHASES", "excused", "gloss", "said"]


@lru_cache(maxsize=4096)
def gloss(said: str) -> str:
    """Escape words, and let special ones explain themselves where somebody points at them."""
    pieces = []
    for piece, term in marked(said):
        if term is None or term.everyday:
            pieces.append(text(piece))
        else:
            pieces.append(f'<dfn tabindex="0" data-is="{text(term.meaning)}">{text(piece)}</dfn>')
    return "".join(pieces)


def said(terms: dict[str, str], before: dict[str, str] | None = None) -> str:
    """List terms in words; those that differ from ``before`` are marked."""
    cells = []
    for name, level in terms.items():
        old = (before or {}).get(name, level)
        was = f' <span class="was">was {text(old)}</span>' if old != level else ""
        kind = ' class="changed"' if was else ""
        cells.append(f"<div{kind}><dt>{text(name)}</dt><dd>{text(level)}{was}</dd></div>")
    return f'<dl class="terms-said">{"".join(cells)}</dl>'


def excused(one: PromiseView) -> str:
    """Said where less than all came although nothing was broken: a stop in a crisis, or an outage."""
    return " (the rest was excused)" if one.delivered < 0.995 * one.promised and not one.breaches else ""
