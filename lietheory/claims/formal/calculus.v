(* Calculus over the real numbers, as they are characterised: an ordered field in which what is bounded has a least bound. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Line.
Variable R : realFieldType.

(* Every set of numbers that is neither empty nor unbounded has a least upper bound: R is the field of real numbers. *)
Definition complete : Prop := forall P : R -> Prop,
  (exists x, P x) -> (exists b, forall x, P x -> x <= b) ->
  exists s, (forall x, P x -> x <= s) /\ (forall b, (forall x, P x -> x <= b) -> s <= b).

(* g has the derivative c at x. *)
Definition derivative (g : R -> R) (x c : R) : Prop := forall eps, 0 < eps ->
  exists2 delta, 0 < delta & forall y, `|y - x| < delta -> `|g y - g x - c * (y - x)| <= eps * `|y - x|.

Definition continuous (g : R -> R) (x : R) : Prop := forall eps, 0 < eps ->
  exists2 delta, 0 < delta & forall y, `|y - x| < delta -> `|g y - g x| <= eps.

(* The integral of g from a to b as the limit of sums over all partitions with tags, fine enough. *)
Definition integral_up (g : R -> R) (a b total : R) : Prop := forall eps, 0 < eps ->
  exists2 delta, 0 < delta & forall m (p tag : nat -> R), p 0%N = a -> p m = b ->
    (forall i, (i < m)%N -> p i <= tag i <= p i.+1 /\ p i.+1 - p i < delta) ->
    `|\sum_(i < m) g (tag i) * (p i.+1 - p i) - total| <= eps.

Definition integral (g : R -> R) (a b total : R) : Prop :=
  if a <= b then integral_up g a b total else integral_up g b a (- total).

Lemma half_gt0 (d : R) : 0 < d -> 0 < d / 2%:R.
Proof. by move=> d0; rewrite divr_gt0 ?ltr0n. Qed.

Lemma half_lt (d : R) : 0 < d -> d / 2%:R < d.
Proof. by move=> d0; rewrite {2}[d]splitr ltr_addl half_gt0. Qed.

Lemma triangle (x y p q : R) : `|x| <= p -> `|y| <= q -> `|x + y| <= p + q.
Proof. by move=> x_p y_q; apply: le_trans (ler_norm_add _ _) (ler_add x_p y_q). Qed.

Hypothesis reals : complete.

(* The mean value inequality: where the derivative stays within eps of c, so does the slope of every chord. *)
Lemma mean_value (g g' : R -> R) a b c eps : a <= b ->
  (forall x, a <= x <= b -> derivative g x (g' x)) -> (forall x, a <= x <= b -> `|g' x - c| <= eps) ->
  `|g b - g a - c * (b - a)| <= eps * (b - a).
Proof.
move=> a_b g_g' near_c; pose D x y := g y - g x - c * (y - x); rewrite -/(D a b).
have D_add x y z : D x z = D x y + D y z.
  rewrite /D !mulrBr; move: (g x) (g y) (g z) (c * x) (c * y) (c * z) => u v w u' v' w'; additive.
have eps0 : 0 <= eps by apply: le_trans (near_c a _); rewrite ?lexx.
have width : 0 < b - a + 1 by apply: ltr_paddl; rewrite ?subr_ge0 ?ltr01.
suff all_k e : 0 < e -> `|D a b| <= (eps + e) * (b - a).
  apply/ler_addgt0Pr => e e0; have e1 : 0 < e / (b - a + 1) by rewrite divr_gt0.
  apply: le_trans (all_k _ e1) _; rewrite mulrDl ler_add2l mulrAC ler_pdivr_mulr //.
  by rewrite ler_pmul2l // ler_addl.
move=> e0; set k := eps + e; have k0 : 0 <= k by rewrite addr_ge0 // ltW.
apply: contraT => bad; pose P x := a <= x <= b /\ `|D a x| <= k * (x - a).
have Pa : P a by split; rewrite ?lexx ?a_b // /D !subrr mulr0 subr0 normr0 mulr0.
have [||s [upper least]] := reals (P := P); [by exists a|by exists b => x [/andP []]|].
have a_s : a <= s := upper _ Pa; have s_b : s <= b by apply: least => x [/andP []].
have in_s : a <= s <= b by rewrite a_s.
have [delta delta0 at_s] := g_g' s in_s e e0.
have near y : `|y - s| < delta -> `|D s y| <= k * `|y - s|.
  move=> close; have -> : D s y = (g y - g s - g' s * (y - s)) + (g' s - c) * (y - s).
    by rewrite /D mulrBl; move: (g y) (g s) (g' s * _) (c * _) => u v w t; additive.
  rewrite /k [eps + e]addrC [X in _ <= X]mulrDl; apply: triangle; first exact: at_s.
  by rewrite normrM ler_wpmul2r // near_c.
suff : s <= s - delta / 2%:R by rewrite ler_subr_addl ger_addr leNgt half_gt0.
apply: least => x [/andP [a_x x_b] Px]; rewrite leNgt; apply: contra bad => far.
have x_s : x <= s by apply: upper; rewrite /P a_x.
pose y := Num.min b (s + delta / 2%:R).
have s_y : s <= y by rewrite le_minr s_b ler_addl ltW // half_gt0.
have small : delta / 2%:R < delta := half_lt delta0.
have y_s : `|y - s| < delta.
  rewrite ger0_norm ?subr_ge0 // (le_lt_trans _ small) // ler_subl_addl /y.
  by rewrite le_minl lexx orbT.
have s_x : `|x - s| < delta.
  by rewrite ler0_norm ?subr_le0 // opprB (lt_trans _ small) // ltr_subl_addl -ltr_subl_addr.
have Py : P y.
  split; first by rewrite (le_trans a_s) //= /y le_minl lexx.
  rewrite (D_add a s) (D_add a x s); have -> : D x s = - D s x.
    by rewrite /D !mulrBr; move: (c * x) (c * s) => u v; additive.
  have -> : k * (y - a) = k * (x - a) + k * `|x - s| + k * `|y - s|.
    rewrite -!mulrDr (ler0_norm (_ : x - s <= 0)) ?subr_le0 // ger0_norm ?subr_ge0 //; congr (_ * _); additive.
  by apply: triangle; [apply: triangle|]; rewrite ?normrN ?near.
have := upper _ Py; rewrite /y le_minl [X in _ || X]leNgt ltr_addl half_gt0 // orbF => b_s.
have e_y : y = b by rewrite /y; apply/min_idPl; rewrite (le_trans b_s) // ler_addl ltW // half_gt0.
by case: Py => _; rewrite e_y.
Qed.

Lemma zero_derivative (g : R -> R) a b : (forall x, derivative g x 0) -> g a = g b.
Proof.
move=> zero; have const x y : x <= y -> g x = g y.
  move=> x_y; have := @mean_value g (fun=> 0) x y 0 0 x_y (fun z _ => zero z).
  have flat z : x <= z <= y -> `|0 - 0 : R| <= 0 by rewrite subrr normr0.
  by move/(_ flat); rewrite !mul0r subr0 normr_le0 subr_eq0 => /eqP.
by case: (leP a b) => [/const|/ltW /const].
Qed.

Lemma constant_derivative (g : R -> R) x c : (forall y, g y = g x) -> derivative g x c -> c = 0.
Proof.
move=> const g_c; apply/eqP; rewrite -normr_le0; apply/ler_addgt0Pr => eps eps0; rewrite add0r.
have [delta delta0 near] := g_c eps eps0; have h0 := half_gt0 delta0.
have := near (x + delta / 2%:R); have -> : x + delta / 2%:R - x = delta / 2%:R by rewrite addrAC subrr add0r.
rewrite const [g x - g x]subrr sub0r normrN (gtr0_norm h0) normrM (gtr0_norm h0) ler_pmul2r //; apply; exact: half_lt.
Qed.

(* A continuous function on an interval is uniformly continuous. *)
Lemma uniformly_continuous (g : R -> R) a b eps : a <= b -> 0 < eps -> (forall x, a <= x <= b -> continuous g x) ->
  exists2 delta, 0 < delta & forall y z, a <= y <= b -> a <= z <= b -> `|y - z| < delta -> `|g y - g z| <= eps.
Proof.
move=> a_b eps0 g_cont.
pose good delta x := forall y z, a <= y <= x -> a <= z <= x -> `|y - z| < delta -> `|g y - g z| <= eps.
have some : ~ (forall delta, 0 < delta -> ~ good delta b).
  move=> none; pose P x := a <= x <= b /\ exists2 delta, 0 < delta & good delta x.
  have Pa : P a.
    split; [by rewrite lexx|exists 1; rewrite ?ltr01 // => y z /le_anti <- /le_anti <- _].
    by rewrite subrr normr0 ltW.
  have [||s [upper least]] := reals (P := P); [by exists a|by exists b => x [/andP []]|].
  have a_s : a <= s := upper _ Pa; have s_b : s <= b by apply: least => x [/andP []].
  have in_s : a <= s <= b by rewrite a_s.
  have [d d0 at_s] := g_cont s in_s _ (half_gt0 eps0).
  have ball y z : `|y - s| < d -> `|z - s| < d -> `|g y - g z| <= eps.
    move=> /at_s y_s /at_s z_s; rewrite [eps]splitr (le_trans (ler_dist_add (g s) _ _)) // ler_add //.
    by rewrite distrC.
  have h0 := half_gt0 d0; have h_d := half_lt d0.
  suff : s <= s - d / 2%:R by rewrite ler_subr_addl ger_addr leNgt h0.
  apply: least => x [/andP [a_x x_b] [delta delta0 good_x]]; rewrite leNgt; apply/negP => far.
  pose x' := Num.min b (s + d / 2%:R).
  have s_x' : s <= x' by rewrite le_minr s_b ler_addl ltW.
  have x'_s : x' <= s + d / 2%:R by rewrite /x' le_minl lexx orbT.
  have good' : good (Num.min delta (d / 2%:R)) x'.
    move=> y z /andP [a_y y_x'] /andP [a_z z_x']; rewrite lt_minr => /andP [y_z1 y_z2].
    have [/andP [y_x z_x]|out] := boolP ((y <= x) && (z <= x)); first by apply: good_x; rewrite ?a_y ?a_z.
    have close u v : x < u -> u <= x' -> v <= x' -> `|u - v| < d / 2%:R -> `|u - s| < d /\ `|v - s| < d.
      move=> x_u u_x' v_x'; rewrite ltr_distl => /andP [_ high].
      have up w : w <= x' -> w < s + d.
        by move=> w_x'; apply: le_lt_trans (le_trans w_x' x'_s) _; rewrite ltr_add2l.
      have u_low : s - d / 2%:R < u by apply: lt_trans x_u.
      rewrite !ltr_distl !up // !andbT; split.
        by apply: lt_trans u_low; rewrite ltr_add2l ltr_opp2.
      by rewrite {1}[d]splitr opprD addrA ltr_subl_addr (lt_trans u_low).
    move: out; rewrite negb_and -!ltNge => /orP [x_y|x_z].
      by have [y_s z_s] := close y z x_y y_x' z_x' y_z2; exact: ball.
    by rewrite distrC in y_z2; have [z_s y_s] := close z y x_z z_x' y_x' y_z2; exact: ball.
  have Px' : P x'.
    split; first by rewrite (le_trans a_s) //= /x' le_minl lexx.
    by exists (Num.min delta (d / 2%:R)); rewrite ?lt_minr ?delta0.
  have := upper _ Px'; rewrite /x' le_minl [X in _ || X]leNgt ltr_addl h0 orbF => b_s.
  have e_x' : x' = b by rewrite /x'; apply/min_idPl; rewrite (le_trans b_s) // ler_addl ltW.
  by case: Px' => _ [e e0]; rewrite e_x'; exact: none.
pose D delta := (0 <= delta <= 1) /\ good delta b.
have D0 : D 0 by split; [rewrite lexx ler01|move=> y z _ _; rewrite ltNge normr_ge0].
have [||m [upper least]] := reals (P := D); [by exists 0|by exists 1 => x [/andP []]|].
have m0 : 0 < m.
  rewrite ltNge; apply/negP => m_neg; apply: some => delta delta0 good_delta.
  have D_delta : D (Num.min delta 1).
    split; first by rewrite le_minr le_minl lexx orbT (ltW delta0) ler01.
    by move=> y z y_in z_in; rewrite lt_minr => /andP [y_z _]; exact: good_delta.
  have := le_trans (upper _ D_delta) m_neg; rewrite le_minl leNgt delta0 /=.
  by rewrite leNgt ltr01.
exists (m / 2%:R); first exact: half_gt0.
move=> y z y_in z_in close; apply: contraT => bad.
suff : m <= m / 2%:R by rewrite leNgt half_lt.
apply: least => delta [_ good_delta]; rewrite leNgt; apply: contra bad => far.
by apply: good_delta; rewrite ?(lt_trans close).
Qed.

(* A continuous derivative has the gain as its integral. *)
Lemma gain_is_integral_up (g g' : R -> R) a b : a <= b ->
  (forall x, derivative g x (g' x)) -> (forall x, continuous g' x) -> integral_up g' a b (g b - g a).
Proof.
move=> a_b g_g' g'_cont eps eps0; have width : 0 < b - a + 1 by apply: ltr_paddl; rewrite ?subr_ge0 ?ltr01.
have e0 : 0 < eps / (b - a + 1) by rewrite divr_gt0.
have [delta delta0 close] := uniformly_continuous a_b e0 (fun x _ => g'_cont x).
exists delta => // m p tag p_a p_b fine.
have inside i : (i <= m)%N -> a <= p i.
  elim: i => [|i IH] i_m; first by rewrite p_a.
  by have [/andP [low high] _] := fine i i_m; rewrite (le_trans (IH (ltnW i_m))) // (le_trans low).
have inside' i : (i <= m)%N -> p i <= b.
  move=> i_m; rewrite -p_b -(subnKC i_m); have : (i + (m - i) <= m)%N by rewrite subnKC.
  elim: (m - i)%N => [|j IH]; rewrite ?addn0 // addnS => j_m; apply: le_trans (IH (ltnW j_m)) _.
  by have [/andP [low high] _] := fine _ j_m; exact: le_trans high.
have -> : g b - g a = \sum_(i < m) (g (p i.+1) - g (p i)).
  by rewrite -(big_mkord xpredT (fun i => g (p i.+1) - g (p i))) telescope_sumr // p_a p_b.
rewrite -sumrB; apply: le_trans (ler_norm_sum _ _ _) _.
apply: (@le_trans _ _ (\sum_(i < m) eps / (b - a + 1) * (p i.+1 - p i))); last first.
  rewrite -mulr_sumr -(big_mkord xpredT (fun i => p i.+1 - p i)) telescope_sumr // p_a p_b.
  by rewrite mulrAC ler_pdivr_mulr // ler_pmul2l // ler_addl ler01.
apply: ler_sum => i _; have [/andP [low high] small] := fine i (ltn_ord i); rewrite distrC.
have p_in x : p i <= x <= p i.+1 -> a <= x <= b.
  move=> /andP [p_x x_p]; rewrite (le_trans (inside i _) p_x) ?(ltnW (ltn_ord i)) //=.
  by rewrite (le_trans x_p) // inside'.
apply: mean_value => [|x _|x x_in]; [exact: le_trans high|exact: g_g'|].
apply: close; rewrite ?p_in ?low //; apply: le_lt_trans small.
move: x_in => /andP [p_x x_p]; rewrite ler_distl; apply/andP; split.
  by rewrite (le_trans _ p_x) // ler_subl_addr addrC subrK.
by rewrite (le_trans x_p) // -ler_subl_addr opprB addrC subrK.
Qed.

Lemma gain_is_integral (g g' : R -> R) a b :
  (forall x, derivative g x (g' x)) -> (forall x, continuous g' x) -> integral g' a b (g b - g a).
Proof.
move=> g_g' g'_cont; rewrite /integral; case: leP => [|/ltW] le; first exact: gain_is_integral_up.
by rewrite opprB; exact: gain_is_integral_up.
Qed.
End Line.
