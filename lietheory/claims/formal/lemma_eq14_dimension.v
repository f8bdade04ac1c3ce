From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* A matrix of rank r is invertible matrices around the r x r identity and zeros. *)
Lemma normal_form (F : fieldType) r p q (A : 'M[F]_(r + p, r + q)) :
  \rank A = r -> exists P Q, [/\ P \in unitmx, Q \in unitmx & A = P *m block_mx 1%:M 0 0 0 *m Q].
Proof.
move=> rank; exists (col_ebase A), (row_ebase A); rewrite col_ebase_unit row_ebase_unit -[LHS]mulmx_ebase rank.
by split=> //; congr (_ *m _ *m _); rewrite pid_mx_block.
Qed.

Section Dimension.
Variables (F : fieldType) (r p q : nat) (A : 'M[F]_(r + p, r + q)).
Hypothesis rank : \rank A = r.

(* The pairs (u, u_c) with u_c A = A u are a Lie algebra: *)
Theorem pairs_closed u u_c v v_c :
  u_c *m A = A *m u -> v_c *m A = A *m v -> bracket u_c v_c *m A = A *m bracket u v.
Proof.
move=> pair_u pair_v; rewrite /bracket mulmxBl mulmxBr -!mulmxA pair_v pair_u !mulmxA pair_u pair_v //.
Qed.

(* With d = r + q inputs and c = r + p labels it has the dimension d^2 - r (d - r) + c (c - r), here *)
(* (r + q)^2 - r q + (r + p) p. *)
Theorem pairs_dimension :
  dimension (fun u : 'M[F]_(r + q) * 'M_(r + p) => u.2 *m A = A *m u.1) ((r + q) ^ 2 - r * q + (r + p) * p).
Proof.
have [P [Q [unit_P unit_Q A_eq]]] := normal_form rank.
pose parts := ('M[F]_r * 'M[F]_(q, r) * 'M[F]_q * ('M[F]_(r, p) * 'M[F]_p))%type.
have lin : linear (fun x : parts => (invmx Q *m block_mx x.1.1.1 0 x.1.1.2 x.1.2 *m Q,
    P *m block_mx x.1.1.1 x.2.1 0 x.2.2 *m invmx P) : 'M[F]_(r + q) * 'M_(r + p)).
  move=> a [[[x1 x2] x3] [x4 x5]] [[[y1 y2] y3] [y4 y5]] /=.
  rewrite -[RHS]/(_, _) /=; congr (_, _).
    by rewrite scalemxAl scalemxAr scale_block_mx scaler0 -mulmxDl -mulmxDr add_block_mx addr0.
  by rewrite scalemxAl scalemxAr scale_block_mx scaler0 -mulmxDl -mulmxDr add_block_mx addr0.
pose f : {linear parts -> 'M[F]_(r + q) * 'M_(r + p)} := Linear lin.
have dims := dimension_pair (dimension_pair (dimension_pair (dimension_matrices F r r) (dimension_matrices F q r))
  (dimension_matrices F q q)) (dimension_pair (dimension_matrices F r p) (dimension_matrices F p p)).
have count : ((r + q) ^ 2 - r * q + (r + p) * p = r * r + q * r + q * q + (r * p + p * p))%N.
  have -> : ((r + q) ^ 2 = r * q + (r * r + q * r + q * q))%N by rewrite -mulnn mulnDl !mulnDr [(r * r + _)%N]addnC -!addnA.
  by rewrite addKn mulnDl.
rewrite count; apply: dimension_iff (dimension_image (f := f) _ dims) => [[u u_c]|[[[x1 x2] x3] [x4 x5]] _ zero]; last first.
  have left : invmx Q *m block_mx x1 0 x2 x3 *m Q = 0 by case: zero.
  have right : P *m block_mx x1 x4 0 x5 *m invmx P = 0 by case: zero.
  have {left} : block_mx x1 0 x2 x3 = 0.
    by apply: (can_inj (mulmxK unit_Q)); apply: (can_inj (mulKmx (_ : invmx Q \in unitmx))); rewrite ?unitmx_inv // mulmxA left mul0mx mulmx0.
  have {right zero} : block_mx x1 x4 0 x5 = 0.
    by apply: (can_inj (mulmxK (_ : invmx P \in unitmx))); rewrite ?unitmx_inv //; apply: (can_inj (mulKmx unit_P)); rewrite mulmxA right mul0mx mulmx0.
  by rewrite -!block_mx0 => /eq_block_mx [-> -> _ ->] /eq_block_mx [_ _ -> ->].
split=> [[[[[x1 x2] x3] [x4 x5]] _ [-> ->]] /=|/= pair].
  rewrite A_eq !mulmxA mulmxKV // mulmxK //; congr (_ *m Q); rewrite -!mulmxA; congr (P *m _); rewrite !mulmx_block.
  by rewrite !mulmx0 !mul0mx !mulmx1 !mul1mx !addr0.
pose v := Q *m u *m invmx Q; pose w := invmx P *m u_c *m P.
have : w *m block_mx 1%:M 0 0 0 = block_mx 1%:M 0 0 0 *m v.
  apply: (can_inj (mulmxK unit_Q)); apply: (can_inj (mulKmx unit_P)).
  by rewrite /v /w !mulmxA mulmxV // mul1mx mulmxKV // -[P *m block_mx _ _ _ _ *m Q]A_eq -pair A_eq !mulmxA.
rewrite -[v]submxK -[w]submxK !mulmx_block !mulmx0 !mul0mx !mulmx1 !mul1mx !addr0 => /eq_block_mx [same upper lower _].
exists (ulsubmx v, dlsubmx v, drsubmx v, (ursubmx w, drsubmx w)) => //=; congr (_, _).
  have -> : block_mx (ulsubmx v) 0 (dlsubmx v) (drsubmx v) = v by rewrite [in X in block_mx _ X _ _]upper submxK.
  by rewrite /v !mulmxA mulVmx // mul1mx mulmxKV.
have -> : block_mx (ulsubmx v) (ursubmx w) 0 (drsubmx w) = w by rewrite -same -[in RHS](submxK w) lower.
by rewrite /w !mulmxA mulmxV // mul1mx mulmxK.
Qed.
End Dimension.
