"""The command line: ``python -m app`` and the commands found in ``app/commands``."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

FOLDER = Path(__file__).parent / "commands"
REFUSED = 2
"""Exit code of bad input."""
_BROKEN_PIPE = 1
_INTERRUPTED = 130

WELCOME = """\
Rare Accord: a laboratory and a game about rare-earth security.

Nations that mine, refine and use rare earths bargain over supply agreements, found alliances, share the
benefits, break promises and settle disputes, in a market whose refining one nation dominates.

To begin:
  python -m app serve                          the pages, in your browser
  python -m app run baseline_2024 --seed 7     one world over 20 years, with a report
  python -m app compare baseline_2024          the same shocks with and without an accord
"""


class Commands(click.Group):
    """A group whose commands are the files of a folder; each is imported only when it is asked for."""

    folder: Path = FOLDER
    package: str = "app.commands"

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """Name the commands, in alphabetical order."""
        return sorted(path.stem.replace("_", "-") for path in self.folder.glob("*.py") if path.stem[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for, or say which one was likely meant."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise click.UsageError(f"no command {name!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List each command with the first sentence of its file, without importing it."""
        rows = [(name, self.sentence(name)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def sentence(self, name: str) -> str:
        """Read the first sentence of a command's file."""
        source = (self.folder / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(source)) or ""
        return said.split("\n\n")[0].replace("\n", " ")

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; bad input ends in one sentence on stderr and exit code 2, never in a traceback."""
        try:
            return_code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except BrokenPipeError:
            # The reader of our output has gone; writing the rest would only raise the error again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(_BROKEN_PIPE)
        except (click.Abort, KeyboardInterrupt):
            _stop()
        except SystemError as error:
            from scenarios.sweep.worker import came_of

            if not came_of(error, KeyboardInterrupt):
                raise
            _stop()
        except (click.ClickException, ValueError, OSError) as error:
            click.echo(f"Error: {one_sentence(error)}", err=True)
            sys.exit(REFUSED)
        if standalone_mode:
            sys.exit(return_code if isinstance(return_code, int) else 0)
        return return_code


def _stop() -> NoReturn:
    """End with one line after a stop from the keyboard."""
    # A stop that struck code made from text, as in dataclasses while they load, would have Python end itself by a
    # signal instead of our exit code; it forgets that when it next runs such code to its end.
    exec("pass")  # noqa: S102 - a constant
    click.echo("Stopped.", err=True)
    sys.exit(_INTERRUPTED)


def one_sentence(error: Exception) -> str:
    """Say in one line what was wrong."""
    if isinstance(error, click.ClickException):
        said = error.format_message()
    elif isinstance(error, OSError) and error.strerror:
        said = f"{error.strerror}: {error.filename}" if error.filename is not None else error.strerror
    elif callable(details := getattr(error, "errors", None)):
        # A table checked by pydantic that nobody put into words on the way.
        first = details()[0]
        said = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}, got {first['input']!r}"
    else:
        said = str(error)
    return " ".join(said.split()) or type(error).__name__


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def app(context: click.Context) -> None:
    """Rare Accord: a laboratory and a game about rare-earth security."""
    if context.invoked_subcommand is None:
        formatter = context.make_formatter()
        app.format_commands(context, formatter)
        click.echo(f"{WELCOME}\n{formatter.getvalue()}\n'python -m app COMMAND --help' says more about each.")


if __name__ == "__main__":
    app(prog_name="python -m app")
