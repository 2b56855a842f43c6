"""Claims of outsiders against walls to trade: who is harmed, what a claim costs, and what a ruling changes."""

from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from agents.articles import certified_lots
from agents.model import AllianceModel
from agents.players.orders import HandedIn, Orders
from agents.year import levers, wall_claims, walls
from app.commands.disputes import command
from negotiation.disputes.course import advance_all
from scenarios.loader import load, with_changes
from scenarios.studies.quarrels import quarrels
from tests.agents.made_up import RESERVE, accord, values

CHINA, US, AUSTRALIA, JAPAN, EUROPE, MALAYSIA = range(6)
MEMBERS = (JAPAN, EUROPE, MALAYSIA)
LAST = 3
"""Last quarter of a year, in which claims are filed."""


def walled(level=1.0, name="certified_lots", **changes):
    """The small world in its first year, with an accord that has one article."""
    model = AllianceModel(load("small", **changes), "accord", seed=3)
    model.brief()
    text = replace(RESERVE, reserve_days=0.0, more=((name, level),) if level else ())
    model.accord = accord(model.setting, values(np.zeros((6, 6))), MEMBERS, text)
    return model


def test_a_border_charge_harms_those_outside_who_sell_to_members():
    (wall,) = walls.standing(walled(), LAST)
    assert wall.harm[US] > 0
    assert wall.crossing[US, list(MEMBERS)].sum() < wall.free[US, list(MEMBERS)].sum()
    assert wall.justified == pytest.approx(certified_lots.justified(load("small").accord, 1.0))
    assert 0 < wall.justified < 0.15
    assert walls.standing(walled(level=0.0), LAST) == []


def test_the_most_harmed_claims_once_against_the_member_where_it_loses_most():
    model = walled()
    wall_claims.file(model, LAST - 1)
    assert model.promises.disputes == ()
    wall_claims.file(model, LAST)
    (case,) = model.promises.disputes
    (wall,) = walls.standing(model, LAST)
    assert max(set(range(6)) - set(MEMBERS), key=lambda nation: wall.harm[nation]) == US
    assert (case.id, case.claimant, case.respondent) == ("W1/1", US, wall.answers(US))
    assert case.stake == pytest.approx(2 * wall.harm[US])
    assert (case.promised, case.delivered) == pytest.approx(wall.evidence(US))
    wall_claims.file(model, LAST + 4)
    assert len(model.promises.disputes) == 1  # The first is still open.


def test_who_binds_itself_to_open_trade_can_be_taken_to_a_panel_and_others_only_to_talks():
    forums = {}
    for bound in ("true", "false"):
        model = walled(**{"accord.open_trade": bound})
        wall_claims.file(model, LAST)
        forums[bound] = model.promises.disputes[0].forum
    assert forums == {"true": "panel", "false": "consultation"}
    deaf = walled(**{"disputes.outsiders_forum": "none"})
    wall_claims.file(deaf, LAST)
    assert deaf.promises.disputes == ()


def ruled(model, gain, award=8.0):
    """A case that its claimant has just won, over a wall worth ``gain`` USD m to its builders."""
    wall_claims.file(model, LAST)
    (case,) = model.promises.disputes
    won = replace(case, stage="remedy", stage_since=LAST + 6, award=award, stake=award, willing=True)
    model.promises.disputes = (won,)
    model.walls.gains[case.id] = gain
    wall_claims.settle(model, (won,), LAST + 6)
    return model.promises.disputes[0]


def test_a_wall_that_is_worth_less_than_the_award_is_lowered_to_what_is_justified_and_stays_there():
    model = walled()
    case = ruled(model, gain=1.0)
    part = certified_lots.justified(model.setting.accord, 1.0)
    assert case.outcome == "put right"
    assert case.paid == 0
    assert model.accord.text.level("certified_lots") == pytest.approx(part)
    high = replace(RESERVE, more=(("certified_lots", 0.8), ("joint_logistics", 0.3)))
    assert wall_claims.bound(model, high).level("certified_lots") == pytest.approx(part)
    assert wall_claims.bound(model, high).level("joint_logistics") == 0.3
    # What is justified is no wall any more, and the one who won is quiet for as long as the claim was reckoned.
    assert walls.standing(model, LAST) == []
    assert model.walls.quiet["W1", US] == LAST + 6 + 8


def test_a_wall_that_is_worth_more_than_the_award_stays_and_is_paid_for_by_all_members_alike():
    model = walled()
    case = ruled(model, gain=20.0)
    assert case.open
    assert model.accord.text.level("certified_lots") == 1.0
    before = model.promises.disputes
    after, _ = advance_all(
        before, LAST + 6 + model.setting.disputes.reasonable_quarters, model.promises.terms(), np.random.default_rng(0)
    )
    model.promises.disputes = after
    assert after[0].outcome == "paid"
    wall_claims.settle(model, before, LAST + 9)
    moved = model.book.money["transfers"]
    assert moved.sum() == pytest.approx(0.0)
    # The respondent has paid 8 by the ledger; the others bear a third of it each.
    assert moved[case.respondent] == pytest.approx(8 * 2 / 3)
    assert moved[[m for m in MEMBERS if m != case.respondent]] == pytest.approx([-8 / 3] * 2)


def test_who_expects_to_pay_more_than_its_wall_is_worth_gives_way_in_talks():
    ends = {}
    for gain in (0.1, 1e6):
        model = walled()
        wall_claims.file(model, LAST)
        (case,) = model.promises.disputes
        model.walls.gains[case.id] = gain
        model.promises.disputes = (replace(case, stage="consultation", stage_since=LAST),)
        wall_claims.file(model, LAST + 1)
        ends[gain] = model.promises.disputes[0].outcome, model.accord.text.level("certified_lots")
    assert ends[0.1] == ("put right", pytest.approx(certified_lots.justified(load("small").accord, 1.0)))
    assert ends[1e6] == ("", 1.0)


def test_an_export_limit_is_given_up_whole_for_nothing_of_it_is_justified():
    model = walled(0.4, "local_processing")
    model.walls.said["W1"], model.walls.gains["W1/1"] = "a limit", 1.0
    assert model.walls.record("local_processing") == "W1"
    stub = walled()
    wall_claims.file(stub, LAST)
    won = replace(stub.promises.disputes[0], stage="remedy", stage_since=LAST + 6, award=8.0, willing=True)
    model.promises.disputes = (won,)
    wall_claims.settle(model, (won,), LAST + 6)
    assert model.promises.disputes[0].outcome == "put right"
    assert model.accord.text.level("local_processing") == 0


def test_a_nation_that_lost_over_its_ore_may_not_keep_it_any_more():
    model = walled(level=0.0)
    model.restricted.add(AUSTRALIA)
    wall_claims.file(model, LAST)
    case = model.promises.disputes[0]
    assert case.respondent == AUSTRALIA
    assert not levers.view_of(model, model.nations[AUSTRALIA]).bound
    won = replace(case, stage="remedy", stage_since=LAST + 6, award=1e6, willing=True)
    model.promises.disputes = (won,)
    wall_claims.settle(model, (won,), LAST + 6)
    assert model.promises.disputes[0].outcome == "put right"
    assert not model.restricted
    assert levers.view_of(model, model.nations[AUSTRALIA]).bound


def test_a_government_that_decides_itself_is_not_decided_for():
    model = walled()
    model.hand_in(HandedIn(orders={nation: Orders(disputes={}) for nation in MEMBERS}))
    assert ruled(model, gain=0.0).stage == "remedy"


def test_a_government_can_take_its_wall_down_whatever_it_is_worth():
    model = walled()
    model.hand_in(HandedIn(orders={nation: Orders(disputes={"W1/1": "give way"}) for nation in MEMBERS}))
    case = ruled(model, gain=20.0)
    assert case.outcome == "put right"
    assert case.history[-1][2].endswith(": its government has decided so.")


def test_a_government_goes_to_law_against_the_walls_that_it_names_and_then_the_next_that_is_harmed_may():
    """The most harmed is asked first; where it leaves a wall alone, the next that is harmed claims."""
    claimants = {}
    for walls_named in (frozenset(), frozenset({"W1"})):
        model = walled()
        model.hand_in(HandedIn(orders={US: Orders(walls=walls_named)}))
        wall_claims.file(model, LAST)
        claimants[walls_named] = [case.claimant for case in model.promises.disputes]
    assert claimants[frozenset({"W1"})] == [US]
    assert US not in claimants[frozenset()]


def test_a_lived_run_links_wall_claim_and_end_and_tells_them():
    changes = {"accord.certified_lots": [1.0], "accord.dependence_ceiling": [0.6], "rounds": 5}
    model = AllianceModel(with_changes(load("small"), changes), "accord", seed=3)
    for _ in range(5):
        model.step()
    told = [quarrel for quarrel in quarrels(model) if quarrel.wall]
    assert told
    assert all(quarrel.breaches and quarrel.stake > 0 for quarrel in told)
    by_id = {event.id: event for event in model.log.events}
    claims = [event for event in model.log.events if event.kind == "claim" and event.about.startswith("W")]
    assert claims
    for claim in claims:
        assert [by_id[led].kind for led in claim.because] == ["policy"]
        assert by_id[claim.because[0]].about == claim.about.split("/")[0]
    args = ["small", "--seed", "3", "--rounds", "5", "--set", "accord.certified_lots=1.0"]
    shown = CliRunner().invoke(command, args)
    assert shown.exit_code == 0
    assert "Wall W1: " in shown.output
    assert "t a year would cross without the wall" in shown.output
