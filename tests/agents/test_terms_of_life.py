"""How long an accord takes to come into force, and how it runs out."""

import pytest

from agents.model import AllianceModel
from agents.year import sunset
from scenarios.loader import load, with_changes
from tests.agents.grown import grown_accord

SMALL = with_changes(load("small"), {"failures.capture": False})


def changed(**changes):
    return with_changes(SMALL, {f"accord.{name}": value for name, value in changes.items()})


def lived(years, **changes):
    setting = changed(**changes)
    model = AllianceModel(setting, "accord", 1)
    for _ in range(years):
        model.step()
    return model


def told(model, kind, word):
    return [event for event in model.log.events if event.kind == kind and word in event.text]


@pytest.mark.parametrize(("quarters", "years"), [(0, 0), (12, 1)])
def test_a_text_comes_into_force_when_the_slowest_parliament_is_done(quarters, years):
    """Twelve quarters at most: the accord waits for the slowest, here two years or three."""
    model = lived(5, ratification_quarters=quarters)
    founded = told(model, "accord", "is founded by")[0]
    waited = founded.year - SMALL.start_year
    takes = [int(event.text.rsplit("it takes ", 1)[1].split()[0]) for event in told(model, "ratification", "it takes")]
    assert waited >= years
    assert waited == round(max(takes, default=0) / 4) or quarters == 0
    ratified = {event.id for event in told(model, "ratification", "ratifies")}
    assert set(founded.because) & ratified


def test_without_a_sunset_nobody_is_asked_to_renew():
    model = grown_accord(SMALL)
    model.now = 40
    before = model.accord.members
    sunset.consider(model)
    assert model.accord.members == before
    assert not told(model, "accord", "runs out")


def test_an_accord_that_runs_out_goes_on_with_those_who_renew_it_from_that_year():
    model = grown_accord(changed(sunset_years=5))
    model.now = 4
    sunset.consider(model)
    assert not told(model, "accord", "runs out")
    model.now = 5
    for nation in model.nations:
        nation.margin = -1e6  # Every parliament says yes.
    members = model.accord.members
    sunset.consider(model)
    assert (model.accord.members, model.accord.renewed) == (members, 5)
    model.now = 9
    sunset.consider(model)
    assert len(told(model, "accord", "runs out")) == 1


def test_who_does_not_renew_is_free_without_notice_or_fee_and_takes_its_stock():
    model = grown_accord(changed(sunset_years=1, minimum_members=2), members=3)
    for nation in model.nations:
        nation.margin = -1e6
    leaver = model.accord.members[0]
    model.nations[leaver].margin = 1e6
    model.accord.reserve[leaver] = 7.0
    money, stock = model.book.money["transfers"].copy(), model.books.stock[leaver].copy()
    model.now = 1
    sunset.consider(model)
    assert leaver not in model.accord.members
    assert (model.book.money["transfers"] == money).all()
    assert model.books.stock[leaver] == pytest.approx(stock + 7.0)


def test_an_accord_that_too_few_renew_ends():
    model = lived(1, sunset_years=1)
    for nation in model.nations:
        nation.margin = 1e6  # Every parliament says no.
    model.now = 1
    sunset.consider(model)
    assert model.accord is None
    ends = told(model, "exit", "too few")[0]
    assert "Nobody would renew it" in ends.text
    assert [event.kind for event in model.log.events if event.id in ends.because] == ["accord"]
