"""Integrals along declared curves and over declared surfaces.

    "C": ("椭圆", {"t": (0.0, 2 * np.pi), "x": lambda t: 2 * np.cos(t), "y": lambda t: np.sin(t)})
    "S": ("球面", {"u": (0.0, np.pi), "v": (0.0, 2 * np.pi), "x": lambda u, v: …, "y": …, "z": …})
    "K": ("单位圆周", {"t": (0.0, 2 * np.pi), "z": lambda t: np.cos(t) + 1j * np.sin(t)})
    "V": ("球体", {"r": (0.0, 1.0), "u": (0.0, np.pi), "v": (0.0, 2 * np.pi), "x": lambda r, u, v: …, "y": …, "z": …})
    r"\\oint": ("回路", {"t": …, "x": …, "y": …})                 what `\\oint` without a name is along

`\\oint_C P\\,dx + Q\\,dy`, `\\int_C f\\,ds`, `\\int_C \\mathbf F\\cdot d\\mathbf r`, `\\iint_S f\\,dS`,
`\\iint_S \\mathbf F\\cdot d\\mathbf S`, `\\iiint_V f\\,dV`: each becomes an integral over the parameters.  A curve runs
as its parameter grows; of a surface r_u × r_v is the normal, u being the parameter that is declared first.  What has as
many parameters as coordinates has a size that is positive, whichever way the parameters go.  The edges
of a surface and the faces of a solid, `\\partial S`, `\\partial V`, follow from the parameters.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING, Any

from yansuan.tex import tree
from yansuan.tex.operators import CLOSING, FRACTIONS, INTEGRALS, PUNCTUATION, RELATIONS, SIGNS
from yansuan.tex.patterns import Pattern, code_name, read_head, script
from yansuan.tex.tokens import ROW, Token, Unreadable, tokenize
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.integrals import Integrals

_VECTORS = (r"\mathbf", r"\boldsymbol", r"\vec ")
_KINDS = (
    (1, 1),
    (2, 1),
    (3, 1),
    (2, 2),
    (3, 2),
    (3, 3),
)  # numbers of coordinates and of parameters; one of each is complex
_POSITIONS = frozenset(
    font.format(letter) for font in (r"\mathbf{{{}}}", r"\boldsymbol{{{}}}", r"\vec {}") for letter in "rx"
)
_LENGTHS = {1: ("s", "l", r"\ell"), 2: ("S", "A", r"\sigma"), 3: ("V", r"\tau")}
_ENDS = frozenset((*RELATIONS, *PUNCTUATION, ROW, "&", r"\quad", r"\qquad"))
_SURFACE = '"S": ("…", {"u": (0.0, 1.0), "v": (0.0, 1.0), "x": lambda u, v: …, "y": …, "z": …})'
_SOLID = (
    '"V": ("…", {"r": (0.0, 1.0), "u": (0.0, np.pi), "v": (0.0, 2 * np.pi), "x": lambda r, u, v: …, "y": …, "z": …})'
)
_EXAMPLES = {r"\oint": f"{_SURFACE}, or {_SOLID}", r"\int": _SURFACE}  # else a solid
_WHAT = {
    1: r"an integral along a curve is read as P\,dx + Q\,dy, f\,ds or \mathbf F\cdot d\mathbf r",
    2: r"an integral over a surface is read as f\,dS or \mathbf F\cdot d\mathbf S",
    3: r"an integral over a solid is read as f\,dV or f\,dx\,dy\,dz",
}


@dataclass(frozen=True)
class Path:
    """What a notation declares of a curve or a surface: its parameters, and the coordinates that follow from them."""

    parameters: tuple[str, ...]
    coordinates: tuple[str, ...]
    by_letter: bool = False
    """Whether it is a region whose bounds are declared by letter: each parameter goes from 0 to 1 between them."""

    @property
    def fills(self) -> bool:
        """Whether it fills a plane or the space, so that it is not closed."""
        return len(self.parameters) == len(self.coordinates) > 1


def path_of(value: Any) -> Path | None:
    """The path that a value of a notation is; None where it is something else, such as a region."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        return None
    bounds = {name: one for name, one in value.items() if isinstance(one, tuple | list) and len(one) == 2}
    functions = {name: one for name, one in value.items() if callable(one)}
    if len(bounds) + len(functions) < len(value) or (len(functions), len(bounds)) not in _KINDS:
        return None
    if any(not set(taken(one)) <= set(map(code_name, bounds)) for one in functions.values()):
        return None
    lows = {code_name(name): one[0] for name, one in bounds.items() if not callable(one[0])}
    try:
        found = [one(**{name: lows[name] for name in taken(one)}) for one in functions.values()]
    except Exception:  # the formulas that use it will tell
        return None
    if any(getattr(one, "shape", ()) or isinstance(one, tuple | list) for one in found):
        return None
    return Path(tuple(bounds), tuple(functions))


def parameters_of(letters: Sequence[str]) -> tuple[str, ...]:
    """The parameters of a region that is declared by letter."""
    return tuple(f"part{n}" for n in range(len(letters)))


def region_of(value: Any) -> tuple[str, ...]:
    """The letters of a region; none of what is no region that names them."""
    if not isinstance(value, Mapping) or not value or not all(isinstance(name, str) for name in value):
        return ()
    pairs = all(callable(one) or (isinstance(one, tuple | list) and len(one) == 2) for one in value.values())
    return tuple(sorted(value)) if pairs and len(value) in (2, 3) else ()


def taken(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters of a function that have no value of their own."""
    try:
        return _taken(function)
    except TypeError:  # it cannot be hashed
        return _taken.__wrapped__(function)


@lru_cache(maxsize=256)  # it is asked for at each point of a path
def _taken(function: Callable[..., Any]) -> tuple[str, ...]:
    every = inspect.signature(function).parameters.values()
    return tuple(one.name for one in every if one.default is one.empty)


@dataclass(frozen=True)
class _Mark:
    """A differential: of a coordinate, of a length or an area, or of a vector; and the indices of its tokens."""

    head: str
    begin: int
    end: int


class _Over:
    """Reads one integral, whose sign and path have been read."""

    def __init__(
        self, reader: Integrals, pattern: Pattern, path: Path, start: int, held: tuple[int, bool] | None = None
    ) -> None:
        self._reader, self._pattern, self._path, self._start = reader, pattern, path, start
        letters: list[Node] = [tree.Index(start, start, f"{name}·{start}") for name in path.parameters]
        if held is not None:
            letters[held[0]] = self._edge(path.parameters[held[0]], upper=held[1])
        self._letters = tuple(letters)
        self.oriented = True  # whether the integral changes its sign where the path is turned round
        self._free = [n for n in range(len(letters)) if held is None or n != held[0]]

    def read(self) -> Node:
        """The integral over the parameters that run."""
        reader = self._reader
        body, vector = self._integrand()
        coordinates = self._path.coordinates
        places: tuple[Node, ...] = tuple(self._at(name) for name in coordinates)
        names = coordinates
        if vector:
            names, places = (*names, vector), (*places, self._column(None))
        self._must_be_here(body, names)
        end = reader.stopped
        found: Node = tree.Placed(self._start, end, names, places, body)
        for n in reversed(self._free):
            name, letter = self._path.parameters[n], self._letters[n]
            assert isinstance(letter, tree.Index)
            low, high = (self._edge(name, upper=upper) for upper in (False, True))
            found = tree.Integral(self._start, end, letter.name, low, high, found)
        reader.goes_on = "term"
        return found

    def _edge(self, name: str, *, upper: bool) -> Node:
        if self._path.by_letter:
            return tree.Number(self._start, self._start, int(upper), str(int(upper)))
        return tree.Edge(self._start, self._start, self._pattern, (name,), name, upper)

    # ---- What is integrated

    def _integrand(self) -> tuple[Node, str]:
        """What is integrated over the parameters, and the vector of the coordinates, if its differential is printed."""
        reader = self._reader
        if reader.peek() == "(" and self._is_sum_in_brackets():
            close = reader.inside(reader.at + 1, reader.end).closing("(", ")")
            terms = self._terms(reader.at + 1, close)
            if terms and reader.at == close:
                reader.at = close + 1
                return self._sum(terms), ""
            raise reader.fail(_WHAT[len(self._free)], self._start)
        mark = self._mark_of_term(reader.at, reader.end)
        if mark is not None and self._fills and (end := self._all_coordinates(mark)):
            vector = self._vector(reader.at, mark.begin)
            return self._times_size(mark, end, vector), vector
        if mark is not None and mark.head.startswith(_VECTORS):
            vector = mark.head if len(self._free) == 1 else self._vector(reader.at, mark.begin)
            return self._flux(mark, vector), vector
        if mark is not None and mark.head in self._path.parameters and mark.head not in self._path.coordinates:
            told = f"d{mark.head}: a length or an area, or the parameter {mark.head}? Call the parameter otherwise"
            raise reader.fail(told, self._start)
        if mark is not None and mark.head in _LENGTHS[len(self._free)] and mark.head not in self._path.coordinates:
            if len(self._path.coordinates) == 1:
                raise reader.fail("the length of a path of complex numbers is not read: bind its coordinates x and y")
            vector = self._vector(reader.at, mark.begin) if self._fills else ""
            return self._times_size(mark, mark.end, vector), vector
        if len(self._free) == 1 and (terms := self._terms(reader.at, reader.end)):
            return self._sum(terms), ""
        if len(self._free) == 1 and (above := self._in_numerator()) is not None:
            return above, ""
        raise reader.fail(_WHAT[len(self._free)], self._start)

    @property
    def _fills(self) -> bool:
        """Whether as many parameters run as there are coordinates."""
        return len(self._free) == len(self._path.coordinates) > 1

    def _times_size(self, mark: _Mark, end: int, vector: str) -> Node:
        """What stands before a differential, times the size of what the parameters sweep over."""
        of = self._before(self._reader.at, mark, vector)
        self._reader.at, self.oriented = end, False
        return _product(of, self._size())

    def _all_coordinates(self, first: _Mark) -> int:
        """Where `dx\\,dy\\,dz` ends, which begins with a differential; 0 where another thing stands there."""
        mark: _Mark | None = first
        found, end = set[str](), first.end
        while mark is not None and mark.head in self._path.coordinates and mark.head not in found:
            found, end = found | {mark.head}, mark.end
            mark = self._mark(end, self._reader.end) if end < self._reader.end else None
        return end if len(found) == len(self._path.coordinates) else 0

    def _is_sum_in_brackets(self) -> bool:
        reader = self._reader
        close = reader.inside(reader.at + 1, reader.end).closing("(", ")")
        return self._mark_of_term(reader.at + 1, close) is not None

    def _terms(self, at: int, end: int) -> list[tuple[int, Node]]:
        """`P dx + Q dy`: terms, each with its sign, as long as they end with the differential of a coordinate."""
        reader, found = self._reader, list[tuple[int, Node]]()
        while at < end:
            sign = SIGNS.get(reader.tokens[at].text, 0)
            if found and not sign:
                break
            begin = at + bool(sign)
            mark = self._mark_of_term(begin, end)
            if mark is None or mark.head not in self._path.coordinates:
                break
            found.append((sign or 1, _product(self._before(begin, mark), self._moving(mark.head, 0))))
            at = reader.at = mark.end
        return found

    def _in_numerator(self) -> Node | None:
        """`\\frac{dz}{z - a}`, alone: what is integrated, with the differential of a coordinate; None for others."""
        reader = self._reader
        if reader.peek() not in FRACTIONS:
            return None
        start, end = script(reader.tokens, reader.at + 1, reader.end)
        mark = self._mark_of_term(start, end)
        if mark is None or mark.head not in self._path.coordinates or mark.end != end:
            return None
        above = self._before(start, mark)
        below = reader.inside(end + (reader.tokens[reader.at + 1].text == "{"), reader.end, *self._path.coordinates)
        divided = tree.Quotient(self._start, reader.stopped, above, below.argument().whole())
        reader.at = below.at
        if reader.begins_factor():
            raise reader.fail("does this belong to the integral? Put brackets around one of them")
        return _product(divided, self._moving(mark.head, 0))

    def _sum(self, terms: list[tuple[int, Node]]) -> Node:
        return tree.Sum(self._start, self._reader.stopped, tuple(terms))

    def _before(self, begin: int, mark: _Mark, vector: str = "") -> Node:
        """What stands before a differential; 1 where nothing does."""
        reader = self._reader
        if begin == mark.begin:
            at = reader.tokens[begin].start
            return tree.Number(at, at, 1, "1")
        return reader.inside(begin, mark.begin, *self._path.coordinates, *filter(None, [vector])).whole()

    def _vector(self, at: int, end: int) -> str:
        """The vector of the coordinates in an integral over a surface, if it stands there."""
        for n in range(at, end):
            try:
                head, _ = read_head(self._reader.tokens, n, end)
            except Unreadable:
                continue
            if head in _POSITIONS:
                return head
        return ""

    def _flux(self, mark: _Mark, vector: str) -> Node:
        """`\\mathbf F \\cdot d\\mathbf r`."""
        reader = self._reader
        dot = mark.begin - 1
        if reader.tokens[dot].text not in (r"\cdot", "·") or dot <= reader.at:
            raise reader.fail(_WHAT[len(self._free)], self._start)
        of = reader.inside(reader.at, dot, *self._path.coordinates, *filter(None, [vector])).whole()
        reader.at = mark.end
        if len(self._free) > 2:
            raise reader.fail(_WHAT[3], self._start)
        along = self._column(0) if len(self._free) == 1 else self._normal()
        return tree.Product(self._start, reader.stopped, (("*", of), ("dot", along)))

    def _must_be_here(self, body: Node, names: tuple[str, ...]) -> None:
        """A function of a vector is taken at the path, and so at the vector whose differential is printed."""
        for call in (one for one in tree.walk(body) if isinstance(one, tree.Call)):
            for one in call.arguments:
                if isinstance(one, tree.Quantity) and one.pattern.head.startswith(_VECTORS):
                    told = f"{call.pattern.tex} is taken at {one.pattern.tex}, and the path is of {', '.join(names)}"
                    raise self._reader.fail(told, call.start)

    # ---- Differentials

    def _mark_of_term(self, at: int, end: int) -> _Mark | None:
        """The differential that ends the term which begins at a token."""
        depth, begin = 0, at
        reader = self._reader
        while at < end:
            text = reader.tokens[at].text
            if depth == 0 and (text in _ENDS or (text in SIGNS and at > begin)):
                return None
            if depth == 0 and (mark := self._mark(at, end)):
                return mark
            depth += (text in CLOSING) - (text in CLOSING.values())
            if depth < 0:
                return None
            at += 1
        return None

    def _mark(self, at: int, end: int) -> _Mark | None:
        reader = self._reader
        probe = reader.inside(at, end)
        try:
            if not probe.differentiates("d"):
                return None
            probe.step_over_differential("d")
            head, after = read_head(reader.tokens, probe.at, end)
        except Unreadable:
            return None
        known = (*self._path.coordinates, *_LENGTHS[len(self._free)])
        if head not in known and not head.startswith(_VECTORS):
            return None
        return _Mark(head, at, after)

    # ---- The path

    def _at(self, name: str, by: int | None = None) -> Node:
        at = self._start
        return tree.PathPoint(at, at, self._pattern, self._path.parameters, name, self._letters, by)

    def _moving(self, name: str, n: int) -> Node:
        """How a coordinate moves with the n-th parameter of those that run."""
        return self._at(name, self._free[n])

    def _column(self, n: int | None) -> Node:
        at, by = self._start, None if n is None else self._free[n]
        return tree.Matrix(at, at, tuple((self._at(name, by),) for name in self._path.coordinates))

    def _normal(self) -> Node:
        """r_u × r_v."""
        at = self._start
        return tree.Product(at, at, (("*", self._column(0)), ("cross", self._column(1))))

    def _size(self) -> Node:
        """The length of r_t, that of r_u × r_v, or the determinant of what fills a space: see `OverPath.signed`."""
        at = self._start
        if self._fills:
            if len(self._free) == 2:
                x, y = self._path.coordinates
                return self._minor(x, y)
            return tree.Product(at, at, (("*", self._normal()), ("dot", self._column(2))))
        two = tree.Number(at, at, 2, "2")
        half = tree.Quotient(at, at, tree.Number(at, at, 1, "1"), two)
        if len(self._free) == 1:
            parts = [self._moving(name, 0) for name in self._path.coordinates]
        else:
            pairs = [pair for pair in permutations(self._path.coordinates, 2) if pair[0] < pair[1]]
            parts = [self._minor(*pair) for pair in pairs]
        squares = tuple((1, tree.Power(at, at, part, two)) for part in parts)
        return tree.Power(at, at, tree.Sum(at, at, squares), half)

    def _minor(self, x: str, y: str) -> Node:
        at = self._start
        one = _product(self._moving(x, 0), self._moving(y, 1))
        other = _product(self._moving(x, 1), self._moving(y, 0))
        return tree.Sum(at, at, ((1, one), (-1, other)))


def _product(one: Node, other: Node) -> Node:
    return tree.Product(one.start, other.end, (("*", one), ("*", other)))


def over_path(reader: Integrals, lower: Integrals | None, sign: Token, *, closed: bool) -> Node | None:
    """An integral along the path whose name stands below the sign; None where something else stands there.

    Args:
        reader: stands after the sign and what is below it.
        lower: what is below it; None where nothing is: then the notation's key `\\oint` says which path is meant.
        sign: of the integral.
        closed: whether a circle is on it.
    """
    if lower is not None and lower.peek() == r"\partial" and lower.at + 1 < lower.end:
        return _over_boundary(reader, lower.inside(lower.at + 1, lower.end), sign)
    head = lower.head() if lower is not None else sign.text if closed else ""
    if (pattern := _bound(reader, lower, head)) is None:
        return None
    path = reader.grammar.paths[pattern.key]
    count = len(path.parameters)
    if INTEGRALS[sign.text] not in (1, count):
        raise reader.fail(f"{pattern.tex} has {count} parameters, and is no path of {sign.text}", sign.start)
    if closed and path.fills:
        raise reader.fail(rf"{pattern.tex} is not closed: its boundary is \partial {pattern.tex}", sign.start)
    found = _Over(reader, pattern, path, sign.start).read()
    return tree.OverPath(sign.start, found.end, pattern, found, closed, signed=path.fills)


def _bound(reader: Integrals, lower: Integrals | None, head: str) -> Pattern | None:
    """The path of a name."""
    found = [one for one in reader.grammar.patterns.get(head, ()) if one.key in reader.grammar.paths]
    if found and lower is not None and lower.head_end() != lower.end:  # C_1, C_\rho
        found = [one for one in found if _plain(token.text for token in tokenize(one.tex)) == _plain(lower.texts)]
    return found[0] if found else None


def _over_boundary(reader: Integrals, lower: Integrals, sign: Token) -> Node:
    """`\\oint_{\\partial S} \\mathbf F\\cdot d\\mathbf r`: over the edges of a surface, or the faces of a solid.

    Raises:
        Unreadable: it is not bound by its parameters.
    """
    name = "".join(lower.texts)
    pattern = _bound(reader, lower, lower.head())
    path = reader.grammar.paths.get(pattern.key) if pattern is not None else None
    if path is None and (pattern := _region(reader, lower)) is not None:
        letters = reader.grammar.regions[pattern.key]
        path = Path(parameters_of(letters), letters, by_letter=True)
    if pattern is None or path is None:
        raise reader.fail(
            f"the boundary of what? Bind {name} by its parameters: {_EXAMPLES.get(sign.text, _SOLID)}", sign.start
        )
    count = len(path.parameters) - 1
    if not count:
        raise reader.fail(f"{name} is a curve, whose boundary is two points: write what is taken there", sign.start)
    if INTEGRALS[sign.text] not in (1, count):
        raise reader.fail(rf"\partial {name} is no path of {sign.text}: it has {count} parameters", sign.start)
    begin, faces = reader.at, list[tree.Face]()
    for n in range(count + 1):
        for upper in (True, False):
            reader.at = begin
            over = _Over(reader, pattern, path, sign.start, (n, upper))
            faces.append(tree.Face(sign.start, reader.stopped, n, upper, over.read()))
    return tree.Boundary(sign.start, reader.stopped, pattern, path, tuple(faces), over.oriented)


def _region(reader: Integrals, lower: Integrals) -> Pattern | None:
    """The region of a name, whose bounds are declared by letter."""
    found = [one for one in reader.grammar.patterns.get(lower.head(), ()) if one.key in reader.grammar.regions]
    return found[0] if found and lower.head_end() == lower.end else None


def _plain(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text not in ("{", "}")]
