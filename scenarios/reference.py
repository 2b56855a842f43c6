"""The reference pages on scenario files and nations, written from the types and the data themselves.

``python -m scenarios.reference`` renews them; a test tells when that was forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import MISSING
from pathlib import Path

from agents.articles import PRINCIPLES, Article, described
from agents.world.wording import percent
from scenarios.files import nations
from scenarios.files.figures import CONFIDENCE
from scenarios.files.schema import FACTS, OPEN_END, Entry, entries, game_entries
from scenarios.loader import load
from scenarios.texts import atlas

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
HEADINGS = {
    "": "The scenario itself",
    "market": "[market]",
    "risks": "[risks]",
    "private_stocks": "[private_stocks]",
    "smuggling": "[smuggling]",
    "supply": "[supply]",
    "accord": "[accord]",
    "alliances.<alliance>": "An alliance that stands beside the accord: [[alliances]]",
    "disputes": "[disputes]",
    "trust": "[trust]",
    "emergencies": "[emergencies]",
    "failures": "[failures]",
    "strains": "[strains]",
    "game": "[game]: how people play it",
    "game.chapters.<chapter>": "A round of the story: [[game.chapters]]",
    "nations.<nation>": "A nation",
    "nations.<nation>.mines.<mine>": "A mine: [mines.name]",
    "nations.<nation>.separation": "Plants: [separation], and likewise [magnets] and [recycling]",
    "nations.<nation>.projects.<project>": "A project under way: [projects.name]",
}
"""Groups of fields and the headings that they stand under; a field belongs to the longest that fits."""
ALIKE = ("nations.<nation>.magnets.", "nations.<nation>.recycling.")
"""Fields that are those of separation again."""

BEFORE_FIELDS = """\
# Scenario files

*Written by `python -m scenarios.reference` from the types in `agents/world/setting.py` and
`scenarios/files/game_rules.py`.
How to write one: [Write a scenario](../how-to/write-a-scenario.md).*

A scenario is a TOML file. `extends` names another scenario (one that ships, or a `.toml` file beside it);
the file then says only what differs. Tables merge field by field; lists and single values replace.
A scenario may not extend itself, not even by way of others.

- `nations = ["china", "japan"]` says who takes part, by the names of nation files: those in a folder `nations`
  beside the scenario first, then those that ship.
- `[nation.japan]` changes a nation in this scenario only. With `alone = true` the nation's file is left aside and the
  table holds all of it.
- A number may stand alone or as a figure,
  `{ value = 0.5, unit = "share", year = 2024, source = "...", confidence = "estimate", note = "..." }`, with `low`
  and `high` where a range is known. Confidence is `looked_up` (read in a stored text), `recalled` (from memory) or
  `estimate` (judged; the note says why). In nation files every number is a figure.
- The key of a mine or a project is its name in small letters with underscores. A mine project adds to the deposit
  whose name stands in the project's name, or else to the nation's first.
- Every field has a path, such as `risks.export_ban`, `market.elasticity.wind` or
  `nations.australia.mines.mount_weld.capacity`, by which sweeps and commands change it; lists are then written with
  commas.

Tonnes below the mine are tonnes of contained oxide: light is NdPr oxide, heavy is DyTb oxide. Mines are in tonnes of
rare-earth oxides of all kinds (REO).
"""

BEFORE_ARTICLES = """\
# Articles

*Written by `python -m scenarios.reference` from the files in `agents/articles/`, one for each article.
The same on the command line: `python -m app articles`; one in full: `python -m app articles price_floor`.*

An article is a term of an accord. Each acts through a mechanism and costs something; none is a bonus for being allied.
Its field lists the levels that are on the table in a scenario: several are bargained over at the summit, one is agreed
beforehand, and `[0.0]` is no such article. Where more articles are on the table than a summit can bargain over, it
takes up those that matter most by runs of the market, and says why; the others stay at their first level. Articles that
nobody can price, by a run of the market or a reckoning on it, are set by the scenario.

A page or program that shows articles reads them from `agents.articles.described()`, a tuple of frozen `Article` values:
`name`, `title`, `principle`, `meaning`, `unit`, `low`, `high`, `levels`, `mechanism`, `cost`, `metric`, `source`,
`confidence`, `field`, `bargained`, and `say(level)` for a line of text. A new article is one new file there.
"""

BEFORE_NATIONS = """\
# Nations

*Written by `python -m scenarios.reference` from the nation files.
One nation with the source of every figure: `python -m app nations japan`.*

Where the figures come from, and how those were made that could not be looked up, stands in
[SOURCES.md](../../scenarios/data/SOURCES.md).
"""


def pages() -> dict[str, str]:
    """Write the pages: file name to text."""
    return {"scenario-files.md": _fields(), "nations.md": _nations(), "articles.md": _articles()}


def write(folder: Path = FOLDER) -> list[Path]:
    """Renew the pages in a folder and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in pages()]


def _fields() -> str:
    parts = [BEFORE_FIELDS]
    shown = [entry for entry in (*entries(), *game_entries()) if _shown(entry)]
    for group, heading in HEADINGS.items():
        rows = [_line(entry, group) for entry in shown if _group(entry) == group]
        parts.append(f"## {heading}\n\n{_table(['field', 'unit', 'range', 'if not given', 'meaning'], rows)}")
    rows = [[f"`facts.{name}`", unit, meaning] for name, (unit, meaning) in FACTS.items()]
    parts.append(
        "## Facts in a nation file: [facts]\n\nThese are shown and checked, but no run reads them.\n\n"
        + _table(["field", "unit", "meaning"], rows)
    )
    return "\n".join(parts)


def _articles() -> str:
    parts = [BEFORE_ARTICLES]
    for principle in PRINCIPLES:
        known = [article for article in described() if article.principle == principle]
        rows = [
            [
                article.title,
                f"`{article.field}`",
                _reach(article),
                article.mechanism,
                article.cost,
                f"`{article.metric}`",
                f"{article.source} ({article.confidence})",
            ]
            for article in known
        ]
        headings = ["article", "field", "range", "acts through", "costs", "shows in", "source"]
        parts.append(f"## {principle.capitalize()}\n\n{_table(headings, rows)}")
    return "\n".join(parts)


def _reach(article: Article) -> str:
    """Range and unit of an article, and who sets its level."""
    reach = "" if article.unit in {"rule", "yes or no"} else f"{article.low:g} to {article.high:g} "
    if article.unit == "share" and article.high < 0.1:
        reach = f"0 to {percent(article.high, digits=2)} "
    return f"{reach}({article.unit}); {'bargained over' if article.bargained else 'set by the scenario'}"


def _shown(entry: Entry) -> bool:
    """Leave out what follows from the file's name, and what stands beside its like in one line."""
    return not (
        entry.path in {"name", "nations.<nation>.key"}
        or entry.path.startswith(ALIKE)
        or entry.meaning.endswith("(DyTb).")
    )


def _line(entry: Entry, group: str) -> list[str]:
    name, meaning = _tail(entry, group), entry.meaning
    shown = f"`{name}`"
    if meaning.endswith("(NdPr)."):
        shown = f"`{name}`, `{name.removesuffix('light')}heavy`"
        meaning = meaning.replace(" (NdPr).", ".")
    return [shown, entry.unit or _kind(entry), _range(entry), _default(entry), meaning]


def _nations() -> str:
    baseline = [nation.key for nation in load("baseline_2024").nations]
    others = [key for key in nations.names() if key not in baseline]
    parts = [BEFORE_NATIONS, f"## The world in 2024\n\n{_map(baseline)}\n{atlas.LEGEND}\n"]
    parts.append("Separation, recycling, use and stocks are contained oxide.\n")
    if others:
        parts.append(f"## On file, in no shipped scenario\n\n{_map(others)}")
    grouped = [[group, ", ".join(names)] for group, names in atlas.groups(atlas.world_map(baseline)).items()]
    parts.append(f"## Groups\n\n{_table(['group', 'nations'], grouped)}")
    parts.append(f"## How sure the figures are\n\n{_table(['nation', *CONFIDENCE], _sureness([*baseline, *others]))}")
    return "\n".join(parts)


def _map(keys: Sequence[str]) -> str:
    headings = ["nation", *(f"{' '.join(column.heading.split()).lower()}, {column.unit}" for column in atlas.COLUMNS)]
    rows = [
        [row.name, *(row.cells[column.key].text(column.digits) for column in atlas.COLUMNS)]
        for row in atlas.world_map(keys)
    ]
    return _table(headings, rows)


def _sureness(keys: Sequence[str]) -> list[list[str]]:
    files = [nations.read(key) for key in keys]
    counts = [Counter(figure.confidence for figure in [*file.figures.values(), *file.facts.values()]) for file in files]
    rows = [
        [file.values["name"], *(str(count[word]) for word in CONFIDENCE)]
        for file, count in zip(files, counts, strict=True)
    ]
    return [*rows, ["Together", *(str(sum(count[word] for count in counts)) for word in CONFIDENCE)]]


def _group(entry: Entry) -> str:
    return max((group for group in HEADINGS if not group or entry.path.startswith(f"{group}.")), key=len)


def _tail(entry: Entry, group: str) -> str:
    return entry.path.removeprefix(f"{group}.") if group else entry.path


def _kind(entry: Entry) -> str:
    return entry.kind.removeprefix("text, ")


def _range(entry: Entry) -> str:
    if entry.low is None or entry.high is None:
        return ""
    if entry.high >= OPEN_END:
        return f"{_short(entry.low, entry.unit)} or more"
    return f"{_short(entry.low, entry.unit)} to {_short(entry.high, entry.unit)}"


def _default(entry: Entry) -> str:
    if entry.default is MISSING:
        return "must be given"
    if isinstance(entry.default, tuple):
        return ", ".join(map(str, entry.default)) or "none"
    if isinstance(entry.default, bool):
        return "yes" if entry.default else "no"
    if isinstance(entry.default, int | float):
        return _short(entry.default, entry.unit)
    return str(entry.default) or "nothing"


def _short(figure: float, unit: str) -> str:
    return str(figure) if unit == "year" else f"{figure:,.10g}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    for page in write():
        print(page)  # noqa: T201 - this is a command
