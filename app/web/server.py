"""The server of the pages: Solara's, made to work without internet and to be read by everyone."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.drawing.palette import DARK, LIGHT, variables

HOST, PORT = "127.0.0.1", 8765
_TRIES = 20
"""Ports tried after the usual one."""
LOOKS = Path(__file__).parent.parent / "looks"
SHEETS = ("common.css", "pages.css", "play.css", "host.css")

ENVIRONMENT: Mapping[str, str] = {
    "SOLARA_APP": "app.web.site",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "60s",  # Pages that were closed hard keep costing time until they are culled.
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # Nothing answers there: what is missing fails at once and is seen.
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_FORCE_REFRESH": "True",  # After a restart of the server the page loads itself again.
    "SOLARA_THEME_TITLE": "Rare Accord",
    "SOLARA_THEME_LOADER": "plain",
    "REACTON_FAST": "1",  # Unchanged parts of a page are not looked at when it is redrawn.
}


def door(host: str, wanted: int | None) -> socket.socket:
    """Open a port to listen on: the one wanted, 0 for any, or else the usual one or the next that is free.

    It stays open, so that nobody can take the port before the pages are served there.

    Raises
    ------
    ValueError
        When the port that was asked for is taken, or none is free.
    """
    for port in [wanted] if wanted is not None else range(PORT, PORT + _TRIES):
        found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        # Sockets of a server that has just ended do not count as taken.
        if os.name != "nt":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, port))
            found.listen()
        except OSError:
            found.close()
            continue
        return found
    if wanted is not None:
        raise ValueError(f"port {wanted} on {host} is taken by another program; choose another with --port")
    raise ValueError(f"no port from {PORT} to {PORT + _TRIES - 1} on {host} is free; choose another with --port")


def serve(opened: socket.socket, ready: Callable[[], None]) -> None:
    """Serve the pages at a door until stopped; ``ready`` is called once they answer."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import uvicorn

    # Solara explains at every first visit how to embed it in other sites over https, which nobody does here.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    Server(uvicorn.Config(application(), log_level="warning", workers=1)).run(sockets=[opened])


def application() -> Any:
    """Make the application: Solara's routes, with the head of each page put right."""
    import solara.server.starlette as solara_server
    from starlette.applications import Starlette
    from starlette.middleware import Middleware

    from app.web import downloads
    from app.web.host import files
    from app.web.outbox import Outbox

    solara_server.WebsocketWrapper = Outbox  # type: ignore[misc]  # Solara offers no other way to put one's own there.

    # Last in the list is next to the routes, where pages are not yet compressed.
    routes = [*downloads.routes(), *files.routes(), *solara_server.routes]
    return Starlette(
        routes=routes, lifespan=solara_server.lifespan, middleware=[*solara_server.middleware, Middleware(Readable)]
    )


class Readable:
    """Gives pages what Solara's template lacks: a language, zoom on phones, and our style from the first moment."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.style = style()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on, and change whole pages of HTML on their way out."""
        # Files of sweeps are whole pages of their own.
        if scope["type"] != "http" or scope["path"].startswith("/sweeps/"):
            await self.app(scope, receive, send)
            return
        start: dict[str, Any] = {}
        body = b""

        async def changed(message: Any) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                if not _is_page(message):
                    await send(message)
                return
            if message["type"] == "http.response.body" and _is_page(start):
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = self.readable(body.decode()).encode()
                headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
                await send({**start, "headers": [*headers, (b"content-length", str(len(page)).encode())]})
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self.app(scope, receive, changed)

    def readable(self, page: str) -> str:
        """Change one page."""
        page = page.replace("<html>", '<html lang="en">', 1)
        page = page.replace("initial-scale=1, maximum-scale=1, user-scalable=no, minimal-ui", "initial-scale=1", 1)
        return page.replace("</head>", f"<style>{self.style}</style></head>", 1)


def _is_page(start: Mapping[str, Any]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in start.get("headers", ())
    )


def style() -> str:
    """Write the pages' style: colours of the charts, then the sheets."""
    sheets = "".join((LOOKS / name).read_text(encoding="utf-8") for name in SHEETS)
    return (
        f":root{{{variables(LIGHT)}}}@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
        f"{sheets}"
    )
