"""The file of an interrupted run: its evidence, and what says whether a run that continues it is the same one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float, Int, Shaped
from torch import Tensor

from lconv.liegg.derivatives import Model, outputs
from lietheory.discovery.evidence import Evidence
from lietheory.errors import FileFormatError
from lietheory.files import array

WITNESSES = 8
"""Points whose outputs tell one network from another; they are saved with the evidence."""
OTHER_ROUNDING = 1e-3
"""Outputs that differ by less, relative to the largest, are those of one network on another machine or device."""


@dataclass(frozen=True, eq=False)
class InterruptedRun:
    """The state of a :class:`~lconv.liegg.polarization.Polarization`, without the network.

    Args:
        actions: what the actions are called.
        frame: whitens the outputs.
        basis: the generators of the actions.
        sample: the points that finite steps are measured on.
        sample_numbers: their running numbers.
        witness: the network's outputs at the first of them, by which the network is recognised.
        evidence: accumulated so far.
        selection_sample: the points of the other half that finite steps are measured on; None in files of earlier versions.
        selection_numbers: their running numbers.
        sources: what was seen, as :func:`source_of` names it; empty in files of earlier versions.
    """

    actions: tuple[str, ...]
    frame: Float[np.ndarray, "rank m"]
    basis: Float[np.ndarray, "K d d"]
    sample: Shaped[np.ndarray, "n ..."]
    sample_numbers: Int[np.ndarray, " n"]
    witness: Float[np.ndarray, "w ..."]
    evidence: Evidence
    selection_sample: Shaped[np.ndarray, "n ..."] | None = None
    selection_numbers: Int[np.ndarray, " n"] | None = None
    sources: tuple[str, ...] = ()

    def require_actions(self, given: tuple[str, ...], basis: Float[np.ndarray, "K n n"], call: str) -> None:
        """Raises an error unless the run continues under the same actions.

        Raises:
            FileFormatError: the file is of a run with another action or output action.
        """
        if self.actions != given or not np.array_equal(self.basis, basis):
            raise FileFormatError(
                call,
                f"a run under {' and '.join(given)}, {len(basis)} generators",
                f"one under {' and '.join(self.actions)}, {len(self.basis)} generators",
                "Give the actions of that run.",
            )

    def require_model(self, model: Model, sample: Tensor, call: str) -> None:
        """Raises an error unless the network's outputs are those that were saved.

        Raises:
            FileFormatError: the file is of a run with another network.
        """
        witness = self.witness
        y = outputs(model, sample[: len(witness)]).double().cpu().numpy()
        if not y.size or y.shape != witness.shape or np.abs(y - witness).max() > OTHER_ROUNDING * np.abs(witness).max():
            gap = "" if not y.size or y.shape != witness.shape else f", off by {np.abs(y - witness).max():.1e}"
            raise FileFormatError(
                call,
                f"the network of that run, with outputs of shape {witness.shape[1:]}",
                f"one with outputs of shape {y.shape[1:]}{gap}",
                "Load the weights that the run had.",
            )
        if self.frame.shape[1] != y[0].size:
            got = f"one of shape {self.frame.shape}"
            raise FileFormatError(call, f"a frame (rank, {y[0].size}) for these outputs", got, "Write the file again.")


def source_of(x: Tensor) -> str:
    """A name for these points, by which they are known again."""
    points = x.detach().cpu().contiguous()
    digest = hashlib.sha256(f"{points.dtype} {tuple(points.shape)} ".encode())
    digest.update(points.flatten().view(torch.uint8).numpy().data)
    return digest.hexdigest()


def with_evidence_inside(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    """Changes files of earlier versions, which had the evidence among the other fields."""
    if "evidence" not in header:
        header["evidence"] = {name: header.pop(name, None) for name in ("points", "rows", "dtype")}
        arrays |= {f"evidence:{k}": array(arrays, k) for k in ("kept", "fields", "evidence_groups", "reference_groups")}
