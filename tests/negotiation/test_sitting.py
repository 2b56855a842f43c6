"""Sittings under alternating and stacked offers and under a single text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.bargaining import timed
from negotiation.bargaining.protocols import stacked
from negotiation.bargaining.rules import Rules
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.terms import Issue, TermSpace

seeds = st.integers(0, 2**32 - 1)
TIMED = ["boulware", "linear", "conceder"]


def draw(seed, parties, outcomes=60, walls=0.5):
    rng = np.random.default_rng(seed)
    return rng.random((parties, outcomes)), rng.random(parties) * walls


def rng():
    return np.random.default_rng(0)


@settings(max_examples=150)
@given(seeds, st.integers(2, 6), st.integers(1, 40), st.booleans(), st.data())
def test_the_closed_path_equals_the_plain_loop_offer_for_offer(seed, parties, deadline, coarse, data):
    utilities, walls = draw(seed, parties, walls=0.9)
    if coarse:
        utilities = (utilities * 4).round() / 4
    tactics = data.draw(st.lists(st.sampled_from(TIMED), min_size=parties, max_size=parties))
    fast = hold("stacked", utilities, walls, tactics, deadline=deadline, rng=rng())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stacked, "fits", lambda table: False)
        slow = hold("stacked", utilities, walls, tactics, deadline=deadline, rng=rng())
    assert fast == slow
    assert fast.offers == slow.offers


def test_the_closed_path_is_really_taken(monkeypatch):
    taken = []
    monkeypatch.setattr(stacked, "work_out", lambda table: taken.append(1) or timed.work_out(table))
    hold("alternating", *draw(0, 2), ["boulware", "linear"], deadline=5, rng=rng())
    assert taken == [1]


def test_a_sitting_by_hand():
    """Two outcomes: each wants its own; at time 1/3 and 2/3 linear parties ask for 2/3 and 1/3 of their range."""
    utilities = [[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]]
    sitting = hold("alternating", utilities, [0, 0], ["linear", "linear"], deadline=2, rng=rng())
    assert [(offer.round, offer.party, offer.outcome, offer.fate) for offer in sitting.offers] == [
        (1, 0, 0, "countered"),
        (1, 1, 2, "countered"),
        (2, 0, 1, "accepted"),
    ]
    assert (sitting.agreement, sitting.rounds, sitting.delay) == (1, 2, 2)
    assert sitting.ended == "both agreed in round 2 of 2"


def test_no_agreement_when_nothing_suits_both():
    sitting = hold("alternating", [[1.0, 0.0], [0.0, 1.0]], [0.6, 0.6], ["linear"] * 2, deadline=7, rng=rng())
    assert sitting.agreement is None
    assert sitting.ended == "no agreement by the deadline of 7 rounds"
    assert sitting.offers[-1].fate == "expired"


def test_a_party_with_nothing_above_its_wall_walks_away():
    names = ["Japan", "Chad"]
    utilities, walls = [[1.0, 0.0], [0.0, 1.0]], [0.0, 2.0]
    sitting = hold("alternating", utilities, walls, ["linear"] * 2, deadline=7, rng=rng(), names=names)
    assert sitting.ended == "Chad walked away in round 1"
    assert sitting.offers[-1].fate == "refused"


@given(seeds, st.integers(-20, 20))
def test_agreements_do_not_depend_on_the_unit_of_utility(seed, power):
    utilities, walls = draw(seed, 2)
    plain = hold("alternating", utilities, walls, ["boulware", "conceder"], deadline=20, rng=rng())
    # Powers of two change no last bits, so that nothing but the unit differs.
    scale = 2.0**power
    changed = hold("alternating", utilities * scale, walls * scale, ["boulware", "conceder"], deadline=20, rng=rng())
    assert plain.agreement == changed.agreement


def test_a_single_text_is_never_worse_for_anybody_than_an_earlier_one():
    space = TermSpace(tuple(Issue(f"issue {k}", tuple(range(4))) for k in range(3)))
    for seed in range(20):
        utilities, walls = draw(seed, 4, 64, 0.3)
        chance = np.random.default_rng(seed)
        sitting = hold("single_text", utilities, walls, ["linear"] * 4, deadline=200, rng=chance, space=space)
        adopted = [vote.outcome for vote in sitting.votes if vote.carried]
        path = utilities[:, adopted]
        assert (np.diff(path, axis=1) > 0).all()
        assert sitting.agreement == (adopted[-1] if adopted else None)


def test_drafts_change_one_issue_as_long_as_such_changes_are_left():
    space = TermSpace(tuple(Issue(f"issue {k}", tuple(range(4))) for k in range(3)))
    utilities, walls = draw(3, 2, 64, 0.1)
    sitting = hold("single_text", utilities, walls, ["linear"] * 2, deadline=60, rng=rng(), space=space)
    text, since = None, 0
    for vote in sitting.votes:
        if text is not None and since < 9:
            assert vote.outcome in space.neighbours(text)
        text, since = (vote.outcome, 0) if vote.carried else (text, since + 1)


def test_a_majority_signs_without_the_minority():
    utilities = [[1.0], [1.0], [0.0]]
    all_needed = hold("single_text", utilities, [0.5] * 3, ["linear"] * 3, deadline=3, rng=rng())
    assert all_needed.agreement is None
    majority = hold("single_text", utilities, [0.5] * 3, ["linear"] * 3, deadline=3, rng=rng(), rules=Rules(quota=2))
    assert majority.agreement == 0
    assert majority.signatories == (0, 1)


@pytest.mark.parametrize(
    ("chair", "share"),
    [
        ("rotating", [1 / 3, 1 / 3, 1 / 3]),
        ("largest", [0, 0, 1]),
        ("weighted", [0, 1 / 4, 3 / 4]),
    ],
)
def test_the_chair_goes_round_or_by_weight_or_stays_with_the_heaviest(chair, share):
    """Each likes only one outcome of its own, so that every vote fails and the next chair asks."""
    rules = Rules(chair=chair, weights=(0.0, 1.0, 3.0))
    sitting = hold("chaired", np.eye(3), [0.5] * 3, ["linear"] * 3, deadline=600, rng=rng(), rules=rules)
    chairs = [offer.party for offer in sitting.offers]
    assert [offer.outcome for offer in sitting.offers] == chairs
    assert np.bincount(chairs, minlength=3) / 600 == pytest.approx(share, abs=0.05 if chair == "weighted" else 0)
    if chair == "rotating":
        assert chairs[:4] == [0, 1, 2, 0]


def test_a_secret_ballot_gives_only_the_count():
    utilities = [[1.0], [1.0], [0.0]]
    for ballot, voters in (("open", (True, True, False)), ("secret", None)):
        rules = Rules(ballot=ballot)
        sitting = hold("single_text", utilities, [0.5] * 3, ["linear"] * 3, deadline=1, rng=rng(), rules=rules)
        assert (sitting.votes[0].yes, sitting.votes[0].voters) == (2, voters)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"protocol": "alternatng"}, "Did you mean 'alternating'"),
        ({"tactics": ["boulware", "bulware"]}, "Did you mean 'boulware'"),
        ({"tactics": ["boulware"]}, "at least 2 parties"),
        ({"tactics": ["boulware"] * 3}, "for 3 tactics"),
        ({"utilities": [[1.0, np.nan], [0.0, 1.0]]}, "finite"),
        ({"utilities": [[], []]}, "utilities must be"),
        ({"reservations": [0.0]}, "reservations must be one number"),
        ({"reservations": [0.0, np.nan]}, "reservations must be one number"),
        ({"deadline": 0}, "deadline must be at least 1 round, got 0"),
        ({"names": ["Japan"]}, "names must be one for each"),
        ({"acceptance": ["ac_nxt", None]}, "Did you mean 'ac_next'"),
        ({"space": TermSpace((Issue("volume", (1, 2, 3)),))}, "the terms have 3 outcomes, but utilities have 2"),
        ({"rules": Rules(discount=(0.9, 0.9, 0.9))}, "discount must be one for each of 2"),
        ({"rules": Rules(quota=3)}, "a quota of 3 cannot be reached by 2"),
        ({"rules": Rules(weights=(1.0,))}, "weights must be one for each"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(change, sentence):
    given_ = {
        "protocol": "alternating",
        "utilities": [[1.0, 0.0], [0.0, 1.0]],
        "reservations": [0.0, 0.0],
        "tactics": ["boulware", "boulware"],
        "deadline": 5,
        "rng": rng(),
    }
    with pytest.raises(ValueError, match=sentence):
        hold(**(given_ | change))


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"quota": 0}, "quota must be at least 1"),
        ({"expiry": 0}, "expiry must be at least 1"),
        ({"discount": 0.0}, "discount must be above 0"),
        ({"discount": (0.9, 1.1)}, "discount must be above 0 and at most 1, got 1.1"),
        ({"ballot": "public"}, "ballot must be one of open, secret"),
        ({"chair": "king"}, "chair must be one of rotating"),
        ({"weights": (0.0, 0.0)}, "weights must be at least 0 and not all 0"),
    ],
)
def test_house_rules_that_cannot_be_are_refused(rules, sentence):
    with pytest.raises(ValueError, match=sentence):
        Rules(**rules)


def test_alternating_offers_are_for_two():
    with pytest.raises(ValueError, match="for 2 parties, got 3; use stacked"):
        hold("alternating", *draw(0, 3), ["linear"] * 3, deadline=3, rng=rng())
