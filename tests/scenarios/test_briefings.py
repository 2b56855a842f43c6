"""Role briefings are there for every seat, can be read by anybody, and tell figures that are true."""

import re
from dataclasses import fields

import pytest

from scenarios.loader import load, with_changes
from scenarios.texts import portrait
from scenarios.texts.briefings import Briefing, _filled, briefing, briefings, names, primer

WORLDS = {
    name: load(name)
    for name in ("classroom_20_minutes", "classroom_60_minutes", "classroom_two_sessions", "baseline_2024", "pair")
}
SEATS = [(world, nation.key) for world, setting in WORLDS.items() for nation in setting.nations]
LONGEST = {"who": 40, "have": 40, "lack": 45, "awake": 35, "security": 25, "benefit": 25, "trust": 25, "secret": 40}
"""Words."""
JARGON = re.compile(r"NdPr|DyTb|CVaR|HHI|offtake|take-or-pay|collar|elasticity|capex|t/yr|REO|utility|Pareto|Shapley")


def texts(role):
    """All texts of a briefing by name."""
    own = {field.name: getattr(role, field.name) for field in fields(Briefing)}
    return {name: text for name, text in own.items() if name in LONGEST}


@pytest.mark.parametrize(("world", "key"), SEATS)
def test_every_seat_has_a_briefing_in_plain_words(world, key):
    role = briefing(WORLDS[world], key)
    for name, text in texts(role).items():
        assert len(text.split()) <= LONGEST[name], name
        assert not JARGON.search(text), name
        assert not re.search(r"[{}]|nothing of|no days| of no\b", text), name
        sentences = [one for one in re.split(r"(?<=[.?!:;]) ", text) if one]
        assert max(len(one.split()) for one in sentences) <= 28, name
    whole = " ".join(texts(role).values())
    assert 100 <= len(whole.split()) <= 260
    assert reading_ease(whole) > 60, "60 to 70 is plain English, read at 13 to 15 years of age"


def reading_ease(text):
    """Reading ease of Flesch (1948): 206.835 - 1.015 words per sentence - 84.6 syllables per word."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = len(re.findall(r"[.?!](?: |$)", text))
    syllables = sum(max(len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))), 1) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def test_reading_ease_is_counted_by_hand():
    # Six words, one sentence, six syllables: 206.835 - 6.09 - 84.6.
    assert reading_ease("The cat sat on the mat.") == pytest.approx(116.145)


@pytest.mark.parametrize(("world", "key"), SEATS)
def test_everybody_is_told_whom_to_talk_to(world, key):
    setting, role = WORLDS[world], briefing(WORLDS[world], key)
    assert 1 <= len(role.partners) <= 4
    assert key not in {partner.key for partner in role.partners}
    assert {partner.key for partner in role.partners} <= {nation.key for nation in setting.nations}
    assert all(len(partner.why.split()) <= 20 for partner in role.partners)


def test_figures_are_those_of_the_nation_files():
    japan = portrait.portrait(WORLDS["classroom_two_sessions"], "japan")
    # Capacity 4,800 + 200 t, of which 0.93 survive; use 6,299.3 + 201.2 t; stock 840 t: 365 * 840 / 6,500.5 days.
    assert (japan["magnets"], japan["used"], japan["stock"], japan["stock_days"]) == ("5,000", "6,500", "840", "47")
    assert japan["own_magnets"] == "72 %"
    assert "Magnet plants for 5,000 tonnes a year" in briefing(WORLDS["classroom_two_sessions"], "japan").have


def test_figures_move_with_the_world():
    larger = with_changes(WORLDS["classroom_20_minutes"], {"nations.japan.magnets.capacity.light": 9800})
    assert "10,000 tonnes a year" in briefing(larger, "japan").have
    assert "You are Europe and others" in briefing(WORLDS["classroom_20_minutes"], "european_union").who


@pytest.mark.parametrize("world", ["classroom_20_minutes", "classroom_two_sessions"])
def test_what_is_claimed_without_a_figure_is_true_too(world):
    abroad = {nation.key: nation for nation in WORLDS[world].nations if nation.key != "china"}
    assert max(abroad, key=lambda key: portrait.magnets(abroad[key])) == "japan"
    assert max(abroad, key=lambda key: portrait.separated(abroad[key])) == "malaysia"
    assert max(abroad, key=lambda key: portrait.used(abroad[key])) == "european_union"
    assert {key for key in ("japan", "european_union", "south_korea") if key in abroad and abroad[key].mines} == set()
    china = next(nation for nation in WORLDS[world].nations if nation.key == "china")
    assert 0.45 < portrait.used(china) / portrait.magnets(china) < 0.55, "half of its magnet plants live on exports"


def test_no_two_seats_share_a_secret():
    secrets = [role.secret for role in briefings(WORLDS["classroom_two_sessions"]).values()]
    assert len(set(secrets)) == len(secrets) == 15
    assert "invented" in primer().secrets


def test_the_primer_is_read_in_a_minute():
    assert 60 <= sum(len(line.split()) for line in primer().text) <= 150
    assert reading_ease(" ".join(primer().text)) > 60


def test_a_briefing_that_cannot_be_had_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"classroom_20_minutes has no nation 'japn'; did you mean 'japan'\?"):
        briefing(WORLDS["classroom_20_minutes"], "japn")
    with pytest.raises(ValueError, match=r"x.toml: who asks for \{wealth\}; there are mined, used"):
        _filled("You have {wealth}.", {"mined": "1", "used": "2"}, "x.toml: who")
    assert "russia" not in names()


@pytest.mark.parametrize(("number", "worded"), [(113_300, "113,000"), (999.6, "1,000"), (0.4, "no"), (12, "12")])
def test_numbers_are_said_as_people_say_them(number, worded):
    assert portrait.count(number) == worded


@pytest.mark.parametrize(("share", "worded"), [(0.876, "88 %"), (0.004, "less than 1 %"), (0.0, "nothing")])
def test_shares_are_said_in_whole_per_cent(share, worded):
    assert portrait.per_cent(share) == worded
