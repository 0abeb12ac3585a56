"""What follows from code and texts alone is kept: whoever changes something else does not wait for verdicts.

A verdict, or another value, is known by the function that gives it: its code and the values that it closes over (the
formula, what its letters are), the modules of the tests that these come from, and the engine's code.  So a table in
which a line changes has one formula evaluated.  A function that closes over anything else, such as an array, is simply
called.  Where `CI` or `ANEW` is set, all are.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import scipy

from yansuan.check.verdict import Verdict
from yansuan.check.verify import VERSION
from yansuan.files import digest

ROOT = Path(__file__).parents[2]
ANEW = bool(os.environ.get("CI") or os.environ.get("ANEW"))
_PLAIN = str, bytes, int, float, complex, type(None), type(...)


def kept(make: Callable[[], Verdict]) -> Verdict:
    """The verdict that a function gives, as it was kept.

    Args:
        make: evaluates a formula, and looks at nothing that may change while the code stays the same.
    """
    return Verdict.from_json(kept_plain(lambda: make().as_json()))


def kept_plain(make: Callable[[], Any], engine: str = VERSION) -> Any:
    """The same of plain values, as JSON has them.

    Args:
        make: gives the value.
        engine: the version of the engine's code that it follows from: of what verdicts do, if nothing else is said.
    """
    try:
        key = sha256("\0".join([engine, *_facts(make)]).encode()).hexdigest()
    except (_Unknown, RecursionError):
        return make()
    store = _store(ROOT / ".cache" / "tables")
    with suppress(LookupError):
        return store.read(key, anew=ANEW)
    return store.write(key, make())


class _Unknown(Exception):
    """It cannot be told what a value follows from."""


class _Store:
    """A file with a value a line, behind its key.

    Several processes add to it at once: a line is written whole, and one that was cut short is no value.
    """

    def __init__(self, folder: Path) -> None:
        version = "\0".join([VERSION, scipy.__version__, digest(Path(__file__))])
        self.path = folder / f"{sha256(version.encode()).hexdigest()}.txt"
        if not self.path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            for other in folder.iterdir():  # what code gave that is no more; another process may have begun this one
                if other != self.path:
                    other.unlink(missing_ok=True)
            self.path.touch()
        lines = self.path.read_text("utf-8", errors="replace").split("\n")[:-1]
        self._lines = {key: text for key, _, text in (line.partition(" ") for line in lines)}
        self._own = set[str]()  # what this process has given

    def read(self, key: str, *, anew: bool) -> Any:
        """What is kept.

        Args:
            key: of a value.
            anew: whether only what this process has given counts.

        Raises:
            LookupError: there is nothing.
        """
        if anew and key not in self._own:
            raise LookupError(key)
        try:
            return json.loads(self._lines[key])
        except ValueError:  # two lines, of which one was cut short
            raise LookupError(key) from None

    def write(self, key: str, value: Any) -> Any:
        """Keep a value, and give it as it will be read."""
        text = json.dumps(value, ensure_ascii=False)
        self._own.add(key)
        if self._lines.get(key) != text:
            self._lines[key] = text
            with self.path.open("ab", buffering=0) as file:
                file.write(f"{key} {text}\n".encode())
        return json.loads(text)


_store = cache(_Store)


def _facts(value: object) -> Iterator[str]:
    """All that a value follows from."""
    if isinstance(value, FunctionType):
        yield _sources(value.__module__)
        yield from _facts_of_code(value.__code__)
        values = [cell.cell_contents for cell in value.__closure__ or ()]
        yield from _facts([*values, value.__defaults__, value.__kwdefaults__])
    elif isinstance(value, tuple | list | dict):
        yield f"{type(value).__name__} of {len(value)}"
        for one in [each for pair in value.items() for each in pair] if isinstance(value, dict) else value:
            yield from _facts(one)
    elif (symbols := getattr(value, "follows_from", None)) is not None:
        yield _sources(type(value).__module__)
        yield from _facts(symbols)
    elif isinstance(value, _PLAIN):
        yield f"{type(value).__name__} {value!r}"
    else:
        raise _Unknown(f"{type(value).__name__}")


def _facts_of_code(code: CodeType) -> Iterator[str]:
    """What a function does, wherever it stands."""
    yield f"{code.co_qualname} {code.co_code.hex()} {code.co_names} {code.co_varnames} {code.co_freevars}"
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _facts_of_code(one)
        else:
            yield repr(sorted(map(repr, one)) if isinstance(one, frozenset) else one)


@cache
def _sources(module: str) -> str:
    """A hash of a module of the tests and of all modules of the tests and notes' programs that it imports."""
    texts = dict[str, str]()
    wanted = [module]
    while wanted:
        name = wanted.pop()
        if name not in texts and name.partition(".")[0] in ("tests", "snippets", "bench"):
            path = ROOT / name.replace(".", "/")
            path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            text = path.read_text("utf-8") if path.exists() else ""  # a name within a module
            tree = ast.parse(text)
            texts[name] = _without_cases(text, tree)
            wanted += _imported(tree)
    if module not in texts:
        raise _Unknown(module)
    return sha256("\0".join(f"{name}\0{texts[name]}" for name in sorted(texts)).encode()).hexdigest()


def _imported(tree: ast.Module) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _without_cases(text: str, tree: ast.Module) -> str:
    """The text of a module without the tables of formulas in it (`sound_cases`), on which no notation depends."""
    left = text
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="group"), args=[_, ast.Constant() as cases]):
                left = left.replace(ast.get_source_segment(text, cases) or "", "")
    return left
