"""Free fermions: whether the terms of a Hamiltonian are pairs of Majorana operators, by their anticommutation graph.

Products of pairs (a, b) of Majorana operators anticommute exactly if the pairs share one of the two: their graph is the line
graph of a graph whose vertices are the Majorana operators, with twins where terms have the same pair and differ by what
commutes with all. The strings that the terms generate then close to at most all pairs: that is tested, and gives the labels.

References:
    A. Chapman and S. T. Flammia, Characterization of solvable spin models via graph invariants, 2020.
"""

from __future__ import annotations

from dataclasses import dataclass

from lietheory.algebra.pauli.operators import as_pauli_sums
from lietheory.algebra.pauli.string_types import Component, String, component, components, pairs_of_points
from lietheory.algebra.pauli.strings import text_of


@dataclass(frozen=True)
class FreeFermions:
    """Terms as pairs of Majorana operators.

    Args:
        majoranas: for each connected component of the graph, the number of Majorana operators.
        pairs: for each string, its component and the two operators; strings that commute with all others are left out.
        central: the strings that commute with all others.
    """

    majoranas: tuple[int, ...]
    pairs: dict[str, tuple[int, int, int]]
    central: tuple[str, ...]


def free_fermions(generators: object) -> FreeFermions | None:
    """The pairs of Majorana operators that the terms of operators are, or None where this test finds none.

    None does not exclude other free-fermion solutions, such as those that mix terms.

    Args:
        generators: operators on qubits, as for :func:`lie_closure`; each string of each sum is a term.

    Raises:
        ShapeError, PrecisionError: no operators on qubits.

    Examples:
        >>> free_fermions([{"XXI": 1, "IXX": 1}, {"ZII": 1, "IZI": 1, "IIZ": 1}]).majoranas
        (6,)
        >>> free_fermions(["XXI", "IXX", "XYI", "IXY", "YZI", "IYZ"]) is None
        True
    """
    sums = as_pauli_sums(generators, "free_fermions(generators)")
    strings = sorted({code for terms in sums.terms for code in terms})
    majoranas: list[int] = []
    pairs: dict[str, tuple[int, int, int]] = {}
    central: list[str] = []
    for part in components(strings):
        texts = [text_of(*code, sums.qubits) for code in part]
        if len(part) == 1:
            central += texts
            continue
        labels = _labels(part)
        if labels is None:
            return None
        pairs |= {text: (len(majoranas), *pair) for text, pair in zip(texts, labels, strict=True)}
        majoranas.append(len({point for pair in labels for point in pair}))
    return FreeFermions(tuple(majoranas), pairs, tuple(central))


def _labels(strings: list[String]) -> list[tuple[int, int]] | None:
    """A pair of points for each string of a component, of which anticommuting ones share one point."""
    graph = component(strings)
    closed = pairs_of_points(graph)
    if closed is None:
        return None
    known, _ = closed
    star = _star(graph, known)
    place = {mark: (0, k) for k, mark in enumerate(star, 1)}
    place |= {a ^ b: (j, k) for j, a in enumerate(star, 1) for k, b in enumerate(star, 1) if j < k}
    return [place[_mark(graph, v)] for v in graph.vectors]


def _mark(graph: Component, v: int) -> int:
    return sum(((v & other).bit_count() & 1) << k for k, other in enumerate(graph.turned))


def _star(graph: Component, known: dict[int, int]) -> list[int]:
    """Pairs that share a first point, as many as there are: mutually anticommuting, and none the sum of two others."""
    width = graph.width
    turn = {mark: (v & ((1 << width) - 1)) << width | v >> width for mark, v in known.items()}
    star: list[int] = []
    for mark, v in known.items():
        if all((v & turn[other]).bit_count() & 1 for other in star) and mark not in {a ^ b for a in star for b in star}:
            star.append(mark)
    return star
