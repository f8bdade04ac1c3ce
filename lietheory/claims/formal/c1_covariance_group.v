From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Corollary1.
Variables (F : fieldType) (d : nat) (S H : 'M[F]_d).
Hypotheses (full_rank : S \in unitmx) (root : S *m S^T = H).

Let unit_St : S^T \in unitmx. Proof. by rewrite unitmx_tr. Qed.

Let conjugated_back u : u = S *m (invmx S *m u *m S) *m invmx S.
Proof. exact: conjugated. Qed.

Let moved Q : S *m Q *m invmx S *m H = S *m Q *m S^T.
Proof. by rewrite -root !mulmxA mulmxKV. Qed.

Let moved_both Q : S *m Q *m invmx S *m H *m (S *m Q *m invmx S)^T = S *m (Q *m Q^T) *m S^T.
Proof. by rewrite moved !trmx_mul trmx_inv !mulmxA mulmxK. Qed.

Let cancel A B : S *m A *m S^T = S *m B *m S^T -> A = B.
Proof. by move/(can_inj (mulmxK unit_St))/(can_inj (mulKmx full_rank)). Qed.

(* u H u^T = H if and only if S^-1 u S is orthogonal. *)
Theorem covariance_group u : preserves u H <-> orthogonal (invmx S *m u *m S).
Proof.
rewrite /preserves /orthogonal {1 2}[u]conjugated_back moved_both; split=> [|->]; last by rewrite mulmx1.
by have -> : H = S *m 1%:M *m S^T by [rewrite mulmx1]; move/cancel.
Qed.

(* L H + H L^T = 0 if and only if L' = S^-1 L S is skew, and L = S L' S^-1. *)
Theorem covariance_algebra L :
  L *m H + H *m L^T = 0 <-> skew (invmx S *m L *m S).
Proof.
have H_sym : H^T = H by rewrite -root trmx_mul trmxK.
set K := _ *m S; have -> : L *m H + H *m L^T = S *m (K^T + K) *m S^T.
  have -> : H *m L^T = (L *m H)^T by rewrite trmx_mul H_sym.
  by rewrite [L]conjugated_back -/K moved mulmxDr mulmxDl !trmx_mul trmxK mulmxA addrC.
rewrite /skew; split=> [zero|->]; last by rewrite addNr mulmx0 mul0mx.
by apply/eqP; rewrite -addr_eq0; apply/eqP/cancel; rewrite zero mulmx0 mul0mx.
Qed.

(* Every such u and L comes from an orthogonal Q and a skew K: u = S Q S^-1, L = S K S^-1. *)
Theorem covariance_group_parametrised Q : orthogonal Q -> preserves (S *m Q *m invmx S) H.
Proof. by rewrite /preserves moved_both => ->; rewrite mulmx1. Qed.

Theorem covariance_algebra_parametrised K : skew K -> S *m K *m invmx S *m H + H *m (S *m K *m invmx S)^T = 0.
Proof.
by move=> K_skew; apply/covariance_algebra; rewrite !mulmxA mulVmx // mul1mx mulmxKV.
Qed.

(* Q |-> S Q S^-1 respects products and determinants, so that it is an isomorphism from O(d). *)
Theorem covariance_group_isomorphism Q R :
  S *m (Q *m R) *m invmx S = (S *m Q *m invmx S) *m (S *m R *m invmx S) /\ \det (S *m Q *m invmx S) = \det Q.
Proof.
split; first by rewrite !mulmxA mulmxKV.
by rewrite !det_mulmx det_inv mulrAC mulfV ?mul1r // -unitfE -unitmxE.
Qed.

(* Different Q and K give different u and L, and brackets go to brackets: with the above, O(d) and so(d) are isomorphic to the *)
(* group and the algebra of H. *)
Theorem covariance_group_injective Q R : S *m Q *m invmx S = S *m R *m invmx S -> Q = R.
Proof. by move/(can_inj (mulmxKV full_rank))/(can_inj (mulKmx full_rank)). Qed.

Theorem covariance_algebra_isomorphism K L :
  bracket (S *m K *m invmx S) (S *m L *m invmx S) = S *m bracket K L *m invmx S.
Proof. by rewrite /bracket mulmxBr mulmxBl !mulmxA !mulmxKV. Qed.

(* The algebra has the dimension d (d - 1) / 2. *)
Theorem covariance_algebra_dimension :
  2%:R != 0 :> F -> dimension (fun L => L *m H + H *m L^T = 0) 'C(d, 2).
Proof.
move=> two; apply: dimension_iff (dimension_conjugate full_rank (dimension_skew d two)) => L.
by rewrite covariance_algebra.
Qed.

(* Both determinants occur: an explicit element of determinant -1, so that the group is not SO(d). *)
Definition reflection m : 'M[F]_m := diag_mx (\row_j if j == 0%N :> nat then -1 else 1).
End Corollary1.

Theorem covariance_group_reflection (F : numFieldType) d (S : 'M[F]_d.+1) :
  S \in unitmx ->
  let u := S *m reflection F d.+1 *m invmx S in [/\ preserves u (S *m S^T), \det u = -1 & \det u != 1].
Proof.
move=> unit_S u.
have det_r : \det (reflection F d.+1) = -1.
  by rewrite det_diag big_ord_recl !mxE /= big1 ?mulr1 // => i _; rewrite mxE.
have det_u : \det u = -1 by rewrite (covariance_group_isomorphism unit_S _ 1%:M).2.
split=> //; last by rewrite det_u eq_sym -addr_eq0 -mulr2n Num.Theory.pnatr_eq0.
apply: covariance_group_parametrised => //; rewrite /orthogonal tr_diag_mx mulmx_diag -diag_const_mx; congr diag_mx.
by apply/rowP => j; rewrite !mxE; case: ifP => _; rewrite ?mulrNN mulr1.
Qed.

