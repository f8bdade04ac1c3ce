"""How a loss varies over a group of circuits: the mean and the variance of tr(U rho U^-1 O) over U in e^g, by the ideals of g.

For rho or O in i g and U from a distribution that agrees with the Haar measure of e^g in its second moments, the mean is
tr(rho_z O_z), with the parts in the centre, and the variance is the sum over the simple ideals of P_j(rho) P_j(O) / dim g_j,
where P_j(A) = sum_b |tr(b A)|^2 over an orthonormal basis b of the ideal is the purity of A in it.

References:
    M. Ragone et al., A Lie algebraic theory of barren plateaus for deep parameterized quantum circuits, 2024;
    E. Fontana et al., Characterizing barren plateaus in quantum ansatze with the adjoint representation, 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lietheory.algebra.circuits.float_ideals import float_ideals
from lietheory.algebra.circuits.state_space import pauli_basis
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.operators import as_pauli_sums
from lietheory.algebra.pauli.strings import matrix
from lietheory.errors import ShapeError, UndecidedError, shown
from lietheory.tolerances import ROUNDING

_MOST = 6  # qubits up to which a state is checked to have no negative eigenvalue

Terms = dict[tuple[int, int], Fraction]


@dataclass(frozen=True)
class LossVariance:
    """The moments of a loss over a group of circuits.

    Args:
        mean: of tr(U rho U^-1 O).
        variance: of it.
        ideals: for each simple ideal its name, its dimension, and the purities of the state and of the observable in it.
        inside: which of "observable" and "state" is in i g, so that the formula holds.
    """

    mean: float
    variance: float
    ideals: tuple[tuple[str, int, float, float], ...]
    inside: str


def loss_variance(g: LieAlgebra, state: object, observable: object, *, two_design: bool) -> LossVariance:
    """The mean and the variance of tr(U rho U^-1 O) over circuits U that are a 2-design on the group e^g.

    Args:
        g: the algebra of Pauli sums that the generators of the circuit generate.
        state: rho, as bits "0010" of a computational basis state, or as an operator of trace 1.
        observable: O, an operator as for :func:`lie_closure`, such as {"ZI": 1} or "ZI".
        two_design: must be True: that the circuit, with its distribution of parameters, is a 2-design on e^g, as deep ones
            nearly are, is for you to know; nothing here can check it.

    Raises:
        ShapeError: no algebra of Pauli sums, no state, or operators on other qubits.
        UndecidedError: neither the state nor the observable is in i g, or ``two_design`` is not True: no formula is known then.

    Examples:
        >>> from lietheory import lie_closure
        >>> result = loss_variance(lie_closure(["X", "Z"]), "0", {"Z": 1}, two_design=True)
        >>> round(result.mean, 12), round(result.variance, 12)
        (0.0, 0.333333333333)
    """
    call = "loss_variance(g, state, observable)"
    basis = pauli_basis(g, call)
    if two_design is not True:
        got = shown(two_design)
        raise UndecidedError(call, "two_design=True, known of the circuit", got, "For shallow circuits the variance is another.")
    O = _operator(observable, basis, call, "observable")
    rho, whole = _state(state, basis, call)
    inside = "observable" if _is_inside(O, basis) else "state" if whole and _is_inside(rho, basis) else ""
    if not inside:
        cure = "Take an observable from the span of i times the algebra, such as a generator."
        raise UndecidedError(call, "a state or an observable in i g", "neither", cure)
    N, parts = 2**basis.qubits, float_ideals(basis, call)
    o, r = (np.array([float(terms.get(code, 0)) for code in _codes(basis)]) for terms in (O, rho))
    mean = N * float((parts.center @ r) @ (parts.center @ o))
    ideals = tuple(
        (name, len(rows), N * float(((rows @ r) ** 2).sum()), N * float(((rows @ o) ** 2).sum())) for name, rows in parts.ideals
    )
    return LossVariance(mean, sum(a * b / d for _, d, a, b in ideals), ideals, inside)


def _codes(basis: PauliBasis) -> list[tuple[int, int]]:
    return list(zip(basis.x.tolist(), basis.z.tolist(), strict=True))


def _operator(value: object, basis: PauliBasis, call: str, name: str) -> Terms:
    sums = as_pauli_sums([value], call)
    if sums.qubits != basis.qubits or not sums.multiplied:
        got = f"{'a Hermitian' if sums.multiplied else 'a skew-Hermitian'} one on {sums.qubits}"
        raise ShapeError(call, f"{name} as a Hermitian operator on {basis.qubits} qubits", got, "Give it on the qubits of g.")
    return sums.terms[0]


def _state(value: object, basis: PauliBasis, call: str) -> tuple[Terms, bool]:
    """The coefficients of a state, of bits at the strings of g only, and whether these are all of them."""
    n = basis.qubits
    if isinstance(value, str) and set(value) <= {"0", "1"}:
        if len(value) != n:
            raise ShapeError(call, f"a state of {n} bits", f"{len(value)} bits", "Give one for each qubit.")
        bits = int(value, 2)
        terms = {(0, z): Fraction((-1) ** (bits & z).bit_count(), 2**n) for x, z in _codes(basis) if x == 0}
        return terms, len(terms) == 2**n
    rho = _operator(value, basis, call, "state")
    trace = rho.get((0, 0), Fraction(0)) * 2**n
    if abs(float(trace) - 1) > ROUNDING:
        raise ShapeError(call, "a state of trace 1", f"trace {float(trace):.3g}", "Divide it by its trace.")
    if n <= _MOST and float(np.linalg.eigvalsh(_matrix(rho, n)).min()) < -ROUNDING:
        raise ShapeError(call, "a state without negative eigenvalues", "one with", "Give a density matrix.")
    purity = sum(float(c) ** 2 for c in rho.values()) * 2**n
    if purity > 1 + ROUNDING:
        raise ShapeError(call, "a state with tr rho^2 at most 1", f"{purity:.3g}", "Give a density matrix.")
    return rho, True


def _matrix(terms: Terms, qubits: int) -> np.ndarray:
    total, rows = np.zeros((2**qubits, 2**qubits), dtype=complex), np.arange(2**qubits)
    for (x, z), value in terms.items():
        columns, phases = matrix(x, z, qubits)
        total[rows, columns] += float(value) * phases
    return total


def _is_inside(terms: Terms, basis: PauliBasis) -> bool:
    """Whether an operator is i times an element of the algebra, exactly."""
    places = {code: k for k, code in enumerate(_codes(basis))}
    if not all(code in places for code in terms):
        return False
    rest = {places[code]: value for code, value in terms.items()}
    for k, (pivot, leading) in enumerate(zip(basis.pivots.tolist(), basis.leading.tolist(), strict=True)):
        factor = rest.get(pivot, Fraction(0)) / int(leading)
        if factor:
            for column, value in zip(*basis.rows.row(k), strict=True):
                rest[int(column)] = rest.get(int(column), Fraction(0)) - factor * int(value)
    return not any(rest.values())
