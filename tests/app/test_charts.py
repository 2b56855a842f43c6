"""Every picture is sound XML with a name and finite places, whatever tables it is given."""

import re
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.charts
from app.charts import over_years
from app.drawing import palette
from app.drawing.canvas import Canvas
from app.drawing.scales import figure, log_ticks, percent, spread, ticks, words_width, written, year_ticks
from app.lookup import great_shocks, network
from negotiation.bargaining.sitting import hold
from tests.app.made_up import LABELS, UNITS, made_up

WIDTHS = (320, 346, 620, 720, 1240)
SVG = "{http://www.w3.org/2000/svg}"


def _world(record, year):
    net = network(record, year)
    return net.nations, net.flows, net.agreements


def _both(one, two, table):
    return {"unilateral": getattr(one, table), "accord": getattr(two, table)}


def _sitting(record):
    """Two nations of the record at a table whose figures do not depend on it."""
    share = np.linspace(0, 1, 30)
    utilities, walls = np.array([share, 1 - share**2]), np.array([0.1, 0.2])
    sitting = hold("alternating", utilities, walls, ["boulware", "linear"], deadline=12, rng=np.random.default_rng(0))
    return utilities, walls, sitting, list(record.names.values())[:2]


def _judged(record):
    """The nations of a year with something that each has inside and outside."""
    table = record.nations[record.nations["year"] == record.nations["year"].max()]
    return table.assign(inside=table["welfare"] / 10, outside=table["consumer_surplus"] / 20)


def _stories(record):
    """Two figures of the record over its years."""
    series = {
        name: list(zip(record.metrics["year"], record.metrics[name], strict=True))
        for name in ("supply_gap", "shortage_cost")
    }
    words = {"supply_gap": "Supply gap", "shortage_cost": "Shortage"}
    return over_years.stories(series, words, {"supply_gap": "share"})


DRAWN = {
    "cohesion": lambda r, o, w: ("draw", (r.metrics,), {"shocks": great_shocks(r)}),
    "prices": lambda r, o, w: ("draw", (r.prices,), {"shocks": great_shocks(r)}),
    "supply_gap": lambda r, o, w: ("draw", (r.metrics, r.nations, r.names), {"shocks": great_shocks(r)}),
    "welfare": lambda r, o, w: ("draw", (r.nations, r.names), {}),
    "network": lambda r, o, w: ("draw", _world(r, 2030), {"members": network(r, 2030).members, "dominant": "china"}),
    "trade": lambda r, o, w: ("draw", (r.flows[r.flows["year"] == 2030], r.names), {"dominant": "china"}),
    "comparison": lambda r, o, w: ("draw", (_both(o, r, "metrics"), LABELS, UNITS), {}),
    "gains": lambda r, o, w: ("draw", (_both(o, r, "nations"), r.names), {}),
    "bargaining": lambda r, o, w: ("draw", _sitting(r), {}),
    "over_years": lambda r, o, w: ("draw", (_stories(r), list(r.metrics["year"])), {}),
    "standing": lambda r, o, w: ("draw", (_judged(r), r.names), {}),
}


def drawn(name, record, other, width):
    verb, arguments, options = DRAWN[name](record, other, width)
    return getattr(import_module(f"app.charts.{name}"), verb)(*arguments, width=width, **options)


def checked(svg):
    """Parse a picture and check what must hold of each."""
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text
    assert description.text.endswith(".")
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r"<(title|desc|style|text)[^>]*>[^<]*", "", svg))
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in svg
    return root


def places_of_words(root):
    """Yield each text with the left and right edge that it may at most take."""
    for text in root.iter(f"{SVG}text"):
        if text.get("aria-hidden"):
            continue
        x, wide = float(text.get("x")), words_width(text.text or "", float(text.get("font-size", 12))) * 0.92
        start = {"end": x - wide, "middle": x - wide / 2}.get(text.get("text-anchor"), x)
        yield text.text, start, start + wide, float(text.get("y"))


def test_every_chart_is_examined_here():
    folder = Path(app.charts.__file__).parent
    assert {path.stem for path in folder.glob("[!_]*.py")} == set(DRAWN)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_sound_and_no_word_leaves_the_sheet(name, width, accord, unilateral):
    root = checked(drawn(name, accord, unilateral, width))
    assert float(root.get("viewBox").split()[2]) == width
    high = float(root.get("viewBox").split()[3])
    for words, left, right, base in places_of_words(root):
        assert left >= -1, words
        assert right <= width + 1, words
        assert 6 <= base <= high, words


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("change", ["empty", "one row", "missing figures", "zeros"])
def test_a_chart_survives_poor_tables(name, change, accord, unilateral):
    def spoil(record):
        from dataclasses import replace

        tables = {}
        for table in ("metrics", "nations", "prices", "flows", "agreements", "events"):
            frame = getattr(record, table)
            kept = ("year", "signed", "ends", "quarter")
            numbers = [column for column in frame.select_dtypes("number").columns if column not in kept]
            if change == "empty":
                frame = frame.iloc[:0]
            elif change == "one row":
                frame = frame.iloc[:1]
            else:
                frame = frame.astype(dict.fromkeys(numbers, float))
                frame[numbers] = np.nan if change == "missing figures" else 0.0
            tables[table] = frame
        return replace(record, **tables)

    for width in (358, 720):
        checked(drawn(name, spoil(accord), spoil(unilateral), width))


@pytest.mark.parametrize("name", DRAWN)
def test_names_that_look_like_markup_are_only_words(name, accord, unilateral):
    from dataclasses import replace

    from tests.app.made_up import world

    sly = '<script>alert("x")</script> & "co"'
    setting = world()
    nations = (replace(setting.nations[0], name=sly), *setting.nations[1:])
    record = replace(accord, setting=replace(setting, nations=nations), labels={"cohesion": sly})
    checked(drawn(name, record, unilateral, 720))


@pytest.mark.parametrize("count", [2, 3, 40])
def test_few_and_many_nations_find_their_places(count):
    nations = pd.DataFrame(
        [(f"n{i}", f"Nation {i}", f"N{i:02d}", "consumer", f"Region {i % 7}") for i in range(count)],
        columns=["nation", "name", "iso3", "role", "region"],
    )
    flows = pd.DataFrame([("n0", "n1", 5.0, "spot")], columns=["origin", "destination", "tonnes", "under"])
    agreements = pd.DataFrame(columns=["id", "kind", "parties", "status"])
    from app.charts import network as chart

    root = checked(chart.draw(nations, flows, agreements, width=358, members=["n0"]))
    assert len(list(root.iter(f"{SVG}text"))) >= count


def test_a_broken_agreement_looks_unlike_a_kept_one(accord):
    from app.charts import network as chart

    nations, flows, agreements = _world(accord, 2030)
    kept = agreements.assign(status="in force")
    broken = agreements.assign(status=["breached" if key == "S4" else "in force" for key in agreements["id"]])
    before, after = (chart.draw(nations, flows, table) for table in (kept, broken))
    assert after.count('stroke-dasharray="6 4"') == 1
    assert before.count('stroke-dasharray="6 4"') == 0


def test_highlighted_nations_stand_out(accord):
    from app.charts import network as chart

    picture = chart.draw(*_world(accord, 2030), highlight=["japan"])
    assert picture.count('class="f-amber"') == 1
    assert picture.count('<g opacity="0.35">') == 14


def test_the_future_is_not_drawn():
    record = made_up()
    from app.charts import prices

    early, whole = prices.draw(record.prices, until=2027), prices.draw(record.prices)
    assert len(early) < len(whole)
    assert "2027" in prices.tell(record.prices, until=2027) or "calm" in prices.tell(record.prices, until=2027)
    assert re.findall(r">(20\d\d)<", early) == re.findall(r">(20\d\d)<", whole)


@pytest.mark.parametrize("least", [0.0, -1e-9, 1e-9, 30.0])
def test_a_twentyfold_price_beside_one_of_nothing_is_drawn_whole_on_few_decades(least):
    """Scarcity is shown as it is, and ore that nobody wants does not stretch the axis."""
    from app.charts import prices

    table = made_up().prices.copy()
    ore = table["stage"] == "ore"
    table.loc[ore, ["price", "dominant_price", "outside_price"]] = 40.0, 30.0, 50.0
    last = ore & (table["year"] == table["year"].max())
    table.loc[last & (table["material"] == "light"), ["price", "outside_price"]] = 800.0, 900.0
    table.loc[last & (table["material"] == "heavy"), "dominant_price"] = least
    picture = prices.draw(table)
    first = picture[: picture.index(">Oxide<")]
    labels = [float(text.replace(",", "")) for text in re.findall(r">([\d.,]+)</text>", first)]
    axis = [label for label in labels if not 2000 <= label <= 2100]
    assert "log axis" in first
    assert max(axis) >= 800
    assert min(axis) >= 0.1
    assert not re.search(r"\b(?:nan|inf)\b", picture)
    assert "800 USD/kg" in prices.tell(table)


def test_a_gap_between_home_and_abroad_asks_for_a_log_axis_as_a_price_does():
    from app.charts import prices

    table = made_up().prices.copy()
    table[["price", "dominant_price", "outside_price"]] = 100.0, 90.0, 110.0
    assert "log axis" not in prices.draw(table)
    table.loc[(table["stage"] == "magnet") & (table["year"] == 2030), "outside_price"] = 2000.0
    assert prices.draw(table).count("log axis") == 1


def test_the_same_tables_give_the_same_picture(accord, unilateral):
    for name in DRAWN:
        assert drawn(name, accord, unilateral, 720) == drawn(name, accord, unilateral, 720)


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "soft", "blue", "vermillion", "green", "purple", "amber", "grey"])
def test_words_can_be_read_on_the_paper(colours, name):
    """WCAG 2.1, 1.4.3: at least 4.5 to 1."""
    high, low = sorted((_luminance(colours[name]), _luminance(colours["paper"])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


@given(st.floats(-1e5, 1e5), st.floats(1e-4, 1e6))
def test_no_two_marks_of_an_axis_read_alike_and_each_says_what_it_is(low, span):
    marks = ticks(low, low + span)
    said = written(marks)
    assert len(set(said)) == len(marks)
    read = [float(one.replace("−", "-").replace(",", "")) for one in said]
    assert read == pytest.approx(marks, rel=0, abs=1e-3 * span)


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(1, 10))
def test_ticks_are_round_and_cover_the_figures(low, span, count):
    high = low + span
    if high - low < 1e-6 * max(abs(low), 1):
        return
    marks = ticks(low, high, count)
    step = marks[1] - marks[0] if len(marks) > 1 else 1
    assert marks[0] <= low + 1e-6 * step
    assert marks[-1] >= high - 1e-6 * step
    assert len(marks) <= 2 * count + 3
    lead = float(f"{step:.6e}".split("e")[0])
    assert min(abs(lead - nice) for nice in (1, 2, 2.5, 5, 10)) < 1e-3


@given(st.floats(1e-3, 1e6), st.floats(1.001, 1e6))
def test_log_ticks_cover_the_figures(low, times):
    marks = log_ticks(low, low * times)
    assert marks[0] <= low * 1.001
    assert marks[-1] >= low * times * 0.999


@given(st.lists(st.floats(0, 200), max_size=12))
def test_labels_are_moved_apart_but_keep_their_order(wanted):
    placed = spread(wanted, 14, 0, 400)
    for one, two in zip(sorted(placed), sorted(placed)[1:], strict=False):
        assert two - one >= 14 - 1e-6
    for i, a in enumerate(wanted):
        for j, b in enumerate(wanted):
            assert not (a < b and placed[i] > placed[j])


@given(st.integers(1990, 2100), st.integers(0, 100))
def test_years_on_the_axis_are_few_and_lived(first, count):
    years = range(first, first + count + 1)
    assert 1 <= len(year_ticks(years)) <= 7
    assert set(year_ticks(years)) <= set(years)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1234567.0, "1,234,567"),
        (-12.345, "−12.3"),
        (0.0, "0"),
        (0.5, "0.5"),
        (3.0, "3"),
        (1e-9, "0"),
        (float("nan"), "–"),
        (99.96, "100"),
        (0.0512, "0.051"),
    ],
)
def test_figures_are_written_as_one_would_say_them(value, words):
    assert figure(value) == words


def test_signed_figures_and_shares():
    assert (figure(3.14, signed=True), figure(-3.14, signed=True), figure(0, signed=True)) == ("+3.14", "−3.14", "0")
    assert [percent(share) for share in (0.125, 0.0001, 1)] == ["12.5 %", "0 %", "100 %"]
    assert percent(-0.02, signed=True) == "−2 %"


def test_a_place_that_is_not_finite_is_refused():
    canvas = Canvas(10, 10, "t", "d.")
    with pytest.raises(ValueError, match="must be finite, got nan"):
        canvas.dot(float("nan"), 1, 1, "ink")
