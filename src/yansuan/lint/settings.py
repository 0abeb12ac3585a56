"""What a project says to the linter: `[tool.yansuan.lint]` in `pyproject.toml`, or `[lint]` in `yansuan.toml`.

include = ["docs/*.md"]           # of folders, only these; `*` passes over slashes, too
exclude = ["docs/drafts/*"]
symbols = { A = "symmetric matrix" }
macros = { "\\\\R" = "\\\\mathbb{R}", "\\\\abs" = ["\\\\lvert #1 \\\\rvert", 1] }
jobs = 2
baseline = "known.json"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from yansuan.lint.documents.macros import Macro
from yansuan.lint.documents.passage import Declaration


class SettingsError(Exception):
    """A setting is not understood; the message begins with its place."""


@dataclass(frozen=True)
class Settings:
    """What a project says.

    Args:
        root: its folder, from which the globs count; None outside of a project.
        include, exclude: globs of files.
        declarations: what is said of letters everywhere.
        macros: what is defined everywhere.
        jobs: how many processes judge; None for as many as there are cores.
        baseline: the file of what is known.
        file: where all this stands.
    """

    root: Path | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    macros: dict[str, Macro] = field(default_factory=dict)
    jobs: int | None = None
    baseline: Path | None = None
    file: Path | None = None

    @property
    def project(self) -> Path | None:
        """The folder of a project that has to do with us, in which we may keep something."""
        ours = self.file or (self.root and (self.root / "mkdocs.yml").is_file())
        return self.root if ours else None

    def takes(self, path: Path, *, named: bool) -> bool:
        """Whether a file is to be read; one that is named needs no `include`."""
        relative = self._relative(path)
        if _matches(relative, self.exclude):
            return False
        return named or not self.include or _matches(relative, self.include)

    def _relative(self, path: Path) -> str:
        resolved = path.resolve()
        if self.root and resolved.is_relative_to(self.root):
            return resolved.relative_to(self.root).as_posix()
        return resolved.as_posix()


def _matches(path: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, glob) or path.startswith(glob.rstrip("/") + "/") for glob in globs)


def settings_for(path: Path) -> Settings:
    """What the nearest project upwards of a path says.

    Raises:
        SettingsError: some of it is not understood.
    """
    start = path.resolve()
    for folder in (start, *start.parents):
        for name, names in (("yansuan.toml", ("lint",)), ("pyproject.toml", ("tool", "yansuan", "lint"))):
            file = folder / name
            if file.is_file() and (found := _read(file, names)) is not None:
                return found
        if (folder / ".git").exists() or (folder / "mkdocs.yml").is_file():
            return Settings(root=folder)
    return Settings()


def _read(file: Path, names: tuple[str, ...]) -> Settings | None:
    try:
        text = file.read_text("utf-8-sig")
        values: Any = tomllib.loads(text)
    except UnicodeDecodeError:
        raise SettingsError(f"{file}:1:1: this is not UTF-8. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_not_toml(file, text, str(error))) from None
    if file.name == "yansuan.toml" and (strange := set(values) - {"lint"}):
        one = sorted(strange)[0]
        raise SettingsError(f"{_place(file, text, one)}: unknown key '{one}'. Write the settings below [lint].")
    for name in names:
        if not isinstance(values, dict) or name not in values:
            return None
        values = values[name]
    if not isinstance(values, dict):
        raise SettingsError(f"{_place(file, text, names[-1])}: that is no table. Write [{'.'.join(names)}].")
    return _Reader(file, text).settings(values)


def _not_toml(file: Path, text: str, said: str) -> str:
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    place = f"{found[1]}:{found[2]}" if found else f"{text.count(chr(10)) + 1}:1"
    what = said.partition(" (at ")[0]
    return f"{file}:{place}: this is not valid TOML: {what}. Mend that line."


def _place(file: Path, text: str, key: str) -> str:
    found = re.search(rf"""^[ \t]*\[?(?:[\w.]+\.)?["']?{re.escape(key)}["']?[ \t]*[=\].]""", text, re.MULTILINE)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return f"{file}:{line}:1"


class _Reader:
    """Reads a table of settings: a method each key."""

    def __init__(self, file: Path, text: str) -> None:
        self.file, self.text = file, text

    def settings(self, values: dict[str, Any]) -> Settings:
        readers: dict[str, Callable[[Any], Any]] = {
            "include": lambda value: self.texts("include", value),
            "exclude": lambda value: self.texts("exclude", value),
            "symbols": self.symbols,
            "macros": self.macros,
            "jobs": self.jobs,
            "baseline": self.baseline,
        }
        found = dict[str, Any]()
        for key, value in values.items():
            if key not in readers:
                near = get_close_matches(key, readers, 1)
                hint = f"Did you mean '{near[0]}'?" if near else f"There are {', '.join(readers)}."
                raise self.error(key, f"unknown key '{key}'. {hint}")
            found["declarations" if key == "symbols" else key] = readers[key](value)
        return Settings(root=self.file.parent, file=self.file, **found)

    def error(self, key: str, message: str) -> SettingsError:
        return SettingsError(f"{_place(self.file, self.text, key)}: {message}")

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.error(key, f"'{key}' is no list of globs. Write such as {key} = [\"docs/*.md\"].")
        return tuple(value)

    def symbols(self, value: Any) -> tuple[Declaration, ...]:
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self.error("symbols", "'symbols' is no table of letters. Write such as A = \"symmetric matrix\".")
        return tuple(Declaration(key, kind, None) for key, kind in value.items())

    def macros(self, value: Any) -> dict[str, Macro]:
        if not isinstance(value, dict):
            raise self.error("macros", '\'macros\' is no table. Write such as "\\\\R" = "\\\\mathbb{R}".')
        return {"\\" + name.lstrip("\\"): self.macro(name, one) for name, one in value.items()}

    def macro(self, name: str, value: Any) -> Macro:
        match value:
            case str(body):
                return Macro(body)
            case [str(body), int(count)] if 0 <= count <= 9:
                return Macro(body, count)
            case [str(body), int(count), str(default)] if 1 <= count <= 9:
                return Macro(body, count, default)
        advice = 'Write what it stands for, or ["\\\\lvert #1\\\\rvert", 1] with the number of its arguments'
        raise self.error(name, f"what '{name}' stands for is not understood. {advice}.")

    def jobs(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.error("jobs", "'jobs' is no number of processes. Write such as jobs = 2.")
        return value

    def baseline(self, value: Any) -> Path:
        if not isinstance(value, str) or not value:
            raise self.error("baseline", "'baseline' is no path. Write such as baseline = \"known.json\".")
        return self.file.parent / value
