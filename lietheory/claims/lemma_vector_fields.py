"""Lemma: a matrix A acts on functions by the vector field -(A x) . grad, and brackets of matrices become those of fields."""

from dataclasses import replace

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket
from lietheory.representation import field_bracket, lie_derivative, matrix_field

claim = p.Claim(
    "lemma-vector-fields",
    "Linear vector fields are a homomorphism",
    after="lemma-jacobi",
    source="own lemma, algebra",
    statement=r"Let the matrix $A$ act on functions by $X_A f = -(A x) \cdot \nabla f$, the derivative of $f(e^{-t A} x)$ at $t "
    r"= 0$. Then $[X_A, X_B] = X_{[A, B]}$ for all matrices of any size, and $X_A = 0$ only for $A = 0$: $A \mapsto X_A$ is an "
    r"injective homomorphism of Lie algebras. With the other sign it reverses brackets.",
    uses=("lemma-jacobi",),
    proof=r"$X_A X_B f = (A x) \cdot \nabla \big( (B x) \cdot \nabla f \big) = (B A x) \cdot \nabla f + (A x)^\top \nabla^2 f\, "
    r"(B x)$. The last term is symmetric in $A$ and $B$ where $\nabla^2 f$ is, and what is left is $-([A, B] x) \cdot \nabla f$. "
    r"On coordinates, $X_A x_i = -(A x)_i$, which gives back $A$.",
)
claim.assume("sign", r"the field is $-(A x) \cdot \nabla$")
claim.assume("mixed derivatives", r"$\nabla^2 f$ exists and is symmetric, as where $f$ is twice continuously differentiable")
claim.part("a homomorphism", derived=True, formal=("vector_fields_homomorphism", "vector_fields_linear"))
claim.part("injective", formal=("vector_fields_injective",))
claim.part("the other sign", formal=("other_sign_reverses",))
claim.explain(
    "Matrices act on functions as vector fields, and brackets go over into brackets.",
    "It fixes the sign convention.",
    A=("d x d", "a matrix on the points"),
)


def acted_twice(A: np.ndarray, B: np.ndarray, f: p.Feature, x: np.ndarray, sign: int) -> float:
    """X_A (X_B f) at x, where X_B f has the gradient -(B^T grad f + Hess f . B x)."""
    slope = -sign * (B.T @ f.gradient(x) + f.hessian(x) @ (B @ x))
    return sign * float(lie_derivative(A[None], slope[None], x[None])[0, 0])


@claim.residual
def residual(A, B, sign, f=None, point=None):
    """Of [X_A, X_B] = X_[A,B] for the components of the fields where they are exact, for their action on f where not."""
    if f is None or point is None:
        return _of_components(A, B, sign)
    A, B, x = (array.astype(np.float64) for array in (A, B, point))
    commuted = acted_twice(A, B, f, x, sign) - acted_twice(B, A, f, x, sign)
    expected = sign * lie_derivative(bracket(A, B)[None], f.gradient(x)[None], x[None])[0, 0]
    return p.relative(np.array([commuted - expected]), A, B, x, x, f.gradient(x), f.hessian(x))


def _of_components(A: np.ndarray, B: np.ndarray, sign: int):
    import sympy

    variables = sympy.symbols(f"x1:{len(A) + 1}")
    v, w, expected = (sign * matrix_field(sympy.Matrix(M), variables) for M in (A, B, bracket(A, B)))
    defect = field_bracket(v, w, variables) - expected
    slopes = [component.expand().coeff(x) for component in defect for x in variables]  # fields of matrices are linear
    return p.relative(np.array([p.rational(slope.p, slope.q) for slope in slopes], dtype=object))


def _instance(A: np.ndarray, B: np.ndarray, x: np.ndarray, **changes: object) -> p.Instance:
    column = x[:, None]
    return {"A": A, "B": B, "V": -A, "W": -B, "x": column, "point": x, "sign": 1, "sizes": {"d": len(A), "one": 1}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d = int(rng.integers(2, 6))
    f = p.waves(rng.standard_normal(3), rng.standard_normal((3, d)))
    A, B = rng.standard_normal((2, d, d))
    return _instance(A, B, rng.standard_normal(d), f=f)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(*(p.rational(rng.integers(-5, 6, shape), 3) for shape in ((size, size), (size, size), size)))


def _plane(f: p.Feature, **changes: object) -> p.Instance:
    """The units E_12 and E_21 at the point (1, 2)."""
    A, B = np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 0.0]])
    return _instance(A, B, np.array([1.0, 2.0]), f=f, **changes)


def _linear() -> p.Feature:
    return p.polynomial(0.0, np.array([1.0, 0.0]), np.zeros((2, 2)))


def _mixed() -> p.Feature:
    """(x y (x^2 - y^2) / (x^2 + y^2)) about the point (1, 2): its mixed derivatives there are -1 and 1."""
    return replace(
        _linear(),
        text="$s t (s^2 - t^2) / (s^2 + t^2)$ in $s = x - 1$, $t = y - 2$",
        gradient=lambda x: np.zeros(2),
        hessian=lambda x: np.array([[0.0, -1.0], [1.0, 0.0]]),
    )


claim.tie(
    {
        "first field": "sign",
        "second field": "sign",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    A, B, V, W, x = *(p.matrix(name, "d") for name in ("A", "B", "V", "W")), p.matrix("x", "d", "one")
    uses = (p.Use("first field"), p.Use("second field"))
    return p.derive(
        (p.Equation("first field", V, -A), p.Equation("second field", W, -B)),
        p.chain(
            "the bracket $(Dw) v - (Dv) w$ of the fields $v = V x$ and $w = W x$",
            W @ V @ x - V @ W @ x,
            p.step(B @ A @ x - A @ B @ x, "the fields are $-A x$ and $-B x$, and the two signs cancel", *uses),
            p.step(-(A @ B - B @ A) @ x, "which is the field of $[A, B]$"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "sign", r"$+(A x) \cdot \nabla$ on $f = x_1$, for $E_{12}$ and $E_{21}$ at $(1, 2)$", lambda: _plane(_linear(), sign=-1)
)
claim.without(
    "mixed derivatives",
    "$s t (s^2 - t^2) / (s^2 + t^2)$ in $s = x - 1$, $t = y - 2$, whose mixed derivatives at $(1, 2)$ are -1 and 1",
    lambda: _plane(_mixed()),
)
