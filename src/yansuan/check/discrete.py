"""What counts, evaluated: each node of `tex/discrete.py` as a function of state and indices.

A maker takes what compiles the parts of a node, and the node.  All whole numbers are exact on the way (`wholes.py`);
what they come to is a number of the field that is computed in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import flint

from yansuan.check.errors import Ambiguous, Meaningless, TooLarge
from yansuan.check.logic import is_prime
from yansuan.check.notation import State
from yansuan.check.values import add, divide, multiply, number, whole_number
from yansuan.check.wholes import Function, Indices, rounded, whole
from yansuan.tex import discrete
from yansuan.tex.tree import Node

Compile = Callable[[Any], Function]

_MOST_FACTORS = 500
_MOST_CHOSEN = 2000  # the upper number of a multinomial
_MOST_SUBSETS = 300  # of the upper number of a Stirling number


def _rounded(compiled: Compile, node: discrete.Rounded) -> Function:
    return rounded(compiled(node.of), up=node.up)


def _remainder(compiled: Compile, node: discrete.Remainder) -> Function:
    """x − m⌊x/m⌋ for a positive m, which of a negative x is not what every program gives."""
    of, modulus = compiled(node.of), compiled(node.modulus)
    quotient = rounded(
        lambda state, indices: divide(of(state, indices), modulus(state, indices), state.field), up=False
    )

    def value(state: State, indices: Indices) -> Any:
        x, m = number(of(state, indices)), number(modulus(state, indices))
        if isinstance(m, int | float) and m <= 0:
            raise Meaningless("\\bmod by 0") if m == 0 else Ambiguous("\\bmod by a negative number: which sign has it?")
        if isinstance(x, int) and isinstance(m, int):
            return x % m
        exact = isinstance(x, float) and abs(x) > 2**53  # a whole number that a double does not hold
        if exact or not isinstance(x, float | int):
            return whole(of, "\\bmod")(state, indices) % whole(modulus, "\\bmod")(state, indices)
        return add(x, multiply(-1 * quotient(state, indices), m, state.field), state.field)

    return value


def _divisor(compiled: Compile, node: discrete.Divisor) -> Function:
    among = [whole(compiled(part), f"the {node.operation}") for part in node.among]
    compute = math.gcd if node.operation == "gcd" else math.lcm
    return lambda state, indices: state.field.integer(compute(*(part(state, indices) for part in among)))


def _stepped(compiled: Compile, node: discrete.Stepped) -> Function:
    base, step = compiled(node.base), node.step
    what = "a falling power" if step < 0 else "a power with a bar, which rises,"
    count = whole(compiled(node.count), what)

    def value(state: State, indices: Indices) -> Any:
        x, n = number(base(state, indices)), count(state, indices)
        if not 0 <= n <= _MOST_FACTORS:
            raise Meaningless(f"{what} of {n} factors")
        product: Any = 1
        for k in range(n):
            product = multiply(product, add(x, step * k, state.field), state.field)
        return product

    return value


def _stirling(compiled: Compile, node: discrete.Stirling) -> Function:
    above, below = (whole(compiled(part), "a Stirling number") for part in (node.above, node.below))
    row = subsets if node.kind == "brace" else cycles

    def value(state: State, indices: Indices) -> Any:
        n, k = above(state, indices), below(state, indices)
        if n < 0 or k < 0:
            raise Meaningless(f"a Stirling number of {n} and {k}")
        if n > _MOST_SUBSETS:
            raise TooLarge("a Stirling number is too large")
        return state.field.integer(row(n)[k] if k <= n else 0)

    return value


@lru_cache(maxsize=_MOST_SUBSETS + 1)
def subsets(n: int) -> tuple[int, ...]:
    """How many partitions of n things there are into k parts, by k: S(n, k) = k S(n−1, k) + S(n−1, k−1)."""
    row: tuple[int, ...] = (1,)
    for _ in range(n):
        row = tuple(k * (row[k] if k < len(row) else 0) + (row[k - 1] if k else 0) for k in range(len(row) + 1))
    return row


@lru_cache(maxsize=_MOST_SUBSETS + 1)
def cycles(n: int) -> tuple[int, ...]:
    """How many permutations of n things have k cycles, by k: c(n, k) = (n−1) c(n−1, k) + c(n−1, k−1)."""
    row: tuple[int, ...] = (1,)
    for m in range(n):
        row = tuple(m * (row[k] if k < len(row) else 0) + (row[k - 1] if k else 0) for k in range(len(row) + 1))
    return row


def _arrangements(compiled: Compile, node: discrete.Arrangements) -> Function:
    above, below = (whole(compiled(part), "A_n^k") for part in (node.above, node.below))

    def value(state: State, indices: Indices) -> Any:
        n, k = above(state, indices), below(state, indices)
        if n < 0 or k < 0 or k > _MOST_FACTORS:
            raise Meaningless(f"A_n^k for {n} and {k}")
        return state.field.integer(math.perm(n, k))

    return value


def multinomial(above: Function, among: Function) -> Function:
    """The function that gives n!/(k_1! k_2! …), 0 where one of the k is negative."""

    def value(state: State, indices: Indices) -> Any:
        n, counts = whole_number(above(state, indices)), [whole_number(one) for one in among(state, indices)]
        if sum(counts) != n:
            told = f"what stands below a multinomial adds up to {sum(counts)}, and {n} stands above: write every part"
            raise Meaningless(told)
        if n > _MOST_CHOSEN:
            raise TooLarge("a multinomial is too large")
        if min(counts) < 0:
            return 0
        return state.field.integer(math.factorial(n) // math.prod(map(math.factorial, counts)))

    return value


def _residue(compiled: Compile, node: discrete.Residue) -> Function:
    above, below = (whole(compiled(part), "Legendre's symbol") for part in (node.above, node.below))

    def value(state: State, indices: Indices) -> Any:
        a, n = above(state, indices), below(state, indices)
        if n < 3 or n % 2 == 0 or not (node.jacobi or is_prime(n)):
            raise Meaningless(f"Legendre's symbol over {n}, which is no odd prime")
        return state.field.integer(int(flint.fmpz(a).jacobi(n)))

    return value


def _kronecker(compiled: Compile, node: discrete.Kronecker) -> Function:
    one, other = _places(compiled, node.places, "δ")
    return lambda state, indices: int(one(state, indices) == other(state, indices))


def _permuted(compiled: Compile, node: discrete.Permuted) -> Function:
    places = _places(compiled, node.places, "ε")

    def value(state: State, indices: Indices) -> int:
        found = [place(state, indices) for place in places]
        if not all(1 <= place <= len(found) for place in found):
            raise Meaningless(f"ε with the indices {', '.join(map(str, found))}: they are from 1 to {len(found)}")
        return sign_of(found)

    return value


def sign_of(places: Sequence[int]) -> int:
    """1 for an even permutation of whole numbers, −1 for an odd one, 0 where one stands twice."""
    if len(set(places)) < len(places):
        return 0
    turned = sum(a > b for n, a in enumerate(places) for b in places[n + 1 :])
    return -1 if turned % 2 else 1


def _places(compiled: Compile, nodes: Sequence[Node], what: str) -> list[Callable[[State, Indices], int]]:
    return [whole(compiled(node), what) for node in nodes]


MAKERS: dict[type[Node], Callable[[Compile, Any], Function]] = {
    discrete.Rounded: _rounded,
    discrete.Remainder: _remainder,
    discrete.Divisor: _divisor,
    discrete.Stepped: _stepped,
    discrete.Stirling: _stirling,
    discrete.Arrangements: _arrangements,
    discrete.Residue: _residue,
    discrete.Kronecker: _kronecker,
    discrete.Permuted: _permuted,
}
