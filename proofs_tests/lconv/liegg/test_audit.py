"""An audit finds the symmetry that a model is meant to have, how exactly, and the layer where it is lost."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

import lconv
from lietheory.algebra import catalogue_algebra
from lietheory.errors import PrecisionError, ShapeError, UnknownNameError

X = torch.randn(500, 12, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
VECTORS = lconv.LinearAction(3, copies=4)


class Mix(nn.Module):
    """Linear combinations of vectors, plus a share of something that turns with nothing."""

    def __init__(self, broken: float = 0.0, seed: int = 0):
        super().__init__()
        draw = torch.Generator().manual_seed(seed)
        self.W = torch.randn(4, 4, dtype=torch.float64, generator=draw) / 2
        self.B = broken * torch.randn(12, 12, dtype=torch.float64, generator=draw) / 12**0.5

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 12)."""
        return torch.einsum("ab,nbi->nai", self.W, x.reshape(-1, 4, 3)).flatten(1) + x @ self.B.T


class Gate(nn.Module):
    """Vectors scaled by a function of their length; or each component by itself, which turns do not keep."""

    def __init__(self, pointwise: bool = False):
        super().__init__()
        self.pointwise = pointwise

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 12)."""
        v = x.reshape(-1, 4, 3)
        return (v.tanh() if self.pointwise else v * torch.sigmoid(v.norm(dim=2, keepdim=True))).flatten(1)


class Norms(nn.Module):
    """The lengths of four vectors."""

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 4)."""
        return x.reshape(-1, 4, 3).norm(dim=2)


def _net(broken: float = 0.0, pointwise: bool = False) -> nn.Sequential:
    return nn.Sequential(Mix(), Gate(), Mix(broken, seed=1), Gate(pointwise), Mix(seed=2), Norms())


DECLARED = {str(i): VECTORS for i in range(5)} | {"5": None}


def test_an_equivariant_network_is_exact_layer_by_layer():
    found = lconv.audit(_net(), X, VECTORS, "so(3)", layers=DECLARED)
    assert found.status == "exact"
    assert [row.verdict for row in found.layers] == ["exact"] * 6
    assert found.first_inexact is None
    assert (
        found.discrete is not None and dict(zip(found.discrete.names, found.discrete.verdicts, strict=True))["-1"] == "symmetry"
    )


@pytest.mark.parametrize("share", [0.01, 0.001])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_layer_broken_on_purpose_is_found(share, dtype):
    net = _net(broken=share)
    for module in net:
        if isinstance(module, Mix):
            module.W, module.B = module.W.to(dtype), module.B.to(dtype)
    found = lconv.audit(net, X.to(dtype), VECTORS, "so(3)", layers=DECLARED)
    assert found.first_inexact == "2"
    assert found.status != "exact"
    assert share**2 < found.layers[2].breaking.value < 100 * share**2  # whitened: relative to the least varying output too
    assert lconv.audit(net, X.to(dtype), VECTORS, "so(3)", tolerance=0).status == "broken"


@pytest.mark.parametrize("layers", [DECLARED, "fitted"], ids=["declared", "fitted"])
def test_an_activation_of_components_is_found_at_its_layer(layers):
    found = lconv.audit(_net(pointwise=True), X, VECTORS, "so(3)", layers=layers)
    assert found.first_inexact == found.first_broken == "3"


def test_the_worst_point_and_element_show_the_breaking_again():
    net = _net(pointwise=True)
    row = lconv.audit(net, X, VECTORS, "so(3)").model
    g = torch.matrix_exp(torch.as_tensor(row.worst_element))
    x = X[row.worst_point].reshape(4, 3)
    moved = net(torch.stack([x, x @ g.T]).reshape(2, 12))
    assert (moved[0] - moved[1]).norm() > 0.1


def test_a_network_trained_by_augmentation_has_the_symmetry_as_a_whole_only():
    draw = torch.Generator().manual_seed(0)
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 48), nn.Tanh(), nn.Linear(48, 1))
    optimiser = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(600):
        x = torch.randn(256, 3, generator=draw)
        loss = (net(x)[:, 0] - x.norm(dim=1)).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    x = torch.randn(2000, 3, generator=draw)
    found = lconv.audit(net, x, lconv.LinearAction(3), "so(3)", tolerance=0.02, layers="fitted")
    assert found.status == "within the tolerance"
    assert found.layers[1].verdict != "exact"  # an affine map takes a linear action along, its units do not
    assert lconv.audit(net, x, lconv.LinearAction(3), "so(3)", tolerance=1e-6).status == "broken"


def test_structures_are_audited_through_the_adapter_with_their_mirrors():
    draw = torch.Generator().manual_seed(0)
    clouds = [torch.randn(4, 3, dtype=torch.float64, generator=draw) for _ in range(300)]

    def volume(p: Tensor) -> Tensor:
        return torch.linalg.det(p[1:] - p[0])

    found = lconv.audit(*lconv.adapt(volume, clouds, lconv.PointCloudAction(3, translations=True)), "se(3)")
    assert found.status == "exact"
    assert found.discrete is not None
    assert set(found.discrete.verdicts) == {"broken"}  # -1 and the mirror change the sign


def test_an_assertion_holds_or_says_where_it_fails():
    assert lconv.assert_symmetry(_net(), X, VECTORS, "so(3)", tolerance=0).status == "exact"
    with pytest.raises(AssertionError, match=r"worst at point \d+"):
        lconv.assert_symmetry(_net(pointwise=True), X, VECTORS, "so(3)", tolerance=1e-4)


def test_equivariance_and_matrices_are_audited():
    vectors = nn.Sequential(Mix(), Gate())
    assert lconv.audit(vectors, X, VECTORS, "so(3)", VECTORS).status == "exact"
    assert lconv.audit(vectors, X, VECTORS, catalogue_algebra("so(3)").generators, VECTORS).status == "exact"
    assert lconv.audit(vectors, X, VECTORS, "so(3)").status == "broken"
    assert lconv.audit(vectors, X, VECTORS, "sl(3)", VECTORS).status == "broken"


def _cnn(stride: int) -> nn.Module:
    torch.manual_seed(0)
    convolution = {"padding": 1, "padding_mode": "circular"}
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, **convolution), nn.ReLU(), nn.Conv2d(3, 3, 3, stride=stride, **convolution), nn.Tanh()
    ).double()


IMAGES = torch.randn(200, 1, 8, 8, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


def test_strides_break_shifts_at_their_layer_and_keep_those_by_the_stride():
    assert lconv.audit_shifts(_cnn(1), IMAGES).status == "exact"
    found = lconv.audit_shifts(_cnn(2), IMAGES, layers=True)
    assert found.first_broken == "2"
    verdicts = {row.name: row.verdict for row in found.layers}
    assert verdicts["2, shifts by 2 x 2"] == verdicts["0"] == verdicts["1"] == "exact"


def test_zero_padding_breaks_cyclic_shifts():
    found = lconv.audit_shifts(nn.Conv2d(1, 2, 3, padding=1).double(), IMAGES)
    assert found.status == "broken"


def test_what_cannot_be_audited_is_refused():
    with pytest.raises(UnknownNameError, match="layer"):
        lconv.audit(_net(), X, VECTORS, "so(3)", layers={"9": None})
    with pytest.raises(UnknownNameError, match="fitted"):
        lconv.audit(_net(), X, VECTORS, "so(3)", layers="fited")
    with pytest.raises(ShapeError, match="layers"):
        lconv.audit(lambda x: x.norm(dim=1), X, VECTORS, "so(3)", layers="fitted")
    with pytest.raises(ShapeError):
        lconv.audit(_net(), X, VECTORS, "so(4)")
    with pytest.raises(ShapeError, match="images"):
        lconv.audit_shifts(_net(), X)


def test_the_record_is_plain():
    record = lconv.audit(_net(pointwise=True), X, VECTORS, "so(3)", layers=DECLARED).record()
    assert record["status"] == "broken" and record["first_broken"] == "3"
    assert len(record["model"]["worst"]["generator"]) == 3
    assert np.isfinite(record["model"]["breaking"]["value"])


def test_fields_and_large_representations_are_audited_without_other_components():
    def turns(x: Tensor) -> Tensor:
        return torch.stack([-x[:, 1], x[:, 0], 0 * x[:, 0]], dim=1)[:, None]

    found = lconv.audit(lambda x: x[:, :2].norm(dim=1), X[:, :3], turns, np.ones((1, 1)))
    assert found.status == "exact" and found.discrete is None
    L = np.asarray(catalogue_algebra("so(3)").generators, dtype=np.float64)
    stacked = lconv.MatrixAction("so(3)", np.stack([np.kron(np.eye(4), A) for A in L]))
    assert lconv.audit(_net(), X, stacked, "so(3)").status == "exact"


def test_an_output_that_is_constant_on_the_points_only_is_not_kept():
    flat = X[:, :3] * torch.tensor([1.0, 1.0, 0.0])
    found = lconv.audit(lambda x: torch.stack([x.square().sum(dim=1), x[:, 2]], dim=1), flat, lconv.LinearAction(3), "so(3)")
    assert found.status == "broken"
    assert "constant on these points" in str(found)


def test_a_few_large_outputs_do_not_make_the_others_exact():
    x = X[:, :3].float()

    def heavy(x: Tensor) -> Tensor:
        return torch.exp(2 * x.square().sum(dim=1)) + 10 * x[:, 0]

    assert lconv.audit(heavy, x, lconv.LinearAction(3), "so(3)").status == "within the tolerance"
    assert lconv.audit(lambda x: torch.exp(x.square().sum(dim=1)), x, lconv.LinearAction(3), "so(3)").status == "exact"


def test_a_rectifier_that_is_mostly_off_is_exact():
    x = X[:, :3].float()
    torch.manual_seed(2)  # more than half of each of its outputs are zero
    net = nn.Sequential(nn.Linear(1, 16), nn.SiLU(), nn.Linear(16, 3), nn.ReLU())
    found = lconv.audit(lambda x: net(x.square().sum(dim=1, keepdim=True) - 2), x, lconv.LinearAction(3), "so(3)")
    assert found.status == "exact"
    assert "may be missed" in str(found)


@pytest.mark.parametrize("tolerance", [-1.0, 1.0, 5.0, float("inf"), float("nan"), "a"])
def test_a_tolerance_that_is_no_share_is_refused(tolerance):
    x = torch.randn(50, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    with pytest.raises(PrecisionError, match="tolerance"):
        lconv.audit(lambda x: torch.sin(3 * x).sum(1), x, lconv.LinearAction(3), "so(3)", tolerance=tolerance)
