From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension lemma_vector_fields lemma_nullspace_closure.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Invariants.
Variables (P : comRingType) (n : nat) (x : 'I_n -> P) (partial : 'I_n -> {additive P -> P}).
Hypothesis calculus : partial_derivatives x partial.
Variable h : 'M[P]_n.

Let slope (f : P) : P := \sum_i \sum_j partial i f * h i j * x j.

Let slope_product f g : slope (f * g) = slope f * g + f * slope g.
Proof.
case: calculus => product _ _; rewrite /slope mulr_suml mulr_sumr -big_split; apply: eq_bigr => i _ /=.
rewrite mulr_suml mulr_sumr -big_split; apply: eq_bigr => j _ /=.
by rewrite product !mulrDl; congr (_ + _); rewrite -!mulrA; [rewrite [g * _]mulrC -!mulrA [x j * g]mulrC | ].
Qed.

(* The functions whose slope along h x vanishes everywhere are a ring: sums, multiples by constants and products of invariants, *)
(* such as every polynomial in a quadratic form, satisfy the criterion too. *)
Theorem criterion_of_a_sum f g : criterion x partial f h -> criterion x partial g h -> criterion x partial (f + g) h.
Proof.
rewrite /criterion -!/(slope _) => zero_f zero_g; have -> : slope (f + g) = slope f + slope g.
  rewrite /slope -big_split; apply: eq_bigr => i _ /=; rewrite -big_split; apply: eq_bigr => j _ /=.
  by rewrite raddfD !mulrDl.
by rewrite zero_f zero_g addr0.
Qed.

Theorem criterion_of_a_product f g : criterion x partial f h -> criterion x partial g h -> criterion x partial (f * g) h.
Proof.
rewrite /criterion -!/(slope _) => zero_f zero_g.
by rewrite slope_product zero_f zero_g mul0r mulr0 addr0.
Qed.

Theorem criterion_of_a_power f k : criterion x partial f h -> criterion x partial (f ^+ k.+1) h.
Proof. by move=> zero; elim: k => [|k IH]; rewrite ?expr1 // exprS; apply: criterion_of_a_product. Qed.
End Invariants.

(* What is invariant under each factor is invariant under their product: under the connected group, whose elements are *)
(* products of exponentials. *)
Theorem invariant_under_products (V T : Type) (F : V -> T) (factors : seq (V -> V)) :
  (forall k v, F (nth id factors k v) = F v) -> forall v, F (foldr (fun g w => g w) v factors) = F v.
Proof.
elim: factors => [//|g factors IH] invariant v /=; have /= -> := invariant 0%N; apply: IH => k w.
exact: (invariant k.+1).
Qed.
