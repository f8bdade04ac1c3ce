From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts subalgebra alternating_form generated traces p4_cnn padded_images narrow_kernels.
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

(* with I only one dimension more. *)
Theorem pair_with_identity X :
  generated (fun Y => [\/ Y = S 1, Y = (S 1)^T | Y = 1%:M]) X <-> exists Z a, Z^T *m B + B *m Z = 0 /\ X = Z + a *: 1%:M.
Proof. exact: pair_with_identity. Qed.

Theorem pair_with_identity_dimension k :
  dimension (fun Z => Z^T *m B + B *m Z = 0) k -> dimension (generated (fun Y => [\/ Y = S 1, Y = (S 1)^T | Y = 1%:M])) k.+1.
Proof. exact: pair_with_identity_dimension. Qed.
End Generation.

(* On 2 h + 1 points B is (-1)^h diag(1, ..., 1, -1, ..., -1) in a basis, with h + 1 ones: its algebra is so(h + 1, h). *)
Theorem form_signature (F : fieldType) h : 2%:R != 0 :> F ->
  exists2 P, P \in unitmx & P *m alternating F (h + h).+1 *m P^T = (-1) ^+ h *: split_form F h.
Proof. exact: form_signature. Qed.

Theorem algebra_signature (F : fieldType) h : 2%:R != 0 :> F ->
  exists2 P, P \in unitmx & forall X, let Y := invmx P *m X *m P in let B := alternating F (h + h).+1 in
  X^T *m B + B *m X = 0 <-> Y^T *m split_form F h + split_form F h *m Y = 0.
Proof. exact: algebra_signature. Qed.

(* Images of p x q points. *)
Section Images.
Variables (F : fieldType) (m n : nat).
Hypothesis two : 2%:R != 0 :> F.

(* For all p, q > 1 the shifts along both axes and one diagonal, by 1 and -1, generate sl(p q), *)
Theorem image_shifts_generate (X : 'M[F]_(m.+2 * n.+2)) :
  generated (fun Y => Y \in one_step F m n \/ Y^T \in one_step F m n) X <-> \tr X = 0.
Proof. exact: one_step_generates. Qed.

(* and the nine shifts of the 3 x 3 stencil all matrices. *)
Theorem stencil_generates (X : 'M[F]_(m.+2 * n.+2)) : (m.+2 * n.+2)%:R != 0 :> F -> generated (fun Y => Y \in stencil F m n) X.
Proof. by move=> size; apply: stencil_generates. Qed.

(* The cross of five generates the algebras of its two axes, beside each other, and I. *)
Theorem cross_generates (X : 'M[F]_(m.+1 * n.+1)) :
  let B k := alternating F k.+1 in generated (fun Y => Y \in cross F m n \/ Y^T \in cross F m n) X <->
  exists A C a, [/\ A^T *m B m + B m *m A = 0, C^T *m B n + B n *m C = 0
    & X = kronecker A 1%:M + kronecker 1%:M C + a *: 1%:M].
Proof. exact: cross_generates. Qed.

(* of dimension k + l + 1, where those have the dimensions k and l: 7 of 81 on 3 x 3 points. *)
Theorem cross_dimension k l :
  let B j := alternating F j.+1 in
  dimension (fun A => A^T *m B m + B m *m A = 0) k -> dimension (fun C => C^T *m B n + B n *m C = 0) l ->
  dimension (generated (fun Y => Y \in cross F m n \/ Y^T \in cross F m n)) (k + l).+1.
Proof. exact: cross_dimension. Qed.
End Images.

(* The numbers: 11 of 25 dimensions on 5 points, 7 of 81 on 3 x 3 points. *)
Theorem pair_on_five_points (F : fieldType) : 2%:R != 0 :> F ->
  let S := padded_shift F 5 1 in dimension (generated (fun Y => [\/ Y = S, Y = S^T | Y = 1%:M])) 11.
Proof. by move=> two; apply: pair_with_identity_dimension => //; apply: orthogonal_dimension. Qed.

Theorem cross_on_nine_points (F : fieldType) : 2%:R != 0 :> F ->
  dimension (generated (fun Y => Y \in cross F 2 2 \/ Y^T \in cross F 2 2)) 7.
Proof. by move=> two; apply: (@cross_dimension F 2 2 two 3 3); apply: orthogonal_dimension. Qed.

