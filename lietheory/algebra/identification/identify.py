"""identify: the canonical name of the Lie algebra that bare matrices span, and how far that name can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike, algebra_or_matrices
from lietheory.algebra.identification.error_model import Errors, errors, killing_reach
from lietheory.algebra.identification.name_from_structure import Decomposition, decompose, decomposed
from lietheory.algebra.identification.nearest import nearest_structure
from lietheory.algebra.identification.one_generator import line_name, near_name
from lietheory.algebra.identification.pauli_sums import decomposed_sums, described_sums
from lietheory.algebra.identification.thresholds import agreement, named_by_nearest, named_by_thresholds, other_than, unknown
from lietheory.algebra.identification.type_selection import Verdict, most_degenerate
from lietheory.algebra.isomorphism.identification_mixin import NamedMatrices
from lietheory.algebra.lie_algebra import LieAlgebra, computing_basis
from lietheory.algebra.names.agreement import agrees, stands_for
from lietheory.algebra.names.parser import aliases
from lietheory.algebra.names.summands import Piece, join
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.structure.closure import Span, relative_size, require_closed, short_span, span
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import is_complex, is_exact, size_of_matrices
from lietheory.errors import ClosureError, RankError
from lietheory.files import load, save, unpacked
from lietheory.progress import reports_progress
from lietheory.scales import moderate_scale
from lietheory.threads import one_thread
from lietheory.tolerances import APART_ZEROS, CLEAR, FLOAT_ERROR, ONE_DIRECTION, OPEN, ROUNDING, SLACK


@dataclass(frozen=True)
class Identification(NamedMatrices):
    """The name of a Lie algebra.

    Args:
        name: the canonical name of the isomorphism class.
        aliases: its other names.
        status: "certain" for exact input, and for semisimple algebras of floats whose Killing form
            keeps its signature under errors of the size given or estimated: all errors, or else
            independent normal ones of one relative size, up to a probability of 1e-6 to first order,
            or of 1e-3 where that size is itself an estimate. Larger errors than stated, or errors
            with a common cause, are not covered by the latter; among the algebras of one signature
            the name is that of the nearest. "consistent" where the name is that of the most degenerate
            type whose nearest closed span is within the error, or, without noise, one name whether the
            error of the structure constants or its root is the threshold of zero: any type that has
            it as a limit fits as well. "undecided" where noise or rounding does not decide which one that is, or
            where two classes share all invariants computed, as so(12,6) and so*(18) do.
        margin: where certain, the Killing form over what its error can reach, more than 1, and infinite
            for exact input; where consistent by fits, how far the next more degenerate type is from
            fitting and this one from not fitting, in logarithms of probabilities, at least 1; where
            consistent by thresholds, the least bracket or Killing eigenvalue over what counts as zero.
        candidates: the name, the types that fit as well, of which it is a limit, and those in doubt.
        complete: whether the name fixes the isomorphism class.
        levi: the name of the Levi factor, "0" where that is zero.
        radical: the name of the radical, "0" where that is zero.
        factors: the names of the summands.
        representation: the matrices the name was read from, and whether complex ones were read as
            their real span; None for an abstract algebra.
        parameters: the parameters in the name, in its order, each as (lower, upper).
        invariants: where the name does not fix the class, further invariants.
        fits: the names of the types that were fitted, each with its backward error: the root mean square
            distance of the generators, of length one, from the nearest span of that type that was reached. Empty
            where there is no noise and thresholds agree on the name, and where spans are too large to fit.
        generators: (n_L, d, d), the matrices themselves, real; None for an abstract algebra.
    """

    name: str
    aliases: tuple[str, ...]
    status: str
    margin: float
    candidates: tuple[str, ...]
    complete: bool
    levi: str
    radical: str
    factors: tuple[str, ...]
    representation: str | None
    parameters: tuple[tuple[float, float], ...] = ()
    invariants: tuple[str, ...] = ()
    fits: tuple[tuple[str, float], ...] = ()
    generators: np.ndarray | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("fits", "parameters"):  # pairs, however stored
            object.__setattr__(self, name, tuple(tuple(pair) for pair in getattr(self, name)))

    def is_named(self, text: str) -> bool:
        """Whether ``text`` is a name, canonical or not, of this algebra.

        Raises:
            UnknownNameError: no name of an algebra.

        Examples:
            >>> identify([[[0, -1], [1, 0]]]).is_named("u(1)")
            True
        """
        return (isinstance(text, str) and text in (self.name, *self.aliases)) or stands_for(text, self.name)

    def save(self, path: str | Path) -> Path:
        """Write the identification to an .npz file that :meth:`load` reads back."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> Identification:
        """The identification that :meth:`save` wrote."""
        return load(path, cls, upgrade=unpacked("identification"))


@reports_progress
def identify(g: AlgebraLike, noise: float | None = None) -> Identification:
    """The canonical name of the real Lie algebra spanned by matrices, in any basis.

    Args:
        g: an algebra, of which only the matrices are used, its name, or generators (n_L, d, d).
            Floats may close only up to noise.
        noise: the relative error |E_k| / |L_k| of each generator of floats; when None, estimated from how far the brackets
            are from the span, which is zero where the span is all of gl(d) or one matrix: there only rounding is assumed.

    Returns:
        The identification. One generator, which abstractly is always R, is named by its spectrum.

    Raises:
        ShapeError, PrecisionError: not finite square matrices of one size; a noise that is no size.
        RankError: dependent generators.
        ClosureError: an exact span that is not closed, or brackets further outside a numeric one
            than noise can explain.

    Examples:
        >>> L_x, L_y, L_z = np.zeros((3, 3, 3), dtype=int)
        >>> L_x[2, 1], L_x[1, 2], L_y[0, 2], L_y[2, 0], L_z[1, 0], L_z[0, 1] = 1, -1, 1, -1, 1, -1
        >>> identification = identify([L_x, L_y, L_z])
        >>> identification.name, identification.aliases[0], identification.status
        ('so(3)', 'su(2)', 'certain')
    """
    call = "identify(L)"
    least = max(FLOAT_ERROR, relative_size(noise, 0.0, call, "noise"))
    L = algebra_or_matrices(g, call)
    if isinstance(L, LieAlgebra):
        if L.pauli is not None:
            return _of_pauli_sums(L.pauli, call)
        if not L.has_matrices or not L.dimension:
            return _abstract(computing_basis(L)[0])
        L, from_complex = L.generators, L.from_complex
    else:
        from_complex = is_complex(g)
    with one_thread(max(L.size, len(L) ** 3)):  # the name does not depend on the scale
        identification = _exact(L, call) if is_exact(L) else _floats(moderate_scale(L, call)[0], call, least, noise)
    return replace(identification, representation=size_of_matrices(L, from_complex), generators=L)


def _of_pauli_sums(basis: PauliBasis, call: str) -> Identification:
    status, margin = ("certain", np.inf) if basis.exact else ("consistent", 0.0)
    return _identification(decomposed_sums(basis, call), status, margin, (), described_sums(basis))


def _floats(L: np.ndarray, call: str, least: float, noise: float | None) -> Identification:
    measured = span(L, call, least)
    require_closed(measured, call, OPEN)
    size = errors(measured, noise)
    return _line(L[0], size, noise) if len(L) == 1 else _numeric(measured, size, noise)


def _exact(L: np.ndarray, call: str) -> Identification:
    exact_span, matrices = short_span(L, call), size_of_matrices(L, False)
    if len(L) == 1:
        return _identification(_one_summand(line_name(L[0], 0.0)[0]), "certain", np.inf, (), matrices)
    return _identification(decompose(Structure(exact_span.constants)), "certain", np.inf, (), matrices)


def _abstract(g: Structure) -> Identification:
    if g.is_exact or not g.dimension:
        return _identification(decompose(g), "certain", np.inf, (), None)
    return _by_thresholds(Structure(g.constants / g.size, g.error / g.size), None)  # f scales with the basis, the name does not


def _line(A: np.ndarray, size: Errors, noise: float | None) -> Identification:
    name, margin = line_name(A, size.basis)
    near = near_name(A) if noise is None and name == "R" else name
    status = "consistent" if near == name else "undecided"
    return _identification(_one_summand(near), status, margin, (name,), size_of_matrices(A[None], False))


def _numeric(measured: Span, size: Errors, noise: float | None) -> Identification:
    """Semisimple with a bound: certain. Otherwise the most degenerate type within the error, if one is."""
    matrices = size_of_matrices(measured.generators, False)
    margin = _semisimple_margin(measured, size)
    if margin > 1:
        near, moved = _nearest(measured)
        if near and near.radical == "0":
            return _identification(near, "certain", margin, (), matrices, ((join(near.pieces), moved),))
    noisy = measured.residual > FLOAT_ERROR or (noise or 0.0) > FLOAT_ERROR
    rounding = SLACK * size.typical
    error = max(rounding, ROUNDING)
    g = Structure(measured.constants, error)
    if not noisy and agreement(g)[2] > CLEAR:
        return _by_thresholds(g, matrices, rounding)
    lengths = np.linalg.norm(measured.generators, axis=(1, 2), keepdims=True)
    verdict = most_degenerate(measured.generators / lengths, measured.basis, noise)
    if noisy:
        return _by_fits(verdict, _in_one_direction(size), matrices) if verdict else _by_nearest(measured, size, g, matrices)
    if verdict and verdict.decided and verdict.margin > CLEAR:
        return _by_fits(_beside_rounding(verdict, rounding), error, matrices)
    return _by_thresholds(g, matrices, rounding)


def _beside_rounding(verdict: Verdict, rounding: float) -> Verdict:
    """The same, but undecided where the fitted constants have another name if rounding, or ten times that, is zero in them."""
    parts, f, zeros = verdict.best.parts, verdict.best.fit.constants, (rounding, APART_ZEROS * rounding)
    others = [other_than(parts, Structure(f, zero), complete=True) if parts else None for zero in zeros]
    if None in others:
        return verdict
    names = tuple(name for other in others for name in other or ())
    return replace(verdict, decided=False, margin=0.0, others=(*verdict.others, *names))


def _in_one_direction(size: Errors) -> float:
    """How far the noise moves one parameter of the constants."""
    return max(ONE_DIRECTION * size.entry, ROUNDING)


def _by_fits(verdict: Verdict, error: float, matrices: str) -> Identification:
    """The name of the best type; its parameters are known up to the error of the constants in each direction."""
    excluded = {name for name, _ in verdict.fits} - {verdict.best.name}
    parts = verdict.best.named(error, excluded) or unknown(len(verdict.best.fit.frame))
    named = "nilpotent(" not in join(parts.pieces)  # a dimension alone: types with an abelian ideal may only have been missed
    status = "consistent" if verdict.decided and named else "undecided"
    return _identification(parts, status, verdict.margin, verdict.others, matrices, verdict.fits)


def _by_nearest(measured: Span, size: Errors, g: Structure, matrices: str) -> Identification:
    """The name of noisy generators whose spans are too large to fit."""
    try:
        nearest, _ = nearest_structure(measured.basis)
    except (ClosureError, RankError, np.linalg.LinAlgError):
        return _by_thresholds(g, matrices)
    parts, margin, names = named_by_nearest(nearest, _in_one_direction(size), g.error)
    return _identification(parts, "consistent" if margin > CLEAR else "undecided", margin, names, matrices)


def _by_thresholds(g: Structure, matrices: str | None, rounding: float = np.inf) -> Identification:
    """The name for constants whose error is that of all decisions about zero."""
    parts, margin, names = named_by_thresholds(g, rounding)
    return _identification(parts, "consistent" if margin > CLEAR else "undecided", margin, names, matrices)


def _nearest(measured: Span) -> tuple[Decomposition | None, float]:
    """The name of the nearest closed span of any type, and its distance."""
    if measured.residual <= FLOAT_ERROR:
        return decomposed(Structure(measured.constants, FLOAT_ERROR)), 0.0
    try:
        nearest, moved = nearest_structure(measured.basis)
    except (ClosureError, RankError, np.linalg.LinAlgError):
        return None, np.inf
    return decomposed(nearest), moved


def _semisimple_margin(measured: Span, size: Errors) -> float:
    """The Killing form over what its error can reach: for all errors (Weyl's inequality), or else for independent ones."""
    g = Structure(measured.constants, size.bound)
    smallest = float(np.abs(np.linalg.eigvalsh(g.killing)).min())
    margin = smallest / g.killing_error if np.isfinite(g.killing_error) else 0.0
    return margin if margin > 1 else max(margin, 1 / killing_reach(measured, size))


def _one_summand(name: str) -> Decomposition:
    return Decomposition((Piece(name, 1),), (), name, True)


def _identification(
    parts: Decomposition,
    status: str,
    margin: float,
    others: tuple[str, ...],
    matrices: str | None,
    fits: tuple[tuple[str, float], ...] = (),
) -> Identification:
    name, others = join(parts.pieces), (*others, *parts.rivals, *parts.neighbours)
    others = tuple(x for x in others if x.count("..") != name.count("..") or not agrees(x, name))
    margin = min(margin, parts.margin)
    size = sum(p.dimension for p in parts.pieces)
    return Identification(
        name=name,
        aliases=aliases(name, size) if parts.complete else (),
        status="undecided" if parts.rivals or parts.margin < CLEAR else status,
        margin=float(margin),
        candidates=tuple(dict.fromkeys((name, *others))),
        complete=parts.complete,
        levi=join(parts.levi),
        radical=parts.radical,
        factors=tuple(p.name for p in parts.pieces),
        representation=matrices,
        parameters=parts.parameters,
        invariants=parts.invariants,
        fits=fits,
    )
