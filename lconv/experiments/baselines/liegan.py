"""A LieGAN-style learner: a generator turns the data by exp(z L), a discriminator tells turned from untouched."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import final

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional

from lconv.experiments.baselines.interface import Baseline, Found, Samples
from lconv.experiments.harness.training import Progress, linear, silent, step
from lconv.numpy_io import to_numpy
from lietheory.errors import ShapeError, UnknownNameError

COEFFICIENTS = ("normal", "integers")


@final
@dataclass(frozen=True)
class LieGAN(Baseline):
    """min over L, max over D of E log D(x, y) + E log(1 - D(exp(zL) x, exp(zL) y)) + regularisers, z random.

    The regularisers keep exp(zL) away from the identity (away |E cos(x, exp(zL) x)|) and the generators
    apart (apart sum_{i<j} |<L_i, L_j>| at norm sqrt(d)). Both networks take Adam steps in turn, the generator first.
    The objective sees groups, not generators: a multiple of L that turns the data into themselves does as well.

    Args:
        n_generators: how many L.
        turned_targets: whether exp(zL) acts on y as it does on x (equivariance), or y stays (invariance).
        coefficients: ``"normal"``, z ~ N(0, scale^2), or ``"integers"``, z uniform on -scale, ..., scale.
        scale: of z.
        blocks: groups of coordinates that L may mix; empty lets it mix all.
        start: standard deviation of the entries of L at first.
        away: weight of the first regulariser.
        apart: weight of the second.
        width: of the discriminator's two hidden layers, leaky ReLU.
        epochs: passes through the samples.
        batch_size: samples a step.
        generator_rate: learning rate of L.
        discriminator_rate: learning rate of D.

    References:
        Yang, Walters, Dehmamy and Yu 2023, Generative adversarial symmetry discovery, ICML, Eq 4 to 6; sizes, rates and
        weights are those of its released runs.
    """

    n_generators: int = 1
    turned_targets: bool = True
    coefficients: str = "normal"
    scale: float = 1.0
    blocks: tuple[tuple[int, ...], ...] = ()
    start: float = 1.0
    away: float = 1.0
    apart: float = 1.0
    width: int = 512
    epochs: int = 100
    batch_size: int = 64
    generator_rate: float = 1e-3
    discriminator_rate: float = 2e-4

    def __post_init__(self) -> None:
        if self.coefficients not in COEFFICIENTS:
            raise UnknownNameError.nearest("LieGAN(coefficients=...)", "distribution", self.coefficients, COEFFICIENTS)

    @property
    def name(self) -> str:
        return "LieGAN-style"

    def train(self, samples: Samples, *, generator: Generator, progress: Progress = silent) -> Found:
        """The generators L, (n_generators, d, d), after training on x (n, d) and y (n,) or (n, e)."""
        x, y = _rows(samples, self.turned_targets)
        d = x.shape[1]
        L = self.start * torch.randn(self.n_generators, d, d, generator=generator, dtype=x.dtype)
        turner = Turner(L, block_mask(self.blocks, d).to(x.dtype))
        discriminator = _discriminator(d + y.shape[1], self.width, generator).to(x.dtype)
        generator_steps = torch.optim.Adam(turner.parameters(), self.generator_rate, betas=(0.5, 0.999))
        discriminator_steps = torch.optim.Adam(discriminator.parameters(), self.discriminator_rate, fused=True)
        started = time.perf_counter()
        for epoch in range(self.epochs):  # the paper's two players take steps in turn, the generator first
            for batch in torch.randperm(len(x), generator=generator).split(self.batch_size):
                real = x[batch], y[batch]
                turned = turner(self._draw(len(batch), x.dtype, generator), *real, self.turned_targets)
                lost = self._generator_loss(turner, discriminator, real[0], turned)
                step(lost, generator_steps, call="LieGAN.train(samples)")
                discriminator_loss = _discriminator_loss(discriminator, real, tuple(part.detach() for part in turned))
                step(discriminator_loss, discriminator_steps, call="LieGAN.train(samples)")
            progress("adversarial training", epoch + 1, self.epochs)
        facts: dict[str, float | str] = {"generator loss": lost.item(), "discriminator loss": discriminator_loss.item()}
        return Found(self.name, time.perf_counter() - started, turner, generators=to_numpy(turner.masked), facts=facts)

    def _draw(self, count: int, dtype: torch.dtype, generator: Generator) -> Tensor:
        shape = (count, self.n_generators)
        if self.coefficients == "normal":
            return self.scale * torch.randn(shape, generator=generator, dtype=dtype)
        return torch.randint(-int(self.scale), int(self.scale) + 1, shape, generator=generator).to(dtype)

    def _generator_loss(self, turner: Turner, discriminator: nn.Module, x: Tensor, turned: tuple[Tensor, Tensor]) -> Tensor:
        fooled = functional.softplus(-discriminator(torch.cat(turned, dim=1))).mean()
        return fooled + self.away * functional.cosine_similarity(x, turned[0]).mean().abs() + self.apart * overlap(turner.masked)


@final
class Turner(nn.Module):
    """(x, y) -> (exp(zL) x, exp(zL) y), or y as it is."""

    mask: Tensor

    def __init__(self, L: Tensor, mask: Tensor):
        super().__init__()
        self.L = nn.Parameter(L)
        self.register_buffer("mask", mask)

    @property
    def masked(self) -> Tensor:
        """The generators, zero outside their blocks."""
        return self.L * self.mask

    def forward(self, z: Tensor, x: Tensor, y: Tensor, turned_targets: bool) -> tuple[Tensor, Tensor]:
        g = torch.linalg.matrix_exp(torch.tensordot(z, self.masked, dims=1))
        return _act(g, x), _act(g, y) if turned_targets else y


def block_mask(blocks: tuple[tuple[int, ...], ...], d: int) -> Tensor:
    """1 where two coordinates share a block, else 0; ones everywhere without blocks.

    Examples:
        >>> block_mask(((0, 2), (1,)), 3).tolist()
        [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
    """
    if not blocks:
        return torch.ones(d, d)
    if sorted(i for block in blocks for i in block) != list(range(d)):
        raise ShapeError(f"LieGAN(blocks={blocks})", f"each of {d} coordinates in one block", str(blocks), "List all once.")
    mask = torch.zeros(d, d)
    for block in blocks:
        index = torch.tensor(block)
        mask[index[:, None], index] = 1.0
    return mask


def overlap(L: Tensor) -> Tensor:
    """sum_{i<j} |<L_i, L_j>| with every L_i scaled to norm sqrt(d); 0 for one generator."""
    flat = functional.normalize(L.flatten(1), dim=1)
    return L.shape[1] * (flat @ flat.T).triu(1).abs().sum()


def _act(g: Tensor, x: Tensor) -> Tensor:
    """g on every vector of d numbers in a row."""
    return (x.reshape(len(x), -1, g.shape[-1]) @ g.mT).reshape(x.shape)


def _discriminator_loss(discriminator: nn.Module, real: tuple[Tensor, ...], turned: tuple[Tensor, ...]) -> Tensor:
    """The mean cross entropy of telling both apart; one pass for both, so that the weights are read once."""
    logits = discriminator(torch.cat([torch.cat(pair, dim=1) for pair in (real, turned)]))
    signs = torch.ones_like(logits)
    signs[: len(logits) // 2] = -1.0
    return functional.softplus(signs * logits).mean()


def _discriminator(inputs: int, width: int, generator: Generator) -> nn.Sequential:
    layers: list[nn.Module] = []
    for fan_in, fan_out in ((inputs, width), (width, width)):
        layers += [linear(fan_in, fan_out, generator), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers, linear(width, 1, generator))


def _rows(samples: Samples, turned_targets: bool) -> tuple[Tensor, Tensor]:
    x, y = samples.inputs, samples.targets
    if y.ndim == 1:
        y = y[:, None]
    fits = x.ndim == 2 and y.ndim == 2 and len(x) == len(y) and (not turned_targets or y.shape[1] % x.shape[1] == 0)
    if not fits:
        wanted = "x (n, d) and y (n, e)" + (", e a multiple of d" if turned_targets else "")
        raise ShapeError("LieGAN.train(samples)", wanted, f"{tuple(x.shape)} and {tuple(y.shape)}", "Flatten each sample.")
    return x, y.to(x.dtype)
