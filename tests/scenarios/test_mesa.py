"""The model is one that Mesa's users can use as they know: agents, steps, a data collector, batch runs."""

import multiprocessing
import re
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
import pytest

from agents import metrics
from agents.world.nation import Consumer, Nation
from scenarios.loader import load
from scenarios.model import AllianceModel
from scenarios.run import run
from scenarios.sweep.world import World

PAGE = (Path(__file__).parents[2] / "docs/how-to/mesa.md").read_text("utf-8")
ALONE, MANY = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def as_it_was():
    """Mesa's batch_run sets how processes start for the whole program."""
    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


def test_nations_are_the_agents_of_the_model():
    model = AllianceModel("small", rng=1)
    assert list(model.agents) == model.nations
    assert all(isinstance(agent, Nation) and isinstance(agent, mesa.Agent) for agent in model.agents)
    assert [agent.unique_id for agent in model.agents] == [1, 2, 3, 4, 5, 6]
    assert set(model.agents_by_type[Consumer]) == {one for one in model.nations if one.profile.role == "consumer"}


def test_the_page_gives_the_figures_of_a_run(capsys):
    names = {}
    exec(ALONE, names)  # noqa: S102 - what the page shows
    kept = run(load("small"), seed=7, rounds=3).metrics
    pd.testing.assert_frame_equal(names["frame"], kept[names["frame"].columns], check_exact=True, check_dtype=False)
    assert list(names["frame"].columns) == ["year", *metrics.table()]
    assert "Japan" in capsys.readouterr().out
    assert (names["model"].steps, names["model"].time, names["model"].running) == (3, 3.0, False)


@pytest.mark.usefixtures("as_it_was")
def test_a_batch_run_of_the_page_gives_the_figures_of_its_runs(capsys):
    names = {"__name__": "__main__"}
    exec(MANY, names)  # noqa: S102 - what the page shows
    rows = pd.DataFrame(names["rows"])
    assert len(rows) == 2 * 2 * 2 * 2
    assert "welfare_members" in capsys.readouterr().out
    for (regime, ban, seed), found in rows.groupby(["regime", "risks.export_ban", "rng"]):
        kept = run(load("small", **{"risks.export_ban": ban}), regime=regime, seed=seed, rounds=2).metrics
        assert found["Step"].tolist() == [1, 2]
        for name in ("year", *metrics.table()):
            np.testing.assert_array_equal(found[name].to_numpy(float), kept[name].to_numpy(float))


@pytest.mark.usefixtures("as_it_was")
def test_a_batch_run_in_two_processes_takes_a_seed_among_its_parameters():
    rows = mesa.batch_run(
        AllianceModel,
        parameters={"scenario": "pair", "regime": "bilateral", "seed": [3, 4], "rounds": 1},
        number_processes=2,
        display_progress=False,
    )
    found = {row["seed"]: row["price_magnet_light"] for row in rows}
    assert found == {
        seed: float(run(load("pair"), regime="bilateral", seed=seed, rounds=1).metrics["price_magnet_light"].iloc[-1])
        for seed in (3, 4)
    }


def test_without_a_seed_each_model_draws_one_and_tells_it():
    one, two = AllianceModel("pair"), AllianceModel("pair")
    assert one.seed != two.seed
    assert AllianceModel("pair", rng=one.seed).nature.hash == one.nature.hash


def test_mesas_own_draws_change_nothing():
    plain, drawn = AllianceModel("pair", rng=3, rounds=1), AllianceModel("pair", rng=3, rounds=1)
    drawn.rng.random(10)
    drawn.random.random()
    drawn.agents.shuffle()
    plain.step()
    drawn.step()
    frame, other = (one.datacollector.get_model_vars_dataframe() for one in (plain, drawn))
    pd.testing.assert_frame_equal(frame, other, check_exact=True)


def test_nobody_collects_what_nobody_asks_for():
    """A sweep takes its figures itself."""
    swept, stepped = AllianceModel("pair", rng=1, rounds=1), AllianceModel("pair", rng=1, rounds=1)
    World(settings={}, seed=1)._live(swept, 1)
    stepped.step()
    assert ["datacollector" in vars(model) for model in (swept, stepped)] == [False, True]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"scenario": "smal"}, "no scenario called 'smal'; did you mean 'small'"),
        ({"scenario": "pair", "regime": "alone"}, "regime must be one of"),
        ({"scenario": "pair", "rng": -1}, "rng must be a whole number of at least 0, got -1"),
        ({"scenario": "pair", "rng": "7"}, "rng must be a whole number of at least 0, got '7'"),
        ({"scenario": "pair", "rng": 1, "seed": 2}, "give rng or seed, not both"),
        ({"scenario": "pair", "rounds": 0}, "rounds must be from 1 to 100"),
        ({"scenario": "pair", "risks.export_bans": 0.1}, "did you mean 'export_ban'"),
    ],
)
def test_what_no_world_can_be_made_of_is_refused_in_a_sentence(words, sentence):
    with pytest.raises(ValueError, match=sentence):
        AllianceModel(**words)
