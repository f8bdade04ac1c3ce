"""From a name to the matrices of the catalogue, and the names that it has matrices for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from lietheory.algebra.catalogue import affine, classical, exceptional, galilei_conformal
from lietheory.algebra.catalogue.classical import require_size
from lietheory.algebra.catalogue.modules import LARGEST_MODULE, module_matrices
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.algebra.names.brackets import bare, readable, split
from lietheory.algebra.names.jordan_blocks import Block
from lietheory.algebra.names.modules import Constituent, Factor
from lietheory.algebra.names.nilpotent_table import nilpotent_constants, read_symbol
from lietheory.algebra.names.parser import aliases, candidates, canonical_name, module_of, parse_atom, pieces, right_factor
from lietheory.algebra.names.simple_types import EXCEPTIONAL, natural_module
from lietheory.algebra.names.solvable_names import FIXED, HEISENBERG, read_spectral
from lietheory.algebra.names.summands import abelian
from lietheory.errors import ShapeError, UnknownNameError, shown

_DIRECT = {
    "so": classical.so,
    "su": classical.su,
    "u": classical.u,
    "usp": classical.usp,
    "conformal": galilei_conformal.conformal,
}
_SINGLE = {
    "sl": classical.sl,
    "gl": classical.gl,
    "slC": classical.sl_complex,
    "sim": affine.sim,
    "aff": affine.aff,
    "heisenberg": affine.heisenberg,
    "poincare": affine.poincare,
    "galilei": galilei_conformal.galilei,
    "bargmann": galilei_conformal.bargmann,
}
_DOUBLED = {"sp": classical.sp, "so*": classical.so_star, "su*": classical.su_star}  # their names state 2n
_PLANES = {"so(2)": [[0, -1], [1, 0]], "so(1,1)": [[1, 0], [0, -1]]}
_EXCEPTIONAL = {"g2": exceptional.g2, "f4": exceptional.f4, "e6": exceptional.e6, "e7": exceptional.e7, "e8": exceptional.e8}


def catalogue_algebra(name: str) -> LieAlgebra:
    """The exact Lie algebra that a name stands for.

    Args:
        name: such as "so(3,1)", "sl(2,R)", "sp(4,R)", "se(2)", "u(2)", "R^2", "e7(7)", "f4(-52)", a sum
            "so(3) + so(3)" in diagonal blocks, or "so(3) |x R^3", a matrix algebra with the
            translations of the space it acts on, or "R |x R^2[1, 1/2]" and "A3,5^(1/2)", one generator on
            R^m or heisenberg(1), with rational numbers.

    Raises:
        UnknownNameError: not such a name; the nearest are suggested.

    Examples:
        >>> catalogue_algebra("so(3) + so(3)").dimension, catalogue_algebra("sp(4,R)").generators.shape
        (6, (10, 4, 4))
    """
    text = bare(readable(_require_text(name)).strip())
    listed = read_symbol(text)
    if listed is not None:
        known = listed[0].startswith("L") and len(listed) == 1
        return LieAlgebra.from_structure_constants(nilpotent_constants(listed[0])) if known else _sum_of(name, listed)
    spectral = read_spectral(text)
    if spectral is not None:
        return catalogue_algebra(spectral) if isinstance(spectral, str) else _spectral(name, *spectral)
    summands = split(text, "+")
    if len(summands) > 1:
        _require_sum_fits(f"catalogue_algebra({name[:80]!r})", text)
        return block_sum([catalogue_algebra(summand) for summand in summands])
    factors = split(text, "|x")
    return _semidirect(name, *factors) if len(factors) == 2 else _atom(name, text)


def _sum_of(name: str, listed: Sequence[str]) -> LieAlgebra:
    """The sum of the algebras of a symbol, in matrices where all have them."""
    if any(part.startswith("L") for part in listed):
        raise _without_matrices(name)
    return catalogue_algebra(" + ".join(listed))


def catalogue_names(dimension: int) -> list[str]:
    """The names, canonical or not, of the catalogue's algebras of a dimension: every family, every parameter.

    Families of solvable algebras with a parameter that is not an integer are left out, and so are sums.

    Raises:
        ShapeError: no integer >= 1.

    Examples:
        >>> catalogue_names(3)[:6]
        ['so(3)', 'so(2,1)', 'sl(2,R)', 'su(2)', 'su(1,1)', 'sp(2,R)']
    """
    require_size(f"catalogue_names({dimension!r})", dimension)
    names = candidates(dimension) + abelian(dimension)
    for n in range(1, dimension + 1):
        galilean = n * (n - 1) // 2 + 2 * n + 1
        names += [f"heisenberg({n})"] * (2 * n + 1 == dimension)
        names += [f"galilei({n})"] * (galilean == dimension) + [f"bargmann({n})"] * (galilean + 1 == dimension)
    for (letter, rank), (size, characters) in EXCEPTIONAL.items():
        stem = f"{letter.lower()}{rank}"
        names += [f"{stem}({character})" for character in (characters[0], characters[-1]) if size == dimension]
    names += [symbol for symbol in FIXED if int(symbol[1]) == dimension]
    return list(dict.fromkeys(names))


def block_sum(algebras: Sequence[LieAlgebra]) -> LieAlgebra:
    """The direct sum of algebras of matrices, in diagonal blocks; exact if all are."""
    exact = all(g.is_exact for g in algebras)
    parts = [g.generators if exact else g.generators.astype(np.float64) for g in algebras]
    sizes = [L.shape[1] for L in parts]
    count = sum(map(len, parts))
    require_algebra_memory("block_sum(algebras)", count, sum(sizes))
    margins = [(sum(sizes[:k]), sum(sizes[k + 1 :])) for k in range(len(sizes))]
    blocks = [np.pad(L, ((0, 0), margin, margin)) for L, margin in zip(parts, margins, strict=True)]
    return LieAlgebra.from_matrices(np.concatenate(blocks))


def _require_sum_fits(call: str, text: str) -> None:
    """Refuse a sum whose matrices would not fit, before any summand is built."""
    summands = pieces(text)
    require_algebra_memory(call, sum(p.dimension for p in summands), len(summands))


def _require_text(name: str) -> str:
    if isinstance(name, str):
        return name
    raise UnknownNameError(
        f"catalogue_algebra({shown(name)})", "a name as text", type(name).__name__, 'Give a name such as "so(3)", in quotes.'
    )


def _spectral(name: str, ideal: str, blocks: list[Block]) -> LieAlgebra:
    """R |x ideal in matrices, for blocks of rational numbers."""
    A = affine.block_matrix(blocks)
    if A is None:
        raise UnknownNameError(
            f"catalogue_algebra({name!r})",
            "rational numbers",
            "one that is not" if ".." not in name else "an interval",
            "The catalogue is exact: give rational parameters, or the matrices themselves.",
        )
    return affine.over_heisenberg(A) if ideal == HEISENBERG else affine.with_translations(A[None], len(A))


def _semidirect(name: str, left: str, right: str) -> LieAlgebra:
    whole = canonical_name(name)
    if "|x" not in whole:  # galilei(3) for (so(3) + R) |x 2 R^3[J2(0)]
        return catalogue_algebra(whole)
    single = re.fullmatch(r"[RCH]\^\d+", right)
    listed = None if single else module_of(pieces(left), right)
    if listed is not None:
        return _listed(name, left, listed)
    if right_factor(right)[0] == HEISENBERG and canonical_name(left) in _PLANES:
        return affine.over_heisenberg(np.array(_PLANES[canonical_name(left)]))
    module, size = right_factor(right)
    dimension = sum(piece.dimension for piece in pieces(left))
    for text in (left, *aliases(canonical_name(left), dimension)):
        if re.match("[RCH]", right) and not _is_line(text) and _acts_on(text, module):
            linear = catalogue_algebra(text).generators
            if linear.shape[1] == size:
                return affine.with_translations(linear, size)
    for text in aliases(whole, dimension + size):  # se(4) for (so(3) + so(3)) |x R^4
        if "|x" not in text and not text.startswith("A"):
            return catalogue_algebra(text)
    left, right = split(whole, "|x")  # u(2) and gl(2,C) on C^2, a module by its dimension
    listed = module_of(pieces(left), right)
    if listed is None:
        raise _without_matrices(name)
    return _listed(name, left, listed)


def _listed(name: str, left: str, listed: tuple[list[Factor], tuple[Constituent, ...]]) -> LieAlgebra:
    """s + R^j and the translations of a module by its constituents."""
    lines = sum(p.dimension for p in pieces(left)) - sum(f.dimension for f in listed[0])
    linear = module_matrices(*listed, lines, lambda text: catalogue_algebra(text).generators)
    if linear is None:
        raise _without_matrices(name)
    return affine.with_translations(linear, linear.shape[1])


def _acts_on(text: str, module: str) -> bool:
    """Whether the catalogue's matrices of a name act on a module: a simple algebra on its natural one, others on some R^m."""
    single = "+" not in text and "|x" not in text and read_spectral(text) is None
    simple = natural_module(*parse_atom(text)) if single else None
    return simple.name == module if simple else module.startswith("R")


def _is_line(text: str) -> bool:
    """Whether a name is R, R^2 and so on, which does not fix how the algebra acts."""
    return re.fullmatch(r"R(\^\d+)?", canonical_name(text)) is not None


def _atom(name: str, text: str) -> LieAlgebra:
    canonical_name(text)  # raises UnknownNameError for what is no name
    family, p, q = parse_atom(text)
    try:
        if family == "R" and p == 0:
            raise UnknownNameError(
                f"catalogue_algebra({shown(name)})", "an algebra of dimension at least 1", "R^0", "Leave it out."
            )
        if family == "R":
            return affine.with_translations(None, p)
        if family in ("se", "iso", "euclidean"):
            linear = classical.so(p, q).generators if p + q > 1 else None
            return affine.with_translations(linear, p + q)
        if family in _DIRECT:
            return _DIRECT[family](p, q)
        if family in _SINGLE:
            return _SINGLE[family](p)
        if family in _EXCEPTIONAL and p in (int(family[1]), -EXCEPTIONAL[family[0].upper(), int(family[1])][0]):
            return _EXCEPTIONAL[family]("split" if p > 0 else "compact")
        if family in _DOUBLED:
            return _DOUBLED[family](p // 2)
        if family == "saff":
            return affine.with_translations(classical.sl(p).generators, p)
        if family in ("glC", "soC", "spC"):
            return _complexified(_atom(name, f"{family[:-1]}({p})"))
    except ShapeError as problem:
        if "memory" in problem.expected:
            raise ShapeError(f"catalogue_algebra({name!r})", problem.expected, problem.got, problem.cure) from None
        raise _without_matrices(name) from None
    raise _without_matrices(name)


def _complexified(g: LieAlgebra) -> LieAlgebra:
    real, imaginary = np.eye(2, dtype=np.int64), np.array([[0, -1], [1, 0]])
    return LieAlgebra.from_matrices(np.concatenate([np.kron(unit[None], g.generators) for unit in (real, imaginary)]))


def _without_matrices(name: str) -> UnknownNameError:
    return UnknownNameError(
        f"catalogue_algebra({shown(name)})",
        "a name of which the catalogue has matrices",
        f"one of which it has none, {shown(canonical_name(name))}",
        f"Give the matrices. The catalogue has irreducible modules up to real dimension {LARGEST_MODULE} and the split and the "
        "compact form of exceptional algebras.",
    )
