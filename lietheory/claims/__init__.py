"""The claims themselves, one file each; ``ORDER`` is the order of their sources."""

from __future__ import annotations

ORDER = (
    "eq2",
    "eq4",
    "prop1",
    "eq6",
    "prop2",
    "eq9",
    "prop3",
    "eq10",
    "eq11",
    "prop4",
    "eq12",
    "prop5",
    "eq13",
    "thm1",
    "cor1",
    "liegg-nullspace",
)
