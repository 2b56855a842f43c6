"""The special words of the game, each in one plain sentence, and where they stand in a text.

Words stand in ``data/words/glossary.toml``. An article or a rule that has no entry there is explained by its own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType

import negotiation.bargaining.protocols
import negotiation.bargaining.tactics
import negotiation.coalitions.sharing
from agents.articles import Article, described
from negotiation.rulebook import kept, meaning, names
from scenarios.files.nations import read_toml
from scenarios.files.wording import near

FILE = Path(__file__).parents[1] / "data" / "words" / "glossary.toml"
_KEYS = {"is", "also", "everyday"}
_RULES = (negotiation.coalitions.sharing, negotiation.bargaining.tactics, negotiation.bargaining.protocols)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word and what it means here."""

    word: str
    meaning: str
    """One sentence."""
    also: tuple[str, ...] = ()
    """Other forms, such as the plural."""
    everyday: bool = False
    """Everyday words are explained where one asks for them, but not marked in running text."""


@kept
def terms() -> Mapping[str, Term]:
    """Read all terms, by their word, in alphabetical order."""
    found = {}
    for word, entry in read_toml(FILE, FILE.name).items():
        if "is" not in entry or not set(entry) <= _KEYS:
            raise ValueError(f"{FILE.name}: {word} must hold is, and may hold also and everyday, got {sorted(entry)}")
        found[word] = Term(
            word=word, meaning=entry["is"], also=tuple(entry.get("also", ())), everyday=entry.get("everyday", False)
        )
    known = _forms_of(found.values())
    for term in (*map(_article, described()), *(_rule(folder, name) for folder in _RULES for name in names(folder))):
        if term.word.lower() not in known:
            found[term.word] = term
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[0].lower())))


def _article(article: Article) -> Term:
    """What an article's own file says of it."""
    return Term(word=article.title[:1].lower() + article.title[1:], meaning=article.meaning)


def _rule(folder: ModuleType, name: str) -> Term:
    """What a rule's own file says of it; its name may be an everyday word."""
    return Term(word=name.replace("_", " "), meaning=meaning(folder, name), everyday=True)


def explain(word: str) -> Term:
    """Find a word in any of its forms and in any case; underscores count as spaces.

    Raises
    ------
    ValueError : if it is not in the glossary, with the nearest guess.
    """
    forms = _forms()
    plain = word.strip().replace("_", " ").lower()
    if plain not in forms:
        raise ValueError(f"the glossary has no word {word!r}{near(plain, forms)}")
    return forms[plain]


def marked(text: str) -> list[tuple[str, Term | None]]:
    """Cut a text into pieces, those that are special words with their term; a word is marked where it first stands.

    The pieces joined are the text again.

    Examples
    --------
    >>> [(piece, term.word if term else None) for piece, term in marked("No tariffs here.")]
    [('No ', None), ('tariffs', 'tariff'), (' here.', None)]
    """
    pieces: list[tuple[str, Term | None]] = []
    seen: set[str] = set()
    end = 0
    for match in _pattern().finditer(text):
        # A letter such as the long s equals its sister only where case is ignored.
        term = _forms().get(match.group().lower())
        if term is None or term.word in seen:
            continue
        seen.add(term.word)
        if match.start() > end:
            pieces.append((text[end : match.start()], None))
        pieces.append((match.group(), term))
        end = match.end()
    if end < len(text):
        pieces.append((text[end:], None))
    return pieces


@kept
def _forms() -> dict[str, Term]:
    return _forms_of(terms().values())


def _forms_of(known: Iterable[Term]) -> dict[str, Term]:
    """Every form of every word in small letters."""
    return {form.lower(): term for term in known for form in (term.word, *term.also)}


@kept
def _pattern() -> re.Pattern[str]:
    """Match any form that may be marked, the longest first."""
    forms = sorted((form for form, term in _forms().items() if not term.everyday), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
