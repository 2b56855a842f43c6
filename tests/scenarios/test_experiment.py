"""An experiment is read, checked and planned before anything is lived."""

import re
from pathlib import Path

import numpy as np
import pytest

from scenarios import experiment
from scenarios.experiment import Experiment
from tests.scenarios.toys import walk

TWO = {"a": {"regime": "unilateral"}, "b": {"regime": "accord"}}
PAIR = {"experiment": {"name": "tried", "scenario": "pair", "rounds": 1}}


def of(**tables):
    return Experiment.of(PAIR | tables)


def toy(**tables):
    return Experiment.of({"experiment": {"name": "toy"}} | tables, model=walk)


def test_a_file_and_a_table_make_the_same_experiment(tmp_path):
    (tmp_path / "twin.toml").write_text(
        """
        [experiment]
        scenario = "pair"
        rounds = 2
        seed = 4
        [arms]
        alone = { regime = "unilateral" }
        allied = { regime = "accord", accord.entry = "exclusive" }
        [design]
        kind = "lhs"
        n = 5
        replications = 3
        [parameters]
        risks.export_ban = { low = 0.1, high = 0.4, unit = "chance a year" }
        accord.minimum_members = { low = 2, high = 3 }
        [record]
        rounds = ["supply_gap", "welfare*"]
        [[analysis]]
        kind = "paired"
        metric = "welfare"
    """,
        encoding="utf-8",
    )
    read = Experiment.load(tmp_path / "twin.toml")
    made = Experiment.of(
        {
            "experiment": {"name": "twin", "scenario": "pair", "rounds": 2, "seed": 4},
            "arms": {"alone": {"regime": "unilateral"}, "allied": {"regime": "accord", "accord.entry": "exclusive"}},
            "design": {"kind": "lhs", "n": 5, "replications": 3},
            "parameters": {
                "risks.export_ban": {"low": 0.1, "high": 0.4},
                "accord.minimum_members": {"low": 2, "high": 3},
            },
            "record": {"rounds": ["supply_gap", "welfare*"]},
            "analysis": [{"kind": "paired", "metric": "welfare"}],
        }
    )
    assert read.hash() == made.hash()
    assert len(read.plan) == 5 * 3 * 2
    assert read.plan.points == made.plan.points


@pytest.mark.parametrize("name", experiment.names())
def test_every_shipped_experiment_reads_and_can_be_asked(name):
    shipped = Experiment.load(name)
    assert shipped.title
    assert shipped.summary
    assert shipped.analysis
    assert 10 <= len(shipped.plan) <= 100_000
    known = {*shipped.metrics()}
    for one in shipped.analysis:
        wanted = one.get("metric", str(one.get("target", "")).split(" ")[0])
        for metric in [wanted] if isinstance(wanted, str) else wanted:
            assert metric in known or metric.endswith("*")


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"parameters": {"risks.export_bann": {"low": 0, "high": 1}}}, "did you mean 'risks.export_ban'"),
        ({"parameters": {"risks.export_ban": {"low": 0, "high": 1.5}}}, "from 0 to 1 (chance a year), got 1.5"),
        (
            {"parameters": {"risks.export_ban": {"low": 0, "high": 1, "unit": "share"}}},
            "is in chance a year, not in share",
        ),
        ({"parameters": {"risks.export_ban": {"low": 0.5, "high": 0.1}}}, "low must be below high"),
        ({"parameters": {"risks.export_ban": {"low": 0}}}, "needs low and high (numbers) or choices"),
        ({"parameters": {"risks.export_ban": {"low": 0, "hihg": 1}}}, "has no 'hihg'"),
        (
            {"parameters": {"risks.ban_quarters": {"low": 1.5, "high": 4}}},
            "whole number from 1 to 20 (quarters), got 1.5",
        ),
        ({"parameters": {"accord.entry": {"low": 0, "high": 1}}}, "give choices instead"),
        ({"parameters": {"accord.entry": {"choices": ["open", "shut"]}}}, "accord.entry"),
        ({"parameters": {"nations.japan.stock.light": {"low": 0, "high": -5}}}, "low must be below high"),
        ({"design": {"kind": "sobel"}}, "did you mean 'sobol'"),
        ({"design": {"kind": "lhs", "m": 3}}, "has no 'm'"),
        ({"design": {"replications": 0}}, "replications must be from 1"),
        ({"arms": {"a": {"regime": "alone"}}}, "regime must be one of unilateral, bilateral, accord, got 'alone'"),
        ({"arms": {"a": {"accord.entri": "open"}}}, "accord.entri"),
        (
            {"arms": {"a": {"risks.export_ban": 0.1}}, "parameters": {"risks.export_ban": {"low": 0, "high": 1}}},
            "fixes risks.export_ban, which is a parameter too",
        ),
        ({"run": {"executor": "slurm"}}, "run.executor must be one of loky, serial, dask"),
        ({"run": {"executor": "dask"}}, "needs run.address"),
        ({"run": {"workers": "two"}}, "run.workers must be a whole number, got 'two'"),
        ({"record": {"dtype": "float16"}}, "record.dtype must be one of"),
        ({"until": {"metric": "welfare", "half_width": 1}}, "needs two arms"),
        ({"analysis": [{"kind": "pared"}]}, "did you mean 'paired'"),
        ({"analysis": [{"kind": "paired", "metric": "welfare"}]}, "compares arms, so it needs two"),
        ({"analysis": [{"kind": "paired", "metric": "welfre"}], "arms": TWO}, "did you mean 'welfare'"),
        ({"analysis": [{"kind": "paired", "metrc": "welfare"}], "arms": TWO}, "has no 'metrc'; did you mean 'metric'"),
        ({"analysis": [{"kind": "paired"}], "arms": TWO}, "analysis paired needs metric"),
        (
            {"analysis": [{"kind": "paired", "metric": "welfare", "half_width": "x"}], "arms": TWO},
            "half_width must be a number",
        ),
        ({"analysis": [{"kind": "paired", "metric": "welfare", "against": "c"}], "arms": TWO}, "no arm called 'c'"),
        ({"analysis": [{"kind": "paired", "metric": "welfare", "over": "man"}], "arms": TWO}, "did you mean 'mean'"),
        (
            {
                "analysis": [{"kind": "paired", "metric": "welfare", "over": "sum"}],
                "arms": TWO,
                "record": {"rounds": []},
            },
            "needs the years of welfare",
        ),
        (
            {"analysis": [{"kind": "sobol", "metric": "welfare"}]},
            "needs a design of kind sobol, the experiment has fact",
        ),
        (
            {"analysis": [{"kind": "prim", "target": "welfare > 1"}]},
            "looks for parameters, and the experiment has none",
        ),
        ({"analysis": {"kind": "paired"}}, "write [[analysis]] with two brackets"),
        ({"arms": {"a": 3}}, "arm a must be a table"),
        ({"arms": {"../a": {"regime": "accord"}}}, "letters, digits and _, got '../a'"),
        ({"design": 3}, "[design] must be a table, got 3"),
        ({"experiment": {"name": 3}}, "experiment.name must be a text, got 3"),
        ({"experiment": {"name": "tried", "rounds": "x"}}, "experiment.rounds must be a whole number, got 'x'"),
        ({"until": {"metric": "welfare"}, "arms": TWO}, "[until] needs half_width"),
        ({"until": {"metric": "welfre", "half_width": 1}, "arms": TWO}, "did you mean 'welfare'"),
        ({"record": {"rounds": ["welfre*"]}}, "no metric fits 'welfre*'; did you mean 'welfare'"),
        ({"parameters": {"risks.export_ban": {"choices": [0.1, 0.2, 0.1]}}}, "choices name 0.1 twice"),
        ({"parameters": {"risks.export_ban": {"low": 0, "high": 1, "levels": 2.5}}}, "levels must be a whole number"),
        ({"parameters": {"risks.export_ban": {"low": 0, "high": 1, "integer": True}}}, "leave integer out"),
        ({"paramters": {}}, "did you mean 'parameters'"),
        ({"parameters": {"risks.export_ban": {"values": [0.1, 0.2]}}}, "has no 'values'; it may have low"),
        ({"parameters": {"quite.unlike": {"low": 0, "high": 1}}}, "no such field; the nearest of"),
        ({"arms": {"a": {}, "b": {"accord.entri": "open"}}}, "arm b: cannot change 'accord.entri'"),
        (
            {"analysis": [{"kind": "wins", "metric": "welfare.*"}], "arms": TWO},
            'write nations = ["welfare"] in [record]',
        ),
        (
            {"analysis": [{"kind": "paired", "metric": "utility.japan"}], "arms": TWO},
            'nations = ["utility"] in [record]',
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence(tables, words):
    with pytest.raises(ValueError) as caught:
        of(**tables)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("kind", ["sobol", "morris"])
@pytest.mark.parametrize(
    ("path", "limits", "word"),
    [
        ("accord.entry", {"choices": ["open", "exclusive"]}, "a choice"),
        ("risks.ban_quarters", {"low": 1, "high": 8}, "a whole number"),
    ],
)
def test_designs_along_an_axis_refuse_choices_and_whole_numbers(kind, path, limits, word):
    wrong = of(design={"kind": kind, "n": 4}, parameters={path: limits})
    with pytest.raises(ValueError, match=f"parameter {path} is {word}, which a {kind} design cannot take"):
        _ = wrong.plan


def test_sobol_wants_a_power_of_two():
    with pytest.raises(ValueError, match="power of two, got 12"):
        _ = toy(design={"kind": "sobol", "n": 12}, parameters={"x": {"low": 0, "high": 1}}).plan


def test_a_hypercube_uses_each_part_of_each_axis_once():
    plan = toy(
        design={"kind": "lhs", "n": 20},
        parameters={
            "x": {"low": 10, "high": 30},
            "k": {"low": 1, "high": 4, "integer": True},
            "word": {"choices": ["a", "b"]},
        },
    ).plan
    parts = sorted(int((point["x"] - 10) // 1) for point in plan.points)
    assert parts == list(range(20))
    assert {point["k"] for point in plan.points} == {1, 2, 3, 4}
    assert sum(point["word"] == "a" for point in plan.points) == 10


def test_a_list_keeps_its_order_and_refuses_strangers():
    points = [{"x": 0.5}, {"x": 0.1}]
    limits = {"x": {"low": 0, "high": 1}}
    listed = toy(design={"kind": "list", "points": points}, parameters=limits)
    assert list(listed.plan.points) == points
    for wrong, words in (
        ([{"y": 1}], r"names y, which \[parameters\] does not"),
        ([{}], "must name exactly x"),
        ([{"x": 2}], "from 0 to 1, got 2"),
    ):
        with pytest.raises(ValueError, match=words):
            _ = toy(design={"kind": "list", "points": wrong}, parameters=limits).plan


def test_a_factorial_design_crosses_levels_and_choices():
    plan = toy(parameters={"x": {"low": 0, "high": 1, "levels": 3}, "word": {"choices": ["a", "b"]}}).plan
    assert [(point["x"], point["word"]) for point in plan.points] == [
        (0, "a"),
        (0, "b"),
        (0.5, "a"),
        (0.5, "b"),
        (1, "a"),
        (1, "b"),
    ]


@pytest.mark.parametrize(("kind", "block"), [("sobol", 4), ("morris", 3)])
def test_blocks_move_one_parameter_at_a_time(kind, block):
    plan = toy(design={"kind": kind, "n": 4}, parameters={"x": {"low": 0, "high": 1}, "y": {"low": 0, "high": 2}}).plan
    places = np.array([[point["x"], point["y"] / 2] for point in plan.points]).reshape(4, block, 2)
    if kind == "morris":
        moved = np.diff(places, axis=1) != 0
        assert (moved.sum(axis=2) == 1).all()
    else:
        a, first, second, b = places.transpose(1, 0, 2)
        assert np.array_equal(first, np.column_stack([b[:, 0], a[:, 1]]))
        assert np.array_equal(second, np.column_stack([a[:, 0], b[:, 1]]))


def test_more_replications_leave_earlier_runs_their_numbers():
    few, many = (
        toy(design={"replications": n}, arms={"a": {}, "b": {}}, parameters={"x": {"low": 0, "high": 1}}).plan
        for n in (2, 5)
    )
    assert [few.run(run) for run in range(len(few))] == [many.run(run) for run in range(len(few))]


def test_workers_and_analyses_are_no_part_of_an_experiments_identity():
    plain, asked = of(arms=TWO), [{"kind": "wins", "metric": "welfare"}]
    assert plain.hash() == of(arms=TWO, run={"workers": 7, "chunk": 3}, analysis=asked).hash()
    assert plain.hash() != of(arms=TWO, design={"replications": 2}).hash()
    assert plain.hash() != of(arms=TWO, experiment=PAIR["experiment"] | {"rounds": 2}).hash()


def test_the_experiment_shown_to_researchers_is_one(tmp_path):
    page = Path(__file__).parents[2] / "docs" / "how-to" / "sweep.md"
    whole, until = re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (tmp_path / "mine.toml").write_text(whole.replace("[[analysis]]", f"{until}\n[[analysis]]", 1), "utf-8")
    shown = Experiment.load(tmp_path / "mine.toml")
    assert len(shown.plan) == 20 * 2 * 10
    assert shown.until.half_width == 50
