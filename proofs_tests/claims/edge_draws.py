"""A generator whose numbers lie at the edge of what their distributions allow, for the samples that claims draw from.

Samples are constructed so that the assumptions hold whatever is drawn, but for events of probability 0. From extreme
numbers come instances at the edge of the hypotheses: of extreme scale, nearly degenerate, of the smallest or largest size.
"""

from __future__ import annotations

import numpy as np

SCALED, UNEVEN, DEPENDENT, PLAIN = "scaled", "uneven", "nearly dependent", "plain"
KINDS = (SCALED, UNEVEN, DEPENDENT, PLAIN)


class EdgeDraws(np.random.Generator):
    """Of each instance one kind: all normal numbers of a scale, each of its own, rows that nearly repeat, or as they are.

    Integers are the least or the greatest in half of the draws, uniform numbers lie near an end in half of them.

    Args:
        rng: gives the seed.
        decades: powers of ten by which normal numbers are scaled, up or down.
        degenerate: powers of ten by which rows differ less than they would.
    """

    def __init__(self, rng: np.random.Generator, decades: float, degenerate: float) -> None:
        seed = int(rng.integers(2**63))
        super().__init__(np.random.PCG64(seed))
        self.inner = np.random.default_rng(seed)
        self.decades, self.degenerate = decades, degenerate
        self.kind = KINDS[int(self.inner.integers(len(KINDS)))]

    def standard_normal(self, size=None, *args, **kwargs):
        drawn = self.inner.standard_normal(size, *args, **kwargs)
        if self.kind == SCALED:
            return drawn * 10.0 ** self.inner.uniform(-self.decades, self.decades)
        if self.kind == UNEVEN:
            return drawn * 10.0 ** self.inner.uniform(-self.decades / 2, self.decades / 2, np.shape(drawn))
        if self.kind == DEPENDENT and np.ndim(drawn) == 2:
            near = 10.0 ** -self.inner.uniform(0, self.degenerate)
            return np.concatenate([drawn[:1], drawn[:1] + near * drawn[1:]])
        return drawn

    def integers(self, low, high=None, size=None, *args, endpoint=False, **kwargs):
        least, most = (0, low) if high is None else (low, high)
        drawn = self.inner.integers(least, most, size, *args, endpoint=endpoint, **kwargs)
        ends = np.where(self.inner.random(np.shape(drawn)) < 0.5, least, np.asarray(most) - (not endpoint))
        return np.where(self.inner.random(np.shape(drawn)) < 0.5, ends, drawn).astype(np.asarray(drawn).dtype)[()]

    def uniform(self, low=0.0, high=1.0, size=None):
        share = self.inner.uniform(size=size)
        near = 10.0 ** -self.inner.uniform(0.3, self.decades + 1, np.shape(share))
        ends = np.where(self.inner.random(np.shape(share)) < 0.5, near, 1 - near)
        return low + (np.asarray(high) - low) * np.where(self.inner.random(np.shape(share)) < 0.5, ends, share)[()]

    def random(self, *args, **kwargs):
        return self.inner.random(*args, **kwargs)

    def choice(self, *args, **kwargs):
        return self.inner.choice(*args, **kwargs)

    def permutation(self, *args, **kwargs):
        return self.inner.permutation(*args, **kwargs)

    def chisquare(self, *args, **kwargs):
        return self.inner.chisquare(*args, **kwargs)
