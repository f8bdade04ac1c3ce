"""Many tasks that share their weights in one way, and who finds it: MSR, and MAML with given patterns."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from scipy import sparse

from lconv.experiments.baselines.image_networks import free_pattern
from lconv.experiments.baselines.interface import Baseline, Pattern, Samples, pattern_sizes
from lconv.experiments.baselines.msr import MAML, MSR, Meta
from lconv.experiments.harness.study import Measures
from lconv.experiments.method_comparison.measures import FREE_WEIGHTS, span_cosine
from lconv.numpy_io import to_torch


@dataclass(frozen=True)
class SharedFilters:
    """Tasks y = W x whose rows are a filter of three taps each, the filters of a task combinations of ``rank`` of them.

    Args:
        inputs: length of x; y is two shorter.
        ranks: 1 is a convolution.
        tasks: for training.
        held_tasks: for testing.
        samples: of each task; the inner loop sees the first.
        meta: both loops; the released run has 1,000 outer steps.

    References:
        Zhou, Knowles and Finn 2021, section 5.1: x in R^70, Gaussian filters, combined by a softmax of Gaussian numbers.
    """

    inputs: int = 70
    ranks: tuple[int, ...] = (1, 2, 5)
    tasks: int = 4000
    held_tasks: int = 300
    samples: int = 20
    meta: Meta = Meta(steps=2000)


TAPS = 3
LEARNED, TRUE, CONV, LOCAL, FREE = "MSR-FC", "MAML, true pattern", "MAML-Conv", "MAML-LC", "MAML-FC"
METHODS = (LEARNED, TRUE, CONV, LOCAL, FREE)


def find_pattern(settings: SharedFilters, rank: int, method: str, seed: int) -> Measures:
    """The error on held tasks after one inner step, and the span of the pattern beside the true one."""
    rng = np.random.default_rng([seed, rank])
    truth = shared_pattern(mixing(settings.inputs - TAPS + 1, rank, rng))
    known, held = (tasks(truth, settings, count, rng=rng) for count in (settings.tasks, settings.held_tasks))
    clock = time.process_time()
    outcome = learner(method, settings, truth).train(known, generator=torch.Generator().manual_seed(seed))
    seconds = time.process_time() - clock
    with torch.no_grad():
        errors = outcome.model(held.inputs, held.targets, settings.meta.support, settings.meta.inner_steps)
    facts = {"error": errors.mean().item(), "processor_seconds": seconds} | outcome.facts
    if method == FREE:
        return FREE_WEIGHTS | facts
    learned = outcome.pattern if outcome.pattern is not None else outcome.span
    return span_cosine(_matrices(learned, settings), _matrices(truth, settings)) | facts


def learner(method: str, settings: SharedFilters, truth: sparse.csr_array) -> Baseline:
    """MSR with as many free numbers as the truth has, or MAML with a given pattern."""
    outputs, inputs = settings.inputs - TAPS + 1, settings.inputs
    given = {
        TRUE: lambda: truth,
        CONV: lambda: shared_pattern(np.ones((outputs, 1))),
        LOCAL: lambda: shared_pattern(np.eye(outputs)),
        FREE: lambda: free_pattern(inputs)[: outputs * inputs, : outputs * inputs],
    }
    if method == LEARNED:
        return MSR(outputs, inputs, pattern_sizes(truth)[1], settings.meta)
    return MAML(outputs, inputs, given[method](), method, settings.meta)


def mixing(outputs: int, rank: int, rng: np.random.Generator) -> Float[np.ndarray, "outputs rank"]:
    """How every output mixes the filters of a task: the softmax of Gaussian numbers; all ones for rank 1."""
    weights = np.exp(rng.standard_normal((outputs, rank)))
    return weights / weights.sum(axis=1, keepdims=True)


def shared_pattern(mixed: Float[np.ndarray, "outputs rank"]) -> sparse.csr_array:
    """U with vec(W) = U v for W_(o, o+t) = sum_r mixed_(o, r) v_(r, t): (outputs (outputs + 2), 3 rank).

    Examples:
        >>> W = (shared_pattern(np.ones((2, 1))) @ [1.0, 2.0, 3.0]).reshape(2, 4)
        >>> W.tolist()
        [[1.0, 2.0, 3.0, 0.0], [0.0, 1.0, 2.0, 3.0]]
    """
    outputs, rank = mixed.shape
    inputs = outputs + TAPS - 1
    o, r, t = (index.ravel() for index in np.indices((outputs, rank, TAPS)))
    entries = sparse.coo_array((mixed[o, r], (o * inputs + o + t, r * TAPS + t)), shape=(outputs * inputs, rank * TAPS))
    entries.eliminate_zeros()
    return entries.tocsr()


def tasks(truth: sparse.csr_array, settings: SharedFilters, count: int, *, rng: np.random.Generator) -> Samples:
    """Tasks with Gaussian filters v and Gaussian inputs: x (tasks, samples, inputs), y = x W^T."""
    outputs = settings.inputs - TAPS + 1
    W = (truth @ rng.standard_normal((pattern_sizes(truth)[1], count))).T.reshape(count, outputs, settings.inputs)
    x = rng.standard_normal((count, settings.samples, settings.inputs))
    return Samples(to_torch(x, torch.float32), to_torch(x @ W.swapaxes(1, 2), torch.float32))


def _matrices(pattern: Pattern, settings: SharedFilters) -> Float[np.ndarray, "free d d"]:
    """The W of each free number, with rows of zeros below, so that it is square."""
    dense = pattern if isinstance(pattern, np.ndarray) else pattern.toarray()
    W = dense.T.reshape(dense.shape[1], -1, settings.inputs)
    return np.pad(W, ((0, 0), (0, settings.inputs - W.shape[1]), (0, 0)))
