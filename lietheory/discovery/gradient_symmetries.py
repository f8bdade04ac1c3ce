"""Symmetries from points and gradients alone, which somebody else computed: how exactly they hold, or that it cannot be decided.

Without the function there is no finite step and no precision to rely on: gradients may carry the rounding of float32 or the
error of differences. Where the relative errors sqrt(lambda) of all directions fall apart into small ones and others, with a
clear gap between them on both halves of the points, and the small ones span an algebra, then that algebra holds within the
largest of the small errors, which is what can be said. The gap also bounds the error of the generators.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from lietheory.algebra import Identification, LieAlgebra, identify
from lietheory.discovery.decision import LAMBDA_TOLERANCE, ROWS_PER_UNKNOWN
from lietheory.discovery.evidence import EVALUATION, SELECTION
from lietheory.discovery.spectrum import null_tolerance, relative_spectrum
from lietheory.errors import ClosureError, RankError, UndecidedError
from lietheory.tolerances import CLOSURE_SLACK, FLOAT_ERROR

GAP = 100.0
"""Errors this many times apart are two populations: those of one symmetry, of trained networks too, differ by less than ten."""
NEAR = LAMBDA_TOLERANCE**0.5
"""A relative error above this is no symmetry, whatever follows."""


@dataclass(frozen=True, eq=False)
class GradientSymmetries:
    """The symmetries that gradients show, and how exactly they hold.

    Args:
        status: ``"symmetric"``, ``"none"`` or ``"undecided"``.
        basis: (K, n, n), the generators of the action; n = 0 if it is given by its fields alone.
        generator_coefficients: (dimension, K), orthonormal rows.
        errors: (K,), sqrt(lambda) of each direction, ascending: the root mean square of grad F . v over that of an independent
            gradient; NaN where the points identify nothing.
        within: the largest error in the span of the generators, on either half of the points; 0 if that is rounding.
        beyond: the least error of the other directions on either half; infinite if there are none.
        points: their number.
        noise: the relative error of the generators: ``within`` over ``beyond``, by which errors of that size turn the span, times
            the ratio of the sizes of the largest and the least field, which such a turn may grow by in these units.
    """

    status: str
    basis: Float[np.ndarray, "K n n"]
    generator_coefficients: Float[np.ndarray, "dimension K"]
    errors: Float[np.ndarray, " K"]
    within: float
    beyond: float
    points: int
    noise: float = FLOAT_ERROR

    @property
    def dimension(self) -> int:
        """How many independent symmetries hold within ``within``."""
        return len(self.generator_coefficients)

    @property
    def generators(self) -> Float[np.ndarray, "dimension n n"]:
        """The symmetries as matrices."""
        return np.tensordot(self.generator_coefficients, self.basis, axes=1)

    def algebra(self) -> LieAlgebra:
        """The Lie algebra that the generators span.

        Raises:
            UndecidedError: no symmetry was detected, or the action has no matrices.
        """
        return LieAlgebra.from_matrices(self._some("algebra()"), tolerance=CLOSURE_SLACK * self.noise)

    def identify(self) -> Identification:
        """Its name, at the noise of the generators.

        Raises:
            UndecidedError: no symmetry was detected, or the action has no matrices.
        """
        return identify(self._some("identify()"), noise=self.noise)

    def _some(self, call: str) -> Float[np.ndarray, "dimension n n"]:
        if not self.dimension or not self.basis.shape[1]:
            got = "an action without matrices" if self.dimension else self.status
            raise UndecidedError(f"GradientSymmetries.{call}", "symmetries as matrices", got, "See .errors.")
        return self.generators

    def __str__(self) -> str:
        least = ", ".join(f"{e:.1e}" for e in self.errors[: self.dimension + 3])
        seen = f"{self.points} points, {len(self.errors)} generators, relative errors {least}"
        if self.status == "none":
            return f"none: {seen}"
        if self.status == "undecided":
            return f"cannot tell: no clear gap, or no algebra below it: {seen}"
        name = self.identify().name if self.basis.shape[1] else f"dimension {self.dimension}"
        return f"{name} {f'within {self.within:.1e}' if self.within else 'to rounding'}: {seen}"


def near_null(
    errors: Float[np.ndarray, " K"], rounding: float, tolerance: float | None = None, nearest: float = NEAR
) -> tuple[int, str]:
    """How many of ascending relative errors are those of symmetries, and the status: symmetric, none or undecided.

    With a tolerance those below it, unless the next one is within twice of it. Else those below the widest gap, if it is
    clear, and all below rounding.

    Examples:
        >>> near_null(np.array([2e-8, 9e-8, 0.4, 0.9]), 1e-13)
        (2, 'symmetric')
        >>> near_null(np.array([2e-4, 2e-3, 2e-2, 0.9]), 1e-13)
        (0, 'undecided')
    """
    if tolerance is not None:
        k = int((errors <= tolerance).sum())
        if (errors[k:] <= 2 * tolerance).any():
            return 0, "undecided"
        return k, "symmetric" if k else "none"
    if (errors <= rounding).all():
        return len(errors), "symmetric"
    if errors[0] > nearest:
        return 0, "none"
    ratios = errors[1:] / np.maximum(errors[:-1], rounding)
    ratios[errors[:-1] > nearest] = 0.0
    k = 1 + int(ratios.argmax()) if len(ratios) else 0
    return (k, "symmetric") if k and ratios[k - 1] >= GAP else (0, "undecided")


def closes(generators: Float[np.ndarray, "k n n"], noise: float) -> bool:
    """Whether matrices span an algebra within their error; those of size zero, of fields alone, are taken to."""
    try:
        return not generators.size or bool(LieAlgebra.from_matrices(generators, tolerance=CLOSURE_SLACK * noise).dimension)
    except (ClosureError, RankError):
        return False


def gradient_symmetries(
    evidence: Float[np.ndarray, "points m K"],
    reference: Float[np.ndarray, "points m0 K"],
    fields: Float[np.ndarray, "K K"],
    basis: Float[np.ndarray, "K n n"],
    *,
    tolerance: float | None = None,
    dtype: np.dtype | type = np.float64,
) -> GradientSymmetries:
    """The symmetries that evidence rows show without the function they belong to.

    Args:
        evidence: rows J_a(x_n) v_k(x_n).
        reference: rows with the gradients of other points.
        fields: the Gram matrix of the fields.
        basis: the generators of the action.
        tolerance: the relative error sqrt(lambda) that counts as symmetric; where there is a clear gap unless given.
        dtype: the precision of the gradients.

    Raises:
        RankError: fewer than 12 evidence rows for each generator.
    """
    n, m, K = evidence.shape
    if n * m < ROWS_PER_UNKNOWN * K:
        needed = -(-ROWS_PER_UNKNOWN * K // m)
        call = "gradient_symmetries(evidence, reference, fields, basis)"
        raise RankError(call, f"at least {needed} points for {K} generators", f"{n} points", "Give more points.")
    whole = relative_spectrum(evidence.reshape(-1, K), reference.reshape(-1, K), fields, dtype)
    errors, rounding = np.sqrt(whole.values), null_tolerance(dtype, K)
    count, status = near_null(errors[: whole.identifiable], rounding, tolerance)
    known = whole.coefficients[: whole.identifiable]
    known = known / np.sqrt(np.einsum("ik,kl,il->i", known, fields, known))[:, None]  # fields of one size
    span, rest = known[:count], known[count:]
    unseen = rounding * float(np.linalg.norm(np.tensordot(reference, known.T, axes=1), axis=(0, 1)).max(initial=0.0))
    halves = [(evidence[h::2], reference[h::2]) for h in (SELECTION, EVALUATION)]
    within = max(_extreme(*half, span, unseen, largest=True) for half in halves) if count else 0.0
    beyond = min(_extreme(*half, rest, unseen, largest=False) for half in halves) if len(rest) else np.inf
    coefficients = np.linalg.qr(whole.coefficients[:count].T)[0].T
    sizes = np.sqrt(np.diag(fields))
    noise = max(FLOAT_ERROR, within / beyond * float(sizes.max() / sizes[sizes > 0].min(initial=sizes.max())))
    if count:
        close = closes(np.tensordot(coefficients, basis, axes=1), noise)
        if not close or (tolerance is None and len(rest) and beyond < GAP * max(within, rounding)):
            count, status, coefficients = 0, "undecided", coefficients[:0]
    return GradientSymmetries(status, basis, coefficients, errors, within if within > rounding else 0.0, beyond, n, noise)


def _extreme(
    evidence: np.ndarray, reference: np.ndarray, span: Float[np.ndarray, "k K"], unseen: float, *, largest: bool
) -> float:
    """The least or the largest sqrt(lambda) in a span, on some of the points; 0 along what no output sees."""
    E, R = (np.tensordot(rows, span.T, axes=1).reshape(-1, len(span)) for rows in (evidence, reference))
    left, scale, _ = np.linalg.svd(np.vstack([E, R]), full_matrices=False)
    seen = scale > unseen
    if not seen.any() or not (largest or seen.all()):
        return 0.0
    cosines = np.linalg.svd(left[: len(E), seen], compute_uv=False)  # descending
    cosine = float(np.clip(cosines[0 if largest else -1], 0.0, 1.0))
    return cosine / max(float(np.sqrt(1 - cosine**2)), float(np.finfo(float).eps))
