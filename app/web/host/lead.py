"""The head of the facilitator's page: clock and phases, and beside it the door by which people come in."""

from __future__ import annotations

import solara

from app.html import text
from app.web.parts import Copy, Countdown, Html, Place, Pulse, Push
from app.web.play.sending import Hand
from app.web.play.top import BEAT, notice, phases, waits
from app.web.play.wording import PHASES, gloss
from scenarios.game.sights import Common, HostSight

_NEXT = {
    "lobby": "Start the game",
    "brief": "On to negotiate",
    "negotiate": "On to commit",
    "commit": "Live the year",
    "report": "Next round",
}
"""Label of the button that ends each phase."""
_TIMED = ("brief", "negotiate", "commit", "report")


@solara.component
def Lead(sight: HostSight, hand: Hand) -> None:
    """Show the state of the game, and the facilitator's controls over its time."""
    common = sight.common
    echo, set_echo = solara.use_state(0)

    def beat(number: int) -> None:
        hand.game.heartbeat(hand.token)
        set_echo(number)

    with solara.Div(classes=["topbar"]):
        Html(f'<div class="who t-who">{text(common.title)}<small>Facilitator · {when(common)}</small></div>')
        Html(phases(common))
        with solara.Div(classes=["right"]):
            Countdown(
                common.deadline,
                left=common.left,
                paused=common.paused,
                nothing="no clock" if common.phase in _TIMED else "",
            )
            Pulse(echo=echo, every=BEAT, event_beat=beat)
    with solara.Div(classes=["reins"]):
        _reins(common, hand)
    Html(
        f'<p class="waits t-waits" aria-live="polite"><b>{text(PHASES[common.phase])}.</b> '
        f"{text(common.phase_text)} {text(waits(common))}</p>"
    )
    notice(common)


def _reins(common: Common, hand: Hand) -> None:
    phase = common.phase
    if phase in _NEXT:
        last = phase == "report" and common.round >= common.rounds
        verb = "start" if phase == "lobby" else "go_on"
        Push(
            "End the game" if last else _NEXT[phase],
            lambda: hand.send({"do": verb}),
            mark=verb.replace("_", "-"),
            strong=True,
        )
    if phase not in ("lobby", "over"):
        if common.paused:
            Push("Resume", lambda: hand.send({"do": "resume"}), mark="resume", strong=True)
        else:
            Push("Pause", lambda: hand.send({"do": "pause"}), mark="pause")
    if phase in _TIMED and (common.deadline is not None or common.left is not None):
        Push("+2 min", lambda: hand.send({"do": "extend"}), mark="extend")
    if phase in ("brief", "negotiate"):
        Push("Resolve now", lambda: hand.send({"do": "resolve_now"}), mark="resolve-now")
    if phase in ("report", "over"):
        solara.Link(f"/debrief/{hand.game.id}/{hand.token}", children=["Debrief"], classes=["push", "t-to-debrief"])


def when(common: Common) -> str:
    """Say how far the game is."""
    return f"round {common.round} of {common.rounds} · {common.year}" if common.round else "lobby"


@solara.component
def Door(sight: HostSight, question: str = "") -> None:
    """Show the code, the way to the screen, and what this round is to teach."""
    common = sight.common
    with solara.Div(classes=["mine", "doorway"]):
        Html(f'<h2>Join with</h2><p class="code t-join-code">{text(sight.code)}</p>')
        with solara.Div(classes=["small"]):
            Place(path=f"/join/{sight.code}", warn=True)
        with solara.Div(classes=["reins"]):
            Copy(label="Copy the link to join", path=f"/join/{sight.code}", mark="copy-join")
            solara.Link(f"/screen/{common.game}", children=["Open the screen"], classes=["push", "t-to-screen"])
            Copy(label="Copy the link to the screen", path=f"/screen/{common.game}", mark="copy-screen")
        if sight.point or question:
            ask = f"<h3>Ask in the debrief</h3><p>{gloss(question)}</p>" if question else ""
            Html(
                f"<h2>For you alone</h2><h3>What this round shows</h3><p>{gloss(sight.point)}</p>{ask}",
                classes=["teach", "t-point"],
            )
        if sight.observers:
            Html(f'<p class="small soft">Watching: {text(", ".join(sight.observers))}.</p>')
