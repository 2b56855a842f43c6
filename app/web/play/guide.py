"""A first-time guide of five short steps, each shown when its moment has come."""

from __future__ import annotations

import solara

from app.web.parts import Html, Push
from app.web.play.sending import Hand
from app.web.play.wording import gloss
from scenarios.game.sights import Sight

STEPS = (
    (
        "Read your brief",
        (
            "You speak for a nation. “Where you stand” shows its three aims: security, benefit and trust. The brief "
            "says what you have and what you lack. When you have read it, press “Ready to talk”."
        ),
    ),
    (
        "Answer an offer",
        (
            "Under “Table” other nations make you offers. Each card says what it is worth to you. Accept it, "
            "counter with other terms, refuse it, or ask what the other side would need. "
            "AI nations answer with a reason."
        ),
    ),
    (
        "Make an offer",
        (
            "Choose a partner and a good under “Make an offer”. Before you send it you see what it would bring "
            "you. A price rule moves money; emergency priority is what counts when exports stop."
        ),
    ),
    (
        "Speak on the accord",
        (
            "Under “Accord” you find texts that many nations may sign. Vote, or propose another. Signing "
            "pays only if it beats staying out, for you and for the others."
        ),
    ),
    (
        "Decide alone, then go on",
        (
            "Under “Alone” you can build, buy stocks or keep ore at home; under “Promises” you keep "
            "or break your word. Press “Decided”, and the year is lived. The report shows what came of it."
        ),
    ),
)

_FIRST = {"negotiate": 1, "commit": 4, "resolve": 5, "report": 5, "over": 5}
"""The step that each phase of the first round begins with."""


_PAGE = {"accord": 3, "alone": 4}
"""The step that belongs to a page, while all talk."""


@solara.component
def Guide(sight: Sight, hand: Hand, tab: str = "") -> None:
    """Show the step that the guide has come to, unless it was put away."""
    kept = hand.game.draft(hand.token, "guide")
    read, set_at = solara.use_state(kept if isinstance(kept, int) else 0)
    # A step whose moment has come is shown even if the ones before it were not put away.
    first = _FIRST.get(sight.common.phase, 0) if sight.common.round <= 1 else len(STEPS)
    at = max(read, first, _PAGE.get(tab, 0) if first == 1 else 0)

    def go(step: int) -> None:
        hand.game.keep_draft(hand.token, "guide", step)
        set_at(step)

    if not 0 <= at < len(STEPS):
        return
    title, words = STEPS[at]
    with solara.Div(classes=["guide", "t-guide"]):
        Html(f"<h2>{at + 1} of {len(STEPS)}: {title}</h2><p>{gloss(words)}</p>")
        with solara.Div(classes=["acts"]):
            Push("Next" if at + 1 < len(STEPS) else "Done", lambda: go(at + 1), mark="guide-next", strong=True)
            if at:
                Push("Back", lambda: go(at - 1), mark="guide-back")
            Push("Put the guide away", lambda: go(len(STEPS)), mark="guide-away")
