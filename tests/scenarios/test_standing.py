"""How an alliance stands follows from what its members have inside and outside, by every rule."""

import json

import pytest
from click.testing import CliRunner

import negotiation.coalitions.sharing
from agents.model import AllianceModel
from app.__main__ import app
from negotiation.rulebook import names
from scenarios.loader import load
from scenarios.studies.standing import live_and_judge, plain, standing


@pytest.fixture(scope="module")
def view():
    return live_and_judge(load("small"), years=1, seed=7)


def test_every_eligible_nation_is_judged_once(view):
    setting = load("small")
    keys = [seat.key for seat in view.seats]
    assert sorted(keys) == sorted(set(keys))
    assert set(keys) <= {nation.key for nation in setting.nations} - {setting.risks.dominant}


def test_every_benefit_rule_is_compared_for_every_member(view):
    assert [rule.name for rule in view.rules] == names(negotiation.coalitions.sharing)
    assert all(len(rule.gains) == len(view.members) for rule in view.rules)


def test_the_rule_of_the_text_gives_what_the_members_have(view):
    own = next(rule for rule in view.rules if rule.name == view.rule)
    assert own.gains == pytest.approx([seat.gain for seat in view.members])


def test_rules_only_move_money_between_members(view):
    totals = [sum(rule.gains) for rule in view.rules]
    assert totals == pytest.approx([totals[0]] * len(totals))
    assert view.surplus == pytest.approx(totals[0])


def test_transfers_sum_to_nothing_and_lift_those_who_would_leave(view):
    assert sum(seat.transfer for seat in view.members) == pytest.approx(0, abs=1e-6)
    if view.surplus >= 0:
        assert all(seat.gain + seat.transfer >= -1e-6 for seat in view.members)
        assert all(seat.transfer == pytest.approx(-seat.gain) for seat in view.leavers)


def test_votes_of_the_members_share_all_power(view):
    assert sum(seat.power for seat in view.members) == pytest.approx(1)


def test_stable_alliances_are_possible_alliances(view):
    minimum = load("small").accord.minimum_members
    found = view.structures
    assert len(found.stable) <= found.count
    assert found.held <= found.count
    assert all(len(alliance) >= minimum for alliance in (*found.stable, *found.farsighted, *found.sides))
    assert found.error == 0.0


def test_power_is_counted_in_both_ways_and_the_pivotal_are_members(view):
    assert sum(seat.banzhaf for seat in view.members) == pytest.approx(1)
    assert set(view.pivotal) <= {seat.name for seat in view.members}


def test_the_best_rules_keep_as_many_as_any(view):
    kept = {rule.name: rule.kept for rule in view.rules}
    assert view.best_rules
    assert {kept[name] for name in view.best_rules} == {max(kept.values())}


def test_an_alliance_is_judged_where_nobody_has_signed():
    """Where parliaments ask for more than there is to gain, the judgement is of what might be."""
    model = AllianceModel(load("pair"), "unilateral", seed=1)
    model.step()
    assert model.accord is None
    view = standing(model)
    assert not view.in_force
    assert all(seat.member for seat in view.seats)


def test_a_world_before_its_first_year_has_no_standing():
    with pytest.raises(ValueError, match="once a year has been lived"):
        standing(AllianceModel(load("small"), "accord", seed=1))


def test_the_command_tells_it_in_figures(view):
    answer = CliRunner().invoke(app, ["stability", "small", "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout) == json.loads(json.dumps(plain(view)))


def test_the_command_tells_it_in_words(view):
    told = CliRunner().invoke(app, ["stability", "small"])
    assert told.exit_code == 0, told.output
    assert all(seat.name.split()[0] in told.stdout for seat in view.seats)
    assert "would leave" in told.stdout.lower() or "Nobody would leave." in told.stdout
    assert "Those outside the alliance act alone." in told.stdout


@pytest.mark.parametrize("arguments", [["quod"], ["small", "--years", "0"], ["small", "--seed", "-1"]])
def test_a_wrong_question_gets_one_sentence(arguments):
    answer = CliRunner().invoke(app, ["stability", *arguments])
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("Error: ")


def test_another_rule_and_other_nations_can_be_judged():
    nations = ("japan", "australia", "united_states")
    view = live_and_judge(load("small"), years=1, seed=7, nations=nations, rule="talmud")
    assert [seat.key for seat in view.members] == ["united_states", "australia", "japan"]
    assert view.rule == "talmud"
    assert not view.in_force


@pytest.mark.parametrize(
    ("arguments", "guess"),
    [(["small", "--rule", "shapely"], "Did you mean 'shapley'?"), (["small", "--nation", "japn"], "'japan'")],
)
def test_a_misspelt_rule_or_nation_gets_a_near_guess(arguments, guess):
    answer = CliRunner().invoke(app, ["stability", *arguments])
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert guess in answer.stderr


def test_one_nation_is_no_alliance():
    with pytest.raises(ValueError, match="at least 2 nations, got 1"):
        live_and_judge(load("small"), nations=("japan",))


def test_the_picture_names_every_nation_that_is_judged(tmp_path, view):
    where = tmp_path / "standing.svg"
    told = CliRunner().invoke(app, ["stability", "small", "--plot", str(where)])
    assert told.exit_code == 0, told.output
    drawn = where.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert all(seat.name in drawn for seat in view.seats)
