"""Whether an irreducible real module is of real, complex or quaternionic type: its endomorphisms are R, C or H.

A complex module whose highest weight conjugation changes is of complex type. Of the others, conj is a linear map times
complex conjugation with square +1 (real type) or -1 (quaternionic type); its sign is a character of the weights, the product
over the simple factors. For so(p, q) it is that of the Clifford algebra, on weights of the spin group by p - q modulo 8.

References:
    A. Onishchik, Lectures on Real Semisimple Lie Algebras and Their Representations, 2004, section 8 and table 5 (indices).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import prod

from lietheory.algebra.names.dynkin import cartan_matrix, weyl_dimension
from lietheory.algebra.names.modules import Factor, Weight, automorphisms, conjugate_of, larger


def module_type(factors: Sequence[Factor], weight: Weight) -> str:
    """The letter R, C or H of the irreducible real module of a semisimple algebra with this highest weight.

    Args:
        factors: the simple factors.
        weight: the labels of the weight by the types of the factors, in Bourbaki's order. For so*(4 n), n > 2, one half-spinor
            module is real and the other quaternionic; here the one of the last label is real.

    Examples:
        >>> [module_type([Factor("so(3)", 3, ("A1",))], ((k,),)) for k in (1, 2)]
        ['H', 'R']
        >>> module_type([Factor("so(3)", 3, ("A1",))] * 2, ((1,), (1,))), module_type([Factor("su(3)", 8, ("A2",))], ((1, 0),))
        ('R', 'C')
    """
    if conjugate_of(factors, weight) != weight:
        return "C"
    starts = [sum(len(f.types) for f in factors[:i]) for i in range(len(factors))]
    signs = (_sign(f, weight[k]) for f, k in zip(factors, starts, strict=True) if len(f.types) == 1)
    return "R" if prod(signs) > 0 else "H"  # a complex algebra read as real has V times its conjugate, which is real


def only_module(factor: Factor, field: str, size: int) -> Weight | None:
    """The highest weight of the irreducible module of a real dimension, where up to automorphisms there is one only.

    Args:
        factor: a simple factor.
        field: "R" for a module of any type, "C" for a complex or quaternionic one, "H" for a quaternionic one.
        size: its real dimension.

    Examples:
        >>> only_module(Factor("so(3)", 3, ("A1",)), "R", 5), only_module(Factor("su(3)", 8, ("A2",)), "R", 7)
        (((4,),), None)
    """
    fields = {"R": "RCH", "C": "CH", "H": "H"}[field]
    moves = list(automorphisms([factor]))
    fitting = {
        max(larger([factor], move(weight)) for move in moves)
        for weight, complex_size in _weights(factor, size)
        if (type_ := module_type([factor], weight)) in fields and complex_size * (1 if type_ == "R" else 2) == size
    }
    return fitting.pop() if len(fitting) == 1 else None


def _weights(factor: Factor, largest: int) -> Iterator[tuple[Weight, int]]:
    """The highest weights of the modules of complex dimension above 1 and at most ``largest``: it grows with each label."""
    matrices = [cartan_matrix(kind[0], int(kind[1:])) for kind in factor.types]
    ranks = [len(A) for A in matrices]
    started = [((0,) * sum(ranks), 0)]
    while started:
        labels, first = started.pop()
        for i in range(first, sum(ranks)):
            raised = (*labels[:i], labels[i] + 1, *labels[i + 1 :])
            weight = tuple(raised[sum(ranks[:k]) : sum(ranks[: k + 1])] for k in range(len(ranks)))
            size = prod(weyl_dimension(A, part) for A, part in zip(matrices, weight, strict=True))
            if size <= largest:
                started.append((raised, i))
                yield weight, size


def _sign(factor: Factor, labels: tuple[int, ...]) -> int:
    """The square of the conjugation on a self-conjugate module of a simple algebra with a simple complexification."""
    family = factor.name.partition("(")[0]
    p, q = (int(x) for x in (*re.findall(r"-?\d+", factor.name.partition("(")[2]), "0")[:2])
    letter, rank = factor.types[0][0], len(labels)
    alternate = sum(labels[::2])  # as many tensor factors of the natural module of sl(n) or sp(n), modulo 2
    if family == "so" and letter == "A":  # so(3), so(2,1), and so(5,1) among those of so(6, C): the spinors
        odd = alternate if (p - q) % 8 in (3, 4, 5) else 0
    elif family == "so":
        spinors = labels[-1] if letter == "B" else labels[-2] + labels[-1]
        odd = spinors if (p - q) % 8 in (3, 4, 5) else 0
    elif family == "so*":
        odd = sum(labels[: rank - 2 : 2]) + (labels[-2] if rank % 2 == 0 else 0)
    elif family == "su":
        odd = labels[rank // 2] * (p - q) // 2 if rank % 2 else 0
    elif family in ("su*", "usp"):
        odd = alternate
    elif factor.name in ("e7(-133)", "e7(-5)"):
        odd = labels[1] + labels[4] + labels[6]
    else:
        odd = 0  # split forms, and exceptional ones without a centre of even order
    return -1 if odd % 2 else 1
