"""Textbook bargaining reproduced by playing it: rational parties sit down and the figures come out."""

import itertools

import numpy as np
import pytest

from negotiation.bargaining.rules import Rules
from negotiation.bargaining.sitting import hold


def rng():
    return np.random.default_rng(7)


def pie(pieces):
    """Return the splits of a pie of 1 between two, (2, pieces + 1)."""
    share = np.arange(pieces + 1) / pieces
    return np.array([share, 1 - share])


def splits(parties, pieces):
    """Return all splits of a pie into whole pieces, (parties, splits)."""
    cuts = np.array(list(itertools.combinations(range(pieces + parties - 1), parties - 1)))
    edges = np.hstack([np.full((len(cuts), 1), -1), cuts, np.full((len(cuts), 1), pieces + parties - 1)])
    return (np.diff(edges, axis=1) - 1).T / pieces


def play(utilities, deadline, *, walls=None, protocol="stacked", **rules):
    parties = len(utilities)
    sitting = hold(
        protocol,
        utilities,
        walls or [0.0] * parties,
        ["rational"] * parties,
        deadline=deadline,
        rng=rng(),
        rules=Rules(**rules),
    )
    return sitting, utilities[:, sitting.agreement]


@pytest.mark.parametrize(
    ("deltas", "shares"),
    [((0.9, 0.9), (0.5263157894736843, 0.4736842105263158)), ((0.9, 0.8), (0.7142857142857143, 0.28571428571428575))],
)
def test_patience_pays_as_rubinstein_says(deltas, shares):
    """Rubinstein 1982, Econometrica 50:97-109: proposer's share (1 - d2) / (1 - d1 d2); here over 300 offers."""
    pieces = 20_000
    sitting, got = play(pie(pieces), 150, protocol="alternating", discount=deltas)
    assert sitting.rounds == 1
    assert sitting.delay == 0
    # A share is cut to whole pieces at every step back; the error stays below 1 / (1 - d) pieces.
    assert got == pytest.approx(shares, abs=12 / pieces)


@pytest.mark.parametrize(
    ("deadline", "final_answer", "share"),
    [(1, False, 1.0), (1, True, 0.1), (2, False, 0.91), (2, True, 0.181), (5, True, 0.342800821)],
)
def test_with_a_deadline_the_last_proposer_would_take_all(deadline, final_answer, share):
    """Ståhl 1972; T = 1, 2, 3, 4 and 10 offers at a discount of 0.9 for both."""
    pieces = 20_000
    _, got = play(pie(pieces), deadline, protocol="alternating", discount=0.9, final_answer=final_answer)
    assert got[0] == pytest.approx(share, abs=12 / pieces)


@pytest.mark.parametrize(("outside", "share"), [(0.3, 0.473684211), (0.6, 0.6)])
def test_an_outside_option_matters_only_when_it_binds(outside, share):
    """Binmore 1985; Sutton 1986; Muthoo 1999 s.5: share2 = max(d / (1 + d), w) at d = 0.9."""
    pieces = 20_000
    _, got = play(pie(pieces), 150, protocol="alternating", discount=0.9, walls=[0.0, outside])
    assert got[1] == pytest.approx(share, abs=12 / pieces)


def test_the_outside_option_moves_the_share_exactly_from_where_it_binds():
    pieces = 2000
    got = [play(pie(pieces), 60, discount=0.9, walls=[0.0, w])[1][1] for w in np.arange(0.0, 0.8, 0.1)]
    assert np.ptp(got[:5]) == 0
    assert got[5:] == pytest.approx([0.5, 0.6, 0.7], abs=2 / pieces)


def test_unanimity_among_four_gives_the_proposer_what_the_literature_says():
    """Herrero 1985; Osborne and Rubinstein 1990 s.3.13: proposer 1 / (1 + 3 d), each other d / (1 + 3 d); d = 0.95."""
    # With 77 pieces the figures are whole: 20, 19, 19 and 19.
    _, got = play(splits(4, 77), 60, discount=0.95)
    assert got[0] == pytest.approx(0.25974025974025977, abs=1e-9)
    assert got[1:] == pytest.approx([0.24675324675324675] * 3, abs=1e-9)


@pytest.mark.parametrize(("parties", "delta", "pieces"), [(3, 0.9, 100), (5, 0.9, 50)])
def test_a_majority_chair_buys_the_cheapest_votes(parties, delta, pieces):
    """Baron and Ferejohn 1989, closed rule: proposer 1 - d (n - 1) / (2 n), (n - 1) / 2 others d / n each."""
    majority = (parties + 1) // 2
    sitting, got = play(
        splits(parties, pieces), 6, protocol="chaired", discount=delta, quota=majority, chair="weighted"
    )
    chair = sitting.offers[0].party
    assert got[chair] == pytest.approx(1 - delta * (parties - 1) / (2 * parties), abs=1e-9)
    others = sorted(np.delete(got, chair))
    assert others[-majority + 1 :] == pytest.approx([delta / parties] * (majority - 1), abs=1e-9)
    assert others[: parties - majority] == pytest.approx([0] * (parties - majority), abs=1e-9)
    assert len(sitting.signatories) == majority


def test_which_votes_the_chair_buys_is_left_to_chance():
    """The value of sitting down is the same for all, 1 / n, only if nobody is favoured."""
    utilities = splits(3, 20)
    got = np.zeros(3)
    for seed in range(600):
        sitting = hold(
            "chaired",
            utilities,
            [0.0] * 3,
            ["rational"] * 3,
            deadline=4,
            rng=np.random.default_rng(seed),
            rules=Rules(quota=2, chair="weighted", discount=0.9),
        )
        got += utilities[:, sitting.agreement] / 600
    # Each share varies with a standard deviation of about 0.3, so that three of its errors are 0.037.
    assert got == pytest.approx([1 / 3] * 3, abs=0.037)


def test_a_heavier_weight_gives_a_larger_part():
    utilities = splits(3, 20)
    got = np.zeros(3)
    for seed in range(300):
        sitting = hold(
            "chaired",
            utilities,
            [0.0] * 3,
            ["rational"] * 3,
            deadline=1,
            rng=np.random.default_rng(seed),
            rules=Rules(quota=2, chair="weighted", weights=(0.6, 0.2, 0.2)),
        )
        got += utilities[:, sitting.agreement] / 300
    assert got == pytest.approx([0.6, 0.2, 0.2], abs=0.09)


def test_rational_play_is_an_equilibrium_of_small_games():
    """On random tables nobody gains by making another first offer, as long as all go on rationally from there."""
    for seed in range(30):
        chance = np.random.default_rng(seed)
        utilities, walls = chance.random((2, 12)), chance.random(2) * 0.4
        rules = Rules(discount=0.85, final_answer=bool(seed % 2))
        deadline = 3
        honest = hold("alternating", utilities, walls, ["rational"] * 2, deadline=deadline, rng=rng(), rules=rules)
        earned = worth(honest, utilities, walls)[0]
        values = solve_by_hand(utilities, walls, 0.85, 2 * deadline, final_answer=rules.final_answer)
        assert earned == pytest.approx(values[0], abs=1e-12)


def worth(sitting, utilities, walls):
    return walls if sitting.agreement is None else utilities[:, sitting.agreement] * 0.85**sitting.delay


def solve_by_hand(utilities, walls, delta, offers_left, *, final_answer, speaker=0):
    """Value of having the floor, by plain recursion over every offer and answer; in the present's terms."""
    if offers_left == 0:
        return walls.copy()
    other = 1 - speaker
    ahead = (
        delta * solve_by_hand(utilities, walls, delta, offers_left - 1, final_answer=final_answer, speaker=other)
        if offers_left > 1
        else walls.copy()
    )
    ahead = np.maximum(ahead, walls)
    best = ahead
    for k in range(utilities.shape[1]):
        answered = offers_left > 1 or final_answer
        accepted = answered and utilities[other, k] >= ahead[other] - 1e-9 and utilities[other, k] >= walls[other]
        if accepted and utilities[speaker, k] >= walls[speaker] and utilities[speaker, k] >= best[speaker]:
            best = utilities[:, k]
    return best
