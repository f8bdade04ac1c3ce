"""Matrices and spans of them, constructed: well-conditioned changes of basis, orthogonal frames, exact integers."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

_units = st.floats(-1.0, 1.0, allow_subnormal=False)


def skew(d: int) -> st.SearchStrategy[np.ndarray]:
    """Skew d x d matrices, from their free triangle."""

    def build(entries: np.ndarray) -> np.ndarray:
        K = np.zeros((d, d))
        K[np.triu_indices(d, 1)] = entries
        return K - K.T

    return hnp.arrays(np.float64, d * (d - 1) // 2, elements=_units).map(build)


@st.composite
def orthogonal(draw: st.DrawFn, d: int) -> np.ndarray:
    """Orthogonal d x d matrices of either determinant: Cayley transforms of skew matrices, times signs."""
    K, I = draw(skew(d)), np.eye(d)
    signs = draw(hnp.arrays(np.float64, d, elements=st.sampled_from([-1.0, 1.0])))
    return np.linalg.solve(I - K, I + K) * signs


@st.composite
def invertible(draw: st.DrawFn, d: int, log_condition: float = 1.0) -> np.ndarray:
    """Invertible d x d matrices whose logarithm of the condition number (base 10) is at most the one given."""
    logs = draw(hnp.arrays(np.float64, d, elements=st.floats(0.0, log_condition)))
    return (draw(orthogonal(d)) * 10.0**logs) @ draw(orthogonal(d))


@st.composite
def positive_definite(draw: st.DrawFn, d: int, log_condition: float = 2.0) -> np.ndarray:
    """Symmetric positive definite d x d matrices, by a drawn frame and drawn logarithms of the eigenvalues."""
    Q = draw(orthogonal(d))
    logs = draw(hnp.arrays(np.float64, d, elements=st.floats(0.0, log_condition)))
    H = (Q * 10.0**logs) @ Q.T
    return (H + H.T) / 2


def integers(*shape: int, bound: int = 4) -> st.SearchStrategy[np.ndarray]:
    """Integer arrays of one shape, for claims checked exactly."""
    return hnp.arrays(np.int64, shape, elements=st.integers(-bound, bound))


def bounded(*shape: int) -> st.SearchStrategy[np.ndarray]:
    """Float arrays of one shape with entries in [-1, 1]."""
    return hnp.arrays(np.float64, shape, elements=_units)


def frames(k: int, n: int) -> st.SearchStrategy[np.ndarray]:
    """k orthonormal rows in R^n."""
    return orthogonal(n).map(lambda Q: Q[:k])
