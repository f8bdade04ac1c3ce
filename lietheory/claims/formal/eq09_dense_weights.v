From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section DenseWeights.
Variables (R : ringType) (m d : nat).
Implicit Types (w : 'M[R]_(m, d)) (W : 'I_d -> 'I_d -> 'I_m -> R).

(* sum_mu sum_(alpha, beta) W_(alpha, beta)^b [E_(alpha, beta)]_mu^nu, with unit matrices E. *)
Definition pooled W (b : 'I_m) (nu : 'I_d) : R :=
  \sum_mu (\sum_alpha \sum_beta W alpha beta b *: delta_mx alpha beta : 'M[R]_d) mu nu.

(* The sum is sum_alpha W_(alpha, nu)^b. *)
Theorem pooled_unit_matrices W b nu : pooled W b nu = \sum_alpha W alpha nu b.
Proof.
rewrite /pooled; apply: eq_bigr => mu _; rewrite summxE (bigD1 mu) //= summxE (bigD1 nu) //= !mxE !eqxx mulr1.
rewrite big1 => [|beta /negPf ne]; last by rewrite !mxE eq_sym ne andbF mulr0.
rewrite big1 ?addr0 // => alpha /negPf ne.
by rewrite summxE big1 // => beta _; rewrite !mxE eq_sym ne mulr0.
Qed.

(* It is w if and only if sum_alpha W_(alpha, nu)^b = w_b^nu for every nu. *)
Theorem dense_weights W w :
  (forall b nu, w b nu = pooled W b nu) <-> (forall b nu, \sum_alpha W alpha nu b = w b nu).
Proof. by split=> same b nu; move: (same b nu); rewrite pooled_unit_matrices. Qed.

(* The printed weights w_b^alpha 1_beta give the row sum of w at every nu. *)
Theorem printed_weights_pool_to_the_row_sum w b nu : pooled (fun alpha _ b => w b alpha) b nu = \sum_alpha w b alpha.
Proof. exact: pooled_unit_matrices. Qed.
End DenseWeights.

(* For instance W_(alpha, beta)^b = 1_alpha w_b^beta / d. *)
Theorem spread_weights (F : numFieldType) m d (w : 'M[F]_(m, d)) b nu :
  pooled (fun _ beta b => w b beta / d%:R) b nu = w b nu.
Proof.
case: d w nu => [|d] w nu; first by case: nu.
by rewrite pooled_unit_matrices sumr_const card_ord -mulr_natr divfK // Num.Theory.pnatr_eq0.
Qed.

(* Eq 9 as printed is false: w = (1, 0). *)
Theorem printed_weights_fail (F : fieldType) :
  exists w : 'M[F]_(1, 2), ~ forall b nu, w b nu = pooled (fun alpha _ b => w b alpha) b nu.
Proof.
exists (delta_mx 0 0) => /(_ 0 1); rewrite printed_weights_pool_to_the_row_sum !big_ord_recl big_ord0 !mxE /= !addr0.
by move/eqP; rewrite eq_sym oner_eq0.
Qed.
