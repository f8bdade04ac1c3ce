"""Any group convolution by multi-layer L-conv: how far it is after l layers, end to end."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import gl, heisenberg, inverse, sl, so
from lietheory.representation import ball_quadrature, exponential, group_convolution, lie_convolution
from lietheory.representation.group_convolution import Neighbourhood

claim = p.Claim(
    "multilayer-rate",
    "The rate of multi-layer L-conv",
    after="prop2",
    source="L-conv, section 2, before Proposition 2",
    statement=r"Let $(f * g)(h) = \sum_k g_k f(u_k^{-1} h)$ with $u_k = \exp(X_k)$, $X_k = t_k \cdot L$, as a quadrature "
    r"has it. $l$ L-conv layers without activation, in which $k$ is a channel with $W^0 = 1$, $W^i = -t_k^i / l$, and then "
    r"$\sum_k g_k f$, are off by at most $|g|_1\, \mathrm{Lip}(f)\, |h| \max_k |X_k^2| e^{|X_k|} / (2 l)$, $|X_k^2| \le "
    r"|X_k|^2$. The error of the quadrature comes on top. If $\nabla f$ has the "
    r"Lipschitz constant $c$, the error at fixed nodes is $\sum_k g_k \nabla f(y_k) \cdot \delta_k$ up to $|g|_1\, c \max_k "
    r"|\delta_k|^2 / 2$, with $y_k = u_k^{-1} h$ and "
    r"$\delta_k = (I - X_k / l)^l h - y_k = -\tfrac{1}{2 l} X_k^2 y_k + O(l^{-2})$.",
    uses=("eq3", "eq6", "eq7", "prop2"),
    proof=r"$(I - X / l)^l - e^{-X} = \sum_j (I - X / l)^j (I - X / l - e^{-X / l}) e^{-(l - 1 - j) X / l}$, and $|e^{-y} - "
    r"1 + y| \le y^2 e^{|y|} / 2$ termwise, with $X^2$ split off as a factor: at most $l \cdot \tfrac{|X^2|}{2 l^2} e^{|X|}$.",
)
claim.assume("connected", r"$u_k = \exp(t_k \cdot L)$; for other elements of a connected group, a product of such")
claim.assume("lipschitz", r"$|f(x) - f(y)| \le \mathrm{Lip}(f)\, |x - y|$")
claim.assume("gradient", r"for the leading term, $|\nabla f(x) - \nabla f(y)| \le c\, |x - y|$")
claim.assume("inverse", r"$W^i = -t_k^i / l$")
claim.assume("linear", "the hidden layers have no activation")
claim.part("the bound")
claim.part("the leading term")
claim.explain(
    "With $l$ layers the error of a convolution built from L-convs falls like $1 / l$.",
    "It is the price in depth of a given accuracy.",
    f=("function", "from features to numbers"),
    g=("function", "the kernel on the group"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    X_k=("d x d", "logarithm of the node $u_k$"),
    l=("number", "of layers"),
)


def deep(L, t, layers, f, g, h, sign, sigma):
    """sum_k w_k g_k f(F_l(... F_1(h))): l L-convs in which the atom k is a channel with W^0 = 1, W^i = -t_k^i / l."""
    one = np.eye(len(t), dtype=np.int64).astype(t.dtype)
    weights = np.stack([one, *(-one * row / layers for row in sign * t.T)])
    H = np.repeat(h[:, None], len(t), axis=1)
    for _ in range(layers):
        H = lie_convolution(H[None], L, weights, None, sigma)[0]
    return sum(weight * f.value(x) for weight, x in zip(g, H.T, strict=True))


def convolution(f, t, u, g, h):
    """(f * g)(h) by the reference: the sum over the atoms u_k = exp(t_k . L)."""
    near = Neighbourhood(np.arange(len(t))[:, None], u, np.ones(len(t), dtype=np.int64).astype(t.dtype))
    convolved = group_convolution(
        lambda x: np.array([[f.value(x[:, 0])]]), lambda k: np.array([[g[int(k[0])]]]), h[:, None], near
    )
    return convolved[0, 0]


def bound(t, L, g, lipschitz, h, layers):
    """|g|_1 Lip(f) |h| max_k |X_k^2| e^|X_k| / (2 l); nothing at all where every X_k^2 = 0."""
    X = np.tensordot(t, L, axes=1)
    squares = X @ X
    if not squares.any():
        return 0
    sizes = np.linalg.norm(squares, 2, axis=(1, 2)) * np.exp(np.linalg.norm(X, 2, axis=(1, 2)))
    return np.abs(g).sum() * lipschitz * np.linalg.norm(h) * sizes.max() / (2 * layers)


@claim.printed(
    "it follows that any G-conv layer can be constructed from multiple L-conv layers on these groups.",
    symbols={"allowance": lambda: 0},
    remark="With a finite number of layers the construction is exact only where $X^2 = 0$. The number of channels is "
    r"that of the nodes, $(\mathrm{diameter} / \delta)^{n_L}$ at spacing $\delta$; a group that is not compact "
    "needs $g$ integrable and cut off.",
)
def printed_form(L, t, layers, f, g, h, sign, sigma, u, allowance):
    """The error of the layers against what 'constructed' allows."""
    return p.at_most(abs(deep(L, t, layers, f, g, h, sign, sigma) - convolution(f, t, u, g, h)), allowance)


@claim.residual
def residual(L, t, layers, f, g, h, sign, sigma, u, lipschitz, curvature=None):
    """By how much the error exceeds its bound, and its distance from the linear term exceeds the bound by the curvature."""
    error = deep(L, t, layers, f, g, h, sign, sigma) - convolution(f, t, u, g, h)
    beyond = abs(error) - bound(t, L, g, lipschitz, h, layers)
    excess = max(0 * beyond, beyond)
    return excess if curvature is None else max(excess, _beyond_linear(error, f, curvature, L, t, g, layers, h, u))


def _beyond_linear(error, f, curvature, L, t, g, layers, h, u) -> float:
    """How far the error is from sum_k g_k grad f(y_k) . delta_k beyond |g|_1 c max |delta_k|^2 / 2, y_k = u_k^-1 h."""
    X, eye = np.tensordot(t, L, axes=1), np.eye(len(h))
    points = [inverse(u_k) @ h for u_k in u]
    deltas = [np.linalg.matrix_power(eye - x / layers, layers) @ h - y for x, y in zip(X, points, strict=True)]
    linear = sum(weight * f.gradient(y) @ delta for weight, y, delta in zip(g, points, deltas, strict=True))
    allowed = np.abs(g).sum() * curvature * max(delta @ delta for delta in deltas) / 2
    return max(0.0, float(abs(error - linear) - allowed))


def _instance(L: np.ndarray, t: np.ndarray, g: np.ndarray, h: np.ndarray, f, lipschitz, layers: int, u=None) -> p.Instance:
    given = {"L": L, "t": t, "g": g, "h": h, "f": f, "lipschitz": lipschitz, "layers": layers, "sign": 1, "sigma": None}
    return given | {"u": exponential(L, t) if u is None else u}


def steepness(a: np.ndarray, b: np.ndarray) -> float:
    """A Lipschitz constant of sum_j a_j tanh(b_j . x)."""
    return float(np.abs(a) @ np.linalg.norm(b, axis=1))


def sample(rng: np.random.Generator) -> p.Instance:
    """Four atoms far from the identity in so(3), sl(2) or heisenberg(1), up to 32 layers, a nonlinear f."""
    L = (so(3), sl(2), heisenberg(1))[rng.integers(3)].generators.astype(float)
    d, (a, b) = L.shape[1], (rng.standard_normal(3), rng.standard_normal((3, L.shape[1])))
    layers = int(2 ** rng.integers(0, 6))
    return _instance(
        L,
        rng.standard_normal((4, len(L))),
        rng.standard_normal(4),
        rng.standard_normal(d),
        p.waves(a, b),
        steepness(a, b),
        layers,
    ) | {"curvature": p.waves(a, b).curvature}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Commuting shears, X^2 = 0: any number of layers is exact, for f of degree two as for any other; all numbers positive."""
    L = np.zeros((size - 1, size, size), dtype=int)
    L[np.arange(size - 1), 0, np.arange(1, size)] = 1
    t, g, h = (p.rational(rng.integers(1, 4, shape), 2) for shape in ((3, size - 1), 3, size))
    f = p.polynomial(p.rational(1), p.rational(rng.integers(1, 4, size)), p.rational(rng.integers(0, 3, (size, size))))
    u = p.rational(np.eye(size, dtype=int)) + np.tensordot(t, L.astype(object), axes=1)
    return _instance(L, t, g, h, f, 1, int(rng.integers(1, 4)), u=u)


@claim.premise
def premise(L, t, u, f, sign, sigma, lipschitz, layers) -> bool:
    """The atoms are exponentials, the layers linear and those of the inverse, and f is Lipschitz continuous."""
    points = np.random.default_rng(0).standard_normal((40, 2, L.shape[1]))
    steep = all(abs(f.value(x) - f.value(y)) <= lipschitz * np.linalg.norm(x - y) * (1 + 1e-9) for x, y in points)
    moderate = np.abs(np.tensordot(t, L, axes=1)).max() <= 30  # else exp is all rounding
    return moderate and layers >= 1 and sign == 1 and sigma is None and steep and p.relative(u - exponential(L, t), u) <= 1e-9


@claim.search
def smallest() -> p.Instances:
    """One atom at exp(1) on the line, h = 1, f = x, and one layer; then two."""
    for layers in (1, 2):
        f = p.polynomial(0.0, np.ones(1), np.zeros((1, 1)))
        yield _instance(gl(1).generators.astype(float), np.ones((1, 1)), np.ones(1), np.ones(1), f, 1.0, layers)


def _turns(**changes: object) -> p.Instance:
    """One atom at a rotation by 1/2, eight layers, f = x_1 + x_2 at h = (2, 1)."""
    f = p.polynomial(0.0, np.ones(2), np.zeros((2, 2)))
    h, L = np.array([2.0, 1.0]), so(2).generators.astype(float)
    return _instance(L, np.array([[0.5]]), np.ones(1), h, f, np.sqrt(2.0), 8) | changes


A, B = np.array([1.0, -0.5]), np.array([[0.7, 0.4], [0.2, -1.0]])


def _circle(layers: int, nodes: int) -> p.Instance:
    """The kernel 1 + sin(theta) / 2 on |theta| < 2, by Gauss quadrature, with a nonlinear f."""
    t, weights = ball_quadrature(1, 2.0, nodes)
    g = weights * (1 + np.sin(t[:, 0]) / 2)
    return _instance(so(2).generators.astype(float), t, g, np.array([0.8, -0.6]), p.waves(A, B), steepness(A, B), layers)


def end_to_end(step: float) -> float:
    """|deep - (f * g)(h)| for l = 1/step layers and 2 x 10 nodes, the integral being taken on twice as many."""
    return abs(p.applied(deep, _circle(round(1 / step), 10)) - p.applied(convolution, _circle(1, 20)))


def leading(t, L, f, g, u, h) -> float:
    """lim l * error = |integral of g(u) grad f(u^-1 h) . (X^2 u^-1 h)| / 2, as (I - X/l)^l = e^-X (I - X^2 / (2 l) + ...)."""
    total = 0.0
    for weight, X, rotation in zip(g, np.tensordot(t, L, axes=1), u, strict=True):
        moved = rotation.T @ h
        total += weight * f.gradient(moved) @ X @ X @ moved
    return abs(float(total)) / 2


claim.draw(sampled=sample, exact=exact)
claim.without(
    "connected",
    r"$u = \mathrm{diag}(1, -1)$, which no product of rotations reaches",
    lambda: _turns(u=np.diag([1.0, -1.0])[None]),
)
claim.without(
    "lipschitz",
    "$f = 10 x_1^2$ with the constant of $x_1 + x_2$",
    lambda: _turns(f=p.polynomial(0.0, np.zeros(2), np.diag([10.0, 0.0]))),
)
claim.without("inverse", "$W^i = t_k^i / l$", lambda: _turns(sign=-1))
claim.without(
    "linear", "ReLU after each layer, $h = (2, -1)$", lambda: _turns(h=np.array([2.0, -1.0]), sigma=lambda x: np.maximum(x, 0))
)
claim.rate(
    r"$1 / l$, the inverse number of layers; $\mathrm{SO}(2)$, nonlinear $f$, smooth kernel on $|\theta| < 2$, "
    "quadrature included",
    end_to_end,
    tuple(2.0**-k for k in range(3, 11)),
    order=1,
    constant=p.applied(leading, _circle(1, 20)),
)
claim.reading(
    "'constructed' means approximated, with an error $O(1 / l)$ in the number of layers",
    symbol="allowance",
    to=bound,
)


@claim.without(
    "gradient",
    r"$f = \min(|x - 1/e|, 1)^{3/2}$ on the line at $u^{-1} h = 1/e$, where $\nabla f = 0$ and the error is $l^{-3/2}$",
)
def _rough() -> p.Instance:
    """Of Lipschitz constant 3/2, with a gradient that is only Hoelder continuous at the point: c = 1 does not bound it."""
    point = float(np.exp(-1.0))
    f = p.Feature(
        "x -> min(|x - 1/e|, 1)^(3/2)",
        lambda x: min(abs(x[0] - point), 1.0) ** 1.5,
        lambda x: 1.5 * np.sign(x - point) * np.minimum(np.abs(x - point), 1.0) ** 0.5,
        lambda x: np.nan * np.outer(x, x),
    )
    return _instance(gl(1).generators.astype(float), np.ones((1, 1)), np.ones(1), np.ones(1), f, 1.5, 8) | {"curvature": 1.0}
