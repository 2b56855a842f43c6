"""Where hawks, legalists, opportunists and free riders do otherwise than a pragmatist, each with its reason."""

from dataclasses import replace

import numpy as np
import pytest

from agents.model import AllianceModel
from agents.players.port import rule
from agents.questions.accord import AskToJoin, PayToKeep, Renew, Sign, VoteOnText
from agents.questions.levers import Build, Choice, Restrict
from agents.supply.promises import Arrear
from agents.terms.lane import Lane
from agents.world.setting import Setting
from agents.year import levers
from negotiation.compliance.breach import Obligation
from scenarios.contracts._asked import CASE, END, KEEP, QUESTIONS, RELEASE, RIGHT, VIEW, known
from scenarios.loader import load, with_changes
from tests.agents.grown import grown_accord
from tests.agents.promised import BUYER, QUIET, SELLER, agreement, go, market, played_by, promised
from tests.agents.test_strategies import PLAN

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def lawless() -> Setting:
    """A world in which no forum hears anybody, and nobody looks ahead."""
    return with_changes(load("pair"), QUIET | {"supply.patience": 0.0})


def says(name, question):
    return rule(name, question.verb)(question, RNG)


def both_ways(setting):
    """Each sells to the other: oxide one way, magnets the other."""
    promises = promised(setting)
    back = Lane(seller=BUYER, buyer=SELLER, stage=2, material=0, tonnes=400.0, waits=0, score=0.0)
    promises.sign(agreement(number=13, lane=back, base_price=80.0))
    return promises


def rates(promises, season, spot, **strategies):
    """What is kept of each agreement in a quarter."""
    came = go(promises, *market(spot=spot), season=season, ask=played_by(**strategies))
    return {one.account.name: one.delivery.rate for one in came.kept}, [note.text for note in came.notes]


# The hawk.


@pytest.mark.parametrize(("buyer", "answered"), [("pragmatist", 1.0), ("hawk", 0.0)])
def test_a_hawk_breaks_its_own_promise_to_who_broke_theirs_and_a_pragmatist_goes_on(lawless, buyer, answered):
    """Australia sells at 50 what fetches 80, and breaks it; Japan sells it magnets at the spot price."""
    promises = both_ways(lawless)
    first, _ = rates(promises, 0, 80.0, buyer=buyer)
    assert first == {"A12": 0.0, "A13": 1.0}
    second, told = rates(promises, 1, 80.0, buyer=buyer)
    assert second["A13"] == answered
    said = "it breaks its word, as Australia has not made up for 1 quarter in which it broke its own."
    assert any(text.startswith("A13") and said in text for text in told) == (buyer == "hawk")


@pytest.mark.parametrize(("buyer", "seasons"), [("pragmatist", 4), ("hawk", 1)])
def test_a_hawk_ends_an_agreement_at_the_first_breach(lawless, buyer, seasons):
    promises = promised(with_changes(lawless, {"supply.termination_breaches": 4}))
    ended = 0
    while promises.accounts[0].status == "in force":
        _, told = rates(promises, ended, 80.0, buyer=buyer)
        ended += 1
    assert ended == seasons
    assert ("as it waits for no second breach" in told[-1]) == (buyer == "hawk")


@pytest.mark.parametrize(("buyer", "ends"), [("pragmatist", "settled"), ("hawk", "")])
def test_a_hawk_holds_out_for_a_ruling_where_a_pragmatist_settles(lawless, buyer, ends):
    law = with_changes(lawless, {"supply.forum": "panel", "disputes.doubt": 0.0, "disputes.complainant_wins": 0.6})
    promises, (quarter, clear) = promised(law, tonnes=40_000.0, damages=0.5), market(spot=80.0, there=80.0)
    for season in range(4):
        go(promises, quarter, clear, season, ask=played_by(buyer=buyer))
    case = promises.disputes[0]
    assert case.outcome == ends
    assert case.held == (buyer == "hawk")


def test_a_hawk_keeps_its_ore_at_home_while_a_breach_stands_even_at_a_loss_and_never_against_a_promise():
    hurt = replace(VIEW, let_down_by=("Japan", "India"))
    (move,) = says("hawk", hurt)
    assert move == Restrict(reason="it answers broken promises of Japan and India")
    assert says("pragmatist", hurt) == says("hawk", VIEW) == says("hawk", replace(hurt, bound=True)) == ()


def test_a_nation_sees_who_let_it_down_until_that_is_forgotten():
    model = AllianceModel(load("pair"), "bilateral", 1)
    model.brief()
    seller, buyer = 0, 1
    lane = Lane(seller=seller, buyer=buyer, stage=1, material=0, tonnes=400.0, waits=0, score=0.0)
    model.promises.sign(agreement(lane=lane))
    owed = Obligation(
        id="A12-0",
        debtor=seller,
        creditor=buyer,
        material=0,
        stage=1,
        quantity=100.0,
        price=50.0,
        due=0,
        agreement="A12",
    )
    missed = Arrear(obligation=owed, side="seller", delivered=0.0, missing=100.0, cause="gain", loss=1.0)
    model.promises.accounts[0].arrears = (missed,)
    assert levers.view_of(model, model.nations[buyer]).let_down_by == (model.names[seller],)
    assert levers.view_of(model, model.nations[seller]).let_down_by == ()


# The legalist.


@pytest.mark.parametrize(("forum", "pragmatic", "legal"), [("none", 0.0, 0.0), ("panel", 0.0, 1.0)])
def test_a_legalist_keeps_its_word_where_a_panel_could_rule_whatever_a_breach_would_bring(
    lawless, forum, pragmatic, legal
):
    """With damages of a tenth of the loss the breach pays in spite of the panel."""
    law = with_changes(lawless, {"supply.forum": forum})
    kept = [
        go(promised(law, damages=0.1, tonnes=4000.0), *market(spot=80.0, there=80.0), ask=played_by(seller=name))
        .kept[0]
        .delivery.rate
        for name in ("pragmatist", "legalist")
    ]
    assert kept == [pragmatic, legal]


def test_a_legalist_uses_what_the_terms_allow():
    """To stop in a crisis, as agreed, breaks nothing."""
    assert says("legalist", replace(KEEP, forum="panel", crisis=True, may_suspend=True)).share == 0.0


def test_a_legalist_obeys_a_ruling_that_its_politics_would_not():
    ruled = replace(CASE, stage="remedy", award=3.0, willing=False)
    assert [says(name, ruled).obeys for name in ("pragmatist", "legalist")] == [False, True]


def test_a_legalist_takes_a_wall_down_once_a_ruling_says_so_and_not_before():
    told = {name: [says(name, replace(RIGHT, ruled=ruled)).yes for ruled in (False, True)] for name in CHARACTERS}
    assert told == {"pragmatist": [False, False], "legalist": [False, True]}


CHARACTERS = ("pragmatist", "legalist")


def test_a_legalist_releases_what_it_owes_where_it_could_be_fined():
    tempting = replace(RELEASE, gain=100.0)
    assert [says(name, tempting).yes for name in CHARACTERS] == [False, True]
    assert [says(name, replace(tempting, detection=0.0)).yes for name in CHARACTERS] == [False, False]


# The opportunist.


@pytest.mark.parametrize(("seller", "rate"), [("pragmatist", 1.0), ("opportunist", 0.0)])
def test_an_opportunist_breaks_its_word_to_a_partner_that_is_worth_more_than_the_gain(lawless, seller, rate):
    patient = with_changes(lawless, {"supply.patience": 0.9})
    came = go(promised(patient, (5.0, 0.0)), *market(spot=80.0), ask=played_by(seller=seller))
    assert came.kept[0].delivery.rate == rate


def test_an_opportunist_fears_a_panel_like_everybody():
    assert says("opportunist", replace(KEEP, relation=9.0)).share == 0.0
    assert says("opportunist", replace(KEEP, relation=9.0, forum="panel", sanction=9.0)).share == 1.0


@pytest.mark.parametrize(("seller", "outcome"), [("pragmatist", "settled"), ("opportunist", "dropped")])
def test_an_opportunist_pays_nothing_where_talks_are_all_that_it_can_be_asked_to(lawless, seller, outcome):
    """Each breaks its word where that may only be talked about; a pragmatist pays for the sake of the relation."""
    talks = with_changes(lawless, {"supply.forum": "consultation", "supply.patience": 0.5, "supply.look_ahead": 1})
    promises = promised(talks, (2.0, 0.0), tonnes=4000.0)
    for season in range(4):
        go(promises, *market(spot=80.0, there=80.0), season=season, ask=played_by(seller=seller))
    assert promises.disputes[0].outcome == outcome


def test_an_opportunist_holds_back_the_reserve_that_an_accord_it_values_would_have_it_draw():
    dear = replace(RELEASE, relation=10.0)
    assert [says(name, dear).yes for name in ("pragmatist", "opportunist")] == [True, False]


def test_an_end_comes_with_the_first_miss_for_a_hawk_only():
    assert [says(name, END).yes for name in ("pragmatist", "legalist", "opportunist", "hawk")] == [False] * 3 + [True]


# The free rider.


def asked(kind):
    return next(question for question in QUESTIONS if isinstance(question, kind))


@pytest.mark.parametrize("kind", [Sign, AskToJoin])
@pytest.mark.parametrize(("outside", "joins"), [(8.0, False), (6.0, False), (2.0, True), (-5.0, True)])
def test_a_free_rider_stays_out_where_that_brings_at_least_half_of_membership(kind, outside, joins):
    """Membership is worth 10, and parliament asks for 1 more than staying out: a pragmatist joins in all cases."""
    question = replace(asked(kind), inside=10.0, outside=outside, needs=1.0)
    assert says("pragmatist", question).yes
    answer = says("free_rider", question)
    assert answer.yes is joins
    assert joins or answer.reason == f"others' accord brings it {outside:.0f} USD m for nothing, 10 USD m as a member"


def test_a_free_rider_does_not_sign_what_leaves_it_worse_off():
    question = replace(asked(Sign), inside=-10.0, outside=0.0)
    assert not says("free_rider", question).yes


def test_a_free_rider_renews_only_what_it_cannot_have_for_nothing():
    for outside, renews in ((6.0, False), (-50.0, True)):
        question = replace(asked(Renew), inside=10.0, outside=outside, fatigue=0.0)
        assert says("free_rider", question).yes is renews


@pytest.mark.parametrize(
    ("change", "for_it"),
    [({"fund_rate": 0.02}, False), ({"reserve_days": 90.0}, False), ({"fund_rate": 0.0}, True), ({}, True)],
)
def test_a_free_rider_votes_against_paying_more_whatever_it_brings(change, for_it):
    question = asked(VoteOnText)
    old = replace(question.text, fund_rate=0.01, reserve_days=30.0)
    question = replace(question, member=True, text=old, tabled=replace(old, **change), now=8.0, then=100.0)
    assert says("pragmatist", question).yes
    answer = says("free_rider", question)
    assert answer.yes is for_it
    assert for_it or "instead of" in answer.reason


def test_a_free_rider_leaves_it_to_others_to_pay_a_member_for_staying():
    assert [says(name, asked(PayToKeep)).yes for name in ("pragmatist", "free_rider")] == [True, False]


def test_a_free_rider_leaves_nothing_for_projects_with_others():
    plant = Choice(plan=PLAN, look=known(gain_calm=60.0, gain_crisis=60.0, gain_tail=0.0))
    view = replace(VIEW, choices=(plant,), joint_part=0.5)
    for name, cost in (("pragmatist", 50.0), ("free_rider", 100.0)):
        (move,) = says(name, view)
        assert isinstance(move, Build)
        assert move.cost == pytest.approx(cost)


def test_an_accord_is_founded_without_the_free_rider_and_the_record_tells_why():
    world = with_changes(load("small"), {"nations.united_states.strategy": "free_rider"})
    rider = [nation.key for nation in world.nations].index("united_states")
    model = grown_accord(world, fits=lambda model: rider not in model.accord.members)
    assert any(
        event.kind == "refusal" and event.actors[0] == "united_states" and "for nothing" in event.text
        for event in model.log.events
    )
