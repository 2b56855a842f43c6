"""The reference pages say what the types and the data say today."""

import pytest

from scenarios import reference


@pytest.mark.parametrize("page", sorted(reference.pages()))
def test_reference_pages_are_fresh(page):
    written = (reference.FOLDER / page).read_text("utf-8")
    assert written == reference.pages()[page], "renew it with `python -m scenarios.reference`"


def test_pages_are_written_where_one_asks(tmp_path):
    for page in reference.write(tmp_path / "new"):
        assert page.read_text("utf-8") == reference.pages()[page.name]
