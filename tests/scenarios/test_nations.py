"""The nations as files tell them, held to the figures that were published."""

import shutil

import pytest

from agents.world.setting import END_USES
from scenarios.files import nations
from scenarios.files.schema import FACTS, entry_at
from scenarios.loader import load
from scenarios.texts import atlas

ALL = nations.names()
BASELINE = [nation.key for nation in load("baseline_2024").nations]
# USGS Mineral Commodity Summaries 2025, Rare Earths: mine production 2024, t REO; reserves, t REO.
WORLD_MINED = 390_000
MINED = {
    "china": 270_000,
    "united_states": 45_000,
    "myanmar": 31_000,
    "australia": 13_000,
    "thailand": 13_000,
    "india": 2_900,
    "russia": 2_500,
    "vietnam": 300,
    "malaysia": 130,
    "brazil": 20,
}
MINED_ELSEWHERE = {"Nigeria": 13_000, "Madagascar": 2_000}
RESERVES = {
    "china": 44e6,
    "brazil": 21e6,
    "india": 6.9e6,
    "australia": 5.7e6,
    "russia": 3.8e6,
    "vietnam": 3.5e6,
    "united_states": 1.9e6,
    "canada": 0.83e6,
    "thailand": 4_500,
    "africa": 0.89e6 + 0.86e6,
}


def files(keys):
    return {key: nations.read(key) for key in keys}


def fact(name, keys):
    return sum(file.facts[name].value for file in files(keys).values())


@pytest.mark.parametrize("key", ALL)
def test_every_number_says_its_unit_year_source_and_confidence(key):
    file = nations.read(key)
    numbers = [path for path, value in leaves(file.values) if isinstance(value, int | float)]
    assert len(numbers) >= 35
    assert set(numbers) == set(file.figures)
    assert set(file.facts) == set(FACTS)
    for path, figure in file.figures.items():
        assert figure.unit == entry_at(f"nations.{key}.{path}").unit
        assert figure.source
        assert figure.confidence in atlas.SIGNS


@pytest.mark.parametrize("key", ALL)
def test_every_estimate_gives_its_reason(key):
    file = nations.read(key)
    bare = [
        path
        for path, figure in {**file.figures, **file.facts}.items()
        if figure.confidence == "estimate" and figure.source == "own estimate" and not figure.note
    ]
    assert bare == []


def leaves(table, path=""):
    for key, value in table.items():
        at = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from leaves(value, at)
        else:
            yield at, value


def test_mine_output_is_that_of_the_survey():
    mined = {key: file.facts["mine_output"].value for key, file in files({*BASELINE, *MINED}).items()}
    assert {key: value for key, value in mined.items() if value} == MINED


def test_world_mine_output_is_met_within_a_twentieth():
    outside = sum(MINED_ELSEWHERE.values()) + MINED["thailand"] + MINED["russia"]
    assert fact("mine_output", BASELINE) == pytest.approx(WORLD_MINED - outside, rel=0.05)


def test_reserves_are_those_of_the_survey():
    reserves = {
        key: file.facts["reserves"].value
        for key, file in files({*BASELINE, *RESERVES}).items()
        if file.facts["reserves"].confidence == "looked_up"
    }
    assert {key: value for key, value in reserves.items() if value} == RESERVES


@pytest.mark.parametrize("key", [key for key in ALL if key != "africa"])
def test_deposits_hold_the_reserves_of_their_nation(key):
    file = nations.read(key)
    held = sum(mine["reserves"] for mine in file.values.get("mines", {}).values())
    assert held == pytest.approx(file.facts["reserves"].value)


def test_nobody_mines_more_than_the_capacity_of_its_mines():
    for nation in load("baseline_2024").nations:
        capacity = sum(mine.capacity for mine in nation.mines)
        assert nations.read(nation.key).facts["mine_output"].value <= capacity


def test_china_holds_the_shares_that_agencies_state():
    """Mines 69 % (USGS), separation 91 % (IEA, within 5 points), magnets 92 to 94 % (Adamas, IEA)."""
    setting = load("baseline_2024")
    separation = {nation.key: nation.separation.capacity.light for nation in setting.nations}
    magnets = fact("magnet_output", ["china"]) / fact("magnet_output", BASELINE)
    assert fact("mine_output", ["china"]) / WORLD_MINED == pytest.approx(0.69, abs=0.01)
    assert separation["china"] / sum(separation.values()) == pytest.approx(0.91, abs=0.05)
    assert 0.92 <= magnets <= 0.94


def test_myanmar_mined_more_than_half_of_the_heavy_rare_earths_of_2023():
    """Adamas Intelligence: 57 % of dysprosium and terbium in 2023; USGS: it mined 43,000 t, China 255,000 t."""
    heavy = {mine.name: mine.heavy_share for nation in load("baseline_2024").nations for mine in nation.mines}
    kachin = 43_000 * heavy["Kachin ion clay"]
    # China's quota of 2023 by kind of ore: 235,850 t of rock, 19,150 t of clay.
    china = (
        19_150 * heavy["Southern ion clay"] + 0.75 * 235_850 * heavy["Bayan Obo"] + 0.25 * 235_850 * heavy["Sichuan"]
    )
    others = 41_600 * heavy["Mountain Pass"] + 16_000 * heavy["Mount Weld"]
    assert kachin / (kachin + china + others) == pytest.approx(0.57, abs=0.03)


@pytest.mark.parametrize("key", ALL)
def test_end_uses_add_up_to_the_final_use_of_the_nation(key):
    file = nations.read(key)
    demand = file.values.get("demand", {})
    used = sum(figure for use in demand.values() for figure in use.values())
    assert set(demand) <= set(END_USES)
    assert used == pytest.approx(file.facts["magnet_final_demand"].value, rel=0.002, abs=0.5)


@pytest.mark.parametrize("key", ALL)
def test_magnet_capacity_holds_what_was_made(key):
    """NdFeB holds about 0.32 of oxide by weight; the yield turns output into input."""
    file = nations.read(key)
    magnets = file.values["magnets"]
    needed = file.facts["magnet_output"].value * 0.32 / magnets["recovery"]
    assert needed * 0.98 <= sum(magnets["capacity"].values()) <= needed * 1.2


def test_world_use_is_near_the_agency_s_figure_and_three_percent_of_it_heavy():
    """IEA: 93 kt of magnet rare earths in 2023, growing 5 % a year; 2.2 kt of it outside the nations listed."""
    demand = [use for nation in load("baseline_2024").nations for use in nation.demand.values()]
    light, heavy = sum(use.light for use in demand), sum(use.heavy for use in demand)
    assert light + heavy == pytest.approx(93_000 * 1.05 - 2_200, rel=0.03)
    assert 0.025 <= heavy / (light + heavy) <= 0.03


def test_an_unknown_nation_is_met_with_a_near_guess():
    with pytest.raises(ValueError, match=r"^no nation called 'japn'; did you mean 'japan'\?$"):
        nations.read("japn")


@pytest.mark.parametrize("word", ["japan", "Japan", "JPN", "jpn"])
def test_a_nation_is_found_by_any_of_its_names(word):
    assert nations.find(word) == "japan"


def test_a_nation_is_found_by_its_full_name():
    assert nations.find("South Korea") == "south_korea"
    with pytest.raises(ValueError, match="did you mean 'south_korea'"):
        nations.find("South Corea")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "gdp = { value = 4.213,",
            "gdp = 4.213 #",
            "nations/japan.toml: nations.japan.gdp must say where it comes from, as in { value = 0, ",
        ),
        (
            'unit = "USD trn"',
            'unit = "USD bn"',
            "nations/japan.toml: nations.japan.gdp must be in USD trn, got 'USD bn'",
        ),
        ("[facts]\n", "[facts]\ngold = 3\n", "nations/japan.toml: facts has no entry 'gold'; there are mine_output, "),
        ('iso3 = "JPN"', "iso3 = ", "nations/japan.toml is not valid TOML: invalid value (at line 5, column 8)"),
        ('iso3 = "JPN"', "iso3 = true", "nations/japan.toml: nations.japan.iso3 must be a number or a text, got true"),
        (
            "[facts]\nmine_output",
            "[facts]\nmine_outputs",
            "nations/japan.toml: facts has no entry 'mine_outputs'; did you mean 'mine_output'?",
        ),
    ],
)
def test_a_flawed_file_is_refused_in_one_sentence(tmp_path, old, new, sentence):
    text = (nations.FOLDER / "japan.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "japan.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError) as told:
        nations.read("japan", [tmp_path])
    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)


def test_a_mine_stands_under_its_name(tmp_path):
    text = (nations.FOLDER / "india.toml").read_text("utf-8")
    (tmp_path / "india.toml").write_text(text.replace("[mines.beach_sands]", "[mines.sands]"), "utf-8")
    with pytest.raises(
        ValueError, match=r"mines.sands: the name 'Beach sands' must stand under the key 'beach_sands'$"
    ):
        nations.read("india", [tmp_path])


def test_a_text_that_is_not_utf_8_is_refused(tmp_path):
    shutil.copy(nations.FOLDER / "japan.toml", tmp_path / "japan.toml")
    with (tmp_path / "japan.toml").open("ab") as file:
        file.write(b"\xff")
    with pytest.raises(ValueError, match=r"^nations/japan.toml is not a text in UTF-8$"):
        nations.read("japan", [tmp_path])


def test_the_map_adds_what_its_columns_promise():
    rows = {row.key: row for row in atlas.world_map(BASELINE)}
    file = nations.read("japan")
    assert rows["japan"].cells["stock"].value == sum(file.values["stock"].values())
    assert rows["japan"].cells["magnets"].value == 14_000
    mined = next(column for column in atlas.COLUMNS if column.key == "mine_output")
    assert atlas.total(list(rows.values()), mined).value == fact("mine_output", BASELINE)


def test_a_sum_is_as_sure_as_its_least_sure_part():
    rows = atlas.world_map(["china", "malaysia"])
    reserves = next(column for column in atlas.COLUMNS if column.key == "reserves")
    assert rows[0].cells["reserves"].confidence == "looked_up"
    assert atlas.total(rows, reserves).confidence == "estimate"
    assert atlas.total(rows, reserves).text(2).endswith("~")


def test_the_quad_has_its_four_members():
    assert set(atlas.groups(atlas.world_map(BASELINE))["Quad"]) == {"Australia", "India", "Japan", "United States"}
