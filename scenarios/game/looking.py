"""From state and board to the views of screens; each leaves out what its reader may not see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scenarios.briefings import Briefing, briefing, names
from scenarios.game import watch_clock
from scenarios.game.axes import axes
from scenarios.game.lane_names import is_venture, lane_title
from scenarios.game.offer import Offer
from scenarios.game.past import notice
from scenarios.game.sights import (
    Common,
    HostSight,
    OfferView,
    ProposalView,
    ScreenSight,
    SeatView,
    Sight,
    TermSaid,
    Thread,
    WordsView,
)
from scenarios.game.state import ALL, Paper, Proposal, Seat, Words

if TYPE_CHECKING:
    from scenarios.game.board import CaseView, LaneView
    from scenarios.game.game import Game

TEXTS = {
    "lobby": "People take their seats; the facilitator starts the game.",
    "brief": "Read your brief and what has happened. The table opens next; what you do alone can be decided already.",
    "negotiate": "Talk, make offers and answer them; vote on the text of the accord.",
    "commit": "The table is closed. Decide what you do alone, which promises you keep, and press ready.",
    "resolve": "The year is being lived; this takes a moment.",
    "report": "Read what came of it.",
    "over": "The game is over; the debrief begins.",
}
MOST_MOVES = 40


def common(game: Game, who: str, *, host: bool = False) -> Common:
    """Gather what every screen shows; ``who`` is a nation's key, or empty for somebody without a seat."""
    state, board, rules = game.state, game.shown, game.rules
    chapter = rules.chapter(max(state.round, 1))
    leaks = [inject.news for inject in state.injects if inject.round in (state.round, state.round + 1)]
    return Common(
        game=game.id,
        title=str(game.about["title"]),
        version=game.version,
        round=state.round,
        rounds=state.rounds,
        year=game.setting.start_year + max(state.round, 1) - 1,
        phase=state.phase,
        phase_text=TEXTS[state.phase],
        notice=notice(state, to_host=host),
        deadline=state.deadline,
        paused=state.paused,
        left=state.left,
        waiting_for=tuple(state.seats[key].name for key in watch_clock.waiting_for(state)),
        regime=board.regime,
        seats=tuple(_seat(game, seat, host) for seat in state.seats.values()),
        chapter=chapter.news if chapter else "",
        news=board.news,
        flashes=tuple(leaks),
        flows=board.flows,
        series=board.series,
        by_nation=board.by_nation,
        labels=board.labels,
        units=board.units,
        public_words=tuple(words_view(game, said, who) for said in state.words if said.to == ALL or said.leaked),
        accord=board.accord,
        proposals=tuple(
            _proposal(game, one, who, host) for one in state.proposals.values() if one.round == state.round
        ),
    )


def _seat(game: Game, seat: Seat, host: bool) -> SeatView:
    played = {"": "people" if seat.human else "AI", "absent": "AI (absent)", "handed": "AI (for now)"}
    figures = game.shown.figures[seat.key]
    return SeatView(
        key=seat.key,
        name=seat.name,
        role=figures.role,
        human=seat.human,
        played_by=played[seat.stand_in],
        people=tuple(seat.people),
        ready=seat.ready,
        countdown=seat.countdown,
        member=figures.member,
        seen=game.seen.get(seat.key) if host else None,
        token=seat.token if host else "",
    )


def words_view(game: Game, said: Words, who: str) -> WordsView:
    """Show a message."""
    board = game.shown
    return WordsView(
        id=said.id,
        maker=said.maker,
        maker_name=board.name(said.maker),
        to=said.to,
        to_name=board.name(said.to),
        text=said.text,
        round=said.round,
        at=said.at,
        leaked=said.leaked,
        by_ai=said.by_ai,
        mine=said.maker == who,
    )


def offer_view(game: Game, offer: Offer, who: str) -> OfferView:
    """Show an offer to one who may see it."""
    board, state = game.shown, game.state
    lasts = offer.round == state.round and state.phase not in ("report", "over")
    laid = game.study.known(offer.lane) if lasts else None
    before = dict(state.offers[offer.counters].terms) if offer.counters in state.offers else None
    worth = None
    if laid is not None and who in (offer.maker, offer.other):
        side = 0 if offer.lane.startswith(f"{who}>") else 1
        worth = float(laid.table.worth[side, laid.table.space.encode(dict(offer.terms))])
    return OfferView(
        id=offer.id,
        lane=offer.lane,
        title=lane_title(offer.lane, board.name),
        maker=offer.maker,
        maker_name=board.name(offer.maker),
        other=offer.other,
        other_name=board.name(offer.other),
        terms=tuple(
            TermSaid(
                name=name,
                level=level,
                text=offer.said_of(name),
                changed=before is not None and before.get(name) != level,
            )
            for name, level in offer.terms
        ),
        state=offer.state,
        said=offer.said,
        reason=offer.reason,
        round=offer.round,
        counters=offer.counters,
        mine=offer.maker == who,
        by_ai=offer.by_ai,
        worth=worth,
        unsaid="" if laid is None else laid.unsaid(),
    )


def _proposal(game: Game, one: Proposal, who: str, host: bool) -> ProposalView:
    state, board = game.state, game.shown
    ballots = list(state.votes(one.id))
    articles = {article.name: article for article in board.accord.articles}
    now = dict(board.accord.text)
    seen = [b for b in ballots if host or game.rules.votes == "open" or b.who == who]
    mine = state.ballots.get((one.id, who))
    return ProposalView(
        id=one.id,
        maker=one.maker,
        maker_name=board.name(one.maker) if one.maker != "mediator" else "the mediator",
        terms=tuple(
            TermSaid(name=name, level=level, text=_say(articles, name, level), changed=bool(now) and now[name] != level)
            for name, level in one.terms
        ),
        yes=sum(b.yes for b in ballots),
        no=sum(not b.yes for b in ballots),
        votes=tuple((board.name(b.who), b.yes, b.reason) for b in seen),
        my_vote=None if mine is None else mine.yes,
        current=game.current_text() == one.id,
    )


def _say(articles: dict[str, Any], name: str, level: Any) -> str:
    article = articles.get(name)
    if article is None or level not in article.levels:
        return str(level)
    return str(article.texts[article.levels.index(level)])


def sight(game: Game, who: str) -> Sight:
    """Show the people of a seat everything that is theirs to see."""
    state, board = game.state, game.shown
    seat, figures = state.seats[who], board.figures[who]
    paper = state.papers.get(state.round, {}).get(who, Paper())
    mine = [offer for offer in state.offers.values() if who in (offer.maker, offer.other)]
    inbox = [offer for offer in mine if offer.state == "open" and offer.other == who]
    return Sight(
        common=common(game, who),
        nation=who,
        name=seat.name,
        role=figures.role,
        axes=axes(game, who),
        figures=figures,
        others={key: replace(one, budget=0.0, crisis_chance=0.0) for key, one in board.figures.items() if key != who},
        inbox=tuple(offer_view(game, offer, who) for offer in reversed(inbox)),
        threads=tuple(_threads(game, who, mine)),
        from_host=tuple(words_view(game, said, who) for said in state.words if {said.maker, said.to} == {"host", who}),
        lanes=_lanes(game, who),
        levers=game.study.ready_options(who),
        pulled=None if paper.levers is None else dict(paper.levers),
        stance=paper.stance,
        breaks=tuple(sorted(paper.breaks)),
        claims=tuple(sorted(paper.claims)),
        ends=tuple(sorted(paper.ends)),
        acts=dict(paper.disputes),
        sums=dict(paper.sums),
        promises=tuple(one for one in board.promises if who in (one.seller, one.buyer)),
        cases=tuple(_case(one, who) for one in board.cases if who in (one.claimant, one.respondent)),
        accord_worth=_accord_worth(game, who),
        ready=seat.ready,
        stand_in=seat.stand_in,
        briefing=_briefing(game, who),
    )


def _lanes(game: Game, who: str) -> tuple[LaneView, ...]:
    """Lanes of a nation on which something can still be agreed this round."""
    done, busy = {offer.lane for offer in game.state.struck(game.state.round)}, game.state.with_plant()
    return tuple(
        lane
        for lane in game.shown.lanes.values()
        if who in (lane.seller, lane.buyer)
        and lane.key not in done
        and not (is_venture(lane.key) and busy & {lane.seller, lane.buyer})
    )


def _briefing(game: Game, who: str) -> Briefing | None:
    """Give the briefing of a nation, which is written once for a game."""
    if who not in game.briefings:
        game.briefings[who] = briefing(game.setting, who) if who in names() else None
    return game.briefings[who]


@lru_cache(maxsize=1024)
def _case(case: CaseView, who: str) -> CaseView:
    """Hide from each side what the other thinks of the case.

    Each is made once: what is hidden is no number, and that equals nothing, so that two looks would always differ.
    """
    hidden = float("nan")
    if who == case.claimant:
        return replace(case, respondent_view=hidden)
    if who == case.respondent:
        return replace(case, claimant_view=hidden)
    return replace(case, claimant_view=hidden, respondent_view=hidden)


def _accord_worth(game: Game, who: str) -> str:
    board = game.shown
    if not board.accord.members or not board.by_nation[who]["inside"]:
        return ""
    inside, outside = board.by_nation[who]["inside"][-1][1], board.by_nation[who]["outside"][-1][1]
    years = game.setting.horizon
    if inside == outside == 0:
        return ""  # Nobody has reckoned it out for a nation that did not come to the summit.
    if who in board.accord.members:
        return f"Membership is worth {inside:,.0f} USD m to you over {years} years, staying out {outside:,.0f}."
    return f"Joining would be worth {inside:,.0f} USD m to you over {years} years, staying out {outside:,.0f}."


def _threads(game: Game, who: str, mine: list[Offer]) -> Iterable[Thread]:
    state, board = game.state, game.shown
    trusts = dict(board.figures[who].trusts)
    for seat in state.seats.values():
        if seat.key == who:
            continue
        offers = [offer for offer in mine if seat.key in (offer.maker, offer.other)]
        words = [said for said in state.words if {said.maker, said.to} == {who, seat.key}]
        yield Thread(
            partner=seat.key,
            name=seat.name,
            by_ai=not seat.played,
            offers=tuple(offer_view(game, offer, who) for offer in offers),
            words=tuple(words_view(game, said, who) for said in words),
            open=sum(offer.state == "open" and offer.other == who for offer in offers),
            trust=trusts[seat.key],
            trusted=dict(board.figures[seat.key].trusts)[who],
        )


def host_sight(game: Game) -> HostSight:
    """Show the facilitator everything."""
    state, board = game.state, game.shown
    chapter = game.rules.chapter(max(state.round, 1))
    last = game.entries[-MOST_MOVES:]
    return HostSight(
        common=common(game, "", host=True),
        code=game.code,
        offers=tuple(offer_view(game, offer, "") for offer in state.offers.values()),
        words=tuple(words_view(game, said, "host") for said in state.words),
        promises=board.promises,
        cases=board.cases,
        figures=board.figures,
        axes={key: axes(game, key) for key in state.seats},
        pins=tuple((pin.round, pin.phase, pin.text) for pin in state.pins),
        injects=tuple((inject.round, inject.kind, inject.news) for inject in state.injects),
        mines=tuple(board.mines),
        point=chapter.point if chapter else "",
        observers=tuple(state.watchers.values()),
        trouble=game.trouble,
        journal=tuple((entry.number, entry.who, str(entry.body["do"])) for entry in last),
    )


def screen_sight(game: Game) -> ScreenSight:
    """Show what all may see."""
    board = game.shown
    return ScreenSight(
        common=common(game, ""),
        code=game.code,
        axes={key: axes(game, key) for key in game.state.seats},
        promises=board.promises,
        cases=tuple(_case(case, "") for case in board.cases),
    )
