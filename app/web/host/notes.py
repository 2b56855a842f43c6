"""Notes that the facilitator pins to a moment, and that come back in the debrief."""

from __future__ import annotations

from typing import Any

import solara

from app.html import text
from app.web.parts import Html, Push, Writing
from app.web.play.sending import Hand
from app.web.play.wording import PHASES
from scenarios.game.sights import HostSight


@solara.component
def Notes(sight: HostSight, hand: Hand) -> None:
    """Pin a note, and list those that were pinned."""
    typed = solara.use_reactive("")
    turn, set_turn = solara.use_state(0)

    def pin(said: Any = None) -> None:
        if hand.send({"do": "pin", "text": said if isinstance(said, str) else typed.value}):
            typed.set("")
            set_turn(turn + 1)

    Html(
        "<h2>Pin a note for the debrief</h2><p class='small soft'>What you saw and want to come back to: a promise, a "
        "sentence, a face. It is kept with the round, and shown to all in the debrief.</p>"
    )
    with solara.Div(classes=["form"]):
        Writing(label="Note", value="", mark="pin-words", rows=2, turn=turn, event_typed=typed.set, event_entered=pin)
        Push("Pin it", pin, mark="pin", strong=True)
    rows = "".join(
        f'<li><small class="soft">Round {number} · {text(PHASES.get(phase, phase))}</small><br>{text(note)}</li>'
        for number, phase, note in reversed(sight.pins)
    )
    nothing = '<p class="soft">Nothing pinned yet.</p>'
    Html(f'<ol class="news t-pins">{rows}</ol>' if rows else nothing)
