From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Part of the claim: the remainder inequality for kernels that are finite sums of atoms. The exponential enters by two bounds *)
(* and f by its second-order Taylor bound. *)
Section Remainder.
Variables (F : realFieldType) (V : lmodType F) (norm : V -> F) (n k : nat).
Hypotheses (norm_ge0 : forall v, 0 <= norm v).

Variables (f : V -> F) (h : V) (gradient : {linear V -> F^o}) (G M : F).
Hypothesis gradient_bound : forall v, `|gradient v| <= G * norm v.
Hypothesis taylor : forall v, `|f (h + v) - f h - gradient v| <= 2%:R^-1 * M * norm v ^+ 2.
Hypotheses (G_ge0 : 0 <= G) (M_ge0 : 0 <= M).

(* The atoms a have the coordinates epsilon_a and the weights g_a; moved a = exp(- epsilon_a . L) h. *)
Variables (L : 'I_k -> V -> V) (epsilon : 'I_n -> 'I_k -> F) (g : 'I_n -> F) (moved : 'I_n -> V) (r e : F).
Definition direction a : V := \sum_i epsilon a i *: L i h.
Hypotheses (r_ge0 : 0 <= r) (e_ge1 : 1 <= e).
Hypothesis exponential_first : forall a, norm (moved a - h) <= r * e * norm h.
Hypothesis exponential_second : forall a, norm (moved a - h + direction a) <= 2%:R^-1 * r ^+ 2 * e * norm h.

(* The moments W^0 = sum_a g_a and W^i = sum_a g_a epsilon_a^i. *)
Definition moment0 : F := \sum_a g a.
Definition moment i : F := \sum_a g a * epsilon a i.

Lemma atom a : `|f (moved a) - f h + gradient (direction a)| <= 2%:R^-1 * r ^+ 2 * (e * G * norm h + M * e ^+ 2 * norm h ^+ 2).
Proof.
have -> : f (moved a) - f h + gradient (direction a) =
    (f (h + (moved a - h)) - f h - gradient (moved a - h)) + gradient (moved a - h + direction a).
  rewrite [h + (moved a - h)]addrC subrK [gradient (moved a - h + _)]linearD /=.
  have regroup (x y z t : F) : x - y + t = x - y - z + (z + t) by additive.
  exact: regroup.
apply: le_trans (ler_norm_add _ _) _; rewrite mulrDr [X in _ <= X]addrC; apply: ler_add.
  apply: le_trans (taylor _) _.
  have -> : 2%:R^-1 * r ^+ 2 * (M * e ^+ 2 * norm h ^+ 2) = 2%:R^-1 * M * (r * e * norm h) ^+ 2.
    by rewrite !exprMn -!mulrA ![r * (M * _)]mulrCA.
  apply: ler_wpmul2l; first by rewrite mulr_ge0 // invr_ge0 ler0n.
  by rewrite ler_pexpn2r ?nnegrE // !mulr_ge0 // (le_trans ler01).
apply: le_trans (gradient_bound _) _.
have -> : 2%:R^-1 * r ^+ 2 * (e * G * norm h) = G * (2%:R^-1 * r ^+ 2 * e * norm h).
  by rewrite -!mulrA ![G * (_ * _)]mulrCA.
exact: ler_wpmul2l.
Qed.

(* |(f * g)(h) - W^0 f(h) + grad f(h) . (sum_i W^i L_i h)| <= |g|_1 r^2 (e^r |grad f| |h| + e^(2 r) sup |f''| |h|^2) / 2. *)
Theorem remainder :
  `|\sum_a g a * f (moved a) - moment0 * f h + gradient (\sum_i moment i *: L i h)| <=
  2%:R^-1 * (\sum_a `|g a|) * r ^+ 2 * (e * G * norm h + M * e ^+ 2 * norm h ^+ 2).
Proof.
have -> : \sum_i moment i *: L i h = \sum_a g a *: direction a.
  under eq_bigr do rewrite scaler_suml; rewrite exchange_big; apply: eq_bigr => a _ /=.
  by rewrite scaler_sumr; apply: eq_bigr => i _; rewrite scalerA.
have -> : \sum_a g a * f (moved a) - moment0 * f h + gradient (\sum_a g a *: direction a) =
    \sum_a g a * (f (moved a) - f h + gradient (direction a)).
  rewrite linear_sum /moment0 mulr_suml -sumrB -big_split; apply: eq_bigr => a _ /=.
  by rewrite linearZ /= mulrDr mulrBr.
apply: le_trans (ler_norm_sum _ _ _) _; rewrite [2%:R^-1 * _]mulrC -!mulrA mulr_suml; apply: ler_sum => a _.
by rewrite normrM; apply: ler_wpmul2l => //; apply: le_trans (atom a) _; rewrite -!mulrA.
Qed.
End Remainder.

(* The hypotheses hold together: on the line, L = 0, f(x) = x, at h = 0 and at every other h. *)
Theorem remainder_instance (F : realFieldType) (h : F) :
  let f (x : F) := x in let gradient (v : F) := v in let moved := h in let direction : F := 0 in
  [/\ forall v, `|gradient v| <= 1 * `|v|, forall v, `|f (h + v) - f h - gradient v| <= 2%:R^-1 * 0 * `|v| ^+ 2,
    `|moved - h| <= 0 * 1 * `|h| & `|moved - h + direction| <= 2%:R^-1 * 0 ^+ 2 * 1 * `|h| ].
Proof.
split=> [v|v||]; rewrite ?mul1r //; first by rewrite [h + v]addrC addrK subrr normr0 mulr0 mul0r.
  by rewrite subrr normr0 !mul0r lexx.
by rewrite subrr addr0 normr0 expr0n mulr0 !mul0r.
Qed.
