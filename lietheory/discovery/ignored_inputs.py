"""Inputs that a map ignores, named in words and factored out of the algebra that it keeps.

A map that ignores a subspace W of its inputs keeps every matrix with image in W: Hom(R^n, W) is an ideal of the algebra h, which
acts on R^n / W by the quotient. The name of h is then long and says nothing but the dimension of W; that of the quotient says
what the map keeps of the inputs that it looks at.

W is found from h alone: w is in W where all of w e_j^T are in h. If L is in h and w in W, then L w is in W, since the gradient
of the map, which is the same at x and at x + w, vanishes along L x and along L (x + w); so the quotient exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.algebra import identify
from lietheory.errors import LieTheoryError
from lietheory.tolerances import FLOAT_ERROR

WITHIN = 1e-3
"""A combination of inputs this near to a subspace lies in it: directions of an algebra that holds err by less."""
NAMED = 3.0
"""A name allows for errors of so many times the noise. The noise is half the difference of two halves of the points, one draw of
the error: a name that allowed for no more took so(3) |x R^3 for an so(4) that contracts to it."""
LOOSEST = 0.1
"""Generators that err by more than half of this say of no input that it is ignored."""


@dataclass(frozen=True, eq=False)
class Ignored:
    """The ignored inputs of an algebra of matrices, and what it does to the others.

    Args:
        subspace: (r, n), an orthonormal basis of W.
        quotient: (k, n - r, n - r), generators on R^n / W; k = 0 where nothing but W is moved.
        inputs: numbers of the inputs that span W, from 1; empty where W is spanned by combinations alone.
    """

    subspace: Float[np.ndarray, "r n"]
    quotient: Float[np.ndarray, "k q q"]
    inputs: tuple[int, ...]

    def __str__(self) -> str:
        """Which inputs these are.

        Examples:
            >>> print(Ignored(np.eye(4)[2:], np.zeros((0, 2, 2)), (3, 4)))
            x3 and x4
            >>> print(Ignored(np.eye(4)[2:], np.zeros((0, 2, 2)), ()))
            2 combinations of the inputs
        """
        count = len(self.subspace)
        if self.inputs:
            *first, last = (f"x{i}" for i in self.inputs)
            return f"{', '.join(first)} and {last}" if first else last
        return f"{count} combinations of the inputs" if count > 1 else "one combination of the inputs"

    def in_words(self, *, exact: bool) -> str:
        """That they are ignored, or nearly so."""
        return f"{'ignores' if exact else 'nearly ignores'} {self}"


def ignored_inputs(
    L: Float[np.ndarray, "k n n"], axes: Float[np.ndarray, "n n"] | None = None, *, homogeneous: bool = False, noise: float = 0.0
) -> Ignored | None:
    """The ignored inputs of an algebra, or None where it ignores none.

    Args:
        L: generators in the frame z of the points, x = axes z.
        axes: of the inputs x in that frame; x is z unless given.
        homogeneous: whether the last component is the homogeneous one, which is no input.
        noise: the relative error of the generators.

    Examples:
        >>> units = np.eye(9).reshape(9, 3, 3)
        >>> turn = np.array([[[0, -1, 0], [1, 0, 0], [0, 0, 0]]])
        >>> found = ignored_inputs(np.concatenate([turn, units[6:]]), np.eye(3))
        >>> str(found), found.quotient.shape, np.abs(found.quotient).round(3).tolist()
        ('x3', (1, 2, 2), [[[0.0, 0.707], [0.707, 0.0]]])
    """
    k, n = L.shape[:2]
    axes = np.eye(n) if axes is None else axes
    Q = np.linalg.qr(L.reshape(k, -1).T)[0].T.reshape(k, n, n)
    inputs = n - homogeneous
    missing = n * np.eye(inputs) - np.einsum("kij,klj->il", Q, Q)[:inputs, :inputs]  # of w e_j^T outside the span, summed over j
    values, vectors = np.linalg.eigh(missing)
    within = max(WITHIN, 2 * noise)
    count = int(np.sum(values < n * within**2))
    if count == 0 or within > LOOSEST:
        return None
    W, rest = (np.pad(v.T, ((0, 0), (0, n - inputs))) for v in (vectors[:, :count], vectors[:, count:]))
    rest = np.concatenate([rest, np.eye(n)[inputs:]])
    reduced = np.einsum("ai,kij,bj->kab", rest, Q, rest)
    strength, turn = np.linalg.svd(reduced.reshape(k, -1), full_matrices=False)[1:]
    some = turn[strength > within]
    kept = some.reshape(len(some), len(rest), len(rest))
    return Ignored(W, kept, _single(W[:, :inputs], axes[:inputs, :inputs], within))


def name_in_words(L: Float[np.ndarray, "k n n"], ignored: Ignored | None, noise: float, *, mentioned: bool = True) -> str:
    """The name of what is kept of the inputs that are looked at; its dimension where nothing is near that closes.

    Args:
        L: generators in the frame of the points.
        ignored: the inputs that they ignore.
        noise: the relative error of the generators.
        mentioned: whether the sentence has said before which inputs are ignored.
    """
    if ignored is not None and not len(ignored.quotient):
        return "changes of these alone" if mentioned else f"changes of {ignored} alone"
    try:
        answer = identify(L if ignored is None else ignored.quotient, noise=max(NAMED * noise, FLOAT_ERROR))
    except LieTheoryError:  # the span closes with nothing near
        return f"a span of dimension {len(L)}"
    name = " or ".join(answer.candidates) if answer.status == "undecided" else answer.name
    if ignored is None:
        return name
    return f"{name} on the others" if mentioned else f"{name} on the inputs besides {ignored}"


def _single(W: Float[np.ndarray, "r n"], axes: Float[np.ndarray, "n n"], within: float) -> tuple[int, ...]:
    """The inputs that span W, if single ones do: e_i of x is axes^-1 e_i of z.

    Of an input that others determine but for a thin layer, a change by its own spread leads far out of the data, whatever
    direction it has there: it is in W where all of that change is.
    """
    each = np.linalg.solve(axes, np.diag(np.linalg.norm(axes, axis=1)))
    outside = np.linalg.norm(each - W.T @ (W @ each), axis=0)
    ignored = tuple(int(i) + 1 for i in np.flatnonzero(outside < max(within, FLOAT_ERROR)))
    return ignored if len(ignored) == len(W) else ()
