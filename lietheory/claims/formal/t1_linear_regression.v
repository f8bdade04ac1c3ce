From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common eq13_regression_conditions.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Theorem1.
Variables (F : fieldType) (c d n : nat).
Variables (X : 'M[F]_(d, n)) (Y : 'M[F]_(c, n)) (u : 'M[F]_d) (u_c : 'M[F]_c).
Hypotheses (full_rank : X *m X^T \in unitmx) (samples : n%:R != 0 :> F).
Hypothesis covariance : preserves u (second_moment X).

Let H_unit : second_moment X \in unitmx.
Proof. by rewrite unitmxZ ?unitfE ?invr_eq0. Qed.

Let fit_by_moments : fit Y X = cross_correlation Y X *m invmx (second_moment X).
Proof. by rewrite /fit invmxZ // invrK -scalemxAl -scalemxAr scalerA mulVf // scale1r. Qed.

Let condition : u_c *m (Y *m X^T) *m u^T = Y *m X^T <-> u_c *m cross_correlation Y X *m u^T = cross_correlation Y X.
Proof.
rewrite /cross_correlation -scalemxAr -scalemxAl; split=> [-> //|].
by apply: (can_inj (scalerK _)); rewrite invr_eq0.
Qed.

(* If u H u^T = H and u_c Y X^T u^T = Y X^T, then A = u_c A u^-1. *)
Theorem regression_symmetry :
  u_c *m (Y *m X^T) *m u^T = Y *m X^T -> fit Y X = u_c *m fit Y X *m invmx u.
Proof. by move/condition/(cross_correlation_iff_equivariance u_c _ H_unit covariance); rewrite -fit_by_moments. Qed.

(* The converse under the covariance condition: if u H u^T = H and A = u_c A u^-1, then u_c Y X^T u^T = Y X^T. *)
Theorem regression_symmetry_converse :
  fit Y X = u_c *m fit Y X *m invmx u -> u_c *m (Y *m X^T) *m u^T = Y *m X^T.
Proof. by move=> equivariant; apply/condition/(cross_correlation_iff_equivariance u_c _ H_unit covariance); rewrite -fit_by_moments. Qed.
End Theorem1.

(* The condition is not necessary: A = 1, u = u_c = 2 has A = u_c A u^-1, and u H u^T = 4 is not H = 1. *)
Theorem condition_not_necessary (F : numFieldType) :
  exists (X Y : 'M[F]_1) (u u_c : 'M[F]_1),
    [/\ X *m X^T \in unitmx, fit Y X = u_c *m fit Y X *m invmx u & ~ preserves u (second_moment X)].
Proof.
exists 1%:M, 1%:M, 2%:R%:M, 2%:R%:M; have two : 2%:R != 0 :> F by rewrite Num.Theory.pnatr_eq0.
split; first by rewrite trmx1 mulmx1 unitmx1.
  by rewrite /fit trmx1 !mulmx1 invmx1 !mulmx1 invmx_scalar -scalar_mxM mulfV.
rewrite /preserves /second_moment trmx1 mulmx1 invr1 scale1r mulmx1 tr_scalar_mx -scalar_mxM => /matrixP /(_ 0 0).
by rewrite !mxE eqxx /= !mulr1n -natrM => /eqP; rewrite (Num.Theory.eqr_nat F 4 1).
Qed.
