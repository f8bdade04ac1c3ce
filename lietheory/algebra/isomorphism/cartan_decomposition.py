"""cartan_decomposition: the involution theta, g = k + p, a maximal abelian subspace of p and the restricted roots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike, as_algebra
from lietheory.algebra.isomorphism import rigidity
from lietheory.algebra.isomorphism.adapted_frame import AdaptedFrame, adapted_frame, undecided
from lietheory.algebra.isomorphism.isomorphism import LARGEST, bases_of
from lietheory.algebra.isomorphism.rational_cartan import rounded
from lietheory.algebra.isomorphism.semisimple_maps import is_homomorphism, stretch
from lietheory.algebra.lie_algebra import LieAlgebra, computing_basis
from lietheory.algebra.linalg.dispatch import inverse, multiply, null_space, rank, signature, tensordot
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.errors import ShapeError, UndecidedError
from lietheory.printing import Printed, text_table
from lietheory.progress import reports_progress
from lietheory.tolerances import EIGENVALUES_APART, FLOAT_ERROR, ROUNDING

_CALL = "cartan_decomposition(g)"
_LARGEST_SQUARE = 0.5  # |theta^2 - 1|, below which the square of an automorphism has a logarithm that is a derivation


@dataclass(frozen=True, eq=False, repr=False)
class CartanDecomposition(Printed):
    """g = k + p for a Cartan involution theta: an automorphism with theta^2 = 1 and -K(x, theta x) > 0 for all x but 0.

    All are unique up to inner automorphisms. Coordinates are those in the generators.

    Args:
        involution: (n, n), theta, acting on columns of coordinates.
        k: (dim k, n), rows that span {theta x = x}, a maximal compact subalgebra.
        p: (dim p, n), rows that span {theta x = -x}.
        a: (r, n), a basis of a maximal abelian subspace of p; r is the real rank.
        restricted_roots: (m, r), the values of the nonzero restricted roots on that basis.
        multiplicities: (m,) integers, the dimensions of their root spaces.
        error: a bound on the Frobenius norm of ``involution`` minus a Cartan involution, 0 where it is exact. The other
            floats are computed from it; restricted roots are exact where they are rational, and floats otherwise.
    """

    involution: np.ndarray
    k: np.ndarray
    p: np.ndarray
    a: np.ndarray
    restricted_roots: np.ndarray
    multiplicities: np.ndarray
    error: float

    def __str__(self) -> str:
        rows = {
            "maximal compact k": f"dimension {len(self.k)}",
            "complement p": f"dimension {len(self.p)}",
            "real rank": str(len(self.a)),
            "restricted roots": f"{len(self.restricted_roots)}, of multiplicities {', '.join(map(str, self.multiplicities))}",
            "error of the involution": f"{self.error:.2g}",
        }
        return text_table("g = k + p", rows if len(self.restricted_roots) else rows | {"restricted roots": "none: g is compact"})


@reports_progress
def cartan_decomposition(g: AlgebraLike) -> CartanDecomposition:
    """A Cartan decomposition of a real semisimple algebra: exact where the involution met is rational, else with a bound.

    Args:
        g: a semisimple algebra, matrices, or a name.

    Raises:
        ShapeError: a dimension above 80, or an algebra that is not semisimple.
        UndecidedError: floats that may be those of an algebra that is not semisimple.
        UnknownNameError, RankError, ClosureError, PrecisionError: as for other arguments that are algebras.

    Examples:
        >>> found = cartan_decomposition("su(2,1)")
        >>> len(found.k), len(found.p), len(found.a), sorted(found.multiplicities.tolist())
        (4, 4, 1, [1, 1, 2, 2])

    References:
        A. Knapp, Lie Groups Beyond an Introduction, 2nd ed. 2002, VI.2 to VI.4.
    """
    algebra = as_algebra(g, _CALL)
    if not 0 < algebra.dimension <= LARGEST:
        raise ShapeError(_CALL, f"a dimension of at least 1, up to {LARGEST}", str(algebra.dimension), "Take a simple ideal.")
    if algebra.is_exact and not algebra.is_semisimple:
        got = f"a radical of dimension {algebra.radical().dimension}"
        raise ShapeError(_CALL, "a semisimple algebra", got, "Take g.levi().")
    return (_exact(algebra) if algebra.is_exact else None) or _numeric(algebra)


def _exact(g: LieAlgebra) -> CartanDecomposition | None:
    for f, C in bases_of(g):
        frame = adapted_frame(f.astype(np.float64))
        guess = rounded(np.linalg.inv(frame.basis) @ frame.involution @ frame.basis)
        if guess is None:
            continue
        theta = multiply(multiply(C, guess), inverse(C))
        if _is_cartan_involution(g.structure_constants, theta):
            return _decomposed(g, theta, 0.0)
    return None


def _is_cartan_involution(f: np.ndarray, theta: np.ndarray) -> bool:
    """Whether rows theta are an automorphism with square 1 and -K(x, theta y) > 0, exactly."""
    n = len(f)
    if not (multiply(theta, theta) == np.eye(n, dtype=np.int64)).all() or not is_homomorphism(f, theta, f):
        return False
    return signature(multiply(Structure(f).killing, theta.T)) == (0, n, 0)


def _decomposed(g: LieAlgebra, theta: np.ndarray, error: float) -> CartanDecomposition:
    f, one = Structure(g.structure_constants), np.eye(g.dimension, dtype=np.int64)
    k, p = null_space((theta - one).T), null_space((theta + one).T)
    a, left = p[:0], p
    while len(left) > len(a):
        row = next(row for row in left if rank(np.concatenate([a, row[None]])) > len(a))
        a = np.concatenate([a, row[None]])
        left = multiply(null_space(multiply(left, f.ad(row).T).T), left)
    floats = f.constants.astype(np.float64)
    roots, multiplicities = _restricted_roots(floats, a.astype(np.float64))
    guess = rounded(roots) if len(a) else None
    if guess is not None and _are_roots(f, a, guess, multiplicities):
        roots = guess
    return CartanDecomposition(theta.T, k, p, a, roots, multiplicities, error)


def _are_roots(f: Structure, a: np.ndarray, roots: np.ndarray, multiplicities: np.ndarray) -> bool:
    """Whether an element of a in general position has these values as eigenvalues, each as often as stated, exactly."""
    weights = np.array([pow(3, i + 1, 101) for i in range(len(a))])
    ad, one = f.ad(tensordot(weights, a, 0, 0)), np.eye(f.dimension, dtype=np.int64)
    values = multiply(roots, weights[:, None])[:, 0]
    sizes = [f.dimension - rank(ad - value * one) for value in values]
    return sizes == multiplicities.tolist()


def _restricted_roots(f: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nonzero joint eigenvalues (m, r) of ad a, and how often each occurs."""
    if not len(a):
        return np.zeros((0, 0)), np.zeros(0, dtype=np.int64)
    ads = np.tensordot(a, f, 1).swapaxes(1, 2)
    vectors = np.linalg.eig(np.tensordot(np.cos(np.arange(1.0, len(a) + 1) ** 2), ads, 1))[1]
    dual = np.linalg.pinv(vectors)
    table = np.real(np.stack([np.einsum("ma,am->m", dual @ ad, vectors) for ad in ads], axis=1))
    near = EIGENVALUES_APART * float(np.abs(table).max())
    restricted: list[np.ndarray] = []
    counts: list[int] = []
    for row in table[np.lexsort(np.round(table / near).T[::-1])]:
        if np.abs(row).max() <= near:
            continue
        same = next((i for i, other in enumerate(restricted) if np.abs(other - row).max() <= near), None)
        if same is None:
            restricted.append(row)
            counts.append(1)
        else:
            counts[same] += 1
    return np.array(restricted).reshape(len(restricted), len(a)), np.array(counts, dtype=np.int64)


def _numeric(g: LieAlgebra) -> CartanDecomposition:
    f = computing_basis(g)[0]
    least = float(np.abs(np.linalg.eigvalsh(f.killing.astype(np.float64))).min(initial=np.inf))
    if not g.is_exact and least <= f.killing_error:
        raise UndecidedError(_CALL, "a semisimple algebra beyond its errors", "one that may not be", "Give cleaner generators.")
    frame = adapted_frame(f.constants.astype(np.float64))
    rounding = ROUNDING * float(np.linalg.norm(f.constants.astype(np.float64)))  # the change of basis rounds too
    error = _involution_error(frame, (f.error + rounding) * stretch(frame))
    change = np.linalg.inv(frame.basis @ g._change.astype(np.float64))  # the generators, rows in the frame
    back = np.linalg.inv(change)
    values, vectors = np.linalg.eigh(frame.involution)
    k, p = vectors[:, values > 0].T, vectors[:, values < 0].T
    a = p[:0]
    if len(p):
        x = np.cos(np.arange(1.0, len(p) + 1) ** 2) @ p
        ad = Structure(frame.constants).ad(x / np.linalg.norm(x))
        a = null_space(ad @ p.T, max(FLOAT_ERROR, float(np.sqrt(frame.error)))) @ p
    roots, multiplicities = _restricted_roots(frame.constants, a)
    theta = change @ frame.involution @ back
    outside = float(np.linalg.norm(change, 2) * np.linalg.norm(back, 2) * np.sqrt(g.dimension))
    bound = error * outside + FLOAT_ERROR * float(np.linalg.norm(theta))
    return CartanDecomposition(theta.T, k @ back, p @ back, a @ back, roots, multiplicities, bound)


def _involution_error(frame: AdaptedFrame, constants_error: float) -> float:
    """A bound on |theta - a Cartan involution| in the frame.

    By rigidity theta is within x of an automorphism t. Its square is near 1, so it is exp D for a derivation D that commutes
    with t, and t exp(-D / 2) is an involution. -K theta is near 1, so that this one is a Cartan involution too.
    """
    theta = frame.involution
    x = rigidity.proved(frame.constants, constants_error, theta, frame.constants, constants_error).bound
    square = float(np.linalg.norm(theta @ theta - np.eye(len(theta)))) + 3 * x
    if not square < _LARGEST_SQUARE:
        raise undecided("an involution whose error is beyond the radius of rigidity", _CALL)
    return 2 * x + 2 * square
