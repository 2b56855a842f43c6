"""Nothing that decides depends on the processor: no arithmetic of its own, no bare comparison of gains."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY = {"exp", "log", "log2", "log10", "log1p", "expm1", "power", "float_power", "dot", "matmul", "einsum", "inner",
           "vdot", "tensordot", "cbrt", "tanh", "sinh", "cosh", "arctan", "convolve"}  # fmt: skip
# Where a figure is only read by people, or is rounded in the same line, with the reason.
READ_ONLY = {
    "negotiation/coalitions/estimate.py": "fits worths of coalitions that a report samples",
    "negotiation/compliance/repeated.py": "plays that stand beside the year, for lessons and tests",
    "negotiation/politics/ratification.py": "rounded to twelve digits",
    "negotiation/bargaining/points.py": "rounded to twelve digits",
    "negotiation/compliance/cohesion.py": "rounded to twelve digits, and enters no decision",
    "negotiation/coalitions/sharing/nucleolus.py": "rounded to twelve digits",
    "negotiation/bargaining/concession.py": "equals are sorted again, by their place in the list",
    "market/clearing.py": "flags open prices by a wide margin",
}
WORDS = re.compile(r"^(gains?|worths?|payoffs?|surplus|lack|regret|spared|ratio|benefit|joint_gain|advantage)$")
NAMED = re.compile(r"LEAST|SMALLEST|SLACK|FIRM|BEYOND_REACH|EXACT")
# Files that only tell or analyse, or keep a margin of their own.
TELLING = {
    "negotiation/coalitions/fairness.py": "measures what was shared",
    "negotiation/coalitions/farsight.py": "analysis of a table of payoffs",
    "negotiation/coalitions/stability.py": "its own margin",
    "negotiation/bargaining/points.py": "its own margin",
    "negotiation/bargaining/many.py": "the same test as in a single sitting, for many at once",
    "scenarios/game/axes.py": "words a sentence",
    "scenarios/game/previews.py": "words a sentence",
    "scenarios/game/study.py": "words a sentence",
}
SPOKEN = {
    ("agents/metrics/sharing.py", "gains.sum() > 0"): "guards a division",
    ("agents/year/wall_claims.py", "worth >= 0"): "words a sentence",
    ("agents/questions/disputes.py", "self.gain >= 0"): "words a sentence",
    ("agents/year/wall_claims.py", "gain >= 0"): "words a sentence",
    ("negotiation/compliance/audits.py", "gain <= 0"): "the rate goes to nothing with the gain",
    ("negotiation/bargaining/tactics/tit_for_tat_absolute.py", "worth >= seat.reservation"): "a wall is a wall",
    ("negotiation/bargaining/tactics/tit_for_tat_relative.py", "worth >= seat.reservation"): "a wall is a wall",
    ("negotiation/bargaining/sitting.py", "worth.shape[1] < 1"): "a shape",
    ("negotiation/least_worth.py", "np.argsort(-settled(worths, least), kind='stable')"): "the one place",
}
"""Single comparisons that decide nothing, with the reason."""


def processor_bound(source: str) -> list[str]:
    """Calls and operators whose last digit, or whose order of equals, a processor decides, as ``line what``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.BinOp(op=ast.MatMult()):
                found.append(f"{node.lineno} @")
            case ast.BinOp(op=ast.Pow(), left=left, right=right):
                square = isinstance(right, ast.Constant) and right.value == 2
                whole = isinstance(left, ast.Constant) and isinstance(left.value, int)
                if not square and not whole:
                    found.append(f"{node.lineno} **")
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "math" | "numpy"), attr=name)) if name in LIBRARY:
                found.append(f"{node.lineno} {name}")
            case ast.Attribute(value=ast.Name(id="np"), attr="linalg"):
                found.append(f"{node.lineno} linalg")
            case ast.ImportFrom(module="math", names=names):
                found += [f"{node.lineno} {name.name}" for name in names if name.name in LIBRARY]
            case ast.Call(func=ast.Attribute(attr="argsort"), keywords=keywords):
                if not any(one.arg == "kind" for one in keywords):
                    found.append(f"{node.lineno} argsort that leaves the order of equals open")
    return found


def _terms(node: ast.expr) -> list[str]:
    """Names of what a side of a comparison is made of."""
    names = [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    return names + [inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)]


def bare_comparisons(source: str) -> list[str]:
    """Comparisons of gains with each other or with nothing, and greatest of gains, outside ``least_worth``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                if not any(isinstance(op, ast.Lt | ast.Gt | ast.LtE | ast.GtE) for op in ops):
                    continue
                terms = [name for side in (left, *others) for name in _terms(side)]
            case ast.Call(func=ast.Name(id="max" | "min" | "sorted"), keywords=keywords) if any(
                one.arg == "key" for one in keywords
            ):
                terms = _terms(node)
            case ast.Call(func=ast.Attribute(attr="argmax" | "argmin" | "argsort")):
                terms = _terms(node)
            case _:
                continue
        if any(WORDS.match(name) for name in terms) and not any(NAMED.search(name) for name in terms):
            found.append(f"{node.lineno} {ast.unparse(node)}")
    return found


def sources(*folders: str) -> dict[str, str]:
    """Every Python file below some folders, with its text."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}


def test_no_arithmetic_that_decides_differs_between_processors():
    found = {file: processor_bound(text) for file, text in sources("market", "negotiation", "agents").items()}
    assert not {file: faults for file, faults in found.items() if faults and file not in READ_ONLY}
    assert not [file for file in READ_ONLY if not found[file]], "an exception that is no longer needed"


def test_gains_are_compared_in_one_place():
    found = {file: bare_comparisons(text) for file, text in sources("agents", "negotiation", "scenarios/game").items()}
    open_ = {
        file: [one for one in faults if (file, one.split(" ", 1)[1]) not in SPOKEN]
        for file, faults in found.items()
        if file not in TELLING
    }
    assert not {file: faults for file, faults in open_.items() if faults}
    assert not [file for file in TELLING if not found[file]], "an exception that is no longer needed"


@pytest.mark.parametrize(
    ("look", "source", "caught"),
    [
        (processor_bound, "y = a @ b", ["1 @"]),
        (processor_bound, "y = x**0.5\nz = x**2\nn = 2**k", ["1 **"]),
        (processor_bound, "y = np.exp(x)", ["1 exp"]),
        (processor_bound, "from math import exp, inf", ["1 exp"]),
        (processor_bound, "i = x.argsort()\nj = np.argsort(x, kind='stable')",
         ["1 argsort that leaves the order of equals open"]),
        (bare_comparisons, "if gain > 0: pass", ["1 gain > 0"]),
        (bare_comparisons, "if one.worth <= two.worth: pass", ["1 one.worth <= two.worth"]),
        (bare_comparisons, "best = max(found, key=lambda one: one.gain)", ["1 max(found, key=lambda one: one.gain)"]),
        (bare_comparisons, "if gain >= LEAST_GAIN: pass\nif exceeds(gain): pass", []),
    ],
)  # fmt: skip
def test_a_planted_fault_is_caught(look, source, caught):
    assert look(source) == caught
