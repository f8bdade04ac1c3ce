"""The regression targets of the controls: how cells name them, how tables do, and what symmetry they have."""

from __future__ import annotations

from lconv.experiments.controls.configuration import Controls

QUARTIC = "quartic"


def true_dimension(target: str) -> int:
    """Dimension of the algebra that leaves a target alone: so(5) unbroken, so(4) broken, none of the quartic.

    Examples:
        >>> [true_dimension(target) for target in ("0", "0.03", "quartic")]
        [10, 6, 0]
    """
    return 0 if target == QUARTIC else 6 if float(target) else 10


def targets_of(configuration: Controls) -> list[str]:
    """Every regression target as cells name it, from no breaking to no symmetry."""
    return [f"{c:g}" for c in sorted({*configuration.shares, *configuration.exact_shares})] + [QUARTIC]


def target_name(target: str) -> str:
    """How a table names a target.

    Examples:
        >>> target_name("0"), target_name("0.03"), target_name("quartic")
        ('O(5)', 'O(5) + 3 % a₁²', 'Σ w a⁴ + Σ w b⁴')
    """
    if target == QUARTIC:
        return "Σ w a⁴ + Σ w b⁴"
    return f"O(5) + {100 * float(target):g} % a₁²" if float(target) else "O(5)"
