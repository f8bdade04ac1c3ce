From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common eq08_one_hot.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section DenseLayer.
Variables (R : comRingType) (d m e : nat) (sigma : R -> R).
Variables (w : 'I_d -> 'M[R]_(m, e)) (b : 'rV[R]_e) (h : 'M[R]_(d, m)).

(* The fully connected layer: sigma(sum_nu sum_c h_nu^c [w_nu]_c^a + b^a), every point and channel with a weight of its own. *)
Definition dense a : R := sigma (\sum_nu \sum_c h nu c * w nu c a + b 0 a).

(* The L-conv over the unit matrices of gl(d), pooled over the points; the bias and the activation come after the pool. *)
Definition pooled_lconv (W : 'I_d -> 'I_d -> 'M[R]_(m, e)) a : R :=
  sigma (\sum_(mu < d) (\sum_alpha \sum_beta delta_mx alpha beta *m h *m W alpha beta : 'M[R]_(d, e)) mu a + b 0 a).

Lemma pooled_sum W a :
  \sum_(mu < d) (\sum_alpha \sum_beta delta_mx alpha beta *m h *m W alpha beta : 'M[R]_(d, e)) mu a =
  \sum_nu \sum_c h nu c * (\sum_alpha W alpha nu) c a.
Proof.
transitivity (\sum_alpha \sum_beta \sum_c h beta c * W alpha beta c a).
  transitivity (\sum_(mu < d) \sum_alpha \sum_beta (delta_mx alpha beta *m h *m W alpha beta : 'M[R]_(d, e)) mu a).
    by apply: eq_bigr => mu _; rewrite summxE; apply: eq_bigr => alpha _; rewrite summxE.
  rewrite exchange_big; apply: eq_bigr => alpha _; rewrite exchange_big; apply: eq_bigr => beta _ /=.
  rewrite (bigD1 alpha) //= big1 ?addr0 => [|mu /negPf ne].
    rewrite mxE; apply: eq_bigr => c _; rewrite mxE (bigD1 beta) //= mxE !eqxx mul1r big1 ?addr0 // => k /negPf ne.
    by rewrite mxE ne andbF mul0r.
  rewrite mxE big1 // => c _; rewrite mxE big1 ?mul0r // => k _.
  by rewrite mxE ne mul0r.
rewrite exchange_big; apply: eq_bigr => nu _ /=; rewrite exchange_big; apply: eq_bigr => c _ /=.
by rewrite summxE mulr_sumr.
Qed.

(* With sum_alpha W_(alpha, nu) = w_nu and no W^0 the dense layer is this L-conv, whatever the activation. *)
Theorem dense_layer_is_an_lconv W : (forall nu, \sum_alpha W alpha nu = w nu) -> forall a, dense a = pooled_lconv W a.
Proof.
move=> pool a; rewrite /dense /pooled_lconv pooled_sum; congr (sigma (_ + _)).
by apply: eq_bigr => nu _; rewrite pool.
Qed.
End DenseLayer.

(* Such weights exist: W_(alpha, beta) = 1_alpha w_beta / d. *)
Theorem dense_weights_exist (F : numFieldType) d m e (w : 'I_d -> 'M[F]_(m, e)) nu :
  \sum_(alpha < d) d%:R^-1 *: w nu = w nu.
Proof.
case: d w nu => [|d] w nu; first by case: nu.
by rewrite sumr_const card_ord -scaler_nat scalerA mulfV ?scale1r // Num.Theory.pnatr_eq0.
Qed.

(* Without a pool no L-conv over gl(d) is needed: every layer that mixes the points is one, as the unit matrices span. *)
Theorem every_mixing_is_a_combination (R : comRingType) d (M : 'M[R]_d) :
  M = \sum_alpha \sum_beta M alpha beta *: delta_mx alpha beta.
Proof. exact: unit_matrices_span. Qed.
