"""What the symbols of a note stand for, on one random instance: values, and what follows when one of them is moved.

A snippet declares its notations as plain data, so that it needs nothing of this folder to run by itself:

    NOTATIONS = {"network": network_notation, …}      # the first is the note's own

    def network_notation(rng):                        # an endless stream of random instances
        while True:
            yield {
                "s_l": ("单元数", sizes),                                # a vector: s_l is its l-th entry
                r"\\theta_{kp}^{(l)}, \\Theta^{(l)}": ("权重", {1: …}),    # by layer; two ways to write it
                "z_k^{(l)}": ("输入", lambda theta, a, b, l: …),         # what it follows from, by name
                "g(z)": ("sigmoid 函数", sigmoid),                       # a function
                "i, j, k": ("编号", ...), "l": ("层号", range(1, L + 1)),  # letters that count
                r"\\sup_t": ("全体实数", (-9.0, 9.0)),                     # the set of a supremum
                "d": ("独立的变量", ["x", "y"]),                          # what moves freely in d(…), or {"x": dx, …};
                                                                       # r"\\mathrm d" where d is a letter like others
                "S": ("集合", {1, 2, 3}),                                # a finite set, of whole numbers or tuples
                "P_n(x)": ("勒让德多项式", lambda n, x: …),                # a family: its indices first
                "|": ("行列式", "det"), "*": ("共轭", "conj"),            # what bars around a matrix are, and a star
                r"\\nabla^2": ("海森矩阵", "hessian"),                    # or the Laplacian, "laplacian"
                "x'": ("新的点", x_new), r"\\theta^*": ("最优参数", best),  # names with a prime or a star
                "a^{[l]}": ("第 l 层的输出", {1: …}), "x^i": ("分量", x),   # indices above; x^i where i counts
                r"\\Delta x": ("增量", dx), r"f_\\theta(x)": ("模型", f),    # the snippet's f takes θ, then x
                r"p(x \\mid \\theta)": ("条件密度", lambda x, theta: …),     # arguments parted by | or ;
                "X": ("点数", {1: 0.5, 2: 0.3, 3: 0.2}),                  # a random variable: values and probabilities,
                "Y": ("误差", stats.norm(mu, sigma)),                     # or a frozen distribution of SciPy
                "(U, V)": ("一对", {(0, 1): 0.5, (1, 0): 0.5}),           # several of them at once
                "Z": ("它们的和", lambda X, Y: X + Y),                     # what follows from them
                "X_i": ("样本", ("iid", {0: 0.5, 1: 0.5})),               # independent ones, alike
                "A": ("事件", lambda X: X > 1),                           # an event
                "D": ("三角形", {"x": (0.0, 1.0), "y": lambda x: (0.0, x)}),  # a region, for \\iint_D … dx dy
                "C": ("椭圆", {"t": (0.0, 6.28), "x": lambda t: …, "y": lambda t: …}),  # or a surface
                "p": ("质数", ...),                                       # all primes, below \\sum and \\prod
                "=": ("为什么不能更准", 1e-7),                            # a looser tolerance, with its reason
            }

Lower indices count from 1 in the array that a quantity is; upper ones, and whatever a definition takes as a parameter
of an index's name, choose the array.  A definition takes the quantities that it follows from by their names in Python
(`theta` for `\\theta`, `q_dot` for `\\dot q`), and a family as something that `l` is looked up in.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from yansuan.check.balls import Ball
from yansuan.check.errors import Ambiguous, Exhausted, Meaningless, NotHere, OutOfRange
from yansuan.check.fields import DOUBLES, Field, unboxed
from yansuan.check.form import form_of
from yansuan.check.generic import Generic, NotRational
from yansuan.check.laws import Law, is_random, law_of, with_components
from yansuan.check.limited import TooLong, limited
from yansuan.check.replay import Call, Replayed
from yansuan.check.samples import PLAIN, SEED, Leaping, Wide, seeded
from yansuan.tex.conventions import Dependence
from yansuan.tex.keys import freely, moves_freely, read_grammar, split_key
from yansuan.tex.patterns import Grammar, NotationError, Pattern, code_name

Array = NDArray[Any]
TOLERANCE = 1e-9
_LARGEST_PART = 2**10  # below the line of a fraction that a double is exactly
STEP = 1e-30  # of the complex step: its square vanishes beside anything
_SOMEWHERE = 0.37  # where a function is tried
_LINES = 200_000  # of Python, after which trying one is given up
MOST_STEPS = 300_000  # of one formula on one instance: a step is about one node of its tree, evaluated once


class Move(NamedTuple):
    """A displacement of a quantity, of one entry of it where `entry` says which (from 0); or what it becomes."""

    key: str
    upper: tuple[int, ...]
    entry: tuple[int, ...] | None
    by: Any
    draws: bool = False  # the value of a random variable, rather than a displacement
    sets: bool = False

    @property
    def replaces(self) -> bool:
        """Whether it says what a quantity becomes, whatever it is."""
        return self.draws or (self.sets and self.entry is None)


@dataclass(frozen=True)
class Definition:
    """A quantity that follows from others.

    Args:
        follow: gives its value.
        takes: its parameters: which are indices (True), which are names of what it follows from (False).
    """

    follow: Callable[..., Any]
    takes: tuple[tuple[str, bool], ...]

    @property
    def indices(self) -> tuple[str, ...]:
        """The parameters that are indices."""
        return tuple(name for name, is_index in self.takes if is_index)


@dataclass(frozen=True)
class Choice:
    """Which indices of a quantity choose its array: the upper ones, and the lower ones at these places."""

    lower: tuple[int, ...]
    letters: tuple[str, ...]


class Instance:
    """One random instance of a notation."""

    def __init__(self, notation: Mapping[str, Any], number: int, like: Instance | None = None) -> None:
        """Read it; as `like` was read, an instance of the same notation, where their forms are the same."""
        self.edge: bool = getattr(notation, "edge", False)  # see draws.py: only values count
        self.endless: frozenset[str] = getattr(notation, "endless", frozenset())
        self.sought: dict[str, float] | None = None  # by symbol, numbers of it that were sought, see tightest.py
        self.entries = notation  # as they were drawn
        self._form = form_of(notation)
        notation = with_components(notation)
        self.number = number
        if like and self._form and self._form == like._form and not like.grammar.random:
            self._read_like(like, notation)
        else:
            self._read(notation)
        self.base = State(self, (), DOUBLES)
        self.exact: State | None = None  # all quantities in whole numbers and fractions, once they are asked for
        self.steps = 0  # taken for the formula in hand
        self.suprema = 0  # how many are being sought, one within the other
        self.height = 0.0  # how large the values are of which it has a supremum
        self.slack = 0.0  # the largest relative error of a derivative, or of what has no end, in it
        self.estimated = False  # whether what has no end in it is known by an estimate only
        self._check_declarations()

    def _read(self, notation: Mapping[str, Any]) -> None:
        self.grammar: Grammar = read_grammar(notation)
        self.values = {key: frozen(key, value) for key, (_, value) in notation.items()}
        self._freely = freely(notation)
        self._names = {key: name for key, (name, _) in notation.items()}
        self._find_laws()
        found = {pattern.tex: pattern for patterns in self.grammar.patterns.values() for pattern in patterns}
        self.patterns = {pattern.key: found[split_key(pattern.key)[0]] for pattern in found.values()}
        self.keys = self._by_code()
        quantities = {key: pattern for key, pattern in self.patterns.items() if pattern.formals is None}
        self.definitions = {
            key: _definition(self.values[key], pattern)
            for key, pattern in quantities.items()
            if callable(self.values[key])
        }
        self.choices = {key: self._choice(key, pattern) for key, pattern in quantities.items()}
        self._check_names()
        self._check_functions()
        self.grammar = dataclasses.replace(self.grammar, dependence=self._dependence())

    def _read_like(self, like: Instance, notation: Mapping[str, Any]) -> None:
        self.values = {key: frozen(key, value) for key, (_, value) in notation.items()}
        self.grammar, self.patterns, self.keys, self.choices = like.grammar, like.patterns, like.keys, like.choices
        self._freely, self._names = like._freely, like._names
        self.upstream, self.parameters = like.upstream, like.parameters
        self.definitions = {
            key: Definition(self.values[key], definition.takes) for key, definition in like.definitions.items()
        }

    @cached_property
    def is_of_size_one(self) -> bool:
        """Whether all vectors and matrices have a single entry here, so that `\\mathbf 1` and `I` have one, too.

        A function that is no formula may have longer values; on an edge these would say nothing.
        """
        drawn = [value for key, value in self.values.items() if key not in self.definitions]
        if not self.edge and any(callable(value) and not hasattr(value, "evaluate") for value in drawn):
            return False
        whole = [value for value in drawn if isinstance(value, np.ndarray)]
        parts = [part for value in drawn if isinstance(value, dict) for part in value.values()]
        return bool(whole) and all(np.size(value) == 1 for value in (*whole, *parts))

    def _dependence(self) -> Dependence:
        drawn = {key for key in self.choices if key not in self.definitions}
        counts = {key for key in drawn if isinstance(self.values[key], int | np.integer)}
        numbers = {key for key in drawn if isinstance(self.values[key], float | np.floating)}
        arrays = {key for key in drawn if np.ndim(self.values[key]) and isinstance(self.values[key], np.ndarray)}
        return Dependence(self.upstream, *map(frozenset, (numbers, counts, drawn, arrays)))

    def _find_laws(self) -> None:
        """Bind the random variables to their distributions."""
        laws = dict[str, Law]()
        for patterns in self.grammar.patterns.values():
            for pattern in patterns:
                value, indexed = self.values[pattern.key], bool(pattern.lower or pattern.upper)
                if pattern.formals is None and is_random(value, indexed=indexed):
                    laws[pattern.key] = law_of(pattern.key, value)
        self.values |= laws
        self.grammar = dataclasses.replace(self.grammar, random=frozenset(laws))

    @property
    def tolerance(self) -> float:
        """The largest relative error at which two sides are equal."""
        return float(self.values.get("=", TOLERANCE))

    def _by_code(self) -> dict[str, str | None]:
        """The key that each Python name means; None where it could be one of two.

        Of `x` beside `x_i`, the plain one is x and the other x_i.
        """
        found: dict[str, list[Pattern]] = {}
        for pattern in dict.fromkeys(one for patterns in self.grammar.patterns.values() for one in patterns):
            found.setdefault(pattern.code, []).append(pattern)
        keys: dict[str, str | None] = {}
        for code, patterns in found.items():
            plain = {one.key for one in patterns if not (one.lower or one.upper)}
            every = {one.key for one in patterns}
            keys[code] = (plain if len(plain) == 1 else every).pop() if 1 in (len(plain), len(every)) else None
        for code, patterns in found.items():
            for one in patterns:
                name = "_".join((code, "".join(map(code_name, one.lower + one.upper))))
                if (one.lower or one.upper) and one.key != keys[code] and name not in found:
                    keys[name] = one.key if keys.get(name, one.key) == one.key else None
        return keys

    def _choice(self, key: str, pattern: Pattern) -> Choice:
        definition, value = self.definitions.get(key), self.values[key]
        if definition:
            taken = definition.indices
            if missing := set(pattern.upper) - set(taken):
                raise NotationError(f"the notation's {key!r} does not take {', '.join(sorted(missing))}")
            lower = tuple(n for n, letter in enumerate(pattern.lower) if letter in taken)
        else:
            lower = (0,) if isinstance(value, dict) and pattern.lower and not pattern.upper else ()
            if lower and len(pattern.lower) > 1 and all(isinstance(at, tuple) for at in value):
                lower = tuple(range(len(pattern.lower)))  # by all of them: {(1, 0): …, (1, 1): …}
            if isinstance(value, Law):  # independent ones, alike: each has its own value
                lower = tuple(range(len(pattern.lower)))
        letters = pattern.upper + tuple(pattern.lower[n] for n in lower)
        return Choice(lower, letters)

    def _check_declarations(self) -> None:
        """What is no quantity and no function, but said of these."""
        for pattern in self.grammar.sets.values():
            ends = self.values[pattern.key]
            if np.shape(ends) != (2,) or not ends[0] < ends[1]:
                raise NotationError(f"the notation's {pattern.key!r} is no interval such as (-9.0, 9.0)")
        tolerance = self.values.get("=", TOLERANCE)
        if not isinstance(tolerance, int | float) or not 0 < tolerance < 1:
            raise NotationError("the notation's '=' is no tolerance such as 1e-7")
        if sum(moves_freely(key, value) for key, value in self.values.items()) > 1:
            raise NotationError("the notation says twice what moves freely, under 'd' and under '\\mathrm d'")

    def _check_names(self) -> None:
        for key, definition in self.definitions.items():
            for name, is_index in definition.takes:
                if not is_index and not self.keys.get(name):
                    known = ", ".join(sorted(code for code, there in self.keys.items() if there))
                    raise NotationError(f"the notation's {key!r} follows from {name!r}, which is not one of {known}")

    def with_value(self, key: str, value: Any) -> Instance:
        """The same but for one drawn value."""
        notation = {other: (self._names[other], value if other == key else kept) for other, kept in self.values.items()}
        return Instance(notation, self.number)

    def state(self, field: Field) -> State:
        """All quantities, nothing moved, as numbers of another kind."""
        return State(self, (), field)

    def _check_functions(self) -> None:
        """A function takes its indices first, then its arguments."""
        for key, pattern in self.patterns.items():
            if pattern.formals is None:
                continue
            takes = [code_name(letter) for letter in pattern.lower + pattern.upper] + list(pattern.formals)
            try:
                inspect.signature(self.values[key]).bind(*takes)
            except TypeError:
                shown = ", ".join(takes)
                raise NotationError(
                    f"the notation's {key!r} is a function of {shown}: bind it to one, such as lambda {shown}: …"
                ) from None
            except ValueError:  # a function of C that does not say
                continue

    @cached_property
    def parameters(self) -> dict[str, tuple[bool, ...]]:
        """By function, which letters at its symbol are quantities but no whole numbers: θ of `f_\\theta(x)`."""
        found = dict[str, tuple[bool, ...]]()
        for key, pattern in self.patterns.items():
            if pattern.formals is not None:
                keys = [self.keys.get(code_name(letter)) for letter in pattern.lower + pattern.upper]
                values = [self.values[one] if one and one != key else 0 for one in keys]
                found[key] = tuple(not isinstance(value, int | np.integer) for value in values)
        return found

    @contextmanager
    def spared(self) -> Iterator[None]:
        """What is evaluated meanwhile may take half of the steps, and is on no account."""
        before = self.steps, self.slack
        self.steps = MOST_STEPS // 2
        try:
            yield
        finally:
            self.steps, self.slack = before

    def begin(self) -> None:
        """A formula is taken in hand."""
        self.steps, self.slack, self.height, self.estimated = 0, 0.0, 0.0, False

    def spend(self, steps: int) -> None:
        """Count steps of an evaluation.

        Raises:
            Exhausted: there are more than a formula may take.
        """
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise Exhausted(f"it takes more than {MOST_STEPS} steps to evaluate. Make its sums or ranges shorter")

    @cached_property
    def upstream(self) -> dict[str, frozenset[str]]:
        """By key, all that it follows from, itself included."""
        direct = {
            key: {cast(str, self.keys[name]) for name, is_index in definition.takes if not is_index}
            for key, definition in self.definitions.items()
        }
        direct |= {
            key: {own for name in value.follows if (own := self.keys.get(name))}
            for key, value in self.values.items()
            if key not in self.definitions and hasattr(value, "follows")  # a function that is a formula, see written.py
        }
        found: dict[str, frozenset[str]] = {}
        for key in self.patterns:
            reached, waiting = set[str](), [key]
            while waiting:
                one = waiting.pop()
                if one not in reached:
                    reached.add(one)
                    waiting += direct.get(one, ())
            found[key] = frozenset(reached)
        return found

    @cached_property
    def largest(self) -> int:
        """No index exceeds it by more than one."""
        sizes = [2]
        for key, value in self.values.items():
            if key in self.patterns and not callable(value) and not isinstance(value, str):
                arrays = value.values() if isinstance(value, dict) else [value]
                sizes += [size for array in arrays for size in np.shape(array)]
                sizes += [one for one in value if isinstance(one, int)] if isinstance(value, frozenset) else []
                sizes += [n for n in value if isinstance(n, int)] if isinstance(value, dict) else []
                if isinstance(value, int | np.integer) and 0 < value < 50:
                    sizes.append(int(value))
        sizes += [one.counts_to for one in self.values.values() if hasattr(one, "counts_to")]  # see known.py
        sizes += [span.stop for span in self.grammar.indices.values() if span]
        return max(sizes)

    @cached_property
    def direction(self) -> tuple[Move, ...]:
        """A random direction of the independent quantities, of length about 1, or the increments that `d` gives."""
        moves, increments = list[Move](), self.values[self._freely or "d"]
        for name in increments:
            key = self.keys.get(name)
            if key is None or callable(self.values[key]):
                raise NotationError(f"the notation's 'd' names {name!r}, which is no quantity that moves freely")
            shape = np.shape(self.values[key])
            drawn = np.random.Generator(seeded(self.number, len(moves))).normal(size=shape)
            drawn = np.reshape(increments[name], shape) if isinstance(increments, dict) else drawn
            moves.append(Move(key, (), None, drawn if shape else float(drawn)))
        return tuple(moves)


class State:
    """All quantities of an instance after some of them have been moved; each is computed when asked for, once.

    Args:
        instance: which one.
        moves: what has been moved.
        field: what numbers are.
        parent: the state before the last moves.
        held: the keys that keep the values of the parent.
    """

    __slots__ = ("_children", "_known", "_open", "field", "held", "instance", "moves", "parent", "rested")

    def __init__(
        self,
        instance: Instance,
        moves: tuple[Move, ...],
        field: Field,
        parent: State | None = None,
        held: frozenset[str] = frozenset(),
    ) -> None:
        self.instance, self.moves, self.field, self.parent, self.held = instance, moves, field, parent, held
        self._known: dict[tuple[str, tuple[int, ...]], Any] = {}
        self._children: dict[Any, State] = {}
        self._open: set[tuple[str, tuple[int, ...]]] = set()  # being found
        self.rested: dict[Any, Any] = {}  # see resting.py

    def moved(
        self, key: Any, moves: Sequence[Move], field: Field | None = None, held: frozenset[str] = frozenset()
    ) -> State:
        """The state after further moves; `key` names them, so that it is made once.

        Args:
            key: what the moves are called.
            moves: displacements of quantities.
            field: what numbers are from there on, if it is something else.
            held: the quantities that do not follow.
        """
        field = field or self.field
        child = self._children.get((key, field, held))
        if child is None:
            child = State(self.instance, self.moves + tuple(moves), field, self, held)
            self._children[key, field, held] = child
        return child

    def whole(self, key: str, upper: tuple[int, ...] = ()) -> Any:
        """A quantity: a number, or an array as the snippet has it.

        Raises:
            OutOfRange: there is none at these indices.
            NotationError: its definition fails.
        """
        known = self._known.get((key, upper))
        if known is None:
            known = self._known[key, upper] = self._find(key, upper)
        return known

    def drawn(self, values: Mapping[tuple[str, tuple[int, ...]], Any]) -> State:
        """The state in which random variables, by key and upper indices, have values."""
        moves = tuple(Move(key, upper, None, value, draws=True) for (key, upper), value in values.items())
        return State(self.instance, self.moves + moves, self.field, self)

    def with_value(self, key: str, value: Any, resting: Mapping[tuple[str, tuple[int, ...]], Any]) -> State:
        """The state in which a quantity has another value; `resting` has the values of others, which stay."""
        state = State(self.instance, (*self.moves, Move(key, (), None, value, sets=True)), self.field, self)
        state._known = {**resting, (key, ()): value}
        return state

    def resting(self, key: str, among: Iterable[str]) -> dict[tuple[str, tuple[int, ...]], Any]:
        """The values of quantities that do not follow another one, but for those that have none."""
        found = dict[tuple[str, tuple[int, ...]], Any]()
        choices, upstream = self.instance.choices, self.instance.upstream
        for other in among:
            if self.held or other not in choices or choices[other].letters or key in upstream[other]:
                continue
            try:
                value = self.whole(other)
            except Exception:  # whoever asks for it will tell
                continue
            if not isinstance(value, Law):
                found[other, ()] = value
        return found

    def _find(self, key: str, upper: tuple[int, ...]) -> Any:
        moved, upstream = False, self.instance.upstream[key]
        for move in self.moves:
            if move.key in upstream:
                moved = True
                break
        if self.parent is not None and (not moved or key in self.held):
            value = self.parent.whole(key, upper)
            if isinstance(value, Law):
                return value.lifted(self.field)
            return value if self.parent.field is self.field else self.field.lift(value, (key, upper))
        if not moved:
            return self._defined(key, upper)
        replaced, displaced = False, list[Move]()
        for move in self.moves:
            if move.key == key and move.upper == upper:
                if move.replaces:
                    replaced, value, displaced = True, move.by, []
                else:
                    displaced.append(move)
        value = value if replaced else self._defined(key, upper)
        for move in displaced:
            value = _displaced(value, move)
        return value

    def _defined(self, key: str, upper: tuple[int, ...]) -> Any:
        value, definition = self.instance.values[key], self.instance.definitions.get(key)
        if definition:
            if (key, upper) in self._open:
                raise NotationError(f"the notation's {key!r} follows from itself")
            self._open.add((key, upper))
            try:
                return self._follow(key, definition, upper)
            finally:
                self._open.discard((key, upper))
        if isinstance(value, Law):
            if any(index < 1 for index in upper):
                raise self._absent(key, upper)
            return value.lifted(self.field)
        if isinstance(value, dict):
            if upper[0 if len(upper) == 1 else slice(None)] not in value:
                raise self._absent(key, upper)
            return self.field.lift(unboxed(value[upper[0] if len(upper) == 1 else upper]), (key, upper))
        return self.field.lift(unboxed(value), (key, ()))

    def _follow(self, key: str, definition: Definition, upper: tuple[int, ...]) -> Any:
        if any(index < 1 for index in upper) and not hasattr(definition.follow, "counts_to"):
            raise self._absent(key, upper)  # Python would count from the end
        indices = dict(zip(self.instance.choices[key].letters, upper, strict=True))
        taken = {name: indices[name] if is_index else self._given(name) for name, is_index in definition.takes}
        try:
            if hasattr(definition.follow, "evaluate"):  # a formula, see written.py
                return unboxed(definition.follow.evaluate(self, indices))
            return unboxed(self.field.call(definition.follow, **taken))
        except (KeyError, IndexError, OutOfRange):
            raise self._absent(key, upper) from None
        except RecursionError:
            raise NotationError(f"the notation's {key!r} follows from itself") from None
        except (NotationError, Meaningless, Ambiguous, Exhausted, NotHere, NotRational):
            raise
        except Exception as error:  # an author's mistake in the snippet must not end the build
            raise NotationError(f"the notation's {key!r} fails: {type(error).__name__}: {error}") from None

    def _absent(self, key: str, upper: tuple[int, ...]) -> OutOfRange:
        return OutOfRange(f"{self.instance.patterns[key].tex} does not exist at {', '.join(map(str, upper))}")

    def _given(self, name: str) -> Any:
        key = cast(str, self.instance.keys[name])
        if self.instance.patterns[key].formals is not None:
            return self.instance.values[key]
        if self.instance.choices[key].letters:
            return _Family(self, key)
        value = self.whole(key)
        if isinstance(value, Law):
            raise Meaningless(has_no_value(self.instance.patterns[key].tex))
        return value


@dataclass(frozen=True)
class _Family:
    """A quantity with upper indices, for a definition to look them up in."""

    state: State
    key: str
    change: Callable[[Any], Any] | None = None

    def __getitem__(self, upper: int | tuple[int, ...]) -> Any:
        value = self.state.whole(self.key, upper if isinstance(upper, tuple) else (upper,))
        if isinstance(value, Law):
            raise Meaningless(has_no_value(self.state.instance.patterns[self.key].tex))
        return self.change(value) if self.change else value

    def doubled(self, change: Callable[[Any], Any]) -> _Family:
        """The same with its values in doubles."""
        return _Family(self.state, self.key, change)


def has_no_value(tex: str) -> str:
    """Why a random variable cannot be computed with as it stands."""
    return f"{tex} is a random variable: it has a value only within E, P and their kin"


Drawn = tuple[Instance, list[Call]]


class Instances(list[Instance]):
    """The first instances of a notation, of which there can be more."""

    def __init__(self, drawn: Iterable[Instance], draw: Callable[[int, Sequence[Call] | None], Drawn]) -> None:
        super().__init__(drawn)
        self.draw = draw
        self._more = list[Instance]()

    def more(self, count: int) -> list[Instance]:
        """So many more; where a formula has no value on one of them, that says nothing."""
        while len(self._more) < count:
            instance, _ = self.draw(len(self) + len(self._more), None)
            instance.edge = True
            self._more.append(instance)
        return self._more[:count]

    def redrawn(self, number: int, script: Sequence[Call] = ()) -> Drawn:
        """An instance drawn again, and what its generator was asked for; of other numbers where a script has them.

        Raises:
            NotationError: the notation fails with them.
        """
        instance, calls = self.draw(number, script)
        instance.edge = True
        return instance, calls


def stream(notation: Callable[[np.random.Generator], Iterator[Mapping[str, Any]]], count: int) -> Instances:
    """The first random instances of a notation, the same each time.

    Each comes from a generator of its own: what its functions take from the notation's local names stays as it was
    when it was drawn.

    Raises:
        NotationError: it gives too few, or what it gives is no notation, or one instance changes with the next.
    """
    first, _ = _drawn(notation, 0, count)
    before = said(first)
    instances = [first, *(_drawn(notation, number, count, like=first)[0] for number in range(1, count))]
    for key, value in said(first).items():
        if not _same(value, before.get(key)):
            raise NotationError(
                f"the notation's {key!r} of instance 1 changes when instance 2 is drawn: it looks up what is drawn "
                "anew each time. Give it that as a default argument, such as lambda x, a=a: …"
            )
    return Instances(instances, lambda number, script: _drawn(notation, number, count, script, first))


def said(instance: Instance) -> dict[str, Any]:
    """What the functions of an instance give somewhere, and what is defined, by key; but for what fails there."""
    state, found = instance.state(DOUBLES), dict[str, Any]()
    for key, pattern in instance.patterns.items():
        try:
            with limited(_LINES):
                if pattern.formals is None:
                    if key in instance.definitions and not instance.choices[key].letters:
                        found[key] = state.whole(key)
                else:
                    keys = [instance.keys.get(code_name(formal)) for formal in pattern.formals]
                    drawn = [state.whole(one) if one and one != key else _SOMEWHERE for one in keys]
                    found[key] = instance.values[key](*[1] * len(pattern.lower + pattern.upper), *drawn)
        except (Exception, TooLong):  # the formulas that use it will tell
            continue
    return found


def _same(value: Any, other: Any) -> bool:
    try:
        return bool(np.array_equal(np.asarray(value), np.asarray(other), equal_nan=True))
    except (TypeError, ValueError):
        return True


def _drawn(
    notation: Callable[[np.random.Generator], Iterator[Mapping[str, Any]]],
    number: int,
    count: int,
    script: Sequence[Call] | None = None,
    like: Instance | None = None,
) -> Drawn:
    """An instance, and what its generator was asked for if it has a script, which may be empty."""
    # The first ones are drawn as from one stream, so that a notation that takes turns does; later ones take part of
    # these turns, and their numbers more widely.
    ahead = number if number < PLAIN else number % PLAIN
    base = np.random.Generator(seeded(SEED)) if number < PLAIN else Wide(number - PLAIN, ahead)
    rng = base if script is None else Replayed(base, ahead, script)  # to keep a record takes a third of the time
    try:
        drawn = notation(rng, ahead) if isinstance(notation, Leaping) else notation(rng)
        entries: Mapping[str, Any] = {}
        for given in range(ahead + 1):
            if isinstance(rng, Wide | Replayed):
                rng.begin(given)
            if (found := next(drawn, None)) is None:
                raise NotationError(f"the notation gives {given} instances and {count} are needed: yield in a loop")
            entries = found
        _check_form(entries)
        return Instance(entries, number, like), rng.calls if isinstance(rng, Replayed) else []
    except NotationError:
        raise
    except Exception as error:
        raise NotationError(f"the notation fails: {type(error).__name__}: {error}") from error


def _check_form(entries: object) -> None:
    if not isinstance(entries, Mapping):
        raise NotationError(f"the notation yields {str(entries)[:40]!r}, and wanted is a dict of symbols")
    for key in entries:
        if not isinstance(key, str):
            raise NotationError(f"the notation's key {key!r} is no text, and wanted is a symbol such as 'x_i'")


def _definition(follow: Callable[..., Any], pattern: Pattern) -> Definition:
    letters = {code_name(letter) for letter in pattern.lower + pattern.upper}
    return Definition(follow, tuple((name, name in letters) for name in inspect.signature(follow).parameters))


def frozen(key: str, value: Any) -> Any:
    """A value; of a set, one that cannot change, and of an array of Python's numbers, one of NumPy's.

    Raises:
        NotationError: something is in it of which nobody can tell whether it is the same as another.
    """
    if isinstance(value, np.ndarray) and value.dtype == object:
        plain = np.array(value.tolist())
        return plain if plain.dtype.kind in "iufc" and plain.shape == value.shape else value
    if not isinstance(value, set | frozenset):
        return value
    return frozenset(_element(key, one) for one in value)


def _element(key: str, one: Any) -> Any:
    if isinstance(one, tuple):
        return tuple(_element(key, part) for part in one)
    if isinstance(one, set | frozenset):
        return frozen(key, one)
    if isinstance(one, float | np.floating) and np.isfinite(one):
        above, below = float(one).as_integer_ratio()
        if below <= _LARGEST_PART:  # 0.5 is a half; 0.1 is not a tenth
            return float(one) if below > 1 else above
    if isinstance(one, Fraction):
        return one
    if isinstance(one, bool | np.bool_) or not isinstance(one, int | np.integer):
        allowed = "whole numbers, halves and the like, tuples and sets may be in it"
        raise NotationError(f"the notation's {key!r} has the element {one!r}: {allowed}")
    return int(one)


def _displaced(value: Any, move: Move) -> Any:
    if move.entry is None:
        return value + move.by
    if move.sets:
        moved = np.array(value, dtype=object if isinstance(move.by, Ball | Generic) else None)
        moved = moved.astype(np.result_type(moved.dtype, np.asarray(move.by).dtype))
        moved[move.entry] = move.by
        return moved
    if isinstance(move.by, Ball | Generic):
        moved = np.array(value, dtype=object)
        moved[move.entry] = moved[move.entry] + move.by
        return moved
    dtype = complex if isinstance(move.by, complex) else float
    moved = np.array(value, dtype=np.result_type(np.asarray(value).dtype, dtype))
    moved[move.entry] += move.by
    return moved
