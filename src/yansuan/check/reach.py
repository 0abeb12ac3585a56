"""What of a snippet one of its notations can see: the verdicts of its formulas stay where only something else changed.

A module is read, never run.  What happens when it is imported is always seen: statements that do something, and all
that they name.  What does nothing until it is named – functions without decorators, numbers, tables – is seen where the
notation names it, or what it names does.  Whatever else there is, it is neither run nor read when a formula of this
notation is judged.  Where a program might look names up by itself, everything is seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

# By one of these a program can reach what it does not name.
_REFLECTIVE = frozenset(
    "globals locals vars eval exec compile __import__ importlib inspect sys gc ctypes builtins types pickle"
    " get_type_hints __globals__ __builtins__ __main__".split()
)


def seen_by(module: ast.Module, stem: str, notation: str | None, others: Iterable[ast.Module]) -> str | None:
    """What a notation of a module can see, as one text.

    Args:
        module: the snippet, without what is not imported.
        stem: its own name.
        notation: which of its notations; None for the first.
        others: the modules of its project that it imports, of which all is seen elsewhere.

    Returns:
        The text; None where only the whole module will do.
    """
    read = _read(module)
    if not read.entries or (notation is not None and notation not in read.entries):
        return None
    also = frozenset[str]().union(*map(_names, others))
    if _REFLECTIVE & (also | _names(module)):
        return None
    if stem in also or stem in read.imported:  # a module that holds itself
        return None
    own = read.entries[notation if notation is not None else next(iter(read.entries))]
    done = [*read.happens, own, *(call for entry in read.entries.values() for call in _calls(entry))]
    return "\0".join([*read.always, *read.reached(done, also), ast.dump(own)])


@lru_cache(maxsize=64)  # a notation for each of its sections
def _read(module: ast.Module) -> _Module:
    read = _Module(frozenset(part for node in ast.walk(module) for part in _imported(node)))
    for statement in module.body:
        read.take(statement)
    return read


@dataclass
class _Module:
    """The statements of a module.

    `always` has texts that are seen in any case; `happens` what is done at import, and so what it names; `waits`, by
    name, what does nothing until it is named; `entries` the notations; `imported` the parts of imported names.
    """

    imported: frozenset[str]
    always: list[str] = field(default_factory=list)
    happens: list[ast.AST] = field(default_factory=list)
    waits: dict[str, list[ast.stmt]] = field(default_factory=dict)
    entries: dict[str, ast.expr] | None = None

    def take(self, statement: ast.stmt) -> None:
        """Sort a statement in."""
        match statement:
            case ast.FunctionDef(name=name, decorator_list=[], args=given, returns=returns):
                self.always.append(f"def {name} {ast.dump(given)} {ast.dump(returns) if returns else ''}")
                self.happens += [given, *([returns] if returns else [])]
                self.waits.setdefault(name, []).append(statement)
            case ast.Assign(targets=[ast.Name(id="NOTATIONS")], value=ast.Dict(keys=keys, values=values)) if (
                self.entries is None and all(isinstance(key, ast.Constant) for key in keys)
            ):
                self.entries = {ast.literal_eval(key): one for key, one in zip(keys, values, strict=True) if key}
                self.always.append(repr([*self.entries]))
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name != "NOTATIONS" and _is_inert(value):
                self.waits.setdefault(name, []).append(statement)
            case _:
                self.always.append(ast.dump(statement))
                self.happens.append(statement)

    def reached(self, done: list[ast.AST], also: frozenset[str]) -> Iterator[str]:
        """What waits and is named from somewhere, in the order of the module."""
        named, waiting = set[str](), list(done)
        new = also
        while new or waiting:
            for name in new - named:
                named.add(name)
                waiting += self.waits.get(name, [])
            new = _names(waiting.pop()) if waiting else frozenset()
        for name, statements in self.waits.items():
            if name in named:
                yield from map(_dump, statements)


@lru_cache(maxsize=1024)
def _dump(statement: ast.stmt) -> str:
    return ast.dump(statement)


@lru_cache(maxsize=1024)
def _names(tree: ast.AST) -> frozenset[str]:
    """All names in a tree: of variables, attributes, modules; and texts, by which something might be looked up."""
    return frozenset(_named(tree))


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                yield name
            case _:
                yield from _imported(node)


def _imported(node: ast.AST) -> Iterator[str]:
    """The parts of the names that a statement imports, and of where from."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (part for one in node.names for part in one.name.split("."))
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from node.module.split(".")


def _calls(entry: ast.expr) -> list[ast.AST]:
    """What of an entry of `NOTATIONS` is done at import: all but `partial`, which holds what it is given."""
    if isinstance(entry, ast.Name) or _is_inert(entry):
        return []
    match entry:
        case ast.Call(func=ast.Name(id="partial"), args=given, keywords=named):
            return [call for one in (*given, *(word.value for word in named)) for call in _calls(one)]
        case ast.Tuple(elts=parts):
            return [call for part in parts for call in _calls(part)]
    return [entry]


def _is_inert(value: ast.expr) -> bool:
    """Whether a value is only written down, so that nothing happens."""
    match value:
        case ast.Constant() | ast.UnaryOp(operand=ast.Constant()):
            return True
        case ast.Lambda(args=given):
            return not given.defaults and not any(given.kw_defaults)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return all(map(_is_inert, parts))
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _is_inert(key) for key in keys) and all(map(_is_inert, values))
    return False
