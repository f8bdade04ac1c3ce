"""Residuals see each of the things they are about: one part of a true instance is put wrong at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lietheory.algebra import so
from lietheory.proof.instances import Instance
from lietheory.proof.registry import claims_by_label

OFF = 1e-3

Fault = Callable[[Instance], Instance]


def moved(name: str, by: float = OFF) -> Fault:
    """The instance with one array a little off."""
    return lambda i: {**i, name: i[name] + by * np.arange(1, 1 + np.size(i[name])).reshape(np.shape(i[name]))}


def of_feature(**changes: Callable) -> Fault:
    """The instance whose function has other derivatives or values; each is given the true ones."""
    return lambda i: {**i, "f": replace(i["f"], **{name: lambda x, g=g, i=i: g(i["f"], x) for name, g in changes.items()})}


FAULTS = [
    ("eq14", "a right inverse that is none", moved("R")),
    ("eq14", "labels that the fit does not fit", moved("C")),
    ("eq14", "a pair that is no symmetry of the second moment", moved("H")),
    ("eq15", "another second moment than that of the root", moved("H")),
    ("eq15", "samples of another second moment", lambda i: {**i, "samples": i["samples"] * np.arange(1, 1 + len(i["H"]))}),
    ("eq15", "a repeated generator", lambda i: {**i, "turns": np.concatenate([i["turns"], i["turns"][:1]])}),
    ("bias-row", "a group element that moves the covariance", moved("u")),
    ("bias-row", "a second moment of other inputs", moved("H")),
    ("low-rank-sparse", "a matrix of full rank that is the target", lambda i: {**i, "L": i["M"]}),
    (
        "low-rank-sparse",
        "a share of a target whose values differ",
        lambda i: {**i, "M": np.diag(np.arange(1.0, 1 + len(i["M"]))), "even": True},
    ),
    (
        "killing-orthogonality",
        "a form taken for definite",
        lambda i: {**i, "L": so(2, 1).generators.astype(float), "definite": True},
    ),
    ("regularizer-cost", "decoders of other generators", moved("U")),
    ("regularizer-cost", "dense generators of another size", lambda i: {**i, "L": 2 * i["L"]}),
    ("msr-dimensions", "another column", moved("U")),
    ("msr-dimensions", "another generator", moved("L")),
    ("augerino-affine", "a linear part that is no square", lambda i: {**i, "M": np.diag([-1.0, -2.0]), "root": np.sqrt(2.0)}),
    ("parameter-counts", "an array more", lambda i: {**i, "extra_bias": 1}),
    ("liegg-criterion", "a direction that is none", moved("h")),
    ("liegg-criterion", "a group element that is none", moved("g")),
    ("liegg-criterion", "a gradient of another function", of_feature(gradient=lambda f, x: 1.1 * f.gradient(x))),
    ("liegg-svd", "evidence of another map", moved("E")),
    ("liegg-svd", "symmetries of another map", moved("symmetries")),
    ("liegg-multi-output", "symmetries of another map", lambda i: {**i, "symmetries": np.eye(i["n"])[None]}),
    ("liegg-variance", "a variance twice as large", lambda i: {**i, "V": 2 * i["V"] + 1.0}),
    (
        "liegg-variance",
        "values of another function",
        lambda i: of_feature(value=lambda f, x: 30 * f.value(x))({**i, "t": 1e-4}),
    ),
    ("liegg-bias", "symmetries of another map", moved("symmetries")),
]


@pytest.mark.parametrize(("label", "fault"), [pytest.param(label, fault, id=f"{label}: {text}") for label, text, fault in FAULTS])
def test_the_residual_sees_what_is_put_wrong(label, fault, rng):
    claim = claims_by_label()[label]
    found = [abs(float(claim.residual(fault(claim.sample(rng))))) for _ in range(20)]
    assert np.quantile(found, 0.7) > 1e-6  # some draws have no room for the fault, as one generator among one


def test_a_form_at_too_few_points_has_a_null_space_that_rows_of_weight_zero_enlarge(rng):
    claim = claims_by_label()["liegg-svd"]
    for _ in range(10):
        instance = claim.sample(rng)
        weights = instance["weights"] * (np.arange(len(instance["E"])) > len(instance["E"]) - 2)
        if len(weights) > 1:
            assert claim.residual({**instance, "weights": weights}) >= 1
