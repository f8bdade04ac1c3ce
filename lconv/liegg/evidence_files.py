"""What an interrupted run leaves in a file, and whether the run that goes on is the same one."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.derivatives import Model, outputs
from lietheory.discovery.evidence import Evidence
from lietheory.errors import FileFormatError

OTHER_ROUNDING = 1e-3
"""Outputs that differ by less, relative to the largest, are those of one network on another machine or device."""


def as_arrays(evidence: Evidence) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """The counts and the arrays of evidence, apart."""
    values = {f.name: getattr(evidence, f.name) for f in fields(evidence)}
    arrays = {k: v for k, v in values.items() if isinstance(v, np.ndarray)}
    return {"points": evidence.points, "rows": evidence.rows, "dtype": str(evidence.dtype)}, arrays


def from_arrays(header: dict[str, object], arrays: dict[str, np.ndarray]) -> Evidence:
    """The evidence that :func:`as_arrays` took apart."""
    return Evidence(header["points"], header["rows"], np.dtype(header["dtype"]), **arrays)


def require_same_run(
    saved: list[str],
    saved_basis: Float[np.ndarray, "K n n"],
    given: list[str],
    basis: Float[np.ndarray, "K n n"],
    call: str,
) -> None:
    """Refuse to go on under other actions.

    Raises:
        FileFormatError: the file is of a run with another action or output action.
    """
    if saved != given or not np.array_equal(saved_basis, basis):
        raise FileFormatError(
            call,
            f"a run under {' and '.join(given)}, {len(basis)} generators",
            f"one under {' and '.join(saved)}, {len(saved_basis)} generators",
            "Give the actions of that run.",
        )


def require_same_model(witness: np.ndarray, model: Model, x: Tensor, call: str) -> None:
    """Refuse to go on with a network whose outputs at x are not those that were saved.

    Raises:
        FileFormatError: the file is of a run with another network.
    """
    y = outputs(model, x).double().cpu().numpy()
    if y.shape != witness.shape or np.abs(y - witness).max() > OTHER_ROUNDING * np.abs(witness).max():
        gap = "" if y.shape != witness.shape else f", off by {np.abs(y - witness).max():.1e}"
        raise FileFormatError(
            call,
            f"the network of that run, with outputs of shape {witness.shape[1:]}",
            f"one with outputs of shape {y.shape[1:]}{gap}",
            "Load the weights that the run had.",
        )
