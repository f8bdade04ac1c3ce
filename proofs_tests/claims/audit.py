"""The verdicts on the printed forms that an independent audit of the two documents found; None for our own lemmas."""

from __future__ import annotations

PRINTED = {
    "eq2": "holds",
    "eq4": "imprecise",
    "prop1": "imprecise",
    "eq6": "refuted",
    "prop2": "imprecise",
    "eq9": "refuted",
    "prop3": "imprecise",
    "eq10": "refuted",
    "eq11": "refuted",
    "prop4": "imprecise",
    "eq12": "refuted",
    "prop5": "imprecise",
    "low-rank-sparse": "refuted",
    "killing-orthogonality": "imprecise",
    "regularizer-cost": "imprecise",
    "msr-dimensions": "refuted",
    "augerino-affine": "holds",
    "eq13": "imprecise",
    "eq14": "imprecise",
    "full-rank": "imprecise",
    "thm1": "imprecise",
    "eq15": "holds",
    "cor1": "refuted",
    "bias-row": "refuted",
    "parameter-counts": "refuted",
    "liegg-criterion": "imprecise",
    "liegg-nullspace": "imprecise",
}
