"""A style sheet without what no page can use: the theme's is 140 KB, and this site needs a tenth of it.

A rule stays where each of its selectors' classes, ids, attributes and tags is a *name* of the site: one that stands in
the HTML of a page, or that a script may set.  What a script may set is not to be known by reading it; so every word of
every script counts.  Custom properties and keyframes stay where something that stays mentions them.

Read by tinycss2 (CSS Syntax Level 3); selectors are read here, only as far as that takes: what is not understood stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.serializer import serialize_identifier

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_TAG = re.compile(r"<([A-Za-z][\w:-]*)((?:\s+[^\s=<>\"'/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=]+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=]+)))?")
_KEYFRAMES = re.compile(r"@[\w-]*keyframes\s+([\w-]+)")
_CUSTOM = re.compile(r"--(?<![\w-]--)[\w-]+(?![\w-]*\s*:)")  # begins with what is sought: quick
_COMPARED = re.compile(r"\[\s*([\w-]+)\s*=")
_CHOICE = {"is", "where", "-webkit-any", "-moz-any", "matches", "has", "host", "slotted"}
_NESTED = {"media", "supports", "layer", "container"}
# What a page says of itself, and no script says otherwise: which way it is read, which colours it may be given.
_OF_PAGES = {"dir", "data-md-color-primary", "data-md-color-accent"}
_SCRIPTED_TAGS = "html head body main dialog"


@dataclass(frozen=True)
class Asked:
    """What sheets ask of pages, beside what is there: of which attributes the values, which keyframes are mentioned.

    Most of a page are places of glyphs and words, of which no sheet asks.
    """

    attributes: frozenset[str] = frozenset()
    keyframes: frozenset[str] = frozenset()

    @classmethod
    def by(cls, *sheets: str) -> Asked:
        """What some sheets ask."""
        attributes, keyframes = (
            frozenset(name for css in sheets for name in pattern.findall(css)) for pattern in (_COMPARED, _KEYFRAMES)
        )
        return cls(frozenset(map(str.lower, attributes)), keyframes)

    def mentioned(self, text: str) -> set[str]:
        """The custom properties and keyframes that a text mentions, but for where they are set."""
        text = _KEYFRAMES.sub("", text)
        there = (name for name in self.keyframes if name in text)
        words = {name for name in there if re.search(rf"{name}(?<![\w-]{name})(?![\w-])", text)}
        return words.union(_CUSTOM.findall(text))

    def as_text(self) -> str:
        """All of it, in order."""
        return "\n".join(" ".join(sorted(one)) for one in (self.attributes, self.keyframes))


@dataclass
class Names:
    """What selectors may speak of: tags, classes, ids and attributes of the pages, words of the scripts.

    And the custom properties and keyframes that pages and scripts mention.
    """

    asked: Asked = Asked()
    tags: set[str] = field(default_factory=lambda: set(_SCRIPTED_TAGS.split()))
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: dict[str, set[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    may_be_set: Callable[[str], bool] = lambda word: True

    def read_page(self, html: str) -> None:
        """Take in what a page says."""
        self.mentioned |= self.asked.mentioned(html)
        for tag, attributes in set(_TAG.findall(html)):
            self.tags.add(tag.lower())
            for name, *values in _ATTRIBUTE.findall(attributes):
                self._read_attribute(name.lower(), "".join(values))

    def add(self, other: Names) -> None:
        """Take in what others may speak of."""
        self.tags |= other.tags
        self.classes |= other.classes
        self.ids |= other.ids
        self.words |= other.words
        self.mentioned |= other.mentioned
        for name, values in other.attributes.items():
            self.attributes.setdefault(name, set()).update(values)

    def as_text(self) -> str:
        """All of them, in order."""
        sets = [self.tags, self.classes, self.ids, self.words, self.mentioned]
        attributes = [f"{name} {' '.join(sorted(values))}" for name, values in sorted(self.attributes.items())]
        return "\n".join([*(" ".join(sorted(one)) for one in sets), *attributes])

    def read_script(self, script: str) -> None:
        """Take in what a script may set."""
        self.mentioned |= set(filter(self.may_be_set, self.asked.mentioned(script)))
        self.words |= _words(script, self.may_be_set)

    def _read_attribute(self, name: str, value: str) -> None:
        values = self.attributes.setdefault(name, set())
        if name in self.asked.attributes or name in _OF_PAGES:
            values.add(value)
        if name == "class":
            self.classes |= set(value.split())
        elif name == "id":
            self.ids.add(value)

    def has_attribute(self, name: str, operator: str | None, value: str | None) -> bool:
        """Whether an element may match `[name operator value]`."""
        if name in _OF_PAGES:
            return value is None or value in self.attributes.get(name, ())
        if name not in self.attributes and name not in self.words:
            return False
        if operator != "=" or value is None or name not in self.asked.attributes:
            return True
        return value in self.attributes.get(name, ()) or (name in self.words and value in self.words)


@lru_cache(maxsize=64)  # most scripts of a page stand in all others
def _words(script: str, may_be_set: Callable[[str], bool]) -> frozenset[str]:
    return frozenset(filter(may_be_set, _WORD.findall(script)))


def used(css: str, names: Names, mentions: Iterable[str] = ()) -> str:
    """A style sheet's rules that may match, as compact CSS.

    Args:
        css: the sheet.
        names: what its selectors may speak of.
        mentions: other sheets, which may mention its custom properties and keyframes as pages and scripts may.
    """
    rules = _kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names)
    asked = Asked.by(css)
    elsewhere = names.mentioned | asked.mentioned("\n".join(mentions))
    while True:
        text = "".join(_written(rules))
        mentioned = asked.mentioned(text) | elsewhere
        fewer = list(_defined(rules, mentioned))
        if (shorter := "".join(_written(fewer))) == text:
            return shorter
        rules = fewer


def compact(css: str) -> str:
    """A style sheet without comments and white space, and without what takes a browser long; else as it is."""
    return "".join(_written(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), None)))


@dataclass
class _Rule:
    """`prelude { body }`; of an at-rule the prelude begins with its keyword.

    The body is other rules, or declarations (each a name and its text), or None where the rule ends with a semicolon.
    """

    prelude: str
    rules: list[_Rule] | None = None
    declarations: list[tuple[str, str]] | None = None


def _kept(nodes: list[Any], names: Names | None) -> list[_Rule]:
    found = []
    for node in nodes:
        rule = _qualified(node, names) if node.type == "qualified-rule" else _at_rule(node, names)
        if rule is not None and (rule.rules is None or rule.rules):
            found.append(rule)
    return found


def _qualified(node: Any, names: Names | None) -> _Rule | None:
    selectors = [simple for selector in _split(node.prelude) for simple in _unpacked(selector)]
    if names is not None:
        selectors = [selector for selector in selectors if _may_match(selector, names)]
    if not selectors:
        return None
    return _Rule(",".join(map(_compact, selectors)), declarations=list(_declarations(node.content)))


def _at_rule(node: Any, names: Names | None) -> _Rule | None:
    if node.type != "at-rule":
        raise ValueError(f"line {node.source_line}: {getattr(node, 'message', node.type)}")
    prelude = f"@{node.at_keyword} {_compact(node.prelude)}".rstrip()
    if node.content is None:
        return None if node.lower_at_keyword == "charset" else _Rule(prelude)
    if node.lower_at_keyword in _NESTED:
        rules = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return _Rule(prelude, rules=_kept(rules, names))
    if node.lower_at_keyword.endswith("keyframes"):
        rules = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return _Rule(prelude, rules=_kept(rules, None))
    return _Rule(prelude, declarations=list(_declarations(node.content)))


def _declarations(content: list[Any]) -> Iterator[tuple[str, str]]:
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in nodes:
        if node.type == "declaration":
            important = "!important" if node.important else ""
            custom = node.name.startswith("--")
            value = tinycss2.serialize(node.value).strip() if custom else _compact(node.value)
            yield node.name, f"{serialize_identifier(node.name)}:{value}{important}"
        elif node.type in ("qualified-rule", "at-rule"):  # CSS nesting: as it is
            yield "", tinycss2.serialize([node])
        elif node.type == "error":
            raise ValueError(f"line {node.source_line}: {node.message}")


def _written(rules: Iterable[_Rule]) -> Iterator[str]:
    for rule in rules:
        if rule.rules is not None:
            yield f"{rule.prelude}{{{''.join(_written(rule.rules))}}}"
        elif rule.declarations is not None:
            yield f"{rule.prelude}{{{';'.join(text for _, text in rule.declarations)}}}"
        else:
            yield f"{rule.prelude};"


def _defined(rules: Iterable[_Rule], mentioned: set[str]) -> Iterator[_Rule]:
    """The rules without custom properties and keyframes that nothing mentions."""
    for rule in rules:
        keyword, _, name = rule.prelude.partition(" ")
        if keyword.endswith("keyframes"):
            if name in mentioned:
                yield rule
        elif rule.rules is not None:
            inside = list(_defined(rule.rules, mentioned))
            if inside:
                yield _Rule(rule.prelude, rules=inside)
        elif rule.declarations is not None:
            left = [(name, text) for name, text in rule.declarations if not name.startswith("--") or name in mentioned]
            if left:
                yield _Rule(rule.prelude, declarations=left)
        else:
            yield rule


# Selectors


def _split(tokens: list[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _unpacked(selector: list[Any]) -> list[list[Any]]:
    """A selector that ends in `:is(a, b)` as one for each of them, where they weigh the same; any other by itself.

    A browser looks rules up by the tag or class that their selectors end in; one that ends in `:is(…)` it tries on
    every element, and a phone feels a dozen such rules.
    """
    while selector and selector[-1].type == "whitespace":
        selector = selector[:-1]
    last = max((n for n, token in enumerate(selector) if _joins(token)), default=-1) + 1
    chosen = selector[last + 1] if len(selector) > last + 1 and selector[last] == ":" else None
    if chosen is None or chosen.type != "function" or chosen.lower_name != "is":
        return [selector]
    choices = [[t for t in choice if t.type != "whitespace"] for choice in _split(chosen.arguments)]
    kinds = {tuple("." if token == "." else token.type for token in choice) for choice in choices}
    if kinds not in ({("ident",)}, {(".", "ident")}):
        return [selector]
    return [[*selector[:last], *choice, *selector[last + 2 :]] for choice in choices]


def _joins(token: Any) -> bool:
    return bool(token.type == "whitespace" or token in (">", "+", "~"))


def _may_match(selector: list[Any], names: Names) -> bool:
    before: Any = None
    for token in selector:
        if not _known(token, before, names):
            return False
        before = token
    return True


def _known(token: Any, before: Any, names: Names) -> bool:
    known: Callable[[], bool] | None = {
        "ident": lambda: _known_ident(token.value, before, names),
        "hash": lambda: token.value in names.ids or token.value in names.words,
        "[] block": lambda: _known_attribute(token.content, names),
        "function": lambda: (
            token.lower_name not in _CHOICE or any(_may_match(s, names) for s in _split(token.arguments))
        ),
    }.get(token.type)
    return known is None or known()


def _known_ident(name: str, before: Any, names: Names) -> bool:
    if before == ".":
        return name in names.classes or name in names.words
    if before == ":":
        return True
    return name.lower() in names.tags or name.lower() in names.words


def _known_attribute(content: list[Any], names: Names) -> bool:
    tokens = [token for token in content if token.type not in ("whitespace", "comment")]
    name = tokens[0].value.lower()
    operator = tokens[1].value if len(tokens) > 1 else None
    value = tokens[2].value if len(tokens) > 2 else None
    return names.has_attribute(name, operator, value)


def _compact(tokens: list[Any]) -> str:
    """Tokens with white space only where it says something."""
    text = tinycss2.serialize([token for token in tokens if token.type != "comment"]).strip()
    parts = re.split(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|url\([^)]*\))", text)
    return "".join(part if n % 2 else _tight(part) for n, part in enumerate(parts))


def _tight(text: str) -> str:
    return re.sub(r" ?([,>~]) ?", r"\1", re.sub(r"\s+", " ", text))
