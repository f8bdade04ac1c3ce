From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension lemma_eq14_dimension positive c1_covariance_group.
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

(* H positive definite of size d = r + k and A of rank r with c = r + q labels, C = A H. The pairs with u H + H u^T = 0 and *)
(* u_c C + C u^T = 0 have the dimension r (r - 1) / 2 + (d - r)(d - r - 1) / 2 + c (c - r). *)
Section AnyRank.
Variables (F : realFieldType) (r q k : nat) (H : 'M[F]_(r + k)) (A : 'M[F]_(r + q, r + k)).
Hypotheses (H_positive : positive H) (rank : \rank A = r).

Lemma two_invertible : 2%:R != 0 :> F.
Proof. by rewrite Num.Theory.pnatr_eq0. Qed.

(* A basis in which they are u = diag(K_1 H_1^-1, K_2 H_2^-1) with K_1, K_2 skew, u_c = (K_1 H_1^-1  y; 0  z). *)
Theorem regression_algebra_parametrised :
  exists P T (H1 : 'M_r) (H2 : 'M_k), [/\ P \in unitmx, T \in unitmx, positive H1, positive H2 &
    forall u u_c, u *m H + H *m u^T = 0 /\ u_c *m (A *m H) + A *m H *m u^T = 0 <->
    exists K1 K2 y z, [/\ skew K1, skew K2,
      u = invmx T *m block_mx (K1 *m invmx H1) 0 0 (K2 *m invmx H2) *m T &
      u_c = P *m block_mx (K1 *m invmx H1) y 0 z *m invmx P]].
Proof.
have [P [T [H1 [H2 [unit_P unit_T pos1 pos2 [H_eq A_eq]]]]]] := adapted_basis H_positive rank.
exists P, T, H1, H2; split=> // u u_c.
have unit1 := positive_unit pos1; have unit2 := positive_unit pos2; have [sym1 sym2] := (pos1.1, pos2.1).
have unit_Tt : T^T \in unitmx by rewrite unitmx_tr.
pose v := T *m u *m invmx T; pose w := invmx P *m u_c *m P.
pose D : 'M_(r + k) := block_mx H1 0 0 H2; pose B : 'M_(r + q, r + k) := block_mx H1 0 0 0.
have B_eq : A *m H *m T^T = P *m B.
  rewrite A_eq -[_ *m T *m H]mulmxA -[_ *m (T *m H) *m _]mulmxA H_eq -[P *m _ *m _]mulmxA mulmx_block.
  by rewrite !mul1mx !mul0mx ?mulmx0 !addr0.
have ut : u^T *m T^T = T^T *m v^T by rewrite -!trmx_mul /v mulmxKV.
have first : T *m (u *m H + H *m u^T) *m T^T = v *m D + D *m v^T.
  rewrite mulmxDr mulmxDl /D -H_eq !mulmxA; congr (_ + _); first by rewrite mulmxKV.
  by rewrite -![_ *m H *m _ *m _]mulmxA ut !mulmxA.
have second : invmx P *m (u_c *m (A *m H) + A *m H *m u^T) *m T^T = w *m B + B *m v^T.
  rewrite mulmxDr mulmxDl -!mulmxA; congr (_ + _).
    by rewrite [A *m (H *m _)]mulmxA B_eq /w !mulmxA.
  by rewrite ut [H *m _]mulmxA [A *m _]mulmxA [A *m (H *m _)]mulmxA B_eq !mulmxA mulVmx // mul1mx.
have equations : u *m H + H *m u^T = 0 /\ u_c *m (A *m H) + A *m H *m u^T = 0 <-> v *m D + D *m v^T = 0 /\ w *m B + B *m v^T = 0.
  split=> [[e1 e2]|[e1 e2]]; first by split; [rewrite -first e1|rewrite -second e2]; rewrite mulmx0 mul0mx.
  split; apply: (can_inj (mulmxK unit_Tt)).
    by apply: (can_inj (mulKmx unit_T)); rewrite mulmxA first e1 mul0mx mulmx0.
  by apply: (can_inj (mulKmx (_ : invmx P \in unitmx))); rewrite ?unitmx_inv // mulmxA second e2 mul0mx mulmx0.
have u_v : u = invmx T *m v *m T by rewrite /v !mulmxA mulVmx // mul1mx mulmxKV.
have w_u : u_c = P *m w *m invmx P by rewrite /w !mulmxA mulmxV // mul1mx mulmxK.
rewrite equations; split=> [|[K1 [K2 [y [z [skew1 skew2 u_K u_c_K]]]]]].
  rewrite /D /B -[v]submxK -[w]submxK !tr_block_mx !mulmx_block !mulmx0 !mul0mx !addr0 !add0r !add_block_mx !addr0 !add0r.
  move=> []; rewrite -!block_mx0 => /eq_block_mx [upper right _ lower] /eq_block_mx [corner zero low _].
  have v12t : (dlsubmx v)^T = 0 by rewrite -[LHS](mulKmx unit1) zero mulmx0.
  have v12 : dlsubmx v = 0 by rewrite -[LHS]trmxK v12t trmx0.
  have v21 : ursubmx v = 0.
    by move: right; rewrite v12 trmx0 mulmx0 addr0 => /(congr1 (fun M => M *m invmx H2)); rewrite mulmxK // mul0mx.
  have w21 : dlsubmx w = 0 by rewrite -[LHS](mulmxK unit1) low mul0mx.
  exists (ulsubmx v *m H1), (drsubmx v *m H2), (ursubmx w), (drsubmx w); rewrite !mulmxK //.
  have skew1 : skew (ulsubmx v *m H1) by rewrite /skew trmx_mul sym1; apply/eqP; rewrite -addr_eq0 addrC upper.
  have w11 : ulsubmx w = ulsubmx v.
    have same : ulsubmx w *m H1 = ulsubmx v *m H1.
      by move/eqP: corner; move/eqP: upper; rewrite !addr_eq0 => /eqP -> /eqP ->.
    by rewrite -[LHS](mulmxK unit1) same mulmxK.
  split=> //; first by rewrite /skew trmx_mul sym2; apply/eqP; rewrite -addr_eq0 addrC lower.
    by rewrite -v12 -{1}v21 submxK -u_v.
  by rewrite -w11 -w21 submxK -w_u.
have v_K : v = block_mx (K1 *m invmx H1) 0 0 (K2 *m invmx H2).
  by rewrite /v u_K !mulmxA mulmxV // mul1mx mulmxK.
have w_K : w = block_mx (K1 *m invmx H1) y 0 z by rewrite /w u_c_K !mulmxA mulVmx // mul1mx mulmxKV.
have zero1 : H1 *m (K1 *m invmx H1)^T = - K1 by rewrite trmx_mul trmx_inv sym1 mulKVmx.
have zero2 : H2 *m (K2 *m invmx H2)^T = - K2 by rewrite trmx_mul trmx_inv sym2 mulKVmx.
rewrite v_K w_K /D /B !tr_block_mx !mulmx_block !trmx0 !mulmx0 !mul0mx !addr0 !add0r zero1 zero2 !mulmxKV //.
by rewrite !add_block_mx !addr0 !subrr !block_mx0.
Qed.

Theorem regression_algebra_dimension :
  dimension (fun p : 'M[F]_(r + k) * 'M_(r + q) => p.1 *m H + H *m p.1^T = 0 /\ p.2 *m (A *m H) + A *m H *m p.1^T = 0)
    ('C(r, 2) + 'C(k, 2) + (r + q) * q).
Proof.
have [P [T [H1 [H2 [unit_P unit_T pos1 pos2 solutions]]]]] := regression_algebra_parametrised.
have unit1 := positive_unit pos1; have unit2 := positive_unit pos2.
pose parts := ('M[F]_r * 'M[F]_k * ('M[F]_(r, q) * 'M[F]_q))%type.
have lin : linear (fun x : parts => (invmx T *m block_mx (x.1.1 *m invmx H1) 0 0 (x.1.2 *m invmx H2) *m T,
    P *m block_mx (x.1.1 *m invmx H1) x.2.1 0 x.2.2 *m invmx P) : 'M[F]_(r + k) * 'M_(r + q)).
  move=> a [[x1 x2] [x3 x4]] [[y1 y2] [y3 y4]] /=; rewrite -[RHS]/(_, _) /=; congr (_, _).
    by rewrite scalemxAl scalemxAr scale_block_mx !scaler0 -mulmxDl -mulmxDr add_block_mx !addr0 !mulmxDl !scalemxAl.
  by rewrite scalemxAl scalemxAr scale_block_mx !scaler0 -mulmxDl -mulmxDr add_block_mx !addr0 !mulmxDl !scalemxAl.
pose f : {linear parts -> 'M[F]_(r + k) * 'M_(r + q)} := Linear lin.
have two := two_invertible; have dims := dimension_pair (dimension_pair (dimension_skew r two) (dimension_skew k two))
  (dimension_pair (dimension_matrices F r q) (dimension_matrices F q q)).
rewrite mulnDl; apply: dimension_iff (dimension_image (f := f) _ dims) => [[u u_c]|[[x1 x2] [x3 x4]] _ zero]; last first.
  have left : invmx T *m block_mx (x1 *m invmx H1) 0 0 (x2 *m invmx H2) *m T = 0 by case: zero.
  have right : P *m block_mx (x1 *m invmx H1) x3 0 x4 *m invmx P = 0 by case: zero.
  have {left} : block_mx (x1 *m invmx H1) 0 0 (x2 *m invmx H2) = 0.
    by apply: (can_inj (mulmxK unit_T)); apply: (can_inj (mulKmx (_ : invmx T \in unitmx))); rewrite ?unitmx_inv // mulmxA left mul0mx mulmx0.
  have {right zero} : block_mx (x1 *m invmx H1) x3 0 x4 = 0.
    by apply: (can_inj (mulmxK (_ : invmx P \in unitmx))); rewrite ?unitmx_inv //; apply: (can_inj (mulKmx unit_P)); rewrite mulmxA right mul0mx mulmx0.
  rewrite -!block_mx0 => /eq_block_mx [_ -> _ ->] /eq_block_mx [zero1 _ _ zero2]; congr (_, _, _).
    by rewrite -[x1](mulmxKV unit1) zero1 mul0mx.
  by rewrite -[x2](mulmxKV unit2) zero2 mul0mx.
rewrite /= solutions; split=> [[[[x1 x2] [x3 x4]] /= [[skew1 skew2] _] [-> ->]]|[K1 [K2 [y [z [skew1 skew2 -> ->]]]]]].
  by exists x1, x2, x3, x4.
by exists ((K1, K2), (y, z)).
Qed.
End AnyRank.
