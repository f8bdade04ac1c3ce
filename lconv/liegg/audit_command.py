"""``lietheory audit``: a model, points and an algebra by name."""

from __future__ import annotations

from pathlib import Path

import torch

from lconv.liegg.audit import audit
from lconv.liegg.command import adapted_points, field_of, parse_action, points_for, read_model
from lconv.liegg.shift_audit import SHIFTS, audit_shifts
from lietheory.algebra import catalogue_algebra
from lietheory.discovery.audit import Audit
from lietheory.errors import ShapeError


def audit_command(
    model: str,
    data: Path,
    action: str | None,
    expect: str,
    *,
    output_action: str | None = None,
    tolerance: float,
    layers: str | None = None,
    field: str | None = None,
    moves: str | None = None,
    seed: int = 0,
) -> Audit:
    """Whether a model has the symmetry that it is meant to have.

    Args:
        model: as for :func:`lconv.liegg.command.discover_command`, likewise ``data``, ``output_action`` and ``field``.
        action: likewise; not for shifts.
        expect: a catalogue algebra, or ``"shifts"``.
        tolerance: on b.
        layers: ``"read"`` or ``"fitted"``; for shifts anything.
        moves: the array of a file of several that moves, where the model takes them all by keyword.
        seed: of the draws.

    Raises:
        LieTheoryError: whatever :func:`lconv.audit` refuses.
    """
    generator = torch.Generator().manual_seed(seed)
    if expect == SHIFTS:
        network = read_model(model)
        x = points_for(network, data)
        return audit_shifts(
            network, x, tolerance=tolerance, layers=layers is not None, field=field_of(field), generator=generator
        )
    catalogue_algebra(expect)  # an unknown name is refused before any long work
    if action is None:
        raise ShapeError("lietheory audit", "an action", "none", 'Give --action "linear(3)", say, or --expect shifts.')
    kind, outer = parse_action(action), None if output_action is None else parse_action(output_action, "--output-action")
    network = read_model(model)
    if moves is not None:
        adapted = adapted_points(network, data, kind, moves, field)
        return audit(*adapted, expect, tolerance=tolerance, generator=generator)
    x = points_for(network, data)
    return audit(network, x, kind, expect, outer, tolerance=tolerance, layers=layers, field=field_of(field), generator=generator)
