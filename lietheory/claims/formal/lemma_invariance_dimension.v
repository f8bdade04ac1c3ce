From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension lemma_eq14_dimension positive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* H positive definite of size d = r + k and A of rank r: the u that keep H and the labels. *)
Theorem invariance_dimension (F : realFieldType) r q k (H : 'M[F]_(r + k)) (A : 'M[F]_(r + q, r + k)) :
  positive H -> \rank A = r -> dimension (fun u => u *m H + H *m u^T = 0 /\ A *m u = 0) 'C(k, 2).
Proof.
move=> pos rank; have [P [T [H1 [H2 [unit_P unit_T pos1 pos2 [H_eq A_eq]]]]]] := adapted_basis pos rank.
have unit1 := positive_unit pos1; have unit2 := positive_unit pos2; have [sym1 sym2] := (pos1.1, pos2.1).
have unit_Tt : T^T \in unitmx by rewrite unitmx_tr.
have two : 2%:R != 0 :> F by rewrite Num.Theory.pnatr_eq0.
have lin : linear (fun e : 'M[F]_k => invmx T *m block_mx 0 0 0 e *m T : 'M_(r + k)).
  by move=> a e e'; rewrite scalemxAl scalemxAr -mulmxDl -mulmxDr scale_block_mx add_block_mx !scaler0 !addr0.
pose f : {linear _ -> _} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ (dimension_preserving two sym2 unit2)) => [u|e _ /= zero]; last first.
  have : block_mx 0 0 0 e = 0 :> 'M_(r + k).
    apply: (can_inj (mulmxK unit_T)); apply: (can_inj (mulKmx (_ : invmx T \in unitmx))); rewrite ?unitmx_inv //.
    by rewrite mulmxA zero mul0mx mulmx0.
  by rewrite -block_mx0 => /eq_block_mx [].
pose v := T *m u *m invmx T; pose D : 'M_(r + k) := block_mx H1 0 0 H2.
have u_v : u = invmx T *m v *m T by rewrite /v !mulmxA mulVmx // mul1mx mulmxKV.
have first : T *m (u *m H + H *m u^T) *m T^T = v *m D + D *m v^T.
  have ut : u^T *m T^T = T^T *m v^T by rewrite -!trmx_mul /v mulmxKV.
  rewrite mulmxDr mulmxDl /D -H_eq !mulmxA; congr (_ + _); first by rewrite mulmxKV.
  by rewrite -![_ *m H *m _ *m _]mulmxA ut !mulmxA.
have second : invmx P *m (A *m u) *m invmx T = block_mx 1%:M 0 0 0 *m v :> 'M_(r + q, r + k).
  by rewrite A_eq /v !mulmxA mulVmx // mul1mx.
have equations : u *m H + H *m u^T = 0 /\ A *m u = 0 <->
    v *m D + D *m v^T = 0 /\ (block_mx 1%:M 0 0 0 : 'M_(r + q, r + k)) *m v = 0.
  split=> [[e1 e2]|[e1 e2]]; first by split; [rewrite -first e1|rewrite -second e2]; rewrite mulmx0 mul0mx.
  split; first by apply: (can_inj (mulmxK unit_Tt)); apply: (can_inj (mulKmx unit_T)); rewrite mulmxA first e1 mul0mx mulmx0.
  apply: (can_inj (mulmxK (_ : invmx T \in unitmx))); rewrite ?unitmx_inv //.
  by apply: (can_inj (mulKmx (_ : invmx P \in unitmx))); rewrite ?unitmx_inv // mulmxA second e2 mul0mx mulmx0.
rewrite equations {equations first second}; split=> [[e zero u_e]|].
  have v_e : v = block_mx 0 0 0 e by rewrite /v u_e /= !mulmxA mulmxV // mul1mx mulmxK.
  rewrite v_e /D tr_block_mx !mulmx_block !trmx0 !mulmx0 !mul0mx !addr0 !add0r add_block_mx !addr0.
  by rewrite zero !block_mx0.
rewrite /D -[v]submxK tr_block_mx !mulmx_block !mulmx0 !mul0mx !mul1mx !addr0 !add0r add_block_mx -!block_mx0.
move=> [/eq_block_mx [_ _ low corner] /eq_block_mx [v11 v12 _ _]].
have v21 : dlsubmx v = 0.
  by move: low; rewrite v12 trmx0 mulmx0 addr0 => /(congr1 (fun M => M *m invmx H1)); rewrite mulmxK // mul0mx.
by exists (drsubmx v) => //=; rewrite {1}u_v -[in LHS](submxK v) v11 v12 v21.
Qed.

(* For A square and invertible only 0 keeps the labels, *)
Theorem no_invariance (F : fieldType) d (A u : 'M[F]_d) : A \in unitmx -> A *m u = 0 -> u = 0.
Proof. by move=> unit_A zero; rewrite -[u](mulKmx unit_A) zero mulmx0. Qed.

(* and every u of the algebra of H pairs with one u_c, *)
Theorem invertible_pairs (F : fieldType) d (H A u u_c : 'M[F]_d) :
  A \in unitmx -> H \in unitmx -> u *m H + H *m u^T = 0 ->
  (u_c *m (A *m H) + A *m H *m u^T = 0 <-> u_c = A *m u *m invmx A).
Proof.
move=> unit_A unit_H /eqP; rewrite addrC addr_eq0 => /eqP u_H.
have -> : A *m H *m u^T = - (A *m u *m H) by rewrite -mulmxA u_H mulmxN mulmxA.
rewrite mulmxA; split=> [/eqP|->]; last by rewrite mulmxKV // subrr.
by rewrite subr_eq0 => /eqP /(can_inj (mulmxK unit_H)) <-; rewrite mulmxK.
Qed.

(* which keeps the second moment A H A^T of the labels. *)
Theorem invertible_pairs_keep_labels (F : fieldType) d (H A u : 'M[F]_d) :
  A \in unitmx -> u *m H + H *m u^T = 0 ->
  let u_c := A *m u *m invmx A in u_c *m (A *m H *m A^T) + (A *m H *m A^T) *m u_c^T = 0.
Proof.
move=> unit_A zero u_c.
have -> : u_c *m (A *m H *m A^T) + (A *m H *m A^T) *m u_c^T = A *m (u *m H + H *m u^T) *m A^T.
  rewrite mulmxDr mulmxDl /u_c !trmx_mul !mulmxA mulmxKV //; congr (_ + _).
  by rewrite -[A *m H *m A^T *m _]mulmxA trmx_inv mulmxV ?unitmx_tr // mulmx1.
by rewrite zero mulmx0 mul0mx.
Qed.
