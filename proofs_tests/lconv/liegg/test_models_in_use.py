"""Networks as people have them: each works, or is refused with the reason, and none notices that it was looked at."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from lconv.liegg.actions import Action, ImageAction, LinearAction, PointCloudAction
from lconv.liegg.discover import discover
from lietheory.errors import NotDifferentiableError, PrecisionError, ShapeError, UnknownNameError
from proofs_tests.strategies.networks import seeded

Pair = namedtuple("Pair", ["logits", "hidden"])


def _points(*shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(3), dtype=dtype)


def _seeded(make: Callable[[], nn.Module]) -> nn.Module:
    return seeded(make, 1).double()


class _Invariants(nn.Module):
    """|x|^2, |y|^2, x.y of two vectors of R^3: whatever follows has O(3)."""

    def forward(self, x: Tensor) -> Tensor:
        """The three products."""
        a, b = x.chunk(2, dim=1)
        return torch.stack([(a * a).sum(dim=1), (b * b).sum(dim=1), (a * b).sum(dim=1)], dim=1)


class _Set(nn.Module):
    """A transformer over the points of a set."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Linear(3, 8)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, dropout=0.2, batch_first=True), 2)
        self.head = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        """The mean over the points."""
        return self.head(self.encoder(self.embed(x)).mean(dim=1))


def _cnn() -> nn.Module:
    return nn.Sequential(nn.Conv2d(2, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(), nn.Linear(4 * 16, 3))


def _invariant_net() -> nn.Module:
    return nn.Sequential(_Invariants(), nn.Linear(3, 16), nn.BatchNorm1d(16), nn.Tanh(), nn.Dropout(0.3), nn.Linear(16, 4))


NETWORKS: dict[str, tuple[nn.Module, Tensor, Action, int]] = {
    "batch norm and dropout on images": (_seeded(_cnn), _points(300, 2, 6, 6), ImageAction(6, 6, channels=2), 0),
    "transformer encoder": (_seeded(_Set), _points(400, 5, 3), PointCloudAction(3), 0),
    "invariant net": (_seeded(_invariant_net), _points(600, 6), LinearAction(3, copies=2), 3),
    "softmax head": (_seeded(lambda: nn.Sequential(_invariant_net(), nn.Softmax(1))), _points(600, 6), LinearAction(3, 2), 3),
}


def _snapshot(model: nn.Module) -> tuple:
    return (
        {k: v.clone() for k, v in model.state_dict().items()},
        [m.training for m in model.modules()],
        [len(m._forward_hooks) for m in model.modules()],
        [p.grad for p in model.parameters()],
        torch.random.get_rng_state(),
    )


def _assert_untouched(model: nn.Module, before: tuple) -> None:
    state, modes, hooks, gradients, rng = _snapshot(model)
    assert all(torch.equal(v, before[0][k]) for k, v in state.items()) and state.keys() == before[0].keys()
    assert (modes, hooks, gradients) == before[1:4]
    assert torch.equal(rng, before[4])


@pytest.mark.parametrize("training", [True, False], ids=["training", "eval"])
@pytest.mark.parametrize("case", NETWORKS)
def test_a_network_is_looked_at_in_eval_mode_and_left_bit_for_bit(case, training):
    model, x, action, dimension = NETWORKS[case]
    model.train(training)
    before, points = _snapshot(model), x.clone()
    assert discover(model, x, action).dimension == dimension
    _assert_untouched(model, before)
    assert torch.equal(x, points) and not x.requires_grad and x.grad is None


def test_a_mode_does_not_change_the_answer():
    model, x, action, _ = NETWORKS["invariant net"]
    assert str(discover(model.train(), x, action)) == str(discover(model.eval(), x, action))


def test_a_compiled_network_gives_the_answer_of_the_network():
    model, x, action, dimension = NETWORKS["invariant net"]
    before = _snapshot(model)
    compiled = discover(torch.compile(model, backend="aot_eager"), x, action)
    plain = discover(model, x, action)
    assert compiled.dimension == dimension
    assert np.allclose(compiled.relative_spectrum, plain.relative_spectrum, rtol=1e-6, atol=1e-20)
    _assert_untouched(model, before)
    torch.compiler.reset()


def test_a_softmax_head_has_one_output_less_than_its_classes():
    model, x, action, _ = NETWORKS["softmax head"]
    assert discover(model, x, action).rows == 3 * len(x)


@pytest.mark.parametrize("whole", [True, False], ids=["inputs too", "model only"])
def test_bfloat16_is_refused_with_the_precision_that_works(whole):
    model = nn.Sequential(_Invariants(), nn.Linear(3, 2)).bfloat16()
    x = _points(600, 6).to(torch.bfloat16 if whole else torch.float32)
    before = _snapshot(model)
    with pytest.raises(PrecisionError, match="bfloat16") as refusal:
        discover(model, x, LinearAction(3, copies=2))
    assert "float32" in str(refusal.value)
    _assert_untouched(model, before)


def test_batch_norm_without_running_statistics_mixes_samples_and_is_refused():
    model = _seeded(lambda: nn.Sequential(nn.Linear(6, 4), nn.BatchNorm1d(4, track_running_stats=False)))
    with pytest.raises(NotDifferentiableError, match="track_running_stats"):
        discover(model, _points(600, 6), LinearAction(3, copies=2))


def test_a_network_on_another_device_than_its_inputs_is_refused():
    with pytest.raises(ShapeError, match="parameters on meta"):
        discover(nn.Linear(6, 2, device="meta", dtype=torch.float64), _points(600, 6), LinearAction(3, copies=2))


class _Many(nn.Module):
    def __init__(self, kind: type):
        super().__init__()
        self.net, self.kind = _seeded(_invariant_net), kind

    def forward(self, x: Tensor) -> object:
        """Logits of an invariant net, and the inputs themselves."""
        y = {"logits": self.net(x), "hidden": x * x}
        return y if self.kind is dict else self.kind(y.values()) if self.kind in (tuple, list) else self.kind(**y)


@pytest.mark.parametrize(("kind", "field"), [(dict, "logits"), (tuple, 0), (list, 0), (Pair, "logits"), (Pair, 0)])
def test_a_field_of_an_output_is_named(kind, field):
    model, x = _Many(kind).train(), _points(600, 6)
    before = _snapshot(model)
    assert discover(model, x, LinearAction(3, copies=2), field=field).dimension == 3
    assert discover(model, x, LinearAction(3, copies=2), field="hidden" if isinstance(field, str) else 1).dimension == 0
    _assert_untouched(model, before)


@pytest.mark.parametrize("kind", [dict, tuple, Pair])
def test_an_output_with_fields_asks_for_the_field_option(kind):
    with pytest.raises(ShapeError, match="field="):
        discover(_Many(kind), _points(600, 6), LinearAction(3, copies=2))


@pytest.mark.parametrize(("kind", "field"), [(dict, "logit"), (tuple, 2), (Pair, "logit")])
def test_an_unknown_field_is_refused_with_those_that_are_there(kind, field):
    with pytest.raises(UnknownNameError, match="logits" if kind is not tuple else "1"):
        discover(_Many(kind), _points(600, 6), LinearAction(3, copies=2), field=field)


def test_a_field_of_a_tensor_is_refused():
    with pytest.raises(ShapeError, match="Leave field out"):
        discover(lambda x: x, _points(600, 6), LinearAction(3, copies=2), field=0)
