"""The table of differences says what its figures mean, also to those who touch instead of hovering."""

from html.parser import HTMLParser

from app import tables
from tests.app.made_up import made_up


class Terms(HTMLParser):
    """Collects the terms and their meanings from the list that narrow screens unfold."""

    def __init__(self):
        super().__init__()
        self.inside, self.found = "", {"dt": [], "dd": []}

    def handle_starttag(self, tag, attrs):
        if tag in self.found:
            self.inside = tag
            self.found[tag].append("")

    def handle_endtag(self, tag):
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data):
        if self.inside:
            self.found[self.inside][-1] += data


def test_each_metric_of_the_table_has_its_meaning_in_a_list_that_can_be_unfolded():
    page = tables.difference({"unilateral": made_up("unilateral"), "accord": made_up("accord")})
    terms = Terms()
    terms.feed(page[page.index("What these figures mean") : page.index("All figures (")])
    rows = page[page.index("All figures (") :].count("<th scope=row>")
    assert len(terms.found["dt"]) == len(terms.found["dd"]) == rows > 10
    assert all(terms.found["dd"])
