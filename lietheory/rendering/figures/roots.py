"""Root systems in the plane, Dynkin diagrams, and the weights of a representation of rank two."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes

from lietheory.algebra import AlgebraLike, as_algebra, root_system
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError
from lietheory.rendering.figures.on_axes import own_axes
from lietheory.rendering.figures.style import LEARNED, LIMIT, THEORY

_ROUNDING = 1e-8  # of eigenvalues, as a share of the largest: multiple ones are known to about the root of float64's rounding


def plot_roots(g: AlgebraLike, axes: Axes | None = None) -> Axes:
    """The roots of a semisimple algebra: in their plane for rank two, in the Coxeter plane for higher ranks.

    The Coxeter element, the product of the reflections in all simple roots, turns one plane by 2 pi / h; seen from there the
    roots have its symmetry. Simple roots are drawn as squares.

    Args:
        g: an algebra, its name, or its generators; of rank one it is a line.
        axes: to draw into; those of a new figure if None.

    Raises:
        UndecidedError: the algebra is not reductive.
        ShapeError: it is abelian and has no roots.

    Examples:
        >>> plot_roots("g2").get_title()
        'G2: 12 roots'
    """
    system = root_system(as_algebra(g, "plot_roots(g)"))
    if not len(system.positive_roots):
        raise ShapeError("plot_roots(g)", "an algebra that has roots", "an abelian one", "Give a semisimple algebra.")
    axes = own_axes(axes)
    plane = _coxeter_plane(system.simple_roots)
    simple = system.simple_roots @ plane
    roots = np.concatenate([system.positive_roots, -system.positive_roots]) @ simple
    if system.rank == 2:
        axes.quiver(*np.zeros_like(roots.T), *roots.T, angles="xy", scale_units="xy", scale=1, width=0.004)
    axes.plot(roots[:, 0], roots[:, 1], "o", color=LEARNED, markersize=6 if len(roots) < 100 else 3)
    axes.plot(simple[:, 0], simple[:, 1], "s", color=THEORY, markersize=6 if len(roots) < 100 else 4)
    reach = 1.15 * np.linalg.norm(roots, axis=1).max()
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    axes.set_title(f"{system.type}: {len(roots)} roots")
    return axes


def _coxeter_plane(simple: Float[np.ndarray, "r r"]) -> Float[np.ndarray, "r 2"]:
    """An orthonormal basis of the plane that the Coxeter element turns by 2 pi / h, the least of its angles."""
    rank = len(simple)
    if rank <= 2:
        return np.eye(rank, 2)
    element = np.eye(rank)
    for root in simple:
        element = element @ (np.eye(rank) - 2 * np.outer(root, root) / (root @ root))
    values, vectors = np.linalg.eig(element)
    angles = np.where(np.imag(values) > 1e-9, np.angle(values), np.inf)  # one of each conjugate pair; 1 is no eigenvalue
    chosen = vectors[:, np.argmin(angles)]
    return np.linalg.qr(np.stack([np.real(chosen), np.imag(chosen)], axis=1))[0]


def plot_dynkin_diagram(g: AlgebraLike, axes: Axes | None = None) -> Axes:
    """The Dynkin diagram: a node a simple root, as many lines as the angle says, an arrow towards the shorter root.

    Args:
        g: an algebra, its name, or its generators.
        axes: to draw into; those of a new figure if None.

    Raises:
        UndecidedError: the algebra is not reductive.

    Examples:
        >>> plot_dynkin_diagram("f4").get_title()
        'F4'
    """
    system, axes = root_system(as_algebra(g, "plot_dynkin_diagram(g)")), own_axes(axes, 1.6)
    A, places = system.cartan_matrix, _places(system.cartan_matrix)
    if not len(A):
        cure = "Take a semisimple one, such as su(3)."
        raise ShapeError("plot_dynkin_diagram(g)", "an algebra with roots", "none: it is abelian", cure)
    for i, j in zip(*np.nonzero(np.triu(A, 1)), strict=True):
        lines = max(-A[i, j], -A[j, i])
        start, end = places[i], places[j]
        side = np.array([-(end - start)[1], (end - start)[0]]) / np.linalg.norm(end - start)
        for offset in np.linspace(-0.08, 0.08, lines) if lines > 1 else (0.0,):
            axes.plot(*np.stack([start + offset * side, end + offset * side]).T, color="black", linewidth=1.2, zorder=1)
        if lines > 1:
            long, short = (start, end) if abs(A[i, j]) > abs(A[j, i]) else (end, start)
            middle = (long + short) / 2
            axes.annotate(
                "",
                tuple(middle + (short - long) / 10),
                tuple(middle),
                arrowprops={"arrowstyle": "->", "lw": 1.6, "mutation_scale": 18},
            )
    axes.plot(*places.T, "o", markersize=11, markerfacecolor="white", markeredgecolor=LEARNED, markeredgewidth=2, zorder=2)
    for number, (x, y) in enumerate(places, 1):
        place = (0, 9) if y == 0 else (11, -3)  # above the line, and beside a branch that hangs below it
        axes.annotate(str(number), (x, y), place, textcoords="offset points", ha="center", fontsize=8, color=LIMIT)
    axes.set(xlim=(places[:, 0].min() - 0.5, places[:, 0].max() + 0.5), ylim=(places[:, 1].min() - 0.6, 0.7), aspect="equal")
    axes.axis("off")
    axes.set_title(system.type)
    return axes


def _places(A: np.ndarray) -> Float[np.ndarray, "r 2"]:
    """Each component on a line, its longest path; a branch hangs below the node that it leaves."""
    neighbours = {i: [j for j in range(len(A)) if j != i and A[i, j]] for i in range(len(A))}
    places, right = np.zeros((len(A), 2)), 0
    left = set(neighbours)
    while left:
        path = max((_longest(neighbours, i, i) for i in sorted(left)), key=len)
        for step, node in enumerate(path):
            places[node] = right + step, 0
        component = set(path)
        for node in path:
            for hanging in set(neighbours[node]) - set(path):
                places[hanging] = places[node] - (0, 1)
                component.add(hanging)
        left -= component
        right += len(path)
    return places


def _longest(neighbours: dict[int, list[int]], node: int, before: int) -> list[int]:
    """The longest path in a tree that begins at a node and does not go back."""
    return [node, *max((_longest(neighbours, n, node) for n in neighbours[node] if n != before), key=len, default=[])]


def plot_weights(g: AlgebraLike, axes: Axes | None = None) -> Axes:
    """The weights of the matrices of a semisimple algebra of rank one or two, with multiplicities.

    They are the simultaneous eigenvalues of a Cartan subalgebra, imaginary on its compact part and real on its split one, in the
    plane whose inner product is that of the Killing form.

    Args:
        g: an algebra, its name, or its generators: the representation is that of its matrices.
        axes: to draw into; those of a new figure if None.

    Raises:
        ShapeError: a rank above two.
    """
    algebra, axes = as_algebra(g, "plot_weights(g)"), own_axes(axes)
    cartan = algebra.cartan_subalgebra()
    if cartan.dimension > 2:
        cure = "Take su(3), sp(4), g2, ..., in any representation."
        raise ShapeError("plot_weights(g)", "an algebra of rank one or two", f"rank {cartan.dimension}", cure)
    H = as_floats(cartan.generators, "plot_weights(g)", "g")
    vectors = np.linalg.eig(np.tensordot([1.0, np.sqrt(2)][: len(H)], H, axes=1))[1]  # a generic element has their eigenvectors
    joint = np.stack([np.diag(np.linalg.solve(vectors, h @ vectors)) for h in H], axis=1)
    ad = np.stack([algebra.ad(h) for h in cartan.generators]).astype(float)
    killing = np.einsum("iab,jba->ij", ad, ad)
    parts = []
    for values, vanishing, sign in ((np.imag, np.real, -1), (np.real, np.imag, 1)):  # the compact part of it, and the split one
        _, sizes, rows = np.linalg.svd(vanishing(joint))
        part = rows[np.pad(sizes, (0, len(rows) - len(sizes))) <= _ROUNDING * np.abs(joint).max()].T
        lengths, turn = np.linalg.eigh(sign * part.T @ killing @ part)
        parts.append(values(joint @ part @ turn) / np.sqrt(lengths))
    weights = np.concatenate(parts, axis=1)
    places, counts = np.unique(weights.round(6), axis=0, return_counts=True)
    places = np.pad(places, ((0, 0), (0, 2 - places.shape[1])))
    axes.scatter(places[:, 0], places[:, 1], s=60, color=LEARNED)
    for place, count in zip(places, counts, strict=True):
        if count > 1:
            axes.annotate(str(count), place, (6, 4), textcoords="offset points", fontsize=9)
    axes.axhline(0, color=LIMIT, linewidth=0.5)
    axes.axvline(0, color=LIMIT, linewidth=0.5)
    axes.set(aspect="equal", xticks=[], yticks=[])
    axes.margins(0.2)
    return axes
