From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
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
