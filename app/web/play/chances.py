"""Where there is something to gain at the table for the one who reads, and why not elsewhere."""

from __future__ import annotations

from app.html import text
from app.web.play.wording import gloss
from scenarios.game.gains import Gain
from scenarios.game.lane_names import is_venture
from scenarios.game.sights import Sight

FEW = 3
"""Lanes with something to gain, below which the others are told about too."""
_MOST = 4
_NOTHING = 0.05
"""USD m that nobody would notice."""


def where(sight: Sight, found: tuple[Gain, ...]) -> str:
    """Say where both sides could gain; where that is hardly anywhere, say what else there is, and why it brings less.

    Parameters
    ----------
    found : the lanes of the one who reads, the best first; those that are closed by now are left out.
    """
    titles = {one.key: one.title for one in sight.lanes}
    open_now = [one for one in found if one.lane in titles]
    first = [one for one in open_now if one.least > 0]
    rest = [one for one in open_now if one.least <= 0]
    said = ""
    if first:
        rows = "".join(f"<li>{text(titles[one.lane])}</li>" for one in first[:_MOST])
        more = f"<li>and {len(first) - _MOST} more</li>" if len(first) > _MOST else ""
        said += f"<p>Where both sides could gain, by the market's figures (marked ★):</p><ul>{rows}{more}</ul>"
    else:
        said += "<p>No further trade leaves both sides better off than the spot market this year.</p>"
    if len(first) < FEW:
        if rest:
            rows = "".join(f"<li>{text(titles[one.lane])}: {text(why_not(one))}</li>" for one in rest[:FEW])
            said += (
                f'<div class="small t-near"><p>Nearest to it, and what stands in the way:</p><ul>{rows}</ul>'
                "<p>Where tonnes that are bound are worth no more than tonnes that are traded freely there is "
                "nothing to share; a little given up can still be the price of a partner.</p></div>"
            )
        said += "".join(f'<p class="small">{line}</p>' for line in _besides(sight))
    return f'<div class="t-where">{said}</div>'


def why_not(one: Gain) -> str:
    """Say why a lane leaves nothing for both."""
    short = f"{-one.least:,.1f} USD m" if -one.least >= _NOTHING else "next to nothing"
    if one.together > _NOTHING:
        return (
            f"up to {one.together:,.1f} USD m to share, but on any terms one side has less than without; on the "
            f"best it gives up {short}"
        )
    return f"nothing to share; on the best terms one side gives up {short}"


def _besides(sight: Sight) -> list[str]:
    """Further goods to talk about."""
    lines = []
    accord, key = sight.common.accord, sight.nation
    if not any(is_venture(one.key) for one in sight.lanes):
        lines.append("No plant that you and a partner could pay for together would pay for both this year.")
    if accord.negotiable and key in (accord.members or accord.eligible):
        names = [article.title[:1].lower() + article.title[1:] for article in accord.articles]
        more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
        lines.append(
            f"On the text of {gloss(accord.name)} you have a voice, and others need yours: "
            f"{text(', '.join(names[:FEW]))}{more} (page Accord)."
        )
    return lines
