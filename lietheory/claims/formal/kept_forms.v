(* Algebras of positive forms: in another basis, on orthogonal parts, and with a vector that is kept. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension lemma_eq14_dimension positive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* L is in the algebra of the form G: L G + G L^T = 0. *)
Definition keeps_form (F : fieldType) n (G L : 'M[F]_n) : Prop := L *m G + G *m L^T = 0.

Section Forms.
Variable F : realFieldType.

(* In another basis T both are another matrix. *)
Lemma keeps_form_in_basis n (T G L : 'M[F]_n) :
  T \in unitmx -> keeps_form G L <-> keeps_form (T *m G *m T^T) (T *m L *m invmx T).
Proof.
move=> unit_T; have unit_Tt : T^T \in unitmx by rewrite unitmx_tr.
have e : T *m L *m invmx T *m (T *m G *m T^T) + T *m G *m T^T *m (T *m L *m invmx T)^T = T *m (L *m G + G *m L^T) *m T^T.
  rewrite mulmxDr mulmxDl !trmx_mul trmx_inv !mulmxA mulmxKV //; congr (_ + _).
  by rewrite mulmxK.
rewrite /keeps_form e; split=> [->|]; first by rewrite mulmx0 mul0mx.
by rewrite -[X in _ = X -> _](mul0mx _ T^T) -[X in _ = X *m _ -> _](mulmx0 _ T) => /(can_inj (mulmxK unit_Tt))/(can_inj (mulKmx unit_T)).
Qed.

(* Independent rows A have rows B that are orthogonal to them and complete them to a basis. *)
Lemma orthogonal_complement r k (H : 'M[F]_(r + k)) (A : 'M[F]_(r, r + k)) :
  positive H -> \rank A = r ->
  exists B, let T := col_mx A B in [/\ T \in unitmx, positive (A *m H *m A^T), positive (B *m H *m B^T) &
    B *m H *m A^T = 0 /\ T *m H *m T^T = block_mx (A *m H *m A^T) 0 0 (B *m H *m B^T)].
Proof.
move=> pos rank; have A_free : row_free A by rewrite /row_free rank.
have G_pos := positive_restricted pos A_free; have unit_G := positive_unit G_pos; set G := A *m H *m A^T in G_pos unit_G.
pose Q := row_ebase A; pose C := dsubmx Q; pose B := C - C *m H *m A^T *m invmx G *m A.
have A_eq : A = row_mx (col_ebase A) 0 *m Q.
  rewrite -{1}[A]mulmx_ebase rank pid_mx_row; congr (_ *m _).
  by rewrite mul_mx_row mulmx1 mulmx0.
have unit_P : col_ebase A \in unitmx := col_ebase_unit A.
have unit_AC : col_mx A C \in unitmx.
  have -> : col_mx A C = block_mx (col_ebase A) 0 0 1%:M *m Q.
    rewrite block_mxEv mul_col_mx -A_eq; congr (col_mx _ _).
    by rewrite -[in RHS](vsubmxK Q) mul_row_col mul0mx mul1mx add0r.
  by rewrite unitmx_mul row_ebase_unit unitmxE det_lblock det1 mulr1 -unitmxE unit_P.
have unit_T : col_mx A B \in unitmx.
  have -> : col_mx A B = block_mx 1%:M 0 (- (C *m H *m A^T *m invmx G)) 1%:M *m col_mx A C.
    by rewrite mul_block_col !mul1mx mul0mx addr0 mulNmx addrC.
  by rewrite unitmx_mul unit_AC unitmxE det_lblock !det1 mulr1 unitr1.
have B_A : B *m H *m A^T = 0.
  have A_A : A *m (H *m A^T) = G by rewrite mulmxA.
  by rewrite /B !mulmxBl -!mulmxA A_A mulVmx // mulmx1 subrr.
have A_B : A *m H *m B^T = 0 by have := congr1 trmx B_A; rewrite !trmx_mul trmxK pos.1 trmx0 mulmxA.
have T_H : col_mx A B *m H *m (col_mx A B)^T = block_mx G 0 0 (B *m H *m B^T).
  by rewrite tr_col_mx !mul_col_mx !mul_mx_row A_B B_A -/G block_mxEv.
exists B; split=> //; have T_free : row_free (col_mx A B) by rewrite row_free_unit.
have := positive_restricted pos T_free; rewrite T_H => -[sym T_pos].
split=> [|x nonzero]; first by move: sym; rewrite /symmetric tr_block_mx => /eq_block_mx [].
have := T_pos (row_mx 0 x); rewrite row_mx_eq0 (negPf nonzero) andbF => /(_ isT).
by rewrite mul_row_block tr_row_mx mul_row_col !mul0mx !mulmx0 trmx0 ?mulmx0 !add0r.
Qed.

(* Two orthogonal parts: what keeps both forms and maps no part into the other. *)
Lemma keeps_block r k (G1 : 'M[F]_r) (G2 : 'M[F]_k) a b c e : G1 \in unitmx -> G2 \in unitmx ->
  keeps_form (block_mx G1 0 0 G2) (block_mx a b c e) ->
  [/\ keeps_form G1 a, keeps_form G2 e, c = 0 -> b = 0 & b = 0 -> c = 0].
Proof.
move=> unit1 unit2; rewrite /keeps_form tr_block_mx !mulmx_block !mulmx0 !mul0mx !addr0 !add0r add_block_mx -block_mx0.
move=> /eq_block_mx [upper right low lower]; split=> // zero.
  by move: right; rewrite zero trmx0 mulmx0 addr0 => /(congr1 (mulmx^~ (invmx G2))); rewrite mulmxK // mul0mx.
by move: low; rewrite zero trmx0 mulmx0 addr0 => /(congr1 (mulmx^~ (invmx G1))); rewrite mulmxK // mul0mx.
Qed.

Lemma block_keeps r k (G1 : 'M[F]_r) (G2 : 'M[F]_k) a e :
  keeps_form G1 a -> keeps_form G2 e -> keeps_form (block_mx G1 0 0 G2) (block_mx a 0 0 e).
Proof.
rewrite /keeps_form => keeps_a keeps_e; rewrite tr_block_mx !mulmx_block !trmx0 !mulmx0 !mul0mx !addr0 !add0r add_block_mx.
by rewrite !addr0 keeps_a keeps_e block_mx0.
Qed.

Lemma keeps_form0 n (G : 'M[F]_n) : keeps_form G 0.
Proof. by rewrite /keeps_form trmx0 mulmx0 mul0mx addr0. Qed.

(* What keeps a form and a vector other than 0 is the algebra of a form with one dimension less. *)
Lemma vector_kept_in_basis m (G : 'M[F]_(1 + m)) (y : 'cV[F]_(1 + m)) : positive G -> y != 0 ->
  exists T (G' : 'M_m), [/\ T \in unitmx, positive G' & forall L, keeps_form G L /\ L *m y = 0 <->
    exists2 N, keeps_form G' N & L = invmx T *m block_mx 0 0 0 N *m T].
Proof.
move=> pos nonzero; have unit_G := positive_unit pos; pose z := (invmx G *m y)^T.
have G_z : G *m z^T = y by rewrite trmxK mulKVmx.
have z_rank : \rank z = 1%N.
  by rewrite rank_rV; case: eqP => // z0; case/eqP: nonzero; rewrite -G_z z0 trmx0 mulmx0.
have [B [unit_T g_pos G'_pos [B_z T_G]]] := orthogonal_complement pos z_rank; set T := col_mx z B in unit_T T_G.
have unit_g := positive_unit g_pos; have unit_G' := positive_unit G'_pos; set g := z *m G *m z^T in g_pos unit_g T_G.
have T_y : T *m y = col_mx g 0 by rewrite -G_z mul_col_mx !mulmxA B_z.
exists T, (B *m G *m B^T); split=> // L; pose v := T *m L *m invmx T.
have L_v : L = invmx T *m v *m T by rewrite /v !mulmxA mulVmx // mul1mx mulmxKV.
have kept : L *m y = 0 <-> v *m col_mx g 0 = 0.
  rewrite -T_y /v mulmxA mulmxKV // -mulmxA; split=> [->|]; first by rewrite mulmx0.
  by rewrite -[X in _ = X -> _](mulmx0 _ T) => /(can_inj (mulKmx unit_T)).
rewrite (keeps_form_in_basis _ _ unit_T) T_G kept -/v; split=> [[]|[N N_G' L_N]].
  rewrite -[v]submxK mul_block_col !mulmx0 !addr0 => v_D; rewrite -col_mx0 => /eq_col_mx [a_g c_g].
  have a0 : ulsubmx v = 0 by rewrite -[LHS](mulmxK unit_g) a_g mul0mx.
  have c0 : dlsubmx v = 0 by rewrite -[LHS](mulmxK unit_g) c_g mul0mx.
  have [_ keeps_e b0 _] := keeps_block unit_g unit_G' v_D; exists (drsubmx v) => //.
  by rewrite L_v -{1}[v]submxK a0 c0 b0.
have -> : v = block_mx 0 0 0 N by rewrite /v L_N !mulmxA mulmxV // mul1mx mulmxK.
split; last by rewrite mul_block_col !mul0mx !mulmx0 !addr0 col_mx0.
by apply: block_keeps => //; exact: keeps_form0.
Qed.

Lemma vector_kept_dimension m (G : 'M[F]_m) (y : 'cV[F]_m) : positive G -> y != 0 ->
  dimension (fun L => keeps_form G L /\ L *m y = 0) 'C(m.-1, 2).
Proof.
case: m G y => [|m] G y pos nonzero; first by case/eqP: nonzero; rewrite [y]flatmx0.
have [T [G' [unit_T G'_pos kept]]] := @vector_kept_in_basis m G y pos nonzero.
have lin : linear (fun N : 'M[F]_m => invmx T *m block_mx 0 0 0 N *m T : 'M_(1 + m)).
  by move=> a N M; rewrite scalemxAl scalemxAr scale_block_mx !scaler0 -mulmxDl -mulmxDr add_block_mx !addr0.
pose f : {linear _ -> _} := Linear lin; have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have dim := dimension_preserving two G'_pos.1 (positive_unit G'_pos).
apply: dimension_iff (dimension_image (f := f) _ dim) => [L|N _ /= zero].
  by rewrite (kept L); split=> [[N N_G' ->]|[N N_G' ->]]; exists N.
have : block_mx 0 0 0 N = 0 :> 'M_(1 + m).
  apply: (can_inj (mulmxK unit_T)); apply: (can_inj (mulKmx (_ : invmx T \in unitmx))); rewrite ?unitmx_inv //.
  by rewrite mulmxA zero mul0mx mulmx0.
by rewrite -block_mx0 => /eq_block_mx [].
Qed.
End Forms.
