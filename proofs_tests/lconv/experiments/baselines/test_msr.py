"""MSR and MAML: the inner loop is gradient descent on v, and the outer loop learns what the tasks share."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import sparse

from lconv.experiments.baselines import Samples
from lconv.experiments.baselines.msr import MAML, MSR, Meta
from lconv.experiments.method_comparison.shared_filters import SharedFilters, mixing, shared_pattern, tasks
from lietheory.comparison.subspaces import principal_angles
from lietheory.errors import PrecisionError, ShapeError

SIZES = SharedFilters(inputs=8, tasks=500)
TRUTH = shared_pattern(np.ones((6, 1)))


def draw(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def samples(count: int = 200) -> Samples:
    return tasks(TRUTH, SIZES, count, rng=np.random.default_rng(0))


@pytest.mark.parametrize("learner", [MSR(6, 8, 3), MAML(6, 8, TRUTH, "MAML-Conv")], ids=["MSR", "MAML"])
@pytest.mark.parametrize("steps", [1, 2])
def test_the_inner_loop_is_gradient_descent_on_the_filter(learner, steps):
    layer, given = learner.layer(draw()).double(), samples(2)
    x, y = given.inputs[:, :4].double(), given.targets[:, :4].double()
    with torch.no_grad():
        layer.v += torch.randn(layer.v.shape, generator=draw(1), dtype=torch.float64)
    found = layer.adapted(x, y, steps)
    for task in range(2):
        v = layer.v.detach().clone()
        for _ in range(steps):
            v.requires_grad_()
            loss = torch.nn.functional.mse_loss(x[task] @ layer.weights(v[None])[0].mT, y[task])
            v = (v - layer.rate * torch.autograd.grad(loss, v)[0]).detach()
        assert torch.allclose(found[task], v)


def test_the_pattern_has_a_row_for_each_weight():
    found = MSR(6, 8, 3, Meta(steps=1)).train(samples(), generator=draw())
    assert found.pattern.shape == (48, 3)


def test_a_given_pattern_comes_back_as_it_was():
    found = MAML(6, 8, TRUTH, "MAML-Conv", Meta(steps=2)).train(samples(), generator=draw())
    assert abs(found.pattern - TRUTH).max() == 0
    assert found.name == "MAML-Conv"


def test_msr_learns_the_convolution_and_forgets_it_on_free_tasks():
    meta = Meta(support=10, steps=400, outer_rate=1e-2)
    learned = MSR(6, 8, 3, meta).train(samples(500), generator=draw()).pattern
    free = tasks(sparse.csr_array(sparse.eye_array(48)), SIZES, 500, rng=np.random.default_rng(0))
    unshared = MSR(6, 8, 3, meta).train(free, generator=draw()).pattern
    cosines = [float(np.cos(principal_angles(U.T, TRUTH.toarray().T)[-1])) for U in (learned, unshared)]
    assert cosines[0] > 0.98
    assert cosines[1] < 0.5


def test_a_mixed_pattern_is_the_sum_of_its_filters():
    mixed = mixing(6, 2, np.random.default_rng(0))
    v = np.arange(6.0)
    W = (shared_pattern(mixed) @ v).reshape(6, 8)
    for o in range(6):
        assert np.allclose(W[o, o : o + 3], mixed[o] @ v.reshape(2, 3))
    assert np.count_nonzero(W) == 18


def test_tasks_without_a_query_are_refused():
    given = samples()
    with pytest.raises(ShapeError, match="more than 20 samples"):
        MSR(6, 8, 3, Meta(support=20)).train(given, generator=draw())
    with pytest.raises(ShapeError, match="tasks"):
        MSR(5, 8, 3).train(given, generator=draw())


def test_a_pattern_of_other_weights_is_refused():
    with pytest.raises(ShapeError, match="48 rows"):
        MAML(6, 8, sparse.csr_array(sparse.eye_array(4)), "wrong").train(samples(), generator=draw())


def test_a_diverging_inner_loop_is_refused():
    with pytest.raises(PrecisionError, match="a finite loss"):
        MAML(6, 8, TRUTH, "fast", Meta(inner_steps=30, inner_rate=1e30)).train(samples(), generator=draw())
