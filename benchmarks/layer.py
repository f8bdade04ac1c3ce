"""What the contraction order buys: LConv against Eq 6 as one einsum, as ratios within one run.

Shifts stand beside conv2d on NCHW images, and penalties of low-rank generators beside those of
their matrices. Batch 64, space 784, 9 generators, forward and backward, float32, one thread. Each case takes the
median of interleaved pairs, so that a busy machine slows both sides alike. The reference contracts
left to right with full matrices L, as torch.einsum does where opt_einsum is not installed.

Run: python benchmarks/layer.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn

from lconv.known.convolution import from_conv
from lconv.layer import LConv
from lconv.layout import images_to_features
from lconv.parametrization import DenseGenerators, LowRankGenerators
from lconv.regularizers import closure_penalty, killing_penalty, orthogonality_penalty

BATCH, SPACE, GENERATORS, PAIRS = 64, 784, 9, 15
CASES = {  # in, out, rank
    "1 -> 32, rank 16": (1, 32, 16),
    "32 -> 32, rank 16": (32, 32, 16),
    "1 -> 32, full": (1, 32, None),
    "32 -> 1, full": (32, 1, None),
}


Timed = Callable[[Tensor], Tensor]


class Reference(nn.Module):
    """Eq 6 as it is written, with the generators and weights of an LConv."""

    def __init__(self, layer: LConv):
        super().__init__()
        self.L = nn.Parameter(layer.generators.detach().clone())
        self.weight, self.bias = layer.weight, layer.bias

    def forward(self, x: Tensor) -> Tensor:
        return torch.einsum("kts,bsc,kce->bte", self.L, x, self.weight[1:]) + x @ self.weight[0] + self.bias


def seconds(module: Timed, x: Tensor) -> float:
    """One forward and backward pass."""
    x.grad = None
    start = time.perf_counter()
    module(x).sum().backward()
    return time.perf_counter() - start


def compare(ours: Timed, x: Tensor, other: Timed, y: Tensor, pairs: int = PAIRS) -> tuple[float, float]:
    """Medians of interleaved pairs, each module on its own input."""
    times = [(seconds(ours, x), seconds(other, y)) for _ in range(pairs + 1)][1:]  # the first pair warms up
    return tuple(statistics.median(column) for column in zip(*times, strict=True))


def main() -> None:
    """Print one line a case."""
    torch.set_num_threads(1)
    torch.backends.opt_einsum.enabled = False
    draws = torch.Generator().manual_seed(0)
    print(f"batch {BATCH}, space {SPACE}, {GENERATORS} generators, forward + backward, medians of {PAIRS} interleaved pairs")
    for name, (c, e, rank) in CASES.items():
        layer = LConv(SPACE, c, e, GENERATORS, rank=rank, generator=draws)
        reference, x = Reference(layer), torch.randn(BATCH, SPACE, c, generator=draws, requires_grad=True)
        if not torch.allclose(layer(x), reference(x), atol=1e-3):
            raise SystemExit(f"{name}: the layer and its reference differ")
        ours, theirs = compare(layer, x, reference, x)
        print(f"{name:18} {1e3 * ours:8.1f} ms   einsum {1e3 * theirs:8.1f} ms   {theirs / ours:5.1f} times faster", flush=True)
    compare_shifts(draws)
    compare_penalties(draws)


def compare_shifts(draws: torch.Generator) -> None:
    """A 3x3 convolution as torch does it, and as nine shifts."""
    for c in (1, 32):
        conv = nn.Conv2d(c, 32, 3, padding=1)
        images = torch.randn(BATCH, c, 28, 28, generator=draws, requires_grad=True)
        features = images_to_features(images.detach()).contiguous().requires_grad_()
        ours, theirs = compare(from_conv(conv, (28, 28)), features, conv, images)
        name = f"{c} -> 32, shifts"
        print(f"{name:18} {1e3 * ours:8.1f} ms   conv2d {1e3 * theirs:8.1f} ms   {ours / theirs:5.2f} of its time", flush=True)


def compare_penalties(draws: torch.Generator) -> None:
    """Each penalty and its gradient from the factors, and from the d x d matrices."""
    low = LowRankGenerators.random(GENERATORS, SPACE, 16, generator=draws)
    dense = DenseGenerators(low())
    once = torch.ones(1, requires_grad=True)
    for penalty in (closure_penalty, orthogonality_penalty, killing_penalty):
        ours, theirs = compare(lambda x, p=penalty: p(low) * x, once, lambda x, p=penalty: p(dense()) * x, once, pairs=3)
        print(f"{penalty.__name__:22} {1e3 * ours:6.1f} ms   matrices {1e3 * theirs:8.1f} ms   {theirs / ours:6.1f} times faster")


if __name__ == "__main__":
    main()
