"""The site: its pages are the files of ``app/web/pages``, each with a title, a place in the menu and a ``Page``."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

import reacton.ipyvuetify as v
import solara

from app.web import pages
from app.web.parts import NARROW, Html, Viewport


def found() -> list[ModuleType]:
    """Find the pages, in the order of the menu."""
    modules = [
        import_module(f"{pages.__name__}.{entry.name}")
        for entry in pkgutil.iter_modules(pages.__path__)
        if not entry.name.startswith("_")
    ]
    return sorted(modules, key=lambda module: module.ORDER)


def address(module: ModuleType) -> str:
    """Return the last part of a page's address; the first page is the site's own."""
    name = module.__name__.rsplit(".", maxsplit=1)[-1]
    return "/" if name == "start" else name


@solara.component
def Layout(children: list[solara.Element[Any]] | None = None) -> None:
    """Put every page under the same head with the same menu."""
    here = solara.use_router().path.strip("/").split("/")[0] or "/"
    with solara.Div(classes=["ra-page", "site"]):
        with solara.Div(classes=["masthead"]):
            Html('<a class="skip" href="#content">Skip to the content</a>', classes=["aside"])
            Viewport(event_seen=NARROW.set)
            solara.Link("/", children=["Rare Accord"], classes=["brand"])
            with v.Html(tag="nav", attributes={"aria-label": "Pages"}):
                for module in found():
                    if module.MENU:
                        _link(address(module), module.MENU, here)
        v.Html(tag="main", class_="content", attributes={"id": "content"}, children=list(children or []))


def _link(place: str, words: str, here: str) -> None:
    target = "/" if place == "/" else f"/{place}"
    solara.Link(target, children=[words], classes=["here"] if place == here else [])


# Solara lays the layout of the first page around all pages.
routes = [
    solara.Route(
        path=address(module),
        component=module.Page,
        label=module.TITLE,
        layout=Layout if address(module) == "/" else None,
    )
    for module in found()
]
