"""What LieGG's evidence costs, as ratios within one run, one thread each.

Evidence and spectrum of an MLP 10-32-32-1 under gl(5) on two copies, K = 25 generators, 100,000 points, against the plain
method in float32: ``inputs.grad`` of the summed outputs, its outer products with the points, one singular value
decomposition of the 100,000 x 25 matrix (``inputs only``: without the gradients of the parameters). Ours also has the
reference rows (two partners a point), the Gram matrices of 50 groups for the bootstrap, and float64 accumulation. Then: ten
outputs against one; the peak memory of streams of 1e5, 1e6 and 1e7 points; two processes against one on 1e6 points.

Run: python benchmarks/liegg_speed.py. Seen on two quiet cores: float32 .83 of the plain method (1.34 of inputs only),
float64 1.49, ten outputs .88 of ten times one, 456 MiB for every length of stream and no more than before it, two
processes 1.65 times as fast as one.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn

from lconv.liegg.actions import LinearAction
from lconv.liegg.polarization import Polarization
from lconv.liegg.sharding import discover_sharded
from lietheory.discovery.spectrum import relative_spectrum

POINTS, ROUNDS, BATCH, SHARED = 100_000, 9, 10_000, 1_000_000
ACTION = LinearAction(5, copies=2)


def network(outputs: int = 1) -> nn.Module:
    """The MLP 10-32-32-m, untrained: its weights do not matter here."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(10, 32), nn.SiLU(), nn.Linear(32, 32), nn.SiLU(), nn.Linear(32, outputs))


def points(count: int, seed: int = 0) -> Tensor:
    return torch.randn(count, 10, generator=torch.Generator().manual_seed(seed))


def plain(model: nn.Module, x: Tensor, only_inputs: bool = False) -> Tensor:
    """The singular values by the sum of gradients, with those of the parameters beside it unless told otherwise."""
    inputs = x.clone().requires_grad_()
    total = model(inputs).sum()
    if only_inputs:
        g = torch.autograd.grad(total, inputs)[0]
    else:
        total.backward()
        model.zero_grad()
        g = inputs.grad
    rows = torch.einsum("ni,nj->nij", g[:, :5], x[:, :5]) + torch.einsum("ni,nj->nij", g[:, 5:], x[:, 5:])
    return torch.linalg.svd(rows.flatten(1), full_matrices=False)[1]


def ours(model: nn.Module, x: Tensor) -> None:
    """Evidence and spectrum."""
    polarization = Polarization(ACTION)
    polarization.update(model, x)
    seen = polarization.evidence
    relative_spectrum(*seen.total(), seen.fields, seen.dtype)


def medians(cases: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of each, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(ROUNDS + 1):
        for name, case in cases.items():
            started = time.perf_counter()
            case()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(seconds[1:]) for name, seconds in times.items()}  # the first round warms up


def compare_times() -> None:
    """Against the plain method, and ten outputs against one."""
    x = points(POINTS)
    scalar, ten, exact, fine = network(), network(10), network().double(), x.double()
    cases = {
        "plain": lambda: plain(scalar, x),
        "plain, inputs only": lambda: plain(scalar, x, only_inputs=True),
        "float32": lambda: ours(scalar, x),
        "float64": lambda: ours(exact, fine),
        "ten outputs": lambda: ours(ten, x),
    }
    seconds = medians(cases)
    base = seconds["plain"]
    for name, value in seconds.items():
        print(f"{name:20} {1e3 * value:8.1f} ms   {value / base:6.2f} of the plain method", flush=True)
    print(f"{'ten outputs':20} {seconds['ten outputs'] / seconds['float32'] / 10:6.3f} of ten times one output", flush=True)


def stream(count: int) -> Iterator[Tensor]:
    """Points that are made when they are asked for."""
    return (points(BATCH, seed) for seed in range(count // BATCH))


def peak(count: int) -> None:
    """Print the peak memory of this process in MiB, before and after a stream."""
    model, polarization = network(), Polarization(ACTION)
    for x in stream(10 * BATCH):  # libraries load and buffers are made at first use
        plain(model, x)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    for x in stream(count):
        polarization.update(model, x)
    polarization.estimate()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:10} points: {after:7.0f} MiB, {before:.0f} before, {seconds:.1f} s")


def share(rank: int, size: int, folder: str) -> None:
    """One of ``size`` processes; the first prints the median time."""
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/join{size}", rank=rank, world_size=size)
    model, x, seconds = network(), points(SHARED), []
    for _ in range(ROUNDS // 2):
        dist.barrier()
        started = time.perf_counter()
        discover_sharded(model, x, ACTION)
        seconds.append(time.perf_counter() - started)
    if rank == 0:
        Path(folder, f"seconds{size}").write_text(str(statistics.median(seconds[1:])))
    dist.destroy_process_group()


def compare_processes() -> None:
    """Two processes against one."""
    with tempfile.TemporaryDirectory() as folder:
        for size in (1, 2):
            torch.multiprocessing.spawn(share, args=(size, folder), nprocs=size)
        one, two = (float(Path(folder, f"seconds{size}").read_text()) for size in (1, 2))
    print(f"{SHARED} points: one process {one:.2f} s, two {two:.2f} s, {one / two:.2f} times as fast")


def main() -> None:
    torch.set_num_threads(1)
    compare_times()
    for count in (100_000, 1_000_000, 10_000_000):
        subprocess.run([sys.executable, __file__, str(count)], check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    compare_processes()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        torch.set_num_threads(1)
        peak(int(sys.argv[1]))
    else:
        main()
