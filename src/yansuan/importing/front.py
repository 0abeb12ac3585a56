"""The front matter of a post as other systems write it: YAML, TOML or JSON, and Hexo's, which need not be opened."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import yaml

_YAML = re.compile(r"\s*-{3,}[ \t]*\n(.*?)^(?:-{3,}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\s*\+{3}[ \t]*\n(.*?)^\+{3}[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEXO = re.compile(r"((?:[A-Za-z_]\w*[ \t]*:.*\n|[ \t]+\S.*\n|-[ \t].*\n|\n)+)-{3,}[ \t]*(?:\n|\Z)")
_HEXO_JSON = re.compile(r'\s*(?:;{3,}[ \t]*\n)?("\w+".*?)^;{3,}[ \t]*(?:\n|\Z)', re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$")


@dataclass(frozen=True)
class Original:
    """A file as its author wrote it.

    Args:
        text: the whole of it, with plain ends of lines.
        body: where the text begins that readers see.
        values: what its front matter says.
        lines: on which line each key stands.
        fault: why the front matter could not be read; "" where it could.
    """

    text: str
    body: int
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    fault: str = ""


class _Loader(yaml.SafeLoader):
    """YAML in which what only looks like a date is text, and an unknown tag means its value."""


def _timestamp(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


def _plainly(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)
_Loader.add_multi_constructor("", _plainly)


def read(source: str) -> Original:
    """Read a file."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for form, parse in ((_YAML, _yaml), (_TOML, tomllib.loads), (_HEXO_JSON, _json_lines), (_HEXO, _yaml)):
        if match := form.match(text):
            return _original(text, match.end(), match[1], text[: match.start(1)].count("\n") + 1, parse)
    if text.startswith("{") and (end := _json_end(text)):
        return _original(text, end, text[:end], 1, json.loads)
    return Original(text, 0)


def _original(text: str, body: int, matter: str, first: int, parse: Any) -> Original:
    try:
        values, fault = parse(matter), ""
    except (ValueError, yaml.YAMLError) as error:
        values, fault = {}, str(error).splitlines()[0]
    if not isinstance(values, dict):
        values, fault = {}, "it is no list of keys" if values else ""
    return Original(text, body, {str(key): value for key, value in values.items()}, _lines(matter, first), fault)


def _lines(matter: str, first: int) -> dict[str, int]:
    found = dict[str, int]()
    for number, line in enumerate(matter.split("\n"), first):
        if key := re.match(r"""[ \t]*\[*["']?([A-Za-z_][\w-]*)["']?[ \t]*[]:=]""", line):
            found.setdefault(key[1], number)
    return found


def settings(text: str, suffix: str) -> dict[str, Any]:
    """The settings of a site, as a file of that ending has them; nothing where it cannot be read."""
    parse = {".toml": tomllib.loads, ".json": json.loads}.get(suffix, load_yaml)
    try:
        found = parse(text)
    except (ValueError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) else {}


def load_yaml(text: str) -> Any:
    """YAML, whatever its tags."""
    return yaml.load(text, _Loader)


def _yaml(matter: str) -> Any:
    """YAML, or lines of `key: value` where a colon or a bracket in a value keeps it from being that."""
    try:
        return load_yaml(matter.replace("\t", "  "))
    except yaml.YAMLError:
        return load_yaml("\n".join(_quoted(line) for line in matter.split("\n")))


def _quoted(line: str) -> str:
    """A line whose value is put between quotes where it can be read no other way."""
    match = _LINE.fullmatch(line)
    if match is None or not match[2]:
        return line
    try:
        if not isinstance(load_yaml(line), dict):
            raise yaml.YAMLError
    except yaml.YAMLError:
        return f"{match[1]}: {json.dumps(match[2], ensure_ascii=False)}"
    return line


def _json_lines(matter: str) -> Any:
    return json.loads("{" + matter.strip().rstrip(",") + "}")


def _json_end(text: str) -> int:
    try:
        return json.JSONDecoder().raw_decode(text)[1]
    except ValueError:
        return 0
