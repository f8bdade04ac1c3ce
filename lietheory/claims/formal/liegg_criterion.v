From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common calculus flows dimension lemma_vector_fields lemma_nullspace_closure liegg_null_space.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Invariants.
Variables (P : comRingType) (n : nat) (x : 'I_n -> P) (partial : 'I_n -> {additive P -> P}).
Hypothesis calculus : partial_derivatives x partial.
Variable h : 'M[P]_n.

Let slope (f : P) : P := \sum_i \sum_j partial i f * h i j * x j.

Let slope_product f g : slope (f * g) = slope f * g + f * slope g.
Proof.
case: calculus => product _ _; rewrite /slope mulr_suml mulr_sumr -big_split; apply: eq_bigr => i _ /=.
rewrite mulr_suml mulr_sumr -big_split; apply: eq_bigr => j _ /=.
by rewrite product !mulrDl; congr (_ + _); rewrite -!mulrA; [rewrite [g * _]mulrC -!mulrA [x j * g]mulrC | ].
Qed.

(* The functions whose slope along h x vanishes everywhere are a ring: sums, multiples by constants and products of invariants, *)
(* such as every polynomial in a quadratic form, satisfy the criterion too. *)
Theorem criterion_of_a_sum f g : criterion x partial f h -> criterion x partial g h -> criterion x partial (f + g) h.
Proof.
rewrite /criterion -!/(slope _) => zero_f zero_g; have -> : slope (f + g) = slope f + slope g.
  rewrite /slope -big_split; apply: eq_bigr => i _ /=; rewrite -big_split; apply: eq_bigr => j _ /=.
  by rewrite raddfD !mulrDl.
by rewrite zero_f zero_g addr0.
Qed.

Theorem criterion_of_a_product f g : criterion x partial f h -> criterion x partial g h -> criterion x partial (f * g) h.
Proof.
rewrite /criterion -!/(slope _) => zero_f zero_g.
by rewrite slope_product zero_f zero_g mul0r mulr0 addr0.
Qed.

Theorem criterion_of_a_power f k : criterion x partial f h -> criterion x partial (f ^+ k.+1) h.
Proof. by move=> zero; elim: k => [|k IH]; rewrite ?expr1 // exprS; apply: criterion_of_a_product. Qed.
End Invariants.

(* What is invariant under each factor is invariant under their product: under the connected group, whose elements are *)
(* products of exponentials. *)
Theorem invariant_under_products (V T : Type) (F : V -> T) (factors : seq (V -> V)) :
  (forall k v, F (nth id factors k v) = F v) -> forall v, F (foldr (fun g w => g w) v factors) = F v.
Proof.
elim: factors => [//|g factors IH] invariant v /=; have /= -> := invariant 0%N; apply: IH => k w.
exact: (invariant k.+1).
Qed.

(* Any differentiable function F of n real variables, and exp(t h) as the group of one parameter that has the derivative h at 0. *)
Section Differentiable.
Variables (R : realFieldType) (n : nat) (F : 'cV[R]_n -> R) (gradient : 'cV[R]_n -> 'rV[R]_n).
Hypothesis reals : complete R.
Hypothesis differentiable_F : forall x, differentiable F x (gradient x).

(* sum_ij dF / dx_i h_ij x_j *)
Definition slope_along (h : 'M[R]_n) (x : 'cV[R]_n) : R := \sum_i \sum_j gradient x 0 i * h i j * x j 0.

Lemma slope_matrix h x : slope_along h x = (gradient x *m h *m x) 0 0.
Proof.
rewrite mxE /slope_along exchange_big; apply: eq_bigr => j _ /=.
by rewrite mxE mulr_suml.
Qed.

Section OneFlow.
Variables (e : R -> 'M[R]_n) (h : 'M[R]_n).
Hypothesis flow : exponential_flow e h.

Lemma slope_is_derivative x s : derivative (fun t => F (e t *m x)) s (slope_along h (e s *m x)).
Proof. by rewrite slope_matrix; exact: (chain_rule flow). Qed.

(* F is invariant under every exp(t h) if and only if its slope along h x vanishes at every x. *)
Theorem invariant_iff_slope_vanishes : (forall t x, F (e t *m x) = F x) <-> (forall x, slope_along h x = 0).
Proof.
have [e0 _ _] := flow; split=> [invariant x|zero t x]; last first.
  rewrite -[in RHS](mul1mx x) -e0; apply: (zero_derivative reals (g := fun t => F (e t *m x))) => s.
  by rewrite -(zero (e s *m x)); exact: slope_is_derivative.
have := constant_derivative _ (slope_is_derivative x 0); rewrite e0 mul1mx; apply => t.
by rewrite !invariant.
Qed.

(* With a continuous gradient F(exp(t h) x) - F(x) is the integral of the slope along the flow, for every h. *)
Theorem gain_is_the_integral_of_the_slope x t : continuous_gradient gradient ->
  integral (fun s => slope_along h (e s *m x)) 0 t (F (e t *m x) - F x).
Proof.
have [e0 _ _] := flow; move=> cont; rewrite -[in F x](mul1mx x) -e0.
apply: (gain_is_integral reals (g := fun s => F (e s *m x))) => s; first exact: slope_is_derivative.
move=> eps eps0; have [d d0 near] := slope_continuous flow x s cont eps0; exists d => // r r_s.
by rewrite !slope_matrix near.
Qed.
End OneFlow.

(* So F is invariant under all products of exponentials if and only if its slope vanishes for each of their h. *)
Theorem invariant_under_the_connected_group (I : Type) (e : I -> R -> 'M[R]_n) (h : I -> 'M[R]_n) :
  (forall k, exponential_flow (e k) (h k)) ->
  (forall (factors : seq (I * R)) x, F (foldr (fun f y => e f.1 f.2 *m y) x factors) = F x) <->
  (forall k x, slope_along (h k) x = 0).
Proof.
move=> flows; split=> [invariant k|zero].
  by apply/(invariant_iff_slope_vanishes (flows k)) => t x; exact: (invariant [:: (k, t)] x).
elim=> [//|[k t] factors IH] x /=; rewrite -[RHS]IH.
exact: ((invariant_iff_slope_vanishes (flows k)).2 (zero k)).
Qed.
End Differentiable.

(* A quadratic form x^T B x is such a function, with the gradient 2 x^T B, *)
Section Forms.
Variables (R : realFieldType) (n : nat) (B : 'M[R]_n).
Hypothesis form_B : symmetric B.
Definition form (x : 'cV[R]_n) : R := (x^T *m B *m x) 0 0.

Theorem form_differentiable x : differentiable form x (x^T *m (B + B^T)).
Proof.
move=> eps eps0; set H := n%:R * \sum_i row_size (row i B).
have H0 : 0 <= H by rewrite mulr_ge0 ?ler0n // sumr_ge0 // => i _; rewrite row_size_ge0.
have [c c0 small] := scaled H0 eps0; exists c => // y /ltW y_c; move: (y - x) (subrK x y) y_c => v <- v_c.
have -> : form (v + x) - form x - (x^T *m (B + B^T) *m v) 0 0 = (v^T *m (B *m v)) 0 0.
  have flip : (v^T *m B *m x) 0 0 = (x^T *m B^T *m v) 0 0.
    by have <- : (v^T *m B *m x)^T = x^T *m B^T *m v; [rewrite !trmx_mul trmxK mulmxA|rewrite [RHS]mxE].
  have tr_add : (v + x)^T = v^T + x^T by apply/matrixP => i j; rewrite !mxE.
  rewrite /form tr_add !(mulmxDl, mulmxDr) !mulmxA.
  move: flip; move: (v^T *m B *m v) (v^T *m B *m x) (x^T *m B *m v) (x^T *m B^T *m v) (x^T *m B *m x) => p q r s t flip.
  rewrite !mxE flip; move: (p 0 0) (r 0 0) (s 0 0) (t 0 0) => a b d f; additive.
have row_v i : `|v^T 0 i| <= size v by rewrite mxE /size (bigD1 i) //= ler_addl sumr_ge0.
apply: le_trans (row_product _ row_v) _; rewrite mulrC; apply: ler_wpmul2r (size_ge0 v) _ _ _.
apply: le_trans (size_product _ _) (le_trans _ small); exact: ler_wpmul2l.
Qed.

(* it is invariant under exp(t h) if and only if B h is skew, so that for an invertible B the symmetries are h = B^-1 K. *)
Theorem form_invariant_iff e (h : 'M[R]_n) : complete R -> exponential_flow e h ->
  (forall t x, form (e t *m x) = form x) <-> skew (B *m h).
Proof.
move=> reals flow; rewrite (invariant_iff_slope_vanishes reals form_differentiable flow) -(form_symmetries form_B).
split=> zero x; last by rewrite slope_matrix zero mxE.
by apply/matrixP => i j; rewrite !ord1 -(slope_matrix (fun x => x^T *m (B + B^T))) zero mxE.
Qed.

Theorem form_invariant_parametrised e (h : 'M[R]_n) : complete R -> exponential_flow e h -> B \in unitmx ->
  (forall t x, form (e t *m x) = form x) <-> exists2 K, skew K & h = invmx B *m K.
Proof.
move=> reals flow unit_B; rewrite (form_invariant_iff reals flow); split=> [skew_Bh|[K skew_K ->]]; last by rewrite mulKVmx.
by exists (B *m h); rewrite ?mulKmx.
Qed.
End Forms.

(* The hypotheses hold together over any such field: exp(t h) = I + t h for h of square 0, and F = x_2, which it leaves invariant. *)
Theorem differentiable_instance (R : realFieldType) :
  let h : 'M[R]_2 := delta_mx 0 1 in let gradient (_ : 'cV[R]_2) : 'rV[R]_2 := delta_mx 0 1 in
  [/\ exponential_flow (fun t => 1%:M + t *: h) h, forall x, differentiable (fun y => y 1 0) x (gradient x),
    continuous_gradient gradient, symmetric (1%:M : 'M[R]_2) & (1%:M : 'M[R]_2) \in unitmx].
Proof.
move=> h gradient; have square : h *m h = 0 by rewrite mul_delta_mx_0.
split; rewrite ?unitmx1 /symmetric ?trmx1 //.
- split=> [|s t|eps eps0]; first by rewrite scale0r addr0.
    rewrite mulmxDl !mul1mx mulmxDr mulmx1 -scalemxAl -scalemxAr square !scaler0 addr0 scalerDl.
    by move: (1%:M) (s *: h) (t *: h) => a b c; additive.
  exists 1; rewrite ?ltr01 // => t _ i j; have -> : 1%:M + t *: h - 1%:M - t *: h = 0 by rewrite addrAC addrK subrr.
  by rewrite mxE normr0 mulr_ge0 // ltW.
- move=> x eps eps0; exists 1; rewrite ?ltr01 // => y _; have -> : (gradient x *m (y - x)) 0 0 = y 1 0 - x 1 0.
    by rewrite -rowE !mxE.
  by rewrite subrr normr0 mulr_ge0 ?size_ge0 // ltW.
by move=> x eps eps0; exists 1; rewrite ?ltr01 // => y _ i; rewrite subrr normr0 ltW.
Qed.

(* exp(t h) is the only such group: two with one derivative at 0 are equal. *)
Theorem exponential_flow_unique (R : realFieldType) n (e e' : R -> 'M[R]_n) h :
  complete R -> exponential_flow e h -> exponential_flow e' h -> forall t, e t = e' t.
Proof.
move=> reals flow flow' t; have [e0 add near_0] := flow; have [e'0 add' near'_0] := flow'.
suff same (x : 'cV[R]_n) : e t *m x = e' t *m x.
  apply/matrixP => i j; have /matrixP /(_ i 0) := same (delta_mx j 0).
  by rewrite -!colE !mxE.
apply/matrixP => i k; rewrite (ord1 k); pose G s := (e s *m (e' (t - s) *m x)) i 0.
have -> : (e t *m x) i 0 = G t by rewrite /G subrr e'0 mul1mx.
have -> : (e' t *m x) i 0 = G 0 by rewrite /G subr0 e0 mul1mx.
apply: (zero_derivative reals) => s eps eps0.
set b := row_size (row i (e s)); set y := size (e' (t - s) *m x) + 1.
have y0 : 0 <= y by rewrite addr_ge0 ?size_ge0 ?ler01.
have C0 : 0 <= b * (n%:R * (y * 2%:R)) by rewrite !mulr_ge0 ?row_size_ge0 ?ler0n.
have [c c0 small] := scaled C0 eps0.
have [d1 d1_gt0 near1] := near_0 c c0; have [d2 d2_gt0 near2] := near'_0 c c0.
have [d3 d3_gt0 near3] := path_continuous flow' x (t - s) ltr01.
exists (Num.min (Num.min d1 d2) d3); first by rewrite !lt_minr d1_gt0 d2_gt0.
move=> r; rewrite !lt_minr => /andP [/andP [r_1 r_2] r_3]; rewrite mul0r subr0.
have -> : G r - G s = (row i (e s) *m ((e (r - s) - e' (r - s)) *m (e' (t - r) *m x))) 0 0.
  have e_r : e r = e s *m e (r - s) by rewrite -add addrC subrK.
  have e'_s : e' (t - s) = e' (r - s) *m e' (t - r) by rewrite -add'; congr (e' _); rewrite [RHS]addrC addrA subrK.
  rewrite -row_mul [RHS]mxE /G e_r e'_s mulmxBl mulmxBr !mulmxA.
  by rewrite [in RHS]mxE [X in _ = _ + X]mxE.
apply: le_trans (row_size_bound _ _) _; rewrite -/b.
have entry u v : `|(e (r - s) - e' (r - s)) u v| <= c * `|r - s| + c * `|r - s|.
  have -> : e (r - s) - e' (r - s) = (e (r - s) - 1%:M - (r - s) *: h) - (e' (r - s) - 1%:M - (r - s) *: h).
    by move: (e _) (e' _) (1%:M) (_ *: h) => p q o l; additive.
  by rewrite [X in `|X|]mxE [X in _ + X]mxE; apply: triangle; rewrite ?normrN ?near1 ?near2.
have close : size (e' (t - r) *m x) <= y.
  have t_r : `|t - r - (t - s)| < d3 by rewrite opprB addrC addrA subrK distrC.
  rewrite -[e' (t - r) *m x](subrK (e' (t - s) *m x)) addrC (le_trans (size_add _ _)) // ler_add2l.
  exact: near3.
apply: (@le_trans _ _ (b * (n%:R * (c * `|r - s| + c * `|r - s|) * y))).
  rewrite ler_wpmul2l ?row_size_ge0 // (le_trans (matrix_product _ entry)) // ler_wpmul2l //.
  by rewrite mulr_ge0 ?ler0n // addr_ge0 // mulr_ge0 // ltW.
apply: le_trans (ler_wpmul2r (normr_ge0 (r - s)) small).
rewrite -mulr2n -[_ *+ 2]mulr_natr le_eqVlt; apply/orP; left; apply/eqP; move: `|r - s| (2%:R : R) => z w.
by rewrite -!mulrA; congr (b * (_ * _)); rewrite [RHS]mulrA [RHS]mulrC -mulrA [w * y]mulrC.
Qed.

(* At some points, and for other components of a group, the slope decides nothing: along exp(t h) = I + t h, h = E_12, the function *)
(* x_1 has no slope at the points with x_2 = 0 and is not invariant; x_2 has none anywhere, and diag(1, -1), which takes the group *)
(* to itself and has determinant -1, changes it. *)
Theorem points_and_components_that_decide_nothing (R : realFieldType) :
  let h : 'M[R]_2 := delta_mx 0 1 in let e t : 'M[R]_2 := 1%:M + t *: h in
  let g : 'M[R]_2 := diag_mx (\row_j (-1) ^+ j) in let first (x : 'cV[R]_2) := x 0 0 in let second (x : 'cV[R]_2) := x 1 0 in
  [/\ forall x, differentiable first x (delta_mx 0 0) /\ differentiable second x (delta_mx 0 1),
    (forall x : 'cV_2, x 1 0 = 0 -> slope_along (fun=> delta_mx 0 0) h x = 0) /\ (exists t x, first (e t *m x) <> first x),
    (forall t x, second (e t *m x) = second x) /\ (forall t, g *m e t = e (- t) *m g),
    \det g = -1 & exists x, second (g *m x) <> second x].
Proof.
move=> h e g first second; have entry (x : 'cV[R]_2) t : e t *m x = x + (t * x 1 0) *: delta_mx 0 0.
  rewrite mulmxDl mul1mx -scalemxAl -scalerA; congr (_ + _ *: _); apply/colP => i.
  rewrite !mxE (bigD1 1) //= big1 ?addr0 => [|j /negPf ne]; last by rewrite mxE ne andbF mul0r.
  by rewrite !mxE eqxx andbT mulrC; case: (i == 0).
have signs (x : 'cV[R]_2) i : (g *m x) i 0 = (-1) ^+ i * x i 0.
  by rewrite mul_diag_mx !mxE.
split.
- move=> x; split=> eps eps0; exists 1; rewrite ?ltr01 // => y _; rewrite -rowE !mxE subrr normr0.
    by rewrite mulr_ge0 ?size_ge0 // ltW.
  by rewrite mulr_ge0 ?size_ge0 // ltW.
- split=> [x x0|].
    rewrite slope_matrix -rowE mxE (bigD1 1) //= x0 mulr0 big1 ?addr0 // => j /negPf ne.
    by rewrite !mxE ne andbF mul0r.
  exists 1, (delta_mx 1 0); rewrite entry /first !mxE /= mul1r mulr1 add0r.
  by move/eqP; rewrite oner_eq0.
- split=> [t x|t]; first by rewrite entry /second !mxE mulr0 addr0.
  rewrite /e mulmxDr mulmxDl mulmx1 mul1mx -scalemxAr -scalemxAl; congr (_ + _).
  have -> : g *m h = h.
    by apply/matrixP => -[[|[|//]] ?] j; rewrite mul_diag_mx !mxE /= ?expr0 ?mul1r ?mulr0.
  have -> : h *m g = - h; last by rewrite scaleNr scalerN opprK.
  by apply/matrixP => i [[|[|//]] ?]; rewrite mul_mx_diag !mxE /= ?andbF ?mul0r ?oppr0 // expr1 mulrN1.
- by rewrite det_diag !big_ord_recl big_ord0 !mxE expr0 expr1 mul1r mulr1.
exists (delta_mx 1 0); rewrite /second signs !mxE eqxx mulr1 expr1 => /eqP.
by rewrite -subr_eq0 -opprD oppr_eq0 -mulr2n pnatr_eq0.
Qed.
