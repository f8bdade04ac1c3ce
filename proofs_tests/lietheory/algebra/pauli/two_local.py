"""The 28 families of translation-invariant two-local generators on open chains, with their algebras.

References:
    R. Wiersema, E. Kokcu, A. F. Kemper and B. N. Bakalov, Classification of dynamical Lie algebras of 2-local spin systems, 2023.
"""

from __future__ import annotations

FAMILIES = {
    "a0": "XX",
    "a1": "XY",
    "a2": "XY YX",
    "a3": "XX YZ",
    "a4": "XX YY",
    "a5": "XY YZ",
    "a6": "XX YZ ZY",
    "a7": "XX YY ZZ",
    "a8": "XX XZ",
    "a9": "XY XZ",
    "a10": "XY YZ ZX",
    "a11": "XY YX YZ",
    "a12": "XX XY YZ",
    "a13": "XX YY YZ",
    "a14": "XX YY XY",
    "a15": "XX XY XZ",
    "a16": "XY YX YZ ZY",
    "a17": "XX XY ZX",
    "a18": "XX XZ YY ZY",
    "a19": "XX XY ZX YZ",
    "a20": "XX YY ZZ ZY",
    "a21": "XX YY XY ZX",
    "a22": "XX XY XZ YX",
    "b0": "XI IX",
    "b1": "XX XI IX",
    "b2": "XY XI IX",
    "b3": "XI YI IX IY",
    "b4": "XX XY XZ XI IX IY IZ",
}
POLYNOMIAL = ("a0", "a1", "a2", "a4", "a8", "a14", "b0", "b1", "b3")
_EXCEPTIONS = {("a11", 3): "so(7)", ("a12", 3): "usp(8)", ("a17", 3): "usp(8)"}


def chain(family: str, n: int) -> list[str]:
    """The generators on an open chain of n sites, each pair of letters at each pair of neighbours."""
    return [f"{'I' * i}{pair}{'I' * (n - 2 - i)}" for pair in FAMILIES[family].split() for i in range(n - 1)]


def cycle(n: int) -> list[dict[str, int]]:
    """The two sums of the quantum approximate optimisation algorithm for the maximal cut of a cycle."""
    fields = ["I" * i + "X" + "I" * (n - 1 - i) for i in range(n)]
    bonds = ["".join("Z" if k in (i, (i + 1) % n) else "I" for k in range(n)) for i in range(n)]
    return [dict.fromkeys(fields, 1), dict.fromkeys(bonds, 1)]


def expected(family: str, n: int) -> str:
    """The algebra in the published table, n > 2, with its exceptions for three sites."""
    if (family, n) in _EXCEPTIONS:
        return _EXCEPTIONS[family, n]
    half, quarter, eighth = 2 ** (n - 1), 2 ** (n - 2), 2 ** (n - 3)
    even = " + ".join([f"su({quarter})"] * 4) if n % 2 == 0 else f"su({half})"
    two = f"su({quarter}) + su({quarter})"
    a3 = {
        0: " + ".join([f"so({quarter})"] * 4),
        4: " + ".join([f"usp({2 * eighth})"] * 4),
        **dict.fromkeys((1, 7), f"so({half})"),
        **dict.fromkeys((2, 6), two),
        **dict.fromkeys((3, 5), f"usp({half})"),
    }
    a5 = {
        0: " + ".join([f"so({quarter})"] * 4),
        3: f"usp({half})",
        **dict.fromkeys((1, 5), f"so({half})"),
        **dict.fromkeys((2, 4), two),
    }
    table = {
        "a0": f"R^{n - 1}",
        "a1": f"so({n})",
        "a3": a3[n % 8],
        "a5": a5[n % 6],
        "a8": f"so({2 * n - 1})",
        "a9": f"usp({half})",
        "a14": f"so({2 * n})",
        "b0": f"R^{n}",
        "b1": f"R^{2 * n - 1}",
        "b2": f"usp({half}) + R",
        "b3": " + ".join(["su(2)"] * n),
        "b4": f"su({half}) + su({half}) + R",
        **dict.fromkeys(("a2", "a4"), f"so({n}) + so({n})"),
        **dict.fromkeys(("a6", "a7", "a10"), even),
        **dict.fromkeys(("a11", "a16"), f"so({2**n})"),
        **dict.fromkeys(("a12", "a17", "a18", "a19", "a21", "a22"), f"su({2**n})"),
        **dict.fromkeys(("a13", "a15", "a20"), f"su({half}) + su({half})"),
    }
    return table[family]
