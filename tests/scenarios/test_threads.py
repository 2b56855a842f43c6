"""Each event names what led to it, so that a ruling can be followed back to its breach and on to its end."""

import pandas as pd
import pytest

from scenarios.loader import load
from scenarios.records.threads import came_of, led_to, thread
from scenarios.run import run

# Governments that err widely about what a breach brings break many promises, and free appeals that often turn a
# ruling round are made.
ERRING = {
    "supply.breach_noise": 100.0,
    "supply.patience": 0.0,
    "supply.forum": "appeal",
    "supply.pairs": 20,
    "supply.termination_breaches": 40,
    "disputes.cost_share": 0.0,
    "disputes.fixed_cost": 0.0,
    "disputes.doubt": 1.0,
    "disputes.members_forum": "appeal",
    "disputes.overturn": 0.9,
    "disputes.appeal_cost": 0.0,
}


@pytest.fixture(scope="module")
def runs():
    return [run(load("small", **ERRING), seed=seed).events for seed in (7, 3)]


@pytest.fixture
def story():
    """An agreement, two breaches of it, the claim for both, and its ruling; and a second agreement beside them."""
    rows = [("E1", ""), ("E2", ""), ("E3", "E1"), ("E4", "E1"), ("E5", "E3+E4"), ("E6", "E5"), ("E7", "E2")]
    return pd.DataFrame(rows, columns=["id", "because"])


def test_a_ruling_leads_back_to_claim_breaches_and_agreement_and_to_nothing_else(story):
    assert led_to(story, "E6") == ("E1", "E3", "E4", "E5")


def test_what_came_of_an_agreement_is_all_that_was_quarrelled_about_it(story):
    assert came_of(story, "E1") == ("E3", "E4", "E5", "E6")
    assert list(thread(story, "E5")["id"]) == ["E1", "E3", "E4", "E5", "E6"]


def test_an_event_that_is_not_there_is_refused_in_one_sentence(story):
    with pytest.raises(ValueError, match=r"no event 'E9'; its events are E1 to E7"):
        led_to(story, "E9")


def test_ids_count_the_events_of_a_run_and_causes_come_first(runs):
    for events in runs:
        assert list(events["id"]) == [f"E{number}" for number in range(1, len(events) + 1)]
        for own, because in zip(events["id"], events["because"], strict=True):
            assert all(int(cause[1:]) < int(own[1:]) for cause in filter(None, because.split("+")))


@pytest.mark.parametrize(
    ("kind", "causes"),
    [
        ("breach", {"agreement"}),
        ("claim", {"breach", "remedy"}),
        ("consultation", {"claim", "consultation"}),
        ("settlement", {"consultation", "panel"}),
        ("panel", {"consultation"}),
        ("ruling", {"panel"}),
        ("appeal", {"ruling"}),
    ],
)
def test_every_event_of_a_quarrel_names_the_step_before_it(runs, kind, causes):
    count = 0
    for events in runs:
        kinds = dict(zip(events["id"], events["kind"], strict=True))
        for row in events[(events["kind"] == kind) & events["about"].str.match(r"A\d")].itertuples():
            assert row.because
            assert {kinds[cause] for cause in row.because.split("+")} <= causes, row.text
            count += 1
    assert count


def test_a_claim_names_every_breach_that_it_is_about_or_the_wall(runs):
    for events in runs:
        for claim in events[events["kind"] == "claim"].itertuples():
            because, about = events[events["id"].isin(claim.because.split("+"))], claim.about.split("/")[0]
            wall = about.startswith("W")
            assert set(because["kind"]) - {"remedy"} == {"policy" if wall else "breach"}
            assert all(name == about if wall else name.startswith(f"{about}-") for name in because["about"])
