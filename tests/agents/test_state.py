"""What a year hands on to the next can be written down as text; a world that goes on from it is the same world."""

import json
from collections import OrderedDict
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from agents import model as models
from agents.world import nation as nations
from agents.world.events import Note
from agents.world.nature import Nature, Shock
from agents.world.plain_data import UnreadableError, plain, real
from agents.world.yearbook import Yearbook
from scenarios.loader import load
from scenarios.run import Living

FIXED = {"keys", "names", "regime", "seed", "replication", "weights", "chain"}
"""What scenario, regime and seed give every model of them."""
OF_THE_YEAR = {
    "appraiser",
    "handed",
    "purchase",
    "reserve_purchase",
    "paid",
    "offered",
    "offered_reserve",
    "sent",
    "unrestrained",
    "book_fund_spent",
    "floors",
    "held",
    "struck",
}
"""What is put on the desk when a year is opened, and looked at in that year only."""
WRITTEN_APART = {"nations", "books_kept", "log"}


def again(value, known=None):
    return real(json.loads(json.dumps(plain(value, known or {}))), known or {})


def alike(one, other):
    """Equal to the last bit, and of one kind."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
        assert one.flags.f_contiguous == other.flags.f_contiguous
        return True
    return repr(one) == repr(other)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0.1 + 0.2,
        -0.0,
        float("inf"),
        float("nan"),
        5e-324,
        10**30,
        "Jøsang ½",
        np.float64(1 / 3),
        np.int64(-7),
        np.bool_(True),
        [1, (2.0, "three"), {(1, "a"): {2}}],
        frozenset({3, 1}),
        slice(2, 5),
        np.array([[0.1, np.nan], [np.inf, -0.0]]),
        np.arange(6.0).reshape(2, 3).T,
        np.zeros((0, 2)),
        np.array([True, False]),
        np.array(2.5),
        Shock(kind="export ban", start=3, quarters=2, size=0.4),
        Note("shock", (1,), "Something."),
        Nature((), frozenset({Shock(kind="export ban", start=3, quarters=2, size=0.4)})),
    ],
)
def test_values_come_back_as_they_were(value):
    assert alike(value, again(value))


def test_what_a_constructor_fills_by_itself_comes_back_too():
    book = Yearbook(2030, 2, 1, 1)
    book.money["investment"][1], book.breaches = 3.25, 2
    copy = again(book)
    assert copy.money["investment"].tolist() == [0.0, 3.25]
    assert copy.breaches == 2
    assert all(alike(getattr(copy, name), value) for name, value in vars(book).items() if name != "money")


def test_of_what_the_reader_has_only_changes_are_written():
    ban = Shock(kind="export ban", start=3, quarters=2, size=0.4)
    known, other = {"ban": ban}, replace(ban, size=0.5)
    assert plain(ban, known) == {"known": ["ban", {}]}
    assert plain(other, known) == {"known": ["ban", {"size": 0.5}]}
    assert again(ban, known) is ban
    assert again(other, known) == other


@pytest.mark.parametrize("value", [len, Fraction(1, 3), object()])
def test_what_has_no_place_in_a_file_is_not_written(value):
    with pytest.raises(TypeError, match="cannot be written down"):
        plain(value, {})


def test_a_mapping_of_another_kind_comes_back_as_a_plain_one():
    assert again(OrderedDict(a=1)) == {"a": 1}


@pytest.mark.parametrize(
    "said",
    [
        {"os:system": ["echo"]},
        {"subprocess:Popen": {"args": "echo"}},
        {"agents.model:AllianceModel": {"setting": None}},
        {"agents.model:np": {}},
        {"agents.world.nature:Shock": {"kind": "export ban"}},
        {"agents.world.nature:Shock": {"colour": "red"}},
        {"agents.world.nature:Storm": {}},
        {"agents.weather:Storm": {}},
        {"known": ["nobody", {}]},
        {"array": ["<f8", "C", [2], [1.0]]},
        {"array": ["O", "C", [1], [{}]], "and": 1},
        {"events:Event": {}},
    ],
)
def test_what_nobody_of_this_version_wrote_is_refused(said):
    with pytest.raises(UnreadableError):
        real(said, {})


def test_everything_in_a_model_is_carried_on_or_made_anew():
    """Who gives the model or its nations something new must say which of the two it is."""
    model = Living(load("pair"), regime="accord", seed=1)
    model.step()
    own = set(vars(model.model)) - set(vars(models.mesa.Model(rng=1)))
    assert own == FIXED | OF_THE_YEAR | WRITTEN_APART | set(models.CARRIED)
    agent = {"model", "unique_id", "pos", "profile", "number", "bargains"}
    for nation in model.model.nations:
        assert set(vars(nation)) - agent == set(nations.CARRIED)


@pytest.mark.parametrize(("module", "name"), [(models, "running"), (nations, "number")])
def test_a_state_that_carries_other_things_is_refused(monkeypatch, module, name):
    lived = Living(load("pair"), regime="accord", seed=1)
    lived.step()
    end = lived.end()
    monkeypatch.setattr(module, "CARRIED", (*module.CARRIED, name))
    with pytest.raises(UnreadableError):
        Living(load("pair"), regime="accord", seed=1).resume([end])


@pytest.mark.parametrize(
    ("scenario", "regime"),
    [
        ("pair", "accord"),
        ("classroom_20_minutes", "accord"),
        ("classroom_20_minutes", "bilateral"),
        ("pair", "unilateral"),
    ],
)
def test_a_world_goes_on_from_any_year_that_was_written_down_to_the_last_bit(scenario, regime):
    setting = load(scenario, rounds=4)
    whole, ends = Living(setting, regime=regime, seed=3), []
    while whole.years_left:
        whole.step()
        ends.append(whole.end())
    for lived in range(1, 4):
        part = Living(setting, regime=regime, seed=3)
        part.resume(ends[:lived])
        while part.years_left:
            part.step()
            assert part.end() == ends[part.lived - 1]
        record, other = part.record(), whole.record()
        for table in ("metrics", "nations", "prices", "flows", "agreements", "events"):
            assert getattr(record, table).equals(getattr(other, table)), table


def test_a_text_that_waits_for_parliaments_waits_in_the_file_too():
    setting = load("classroom_20_minutes", **{"accord.ratification_quarters": 8})
    whole, ends, waits = Living(setting, regime="accord", seed=3), [], []
    while whole.years_left:
        whole.step()
        ends.append(whole.end())
        waits.append(whole.model.awaited is not None)
    assert True in waits[:-1]
    part = Living(setting, regime="accord", seed=3)
    part.resume(ends[: waits.index(True) + 1])
    while part.years_left:
        part.step()
        assert part.end() == ends[part.lived - 1]
