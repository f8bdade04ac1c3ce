"""Names: one canonical spelling a class, coincidences known, and spelling that survives being read again."""

from __future__ import annotations

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra import canonical_name
from lietheory.algebra.names.agreement import agrees
from lietheory.algebra.names.nilpotent_table import read_symbol
from lietheory.algebra.names.parser import aliases, pieces
from lietheory.algebra.names.simple_types import complex_types, members, names_of, natural_module, simple_type, written
from lietheory.errors import UnknownNameError


@pytest.mark.parametrize(
    ("classes", "canonical"),
    [
        (("su(2)", "usp(2)", "su*(2)", "SO(3)"), "so(3)"),
        (("sl(2,R)", "sl(2)", "su(1,1)", "sp(2,R)", "so(1,2)"), "so(2,1)"),
        (("sl(2,C)", "so(3,C)", "sp(2,C)"), "so(3,1)"),
        (("sl(4,R)",), "so(3,3)"),
        (("su(2,2)",), "so(4,2)"),
        (("su(4)",), "so(6)"),
        (("su*(4)",), "so(5,1)"),
        (("so*(6)",), "su(3,1)"),
        (("sp(4)",), "so(3,2)"),
        (("usp(4)",), "so(5)"),
        (("usp(2,2)",), "so(4,1)"),
        (("so*(8)",), "so(6,2)"),
        (("so(6,C)",), "sl(4,C)"),
        (("so(4)", "su(2) + so(3)"), "so(3) + so(3)"),
        (("so(2,2)",), "so(2,1) + so(2,1)"),
        (("so*(4)",), "so(3) + so(2,1)"),
        (("gl(2,R)", "u(1,1)"), "so(2,1) + R"),
        (("gl(3)",), "sl(3,R) + R"),
        (("u(2)", "so(3)+so(2)"), "so(3) + R"),
        (("R+R", "so(2)+so(1,1)"), "R^2"),
        (("u(1)",), "so(2)"),
        (("gl(1)",), "so(1,1)"),
        (("se(1)",), "R"),
        (("se(3)", "iso(3)", "so(3)|xR^3"), "so(3) |x R^3"),
        (("se(2)",), "so(2) |x R^2"),
        (("poincare(3)", "iso(3,1)"), "so(3,1) |x R^4"),
        (("se(4)",), "(so(3) + so(3)) |x R^4"),
        (("sim(2)",), "(so(2) + R) |x R^2"),
        (("sim(1)",), "aff(1)"),
        (("aff(2)", "gl(2) |x R^2"), "(so(2,1) + R) |x R^2"),
        (("R + se(3)",), "(so(3) |x R^3) + R"),
        (("g2(-14)",), "g2(-14)"),
        (("so(3) + sl(3,R)",), "sl(3,R) + so(3)"),
        (("e6(-26)",), "e6(-26)"),
        (("f4(C)",), "f4(C)"),
        (("so*(18)",), "so*(18)"),
    ],
)
def test_coincidences_have_one_canonical_name(classes: tuple[str, ...], canonical: str) -> None:
    assert {canonical_name(name) for name in (*classes, canonical)} == {canonical}


@pytest.mark.parametrize("dimension", range(1, 80))
def test_canonical_names_are_fixed_points_and_aliases_lead_back(dimension: int) -> None:
    for member in members(dimension):
        name = canonical_name(written(*member))
        assert canonical_name(name) == name
        assert all(canonical_name(alias) == name for alias in aliases(name, dimension))


def test_the_members_of_a_simple_class_share_its_dimension() -> None:
    for dimension in range(3, 80):
        for member in members(dimension):
            kind = simple_type(*member)
            assert kind is None or (kind.dimension == dimension and written(*member) in names_of(kind))


def test_two_numbers_fix_the_complex_type_up_to_root_lengths() -> None:
    assert complex_types(78, 6) == ["B", "C", "E"]
    assert complex_types(133, 7) == ["E"]
    assert complex_types(10, 2) == ["B"]
    assert complex_types(4, 2) == []


def test_so_12_6_and_so_star_18_are_two_classes_with_one_signature() -> None:
    one, two = simple_type("so", 12, 6), simple_type("so*", 18)
    assert (one.letter, one.rank, one.compact) == (two.letter, two.rank, two.compact)
    assert names_of(one) == ("so(12,6)",)
    assert names_of(two) == ("so*(18)",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "so",
        "so(0)",
        "sp(3)",
        "su*(3)",
        "so(3)x",
        "R^",
        "g2(3)",
        "u(0)",
        "heisenberg(0)",
        "so(3) |x",
    ],
)
def test_what_names_nothing_is_refused(text: str) -> None:
    with pytest.raises(UnknownNameError, match="Lie algebra"):
        canonical_name(text)


def test_complex_type_and_signature_clash_twice_to_dimension_300() -> None:
    """Classes of one dimension, complex type and compact dimension that have different names."""
    clashes = set()
    for dimension in range(3, 301):
        classes: dict[tuple, set[str]] = {}
        for member in members(dimension):
            kind = simple_type(*member)
            if kind is not None:
                classes.setdefault((kind.letter, kind.rank, kind.compact, kind.is_complex), set()).add(names_of(kind)[0])
        clashes |= {tuple(sorted(names)) for names in classes.values() if len(names) > 1}
    assert clashes == {("so(12,6)", "so*(18)"), ("su(9,5)", "su*(14)")}


NATURAL = [
    ("so", lt.so(5), 5, 0),
    ("so", lt.so(3, 2), 3, 2),
    ("sl", lt.sl(3), 3, 0),
    ("sp", lt.sp(2), 4, 0),
    ("su", lt.su(3), 3, 0),
    ("su", lt.su(2, 1), 2, 1),
    ("usp", lt.usp(4), 4, 0),
    ("usp", lt.usp(2, 2), 2, 2),
    ("slC", lt.catalogue_algebra("sl(3,C)"), 3, 0),
    ("soC", lt.catalogue_algebra("so(5,C)"), 5, 0),
    ("spC", lt.catalogue_algebra("sp(4,C)"), 4, 0),
    ("so*", lt.catalogue_algebra("so*(6)"), 6, 0),
    ("su*", lt.catalogue_algebra("su*(4)"), 4, 0),
]


@pytest.mark.parametrize(("family", "g", "p", "q"), NATURAL, ids=[f"{f}({p},{q})" for f, _, p, q in NATURAL])
def test_the_ratio_of_a_natural_module_is_that_of_the_killing_form_to_the_trace_form(family, g, p, q):
    module = natural_module(family, p, q)
    assert module is not None
    trace = np.einsum("aij,bji->ab", g.generators, g.generators).astype(float)
    assert g.generators.shape[1] == module.dimension
    assert np.allclose(g.killing_form().astype(float), float(module.ratio) * trace)


def test_names_agree_only_where_every_bracket_does():
    two = "R |x R^2[1, 1/2] + R |x R^2[1, {}]".format
    assert agrees(two("1/3"), two("0.33..0.34"))
    assert not agrees(two("1/3"), two("1/4"))
    assert not agrees("R |x R^2[1, 1/4] + R |x R^2[1, 1/3]", "R |x R^2[1, 1/5] + R |x R^2[1, 1/3]")


MAXIMAL_COMPACT = {
    "g2": ["so(3) + so(3)", "g2(-14)"],
    "f4": ["usp(6) + su(2)", "so(9)", "f4(-52)"],
    "e6": ["usp(8)", "su(6) + su(2)", "so(10) + so(2)", "f4(-52)", "e6(-78)"],
    "e7": ["su(8)", "so(12) + su(2)", "e6(-78) + so(2)", "e7(-133)"],
    "e8": ["so(16)", "e7(-133) + su(2)", "e8(-248)"],
}  # Helgason, Differential Geometry, Lie Groups, and Symmetric Spaces, X, table V


@pytest.mark.parametrize("family", MAXIMAL_COMPACT)
def test_an_exceptional_type_has_the_real_forms_of_its_maximal_compact_subalgebras_and_no_other(family):
    (whole,) = pieces(f"{family}(C)")
    size = whole.dimension // 2
    characters = {size - 2 * sum(p.dimension for p in pieces(compact)) for compact in MAXIMAL_COMPACT[family]}
    for character in range(-size, size + 1):
        name = f"{family}({character})"
        if character in characters:
            assert canonical_name(name) == name
        else:
            with pytest.raises(UnknownNameError):
                canonical_name(name)


@pytest.mark.parametrize(
    ("symbol", "summands"),
    [("L1,1", ("R",)), ("L2,1", ("R^2",)), ("L3,2", ("heisenberg(1)",)), ("L2,2", None), ("L3,3", None), ("L4,4", None)],
)
def test_small_nilpotent_symbols_are_read_to_the_end_of_their_tables(symbol, summands):
    assert read_symbol(symbol) == summands
