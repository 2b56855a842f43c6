"""A sitting opened on a page: its picture, what was on the table and why, every offer with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import solara

from app import html, pictures
from app import sitting_words as words
from app.web.parts import Choose, Html, Shown
from scenarios.records.meeting import Meeting, Sat


@solara.component
def Sittings(sat: Sequence[Sat], year: int, nation: str, chosen: str, on_chosen: Callable[[str], None]) -> None:
    """Let one of a year's sittings be opened; ``chosen`` is its title, or nothing for the first."""
    here = [one for one in sat if one.year == year and (not nation or nation in one.actors)]
    Html(f"<h2>Who sat down with whom in {year}</h2>")
    if not here:
        whose = "of this nation " if nation else ""
        Html(f'<p class="soft t-no-sittings">No sittings {whose}in {year}.</p>')
        return
    titles = [one.title for one in here]
    at = titles.index(chosen) if chosen in titles else 0
    with solara.Div(classes=["form", "small", "one"]):
        Choose(
            label="Sitting",
            value=titles[at],
            mark="sitting",
            event_chosen=on_chosen,
            options=[[one.title, one.label] for one in here],
        )
    Opened(here[at])


@solara.component
def Opened(sat: Sat) -> None:
    """Show a sitting of a lived year."""

    def look() -> Meeting:
        return sat.look()

    Seen(solara.use_memo(look, [id(sat)]))


@solara.component
def Seen(meeting: Meeting, until: int | None = None) -> None:
    """Show any sitting of two; ``until`` is the number of offers to show of one that goes on."""
    picture = solara.use_memo(lambda: pictures.of_meeting(meeting, until=until), [id(meeting), until])
    told = solara.use_memo(lambda: _told(meeting, until), [id(meeting), until])
    with solara.Div(classes=["grid", "even"]):
        Shown(picture)
        Html(told, classes=["t-offers"])


def _told(meeting: Meeting, until: int | None) -> str:
    terms = "".join(f"<li><b>{html.text(name)}</b> {html.text(why)}</li>" for name, why in words.agenda(meeting))
    offers = "".join(
        f"<li>{html.text(offer)}{f'<small>{html.text(reply)}</small>' if reply else ''}</li>"
        for offer, reply in words.offers(meeting, until)
    )
    about, end = html.text(words.space(meeting)), html.text(words.ending(meeting))
    return (
        f"<h3>On the table</h3><ul class=agenda>{terms}</ul><p class=soft>{about}</p>"
        f'<h3>Offers and answers</h3><ol class=offers tabindex="0">{offers}</ol><p class=end>{end}</p>'
    )
