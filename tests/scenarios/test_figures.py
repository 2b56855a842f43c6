"""A figure without a source is refused, in one sentence."""

import pytest

from scenarios.files.figures import is_figure, read_figure

SOUND = {"value": 42, "unit": "t/yr", "year": 2024, "source": "USGS MCS 2025", "confidence": "looked_up"}


def without(key):
    return {name: entry for name, entry in SOUND.items() if name != key}


def test_a_sound_figure_is_read():
    figure = read_figure(
        SOUND | {"low": 40, "high": 50, "note": "range of two surveys"}, "stock.light", "x.toml", "t/yr"
    )
    assert (figure.value, figure.low, figure.high, figure.year) == (42, 40, 50, 2024)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (without("year"), "has no year; a figure is written { value = 0, "),
        (without("source"), "has no source; a figure is written { value = 0, "),
        (SOUND | {"sourc": "?"}, "has no entry 'sourc'; did you mean 'source'?"),
        (SOUND | {"value": "42"}, ": value must be a number, got '42'"),
        (SOUND | {"value": True}, ": value must be a number, got True"),
        (SOUND | {"value": float("nan")}, ": value must be a number, got nan"),
        (SOUND | {"unit": "kt/yr"}, "must be in t/yr, got 'kt/yr'"),
        (SOUND | {"year": 24}, ": year must be a whole number from 1900 to 2100, got 24"),
        (SOUND | {"year": 2024.5}, ": year must be a whole number from 1900 to 2100, got 2024.5"),
        (SOUND | {"source": " "}, ": source must name where the figure comes from, got an empty text"),
        (SOUND | {"confidence": "sure"}, ": confidence must be one of looked_up, recalled, estimate, got 'sure'"),
        (SOUND | {"low": 50}, ": the value must lie from low to high, got 50, 42, 42"),
        (SOUND | {"low": "few"}, ": low must be a number, got 'few'"),
    ],
)
def test_a_flawed_figure_is_refused(entry, sentence):
    with pytest.raises(ValueError) as told:
        read_figure(entry, "stock.light", "x.toml", "t/yr")
    assert str(told.value).startswith("x.toml: stock.light")
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_a_table_of_fields_is_no_figure():
    assert not is_figure({"light": 1.0, "heavy": 2.0})
    assert not is_figure(3.0)
    assert is_figure(without("value"))
