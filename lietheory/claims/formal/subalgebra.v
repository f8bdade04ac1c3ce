(* Lie algebras of matrices, and what matrices generate. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Subalgebra.
Variables (F : fieldType) (d : nat).
Implicit Types (X Y : 'M[F]_d) (g : 'M[F]_d -> Prop).

(* A space of matrices closed under sums, multiples and brackets, *)
Definition subalgebra g : Prop :=
  [/\ forall X Y, g X -> g Y -> g (X + Y), forall a X, g X -> g (a *: X) & forall X Y, g X -> g Y -> g (bracket X Y)].

(* and what some matrices generate: the elements of every such space that holds them. *)
Definition generated (G : 'M[F]_d -> Prop) X : Prop := forall g, subalgebra g -> (forall Y, G Y -> g Y) -> g X.

Variable g : 'M[F]_d -> Prop.
Hypothesis closed : subalgebra g.

Lemma closed_add X Y : g X -> g Y -> g (X + Y). Proof. by case: closed => add _ _; apply: add. Qed.
Lemma closed_scale a X : g X -> g (a *: X). Proof. by case: closed => _ scale _; apply: scale. Qed.
Lemma closed_bracket X Y : g X -> g Y -> g (bracket X Y). Proof. by case: closed => _ _ br; apply: br. Qed.
Lemma closed_opp X : g X -> g (- X). Proof. by rewrite -scaleN1r; apply: closed_scale. Qed.
Lemma closed_sub X Y : g X -> g Y -> g (X - Y). Proof. by move=> gX gY; apply: closed_add => //; apply: closed_opp. Qed.
Lemma closed_half X : 2%:R != 0 :> F -> g (X *+ 2) -> g X.
Proof. by move=> two gX; rewrite -[X](scalerK two) scaler_nat; apply: closed_scale. Qed.
Lemma closed_zero X : g X -> g 0. Proof. by rewrite -(scale0r X); apply: closed_scale. Qed.
Lemma closed_sum (I : finType) (f : I -> 'M[F]_d) X : g X -> (forall a, g (f a)) -> g (\sum_a f a).
Proof. by move=> gX gf; elim/big_ind: _ => [|Y Z gY gZ|a _]; [exact: closed_zero gX|exact: closed_add|exact: gf]. Qed.
End Subalgebra.

(* The transposes of a subalgebra are one. *)
Lemma transposed_subalgebra (F : fieldType) d (g : 'M[F]_d -> Prop) : subalgebra g -> subalgebra (fun X => g X^T).
Proof.
move=> closed; split=> [X Y gX gY|a X gX|X Y gX gY].
- by rewrite linearD; apply: closed_add.
- by rewrite linearZ; apply: closed_scale.
have -> : (bracket X Y)^T = bracket Y^T X^T by rewrite /bracket linearB /= !trmx_mul.
by apply: closed_bracket.
Qed.
