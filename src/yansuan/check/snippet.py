"""The notations of a snippet: its module, imported anew whenever its file has changed."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from yansuan.check import reach
from yansuan.check.apart import Allowed, TooLongError, apart
from yansuan.check.checker import INSTANCES
from yansuan.check.errors import SnippetError
from yansuan.check.notation import Instance, stream
from yansuan.program import provenance
from yansuan.read import places
from yansuan.read.source import shown_path
from yansuan.tex.patterns import NotationError


def notations(path: Path) -> Mapping[str, Any]:
    """The notations that a snippet declares, by name, the note's own first.

    Raises:
        SnippetError: there is none, or it cannot be imported.
        NotationError: it declares none.
    """
    return _notations(path, content_of(path))


def is_broken(path: Path) -> bool:
    """Whether there is no such snippet, or none that can be imported."""
    try:
        notations(path)
    except SnippetError:
        return True
    except NotationError:
        return False
    return False


def _notations(path: Path, content: str) -> Mapping[str, Any]:
    if not content:
        there = ", ".join(sorted(file.stem for file in path.parent.glob("*.py") if file.stem != "__init__")) or "none"
        raise SnippetError(f"there is no snippet {path.stem!r}. Snippets: {there}")
    found = _imported(path, content)
    if not isinstance(found, dict) or not found or not all(map(callable, found.values())):
        raise NotationError(f'{path.name} declares no notation: NOTATIONS = {{"name": a generator function, …}}')
    return found


def instances(path: Path, name: str | None) -> list[Instance]:
    """Random instances of a snippet's notation, the first one where no name is given.

    Raises:
        NotationError: there is none of that name, or it fails.
    """
    content = content_of(path)
    return _instances(path, content, _name(path, _notations(path, content), name))


def notation(path: Path, name: str | None) -> Any:
    """A notation of a snippet, the first one where no name is given.

    Raises:
        NotationError: there is none of that name, or it has been stopped.
    """
    content = content_of(path)
    found = _notations(path, content)
    name = _name(path, found, name)
    _but_endless(_drawn(path, content).get(name))
    return found[name]


def stopped(path: Path, name: str | None, error: TooLongError) -> SnippetError:
    """What is told of a notation whose functions have not ended while a formula was judged; no other asks them again.

    Args:
        path: of the snippet.
        name: of its notation; None for the first.
        error: says where it was.
    """
    source, advice = path.read_text("utf-8-sig", "replace"), "Let it end sooner for what the notation draws."
    endless = _Endless.of(error, path, source, advice)
    content = content_of(path)
    _drawn(path, content)[_name(path, _notations(path, content), name)] = endless
    return SnippetError(endless.message)


def _name(path: Path, found: Mapping[str, Any], name: str | None) -> str:
    name = name or next(iter(found))
    if name not in found:
        raise NotationError(f"{path.name} has no notation {name!r}. Notations: {', '.join(found)}")
    return name


def content_of(path: Path) -> str:
    """What a snippet holds, and the modules of its project that it imports, as one hash; "" where there is none."""
    if not path.is_file():
        return ""
    return sha256(b"\0".join(file.read_bytes() for file in [path, *_local(path)])).hexdigest()


def meaning_of(path: Path) -> str:
    """What a snippet and those modules say to whoever imports them, as one hash: no comments, no demonstration.

    What stands under `if __name__ == "__main__":` is what authors change most, and no notation knows of it.
    """
    if not path.is_file():
        return ""
    return sha256("\0".join(_meaning(file.read_bytes()) for file in [path, *_local(path)]).encode()).hexdigest()


def meaning_to(path: Path, name: str | None) -> str:
    """The same, of all that a notation of the snippet can see, the first one where no name is given: see `reach`."""
    if not path.is_file():
        return ""
    return _meaning_to(path.stem, name, *(file.read_bytes() for file in [path, *_local(path)]))


@lru_cache(maxsize=256)
def _meaning_to(stem: str, name: str | None, source: bytes, *local: bytes) -> str:
    module, others = imported_of(source), [imported_of(one) for one in local]
    seen = None
    if module and None not in others:
        seen = reach.seen_by(module, stem, name, [one for one in others if one])
    return sha256("\0".join([_meaning(source) if seen is None else seen, *map(_meaning, local)]).encode()).hexdigest()


@lru_cache(maxsize=64)
def _meaning(source: bytes) -> str:
    module = imported_of(source)
    return ast.dump(module) if module else sha256(source).hexdigest()


@lru_cache(maxsize=64)
def imported_of(source: bytes) -> ast.Module | None:
    """What of a module is done when it is imported; None where it cannot be read, which is told elsewhere."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    module.body = [one for one in module.body if not _is_demonstration(one)]
    return module


def _is_demonstration(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and not node.orelse and ast.unparse(node.test) == "__name__ == '__main__'"


def _local(path: Path) -> tuple[Path, ...]:
    return provenance.imports(path, [path.parent, path.parent.parent]).files


def _instances(path: Path, content: str, name: str) -> list[Instance]:
    drawn = _drawn(path, content)
    if name not in drawn:
        drawn[name] = _stream(path, content, name)
    found: list[Instance] = _but_endless(drawn[name])
    return found


@lru_cache(maxsize=8)
def _drawn(_path: Path, _content: str) -> dict[str, list[Instance] | _Endless]:
    """What has been drawn of the notations of a snippet, by name.

    Notes of one snippet ask for its notations in turn, so all of them are kept as long as the snippet is.
    """
    return {}


def forget_drawn() -> None:
    """Let go of all that was drawn: who judges another formula draws it again."""
    _drawn.cache_clear()


@dataclass(frozen=True)
class _Endless:
    """What has not ended in time, kept so that it is not waited for once more: the message."""

    message: str

    @classmethod
    def of(cls, error: TooLongError, path: Path, source: str, advice: str) -> _Endless:
        """With its place: where the code was when it was stopped."""
        where = places.shown(shown_path(path), _place(error, path, source))
        return cls(f"{where}: the snippet was stopped here after {Allowed.seconds:g} s. {advice}")


def _takes_one(notation: Any) -> bool:
    try:
        inspect.signature(notation).bind(None)
    except TypeError:
        return False
    except ValueError:  # of what is not written in Python nobody knows
        return True
    return True


def _but_endless(found: Any) -> Any:
    if isinstance(found, _Endless):
        raise SnippetError(found.message)
    return found


def _stream(path: Path, content: str, name: str) -> list[Instance] | _Endless:
    notation = _imported(path, content)[name]
    if not _takes_one(notation):
        where = places.shown(shown_path(path), _beginning(notation))
        said = "a notation takes the generator of random numbers, and nothing else. Write 'def notation(rng):'."
        raise NotationError(f"{where}: {said}")
    try:
        with apart():
            return stream(notation, INSTANCES)
    except TooLongError as error:
        return _Endless.of(error, path, path.read_text("utf-8-sig", "replace"), "Let the notation yield sooner.")
    except NotationError as error:
        where = places.shown(shown_path(path), _place_in(notation, error, path))
        said = str(error).replace("\\\\", "\\")  # TeX as its author wrote it
        raise NotationError(f"{where}: {said}") from None


def _imported(path: Path, content: str) -> Any:
    return _but_endless(_notations_in(path, content))


@lru_cache(maxsize=8)
def _notations_in(path: Path, content: str) -> Any:
    """The `NOTATIONS` of a module, imported once for each content; what it imports of its project is imported anew."""
    source, local = path.read_bytes(), set(map(str, _local(path)))
    for other, known in list(sys.modules.items()):
        if getattr(known, "__file__", None) in local:
            del sys.modules[other]
    name = f"snippets_of_notes.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # what is saved twice in a second would stay
    text = source.decode("utf-8-sig", "replace")
    try:
        with apart():
            exec(compile(source, str(path), "exec"), module.__dict__)
    except TooLongError as error:
        advice = "Make it end sooner, or put what takes long under 'if __name__ == \"__main__\":'."
        return _Endless.of(error, path, text, advice)
    except (Exception, SystemExit) as error:  # an author's mistake in the snippet must not end the build
        where = places.shown(shown_path(path), _place(error, path, text))
        raise SnippetError(f"{where}: {type(error).__name__}: {error}") from None
    finally:
        sys.dont_write_bytecode = writes
    return getattr(module, "NOTATIONS", None)


def _place_in(notation: Any, error: NotationError, path: Path) -> places.Place:
    """Where a notation is wrong: where it failed, at the key that it is about, or where it begins."""
    source = path.read_text("utf-8-sig", "replace")
    if error.__cause__ is not None and (place := _place(error.__cause__, path, source)) != (1, 1):
        return place
    said = str(error)
    keys = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Constant) and _names(one.value, said)]
    if keys:
        key = max(keys, key=lambda one: len(str(one.value)))
        return places.of_frame(source, key.lineno, key.col_offset)
    return _beginning(notation)


def _beginning(notation: Any) -> places.Place:
    return getattr(getattr(notation, "__code__", None), "co_firstlineno", 1), 1


def _names(value: object, said: str) -> bool:
    """Whether a message names a string of the program as a whole, or one of the symbols in it."""
    return isinstance(value, str) and any(
        repr(one.strip()) in said for one in (value, *value.split(",")) if one.strip()
    )


def _place(error: BaseException, path: Path, source: str) -> places.Place:
    """Where in the snippet an error arose: the innermost place that is the snippet's."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return places.of_syntax_error(source, error)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return places.of_frame(source, frames[-1].lineno, frames[-1].colno) if frames else (1, 1)
