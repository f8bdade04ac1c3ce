From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Jacobi.
Variables (R : comRingType) (n : nat).
Implicit Types A B C : 'M[R]_n.

(* The bracket of matrices is alternating. *)
Theorem bracket_antisymmetric A B : bracket A B = - bracket B A.
Proof. by rewrite /bracket opprB. Qed.

(* The Jacobi identity. *)
Theorem jacobi A B C : bracket A (bracket B C) + bracket B (bracket C A) + bracket C (bracket A B) = 0.
Proof. rewrite /bracket; expand; additive. Qed.

(* ad_A is a derivation of the product and of the bracket. *)
Theorem bracket_derivation A B C : bracket A (B *m C) = bracket A B *m C + B *m bracket A C.
Proof. rewrite /bracket; expand; additive. Qed.

Theorem bracket_derivation_of_bracket A B C : bracket A (bracket B C) = bracket (bracket A B) C + bracket B (bracket A C).
Proof. rewrite /bracket; expand; additive. Qed.

(* The trace form is invariant: tr([A, B] C) = tr(A [B, C]). *)
Theorem trace_form_invariant A B C : \tr (bracket A B *m C) = \tr (A *m bracket B C).
Proof. by rewrite /bracket; expand; rewrite !raddfB /= -!mulmxA [\tr (B *m _)]mxtrace_mulC !mulmxA. Qed.
End Jacobi.
