"""How far the code is from the house that it should become: a figure for each rule, with its goal.

``python -m benchmarks.house [--json]``

What is reached is held by ``tests/test_house.py``, which asks here for today's figures.
"""

from __future__ import annotations

import argparse
import ast
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("market", "negotiation", "agents", "scenarios", "app")
MODEL = "AllianceModel"
OWNERS = ("agents/model.py", "agents/state/", "agents/world/")
"""Where attributes of a model, and of the state of the world, may be assigned."""
FUNCTIONS_GOAL, AGENTS_GOAL, GAME_GOAL = 25, 10_575, 4_800
"""Functions that may take a model; three quarters of the lines that agents and the game had when the rules were set."""


@dataclass(frozen=True)
class Result:
    """One figure and what it should be."""

    case: str
    value: float
    unit: str
    goal: float
    most: bool = True
    """Whether the goal is the most that it may be; otherwise it is the least."""

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        return self.value <= self.goal if self.most else self.value >= self.goal


def sources(root: Path = ROOT) -> dict[str, str]:
    """Every Python file of the five folders, by its path."""
    files = (file for folder in FOLDERS for file in sorted((root / folder).rglob("*.py")))
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in files}


def takers(source: str) -> list[str]:
    """Functions with a parameter that is a whole model, by its type or, where it has none, by its name."""
    return [
        function.name
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(_is_model(parameter) for parameter in _parameters(function.args))
    ]


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    more = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *more]


def _is_model(parameter: ast.arg) -> bool:
    if parameter.annotation is None:
        return parameter.arg == "model"
    return MODEL in ast.unparse(parameter.annotation)


def assignments(source: str, owner: str = "model") -> list[str]:
    """Assignments to an attribute of whatever is called ``owner``, as ``line name``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=targets):
                pass
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                targets = [target]
            case ast.Delete(targets=targets):
                pass
            case ast.Call(func=ast.Name(id="setattr"), args=[ast.Name(id=name), *_]) if name == owner:
                found.append(f"{node.lineno} setattr")
                continue
            case _:
                continue
        found += [f"{one.lineno} {one.attr}" for target in targets for one in _attributes(target, owner)]
    return found


def _attributes(target: ast.expr, owner: str) -> Iterator[ast.Attribute]:
    """Attributes of something of a name within a target, which may be a tuple."""
    if isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from _attributes(one, owner)
    if isinstance(target, ast.Attribute):
        of = target.value
        if (isinstance(of, ast.Name) and of.id == owner) or (isinstance(of, ast.Attribute) and of.attr == owner):
            yield target


def tricks(source: str) -> list[str]:
    """Objects made or changed behind their class's back, as ``line name``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="object"), attr="__new__")):
                found.append(f"{node.lineno} object.__new__")
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="__dict__"), attr="update")):
                found.append(f"{node.lineno} __dict__.update")
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="vars")), attr="update")):
                found.append(f"{node.lineno} vars().update")
    return found


def arrows(files: dict[str, str]) -> dict[str, set[str]]:
    """What each module imports of ours, wherever in the file it does so and for types too."""
    modules = {_module(path): source for path, source in files.items()}
    found = {}
    for name, source in modules.items():
        imported: set[str] = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                taken = {f"{node.module}.{alias.name}" for alias in node.names}
                inner = taken & modules.keys()
                # A module taken from its package leaves the package itself alone.
                imported |= inner if len(inner) == len(taken) else inner | {node.module}
        found[name] = imported & modules.keys() - {name}
    return found


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that all need each other, the largest first."""
    reach = {name: _reached(name, graph) for name in graph}
    groups: list[list[str]] = []
    left = set(graph)
    while left:
        name = min(left)
        group = sorted({name} | {other for other in reach[name] if name in reach[other]})
        left -= set(group)
        if len(group) > 1:
            groups.append(group)
    return sorted(groups, key=len, reverse=True)


def _reached(name: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[name])
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += graph[one]
    return seen


def strict(root: Path = ROOT) -> int:
    """Count the folders that ``mypy --strict`` checks."""
    checked = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    return len(set(checked["files"]) & set(FOLDERS)) if checked["strict"] else 0


def results(root: Path = ROOT) -> list[Result]:
    """Measure everything."""
    files = sources(root)
    lines = {path: source.count("\n") for path, source in files.items()}
    outside = {path: source for path, source in files.items() if not path.startswith(OWNERS)}
    circle = circles(arrows(files))
    return [
        Result(
            "functions that take a model",
            sum(len(takers(source)) for source in files.values()),
            "functions",
            FUNCTIONS_GOAL,
        ),
        Result(
            "assignments to a model's attributes outside the model",
            sum(len(assignments(source)) for source in outside.values()),
            "places",
            0,
        ),
        Result(
            "assignments to a state's attributes outside the state",
            sum(len(assignments(source, "state")) for path, source in outside.items() if path.startswith("agents/")),
            "places",
            0,
        ),
        Result(
            "objects made or changed behind their class's back", sum(map(len, map(tricks, files.values()))), "places", 0
        ),
        Result("circles of imports, types counted", len(circle), "circles", 0),
        Result("modules in a circle of imports, types counted", sum(map(len, circle)), "modules", 0),
        Result(
            "lines of agents", sum(n for path, n in lines.items() if path.startswith("agents/")), "lines", AGENTS_GOAL
        ),
        Result(
            "lines of scenarios/game",
            sum(n for path, n in lines.items() if path.startswith("scenarios/game/")),
            "lines",
            GAME_GOAL,
        ),
        Result("folders checked by mypy --strict", strict(root), "folders", len(FOLDERS), most=False),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print figures for other programs and nothing else")
    found = results()
    if parser.parse_args().json:
        rows = [
            {"case": one.case, "value": one.value, "unit": one.unit, "goal": one.goal, "holds": one.holds}
            for one in found
        ]
        print(json.dumps({"results": rows}, indent=2))
        return
    for one in found:
        bound = "at most" if one.most else "at least"
        print(f"{one.case:<58}{one.value:>8,} {one.unit:<10}{bound} {one.goal:,}{'' if one.holds else '   MISSED'}")


if __name__ == "__main__":
    main()
