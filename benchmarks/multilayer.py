"""How multi-layer L-conv reaches the group convolution: the rate of each kind of layer, nodes against depth, and cost on grids.

First table: one node exp(X) and a stack of l layers; l times the error in the spectral norm for Euler layers, l^2 times for
pairs of Taylor layers and for Cayley layers, beside the leading constants |X^2 e^X| / 2, |X^3 e^X| / 6 and |X^3 e^X| / 12.
Second: tanh and a smooth kernel over a box of the group; the error of N Gauss nodes by exact exponentials (depth inf) and by
l layers, against many more nodes; below it the proven bound on what Euler layers add. Third: forward and backward time of an
algebra on a grid as vector fields, against the same generators as matrices, medians of interleaved pairs, float32.

Seen (one thread). Euler, from l = 32 to 256 (constant): so(2) by 2: 2.0615 to 2.0078 (2); so(3): 2.088 to 2.033 (2.025);
aff(1): 1.231 to 1.258 (1.262); boost by 2: 13.77 to 14.64 (14.78). Taylor at 256: 1.3333 (4/3) on so(2), .3776 (.3786) on
aff(1). Cayley at 256: .6667 (2/3) on so(2), .1893 (.1893) on aff(1), 4.9261 (4.9260) for the boost. Nodes and depth on
SO(3), |eps_i| < 1: 216 nodes alone 1.7e-5, with 4, 16, 64, 256 Euler layers 3.6e-1, 7.0e-2, 1.6e-2, 4.1e-3, with Cayley
layers 3.2e-2, 2.1e-3, 1.4e-4, 2.3e-5; the bound is 77 / l. Fields on 28 x 28: 2.6 to 3.3 times as fast as matrices.

Run: python benchmarks/multilayer.py
"""

from __future__ import annotations

import numpy as np
import torch
from layer import compare
from torch import Tensor

import lietheory as lt
from lconv.nn.generators.grid_algebra import grid_algebra
from lconv.nn.generators.parametrization import DenseGenerators
from lconv.nn.group import RepresentationConv, node_stack
from lconv.nn.layer import LConv
from lietheory.representation import box_quadrature

ELEMENTS = {
    "so(2)": (lt.so(2), [2.0]),
    "so(3)": (lt.so(3), [0.6, -1.2, 1.5]),
    "aff(1)": (lt.aff(1), [0.9, -0.7]),
    "so(1,1)": (lt.so(1, 1), [2.0]),
}
BOXES = {  # radius, nodes a coordinate, and those of the reference
    "so(2)": (lt.so(2), 2.0, (4, 8, 12), 40),
    "aff(1)": (lt.aff(1), 1.0, (2, 4, 6), 40),
    "so(3)": (lt.so(3), 1.0, (2, 4, 6), 12),
}
DEPTHS = (32, 64, 128, 256)
CONSTANTS = {"euler": (1, 2, 2), "taylor": (2, 3, 6), "cayley": (2, 3, 12)}  # order, power of X, divisor


def size(M: Tensor) -> float:
    """The spectral norm."""
    return float(torch.linalg.matrix_norm(M.detach(), 2))


def rates() -> None:
    """One line for each group and method."""
    print(f"{'depth^order * error':24}" + "".join(f"{depth:>10}" for depth in DEPTHS) + f"{'constant':>12}")
    for name, (algebra, t) in ELEMENTS.items():
        L = torch.tensor(algebra.generators, dtype=torch.float64)
        t = torch.tensor([t], dtype=torch.float64)
        X, one = torch.tensordot(t[0], L, 1), torch.eye(L.shape[1], dtype=L.dtype)[:, :, None]
        exact = torch.linalg.matrix_exp(X)
        for method, (order, power, divisor) in CONSTANTS.items():
            stacks = [node_stack(DenseGenerators(L, False), t, depth, method) for depth in DEPTHS]
            scaled_errors = [depth**order * size(s(one)[:, :, 0].T - exact) for depth, s in zip(DEPTHS, stacks, strict=True)]
            constant = size(torch.linalg.matrix_power(X, power) @ exact) / divisor
            print(f"{name:8}{method:16}" + "".join(f"{f:10.4f}" for f in scaled_errors) + f"{constant:12.4f}")


def kernel(u: Tensor) -> Tensor:
    """A smooth kernel of one channel."""
    return torch.exp(0.5 * u[:, 0, 0] + u[:, 0, 1])[:, None, None]


def totals() -> None:
    """One line for each group, method and number of nodes."""
    options = {"kernel": kernel, "f": torch.tanh, "bias": False, "dtype": torch.float64}
    print(f"\n{'error of N nodes, depth':34}" + "".join(f"{depth:>10}" for depth in (4, 16, 64, 256, "inf")))
    for name, (algebra, radius, orders, finest) in BOXES.items():
        x = torch.linspace(0.8, -0.6, algebra.generators.shape[1], dtype=torch.float64)[None, :, None]
        truth = RepresentationConv(box_quadrature(algebra, radius, finest), algebra, 1, 1, **options)(x)
        for method in ("euler", "cayley"):
            for order in orders:
                near = box_quadrature(algebra, radius, order)
                layers = [
                    RepresentationConv(near, algebra, 1, 1, depth=depth, method=method, **options)
                    for depth in (4, 16, 64, 256, None)
                ]
                errors = [float((layer(x) - truth).detach().norm()) for layer in layers]
                print(f"{name:8}{method:12}{len(near.weights):6} nodes  " + "".join(f"{e:10.1e}" for e in errors))
        print(f"{name:8}bound of Euler layers / depth: {bound(algebra, radius, x):.2f} / depth")


def bound(algebra: lt.LieAlgebra, radius: float, x: Tensor) -> float:
    """|g|_1 Lip(tanh) |x| max |X^2| e^|X| / 2, on 6 nodes a coordinate."""
    near = box_quadrature(algebra, radius, 6)
    X = np.tensordot(near.coordinates, algebra.generators.astype(float), axes=1)
    sizes, squares = (np.linalg.norm(M, 2, axis=(1, 2)) for M in (X, X @ X))
    mass = near.weights @ kernel(torch.as_tensor(near.elements)).numpy()[:, 0, 0]
    return float(mass * float(x.norm()) * (squares * np.exp(sizes)).max() / 2)


def grids() -> None:
    """Vector fields against matrices, 8 channels to 16."""
    print(f"\n{'algebra on a grid, batch 64':34}{'fields ms':>12}{'matrices ms':>14}{'ratio':>8}")
    for shape, name, algebra in [((28, 28), "se(2)", lt.se(2)), ((28, 28), "gl(2)", lt.gl(2)), ((9, 9, 9), "so(3)", lt.so(3))]:
        for derivative in ("spectral", "central"):
            fields, d = grid_algebra(algebra, shape, derivative), int(np.prod(shape))
            x = torch.randn(64, d, 8, generator=torch.Generator().manual_seed(0)).requires_grad_()
            layer, dense = (LConv(d, 8, 16, generators=g, trainable=False) for g in (fields, fields()))
            ours, theirs = compare(layer, x, dense, x, pairs=7)
            print(f"{name:8}{shape!s:14}{derivative:12}{1e3 * ours:12.1f}{1e3 * theirs:14.1f}{theirs / ours:8.1f}")


def main() -> None:
    """Print the three tables."""
    torch.set_num_threads(1)
    rates()
    totals()
    grids()


if __name__ == "__main__":
    main()
