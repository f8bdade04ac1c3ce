"""Layers and discovery on a GPU against the processor, and where the time on the GPU goes; at most five minutes.

Run: python benchmarks/gpu.py. Where there is no GPU, it says so and measures nothing.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import torch
from torch import nn

import lconv

ROUNDS, LIMIT = 7, 300.0


def layer(rank: int | None) -> Callable[[str], Callable[[], object]]:
    """LConv on 784 points, 9 generators, 32 -> 32 channels, batch 64, forward and backward."""

    def on(device: str) -> Callable[[], object]:
        net, x = lconv.LConv(784, 32, 32, 9, rank=rank).to(device), torch.randn(64, 784, 32, device=device)
        return lambda: net(x).square().sum().backward()

    return on


def shifts(device: str) -> Callable[[], object]:
    """A 3 x 3 convolution as shifts."""
    net, x = lconv.from_conv(nn.Conv2d(32, 32, 3, padding=1), (28, 28)).to(device), torch.randn(64, 784, 32, device=device)
    return lambda: net(x).square().sum().backward()


def discovery(device: str) -> Callable[[], object]:
    """LieGG of a perceptron on 100,000 points, K = 25."""
    net = nn.Sequential(nn.Linear(10, 64), nn.Tanh(), nn.Linear(64, 1)).to(device)
    x = torch.randn(100_000, 10, device=device)
    return lambda: lconv.discover(net, x, lconv.LinearAction(5, copies=2))


CASES = {"LConv, full": layer(None), "LConv, rank 16": layer(16), "shifts 3 x 3": shifts, "discover": discovery}


def seconds(call: Callable[[], object], device: str) -> float:
    """The median after a first call."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        call()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> int:
    """0, also where there is no GPU."""
    if not torch.cuda.is_available():
        print("GPU profile: not run, since there is no GPU here")
        return 0
    began = time.perf_counter()
    print(torch.cuda.get_device_name())
    for name, make in CASES.items():
        if time.perf_counter() - began > LIMIT / 2:
            print(f"{name:16} not run: half of the five minutes have passed")
            continue
        torch.cuda.reset_peak_memory_stats()
        call = make("cuda")
        gpu, cpu = seconds(call, "cuda"), seconds(make("cpu"), "cpu")
        peak = torch.cuda.max_memory_allocated() / 2**20
        print(f"{name:16} {1e3 * gpu:8.2f} ms on the GPU, {cpu / gpu:6.1f} times as fast as the processor, {peak:6.0f} MiB")
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
            call()
        print(profile.key_averages().table(sort_by="cuda_time_total", row_limit=5))
    return 0


if __name__ == "__main__":
    sys.exit(main())
