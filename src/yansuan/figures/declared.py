"""Which figures and explorables the snippets declare, each beside its `NOTATIONS`:

    FIGURES = {"two-lines": "lines_figures/two.py:figure"}
    EXPLORABLES = {"lines": "lines_figures/lines.mjs"}

A path counts from the folder of the snippets.  Of a figure it names the function that draws it; of an explorable, the
module for the browser: beside it stands `lines.py`, whose function `picture` draws what stands where nothing can be
changed, and `lines.css` where it has a style of its own.

Declarations are read from the text, so that no snippet has to run for them and each has its place in messages.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from yansuan.read import places
from yansuan.read.source import shown_path

PICTURE = "picture"  # what the function is called that draws an explorable
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")  # it becomes part of an address
_PATH = r"(?:[\w-]+/)*[\w-]+"


@dataclass(frozen=True)
class Kind:
    """Figures, or explorables.

    Args:
        word: what one is called in messages.
        variable: what snippets declare them in.
        written: how its file is to be written.
        pattern: the same, to be matched: the path without suffix, and the function where it is named.
        suffixes: of the files that must be there; the first is what draws.
    """

    word: str
    variable: str
    written: str
    pattern: re.Pattern[str]
    suffixes: tuple[str, ...]


FIGURES = Kind("figure", "FIGURES", "FOLDER/FILE.py:FUNCTION", re.compile(rf"({_PATH})\.py:(\w+)"), (".py",))
EXPLORABLES = Kind("explorable", "EXPLORABLES", "FOLDER/FILE.mjs", re.compile(rf"({_PATH})\.mjs()"), (".py", ".mjs"))


@dataclass(frozen=True)
class Declared:
    """A figure or an explorable.

    Args:
        snippet: the file that declares it, whose values it shows.
        place: `file:line:col` of the declaration.
        file: what draws it.
        function: what in that file.
    """

    snippet: Path
    place: str
    file: Path
    function: str


@dataclass
class Declarations:
    """All of a kind.

    Args:
        kind: see `Kind`.
        found: by name; what they name is there.
        faults: what is wrong with others, `file:line:col: message`, by name; by place where there is none.
        unreadable: `file:line:col: message` of each snippet that is no Python.
    """

    kind: Kind
    found: dict[str, Declared] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def absent(self, name: str) -> str:
        """What is told to a note that asks for what no snippet declares."""
        word = self.kind.word
        what = f"there is no {word} '{name}'" if name else f"{'an' if word[0] == 'e' else 'a'} {word} needs a name"
        names = [*self.found, *self.faults]
        if not names:
            return f'{what}. Declare it in the snippet: {self.kind.variable} = {{"NAME": "{self.kind.written}"}}.'
        near = "".join(f" Did you mean '{match}'?" for match in get_close_matches(name, names, 1))
        return f"{what}.{near} Write one of {', '.join(names)}."


def declared(snippets: Path, kind: Kind) -> Declarations:
    """What the snippets of a folder declare, in the order of the snippets' names."""
    declarations = Declarations(kind)
    for path in sorted(path for path in snippets.glob("[!_.]*.py") if path.is_file()):
        source = path.read_bytes()
        if kind.variable.encode() not in source:
            continue
        try:
            entries = _entries(source, kind.variable)
        except (SyntaxError, ValueError) as error:
            declarations.unreadable.append(_of_syntax_error(path, source, error))
            continue
        for entry in entries:
            _add(declarations, snippets, path, entry)
    return declarations


@dataclass(frozen=True)
class _Entry:
    """`name: written` of a declaration; no name where the declaration as a whole is at fault."""

    name: str | None
    written: str | None
    name_place: places.Place
    written_place: places.Place


def _add(declarations: Declarations, snippets: Path, path: Path, entry: _Entry) -> None:
    kind, shown = declarations.kind, shown_path(path)
    place, name_place = places.shown(shown, entry.written_place), places.shown(shown, entry.name_place)
    example = f'{kind.variable} = {{"NAME": "{kind.written}"}}'
    match = kind.pattern.fullmatch(entry.written or "")
    if entry.name is None:
        fault = f"{name_place}: {kind.variable} is read, not run. Write it out: {example}."
        declarations.faults[name_place] = fault
    elif not _NAME.fullmatch(entry.name):
        what = f"{entry.name!r} is no name of a {kind.word}. Use lower-case letters, digits and hyphens."
        declarations.faults[entry.name] = f"{name_place}: {what}"
    elif other := declarations.found.get(entry.name):
        what = f"{kind.word} '{entry.name}' is declared at {other.place}, too. Give one of them another name."
        declarations.faults[name_place] = f"{name_place}: {what}"  # by its place: the first can still be used
    elif not match:
        what = f"{kind.word} '{entry.name}' names no file. Write it as in {example}."
        declarations.faults[entry.name] = f"{place}: {what}"
    else:
        one = Declared(path, place, snippets / f"{match[1]}.py", match[2] or PICTURE)
        if fault := _fault(kind, one):
            declarations.faults[entry.name] = fault
        else:
            declarations.found[entry.name] = one


def _fault(kind: Kind, one: Declared) -> str:
    """What is wrong with the files that a declaration names; "" where nothing is."""
    for path in map(one.file.with_suffix, kind.suffixes):
        if not path.is_file():
            return f"{one.place}: there is no {shown_path(path)}. Write that file, or take the declaration out."
    source = one.file.read_bytes()
    try:
        functions = _functions(source)
    except (SyntaxError, ValueError) as error:
        return _of_syntax_error(one.file, source, error)
    if one.function in functions:
        return ""
    near = "".join(f" Did you mean {match}?" for match in get_close_matches(one.function, functions, 1))
    return f"{one.place}: {shown_path(one.file)} has no function {one.function}.{near}"


@lru_cache(maxsize=1024)
def _entries(source: bytes, variable: str) -> tuple[_Entry, ...]:
    """The declarations in a snippet; its text decides, so that it is parsed once for each content."""
    text = source.decode("utf-8-sig", "replace")
    return tuple(entry for node in ast.parse(source).body for entry in _of_statement(node, variable, text))


def _of_statement(node: ast.stmt, variable: str, text: str) -> Iterator[_Entry]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    if not any(isinstance(target, ast.Name) and target.id == variable for target in targets):
        return

    def place(part: ast.AST) -> places.Place:
        return places.of_frame(text, getattr(part, "lineno", 1), getattr(part, "col_offset", 0))

    value = getattr(node, "value", None)
    if not isinstance(value, ast.Dict):
        yield _Entry(None, None, place(node), place(node))
        return
    for key, written in zip(value.keys, value.values, strict=True):
        at = place(key or written)
        yield _Entry(_text(key), _text(written), at, place(written))


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@lru_cache(maxsize=1024)
def _functions(source: bytes) -> tuple[str, ...]:
    return tuple(node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


def _of_syntax_error(path: Path, source: bytes, error: Exception) -> str:
    text = source.decode("utf-8-sig", "replace")
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{places.shown(shown_path(path), places.of_syntax_error(text, error))}: {type(error).__name__}: {message}"
