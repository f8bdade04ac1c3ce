From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common eq13_regression_conditions t1_linear_regression.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Eq14.
Variables (F : fieldType) (c d n : nat) (X : 'M[F]_(d, n)) (A : 'M[F]_(c, d)) (u : 'M[F]_d) (u_c : 'M[F]_c).
Hypotheses (full_rank : row_free X) (invertible : u \in unitmx).

(* On samples X of rank d, u_c A X = A u X if and only if A = u_c A u^-1. *)
Theorem equivariance_on_samples : u_c *m A *m X = A *m u *m X <-> A = u_c *m A *m invmx u.
Proof.
split=> [/(row_free_inj full_rank) same|same]; first by rewrite same mulmxK.
by rewrite {2}same mulmxKV.
Qed.

(* If moreover u H u^T = H for H = X X^T / n invertible, this is the second half of Eq 13, u_c C u^T = C with C = A H. *)
Theorem equivariance_is_the_second_half :
  second_moment X \in unitmx -> preserves u (second_moment X) ->
  u_c *m A *m X = A *m u *m X <-> u_c *m (A *m second_moment X) *m u^T = A *m second_moment X.
Proof.
move=> unit_H covariance; rewrite equivariance_on_samples.
have := cross_correlation_iff_equivariance u_c (A *m second_moment X) unit_H covariance.
by rewrite mulmxK // => ->.
Qed.
End Eq14.

(* Eq 14 alone does not give the first half of Eq 13: one sample X = 1, A = 1, u = u_c = 2. *)
Theorem equivariance_does_not_give_covariance (F : numFieldType) :
  exists (X A u u_c : 'M[F]_1), [/\ row_free X, u \in unitmx, u_c *m A *m X = A *m u *m X & ~ preserves u (second_moment X)].
Proof.
have two : 2%:R != 0 :> F by rewrite Num.Theory.pnatr_eq0.
exists 1%:M, 1%:M, 2%:R%:M, 2%:R%:M; split; rewrite ?mulmx1 ?mul1mx //.
- by rewrite row_free_unit unitmx1.
- by rewrite -row_free_unit row_free_unit unitmxE det_scalar1 unitfE.
rewrite /preserves /second_moment trmx1 mulmx1 invr1 scale1r mulmx1 tr_scalar_mx -scalar_mxM => /matrixP /(_ 0 0).
by rewrite !mxE eqxx /= !mulr1n -natrM => /eqP; rewrite (Num.Theory.eqr_nat F 4 1).
Qed.
