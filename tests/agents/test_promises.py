"""Promises kept and broken: what stops a nation, what pays it, and what the other side then does."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from agents.players.orders import Orders
from agents.supply import claims
from agents.terms.lane import Lane
from agents.world.setting import Setting
from negotiation.compliance.repeated import StageGame, grim_threshold
from negotiation.disputes.dispute import COURSE, Dispute
from scenarios.loader import load, with_changes
from tests.agents.promised import BUYER, OTHER, QUIET, SELLER, agreement, go, governed, market, promised


@pytest.fixture(scope="module")
def plain() -> Setting:
    return with_changes(load("pair"), QUIET)


def test_a_seller_keeps_its_promise_while_the_spot_price_is_no_better(plain):
    promises = promised(plain)
    came = go(promises, *market(spot=50.0))
    assert came.kept[0].delivery.rate == 1.0
    assert not came.notes


def test_a_seller_breaks_its_promise_for_a_better_price_if_nothing_holds_it(plain):
    promises = promised(plain)
    came = go(promises, *market(spot=80.0))
    assert came.kept[0].delivery.delivered == 0.0
    kind, actors, text, about, follows = came.notes[0]
    assert (about, follows) == ("A12-0", ("A12",))
    assert (kind, actors) == ("breach", (SELLER, BUYER))
    assert text.startswith("A12: Australia delivers 0 of 100 t of light oxide promised to Japan: it breaks its word")


# Two nations in a repeated prisoners' dilemma: breaking brings T - R = 3 USD m at once (100 t at 30 USD/kg above the
# price), and keeping is worth R - P = 2 USD m a quarter beyond the end of the relation.
GAME = StageGame(temptation=6.0, reward=3.0, punishment=1.0, sucker=0.0)


@pytest.mark.parametrize("apart", [-0.02, 0.02])
def test_a_repeated_supply_game_turns_at_the_published_discount_factor(plain, apart):
    """Friedman (1971): grim trigger holds from (T - R)/(T - P) on; here 3/5."""
    threshold = grim_threshold(GAME)
    assert threshold == pytest.approx(0.6)
    patient = with_changes(plain, {"supply.patience": (threshold + apart) ** 4})
    worth = (GAME.reward - GAME.punishment, 0.0)
    spot = 50.0 + 1000 * (GAME.temptation - GAME.reward) / 100
    kept = [go(promised(patient, worth), *market(spot=spot), season=quarter).kept[0] for quarter in range(3)]
    assert {one.delivery.rate for one in kept} == ({1.0} if apart > 0 else {0.0})


def test_without_looking_ahead_no_patience_keeps_the_same_promise(plain):
    blind = with_changes(plain, {"supply.patience": 0.99, "supply.look_ahead": 0})
    came = go(promised(blind, (GAME.reward - GAME.punishment, 0.0)), *market(spot=80.0))
    assert came.kept[0].delivery.rate == 0.0


def test_with_perfect_detection_lost_the_promise_falls_at_the_published_factor(plain):
    """Green and Porter's point: with detection p the threshold is (T-R)/((T-R) + p(R-P)); at p = 1/2 it is 3/4."""
    threshold = grim_threshold(GAME, detection=0.5)
    assert threshold == pytest.approx(0.75)
    for apart, rate in ((-0.02, 0.0), (0.02, 1.0)):
        blurred = with_changes(plain, {"supply.detection": 0.5, "supply.patience": (threshold + apart) ** 4})
        came = go(promised(blurred, (2.0, 0.0)), *market(spot=80.0))
        assert came.kept[0].delivery.rate == rate


def test_the_end_of_an_agreement_unravels_it(plain):
    patient = with_changes(plain, {"supply.patience": 0.9})
    worth = (2.0, 0.0)
    early = go(promised(patient, worth, ends=50), *market(spot=80.0), season=0)
    late = go(promised(patient, worth, ends=50), *market(spot=80.0), season=199)
    assert (early.kept[0].delivery.rate, late.kept[0].delivery.rate) == (1.0, 0.0)


def test_partners_who_would_hear_of_it_hold_a_nation_to_its_word(plain):
    patient = with_changes(plain, {"supply.patience": 0.5})
    rates = []
    for gossip in (0.0, 0.5):
        promises = promised(with_changes(patient, {"trust.gossip": gossip}))
        lane = Lane(seller=SELLER, buyer=OTHER, stage=1, material=0, tonnes=400.0, waits=0, score=0.0)
        promises.sign(agreement(number=13, lane=lane, base_price=90.0), (3.0, 0.0))
        rates.append(go(promises, *market(spot=80.0)).kept[0].delivery.rate)
    assert rates == [0.0, 1.0]


@pytest.mark.parametrize(("forum", "rate"), [("none", 0.0), ("consultation", 0.0), ("panel", 1.0), ("appeal", 1.0)])
def test_a_forum_that_can_rule_deters_what_talks_do_not(plain, forum, rate):
    law = with_changes(plain, {"supply.forum": forum, "supply.patience": 0.0})
    came = go(promised(law, damages=2.0), *market(spot=80.0, there=80.0))
    assert came.kept[0].delivery.rate == rate


def test_members_take_their_quarrels_to_the_forum_of_their_accord(plain):
    law = with_changes(plain, {"supply.forum": "none", "disputes.members_forum": "appeal"})
    promises = promised(law)
    assert promises.forum(promises.accounts[0]) == "none"
    promises.members = (SELLER, BUYER)
    assert promises.forum(promises.accounts[0]) == "appeal"


def test_a_buyer_walks_away_from_a_dear_contract_unless_take_or_pay_holds_it(plain):
    rates = []
    sure = {"disputes.complainant_wins": 1.0, "disputes.compliance": 1.0}
    for share in (0.0, 1.0):
        law = with_changes(plain, sure | {"supply.forum": "panel", "supply.take_or_pay": share, "supply.patience": 0.0})
        came = go(promised(law, tonnes=4000.0), *market(spot=20.0))
        rates.append((came.kept[0].side, came.kept[0].delivery.rate))
    assert rates[0] == ("buyer", 0.0)
    assert rates[1][1] == 1.0


def test_what_a_government_forbids_is_a_breach_by_order(plain):
    came = go(promised(plain), *market(quota=10.0))
    assert came.kept[0].delivery.cause == "order"
    assert came.kept[0].missed
    assert "its government stops the shipment" in came.notes[0][2]


def test_terms_that_let_deliveries_stop_in_a_crisis_are_no_breach(plain):
    came = go(promised(plain, emergency=False), *market(spot=300.0), crisis=True)
    assert came.kept[0].lawful
    assert not came.kept[0].missed
    assert not came.notes


def test_force_majeure_forgives_what_an_outage_took_and_no_more(plain):
    wide = with_changes(plain, {"supply.force_majeure": 1.0})
    hit = go(promised(wide), *market(able=200.0), lost=np.array([0.5, 0.0, 0.0])).kept[0]
    idle = go(promised(wide), *market(able=200.0)).kept[0]
    assert (hit.excused, hit.missed) == (pytest.approx(50.0), False)
    assert (idle.excused, idle.missed) == (0.0, True)


def test_a_force_majeure_clause_agreed_on_goes_before_the_standard_one(plain):
    narrow = with_changes(plain, {"supply.force_majeure": 0.0})
    hit = {"lost": np.array([0.5, 0.0, 0.0])}
    agreed = go(promised(narrow, force_majeure=1.0), *market(able=200.0), **hit).kept[0]
    usual = go(promised(narrow), *market(able=200.0), **hit).kept[0]
    assert (agreed.excused, usual.excused) == (pytest.approx(50.0), 0.0)


def test_a_forum_agreed_on_goes_before_the_standard_one_and_members_go_to_their_own(plain):
    promises = promised(plain, forum="panel")
    assert promises.forum(promises.accounts[0]) == "panel"
    promises.members = (SELLER, BUYER)
    assert promises.forum(promises.accounts[0]) == "none"


def test_take_or_pay_agreed_on_goes_before_the_standard_one(plain):
    law = with_changes(plain, {"supply.take_or_pay": 0.0})
    assert [
        promised(law, take_or_pay=share).cover(promised(law, take_or_pay=share).accounts[0]) for share in (None, 0.8)
    ] == [0.0, 0.8]


def test_a_prepayment_is_handed_over_once_and_comes_back_tonne_by_tonne(plain):
    """400 t/yr at 50 USD/kg for two years, half a year's price of 20 USD m ahead: 10 now, 12.5 off each kg."""
    law = with_changes(plain, {"disputes.complainant_wins": 1.0, "disputes.compliance": 1.0})
    promises = promised(law, prepayment=0.5, ends=2, forum="panel", damages=4.0)
    moved = [go(promises, *market(spot=50.0), season=season).transfers for season in range(8)]
    assert moved[0][:2] == pytest.approx([10 - 1.25, -10 + 1.25])
    for later in moved[1:]:
        assert later[:2] == pytest.approx([-1.25, 1.25])
    assert sum(moved)[:2] == pytest.approx([0.0, 0.0])


def test_a_seller_paid_ahead_has_more_to_gain_from_breaking_its_word(plain):
    rates = [go(promised(plain, prepayment=part), *market(spot=50.0)).kept[0].delivery.rate for part in (0.0, 0.5)]
    assert rates == [1.0, 0.0]


def test_what_was_paid_ahead_for_tonnes_that_need_not_come_is_handed_back(plain):
    promises = promised(plain, prepayment=0.5, ends=2, emergency=False)
    came = go(promises, *market(spot=300.0), crisis=True)
    assert came.kept[0].lawful
    assert came.transfers[:2] == pytest.approx([10 - 1.25, -10 + 1.25])


def test_what_could_not_be_delivered_is_made_up_for_and_no_claim_follows(plain):
    law = with_changes(plain, {"supply.forum": "panel", "supply.cure_quarters": 1})
    promises = promised(law)
    go(promises, *market(spot=50.0, there=200.0, able=0.0))
    assert promises.accounts[0].arrears
    came = go(promises, *market(spot=50.0, there=200.0), season=1)
    assert came.kept[0].made_up == pytest.approx(100.0)
    assert came.notes[0][:2] == ("remedy", (SELLER, BUYER))
    assert came.notes[0].follows == ("A12-0",)
    assert not promises.disputes
    assert promises.accounts[0].delivered == pytest.approx(promises.accounts[0].promised)


def claimed(setting, **changes):
    promises = promised(setting, tonnes=40_000.0, **changes)
    quarter, clear = market(spot=80.0, there=80.0)
    notes = [(season, note) for season in range(30) for note in go(promises, quarter, clear, season).notes]
    return promises, notes


def test_a_claim_waits_for_the_time_to_cure_and_names_its_agreement(plain):
    law = with_changes(
        plain,
        {"supply.forum": "panel", "supply.cure_quarters": 2, "disputes.complainant_wins": 0.6, "supply.patience": 0.0},
    )
    _, notes = claimed(law, damages=0.5)
    first_breach = next(season for season, note in notes if note[0] == "breach")
    first_claim, claim = next((season, note) for season, note in notes if note[0] == "claim")
    assert first_claim == first_breach + 2
    assert claim[2].startswith("A12/1: Japan claims USD")


def test_members_who_publish_err_less_about_their_quarrels(plain):
    open_ = with_changes(plain, {"emergencies.disclosure": 0.75})
    promises = promised(open_)
    assert claims.doubt(promises, BUYER, SELLER) == open_.disputes.doubt
    promises.members = (SELLER, BUYER)
    assert claims.doubt(promises, BUYER, SELLER) == pytest.approx(0.25 * open_.disputes.doubt)
    assert claims.doubt(promises, OTHER, SELLER) == open_.disputes.doubt


def test_every_event_of_a_quarrel_names_its_case_and_follows_the_course(plain):
    law = with_changes(
        plain,
        {
            "supply.forum": "panel",
            "disputes.doubt": 0.0,
            "supply.patience": 0.0,
            "disputes.claimant_weight": 0.0,
            "disputes.complainant_wins": 0.6,
        },
    )
    promises, notes = claimed(law, damages=0.5)
    assert promises.disputes
    told = {"claim", "consultation", "settlement", "panel", "ruling", "appeal", "remedy", "suspension", "closed"}
    assert all(note[2].startswith("A12") for _, note in notes if note[0] in told | {"breach", "termination"})
    for dispute in promises.disputes:
        stages = [stage for _, stage, _ in dispute.history]
        assert all(b == a or b in COURSE[a] for a, b in pairwise(stages))


def test_a_nation_can_pursue_only_as_many_cases_as_it_has_lawyers(plain):
    law = with_changes(plain, {"supply.forum": "panel", "disputes.cases_per_nation": 0, "supply.patience": 0.0})
    promises, _ = claimed(law, damages=0.5)
    assert not promises.disputes


def test_an_agreement_broken_too_often_is_ended_by_the_one_let_down(plain):
    strict = with_changes(plain, {"supply.termination_breaches": 3, "supply.patience": 0.0})
    promises, notes = claimed(strict)
    season, note = next((season, note) for season, note in notes if note[0] == "termination")
    assert season == 2
    assert note[1] == (BUYER, SELLER)
    assert note[2].startswith("A12: Japan ends the agreement after 3 quarters in a row")
    assert promises.accounts[0].status == "terminated"
    assert not promises.in_force(3)


def test_who_was_not_paid_what_a_panel_awarded_may_withhold_its_own_deliveries(plain):
    promises = promised(plain)
    back = Lane(seller=BUYER, buyer=SELLER, stage=2, material=0, tonnes=400.0, waits=0, score=0.0)
    promises.sign(agreement(number=13, lane=back))
    quarrel = {
        "obligations": (),
        "promised": 100.0,
        "delivered": 0.0,
        "stake": 10.0,
        "award": 10.0,
        "forum": "panel",
        "merit": 1.0,
        "claimant_view": 1.0,
        "respondent_view": 1.0,
        "opened": 0,
        "stage_since": 0,
    }
    open_case = Dispute(id="A12/1", claimant=BUYER, respondent=SELLER, stage="suspension", **quarrel)
    promises.disputes = (open_case,)
    kept = {one.account.name: one for one in go(promises, *market()).kept}
    assert kept["A12"].delivery.rate == 1.0
    assert kept["A13"].lawful
    assert not kept["A13"].missed
    assert kept["A13"].delivery.reason.endswith("in A12/1")
    promises.disputes = (replace(open_case, stage="closed", outcome="paid"),)
    assert all(one.delivery.rate == 1.0 for one in go(promises, *market(), season=1).kept)


def test_money_of_agreements_only_changes_hands(plain):
    """What the seller loses against its spot price the buyer gains against it: same price at both, no carriage."""
    came = go(promised(plain, base_price=90.0, price_rule="fixed"), *market(spot=90.0))
    assert came.transfers.sum() == pytest.approx(0.0, abs=1e-9)


def test_the_last_shipment_of_one_agreement_is_not_the_last_that_partners_hear_of(plain):
    """Another agreement that still runs holds a nation to its word at the end of this one; alone, nothing does."""
    patient = with_changes(plain, {"supply.patience": 0.9, "supply.look_ahead": 8, "trust.gossip": 0.0})
    rates = []
    for more in (False, True):
        promises = promised(patient, (2.0, 0.0), ends=50)
        if more:
            promises.sign(agreement(number=13, base_price=90.0, ends=60), (5.0, 0.0))
        rates.append(go(promises, *market(spot=80.0), season=199).kept[0].delivery.rate)
    assert rates == [0.0, 1.0]


@pytest.mark.parametrize(
    ("strength", "trusted", "rate"), [(0.0, 0.9, 0.0), (0.5, 0.9, 0.2), (1.0, 0.9, 0.4), (1.0, 0.3, 0.0)]
)
def test_who_breaks_its_word_spares_a_partner_that_kept_its_own(plain, strength, trusted, rate):
    """It still delivers strength x (trust - 1/2) of what it promised; strangers and worse are spared nothing."""
    kind = with_changes(plain, {"trust.reciprocity": strength, "supply.patience": 0.0})
    promises, (quarter, clear) = promised(kind), market(spot=80.0)
    came = go(promises, quarter, clear, trust=np.full((3, 3), trusted))
    assert came.kept[0].delivery.rate == pytest.approx(rate)
    assert came.kept[0].delivery.cause == "gain"


def test_what_is_paid_for_a_claim_makes_amends_in_the_same_part(plain):
    """A quarrel settled for half of what was claimed mends half; nothing else in these quarters mends anything."""
    law = with_changes(
        plain,
        {"supply.forum": "panel", "disputes.doubt": 0.0, "supply.patience": 0.0, "disputes.complainant_wins": 0.6},
    )
    promises = promised(law, tonnes=40_000.0, damages=0.5)
    quarter, clear = market(spot=80.0, there=80.0)
    mended = sum(go(promises, quarter, clear, season).amends for season in range(12))
    paid = sum(dispute.paid / dispute.stake for dispute in promises.disputes)
    assert paid > 0
    assert mended[BUYER, SELLER] == pytest.approx(paid)
    mended[BUYER, SELLER] = 0.0
    assert not mended.any()


def test_metrics_count_claims_and_how_they_ended():
    from agents.metrics import promises as counted
    from negotiation.disputes.claim import open_claim, withdraw
    from negotiation.disputes.settlement import agree

    def file(number, season):
        return open_claim(
            id=f"A1/{number}",
            claimant=0,
            respondent=1,
            obligations=(),
            promised=1.0,
            delivered=0.0,
            stake=2.0,
            forum="panel",
            quarter=season,
            terms=load("pair").disputes.terms(),
            rng=np.random.default_rng(1),
        )[0]

    disputes = (agree(file(1, 3), 5, 1.0)[0], withdraw(file(2, 4), 5)[0], file(3, 7))
    model = SimpleNamespace(
        now=1,
        promises=SimpleNamespace(disputes=disputes),
        book=SimpleNamespace(money={"litigation": np.array([1.5, 0.5])}),
    )
    assert counted.claims_filed(model) == 2
    assert counted.settled_in_talks(model) == 0.5
    assert counted.litigation_cost(model) == 2.0
    assert counted.settled_in_talks(SimpleNamespace(promises=SimpleNamespace(disputes=()))) == 0.0


# What people decide goes the same way.


@pytest.mark.parametrize(("spot", "breaks", "rate"), [(80.0, (), 1.0), (50.0, ("A12",), 0.0), (80.0, ("A13",), 1.0)])
def test_a_government_breaks_what_it_names_and_keeps_all_else_whatever_that_brings(plain, spot, breaks, rate):
    orders = Orders(breaks=frozenset(breaks))
    came = go(promised(plain), *market(spot=spot), ask=governed(seller=orders))
    assert came.kept[0].delivery.rate == rate
    if breaks == ("A12",):
        assert "it breaks its word, as its government has decided so" in came.notes[0].text


def test_a_buyer_whose_government_breaks_its_word_takes_nothing(plain):
    came = go(promised(plain), *market(spot=50.0), ask=governed(buyer=Orders(breaks=frozenset({"A12"}))))
    assert (came.kept[0].side, came.kept[0].delivery.rate) == ("buyer", 0.0)
    assert came.notes[0].text.startswith("A12: Japan takes 0 of 100 t")


@pytest.mark.parametrize("breaks", [(), ("A12",)])
def test_what_the_terms_let_a_seller_stop_is_no_breach_whoever_decides(plain, breaks):
    orders = Orders(breaks=frozenset(breaks))
    came = go(promised(plain, emergency=False), *market(spot=300.0), crisis=True, ask=governed(seller=orders))
    assert (came.kept[0].lawful, came.kept[0].delivery.rate) == (True, 0.0)


def test_a_government_ends_and_claims_just_where_it_says_so(plain):
    law = with_changes(plain, {"supply.forum": "panel", "supply.patience": 0.0})
    status, claimed_for = {}, {}
    for named in (frozenset(), frozenset({"A12"})):
        promises = promised(law, tonnes=40_000.0, damages=0.5)
        for season in range(2):
            go(promises, *market(spot=80.0, there=80.0), season, ask=governed(buyer=Orders(ends=named, claims=named)))
        status[named], claimed_for[named] = promises.accounts[0].status, len(promises.disputes)
    assert list(status.values()) == ["in force", "terminated"]
    assert list(claimed_for.values()) == [0, 1]


@pytest.mark.parametrize(
    ("seller", "buyer", "outcome"),
    [("hold", "drop", "dropped"), ("pay", "hold", "settled"), ("settle", "settle", "settled"), ("refuse", "hold", "")],
)
def test_a_government_drops_pays_settles_or_refuses(plain, seller, buyer, outcome):
    law = with_changes(plain, {"supply.forum": "panel", "supply.patience": 0.0, "disputes.doubt": 0.0})
    promises = promised(law, tonnes=40_000.0, damages=0.5)
    ask = governed(Orders(disputes={"A12/1": seller}), Orders(claims=frozenset({"A12"}), disputes={"A12/1": buyer}))
    for season in range(4):
        go(promises, *market(spot=80.0, there=80.0), season, ask=ask)
    case = promises.disputes[0]
    assert case.outcome == outcome
    assert case.willing == (seller != "refuse")
    if seller == "pay":
        assert case.paid == case.stake


def test_sums_that_were_agreed_at_the_table_close_the_case(plain):
    law = with_changes(plain, {"supply.forum": "panel", "supply.patience": 0.0})
    promises = promised(law, tonnes=40_000.0, damages=0.5)
    for season in range(3):
        go(promises, *market(spot=80.0, there=80.0), season, settled={"A12/1": 3.0} if season == 2 else {})
    assert (promises.disputes[0].outcome, promises.disputes[0].paid) == ("settled", 3.0)
