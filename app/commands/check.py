"""Say whether the rules of a plugin keep what ours keep: strategies, metrics, articles, benefit rules, tactics."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

BROKEN = 1
"""Exit code where a promise is broken."""


@click.command("check")
@click.argument("plugin")
@click.option("--json", "as_json", is_flag=True, help="Print findings for other programs and nothing else.")
def command(plugin: str, as_json: bool) -> None:
    """Hold every rule of a PLUGIN (a folder, or an entry point of an installed package) to what all rules owe.

    The exit code is 0 where all promises are kept, 1 where one is broken, and 2 where a file cannot be loaded.
    """
    from agents import plugins
    from scenarios.files import plugging

    name = plugins.located(plugin)
    if not as_json:
        click.echo("Checking; the first time on a machine this takes a minute or two ...", err=True)
    found = plugging.examine(name)
    (read,) = plugins.loaded([name])
    if as_json:
        told = {
            "plugin": name,
            "hash": read.hash,
            "holds": all(one.holds for one in found),
            "findings": [
                {"kind": one.kind, "rule": one.rule, "promise": one.promise, "holds": one.holds, "fault": one.fault}
                for one in found
            ],
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for file in dict.fromkeys((one.kind, one.rule) for one in found):
            click.echo(f"{Path(*file)}.py")
            for one in found:
                if (one.kind, one.rule) == file:
                    click.echo(f"  {'kept  ' if one.holds else 'BROKEN'}  {one.promise}")
                    if one.fault:
                        click.echo(f"          {one.fault}")
        kept = sum(one.holds for one in found)
        click.echo(f"\n{kept} of {len(found)} promises kept.")
    if not all(one.holds for one in found):
        sys.exit(BROKEN)
