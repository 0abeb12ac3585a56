"""How much of what others write is read, and what is not: formulas with a permissive notation made for each.

    python -m bench.reading FORMULAS.jsonl [--show KIND] [--json] [--jobs N]

A line of the file is a formula: `{"source": …, "subject": …, "tex": …}`.  Each gets a notation by the rules of
`yansuan.lint.conventions`, is read with it, and evaluated on two instances.  So a share is an upper bound: a note's own
notation says less.  What is counted:

- *read*: the reader makes a tree of all that is printed.
- *evaluated*: its sides have values, which are compared.  Whether they agree says nothing here.
- *no value*: it is read, and a side has none, as where shapes do not fit, which the made notation may be to blame for.
- *undecided*: it is read, and the checker says that it cannot judge it.

A problem alone, `\\min_x f(x) \\text{ s.t. } g(x) \\le 0`, states nothing either: it is read behind "0 =".

A formula without any relation (`\\sqrt{2}`, a bare expression) states nothing; the shares are told with and without
those, and such a one counts as read where it is read before "= 0".
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.permissive import drawn
from yansuan.check.checker import check
from yansuan.check.notation import Instance, stream
from yansuan.lint.conventions import Entry, Formula, entries
from yansuan.lint.judging import LONGEST, TooLong, within
from yansuan.tex.decoration import undecorated
from yansuan.tex.keys import read_grammar
from yansuan.tex.operators import RELATIONS
from yansuan.tex.patterns import Grammar, NotationError, script
from yansuan.tex.reader import read
from yansuan.tex.spellings import respelled
from yansuan.tex.tokens import Unreadable, tokenize

_INSTANCES = 2
_SHOWN = 40  # kinds in the table
_EXAMPLES = 25
# What relates two things, whether or not it is read.
_RELATING = frozenset(RELATIONS) | frozenset(
    r"\approx \equiv \sim \simeq \cong \propto \in \notin \ni \subset \subseteq \supset \supseteq \to \rightarrow"
    r" \mapsto \Rightarrow \Leftrightarrow \iff \implies \leftarrow \gets \mid \nmid \triangleq \perp \parallel \ll \gg"
    r" \preceq \succeq \longrightarrow \Longrightarrow \ne := \vdash \models \prec \succ \longleftrightarrow".split()
)
_VALUE = "0 = "  # before a problem, which states nothing by itself
_OPENING, _CLOSING = ("(", "[", r"\{", r"\lbrace"), (")", "]", r"\}", r"\rbrace")


@dataclass(frozen=True)
class Outcome:
    """What becomes of a formula.

    Args:
        tex, subject, source: as the file has them.
        bare: whether it has no relation.
        kind: "evaluated", "no value", "undecided" where it is read, else "unreadable".
        reason: why it is not evaluated.
        stopped: the token at which reading ends.
        at: its offset.
    """

    tex: str
    subject: str
    source: str
    bare: bool
    kind: str
    reason: str = ""
    stopped: str = ""
    at: int | None = None

    @property
    def is_read(self) -> bool:
        """Whether it is read."""
        return self.kind != "unreadable"

    @property
    def construct(self) -> str:
        """The kind of message, and the token at which it stands."""
        message = re.sub(r"'[^']*'|‘[^’]*’", "'…'", self.reason)
        message = re.sub(r"\b(?:the notation has|It has|Near it:).*", "the notation has …", message)
        message = re.sub(r"^\\?\S+\^\{-…\} is the inverse", "f^{-…} is the inverse", message)
        message = re.sub(
            r"^.{1,30} has (?:one index|\d+ ind\S+|\d+ argument\S*)", "… has n indices or arguments", message
        )
        message = re.sub(r"\d+", "n", message)
        return f"{message[:90]} @ {_class(self.stopped)}"


def _class(token: str) -> str:
    """A token, or what kind of token it is where there are many of a kind."""
    if len(token) == 1 and (token.isalpha() or token.isdecimal()):
        return "a letter" if token.isascii() and token.isalpha() else "a number" if token.isdecimal() else "words"
    return token or "the end"


def outcome(line: dict[str, str]) -> Outcome:
    """What becomes of a line of the file."""
    tex = expanded(line["tex"])
    problem = _problem_at(tex)
    bare = _is_bare(tex) or problem is not None
    stating = f"{tex.rstrip(' .,;。，')} = 0" if bare else tex
    if problem is not None:
        stating = f"{tex[:problem]}{_VALUE}{tex[problem:]}"
    try:
        with within(LONGEST):
            kind, reason, at = _outcome(stating)
    except (TooLong, SystemError):  # which the second becomes within flint
        kind, reason, at = "unreadable", "it takes too long", None
    if problem is not None and at is not None and at > problem:
        at = max(problem, at - len(_VALUE))
    at = min(at, len(tex)) if at is not None else None
    return Outcome(tex, line.get("subject", ""), line.get("source", ""), bare, kind, reason, _token_at(tex, at), at)


def expanded(tex: str) -> str:
    """A formula with what the macros print that its source defines elsewhere: here authors write that out."""
    for macro, printed in _MACROS.items():
        tex = re.sub(rf"{re.escape(macro)}(?![A-Za-z])", lambda _, to=printed: to, tex)  # type: ignore[misc]
    return tex


def _is_bare(tex: str) -> bool:
    """Whether nothing is related, but for what stands above and below something, or in brackets within the formula."""
    try:
        tokens = tokenize(tex)
    except Unreadable:
        return False
    scripts = brackets = 0
    around = _is_in_brackets([token.text for token in tokens])
    for at, token in enumerate(tokens):
        scripted = scripts or (at and tokens[at - 1].text in ("_", "^"))
        scripts += (token.text == "{" and bool(scripted)) - (token.text == "}" and scripts > 0)
        brackets += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text in _RELATING and not scripts and (around or brackets <= 0):
            return False
    return True


def _problem_at(tex: str) -> int | None:
    """Where the operator of a problem with conditions stands that is all of the formula, and so states nothing."""
    try:
        tokens = respelled(undecorated(tokenize(tex)))
    except Unreadable:
        return None
    depth, found = 0, list[int]()
    for at, token in enumerate(tokens):
        opens = token.text == "{" and tokens[at - 1].text == "_" and tokens[at - 2].text in (r"\min", r"\max")
        if opens and not depth:
            inside = tokens[slice(*script(tokens, at, len(tokens)))]
            found += [tokens[at - 2].start] if ":" in [one.text for one in inside] else []
        depth += (token.text in ("{", *_OPENING)) - (token.text in ("}", *_CLOSING))
        if not depth and token.text in _RELATING:
            return None
    return found[0] if len(found) == 1 else None


def _is_in_brackets(texts: list[str]) -> bool:
    """Whether one pair of brackets is around all of it, but for punctuation: then what is in it is stated."""
    while texts and texts[-1] in (".", ",", ";", "。", "，"):
        texts = texts[:-1]
    depth, closed = 0, 0
    for text in texts:
        depth += (text in _OPENING) - (text in _CLOSING)
        closed += depth == 0
    return closed == 1 or depth != 0


def _token_at(tex: str, at: int | None) -> str:
    if at is None:
        return ""
    try:
        return next((token.text for token in tokenize(tex) if token.start >= at), "")
    except Unreadable:
        return ""


# Of the sources of the corpus: `\\newcommand{\\dif}{\\mathrm{d}}`, as the physics package has it.
_MACROS = {r"\dif": r"\mathrm{d}", r"\dd": r"\mathrm{d}"}
_KINDS = {"holds": "evaluated", "fails": "evaluated", "undefined": "no value", "unreadable": "undecided"}


def _outcome(tex: str) -> tuple[str, str, int | None]:
    """What becomes of a formula, why, and where."""
    try:
        known = entries(Formula(tex))
        grammar, instances = _made(known)
        read(tex, grammar)
    except Unreadable as error:
        return "unreadable", str(error), error.at
    except NotationError as error:
        return "unreadable", f"the notation that was made for it: {error}", None
    except RecursionError:
        return "unreadable", "it is nested too deep", None
    if not instances:
        return "undecided", "the notation that was made for it gives no instances", None
    try:
        found = check(tex, instances)
    except NotationError as error:
        return "undecided", f"the notation that was made for it: {error}", None
    return _KINDS[found.kind], found.reason or "", found.at


def _made(known: list[Entry]) -> tuple[Grammar, list[Instance]]:
    """The grammar of what was made for a formula, and its instances, if it has some."""

    def notation(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        while True:
            yield drawn(known, rng)

    try:
        instances = stream(notation, _INSTANCES)
    except NotationError:
        return read_grammar(drawn(known, np.random.default_rng(1))), []
    return instances[0].grammar, instances


# ---- The report


def shares(outcomes: Sequence[Outcome]) -> dict[str, float | int]:
    """How many there are, and which share of them is read and evaluated."""
    statements = [one for one in outcomes if not one.bare]
    count = max(len(outcomes), 1)
    kinds = Counter(one.kind for one in outcomes)
    return {
        "formulas": len(outcomes),
        "read": sum(one.is_read for one in outcomes) / count,
        "evaluated": kinds["evaluated"] / count,
        "no value": kinds["no value"] / count,
        "undecided": kinds["undecided"] / count,
        "statements": len(statements),
        "statements read": sum(one.is_read for one in statements) / max(len(statements), 1),
    }


def tables(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | int]]:
    """The shares by subject, over all, and without physics."""
    subjects = sorted({one.subject for one in outcomes}, key=lambda name: (-_count(outcomes, name), name))
    found = {name: shares([one for one in outcomes if one.subject == name]) for name in subjects}
    found["all"] = shares(outcomes)
    found["without physics"] = shares([one for one in outcomes if one.subject != "physics"])
    return found


def _count(outcomes: Sequence[Outcome], subject: str) -> int:
    return sum(one.subject == subject for one in outcomes)


def constructs(outcomes: Iterable[Outcome]) -> list[tuple[str, int]]:
    """What is not read, by kind of message and token, the most frequent first."""
    counted = Counter(one.construct for one in outcomes if not one.is_read)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _print_table(found: dict[str, dict[str, float | int]]) -> None:
    columns = ["formulas", "read", "evaluated", "no value", "undecided", "statements", "statements read"]
    print(f"{'subject':24}" + "".join(f"{name:>16}" for name in columns))
    for subject, row in found.items():
        cells = [f"{row[name]:16.1%}" if isinstance(row[name], float) else f"{row[name]:16}" for name in columns]
        print(f"{subject:24}" + "".join(cells))


def _print_examples(outcomes: Iterable[Outcome], kind: str) -> None:
    for one in islice((one for one in outcomes if _is_asked(one, kind)), _EXAMPLES):
        print(f"[{one.kind}] {one.subject}: {one.reason}")
        print(f"    {' '.join(one.tex.split())}")
        if one.at is not None:
            print(f"    here: {' '.join(one.tex[one.at :].split())[:70]}")


def _is_asked(one: Outcome, kind: str) -> bool:
    return kind == one.kind or (not one.is_read and kind in one.construct) or (bool(one.reason) and kind in one.reason)


def run(path: Path, jobs: int) -> list[Outcome]:
    """What becomes of the lines of a file, in their order."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if jobs < 2:
        return list(map(outcome, lines))
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(outcome, lines, chunksize=50))


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("formulas", type=Path)
    parser.add_argument("--show", metavar="KIND", help="examples whose message, token or outcome has this in it")
    parser.add_argument("--json", action="store_true", help="everything, formula by formula, as JSON")
    parser.add_argument("--kinds", type=int, default=_SHOWN, help="how many kinds of what is not read to list")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 2))
    asked = parser.parse_args()
    outcomes = run(asked.formulas, asked.jobs)
    if asked.json:
        whole = {
            "shares": tables(outcomes),
            "constructs": constructs(outcomes),
            "formulas": list(map(asdict, outcomes)),
        }
        print(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    if asked.show:
        _print_examples(outcomes, asked.show)
        return
    _print_table(tables(outcomes))
    unread = constructs(outcomes)
    print(f"\nNot read: {sum(count for _, count in unread)} formulas, {len(unread)} kinds")
    for kind, count in unread[: asked.kinds]:
        print(f"{count:6}  {kind}")


if __name__ == "__main__":
    main()
