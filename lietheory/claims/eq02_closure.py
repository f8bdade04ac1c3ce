"""Eq 2: generators closed under the bracket have structure constants, antisymmetric and with the Jacobi identity."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, aff, bracket, closure_residual, coordinates, gl, heisenberg, inverse, rank, se, sl, so
from lietheory.algebra.structure.structure_constants import jacobi_residual
from lietheory.errors import ClosureError
from lietheory.representation import exponential

claim = p.Claim(
    "eq2",
    "Closure and structure constants",
    after="eq1",
    source="L-conv, Eq 2",
    statement=r"Independent matrices $L_1, \dots, L_n$ are a basis of a Lie algebra if and only if every bracket is "
    r"$[L_i, L_j] = \sum_k f_{ij}{}^k L_k$ in all $d^2$ entries. The constants are then unique, with $f_{ij}{}^k = "
    r"-f_{ji}{}^k$ and $\sum_l (f_{ij}{}^l f_{lk}{}^m + f_{jk}{}^l f_{li}{}^m + f_{ki}{}^l f_{lj}{}^m) = 0$.",
    proof="Antisymmetry and the Jacobi identity hold for commutators of any matrices. Written in the basis they are "
    "equations between combinations of the independent $L_k$, so they hold for the coefficients.",
)
claim.assume("closed", r"every $[L_i, L_j]$ lies in the span of the $L_k$")
claim.assume("independent", "the $L_k$ are linearly independent")
claim.part("constants are unique", formal=("structure_constants_unique",))
claim.part("antisymmetry", derived=True, formal=("structure_constants_antisymmetric",))
claim.part("the Jacobi identity", derived=True, formal=("structure_constants_jacobi",))
claim.explain(
    "The commutator of two generators is a combination of generators, in one way only.",
    "The coefficients are the multiplication table by which an algebra is recognised and named.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    f=("n x n x n", "structure constants"),
)


@claim.residual
def residual(L):
    """How far the constants are from unique, from giving back every entry of every bracket, and from a Lie algebra's.

    A span that is not closed has no constants; its residual is its distance from being closed.
    """
    n, d, _ = L.shape
    if (independent := rank(L.reshape(n, d * d))) < n:
        return n - independent
    try:
        f = LieAlgebra.from_matrices(L).structure_constants
    except ClosureError:
        return closure_residual(L)
    combined = (f.reshape(n * n, n) @ L.reshape(n, d * d)).reshape(n, n, d, d)
    return max(
        p.relative(bracket(L[:, None], L[None]) - combined, L, L, f),
        p.relative(f + f.swapaxes(0, 1), f),
        p.relative(jacobi_residual(f), f, f),
    )


def _instance(L: np.ndarray) -> p.Instance:
    first, second, third = (L[k % len(L)] for k in range(3))
    return {"L": L, "A": first, "B": second, "C": third, "sizes": {"d": L.shape[1]}}


def sample(rng: np.random.Generator) -> p.Instance:
    """An algebra of the catalogue in a random basis, conjugated."""
    families = ((so, 2), (aff, 1), (so, 3), (sl, 2), (heisenberg, 1), (se, 2), (gl, 2), (so, 2, 1), (so, 4))
    family, *sizes = families[rng.integers(len(families))]
    generators = family(*sizes).generators
    S, mix = (p.well_conditioned(rng, size) for size in generators.shape[1::-1])
    return _instance(np.tensordot(mix, S @ generators @ np.linalg.inv(S), axes=1))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """so(p, q) with p + q = size, or affine maps, conjugated and mixed by unimodular rational matrices."""
    q = int(rng.integers(0, size // 2 + 1))
    generators = (so(size - q, q) if rng.random() < 0.7 else aff(min(size - 1, 2))).generators
    S, mix = (p.rational_invertible(rng, n) for n in generators.shape[1::-1])
    return _instance(np.tensordot(mix, S @ generators @ inverse(S), axes=1))


@claim.printed(
    r"We can find a basis $L_i$ which span the 'Lie algebra' $\mathfrak{g}$ of the group $G$, meaning they are "
    r"closed under commutations $[L_i, L_j] = L_i L_j - L_j L_i = \sum_k f_{ij}{}^k L_k$.",
    exact=True,
    remark=r"That every continuous subgroup of $\mathrm{GL}(d)$ is a Lie group, said just before, needs the subgroup "
    "to be closed.",
)
def printed_form(L):
    """Every bracket against the nearest combination of the generators."""
    n, d, _ = L.shape
    brackets = bracket(L[:, None], L[None]).reshape(n * n, d * d)
    _, missed = coordinates(L.reshape(n, d * d), brackets)
    return p.equal(brackets, brackets - missed, L, L)


@claim.premise
def premise(L) -> bool:
    """The span is that of a group: conjugation by exp(L_i) and by exp(L_i / 2) keeps it."""
    flat = L.reshape(len(L), -1).astype(float)
    for g in (exponential(share * X.astype(float)) for X in L for share in (0.5, 1.0)):
        _, missed = coordinates(flat, (g @ L @ inverse(g)).reshape(len(L), -1))
        if not p.relative(missed, L, g, inverse(g)) <= 1e-9:
            return False
    return True


@claim.search
def smallest() -> p.Instances:
    """Bases of the algebras of the catalogue, smallest matrices first."""
    for algebra in (gl(1), so(2), aff(1), sl(2), gl(2), so(3), heisenberg(1), se(2), sl(3), so(4)):
        yield _instance(algebra.generators)


@claim.derivation
def derivation() -> p.Derivation:
    A, B, C = (p.matrix(name, "d") for name in "ABC")
    cyclic = p.commutator(p.commutator(A, B), C) + p.commutator(p.commutator(B, C), A) + p.commutator(p.commutator(C, A), B)
    return p.derive(
        (),
        p.chain("the bracket is antisymmetric", p.commutator(A, B), p.step(-p.commutator(B, A), "exchange the two products")),
        p.chain("the Jacobi identity", cyclic, p.step(p.zero("d"), "each product of $A$, $B$, $C$ occurs with both signs")),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "closed",
    r"$E_{12}$ and $E_{21}$, whose bracket is $\mathrm{diag}(1, -1)$",
    lambda: {"L": np.array([[[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]]])},
)
claim.without(
    "independent",
    "$L$ and $2 L$, for which every $f$ with $f_1 + 2 f_2 = 0$ will do",
    lambda: {"L": np.array([[[0.0, -1.0], [1.0, 0.0]], [[0.0, -2.0], [2.0, 0.0]]])},
)
