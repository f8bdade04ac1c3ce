From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common c1_covariance_group.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* The closed form of all symmetries of a regression whose fit A has independent rows, c = r: with S S^T = H and *)
(* A S = (D 0) V^T, V orthogonal and D invertible (D = U Sigma for the singular value decomposition). *)
Section ClosedForm.
Variables (F : fieldType) (c k : nat).
Variables (H S V : 'M[F]_(c + k)) (A : 'M[F]_(c, c + k)) (D : 'M[F]_c).
Hypotheses (full_rank : S \in unitmx) (root : S *m S^T = H).
Hypotheses (V_orthogonal : orthogonal V) (D_invertible : D \in unitmx) (decomposition : A *m S = row_mx D 0 *m V^T).

Lemma orthogonal_left : V^T *m V = 1%:M.
Proof. exact: mulmx1C. Qed.

Lemma fit_by_parts : A *m (S *m V) = row_mx D 0.
Proof. by rewrite mulmxA decomposition -mulmxA orthogonal_left mulmx1. Qed.

Lemma frame_root : S *m V *m (S *m V)^T = H.
Proof. by rewrite trmx_mul mulmxA -[S *m V *m _]mulmxA V_orthogonal mulmx1. Qed.

Lemma frame_invertible : S *m V \in unitmx.
Proof. by rewrite unitmx_mul full_rank /=; have [] := mulmx1_unit V_orthogonal. Qed.

Lemma frame_inverse : invmx (S *m V) = V^T *m invmx S.
Proof.
apply: (can_inj (mulKmx frame_invertible)); rewrite mulmxV ?frame_invertible //.
by rewrite -mulmxA [V *m (_ *m _)]mulmxA V_orthogonal mul1mx mulmxV.
Qed.

(* u = S V diag(Q_1, Q_2) V^T S^-1 and u_c = D Q_1 D^-1 with Q_1, Q_2 orthogonal preserve H and the fit; *)
Theorem regression_symmetries_closed_form (Q1 : 'M_c) (Q2 : 'M_k) :
  orthogonal Q1 -> orthogonal Q2 ->
  let u := S *m V *m block_mx Q1 0 0 Q2 *m (V^T *m invmx S) in
  let u_c := D *m Q1 *m invmx D in preserves u H /\ u_c *m A = A *m u.
Proof.
move=> Q1_orthogonal Q2_orthogonal u u_c; rewrite /u -frame_inverse; split.
  apply: covariance_group_parametrised; rewrite ?frame_invertible ?frame_root //.
  rewrite /orthogonal tr_block_mx mulmx_block !trmx0 !mulmx0 !mul0mx !addr0 !add0r Q1_orthogonal Q2_orthogonal.
  by rewrite -scalar_mx_block.
rewrite [RHS]mulmxA [A *m (S *m V *m _)]mulmxA fit_by_parts.
apply: (can_inj (mulmxK frame_invertible)); rewrite mulmxKV ?frame_invertible // -mulmxA fit_by_parts mul_row_block mul_mx_row !mulmx0 !mul0mx !addr0.
by rewrite mulmxKV.
Qed.

(* and there are no others. *)
Theorem regression_symmetries_exhausted (u : 'M_(c + k)) (u_c : 'M_c) :
  preserves u H -> u_c *m A = A *m u ->
  exists (Q1 : 'M_c) (Q2 : 'M_k), [/\ orthogonal Q1, orthogonal Q2,
    u = S *m V *m block_mx Q1 0 0 Q2 *m (V^T *m invmx S) & u_c = D *m Q1 *m invmx D].
Proof.
move=> u_H u_A; pose T := S *m V; have unit_T : T \in unitmx := frame_invertible.
pose Q := invmx T *m u *m T; have u_Q : u = T *m Q *m invmx T by apply: conjugated.
have Q_orthogonal : orthogonal Q by apply/(covariance_group unit_T frame_root).
have : u_c *m A *m T = row_mx D 0 *m Q by rewrite u_A u_Q -mulmxA mulmxKV // mulmxA fit_by_parts.
rewrite -mulmxA fit_by_parts -[Q]submxK; set Q11 := ulsubmx Q; set Q12 := ursubmx Q; set Q21 := dlsubmx Q.
set Q22 := drsubmx Q; rewrite mul_row_block mul_mx_row !mulmx0 !mul0mx !addr0 => /eq_row_mx [u_D zero].
have Q12_0 : Q12 = 0 by rewrite -[Q12](mulKmx D_invertible) -zero mulmx0.
move: Q_orthogonal; rewrite /orthogonal -[Q]submxK -/Q11 -/Q12 -/Q21 -/Q22 Q12_0 tr_block_mx mulmx_block.
rewrite trmx0 !mulmx0 !mul0mx !addr0 (scalar_mx_block c k) => /eq_block_mx [Q11_orthogonal _ low corner].
have unit_Q11 : Q11^T \in unitmx by have [] := mulmx1_unit Q11_orthogonal.
have Q21_0 : Q21 = 0 by rewrite -[Q21](mulmxK unit_Q11) low mul0mx.
exists Q11, Q22; split=> //; first by move: corner; rewrite Q21_0 mul0mx add0r.
  by rewrite -frame_inverse -/T u_Q -[in LHS](submxK Q) -/Q11 -/Q12 -/Q21 -/Q22 Q12_0 Q21_0.
by rewrite -u_D mulmxK.
Qed.
End ClosedForm.

(* The second moment of the predicted labels is preserved: u_c (A H A^T) u_c^T = A H A^T. *)
Theorem predicted_labels_second_moment (F : fieldType) c d (H u : 'M[F]_d) (A : 'M[F]_(c, d)) u_c :
  preserves u H -> u_c *m A = A *m u -> preserves u_c (A *m H *m A^T).
Proof.
move=> u_H u_A; rewrite /preserves !mulmxA u_A -[RHS]/(A *m H *m A^T) -{2}u_H.
by rewrite -!mulmxA -trmx_mul u_A trmx_mul !mulmxA.
Qed.
