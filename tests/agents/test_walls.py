"""Walls beside the accord: articles of standing alliances, and the dominant supplier's restrictions that last."""

from dataclasses import replace

import numpy as np
import pytest

from agents.articles import certified_lots
from agents.model import AllianceModel
from agents.treaty import alliances
from agents.world.setting import Alliance
from agents.year import dominance, restrictions, wall_claims, walls
from agents.year.dominance import Reprisal
from agents.year.unilateral_path import outlook
from market.welfare import welfare
from negotiation.disputes.claim import open_claim
from negotiation.disputes.course import advance_all
from negotiation.disputes.settlement import settle
from negotiation.disputes.terms import DisputeTerms
from scenarios.loader import load, with_changes

CHINA, US, AUSTRALIA, JAPAN, EUROPE, MALAYSIA = range(6)
MEMBERS = (JAPAN, EUROPE, MALAYSIA)
LAST = 3
"""Last quarter of a year, in which claims are filed."""
RELIEF = 9
"""Quarters until relief as shipped: one of talks, four of a panel, three to obey, and relief comes in the next."""
ACT = Alliance(name="Act", members=("japan", "european_union", "malaysia"), certified_lots=1.0)
STOP = {"kind": "export ban", "year": 2025, "quarter": 1, "quarters": 20, "size": 0.5}


def world(*present, regime="accord", **changes):
    """The small world in its first year, without an accord and without chance restrictions."""
    setting = with_changes(load("small"), {"risks.export_ban": 0.0, **changes})
    model = AllianceModel(replace(setting, alliances=present), regime, seed=3)
    model.brief()
    return model


def won(case, season, award=8.0):
    """The case as it stands when its claimant has just won."""
    return replace(case, stage="remedy", stage_since=season, award=award, stake=award, willing=True)


def test_an_article_of_an_alliance_beside_the_accord_is_a_wall_like_the_accords_own():
    model = world(ACT)
    (wall,) = walls.standing(model, LAST)
    assert (wall.name, wall.builders) == ("Act: certified_lots", MEMBERS)
    assert wall.harm[US] > 0
    assert wall.justified == pytest.approx(certified_lots.justified(model.setting.accord, 1.0))
    free, crossing = wall.evidence(US)
    assert crossing < free
    assert [wall.said for wall in walls.standing(world(ACT, replace(ACT, name="Pact")), LAST)] == [
        "Act: 100 % of buyers ask for certified lots",
        "Pact: 100 % of buyers ask for certified lots",
    ]
    assert walls.standing(world(replace(ACT, certified_lots=0.0, recycling_network=0.5)), LAST) == []


def test_an_alliance_that_loses_lowers_its_article_in_the_lived_year_and_in_all_that_is_foreseen():
    model = world(ACT)
    wall_claims.file(model, LAST)
    (case,) = model.promises.disputes
    assert (case.claimant, case.forum, case.in_kind) == (US, "panel", False)
    model.promises.disputes, model.walls.gains[case.id] = (won(case, LAST + 5),), 1.0
    wall_claims.settle(model, (won(case, LAST + 5),), LAST + 5)
    part = certified_lots.justified(model.setting.accord, 1.0)
    assert model.promises.disputes[0].outcome == "put right"
    for setting in (model.setting, model.books.setting, outlook(model).books.setting):
        (one,) = alliances.standing(setting, model.year)
        assert one.text.level("certified_lots") == pytest.approx(part)
    assert walls.standing(model, LAST + 5) == []
    assert "and its partners lower their wall" in model.log.events[-1].text


def test_a_law_of_one_nation_is_lowered_by_it_alone():
    model = world(replace(ACT, members=("japan",)))
    (wall,) = walls.standing(model, LAST)
    assert walls.take_down(model, wall.name).startswith("lowers its wall (certified lots), from now on")


def test_what_one_of_an_alliance_pays_its_members_bear_alike():
    model = world(ACT)
    wall_claims.file(model, LAST)
    (case,) = model.promises.disputes
    paid = replace(case, stage="closed", outcome="paid", paid=9.0)
    model.promises.disputes = (paid,)
    wall_claims.settle(model, (case,), LAST + 9)
    moved = model.book.money["transfers"]
    assert moved[case.respondent] == pytest.approx(6.0)
    assert moved.sum() == pytest.approx(0.0)
    assert np.flatnonzero(moved).tolist() == sorted(MEMBERS)


def limited(quarters):
    """China earns back by half of its exports, for some quarters more."""
    model = world()
    model.dominance.limit, model.dominance.until = dominance.limit_of(model, 0.5), LAST + quarters
    return model


def test_a_limit_is_claimed_against_only_where_it_outlasts_a_ruling_and_for_what_is_then_left():
    model = limited(RELIEF + 2)
    assert restrictions.until_relief(model) == RELIEF
    (wall,) = walls.standing(model, LAST)
    assert wall.builders == (CHINA,)
    assert wall.years == pytest.approx(0.5)
    plain = model.books.working()
    hit = restrictions.limited(model, plain, restrictions.lasting(model, LAST)[0], LAST)
    gone = welfare(model.books.shape, plain, model.clear(plain)).total[EUROPE]
    left = welfare(model.books.shape, hit, model.clear(hit)).total[EUROPE]
    assert wall.harm[EUROPE] == pytest.approx(gone - left)
    wall_claims.file(model, LAST)
    (case,) = model.promises.disputes
    assert case.in_kind
    assert case.respondent == CHINA
    assert case.stake == pytest.approx(0.5 * wall.harm[case.claimant])
    assert walls.standing(limited(RELIEF), LAST) == []
    assert walls.standing(limited(RELIEF + 40), LAST)[0].years == 2.0


def test_of_a_limit_that_passes_too_soon_it_is_told_once_why_nobody_goes_to_law():
    model = limited(RELIEF)
    for season in (LAST, LAST + 4):
        wall_claims.file(model, season)
    assert model.promises.disputes == ()
    told = [event.text for event in model.log.events if "nobody goes to law" in event.text]
    (said,) = told
    assert said.startswith("China limits its exports to earn back what undercutting cost, for 9 quarters more at most")
    assert "would end it in 9 quarters at the earliest" in said
    deaf = limited(RELIEF + 40)
    deaf.setting = with_changes(deaf.setting, {"disputes.outsiders_forum": "consultation"})
    assert walls.standing(deaf, LAST) == []  # Talks end no restriction.


def test_a_ruling_ends_a_limit_an_answer_and_a_stop_but_no_other():
    model = limited(RELIEF + 2)
    model.dominance.reprisals = [
        Reprisal(start=2, quarters=20, size=0.5, members=MEMBERS),
        Reprisal(start=2, quarters=9, size=0.2, members=MEMBERS),
    ]
    names = [one.name for one in restrictions.in_force(model, LAST)]
    assert names == [f"export limit {LAST + RELIEF + 2}", "export answer 22", "export answer 11"]
    restrictions.lift(model, "export answer 22", LAST)
    assert [one.name for one in restrictions.in_force(model, LAST + 1)] == [names[0], names[2]]
    restrictions.lift(model, names[0], LAST)
    assert model.dominance.limit is None
    assert [one.name for one in restrictions.in_force(model, LAST + 1)] == [names[2]]
    quiet = {"risks.undercut": 0.0, "risks.mine_outage": 0.0, "risks.demand_surge": 0.0}
    stopped = world(**{"risks.planned": [STOP], **quiet})
    (stop,) = restrictions.in_force(stopped, LAST)
    path = stopped.nature.hash
    restrictions.lift(stopped, stop.name, LAST)
    assert stopped.nature.in_quarter(LAST + 1) == ()
    assert stopped.nature.hash == path
    assert restrictions.in_force(stopped, LAST + 1) == []


def test_no_sum_buys_peace_for_a_restriction_and_its_loser_ends_it_at_the_end_of_the_period():
    terms, rng = DisputeTerms(compliance=1.0, complainant_wins=1.0, doubt=0.0), np.random.default_rng(0)
    about = {
        "id": "W1/1",
        "claimant": 0,
        "respondent": 1,
        "obligations": ("W1",),
        "promised": 9.0,
        "delivered": 4.0,
        "stake": 100.0,
        "forum": "panel",
        "quarter": 0,
        "terms": terms,
    }
    paid, _ = open_claim(**about, rng=np.random.default_rng(0))
    ended, told = open_claim(**about, rng=np.random.default_rng(0), in_kind=True)
    assert "asks Nation 1 for an end that would spare it USD 100.0 m" in told[0].text
    offer = {"award": 100.0, "chances": (0.5, 0.9), "costs": (0.0, 0.0)}
    assert settle(paid, 1, terms, **offer) is not None
    assert settle(ended, 1, terms, **offer) is None
    quarter = -1
    while ended.open:
        quarter += 1
        (ended,), _ = advance_all((ended,), quarter, terms, rng)
    assert (quarter, ended.outcome, ended.paid) == (RELIEF - 1, "put right", 0.0)
    # Counsel costs what it costs for any case; no damages are there to be proved.
    assert ended.claimant_cost == pytest.approx(terms.fixed_cost)


def test_a_stop_of_five_years_is_ended_by_a_ruling_and_prices_fall():
    """As China's quotas were by the panel of 2012 to 2014; the same shocks, with outsiders heard and not."""
    lived = {}
    for forum in ("panel", "none"):
        changes = {"risks.planned": [STOP], "risks.export_ban": 0.0, "disputes.outsiders_forum": forum, "rounds": 4}
        model = AllianceModel(with_changes(load("small"), changes), "bilateral", seed=1)
        for _ in range(4):
            model.step()
        lived[forum] = model
    heard, deaf = lived["panel"], lived["none"]
    assert heard.nature.hash == deaf.nature.hash
    (case,) = [one for one in heard.promises.disputes if one.in_kind]
    assert case.outcome == "put right"
    assert case.history[-1][0] - case.opened == RELIEF - 1
    assert not [one for one in deaf.promises.disputes if one.in_kind]
    assert heard.book.price[EUROPE, 2, 0] < 0.95 * deaf.book.price[EUROPE, 2, 0]


def test_a_claim_falls_with_a_restriction_that_ends_by_itself():
    model = limited(RELIEF + 2)
    wall_claims.file(model, LAST)
    model.dominance.limit = None
    wall_claims.file(model, LAST + 1)
    (case,) = model.promises.disputes
    assert (case.outcome, case.paid) == ("dropped", 0.0)
