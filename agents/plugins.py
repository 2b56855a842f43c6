"""Rules from outside: strategies, metrics, articles, benefit rules and tactics in a user's own folder.

A plugin is a folder with a folder for each kind that it adds to; its files join those of our own folders and are found
by name in the same way. A world names its plugins, and only its own count for it. Workers get the files themselves, so
they use the same text even where the folder does not exist.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from types import ModuleType

from negotiation import rulebook

KINDS = {
    "strategies": "agents.strategies",
    "metrics": "agents.metrics",
    "articles": "agents.articles",
    "benefit_rules": "negotiation.coalitions.sharing",
    "tactics": "negotiation.bargaining.tactics",
}
"""Folders that a plugin may hold, and the package that the files of each join."""
GROUP = "rare_accord.plugins"
"""Entry points by which an installed package offers itself as a plugin."""
_LOCK = RLock()
_LOADED: dict[str, tuple[Plugin, Path]] = {}
"""Plugins that this process has loaded, by name, with their folder."""


@dataclass(frozen=True)
class Plugin:
    """A plugin as it was read: its name in a world, and its files."""

    name: str
    """Path of its folder, or the entry point that offers it."""
    files: tuple[tuple[str, bytes], ...]
    """Path below the folder, and content."""

    @property
    def title(self) -> str:
        """Name of the folder, or of the entry point."""
        return Path(self.name).name

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all files with their names."""
        total = hashlib.sha256()
        for path, content in self.files:
            total.update(path.encode() + b"\0" + content + b"\0")
        return total.hexdigest()

    def modules(self, kind: str) -> list[str]:
        """Names of the Python files of a kind, those that others may lean on (``_like_this``) first."""
        paths = (Path(path) for path, _ in self.files)
        found = sorted(path.stem for path in paths if path.parts[0] == kind and path.suffix == ".py" and path.stem)
        return sorted((name for name in found if name != "__init__"), key=lambda name: name[0] != "_")

    def rules(self, kind: str) -> list[str]:
        """Names of the rules of a kind, in alphabetical order."""
        return [name for name in self.modules(kind) if name[0] != "_"]


def located(text: str, beside: Path | None = None) -> str:
    """Give the name under which a world keeps a plugin: the whole path of its folder, or an entry point.

    Parameters
    ----------
    beside : folder that the path is relative to; by default the one that we are in.

    Raises
    ------
    ValueError : where there is neither such a folder nor such an entry point.
    """
    folder = (beside or Path()) / text
    # Results keep a copy of the plugins that they were lived with, for where the folder itself is not.
    copies = [at / "plugins" / Path(text).name for at in (beside, beside.parent)] if beside is not None else []
    for place in (folder, *copies):
        if place.is_dir():
            return str(place.resolve())
    offered = sorted(entry_points(group=GROUP).names)
    if text in offered:
        return text
    there = f"those offered are {', '.join(offered)}" if offered else "none is installed"
    raise ValueError(
        f"no plugin {text!r}: {folder} is no folder, and no installed package offers {GROUP} of that name ({there})"
    )


def read(name: str) -> Plugin:
    """Read the files of a plugin.

    Raises
    ------
    ValueError : where the folder is gone, or holds nothing that a plugin may add.
    """
    folder = _folder(name)
    held = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for kind in KINDS
        for path in sorted((folder / kind).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    plugin = Plugin(name, tuple(held))
    if not any(plugin.rules(kind) for kind in KINDS):
        raise ValueError(
            f"{folder} is no plugin: it holds no Python file in a folder {', '.join(list(KINDS)[:-1])} or "
            f"{list(KINDS)[-1]}{_misnamed(folder)}"
        )
    return plugin


def _misnamed(folder: Path) -> str:
    from difflib import get_close_matches

    for inner in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        if guess := get_close_matches(inner, KINDS, n=1):
            return f"; did you mean {guess[0]!r} by {inner!r}?"
    return ""


def _folder(name: str) -> Path:
    """Find the folder of a plugin by its name."""
    path = Path(name)
    if path.is_dir():
        return path
    for offered in entry_points(group=GROUP, name=name):
        spec = find_spec(offered.module)
        places = list(spec.submodule_search_locations or ()) if spec else []
        if places:
            return Path(places[0])
        raise ValueError(f"the plugin {name!r} must be a package with folders, got the module {offered.value!r}")
    raise ValueError(f"the plugin {name!r} is not there any more: no such folder and no such entry point")


def use(plugin: Plugin) -> None:
    """Let the rules of a plugin be found by name in this process; an older text of the same plugin is dropped.

    Raises
    ------
    ValueError : where a file cannot be read, or a name is taken. Nothing of the plugin is then found.
    """
    with _LOCK:
        known = _LOADED.get(plugin.name)
        if known is not None and known[0].hash == plugin.hash:
            return
        drop(plugin.name)
        _free(plugin)
        folder = _text(plugin)
        _LOADED[plugin.name] = plugin, folder
        try:
            for kind, package in _packages(plugin):
                package.__path__.append(str(folder / kind))
            importlib.invalidate_caches()
            rulebook.forget()
            for kind, package in _packages(plugin):
                for name in plugin.modules(kind):
                    _import(package, name, folder / kind / f"{name}.py")
        except BaseException:
            drop(plugin.name)
            raise


def drop(name: str) -> None:
    """Let the rules of a plugin be found no longer."""
    with _LOCK:
        if name not in _LOADED:
            return
        plugin, folder = _LOADED.pop(name)
        for kind, package in _packages(plugin):
            place = str(folder / kind)
            if place in package.__path__:
                package.__path__.remove(place)
            for module in plugin.modules(kind):
                sys.modules.pop(f"{package.__name__}.{module}", None)
                vars(package).pop(module, None)
        importlib.invalidate_caches()
        rulebook.forget()


def ready(names: Iterable[str]) -> None:
    """Load the plugins that a world names, where this process has not done so yet."""
    for name in names:
        if name not in _LOADED:
            use(read(name))


def loaded(names: Iterable[str]) -> tuple[Plugin, ...]:
    """Give plugins as this process has loaded them, to be handed to another."""
    names = list(dict.fromkeys(names))
    ready(names)
    return tuple(_LOADED[name][0] for name in names)


def hashes(names: Iterable[str]) -> dict[str, str]:
    """Hash the plugins of a world as they have been loaded, by their titles.

    Raises
    ------
    ValueError : for two that share a title.
    """
    found: dict[str, str] = {}
    for plugin in loaded(names):
        if plugin.title in found:
            raise ValueError(f"two plugins are called {plugin.title!r}; rename the folder of one")
        found[plugin.title] = plugin.hash
    return found


def names_of(kind: str, names: Iterable[str] = ()) -> list[str]:
    """List the rules of a kind that a world may use: all of our own, then those of the plugins that it names."""
    package = importlib.import_module(KINDS[kind])
    foreign = {rule for plugin, _ in _LOADED.values() for rule in plugin.rules(kind)}
    own = [rule for plugin in loaded(names) for rule in plugin.rules(kind)]
    return [rule for rule in rulebook.names(package) if rule not in foreign] + own


def known() -> tuple[str, ...]:
    """Name the plugins that this process has loaded."""
    return tuple(_LOADED)


def copies(names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Give the files of plugins as they were loaded, as a result keeps them: path below its folder, and content."""
    for plugin in loaded(names):
        for path, content in plugin.files:
            yield f"plugins/{plugin.title}/{path}", content


def file_of(plugin: Plugin, kind: str, rule: str) -> Path:
    """Give the file of a rule."""
    return _folder(plugin.name) / kind / f"{rule}.py"


def _packages(plugin: Plugin) -> Iterator[tuple[str, ModuleType]]:
    for kind, package in KINDS.items():
        if plugin.modules(kind):
            yield kind, importlib.import_module(package)


def _free(plugin: Plugin) -> None:
    """Refuse names that are taken, by ours or by another plugin."""
    for kind, package in _packages(plugin):
        for module in plugin.modules(kind):
            if not module.isidentifier():
                raise ValueError(f"{plugin.name}/{kind}/{module}.py must have a name of letters, digits and _")
            taken = [where for where in map(Path, package.__path__) if (where / f"{module}.py").is_file()]
            if taken:
                ours = taken[0] == Path(str(package.__file__)).parent
                whose = "the program has one of that name" if ours else f"{taken[0]} has one of that name"
                raise ValueError(f"{plugin.name}/{kind}/{module}.py must have another name: {whose} already")


def _text(plugin: Plugin) -> Path:
    """Find the folder that holds these very files; where it does not exist, or has changed, write them again."""
    try:
        if read(plugin.name) == plugin:
            return _folder(plugin.name)
    except ValueError:
        pass
    folder = Path(tempfile.mkdtemp(prefix="rare-accord-"))
    for path, content in plugin.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def _import(package: ModuleType, name: str, file: Path) -> None:
    """Import a file, or say in one sentence what is wrong with it."""
    try:
        with _no_bytecode():
            importlib.import_module(f"{package.__name__}.{name}")
    except SyntaxError as error:
        where = Path(error.filename or file)
        raise ValueError(f"{where if where.is_absolute() else file}, line {error.lineno}: {error.msg}") from None
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever somebody's file does while it is read
        said = " ".join(str(error).split())
        raise ValueError(f"{file} cannot be loaded: {type(error).__name__}: {said}") from None


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Leave nothing compiled behind: a file that changes twice in a second would be taken for the old one."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
