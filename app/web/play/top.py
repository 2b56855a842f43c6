"""The bar that stays at the head of the game: who one is, what time it is, whom all wait for."""

from __future__ import annotations

import solara

from app.html import text
from app.web.parts import Countdown, Html, Pulse, Push
from app.web.play.sending import Hand
from app.web.play.wording import PHASES
from scenarios.game.sights import Common, Sight
from scenarios.game.verbs.ready import Ready
from scenarios.game.verbs.take_back import TakeBack

_ROUND = ("brief", "negotiate", "commit", "report")
_GO = {
    "lobby": "I am here",
    "brief": "Ready to talk",
    "negotiate": "Done talking",
    "commit": "Decided",
    "report": "Next year",
}
BEAT = 8.0
"""Seconds between two beats of a page."""


def phases(common: Common) -> str:
    """List the phases of a round with the present one marked."""
    here = "commit" if common.phase == "resolve" else common.phase
    cells = "".join(f"<li{' aria-current="step"' if name == here else ''}>{PHASES[name]}</li>" for name in _ROUND)
    return f'<ol class="phases" aria-label="Phases of a round">{cells}</ol>'


def waits(common: Common, own: str = "") -> str:
    """Say whom all wait for; ``own`` is the name of the nation that reads it."""
    if common.phase == "resolve":
        return "The year is being lived …"
    if common.paused:
        return "The facilitator has paused the game."
    if common.phase == "over" or not common.waiting_for:
        return ""
    names = ["you" if name == own else name for name in common.waiting_for]
    return f"Waiting for {', '.join(sorted(names, key=lambda name: name != 'you'))}."


def notice(common: Common) -> None:
    """Say what is to be known about the years behind the game."""
    if common.notice:
        Html(f'<p class="say t-notice" role="status">{text(common.notice)}</p>')


@solara.component
def Top(sight: Sight, hand: Hand) -> None:
    """Show the bar."""
    common = sight.common
    echo, set_echo = solara.use_state(0)

    def beat(number: int) -> None:
        hand.game.heartbeat(hand.token)
        set_echo(number)

    with solara.Div(classes=["topbar"]):
        when = f"Round {common.round} of {common.rounds} · {common.year}" if common.round else "Lobby"
        Html(f'<div class="who t-who">{text(sight.name)}<small>{text(sight.role)} · {text(when)}</small></div>')
        Html(phases(common))
        with solara.Div(classes=["right"]):
            Countdown(common.deadline, left=common.left, paused=common.paused)
            if common.phase in _GO:
                last = common.phase == "report" and common.round >= common.rounds
                go = "End the game" if last else _GO[common.phase]
                Push(
                    f"✓ {go}" if sight.ready else go,
                    lambda: hand.send(Ready(ready=not sight.ready)),
                    mark="ready",
                    strong=not sight.ready,
                )
            Pulse(echo=echo, every=BEAT, event_beat=beat)
    Html(
        f'<p class="waits t-waits" aria-live="polite"><b>{text(PHASES[common.phase])}.</b> {text(common.phase_text)} '
        f"{text(waits(common, sight.name))}</p>"
    )
    notice(common)
    if sight.stand_in:
        why = "while you were away" if sight.stand_in == "absent" else "because the facilitator asked it to"
        Html(f'<p class="say alarm" role="status">An AI plays your seat {why}.</p>')
        Push("Take my seat back", lambda: hand.send(TakeBack()), mark="take-back", strong=True)
