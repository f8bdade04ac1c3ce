"""Inner products and brackets of generators L_k = U_k V_k from small tables of their factors, never forming L_k.

With U = [U_1 ... U_n] and V stacked alike, everything asked for is a trace of products of blocks of
U^T U, V V^T and V U, of size n r: three matrix products of n^2 r^2 d multiplications, and what follows
takes n^3 r^3 + n^4 r^2, less than that where the space has d >= n (r + n) points. L_k has norm 1 here.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from lietheory.errors import RankError


@dataclass(frozen=True, eq=False)
class FactorTables:
    """Blocks (i, j) of size r in matrices of size n r, for generators scaled to norm 1.

    Attributes:
        decoders: U_i^T U_j.
        encoders: V_i V_j^T.
        crossed: V_i U_j; empty for rectangular generators, which have no brackets.
        gram: <L_i, L_j>, (n, n).
    """

    decoders: Float[Tensor, "m m"]
    encoders: Float[Tensor, "m m"]
    crossed: Float[Tensor, "*sizes"]
    gram: Float[Tensor, "n n"]

    @classmethod
    def of(cls, U: Float[Tensor, "k t r"], V: Float[Tensor, "k r s"]) -> FactorTables:
        """The tables of U (n, d, r) and V (n, r, d); a generator that is zero stays zero."""
        n, d, r = U.shape
        stacked, rows = U.transpose(0, 1).reshape(d, n * r), V.reshape(n * r, V.shape[2])
        decoders, encoders = stacked.T @ stacked, rows @ rows.T
        gram = _blocks(decoders * encoders, n).sum((1, 3))
        squares = gram.diagonal()
        scale = torch.where(squares > 0, squares, torch.ones_like(squares)).rsqrt()
        wide = scale.repeat_interleave(r)  # taken into U
        crossed = rows @ stacked * wide if d == rows.shape[1] else rows.new_zeros(0)
        return cls(decoders * wide * wide[:, None], encoders, crossed, gram * scale * scale[:, None])

    def inverse_gram(self, call: str) -> Float[Tensor, "n n"]:
        """The inverse of the Gram matrix.

        Raises:
            RankError: a Gram matrix that is singular to rounding.
        """
        n = len(self.gram)
        values = torch.linalg.eigvalsh(self.gram.detach())
        independent = int((values > 32 * n * torch.finfo(values.dtype).eps).sum())
        if independent < n:
            raise RankError(
                call,
                f"{n} independent generators",
                f"a span of dimension {independent} to half the digits",
                "Leave out the dependent ones; for nearly dependent ones pass the matrices, L().",
            )
        return torch.linalg.inv(self.gram)

    def products(self) -> Float[Tensor, "n m m"]:
        """U_i^T L_l U_k, blocks (i, k) for every l."""
        n, m = len(self.gram), len(self.decoders)
        return torch.bmm(self.decoders.view(m, n, m // n).transpose(0, 1), self.crossed.view(n, m // n, m))

    def structure(self) -> Float[Tensor, "n n n"]:
        """<L_k, [L_i, L_j]> at [i, j, k]."""
        n = len(self.gram)
        triples = (self.products() * self.encoders).unflatten(2, (n, -1)).unflatten(1, (n, -1)).sum((2, 4))  # [i, k, j]
        return triples.transpose(1, 2) - triples.permute(2, 0, 1)

    def bracket_square(self, inverse: Float[Tensor, "n n"]) -> Float[Tensor, ""]:
        """sum over a, b of |[Q_a, Q_b]|^2 for an orthonormal basis Q of the span, given the inverse Gram matrix."""
        n, m = len(self.gram), len(self.decoders)
        wide = inverse.repeat_interleave(m // n, 0).repeat_interleave(m // n, 1)
        straight = (self.crossed * ((self.decoders * wide) @ self.crossed @ (self.encoders * wide))).sum()
        mixed = torch.tensordot(inverse, self.products(), 1) * wide  # sum_l inverse[j, l] U_i^T L_l U_k
        ends = torch.bmm(mixed, self.encoders.view(m, n, m // n).transpose(0, 1))
        exchanged = (self.crossed.view(m, n, m // n).transpose(0, 1) * ends).sum()
        return 2 * (straight - exchanged)


def _blocks(table: Float[Tensor, "m m"], n: int) -> Float[Tensor, "n r n r"]:
    """The table of size m = n r in blocks."""
    r = len(table) // n
    return table.view(n, r, n, r)
