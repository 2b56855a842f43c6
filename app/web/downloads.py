"""Files of sweeps for the browser: only those that a sweep offers, and nothing else of this computer."""

from __future__ import annotations

from typing import Any

from app.web.sweeps import SWEEPS

PLACE = "/sweeps/{name}/{file}"


def routes() -> list[Any]:
    """Make the routes that hand files out."""
    from starlette.routing import Route

    return [Route(PLACE, give, methods=["GET"])]


def address(name: str, file: str) -> str:
    """Say where a file of a sweep is handed out."""
    return PLACE.format(name=name, file=file)


def give(request: Any) -> Any:
    """Hand out one file, or say that there is none."""
    from starlette.responses import FileResponse, PlainTextResponse

    name, file = request.path_params["name"], request.path_params["file"]
    try:
        path = SWEEPS.file(name, file)
    except ValueError as error:
        return PlainTextResponse(f"{error}\n", status_code=404)
    shown = file.endswith(".html")
    return FileResponse(path, filename=None if shown else f"{name}-{file}")
