"""What ``ratios.py`` measures: pairs of calls, ours and what it is compared with, and calls that grow with a size."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

Pair = tuple[Callable[[], object], Callable[[], object]]


def _convolution(c: int, e: int, kernel: int, side: int, dtype: str, threads: int) -> Pair:
    """Shifts against conv2d on NCHW images, forward and backward."""
    import torch

    from lconv.convert.convolution import from_conv
    from lconv.images import images_to_features

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(c, e, kernel, padding=kernel // 2, dtype=getattr(torch, dtype))
    images = torch.randn(64, c, side, side, dtype=getattr(torch, dtype), requires_grad=True)
    layer, features = from_conv(conv, (side, side)), images_to_features(images.detach()).contiguous().requires_grad_()

    def both(module: torch.nn.Module, x: torch.Tensor) -> Callable[[], object]:
        def run() -> None:
            y = module(x)
            torch.autograd.grad(y, [x, *module.parameters()], torch.ones_like(y).contiguous())

        return run

    return both(layer, features), both(conv, images)


def _evidence(dtype: str) -> Pair:
    import torch
    from liegg_speed import network, ours, plain, points

    torch.set_num_threads(1)
    kind = getattr(torch, dtype)
    model, x, base, x32 = network().to(kind), points(100_000).to(kind), network(), points(100_000)
    return lambda: ours(model, x), lambda: plain(base, x32)


def _layer(c: int, e: int, rank: int | None) -> Pair:
    import torch
    from layer import GENERATORS, SPACE, Reference, passes

    from lconv.nn.layer import LConv

    torch.set_num_threads(1)
    torch.backends.opt_einsum.enabled = False
    draws = torch.Generator().manual_seed(0)
    layer = LConv(SPACE, c, e, GENERATORS, rank=rank, generator=draws)
    x = torch.randn(16, SPACE, c, generator=draws, requires_grad=True)
    return passes(layer, x), passes(Reference(layer), x)


def _processes(ours: str, theirs: str) -> Pair:
    def start(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)

    return start(ours), start(theirs)


def _beside_busy(make: Callable[[], Callable[[], object]]) -> Pair:
    """The threads that are allowed, against one, with a busy process a core beside both."""
    import torch
    from threadpoolctl import threadpool_limits

    call, busy, allowed = make(), [], os.cpu_count() or 2

    def run(threads: int) -> None:
        if not busy:
            code = f"import os\nwhile os.getppid() == {os.getpid()}: pass"
            busy.extend(subprocess.Popen([sys.executable, "-c", code]) for _ in range(allowed))
        torch.set_num_threads(threads)
        with threadpool_limits(threads):
            call()

    return lambda: run(allowed), lambda: run(1)


def _discover() -> Callable[[], object]:
    import torch

    import lconv

    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(5, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1)).double()
    x = torch.randn(100_000, 5, dtype=torch.float64)
    return lambda: lconv.discover(net, x, lconv.LinearAction(5))


def _named() -> Callable[[], object]:
    import numpy as np

    import lietheory as lt

    S, L = np.random.default_rng(0).normal(size=(7, 7)), np.asarray(lt.catalogue_algebra("so(7)").generators, dtype=np.float64)
    turned = S @ L @ np.linalg.inv(S)
    return lambda: lt.identify(turned)


def _closed() -> Callable[[], object]:
    import numpy as np

    import lietheory as lt

    L = np.random.default_rng(0).normal(size=(2, 7, 7))
    return lambda: lt.lie_closure(L)


def _verified() -> Callable[[], object]:
    import numpy as np

    import lietheory as lt

    return lambda: lt.verify(["thm1"], rng=np.random.default_rng(0))


_HELP = "import sys; sys.argv = ['lietheory', '--help']; from lietheory.cli.main import main; main()"
RATIOS: dict[str, tuple[str, Callable[[], Pair]]] = {
    "import lietheory": ("import numpy", lambda: _processes("import lietheory", "import numpy")),
    "lietheory --help": ("import typer", lambda: _processes(_HELP, "import typer")),
    "LConv 32 -> 32, rank 16": ("Eq 6 as one einsum", lambda: _layer(32, 32, 16)),
    "LConv 1 -> 32, rank 16": ("Eq 6 as one einsum", lambda: _layer(1, 32, 16)),
    "LConv 1 -> 32, full": ("Eq 6 as one einsum", lambda: _layer(1, 32, None)),
    "shifts 3 x 3, 1 -> 32, 28 x 28": ("conv2d", lambda: _convolution(1, 32, 3, 28, "float32", 1)),
    "shifts 3 x 3, 32 -> 32, 28 x 28": ("conv2d", lambda: _convolution(32, 32, 3, 28, "float32", 1)),
    **{
        f"shifts 5 x 5, 16 -> 16, 8 x 8, {dtype}, threads: {threads}": (
            "conv2d",
            lambda dtype=dtype, threads=threads: _convolution(16, 16, 5, 8, dtype, threads),
        )
        for dtype in ("float32", "float64")
        for threads in (1, 2)
    },
    "evidence of 100,000 points, float32": ("gradients and one decomposition", lambda: _evidence("float32")),
    "evidence of 100,000 points, float64": ("the same in float32", lambda: _evidence("float64")),
    "discover beside busy processes, all threads": ("one thread", lambda: _beside_busy(_discover)),
    "identify beside busy processes, all threads": ("one thread", lambda: _beside_busy(_named)),
    "lie_closure beside busy processes, all threads": ("one thread", lambda: _beside_busy(_closed)),
    "verify thm1 beside busy processes, all threads": ("one thread", lambda: _beside_busy(_verified)),
}
"""What is measured, what it is compared with, and the pair of calls."""
ON_THE_WALL = ("threads: 2", "busy")
"""In the names of what uses several threads, which waiting is a part of; of all else the processor time counts."""


def growing(name: str) -> tuple[list[int], Callable[[int], Callable[[], object]]]:
    import numpy as np
    import torch

    import lconv
    import lietheory as lt

    torch.set_num_threads(1)
    rng = np.random.default_rng(0)

    def discover(points: int, d: int) -> Callable[[], object]:
        x = torch.randn(points, d, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        return lambda: lconv.discover(lambda z: (z**2).sum(1), x, lconv.LinearAction(d))

    def fields(k: int) -> Callable[[], object]:
        x, A = torch.randn(20_000, 8, dtype=torch.float64), torch.randn(k, 8, 8, dtype=torch.float64)
        return lambda: lconv.discover(lambda z: (z**2).sum(1), x, lambda z: torch.einsum("kij,bj->bki", A, z))

    def layer(n: int) -> Callable[[], object]:
        net, x = lconv.LConv(196, 8, 8, n_generators=n), torch.randn(16, 196, 8)
        return lambda: net(x).sum().backward()

    def floats(n: int) -> Callable[[], object]:
        S, L = rng.normal(size=(n, n)), np.asarray(lt.catalogue_algebra(f"so({n})").generators, dtype=np.float64)
        return lambda: lt.identify(S @ L @ np.linalg.inv(S))

    def closed(d: int) -> Callable[[], object]:
        L = rng.normal(size=(2, d, d))
        return lambda: lt.lie_closure(L)

    return {
        "discover in points N": ([20_000, 80_000, 320_000], lambda n: discover(n, 4)),
        "discover in d, with K = d^2": ([3, 6, 12], lambda d: discover(20_000, d)),
        "discover in fields K": ([4, 16, 64], lambda k: fields(k)),
        "identify in n of so(n)": ([4, 6, 8], floats),
        "lie_closure in d, to gl(d)": ([4, 6, 8], closed),
        "LConv in n_L": ([4, 16, 64], layer),
    }[name]


GROWTH = (
    "discover in points N",
    "discover in d, with K = d^2",
    "discover in fields K",
    "identify in n of so(n)",
    "lie_closure in d, to gl(d)",
    "LConv in n_L",
)
