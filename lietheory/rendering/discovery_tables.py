"""The tables of a discovery's report, as rows of texts with a head."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from lietheory.algebra import Identification
from lietheory.discovery.discovery_run import IMAGES, Flow, WorstExample
from lietheory.discovery.discrete_symmetries import DiscreteSymmetries
from lietheory.discovery.label_risk import Risk
from lietheory.discovery.liegg_measures import Measures
from lietheory.discovery.standard_algebras import Near
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.rendering.html import number

Rows = list[tuple[str, ...]]
SHOWN = 30
"""Rows of evidence a page shows; JSON has them all."""
MOST_NUMBERS = 12
"""Components of one point that a page shows."""


def evidence_rows(estimate: SymmetryEstimate, named: tuple[str, ...] = ()) -> Rows:
    """Lambda with its bounds, and the finite step, of each direction on held-out points, and what was decided."""
    head = ("direction", "λ, held out", "95 % bounds", "finite step", "")
    states = estimate.states
    shown = min(len(estimate.held_out), max(SHOWN, estimate.dimension + 3))
    rows = [
        (
            f"{i + 1}: {named[i]}" if i < len(named) else str(i + 1),
            small(estimate.held_out[i]),
            between(estimate.lower_bounds[i], estimate.upper_bounds[i]),
            small(estimate.finite_step_error[i]),
            states[i],
        )
        for i in range(shown)
    ]
    return [head, *rows]


def level_rows(estimate: SymmetryEstimate) -> Rows:
    """Each algebra of the answer with its breaking, the step of its worst element, and what was decided."""
    answer = estimate.answer
    if answer is None:
        return []
    rows = [
        (
            estimate.name_of(level),
            str(level.dimension),
            small(level.breaking.value),
            between(level.breaking.lower, level.breaking.upper),
            f"{level.breaking.step:g}",
            {True: "symmetry", None: "undecided", False: "no symmetry"}[level.breaking.holds(answer.tolerance)],
        )
        for level in answer.levels
    ]
    return [("algebra", "dimension", "breaking b", "95 % bounds", "worst step", ""), *rows]


def name_rows(identification: Identification) -> Rows:
    """The name of the algebra, its status and its parts."""
    rows = {
        "name": identification.name,
        "status": identification.status,
        "also": ", ".join(identification.aliases),
        "margin": number(identification.margin),
        "Levi factor": identification.levi,
        "radical": identification.radical,
        "representation": identification.representation,
    }
    return [("", "value"), *((k, str(v)) for k, v in rows.items() if v not in (None, ""))]


def catalogue_rows(near: list[Near], dimension: int) -> Rows:
    """Algebras that act there, by their angle."""
    relation = {
        0: "same dimension",
        1: "larger: how far it is from containing the estimate",
        -1: "smaller: how far it is from lying inside",
    }
    rows = [(n.name, str(n.dimension), degrees(n.angle), relation[int(np.sign(n.dimension - dimension))]) for n in near]
    return [("algebra", "dimension", "largest angle", ""), *rows]


def flow_rows(flow: Flow, names: list[str]) -> Rows:
    """The finite-step error along each direction, a length a column."""
    head = ("", *(f"|tL| = {t:g}" for t in flow.times))
    return [head, *((name, *map(small, error)) for name, error in zip(names, flow.errors, strict=True))]


def worst_rows(worst: WorstExample, kind: str) -> Rows:
    """The point that moves most, where it is moved to, and the outputs there, one row; images are shown apart."""
    row = {"x": _vector(worst.point), "g x": _vector(worst.moved)} if kind != IMAGES else {}
    row |= {"expected output": _vector(worst.expected), "output at g x": _vector(worst.output)}
    row |= {"change, in standard deviations": small(worst.change), "step": f"{worst.step:g}"}
    return [("number of the point", *row), (str(worst.number), *row.values())]


def _vector(values: np.ndarray) -> str:
    flat = values.ravel()
    return ", ".join(f"{v:.3g}" for v in flat[:MOST_NUMBERS]) + (
        f", ... ({len(flat)} numbers)" if len(flat) > MOST_NUMBERS else ""
    )


def risk_rows(risk: Risk) -> Rows:
    """Rise and gain of each direction with bounds, and the verdict."""
    head = ("direction", f"rise at |tL| = {risk.times[-1]:g}", "95 % bounds", "gain by breaking", "95 % bounds", "")
    rows = [
        (
            str(i + 1),
            small(risk.rise[-1, i]),
            between(risk.rise_lower[-1, i], risk.rise_upper[-1, i]),
            small(risk.gain[i]),
            between(risk.gain_lower[i], risk.gain_upper[i]),
            verdict,
        )
        for i, verdict in enumerate(risk.verdicts)
    ]
    return [head, *rows]


def discrete_rows(s: DiscreteSymmetries) -> Rows:
    """Each transformation with its determinant, error, bounds and verdict."""
    rows = zip(s.names, s.determinants, s.error, s.lower, s.upper, s.verdicts, strict=True)
    head = ("transformation", "determinant", "finite step", "95 % bounds", "")
    return [head, *((n, f"{d:.2g}", small(e), between(low, high), v) for n, d, e, low, high, v in rows)]


def measure_rows(measures: Measures, truth: str | None) -> Rows:
    """The poster's figures, the published code's and the well-posed ones, each by its own name."""
    beside = "no algebra of this dimension acts there" if truth is None else truth
    bias = "—" if measures.poster_bias is None else between(measures.poster_bias.min(), measures.poster_bias.max())
    angle = "—" if measures.largest_angle is None else degrees(measures.largest_angle)
    least = ", ".join(small(v) for v in measures.code_variances[: len(measures.code_bias) + 1])
    return [
        ("measure", "value", "what it is"),
        ("symmetry variance, poster", small(measures.poster_variance), "least squared singular value over the points"),
        (
            "symmetry variance, published code",
            least,
            "the squared singular values over the points, to the first beyond the answer",
        ),
        ("symmetry bias, poster", bias, f"|v − h| of each singular vector and its nearest generator; against {beside}"),
        (
            "symmetry bias, published code",
            between(measures.code_bias.min(), measures.code_bias.max()),
            "|V + Vᵀ| / 2: the distance of each singular vector from all skew matrices, for any truth",
        ),
        ("largest principal angle", angle, f"well posed: the two spans, in any basis; against {beside}"),
        ("Grassmann distance", _small(measures.grassmann), "well posed, of the same spans"),
        ("closure residual", _small(measures.closure), "well posed: how far brackets leave the span"),
    ]


def matrix_rows(H: Float[np.ndarray, "n n"]) -> Rows:
    """A small matrix, entry by entry; of a large one its eigenvalues, or those of i H where it is antisymmetric."""
    if len(H) <= 6:
        rounded = H.round(3) + 0.0  # no minus zero
        rows = [(str(i + 1), *(f"{v:.3f}" for v in row)) for i, row in enumerate(rounded)]
        return [("", *(str(j + 1) for j in range(len(H)))), *rows]
    symmetric = np.abs(H - H.T).max() <= np.abs(H + H.T).max()
    values = np.linalg.eigvalsh(H if symmetric else 1j * H)
    return [("", "value"), ("eigenvalues" if symmetric else "eigenvalues of iH", ", ".join(f"{v:.3g}" for v in values))]


def between(low: float, high: float) -> str:
    """An interval; a dash where there is none."""
    return "—" if np.isnan(low) else f"{small(low)}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{small(high)}"


def small(value: float) -> str:
    """A figure of which the order matters, with a minus that no line ends at.

    Examples:
        >>> small(0.0004321), small(0.0), small(0.98), small(float("nan"))
        ('4.3e−04', '0', '0.98', '—')
    """
    if np.isnan(value):
        return "—"
    if value == 0 or not np.isfinite(value):
        return f"{value:g}"
    text = f"{value:.2g}" if 0.01 <= abs(value) < 1000 else f"{value:.1e}"
    return text.replace("-", "−")


def _small(value: float | None) -> str:
    return "—" if value is None else small(value)


def degrees(radians: float) -> str:
    """An angle in degrees.

    Examples:
        >>> degrees(0.01), degrees(0.0), degrees(1e-12)
        ('0.57°', '0°', '6e−11°')
    """
    value = float(np.degrees(radians))
    return f"{value:.2f}°" if value >= 0.01 else f"{small(value) if value == 0 else f'{value:.0e}'}°".replace("-", "−")
