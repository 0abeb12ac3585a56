"""A formula as a small tree: what the reader makes and the evaluator walks.

Every node knows the stretch of TeX that it was read from (`start`, `end`), so that whoever speaks of it can show it,
and whoever changes it (the mutants) can change the TeX itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from yansuan.tex.patterns import Pattern

if TYPE_CHECKING:
    from yansuan.tex.paths import Path

Joint = Literal["*", "dot", "cross", "odot", "otimes", "outer", "kron", "/"]


@dataclass(frozen=True)
class Node:
    """Anything with a value."""

    start: int
    end: int


@dataclass(frozen=True)
class Number(Node):
    """A number; `text` is how it is written, so that a decimal fraction is exact: "0.1", and "e" or "pi" for these."""

    value: int | float
    text: str = ""


@dataclass(frozen=True)
class Index(Node):
    """A letter that counts: free in the formula, or bound by a sum."""

    name: str


@dataclass(frozen=True)
class Quantity(Node):
    """A symbol of the notation: an entry of it where it has all its lower indices, the whole where it has none."""

    pattern: Pattern
    upper: tuple[Node, ...]
    lower: tuple[Node, ...]


@dataclass(frozen=True)
class Lying(Quantity):
    """A vector that is printed transposed below a derivative: `\\partial\\mathbf x^\\top`."""


@dataclass(frozen=True)
class Call(Node):
    """A function of the notation at its arguments, differentiated `order` times (primes).

    Of a family such as `P_n(x)`, `lower` and `upper` choose the member.
    """

    pattern: Pattern
    arguments: tuple[Node, ...]
    order: int = 0
    bare: bool = False  # written without its arguments: those are its formal ones
    lower: tuple[Node, ...] = ()
    upper: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Apply(Node):
    """One of the functions that everybody knows: ln, exp, sin, det, abs, …

    "bar" is what stands under a bar, "star" what has a `*` above it: the notation or the values say what they mean.
    """

    function: str
    argument: Node
    of_matrix: str = ""  # what bars are around a matrix, as `Grammar.bars` says


@dataclass(frozen=True)
class Logarithm(Node):
    """A logarithm to a base that is written: `\\log_2 x`, `\\lg x`."""

    base: Node
    argument: Node


@dataclass(frozen=True)
class Binomial(Node):
    """`\\binom{n}{k}`."""

    above: Node
    below: Node


@dataclass(frozen=True)
class Factorial(Node):
    """`n!`, or with `step` 2 `n!!` = n (n − 2) (n − 4) …"""

    of: Node
    step: int = 1


@dataclass(frozen=True)
class Sum(Node):
    """Terms, each with its sign; the signs of all but the first are printed."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True)
class Product(Node):
    """Factors, each with what joins it to those before it.

    "*" is nothing at all, "dot" `\\cdot`, "cross" `\\times`, "odot" `\\odot`, "/" a slash.
    """

    factors: tuple[tuple[Joint, Node], ...]


@dataclass(frozen=True)
class Quotient(Node):
    """A fraction."""

    above: Node
    below: Node


@dataclass(frozen=True)
class Power(Node):
    """A power; that of a matrix to −1 is its inverse."""

    base: Node
    exponent: Node


@dataclass(frozen=True)
class Transpose(Node):
    """A transpose; a conjugate one with `\\dagger` or an upright H.

    With an italic T (`letter`) only what is no number has one; where T is bound, `power` is what it is as an exponent.
    """

    of: Node
    conjugate: bool = False
    letter: bool = False
    power: Node | None = None


@dataclass(frozen=True)
class Entry(Node):
    """An entry of what is computed: `(AB)_{ij}`, of a vector with one index."""

    of: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True)
class Evaluated(Node):
    """What `of` is where `variables` have the values `lower`, or what it is at `upper` less that.

    Without variables it is the only one in it.  `beside` are the keys of what stands before a bar without another half
    (`is_open` until they are known), which must not depend on the variable.
    """

    of: Node
    variables: tuple[Quantity, ...]
    lower: tuple[Node, ...]
    upper: tuple[Node, ...] = ()
    beside: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Big(Node):
    """A bound operator: sum, product, maximum and minimum over an index, supremum and infimum over a declared set."""

    operation: Literal["sum", "prod", "max", "min", "sup", "inf", "list"]
    variable: str
    lower: Node | None
    upper: Node | None
    body: Node
    over: Pattern | None = None  # the declared set of a supremum


@dataclass(frozen=True)
class Infinity(Node):
    """`\\infty` as a bound; `sign` is 1 or −1."""

    sign: int


@dataclass(frozen=True)
class Placed(Node):
    """What is evaluated with its letters at places that follow from others, as polar coordinates give them."""

    variables: tuple[str, ...]
    places: tuple[Node, ...]
    body: Node

    @property
    def binds(self) -> tuple[str, ...]:
        """The letters that are bound in it."""
        return self.variables


@dataclass(frozen=True)
class Turned(Node):
    """e to i times an angle."""

    of: Node


@dataclass(frozen=True)
class Integral(Node):
    """An integral over a real variable."""

    variable: str
    lower: Node
    upper: Node
    body: Node


@dataclass(frozen=True)
class Edge(Node):
    """The lower or upper (`upper`) bound of a variable in a declared region."""

    region: Pattern
    variables: tuple[str, ...]
    variable: str
    upper: bool


@dataclass(frozen=True)
class PathPoint(Node):
    """A coordinate of a declared path where its parameters are, or its derivative by one of them."""

    path: Pattern
    parameters: tuple[str, ...]
    name: str
    at: tuple[Node, ...]
    by: int | None = None


@dataclass(frozen=True)
class OverPath(Node):
    """An integral along a declared curve, or over a declared surface; `of` is that over its parameters."""

    path: Pattern
    of: Node
    closed: bool = False
    signed: bool = False
    """Whether `of` is positive or negative as the parameters go, and the integral is not."""


@dataclass(frozen=True)
class Face(Node):
    """A piece of a boundary: which parameter is held, at which end, and the integral over the others."""

    held: int
    upper: bool
    of: Node


@dataclass(frozen=True)
class Boundary(Node):
    """An integral over the boundary of what a notation declares by parameters, or by letter.

    `oriented` says whether it changes its sign with the orientation, as a flux does and an area does not.
    """

    pattern: Pattern
    path: Path
    faces: tuple[Face, ...]
    oriented: bool


@dataclass(frozen=True)
class Antiderivative(Node):
    """An integral without bounds."""

    of: Node
    by: Quantity


@dataclass(frozen=True)
class Constant(Node):
    """The constant of an integral without bounds."""

    name: str


@dataclass(frozen=True)
class Limit(Node):
    """A limit: the variable goes to a number (`side` 1 from above, −1 from below, 0 from both) or to infinity.

    A variable that `counts` takes whole numbers only.
    """

    variable: str
    to: Node
    side: int
    counts: bool
    body: Node


@dataclass(frozen=True)
class Extremum(Node):
    """The largest or smallest of some numbers."""

    operation: Literal["max", "min"]
    among: tuple[Node, ...]


@dataclass(frozen=True)
class Derivative(Node):
    """`∂ of / ∂ by …`, or with d, which is `total`: it follows all ways from `by` to `of`.

    `layout` says how derivatives by the entries of a whole array are arranged, see `check/layouts.py`; "" where nobody
    says.
    """

    of: Node
    by: tuple[Quantity, ...]
    total: bool = False
    layout: str = ""


@dataclass(frozen=True)
class Differential(Node):
    """`d(…)` along a random direction of the independent quantities."""

    of: Node


@dataclass(frozen=True)
class Gradient(Node):
    """`\\nabla f(x)`, a column; with `order` 2 the Hessian matrix or the Laplacian.

    `slot` says by which argument, `second` which of the two it is; "" where the notation does not say.
    """

    of: Call
    slot: int
    order: int
    second: str = ""


@dataclass(frozen=True)
class Partial(Node):
    """`f_x(x, y)`, `\\partial_i f(x)`: a function differentiated by arguments, or by entries of them, in this order."""

    of: Call
    slots: tuple[int, ...]
    entries: tuple[Node | None, ...]

    @property
    def order(self) -> int:
        """How many derivatives it is."""
        return len(self.slots)


@dataclass(frozen=True)
class Repeated(Node):
    """`f^{(n)}(x)`, `\\frac{d^n}{dx^n} …`: as many derivatives as a letter says.

    `by` is what they are taken by; None where `of` is a function that has one argument.
    """

    of: Node
    by: Quantity | None
    times: Node


@dataclass(frozen=True)
class Field(Node):
    """What ∇ and its kin make of a function or a field, in Cartesian coordinates.

    `by` are the coordinates, or one vector of them; () where `of` is a call that is differentiated by its arguments.
    """

    operation: Literal["grad", "div", "curl", "laplacian", "jacobian", "hessian", "second"]
    of: Node
    by: tuple[Quantity, ...]
    square: bool = False  # whether it is written as ∇², and so is one of two things: "second" where nobody said which

    @property
    def order(self) -> int:
        """How many derivatives it is."""
        return 2 if self.operation in ("laplacian", "hessian", "second") else 1

    @property
    def second(self) -> str:
        """Which of the two ∇² is; "" where the notation does not say."""
        return "" if self.operation == "second" else self.operation


@dataclass(frozen=True)
class Along(Node):
    """A derivative along a vector: `D_v f(x)`, `(v \\cdot \\nabla) f`."""

    of: Node
    direction: Node
    by: tuple[Quantity, ...]
    order = 1


@dataclass(frozen=True)
class Form(Node):
    """A derivative at vectors: `Df(x)[u]`, `D^2 f(x)[u, v]`, as many as its order is."""

    of: Node
    directions: tuple[Node, ...]
    by: tuple[Quantity, ...]

    @property
    def order(self) -> int:
        """How many derivatives it is."""
        return len(self.directions)


@dataclass(frozen=True)
class Jacobian(Node):
    """`\\frac{\\partial(u, v)}{\\partial(x, y)}`: a determinant."""

    of: tuple[Node, ...]
    by: tuple[Quantity, ...]
    order = 1


@dataclass(frozen=True)
class At(Node):
    """What something is where a quantity is moved to another value, and all follows it: `(fg)'(a)`."""

    of: Node
    variable: Quantity
    place: Node


@dataclass(frozen=True)
class Inner(Node):
    """`\\langle x, y\\rangle`, the inner product of vectors, or of matrices entry by entry."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Convolved(Node):
    """`(a * b)_n` of two sequences, which are 0 where they have no members."""

    left: Pattern
    right: Pattern
    at: Node


@dataclass(frozen=True)
class Composed(Node):
    """`(f \\circ g)(x)`; `of` is f(g(x)), or its derivative."""

    of: Node


@dataclass(frozen=True)
class Coefficient(Node):
    """`[x^n] F(x)`: the coefficient of a power series around 0."""

    variable: str
    power: Node
    body: Node

    @property
    def binds(self) -> tuple[str, ...]:
        """The letter of the series."""
        return (self.variable,)


@dataclass(frozen=True)
class Image(Node):
    """`\\sigma(i)`: what a permutation makes of a number."""

    of: Node
    at: Node


@dataclass(frozen=True)
class Signature(Node):
    """`\\operatorname{sgn}(\\sigma)` of a permutation."""

    of: Node


@dataclass(frozen=True)
class Norm(Node):
    """A norm: "2" (of a column, or the spectral norm of a matrix), "F", and of columns "1", "inf" or "p", an order."""

    of: Node
    kind: str
    order: Node | None = None


@dataclass(frozen=True)
class Matrix(Node):
    """A matrix written out."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Tuple(Node):
    """Numbers in brackets: a vector; a `column` where `^T` is above them."""

    items: tuple[Node, ...]
    column: bool = False


@dataclass(frozen=True)
class Unsized(Node):
    """The identity matrix, or a vector or a matrix of ones or zeros: of a size that is written, or that follows."""

    kind: Literal["identity", "zero", "ones"]
    sizes: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Cases(Node):
    """Values, each with the chain that must hold for it; None for "otherwise"."""

    rows: tuple[tuple[Node, Chain | None], ...]


Sign = Literal["=", "≤", "<", "≥", ">", "≠", "≡", "≢", "∣", "∤", "⊥", "∈", "∉", "⊆", "⊊", "≈", "∝", "∼"]


@dataclass(frozen=True)
class Order(Node):
    """`O(of)` or `o(of)`, something that is small beside `of`."""

    kind: Literal["O", "o"]
    of: Node


@dataclass(frozen=True)
class Dotted(Node):
    """Terms with dots between them: the sum, product or extremum that is meant, and the terms that are printed.

    No TeX stands for the parts of what is meant; what is printed is not evaluated.
    """

    meaning: Node
    printed: tuple[Node, ...]


@dataclass(frozen=True)
class Row(Node):
    """Entries of a row of a matrix with dots; what is `Dotted` among them is several."""

    entries: tuple[Node, ...]


@dataclass(frozen=True)
class Grid(Node):
    """A matrix with dots: rows, and `Dotted` ones that are several."""

    rows: tuple[Node, ...]


@dataclass(frozen=True)
class Diagonal(Node):
    """A square matrix with dots that has nothing but its diagonal."""

    entries: tuple[Node, ...]


@dataclass(frozen=True)
class Relation:
    """A sign between two expressions; ≡ and ≢ have what they are modulo."""

    start: int
    end: int
    sign: Sign
    modulus: Node | None = None
    near: float = 0.0  # of ≈, how near the notation or the author says; 0 where nobody does
    near_here: bool = False  # whether it is said of this one formula


@dataclass(frozen=True)
class Chain:
    """`a = b ≤ c …`: one more expression than relations."""

    expressions: tuple[Node, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Membership(Chain):
    """`n \\in \\mathbb N` as a condition: no relation, and before all else what is in the set.

    `kind` is N, Z, Q, R or C, with "+" for positive numbers, "0" for those that are not negative, "≠" without 0.  Two
    expressions are a vector and its length, three a matrix and its sizes.
    """

    kind: str


@dataclass(frozen=True)
class Listed(Chain):
    """`k = 1, 2, 4` as a condition: no relation, and before all else the letter that has one of the values."""


@dataclass(frozen=True)
class Happens(Node):
    """An event: that a chain is true."""

    chain: Chain


@dataclass(frozen=True)
class Occurs(Node):
    """An event that the notation names, or a random variable that is given."""

    of: Node


@dataclass(frozen=True)
class Both(Node):
    """That all of some events happen."""

    events: tuple[Node, ...]


@dataclass(frozen=True)
class Either(Node):
    """That one of some events happens, or several."""

    events: tuple[Node, ...]


@dataclass(frozen=True)
class Fails(Node):
    """That an event does not happen."""

    event: Node


@dataclass(frozen=True)
class Moment(Node):
    """A mean, a variance, a covariance or a correlation of random variables.

    `given` are events, and random variables (as `Occurs`), on which it is conditioned; `over` are the variables that
    it is taken over, all where it is empty.
    """

    operation: Literal["E", "Var", "Cov", "Corr"]
    of: tuple[Node, ...]
    given: tuple[Node, ...] = ()
    over: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Expected(Node):
    """`E_{x \\sim p}[…]`: `law` is a vector of probabilities, or a density at the letter."""

    variable: str
    law: Node
    body: Node

    @property
    def binds(self) -> tuple[str, ...]:
        """The letter that has this distribution."""
        return (self.variable,)


@dataclass(frozen=True)
class Probability(Node):
    """The probability of an event."""

    event: Node
    given: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Information(Node):
    """An entropy "H", a mutual information "I" or a divergence "KL".

    `of` are random variables or a probability vector, those of the two sides of I and KL apart; the logarithms have the
    `base`, which is e where it is None.
    """

    operation: Literal["H", "I", "KL"]
    of: tuple[tuple[Node, ...], ...]
    given: tuple[Node, ...] = ()
    base: Node | None = None


@dataclass(frozen=True)
class EachOutcome(Node):
    """An expression at each outcome of the random variables in some sides: `E[Y \\mid X]` is one itself."""

    of: Node
    sides: tuple[Node, ...]


@dataclass(frozen=True)
class Distributed(Node):
    """How a random variable is distributed, to be compared with a `Distribution`."""

    of: Node
    like: Distribution


@dataclass(frozen=True)
class InLaw(Node):
    """How a random variable is distributed, to be compared with how another one is; `scale` is the left of the two."""

    of: Node
    scale: Node


@dataclass(frozen=True)
class Distribution(Node):
    """A distribution that is written out, as `\\mathcal N(\\mu, \\sigma^2)`; `family` is its row's name."""

    family: str
    parameters: tuple[Node, ...]


@dataclass(frozen=True)
class Statement:
    """What a formula states: a chain, and the chains that say for which indices.

    An `aside` stands after the first statement and has no index letter, as `n \\geq 2`: where all of it is whole
    numbers it says for which sizes, else it is a statement like the others.  It says so of the statements whose `line`
    is its own.  One that is `alone` has one of the signs of a ± that stands on one of its sides only.
    """

    chain: Chain
    conditions: tuple[Chain, ...] = ()
    aside: bool = False
    line: int = 0
    alone: bool = False
    antiderivative: bool = False  # whether the derivatives of its sides stand for them


BINDING = (Big, Integral, Limit)
"""What binds a letter in its body."""


_BELOW = "_below"  # under this name a node keeps the nodes right below it, which are asked for again and again


def children(node: Node | Chain) -> Iterator[Node]:
    """The nodes right below a node, in the order of the TeX."""
    return iter(_below(node))


def _below(node: Node | Chain) -> tuple[Node, ...]:
    kept: tuple[Node, ...] | None = node.__dict__.get(_BELOW)
    if kept is None:
        found = list[Node]()
        _gather(node, found)
        kept = node.__dict__[_BELOW] = tuple(found)
    return kept


def _gather(of: Node | Chain, found: list[Node]) -> None:
    if isinstance(of, Chain):
        found.extend(of.expressions)
        moduli = [relation.modulus for relation in of.relations if relation.modulus]
        found.extend({id(one): one for one in moduli}.values())
        return
    kind: Any = type(of)
    for name in _names(kind):
        _gather_from(getattr(of, name), found)


def _gather_from(value: object, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, Chain):
        _gather(value, found)
    elif isinstance(value, tuple):
        for part in value:
            _gather_from(part, found)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def walk(node: Node | Chain) -> Iterator[Node]:
    """A node and all below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Node):
            yield one
        waiting += _below(one)[::-1]


def quantities(node: Node | Chain) -> Iterator[Quantity]:
    """The quantities of the notation in it."""
    return (one for one in walk(node) if isinstance(one, Quantity))


def free_indices(node: Node | Chain) -> frozenset[str]:
    """The letters in it that count, or run over numbers, and that no sum or integral of its own binds."""
    if isinstance(node, Index):
        return frozenset((node.name,))
    if isinstance(node, BINDING):
        bounds = [free_indices(bound) for bound in children(node) if bound is not node.body]
        return (free_indices(node.body) - {node.variable}).union(*bounds)
    return frozenset[str]().union(*map(free_indices, children(node))) - set(getattr(node, "binds", ()))


def is_zero(node: Node) -> bool:
    """Whether it is a printed 0, be it of a number, a vector or a matrix."""
    return (isinstance(node, Number) and node.value == 0) or (isinstance(node, Unsized) and node.kind == "zero")


def spelling(node: object) -> object:
    """A node without the places where its parts stand: equal for what is written alike."""
    if isinstance(node, Node | Chain | Relation):
        return type(node).__name__, *(
            spelling(value) for name, value in vars(node).items() if name not in ("start", "end", "beside", _BELOW)
        )
    return tuple(map(spelling, node)) if isinstance(node, tuple) else node
