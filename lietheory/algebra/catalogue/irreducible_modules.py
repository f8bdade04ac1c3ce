"""Irreducible real modules of real semisimple algebras by their highest weights, as exact matrices.

A real form of a simple complex algebra is what an antilinear involution sigma(e_i) = -c_i f_mu(i) fixes; mu is an automorphism
of the Dynkin diagram. Of the signs c_i at most one is -1, at a node that mu fixes: the painted node of a Vogan diagram. So each
real algebra has a basis of elements that act on V(a) by rational matrices and of others that act by i times such ones.

On a module that is its own conjugate, S conj(v) commutes with the real form for the S of ``HighestWeightModule.intertwiner``.
For S^2 = 1 the real module is what it fixes. For S^2 = -1 (quaternionic type), or without S (complex type), it is all of V(a).
The module of several factors is a tensor product, and so is its S.

References:
    A. Knapp, Lie Groups Beyond an Introduction, 2002, VI.8 (Vogan diagrams) and VI.10 (at most one painted node).
    A. Onishchik, Lectures on Real Semisimple Lie Algebras and Their Representations, 2004, sections 7 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce

import numpy as np

from lietheory.algebra.catalogue.highest_weight_modules import HighestWeightModule, highest_weight_module
from lietheory.algebra.catalogue.minuscule import on_fixed_vectors
from lietheory.algebra.names.dynkin import cartan_matrix, dominant, positive_roots
from lietheory.algebra.names.module_type import module_type
from lietheory.algebra.names.modules import Factor, Weight, conjugate, kind_of

IMAGINARY_UNIT = np.array([[0, -1], [1, 0]])
"""How i acts on pairs of real and imaginary parts: A + iB is [[A, -B], [B, A]]."""


@dataclass(frozen=True, eq=False)
class _ComplexModule:
    """A complex module of a real algebra.

    Args:
        real: (k, n, n), the rational matrices by which elements act.
        imaginary: (l, n, n), those by i times which the others act.
        conjugation: S with S conj(v) in the module, S^2 = 1 or -1; None for a module that is not its own conjugate.
    """

    real: np.ndarray
    imaginary: np.ndarray
    conjugation: np.ndarray | None


def irreducible_module(factors: Sequence[Factor], weight: Weight) -> np.ndarray | None:
    """The matrices (k, n, n) of the factors in turn on the irreducible real module of a highest weight.

    None if S^2 is not what the type of the module says. The basis of a factor is the same for all modules. On a module of complex
    or quaternionic type x + iy stands as (x, y), so that ``IMAGINARY_UNIT`` (x) 1 is i on V(weight).

    Args:
        factors: the simple factors of a semisimple algebra.
        weight: the labels of the weight, in Bourbaki's order.

    Examples:
        >>> irreducible_module([Factor("so(7)", 21, ("B3",))], ((0, 0, 1),)).shape
        (21, 8, 8)
    """
    ends = np.cumsum([0, *(len(f.types) for f in factors)]).tolist()
    parts = [_complex_module(f, weight[a:b]) for f, a, b in zip(factors, ends[:-1], ends[1:], strict=True)]
    eyes = [np.eye(part.real.shape[1], dtype=np.int64)[None] for part in parts]
    own = [np.concatenate([part.real, part.imaginary]) for part in parts]
    L = np.concatenate([reduce(np.kron, [*eyes[:i], matrices, *eyes[i + 1 :]]) for i, matrices in enumerate(own)])
    turned = np.concatenate([np.repeat([False, True], [len(part.real), len(part.imaginary)]) for part in parts])
    conjugations = [part.conjugation for part in parts if part.conjugation is not None]
    S = reduce(np.kron, conjugations) if len(conjugations) == len(parts) else None
    square = 0 if S is None else S[0].dot(S[:, 0])
    if square != {"R": 1, "C": 0, "H": -1}[module_type(factors, weight)]:
        return None
    if S is not None and square == 1:
        return on_fixed_vectors(L, turned, S)
    units = np.where(turned[:, None, None], IMAGINARY_UNIT, np.eye(2, dtype=np.int64))
    return np.stack([np.kron(unit, M) for unit, M in zip(units, L, strict=True)])


@cache
def _complex_module(factor: Factor, weight: Weight) -> _ComplexModule:
    """The module of one factor: V(a), or of a complex algebra read as real, V(a) times the conjugate of V(b)."""
    spaces = [highest_weight_module(kind[0], int(kind[1:]), labels) for kind, labels in zip(factor.types, weight, strict=True)]
    if len(spaces) == 1:
        return _of_real_form(spaces[0], *_vogan_diagram(factor), conjugate(factor, weight) == weight)
    one, other = (np.concatenate([V.root_vectors(V.raising), V.root_vectors(V.lowering), V.diagonal]) for V in spaces)
    n, m = one.shape[1], other.shape[1]
    left, right = np.kron(one, np.eye(m, dtype=np.int64)[None]), np.kron(np.eye(n, dtype=np.int64)[None], other)
    swap = np.eye(n * m, dtype=np.int64).reshape(m, n, n * m).swapaxes(0, 1).reshape(n * m, n * m)
    return _ComplexModule(left + right, left - right, swap if weight[0] == weight[1] else None)


def _of_real_form(V: HighestWeightModule, mu: list[int], signs: np.ndarray, is_own_conjugate: bool) -> _ComplexModule:
    """The basis x + sigma(x), i (x - sigma(x)), for root vectors x and the h_i, of which sigma(h_i) = -h_mu(i)."""
    up, down = V.root_vectors(V.raising), V.root_vectors(-signs[:, None, None] * V.lowering[mu])
    H = V.diagonal
    real = np.concatenate([up + down, *(H[[i]] - H[[j]] for i, j in enumerate(mu) if i < j)])
    imaginary = np.concatenate([up - down, *(H[[i]] + H[[j]] for i, j in enumerate(mu) if i <= j)])
    return _ComplexModule(real, imaginary, V.intertwiner(mu, -signs) if is_own_conjugate else None)


def _vogan_diagram(factor: Factor) -> tuple[list[int], np.ndarray]:
    """The automorphism of the Dynkin diagram and the signs of a real form with a simple complexification.

    The automorphism and the dual of a module give its conjugate. The painted node is the first for which the elements that the
    Cartan involution e_i -> c_i e_mu(i) fixes have the dimension of the maximal compact subalgebra.
    """
    letter, rank = factor.types[0][0], int(factor.types[0][1:])
    A = cartan_matrix(letter, rank)
    units = [tuple(row) for row in np.eye(rank, dtype=np.int64).tolist()]
    duals = [dominant(A, [-x for x in unit])[0].index(1) for unit in units]
    mu = [conjugate(factor, (units[dual],))[0].index(1) for dual in duals]
    fixed = [i for i in range(rank) if mu[i] == i]
    roots = positive_roots(A)
    roots = roots[(roots == roots[:, mu]).all(axis=1)]
    kind = kind_of(factor)
    character = factor.dimension - 2 * kind.compact if kind else int(re.findall(r"-?\d+", factor.name)[-1])
    starred = kind is not None and kind.starred and letter == "D"  # so*(2 n) alone is painted at the last node, but for so*(8)
    painted = [np.array([-1 if i == node else 1 for i in range(rank)]) for node in (*fixed, None)]
    of_pair = 1 if fixed else -1  # a root of A_2m that mu fixes is a sum over two nodes that it swaps
    return mu, next(
        signs
        for signs in painted
        if len(fixed) + 2 * of_pair * int(np.prod(signs**roots, axis=1).sum()) == -character
        and (letter == "D" and rank > 4 and signs[-1] < 0) == starred
    )
