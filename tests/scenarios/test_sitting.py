"""Two nations of a scenario at one table."""

from functools import cache

import numpy as np
import pytest

from agents.supply.terms import CATALOGUE, FEWEST, MOST
from scenarios.loader import load
from scenarios.records.sitting import GOODS, UNIT, meet


@cache
def met(one="united_states", other="canada", **options):
    return meet(load("baseline_2024"), one, other, seed=3, **options)


def test_the_sitting_is_about_the_terms_that_matter_most_in_figures():
    meeting = met()
    names = [issue.name for issue in meeting.space.issues]
    assert FEWEST <= len(names) <= MOST
    assert set(names) == {item.name for item in meeting.agenda} <= {issue.name for issue in CATALOGUE}
    volumes = meeting.space.issue("volume")
    assert volumes.unit == "t/yr"
    assert list(volumes.levels) == sorted(volumes.levels)
    assert meeting.utilities.shape == (2, meeting.space.size)


def test_every_offer_has_a_reason_in_figures():
    meeting = met()
    assert len(meeting.reasons) == len(meeting.sitting.offers) > 0
    for line in meeting.reasons[:-1]:
        assert any(name in line for name in meeting.names)
        assert " refused: " in line or " accepted: " in line
        assert any(letter.isdigit() for letter in line)


def test_an_agreement_leaves_nobody_worse_off():
    meeting = met()
    if meeting.sitting.agreement is not None:
        assert min(meeting.worth(meeting.sitting.agreement)) >= 0
    assert meeting.both_gain == np.count_nonzero((meeting.utilities >= 0).all(axis=0))
    assert (meeting.nash is None) == (meeting.both_gain == 0)


def test_the_same_seed_gives_the_same_sitting():
    again = meet(load("baseline_2024"), "united_states", "canada", seed=3)
    assert again.sitting == met().sitting
    assert again.reasons == met().reasons


def test_who_is_named_first_does_not_change_who_sells():
    assert met("canada", "united_states").names == met().names
    assert met("canada", "united_states").sitting == met().sitting


def test_tactics_go_to_those_they_were_meant_for():
    names = met().names
    one = met("united_states", "canada", tactics=("hardheaded", "conceder"))
    other = met("canada", "united_states", tactics=("hardheaded", "conceder"))
    assert dict(zip(names, one.tactics, strict=True)) == {"United States": "hardheaded", "Canada": "conceder"}
    assert dict(zip(names, other.tactics, strict=True)) == {"United States": "conceder", "Canada": "hardheaded"}


def test_goods_can_be_chosen():
    assert met("united_states", "japan", goods="light oxide").goods == "light oxide"


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (("japn", "australia"), {}, r"no nation 'japn' takes part; there are .*Did you mean 'japan'\?"),
        (("japan", "japan"), {}, "Japan cannot sit down with itself"),
        (("japan", "united_kingdom"), {}, r"Japan and United Kingdom have nothing to trade in \d+; Japan could"),
        (("japan", "australia"), {"goods": "light oxid"}, "Did you mean 'light oxide'"),
        (("japan", "australia"), {"goods": "heavy magnet"}, "have no heavy magnet to trade"),
        (("japan", "australia"), {"years": -1}, "years must be from 0 to 100, got -1"),
        (("japan", "australia"), {"tactics": ("bulware", "linear")}, "Did you mean 'boulware'"),
        (("japan", "australia"), {"protocol": "alternatin"}, "Did you mean 'alternating'"),
        (("japan", "australia"), {"tactics": ("human", "linear")}, "'human' needs somebody's answers"),
        (("japan", "australia"), {"deadline": 0}, "deadline must be at least 1 round, got 0"),
        (("japan", "australia"), {"terms": ("volume", "prise")}, "no term .* 'prise'; .*Did you mean 'price'"),
        (("japan", "australia"), {"terms": ()}, "needs at least one term, got none; there are volume, "),
        (("japan", "australia"), {"terms": ("price", "price")}, "can stand on the table only once"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(arguments, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        met(*arguments, **options)


def test_the_goods_are_all_materials_at_all_stages():
    assert len(GOODS) == 6
    assert UNIT == "USD m"


def test_terms_can_be_chosen_and_what_is_left_out_follows_the_standard_clauses():
    chosen = met("australia", "malaysia", terms=("forum", "price"))
    assert [issue.name for issue in chosen.space.issues] == ["price", "forum"]
    assert {item.name for item in chosen.agenda} == {"price", "forum"}
    whole = met("australia", "malaysia", terms=("volume", "price", "duration", "forum"))
    usual = {"volume": whole.space.issue("volume").levels[-1], "duration": 3}
    for outcome in range(chosen.space.size):
        same = whole.space.encode(usual | chosen.space.decode(outcome))
        assert chosen.worth(outcome) == pytest.approx(whole.worth(same))


def test_the_nearest_miss_is_the_best_for_the_less_content_side():
    meeting = met("japan", "australia")
    assert meeting.utilities.min(axis=0).max() == min(meeting.worth(meeting.nearest))
