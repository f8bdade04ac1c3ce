From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension positive kept_forms prose_bias_row.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* n samples: p = c + k inputs, the columns of X, and c labels, the columns of Y. *)
Definition mean (F : fieldType) d n (X : 'M[F]_(d, n)) : 'cV_d := n%:R^-1 *: (X *m const_mx 1).
Definition centred (F : fieldType) d n (X : 'M[F]_(d, n)) : 'M_(d, n) := X - mean X *m const_mx 1.
Definition with_ones (F : fieldType) d n (X : 'M[F]_(d, n)) : 'M_(d + 1, n) := col_mx X (const_mx 1).

(* The moments of inputs with a row of ones, by means and centred moments. *)
Section Moments.
Variables (F : fieldType) (n : nat).
Hypothesis samples : n%:R != 0 :> F.

Lemma ones_square : (const_mx 1 : 'rV_n) *m (const_mx 1 : 'cV_n) = n%:R%:M :> 'M[F]_1.
Proof.
apply/matrixP => i j; rewrite !ord1 !mxE /= mulr1n; under eq_bigr do rewrite !mxE mulr1.
by rewrite sumr_const card_ord.
Qed.

Lemma tr_ones d e : (const_mx 1)^T = const_mx 1 :> 'M[F]_(d, e).
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

Lemma centred_sum d (X : 'M[F]_(d, n)) : centred X *m const_mx 1 = 0 :> 'cV_d.
Proof.
rewrite mulmxBl -mulmxA ones_square mul_mx_scalar /mean scalerA mulfV // scale1r.
by rewrite subrr.
Qed.

Lemma centred_moment c d (Y : 'M[F]_(c, n)) (X : 'M[F]_(d, n)) :
  cross_correlation Y X = cross_correlation (centred Y) (centred X) + mean Y *m (mean X)^T.
Proof.
have Y_eq : Y = centred Y + mean Y *m const_mx 1 by rewrite subrK.
have X_eq : X^T = (centred X)^T + const_mx 1 *m (mean X)^T.
  by rewrite -tr_ones -trmx_mul -linearD /= subrK.
have zero : const_mx 1 *m (centred X)^T = 0 :> 'rV_d by rewrite -tr_ones -trmx_mul centred_sum trmx0.
rewrite /cross_correlation {1}Y_eq {1}X_eq mulmxDl !mulmxDr [centred Y *m (_ *m _)]mulmxA centred_sum mul0mx addr0.
rewrite -[mean Y *m _ *m (centred X)^T]mulmxA zero mulmx0 add0r -mulmxA [const_mx 1 *m (_ *m _)]mulmxA ones_square.
by rewrite mul_scalar_mx -scalemxAr scalerDr scalerA mulVf // scale1r.
Qed.

Lemma moment_with_ones d (X : 'M[F]_(d, n)) :
  second_moment (with_ones X) = appended (second_moment (centred X)) (mean X).
Proof.
rewrite /second_moment /with_ones tr_col_mx mul_col_row scale_block_mx /appended.
have -> : n%:R^-1 *: (X *m X^T) = cross_correlation X X by [].
rewrite centred_moment tr_ones ones_square scale_scalar_mx mulVf //; congr block_mx.
by rewrite /mean linearZ /= trmx_mul tr_ones.
Qed.

Lemma cross_with_ones c d (Y : 'M[F]_(c, n)) (X : 'M[F]_(d, n)) :
  cross_correlation Y (with_ones X) = row_mx (cross_correlation (centred Y) (centred X) + mean Y *m (mean X)^T) (mean Y).
Proof.
rewrite -centred_moment /cross_correlation /with_ones tr_col_mx mul_mx_row scale_row_mx tr_ones.
by [].
Qed.
End Moments.

Section BiasRowDimension.
Variables (F : realFieldType) (c k n : nat) (X : 'M[F]_(c + k, n)) (Y : 'M[F]_(c, n)).

(* The pairs (u, u_c) that keep H, C and the row of ones. *)
Definition keep (u : 'M[F]_(c + k + 1)) (u_c : 'M[F]_c) : Prop :=
  let H := second_moment (with_ones X) in let C := cross_correlation Y (with_ones X) in
  [/\ u *m H + H *m u^T = 0, u_c *m C + C *m u^T = 0 & dsubmx u = 0].

Hypothesis full_rank : second_moment (with_ones X) \in unitmx.
Local Notation Sigma := (second_moment (centred X)).
Local Notation Gamma := (cross_correlation (centred Y) (centred X)).
Local Notation A := (fit (centred Y) (centred X)).
Local Notation mu := (mean X).

Lemma samples : n%:R != 0 :> F.
Proof.
rewrite pnatr_eq0; case: n X full_rank => // X0; rewrite /second_moment [with_ones _]thinmx0 mul0mx scaler0 => unit0.
by have := mxrank_unit unit0; rewrite mxrank0 addn1.
Qed.

Lemma Sigma_unit : Sigma \in unitmx.
Proof.
have := full_rank; rewrite moment_with_ones ?samples //.
have -> : appended Sigma mu = block_mx 1%:M mu 0 1%:M *m block_mx Sigma 0 mu^T 1%:M.
  by rewrite mulmx_block !mul1mx !mul0mx ?mulmx1 ?mulmx0 !add0r.
by rewrite unitmx_mul => /andP [_]; rewrite !unitmxE det_lblock det1 mulr1.
Qed.

Lemma Sigma_positive : positive Sigma.
Proof.
have sym : symmetric Sigma by rewrite /symmetric /second_moment linearZ /= trmx_mul trmxK.
split=> // x nonzero; have moved : x *m centred X != 0.
  apply: contra nonzero => /eqP zero; rewrite -[x](mulmxK Sigma_unit) /second_moment -scalemxAr mulmxA zero mul0mx scaler0.
  by rewrite mul0mx.
have -> : x *m Sigma *m x^T = n%:R^-1 *: ((x *m centred X) *m (x *m centred X)^T).
  by rewrite /second_moment trmx_mul -scalemxAr -scalemxAl !mulmxA.
move: (x *m centred X) moved => v moved; have [i entry] := rV0Pn _ moved.
have n_pos : 0 < n%:R^-1 :> F by rewrite invr_gt0 ltr0n lt0n -(pnatr_eq0 F) samples.
rewrite mxE mulr_gt0 // mxE (bigD1 i) //= mxE -expr2; apply: ltr_paddr; last by rewrite exprn_even_gt0.
by apply: sumr_ge0 => j _; rewrite mxE -expr2 sqr_ge0.
Qed.

Lemma Gamma_fit : Gamma = A *m Sigma.
Proof.
have n0 := samples; have unit_moment : centred X *m (centred X)^T \in unitmx.
  by have := Sigma_unit; rewrite /second_moment unitmxZ // unitfE invr_eq0.
by rewrite /fit /second_moment -scalemxAr mulmxKV.
Qed.

(* They keep the mean input and the mean label. *)
Theorem bias_row_means_kept u u_c : keep u u_c -> u *m col_mx mu 1%:M = 0 /\ u_c *m mean Y = 0.
Proof.
rewrite /keep moment_with_ones ?cross_with_ones ?samples // => -[u_H u_C last_row].
pose e : 'cV[F]_(c + k + 1) := col_mx 0 1%:M.
have e_u : u^T *m e = 0 by rewrite -[u]vsubmxK last_row tr_col_mx mul_row_col mulmx0 trmx0 mul0mx addr0.
split.
  have := congr1 (mulmx^~ e) u_H; rewrite mul0mx mulmxDl -[_ *m u^T *m e]mulmxA e_u mulmx0 addr0 -mulmxA /e.
  by rewrite /appended mul_block_col !mulmx0 !mulmx1 !add0r.
have := congr1 (mulmx^~ e) u_C; rewrite mul0mx mulmxDl -[_ *m u^T *m e]mulmxA e_u mulmx0 addr0 -mulmxA /e.
by rewrite mul_row_col mulmx0 mulmx1 add0r.
Qed.

(* u = (M, - M mu; 0, 0) with M in the algebra of Sigma, u_c Gamma + Gamma M^T = 0 and u_c mean(Y) = 0. *)
Lemma keep_by_centred_moments u u_c : keep u u_c <->
  exists2 M, u = block_mx M (- (M *m mu)) 0 0 & [/\ keeps_form Sigma M, u_c *m Gamma + Gamma *m M^T = 0 & u_c *m mean Y = 0].
Proof.
have cross M : u_c *m mean Y = 0 ->
    u_c *m row_mx (Gamma + mean Y *m mu^T) (mean Y) + row_mx (Gamma + mean Y *m mu^T) (mean Y) *m (block_mx M (- (M *m mu)) 0 0)^T
    = row_mx (u_c *m Gamma + Gamma *m M^T) 0.
  move=> label; rewrite tr_block_mx !trmx0 mul_row_block !mulmx0 !addr0 mul_mx_row label add_row_mx addr0; congr row_mx.
  rewrite mulmxDr mulmxA label mul0mx addr0 linearN /= trmx_mul mulmxN mulmxDl mulmxA.
  by move: (u_c *m Gamma) (Gamma *m M^T) (mean Y *m mu^T *m M^T) => x y z; additive.
split=> [kept|[M -> [M_Sigma pair label]]].
  have [_ label] := bias_row_means_kept kept; move: kept; rewrite /keep moment_with_ones ?cross_with_ones ?samples //.
  move=> [u_H u_C last_row]; have [M [w u_eq]] : exists M w, u = block_mx M w 0 0 :> 'M[F]_(c + k + 1).
    by exists (ulsubmx u), (ursubmx u); rewrite -[LHS]submxK; congr block_mx; rewrite /dlsubmx /drsubmx last_row linear0.
  move: u_H; rewrite u_eq => /bias_row_algebra [w_M M_Sigma]; exists M; rewrite ?w_M //; split=> //.
  by move: u_C; rewrite u_eq w_M cross // -row_mx0 => /eq_row_mx [].
rewrite /keep moment_with_ones ?cross_with_ones ?samples //; split.
- by apply/bias_row_algebra.
- by rewrite cross // pair row_mx0.
by rewrite block_mxEv col_mxKd row_mx0.
Qed.

Hypothesis rank : \rank A = c.

(* In a basis T they are u = diag(u_c, v, 0), with u_c and v in the algebras of positive forms, u_c mean(Y) = 0. *)
Theorem bias_row_symmetries :
  exists T G1 (G2 : 'M_k), [/\ T \in unitmx, positive G1, positive G2 & forall u u_c, keep u u_c <->
    exists2 v, [/\ keeps_form G1 u_c, u_c *m mean Y = 0 & keeps_form G2 v] &
    u = invmx T *m block_mx (block_mx u_c 0 0 v) 0 0 0 *m T].
Proof.
have pos := Sigma_positive; have [B [unit_T G1_pos G2_pos [_ T_Sigma]]] := orthogonal_complement pos rank.
set T := col_mx A B in unit_T T_Sigma; set G1 := A *m Sigma *m A^T in G1_pos T_Sigma; set G2 := _ *m B^T in G2_pos T_Sigma.
have unit1 := positive_unit G1_pos; have unit2 := positive_unit G2_pos; have unit_Tt : T^T \in unitmx by rewrite unitmx_tr.
pose U : 'M[F]_(c + k + 1) := block_mx T (- (T *m mu)) 0 1%:M.
pose V : 'M[F]_(c + k + 1) := block_mx (invmx T) mu 0 1%:M.
have U_V : U *m V = 1%:M.
  rewrite mulmx_block !mul0mx !mul1mx !mulmx0 !mulmx1 !addr0 add0r mulmxV // subrr.
  by rewrite -scalar_mx_block.
have unit_U : U \in unitmx by case: (mulmx1_unit U_V).
have V_U : invmx U = V by rewrite -[LHS]mulmx1 -U_V mulKmx.
exists U, G1, G2; split=> // u u_c; rewrite V_U keep_by_centred_moments.
have basis M : V *m block_mx (T *m M *m invmx T) 0 0 0 *m U = block_mx M (- (M *m mu)) 0 0.
  rewrite !mulmx_block !mulmx0 !mul0mx !mulmx1 !addr0 !mulmxA mulVmx // mul1mx mulmxKV //.
  by rewrite !mul0mx mulmxN mulmxA mulmxKV.
have pairing M : u_c *m Gamma + Gamma *m M^T = 0 <->
    u_c *m row_mx G1 0 + row_mx G1 0 *m (T *m M *m invmx T)^T = 0.
  have A_T : A *m Sigma *m T^T = row_mx G1 0.
    have := congr1 usubmx T_Sigma; rewrite block_mxEv col_mxKu => <-.
    by rewrite mul_col_mx mul_col_mx col_mxKu.
  have -> : u_c *m row_mx G1 0 + row_mx G1 0 *m (T *m M *m invmx T)^T = (u_c *m Gamma + Gamma *m M^T) *m T^T.
    rewrite -A_T -Gamma_fit mulmxDl !trmx_mul !mulmxA; congr (_ + _).
    by rewrite trmx_inv mulmxK.
  by split=> [->|/(congr1 (mulmx^~ (invmx T^T)))]; rewrite ?mul0mx // mulmxK.
split=> [[M -> []]|[v [keeps1 label keeps2] ->]].
  move=> /(keeps_form_in_basis _ _ unit_T); rewrite T_Sigma => M_form /pairing M_pair label.
  move: M_form M_pair; rewrite -(basis M); set W := T *m M *m invmx T; rewrite -[W]submxK => M_form.
  have [keeps1 keeps2 right _] := keeps_block unit1 unit2 M_form; rewrite tr_block_mx mul_row_block mul_mx_row add_row_mx.
  rewrite !mul0mx !mulmx0 !addr0 add0r -row_mx0 => /eq_row_mx [corner low].
  have low0 : dlsubmx W = 0 by rewrite -[LHS]trmxK -[(dlsubmx W)^T](mulKmx unit1) low mulmx0 trmx0.
  have u_c_eq : u_c = ulsubmx W.
    apply: (can_inj (mulmxK unit1)); apply/eqP; rewrite -subr_eq0; apply/eqP.
    have /eqP := corner; rewrite addr_eq0 => /eqP ->; have /eqP := keeps1; rewrite addr_eq0 => /eqP ->.
    by rewrite subrr.
  exists (drsubmx W); first by rewrite {1}u_c_eq.
  by rewrite (right low0) low0 -u_c_eq.
pose M := invmx T *m block_mx u_c 0 0 v *m T.
have T_M : T *m M *m invmx T = block_mx u_c 0 0 v by rewrite /M !mulmxA mulmxV // mul1mx mulmxK.
exists M; first by rewrite -basis T_M.
split=> //; first by apply/(keeps_form_in_basis _ _ unit_T); rewrite T_Sigma T_M; apply: block_keeps.
apply/pairing; rewrite T_M tr_block_mx !trmx0 mul_row_block mul_mx_row !mulmx0 !mul0mx !addr0 add_row_mx addr0.
by have -> : u_c *m G1 + G1 *m u_c^T = 0; rewrite ?row_mx0.
Qed.

Lemma dimension_by_labels l :
  (forall G, positive G -> dimension (fun L => keeps_form G L /\ L *m mean Y = 0) l) ->
  dimension (fun p : 'M[F]_(c + k + 1) * 'M_c => keep p.1 p.2) (l + 'C(k, 2)).
Proof.
move=> dim_labels; have [T [G1 [G2 [unit_T pos1 pos2 kept]]]] := bias_row_symmetries.
have lin : linear (fun x : 'M[F]_c * 'M[F]_k =>
    (invmx T *m block_mx (block_mx x.1 0 0 x.2) 0 0 0 *m T, x.1) : 'M[F]_(c + k + 1) * 'M_c).
  move=> a [x1 x2] [y1 y2] /=; rewrite -[RHS]/(_, _) /=; congr (_, _).
  rewrite scalemxAl scalemxAr !scale_block_mx !scaler0 -mulmxDl -mulmxDr !add_block_mx !addr0.
  by [].
pose f : {linear _ -> _} := Linear lin; have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have dims := dimension_pair (dim_labels _ pos1) (dimension_preserving two pos2.1 (positive_unit pos2)).
apply: dimension_iff (dimension_image (f := f) _ dims) => [[u u_c]|[x1 x2] _ zero].
  rewrite /= kept; split=> [[[x1 x2] /= [[keeps1 label] keeps2] [-> ->]]|[v [keeps1 label keeps2] ->]].
    by exists x2.
  by exists (u_c, v).
have x1_0 : x1 = 0 by case: zero.
have : invmx T *m block_mx (block_mx x1 0 0 x2) 0 0 0 *m T = 0 by case: zero.
move=> {}zero; have : block_mx (block_mx x1 0 0 x2) 0 0 0 = 0 :> 'M[F]_(c + k + 1).
  apply: (can_inj (mulmxK unit_T)); apply: (can_inj (mulKmx (_ : invmx T \in unitmx))); rewrite ?unitmx_inv //.
  by rewrite mulmxA zero mul0mx mulmx0.
by rewrite -block_mx0 => /eq_block_mx [/eqP + _ _ _]; rewrite block_mx_eq0 x1_0 => /and4P [_ _ _ /eqP ->].
Qed.

(* Their dimension is that of so(c - 1) + so(p - c) where the mean label is not 0, *)
Theorem bias_row_pairs_dimension :
  mean Y != 0 -> dimension (fun p : 'M[F]_(c + k + 1) * 'M_c => keep p.1 p.2) ('C(c.-1, 2) + 'C(k, 2)).
Proof. by move=> nonzero; apply: dimension_by_labels => G pos; apply: vector_kept_dimension. Qed.

(* and that of so(c) + so(p - c) where it is. *)
Theorem bias_row_pairs_dimension_centred :
  mean Y = 0 -> dimension (fun p : 'M[F]_(c + k + 1) * 'M_c => keep p.1 p.2) ('C(c, 2) + 'C(k, 2)).
Proof.
move=> zero; apply: dimension_by_labels => G pos; have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
apply: dimension_iff (dimension_preserving two pos.1 (positive_unit pos)) => L.
by rewrite zero mulmx0; split=> [|[]].
Qed.
End BiasRowDimension.

(* With a mean label y other than 0, u_c is diag(0, N) in a basis, N in the algebra of a positive form of size c - 1. *)
Theorem mean_label_kept (F : realFieldType) m (G : 'M[F]_(1 + m)) (y : 'cV[F]_(1 + m)) : positive G -> y != 0 ->
  exists T (G' : 'M_m), [/\ T \in unitmx, positive G' & forall u_c, keeps_form G u_c /\ u_c *m y = 0 <->
    exists2 N, keeps_form G' N & u_c = invmx T *m block_mx 0 0 0 N *m T].
Proof. exact: vector_kept_in_basis. Qed.
