From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common lemma_commutant.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Layer.
Variables (R : comRingType) (d m e n : nat).
Variables (L : 'I_n -> 'M[R]_d) (W0 : 'M[R]_(m, e)) (W : 'I_n -> 'M[R]_(m, e)) (b : 'rV[R]_e).

Definition ones : 'cV[R]_d := const_mx 1.

(* F(h) = h W^0 + sum_i L_i h W^i + 1 b has the components sum_(i, nu, c) [L_i]_mu^nu h_nu^c [W^i]_c^a + b^a. *)
Definition biased_layer h := layer L W0 W h + ones *m b.

Theorem layer_components h mu a :
  biased_layer h mu a =
  \sum_c h mu c * W0 c a + \sum_i \sum_nu \sum_c L i mu nu * h nu c * W i c a + b 0 a.
Proof.
rewrite /biased_layer /layer !mxE summxE big_ord_recl big_ord0 mxE mul1r addr0; congr (_ + _ + _).
apply: eq_bigr => i _; rewrite mxE exchange_big; apply: eq_bigr => c _.
by rewrite mxE mulr_suml.
Qed.

(* F(u h) - u F(h) = sum_i (L_i u - u L_i) h W^i + (1 - u 1) b, so that a bias asks for u 1 = 1. *)
Theorem biased_equivariance_error u h :
  biased_layer (u *m h) - u *m biased_layer h = \sum_i (L i *m u - u *m L i) *m h *m W i + (ones - u *m ones) *m b.
Proof.
rewrite -(equivariance_error L W0 W u h) /biased_layer mulmxDr mulmxBl [u *m (ones *m b)]mulmxA.
by move: (layer _ _ _ _) (u *m layer _ _ _ _) (ones *m b) (u *m ones *m b) => x y z t; additive.
Qed.
End Layer.

(* For independent W^i, and u 1 = 1 or b = 0, the layer is equivariant under u if and only if every L_i commutes with u. *)
Theorem biased_layer_equivariant_iff (R : comRingType) d m e n (L : 'I_n -> 'M[R]_d) (W0 : 'M_(m, e)) (W : 'I_n -> 'M_(m, e)) b u :
  independent W -> u *m ones R d = ones R d \/ b = 0 ->
  (forall h, biased_layer L W0 W b (u *m h) = u *m biased_layer L W0 W b h) <-> (forall i, commute (L i) u).
Proof.
move=> free fixed; have no_bias : (ones R d - u *m ones R d) *m b = 0.
  by case: fixed => ->; rewrite ?mulmx0 // subrr mul0mx.
have error h := biased_equivariance_error L W0 W b u h; split=> [equivariant|com h].
  apply: (commutant_necessary (W0 := W0) free) => h; apply/eqP; rewrite -subr_eq0 equivariance_error; apply/eqP.
  by have := error h; rewrite equivariant subrr no_bias addr0 => <-.
apply/eqP; rewrite -subr_eq0 error no_bias addr0 big1 // => i _.
by rewrite (com i) subrr !mul0mx.
Qed.

(* A basis of a Lie algebra commutes with the whole algebra only if the algebra is abelian. *)
Theorem commuting_basis_is_abelian (R : comRingType) d n (L : 'I_n -> 'M[R]_d) :
  (forall i (a : 'I_n -> R), commute (L i) (\sum_j a j *: L j)) <-> (forall i j, bracket (L i) (L j) = 0).
Proof.
split=> [com i j|abelian i a].
  have := com i (fun k => (k == j)%:R); rewrite (bigD1 j) //= eqxx scale1r big1 => [|k /negPf ne].
    by rewrite addr0 /commute /bracket => ->; rewrite subrr.
  by rewrite ne scale0r.
rewrite /commute mulmx_sumr mulmx_suml; apply: eq_bigr => j _; rewrite -scalemxAr -scalemxAl; congr (_ *: _).
by apply/eqP; rewrite -subr_eq0 -[X in X == 0]/(bracket _ _) abelian.
Qed.
