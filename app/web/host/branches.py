"""Branches and files: play on from an earlier round as a game of its own, and take the game home as files."""

from __future__ import annotations

import solara

from app.html import text
from app.web.following import use_answer
from app.web.games import hall, outside
from app.web.host.files import FILES, address
from app.web.parts import Choose, Html, Push
from app.web.play.sending import Hand
from scenarios.game.sights import HostSight


@solara.component
def Branches(sight: HostSight, hand: Hand) -> None:
    """Show both."""
    Fork(sight, hand)
    Html(
        "<h2>Files</h2><p class='small soft'>Moves, offers, messages and figures of the game so far, without the "
        "secrets of its links. Names that people gave themselves are in them.</p>"
    )
    links = "".join(
        f'<li><a class="t-file" download href="{text(address(sight.common.game, hand.token, name))}">{text(words)}</a> '
        f"<small class='soft'>{text(name)}</small></li>"
        for name, words in FILES.items()
    )
    Html(f'<ul class="plainlist t-files">{links}</ul>')


@solara.component
def Fork(sight: HostSight, hand: Hand) -> None:
    """Play on from the opening of a round as another game, with another code and other links."""
    rounds = [str(number) for number in range(1, sight.common.round + 1)]
    at, set_at = solara.use_state("")
    asked, ask = solara.use_state(("", 0))
    chosen = at or (rounds[-1] if rounds else "")
    question = asked if asked[0] else None
    made = use_answer(question, lambda one: outside(lambda: hall().fork(hand.game.id, int(one[0]))))
    Html(
        "<h2>Play on from an earlier round</h2><p class='small soft'>Makes a game of its own, with its own code, that "
        "stands at the opening of that round: this is how to take a round back. This game stays as it is.</p>"
    )
    if not rounds:
        Html('<p class="soft">No round has been opened yet.</p>')
        return
    with solara.Div(classes=["form"]):
        Choose(
            label="From the opening of round",
            value=chosen,
            options=[[one, one] for one in rounds],
            mark="fork-round",
            event_chosen=set_at,
        )
        Push(
            "Make a branch",
            lambda: ask((chosen, asked[1] + 1)),
            mark="fork",
            strong=True,
            disabled=question is not None and not made.over,
        )
    if made.wrong:
        Html(f'<p class="wrong" role="alert">{text(made.wrong)}</p>')
    if made.value is not None:
        branch = made.value
        Html(
            f'<p class="say t-forked" role="status">The branch has the code <b>{text(branch.code)}</b>. It is paused, '
            "and its seats are free.</p>"
        )
        with solara.Div(classes=["reins"]):
            solara.Link(
                f"/host/{branch.id}/{branch.secret}", children=["Lead the branch"], classes=["push", "t-to-branch"]
            )
