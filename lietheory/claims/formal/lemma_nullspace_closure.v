From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension lemma_vector_fields.
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

(* The example of the page: F = x_1 + x_2^2 under the affine maps (M, t) of the plane, homogeneous 3 x 3 matrices with last *)
(* row 0. At the points with x_2 = 0 the criterion (1, 2 x_2) . (M x + t) = 0 has a space of dimension 4, *)
Section Parabola.
Variable F : numFieldType.

Definition slope (h : 'M[F]_3) (x y : F) : F :=
  (h 0 0 * x + h 0 1 * y + h 0 2%:R) + 2%:R * y * (h 1 0 * x + h 1 1 * y + h 1 2%:R).

Definition affine (h : 'M[F]_3) : Prop := forall j, h 2%:R j = 0.

Lemma slope_on_the_line h : (forall x, slope h x 0 = 0) <-> h 0 0 = 0 /\ h 0 2%:R = 0.
Proof.
split=> [zero|[a b] x]; last by rewrite /slope a b !mulr0 !mul0r !addr0.
have := zero 0; rewrite /slope !mulr0 mul0r !add0r addr0 => b; split=> //.
by have := zero 1; rewrite /slope b !mulr0 !mul0r !addr0 mulr1.
Qed.

(* while one dimension is true. *)
Lemma slope_everywhere h :
  (forall x y, slope h x y = 0) <-> [/\ h 0 0 = 0, h 0 2%:R = 0, h 1 0 = 0, h 1 1 = 0 & h 0 1 = - (2%:R * h 1 2%:R)].
Proof.
have two : 2%:R != 0 :> F by rewrite Num.Theory.pnatr_eq0.
split=> [zero|[a b c e f] x y]; last first.
  by rewrite /slope a b c e f !mul0r !add0r !addr0 mulNr mulrAC addNr.
have [a b] := (slope_on_the_line h).1 (fun x => zero x 0).
have at_y y : h 0 1 * y + 2%:R * y * (h 1 1 * y + h 1 2%:R) = 0.
  by have := zero 0 y; rewrite /slope a b !mul0r !mulr0 !add0r addr0.
have plus := at_y 1; have minus := at_y (-1).
have e : h 1 1 = 0.
  have double : 2%:R * (2%:R * h 1 1) = (h 0 1 * 1 + 2%:R * 1 * (h 1 1 * 1 + h 1 2%:R))
      + (h 0 1 * -1 + 2%:R * -1 * (h 1 1 * -1 + h 1 2%:R)).
    rewrite !(mulrN, mulNr, mulr1, mulrDr, opprD, opprK) mulr_natl mulr2n.
    by move: (h 0 1) (2%:R * h 1 1) (2%:R * h 1 2%:R) => p q r; additive.
  by move/eqP: double; rewrite plus minus addr0 !mulf_eq0 (negPf two) /= => /eqP.
rewrite !mulr1 in plus.
have f : h 0 1 = - (2%:R * h 1 2%:R) by move/eqP: plus; rewrite e add0r addr_eq0 => /eqP.
split=> //; have := zero 1 1; rewrite /slope a b e f !mul0r !mulr1 !add0r !addr0 mulrDr addrCA addNr addr0.
by move/eqP; rewrite mulf_eq0 (negPf two) /= => /eqP.
Qed.

Definition from_four (v : 'rV[F]_4) : 'M[F]_3 :=
  v 0 0 *: delta_mx 0 1 + v 0 1 *: delta_mx 1 0 + v 0 2%:R *: delta_mx 1 1 + v 0 3%:R *: delta_mx 1 2%:R.

Lemma from_four_linear : linear from_four.
Proof.
move=> a v w; rewrite /from_four !mxE !scalerDl !scalerDr !scalerA.
by move: (_ *: delta_mx 0 1) (_ *: delta_mx 0 1) (_ *: delta_mx 1 0) (_ *: delta_mx 1 0) => x1 y1 x2 y2; additive.
Qed.

Lemma from_four_entries v : [/\ from_four v 0 1 = v 0 0, from_four v 1 0 = v 0 1, from_four v 1 1 = v 0 2%:R,
  from_four v 1 2%:R = v 0 3%:R & [/\ from_four v 0 0 = 0, from_four v 0 2%:R = 0 & affine (from_four v)]].
Proof.
split; last by split=> [||j]; rewrite /from_four !mxE /= !mulr0 !addr0.
all: by rewrite /from_four !mxE /= ?mulr1 ?mulr0 ?addr0 ?add0r.
Qed.

Theorem line_dimension : dimension (fun h => affine h /\ forall x, slope h x 0 = 0) 4.
Proof.
pose f : {linear _ -> _} := Linear from_four_linear.
apply: dimension_iff (dimension_image (f := f) _ (dimension_matrices F 1 4)) => [h|v _ zero]; last first.
  have [] := from_four_entries v; rewrite -[from_four v]/(f v) zero => e1 e2 e3 e4 _.
  apply/rowP => j; rewrite !mxE in e1 e2 e3 e4 *.
  have [] : [\/ j = 0, j = 1 | j = 2%:R \/ j = 3%:R].
    by case: j => -[|[|[|[|//]]]] lt; [apply: Or31|apply: Or32|apply: Or33; left|apply: Or33; right]; apply/val_inj.
  - by move=> ->.
  - by move=> ->.
  by case=> ->.
split=> [[v _ ->]|[h_affine /slope_on_the_line [a b]]].
  have [_ _ _ _ [a b c]] := from_four_entries v; split=> //; exact/slope_on_the_line.
exists (\row_j nth 0 [:: h 0 1; h 1 0; h 1 1; h 1 2%:R] j) => //=.
have [e1 e2 e3 e4 [e5 e6 e7]] := from_four_entries (\row_j nth 0 [:: h 0 1; h 1 0; h 1 1; h 1 2%:R] j).
rewrite [RHS]mxE /= in e1; rewrite [RHS]mxE /= in e2; rewrite [RHS]mxE /= in e3; rewrite [RHS]mxE /= in e4.
apply/matrixP => i j; have third (k : 'I_3) : [\/ k = 0, k = 1 | k = 2%:R].
  by case: k => -[|[|[|//]]] lt; [apply: Or31|apply: Or32|apply: Or33]; apply/val_inj.
by case: (third i) => ->; rewrite ?h_affine ?e7 //; case: (third j) => ->; rewrite ?a ?b ?e1 ?e2 ?e3 ?e4 ?e5 ?e6.
Qed.

(* and it is not closed: E_12 and E_21 are in it, and their bracket is not. *)
Theorem line_not_closed :
  let holds h := affine h /\ forall x, slope h x 0 = 0 in
  [/\ holds (delta_mx 0 1), holds (delta_mx 1 0) & ~ holds (bracket (delta_mx 0 1) (delta_mx 1 0))].
Proof.
move=> holds; have on h : holds h <-> affine h /\ h 0 0 = 0 /\ h 0 2%:R = 0 by rewrite /holds slope_on_the_line.
split; try by apply/on; split=> [j|]; [rewrite mxE|split; rewrite mxE].
move/on => [_ []]; rewrite /bracket !mul_delta_mx !mxE /= subr0 => /eqP.
by rewrite oner_eq0.
Qed.

Theorem true_dimension : dimension (fun h => affine h /\ forall x y, slope h x y = 0) 1.
Proof.
have lin : linear (fun v : 'rV[F]_1 => v 0 0 *: (delta_mx 1 2%:R - 2%:R *: delta_mx 0 1) : 'M[F]_3).
  by move=> a v w; rewrite !mxE scalerDl scalerA.
pose f : {linear _ -> _} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ (dimension_matrices F 1 1)) => [h|v _ /= /matrixP zero]; last first.
  by apply/rowP => j; rewrite ord1; have := zero 1 2%:R; rewrite !mxE /= mulr0 subr0 mulr1.
split=> [[v _ ->] /=|[h_affine /slope_everywhere [a b c e g]]].
  split=> [j|]; first by rewrite !mxE /= mulr0 subr0 mulr0.
  by apply/slope_everywhere; rewrite !mxE /= ?mulr0 ?subr0 ?mulr0 ?mulr1 ?sub0r ?mulrN; split=> //; rewrite mulrC.
exists (\row__ h 1 2%:R) => //=; rewrite mxE; have third (k : 'I_3) : [\/ k = 0, k = 1 | k = 2%:R].
  by case: k => -[|[|[|//]]] lt; [apply: Or31|apply: Or32|apply: Or33]; apply/val_inj.
apply/matrixP => i j; rewrite !mxE; case: (third i) => ->; rewrite ?h_affine /= ?mulr0 ?subr0 ?mulr0 //.
  by case: (third j) => ->; rewrite ?a ?b ?g /= ?mulr1 ?mulr0 ?sub0r ?subr0 ?oppr0 ?mulr0 // mulrN mulrC.
by case: (third j) => ->; rewrite ?c ?e /= ?mulr0 ?subr0 ?mulr0 ?mulr1.
Qed.
End Parabola.
