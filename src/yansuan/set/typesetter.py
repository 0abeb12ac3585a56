"""TeX -> SVG and MathML, by MathJax in one long-lived Node process, each formula once ever.

What a formula looks like depends on its TeX, on MathJax and on `worker.mjs` alone, so the cache is addressed by the
hash of these, and a build that changes no formula starts no Node at all.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

from yansuan.files import write
from yansuan.journal import Journal
from yansuan.node import SetupError, ensure
from yansuan.set.plain import plain_text
from yansuan.set.refused import on_unknown, refused
from yansuan.set.worker import Worker

HERE = Path(__file__).parent

LIMIT = 200_000_000
"""Bytes that the formulas of the cache may take: some ninety thousand."""
_TOGETHER = 16  # formulas that are asked ahead at once: whoever needs one meanwhile waits for them
_LONG = 500  # characters of one that is asked by itself: six bytes each, as JSON, and a pipe has room for 64 KB


def ensure_mathjax(say: Callable[[str], None]) -> Path:
    """Install MathJax where it is absent; gives the folder that has it, see `yansuan.node.ensure`."""
    return ensure(HERE, "MathJax and its font", say)


class TeXError(Exception):
    """The formula cannot be set.

    Args:
        message: what is wrong.
        index: where in the TeX, or how far MathJax had come in it.
        advice: what to do about it, a sentence; "" where the message says enough.
    """

    def __init__(self, message: str, index: int, advice: str = "") -> None:
        super().__init__(message)
        self.index = index
        self.advice = advice


@dataclass(frozen=True)
class Typeset:
    """A formula as MathJax sets it.

    `body` is SVG in thousandths of an em of the mathematics font, y pointing down, the baseline at 0, its glyphs
    `<use xlink:href="#g-…">` of `Typesetter.glyphs`.  `width`, and `height` above and `depth` below the baseline,
    are in em.  By its `name` the formula is found again: see `Typesetter.named`.  A long inline one has `parts` between
    which a line may end: of each what is drawn, and where it ends in thousandths of an em.
    """

    name: str
    body: str
    mathml: str
    width: float
    height: float
    depth: float
    parts: tuple[tuple[str, float], ...] = ()

    @cached_property
    def plain(self) -> str:
        """What it says, as one line of Unicode."""
        return plain_text(self.mathml)


class Typesetter:
    """Sets formulas, from its cache where it can.

    Args:
        cache: folder of the cache; made where absent.
        say: called with a line before something slow (the installation of MathJax).
    """

    def __init__(self, cache: Path, say: Callable[[str], None] = lambda message: None) -> None:
        self._formulas = Journal(cache / "formulas")
        self._worker = Worker(HERE / "worker.mjs", lambda: ensure_mathjax(say))
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # who waits for the other has it: who asks ahead does not go on before
        self._is_over = threading.Event()
        self._memory: dict[str, Typeset | dict[str, Any]] = {}
        self.glyphs = Glyphs(cache / "glyphs")

    def typeset(self, tex: str, *, display: bool) -> Typeset:
        """Set one formula.

        Raises:
            TeXError: the formula cannot be read, or reaches beyond itself: see `yansuan.set.refused`.
            SetupError: there is no Node, or MathJax cannot be installed.
        """
        if reaches := refused(tex):
            raise TeXError(*reaches)
        between = _between_blanks(tex)
        name = self._name(between, display)
        found = self._memory.get(name) or self._kept(name) or self._ask(name, between, display)
        if isinstance(found, Typeset):
            return found
        index = tex.index(between) + _index_of_error(between, found)
        raise TeXError(found["error"], index, found["advice"] or on_unknown(found["error"]))

    def set_ahead(self, formulas: Iterable[tuple[str, bool]]) -> threading.Thread:
        """Set formulas that will be asked for, while Python does something else.

        Args:
            formulas: the TeX of each, and whether it is displayed; what cannot be set is told whoever asks for it.

        Returns:
            What does it, which has begun.
        """
        self._is_over.clear()
        thread = threading.Thread(target=self._set_ahead, args=[list(formulas)], daemon=True)
        thread.start()
        return thread

    def _set_ahead(self, formulas: list[tuple[str, bool]]) -> None:
        different = dict.fromkeys((_between_blanks(tex), display) for tex, display in formulas)
        wanted = ((self._name(tex, display), tex, display) for tex, display in different)
        missing = (one for one in wanted if not (self._is_kept(one[0]) or len(one[1]) > _LONG or refused(one[1])))
        while together := list(islice(missing, _TOGETHER)):
            with self._turn:
                pass
            with self._lock, suppress(OSError, RuntimeError, SetupError):
                if self._is_over.is_set():
                    return
                # Whoever could not wait may have asked since.
                self._answer([one for one in together if not self._is_kept(one[0])])

    def _is_kept(self, name: str) -> bool:
        return name in self._memory or self._formulas.has(name)

    def named(self, name: str) -> Typeset | None:
        """A formula that was set before, in this process or another; None where it is not kept any more."""
        found = self._memory.get(name) or self._kept(name)
        return found if isinstance(found, Typeset) else None

    def knows(self, names: Iterable[str]) -> bool:
        """Whether all formulas and glyphs of these names are at hand; see `yansuan.set.markup.names_in`."""
        return all(self.glyphs.get(n) is not None if n.startswith("g-") else self.named(n) for n in names)

    def _kept(self, name: str) -> Typeset | dict[str, Any] | None:
        """The answer to what another process has asked, as it is remembered; None where there is none."""
        answer = self._read(name)
        return self._taken(name, answer) if answer else None

    def _taken(self, name: str, answer: dict[str, Any]) -> Typeset | dict[str, Any]:
        """What is remembered of an answer: the formula, or what is wrong."""
        found: Typeset | dict[str, Any] = answer
        if "error" not in answer:
            parts = tuple((body, float(end)) for body, end in answer["parts"])
            sizes = answer["width"], answer["height"], answer["depth"]
            found = Typeset(name, answer["body"], answer["mathml"], *sizes, parts)
        self._memory[name] = found
        return found

    def close(self) -> None:
        """End the Node process; the next formula that is not in the cache starts another."""
        self._is_over.set()
        with self._lock:
            self._worker.end()

    def tidy(self) -> None:
        """Let go of formulas that were set first, where there are too many."""
        self._formulas.tidy(LIMIT)

    @cached_property
    def _version(self) -> str:
        sources = (HERE / "package-lock.json", HERE / "worker.mjs")
        return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()

    def _name(self, tex: str, display: bool) -> str:
        return hashlib.sha256(f"{self._version}\0{display}\0{tex}".encode()).hexdigest()

    def _read(self, name: str) -> dict[str, Any] | None:
        kept = self._formulas.find(name)
        try:
            answer: dict[str, Any] = json.loads(kept or "null")
            if all(self.glyphs.get(glyph) is not None for glyph in answer.get("glyphs", ())):
                return answer if answer.keys() & {"body", "error"} else None
        except (ValueError, AttributeError):  # absent, or damaged: made anew either way
            pass
        return None

    def _ask(self, name: str, tex: str, display: bool) -> Typeset | dict[str, Any]:
        with self._turn, self._lock:  # somebody may have asked since it was read
            return self._memory.get(name) or self._kept(name) or self._answer([(name, tex, display)])[0]

    def _answer(self, formulas: Sequence[tuple[str, str, bool]]) -> list[Typeset | dict[str, Any]]:
        """Ask Node, and keep what it says, of formulas by their names; one who asks at a time."""
        if self._worker.process is None:
            atexit.register(self.close)
        questions = [{"tex": tex, "display": display} for _, tex, display in formulas]
        answers = list[Typeset | dict[str, Any]]()
        for (name, _, _), answer in zip(formulas, self._worker.answers(questions), strict=True):
            if "svg" in answer:
                answer["body"] = answer.pop("svg")
                answer["mathml"] = _with_characters(answer["mathml"])
                self.glyphs.add(answer["glyphs"])
                answer["glyphs"] = list(answer["glyphs"])  # their outlines are three quarters of what Node says
            self._formulas.keep(name, json.dumps(answer, ensure_ascii=False))
            answers.append(self._taken(name, answer))
        return answers


class Glyphs:
    """The outlines of glyphs by their names: those of all formulas that were ever set into a cache.

    So a page that is kept as HTML needs no formula set again for its glyphs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.known: dict[str, str] = {}

    def add(self, glyphs: Mapping[str, str]) -> None:
        """Take in a formula's."""
        for name in glyphs.keys() - self.known.keys():
            self.known[name] = glyphs[name]
            write(self._file(name), glyphs[name])

    def get(self, name: str) -> str | None:
        """The path of a glyph; None where no formula has it."""
        if name not in self.known:
            try:
                self.known[name] = self._file(name).read_text("utf-8")
            except OSError:
                return None
        return self.known[name]

    def _file(self, name: str) -> Path:
        return self._folder / name.encode().hex()  # on some disks capitals do not count


def glyph_definitions(glyphs: Glyphs, names: Iterable[str]) -> str:
    """One hidden SVG that defines the glyphs named, for all the formulas of a page to use."""
    found = ((name, glyphs.get(name)) for name in sorted(set(names)))
    paths = "".join(f'<path id="{name}" d="{path}"/>' for name, path in found if path is not None)
    return f'<svg class="formula-glyphs" aria-hidden="true" style="display:none"><defs>{paths}</defs></svg>'


def _between_blanks(tex: str) -> str:
    """TeX without blanks around it, which say nothing; as it is where the last is a command, or ends a comment.

    Each formula of a note that stands on lines of its own stands in the note's list as well, on one line.
    """
    between = tex.strip(" \t\r\n")
    return tex if between.endswith("\\") or "%" in between else between


def _index_of_error(tex: str, answer: dict[str, Any]) -> int:
    """Where in the TeX the error is: at the last mention of the macro that MathJax names, else where it stopped."""
    stopped = min(int(answer["index"]), len(tex.rstrip()))
    mention = tex.rfind(answer["token"], 0, stopped) if answer["token"] else -1
    return mention if mention >= 0 else max(stopped - 1, len(tex) - len(tex.lstrip()))


def _with_characters(mathml: str) -> str:
    """MathML with characters for numeric references, but for those that XML needs escaped."""
    kept = {"&lt;": "\0lt;", "&gt;": "\0gt;", "&amp;": "\0amp;", "&quot;": "\0quot;"}
    for entity, mark in kept.items():
        mathml = mathml.replace(entity, mark)
    return unescape(mathml).replace("\0", "&")
