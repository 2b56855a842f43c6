"""What the tests of the program's outside share."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Keep the order of tests in a module that says ``IN_ORDER``: it tells one long story, such as a whole game."""
    for name in {item.module.__name__ for item in items if getattr(getattr(item, "module", None), "IN_ORDER", False)}:
        places = [place for place, item in enumerate(items) if getattr(item.module, "__name__", "") == name]
        told = sorted((items[place] for place in places), key=lambda item: item.function.__code__.co_firstlineno)
        for place, item in zip(places, told, strict=True):
            items[place] = item
