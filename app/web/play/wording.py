"""Words on the game's pages: special words explained on hover, and figures said plainly."""

from __future__ import annotations

from functools import lru_cache

from app.html import text
from scenarios.glossary import marked

PHASES = {
    "lobby": "Lobby",
    "brief": "Brief",
    "negotiate": "Negotiate",
    "commit": "Commit",
    "resolve": "Resolve",
    "report": "Report",
    "over": "Over",
}
"""Phases of a round as they are said on screen."""
ADVICE = {
    "lobby": "The game has not begun. Read your brief; the facilitator starts.",
    "brief": "Read what happened and what you need. Say when you are ready to talk.",
    "negotiate": "Make and answer offers, talk, and speak on the text of the accord.",
    "commit": "Decide what you do alone, what you keep, and where you stand to the accord.",
    "resolve": "The year is being lived: markets clear, promises are kept or broken.",
    "report": "Read what came of it, then go on to the next year.",
    "over": "The game is over. The debrief shows what was decided when, and what it was worth.",
}
"""What there is to do in each phase."""


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
