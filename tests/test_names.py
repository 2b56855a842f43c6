"""Our folder names are our import names; another distribution may have taken one."""

from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def complaint(name: str, root: Path) -> str:
    """Say who has taken a name, or nothing if it leads to this checkout."""
    spec = find_spec(name)
    places = [Path(place) for place in (spec.submodule_search_locations or [spec.origin])] if spec else []
    # Not merely below the checkout: its virtual environment is below it too.
    if places == [root / name]:
        return ""
    where = places[0] if places else "nowhere"
    owners = packages_distributions().get(name, [])
    owner = f" of the distribution {' and '.join(owners)}" if owners else ""
    return f"{name} comes from {where}{owner}, not from this checkout: use a fresh virtual environment"


@pytest.mark.parametrize("name", ["market", "negotiation", "agents", "scenarios", "app"])
def test_each_name_leads_to_this_checkout(name):
    assert not complaint(name, ROOT)


def test_the_complaint_names_who_took_it():
    """The package pytest stands for any other distribution."""
    said = complaint("pytest", ROOT)
    assert "distribution pytest" in said
    assert "fresh virtual environment" in said


def test_a_name_that_is_not_there_is_said_to_be_nowhere():
    assert "comes from nowhere" in complaint("no_such_package_of_ours", ROOT)
