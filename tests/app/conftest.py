"""Records to draw and to tell about."""

import re

import pytest

from scenarios.records.record import Record
from tests.app.made_up import made_up
from tests.patience import PATIENCE


@pytest.fixture(scope="session")
def accord() -> Record:
    return made_up("accord")


@pytest.fixture(scope="session")
def bilateral() -> Record:
    return made_up("bilateral")


@pytest.fixture(scope="session")
def unilateral() -> Record:
    return made_up("unilateral")


@pytest.fixture(scope="module")
def person(browser):
    """Give people a browser of their own each; what fails in one, or leaves this machine, is an error of the tests."""
    contexts, failed = [], []

    def come():
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(1000 * PATIENCE)
        context.route(
            re.compile(r"^(?!https?://127\.0\.0\.1|data:|blob:)"),
            lambda route: (failed.append(route.request.url), route.abort()),
        )
        # Leaving a page aborts what it still asks for, and nobody misses that.
        context.on(
            "requestfailed",
            lambda request: None if "ERR_ABORTED" in (request.failure or "") else failed.append(request.url),
        )
        context.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        context.on("weberror", lambda error: failed.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()
    assert not failed
