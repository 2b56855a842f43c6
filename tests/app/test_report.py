"""The report opens without a network, escapes all words and holds what it promises."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app import report
from app.disputes import stories
from app.lookup import great_shocks, network
from scenarios.files.figures import Figure
from tests.app.made_up import world

SOURCE = Figure(
    path="nations.japan.stock.light",
    value=600.0,
    unit="t",
    year=2024,
    source="own estimate",
    confidence="estimate",
    low=300.0,
    note="60 days <b>of imports</b>",
)


class Outline(HTMLParser):
    """Collects the parts of a page that the tests ask about, and checks that tags close in order."""

    EMPTY = ("meta", "br", "link", "img", "hr", "input")

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.links, self.ids, self.headings = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        named = dict(attrs)
        self.links += [named[name] for name in ("src", "href") if name in named]
        self.ids += [named["id"]] if "id" in named else []
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("h1", "h2"):
            self.headings.append(data)


def outline(page):
    found = Outline()
    found.feed(page)
    assert not found.open
    return found


@pytest.fixture(scope="module")
def run_page(accord):
    return report.of_run(accord, [SOURCE], again="python -m app run made_up --seed 7")


@pytest.fixture(scope="module")
def comparison_page(unilateral, bilateral, accord):
    return report.of_comparison({"unilateral": unilateral, "bilateral": bilateral, "accord": accord}, [SOURCE])


@pytest.mark.parametrize("which", ["run_page", "comparison_page"])
def test_the_page_needs_nothing_but_itself(which, request):
    page = request.getfixturevalue(which)
    found = outline(page)
    assert found.links == []
    assert not {"script", "link", "iframe", "img", "object"} & set(found.tags)
    assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org/2000/svg)", page)


@pytest.mark.parametrize("which", ["run_page", "comparison_page"])
def test_the_page_is_well_formed_for_people_who_cannot_see_it(which, request):
    page = request.getfixturevalue(which)
    found = outline(page)
    assert '<html lang="en">' in page
    assert found.tags.count("h1") == 1
    assert len(found.ids) == len(set(found.ids))
    assert found.tags.count("caption") == found.tags.count("table")


def test_a_run_report_has_all_its_parts(run_page):
    assert outline(run_page).headings == [
        "A made-up world",
        "What happened",
        "Nation by nation",
        "Agreements: promised against delivered",
        "Disputes",
        "The log",
        "Measured",
        "Assumptions and sources",
        "How to get the same figures",
    ]
    for name in ("cohesion", "prices", "supply-gap", "welfare", "network", "trade"):
        assert f'<figure id="{name}">' in run_page


def test_a_comparison_report_has_all_its_parts(comparison_page):
    assert {
        "The same shocks, each regime",
        "Difference by metric",
        "Who gains and who loses",
        "Disputes under the accord regime",
    } <= set(outline(comparison_page).headings)


def test_seed_hash_versions_and_command_are_on_the_page(run_page, accord):
    again = "<code>python -m app run made_up --seed 7</code>"
    for words in ("<dd>7</dd>", accord.nature_hash, "<dt>numpy</dt>", again):
        assert words in run_page


def test_estimates_are_marked_and_words_from_sources_escaped(run_page):
    assert '<span class="mark">estimate</span>' in run_page
    assert "60 days &lt;b&gt;of imports&lt;/b&gt;" in run_page
    assert "1 figures: 0 were looked up in a source, 0 recalled and 1 estimated" in run_page


def test_words_from_a_run_cannot_become_markup(accord):
    sly = '<script>alert("x")</script>'
    setting = world()
    setting = replace(setting, title=sly, nations=(replace(setting.nations[0], name=sly), *setting.nations[1:]))
    record = replace(
        accord,
        setting=setting,
        events=accord.events.assign(text=sly, kind="claim"),
        agreements=accord.agreements.assign(terms=sly, status=sly),
        labels={"damage": sly},
    )
    assert "<script" not in report.of_run(record)


def test_a_run_in_which_nothing_happened_has_a_report(unilateral):
    quiet = replace(unilateral, events=unilateral.events.iloc[:0], flows=unilateral.flows.iloc[:0])
    page = report.of_run(quiet)
    assert "Nobody signed anything." in page
    assert "No promise was broken" in page


def test_the_same_record_gives_the_same_page(accord, run_page):
    assert report.of_run(accord, [SOURCE], again="python -m app run made_up --seed 7") == run_page


def test_a_dispute_is_told_from_breach_to_remedy(accord):
    told = [story for story in stories(accord) if any("under S4" in text for _, _, text in story.steps)]
    kinds = [kind for story in told for _, kind, text in story.steps if "S4" in text]
    assert kinds == ["breach", "claim", "consultation", "panel", "ruling", "remedy"]


def test_disputes_under_one_agreement_are_told_apart_by_their_numbers(accord):
    said = [
        "A7: Japan delivers 0 of 9 t.",
        "A7/1: China claims 3 USD m.",
        "A7: Japan delivers 1 of 9 t.",
        "A7/1: Japan settles.",
        "A7/2: China claims 2 USD m.",
        "A7/2: A panel opens.",
    ]
    kinds = ["breach", "claim", "breach", "settlement", "claim", "panel"]
    told = stories(replace(accord, events=accord.events.iloc[:6].assign(kind=kinds, actors="china+japan", text=said)))
    assert [[text for _, _, text in story.steps] for story in told] == [
        ["Japan delivers 0 of 9 t.", "China claims 3 USD m.", "Japan settles."],
        ["Japan delivers 1 of 9 t.", "China claims 2 USD m.", "A panel opens."],
    ]
    assert {story.agreement for story in told} == {"A7"}


def test_a_breach_that_nobody_claims_is_no_dispute(accord):
    alone = accord.events[accord.events["kind"] == "breach"]
    assert stories(replace(accord, events=alone)) == []


def test_a_new_breach_after_the_end_is_a_new_story(accord):
    steps = ("breach", "claim", "settlement", "breach", "claim", "ruling")
    events = accord.events.iloc[:6].assign(kind=steps, actors="japan+china", text="Said.")
    assert [len(story.steps) for story in stories(replace(accord, events=events))] == [3, 3]


def test_a_year_s_network_knows_members_and_broken_promises(accord):
    early, late = network(accord, 2025), network(accord, 2030)
    assert early.members == ()
    assert len(late.members) == 8
    status = late.agreements.set_index("id")["status"]
    assert (status["S4"], status["S1"]) == ("breached", "in force")
    assert "S3" not in network(accord, 2040).agreements["id"].tolist()


def test_great_shocks_are_those_of_the_dominant_nation(accord):
    assert great_shocks(accord) == [2028, 2034, 2039]


def test_an_ended_agreement_leaves_the_network_and_a_broken_one_is_told_by_its_name(accord):
    said = ["S1: Japan ends the agreement.", "S2: Australia delivers 0 of 9 t."]
    events = accord.events.iloc[:2].assign(
        year=[2029, 2030], kind=["termination", "breach"], text=said, actors="australia+malaysia"
    )
    table = network(replace(accord, events=events), 2030).agreements.set_index("id")["status"]
    assert "S1" not in table.index
    assert (table["S2"], table["S4"]) == ("breached", "in force")


def test_an_outage_of_the_dominant_nation_is_no_great_shock(accord):
    outage = accord.events[accord.events["kind"] == "shock"].assign(text="A mine loses 30% of its output.")
    assert great_shocks(replace(accord, events=outage)) == []
