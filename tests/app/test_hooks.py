"""Hooks of the pages: a component asks for the same ones at every drawing, or its page goes blank."""

import ast
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "app" / "web"
BRANCHES = (ast.If, ast.For, ast.While, ast.Try, ast.IfExp, ast.Match, ast.comprehension, ast.Lambda)


def wrong_hooks(source):
    """List the lines on which a hook is called where it may be left out at some drawing."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            found += _wrong(function)
    return sorted(set(found))


def _wrong(function):
    drawn = any(ast.unparse(one).endswith("component") for one in function.decorator_list)
    allowed, left, found = drawn or function.name.startswith("use_"), False, []
    for statement in function.body:
        for call, branched in _calls(statement, branched=False):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name.startswith("use_") and (branched or left or not allowed):
                found.append(call.lineno)
        left |= any(
            isinstance(one, ast.Return) for one in ast.walk(statement) if not isinstance(statement, ast.FunctionDef)
        )
    return found


def _calls(node, *, branched):
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return
    if isinstance(node, ast.Call):
        yield node, branched
    inside = branched or isinstance(node, BRANCHES)
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, branched=inside)


@pytest.mark.parametrize("file", sorted(WEB.rglob("*.py")), ids=lambda path: path.relative_to(WEB).as_posix())
def test_every_hook_of_a_page_is_asked_for_at_every_drawing(file):
    assert wrong_hooks(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "body",
    [
        "def part():\n    solara.use_memo(f, [])",
        "@solara.component\ndef Page():\n    if more:\n        solara.use_state(0)",
        "@solara.component\ndef Page():\n    if not more:\n        return\n    solara.use_state(0)",
        "@solara.component\ndef Page():\n    for one in many:\n        use_life(one)",
    ],
)
def test_a_hook_that_may_be_left_out_is_found(body):
    assert len(wrong_hooks(body)) == 1
