"""A seat's own dashboard: security, benefit and trust, each with the figures behind it."""

from __future__ import annotations

import solara

from app.html import text
from app.web.parts import Html
from app.web.play.wording import gloss
from scenarios.game.sights import Axis, Sight

_LOW = 40.0


def axis(one: Axis) -> str:
    """Write one axis."""
    figures = "".join(f"<li>{gloss(label)}: <b>{text(said)}</b></li>" for label, said in one.figures)
    low = " low" if one.score < _LOW else ""
    return (
        f'<section class="axis{low} t-axis-{text(one.name)}"><h3><span>{text(one.name.capitalize())}</span>'
        f"<b>{one.score:.0f}</b></h3>"
        f'<div class="gauge" role="img" aria-label="{text(one.name)} {one.score:.0f} of 100">'
        f'<span style="width:{max(min(one.score, 100), 0):.0f}%"></span></div>'
        f"<ul><li>{text(one.text)}</li>{figures}</ul></section>"
    )


@solara.component
def Dashboard(sight: Sight) -> None:
    """Show the three axes."""
    Html(
        f'<h2>Where you stand</h2><div class="axes">{"".join(axis(one) for one in sight.axes)}</div>', classes=["mine"]
    )
