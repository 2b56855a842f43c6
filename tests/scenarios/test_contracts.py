"""Every rule that comes with the program keeps what a plugin's is held to, and a rule that does not is found out."""

from importlib import import_module

import pytest

from agents import plugins
from scenarios import contracts
from scenarios.files import plugging

OURS = [(kind, rule) for kind in plugins.KINDS for rule in plugins.names_of(kind)]
STRATEGY = '"""One."""\n\nfrom agents.questions.levers import *\n\n\n'
RULE = '"""One."""\n\nimport numpy as np\n\n\n'
TACTIC = '"""One."""\n\nimport numpy as np\n\n\n'
METRIC = '"""One."""\n\n\n'
BROKEN = [
    (
        "strategies",
        STRATEGY + "def choose_levers(view, rng):\n    return []\n",
        "answers",
        "choose_levers must give tuple, got []",
    ),
    (
        "strategies",
        STRATEGY + "def choose_levers(view, rng):\n    return (Restrict(reason=''),)\n",
        "answers",
        "gives no reason",
    ),
    (
        "strategies",
        STRATEGY + "from itertools import count\nN = count()\n\n\n"
        "def choose_levers(view, rng):\n    return (Restrict(reason=str(next(N))),)\n",
        "decides_alike_twice",
        "and then",
    ),
    (
        "strategies",
        STRATEGY + "def choose_levers(view, rng):\n"
        "    return tuple(Build(plan=c.plan, size=1.0, cost=view.budget, reason='x') for c in view.choices)\n",
        "spends_what_it_has",
        "it spends",
    ),
    (
        "strategies",
        STRATEGY + "def choose_levers(view, rng):\n    return (Buy(tonnes=(1.0, 1.0), cost=0.0, reason='x'),)\n",
        "moves_as_offered",
        "which nobody offers",
    ),
    ("strategies", STRATEGY + "def choose_levers(view, rng):\n    return view.nonsense\n", "answers", "AttributeError"),
    ("benefit_rules", RULE + "def share(pool):\n    return np.full(pool.n, 1.0)\n", "adds_up", "it shares out"),
    ("benefit_rules", RULE + "def share(pool):\n    return None\n", "adds_up", "must give an array"),
    (
        "benefit_rules",
        RULE + "def share(pool):\n    return np.array([pool.amount] + [0.0] * (pool.n - 1))\n",
        "knows_no_order",
        "listed otherwise",
    ),
    (
        "benefit_rules",
        RULE + "SYMMETRIC = True\n\n\ndef share(pool):\n    return np.array([pool.amount] + [0.0] * (pool.n - 1))\n",
        "treats_like_alike",
        "members alike",
    ),
    (
        "benefit_rules",
        RULE + "INDIVIDUALLY_RATIONAL = True\n\n\n"
        "def share(pool):\n    return np.array([pool.amount] + [0.0] * (pool.n - 1))\n",
        "leaves_nobody_worse",
        "some get less",
    ),
    ("tactics", TACTIC + "def aspiration(time):\n    return time\n", "asks_for_less", "rises"),
    ("tactics", TACTIC + "def aspiration(time):\n    return 2 - time\n", "asks_for_less", "outside 0 to 1"),
    (
        "tactics",
        TACTIC + "def offer(seat):\n    return int(seat.utility.argmin())\n\n\n"
        "def accepts(seat, outcome):\n    return True\n",
        "keeps_its_word",
        "",
    ),
    (
        "metrics",
        METRIC + "def odd(model):\n    '''Odd. Unit: share.'''\n    return 'much'\n",
        "gives_a_number",
        "must give a number",
    ),
    (
        "metrics",
        METRIC + "def odd(model):\n    '''Odd. Unit: share.'''\n    model.fund_spent += 1.0\n    return 1.0\n",
        "leaves_the_world",
        "changes the world",
    ),
]
ARTICLE = '''"""One."""

from dataclasses import replace

import numpy as np

from agents.articles import Article

ARTICLE = Article(
    name="one", title="One", principle="technology", meaning="One.", unit="share", said="one", mechanism="One.",
    cost="One.", metric="welfare_members", source="own estimate", levels=(0.0, 1.0),
)
'''
BROKEN += [
    (
        "articles",
        ARTICLE + "\n\ndef cost(books, members, level):\n    return np.full(books.shape.nations, level)\n\n\n"
        "def act(scene, quarter, members, level):\n    return quarter\n",
        "charges_members_only",
        "no members pay",
    ),
    (
        "articles",
        ARTICLE + "\n\ndef act(scene, quarter, members, level):\n"
        "    return replace(quarter, making_cost=quarter.making_cost * 2)\n",
        "does_nothing_at_none",
        "moves prices",
    ),
    (
        "articles",
        ARTICLE + "\n\ndef act(scene, quarter, members, level):\n    return None if level else quarter\n",
        "acts_in_the_market",
        "must give a Quarter",
    ),
    ("articles", ARTICLE, "can_be_bargained", "none of act"),
    ("articles", ARTICLE.replace("welfare_members", "nonsense"), "says_what_it_is", "no metric"),
]


@pytest.mark.parametrize(("kind", "rule"), OURS)
def test_ours_keep_what_others_are_held_to(kind, rule):
    contract = import_module(f"scenarios.contracts.{kind}")
    assert not contract.lacks(rule)
    assert not [f"{one.promise} {one.fault}" for one in contracts.examine(contract, rule) if not one.holds]


@pytest.fixture
def study(tmp_path):
    """A folder for a plugin, which no later test finds."""
    yield tmp_path
    plugins.drop(str(tmp_path.resolve()))


@pytest.mark.parametrize(("kind", "text", "promise", "fault"), BROKEN)
def test_a_broken_promise_is_found_out(study, kind, text, promise, fault):
    (study / kind).mkdir()
    (study / kind / "one.py").write_text(text, "utf-8")
    contract = import_module(f"scenarios.contracts.{kind}")
    asked = getattr(contract, promise).__doc__
    found = [one for one in plugging.examine(str(study.resolve())) if not one.holds]
    assert any(one.promise == asked and fault in one.fault for one in found), found


def test_every_kind_of_rule_has_its_contract_and_every_promise_is_broken_above():
    promised = set()
    for kind in plugins.KINDS:
        contract = import_module(f"scenarios.contracts.{kind}")
        assert all(promise.__doc__ for promise, _ in contract.PROMISES)
        promised |= {promise.__name__ for promise, _ in contract.PROMISES}
    untried = promised - {promise for _, _, promise, _ in BROKEN}
    assert untried == {"gives_all_to_one", "leaves_the_pool", "acts_alike_twice", "measures_alike_twice"}
