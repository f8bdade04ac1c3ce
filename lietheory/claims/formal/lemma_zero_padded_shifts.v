From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts generated traces.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* S_k moves the points of a line by k, zeros coming in; S_-k is its transpose. *)
Section Commutation.
Variables (R : comRingType) (d : nat).
Implicit Types (j k : nat).
Local Notation S := (padded_shift R d).

(* Shifts of the same sign commute, *)
Theorem same_sign_shifts_commute j k : commute (S j) (S k).
Proof. exact: same_sign_shifts_commute. Qed.

(* S_j and S_-k never commute for j, k from 1 to d - 1, *)
Theorem opposite_shifts_do_not_commute j k : (0 < j < d)%N -> (0 < k < d)%N -> ~ commute (S j) (S k)^T.
Proof. exact: opposite_shifts_do_not_commute. Qed.

(* [S_1, S_-1] = diag(-1, 0, ..., 0, 1), *)
Theorem opposite_unit_shifts_bracket :
  bracket (S 1) (S 1)^T = diag_mx (\row_s ((s == d.-1 :> nat)%:R - (s == 0%N :> nat)%:R)).
Proof. exact: opposite_unit_shifts_bracket. Qed.

(* and S_1 preserves B = antidiag(1, -1, 1, ...). *)
Theorem forward_shift_preserves_the_form : (S 1)^T *m alternating R d + alternating R d *m S 1 = 0.
Proof. exact: forward_shift_preserves_the_form. Qed.
End Commutation.

(* On d = n + 1 points, for every n, in characteristic other than 2: *)
Section Generation.
Variables (F : fieldType) (n : nat).
Local Notation d := n.+1.
Local Notation S := (padded_shift F d).
Local Notation B := (alternating F d).
Hypothesis two : 2%:R != 0 :> F.

(* S_1 and S_-1 generate the whole algebra of B, *)
Theorem unit_shifts_generate X : generated (fun Y => Y = S 1 \/ Y = (S 1)^T) X <-> X^T *m B + B *m X = 0.
Proof. exact: unit_shifts_generate. Qed.

(* where B is symmetric for odd d and skew for even d, *)
Theorem form_symmetry : B^T = (-1) ^+ n *: B.
Proof. exact: form_symmetry. Qed.

(* of dimension d (d - 1) / 2 for odd d, *)
Theorem orthogonal_dimension : ~~ odd n -> dimension (fun X => X^T *m B + B *m X = 0) 'C(d, 2).
Proof. exact: orthogonal_dimension. Qed.

(* and d (d + 1) / 2 for even d. *)
Theorem symplectic_dimension : odd n -> dimension (fun X => X^T *m B + B *m X = 0) 'C(d.+1, 2).
Proof. exact: symplectic_dimension. Qed.

(* With S_2 and S_-2 they generate sl(d). *)
Theorem shifts_by_two_generate X :
  generated (fun Y => [\/ Y = S 1, Y = (S 1)^T | Y = S 2 \/ Y = (S 2)^T]) X <-> \tr X = 0.
Proof. exact: shifts_by_two_generate. Qed.
End Generation.
