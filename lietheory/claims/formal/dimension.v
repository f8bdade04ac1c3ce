(* Dimensions of linear spaces of matrices that conditions define, with bases by parameters. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Dimension.
Variable F : fieldType.

(* The elements with the property P are a linear space of dimension k. *)
Definition dimension (V : vectType F) (P : V -> Prop) (k : nat) : Prop :=
  exists2 U : {vspace V}, forall x, x \in U <-> P x & \dim U = k.

(* There is only one such k. *)
Lemma dimension_unique (V : vectType F) (P : V -> Prop) k l : dimension P k -> dimension P l -> k = l.
Proof.
move=> [U U_P <-] [W W_P <-]; congr (\dim _); apply/vspaceP => x.
by apply/idP/idP => [/U_P /W_P|/W_P /U_P].
Qed.

Lemma dimension_iff (V : vectType F) (P Q : V -> Prop) k : (forall x, P x <-> Q x) -> dimension P k -> dimension Q k.
Proof. by move=> same [U U_P dim]; exists U => // x; rewrite U_P same. Qed.

Lemma dimension_all (V : vectType F) : dimension (fun _ : V => True) (\dim {:V}).
Proof. by exists fullv => // x; split=> // _; rewrite memvf. Qed.

(* A linear map that is injective on P keeps the dimension. *)
Lemma dimension_image (V W : vectType F) (f : {linear V -> W}) (P : V -> Prop) k :
  (forall x, P x -> f x = 0 -> x = 0) -> dimension P k -> dimension (fun y => exists2 x, P x & y = f x) k.
Proof.
move=> injective [U U_P dim]; exists (linfun f @: U)%VS => [y|].
  split=> [/memv_imgP [x /U_P P_x ->]|[x /U_P U_x ->]]; first by exists x; rewrite ?lfunE.
  by rewrite -[f x](lfunE f) memv_img.
rewrite limg_dim_eq //; apply/eqP; rewrite -subv0; apply/subvP => x; rewrite memv_cap memv_ker lfunE /=.
by case/andP => /U_P P_x /eqP zero; rewrite memv0 (injective x).
Qed.

(* The pairs of a P and a Q have the sum of the dimensions. *)
Lemma dimension_pair (V W : vectType F) (P : V -> Prop) (Q : W -> Prop) k l :
  dimension P k -> dimension Q l -> dimension (fun xy : V * W => P xy.1 /\ Q xy.2) (k + l).
Proof.
move=> [U U_P <-] [T T_Q <-].
have lin1 : linear (fun x : V => (x, 0 : W)).
  by move=> a x y; rewrite /= -[RHS]/(_, _) /= scaler0 addr0.
have lin2 : linear (fun y : W => (0 : V, y)).
  by move=> a x y; rewrite /= -[RHS]/(_, _) /= scaler0 addr0.
pose f1 : {linear V -> V * W} := Linear lin1; pose f2 : {linear W -> V * W} := Linear lin2.
exists (linfun f1 @: U + linfun f2 @: T)%VS => [[x y]|].
  split=> [/memv_addP [_ /memv_imgP [a U_a ->] [_ /memv_imgP [b T_b ->]]]|[/= /U_P U_x /T_Q T_y]].
    by rewrite !lfunE /= => -[-> ->] /=; rewrite addr0 add0r; split; [apply/U_P|apply/T_Q].
  have -> : (x, y) = f1 x + f2 y by rewrite /= -[RHS]/(_, _) /= addr0 add0r.
  by apply: memv_add; rewrite -[X in X \in _](lfunE _) memv_img.
rewrite dimv_disjoint_sum; last first.
  apply/eqP; rewrite -subv0; apply/subvP => z; rewrite memv_cap memv0.
  by case/andP => /memv_imgP [a _ ->] /memv_imgP [b _]; rewrite !lfunE /= => -[-> _].
rewrite !limg_dim_eq //; apply/eqP; rewrite -subv0; apply/subvP => z; rewrite memv_cap memv_ker lfunE memv0 /=.
  by case/andP => _ /eqP [->].
by case/andP => _ /eqP [->].
Qed.

(* Families of n elements of P have n times the dimension. *)
Lemma dimension_family (V : vectType F) (P : V -> Prop) n k :
  dimension P k -> dimension (fun x : {ffun 'I_n -> V} => forall i, P (x i)) (n * k).
Proof.
move=> [U U_P <-].
have lin i : linear (fun x : V => [ffun j => if j == i then x else 0] : {ffun 'I_n -> V}).
  by move=> a x y; apply/ffunP => j; rewrite !ffunE; case: eqP => _ //; rewrite scaler0 addr0.
pose f i : {linear V -> {ffun 'I_n -> V}} := Linear (lin i).
have f_dim i : \dim (linfun (f i) @: U) = \dim U.
  rewrite limg_dim_eq //; apply/eqP; rewrite -subv0; apply/subvP => z; rewrite memv_cap memv_ker lfunE memv0.
  by case/andP => _ /eqP /ffunP /(_ i); rewrite !ffunE eqxx => ->.
exists (\sum_i linfun (f i) @: U)%VS => [x|].
  split=> [/memv_sumP [g g_U ->] i|x_P].
    rewrite sum_ffunE; apply/U_P; apply: memv_suml => j _; have /memv_imgP [z U_z ->] := g_U j isT.
    by rewrite lfunE ffunE; case: eqP => _ //; rewrite mem0v.
  have -> : x = \sum_i f i (x i).
    apply/ffunP => i; rewrite sum_ffunE (bigD1 i) //= ffunE eqxx big1 ?addr0 // => j /negPf ne.
    by rewrite ffunE eq_sym ne.
  by apply: memv_sumr => i _; rewrite -[X in X \in _](lfunE _) memv_img //; apply/U_P.
have -> : \dim (\sum_i linfun (f i) @: U) = (\sum_i \dim (linfun (f i) @: U))%N.
  apply/eqP; change (is_true (directv (\sum_i linfun (f i) @: U))); apply/directv_sum_independent => u u_U zero i _.
  have /memv_imgP [z U_z e] := u_U i isT; move/ffunP: zero => /(_ i); rewrite sum_ffunE (bigD1 i) //= big1 => [|j ne].
    by rewrite addr0 e lfunE !ffunE eqxx => ->; apply/ffunP => j; rewrite !ffunE if_same.
  by have /memv_imgP [w _ ->] := u_U j isT; rewrite lfunE ffunE eq_sym (negPf ne).
by under eq_bigr do rewrite f_dim; rewrite sum_nat_const card_ord.
Qed.

Lemma dimension_matrices m n : dimension (fun _ : 'M[F]_(m, n) => True) (m * n).
Proof. by rewrite -[(m * n)%N](dimvf [vectType F of 'M[F]_(m, n)]); apply: dimension_all. Qed.

Lemma skew_block m n (A : 'M[F]_m) B C (D : 'M[F]_n) : skew (block_mx A B C D) <-> [/\ skew A, B = - C^T & skew D].
Proof.
rewrite /skew tr_block_mx opp_block_mx; split=> [/eq_block_mx [-> right _ ->]|[-> -> ->]].
  by split=> //; rewrite right opprK.
by rewrite linearN /= trmxK opprK.
Qed.

(* so(n) has the dimension n (n - 1) / 2: *)
Lemma dimension_skew n : 2%:R != 0 :> F -> dimension (fun K : 'M[F]_n => skew K) 'C(n, 2).
Proof.
move=> two; elim: n => [|n IH].
  exists 0%VS => [K|]; last by rewrite dimv0.
  by split=> _; [rewrite /skew; apply/matrixP => -[]|rewrite [K]flatmx0 mem0v].
have lin : linear (fun vK : 'cV[F]_n * 'M[F]_n => block_mx 0 (- vK.1^T) vK.1 vK.2 : 'M[F]_(1 + n)).
  move=> a [v K] [w M] /=; rewrite scale_block_mx add_block_mx scaler0 addr0; congr block_mx.
  by rewrite linearD linearZ /= opprD scalerN.
rewrite binS bin1 addnC; pose f : {linear _ -> _} := Linear lin.
have all_columns := dimension_matrices n 1; rewrite muln1 in all_columns.
apply: dimension_iff (dimension_image (f := f) _ (dimension_pair all_columns IH)) => [M|[v K] [_ _] /=]; last first.
  move=> zero; have : block_mx 0 (- v^T) v K = block_mx 0 0 0 0 :> 'M_(1 + n) by rewrite block_mx0 -zero.
  by move/eq_block_mx => [_ _ -> ->].
split=> [[[v K] /= [_ skew_K] ->]|skew_M].
  by apply/(@skew_block 1 n); split=> //; rewrite /skew trmx0 oppr0.
have : skew (block_mx (ulsubmx (M : 'M_(1 + n))) (ursubmx (M : 'M_(1 + n))) (dlsubmx (M : 'M_(1 + n))) (drsubmx (M : 'M_(1 + n)))).
  by rewrite submxK.
case/skew_block => corner right low; exists (dlsubmx (M : 'M_(1 + n)), drsubmx (M : 'M_(1 + n))) => //=.
rewrite -[LHS](submxK (M : 'M_(1 + n))) right; congr block_mx; apply/matrixP => i j; rewrite !ord1 [RHS]mxE.
by move/matrixP: corner => /(_ 0 0); rewrite mxE [RHS]mxE => /eqP; rewrite -addr_eq0 -mulr2n -mulr_natr mulf_eq0 (negPf two) orbF => /eqP.
Qed.

Lemma symmetric_block m n (A : 'M[F]_m) B C (D : 'M[F]_n) : symmetric (block_mx A B C D) <-> [/\ symmetric A, B = C^T & symmetric D].
Proof.
rewrite /symmetric tr_block_mx; split=> [/eq_block_mx [-> right _ ->]|[-> -> ->]]; first by split.
by rewrite trmxK.
Qed.

(* Symmetric matrices have the dimension n (n + 1) / 2. *)
Lemma dimension_symmetric n : dimension (fun K : 'M[F]_n => symmetric K) 'C(n.+1, 2).
Proof.
elim: n => [|n IH].
  exists 0%VS => [K|]; last by rewrite dimv0.
  by split=> _; [rewrite /symmetric; apply/matrixP => -[]|rewrite [K]flatmx0 mem0v].
have lin : linear (fun x : 'M[F]_1 * 'cV[F]_n * 'M[F]_n => block_mx x.1.1 x.1.2^T x.1.2 x.2 : 'M[F]_(1 + n)).
  move=> a [[x v] K] [[y w] L] /=; rewrite scale_block_mx add_block_mx; congr block_mx.
  by rewrite linearD linearZ.
rewrite binS bin1 addnC -addn1 [(n + 1)%N]addnC; pose f : {linear _ -> _} := Linear lin.
have columns := dimension_pair (dimension_matrices 1 1) (dimension_matrices n 1); rewrite !muln1 in columns.
apply: dimension_iff (dimension_image (f := f) _ (dimension_pair columns IH)) => [M|[[x v] K] [_ _] /=]; last first.
  move=> zero; have : block_mx x v^T v K = block_mx 0 0 0 0 :> 'M_(1 + n) by rewrite block_mx0 -zero.
  by move/eq_block_mx => [-> _ -> ->].
split=> [[[[x v] K] /= [_ sym_K] ->]|sym_M].
  apply/(@symmetric_block 1 n); split=> //.
  by apply/matrixP => i j; rewrite !ord1 mxE.
have : symmetric (block_mx (ulsubmx (M : 'M_(1 + n))) (ursubmx (M : 'M_(1 + n))) (dlsubmx (M : 'M_(1 + n))) (drsubmx (M : 'M_(1 + n)))).
  by rewrite submxK.
case/symmetric_block => _ right low.
exists (ulsubmx (M : 'M_(1 + n)), dlsubmx (M : 'M_(1 + n)), drsubmx (M : 'M_(1 + n))) => //=.
by rewrite -[LHS](submxK (M : 'M_(1 + n))) right.
Qed.

(* {L : L G + G L^T = 0} has the same for every symmetric and invertible G: its elements are the K G^-1 with K skew. *)
Lemma dimension_preserving n (G : 'M[F]_n) :
  2%:R != 0 :> F -> symmetric G -> G \in unitmx -> dimension (fun L => L *m G + G *m L^T = 0) 'C(n, 2).
Proof.
move=> two G_sym unit_G; have lin : linear (fun K : 'M[F]_n => K *m invmx G).
  by move=> a K M; rewrite mulmxDl scalemxAl.
pose f : {linear _ -> _} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ (dimension_skew n two)) => [L|K _ /= zero]; last first.
  by rewrite -[K](mulmxKV unit_G) zero mul0mx.
split=> [[K K_skew ->] /=|zero]; first by rewrite mulmxKV // trmx_mul trmx_inv G_sym mulKVmx // K_skew subrr.
exists (L *m G); rewrite /= ?mulmxK //; rewrite /skew trmx_mul G_sym; apply/eqP.
by rewrite -addr_eq0 addrC zero.
Qed.

(* A change of basis, M |-> T M T^-1, keeps the dimension. *)
Lemma dimension_conjugate n (T : 'M[F]_n) (P : 'M_n -> Prop) k :
  T \in unitmx -> dimension P k -> dimension (fun M => P (invmx T *m M *m T)) k.
Proof.
move=> unit_T; have lin : linear (fun M : 'M[F]_n => T *m M *m invmx T).
  by move=> a M N; rewrite mulmxDr mulmxDl -scalemxAr -scalemxAl.
move=> dim; pose f : {linear _ -> _} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ dim) => [M|M _ /= zero].
  split=> [[N P_N ->] /=|P_M]; first by rewrite !mulmxA mulVmx // mul1mx mulmxKV.
  by exists (invmx T *m M *m T) => //=; apply: conjugated.
by apply: (can_inj (mulKmx unit_T)); rewrite mulmx0 -[LHS](mulmxK (_ : invmx T \in unitmx)) ?unitmx_inv // zero !mul0mx.
Qed.
End Dimension.
