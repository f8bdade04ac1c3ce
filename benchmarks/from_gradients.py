"""Exceptional algebras from gradients of their invariants: the points are drawn, the rest is read off the null space.

Each form is evaluated at random points (for e8 at all triples of basis vectors, where the rows are sparse), the rows
grad F(x) x^T are stacked, and the algebra, its real form and its representation are named from the null vectors
alone. Every case runs in a process of its own, so that the memory printed is its own.

Run: python benchmarks/from_gradients.py [CASE ...], cases as in CASES; all by default.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from lietheory.algebra import closure_residual
from lietheory.discovery import LinearSymmetries, linear_symmetries, tensor_symmetries
from lietheory.representation import describe
from lietheory.representation import exceptional_forms as forms

SURPLUS = 1.4  # rows for each unknown
Form = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def sampled(shape: tuple[int, ...], *parts: Form) -> LinearSymmetries:
    """The symmetries that forms have in common, from their gradients at random points."""
    points = np.random.default_rng(0).normal(size=(int(SURPLUS * shape[-1] ** 2) + 20, *shape))
    return linear_symmetries(np.concatenate([points] * len(parts)), np.concatenate([part(points)[1] for part in parts]))


def albert(form: str) -> LinearSymmetries:
    """The symmetries of the trace of X^2 and of the determinant, for X of trace zero."""
    return sampled((26,), partial(forms.albert_quadratic, form=form), partial(forms.albert_cubic, form=form))


CASES: dict[str, Callable[[], LinearSymmetries]] = {
    "three-form": lambda: sampled((3, 7), forms.three_form),
    "split three-form": lambda: sampled((3, 7), partial(forms.three_form, form="split")),
    "four-form": lambda: sampled((4, 8), forms.four_form),
    "split four-form": lambda: sampled((4, 8), partial(forms.four_form, form="split")),
    "Albert": lambda: albert("compact"),
    "split Albert": lambda: albert("split"),
    "lorentzian Albert": lambda: albert("lorentzian"),
    "Albert cubic": lambda: sampled((27,), forms.albert_cubic),
    "determinants": lambda: sampled((27,), forms.determinant_cubic),
    "Cartan's quartic": lambda: sampled((56,), forms.cartan_quartic),
    "brackets of e8": lambda: tensor_symmetries(*forms.bracket_form("E", 8), 248),
}
HEAD = (
    f"{'form':18}{'unknowns':>9}{'rows':>9}{'nullity':>8}{'gap':>9}{'closure':>9}  {'signature':14}"
    f"{'name':8}{'status':9}{'seconds':>8}{'cpu':>7}{'GB':>6}  representation"
)


def line(case: str) -> str:
    """All figures of one case, those of time and memory up to the name."""
    wall, processor = time.perf_counter(), time.process_time()
    result = CASES[case]()
    d = result.generators.shape[1]
    g, name = result.algebra(), result.identify()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    closure = closure_residual(result.generators)
    module = describe(result.generators) if d < 248 else "its own"
    return (
        f"{case:18}{d * d:9}{result.rows:9}{result.dimension:8}{result.gap:9.0e}{closure:9.0e}  {g.killing_signature()!s:14}"
        f"{name.name:8}{name.status:9}{wall:8.1f}{processor:7.1f}{memory:6.2f}  {module}"
    )


def main(cases: list[str]) -> None:
    """One case here, several in a process each."""
    if len(cases) == 1:
        print(line(cases[0]))
        return
    print(HEAD, flush=True)
    for case in cases:
        subprocess.run([sys.executable, __file__, case], check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(CASES))
