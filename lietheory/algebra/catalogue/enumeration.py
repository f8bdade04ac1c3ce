"""All written names that the catalogue has matrices for, by dimension."""

from __future__ import annotations

from lietheory.algebra.catalogue.classical import require_size
from lietheory.algebra.names.parser import abelian, candidates
from lietheory.algebra.names.simple_types import EXCEPTIONAL
from lietheory.algebra.names.solvable_tables import FIXED


def catalogue_names(dimension: int) -> list[str]:
    """The written names, canonical or not, of the catalogue's algebras of a dimension: every family, every parameter.

    Families of solvable algebras with a parameter that is not an integer are left out, and so are sums.

    Raises:
        ShapeError: no integer >= 1.

    Examples:
        >>> catalogue_names(3)[:6]
        ['so(3)', 'so(2,1)', 'sl(2,R)', 'su(2)', 'su(1,1)', 'sp(2,R)']
    """
    require_size(f"catalogue_names({dimension!r})", dimension)
    names = candidates(dimension) + abelian(dimension)
    for n in range(1, dimension + 1):
        galilean = n * (n - 1) // 2 + 2 * n + 1
        names += [f"heisenberg({n})"] * (2 * n + 1 == dimension)
        names += [f"galilei({n})"] * (galilean == dimension) + [f"bargmann({n})"] * (galilean + 1 == dimension)
    for (letter, rank), (size, characters) in EXCEPTIONAL.items():
        stem = f"{letter.lower()}{rank}"
        names += [f"{stem}({character})" for character in (characters[0], characters[-1]) if size == dimension]
    names += [symbol for symbol in FIXED if int(symbol[1]) == dimension]
    return list(dict.fromkeys(names))
