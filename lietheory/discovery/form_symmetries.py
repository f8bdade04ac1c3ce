"""All linear symmetries of forms, from gradients sampled at points: LieGG's null space for gl(d).

With every matrix unit as a generator the row of the evidence matrix for a point x is grad F(x) x^T, and for a
multilinear form the sum of these over its arguments. Points that are basis vectors give sparse rows, and
the null space is then computed in blocks of unknowns that no row connects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lietheory.algebra import Identification, LieAlgebra, identify
from lietheory.algebra.linalg.floats import spectrum
from lietheory.arrays import as_array, as_floats
from lietheory.arrays import tolerance as rounding
from lietheory.discovery.gradient_symmetries import closes, near_null
from lietheory.errors import RankError, ShapeError, UndecidedError
from lietheory.tolerances import CLOSURE_SLACK, FLOAT_ERROR

_SMALL = 1024  # unknowns for which singular values are taken of the rows themselves
_SQUARED = (1e-12, 1e-8)  # with an eigenvalue between these fractions of the largest, a Gram matrix does not decide the rank


@dataclass(frozen=True, eq=False)
class LinearSymmetries:
    """The matrices A with (A x) . grad F(x) = 0 at every sampled point.

    Args:
        generators: (nullity, d, d), orthonormal.
        null: the largest singular value of the evidence that counts as zero, its rows of length one; at least rounding.
        least: the smallest that does not; infinite if all do.
        rows: how many rows that are not zero the evidence has.
        blocks: how many sets of unknowns no row connects.
        largest_block: the unknowns of the largest of them.
        within: the root mean square cosine of (A x) and grad F, at most, of unit A in the span; 0 if that is rounding.
        status: ``"symmetric"``, ``"none"``, or ``"undecided"`` where no clear gap says which matrices the errors of the
            gradients hide.
    """

    generators: Float[np.ndarray, "nullity d d"]
    null: float
    least: float
    rows: int
    blocks: int
    largest_block: int
    within: float = 0.0
    status: str = "symmetric"

    @property
    def dimension(self) -> int:
        """The dimension of the null space."""
        return len(self.generators)

    @property
    def gap(self) -> float:
        """The smallest singular value that is not zero over the largest that is."""
        return self.least / self.null

    def algebra(self) -> LieAlgebra:
        """The Lie algebra that the generators span.

        Raises:
            UndecidedError: there are none.
            ClosureError: they do not close, as for too few points.
        """
        generators = self._found("algebra()")
        return LieAlgebra.from_matrices(generators, tolerance=CLOSURE_SLACK / self.gap if self.within else None)

    def identify(self) -> Identification:
        """The name of the algebra that the generators span, with their error as noise where it is more than rounding."""
        generators = self._found("identify()")
        return identify(generators, noise=max(FLOAT_ERROR, 1 / self.gap) if self.within else None)

    def _found(self, call: str) -> Float[np.ndarray, "nullity d d"]:
        if not self.dimension:
            open_ = "Give gradients with more digits, or tolerance=, the error that they have."
            raise UndecidedError(
                f"LinearSymmetries.{call}",
                "a linear symmetry",
                f"{self.status}, least singular value {self.least:.2g}",
                "Try symmetries under other vector fields." if self.status == "none" else open_,
            )
        return self.generators


def linear_symmetries(points: ArrayLike, gradients: ArrayLike, *, tolerance: float | None = None) -> LinearSymmetries:
    """The matrices under which functions with these gradients are invariant.

    Gradients in float32 or by differences have no null space up to the rounding of float64. Where their singular values have a
    clear gap, and what is below it is an algebra, this is the answer, and ``.within`` says how exactly it holds.

    Args:
        points: (n, d), or (n, copies, d) for functions of several vectors that the matrices move together. A point
            at which several functions are known is given once for each.
        gradients: of the same shape.
        tolerance: the root mean square cosine of (A x) and grad F that counts as zero; rounding, or below a clear gap,
            unless given.

    Returns:
        The null space of the rows grad F(x) x^T, with its gap.

    Raises:
        ShapeError: other shapes.
        PrecisionError: NaN or infinity.
        RankError: fewer than d^2 rows that are not zero.

    Examples:
        >>> x = np.random.default_rng(0).normal(size=(30, 3))
        >>> symmetries = linear_symmetries(x, 2 * x)  # |x|^2
        >>> symmetries.dimension, symmetries.identify().name, symmetries.gap > 1e12
        (3, 'so(3)', True)

    References:
        Moskalev et al. 2022, the network polarization matrix.
    """
    call = "linear_symmetries(points, gradients)"
    x, slopes = (as_array(a, call, name) for a, name in ((points, "points"), (gradients, "gradients")))
    if x.ndim not in (2, 3) or x.shape != slopes.shape or 0 in x.shape or "c" in (x.dtype.kind, slopes.dtype.kind):
        raise ShapeError(
            call, "real points and gradients (n, d) or (n, copies, d)", f"shapes {x.shape} and {slopes.shape}", "One point a row."
        )
    n, d = len(x), x.shape[-1]
    shape = (n, -1, d)
    rows = np.einsum("nca,ncb->nab", slopes.reshape(shape), x.reshape(shape), dtype=np.float64).reshape(n, d * d)
    lengths = np.linalg.norm(rows, axis=1)
    rows = rows[lengths > 0] / lengths[lengths > 0, None]
    if len(rows) < d * d:
        raise RankError(
            call, f"at least {d * d} points with a gradient", f"{len(rows)}", f"Add {d * d - len(rows)} points or more."
        )
    vectors, null, least = _null_space(rows)
    if tolerance is not None or not len(vectors):
        return _within_errors(rows, d, tolerance)
    return _symmetries(vectors.reshape(-1, d, d), null, least, (len(rows), 1, d * d))


def _within_errors(rows: np.ndarray, d: int, tolerance: float | None) -> LinearSymmetries:
    """What holds within the errors of the gradients, of rows of length one."""
    values, right = spectrum(rows)
    values, right, size = values[::-1], right[::-1], np.sqrt(len(rows))
    count, status = near_null(values / size, rounding(size=d * d), tolerance)
    null, least = float(values[:count].max(initial=0.0)), float(values[count:].min(initial=np.inf))
    generators = right[:count].reshape(-1, d, d)
    if count and not closes(generators, max(FLOAT_ERROR, null / least)):
        generators, null, least, status = generators[:0], 0.0, float(values[0]), "undecided"
    symmetries = _symmetries(generators, null, least, (len(rows), 1, d * d))
    return replace(symmetries, within=null / size if null / size > rounding(size=d * d) else 0.0, status=status)


def tensor_symmetries(places: ArrayLike, entries: ArrayLike, dimension: int) -> LinearSymmetries:
    """The matrices under which a sparse symmetric or alternating form is invariant, from its gradients at basis vectors.

    Args:
        places: (k, degree), where the tensor of the form is not zero, all orders of the arguments included.
        entries: (k,), its entries there.
        dimension: d.

    Returns:
        The null space of the rows for all tuples of basis vectors, each tuple in ascending order.

    Raises:
        ShapeError: places that are no indices below d, or another number of entries.
        PrecisionError: NaN or infinity.

    Examples:
        The area x_1 y_2 - x_2 y_1, which sl(2) keeps:

        >>> tensor_symmetries([[0, 1], [1, 0]], [1.0, -1.0], 2).identify().name
        'so(2,1)'
    """
    call = "tensor_symmetries(places, entries, dimension)"
    indices, values = as_array(places, call, "places"), as_floats(entries, call, "entries")
    whole = indices.dtype == np.int64 and indices.ndim == 2 and values.shape == indices.shape[:1]
    if not whole or 0 in indices.shape or indices.min() < 0 or indices.max() >= dimension:
        raise ShapeError(
            call,
            f"places (k, degree) below {dimension} and k entries",
            f"shapes {indices.shape} and {values.shape}",
            "Give one row of places for each entry.",
        )
    E = _basis_rows(indices, values, dimension)
    pieces, null, least, largest, count = [], 0.0, np.inf, 0, 0
    for unknowns, block in _blocks(E, dimension**2):
        vectors, zero, positive = _null_space(block)
        piece = np.zeros((len(vectors), dimension**2))
        piece[:, unknowns] = vectors
        pieces.append(piece)
        null, least, largest, count = max(null, zero), min(least, positive), max(largest, len(unknowns)), count + 1
    generators = np.concatenate(pieces).reshape(-1, dimension, dimension)
    return _symmetries(generators, null, least, (_height(E), count, largest))


def _symmetries(generators: np.ndarray, null: float, least: float, sizes: tuple[int, int, int]) -> LinearSymmetries:
    return LinearSymmetries(generators, max(null, float(np.finfo(np.float64).eps)), least, *sizes)


def _null_space(rows: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Orthonormal null vectors of rows of length about one, the largest singular value that is zero, the least that is not.

    A Gram matrix has half the digits. It only separates what is far from zero, where it can; the singular
    values next to zero are those of the rows on the rest.
    """
    unknowns = rows.shape[1]
    squares, vectors = np.linalg.eigh(rows.T @ rows) if unknowns > _SMALL else (np.zeros(0), np.zeros((unknowns, 0)))
    uncertain = (squares > _SQUARED[0] * squares.max(initial=0.0)) & (squares < _SQUARED[1] * squares.max(initial=0.0))
    if len(squares) and not uncertain.any():
        near = int((squares < _SQUARED[1] * squares[-1]).sum())
        basis, largest, beyond = vectors[:, :near].T, np.sqrt(squares[-1]), np.sqrt(squares[near:])
        values, turn = spectrum(rows @ basis.T)
        right = turn @ basis
    else:
        values, right = spectrum(rows)
        largest, beyond = values.max(initial=0.0), np.zeros(0)
    is_null = values <= rounding(size=max(rows.shape)) * largest
    apart = np.concatenate([values[~is_null], beyond])
    return right[is_null], float(values[is_null].max(initial=0.0)), float(apart.min(initial=np.inf))


def _basis_rows(places: np.ndarray, entries: np.ndarray, d: int) -> coo_array:
    """The rows of all ascending tuples of basis vectors, those that are not zero, each of length one.

    At the tuple t the unknown A[m, t_c] stands with the entry of the form where t_c is replaced by m.
    """
    degree, tuples, columns, numbers = places.shape[1], [], [], []
    moved = np.arange(d)
    for c in range(degree):
        low, high = places[:, :c].max(axis=1, initial=0), places[:, c + 1 :].min(axis=1, initial=d - 1)
        rising = np.all(np.diff(np.delete(places, c, axis=1), axis=1) >= 0, axis=1)
        chosen, a = np.nonzero(rising[:, None] & (low[:, None] <= moved) & (moved <= high[:, None]))
        replaced = places[chosen]
        replaced[:, c] = a
        tuples.append(np.ravel_multi_index(replaced.T, (d,) * degree))
        columns.append(places[chosen, c] * d + a)
        numbers.append(entries[chosen])
    row = np.unique(np.concatenate(tuples), return_inverse=True)[1]
    E = coo_array((np.concatenate(numbers), (row, np.concatenate(columns))), shape=(row.max() + 1, d * d)).tocsr()
    E.eliminate_zeros()  # of alternating forms, rows with the same vector twice
    E = E[np.diff(E.indptr) > 0].tocoo()
    lengths = np.sqrt(np.bincount(E.row, E.data**2))
    return coo_array((E.data / lengths[E.row], (E.row, E.col)), shape=(len(lengths), d * d))


def _blocks(E: coo_array, unknowns: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The columns of each set of unknowns that rows connect, and the rows there; columns that no row meets have no rows."""
    n = _height(E)
    ends = (E.row.astype(np.int64), n + E.col.astype(np.int64))
    graph = coo_array((np.ones(E.nnz, dtype=np.int8), ends), shape=(n + unknowns,) * 2)
    count, labels = connected_components(graph, directed=False)
    row_of, column_of = (_places_within(part, count) for part in (labels[:n], labels[n:]))
    order = np.argsort(labels[E.row], kind="stable")
    entries = np.searchsorted(labels[E.row][order], np.arange(count + 1))
    columns = np.argsort(labels[n:], kind="stable")
    heads = np.searchsorted(labels[n:][columns], np.arange(count + 1))
    heights = np.bincount(labels[:n], minlength=count)
    for k in range(count):
        mine = order[entries[k] : entries[k + 1]]
        block = np.zeros((heights[k], heads[k + 1] - heads[k]))
        block[row_of[E.row[mine]], column_of[E.col[mine]]] = E.data[mine]
        yield columns[heads[k] : heads[k + 1]], block


def _height(E: coo_array) -> int:
    """The number of rows, none of which is zero."""
    return int(E.row.max(initial=-1)) + 1


def _places_within(labels: np.ndarray, count: int) -> np.ndarray:
    """The running number of each item among those of its label."""
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(count))
    places = np.empty(len(labels), dtype=np.int64)
    places[order] = np.arange(len(labels)) - starts[labels[order]]
    return places
