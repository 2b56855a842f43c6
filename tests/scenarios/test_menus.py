"""What pages may offer about promises and alliances: every rule, forum, stage and failure with its meaning."""

from dataclasses import asdict

import pytest

import negotiation.coalitions.sharing
from agents.model import AllianceModel
from negotiation.disputes.dispute import COURSE, Outcome
from negotiation.disputes.terms import FORUMS
from negotiation.rulebook import names
from scenarios.loader import load
from scenarios.records.pledges import pledges
from scenarios.studies.honesty import FAILURES
from scenarios.texts import menus

LISTS = (
    menus.benefit_rules,
    menus.voting_rules,
    menus.outsiders,
    menus.forums,
    menus.stages,
    menus.ends,
    menus.failures,
)


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_every_choice_has_a_name_and_one_sentence(listed):
    choices = listed()
    assert len({choice.key for choice in choices}) == len(choices) > 0
    for choice in choices:
        assert choice.name
        assert "_" not in choice.name
        assert choice.meaning.endswith("."), choice


def test_nothing_that_exists_is_left_out():
    assert [choice.key for choice in menus.benefit_rules()] == names(negotiation.coalitions.sharing)
    assert tuple(choice.key for choice in menus.forums()) == FORUMS
    assert [choice.key for choice in menus.stages()] == list(COURSE)
    assert {choice.key for choice in menus.ends()} == {*Outcome.__args__, "open"} - {""}
    assert tuple(choice.key for choice in menus.failures()) == FAILURES


def test_figures_come_with_unit_range_and_default():
    for choice in (*menus.stages(), *menus.failures()):
        wanted = (*menus._STAGES.get(choice.key, ("", ()))[1], *menus._STRENGTH.get(choice.key, ()))
        assert len(choice.figures) >= len(set(wanted)) - (choice.key in menus._STAGES and choice.key in FAILURES)
        for entry in choice.figures:
            assert entry.unit
            assert entry.low < entry.high


@pytest.fixture(scope="module")
def model():
    lived = AllianceModel(load("small", **{"supply.breach_noise": 40.0}), "accord", 11)
    for _ in range(10):
        lived.step()
    return lived


def test_pledges_tell_what_was_promised_and_what_came(model):
    told = pledges(model)
    assert [pledge.id for pledge in told] == [account.name for account in model.promises.accounts]
    broken = [pledge for pledge in told if pledge.missed]
    assert broken
    for pledge in told:
        assert asdict(pledge)
        assert {pledge.seller, pledge.buyer} <= set(model.keys)
        assert pledge.first_year <= pledge.last_year
        assert (pledge.claimant == "") == (pledge.overdue == 0)


def test_a_claim_that_nothing_hinders_is_the_one_that_will_be_made(model):
    """All claims are filed at once; only where a case closed in this very quarter does the next one wait."""
    lately = {case.id.split("/")[0] for case in model.promises.disputes if not case.open and case.stage_since >= 39}
    for pledge in pledges(model):
        assert not (pledge.hindrance and not pledge.claimant), pledge
        assert pledge.hindrance or not pledge.claimant or pledge.id in lately, pledge
