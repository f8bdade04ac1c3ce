(* One-parameter groups of matrices, and functions of n variables along their flows. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common calculus.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Flow.
Variables (R : realFieldType) (n : nat).
Implicit Types (v w x y : 'cV[R]_n) (u grad : 'rV[R]_n) (A h : 'M[R]_n).

Definition size v : R := \sum_i `|v i 0|.

(* F has the gradient grad at x. *)
Definition differentiable (F : 'cV[R]_n -> R) x grad : Prop := forall eps, 0 < eps ->
  exists2 delta, 0 < delta & forall y, size (y - x) < delta -> `|F y - F x - (grad *m (y - x)) 0 0| <= eps * size (y - x).

Definition continuous_gradient (gradient : 'cV[R]_n -> 'rV[R]_n) : Prop := forall x eps, 0 < eps ->
  exists2 delta, 0 < delta & forall y, size (y - x) < delta -> forall i, `|gradient y 0 i - gradient x 0 i| <= eps.

(* e(t) = exp(t h): the group of matrices of one parameter with the derivative h at 0; there is no other. *)
Definition exponential_flow (e : R -> 'M[R]_n) h : Prop :=
  [/\ e 0 = 1%:M, forall s t, e (s + t) = e s *m e t & forall eps, 0 < eps ->
    exists2 delta, 0 < delta & forall t, `|t| < delta -> forall i j, `|(e t - 1%:M - t *: h) i j| <= eps * `|t|].

Lemma size_ge0 v : 0 <= size v. Proof. exact: sumr_ge0. Qed.

Lemma size_add v w : size (v + w) <= size v + size w.
Proof. by rewrite /size -big_split; apply: ler_sum => i _; rewrite mxE ler_norm_add. Qed.

Lemma size_scale (a : R) v : size (a *: v) = `|a| * size v.
Proof. by rewrite /size mulr_sumr; apply: eq_bigr => i _; rewrite mxE normrM. Qed.

Lemma row_product u v m : (forall i, `|u 0 i| <= m) -> `|(u *m v) 0 0| <= m * size v.
Proof.
move=> u_m; rewrite mxE (le_trans (ler_norm_sum _ _ _)) // /size mulr_sumr; apply: ler_sum => i _.
by rewrite normrM ler_wpmul2r.
Qed.

Definition row_size u : R := \sum_i `|u 0 i|.
Lemma row_size_bound u v : `|(u *m v) 0 0| <= row_size u * size v.
Proof. by apply: row_product => i; rewrite /row_size (bigD1 i) //= ler_addl sumr_ge0. Qed.
Lemma row_size_ge0 u : 0 <= row_size u. Proof. exact: sumr_ge0. Qed.

Lemma matrix_product A v m : (forall i j, `|A i j| <= m) -> size (A *m v) <= n%:R * m * size v.
Proof.
move=> A_m; rewrite -mulrA mulr_natl -[X in _ *+ X]card_ord -sumr_const; apply: ler_sum => i _.
have -> : (A *m v) i 0 = (row i A *m v) 0 0 by rewrite -row_mul [RHS]mxE.
by apply: row_product => j; rewrite mxE A_m.
Qed.

Lemma size_product A v : size (A *m v) <= n%:R * (\sum_i row_size (row i A)) * size v.
Proof.
apply: matrix_product => i j; rewrite (bigD1 i) //= /row_size (bigD1 j) //= mxE -addrA ler_addl.
by rewrite addr_ge0 ?sumr_ge0 // => k _; rewrite row_size_ge0.
Qed.

(* A number so small that C times it is at most eps. *)
Lemma scaled (C eps : R) : 0 <= C -> 0 < eps -> exists2 e, 0 < e & C * e <= eps.
Proof.
move=> C0 eps0; have C1 : 0 < C + 1 by apply: ltr_paddl => //; exact: ltr01.
exists (eps / (C + 1)); first by rewrite divr_gt0.
by rewrite mulrA ler_pdivr_mulr // mulrC ler_pmul2l // ler_addl ler01.
Qed.

Variables (e : R -> 'M[R]_n) (h : 'M[R]_n).
Hypothesis flow : exponential_flow e h.

Lemma path_derivative x s eps : 0 < eps -> exists2 delta, 0 < delta & forall t, `|t - s| < delta ->
  size (e t *m x - e s *m x - (t - s) *: (h *m (e s *m x))) <= eps * `|t - s|.
Proof.
case: flow => _ add at_0 eps0; set y := e s *m x.
have [c c0 small] := scaled (mulr_ge0 (ler0n R n) (size_ge0 y)) eps0.
have [delta delta0 near] := at_0 c c0; exists delta => // t t_s.
have -> : e t *m x - y - (t - s) *: (h *m y) = (e (t - s) - 1%:M - (t - s) *: h) *m y.
  have -> : e t = e (t - s) *m e s by rewrite -add subrK.
  by rewrite !mulmxBl mul1mx -scalemxAl -mulmxA.
apply: le_trans (matrix_product _ (near _ t_s)) _.
by rewrite mulrA mulrAC [_ * size y]mulrAC ler_wpmul2r.
Qed.

Lemma path_bound x s : exists2 delta, 0 < delta & forall t, `|t - s| < delta ->
  size (e t *m x - e s *m x) <= (1 + size (h *m (e s *m x))) * `|t - s|.
Proof.
have [delta delta0 near] := path_derivative x s ltr01; exists delta => // t t_s.
set y := e s *m x; have -> : e t *m x - y = (e t *m x - y - (t - s) *: (h *m y)) + (t - s) *: (h *m y) by rewrite subrK.
by rewrite (le_trans (size_add _ _)) // mulrDl ler_add ?near // size_scale mulrC.
Qed.

Lemma path_continuous x s eps : 0 < eps -> exists2 delta, 0 < delta & forall t, `|t - s| < delta ->
  size (e t *m x - e s *m x) <= eps.
Proof.
have C0 : 0 <= 1 + size (h *m (e s *m x)) by rewrite addr_ge0 ?ler01 ?size_ge0.
move=> eps0; have [c c0 small] := scaled C0 eps0; have [d d0 near] := path_bound x s.
exists (Num.min d c); first by rewrite lt_minr d0.
move=> t; rewrite lt_minr => /andP [t_d /ltW t_c]; apply: le_trans (near _ t_d) (le_trans _ small).
by rewrite ler_wpmul2l.
Qed.

(* The chain rule: the derivative of F(e(t) x) is the slope of F along h y at y = e(t) x. *)
Lemma chain_rule F x s grad : differentiable F (e s *m x) grad ->
  derivative (fun t => F (e t *m x)) s ((grad *m h *m (e s *m x)) 0 0).
Proof.
set y := e s *m x => F_grad eps eps0; set C := 1 + size (h *m y).
have C0 : 0 < C by apply: ltr_paddr; rewrite ?size_ge0 ?ltr01.
have [e1 e1_gt0 small1] := scaled (ltW C0) (half_gt0 eps0).
have [e2 e2_gt0 small2] := scaled (row_size_ge0 grad) (half_gt0 eps0).
have [d1 d1_gt0 near1] := F_grad e1 e1_gt0.
have [d2 d2_gt0 near2] := path_derivative x s e2_gt0.
have [d3 d3_gt0 near3] := path_bound x s.
exists (Num.min (Num.min d2 d3) (d1 / C)); first by rewrite !lt_minr d2_gt0 d3_gt0 divr_gt0.
move=> t; rewrite !lt_minr ltr_pdivl_mulr // => /andP [/andP [t_2 t_3] t_1].
have w_C := near3 t t_3; have w_2 := near2 t t_2; rewrite -/y in w_C w_2; rewrite -/C in w_C.
have at_1 := near1 (e t *m x); move: (e t *m x - y) w_C w_2 at_1 => w w_C w_2 at_1.
have -> : F (e t *m x) - F y - (grad *m h *m y) 0 0 * (t - s) =
    (F (e t *m x) - F y - (grad *m w) 0 0) + (grad *m (w - (t - s) *: (h *m y))) 0 0.
  have -> : grad *m (w - (t - s) *: (h *m y)) = grad *m w - (t - s) *: (grad *m h *m y).
    by rewrite mulmxBr -scalemxAr mulmxA.
  move: (grad *m w) (grad *m h *m y) => p q; rewrite !mxE [_ * (t - s)]mulrC.
  by move: (F _) (F _) (p 0 0) ((t - s) * _) => a b c d; additive.
rewrite [eps]splitr mulrDl; apply: triangle.
  apply: le_trans (at_1 _) _; first by apply: le_lt_trans w_C _; rewrite mulrC.
  apply: (@le_trans _ _ (e1 * (C * `|t - s|))); first by rewrite ler_wpmul2l // ltW.
  by rewrite mulrA ler_wpmul2r // mulrC.
apply: le_trans (row_size_bound _ _) _; apply: (@le_trans _ _ (row_size grad * (e2 * `|t - s|))).
  by rewrite ler_wpmul2l ?row_size_ge0.
by rewrite mulrA ler_wpmul2r.
Qed.

(* With a continuous gradient this slope is continuous along the flow. *)
Lemma slope_continuous gradient x s : continuous_gradient gradient ->
  continuous (fun t => (gradient (e t *m x) *m h *m (e t *m x)) 0 0) s.
Proof.
move=> grad_cont eps eps0; set y := e s *m x; set H := n%:R * \sum_i row_size (row i h).
have H0 : 0 <= H by rewrite mulr_ge0 ?ler0n // sumr_ge0 // => i _; rewrite row_size_ge0.
have [e1 e1_gt0 small1] := scaled (mulr_ge0 H0 (addr_ge0 (size_ge0 y) ler01)) (half_gt0 eps0).
have [e2 e2_gt0 small2] := scaled (row_size_ge0 (gradient y *m h)) (half_gt0 eps0).
have [d1 d1_gt0 near1] := grad_cont y e1 e1_gt0.
have r0 : 0 < Num.min 1 (Num.min (d1 / 2%:R) e2) by rewrite !lt_minr ltr01 half_gt0.
have [d d0 near] := path_continuous x s r0; exists d => // t /near; rewrite -/y !le_minr.
have z_y : e t *m x = y + (e t *m x - y) by rewrite addrC subrK.
have at_1 := near1 (e t *m x); move: (e t *m x - y) z_y at_1 => w; set z := e t *m x => z_y at_1 /andP [w_1 /andP [w_d w_2]].
have -> : (gradient z *m h *m z) 0 0 - (gradient y *m h *m y) 0 0 =
    ((gradient z - gradient y) *m (h *m z)) 0 0 + (gradient y *m h *m w) 0 0.
  have -> : w = z - y by rewrite z_y addrC addKr.
  rewrite mulmxBl mulmxBr !mulmxA; move: (gradient z *m h *m z) (gradient y *m h *m z) (gradient y *m h *m y) => p q r.
  by rewrite !mxE; move: (p 0 0) (q 0 0) (r 0 0) => a b c; additive.
rewrite [eps]splitr; apply: triangle.
  apply: le_trans (row_product _ (m := e1) _) _ => [i|].
    by have := at_1 (le_lt_trans w_d (half_lt d1_gt0)) i; rewrite !mxE.
  apply: le_trans small1; rewrite [X in X <= _]mulrC; apply: ler_wpmul2r; first exact: ltW.
  apply: le_trans (size_product _ _) _; apply: ler_wpmul2l => //.
  rewrite z_y.
  by rewrite (le_trans (size_add _ _)) // ler_add2l.
by apply: le_trans (row_size_bound _ _) (le_trans _ small2); rewrite ler_wpmul2l ?row_size_ge0.
Qed.
End Flow.
