From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common lemma_commutant.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Gauge.
Variables (F : fieldType) (d m e n : nat).
Variables (L : 'I_n -> 'M[F]_d) (M : 'M[F]_n) (a : 'I_n -> F).
Variables (W0 : 'M[F]_(m, e)) (W : 'I_n -> 'M[F]_(m, e)).

(* The generators mixed by M, with multiples of the identity added: L'_i = sum_j M_ij L_j + a_i I. *)
Definition mixed i : 'M[F]_d := \sum_j M i j *: L j + (a i)%:M.

(* The weights that undo this: W'^i = sum_j (M^-1)_ji W^j and W'^0 = W^0 - sum_i a_i W'^i. *)
Definition unmixed i : 'M[F]_(m, e) := \sum_j invmx M j i *: W j.
Definition shifted : 'M[F]_(m, e) := W0 - \sum_i a i *: unmixed i.

Let recovered j : M \in unitmx -> \sum_i M i j *: unmixed i = W j.
Proof.
move=> unit_M; under eq_bigr do rewrite scaler_sumr; rewrite exchange_big /=.
under eq_bigr => k _ do [under eq_bigr do rewrite scalerA mulrC; rewrite -scaler_suml].
have inverse k : \sum_i invmx M k i * M i j = (k == j)%:R.
  by have /matrixP /(_ k j) := mulVmx unit_M; rewrite !mxE.
rewrite (bigD1 j) //= inverse eqxx scale1r big1 ?addr0 // => k /negPf ne.
by rewrite inverse ne scale0r.
Qed.

(* The layer stays the same when the L_i are mixed by an invertible M and multiples of I are added. *)
Theorem gauge_freedom h : M \in unitmx -> layer mixed shifted unmixed h = layer L W0 W h.
Proof.
move=> unit_M; rewrite /layer /shifted mulmxBr -addrA; congr (_ + _).
have -> : \sum_i mixed i *m h *m unmixed i = h *m (\sum_i a i *: unmixed i) + \sum_i L i *m h *m W i.
  rewrite mulmx_sumr; under eq_bigr => i _ do rewrite /mixed !mulmxDl mul_scalar_mx -scalemxAl scalemxAr addrC.
  rewrite big_split; congr (_ + _); under eq_bigr => i _ do rewrite !mulmx_suml.
  rewrite exchange_big; apply: eq_bigr => j _; rewrite -recovered // mulmx_sumr; apply: eq_bigr => i _.
  by rewrite -!scalemxAl scalemxAr.
by rewrite addKr.
Qed.

(* Nothing is lost: the old generators are the mixture of the new ones by M^-1, up to multiples of I. *)
Theorem gauge_reversible j :
  M \in unitmx -> L j = \sum_i invmx M j i *: mixed i - (\sum_i invmx M j i * a i)%:M.
Proof.
move=> unit_M; rewrite /mixed raddf_sum; under eq_bigr do rewrite scalerDr.
rewrite big_split -addrA -sumrB [X in _ + X]big1 ?addr0 => [|i _]; last by rewrite scale_scalar_mx subrr.
under eq_bigr do rewrite scaler_sumr; rewrite exchange_big /=.
under eq_bigr => k _ do [under eq_bigr do rewrite scalerA; rewrite -scaler_suml].
have inverse k : \sum_i invmx M j i * M i k = (j == k)%:R.
  by have /matrixP /(_ j k) := mulVmx unit_M; rewrite !mxE.
rewrite (bigD1 j) //= inverse eqxx scale1r big1 ?addr0 // => k /negPf ne.
by rewrite inverse eq_sym ne scale0r.
Qed.
End Gauge.
