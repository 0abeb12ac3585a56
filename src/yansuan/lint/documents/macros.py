r"""Macros of TeX: those that a text defines, and a formula with what they stand for.

Read are `\newcommand`, `\renewcommand`, `\providecommand`, `\DeclareRobustCommand`, `\DeclareMathOperator`,
`\DeclarePairedDelimiter`, `\let`, and `\def` where nothing delimits its parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yansuan.lint.documents.placed import Placed, joined

DEFINES = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|providecommand|DeclareRobustCommand|DeclareMathOperator"
    r"|DeclarePairedDelimiter|[gex]?def|let)(?![A-Za-z])"
)
"""What defines a macro."""

_NAME = re.compile(r"\s*(?:\{\s*(\\(?:[A-Za-z@]+|[^A-Za-z]))\s*\}|(\\(?:[A-Za-z@]+|[^A-Za-z])))")
_COUNT = re.compile(r"\s*\[\s*([1-9])\s*\]")
_PARAMETERS = re.compile(r"((?:#[1-9])*)\s*(?=\{)")
_LET = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|[^A-Za-z])|\S)")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z]|$)", re.DOTALL)
_BLANKS = re.compile(r"\s*")
_MOST = 500  # macros in one formula; no author writes as many
_LONGEST = 20_000


class EndlessError(Exception):
    """A macro stands for itself."""


@dataclass(frozen=True)
class Macro:
    """What a macro stands for.

    Args:
        body: with `#1` where an argument goes.
        count: how many arguments it takes.
        default: the first argument where it is left out; None where it must be given.
        starred: what it stands for with a star, None where a star is no part of it.
        final: whether what it stands for is no macro any more, as of `\\let`.
    """

    body: str
    count: int = 0
    default: str | None = None
    starred: str | None = None
    final: bool = False


Macros = dict[str, Macro]

KNOWN = {r"\ensuremath": Macro("#1", 1), r"\xspace": Macro("")}
"""Those of LaTeX's own that matter to no formula."""


def defined(text: str, at: int, known: Mapping[str, Macro]) -> tuple[str, Macro | None, int] | None:
    """The macro that a text defines at an offset, and where its definition ends.

    Args:
        text: some TeX.
        at: where `DEFINES` matches.
        known: the macros so far, which `\\let` copies.

    Returns:
        its name; None for a macro with parameters that are not read; None where nothing is defined.
    """
    command = DEFINES.match(text, at)
    if command is None:
        return None
    at = command.end() + text.startswith("*", command.end())
    name = _NAME.match(text, at)
    if name is None:
        return None
    called = name[1] or name[2]
    if command[0] == r"\let":
        same = _LET.match(text, name.end())
        return (called, known.get(same[1]) or Macro(same[1], final=True), same.end()) if same else None
    if command[0].endswith("def"):
        return _def(text, called, name.end())
    if command[0] == r"\DeclarePairedDelimiter":
        return _paired(text, called, name.end())
    if command[0] == r"\DeclareMathOperator":
        body = group(text, name.end())
        star = "*" if text[command.end() : command.end() + 1] == "*" else ""
        return (called, Macro(rf"\operatorname{star}{{{text[slice(*body)]}}}"), body[1] + 1) if body else None
    return _newcommand(text, called, name.end())


def _newcommand(text: str, called: str, at: int) -> tuple[str, Macro | None, int] | None:
    count = _COUNT.match(text, at)
    at = count.end() if count else at
    default = _option(text, at)
    at = default[1] + 1 if default else at
    body = group(text, at)
    if body is None:
        return None
    given = text[slice(*default)] if default else None
    return called, Macro(_uncommented(text[slice(*body)]), int(count[1]) if count else 0, given), body[1] + 1


def _uncommented(body: str) -> str:
    return re.sub(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?", r"\1", body)


def _def(text: str, called: str, at: int) -> tuple[str, Macro | None, int] | None:
    parameters = _PARAMETERS.match(text, at)
    if parameters is None:  # delimited
        opening = text.find("{", at)
        body = group(text, opening) if opening >= 0 else None
        return (called, None, body[1] + 1) if body else None
    body = group(text, parameters.end())
    return (called, Macro(_uncommented(text[slice(*body)]), len(parameters[1]) // 2), body[1] + 1) if body else None


def _paired(text: str, called: str, at: int) -> tuple[str, Macro | None, int] | None:
    left = group(text, at)
    right = group(text, left[1] + 1) if left else None
    if left is None or right is None:
        return None
    first, last = text[slice(*left)], text[slice(*right)]
    return called, Macro(f"{first} #1 {last}", 1, None, rf"\left{first} #1 \right{last}"), right[1] + 1


def group(text: str, at: int) -> tuple[int, int] | None:
    """What the braces at an offset hold, blanks before them left out; None where there are none, or they stay open."""
    at = _after_blanks(text, at)
    if not text.startswith("{", at):
        return None
    depth, start = 0, at + 1
    while at < len(text):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return start, at
        at += 2 if text[at] == "\\" else 1
    return None


def _option(text: str, at: int) -> tuple[int, int] | None:
    at = _after_blanks(text, at)
    if not text.startswith("[", at):
        return None
    depth, start = 0, at + 1
    while at < len(text):
        depth += (text[at] == "{") - (text[at] == "}")
        if text[at] == "]" and not depth:
            return start, at
        at += 2 if text[at] == "\\" else 1
    return None


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def expanded(tex: Placed, macros: Mapping[str, Macro]) -> Placed:
    """A formula with what its macros stand for; what a macro brings stands where the macro does.

    Raises:
        EndlessError: one of them stands for itself.
    """
    done, at, used = list[Placed](), 0, 0
    if not any(name in tex.text for name in macros):
        return tex
    while command := _COMMAND.search(tex.text, at):
        macro = macros.get(command[0])
        if macro is None:
            done.append(tex[at : command.end()])
            tex, at = tex[command.end() :], 0
            continue
        used += 1
        if used > _MOST or len(tex.text) > _LONGEST:
            raise EndlessError(f"{command[0]} stands for itself, so it has no end. Define it by something else.")
        done.append(tex[at : command.start()])
        made, end = _called(tex, command, macro)
        if macro.final:
            done.append(made)
            tex, at = tex[end:], 0
        else:
            tex, at = joined([made, tex[end:]]), 0
    return joined([*done, tex[at:]])


def _called(tex: Placed, command: re.Match[str], macro: Macro) -> tuple[Placed, int]:
    """What a macro stands for, with its arguments, and where these end."""
    text, at = tex.text, command.end()
    body = macro.body
    if macro.starred is not None and text.startswith("*", at):
        body, at = macro.starred, at + 1
    given = list[Placed | str]()
    if macro.default is not None:
        option = _option(text, at)
        given.append(tex[slice(*option)] if option else macro.default)
        at = option[1] + 1 if option else at
    while len(given) < macro.count:
        argument, at = _argument(tex, at)
        given.append(argument)
    call = command.start(), at
    parts, done = list[Placed](), 0
    for hole in re.finditer(r"#([1-9])", body):
        parts.append(tex.put(*call, body[done : hole.start()]))
        done, number = hole.end(), int(hole[1])
        value = given[number - 1] if number <= len(given) else ""
        parts.append(tex.put(*call, value) if isinstance(value, str) else value)
    parts.append(tex.put(*call, body[done:]))
    made = joined(parts)
    if re.search(r"\\[A-Za-z]+$", made.text) and text[at : at + 1].isalpha():
        made = joined([made, tex.put(*call, " ")])
    return made, at


def _argument(tex: Placed, at: int) -> tuple[Placed, int]:
    """The next argument: a group, a command or a character."""
    if inside := group(tex.text, at):
        return tex[slice(*inside)], inside[1] + 1
    at = _after_blanks(tex.text, at)
    command = _COMMAND.match(tex.text, at)
    end = command.end() if command else min(at + 1, len(tex.text))
    return tex[at:end], end


def without_definitions(tex: Placed, macros: Macros) -> Placed:
    """A formula without the macros that it defines, which are added to those that are known."""
    parts, at, searched = list[Placed](), 0, 0
    while found := DEFINES.search(tex.text, searched):
        one = defined(tex.text, found.start(), macros)
        if one is None:
            searched = found.end()
            continue
        name, macro, end = one
        define(macros, name, macro)
        parts.append(tex[at : found.start()])
        at = searched = end
    return joined([*parts, tex[at:]]) if parts else tex


def define(macros: Macros, name: str, macro: Macro | None) -> None:
    """Add a macro to those that are known; one that stands for what is not read is known no more."""
    if macro is None or macro.body.strip() == name:
        macros.pop(name, None)
    else:
        macros[name] = macro
