(* The hypotheses of the theorems hold together: for each source an instance, one theorem named after it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension c1_covariance_group eq02_closure eq06_lconv_layer eq11_shift_generators.
From LieTheory Require Import eq13_regression_conditions eq14_equivariance_condition eq15_covariance_algebra lemma_commutant.
From LieTheory Require Import lemma_bias_row_dimension lemma_eq13_dimension lemma_eq14_dimension lemma_gauge lemma_invariance_dimension.
From LieTheory Require Import lemma_nullspace_closure lemma_singular_second_moment lemma_vector_fields liegg_null_space.
From LieTheory Require Import p3_dense_layer p4_cnn padded_shifts positive prose_bias_row t1_linear_regression.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma preserves1 (F : fieldType) d (H : 'M[F]_d) : preserves 1%:M H.
Proof. by rewrite /preserves mul1mx trmx1 mulmx1. Qed.

Lemma skew0 (R : ringType) d : skew (0 : 'M[R]_d).
Proof. by rewrite /skew trmx0 oppr0. Qed.

Lemma one_independent (R : comRingType) d : independent (fun _ : 'I_1 => 1%:M : 'M[R]_d.+1).
Proof.
move=> a; rewrite big_ord1 => /matrixP /(_ 0 0); rewrite !mxE eqxx mulr1 => zero i.
by rewrite (ord1 i).
Qed.

Lemma positive1 (F : realFieldType) d : positive (1%:M : 'M[F]_d).
Proof.
split=> [|x /rV0Pn [i nonzero]]; first by rewrite /symmetric trmx1.
rewrite mulmx1 mxE (bigD1 i) //= mxE -expr2; apply: ltr_paddr.
  by apply: sumr_ge0 => j _; rewrite mxE -expr2 sqr_ge0.
by rewrite exprn_even_gt0 //= nonzero.
Qed.

(* Eq 2: one matrix, I, which commutes with itself. *)
Theorem eq02_closure_instance (R : comRingType) d :
  let L (_ : 'I_1) : 'M[R]_d.+1 := 1%:M in independent L /\ closes L (fun _ _ _ => 0).
Proof.
by split=> [|i j]; [exact: one_independent | rewrite /bracket subrr big1 // => k _; rewrite scale0r].
Qed.

(* Equivariant layers: the identity, as often as one wants. *)
Theorem prose_equivariant_layers_instance (A : Type) (u : A -> A) (n k : nat) (h : A) :
  (fun x : A => x) (u h) = u h /\ nth id (nseq n (@id A)) k (u h) = u (nth id (nseq n (@id A)) k h).
Proof. by split=> //; rewrite nth_nseq; case: ifP. Qed.

(* Eq 6: one weight matrix I, and u = I, which fixes the vector of ones. *)
Theorem eq06_lconv_layer_instance (R : comRingType) d m :
  let W (_ : 'I_1) : 'M[R]_m.+1 := 1%:M in independent W /\ (1%:M : 'M[R]_d) *m ones R d = ones R d.
Proof. by split; [exact: one_independent | rewrite mul1mx]. Qed.

(* Its group: the exponential of matrices of square 0, exp(A) = I + A. *)
Theorem eq06_group_instance (R : comRingType) d :
  let exponential (A : 'M[R]_d) := 1%:M + A in
  (forall A B, commute A B -> commute (exponential A) B) /\
  (forall A B, (forall t, commute (exponential (t *: A)) B) -> commute A B).
Proof.
rewrite /commute; split=> [A B com|A B com]; first by rewrite mulmxDl mulmxDr mul1mx mulmx1 com.
by have := com 1; rewrite scale1r mulmxDl mulmxDr mul1mx mulmx1 => /addrI.
Qed.

(* Eq 11: a shift by whole rows. *)
Theorem eq11_shift_generators_instance (q : nat) : (0 <= q)%N. Proof. by []. Qed.

(* Proposition 4: the circular shift by 0 moves nothing; shifts by 1 and 2 go the same way; I commutes with I. *)
Theorem p4_cnn_instance (R : comRingType) p q :
  let one : 'M[R]_q.+1 := 1%:M in
  [/\ moves (shift R 0 : 'M_p.+1) (fun mu => Some (mu - 0)), same_way 1 2 /\ (0 < 1 < p.+2)%N, commute one one & one *m one != 0].
Proof.
split; [exact: circular_shift_moves|by []|by []|rewrite mulmx1].
by apply/eqP => /matrixP /(_ 0 0); rewrite !mxE => /eqP; rewrite oner_eq0.
Qed.

(* Proposition 5: lambda = 1. *)
Theorem p5_graph_convolution_instance (F : fieldType) : (1 : F) != 0. Proof. exact: oner_neq0. Qed.

(* Eq 13: u = I, H = I. *)
Theorem eq13_regression_conditions_instance (F : fieldType) d :
  (1%:M : 'M[F]_d) \in unitmx /\ preserves 1%:M (1%:M : 'M[F]_d).
Proof. by split; [exact: unitmx1 | exact: preserves1]. Qed.

(* Theorem 1 and Eq 14: one sample of one input, the number 1, and u = u_c = 1. *)
Theorem t1_linear_regression_instance (F : numFieldType) (Y : 'M[F]_1) :
  let X : 'M[F]_1 := 1%:M in
  [/\ X *m X^T \in unitmx, 1%:R != 0 :> F, preserves 1%:M (second_moment X) & 1%:M *m (Y *m X^T) *m 1%:M^T = Y *m X^T].
Proof.
by split; rewrite ?oner_neq0 ?trmx1 ?mulmx1 ?mul1mx ?unitmx1 //; exact: preserves1.
Qed.

Theorem eq14_equivariance_condition_instance (F : numFieldType) :
  let X : 'M[F]_1 := 1%:M in
  [/\ row_free X, (1%:M : 'M[F]_1) \in unitmx, second_moment X \in unitmx & preserves 1%:M (second_moment X)].
Proof.
split; rewrite ?row_free_unit ?unitmx1 //; last exact: preserves1.
by rewrite /second_moment trmx1 mulmx1 unitmxZ ?unitmx1 // unitfE invr_eq0 oner_neq0.
Qed.

(* Eq 15 and Corollary 1: S = H = I, K = 0, Q = I. *)
Theorem eq15_covariance_algebra_instance (F : fieldType) d :
  let S : 'M[F]_d := 1%:M in [/\ S \in unitmx, S *m S^T = 1%:M & skew (0 : 'M[F]_d)].
Proof. by split; [exact: unitmx1 | rewrite trmx1 mulmx1 | exact: skew0]. Qed.

Theorem c1_covariance_group_instance (F : numFieldType) d :
  let S : 'M[F]_d := 1%:M in [/\ S \in unitmx, S *m S^T = 1%:M, 2%:R != 0 :> F & orthogonal (1%:M : 'M[F]_d)].
Proof. by split; rewrite ?unitmx1 /orthogonal ?trmx1 ?mulmx1 ?pnatr_eq0. Qed.

(* The row of ones: the covariance I. *)
Theorem prose_bias_row_instance (F : numFieldType) p :
  let Sigma : 'M[F]_p := 1%:M in [/\ 2%:R != 0 :> F, symmetric Sigma & Sigma \in unitmx].
Proof. by split; rewrite ?unitmx1 /symmetric ?trmx1 ?pnatr_eq0. Qed.

(* Inputs 1 and -1, labels 1 and -1 of mean 0, or 2 and 0 of mean 1. *)
Theorem lemma_bias_row_dimension_instance (F : realFieldType) m :
  let X : 'M[F]_(1 + 0, 2) := \matrix_(i, j) (-1) ^+ j in let Y : 'M[F]_(1, 2) := X + const_mx 1 in
  [/\ second_moment (with_ones X) \in unitmx, \rank (fit (centred X) (centred X)) = 1%N /\ mean X = 0,
    \rank (fit (centred Y) (centred X)) = 1%N, mean Y != 0 & positive (1%:M : 'M[F]_m)].
Proof.
move=> X Y; have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have X0 : mean X = 0.
  by apply/matrixP => i j; rewrite !mxE !big_ord_recl big_ord0 !mxE !mulr1 addr0 subrr mulr0.
have X_X : X *m X^T = 2%:R%:M.
  by apply/matrixP => i j; rewrite !ord1 !mxE !big_ord_recl big_ord0 !mxE /= mulr1 mulrNN mulr1 addr0 mulr1n.
have X_c : centred X = X by rewrite /centred X0 mul0mx subr0.
have fit1 : fit X X = 1%:M by rewrite /fit mulmxV // X_X unitmxE det_scalar expr1 unitfE.
have Y1 : mean Y = 1%:M.
  apply/matrixP => i j; rewrite !ord1 !mxE !big_ord_recl big_ord0 !mxE /= !mulr1 addr0 addNr addr0.
  by rewrite mulVf.
have Y_c : centred Y = X.
  rewrite /centred Y1 mul1mx /Y addrK.
  by [].
split; rewrite ?X_c ?Y_c ?fit1 ?mxrank1 //.
- rewrite moment_with_ones // X0 X_c /second_moment X_X scale_scalar_mx mulVf // /appended trmx0.
  by rewrite mul0mx addr0 unitmxE det_ublock !det1 mulr1 unitr1.
- by rewrite Y1; apply/eqP => /matrixP /(_ 0 0); rewrite !mxE => /eqP; rewrite oner_eq0.
exact: positive1.
Qed.

(* LieGG: the form I, and the plane's pairing. *)
Theorem liegg_null_space_instance (F : numFieldType) :
  let J : 'M[F]_(1 + 1) := block_mx 0 1%:M (- 1%:M) 0 in [/\ symmetric (1%:M : 'M[F]_2), J \in unitmx & skew J].
Proof.
move=> J.
have square : J *m J = - 1%:M.
  rewrite /J mulmx_block !mul0mx !mulmx0 !mul1mx ?mulmx1 ?mulNmx ?mul1mx !addr0 !add0r.
  by rewrite [in RHS](scalar_mx_block 1 1 1) opp_block_mx !oppr0.
split; first by rewrite /symmetric trmx1.
  by have [] // := @mulmx1_unit _ _ J (- J); rewrite mulmxN square opprK.
by rewrite /skew tr_block_mx !trmx0 linearN /= !trmx1 opp_block_mx !oppr0 opprK.
Qed.

(* Vector fields, and null spaces: polynomials in two variables, and the matrix 0. *)
Theorem lemma_vector_fields_instance (R : comRingType) :
  partial_derivatives (@coordinates R) (@derivatives R) /\ constant (@derivatives R) 0.
Proof. by split; [exact: polynomials_have_partial_derivatives | move=> i k l; rewrite mxE raddf0]. Qed.

Theorem lemma_nullspace_closure_instance (R : comRingType) (f : {poly {poly R}}) :
  [/\ partial_derivatives (@coordinates R) (@derivatives R), constant (@derivatives R) 0
    & criterion (@coordinates R) (@derivatives R) f 0].
Proof.
split; first exact: polynomials_have_partial_derivatives; first by move=> i k l; rewrite mxE raddf0.
by rewrite /criterion big1 // => i _; rewrite big1 // => j _; rewrite mxE mulr0 mul0r.
Qed.

(* The commutant of u = I is all matrices. *)
Theorem lemma_commutant_instance (F : fieldType) d m (L : 'M[F]_d) (W0 : 'M[F]_m.+1) :
  let W (_ : 'I_1) : 'M[F]_m.+1 := 1%:M in
  [/\ independent W, commute L 1%:M, forall h, layer (fun _ : 'I_1 => L) W0 W (1%:M *m h) = 1%:M *m layer (fun _ : 'I_1 => L) W0 W h
    & dimension (fun M : 'M[F]_d => commute M 1%:M) (d * d)].
Proof.
split; [exact: one_independent | by rewrite /commute mulmx1 mul1mx | by move=> h; rewrite !mul1mx |].
by apply: dimension_iff (dimension_matrices F d d) => M; split=> // _; rewrite /commute mulmx1 mul1mx.
Qed.

(* The gauge M = I. *)
Theorem lemma_gauge_instance (F : fieldType) n : (1%:M : 'M[F]_n) \in unitmx. Proof. exact: unitmx1. Qed.

(* Maps of every rank. *)
Theorem lemma_eq14_dimension_instance (F : fieldType) r p q :
  let A : 'M[F]_(r + p, r + q) := block_mx 1%:M 0 0 0 in \rank A = r /\ 1%:M *m A = A *m 1%:M.
Proof.
by split; [rewrite -pid_mx_block rank_pid_mx ?leq_addr | rewrite mul1mx mulmx1].
Qed.

(* S = V = D = I, A = (I 0), u = Q_1 = Q_2 = I. *)
Theorem lemma_eq13_dimension_instance (F : realFieldType) c k :
  let S : 'M[F]_(c + k) := 1%:M in let A : 'M[F]_(c, c + k) := row_mx 1%:M 0 in
  [/\ S \in unitmx /\ S *m S^T = 1%:M, orthogonal (1%:M : 'M[F]_(c + k)), A *m S = row_mx 1%:M 0 *m (1%:M)^T,
    preserves 1%:M (1%:M : 'M[F]_(c + k)) & 1%:M *m A = A *m 1%:M].
Proof.
by split; rewrite /orthogonal ?unitmx1 ?trmx1 ?mulmx1 ?mul1mx //; exact: preserves1.
Qed.

Theorem lemma_eq13_dimension_ranks_instance (F : realFieldType) r q k :
  positive (1%:M : 'M[F]_(r + k)) /\ \rank (block_mx 1%:M 0 0 0 : 'M[F]_(r + q, r + k)) = r.
Proof. by split; [exact: positive1 | rewrite -pid_mx_block rank_pid_mx ?leq_addr]. Qed.

(* A = H = I, u = 0; and a map of every rank with u = 0. *)
Theorem lemma_invariance_dimension_instance (F : realFieldType) r q k :
  let u : 'M[F]_(r + k) := 0 in let A : 'M[F]_(r + q, r + k) := block_mx 1%:M 0 0 0 in
  [/\ positive (1%:M : 'M[F]_(r + k)), \rank A = r, (1%:M : 'M[F]_(r + k)) \in unitmx, u *m 1%:M + 1%:M *m u^T = 0 & A *m u = 0].
Proof.
split; rewrite ?unitmx1 ?trmx0 ?mulmx0 ?mul0mx ?addr0 //; first exact: positive1.
by rewrite -pid_mx_block rank_pid_mx ?leq_addr.
Qed.

(* Second moments of every rank, and L = K = 0. *)
Theorem lemma_singular_second_moment_instance (F : numFieldType) s k :
  let H : 'M[F]_(s + k) := block_mx 1%:M 0 0 0 in
  [/\ symmetric H, \rank H = s, 2%:R != 0 :> F, row_free (1%:M : 'M[F]_s)^T & (0 : 'M[F]_s) *m 1%:M = 1%:M *m (0 : 'M[F]_s)].
Proof.
split; rewrite ?pnatr_eq0 ?mul0mx ?mulmx0 // ?trmx1 ?row_free_unit ?unitmx1 //.
  by rewrite /symmetric tr_block_mx !trmx0 trmx1.
by rewrite -pid_mx_block rank_pid_mx ?leq_addr.
Qed.

(* Padded shifts: the rationals, as the reals, have 2 != 0 and p q != 0, and there are odd and even sizes. *)
Theorem lemma_zero_padded_shifts_instance (F : numFieldType) p q :
  [/\ 2%:R != 0 :> F, odd 1, ~~ odd 0 & (p.+2 * q.+2)%:R != 0 :> F].
Proof. by rewrite !pnatr_eq0. Qed.

(* The criterion: polynomials in two variables, h = 0; and the identity as every factor. *)
Theorem liegg_criterion_instance (R : comRingType) (f : {poly {poly R}}) (V T : Type) (G : V -> T) (k : nat) (v : V) :
  [/\ partial_derivatives (@coordinates R) (@derivatives R), criterion (@coordinates R) (@derivatives R) f 0
    & G (nth id [:: id] k v) = G v].
Proof.
case: (lemma_nullspace_closure_instance f) => calculus _ zero; split=> //.
by case: k => [|k] //=; rewrite nth_nil.
Qed.
