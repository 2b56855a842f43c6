"""Records to draw and to tell about."""

import pytest

from scenarios.record import Record
from tests.app.made_up import made_up


@pytest.fixture(scope="session")
def accord() -> Record:
    return made_up("accord")


@pytest.fixture(scope="session")
def bilateral() -> Record:
    return made_up("bilateral")


@pytest.fixture(scope="session")
def unilateral() -> Record:
    return made_up("unilateral")
