"""Linear algebra over a real quadratic field Q(sqrt(n)), by restriction of scalars to the rationals.

The number x = a + b sqrt(n) becomes the block [[a, b], [n b, a]], by which x multiplies the rows (p, q) that stand for
p + q sqrt(n). A matrix A becomes M(A), with M(A B) = M(A) M(B). Its row space is that of A, read over the rationals; so
its echelon form is M(E) for the echelon form E of A, and every question but two is the same question about M(A).
The two are the characteristic polynomial, which has traces, and the signature, which has two trace forms.

References:
    W. Scharlau, Quadratic and Hermitian Forms, 1985, chapter 2: transfer of forms.
"""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np

from lietheory.algebra.linalg import rationals
from lietheory.arrays import exact_array, is_exact
from lietheory.quadratic_numbers import Surd, different_fields, surd


def radicand(*arrays: np.ndarray) -> int:
    """The n of the field Q(sqrt(n)) that exact arrays lie in, 0 for rational ones.

    Raises:
        PrecisionError: two different fields.
    """
    surds = [x for A in arrays if A.dtype == object for x in A.flat if type(x) is Surd]
    other = next((x for x in surds if x.n != surds[0].n), None)
    if other is not None:
        raise different_fields("exact arithmetic", surds[0], other)
    return surds[0].n if surds else 0


def arithmetic(*arrays: np.ndarray) -> str:
    """In which numbers arrays are: "numeric", "exact", or "exact over Q(sqrt(2))".

    Examples:
        >>> arithmetic(np.array([1, 2])), arithmetic(np.array([0.5]))
        ('exact', 'numeric')
    """
    if not all(map(is_exact, arrays)):
        return "numeric"
    n = radicand(*arrays)
    return f"exact over Q(sqrt({n}))" if n else "exact"


def parts(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rational arrays A_0 and A_1 with A = A_0 + A_1 sqrt(n)."""
    if A.dtype != object:
        return A, np.zeros_like(A)
    pairs = [(x.a, x.b) if type(x) is Surd else (x, 0) for x in A.flat]
    rational, irrational = (exact_array(_column([pair[k] for pair in pairs])).reshape(A.shape) for k in (0, 1))
    return rational, irrational


def joined(rational: np.ndarray, irrational: np.ndarray, n: int) -> np.ndarray:
    """The array A_0 + A_1 sqrt(n)."""
    if not irrational.any():
        return rational
    pairs = zip(rational.ravel().tolist(), irrational.ravel().tolist(), strict=True)
    return _column([surd(Fraction(a), Fraction(b), n) for a, b in pairs]).reshape(rational.shape)


def multiply(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """The product A B."""
    n = radicand(A, B)
    (a, b), (c, d) = parts(A), parts(B)
    rational = rationals.multiply(np.concatenate([a, exact_array(n * b.astype(object))], axis=1), np.concatenate([c, d]))
    irrational = rationals.multiply(np.concatenate([a, b], axis=1), np.concatenate([d, c]))
    return joined(rational, irrational, n)


def rank(A: np.ndarray) -> int:
    """The rank of A."""
    return rationals.rank(restricted(A, radicand(A))) // 2


def row_space(A: np.ndarray) -> np.ndarray:
    """A basis of the row space of A, in reduced echelon form."""
    n = radicand(A)
    return _extended(rationals.row_space(restricted(A, n)), n)


def null_space(A: np.ndarray) -> np.ndarray:
    """A basis of {x : A x = 0}, as rows: such an x becomes two columns, of which (b, a) for a + b sqrt(n) is the second."""
    n = radicand(A)
    columns = rationals.null_space(restricted(A, n))[1::2]
    return joined(columns[:, 1::2], columns[:, ::2], n)


def complement(A: np.ndarray) -> np.ndarray:
    """Unit vectors, as rows, that complete the row space of A to the whole space."""
    return rationals.complement(restricted(A, radicand(A)))[::2, ::2]


def independent_rows(A: np.ndarray) -> list[int]:
    """The rows of A that are independent of the rows before them."""
    return [i // 2 for i in rationals.independent_rows(restricted(A, radicand(A)))[::2]]


def solve(A: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Some X with A X = B, its free unknowns zero.

    Raises:
        RankError: no X solves it.
    """
    n = radicand(A, B)
    return _extended(rationals.solve(restricted(A, n), restricted(B, n)), n)


def coordinates(basis: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """X and the residual vectors - X basis, for the X that fits the pivot columns of the basis."""
    n = radicand(basis, vectors)
    X, rest = rationals.coordinates(restricted(basis, n), restricted(vectors, n))
    return _extended(X, n), _extended(rest, n)


def inverse(A: np.ndarray) -> np.ndarray:
    """The inverse of a square matrix.

    Raises:
        RankError: the matrix is singular.
    """
    n = radicand(A)
    return _extended(rationals.inverse(restricted(A, n)), n)


def characteristic_polynomial(A: np.ndarray) -> np.ndarray:
    """The coefficients of det(x I - A), the highest power first, by Faddeev and LeVerrier."""
    size = len(A)
    coefficients, power, one = [Fraction(1)], np.eye(size, dtype=object), np.eye(size, dtype=object)
    for k in range(1, size + 1):
        product = multiply(A, power)
        coefficients.append(-np.trace(product) / Fraction(k))
        power = product + coefficients[-1] * one
    return exact_array(_column(coefficients))


def signature(S: np.ndarray) -> tuple[int, int, int]:
    """The numbers of positive, negative and zero eigenvalues of a symmetric matrix, for sqrt(n) > 0.

    The rational forms tr S(x, y) and tr sqrt(n) S(x, y) of twice the size have the signatures s + s' and s - s', for
    the signatures s of S and s' of its conjugate: both embeddings count, and sqrt(n) is negative in the other.
    """
    n = radicand(S)
    a, b = parts(S)
    na, nb = (exact_array(n * x.astype(object)) for x in (a, b))
    first, second = np.block([[a, nb], [nb, na]]), np.block([[nb, na], [na, exact_array(n * nb.astype(object))]])
    (p, q, twice_zero), (r, s, _) = rationals.signature(first), rationals.signature(second)
    zero, difference = twice_zero // 2, (p - q + r - s) // 2
    positive = (len(S) - zero + difference) // 2
    return positive, len(S) - zero - positive, zero


def cleared(A: np.ndarray) -> np.ndarray:
    """The smallest integer multiple of A that has whole parts."""
    a, b = rationals.cleared(np.stack(parts(A)))
    return joined(a, b, radicand(A))


def suitable_prime(n: int) -> int:
    """The largest prime up to 2^61 - 1 that is 3 modulo 4 and modulo which n is a square, other than 0."""
    p = rationals.PRIME
    while pow(n, (p - 1) // 2, p) != 1 or not flint.fmpz(p).is_prime():
        p -= 4
    return p


def modulo_prime(A: np.ndarray, p: int) -> flint.nmod_mat:
    """A multiple of A that has whole parts, modulo a :func:`suitable_prime`: its rank is at most that of A."""
    square_root = pow(radicand(A), (p + 1) // 4, p)  # since the prime is 3 modulo 4
    a, b = parts(cleared(A))
    entries = [(int(x) + int(y) * square_root) % p for x, y in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)]
    rows, columns = A.shape
    return flint.nmod_mat(rows, columns, entries, p)


def factors(polynomial: np.ndarray, n: int) -> list[tuple[np.ndarray, int]]:
    """The irreducible factors over Q(sqrt(n)), highest power first, with their multiplicities.

    Examples:
        >>> [f.tolist() for f, _ in factors(np.array([1, 0, -2]), 2)]
        [[Fraction(1, 1), -sqrt(2)], [Fraction(1, 1), sqrt(2)]]
    """
    import sympy

    x, field = sympy.Symbol("x"), sympy.QQ.algebraic_field(sympy.sqrt(n))
    a, b = parts(polynomial)
    pairs = zip(b.tolist(), a.tolist(), strict=True)
    coefficients = [field([sympy.QQ(*q.as_integer_ratio()), sympy.QQ(*p.as_integer_ratio())]) for q, p in pairs]
    irreducible = sympy.Poly.from_list(coefficients, x, domain=field).factor_list()[1]
    return [(_column([_from_field(c, n) for c in f.rep.to_list()]), power) for f, power in irreducible]


def restricted(A: np.ndarray, n: int) -> np.ndarray:
    """M(A), the rational matrix of twice the size."""
    a, b = parts(A)
    blocks = np.empty((2 * A.shape[0], 2 * A.shape[1]), dtype=object)
    blocks[::2, ::2] = blocks[1::2, 1::2] = a
    blocks[::2, 1::2], blocks[1::2, ::2] = b, n * b.astype(object)
    return exact_array(blocks) if blocks.size else blocks.astype(np.int64)


def _extended(M: np.ndarray, n: int) -> np.ndarray:
    """The matrix A with M(A) = M."""
    return joined(M[::2, ::2], M[::2, 1::2], n)


def _column(values: list) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _from_field(c, n: int) -> Surd | Fraction:
    b, a = [0, 0, *c.to_list()][-2:]
    return surd(Fraction(int(a.numerator), int(a.denominator)), Fraction(int(b.numerator), int(b.denominator)), n)
