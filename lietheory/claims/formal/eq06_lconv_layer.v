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

(* The connected group of the algebra: products of exponentials of combinations of the L_i. The exponential enters by what *)
(* is true of its series: whatever commutes with A commutes with exp(A), *)
Section Group.
Variables (R : comRingType) (d n : nat) (L : 'I_n -> 'M[R]_d) (exponential : 'M[R]_d -> 'M[R]_d).

Definition element (a : 'I_n -> R) : 'M[R]_d := \sum_j a j *: L j.
Definition connected_group (u : 'M[R]_d) : Prop :=
  exists factors : seq ('I_n -> R), u = foldr (fun a v => exponential (element a) *m v) 1%:M factors.

Hypothesis exponential_commutes : forall A B : 'M[R]_d, commute A B -> commute (exponential A) B.

Lemma commute_sym (A B : 'M[R]_d) : commute A B -> commute B A.
Proof. by rewrite /commute => ->. Qed.

Lemma element_commutes a u : (forall i, commute (L i) u) -> commute (element a) u.
Proof.
move=> com; rewrite /commute /element mulmx_sumr mulmx_suml; apply: eq_bigr => j _.
by rewrite -scalemxAr -scalemxAl (com j).
Qed.

Lemma group_commutes u v : connected_group u -> (forall a, commute (exponential (element a)) v) -> commute u v.
Proof.
case=> factors ->{u} com; elim: factors => [|a factors IH] /=; first by rewrite /commute mul1mx mulmx1.
by rewrite /commute -mulmxA IH mulmxA com mulmxA.
Qed.

(* so that a basis commutes with its connected group only if that is abelian. *)
Theorem commuting_basis_has_an_abelian_group :
  (forall i u, connected_group u -> commute (L i) u) -> forall u v, connected_group u -> connected_group v -> commute u v.
Proof.
move=> com u v in_u in_v; apply: group_commutes in_u _ => a; apply: exponential_commutes; apply: element_commutes => i.
exact: com.
Qed.

(* And conversely, since t A is the first order of exp(t A): what commutes with exp(t A) for every t commutes with A. The basis *)
(* commutes with the group, the group is abelian and the algebra is abelian say the same. *)
Hypothesis first_order : forall A B : 'M[R]_d, (forall t, commute (exponential (t *: A)) B) -> commute A B.

Theorem abelian_group_and_algebra :
  [/\ (forall i u, connected_group u -> commute (L i) u) <-> (forall u v, connected_group u -> connected_group v -> commute u v)
    & (forall u v, connected_group u -> connected_group v -> commute u v) <-> (forall i j, bracket (L i) (L j) = 0)].
Proof.
have unit_element t i : t *: L i = element (fun j => (j == i)%:R * t).
  rewrite /element (bigD1 i) //= eqxx mul1r big1 ?addr0 // => j /negPf ne.
  by rewrite ne mul0r scale0r.
have in_group a : connected_group (exponential (element a)) by exists [:: a]; rewrite /= mulmx1.
have abelian_com : (forall u v, connected_group u -> connected_group v -> commute u v) ->
    forall i u, connected_group u -> commute (L i) u.
  by move=> abelian i u in_u; apply: first_order => t; rewrite unit_element; apply: abelian.
split; first by split=> //; exact: commuting_basis_has_an_abelian_group.
split=> [abelian i j|zero].
  apply/eqP; rewrite subr_eq0; apply/eqP/commute_sym/first_order => t.
  by apply: commute_sym; rewrite unit_element; apply: abelian_com.
apply: commuting_basis_has_an_abelian_group => i u in_u; apply/commute_sym/group_commutes => // a.
apply: exponential_commutes; apply: element_commutes => j; apply/eqP; rewrite -subr_eq0; apply/eqP; exact: zero.
Qed.
End Group.
