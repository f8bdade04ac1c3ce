"""A name with intervals agrees with each name it may be, however either is spelled, and with no other one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lietheory.algebra.catalogue.affine import with_translations
from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.identification.identify import identify
from lietheory.algebra.linalg.algebraic_numbers import Interval
from lietheory.algebra.names.agreement import agrees, stands_for
from lietheory.algebra.names.jordan_blocks import ONE, Block
from lietheory.algebra.names.modules import canonical_module, images, written_module
from lietheory.algebra.names.parser import canonical_name, module_of, pieces
from lietheory.algebra.names.summands import semidirect
from lietheory.errors import UnknownNameError

WIDTH = Fraction(1, 100)
LEFT = {
    "so(3) + R": ("2 C^2[{}, {}] + R[{}]", "R^3[{}] + C^2[{}] + R[{}]", "2 C^2[J2({})] + R^2[{}, {}]"),
    "su(2,1) + R": ("2 C^3[{} +- i, {} +- 2*i] + R[{}]", "2 C^3[{} +- i, {} -+ 1/2*i] + R[{}]"),
    "so(2,1) + so(2,1) + R": ("R^2(1;0)[{}] + R^2(0;1)[{}] + R[{}]", "2 R^2(1;0)[{} +- i] + 2 R^2(0;1)[{}, {}]"),
    "so(3,1) + R": ("2 C^2[{} +- i, {} -+ 3*i] + R[{}]",),
    "sl(3,R) + R": ("2 R^3[{}, {}] + R^3*[{}]",),
}
SHAPES = [(left, module) for left, modules in LEFT.items() for module in modules]
NUMBERS = st.tuples(*[st.integers(1, 12).flatmap(lambda n: st.sampled_from([Fraction(n, 4), -Fraction(n, 4)]))] * 3)


def _name(shape: tuple[str, str], numbers: tuple[Fraction, ...]) -> str:
    return canonical_name(f"({shape[0]}) |x ({shape[1].format(*numbers)})")


def _with_intervals(name: str, which: int, shifts: list[int]) -> str:
    """One of the spellings of a name, with an interval about each number but the one that fixes the factor."""
    left, module = name.split(" |x ", 1)
    factors, parts = module_of(pieces(left), module) or ([], ())
    spellings = list(images(factors, parts))
    numbers = iter(shifts * 4)

    def wide(x: Fraction) -> Fraction | Interval:
        return x if abs(x) in (0, ONE) else Interval(x - WIDTH * next(numbers) / 4, x + WIDTH * next(numbers) / 4)

    def blurred(b: Block) -> Block:
        return Block(b.size, wide(b.real), b.imaginary if b.imaginary is None else wide(b.imaginary))

    image = [
        replace(p, blocks=tuple(blurred(b) for b in p.blocks or () if isinstance(b, Block)))
        for p in spellings[which % len(spellings)]
    ]
    text = semidirect(pieces(left), written_module(factors, image))
    return text if ".." in text else name


SPREADS = st.lists(st.integers(1, 4), min_size=4, max_size=4)


@given(st.sampled_from(SHAPES), NUMBERS, st.integers(0, 99), SPREADS)
@example(SHAPES[0], (Fraction(-1), Fraction(1), Fraction(2)), 0, [1] * 4)
@example(SHAPES[0], (Fraction(-1), Fraction(1), Fraction(2)), 1, [1] * 4)
def test_each_spelling_with_intervals_agrees_with_the_exact_name(shape, numbers, which, shifts):
    exact = _name(shape, numbers)
    wide = _with_intervals(exact, which, shifts)
    assert agrees(wide, exact) and agrees(exact, wide) and agrees(wide, wide)
    assert agrees(canonical_name(wide), exact) and stands_for(exact, canonical_name(wide))
    assert agrees(f"{exact} + so(3)", f"{wide} + so(3)") and not agrees(f"{exact} + so(3)", wide)


@given(st.sampled_from(SHAPES[:2]), NUMBERS, NUMBERS, st.integers(0, 99))
def test_numbers_outside_the_intervals_do_not_agree(shape, numbers, others, which):
    def sizes(values):
        return sorted(abs(x) / max(map(abs, values)) for x in values)

    if any(abs(a - b) > WIDTH for a, b in zip(sizes(numbers), sizes(others), strict=True)):  # no sign and no order of them fits
        wide = _with_intervals(_name(shape, numbers), which, [4] * 4)
        assert ".." not in wide or not agrees(wide, _name(shape, others))


@pytest.mark.parametrize(
    ("wide", "other"),
    [
        ("(so(3) + R) |x (2 R^3[0.49..0.51, -0.51..-0.49] + R[1])", "(so(3) + R) |x (2 R^3[1/2, 1/2] + R[1])"),  # one sign turned
        ("(so(3) + R) |x (2 R^3[0.49..0.51, 0.3..0.31] + R[1])", "(so(3) + R) |x (2 C^2[1/2, 3/10] + R[1])"),
        ("(so(3) + R) |x (2 R^3[0.49..0.51, 0.3..0.31] + R[1])", "(so(3) + R) |x (2 R^3[?] + R[?])"),
        ("(su(2,1) + R) |x 2 C^3[0.49..0.51 +- i, 0.2..0.21 +- i]", "(su(2,1) + R) |x 2 C^3[1/2 +- i, 1/5 -+ i]"),
        ("R |x R^3[1, 0.49..0.51, 0.3..0.31]", "R |x R^2[1, 1/2]"),
        ("R |x R^2[1, 0.49..0.51] + R", "R |x R^2[1, 0.49..0.51] + so(3)"),
        ("R |x heisenberg(1)[1, 0.49..0.51]", "R |x R^2[1, 0.49..0.51]"),
    ],
)
def test_names_of_two_classes_do_not_agree(wide, other):
    assert not agrees(wide, other) and not agrees(other, wide)


@pytest.mark.parametrize(
    ("wide", "exact"),
    [
        ("R |x R^3[1, 0.49..0.51, -0.51..-0.49]", "R |x R^3[1, 1/2, -1/2]"),
        ("R |x R^3[-0.51..-0.49, 0.49..0.51, -1]", "R |x R^3[1, 1/2, -1/2]"),
        ("R |x heisenberg(1)[1, 0.33..0.34]", "R |x heisenberg(1)[1, 1/3]"),
        ("(so(3) + R) |x heisenberg(6)[2 R^3[1, 0.49..0.51] + 2 R^3[0.1..0.2, 0.3..0.4]]",) * 2,
    ],
)
def test_sums_and_other_ideals_agree_in_any_order(wide, exact):
    two = "({}) + ({})".format
    assert agrees(wide, exact) and agrees(exact, wide)
    assert agrees(two(wide, "R |x R^2[1, 0.2..0.3]"), two("R |x R^2[1, 1/4]", exact))


def test_numbers_that_no_interval_hides_decide_the_sign():
    """-1/2 and 1/2 cannot be told from their negatives with intervals, so the next number is written as 1."""
    factors, parts = module_of(pieces("so(3) + R"), "2 C^2[0.4939..0.5063, -0.5061..-0.4937] + R[-1]") or ([], ())
    assert str((canonical_module(factors, parts)[1].blocks or ())[0]) == "1"


@pytest.mark.parametrize("seed", range(3))
def test_noise_leaves_the_sign_of_the_centre_as_it_was(seed: int) -> None:
    rng = np.random.default_rng(seed)
    linear = np.zeros((4, 5, 5))
    linear[:3, :4, :4] = np.kron(np.eye(2), catalogue_algebra("sl(2,R)").generators)
    linear[3] = np.diag([-1.0, -1.0, 1.0, 1.0, 2.0])
    L = with_translations(linear, 5).generators
    L = L / np.linalg.norm(L, axis=(1, 2), keepdims=True)
    noisy = identify(L + 1e-4 / L.shape[1] * rng.standard_normal(L.shape), noise=1e-4)
    assert noisy.is_named("(sl(2,R) + R) |x (2 R^2[-1, 1] + R[2])") and noisy.name.endswith(" + R[1])")


def test_a_text_that_is_no_name_is_refused():
    with pytest.raises(UnknownNameError):
        stands_for("so(3) |x", "so(3)")
