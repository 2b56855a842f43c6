"""Start the pages and open them in a browser; no internet is needed."""

from __future__ import annotations

import click

from app.commands._common import Whole


@click.command("serve")
@click.option("--port", type=Whole(0, 65535), help="Port to listen on, instead of 8765 or the next free one; 0 is any.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets a class on the same network in.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open the first page in a browser.")
def command(port: int | None, host: str, opens: bool) -> None:
    """Start the pages and open them in a browser; stop with Ctrl+C."""
    from app.web.server import door, serve
    from scenarios.machine_code import prepare

    opened = door(host, port)
    number = opened.getsockname()[1]
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{number}"  # noqa: S104 - compared, not bound

    def ready() -> None:
        click.echo(f"Rare Accord is at {address}")
        if opens:
            import webbrowser

            webbrowser.open(address)

    prepare(lambda: click.echo("Making machine code for this machine, once; this takes about a minute ..."))
    serve(opened, ready)
