"""The texts that bind: the accord and every supply agreement, with what became of it; and the disputes."""

from __future__ import annotations

from app.drawing.scales import percent
from app.html import folded, text
from app.web.play.wording import excused, gloss, said
from scenarios.game.board import CaseView, PromiseView
from scenarios.game.sights import DebriefSight


def agreements(sight: DebriefSight) -> str:
    """Write the accord in force and all supply agreements."""
    names = {seat.key: seat.name for seat in sight.common.seats}
    accord = sight.common.accord
    pact = '<p class="soft">No accord is in force.</p>'
    if accord.members:
        titles = {article.name: article for article in accord.articles}
        terms = {
            titles[name].title if name in titles else name: _level(titles.get(name), level)
            for name, level in accord.text
        }
        pact = (
            f"<p><b>Members:</b> {text(', '.join(names[key] for key in accord.members))}.</p>"
            f"<p>{gloss(accord.said)}</p>{said(terms)}"
        )
    cards = "".join(_promise(one, names) for one in sight.promises)
    supply = f'<div class="texts">{cards}</div>' if cards else '<p class="soft">No supply agreement was signed.</p>'
    return f"<h3>{text(accord.name)}</h3>{pact}<h3>Supply agreements</h3>{supply}"


def _level(article: object, level: object) -> str:
    levels, texts = getattr(article, "levels", ()), getattr(article, "texts", ())
    return str(texts[levels.index(level)]) if level in levels else str(level)


def _promise(one: PromiseView, names: dict[str, str]) -> str:
    share = percent(min(one.delivered / one.promised, 1), digits=0) if one.promised > 0 else ""
    kept = f"{share} delivered{excused(one)}" if share else "nothing due yet"
    broken = f"{one.breaches} quarters missed" if one.breaches else "no quarter missed"
    kind = "broken" if one.breaches else "accepted"
    return (
        f'<article class="card {kind}"><h4>{text(one.name)}: {text(one.goods)} from {text(names[one.seller])} to '
        f'{text(names[one.buyer])}</h4><p class="small">{gloss(one.terms)}; {one.tonnes:,.0f} t/yr, signed '
        f"{one.signed}, until {one.ends}. <b>{kept}, {broken}.</b> Now: {text(one.status)}.</p></article>"
    )


def disputes(sight: DebriefSight) -> str:
    """Write each dispute from claim to its end."""
    names = {seat.key: seat.name for seat in sight.common.seats}
    return "".join(_case(one, names) for one in sight.cases) or '<p class="soft">Nobody went to court.</p>'


def _case(one: CaseView, names: dict[str, str]) -> str:
    story = "".join(f"<li>{gloss(line)}</li>" for line in one.story)
    end = one.outcome or one.stage
    return folded(
        f"{one.id}: {names[one.claimant]} against {names[one.respondent]} over {one.stake:,.1f} USD m: {end}",
        f'<ol class="small">{story}</ol>',
    )
