From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* Functions of n coordinates: any commutative ring P with coordinates x_i and commuting partial derivatives, *)
(* such as polynomials or smooth functions. *)
Section Functions.
Variables (P : comRingType) (n : nat) (x : 'I_n -> P) (partial : 'I_n -> {additive P -> P}).

Definition partial_derivatives : Prop :=
  [/\ forall i f g, partial i (f * g) = partial i f * g + f * partial i g,
      forall i j, partial i (x j) = (i == j)%:R &
      forall i j f, partial i (partial j f) = partial j (partial i f)].

(* A matrix whose entries are constants: every derivative of them vanishes. *)
Definition constant (A : 'M[P]_n) : Prop := forall i k l, partial i (A k l) = 0.

(* The vector field -(A x) . grad of A on functions. *)
Definition field (A : 'M[P]_n) (f : P) : P := - \sum_i (\sum_j A i j * x j) * partial i f.

Hypothesis calculus : partial_derivatives.
Variables (A B : 'M[P]_n).
Hypotheses (constant_A : constant A) (constant_B : constant B).

Let along (C : 'M[P]_n) f : P := \sum_i (\sum_j C i j * x j) * partial i f.

Let field_along C f : field C f = - along C f. Proof. by []. Qed.

Lemma partial_linear C i k : constant C -> partial k (\sum_j C i j * x j) = C i k.
Proof.
case: calculus => product coordinate _ constant_C; rewrite raddf_sum (bigD1 k) //= product constant_C mul0r add0r.
rewrite coordinate eqxx mulr1 big1 ?addr0 // => j ne.
by rewrite product constant_C mul0r add0r coordinate eq_sym (negbTE ne) mulr0.
Qed.

(* A applied after B: first derivatives along B A x, and second derivatives that are symmetric in A and B. *)
Let twice C D f : constant D ->
  along C (along D f) = along (D *m C) f
    + \sum_i \sum_k (\sum_j C i j * x j) * (\sum_l D k l * x l) * partial i (partial k f).
Proof.
case: calculus => product _ _ constant_D; rewrite /along.
under eq_bigr => i _ do [rewrite raddf_sum mulr_sumr; under eq_bigr => k _ do
  rewrite product partial_linear // mulrDr [X in _ + X]mulrA]; under eq_bigr => i _ do rewrite big_split.
rewrite big_split; congr (_ + _); rewrite exchange_big; apply: eq_bigr => k _ /=.
under eq_bigr => i _ do rewrite mulrA; rewrite -mulr_suml; congr (_ * _).
under eq_bigr => i _ do rewrite mulr_suml; rewrite exchange_big; apply: eq_bigr => j _ /=.
by rewrite mxE mulr_suml; apply: eq_bigr => i _; rewrite mulrAC [D k i * _]mulrC.
Qed.

(* A |-> -(A x) . grad is a homomorphism of Lie algebras: it takes the bracket to the commutator, *)
Theorem vector_fields_homomorphism f : field A (field B f) - field B (field A f) = field (bracket A B) f.
Proof.
have opposite C g : along C (- g) = - along C g.
  by rewrite /along -sumrN; apply: eq_bigr => i _; rewrite raddfN mulrN.
have minus : along (bracket A B) f = along (A *m B) f - along (B *m A) f.
  rewrite /along -sumrB; apply: eq_bigr => i _; rewrite -mulrBl -sumrB; congr (_ * _).
  by apply: eq_bigr => j _; rewrite !mxE mulrBl.
rewrite !field_along !opposite !opprK !twice // minus opprB.
set a := along (B *m A) f; set b := along (A *m B) f; set s := \sum_i _; set t := \sum_i _.
have -> : s = t; last by additive.
rewrite /s /t exchange_big; apply: eq_bigr => k _; apply: eq_bigr => i _ /=.
by case: calculus => _ _ ->; rewrite [_ * (\sum_l B k l * x l)]mulrC.
Qed.

(* and is linear in A. *)
Theorem vector_fields_linear a b f : field (a *: A + b *: B) f = a * field A f + b * field B f.
Proof.
rewrite /field !mulrN -opprD !mulr_sumr -big_split; congr (- _); apply: eq_bigr => i _ /=.
rewrite !mulrA -mulrDl; congr (_ * _); rewrite !mulr_sumr -big_split; apply: eq_bigr => j _ /=.
by rewrite !mxE mulrDl !mulrA.
Qed.
(* It is injective: X_A = 0 only for A = 0. *)
Theorem vector_fields_injective : (forall f, field A f = 0) -> A = 0.
Proof.
move=> zero; apply/matrixP => i k; rewrite mxE -(partial_linear i k constant_A).
have [_ coordinate _] := calculus; have -> : \sum_j A i j * x j = 0; last by rewrite raddf0.
apply/eqP; rewrite -oppr_eq0; apply/eqP; rewrite -[RHS](zero (x i)) /field; congr (- _).
rewrite [RHS](bigD1 i) //= coordinate eqxx mulr1 [X in _ + X]big1 ?addr0 // => j ne.
by rewrite coordinate (negbTE ne) mulr0.
Qed.
End Functions.

(* With the other sign, (A x) . grad, brackets are reversed. *)
Theorem other_sign_reverses (P : comRingType) n (x : 'I_n -> P) (partial : 'I_n -> {additive P -> P}) (A B : 'M[P]_n) f :
  partial_derivatives x partial -> constant partial A -> constant partial B ->
  let other C g := - field x partial C g in other A (other B f) - other B (other A f) = other (bracket B A) f.
Proof.
move=> calculus constant_A constant_B other.
have negated C g : field x partial C (- g) = - field x partial C g.
  by rewrite /field; congr (- _); rewrite -sumrN; apply: eq_bigr => i _; rewrite raddfN mulrN.
have twice C D : other C (other D f) = field x partial C (field x partial D f).
  by rewrite /other (negated C (field x partial D f)) opprK.
by rewrite !twice /other -(vector_fields_homomorphism calculus constant_B constant_A f) opprB.
Qed.

(* Such functions exist: the polynomials in two variables, x_1 = 'X and x_2 = 'X%:P. *)
Definition coordinates (R : comRingType) (i : 'I_2) : {poly {poly R}} := if i == 0 then 'X else ('X)%:P.

Definition derivatives (R : comRingType) (i : 'I_2) : {additive {poly {poly R}} -> {poly {poly R}}} :=
  if i == 0 then [additive of @deriv [ringType of {poly R}]] else [additive of map_poly (@deriv R)].

Theorem polynomials_have_partial_derivatives (R : comRingType) : partial_derivatives (@coordinates R) (@derivatives R).
Proof.
split=> [i f g|i j|i j f]; rewrite /derivatives /coordinates.
- case: ifP => _ /=; first exact: derivM.
  apply/polyP => k; rewrite coef_map /= !coefD !coefM raddf_sum -big_split; apply: eq_bigr => l _ /=.
  by rewrite derivM !coef_map.
- have map_X : map_poly (@deriv R) 'X = 0.
    apply/polyP => k; rewrite coef_map coefX coef0 /=.
    by case: (k == 1)%N; rewrite ?raddf0 // -[1%:R]/(1%:P) derivC.
  by case: i j => [[|[|i]] // ?] [[|[|j]] // ?] /=; rewrite ?map_X ?derivX ?derivC ?map_polyC /= ?derivX.
case: (i == 0); case: (j == 0) => //=; apply/polyP => k; rewrite !(coef_deriv, coef_map) /= ?(coef_deriv, coef_map) /=.
all: by rewrite ?raddfMn ?derivMn.
Qed.
