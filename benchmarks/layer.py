"""What the contraction order buys: LConv against Eq 6 as one einsum, as ratios within one run.

Each layer also stands beside the bare matrix products of its contraction order, forward and
backward, on arrays that lie as each product likes best; shifts beside conv2d on NCHW images; and
penalties of low-rank generators beside those of their matrices. Batch 64, space 784, 9 generators,
float32, one thread, gradients of everything. Each case takes the medians of interleaved rounds of the
thread's own time, so that a busy machine slows all sides alike. The reference contracts left to right with full
matrices L, as torch.einsum does where opt_einsum is not installed.

Seen on a quiet machine: 1 -> 32 rank 16 7.7 times faster than einsum and 1.12 of its products, 32 -> 32 rank 16
20.7 and 1.12, 32 -> 1 rank 16 91 and .76, 1 -> 32 full 1.2 and 1.00, 32 -> 1 full 24 and .96, 1 -> 1 full 4.6 and 1.04.

Shifts of a grid are summed by torch's convolution on the features as they lie, channels last, without a copy: about its time
(benchmarks/ratios.py). Before, products of gathered points took 1.3 to 1.5 times that at 32 -> 32, and 1.6 to 2.5 for kernels of
5 x 5 on 8 x 8 images, with several threads beside other work up to 16 times.

Run: python benchmarks/layer.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn

from lconv.convert.convolution import from_conv
from lconv.images import images_to_features
from lconv.nn.contraction import (
    encode_decode_mix,
    encode_mix_decode,
    full_orders,
    generators_first,
    kernel_first,
    low_rank_orders,
    mix_encode_decode,
    weights_first,
)
from lconv.nn.generators.parametrization import DenseGenerators, LowRankGenerators
from lconv.nn.layer import LConv
from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty

BATCH, SPACE, GENERATORS, ROUNDS = 64, 784, 9, 15
CASES = {  # in, out, rank
    "1 -> 32, rank 16": (1, 32, 16),
    "32 -> 32, rank 16": (32, 32, 16),
    "32 -> 1, rank 16": (32, 1, 16),
    "1 -> 32, full": (1, 32, None),
    "32 -> 1, full": (32, 1, None),
    "1 -> 1, full": (1, 1, None),
}

Timed = Callable[[], float]


class Reference(nn.Module):
    """Eq 6 as it is written, with the generators and weights of an LConv."""

    def __init__(self, layer: LConv):
        super().__init__()
        self.L = nn.Parameter(layer.generators.detach().clone())
        self.weight, self.bias = layer.weight, layer.bias

    def forward(self, x: Tensor) -> Tensor:
        return torch.einsum("kts,bsc,kce->bte", self.L, x, self.weight[1:]) + x @ self.weight[0] + self.bias


def derived(function: Callable[[], Tensor], inputs: list[Tensor]) -> Timed:
    """Seconds of the values and of the gradients in all inputs; the upstream gradient lies as the values do."""

    def seconds() -> float:
        start = time.thread_time()
        y = function()
        forward, upstream = time.thread_time() - start, torch.randn_like(y)
        start = time.thread_time()
        torch.autograd.grad(y, inputs, upstream)
        return forward + time.thread_time() - start

    return seconds


def passes(module: nn.Module, x: Tensor) -> Timed:
    """The same of a module and its parameters."""
    return derived(lambda: module(x), [x, *module.parameters()])


def products(shapes: list[tuple[int, int, int, int]]) -> Timed:
    """Seconds of products (m x k)(k x p), so many of each, and of the two products that each has backward."""
    arrays = [(torch.randn(g, m, k), torch.randn(g, k, p), torch.randn(g, m, p)) for g, m, k, p in shapes]

    def seconds() -> float:
        start = time.thread_time()
        for a, b, y in arrays:
            for left, right in ((a, b), (y, b.mT), (a.mT, y)):
                torch.bmm(left, right)
        return time.thread_time() - start

    return seconds


def order_of(c: int, e: int, rank: int | None) -> list[tuple[int, int, int, int]]:
    """The products of the cheapest order, each as (how many, m, k, p), with the identity term."""
    b, n, d, r = BATCH, GENERATORS, SPACE, rank or 0
    orders = low_rank_orders(b, n, d, d, rank, c, e) if rank else full_orders(b, n, d, d, c, e)
    _, order = min(orders, key=lambda order: order[0])
    stay, mix_last = (1, d * b, c, e), (1, d * b, (n + 1) * c, e)
    return {
        generators_first: [(1, n * d, d, b * c), mix_last],
        weights_first: [stay, (1, d * b, c, n * e), (n, d, d, b * e)],
        kernel_first: [stay, (1, c * e, n, d * d), (c, e * d, d, b)],
        encode_mix_decode: [stay, (1, n * r, d, b * c), (n, r * b, c, e), (1, d, n * r, b * e)],
        encode_decode_mix: [(1, n * r, d, b * c), (n, d, r, b * c), mix_last],
        mix_encode_decode: [stay, (1, d * b, c, n * e), (n, r, d, b * e), (1, d, n * r, b * e)],
    }[order]


def medians(*sides: Timed, rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each side over interleaved rounds; the first round warms up."""
    times = [[side() for side in sides] for _ in range(rounds + 1)][1:]
    return [1e3 * statistics.median(column) for column in zip(*times, strict=True)]


def main() -> None:
    """Print one line a case."""
    torch.set_num_threads(1)
    torch.backends.opt_einsum.enabled = False
    draws = torch.Generator().manual_seed(0)
    print(f"batch {BATCH}, space {SPACE}, {GENERATORS} generators, forward + backward, medians of {ROUNDS} interleaved rounds")
    for name, (c, e, rank) in CASES.items():
        layer = LConv(SPACE, c, e, GENERATORS, rank=rank, generator=draws)
        reference, x = Reference(layer), torch.randn(BATCH, SPACE, c, generator=draws, requires_grad=True)
        if not torch.allclose(layer(x), reference(x), atol=1e-3):
            raise SystemExit(f"{name}: the layer and its reference differ")
        ours, bare, theirs = medians(passes(layer, x), products(order_of(c, e, rank)), passes(reference, x))
        print(f"{name:18} {ours:8.1f} ms   {ours / bare:5.2f} of its products   {theirs / ours:5.1f} times faster than einsum")
    compare_shifts(draws)
    compare_penalties(draws)


def compare_shifts(draws: torch.Generator) -> None:
    """A 3x3 convolution as torch does it, and as nine shifts."""
    for c in (1, 32):
        conv = nn.Conv2d(c, 32, 3, padding=1)
        images = torch.randn(BATCH, c, 28, 28, generator=draws, requires_grad=True)
        features = images_to_features(images.detach()).contiguous().requires_grad_()
        nine = [(BATCH, SPACE, 9 * c, 32)]
        ours, bare, theirs = medians(passes(from_conv(conv, (28, 28)), features), products(nine), passes(conv, images))
        name = f"{c} -> 32, shifts"
        print(f"{name:18} {ours:8.1f} ms   {ours / bare:5.2f} of its products   {ours / theirs:5.2f} of conv2d's time")


def compare_penalties(draws: torch.Generator) -> None:
    """Each penalty and its gradient from the factors, and from the d x d matrices."""
    low = LowRankGenerators.random(GENERATORS, SPACE, 16, generator=draws)
    dense = DenseGenerators(low())
    for penalty in (closure_penalty, orthogonality_penalty, killing_penalty):
        ours, theirs = medians(
            derived(lambda p=penalty: p(low), list(low.parameters())),
            derived(lambda p=penalty: p(dense()), list(dense.parameters())),
            rounds=3,
        )
        print(f"{penalty.__name__:22} {ours:6.1f} ms   matrices {theirs:8.1f} ms   {theirs / ours:6.1f} times faster")


if __name__ == "__main__":
    main()
