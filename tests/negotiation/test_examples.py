"""The examples in the docstrings give what they show."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import negotiation

MODULES = sorted(found.name for found in walk_packages(negotiation.__path__, "negotiation."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_is_shown(name):
    assert doctest.testmod(import_module(name)).failed == 0
