"""Articles taken away one at a time: which, how, and with which sign."""

import pytest

from scenarios.loader import load, with_changes
from scenarios.studies import ablation


@pytest.fixture(scope="module")
def small():
    return load("small", rounds=2)


def test_what_is_on_the_table_can_be_taken_away(small):
    names = [article.name for article in ablation.in_force(small)]
    expected = {"fund_rate", "price_floor", "community_share", "standard_level", "reserve_days", "benefit_rule"}
    assert set(names) == expected
    for article in ablation.in_force(small):
        bare = with_changes(small, ablation.without(article))
        assert article.name not in [one.name for one in ablation.in_force(bare)]


def test_rules_are_taken_away_only_when_asked_for(small):
    assert "exit_fee" not in [one.name for one in ablation.in_force(small)]
    assert {"exit_fee", "audit_rate", "forum"} <= {one.name for one in ablation.in_force(small, rules=True)}


def test_each_article_has_an_arm_of_its_own_beside_the_whole_and_none(small):
    made = ablation.experiment(small, replications=2, seed=1)
    assert next(iter(made.arms)) == "accord"
    assert made.arms["without_reserve_days"] == {"regime": "accord", "accord.reserve_days": [0.0]}
    assert made.arms["no_accord"] == {"regime": "bilateral"}
    assert len(made.arms) == 2 + len(ablation.in_force(small))


def test_an_obstacle_is_taken_away_with_all_that_cures_it_or_by_itself(small):
    made = ablation.experiment(small, replications=2, seed=1, by_obstacle=True)
    assert made.arms["without_cures_of_environmental_risk"] == {
        "regime": "accord",
        "accord.standard_level": [0],
        "accord.community_share": [0.0],
    }
    assert made.arms["no_technical_barrier"] == {"regime": "accord", "market.newcomer_cost": 0.0}
    # Without mine outages nature would have another path, and no pair would hold.
    assert "no_environmental_risk" not in made.arms


def test_an_accord_without_articles_is_refused(small):
    bare = with_changes(
        small, {field: value for one in ablation.in_force(small) for field, value in ablation.without(one).items()}
    )
    with pytest.raises(ValueError, match="small has no article on the table"):
        ablation.experiment(bare, replications=2, seed=1)


def test_worth_has_the_sign_of_having_the_article(small, tmp_path):
    only = with_changes(
        small,
        {f"accord.{name}": ["0"] for name in ("fund_rate", "price_floor", "community_share", "standard_level")}
        | {"accord.benefit_rule": ["equal"], "accord.reserve_days": ["90"]},
    )
    made = ablation.experiment(only, replications=2, seed=1)
    found = ablation.worths(made.live(tmp_path, workers=1, executor="serial"), ["reserve_tonnes", "members"])
    worth = {(one.arm, one.metric): one for one in found}
    reserve = worth["without_reserve_days", "reserve_tonnes"]
    assert reserve.title == "Shared reserve"
    assert reserve.value > 0
    assert reserve.low <= reserve.value <= reserve.high
    assert worth["no_accord", "members"].value >= 0
