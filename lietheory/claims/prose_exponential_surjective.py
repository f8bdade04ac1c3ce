"""The exponential map: onto a connected compact group, onto some others too, and not onto SL(2, R)."""

from functools import cache, reduce
from itertools import count

import numpy as np

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, aff, bracket, coordinates, gl, heisenberg, inverse, sl, so, u, usp
from lietheory.arrays import is_exact
from lietheory.representation import exponential

claim = p.Claim(
    "exponential-surjective",
    "Where the exponential map is surjective",
    after="eq2",
    source="L-conv, section 1, after Eq 2",
    statement=r"Every element of a connected compact matrix group is $\exp(X)$ with $X$ in its Lie algebra. A real matrix has a "
    r"real logarithm if and only if it is invertible and every size of Jordan block of every negative eigenvalue occurs an even "
    r"number of times. So $\mathrm{diag}(-2, -\tfrac12)$ and $\begin{pmatrix} -1 & 1 \\ 0 & -1 \end{pmatrix}$ of the connected "
    r"group $SL(2, \mathbb{R})$ are no exponentials. The map is also onto $GL_d(\mathbb{C})$, every connected nilpotent "
    r"group, and others: the maps $x \mapsto a x + b$, $a > 0$, are solvable, neither compact nor nilpotent, and all of "
    r"them exponentials.",
    proof=r"A connected compact group is covered by its maximal tori, which are exponentials. A real logarithm's "
    r"eigenvalues over a negative eigenvalue come in complex conjugate pairs, which gives the pairs of blocks; conversely a "
    r"pair of blocks $J(-\lambda) \oplus J(-\lambda)$ is the exponential of a real matrix with eigenvalues $\log \lambda "
    r"\pm i \pi$. For $a \neq 1$ the logarithm of $x \mapsto a x + b$ is $\log a \cdot (1, b / (a - 1))$.",
    references=(
        "Culver 1966, On the existence and uniqueness of the real logarithm of a matrix",
        "Hall 2015, Corollary 11.10: the exponential map of a connected compact group",
    ),
)
claim.assume("compact", r"the group is compact; or it is nilpotent, $GL_d(\mathbb{C})$, or $x \mapsto a x + b$ with $a > 0$")
claim.assume("connected", "the group is connected")
claim.part("compact groups")
claim.part("which real matrices have logarithms")
claim.part("other groups")
claim.explain(
    "One exponential reaches everything in compact connected groups, and in some others.",
    "It decides whether coordinates of the algebra cover the group.",
    X=("d x d", "a logarithm"),
)


def without_logarithm(element: np.ndarray, algebra: LieAlgebra):
    """How far an element is from the exponential of an element of the algebra.

    Of an exact element the Jordan blocks that keep it from any real logarithm are counted; for
    others a logarithm is computed, and it has to lie in the algebra and to lead back.
    """
    if is_exact(element):
        return p.unpaired_blocks(element)
    X = p.logarithm(element)
    _, outside = coordinates(algebra.generators.reshape(algebra.dimension, -1), X.reshape(1, -1))
    return max(p.relative(exponential(X) - element, element), p.relative(outside, X))


@claim.residual
def residual(algebra, elements):
    """The largest over all elements of the instance."""
    return max(without_logarithm(element, algebra) for element in elements)


@claim.printed(
    "For matrix groups, if $G$ is connected and compact, the matrix exponential ... is surjective. For most "
    r"other groups (except $\operatorname{GL}_d(\mathbb{C})$ and nilpotent groups) it is not surjective.",
    remark="'Most' cannot be judged. The exceptions are incomplete: the affine group of the line is the smallest one "
    r"missing; the Euclidean groups $\mathrm{SE}(n)$ and the connected Lorentz groups $\mathrm{SO}(n, 1)$ are "
    "others.",
)
def printed_form(algebra, elements, listed):
    """Whether every element has a logarithm in the algebra, and whether the group is among those that are listed."""
    far = max(without_logarithm(element, algebra) for element in elements)
    return p.same_truth(abs(far) <= 1e-10, listed)


def _instance(algebra: LieAlgebra, elements: list[np.ndarray], listed: bool = True) -> p.Instance:
    return {"algebra": algebra, "elements": elements, "listed": listed}


@cache
def groups() -> tuple[tuple[LieAlgebra, float], ...]:
    """Compact groups, nilpotent ones, GL_1(C), GL_2(C) and the affine group of the line, and how far to go out in them."""
    compact = so(2), so(3), so(4), so(5), u(1), u(2), usp(2), usp(4)
    others = heisenberg(1), heisenberg(2), complex_linear(1), complex_linear(2), aff(1)
    return *((algebra, 2.0) for algebra in compact), *((algebra, 0.7) for algebra in others)


def complex_linear(d: int) -> LieAlgebra:
    """gl(d, C) on R^(2 d)."""
    units, turn = gl(d).generators, so(2).generators[0]
    return LieAlgebra.from_matrices(np.concatenate([np.kron(units, np.eye(2, dtype=int)), np.kron(units, turn)]))


def sample(rng: np.random.Generator) -> p.Instance:
    """A product of three exponentials of one of the groups; a rotation also with two axes of a frame reversed."""
    algebra, reach = groups()[rng.integers(len(groups()))]
    t = reach * rng.standard_normal((3, algebra.dimension))
    element = reduce(np.matmul, exponential(algebra.generators, t))
    elements = [element]
    if algebra.is_compact and algebra.dimension == len(element) * (len(element) - 1) // 2:
        signs = np.ones(len(element))
        signs[-2:] = -1
        elements.append(element * signs @ element.T)
    return _instance(algebra, elements, _is_listed(algebra))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Rational rotations, with an even number of eigenvalues -1."""
    Q = p.rational_orthogonal(rng, size)
    signs = np.ones(size, dtype=int)
    signs[: 2 * int(rng.integers(0, size // 2 + 1))] = -1
    return _instance(so(size), [Q, Q * p.rational(signs) @ Q.T])


@claim.premise
def premise(algebra, elements, listed) -> bool:
    """The elements are in the connected group, and listed says whether it is compact, nilpotent or GL_d(C)."""
    return listed == _is_listed(algebra) and all(_is_inside(algebra, u.astype(float)) for u in elements)


def _is_listed(algebra: LieAlgebra) -> bool:
    half = len(algebra.generators[0]) // 2
    complex_numbers = algebra.dimension == 2 * half**2 and not np.any(bracket(algebra.generators, np.kron(np.eye(half), TURN)))
    return bool(algebra.is_compact) or algebra.is_nilpotent or complex_numbers


def _is_inside(algebra: LieAlgebra, u: np.ndarray) -> bool:
    """Necessary conditions: a positive determinant, orthogonality among rotations, and that conjugation keeps the algebra."""
    L = algebra.generators.astype(float)
    _, missed = coordinates(L.reshape(len(L), -1), (u @ L @ inverse(u)).reshape(len(L), -1))
    orthogonal = np.any(L + L.swapaxes(1, 2)) or p.relative(u @ u.T - np.eye(len(u))) <= 1e-9
    return bool(orthogonal and np.linalg.det(u) > 0 and p.relative(missed, L, u, inverse(u)) <= 1e-9)


TURN = so(2).generators[0]


@claim.search
def smallest() -> p.Instances:
    """The circle, the unipotent group, and the maps x -> a x + b with a > 0, two parameters and no exception."""
    yield _instance(so(2), [np.eye(2), -np.eye(2), np.array([[0.0, -1.0], [1.0, 0.0]])])
    yield _instance(heisenberg(1), [np.eye(3) + np.triu(np.ones((3, 3)), 1)])
    yield _instance(aff(1), [np.array([[a, b], [0.0, 1.0]]) for a in (0.25, 1.0, 3.0) for b in (-2.0, 0.0, 5.0)], listed=False)
    yield _instance(sl(2), [np.array([[-2, 0], [0, p.rational(-1, 2)]], dtype=object)], listed=False)


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "compact",
    r"$\mathrm{diag}(-2, -1/2)$ in $\mathrm{SL}(2, \mathbb{R})$: two negative eigenvalues, each with one block",
    lambda: _instance(sl(2), [np.array([[-2, 0], [0, p.rational(-1, 2)]], dtype=object)]),
)
claim.without("connected", r"the reflection $\mathrm{diag}(1, -1)$ in $O(2)$", lambda: _instance(so(2), [np.diag([1, -1])]))
claim.reading(
    "the exceptions are examples, not all of them: of groups that are not listed nothing is said",
    hypothesis=lambda listed: listed,
    draw=lambda rng: next(given for _ in count() if (given := sample(rng))["listed"]),
)
