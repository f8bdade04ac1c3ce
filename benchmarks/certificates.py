"""Certificates: how many are made and accepted, and how long both take.

Of the names of the catalogue, in the catalogue's basis, or, with --products, of the semidirect products (s + R^j) |x M that
``benchmarks.semidirect_names`` makes, in random bases, or, with --modules, of s |x M for the simple algebras s and their
irreducible modules M, up to a dimension in all. A certificate that takes longer than --seconds to make counts as not made.

python -m benchmarks.certificates [--to 80] [--every 1]
python -m benchmarks.certificates --products 100 [--seed 0] [--seconds 60]
python -m benchmarks.certificates --modules [--to 40] [--every 1] [--seconds 60]
"""

from __future__ import annotations

import argparse
import json
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from math import prod

import numpy as np

import lietheory as lt
from benchmarks.semidirect_names import draw, levi_factors, turned
from lietheory.algebra import catalogue_names
from lietheory.algebra.names.dynkin import cartan_matrix, weyl_dimension
from lietheory.algebra.names.module_type import module_type
from lietheory.algebra.names.modules import Factor, Weight, types_of
from lietheory.algebra.names.parser import canonical_name
from lietheory.algebra.names.simple_types import members, names_of, simple_type
from lietheory.certificates.check import check
from lietheory.errors import LieTheoryError


def algebras(arguments: argparse.Namespace) -> Iterator[tuple[str, lt.LieAlgebra | np.ndarray]]:
    """The names and what they stand for."""
    if arguments.products:
        rng, modules = np.random.default_rng(arguments.seed), levi_factors()
        for _ in range(arguments.products):
            name, L = draw(rng, modules)
            yield name, turned(rng, L)
        return
    listed = over_modules(arguments.to) if arguments.modules else None
    names = listed or [name for n in range(arguments.least, arguments.to + 1) for name in catalogue_names(n)]
    for name in names[:: arguments.every]:
        yield name, lt.catalogue_algebra(name)


def over_modules(largest: int) -> list[str]:
    """s |x M for simple algebras of the classical families, g2 and f4 and irreducible modules, one name for each class."""
    kinds = {kind for n in range(3, largest) for member in members(n) if (kind := simple_type(*member)) and names_of(kind)}
    factors = [types_of(names_of(kind)[0], kind.dimension) for kind in kinds]
    factors += [types_of("g2(2)", 14), types_of("g2(-14)", 14), types_of("f4(4)", 52), types_of("f4(-52)", 52)]
    names = set()
    for factor in (f for f in factors if f):
        for weight, size in weights(factor, largest - factor.dimension):
            size *= 1 if module_type([factor], weight) == "R" else 2
            if factor.dimension + size <= largest:
                labels = ";".join(",".join(map(str, part)) for part in weight)
                names.add((factor.dimension + size, canonical_name(f"{factor.name} |x R^{size}({labels})")))
    return [name for _, name in sorted(names)]


def weights(factor: Factor, largest: int) -> Iterator[tuple[Weight, int]]:
    """The highest weights of modules that are not trivial, with their complex dimensions, which grow with each label."""
    matrices = [cartan_matrix(kind[0], int(kind[1:])) for kind in factor.types]
    ends = np.cumsum([0, *map(len, matrices)]).tolist()
    started = [((0,) * ends[-1], 0)]
    while started:
        labels, first = started.pop()
        for i in range(first, ends[-1]):
            raised = (*labels[:i], labels[i] + 1, *labels[i + 1 :])
            weight = tuple(raised[a:b] for a, b in pairwise(ends))
            size = prod(weyl_dimension(A, part) for A, part in zip(matrices, weight, strict=True))
            if size <= largest:
                started.append((raised, i))
                yield weight, size


def _late(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Print a line for each name that is not certified or takes more than a second, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="least", type=int, default=1, help="the least dimension")
    parser.add_argument("--to", type=int, default=80, help="the largest dimension")
    parser.add_argument("--every", type=int, default=1, help="every so many names only")
    parser.add_argument("--modules", action="store_true", help="simple algebras over their irreducible modules")
    parser.add_argument("--products", type=int, default=0, help="so many semidirect products in place of the catalogue")
    parser.add_argument("--seed", type=int, default=0, help="of the products")
    parser.add_argument("--seconds", type=int, default=600, help="to make one certificate in")
    arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, _late)
    tried, certified, seconds, sizes = 0, 0, np.zeros(3), []
    for name, g in algebras(arguments):
        tried += 1
        start = time.perf_counter()
        try:
            identification = lt.identify(g)
        except LieTheoryError as problem:
            print(f"{name}: no name: {problem}", flush=True)
            continue
        named = time.perf_counter()
        try:
            signal.alarm(arguments.seconds)
            certificate = identification.certificate()
        except TimeoutError:
            print(f"{name} -> {identification.name}: no certificate within {arguments.seconds} s", flush=True)
            continue
        finally:
            signal.alarm(0)
        made = time.perf_counter()
        if certificate.content is None:
            print(f"{name} -> {identification.name}: {certificate.reason}", flush=True)
            continue
        text = json.dumps(certificate.content)
        accepted = check(json.loads(text)).accepted
        spent = np.array([named - start, made - named, time.perf_counter() - made])
        certified, seconds = certified + accepted, seconds + spent
        sizes.append(len(text))
        if spent[1:].sum() > 1 or not accepted:
            size = identification.generators.shape[0] if identification.generators is not None else 0
            print(f"{name}: dimension {size}, {'accepted' if accepted else 'REJECTED'}, {spent.round(1)} s", flush=True)
    kilobytes = np.array(sizes) / 1e3
    print(f"{certified} of {tried} certified and accepted; {np.median(kilobytes):.1f} kB, at most {kilobytes.max():.0f} kB;")
    print(f"{seconds[0]:.0f} s to name, {seconds[1]:.0f} s to certify, {seconds[2]:.0f} s to check")


if __name__ == "__main__":
    main()
