"""A game as files for the browser of its facilitator: the whole as a zip, or one table of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from app.web.games import hall

PLACE = "/games/{game}/{secret}/{file}"
FILES: Mapping[str, str] = {
    "game.zip": "Everything in one file",
    "moves.json": "All moves, in order",
    "offers.csv": "Offers and what became of them",
    "messages.csv": "Messages",
    "promised_and_delivered.csv": "Promised and delivered by nation and year",
    "metrics.csv": "Figures of the world by year",
    "nations.csv": "Figures of each nation by year",
    "about.json": "Scenario, rules and seed",
}
"""Files to hand out, with the content of each."""


def routes() -> list[Any]:
    """Make the route that hands files out."""
    from starlette.routing import Route

    return [Route(PLACE, give, methods=["GET"])]


def address(game: str, secret: str, file: str) -> str:
    """Say where a file of a game is handed out."""
    return PLACE.format(game=game, secret=secret, file=file)


def give(request: Any) -> Any:
    """Hand out one file to the one who holds the facilitator's secret, or say why not."""
    from starlette.responses import PlainTextResponse, Response

    wanted = request.path_params
    game = hall().get(wanted["game"])
    if game is None or game.role(wanted["secret"]) != "host":
        return PlainTextResponse("Only the facilitator of a game gets its files; open the link on your page.\n", 403)
    file = wanted["file"]
    if file not in FILES:
        return PlainTextResponse(f"A game has no file {file!r}; it has {', '.join(FILES)}.\n", 404)
    packed = game.export()
    if file != "game.zip":
        with zipfile.ZipFile(io.BytesIO(packed)) as held:
            packed = held.read(file)
    kind = {"zip": "application/zip", "json": "application/json", "csv": "text/csv; charset=utf-8"}
    return Response(
        packed,
        media_type=kind[file.rsplit(".", maxsplit=1)[-1]],
        headers={
            "content-disposition": f'attachment; filename="rare-accord-{game.code}-{file}"',
            "cache-control": "no-store",
        },
    )
