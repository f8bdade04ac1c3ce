"""Semidirect products (s + R^j) |x R^m on exact integers: the truth comes from how each was built."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra.catalogue.affine import with_translations
from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.identification.identify import identify
from lietheory.algebra.names.agreement import agrees
from lietheory.algebra.names.parser import canonical_name
from lietheory.errors import UnknownNameError
from lietheory.representation.symmetric_power import symmetric_power

TURN = [[0, -1], [1, 0]]


def natural(name: str) -> np.ndarray:
    return catalogue_algebra(name).generators


def still(L: np.ndarray, size: int) -> np.ndarray:
    """The trivial module of dimension ``size``."""
    return np.zeros((len(L), size, size), dtype=np.int64)


def dual(L: np.ndarray) -> np.ndarray:
    return -L.transpose(0, 2, 1)


def copies(L: np.ndarray, count: int) -> np.ndarray:
    return np.kron(np.eye(count, dtype=np.int64)[None], L)


def on_copies(A: list[list[int]], size: int) -> np.ndarray:
    """An element of the centre that acts by A on the copies of a module."""
    return np.kron(np.array(A), np.eye(size, dtype=np.int64))


def in_blocks(*parts: np.ndarray) -> np.ndarray:
    size, start = sum(part.shape[-1] for part in parts), 0
    whole = np.zeros((*parts[0].shape[:-2], size, size), dtype=np.int64)
    for part in parts:
        end = start + part.shape[-1]
        whole[..., start:end, start:end] = part
        start = end
    return whole


def semidirect(module: np.ndarray, *center: np.ndarray) -> np.ndarray:
    linear = np.concatenate([module, *(Z[None] for Z in center)])
    return with_translations(linear, linear.shape[1]).generators


def in_another_basis(L: np.ndarray, seed: int) -> np.ndarray:
    """Other generators of the same algebra, conjugated: both by products of integer matrices of determinant 1."""
    rng = np.random.default_rng(seed)

    def unimodular(n: int) -> tuple[np.ndarray, np.ndarray]:
        lower, upper = (np.tril(rng.integers(-1, 2, (n, n)), -1) + np.eye(n, dtype=np.int64) for _ in range(2))
        P = lower @ upper.T
        return P, np.rint(np.linalg.inv(P)).astype(np.int64)

    P, inverse = unimodular(L.shape[1])
    assert (P @ inverse == np.eye(len(P), dtype=np.int64)).all()
    return np.tensordot(unimodular(len(L))[0], P @ L @ inverse, 1)


SO3, SO21, SL2, SO5, SO6, SO62, SL3, SU21, SU2, SU3 = map(
    natural, ("so(3)", "so(2,1)", "sl(2,R)", "so(5)", "so(6)", "so(6,2)", "sl(3,R)", "su(2,1)", "su(2)", "su(3)")
)
ONE = np.eye(30, dtype=np.int64)

KNOWN = {
    "so(3) |x R^3": semidirect(SO3),
    "so(3) |x 2 R^3": semidirect(copies(SO3, 2)),
    "so(3) |x 4 R^3": semidirect(copies(SO3, 4)),
    "so(3) |x C^2": semidirect(SU2),
    "so(3) |x 2 C^2": semidirect(copies(SU2, 2)),
    "so(2,1) |x 2 R^3": semidirect(copies(SO21, 2)),
    "so(2,1) |x R^2": semidirect(SL2),
    "so(2,1) |x 2 R^2": semidirect(copies(SL2, 2)),
    "so(2,1) |x S^3 R^2": semidirect(symmetric_power(SL2, 3)),
    "so(2,1) |x S^4 R^2": semidirect(symmetric_power(SL2, 4)),
    "so(2,1) |x (R^3 + R^2)": semidirect(in_blocks(SL2, symmetric_power(SL2, 2))),
    "so(2,1) |x (S^3 R^2 + 2 R^2)": semidirect(in_blocks(SL2, symmetric_power(SL2, 3), SL2)),
    "so(2,1) |x (S^4 R^2 + S^3 R^2 + R^3 + R^2)": semidirect(in_blocks(*(symmetric_power(SL2, k) for k in (1, 2, 3, 4)))),
    "so(5) |x R^5": semidirect(SO5),
    "so(5) |x 2 R^5": semidirect(copies(SO5, 2)),
    "so(5) |x H^2": semidirect(natural("usp(4)")),
    "so(6) |x 2 R^6": semidirect(copies(SO6, 2)),
    "so(6) |x C^4": semidirect(natural("su(4)")),
    "so(6,2) |x R^8": semidirect(SO62),
    "so(6,2) |x 2 R^8": semidirect(copies(SO62, 2)),
    "so(6,2) |x H^4": semidirect(natural("so*(8)")),
    "sl(3,R) |x R^3": semidirect(SL3),
    "sl(3,R) |x 2 R^3": semidirect(copies(SL3, 2)),
    "sl(3,R) |x (R^3 + R^3*)": semidirect(in_blocks(SL3, dual(SL3))),
    "sl(3,R) |x R^6(2,0)": semidirect(symmetric_power(SL3, 2)),
    "sl(3,R) |x (R^6(2,0) + R^3)": semidirect(in_blocks(SL3, symmetric_power(SL3, 2))),
    "sl(3,R) |x (R^6(2,0) + R^3*)": semidirect(in_blocks(dual(SL3), symmetric_power(SL3, 2))),
    "su(2,1) |x C^3": semidirect(SU21),
    "su(2,1) |x 2 C^3": semidirect(copies(SU21, 2)),
    "su(3) |x 2 C^3": semidirect(in_blocks(SU3, dual(SU3))),
    "(so(5) + R) |x (R^5 + R^3)": semidirect(in_blocks(SO5, still(SO5, 3)), ONE[:8, :8]),
    "(so(6) + R) |x (R^6 + R^2)": semidirect(in_blocks(SO6, still(SO6, 2)), ONE[:8, :8]),
    "(so(5) + R) |x H^2": semidirect(natural("usp(4)"), ONE[:8, :8]),
    "(so(6) + R) |x C^4": semidirect(natural("su(4)"), ONE[:8, :8]),
    "(so(3) + R) |x (R^3 + R)": semidirect(in_blocks(SO3, still(SO3, 1)), ONE[:4, :4]),
    "(so(3) + R) |x (R^3 + 3 R)": semidirect(in_blocks(SO3, still(SO3, 3)), ONE[:6, :6]),
    "(so(3) + R) |x 2 R^3": semidirect(copies(SO3, 2), ONE[:6, :6]),
    "(so(3) + R) |x C^2": semidirect(SU2, ONE[:4, :4]),
    "(su(2,1) + R) |x C^3": semidirect(SU21, ONE[:6, :6]),
    "(su(2,1) + R) |x C^3[+-i]": semidirect(natural("u(2,1)")),
    "(so(3) + R) |x C^2[+-i]": semidirect(natural("u(2)")),
    "(sl(3,R) + R) |x 2 R^3[1, 1/2]": semidirect(copies(SL3, 2), on_copies([[4, 0], [0, 2]], 3)),
    "(sl(3,R) + R) |x (R^3[1] + R[1/3])": semidirect(in_blocks(SL3, still(SL3, 1)), in_blocks(3 * ONE[:3, :3], ONE[:1, :1])),
    "(sl(3,R) + R) |x (R^3[1] + R[-1/3])": semidirect(in_blocks(SL3, still(SL3, 1)), in_blocks(3 * ONE[:3, :3], -ONE[:1, :1])),
    "(so(3) + R) |x 2 R^3[+-i]": semidirect(copies(SO3, 2), on_copies(TURN, 3)),
    "(so(3) + R) |x 2 R^3[1 +- i]": semidirect(copies(SO3, 2), on_copies([[2, -2], [2, 2]], 3)),
    "(so(3) + R) |x 2 R^3[J2(1)]": semidirect(copies(SO3, 2), on_copies([[3, 1], [0, 3]], 3)),
    "(so(3) + R) |x (2 R^3[J2(0)] + R[1])": semidirect(
        in_blocks(copies(SO3, 2), still(SO3, 1)), in_blocks(on_copies([[0, 1], [0, 0]], 3), ONE[:1, :1])
    ),
    "(sl(3,R) + R) |x (2 R^3[J2(1)] + R^3*[1])": semidirect(  # one value of the Casimir element, other chains
        in_blocks(dual(SL3), copies(SL3, 2)), in_blocks(ONE[:3, :3], on_copies([[1, 1], [0, 1]], 3))
    ),
    "(so(2,1) + so(2,1) + R) |x (2 R^2(1;0)[J2(1)] + R^2(0;1)[1] + R[-2/3])": semidirect(
        np.concatenate([in_blocks(copies(SL2, 2), still(SL2, 3)), in_blocks(still(SL2, 4), SL2, still(SL2, 1))]),
        in_blocks(on_copies([[-3, 1], [0, -3]], 2), -3 * ONE[:2, :2], 2 * ONE[:1, :1]),
    ),
    "(so(3) |x R^3) + aff(1)": semidirect(in_blocks(SO3, still(SO3, 1)), in_blocks(still(SO3, 3)[0], ONE[:1, :1])),
    "(so(5) |x R^5) + (so(2) |x R^2)": semidirect(in_blocks(SO5, still(SO5, 2)), in_blocks(still(SO5, 5)[0], np.array(TURN))),
    "(so(2,1) + R) |x (R^3[1] + R^2[1/2])": semidirect(
        in_blocks(SL2, symmetric_power(SL2, 2)), in_blocks(ONE[:2, :2], 2 * ONE[:3, :3])
    ),
    "(so(2,1) + R) |x 2 R^2[+-i]": semidirect(copies(SL2, 2), on_copies(TURN, 2)),
}

DUALS = {
    "(sl(3,R) + R) |x (R^3[1] + R^3*[1/2])": semidirect(in_blocks(SL3, dual(SL3)), in_blocks(ONE[:3, :3], 2 * ONE[:3, :3])),
    "(sl(3,R) + R) |x (R^3[1] + R^3*[-1])": semidirect(in_blocks(SL3, dual(SL3)), in_blocks(ONE[:3, :3], -ONE[:3, :3])),
    "(sl(3,R) + R) |x (2 R^3[J2(1)] + R^3*[-1/3])": semidirect(
        in_blocks(SL3, SL3, dual(SL3)), in_blocks(on_copies([[3, 1], [0, 3]], 3), -ONE[:3, :3])
    ),
}

CENTERS = {
    "(sl(3,R) + R^2) |x 2 R^3[(1,0), (0,1)]": semidirect(
        copies(SL3, 2), in_blocks(ONE[:3, :3], 2 * ONE[:3, :3]), in_blocks(ONE[:3, :3], -ONE[:3, :3])
    ),
    "(so(3) + R^2) |x C^2[(1,0) +- (0,1)*i]": semidirect(natural("u(2)"), ONE[:4, :4]),
    "(so(3,1) + R^2) |x C^2[(1,0) +- (0,1)*i]": semidirect(natural("gl(2,C)")),
    "(so(3) + R^2) |x (R^3[(1,0)] + R^2[(0,1), (1,1)])": semidirect(
        in_blocks(SO3, still(SO3, 2)), np.diag([1, 1, 1, 2, 3]), np.diag([0, 0, 0, 1, 1])
    ),
}

SUMS = {
    "(so(2,1) + so(2,1) + R) |x R^4": semidirect(natural("so(2,2)"), ONE[:4, :4]),
    "(so(2,1) + so(2,1) + R) |x (R^2(1;0) + R^2(0;1))": semidirect(
        np.concatenate([in_blocks(SL2, still(SL2, 2)), in_blocks(still(SL2, 2), SL2)]), ONE[:4, :4]
    ),
    "(so(3) + so(3) + R) |x (R^3(2;0) + R^3(0;2))": semidirect(
        np.concatenate([in_blocks(SO3, still(SO3, 3)), in_blocks(still(SO3, 3), SO3)]), ONE[:6, :6]
    ),
    "(so(5) + so(3) + R) |x (R^5 + R^3)": semidirect(
        np.concatenate([in_blocks(SO5, still(SO5, 3)), in_blocks(still(SO3, 5), SO3)]), ONE[:8, :8]
    ),
    "(so(3) + so(2,1)) |x R^9(2;2)": semidirect(np.concatenate([copies(SO3, 3), np.kron(SO21, np.eye(3, dtype=np.int64))])),
}


@pytest.mark.parametrize("name", [*KNOWN, *SUMS, *DUALS, *CENTERS])
def test_a_semidirect_product_is_named_by_the_constituents_it_was_built_from(name: str) -> None:
    found = identify({**KNOWN, **SUMS, **DUALS, **CENTERS}[name])
    assert (found.name, found.status, found.complete) == (name, "certain", True)
    assert canonical_name(name) == name


@pytest.mark.parametrize("name", ["so(3) |x 2 R^3", "sl(3,R) |x (R^3 + R^3*)", "(so(3) + R) |x 2 R^3[J2(1)]", "so(5) |x H^2"])
def test_the_name_does_not_depend_on_the_basis(name: str) -> None:
    assert identify(in_another_basis(KNOWN[name], 1)).name == name


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("sl(2,R) |x S^3 R^2", "so(2,1) |x S^3 R^2"),
        ("so(5) |x R^5 + R", "(so(5) |x R^5) + R"),
        ("(so(5) + R) |x (3 R + R^5)", "(so(5) + R) |x (R^5 + R^3)"),
        ("sl(3,R) |x (R^3* + R^6(0,2))", "sl(3,R) |x (R^6(2,0) + R^3)"),
        ("sl(3,R) |x 2 R^3*", "sl(3,R) |x 2 R^3"),
        ("su(2,1) |x R^6(0,1)", "su(2,1) |x C^3"),
        ("(sl(3,R) + R) |x 2 R^3[3, -6]", "(sl(3,R) + R) |x 2 R^3[1, -1/2]"),
        ("(so(3) + R) |x 2 R^3[2, 2]", "(so(3) + R) |x 2 R^3"),
    ],
)
def test_names_of_one_class_have_one_spelling(spelling: str, name: str) -> None:
    assert canonical_name(spelling) == name


@pytest.mark.parametrize("sign", [1, -1])
def test_the_name_states_the_signs_of_two_phases(sign: int) -> None:
    """R acts on two copies of C^3 by i and 2 i, or by i and -2 i: two classes of su(3) + R."""
    eye = np.eye(3, dtype=np.int64)
    i = next(J for J in (np.kron(TURN, eye), np.kron(eye, TURN)) if (J @ SU3 == SU3 @ J).all())
    found = identify(semidirect(copies(SU3, 2), in_blocks(i, 2 * sign * i)))
    mark = "+-" if sign > 0 else "-+"
    assert (found.name, found.status, found.complete) == (f"(su(3) + R) |x 2 C^3[+-i, {mark} 1/2*i]", "certain", True)


def over_heisenberg(L: np.ndarray, form: np.ndarray) -> np.ndarray:
    """s |x heisenberg(n) for matrices of s that keep an alternating form."""
    m = len(form)
    shifts = np.zeros((m + 1, m + 2, m + 2), dtype=np.int64)
    for i in range(m):
        shifts[i, 1 + i, -1], shifts[i, 0, 1:-1] = 1, form[i]
    shifts[m, 0, -1] = 1
    return np.concatenate([np.pad(L, ((0, 0), (1, 1), (1, 1))), shifts])


PAIRING = np.array([[0, 1], [-1, 0]])

OVER_HEISENBERG = {
    "so(2,1) |x heisenberg(1)": over_heisenberg(SL2, PAIRING),
    "so(2,1) |x heisenberg(2)[S^3 R^2]": over_heisenberg(
        symmetric_power(SL2, 3), np.array([[0, 0, 0, 3], [0, 0, -1, 0], [0, 1, 0, 0], [-3, 0, 0, 0]])
    ),
    "so(3) |x heisenberg(3)[2 R^3]": over_heisenberg(copies(SO3, 2), np.kron(PAIRING, np.eye(3, dtype=np.int64))),
    "sl(3,R) |x heisenberg(3)[R^3 + R^3*]": over_heisenberg(
        in_blocks(SL3, dual(SL3)), np.kron(PAIRING, np.eye(3, dtype=np.int64))
    ),
}


@pytest.mark.parametrize("name", OVER_HEISENBERG)
def test_an_algebra_over_a_heisenberg_algebra_is_named_by_its_module(name: str) -> None:
    L = OVER_HEISENBERG[name]
    found = identify(in_another_basis(L, 1))
    assert (found.name, found.status, found.complete) == (name, "certain", True)
    assert canonical_name(name) == name
    assert identify(as_floats(L, 0.0, 1)).name == name


def test_two_copies_of_a_symplectic_module_have_forms_of_two_signatures_so_the_name_is_not_complete() -> None:
    for signs in ([1, 1], [1, -1]):
        found = identify(over_heisenberg(copies(SL2, 2), np.kron(np.diag(signs), PAIRING)))
        assert (found.name, found.complete) == ("so(2,1) |x heisenberg(2)[2 R^2]", False)


def as_floats(L: np.ndarray, noise: float, seed: int) -> np.ndarray:
    """The generators in another basis of another frame, of length one, each with a relative error."""
    rng = np.random.default_rng(seed)
    S = np.eye(L.shape[1]) + 0.2 * rng.standard_normal((L.shape[1],) * 2)
    mixed = np.tensordot(np.linalg.qr(rng.standard_normal((len(L),) * 2))[0], S @ L @ np.linalg.inv(S), 1)
    mixed = mixed / np.linalg.norm(mixed, axis=(1, 2), keepdims=True)
    return mixed + noise * rng.standard_normal(mixed.shape) / L.shape[1]


@pytest.mark.parametrize("name", [*KNOWN, *SUMS, *DUALS, *CENTERS])
def test_floats_have_the_name_of_the_exact_algebra_or_are_incomplete(name: str) -> None:
    found = identify(as_floats({**KNOWN, **SUMS, **DUALS, **CENTERS}[name], 0.0, 2))
    assert found.is_named(name) or not found.complete
    assert found.is_named(name) or "[?]" in found.name or any(agrees(canonical_name(name), x) for x in found.candidates)


def test_a_module_of_noisy_floats_is_named_by_its_constituents() -> None:
    for name in ("so(3) |x 2 R^3", "(so(5) + R) |x (R^5 + R^3)", "so(2,1) |x S^3 R^2"):
        found = identify(as_floats(KNOWN[name], 1e-6, 3), noise=1e-6)
        assert (found.name, found.status) == (name, "consistent")


def test_an_extension_that_may_not_split_is_not_complete() -> None:
    """[Z_1, Z_2] is a vector that s, Z_1 and Z_2 kill: no semidirect product, and no direct sum."""
    L = np.pad(
        semidirect(in_blocks(SO3, SO3), np.diag([1, 1, 1, 0, 0, 0]), np.diag([0, 0, 0, 1, 1, 1])), ((0, 0), (0, 3), (0, 3))
    )
    L[3, 7, 8], L[4, 8, 9] = 1, 1
    z = np.zeros((1, *L.shape[1:]), dtype=np.int64)
    z[0, 7, 9] = 1
    found = identify(np.concatenate([L, z]))
    assert (found.status, found.complete) == ("certain", False)


def test_so_star_18_is_not_certainly_so_12_6() -> None:
    """Both have dimension 153, complex type D9 and a maximal compact subalgebra of dimension 81."""
    found = identify(catalogue_algebra("so*(18)"))
    assert (found.status, found.complete, set(found.candidates)) == ("undecided", False, {"so(12,6)", "so*(18)"})


@pytest.mark.parametrize("name", [name for name in KNOWN if "x (" in name or "x 2" in name or "S^" in name])
def test_the_catalogue_has_the_algebra_of_a_name_or_says_that_it_has_not(name: str) -> None:
    try:
        built = catalogue_algebra(name)
    except UnknownNameError:
        assert "(2,0)" in name or "+-i" in name
        return
    assert identify(built).name == name
