"""Small pieces of HTML: everything that comes from tables is escaped here, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

NARROW, WIDE = 346, 760
"""Widths for which a picture is drawn twice: a phone's and a desk's, px. Style sheets show one of the two."""


def text(words: object) -> str:
    """Escape words."""
    return escape(str(words))


def sentence(said: str) -> str:
    """Escape a sentence; text between backquotes is set as a command."""
    pieces = said.split("`")
    return "".join(f"<code>{text(piece)}</code>" if place % 2 else text(piece) for place, piece in enumerate(pieces))


def picture(draw: Callable[[int], str], *, wide: int = WIDE) -> str:
    """Draw a picture for narrow and for wide screens; the style sheet hides one from eyes and from readers aloud."""
    return f'<div class="wide">{draw(wide)}</div><div class="narrow">{draw(NARROW)}</div>'


def figure(body: str, caption: str, *, name: str = "") -> str:
    """Put a picture above the line that says what to see in it."""
    mark = f' id="{escape(name)}"' if name else ""
    return f"<figure{mark}>{body}<figcaption>{escape(caption)}</figcaption></figure>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, words: int = 1, kind: str = "") -> str:
    """Write a table that scrolls by itself on narrow screens; the first ``words`` columns hold words, not figures.

    Cells are taken as HTML: escape them with ``text``.
    """

    def cells(row: Sequence[str]) -> str:
        return "".join(
            f"<{'th scope=row' if place == 0 else 'td'}{'' if place < words else ' class=n'}>{cell}"
            f"</{'th' if place == 0 else 'td'}>"
            for place, cell in enumerate(row)
        )

    top = "".join(
        f'<th scope="col"{"" if place < words else " class=n"}>{escape(cell)}</th>' for place, cell in enumerate(head)
    )
    body = "".join(f"<tr>{cells(row)}</tr>" for row in rows)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="{escape(kind)}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def section(title: str, *parts: str, name: str = "") -> str:
    """Put parts under a heading."""
    mark = f' id="{escape(name)}"' if name else ""
    return f"<section{mark}><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def folded(title: str, *parts: str) -> str:
    """Put parts where a reader opens them when wanted."""
    return f"<details><summary>{escape(title)}</summary>{''.join(parts)}</details>"
