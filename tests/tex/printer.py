"""Trees as text that a person can read: `(= r (+ u (- c)))`, broken over lines where it is long."""

from __future__ import annotations

from collections.abc import Sequence

from yansuan.tex import discrete, logic, sets, tree
from yansuan.tex.by_letter import Slope
from yansuan.tex.compositions import Compositions, NumberOf
from yansuan.tex.dirac import Ket
from yansuan.tex.extrema import Chosen, Optimum
from yansuan.tex.nested import Repeating
from yansuan.tex.orders import Tending
from yansuan.tex.patterns import Pattern
from yansuan.tex.slices import Slice, Stretch
from yansuan.tex.square import Continued
from yansuan.tex.tree import Chain, Node, Statement

Part = str | Sequence["Part"]
_WIDTH = 100


def printed(statements: Sequence[Statement]) -> str:
    """Statements, one below the other, each with its ranges."""
    return "\n".join(_laid_out(_statement(statement), 0) for statement in statements) + "\n"


def _laid_out(part: Part, indent: int) -> str:
    flat = _flat(part)
    if isinstance(part, str) or len(flat) + indent <= _WIDTH:
        return flat
    head, *rest = part
    below = "".join(f"\n{' ' * (indent + 2)}{_laid_out(one, indent + 2)}" for one in rest)
    return f"({_flat(head)}{below})"


def _flat(part: Part) -> str:
    return part if isinstance(part, str) else f"({' '.join(map(_flat, part))})"


def _statement(statement: Statement) -> Part:
    states = _chain(statement.chain)
    if statement.conditions:
        states = ["where", states, *map(_chain, statement.conditions)]
    return ["aside", states] if statement.aside else states


def _chain(chain: Chain) -> Part:
    if isinstance(chain, logic.Supposed):
        return ["supposed", _node(chain.expressions[0])]
    first, *rest = chain.expressions
    if isinstance(chain, tree.Membership):
        return ["in", _node(first), chain.kind, *map(_node, rest)]
    if isinstance(chain, tree.Listed):
        return ["one-of", _node(first), *map(_node, rest)]
    if isinstance(chain, Tending):
        to: Part = _node(rest[0]) if rest else "∞" if chain.infinite > 0 else "-∞"
        return ["to", _node(first), to, *([["side", str(chain.side)]] if chain.side else [])]
    if not rest:
        return _node(first)
    if len(rest) == 1:
        return [_sign(chain.relations[0]), _node(first), _node(rest[0])]
    links = [
        part for relation, node in zip(chain.relations, rest, strict=True) for part in (_sign(relation), _node(node))
    ]
    return ["chain", _node(first), *links]


def _node(node: Node) -> Part:
    match node:
        case tree.Number():
            return node.text if node.text.isdigit() else f"{node.value:.6g}"
        case tree.Index():
            return node.name
        case tree.Quantity():
            return _quantity(node)
        case tree.Call():
            arguments = ["…"] if node.bare else [_node(part) for part in node.arguments]
            return ["call", _named(node.pattern) + "'" * node.order, *_indices(node), *arguments]
        case tree.Apply():
            return [node.function, _node(node.argument)]
        case tree.Logarithm():
            return ["log", ["base", _node(node.base)], _node(node.argument)]
        case tree.Binomial():
            return ["binom", _node(node.above), _node(node.below)]
        case tree.Factorial():
            return ["!" * node.step, _node(node.of)]
        case tree.Sum():
            return ["+", *(_node(term) if sign > 0 else ["-", _node(term)] for sign, term in node.terms)]
        case tree.Product():
            return ["product", *(_node(of) if kind == "*" else [kind, _node(of)] for kind, of in node.factors)]
        case tree.Quotient():
            return ["frac", _node(node.above), _node(node.below)]
        case tree.Power():
            return ["^", _node(node.base), _node(node.exponent)]
        case tree.Transpose():
            kind = "adjoint" if node.conjugate else "T" if node.letter else "transpose"
            return [kind, _node(node.of), *(["or", ["^", _node(node.power)]] if node.power else [])]
        case tree.Tuple():
            return ["column" if node.column else "tuple", *map(_node, node.items)]
        case tree.Unsized():
            return [node.kind, *map(_node, node.sizes)]
        case tree.Entry():
            return ["entry", _node(node.of), *map(_node, node.indices)]
        case tree.Evaluated():
            by: list[Part] = [["by", *map(_node, node.variables)]] if node.variables else []
            ends = [["at", *map(_node, part)] for part in (node.lower, node.upper) if part]
            return ["evaluated", _node(node.of), *by, *ends, *(["beside", *node.beside] if node.beside else [])]
        case tree.Big():
            return _big(node)
        case tree.Row():
            return ["row", *map(_node, node.entries)]
        case tree.Grid():
            return ["matrix", *map(_node, node.rows)]
        case tree.Diagonal():
            return ["diagonal", *map(_node, node.entries)]
        case tree.Dotted():
            return ["dots", _node(node.meaning)]
        case tree.Infinity():
            return "∞" if node.sign > 0 else "-∞"
        case tree.Integral():
            bounds = [_node(bound) for bound in (node.lower, node.upper)]
            return ["integral", node.variable, ["from", *bounds], _node(node.body)]
        case tree.Edge():
            return [node.region.head, "above" if node.upper else "below", node.variable]
        case tree.Antiderivative():
            return ["antiderivative", _node(node.of), ["by", _node(node.by)]]
        case tree.Constant():
            return ["constant", node.name]
        case tree.Limit():
            side = {0: [], 1: ["from above"], -1: ["from below"]}[node.side]
            counts = ["counting"] if node.counts else []
            return ["limit", node.variable, ["to", _node(node.to), *side, *counts], _node(node.body)]
        case tree.Extremum():
            return [node.operation, *map(_node, node.among)]
        case tree.Derivative():
            return ["d/d" if node.total else "∂", _node(node.of), ["by", *map(_node, node.by)]]
        case tree.Differential():
            return ["d", _node(node.of)]
        case tree.Gradient():
            return [node.second or "∇" * node.order, _node(node.of), f"argument {node.slot + 1}"]
        case tree.Partial():
            by = [str(slot + 1) if entry is None else ["entry", _node(entry)]
                  for slot, entry in zip(node.slots, node.entries, strict=True)]  # fmt: skip
            return ["partial", _node(node.of), ["by", *by]]
        case tree.Repeated():
            by_ = _node(node.by) if node.by else "its argument"
            return ["d/d", _node(node.of), ["by", by_, "times", _node(node.times)]]
        case tree.Field():
            return [node.operation, _node(node.of), ["by", *map(_node, node.by)] if node.by else "by its arguments"]
        case Slope():
            return ["d/d", _node(node.of), ["by", node.letter]]
        case Repeating():
            return ["repeating", [*map(_node, node.above)], [*map(_node, node.below)]]
        case Continued():
            again = [["again", *map(_node, node.period)]] if node.period else []
            return ["continued", *map(_node, node.items), *again]
        case tree.Along():
            return ["along", _node(node.direction), _node(node.of), *map(_node, node.by)]
        case Slice():
            return ["slice", _node(node.of), *map(_node, node.places)]
        case Stretch():
            return ["places", *("?" if end is None else _node(end) for end in (node.low, node.high))]
        case Ket():
            return ["ket", _node(node.of)]
        case tree.InLaw():
            return ["in-law", _node(node.of)]
        case tree.Inner():
            return ["inner", _node(node.left), _node(node.right)]
        case tree.Convolved():
            return ["convolved", node.left.tex, node.right.tex, _node(node.at)]
        case tree.Composed():
            return ["composed", _node(node.of)]
        case tree.Coefficient():
            return ["coefficient", node.variable, _node(node.power), _node(node.body)]
        case tree.Image():
            return ["image", _node(node.of), _node(node.at)]
        case tree.Signature():
            return ["sgn", _node(node.of)]
        case sets.Permutations():
            return ["permutations", _node(node.of)]
        case tree.Expected():
            return ["mean", node.variable, _node(node.law), _node(node.body)]
        case tree.PathPoint():
            return ["on", node.path.tex, node.name, *([] if node.by is None else [f"by {node.parameters[node.by]}"])]
        case tree.OverPath():
            return ["closed" if node.closed else "along", node.path.tex, _node(node.of)]
        case tree.Boundary():
            return ["boundary", node.pattern.tex, *(_node(face.of) for face in node.faces)]
        case tree.Form():
            return ["at", [_node(one) for one in node.directions], "D" * node.order, _node(node.of)]
        case tree.Jacobian():
            return ["jacobian", ["of", *map(_node, node.of)], ["by", *map(_node, node.by)]]
        case Optimum():
            by_what: Part = node.variable if isinstance(node.variable, str) else _node(node.variable)
            over: list[Part] = ["its set"] if node.over else []
            return [node.operation, by_what, *over, *(["if", _chain(one)] for one in node.conditions), _node(node.body)]
        case Chosen():
            return [node.operation, _node(node.of)]
        case tree.Order():
            return [node.kind, _node(node.of)]
        case tree.At():
            return ["at", [_node(node.variable), _node(node.place)], _node(node.of)]
        case tree.Norm():
            return [f"norm-{node.kind}", _node(node.of)]
        case tree.Matrix():
            return ["matrix", *([_node(cell) for cell in row] for row in node.rows)]
        case tree.Cases():
            return ["cases", *([_node(value), _chain(when) if when else "otherwise"] for value, when in node.rows)]
        case discrete.Counted():
            return _counted(node)
        case logic.Claim():
            return _claim(node)
        case sets.SetOf():
            return ["set", *map(_node, node.elements)]
        case sets.SetOperation():
            return [node.operation, *map(_node, node.parts)]
        case sets.Size():
            return ["size", _node(node.of)]
        case logic.Iverson():
            return ["1-if", _claim(node.of)]
        case Compositions():
            added = zip(node.kinds, node.counts, node.totals, strict=True)
            sums = [[kind, _node(count), _node(whole)] for kind, count, whole in added]
            return ["compositions", node.letter, f"from-{node.least}", *sums, _node(node.body)]
        case NumberOf():
            return ["number", node.of.name, _node(node.at)]
        case logic.Over():
            return [node.operation, ["of", *node.binds], *map(_claim, node.claims), _node(node.body)]
    raise TypeError(f"no way to print {node}")


def _claim(node: logic.Claim) -> Part:
    if isinstance(node, logic.Holds | logic.Belongs):
        return _chain(node.chain)
    if isinstance(node, logic.Prime):
        return ["prime", _node(node.of)]
    if isinstance(node, logic.Quantified):
        return [node.kind, *node.binds, *map(_claim, node.claims), _claim(node.of)]
    assert isinstance(node, logic.Connected)
    return [node.kind, *map(_claim, node.parts)]


def _counted(node: discrete.Counted) -> Part:
    match node:
        case discrete.Rounded():
            return ["ceil" if node.up else "floor", _node(node.of)]
        case discrete.Remainder():
            return ["mod", _node(node.of), _node(node.modulus)]
        case discrete.Divisor():
            return [node.operation, *map(_node, node.among)]
        case discrete.Stepped():
            return ["falling" if node.step < 0 else "rising", _node(node.base), _node(node.count)]
        case discrete.Stirling():
            return [f"stirling-{node.kind}", _node(node.above), _node(node.below)]
        case discrete.Arrangements():
            return ["arrangements", _node(node.above), _node(node.below)]
        case discrete.Multinomial():
            return ["multinomial", _node(node.above), *map(_node, node.among)]
        case discrete.Residue():
            return ["jacobi" if node.jacobi else "legendre", _node(node.above), _node(node.below)]
        case discrete.Kronecker():
            return ["δ", *map(_node, node.places)]
        case discrete.Permuted():
            return ["ε", *map(_node, node.places)]
    raise TypeError(f"no way to print {node}")


def _sign(relation: tree.Relation) -> Part:
    return [relation.sign, "mod", _node(relation.modulus)] if relation.modulus else relation.sign


def _quantity(node: tree.Quantity) -> Part:
    head = _named(node.pattern) + (f"^{node.pattern.mark}" if node.pattern.mark else "")
    indices = _indices(node)
    return [head, *indices] if indices else head


def _named(pattern: Pattern) -> str:
    """The head of a symbol with what is part of its name."""
    return pattern.head + (f"_{','.join(text for _, text in pattern.literal)}" if pattern.literal else "")


def _indices(node: tree.Quantity | tree.Call) -> list[Part]:
    upper: list[Part] = [["above", *map(_node, node.upper)]] if node.upper else []
    lower: list[Part] = [["below", *map(_node, node.lower)]] if node.lower else []
    return lower + upper


def _big(node: tree.Big) -> Part:
    bounds = [_node(bound) if bound else "?" for bound in (node.lower, node.upper)]
    over: list[Part] = ["its set"] if node.over else [["from", *bounds]]
    return [node.operation, node.variable, *over, _node(node.body)]
