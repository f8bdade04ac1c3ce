"""How wide a perceptron of given depth is, so that all depths have as many parameters."""

from __future__ import annotations

from lietheory.errors import RankError


def parameter_count(inputs: int, width: int, depth: int, outputs: int, *, bias: bool) -> int:
    """Parameters of a perceptron inputs - width (depth times) - outputs.

    Examples:
        >>> parameter_count(10, 32, 2, 1, bias=False)
        1376
    """
    weights = inputs * width + (depth - 1) * width**2 + width * outputs
    return weights + (depth * width + outputs if bias else 0)


def width_for(parameters: int, inputs: int, depth: int, outputs: int, *, bias: bool) -> int:
    """The width whose parameter count is nearest to ``parameters``.

    Raises:
        RankError: fewer parameters than a network of width 1 has.

    Examples:
        >>> width_for(1376, 10, 2, 1, bias=False)
        32
    """
    width = 1
    while parameter_count(inputs, width, depth, outputs, bias=bias) < parameters:
        width += 1
    if width == 1:
        raise RankError(
            f"width_for({parameters}, ...)",
            f"at least {parameter_count(inputs, 1, depth, outputs, bias=bias) + 1} parameters",
            str(parameters),
            "Ask for more parameters, or for fewer layers.",
        )
    return min(width - 1, width, key=lambda w: abs(parameter_count(inputs, w, depth, outputs, bias=bias) - parameters))
