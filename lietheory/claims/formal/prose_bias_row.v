From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section BiasRow.
Variables (F : fieldType) (p : nat) (Sigma R : 'M[F]_p) (mu v : 'cV[F]_p).

(* The second moment of inputs of mean mu and covariance Sigma with a row of ones appended. *)
Definition appended : 'M[F]_(p + 1) := block_mx (Sigma + mu *m mu^T) mu mu^T 1%:M.

(* The u with u H u^T = H that keep this row, whose last row is (0, 1), are those with v = (I - R) mu and *)
(* R Sigma R^T = Sigma. *)
Theorem bias_row_kept :
  preserves (block_mx R v 0 1%:M) appended <-> v = (1%:M - R) *m mu /\ preserves R Sigma.
Proof.
rewrite /preserves /appended tr_block_mx !mulmx_block trmx0 trmx1.
rewrite !mul0mx !mul1mx !mulmx1 !mulmx0 !add0r.
have moved : R *m mu + v = mu <-> v = (1%:M - R) *m mu.
  rewrite mulmxBl mul1mx; split=> [e|->]; last by rewrite addrC subrK.
  by apply/eqP; rewrite eq_sym subr_eq addrC e.
have same : R *m mu + v = mu ->
    (R *m (Sigma + mu *m mu^T) + v *m mu^T) *m R^T + (R *m mu + v) *m v^T = R *m Sigma *m R^T + mu *m mu^T.
  move=> mean; have mean_t : mu^T *m R^T + v^T = mu^T by rewrite -[RHS](congr1 trmx mean) linearD /= trmx_mul.
  by rewrite mean mulmxDr -addrA mulmxA -mulmxDl mean mulmxDl -addrA -[mu *m mu^T *m _]mulmxA -mulmxDr mean_t.
split=> [/eq_block_mx [upper /moved v_mu _ _]|[v_mu R_Sigma]].
  by split=> //; move: upper; rewrite same ?moved // => /addIr.
have mean : R *m mu + v = mu by apply/moved.
have mean_t : mu^T *m R^T + v^T = mu^T by rewrite -[RHS](congr1 trmx mean) linearD /= trmx_mul.
by rewrite same // R_Sigma mean mul1mx mean_t.
Qed.
(* Their algebra: L with L H + H L^T = 0 and last row 0 is (M, - M mu; 0, 0) with M Sigma + Sigma M^T = 0, *)
Theorem bias_row_algebra (M : 'M[F]_p) (w : 'cV[F]_p) :
  block_mx M w 0 0 *m appended + appended *m (block_mx M w 0 0)^T = 0 <-> w = - (M *m mu) /\ M *m Sigma + Sigma *m M^T = 0.
Proof.
rewrite /appended tr_block_mx !mulmx_block !trmx0 !mul0mx !mulmx0 !mulmx1 !mul1mx !addr0 add_block_mx !addr0 add0r -block_mx0.
split=> [/eq_block_mx [upper right _ _]|[-> symmetry]].
  have w_mu : w = - (M *m mu) by apply/eqP; rewrite -addr_eq0 addrC right.
  split=> //; rewrite -upper w_mu linearN /= trmx_mul mulNmx mulmxN mulmxDr mulmxDl !mulmxA.
  by move: (M *m Sigma) (M *m mu *m mu^T) (Sigma *m M^T) (mu *m mu^T *m M^T) => x y z t; additive.
have e : M *m mu + - (M *m mu) = 0 by rewrite subrr.
congr block_mx; rewrite ?e //; last by rewrite -trmx_mul -linearD /= e trmx0.
rewrite linearN /= trmx_mul mulNmx mulmxN mulmxDr mulmxDl !mulmxA -[RHS]symmetry.
by move: (M *m Sigma) (M *m mu *m mu^T) (Sigma *m M^T) (mu *m mu^T *m M^T) => x y z t; additive.
Qed.

(* of dimension p (p - 1) / 2. *)
Theorem bias_row_dimension :
  2%:R != 0 :> F -> symmetric Sigma -> Sigma \in unitmx ->
  dimension (fun L : 'M[F]_(p + 1) => L *m appended + appended *m L^T = 0 /\ dsubmx L = 0) 'C(p, 2).
Proof.
move=> two Sigma_sym unit_Sigma; have lin : linear (fun M : 'M[F]_p => block_mx M (- (M *m mu)) 0 0 : 'M[F]_(p + 1)).
  by move=> a M N; rewrite scale_block_mx add_block_mx !scaler0 !addr0 mulmxDl -scalemxAl opprD scalerN.
pose f : {linear _ -> _} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ (dimension_preserving two Sigma_sym unit_Sigma)) => [L|M _ /=]; last first.
  by rewrite -block_mx0 => /eq_block_mx [].
split=> [[M M_Sigma ->] /=|[symmetry last_row]]; first by rewrite block_mxEv col_mxKd row_mx0; split=> //; rewrite -row_mx0 -block_mxEv; apply/bias_row_algebra.
have [M [w L_eq]] : exists M w, L = block_mx M w 0 0 :> 'M[F]_(p + 1).
  by exists (ulsubmx L), (ursubmx L); rewrite -[LHS]submxK; congr block_mx; rewrite /dlsubmx /drsubmx last_row linear0.
move: symmetry; rewrite L_eq => /bias_row_algebra [w_M M_Sigma].
by exists M => //=; rewrite w_M.
Qed.
End BiasRow.
