From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common lemma_jacobi.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Closure.
Variables (R : comRingType) (d n : nat) (L : 'I_n -> 'M[R]_d) (f : 'I_n -> 'I_n -> 'I_n -> R).

(* [L_i, L_j] = sum_k f_ij^k L_k. *)
Definition closes (g : 'I_n -> 'I_n -> 'I_n -> R) : Prop := forall i j, bracket (L i) (L j) = \sum_k g i j k *: L k.

Hypotheses (basis : independent L) (closed : closes f).

Lemma coefficients_unique (a b : 'I_n -> R) : \sum_k a k *: L k = \sum_k b k *: L k -> a =1 b.
Proof.
move/eqP; rewrite -subr_eq0 -sumrB => /eqP zero k; apply/eqP; rewrite -subr_eq0.
by rewrite (basis (a := fun k => a k - b k)) // -[RHS]zero; apply: eq_bigr => l _; rewrite scalerBl.
Qed.

(* The structure constants are unique, *)
Theorem structure_constants_unique g : closes g -> forall i j k, f i j k = g i j k.
Proof. by move=> closed_g i j; apply: coefficients_unique; rewrite -closed closed_g. Qed.

(* antisymmetric, f_ij^k = -f_ji^k, *)
Theorem structure_constants_antisymmetric i j k : f i j k = - f j i k.
Proof.
move: k; apply: (coefficients_unique (b := fun k => - f j i k)).
by rewrite -closed bracket_antisymmetric closed -sumrN; apply: eq_bigr => k _; rewrite scaleNr.
Qed.

Lemma bracket_sum A (a : 'I_n -> R) : bracket A (\sum_k a k *: L k) = \sum_k a k *: bracket A (L k).
Proof.
rewrite /bracket mulmx_sumr mulmx_suml -sumrB; apply: eq_bigr => k _.
by rewrite -scalemxAr -scalemxAl scalerBr.
Qed.

Lemma nested i j k : bracket (L k) (bracket (L i) (L j)) = \sum_m (\sum_l f i j l * f k l m) *: L m.
Proof.
rewrite closed bracket_sum; under eq_bigr do rewrite closed scaler_sumr.
by rewrite exchange_big; apply: eq_bigr => m _; rewrite scaler_suml; apply: eq_bigr => l _; rewrite scalerA.
Qed.

(* and satisfy sum_l (f_ij^l f_lk^m + f_jk^l f_li^m + f_ki^l f_lj^m) = 0. *)
Theorem structure_constants_jacobi i j k m : \sum_l (f i j l * f l k m + f j k l * f l i m + f k i l * f l j m) = 0.
Proof.
have e : \sum_l (f j k l * f i l m + f k i l * f j l m + f i j l * f k l m) = 0.
  have : \sum_m (\sum_l (f j k l * f i l m + f k i l * f j l m + f i j l * f k l m)) *: L m = 0.
    rewrite -[RHS](jacobi (L i) (L j) (L k)) !nested -!big_split; apply: eq_bigr => r _ /=.
    by rewrite -!scalerDl -!big_split.
  by move/basis; apply.
rewrite -[RHS]oppr0 -[in RHS]e -sumrN; apply: eq_bigr => l _.
rewrite (structure_constants_antisymmetric l k) (structure_constants_antisymmetric l i) (structure_constants_antisymmetric l j).
by rewrite !mulrN !opprD; additive.
Qed.

(* The adjoint matrices [ad_i]_k^m = f_ik^m represent the algebra, *)
Definition adjoint i : 'M[R]_n := \matrix_(m, k) f i k m.

Theorem adjoint_representation i j : bracket (adjoint i) (adjoint j) = \sum_l f i j l *: adjoint l.
Proof.
apply/matrixP => m k; rewrite !mxE summxE -sumrB; apply/eqP; rewrite -subr_eq0 -sumrB; apply/eqP.
rewrite -[RHS]oppr0 -[in RHS](structure_constants_jacobi i j k m) -sumrN; apply: eq_bigr => l _; rewrite !mxE.
rewrite (structure_constants_antisymmetric l i m) (structure_constants_antisymmetric l j m) (structure_constants_antisymmetric k i l).
by rewrite !mulrN !mulNr !opprK [f i l m * _]mulrC [f j l m * _]mulrC; additive.
Qed.

(* and the Killing form B_ij = tr(ad_i ad_j) is symmetric and invariant: B([L_i, L_j], L_k) = B(L_i, [L_j, L_k]). *)
Definition killing i j : R := \tr (adjoint i *m adjoint j).

Theorem killing_symmetric i j : killing i j = killing j i.
Proof. exact: mxtrace_mulC. Qed.

Theorem killing_invariant i j k : \sum_l f i j l * killing l k = \sum_l f j k l * killing i l.
Proof.
transitivity (\tr (bracket (adjoint i) (adjoint j) *m adjoint k)).
  by rewrite adjoint_representation mulmx_suml raddf_sum; apply: eq_bigr => l _; rewrite -scalemxAl /= mxtraceZ.
rewrite trace_form_invariant adjoint_representation mulmx_sumr raddf_sum; apply: eq_bigr => l _.
by rewrite -scalemxAr /= mxtraceZ.
Qed.
End Closure.
