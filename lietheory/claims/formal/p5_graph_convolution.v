From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Proposition5.
Variables (F : fieldType) (d m e : nat) (lambda : F).
Variables (A : 'M[F]_d) (h : 'M[F]_(d, m)) (V : 'M[F]_(m, e)).

(* A h V = h W^0 + L h W^1 for L = lambda (A - I), W^0 = V and W^1 = V / lambda, for every lambda != 0. *)
Theorem graph_convolution :
  lambda != 0 -> h *m V + lambda *: (A - 1%:M) *m h *m (lambda^-1 *: V) = A *m h *m V.
Proof.
by move=> nonzero; rewrite -!scalemxAl -scalemxAr scalerA mulfV // scale1r; expand; additive.
Qed.

(* Equal weights give the graph convolution of (1 - lambda) I + lambda A, *)
Theorem equal_weights :
  h *m V + lambda *: (A - 1%:M) *m h *m V = ((1 - lambda)%:M + lambda *: A) *m h *m V.
Proof.
rewrite scalerBr scalemx1 raddfB /=; expand; additive.
Qed.
End Proposition5.

(* which is that of A for every A, h and V only when lambda = 1. *)
Theorem equal_weights_only_at_one (F : fieldType) (lambda : F) :
  (forall A h V : 'M[F]_1, h *m V + lambda *: (A - 1%:M) *m h *m V = A *m h *m V) <-> lambda = 1.
Proof.
split=> [same|-> A h V]; last by rewrite scale1r; expand; additive.
move/matrixP: (same 0 1%:M 1%:M) => /(_ 0 0); rewrite !mulmx1 sub0r !mxE eqxx /= mulr1n.
by rewrite mulrN1 => /eqP; rewrite subr_eq0 eq_sym => /eqP.
Qed.
