From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common c1_covariance_group.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Eq15.
Variables (F : fieldType) (d : nat) (S H K : 'M[F]_d).
Hypotheses (full_rank : S \in unitmx) (root : S *m S^T = H).

(* The S L' S^-1 with L' skew are the symmetries of H, each by exactly one L'. *)
Theorem covariance_algebra_basis L :
  L *m H + H *m L^T = 0 <-> exists2 K, skew K & L = S *m K *m invmx S.
Proof.
split=> [/(covariance_algebra full_rank root) skew_K|[K' skew_K' ->]]; last exact: covariance_algebra_parametrised.
by exists (invmx S *m L *m S) => //; apply: conjugated.
Qed.

Theorem covariance_algebra_injective K1 K2 : S *m K1 *m invmx S = S *m K2 *m invmx S -> K1 = K2.
Proof.
by move/(can_inj (mulmxKV full_rank))/(can_inj (mulKmx full_rank)).
Qed.

(* In the reversed order S^-T L' S^T they preserve H^-1 instead. *)
Theorem reversed_order_preserves_the_inverse :
  skew K -> let L := invmx S^T *m K *m S^T in L *m invmx H + invmx H *m L^T = 0.
Proof.
move=> skew_K L; have inverse : invmx H = invmx S^T *m invmx S.
  have unit_St : S^T \in unitmx by rewrite unitmx_tr.
  have unit_H : H \in unitmx by rewrite -root unitmx_mul full_rank.
  apply: (can_inj (mulKmx unit_H)); rewrite mulmxV // -root -!mulmxA [S^T *m _]mulmxA mulmxV // mul1mx mulmxV //.
have e : (invmx S^T)^T = invmx S by rewrite trmx_inv trmxK.
rewrite inverse /L !trmx_mul trmxK e skew_K; expand.
rewrite -[_ *m S^T *m invmx S^T]mulmxA mulmxV ?unitmx_tr // mulmx1.
by rewrite -[_ *m invmx S *m S]mulmxA mulVmx // mulmx1 subrr.
Qed.
End Eq15.
