"""Two classifiers of images: one whose features cannot change when an image turns, and a multilayer perceptron."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Complex, Float
from scipy.special import ive
from torch import Tensor, nn

from lconv.experiments.harness.training import perceptron
from lietheory.representation import pixel_coordinates


class SteerableClassifier(nn.Module):
    """f -> MLP(c_ma conj(c_mb), c_ma c_na conj(c_(m+n)a)), with c_ma = sum_r w_mra <psi_rm, f>.

    Each psi_rm is a ring of Gaussians times e^(i m theta). An image turned by alpha has
    c_ma e^(-i m alpha) for c_ma. The phases of both kinds of products cancel, so that they keep their values, and so do all
    logits, whatever the weights w and those of the perceptron are.

    Args:
        size: pixels of a side.
        radii: the radii r of the rings, in pixels.
        width: the standard deviation s of a ring, in pixels.
        orders: angular orders m = 0, ..., orders - 1.
        mixtures: how many mixtures of rings a, for each order.
        hidden: width of the perceptron's hidden layer.
        generator: draws the weights.

    References:
        Weiler, Hamprecht and Storath 2018, steerable filters with learned radial weights.
    """

    def __init__(
        self,
        size: int,
        generator: torch.Generator,
        *,
        radii: tuple[float, ...],
        width: float,
        orders: int,
        mixtures: int,
        hidden: int,
    ) -> None:
        super().__init__()
        filters = _rings_of_gaussians(size, radii, width, orders)
        self.filters = nn.Buffer(torch.as_tensor(np.stack([np.real(filters), np.imag(filters)]), dtype=torch.float32))
        scale = len(radii) ** -0.5
        self.radial = nn.Parameter(scale * torch.randn(orders, len(radii), mixtures, generator=generator))
        self.first, self.second = (torch.as_tensor(i) for i in np.triu_indices(mixtures))
        triples = [(m, n, m + n) for m in range(1, orders) for n in range(m, orders - m)]
        self.triples = torch.as_tensor(triples).T
        features = 2 * (len(self.first) * orders + len(triples) * mixtures)
        self.normalise = nn.BatchNorm1d(features)
        self.perceptron = perceptron((features, hidden, 10), generator)

    def invariants(self, x: Float[Tensor, "b 1 h w"]) -> Float[Tensor, "b features"]:
        """The real and imaginary parts of c_ma conj(c_mb), a <= b, and of c_ma c_na conj(c_(m+n)a)."""
        real, imaginary = torch.einsum("bp,cmrp->cbmr", x.flatten(1), self.filters)
        c = torch.einsum("bmr,mra->bma", torch.complex(real, imaginary), self.radial.to(real.dtype) + 0j)
        m, n, both = self.triples
        pairs = c[..., self.first] * c[..., self.second].conj()
        triples = c[:, m] * c[:, n] * c[:, both].conj()
        return torch.view_as_real(torch.cat([pairs.flatten(1), triples.flatten(1)], dim=1)).flatten(1)

    def forward(self, x: Float[Tensor, "b 1 h w"]) -> Float[Tensor, "b 10"]:
        """The logits."""
        return self.perceptron(self.normalise(self.invariants(x)))


def _rings_of_gaussians(size: int, radii: tuple[float, ...], width: float, orders: int) -> Complex[np.ndarray, "m r pixels"]:
    """int exp(-|x - r e(phi)|^2 / 2 s^2) e^(i m phi) dphi at the pixels, each of length one; (orders, radii, size^2).

    The integral is a Bessel function, 2 pi I_m(|x| r / s^2) exp(-(|x|^2 + r^2) / 2 s^2) e^(i m theta), smooth at the centre too.
    """
    row, column = pixel_coordinates(size, size).T
    radius, angle, ring = np.hypot(row, column), np.arctan2(column, row), np.array(radii)[:, None]
    orders_of_rows = np.arange(orders)[:, None, None]
    rings = ive(orders_of_rows, radius * ring / width**2) * np.exp(-((radius - ring) ** 2) / (2 * width**2))
    filters = rings * np.exp(1j * orders_of_rows * angle)
    return filters / np.linalg.norm(filters, axis=-1, keepdims=True)


def dense_classifier(size: int, width: int, hidden_layers: int, generator: torch.Generator) -> nn.Sequential:
    """A multilayer perceptron of the pixels with smooth activations."""
    return nn.Sequential(nn.Flatten(), *perceptron((size**2, *[width] * hidden_layers, 10), generator))
