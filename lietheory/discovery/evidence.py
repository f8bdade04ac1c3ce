"""What is kept of a stream of evidence rows: a factor of each half, and Gram matrices of groups of points.

Three matrices over the K vector fields v_k decide what symmetry a map F has. With J its whitened
Jacobian:

* the evidence E, rows J(x_n) v_k(x_n);
* the reference E0, rows J(x_m) v_k(x_n) with m != n. Its Gram matrix estimates
  G0[k, l] = mean v_k(x)^T C v_l(x), C = mean J^T J: what E^T E would be if the gradient at a point were
  independent of the point. Pairing points needs no pass for C first, and streams and merges as E does;
  its rows are rows of J v, so that a field along which the map is constant gives exact zeros, which no
  product with a rounded C does;
* the fields' own Gram matrix M[k, l] = mean v_k . v_l: its null space is what these data cannot identify.

Rows computed in float64 are accumulated by QR, for E^T E would lose half the digits of every angle. Rows
computed in float32 are accumulated by Gram matrices in float64: those lose what is below sqrt(eps64) = 1.5e-8 of the
largest, which is less than the 6e-8 that each row was rounded by. M only decides a rank.
Every second point belongs to the half that evaluates; of that half the Gram matrices of GROUPS groups
are kept as well, for the bootstrap. The memory does not depend on the number of points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Float
from scipy.linalg import get_lapack_funcs

from lietheory.algebra.linalg.memory import require_memory
from lietheory.discovery.point_frame import PointFrame
from lietheory.discovery.spectrum import gram_root
from lietheory.files import Checked, UnfitError
from lietheory.threads import one_thread

GROUPS = 50  # a standard error from 50 independent groups is itself known to 10 %
SELECTION, EVALUATION = (
    0,
    1,
)  # the half that directions are selected on, the even points, and the half they are evaluated on, the odd
MATRICES = 4 * GROUPS + 16  # K x K, held at once: all groups before and after an addition, and what is kept of both halves
NUMBER_BYTES = 8
(GEQRF,) = get_lapack_funcs(("geqrf",), dtype=np.float64)
QR_NUMBERS = 2**17  # of rows that are factored at once: 1 MiB, which stays near the processor


def require_dense_memory(unknowns: int, call: str) -> None:
    """Raise ShapeError where the Gram matrices of so many fields, those of all groups twice while added to, do not fit.

    Raises:
        ShapeError: with the estimate, what is available, and what needs less.
    """
    needed = NUMBER_BYTES * MATRICES * float(unknowns) ** 2
    what = f"evidence about {unknowns} generators, {MATRICES} matrices of {unknowns} x {unknowns}"
    cure = "Take a smaller action, or the r directions of least lambda alone, by lconv.liegg.least_directions."
    require_memory(call, what, needed, cure)


@dataclass(frozen=True, eq=False)
class Evidence(Checked):
    """The evidence E, the reference E0 and the fields' Gram matrix M, accumulated over points.

    Args:
        points: the number of points.
        rows: how many rows E has.
        dtype: the precision the rows were computed in.
        kept: (2, 2, K, K), of E and of E0 and of each half the R factor, or the Gram matrix; see ``accumulated_by``.
        fields: (K, K), the sum of v_k . v_l over all points.
        evidence_groups: (GROUPS, K, K), E^T E for each group of evaluation points.
        reference_groups: (GROUPS, K, K), E0^T E0 for each group of evaluation points.
        frame: of the inputs, where the fields are those of the generators in it; None for the generators of the action.
        output_frame: likewise of the outputs.
    """

    points: int
    rows: int
    dtype: np.dtype
    kept: Float[np.ndarray, "2 2 K K"]
    fields: Float[np.ndarray, "K K"]
    evidence_groups: Float[np.ndarray, "groups K K"]
    reference_groups: Float[np.ndarray, "groups K K"]
    frame: PointFrame | None = None
    output_frame: PointFrame | None = None

    def require_sound(self) -> None:
        """Raise UnfitError unless a file's counts and arrays are those of some points."""
        K = self.fields.shape[-1]
        if not 0 < self.points <= self.rows < 2**62 or self.kept.shape[-2:] != (K, K):
            raise UnfitError(f"evidence of {self.points} points, {self.rows} rows and {K} fields, shape {self.kept.shape}")

    @classmethod
    def empty(
        cls,
        unknowns: int,
        dtype: np.dtype | type = np.float64,
        *,
        frame: PointFrame | None = None,
        output_frame: PointFrame | None = None,
    ) -> Evidence:
        """No evidence yet about ``unknowns`` vector fields."""
        kept, groups = np.zeros((2, 2, unknowns, unknowns)), np.zeros((GROUPS, unknowns, unknowns))
        return cls(0, 0, np.dtype(dtype), kept, kept[0, 0], groups, groups, frame, output_frame)

    @property
    def unknowns(self) -> int:
        """The number K of vector fields."""
        return self.fields.shape[0]

    @property
    def accumulated_by(self) -> str:
        """``"QR"`` where the rows were computed in float64, else ``"Gram"``."""
        return "QR" if self.dtype == np.float64 else "Gram"

    @cached_property
    def evidence(self) -> Float[np.ndarray, "2 K K"]:
        """A factor R of E for each half, R^T R = E^T E; triangular by QR."""
        return self._factors(self.kept[0])

    @cached_property
    def reference(self) -> Float[np.ndarray, "2 K K"]:
        """A factor of E0 for each half."""
        return self._factors(self.kept[1])

    def add(
        self,
        evidence: Float[np.ndarray, "n m K"],
        reference: Float[np.ndarray, "n m0 K"],
        fields: Float[np.ndarray, "K K"],
        *,
        first: int | None = None,
    ) -> Evidence:
        """The evidence with n more points.

        Args:
            evidence: J(x_n) v_k(x_n) for each point n and whitened output.
            reference: J(x_m) v_k(x_n), with m another point of the same half as n; over sqrt(P) for P such points.
            fields: the sum of v_k . v_l over these points.
            first: the number of the first of these points in the whole run, which determines the halves and groups of all;
                ``points`` unless given.
        """
        number, total = self.points if first is None else first, self
        for half in (SELECTION, EVALUATION):
            start = (half - number) % 2
            part = evidence[start::2], reference[start::2], fields if half == EVALUATION else np.zeros_like(fields)
            total = total.add_half(half, *part, first=(number + start) // 2)
        return total

    def add_half(
        self,
        half: int,
        evidence: Float[np.ndarray, "n m K"],
        reference: Float[np.ndarray, "n m0 K"],
        fields: Float[np.ndarray, "K K"],
        *,
        first: int,
    ) -> Evidence:
        """The evidence with n more points that all belong to one half, as :meth:`add`; fastest where n varies fastest.

        Args:
            half: SELECTION or EVALUATION.
            evidence: as for :meth:`add`.
            reference: likewise.
            fields: likewise.
            first: the number of the first of these points in its half.
        """
        columns = [rows.transpose(1, 2, 0) for rows in (evidence, reference)]  # (m, K, n)
        groups = [_group_grams(c, first) for c in columns] if half == EVALUATION else None
        kept = self.kept.copy()
        with one_thread():  # blocks are small, whatever the stream
            for i, c in enumerate(columns):
                if self.accumulated_by == "QR":
                    kept[i, half] = _qr_update(kept[i, half], c)
                else:
                    kept[i, half] += sum((a @ a.T for a in c), 0) if groups is None else groups[i].sum(axis=0)
        return replace(
            self,
            points=self.points + len(evidence),
            rows=self.rows + evidence.shape[0] * evidence.shape[1],
            kept=kept,
            fields=self.fields + fields,
            evidence_groups=self.evidence_groups if groups is None else self.evidence_groups + groups[0],
            reference_groups=self.reference_groups if groups is None else self.reference_groups + groups[1],
        )

    def merge(self, other: Evidence) -> Evidence:
        """The evidence of both streams together, as if one stream had all points."""
        coarser = max(self.dtype, other.dtype, key=lambda dtype: np.finfo(dtype).eps)
        mine, theirs = (e._by(coarser) for e in (self, other))
        return replace(
            mine,
            points=self.points + other.points,
            rows=self.rows + other.rows,
            kept=mine._joined(mine.kept, theirs.kept),
            fields=self.fields + other.fields,
            evidence_groups=self.evidence_groups + other.evidence_groups,
            reference_groups=self.reference_groups + other.reference_groups,
        )

    def about(
        self, generators: Float[np.ndarray, "K K"], frame: PointFrame | None = None, output_frame: PointFrame | None = None
    ) -> Evidence:
        """The same about other generators, one a row in terms of these."""
        G = generators
        return replace(
            self,
            kept=self.kept @ G.T if self.accumulated_by == "QR" else G @ self.kept @ G.T,
            fields=G @ self.fields @ G.T,
            evidence_groups=G @ self.evidence_groups @ G.T,
            reference_groups=G @ self.reference_groups @ G.T,
            frame=frame,
            output_frame=output_frame,
        )

    def total(self) -> tuple[Float[np.ndarray, "K K"], Float[np.ndarray, "K K"]]:
        """Factors of E and of E0 over both halves."""
        return tuple(self._factors(self._joined(self.kept[:, SELECTION], self.kept[:, EVALUATION])))

    def _factors(self, kept: Float[np.ndarray, "*b K K"]) -> Float[np.ndarray, "*b K K"]:
        return kept if self.accumulated_by == "QR" else gram_root(kept)

    def _joined(self, a: Float[np.ndarray, "*b K K"], b: Float[np.ndarray, "*b K K"]) -> Float[np.ndarray, "*b K K"]:
        return np.asarray(np.linalg.qr(np.concatenate([a, b], axis=-2), mode="r")) if self.accumulated_by == "QR" else a + b

    def _by(self, dtype: np.dtype) -> Evidence:
        """The same, as it is kept of rows in another precision."""
        other = replace(self, dtype=dtype)
        squared = (self.accumulated_by, other.accumulated_by) == ("QR", "Gram")
        return replace(other, kept=self.kept.swapaxes(-1, -2) @ self.kept) if squared else other


def _qr_update(R: Float[np.ndarray, "K K"], columns: Float[np.ndarray, "m K n"]) -> Float[np.ndarray, "K K"]:
    """The R factor of the rows behind R and of m n new ones, block by block."""
    K = len(R)
    block = max(QR_NUMBERS // K, 4 * K)
    for output in columns:
        for start in range(0, output.shape[1], block):
            stacked = np.concatenate([R.T, output[:, start : start + block]], axis=1)
            R = np.triu(GEQRF(stacked.T, overwrite_a=True)[0][:K])
    return R


def _group_grams(columns: Float[np.ndarray, "m K n"], first: int) -> Float[np.ndarray, "groups K K"]:
    """The Gram matrix of each group; points are dealt out in turn, and places before the first and after the last are empty."""
    m, K, n = columns.shape
    before = first % GROUPS
    after = -(before + n) % GROUPS
    if before or after:
        columns = np.pad(columns, ((0, 0), (0, 0), (before, after)))
    dealt = np.ascontiguousarray(columns.reshape(m, K, -1, GROUPS).transpose(3, 1, 0, 2)).reshape(GROUPS, K, -1)
    return dealt @ dealt.swapaxes(1, 2)
