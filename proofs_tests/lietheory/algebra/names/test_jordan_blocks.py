"""Blocks have one spelling a class, which is read back; what is no block is refused."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra.names.jordan_blocks import Block, agree, canonical, parse_blocks, written_blocks

NUMBERS = st.fractions(min_value=-3, max_value=3, max_denominator=6)
SIZES = st.integers(1, 3)
HEIGHTS = NUMBERS.filter(bool).map(abs)
BLOCKS = st.lists(st.one_of(st.builds(Block, SIZES, NUMBERS), st.builds(Block, SIZES, NUMBERS, HEIGHTS)), min_size=1, max_size=4)


def _times(blocks: list[Block], factor: Fraction) -> list[Block]:
    return [Block(b.size, factor * b.real, b.imaginary and abs(factor) * b.imaginary) for b in blocks]


@given(BLOCKS)
def test_what_is_written_is_read_back(blocks: list[Block]) -> None:
    assert parse_blocks(written_blocks(blocks)) == blocks


@given(BLOCKS, NUMBERS.filter(bool), st.randoms(use_true_random=False))
def test_a_factor_and_the_order_do_not_change_the_spelling(blocks: list[Block], factor: Fraction, order: random.Random) -> None:
    other = _times(blocks, factor)
    order.shuffle(other)
    spelling = canonical(blocks)
    assert canonical(other) == spelling == canonical(spelling)
    assert agree(spelling, canonical(other))


@given(BLOCKS)
def test_the_largest_imaginary_part_or_else_the_largest_eigenvalue_is_one(blocks: list[Block]) -> None:
    spelling = canonical(blocks)
    heights = [b.imaginary for b in spelling if b.imaginary is not None]
    largest = max((b.size for b in spelling if not b.is_nilpotent), default=0)
    assert max(heights or [abs(b.real) for b in spelling if b.size == largest and not b.is_nilpotent] or [1]) == 1


@pytest.mark.parametrize("text", ["", "x", "J0(1)", "J2(x)", "J2(1", "1 +- ", "1 +- 2", "1 +- 0*i", "1 +- -2*i", "1,", "x +- i"])
def test_what_is_no_block_is_none(text: str) -> None:
    assert parse_blocks(text) is None
