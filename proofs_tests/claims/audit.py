"""The verdicts on the printed forms that an independent audit of the two documents found; None for our own lemmas."""

from __future__ import annotations

PRINTED = {
    "eq1": "holds",
    "eq2": "holds",
    "exponential-surjective": "imprecise",
    "exponential-products": "holds",
    "eq3": "refuted",
    "equivariant-layers": "refuted",
    "eq4": "imprecise",
    "eq5": "imprecise",
    "prop1": "imprecise",
    "homogeneous-activation": "imprecise",
    "eq6": "refuted",
    "linear-activation": "refuted",
    "eq7": "refuted",
    "prop2": "imprecise",
    "multilayer-rate": "imprecise",
    "single-generator": "refuted",
    "eq8": "holds",
    "eq9": "refuted",
    "prop3": "imprecise",
    "eq10": "refuted",
    "eq11": "refuted",
    "prop4": "imprecise",
    "eq12": "refuted",
    "prop5": "imprecise",
    "eq13": "imprecise",
    "thm1": "imprecise",
    "cor1": "refuted",
    "liegg-nullspace": "imprecise",
}
