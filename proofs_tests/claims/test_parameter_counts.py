"""The parameter counts of the audit's table, by formula, with the published code's bias for each generator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lietheory.claims.prose_parameter_counts import MNIST, cnn_count, dense_count, lconv_count, lconv_layer, ratios

AS_PUBLISHED = replace(MNIST, bias_terms=9)
CIFAR10 = replace(AS_PUBLISHED, side=32, channels=3)
CIFAR100 = replace(CIFAR10, classes=100)

TABLE = [
    pytest.param(AS_PUBLISHED, 452_170, 662_378, 216_650, 4_001_690, id="MNIST"),
    pytest.param(CIFAR10, 590_986, 862_634, 288_906, 5_521_562, id="CIFAR10"),
    pytest.param(replace(CIFAR100, rank=8), 3_409_124, 3_549_700, 2_880_996, 5_890_220, id="CIFAR100, rank 8"),
    pytest.param(CIFAR100, 3_540_196, 3_811_844, 2_880_996, 8_470_772, id="CIFAR100, rank 16"),
]


@pytest.mark.parametrize(("sizes", "one", "two", "cnn", "dense"), TABLE)
def test_the_formulas_give_the_table_of_the_audit(sizes, one, two, cnn, dense):
    assert (lconv_count(sizes), lconv_count(sizes, layers=2), cnn_count(sizes), dense_count(sizes)) == (one, two, cnn, dense)


def test_the_layer_alone_has_132_224_parameters_on_cifar100_at_rank_8():
    assert lconv_layer(replace(CIFAR100, rank=8), 3) == 132_224


def test_with_the_bias_of_equation_6_the_ratios_on_mnist_are_half_and_nine():
    assert lconv_count(MNIST) == 451_914
    assert ratios(MNIST) == pytest.approx({"CNN": 0.479, "FC": 8.855}, abs=1e-3)
