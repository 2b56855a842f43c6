"""What people decide reaches the world: agreements, promises, claims, sums, texts, stances, levers and injects."""

import pytest

from scenarios.loader import load
from tests.scenarios.game.world import begun, game, play_out, tiny, willing

LANE = "australia>japan:light oxide"


def to(table, phase, now=2.0):
    """Go on until a phase of the next round, or of this one."""
    while True:
        if table.state.phase != "resolve":
            assert table.do(table.secret, {"do": "go_on"}, now=now).ok
        table.work(now=now)
        if table.state.phase == phase:
            return


def agreed(rounds=4, changes=None, **terms):
    """Two people who have agreed on oxide for some years, the year lived."""
    setting = tiny(rounds=rounds, **(changes or {}))
    table, ann, ben = begun("australia", "japan", setting=setting)
    given = {term.name: term.levels[-1] for term in table.form(LANE)} | {"duration": 8, "price": "spot"} | terms
    given = {name: level for name, level in given.items() if name in {term.name for term in table.form(LANE)}}
    made = table.do(ann, {"do": "offer", "lane": LANE, "terms": given}, now=2.0)
    assert table.do(ben, {"do": "accept", "offer": made.id}, now=2.0).ok
    return table, ann, ben


def test_what_is_agreed_at_the_table_is_signed_and_delivered():
    table, _, ben = agreed()
    to(table, "report")
    (promise,) = table.sight(ben).promises
    assert (promise.seller, promise.buyer, promise.status) == ("australia", "japan", "in force")
    assert promise.promised == pytest.approx(promise.tonnes)
    assert promise.delivered == pytest.approx(promise.promised, rel=0.02)


def test_a_broken_promise_is_seen_claimed_for_with_evidence_and_settled_between_the_two():
    table, ann, ben = agreed(price="fixed")
    to(table, "commit")
    to(table, "commit")
    name = table.sight(ann).promises[0].name
    assert table.do(ann, {"do": "keep", "promise": name, "keep": False}, now=2.0).ok
    assert table.do(ben, {"do": "claim", "promise": name}, now=2.0).ok
    to(table, "negotiate")
    promise = table.sight(ben).promises[0]
    assert promise.breaches == 4
    assert promise.delivered < 0.6 * promise.promised
    assert table.shown.figures["australia"].trust < table.shown.figures["japan"].trust
    breaches = [event for event in table.world.model.log.events if event.kind == "breach"]
    assert "its government has decided so" in breaches[0].text
    (case,) = [one for one in table.sight(ben).cases if one.open]
    assert (case.claimant, case.respondent) == ("japan", "australia")
    assert case.promised > case.delivered == 0.0
    assert case.respondent_view != case.respondent_view  # Nobody sees what the other side thinks.
    away = table.do(ann, {"do": "dispute", "case": case.id, "act": "give way"}, now=2.0)
    assert away.text == f"{case.id} is about no wall that could be taken down."
    low, high = 0.4 * case.stake, 0.6 * case.stake
    table.do(ben, {"do": "dispute", "case": case.id, "act": "settle", "sum": low}, now=2.0)
    table.do(ann, {"do": "dispute", "case": case.id, "act": "settle", "sum": high}, now=2.0)
    to(table, "report")
    closed = next(one for one in table.shown.cases if one.id == case.id)
    assert (closed.outcome, closed.paid) == ("settled", pytest.approx(0.5 * case.stake))


def test_a_person_who_says_nothing_keeps_every_promise_and_claims_for_none():
    table, ann, _ = agreed(price="fixed")
    play_out(table)
    promise = table.sight(ann).promises[0]
    assert promise.breaches == 0
    assert not table.shown.cases


def test_an_agreement_that_was_broken_can_be_ended_and_one_that_was_kept_cannot():
    table, ann, ben = agreed()
    to(table, "commit")
    to(table, "commit")
    name = table.sight(ann).promises[0].name
    early = table.do(ben, {"do": "claim", "promise": name, "end": True}, now=2.0)
    assert "has been kept so far" in early.text
    table.do(ann, {"do": "keep", "promise": name, "keep": False}, now=2.0)
    to(table, "commit")
    assert table.do(ben, {"do": "claim", "promise": name, "end": True}, now=2.0).ok
    to(table, "report")
    assert table.sight(ben).promises[0].status == "terminated"


FLOOR = {"price_floor": 0.4, "reserve_days": 0.0, "fund_rate": 0.0004}
"""A text that pays the miner, by a price floor, and the user, by what the fund builds."""


def allied(rounds=3):
    """Two people who have voted for a text and joined."""
    setting = tiny(rounds=rounds, **{"accord.price_floor": (0.0, 0.4), "accord.exit_notice": 1})
    table, ann, ben = begun("australia", "japan", setting=setting)
    made = table.do(ann, {"do": "propose", "text": FLOOR}, now=2.0)
    known = (one.id for one in table.state.proposals.values() if FLOOR.items() <= dict(one.terms).items())
    text = made.id or next(known)
    for token in (ann, ben):
        assert table.do(token, {"do": "vote", "proposal": text, "yes": True}, now=2.0).ok
        assert table.do(token, {"do": "stance", "stance": "join"}, now=2.0).ok
    to(table, "report")
    return table, ann, ben


def test_two_who_vote_for_a_text_and_join_have_an_accord_with_that_text():
    table, ann, _ = allied()
    assert set(table.shown.accord.members) == {"australia", "japan"}
    assert FLOOR.items() <= dict(table.shown.accord.text).items()
    assert table.sight(ann).accord_worth.startswith("Membership is worth")


def test_who_stays_out_is_no_member_whatever_the_others_sign():
    table, ann, ben = begun("australia", "japan", setting=tiny(rounds=2))
    table.do(ann, {"do": "stance", "stance": "join"}, now=2.0)
    table.do(ben, {"do": "stance", "stance": "stay out"}, now=2.0)
    play_out(table)
    assert "japan" not in table.shown.accord.members


def test_a_member_gives_notice_and_is_gone_when_it_has_run_out():
    table, _, ben = allied(rounds=4)
    to(table, "commit")
    assert table.do(ben, {"do": "stance", "stance": "leave"}, now=2.0).ok
    to(table, "report")
    assert dict(table.shown.accord.notice) == {"japan": table.setting.start_year + 2}
    to(table, "report")
    assert "japan" not in table.shown.accord.members


def test_the_promise_of_the_reserve_is_a_members_to_break_too():
    table, _, ben = allied()
    to(table, "commit")
    assert table.do(ben, {"do": "keep", "promise": "reserve", "keep": False}, now=2.0).ok
    assert table.sight(ben).breaks == ("reserve",)


def test_a_lever_does_what_the_menu_says_and_costs_what_it_says():
    table, ann = begun("japan", phase="commit")
    stock = next(option for option in table.sight(ann).levers if option.lever == "stock")
    before = table.world.model.books.stock[2].sum()
    assert table.do(ann, {"do": "levers", "levers": {"stock": 1.0}}, now=2.0).ok
    preview = table.preview(ann, {"do": "levers", "levers": {"stock": 1.0}})
    assert preview.changes[0].after == pytest.approx(table.shown.figures["japan"].budget - stock.cost)
    to(table, "report")
    assert table.world.model.books.stock[2].sum() > before
    too_dear = {option.lever: 1.0 for option in table.shown.options("japan") if option.cost > 0}
    to(table, "commit")
    refused = table.do(ann, {"do": "levers", "levers": too_dear}, now=2.0)
    if sum(option.cost for option in table.shown.options("japan")) > table.shown.figures["japan"].budget:
        assert not refused.ok


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"kind": "export ban", "size": 0.9}, "shock"),
        ({"kind": "demand surge", "target": "mobility", "size": 1.0}, "shock"),
        ({"kind": "mine accident", "target": "Mount Weld"}, "shock"),
        ({"kind": "new plant", "target": "japan", "plant": "magnet"}, "investment"),
    ],
)
def test_an_inject_strikes_in_the_year_that_is_being_played(words, kind):
    table, _ = begun("japan", phase="commit")
    mines = list(table.shown.mines)
    if "mine" in words["kind"]:
        words = words | {"target": next(mine for mine in mines if table.shown.mines[mine] == "australia")}
    receipt = table.do(table.secret, {"do": "inject", **words}, now=2.0)
    assert receipt.ok, receipt.text
    quiet = play_out(begun("japan", phase="commit")[0])
    play_out(table)
    year = table.setting.start_year
    told = [event for event in table.world.model.log.events if event.year == year and event.kind == kind]
    plain = [event for event in quiet.world.model.log.events if event.year == year and event.kind == kind]
    assert len(told) > len(plain)
    assert table.hash() != quiet.hash()


def test_injects_nobody_knows_are_refused_with_a_guess():
    table, _ = begun("japan")
    for words, because in (
        ({"kind": "meteor"}, "An inject is one of"),
        ({"kind": "mine accident", "target": "x"}, "No mine"),
        ({"kind": "export ban", "target": "japn"}, "Did you mean 'japan'"),
        ({"kind": "export ban", "size": 3.0}, "at most 1"),
        ({"kind": "press leak", "item": 999}, "none with number 999"),
    ):
        receipt = table.do(table.secret, {"do": "inject", **words}, now=2.0)
        assert because in receipt.text


def test_a_preview_of_oxide_bound_with_priority_fills_the_gap_that_it_names():
    table, _, ben = begun("australia", "japan")
    terms = {term.name: term.levels[-1] for term in table.form(LANE)}
    before = table.hash()
    shown = table.preview(ben, {"do": "offer", "lane": LANE, "terms": terms})
    labels = {change.label: change for change in shown.changes}
    assert labels["Worth to you"].after == pytest.approx(
        float(table.study.table(LANE).table.worth[1, table.study.table(LANE).table.space.encode(terms)])
    )
    if terms.get("emergency priority") == "yes":
        assert 0 <= labels["Supply gap in a crisis"].before <= 1
    assert table.hash() == before


def test_what_if_compares_two_worlds_from_one_round_on():
    table, _, _ = agreed(rounds=3)
    play_out(table)
    offer = next(offer for offer in table.state.offers.values() if offer.state == "accepted")
    found = table.what_if(1, {"refuse": offer.id})
    assert "refused offer" in found.question
    assert found.as_it_was.utility != found.changed.utility
    assert found.as_it_was.metrics["welfare"][0][0] == table.setting.start_year
    same = table.what_if(3, {})
    assert same.as_it_was.metrics["welfare"][:2] == same.changed.metrics["welfare"][:2]


def test_votes_are_secret_where_the_scenario_says_so():
    for votes, seen in (("open", True), ("secret", False)):
        table, ann, ben = begun("australia", "japan", votes=votes)
        made = table.do(ann, {"do": "propose", "text": {"fund_rate": 0.0004, "reserve_days": 60.0}}, now=2.0)
        if not made.ok:  # The mediator has put the same text on the table.
            made = table.do(ann, {"do": "propose", "text": {"fund_rate": 0.0, "reserve_days": 60.0}}, now=2.0)
        view = next(one for one in table.sight(ben).common.proposals if one.id == made.id)
        assert (view.yes >= 1, bool(view.votes)) == (True, seen)


def test_the_ai_votes_for_a_text_exactly_when_it_is_better_than_what_it_has_otherwise():
    table, ann = begun("japan")
    table.do(ann, {"do": "propose", "text": {"fund_rate": 0.0, "reserve_days": 60.0}}, now=2.0)
    table.work(now=2.0)
    for ballot in (ballot for ballot in table.state.ballots.values() if ballot.by_ai):
        text = table.study.text(dict(table.state.proposals[ballot.proposal].terms))
        inside, outside, needs = table.study.worth(ballot.who, text)
        assert ballot.yes is (inside >= outside + needs)
        assert "USD m" in ballot.reason


def test_a_game_alone_has_no_table_to_sit_at():
    table, ann = begun("japan", regime="unilateral")
    assert not table.shown.lanes
    assert "do not bargain" in table.do(ann, {"do": "offer", "lane": LANE, "terms": {}}, now=2.0).text
    assert "no accord" in table.do(ann, {"do": "stance", "stance": "join"}, now=2.0).text
    assert play_out(table).state.phase == "over"


def test_the_lobby_knows_nothing_yet_and_refuses_what_belongs_later():
    table = game()
    token = table.claim(table.code, "japan", "Ann").token
    assert "the game is in Lobby" in table.do(token, {"do": "stance", "stance": "join"}, now=1.0).text
    assert table.sight(token).common.phase == "lobby"


@pytest.mark.parametrize("scenario", ["quad", "classroom_20_minutes"])
def test_a_game_in_which_everybody_sits_and_nobody_speaks_goes_on(scenario):
    """Six seats without a word: too few come to the summit, no lane is bargained over, and the year is lived."""
    setting = load(scenario, rounds=2)
    last = "india" if scenario == "quad" else "european_union"
    table, *_ = begun("japan", "australia", "united_states", "china", "malaysia", last, setting=setting)
    play_out(table)
    assert not table.shown.accord.members
    assert any("it is not held" in event.text for event in table.shown.events)


def founding(ann_votes):
    """The members of the accord after a first year in which Japan only votes, and Australia is for whatever comes."""
    # With this seed both parliaments say yes.
    table, ann, ben = begun("japan", "australia", setting=willing(), seed=2)
    for text in list(table.state.proposals):
        table.do(ann, {"do": "vote", "proposal": text, "yes": ann_votes}, now=2.0)
        table.do(ben, {"do": "vote", "proposal": text, "yes": True}, now=2.0)
    table.do(table.secret, {"do": "resolve_now"}, now=3.0)
    table.work(now=3.0)
    return table.shown.accord.members


def test_who_votes_for_the_text_that_goes_to_the_summit_comes_to_sign_it():
    assert founding(ann_votes=True) == ("australia", "japan")


def test_who_votes_against_the_only_text_is_no_member_of_it():
    assert founding(ann_votes=False) == ()


def between_reviews():
    """A game in which an accord of three was founded in the first year, and is reviewed in the fourth."""
    setting = willing(rounds=3, **{"accord.review_years": 3})
    table, ann, ben = begun("japan", "australia", setting=setting, seed=2)
    for text in list(table.state.proposals):
        for token in (ann, ben):
            table.do(token, {"do": "vote", "proposal": text, "yes": True}, now=2.0)
    for token in (ann, ben):
        table.do(token, {"do": "stance", "stance": "join"}, now=2.0)
    table.do(table.secret, {"do": "resolve_now"}, now=3.0)
    table.work(now=3.0)
    for _ in range(2):
        table.do(table.secret, {"do": "go_on"}, now=4.0)
        table.work(now=4.0)
    assert table.shown.accord.members
    return table, ann, ben


def test_between_reviews_more_than_half_of_the_members_can_call_a_summit_and_change_the_text():
    table, ann, ben = between_reviews()
    assert table.shown.accord.early
    assert "more than half of the members" in table.shown.accord.when
    assert not table.state.proposals or all(one.round == 1 for one in table.state.proposals.values())
    before = dict(table.shown.accord.text)
    wanted = {"reserve_days": 0.0 if before["reserve_days"] else 60.0, "fund_rate": 0.0004}
    made = table.do(ann, {"do": "propose", "text": wanted}, now=5.0)
    assert made.ok
    assert table.current_text() == 0, "one of two members is no majority"
    assert not next(one.current for one in table.sight(ann).common.proposals)
    table.do(ben, {"do": "vote", "proposal": made.id, "yes": True}, now=5.0)
    assert table.current_text() == made.id
    table.do(table.secret, {"do": "resolve_now"}, now=6.0)
    table.work(now=6.0)
    told = " ".join(news.text for news in table.shown.news)
    assert "2 of 2 members vote for the tabled text; it is adopted" in told
    # Parliaments still have their say, as at any summit.
    fell = "The new text falls with the parliaments that refuse it" in told
    assert dict(table.shown.accord.text) == (before if fell else before | wanted)


def test_a_text_that_half_of_the_members_want_calls_no_summit_between_reviews():
    table, ann, _ = between_reviews()
    before = table.shown.accord.text
    table.do(ann, {"do": "propose", "text": {"reserve_days": 0.0, "fund_rate": 0.0004}}, now=5.0)
    table.do(table.secret, {"do": "resolve_now"}, now=6.0)
    table.work(now=6.0)
    assert table.shown.accord.text == before
    assert not any("tabled text" in news.text for news in table.shown.news)
