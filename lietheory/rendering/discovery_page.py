"""A discovery as one self-contained HTML page: the symmetries, the evidence for them, and its limits."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import numpy as np

from lietheory.algebra import closure_residual, nearest_algebra
from lietheory.comparison import invariant_form, orthonormal_basis
from lietheory.discovery.discovery_run import IMAGES, PLANE, DiscoveryRun
from lietheory.errors import LieTheoryError
from lietheory.files import write_whole
from lietheory.rendering import discovery_tables as tables
from lietheory.rendering.discovery_summary import Summary
from lietheory.rendering.html import number, page, picture, table
from lietheory.rendering.plane_directions import plane_direction

MOST_PICTURES = 20
"""Generators drawn; the estimate's file has them all."""


ACCUMULATED = {
    "QR": "The evidence rows were accumulated to all digits, as a triangular factor (QR).",
    "Gram": "The evidence rows, in single precision, were accumulated as sums of products (Gram matrices) in double precision.",
}


def write_discovery(path: str | Path, discovery: DiscoveryRun, summary: Summary) -> Path:
    """Write the page of :func:`discovery_html` to ``path``, whole or not at all."""
    return write_whole(path, discovery_html(discovery, summary))


def discovery_html(discovery: DiscoveryRun, summary: Summary) -> str:
    """One page: conclusion, evidence, generators, name, flow, labels, discrete transformations, older measures, limits.

    Args:
        discovery: the estimate and its flow on the data.
        summary: the conclusions from it, see :func:`lietheory.rendering.discovery_summary.summarise`.

    Returns:
        HTML with its figures inside; it loads no other file.
    """
    title = f"Which symmetry has {discovery.model}?"
    sections = (_evidence, _generators, _name, _flow, _labels, _discrete, _measures, _limits, _run)
    body = [f'<p class="conclusion">{escape(summary.conclusion)}</p>']
    return page(title, "\n".join([*body, *(part for section in sections for part in section(discovery, summary))]))


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _text(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _evidence(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    from lietheory.rendering import figures  # matplotlib is slow to import

    e = discovery.estimate
    yield _heading("Evidence")
    yield _text(
        "λ is what is left of the output's motion along a direction, relative to a gradient independent of the point: "
        "0 is a symmetry, 1 no relation. It suggests algebras; what decides is the breaking b of a whole algebra: the most that "
        "one of its elements, a step of up to the spread of the data, moves the output, as a share of the variance that two "
        "unrelated points show, on points that did not choose it. A gap in the spectrum decides nothing."
    )
    if e.answer is not None and e.answer.levels:
        yield table(f"Whole algebras, against the tolerance {e.answer.tolerance:g} on b", tables.level_rows(e))
    yield picture(
        figures.plot_evidence(e),
        "Circles are symmetries, triangles are undecided, squares are none. The lines are guides: whole algebras are decided.",
    )
    yield table("Every direction", tables.evidence_rows(e, summary.directions))
    yield _text(ACCUMULATED.get(e.accumulated_by, f"The evidence was accumulated by {e.accumulated_by}."))


def _generators(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    from lietheory.rendering import figures

    if not discovery.has_matrices:
        return
    yield _heading("Generators" if discovery.estimate.dimension else "The least broken direction")
    L = summary.shown[:MOST_PICTURES]
    note = "An orthonormal basis; any other of the same span says the same." if discovery.estimate.dimension else "No symmetry."
    note += "" if len(L) == len(summary.shown) else f" The first {len(L)} of {len(summary.shown)}."
    if discovery.flow.kind == IMAGES and L.shape[1] in (2, 3):
        words = "; ".join(f"{name}: {plane_direction(A)}" for name, A in zip(summary.names, L, strict=False))
        note += f" As motions of the image they are {words}."
    yield picture(figures.plot_generators(L, summary.names), note)
    if discovery.flow.kind == IMAGES and len(L[0]) == 2:  # others may have axes that point elsewhere
        yield picture(
            figures.plot_generator(dict(zip(summary.names, L, strict=False))),
            "The same as motions of the plane of the image.",
        )


def _name(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    if not discovery.estimate.generators.size:
        return
    yield _heading("Name")
    if discovery.estimate.frame is not None:
        yield _text(
            "The units, the correlation or the centre of the points are far from those of the action: name, closure, comparison "
            "and form are of the matrices in the frame in which points have spread one, no correlation and mean zero."
        )
    if summary.name is None:
        yield _text("The generators span no Lie algebra within their noise, so they have no name.")
    else:
        yield table("The algebra by itself", tables.name_rows(summary.name))
    yield table("Closure and noise", _closure_rows(discovery))
    if summary.near:
        yield table(
            "Beside algebras that act there, in their standard matrices",
            tables.catalogue_rows(summary.near, discovery.estimate.dimension),
        )
    if summary.comparison is not None:
        c = summary.comparison
        yield _text(f"Against {summary.truth} it is {c.relation}, angles up to {tables.degrees(c.noise)} counting as none.")
    H = _form(discovery)
    if H is not None:
        kind = "metric" if np.abs(H - H.T).max() <= np.abs(H + H.T).max() else "symplectic form"
        yield table(f"The {kind} H that it keeps, Lᵀ H + H L = 0, of norm one", tables.matrix_rows(H))


def _closure_rows(discovery: DiscoveryRun) -> tables.Rows:
    e = discovery.estimate
    L = e.in_frame(e.generators)
    rows = [("", "value"), ("closure residual of the generators", tables.small(closure_residual(L)))]
    rows.append(("their noise, from the two halves of the points", tables.small(float(e.generator_noise))))
    try:
        nearest = nearest_algebra(L)
        rows += [
            ("distance of the nearest closed span", tables.small(nearest.moved)),
            ("its closure residual", tables.small(closure_residual(nearest.algebra.generators))),
        ]
    except LieTheoryError as problem:
        rows.append(("nearest closed span", problem.got))
    return rows


def _form(discovery: DiscoveryRun) -> np.ndarray | None:
    L = discovery.estimate.in_frame(discovery.estimate.generators)
    if discovery.output_action is not None or L.shape[1] > 12:
        return None
    noise = max(discovery.estimate.generator_noise, closure_residual(L), 1e-9)
    return invariant_form(orthonormal_basis(L).reshape(L.shape), noise)


def _flow(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    from lietheory.rendering import figures

    flow, names = discovery.flow, summary.names[: len(discovery.flow.errors)]
    yield _heading("The flow applied to samples")
    if flow.kind == IMAGES:
        yield picture(
            figures.plot_moved_images(flow.samples[:4, :, 0], names[:4], flow.shown), "A sample of the data in the middle column."
        )
    if flow.kind == PLANE:
        yield picture(figures.plot_paths(flow.samples[:6], names[:6]), "Samples of the data are marked; each line is one orbit.")
    yield picture(
        figures.plot_steps(flow.times, flow.errors, names),
        "0 is an output that stays; 1 is that of another point. What is below 1e−10 is drawn there: it is rounding.",
    )
    yield table("The same, mean of both signs of t", tables.flow_rows(flow, names))
    if flow.worst is not None:
        yield _heading("The worst example")
        yield _text(
            "The point whose output moves most under the worst element g of the algebra that holds, or else of the nearest one. "
            "The breaking is the mean over all points; one example may be moved by far more."
        )
        if flow.kind == IMAGES:
            yield picture(figures.plot_worst_image(flow.worst.point, flow.worst.moved), "Before, after, and the difference.")
        yield table("Its output before and after", tables.worst_rows(flow.worst, flow.kind))


def _labels(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    risk = discovery.estimate.risk
    if risk is None:
        return
    yield _heading("Do the labels share it?")
    yield _text(
        f"{risk.verdict.capitalize()}. This is another question than the one above. The rise is the risk of F(exp(tL) x), by "
        f"{risk.loss.replace('_', ' ')}, less {risk.baseline:.3g}, that of F(x), over {risk.chance:.3g}, that without inputs. "
        f"The gain is the share of Var y that a quartic polynomial explains beyond the network by breaking the symmetry. Both "
        f"are judged against {risk.tolerance:g}; {risk.unexplained:.2g} of Var y is explained by neither, and what hides there "
        f"is not seen."
    )
    yield table("Each direction that is a symmetry of the network, on held-out points", tables.risk_rows(risk))
    if risk.caveat():
        yield _text(f"{risk.caveat().capitalize()}.")


def _discrete(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    left = discovery.estimate.discrete_symmetries
    if left is None or not left.names:
        return
    yield _heading("Discrete transformations")
    yield _text(
        "Generators reach the identity component alone. These are −1, reflections and further components of the group that "
        "carries the algebra to itself, tested one by one; flips and swaps are taken in the frame of the form that it keeps."
    )
    yield table("mean |F(gx) − F(x)|² / 2 Var F", tables.discrete_rows(left))


def _measures(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    if summary.measures is None:
        return
    yield _heading("Symmetry variance and bias")
    yield _text("For comparison with the literature, outputs scaled to variance one. The first four decide nothing.")
    yield table("Measures, each by its own definition", tables.measure_rows(summary.measures, summary.truth))


def _limits(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    yield _heading("Limits")
    yield "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in summary.limits) + "</ul>"


def _run(discovery: DiscoveryRun, summary: Summary) -> Iterator[str]:
    e = discovery.estimate
    rows = {
        "model": discovery.model,
        "data": discovery.data,
        "action": discovery.action,
        "action on the outputs": discovery.output_action,
        "points seen": e.points,
        "evidence rows": e.rows,
        "generators of the action": len(e.coefficients),
        "identifiable by these points": e.identifiable_dimension,
        "never seen by the map": e.exact_dimension,
        "share of the motion at the border": discovery.masked_share,
        **discovery.facts,
    }
    yield _heading("The run")
    yield table("What was looked at", [("", "value"), *((k, number(v)) for k, v in rows.items() if v is not None)])
