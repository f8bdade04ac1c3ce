From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
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
End BiasRow.
