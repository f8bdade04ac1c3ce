"""Certificates of the catalogue: how many are made and accepted, in the catalogue's basis, and how long both take.

python -m benchmarks.certificates [--to 80] [--every 1]
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

import lietheory as lt
from lietheory.algebra import catalogue_names
from lietheory.certificates.check import check
from lietheory.errors import LieTheoryError


def main() -> None:
    """Print a line for each name that is not certified or takes more than a second, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="least", type=int, default=1, help="the least dimension")
    parser.add_argument("--to", type=int, default=80, help="the largest dimension")
    parser.add_argument("--every", type=int, default=1, help="every so many names only")
    arguments = parser.parse_args()
    names = [name for n in range(arguments.least, arguments.to + 1) for name in catalogue_names(n)][:: arguments.every]
    certified, seconds, sizes = 0, np.zeros(3), []
    for name in names:
        g = lt.catalogue_algebra(name)
        start = time.perf_counter()
        try:
            identification = lt.identify(g)
        except LieTheoryError as problem:
            print(f"{name}: no name: {problem}", flush=True)
            continue
        named = time.perf_counter()
        certificate = identification.certificate()
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
            print(f"{name}: dimension {g.dimension}, {'accepted' if accepted else 'REJECTED'}, {spent.round(1)} s", flush=True)
    kilobytes = np.array(sizes) / 1e3
    print(f"{certified} of {len(names)} certified and accepted; {np.median(kilobytes):.1f} kB, at most {kilobytes.max():.0f} kB;")
    print(f"{seconds[0]:.0f} s to name, {seconds[1]:.0f} s to certify, {seconds[2]:.0f} s to check")


if __name__ == "__main__":
    main()
