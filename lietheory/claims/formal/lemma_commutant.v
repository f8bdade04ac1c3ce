From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Commutant.
Variables (R : comRingType) (d m e n : nat).
Implicit Types (L : 'I_n -> 'M[R]_d) (W : 'I_n -> 'M[R]_(m, e)) (u : 'M[R]_d) (h : 'M[R]_(d, m)).

(* The linear layer F(h) = h W^0 + sum_i L_i h W^i. *)
Definition layer L (W0 : 'M_(m, e)) W h := h *m W0 + \sum_i L i *m h *m W i.

(* F(u h) - u F(h) = sum_i (L_i u - u L_i) h W^i. *)
Theorem equivariance_error L (W0 : 'M_(m, e)) W u h :
  layer L W0 W (u *m h) - u *m layer L W0 W h = \sum_i (L i *m u - u *m L i) *m h *m W i.
Proof.
rewrite /layer mulmxDr mulmx_sumr opprD addrACA !mulmxA subrr add0r -sumrB.
by apply: eq_bigr => i _; rewrite !mulmxA !mulmxBl.
Qed.

(* The sufficient half: if u commutes with every L_i, then F(u h) = u F(h) for all h and all weights. *)
Theorem commutant_sufficient L u :
  (forall i, commute (L i) u) -> forall (W0 : 'M_(m, e)) W h, layer L W0 W (u *m h) = u *m layer L W0 W h.
Proof.
move=> com W0 W h; apply/eqP; rewrite -subr_eq0 equivariance_error big1 // => i _.
by rewrite (com i) subrr !mul0mx.
Qed.

(* The necessary half: with independent weights W^i, F(u h) = u F(h) for all h only if u commutes with every L_i. *)
Theorem commutant_necessary L (W0 : 'M_(m, e)) W u :
  independent W -> (forall h, layer L W0 W (u *m h) = u *m layer L W0 W h) -> forall i, commute (L i) u.
Proof.
move=> free equivariant i; apply/eqP; rewrite -subr_eq0; apply/eqP/matrixP => s t; rewrite [RHS]mxE.
move: i; apply: free; apply/matrixP => a b.
have /matrixP /(_ s b) := esym (equivariance_error L W0 W u (delta_mx t a)); rewrite equivariant subrr.
rewrite [in RHS]mxE => same; rewrite [RHS]mxE -same !summxE; apply: eq_bigr => i _; set C := _ - _.
rewrite mxE -mulmxA [in RHS]mxE (bigD1 t) //=.
rewrite [X in _ + X]big1 ?addr0 => [|k /negPf ne]; last first.
  by rewrite [X in _ * X]mxE big1 ?mulr0 // => l _; rewrite mxE ne mul0r.
congr (_ * _); rewrite [RHS]mxE (bigD1 a) //= mxE !eqxx mul1r big1 ?addr0 // => l /negPf ne.
by rewrite mxE ne andbF mul0r.
Qed.
End Commutant.

(* Both halves: F(u h) = u F(h) for all h and all weights if and only if u commutes with every L_i. *)
Theorem commutant (R : comRingType) d n (L : 'I_n -> 'M[R]_d) u :
  (forall m e (W0 : 'M_(m, e)) W h, layer L W0 W (u *m h) = u *m layer L W0 W h) <-> (forall i, commute (L i) u).
Proof.
split=> [equivariant|com m e W0 W h]; last exact: commutant_sufficient.
apply: (@commutant_necessary _ _ 1 n n L 0 (fun i => delta_mx 0 i)) => [a|h]; last exact: equivariant.
move/matrixP => zero i; move: (zero 0 i); rewrite summxE mxE (bigD1 i) //= !mxE !eqxx mulr1.
by rewrite big1 ?addr0 // => j /negPf ne; rewrite !mxE eqxx [i == j]eq_sym ne mulr0.
Qed.

(* The generators of equivariant layers are a linear space of dimension n dim {M : M u = u M}. *)
Theorem commutant_dimension (F : fieldType) d n m e (u : 'M[F]_d) (W0 : 'M[F]_(m, e)) (W : 'I_n -> 'M_(m, e)) k :
  independent W -> dimension (fun M => commute M u) k ->
  dimension (fun L : {ffun 'I_n -> 'M[F]_d} => forall h, layer L W0 W (u *m h) = u *m layer L W0 W h) (n * k).
Proof.
move=> free dim; apply: dimension_iff (dimension_family n dim) => L.
by split=> [com h|equivariant]; [exact: commutant_sufficient|exact: (commutant_necessary free equivariant)].
Qed.
