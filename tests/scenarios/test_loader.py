"""Scenario files become settings, or one sentence says why not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.world.setting import Setting
from scenarios.files.schema import entries, entry_at, fields_at
from scenarios.loader import figures, load, merged, names, plain_values, with_changes
from scenarios.records.writer import to_toml

BASELINE = load("baseline_2024")
PAIR = load("pair")


def scenario(folder, text, name="mine"):
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_is_a_world(name):
    setting = load(name)
    assert setting.name == name
    assert setting.title
    assert setting.summary.endswith((".", "?"))
    assert len(setting.nations) >= 3


@pytest.mark.parametrize("name", names())
def test_a_setting_written_and_read_again_is_the_same(name, tmp_path):
    setting = load(name)
    assert load(scenario(tmp_path, to_toml(setting), name)) == setting


def test_the_baseline_names_a_source_for_every_rule():
    told = {figure.path for figure in figures("baseline_2024")}
    numbers = [entry.path for entry in entries() if "number" in entry.kind and not entry.kind.startswith("list")]
    rules = [path for path in numbers if "<" not in path and "." in path]
    assert [path for path in rules if path not in told] == []
    assert {f"market.elasticity.{use}" for use in BASELINE.market.elasticity} <= told


def test_a_number_that_replaces_a_figure_does_not_inherit_its_source():
    told = {figure.path: figure for figure in figures("calm")}
    assert "risks.export_ban" not in told
    assert told["risks.ban_cut"].value == load("calm").risks.ban_cut
    assert "nations.european_union.gdp" not in {figure.path for figure in figures("small")}
    assert "nations.european_union.expertise" in {figure.path for figure in figures("small")}


def test_the_baseline_holds_fourteen_nations_or_more():
    assert len(BASELINE.nations) >= 14


def test_a_scenario_says_only_what_differs(tmp_path):
    path = scenario(tmp_path, 'extends = "baseline_2024"\ntitle = "Harsh"\n[risks]\nexport_ban = 0.5\n')
    setting = load(path)
    assert setting == replace(BASELINE, name="mine", title="Harsh", risks=replace(BASELINE.risks, export_ban=0.5))


def test_a_chain_of_files_is_followed(tmp_path):
    scenario(tmp_path, 'extends = "baseline_2024"\nrounds = 5\n[risks]\nexport_ban = 0.5', "first")
    path = scenario(tmp_path, 'extends = "first.toml"\n[risks]\nban_cut = 0.9', "second")
    setting = load(str(path))
    assert (setting.rounds, setting.risks.export_ban, setting.risks.ban_cut) == (5, 0.5, 0.9)


def test_a_nation_is_changed_in_one_scenario_only(tmp_path):
    path = scenario(tmp_path, 'extends = "baseline_2024"\n[nation.australia.mines.mount_weld]\ncapacity = 30000\n')
    mines = {
        mine.name: mine.capacity for nation in load(path).nations for mine in nation.mines if nation.key == "australia"
    }
    assert mines["Mount Weld"] == 30000
    assert mines["Eneabba"] == 0


def test_nations_beside_a_scenario_come_first(tmp_path):
    (tmp_path / "nations").mkdir()
    figure = '{ value = 1, unit = "%s", year = 2024, source = "made up", confidence = "estimate", note = "a test" }'
    facts = {
        "mine_output": "t REO/yr",
        "reserves": "t REO",
        "separation_nameplate": "t REO/yr",
        "magnet_output": "t NdFeB/yr",
        "magnet_final_demand": "t REO/yr",
    }
    lines = [
        'name = "Ruritania"',
        'iso3 = "RUR"',
        'role = "consumer"',
        'region = "europe"',
        f"gdp = {figure % 'USD trn'}",
        "[facts]",
        *(f"{key} = {figure % unit}" for key, unit in facts.items()),
    ]
    (tmp_path / "nations" / "ruritania.toml").write_text("\n".join(lines), "utf-8")
    path = scenario(tmp_path, 'extends = "baseline_2024"\nnations = ["china", "ruritania"]\n')
    assert [nation.name for nation in load(path).nations] == ["China", "Ruritania"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('extends = "mine.toml"', "mine extends mine: a scenario may not extend itself"),
        ('extends = "baseline"', "no scenario called 'baseline'; did you mean 'baseline_2024'?"),
        ("extends = 3", "mine.toml: extends must be the name of one scenario, got 3"),
        ('extends = "gone.toml"', "no scenario file "),
        ("rounds = ", "mine.toml is not valid TOML: invalid value (at end of document)"),
        ("rounds = 0", "mine: rounds must be a whole number from 1 to 100 (years), got 0"),
        ("rounds = 2.5", "mine: rounds must be a whole number from 1 to 100 (years), got 2.5"),
        ('rounds = "x"', "mine: rounds must be a whole number from 1 to 100 (years), got 'x'"),
        ("rounds = true", "mine.toml: rounds must be a number or a text, got true"),
        ("horizons = 3", "mine: the scenario has no field 'horizons'; did you mean 'horizon'?"),
        ("name = 3", "mine: the scenario has no field 'name'; the name is that of the file"),
        ("risks = 3", "mine: risks must be a table of fields, got 3"),
        ("[risks]\nexport_ban = 1.5", "mine: risks.export_ban must be a number from 0 to 1 (chance a year), got 1.5"),
        ("[risks]\nexport_ban = nan", "mine: risks.export_ban must be a number from 0 to 1 (chance a year), got nan"),
        ("[risks]\nexport_ban = inf", "mine: risks.export_ban must be a number from 0 to 1 (chance a year), got inf"),
        ("[risks]\nexport_bann = 0.5", "mine: risks has no field 'export_bann'; did you mean 'export_ban'?"),
        ('[risks]\ndominant = "chin"', "mine: risks.dominant: 'chin' is not among the nations china, "),
        ('nations = "china"', "mine: nations must be a list of names, got 'china'"),
        ('nations = ["china", "japn"]', "no nation called 'japn'; did you mean 'japan'?"),
        ('nations = ["china", "china"]', "mine: nations stand twice: china"),
        ('nations = ["china"]', "mine: a world has 2 to 40 nations, got 1"),
        ("[nation.japn]\ngdp = 3", "mine: nation.japn is not among its nations; did you mean 'japan'?"),
        ("[nation]\njapan = 3", "mine: nation.japan must be a table of fields, got 3"),
        ("nation = 3", "mine: nation must be a table of nations, got 3"),
        ("[nation.japan]\nalone = true", "mine: nations.japan.name is missing; it must be a text (and 4 more)"),
        ('[nation.japan]\nkey = "nippon"', "mine: nation.japan has no field 'key'; the key is that of the file"),
        (
            "[nation.japan.stock]\nlight = -1",
            "mine: nations.japan.stock.light must be a number of at least 0 (t), got -1",
        ),
        ("[nation.japan]\nmines = 3", "mine: nations.japan.mines must be a table of tables, got 3"),
        (
            "[nation.australia.mines.mount_weld]\ncost = 99",
            "mine: nations.australia.mines.mount_weld.cost must be a number from 0 to 60 (USD/kg REO), got 99",
        ),
        (
            "[nation.australia.mines]\nmount_weld = 99",
            "mine: nations.australia.mines.mount_weld must be a table of fields, got 99",
        ),
        (
            "[nation.japan.demand.toys]\nlight = 3",
            "mine: nations.japan.demand has no end use 'toys'; there are mobility, ",
        ),
        (
            '[nation.japan]\nstrategy = "pragmatst"',
            "mine: nations.japan.strategy: no file agents/strategies/pragmatst.py; did you mean 'pragmatist'?",
        ),
        (
            '[nation.japan]\ntactic = "boulwar"',
            "mine: nations.japan.tactic: no file negotiation/bargaining/tactics/boulwar.py; did you mean 'boulware'?",
        ),
        ('[accord]\nprotocol = "text"', "mine: accord.protocol: no file negotiation/bargaining/protocols/text.py; "),
        (
            '[accord]\nbenefit_rule = ["shapely"]',
            "mine: accord.benefit_rule: no file negotiation/coalitions/sharing/shapely.py; did you mean 'shapley'?",
        ),
        ("[accord]\nbenefit_rule = []", "mine: accord.benefit_rule must list at least one rule, got an empty list"),
        (
            "[accord]\nfund_rate = [0.0, 0.2]",
            "mine: accord.fund_rate must be a list of numbers each from 0 to 0.05 (share), got 0.2",
        ),
        (
            "[accord]\nfund_rate = [0.001, 0.0]",
            "mine: accord.fund_rate must list at least one level, from weak to strong, got [0.001, 0.0]",
        ),
        (
            '[accord]\nfund_rate = [0.0, "x"]',
            "mine: accord.fund_rate must be a list of numbers each from 0 to 0.05 (share), got 'x' as entry 2",
        ),
        ('[accord]\nentry = "opn"', "mine: accord.entry must be a text, one of open, exclusive, got 'opn'"),
        (
            "[market.elasticity]\nwind = 0.3",
            "mine: market.elasticity.wind must be a number from -5 to -0.01 (exponent), got 0.3",
        ),
        ("[market.elasticity]\ntoys = -0.3", "mine: market.elasticity has no field 'toys'; there are mobility, "),
        (
            "[market.lead_time]\nmine = 2.5",
            "mine: market.lead_time.mine must be a whole number from 0 to 30 (years), got 2.5",
        ),
        (
            "[market.oxide_price]\nlight = 200",
            (
                "mine: market prices of light material must rise from ore to oxide to magnet, above 0, "
                "got 38, 200 and 168 USD/kg"
            ),
        ),
        (
            '[risks]\nban_cut = { value = 0.5, unit = "%", year = 2024, source = "x", confidence = "estimate" }',
            "mine.toml: risks.ban_cut must be in share, got '%'",
        ),
    ],
)
def test_a_flawed_scenario_is_refused_in_one_sentence(tmp_path, text, sentence):
    if "extends" not in text:
        text = f'extends = "baseline_2024"\n{text}'
    with pytest.raises(ValueError) as told:
        load(scenario(tmp_path, text))
    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)
    assert told.value.__suppress_context__ or told.value.__context__ is None


def test_scenarios_may_not_go_round_in_a_circle(tmp_path):
    scenario(tmp_path, 'extends = "second.toml"', "first")
    path = scenario(tmp_path, 'extends = "first.toml"', "second")
    with pytest.raises(ValueError, match=r"^second extends first extends second: a scenario may not extend itself$"):
        load(path)


def test_a_scenario_that_extends_nothing_must_name_its_nations(tmp_path):
    with pytest.raises(ValueError, match=r"^mine: nations must be a list of names, got None$"):
        load(scenario(tmp_path, 'title = "Empty"'))


def test_what_is_missing_is_named(tmp_path):
    text = 'title = "Bare"\nnations = ["china", "japan"]\n[market]\ndemand_growth = 0.05\n'
    with pytest.raises(
        ValueError, match=r"^mine: market.ore_price is missing; it must be a table of fields \(and 3 more\)$"
    ):
        load(scenario(tmp_path, text))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"risks.export_bann": "0.3"},
            "cannot change 'risks.export_bann': risks has no field 'export_bann'; did you mean 'export_ban'?",
        ),
        (
            {"risk.export_ban": "0.3"},
            "cannot change 'risk.export_ban': a scenario has no field 'risk'; did you mean 'risks'?",
        ),
        (
            {"nations.japn.gdp": 1},
            "cannot change 'nations.japn.gdp': nations has no field 'japn'; did you mean 'japan'?",
        ),
        (
            {"nations.japan.stock": 1},
            "cannot change 'nations.japan.stock' as a whole; name one of its fields; there are light, heavy",
        ),
        ({"rounds.years": 1}, "cannot change 'rounds.years': rounds is a single value"),
        (
            {"risks.export_ban": "much"},
            "baseline_2024: risks.export_ban must be a number from 0 to 1 (chance a year), got 'much'",
        ),
        (
            {"risks.export_ban": ""},
            "baseline_2024: risks.export_ban must be a number from 0 to 1 (chance a year), got ''",
        ),
        (
            {"accord.eligible": "japan, atlantis"},
            "baseline_2024: accord.eligible: 'atlantis' is not among the nations china, ",
        ),
        (
            {"nations.australia.mines.mount_wel.cost": 3},
            (
                "cannot change 'nations.australia.mines.mount_wel.cost': "
                "nations.australia.mines has no field 'mount_wel'; did you mean 'mount_weld'?"
            ),
        ),
        ({"nations.japan.key": "x"}, "cannot change 'nations.japan.key': a nation keeps its key"),
        ({"": 1}, "cannot change '': a scenario has no field ''; there are "),
    ],
)
def test_an_impossible_change_is_refused_in_one_sentence(changes, sentence):
    with pytest.raises(ValueError) as told:
        with_changes(BASELINE, changes)
    assert str(told.value).startswith(sentence)


def test_changes_may_be_texts_as_on_a_command_line():
    changed = with_changes(
        BASELINE,
        {
            "rounds": "5",
            "risks.export_ban": "0.3",
            "accord.eligible": "japan, australia, india",
            "accord.fund_rate": "0, 0.001",
            "nations.australia.mines.mount_weld.capacity": "20000",
            "nations.australia.projects.eneabba_refinery.opens": "2029",
            "nations.myanmar.demand.mobility.light": "5",
            "market.elasticity.wind": "-0.5",
            "accord.entry": "exclusive",
            "risks.ban_targets": "",
        },
    )
    australia = next(nation for nation in changed.nations if nation.key == "australia")
    myanmar = next(nation for nation in changed.nations if nation.key == "myanmar")
    assert (changed.rounds, changed.risks.export_ban, changed.accord.eligible) == (
        5,
        0.3,
        ("japan", "australia", "india"),
    )
    assert (changed.accord.fund_rate, changed.accord.entry, changed.risks.ban_targets) == (
        (0.0, 0.001),
        "exclusive",
        (),
    )
    assert australia.mines[0].capacity == 20000
    assert {project.name: project.opens for project in australia.projects}["Eneabba refinery"] == 2029
    assert myanmar.demand["mobility"].light == 5
    assert changed.market.elasticity["wind"] == -0.5


def test_changes_may_be_given_with_the_name():
    assert load("pair", **{"risks.export_ban": 0.3}) == with_changes(PAIR, {"risks.export_ban": 0.3})


def test_no_change_changes_nothing():
    assert with_changes(BASELINE, {}) == BASELINE


def numbers(setting: Setting):
    """Paths of all single numbers of a setting that have a range."""

    def walk(table, at):
        for key, value in table.items():
            path = f"{at}.{key}" if at else key
            if isinstance(value, dict):
                yield from walk(value, path)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                yield path

    return sorted(walk(plain_values(setting), ""))


def value_at(setting, path):
    found = plain_values(setting)
    for part in path.split("."):
        found = found[part]
    return found


@given(data=st.data())
def test_any_number_within_its_range_can_be_set_and_read_again(data):
    path = data.draw(st.sampled_from([path for path in numbers(PAIR) if "_price." not in path]))
    entry = entry_at(path)
    draw = st.integers if entry.kind == "whole number" else st.floats
    value = data.draw(draw(entry.low, entry.high))
    changed = with_changes(PAIR, {path: str(value)})
    assert value_at(changed, path) == value
    assert with_changes(changed, {path: value_at(PAIR, path)}) == PAIR


@given(data=st.data())
def test_no_number_outside_its_range_can_be_set(data):
    entry_paths = [path for path in numbers(PAIR) if "_price." not in path]
    path = data.draw(st.sampled_from(entry_paths))
    entry = entry_at(path)
    beyond = st.floats(max_value=entry.low, exclude_max=True) | st.floats(min_value=entry.high, exclude_min=True)
    value = data.draw(beyond)
    with pytest.raises(ValueError, match=f"{path} must be") as told:
        with_changes(PAIR, {path: value})
    assert float(str(told.value).rsplit("got ", 1)[1]) == value


@given(
    path=st.text(max_size=30) | st.lists(st.sampled_from(["nations", "japan", "mines", "risks", "x", ""])).map(".".join)
)
def test_no_path_ever_breaks_anything(path):
    try:
        changed = with_changes(PAIR, {path: "0.5"})
    except ValueError as error:
        assert "\n" not in str(error).replace(path, "")  # noqa: PT017 - the message must be one sentence, if there is one
    else:
        assert isinstance(changed, Setting)


tables = st.recursive(
    st.dictionaries(st.sampled_from("abc"), st.integers(), max_size=3),
    lambda below: st.dictionaries(st.sampled_from("abc"), st.integers() | below, max_size=3),
    max_leaves=8,
)


@given(base=tables, change=tables)
def test_laying_tables_over_each_other_keeps_what_is_not_replaced(base, change):
    both = merged(base, change)
    assert set(both) == set(base) | set(change)
    assert merged(both, change) == both
    assert merged(base, {}) == base
    assert all(both[key] == base[key] for key in base if key not in change)


def test_every_number_knows_its_unit_and_range():
    assert [path for path in numbers(BASELINE) if not (entry_at(path) and entry_at(path).unit)] == []
    assert [path for path in numbers(BASELINE) if entry_at(path).low is None or entry_at(path).high is None] == []


def test_every_field_tells_its_meaning():
    assert [entry.path for entry in entries() if not entry.meaning] == []


def test_the_names_below_a_path_are_listed():
    assert fields_at("market.elasticity") == ["mobility", "wind", "electronics", "industry", "defence"]
    assert fields_at("nations.japan.stock") == ["light", "heavy"]
    assert "risks" in fields_at("")
    assert fields_at("nowhere") == []
