"""The market on the command line."""

import json
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from agents.world.chain_view import calm_quarter
from app.commands.market import command
from market.chain import Chain
from market.welfare import welfare
from scenarios.loader import load


def ask(*words):
    done = CliRunner().invoke(command, words)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_it_prints_prices_flows_gaps_concentration_and_earnings():
    said = ask("baseline_2024")
    for heading in (
        "Prices, USD/kg",
        "Largest flows between nations",
        "Supply gaps",
        "Concentration of output",
        "Who earns what",
    ):
        assert heading in said
    assert "what if" not in said
    assert max(len(line) for line in said.splitlines()) <= 118


def test_the_largest_flow_comes_first():
    flows = json.loads(ask("baseline_2024", "--json"))["worlds"][0]["flows"]
    tonnes = [flow["tonnes"] for flow in flows]
    assert tonnes == sorted(tonnes, reverse=True)
    assert flows[0]["from"] == "china"


def test_its_figures_are_the_markets():
    setting = load("baseline_2024")
    shape, quarter = calm_quarter(setting)
    outcome = Chain(shape).clear(quarter)
    told = json.loads(ask("baseline_2024", "--json"))["worlds"][0]
    for i, nation in enumerate(setting.nations):
        assert told["prices_by_nation"][nation.key]["oxide, heavy"] == pytest.approx(outcome.price[i, 1, 1])
        assert told["gaps"][nation.key]["light"] == pytest.approx(outcome.unserved[i, :, 0].sum())
        assert told["earnings"][nation.key]["together"] == pytest.approx(welfare(shape, quarter, outcome).total[i])
        parts = {name: value for name, value in told["earnings"][nation.key].items() if name != "together"}
        assert sum(parts.values()) == pytest.approx(told["earnings"][nation.key]["together"], abs=1e-6)


def test_a_change_stands_beside_today():
    said = ask("baseline_2024", "--what-if", "china.export.heavy.japan = 0")
    assert "What if: china.export.heavy.japan = 0" in said
    assert "Flows that the change moves most" in said
    today, after = json.loads(ask("baseline_2024", "--json", "--what-if", "china.export.heavy.japan = 0"))["worlds"]
    banned = [flow for flow in after["flows"] if (flow["from"], flow["to"]) == ("china", "japan")]
    assert not any("heavy" in flow["good"] for flow in banned)
    assert any("heavy" in flow["good"] for flow in today["flows"] if (flow["from"], flow["to"]) == ("china", "japan"))


def test_a_harsh_cut_raises_prices_outside_and_leaves_demand_unserved():
    line = "china.export.magnet = 20%"
    today, after = json.loads(ask("baseline_2024", "--json", "--what-if", line))["worlds"]
    assert after["prices"]["outside"]["magnet, light"] > 1.5 * today["prices"]["outside"]["magnet, light"]
    assert after["prices"]["dominant"]["magnet, light"] <= today["prices"]["dominant"]["magnet, light"] + 1e-6
    assert sum(gap["light"] for gap in after["gaps"].values()) > sum(gap["light"] for gap in today["gaps"].values())


def test_the_picture_of_the_flows_is_sound(tmp_path):
    file = tmp_path / "flows.svg"
    assert f"in {file}" in ask("baseline_2024", "--plot", str(file)).replace("\n", "")
    assert ET.parse(file).getroot().tag.endswith("svg")  # noqa: S314 - Our own picture.
    with pytest.raises(ValueError, match=r"must end in \.svg"):
        ask("baseline_2024", "--plot", str(tmp_path / "flows.png"))


def test_a_slip_is_answered_with_a_guess():
    with pytest.raises(ValueError, match="no nation 'jpan'; did you mean 'japan'"):
        ask("baseline_2024", "--what-if", "jpan.tariff = 5")


def test_it_lists_what_can_be_changed():
    assert "export_tax" in ask("--levers")


def test_a_bound_softens_a_tariff_and_says_so():
    line = "united_states.tariff.magnet.china = 60%"
    hard = json.loads(ask("baseline_2024", "--json", "--what-if", line))["worlds"][1]
    soft = json.loads(ask("baseline_2024", "--json", "--what-if", line, "--bound", "0.02"))["worlds"][1]
    price = "united_states", "magnet, light"
    assert hard["prices_by_nation"][price[0]][price[1]] > soft["prices_by_nation"][price[0]][price[1]]
    assert "tariffs at most 2 %" in soft["what"]
    with pytest.raises(ValueError, match="give one with --what-if"):
        ask("baseline_2024", "--bound", "0.02")


def test_it_tells_how_much_each_nation_relies_on_imports_and_how_risky_that_is():
    security = json.loads(ask("baseline_2024", "--json"))["worlds"][0]["security"]
    assert security["china"]["reliance_light"] < 0
    assert 0.9 < security["united_states"]["reliance_light"] <= 1.0
    assert security["united_states"]["risk_light"] > 1.0
    assert "critical from 1" in ask("baseline_2024").replace("\n", " ")
