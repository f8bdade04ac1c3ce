"""What is kept of a stream of evidence rows: R factors of each half, and Gram matrices of groups of points.

Three matrices over the K vector fields v_k decide what symmetry a map F has. With J its whitened
Jacobian:

* the evidence E, rows J(x_n) v_k(x_n);
* the reference E0, rows J(x_m) v_k(x_n) with m != n. Its Gram matrix estimates
  G0[k, l] = mean v_k(x)^T C v_l(x), C = mean J^T J: what E^T E would be if the gradient at a point had
  nothing to do with the point. Pairing points needs no pass for C first, and streams and merges as E does;
  its rows are rows of J v, so that a motion the map does not see at all gives exact zeros, which no
  product with a rounded C does;
* the fields' own Gram matrix M[k, l] = mean v_k . v_l: what these data can tell apart at all.

E and E0 are kept as R factors: E^T E would lose half the digits of every angle. M only decides a rank.
Every second point belongs to the half that judges; of that half the Gram matrices of GROUPS groups
are kept as well, for the bootstrap. The memory does not depend on the number of points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

GROUPS = 50  # a standard error from 50 independent groups is itself known to 10 %
CHOOSING, JUDGING = 0, 1  # the half that directions are chosen on, and the half they are judged on


def half_of(points: np.ndarray) -> np.ndarray:
    """The half (CHOOSING or JUDGING) of the points with these running numbers: they alternate."""
    return points % 2


@dataclass(frozen=True, eq=False)
class Evidence:
    """The evidence E, the reference E0 and the fields' Gram matrix M, accumulated over points.

    Args:
        points: how many points were seen.
        rows: how many rows E has.
        dtype: the precision the rows were computed in.
        evidence: (2, K, K), the R factor of E for each half.
        reference: (2, K, K), the R factor of E0 for each half.
        fields: (K, K), the sum of v_k . v_l over all points.
        evidence_groups: (GROUPS, K, K), E^T E for each group of judging points.
        reference_groups: (GROUPS, K, K), E0^T E0 for each group of judging points.
    """

    points: int
    rows: int
    dtype: np.dtype
    evidence: Float[np.ndarray, "2 K K"]
    reference: Float[np.ndarray, "2 K K"]
    fields: Float[np.ndarray, "K K"]
    evidence_groups: Float[np.ndarray, "groups K K"]
    reference_groups: Float[np.ndarray, "groups K K"]

    @classmethod
    def empty(cls, unknowns: int, dtype: np.dtype | type = np.float64) -> Evidence:
        """No evidence yet about ``unknowns`` vector fields."""
        halves, groups = np.zeros((2, unknowns, unknowns)), np.zeros((GROUPS, unknowns, unknowns))
        return cls(0, 0, np.dtype(dtype), halves, halves, halves[0], groups, groups)

    @property
    def unknowns(self) -> int:
        """The number K of vector fields."""
        return self.fields.shape[0]

    def add(
        self, evidence: Float[np.ndarray, "n m K"], reference: Float[np.ndarray, "n m0 K"], fields: Float[np.ndarray, "K K"]
    ) -> Evidence:
        """The evidence with n more points.

        Args:
            evidence: J(x_n) v_k(x_n) for each point n and whitened output.
            reference: J(x_m) v_k(x_n), with m another point of the same half as n; over sqrt(P) for P such points.
            fields: the sum of v_k . v_l over these points.
        """
        number = self.points + np.arange(len(evidence))
        halves = [half_of(number) == half for half in (CHOOSING, JUDGING)]
        group = number[halves[JUDGING]] // 2 % GROUPS
        return replace(
            self,
            points=self.points + len(evidence),
            rows=self.rows + evidence.shape[0] * evidence.shape[1],
            evidence=np.stack([_qr_update(R, evidence[h]) for R, h in zip(self.evidence, halves, strict=True)]),
            reference=np.stack([_qr_update(R, reference[h]) for R, h in zip(self.reference, halves, strict=True)]),
            fields=self.fields + fields,
            evidence_groups=self.evidence_groups + _group_grams(evidence[halves[JUDGING]], group),
            reference_groups=self.reference_groups + _group_grams(reference[halves[JUDGING]], group),
        )

    def merge(self, other: Evidence) -> Evidence:
        """The evidence of both streams together, as if one stream had seen all points."""
        coarser = max(self.dtype, other.dtype, key=lambda dtype: np.finfo(dtype).eps)
        return Evidence(
            self.points + other.points,
            self.rows + other.rows,
            coarser,
            np.stack([_qr_update(R, S) for R, S in zip(self.evidence, other.evidence, strict=True)]),
            np.stack([_qr_update(R, S) for R, S in zip(self.reference, other.reference, strict=True)]),
            self.fields + other.fields,
            self.evidence_groups + other.evidence_groups,
            self.reference_groups + other.reference_groups,
        )

    def total(self) -> tuple[Float[np.ndarray, "K K"], Float[np.ndarray, "K K"]]:
        """The R factors of E and of E0 over both halves."""
        return _qr_update(*self.evidence), _qr_update(*self.reference)


def _qr_update(R: Float[np.ndarray, "K K"], rows: Float[np.ndarray, "*n K"]) -> Float[np.ndarray, "K K"]:
    """The R factor of the rows behind R and of the new ones."""
    return np.linalg.qr(np.vstack([R, rows.reshape(-1, R.shape[1])]), mode="r")


def _group_grams(rows: Float[np.ndarray, "n m K"], group: np.ndarray) -> Float[np.ndarray, "groups K K"]:
    grams = np.zeros((GROUPS, rows.shape[2], rows.shape[2]))
    for g in np.unique(group):
        chosen = rows[group == g].reshape(-1, rows.shape[2])
        grams[g] = chosen.T @ chosen
    return grams
