From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Conditions.
Variables (F : fieldType) (c d : nat).
Variables (H u : 'M[F]_d) (u_c : 'M[F]_c) (C : 'M[F]_(c, d)).
Hypotheses (full_rank : H \in unitmx) (covariance : preserves u H).

(* u H u^T = H with H invertible: u is invertible. *)
Theorem covariance_symmetry_invertible : u \in unitmx.
Proof. exact: preserving_invertible covariance. Qed.

(* (u_c C u^T - C) u^-T H^-1 = u_c A - A u for the fit A = C H^-1. *)
Theorem equivariance_defect :
  (u_c *m C *m u^T - C) *m invmx u^T *m invmx H = u_c *m (C *m invmx H) - C *m invmx H *m u.
Proof.
have unit_u := covariance_symmetry_invertible.
have unit_ut : u^T \in unitmx by rewrite unitmx_tr.
rewrite !mulmxBl mulmxK // !mulmxA; congr (_ - _); rewrite -!mulmxA; congr (C *m _).
have one : invmx H *m u *m H *m u^T = 1%:M by rewrite -!mulmxA [u *m _]mulmxA covariance mulVmx.
by rewrite -[LHS]mul1mx -one !mulmxA mulmxK // mulmxK.
Qed.

(* The second half of Eq 13 holds if and only if the fit is equivariant, which is Eq 14. *)
Theorem cross_correlation_iff_equivariance :
  u_c *m C *m u^T = C <-> C *m invmx H = u_c *m (C *m invmx H) *m invmx u.
Proof.
have unit_u := covariance_symmetry_invertible.
have unit_ut : u^T \in unitmx by rewrite unitmx_tr.
split=> [second|equivariant].
  apply: (can_inj (mulmxK unit_u)); rewrite mulmxKV //; apply/eqP; rewrite eq_sym -subr_eq0 -equivariance_defect.
  by rewrite second subrr !mul0mx.
apply/eqP; rewrite -subr_eq0; apply/eqP.
apply: (can_inj (mulmxK (_ : invmx u^T \in unitmx))); rewrite ?unitmx_inv //.
apply: (can_inj (mulmxK (_ : invmx H \in unitmx))); rewrite ?unitmx_inv //.
by rewrite equivariance_defect {2}equivariant mulmxKV // subrr !mul0mx.
Qed.
End Conditions.
