"""What the run of a snippet depends on: its own text, what it imports from the project, and the versions of the rest.

The import graph is read from the syntax trees (imports inside functions and branches count), so nothing is executed
and nothing outside the project is looked into.
"""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

# These affect the outputs whatever the snippet imports; their names are as readers know them.
_ALWAYS = {"numpy": "NumPy", "matplotlib": "matplotlib"}


@dataclass(frozen=True)
class Imports:
    """What a file imports, directly and through others: files of the project, and packages from elsewhere."""

    files: tuple[Path, ...]
    packages: tuple[str, ...]


def imports(path: Path, roots: Sequence[Path]) -> Imports:
    """Follow the imports of `path` through the modules that lie under `roots`, the file itself not included."""
    files: dict[Path, None] = {path: None}
    packages: set[str] = set()
    # What could be a module of the project at all: most names are not, and need not be looked for.
    local = {entry.name.removesuffix(".py") for root in roots for entry in os.scandir(root)}
    waiting = [path]
    while waiting:
        for name in _imported_by(waiting.pop(), roots):
            top = name.partition(".")[0]
            found = _resolve(name, roots) if top in local else []
            waiting += [file for file in found if file not in files]
            files.update(dict.fromkeys(found))
            if top not in local:
                packages.add(top)
    return Imports(tuple(sorted(files.keys() - {path})), tuple(sorted(packages - sys.stdlib_module_names)))


def with_imports(path: Path, root: Path) -> list[Path]:
    """A file and those beside and below it that it imports; itself alone where it cannot be read, else none."""
    if not path.is_file():
        return []
    try:
        found = imports(path, (path.parent, root)).files
    except (OSError, SyntaxError, ValueError):
        return [path]
    return [path, *sorted(one for one in found if one.is_relative_to(path.parent) and one != path)]


def versions(packages: Iterable[str] = ()) -> dict[str, str]:
    """The versions that an output depends on, Python's first."""
    found = {"Python": platform.python_version()}
    for package in [*_ALWAYS, *packages]:
        try:
            found[_ALWAYS.get(package, package)] = _version(package)
        except metadata.PackageNotFoundError:  # a package whose distribution has another name
            continue
    return found


_version = lru_cache(metadata.version)


def digest(files: Iterable[Path], roots: Sequence[Path], environment: Mapping[str, str], *more: bytes) -> str:
    """One hash for all that a snippet's run depends on besides the snippet's own text."""
    parts = [name.encode() + b" " + version.encode() for name, version in sorted(environment.items())]
    for file in files:
        parts += [file.relative_to(_root_of(file, roots)).as_posix().encode(), file.read_bytes()]
    return fingerprint(*parts, *more)


def fingerprint(*parts: bytes) -> str:
    """SHA-256 over parts, their boundaries included."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def _root_of(file: Path, roots: Sequence[Path]) -> Path:
    return next(root for root in roots if file.is_relative_to(root))


def _imported_by(file: Path, roots: Sequence[Path]) -> Iterator[str]:
    package = file.relative_to(_root_of(file, roots)).parent.parts
    for level, name in _names(file.read_bytes()):
        base = package[: len(package) - level + 1] if level else ()
        if full := ".".join([*base, name] if name else base):
            yield full


@lru_cache(maxsize=256)
def _names(source: bytes) -> tuple[tuple[int, str], ...]:
    """(level, dotted name) of each import; level as in `from ..a import b`, 0 where absolute."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # the run will say so
        return ()
    # Statements only, which is much faster, unless a module may be imported by a call.
    called = b"import_module" in source or b"__import__" in source
    return tuple(
        dict.fromkeys(name for node in (ast.walk(tree) if called else _statements(tree)) for name in _named(node))
    )


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for node in getattr(tree, field, ()):
            yield node
            yield from _statements(node)


def _named(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Import(names=names):
            yield from ((0, alias.name) for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            yield level, module or ""
            yield from ((level, ".".join(filter(None, [module, alias.name]))) for alias in names)
        case ast.Call(
            func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield 0, name.lstrip(".")


def _resolve(name: str, roots: Sequence[Path]) -> list[Path]:
    """The files that importing a dotted name executes, packages' `__init__` among them."""
    parts = name.split(".")
    for root in roots:
        found = []
        for depth in range(1, len(parts) + 1):
            module = root.joinpath(*parts[:depth])
            found += [file for file in (module.with_suffix(".py"), module / "__init__.py") if file.is_file()]
        if found:
            return found
    return []
