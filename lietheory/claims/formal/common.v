(* Words that the statements share, and a tactic for identities of commutative groups. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Definition bracket (R : ringType) n (A B : 'M[R]_n) : 'M[R]_n := A *m B - B *m A.

Definition commute (R : ringType) n (A B : 'M[R]_n) : Prop := A *m B = B *m A.

Definition orthogonal (R : comRingType) n (Q : 'M[R]_n) : Prop := Q *m Q^T = 1%:M.

Definition skew (R : ringType) n (K : 'M[R]_n) : Prop := K^T = - K.

Definition symmetric (R : ringType) n (H : 'M[R]_n) : Prop := H^T = H.

Definition independent (R : ringType) (V : lmodType R) n (L : 'I_n -> V) : Prop :=
  forall a : 'I_n -> R, \sum_i a i *: L i = 0 -> forall i, a i = 0.

(* Sums of atoms with signs, compared by the coefficient of each atom. *)
Inductive combination := Atom of nat | Zero | Plus of combination & combination | Minus of combination.

Fixpoint evaluate (V : zmodType) (atoms : seq V) c :=
  match c with
  | Atom i => nth 0 atoms i
  | Zero => 0
  | Plus a b => evaluate atoms a + evaluate atoms b
  | Minus a => - evaluate atoms a
  end.

Fixpoint coefficient c (i : nat) : int :=
  match c with
  | Atom j => (i == j)%:R
  | Zero => 0
  | Plus a b => coefficient a i + coefficient b i
  | Minus a => - coefficient a i
  end.

Lemma evaluate_coefficients (V : zmodType) (atoms : seq V) c :
  evaluate atoms c = \sum_(i < size atoms) nth 0 atoms i *~ coefficient c i.
Proof.
elim: c => [j||a IHa b IHb|a IHa] /=.
- case: (ltnP j (size atoms)) => [lt|le].
    rewrite (bigD1 (Ordinal lt)) //= eqxx big1 ?addr0 // => i /negPf ne.
    by have ->: (i == j :> nat) = false by rewrite -ne.
  rewrite nth_default // big1 // => i _.
  suff -> : (i == j :> nat) = false by [].
  by apply/negbTE; rewrite neq_ltn (leq_trans (ltn_ord i) le).
- by rewrite big1.
- by rewrite IHa IHb -big_split; apply: eq_bigr => i _; rewrite mulrzDl.
- by rewrite IHa -sumrN; apply: eq_bigr => i _; rewrite mulrNz.
Qed.

Lemma combinations_equal (V : zmodType) (atoms : seq V) a b :
  all (fun i => coefficient a i == coefficient b i) (iota 0 (size atoms)) -> evaluate atoms a = evaluate atoms b.
Proof.
move/allP => same; rewrite !evaluate_coefficients; apply: eq_bigr => i _.
by rewrite (eqP (same _ _)) // mem_iota /= add0n.
Qed.

Ltac position x atoms :=
  match atoms with
  | cons ?y _ => let same := match goal with _ => unify x y end in constr:(0%N)
  | cons _ ?rest => let i := position x rest in constr:(i.+1)
  end.

Ltac collect atoms term :=
  match term with
  | @GRing.add _ ?x ?y => let found := collect atoms x in collect found y
  | @GRing.opp _ ?x => collect atoms x
  | @GRing.zero _ => atoms
  | _ => match atoms with
         | _ => let i := position term atoms in atoms
         | _ => constr:(cons term atoms)
         end
  end.

Ltac combine atoms term :=
  match term with
  | @GRing.add _ ?x ?y => let a := combine atoms x in let b := combine atoms y in constr:(Plus a b)
  | @GRing.opp _ ?x => let a := combine atoms x in constr:(Minus a)
  | @GRing.zero _ => constr:(Zero)
  | _ => let i := position term atoms in constr:(Atom i)
  end.

(* Proves x = y where both sides are the same sum up to order, brackets and cancellation. *)
Ltac additive :=
  match goal with
  | |- @eq ?T ?x ?y =>
      let none := constr:(@nil T) in
      let atoms := collect none x in
      let atoms := collect atoms y in
      let a := combine atoms x in
      let b := combine atoms y in
      by apply: (@combinations_equal _ atoms a b); vm_compute
  end.

(* Multiplies out products of matrices. *)
Ltac expand :=
  rewrite ?(mulmxDl, mulmxDr, mulmxBl, mulmxBr, mulNmx, mulmxN, mulmx1, mul1mx, mulmx0, mul0mx, opprK, mulmxA).

Section Regression.
Variable F : fieldType.

(* u is a symmetry of the second moment: u H u^T = H. *)
Definition preserves d (u H : 'M[F]_d) : Prop := u *m H *m u^T = H.

(* The second moment H = X X^T / n and the cross-correlation C = Y X^T / n of n samples, the columns of X and Y. *)
Definition second_moment d n (X : 'M[F]_(d, n)) : 'M_d := n%:R^-1 *: (X *m X^T).
Definition cross_correlation c d n (Y : 'M[F]_(c, n)) (X : 'M[F]_(d, n)) : 'M_(c, d) := n%:R^-1 *: (Y *m X^T).

(* The least-squares fit A = Y X^T (X X^T)^-1. *)
Definition fit c d n (Y : 'M[F]_(c, n)) (X : 'M[F]_(d, n)) : 'M_(c, d) := Y *m X^T *m invmx (X *m X^T).

Lemma conjugated d (T u : 'M[F]_d) : T \in unitmx -> u = T *m (invmx T *m u *m T) *m invmx T.
Proof. by move=> unit_T; rewrite !mulmxA mulmxV // mul1mx mulmxK. Qed.

Lemma preserving_invertible d (u H : 'M[F]_d) : H \in unitmx -> preserves u H -> u \in unitmx.
Proof.
move=> unitH uH; have [] // := @mulmx1_unit _ _ u (H *m u^T *m invmx H).
by rewrite !mulmxA uH mulmxV.
Qed.
End Regression.
