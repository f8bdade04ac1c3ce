From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension lemma_eq14_dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* H of rank s in normal form: diag(G, 0) with G symmetric and invertible of size s. *)
Section Singular.
Variables (F : fieldType) (s k : nat) (G : 'M[F]_s).
Hypothesis invertible : G \in unitmx.

(* L H + H L^T = 0 for L = (a b; c e) if and only if a G + G a^T = 0 and c = 0; b and e are free. *)
Theorem singular_stabiliser a b c e :
  let L := block_mx a b c e : 'M[F]_(s + k) in let H := block_mx G 0 0 0 in
  L *m H + H *m L^T = 0 <-> a *m G + G *m a^T = 0 /\ c = 0.
Proof.
move=> L H; rewrite /L /H tr_block_mx !mulmx_block !mulmx0 !mul0mx !addr0 add_block_mx !addr0 !add0r -block_mx0.
split=> [/eq_block_mx [upper _ lower _]|[upper ->]]; last by rewrite upper trmx0 mulmx0 mul0mx.
by split=> //; rewrite -[c](mulmxK invertible) lower mul0mx.
Qed.
End Singular.

(* H = F F^T: every L with L F = F K, K skew, is a symmetry. *)
Theorem singular_symmetries (R : comRingType) d s (L : 'M[R]_d) (E : 'M[R]_(d, s)) (K : 'M[R]_s) :
  skew K -> L *m E = E *m K -> L *m (E *m E^T) + (E *m E^T) *m L^T = 0.
Proof.
move=> K_skew L_E; rewrite mulmxA L_E -[E *m E^T *m L^T]mulmxA -trmx_mul L_E trmx_mul K_skew mulNmx mulmxN mulmxA.
by rewrite subrr.
Qed.

(* There are no others where E has independent columns. *)
Theorem singular_symmetries_exhausted (F : fieldType) d s (L : 'M[F]_d) (E : 'M[F]_(d, s)) :
  row_free E^T -> L *m (E *m E^T) + (E *m E^T) *m L^T = 0 -> exists2 K, skew K & L *m E = E *m K.
Proof.
move=> /row_freeP [B' B'_right]; pose B := B'^T.
have B_left : B *m E = 1%:M by rewrite /B -[E]trmxK -trmx_mul B'_right trmx1.
move=> symmetry; pose K := - (E^T *m L^T *m B^T).
have L_E : L *m E = E *m K.
  have := congr1 (fun M => M *m B^T) symmetry; rewrite mul0mx mulmxDl !mulmxA -[_ *m E^T *m B^T]mulmxA -trmx_mul B_left trmx1.
  by rewrite mulmx1 => /eqP; rewrite addr_eq0 => /eqP ->; rewrite /K mulmxN !mulmxA.
exists K => //; move: symmetry; rewrite mulmxA L_E -[E *m E^T *m L^T]mulmxA -trmx_mul L_E trmx_mul => /(congr1 (fun M => B *m M *m B^T)); rewrite mulmx0 mul0mx mulmxDr mulmxDl.
rewrite !mulmxA B_left !mul1mx -!mulmxA -trmx_mul B_left trmx1 !mulmx1 => /eqP.
by rewrite addrC addr_eq0 => /eqP.
Qed.

(* A symmetric matrix of rank s is an invertible matrix around an invertible symmetric one of size s and zeros. *)
Lemma symmetric_normal_form (F : fieldType) s k (H : 'M[F]_(s + k)) :
  symmetric H -> \rank H = s ->
  exists T (G : 'M_s), [/\ T \in unitmx, G \in unitmx, symmetric G & H = T *m block_mx G 0 0 0 *m T^T].
Proof.
move=> H_sym rank; have [P [Q [unit_P unit_Q H_eq]]] := normal_form rank.
have unit_Qt : Q^T \in unitmx by rewrite unitmx_tr.
pose N : 'M_(s + k) := invmx Q^T *m P *m block_mx 1%:M 0 0 0.
have H_N : H = Q^T *m N *m Q by rewrite /N !mulmxA mulmxV // mul1mx.
have N_sym : N^T = N.
  have := H_sym; rewrite /symmetric {1}H_N H_N !trmx_mul trmxK mulmxA.
  by move/(can_inj (mulmxK unit_Q))/(can_inj (mulKmx unit_Qt)).
pose W := invmx Q^T *m P; have unit_W : W \in unitmx by rewrite unitmx_mul unitmx_inv unit_Qt.
have N_eq : N = block_mx (ulsubmx W) 0 (dlsubmx W) 0.
  by rewrite /N -/W -[W]submxK mulmx_block !mulmx0 !mulmx1 !addr0 !block_mxKul !block_mxKdl.
have low : dlsubmx W = 0.
  by move: N_sym; rewrite N_eq tr_block_mx => /eq_block_mx [_ up _ _]; rewrite -[LHS]trmxK up trmx0.
exists Q^T, (ulsubmx W); split=> //.
- have : block_mx (ulsubmx W) (ursubmx W) 0 (drsubmx W) \in unitmx by rewrite -low submxK.
  by rewrite !unitmxE det_ublock unitrM => /andP[].
- by move: N_sym; rewrite N_eq tr_block_mx => /eq_block_mx [].
by rewrite trmxK H_N N_eq low.
Qed.

(* {L : L H + H L^T = 0} has the dimension s (s - 1) / 2 + d (d - s), with d = s + k. *)
Theorem singular_dimension (F : fieldType) s k (H : 'M[F]_(s + k)) :
  2%:R != 0 :> F -> symmetric H -> \rank H = s ->
  dimension (fun L => L *m H + H *m L^T = 0) ('C(s, 2) + (s + k) * k).
Proof.
move=> two H_sym rank; have [T [G [unit_T unit_G G_sym H_eq]]] := symmetric_normal_form H_sym rank.
pose normal (M : 'M[F]_(s + k)) := M *m block_mx G 0 0 0 + block_mx G 0 0 0 *m M^T = 0 :> 'M[F]_(s + k).
suff dim : dimension normal ('C(s, 2) + (s + k) * k).
  apply: dimension_iff (dimension_conjugate unit_T dim) => L; rewrite /normal.
  have unit_Tt : T^T \in unitmx by rewrite unitmx_tr.
  set D : 'M_(s + k) := block_mx G 0 0 0; have -> : L *m H + H *m L^T = T *m (invmx T *m L *m T *m D + D *m (invmx T *m L *m T)^T) *m T^T.
    rewrite H_eq -/D mulmxDr mulmxDl !trmx_mul !mulmxA mulmxV // mul1mx; congr (_ + _).
    by rewrite -[RHS]mulmxA -trmx_mul mulmxV // trmx1 mulmx1.
  split=> [->|]; first by rewrite mulmx0 mul0mx.
  by rewrite -[X in _ = X -> _](mul0mx _ T^T) -[X in _ = X *m _ -> _](mulmx0 _ T) => /(can_inj (mulmxK unit_Tt))/(can_inj (mulKmx unit_T)).
have lin : linear (fun x : 'M[F]_s * ('M[F]_(s, k) * 'M[F]_k) => block_mx (x.1 *m invmx G) x.2.1 0 x.2.2 : 'M_(s + k)).
  by move=> a [K [b e]] [K' [b' e']] /=; rewrite scale_block_mx add_block_mx scaler0 addr0 mulmxDl scalemxAl.
pose f : {linear _ -> _} := Linear lin.
have dims := dimension_pair (dimension_skew s two) (dimension_pair (dimension_matrices F s k) (dimension_matrices F k k)).
rewrite mulnDl; apply: dimension_iff (dimension_image (f := f) _ dims) => [M|[K [b e]] _ /=]; last first.
  rewrite -block_mx0 => /eq_block_mx [zero -> _ ->]; congr (_, _).
  by rewrite -[K](mulmxKV unit_G) zero mul0mx.
rewrite /normal -[M]submxK; split=> [[[K [b e]] /= [K_skew _] ->]|/singular_stabiliser /= [|upper lower] //].
  by apply/singular_stabiliser => //; rewrite mulmxKV // trmx_mul trmx_inv G_sym K_skew mulKVmx ?subrr // mulmxN mulKVmx // subrr.
rewrite lower; exists (ulsubmx M *m G, (ursubmx M, drsubmx M)) => /=; last by rewrite mulmxK.
by split=> //; rewrite /skew trmx_mul G_sym; apply/eqP; rewrite -addr_eq0 addrC upper.
Qed.
