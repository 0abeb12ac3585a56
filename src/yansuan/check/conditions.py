"""What of a formula are conditions: for which sizes, numbers or vectors the rest of it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

import numpy as np

from yansuan.check.notation import Instance
from yansuan.tex import tree
from yansuan.tex.tree import Chain, Node, Statement


def with_conditions(statements: Sequence[Statement], instance: Instance) -> list[Statement]:
    """The statements, those that say for which sizes or numbers the others hold made conditions of these.

    Of ranges of letters, `x > 0, y > 0`, none is a condition: all of them are stated; nor is one of numbers of which
    nothing else is said, `x^2 \\ge 0, y > 0`.
    """
    ranges = all(_is_range(one.chain) for one in statements)
    known = _followed([one for one in statements if not one.aside], instance)
    about = [
        one
        for one in statements
        if not ranges and one.aside and _is_condition(one.chain, instance) and _is_about(one.chain, known, instance)
    ]
    others = [one for one in statements if one not in about]
    return [
        replace(one, conditions=(*one.conditions, *(said.chain for said in about if said.line in (-1, one.line))))
        for one in others
    ]


def _is_condition(chain: Chain, instance: Instance) -> bool:
    """Whether a chain is about what is drawn alone: about sizes, or, with an inequality, about other numbers.

    Of vectors and matrices it is one that says that they are not 0, or not each other.  What bounds a letter by an
    expression of others, `\\eta < 2/\\lVert A\\rVert`, is one whatever that has in it.
    """
    if _excludes_one(chain, instance) or _bounds_a_letter(chain, instance):
        return True
    leaves = [node for node in tree.walk(chain) if not list(tree.children(node))]
    quantities = [leaf for leaf in leaves if isinstance(leaf, tree.Quantity)]
    if not quantities or len(leaves) != len(quantities) + sum(isinstance(leaf, tree.Number) for leaf in leaves):
        return False
    if any(leaf.lower or leaf.upper or leaf.pattern.key in instance.definitions for leaf in quantities):
        return False
    values = [instance.values[leaf.pattern.key] for leaf in quantities]
    if all(isinstance(value, int | np.integer) for value in values):
        return True
    real = all(isinstance(value, int | float | np.integer | np.floating) for value in values)
    plain_ = (tree.Number, tree.Quantity, tree.Sum, tree.Product, tree.Quotient, tree.Power)
    simple = all(isinstance(node, plain_) or _is_bars_around_a_letter(node) for node in tree.walk(chain))
    return real and simple and all(relation.sign != "=" for relation in chain.relations)


def _followed(statements: Sequence[Statement], instance: Instance) -> set[str]:
    """The keys of all that stands in statements, and of all that this follows from."""
    found = {node.pattern.key for one in statements for node in tree.quantities(one.chain)}
    return found.union(*(instance.upstream[key] for key in found))


def _is_about(chain: Chain, known: set[str], instance: Instance) -> bool:
    """Whether a chain is of sizes, of which others need not be said, or has one of these quantities in it."""
    keys = {node.pattern.key for node in tree.quantities(chain)}
    sizes = all(isinstance(instance.values[key], int | np.integer) for key in keys)
    return sizes or bool(keys & known)


def _is_range(chain: Chain) -> bool:
    """Whether a chain says that letters are above or below numbers or each other, and nothing else."""
    plain_ = all(isinstance(one, tree.Quantity | tree.Number) for one in chain.expressions)
    return plain_ and all(relation.sign in ("<", "≤", ">", "≥") for relation in chain.relations)


def _is_bars_around_a_letter(node: Node) -> bool:
    """`|x|`, which is about a range of x like x itself: |x| < 1."""
    return isinstance(node, tree.Apply) and node.function == "abs" and isinstance(node.argument, tree.Quantity)


def _excludes_one(chain: Chain, instance: Instance) -> bool:
    """`x \\ne 0`, `x \\ne y` of a vector or a matrix that is drawn, from which the other does not follow."""
    if [relation.sign for relation in chain.relations] != ["≠"]:
        return False
    one, other = chain.expressions
    if not _is_array_drawn(one, instance):
        return False
    if isinstance(other, tree.Quantity) and not (other.lower or other.upper):
        key = other.pattern.key
        return key != one.pattern.key and one.pattern.key not in instance.upstream[key]
    return tree.is_zero(other)


def _is_array_drawn(node: Node, instance: Instance) -> TypeGuard[tree.Quantity]:
    if not isinstance(node, tree.Quantity) or node.lower or node.upper:
        return False
    key = node.pattern.key
    return key not in instance.definitions and isinstance(instance.values[key], np.ndarray)


def _bounds_a_letter(chain: Chain, instance: Instance) -> bool:
    """`\\eta \\le 1/L` of a number that is drawn, from which nothing on the other sides follows: no claim is so."""
    if type(chain) is not Chain or not all(relation.sign in ("<", "≤", ">", "≥") for relation in chain.relations):
        return False
    if tree.free_indices(chain):
        return False
    letters = [one for one in chain.expressions if _is_number_drawn(one, instance)]
    others = [one for one in chain.expressions if one not in letters]
    if len(letters) != 1 or not others:
        return False
    keys = {node.pattern.key for one in others for node in tree.quantities(one)}
    (key,) = {node.pattern.key for node in tree.quantities(letters[0])}
    return not any(key == one or key in instance.upstream[one] for one in keys)


def _is_number_drawn(node: Node, instance: Instance) -> TypeGuard[tree.Quantity | tree.Apply | tree.Norm]:
    """Whether it is a number that is drawn, or `|z|`, `\\operatorname{Re} z`, `\\lVert v\\rVert` of what is."""
    kinds: tuple[type, ...] = (float, np.floating)
    if isinstance(node, tree.Apply) and node.function in ("abs", "re", "im"):
        node, kinds = node.argument, (*kinds, complex, np.complexfloating)
    elif isinstance(node, tree.Norm):
        node, kinds = node.of, (np.ndarray,)
    if not isinstance(node, tree.Quantity) or node.lower or node.upper:
        return False
    key = node.pattern.key
    return key not in instance.definitions and isinstance(instance.values[key], kinds)
