"""Effects of a draft, computed beside the game while its writer waits, and shown before it is sent."""

from __future__ import annotations

import json
from typing import Any

import solara

from app.html import text
from app.web.following import use_answer
from app.web.parts import Html
from app.web.play.sending import Hand
from app.web.play.wording import gloss
from scenarios.game.previews import Preview


@solara.component
def Foresee(hand: Hand, draft: dict[str, Any], *, version: int = 0) -> None:
    """Show what a draft would bring; ``version`` asks again when it changes."""
    asked = json.dumps([version, draft], sort_keys=True, default=str)
    answer = use_answer(asked, lambda _: hand.game.preview(hand.token, draft))
    if answer.wrong:
        Html(f'<div class="preview t-preview" role="status"><p class="soft">{text(answer.wrong)}</p></div>')
    elif answer.value is None:
        Html(
            '<div class="preview t-preview" role="status" aria-busy="true"><p class="soft">Working out what it would '
            "bring …</p></div>"
        )
    else:
        Html(_said(answer.value))


def _said(found: Preview) -> str:
    rows = "".join(
        f'<li class="{"up" if one.good else "down"}">{text(one.text[:1].upper() + one.text[1:])}</li>'
        for one in found.changes
    )
    notes = "".join(f'<p class="soft">{gloss(note)}</p>' for note in found.notes)
    return (
        f'<div class="preview t-preview" role="status"><p class="head">What this would bring you, by the market\'s '
        f"own figures</p><ul>{rows}</ul>{notes}</div>"
    )
