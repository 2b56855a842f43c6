"""Disputes on the command line: each a short story with its dates, evidence, ruling and cost."""

import json

import pytest
from click.testing import CliRunner

from app.commands.disputes import command
from scenarios.loader import load
from scenarios.studies.quarrels import live

# Governments that err widely about what a breach brings break many promises.
ERRING = {"supply.breach_noise": 40.0}
WORLD = ["small", "--seed", "11", "--set", "supply.breach_noise=40"]


@pytest.fixture(scope="module")
def told():
    done = CliRunner().invoke(command, WORLD, catch_exceptions=False)
    return done.output


@pytest.fixture(scope="module")
def quarrels():
    return live(load("small", **ERRING), seed=11)


def test_every_dispute_is_told_with_its_breach_its_claim_and_its_cost(told, quarrels):
    assert quarrels
    for quarrel in quarrels:
        assert f"{quarrel.case}: {quarrel.claimant} against {quarrel.respondent}" in told
        assert quarrel.breaches
        assert any(f"{quarrel.claimant} claims USD" in moment.text for moment in quarrel.course)
    assert told.count("Evidence: ") == len(quarrels)
    assert told.count("litigation and punishment cost") == len(quarrels)


def test_evidence_adds_up_to_the_breaches_it_is_about(quarrels):
    for quarrel in quarrels:
        assert quarrel.delivered < quarrel.promised
        assert 0 <= quarrel.paid <= quarrel.stake + 1e-9
        dates = [(moment.year, moment.quarter) for moment in (*quarrel.breaches, *quarrel.course)]
        assert dates == sorted(dates)


def test_json_tells_the_same(quarrels):
    done = CliRunner().invoke(command, [*WORLD, "--json"], catch_exceptions=False)
    found = json.loads(done.output)
    assert [one["case"] for one in found] == [quarrel.case for quarrel in quarrels]
    assert {"promised", "delivered", "award", "paid", "claimant_cost", "course", "breaches"} <= set(found[0])


def test_without_a_forum_nobody_gets_anything():
    world = load("small", rounds=4, **ERRING, **{"supply.forum": "none", "disputes.members_forum": "none"})
    # Pairs may still agree on a forum of their own, so more than one history is looked at.
    nowhere = [quarrel for seed in range(6) for quarrel in live(world, seed=seed) if quarrel.forum == "none"]
    assert {quarrel.outcome for quarrel in nowhere} == {"no forum"}
    assert not any(quarrel.paid for quarrel in nowhere)


def test_each_agreement_and_each_wall_is_told_once_and_all_disputes_are_summed_up(told, quarrels):
    about = {quarrel.case.split("/")[0] for quarrel in quarrels}
    for kind, word in (("A", "Agreement"), ("W", "Wall")):
        assert told.count(f"\n{word} {kind}") == sum(name.startswith(kind) for name in about)
    assert f"Together USD {sum(quarrel.stake for quarrel in quarrels):,.1f} m claimed" in told
    panels = sum(quarrel.panel for quarrel in quarrels)
    assert f"{panels or 'no'} dispute{'' if panels == 1 else 's'} went before a panel" in told.lower()
