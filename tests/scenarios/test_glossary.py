"""Every special word has one plain sentence, and is found where it stands."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.articles import article, described
from agents.world.setting import REGIMES, ROLES, STAGES
from app.words import KINDS
from scenarios.loader import game_rules, load, names
from scenarios.texts import glossary
from scenarios.texts.briefings import briefings, primer
from scenarios.texts.glossary import explain, marked, terms

ROOT = Path(__file__).parents[2]
WORDS = sorted(terms())
DESIGN = """nation; producer, refiner, consumer; material; light; heavy; stage; ore, oxide, magnet; capacity; flow; spot
market; supply agreement; accord; article; summit; offer, counter-offer, agreement; tactic; strategy;
ratification; obligation, delivery, breach; claim, consultation, panel, appeal, remedy; audit; certified
lot; shared reserve, release; community share; benefit rule; worth; outside option; trust; cohesion; shock;
regime; unilateral, bilateral; scenario; view; move; seat; facilitator; inject; debrief; NdPr; DyTb;
separation; HHI; CVaR; take-or-pay; collar; force majeure; observer; security; benefit"""


def rules(folder):
    """Names of the rules in a folder, as menus and scenario files write them."""
    return [path.stem for path in (ROOT / "negotiation" / folder).glob("*.py") if not path.stem.startswith("_")]


def missing(words):
    """Words that the glossary cannot explain."""
    found = []
    for word in words:
        try:
            explain(word)
        except ValueError:
            found.append(word)
    return found


def test_the_words_of_the_house_are_all_there():
    assert missing(" ".join(word.split()) for word in re.split(r"[;,]", DESIGN)) == []
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Words")[1].split("We use these")[0]
    words = [word.strip(" .\n") for word in re.split(r"[;,()]", re.sub(r"\s+", " ", section))]
    told = {"a nation's lead role", "two nations", "many", "how one concedes", "how a nation plays", "of a coalition"}
    assert missing(word for word in words if word and word not in told) == []


def test_what_screens_and_files_call_things_is_there():
    assert missing([*KINDS, *ROLES, *REGIMES, *STAGES]) == []
    assert missing(article.title for article in described()) == []
    assert missing(["standard level", "fund rate", "reserve days", "export ban", "mine outage", "demand surge"]) == []


@pytest.mark.parametrize("folder", ["sharing", "tactics", "protocols"])
def test_every_rule_one_can_choose_is_there(folder):
    assert missing(rules(folder)) == []


def test_a_rule_or_an_article_without_an_entry_is_explained_by_its_own_file(monkeypatch):
    """So that adding one is adding one file."""
    written = glossary.read_toml(glossary.FILE, glossary.FILE.name)
    for word in ("shapley", "substitution programme"):
        del written[word]
    monkeypatch.setattr(glossary, "read_toml", lambda *_: written)
    found = terms.__wrapped__()
    assert found["shapley"].meaning.startswith("Every member gets the average of what it adds")
    assert found["substitution programme"].meaning == article("substitution").meaning
    assert list(found) == sorted(found, key=str.lower)


def test_abbreviations_in_what_people_read_are_explained():
    worlds = [load(name) for name in names()]
    texts = [world.summary for world in worlds]
    texts += [
        text
        for name in names()
        for chapter in game_rules(name).chapters
        for text in (chapter.news, chapter.point, chapter.question)
    ]
    texts += [str(role) for role in briefings(load("classroom_two_sessions")).values()] + list(primer().text)
    short = {word for text in texts for word in re.findall(r"\b[A-Z]{2,}\b|\b(?:NdPr|DyTb|CVaR)\b", text)}
    assert {"USD", "NdPr"} <= short
    assert missing(sorted(short)) == []


@pytest.mark.parametrize("word", WORDS)
def test_a_meaning_is_one_plain_sentence(word):
    meaning = terms()[word].meaning
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert len(re.findall(r"[.?!](?: |$)", meaning)) == 1
    assert 2 <= len(meaning.split()) <= 30
    assert not re.search(rf"\b{re.escape(word)}\b", meaning, re.IGNORECASE) or terms()[word].everyday


def test_no_form_belongs_to_two_words_and_the_file_is_in_order():
    forms = [form.lower() for term in terms().values() for form in (term.word, *term.also)]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    assert [word.lower() for word in terms()] == sorted(word.lower() for word in terms())


def test_a_word_is_found_in_any_form_and_case():
    assert explain("Supply Agreements").word == explain("supply_agreement").word == "supply agreement"
    with pytest.raises(ValueError, match="the glossary has no word 'tarif'; did you mean 'tariff'"):
        explain("tarif")


def test_the_longest_word_is_marked_and_only_where_it_first_stands():
    pieces = marked("A supply agreement on the spot market; another supply agreement in agreement.")
    assert [(piece, term.word) for piece, term in pieces if term] == [
        ("supply agreement", "supply agreement"),
        ("spot market", "spot market"),
    ]
    assert [term for _, term in marked("the \N{LATIN SMALL LETTER LONG S}unset") if term] == []


def test_everyday_words_and_parts_of_words_are_left_alone():
    assert [term for _, term in marked("We agree on the worth of light and move on, unspotted.") if term] == []


@given(st.text() | st.lists(st.sampled_from([*WORDS, "and", ",", "accords"])).map(" ".join))
def test_the_pieces_are_the_text(text):
    assert "".join(piece for piece, _ in marked(text)) == text
