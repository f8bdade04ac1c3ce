"""One small training loop for every experiment, and dense layers that start from a generator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch

from lietheory.errors import PrecisionError

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


@dataclass(frozen=True)
class Training:
    """Adam with decoupled weight decay and one cycle of the learning rate.

    Args:
        steps: number of steps.
        batch_size: samples a step.
        learning_rate: the largest learning rate of the cycle.
        weight_decay: decay of the parameters, decoupled from the gradient.
    """

    steps: int
    batch_size: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 0.0


def silent(what: str, done: int, total: int) -> None:
    """The progress report that says nothing."""


def minimise(
    loss: Callable[[int], torch.Tensor],
    parameters: Iterable[torch.nn.Parameter],
    training: Training,
    *,
    what: str = "training",
    progress: Progress = silent,
) -> list[float]:
    """Stochastic descent: parameters -> argmin of E[loss], by Adam and one cycle of the learning rate.

    Args:
        loss: the loss of step s on a batch that it draws itself.
        parameters: what is trained, in place.
        training: steps, learning rate and weight decay.
        what: the name of the work, for the progress report.
        progress: called after every step.

    Returns:
        The loss at every step.

    Raises:
        PrecisionError: the loss became NaN or infinite.
    """
    optimiser = torch.optim.AdamW(parameters, lr=training.learning_rate, weight_decay=training.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, training.learning_rate, total_steps=training.steps)
    history = []
    for step in range(training.steps):
        optimiser.zero_grad(set_to_none=True)
        value = loss(step)
        value.backward()
        optimiser.step()
        schedule.step()
        history.append(value.item())
        progress(what, step + 1, training.steps)
        if not torch.isfinite(value):
            raise PrecisionError(
                f"minimise(loss, ..., what={what!r})",
                "a finite loss",
                f"{history[-1]} at step {step}",
                "Lower the learning rate, or look at the data.",
            )
    return history


def linear(fan_in: int, fan_out: int, generator: torch.Generator) -> torch.nn.Linear:
    """A dense layer with weights and biases uniform within 1 / sqrt(fan_in), as torch has it, but drawn from a generator."""
    layer = torch.nn.utils.skip_init(torch.nn.Linear, fan_in, fan_out)
    for part in (layer.weight, layer.bias):
        torch.nn.init.uniform_(part, -(fan_in**-0.5), fan_in**-0.5, generator=generator)
    return layer


def batch_of(n: int, size: int, generator: torch.Generator) -> torch.Tensor:
    """The indices of ``size`` of n samples, drawn with replacement."""
    return torch.randint(n, (size,), generator=generator)
