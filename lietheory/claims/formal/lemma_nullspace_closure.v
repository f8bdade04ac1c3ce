From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common lemma_vector_fields.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Isotropy.
Variables (P : comRingType) (n : nat) (x : 'I_n -> P) (partial : 'I_n -> {additive P -> P}).
Hypothesis calculus : partial_derivatives x partial.
Variable f : P.

(* The criterion of LieGG at every point: grad f . h x = 0 as a function. *)
Definition criterion (h : 'M[P]_n) : Prop := \sum_i \sum_j partial i f * h i j * x j = 0.

Lemma criterion_by_field h : criterion h <-> field x partial h f = 0.
Proof.
have -> : field x partial h f = - \sum_i \sum_j partial i f * h i j * x j.
  by congr (- _); apply: eq_bigr => i _; rewrite mulr_suml; apply: eq_bigr => j _; rewrite mulrC mulrA.
by split=> [->|/eqP]; rewrite ?oppr0 // oppr_eq0 => /eqP.
Qed.

(* Where the criterion holds at every point, its solutions are closed under brackets, *)
Theorem isotropy_closed_under_brackets A B :
  constant partial A -> constant partial B -> criterion A -> criterion B -> criterion (bracket A B).
Proof.
move=> constant_A constant_B /criterion_by_field zero_A /criterion_by_field zero_B; apply/criterion_by_field.
have field0 C : field x partial C 0 = 0.
  by rewrite /field big1 ?oppr0 // => i _; rewrite raddf0 mulr0.
by rewrite -(vector_fields_homomorphism calculus constant_A constant_B) zero_A zero_B !field0 subrr.
Qed.

(* and they are a linear space. *)
Theorem isotropy_linear a b A B : criterion A -> criterion B -> criterion (a *: A + b *: B).
Proof.
move=> /criterion_by_field zero_A /criterion_by_field zero_B; apply/criterion_by_field.
by rewrite vector_fields_linear zero_A zero_B !mulr0 addr0.
Qed.
End Isotropy.

(* At points of a hyperplane only, they need not be closed: F = x_1 + x_2^2 has the gradient (1, 2 x_2), and at the points *)
(* (t, 0) the criterion (1, 0) h (t, 0)^T = 0 holds for E_12 and E_21 and not for their bracket. *)
Theorem hyperplane_not_closed (F : fieldType) :
  let holds (h : 'M[F]_2) := forall t : F, (delta_mx 0 0 : 'rV_2) *m h *m (t *: (delta_mx 0 0 : 'cV_2)) = 0 in
  [/\ holds (delta_mx 0 1), holds (delta_mx 1 0) & ~ holds (bracket (delta_mx 0 1) (delta_mx 1 0))].
Proof.
split=> [t|t|]; rewrite -?scalemxAr.
- by rewrite mul_delta_mx mul_delta_mx_0 ?scaler0.
- by rewrite mul_delta_mx_0 // mul0mx scaler0.
move/(_ 1)/matrixP/(_ 0 0); rewrite scale1r /bracket !mul_delta_mx mulmxBr mulmxBl !mul_delta_mx mul_delta_mx_0 //.
by rewrite mul0mx subr0 !mxE => /eqP; rewrite oner_eq0.
Qed.
