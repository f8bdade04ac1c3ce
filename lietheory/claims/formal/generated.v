(* What shifts by one generate: the algebra of the alternating form, so(d) of it for odd d and sp(d) for even d. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts subalgebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Generated.
Variables (F : fieldType) (n : nat).
Local Notation d := n.+1.
Local Notation M := 'M[F]_d.
Implicit Types (X Y : M) (g : M -> Prop) (i j k : nat).

Section Closed.
Variable g : M -> Prop.
Hypothesis closed : subalgebra g.

(* A family of matrices Q_ij, 0 outside of the square, that moves along the diagonals under one element S of g. *)
Variables (S : M) (Q : nat -> nat -> M).
Hypothesis gS : g S.
Hypothesis outside_row : forall i j, (n < i)%N -> Q i j = 0.
Hypothesis moves_corner : forall i, bracket S (Q i 0) = Q i.+1 0.
Hypothesis moves : forall i j, (j < n)%N -> bracket S (Q i j.+1) = Q i.+1 j.+1 - Q i j.

(* Where the diagonal i - j = c lies in g, so do those below. *)
Lemma next_diagonal c : (forall k, g (Q (c + k) k)) -> forall k, g (Q (c + k).+1 k).
Proof.
move=> diagonal; elim=> [|k IH]; first by rewrite -moves_corner; apply: closed_bracket => //; have := diagonal 0%N.
case: (ltnP k n) => [inside|out]; last first.
  by rewrite outside_row; [exact: (closed_zero closed gS)|rewrite addnS !ltnS; apply: leq_trans out (leq_trans (leq_addl c k) (leqnSn _))].
have -> : Q (c + k.+1).+1 k.+1 = bracket S (Q (c + k.+1) k.+1) + Q (c + k.+1) k by rewrite moves // subrK.
by apply: (closed_add closed); [apply: closed_bracket => //; exact: diagonal|rewrite addnS].
Qed.

Lemma lower_diagonals c : (forall k, g (Q (c + k) k)) -> forall i j, (c + j <= i)%N -> g (Q i j).
Proof.
move=> diagonal i j le; rewrite -(subnKC le); move: (i - (c + j))%N => e {le}.
have : forall k, g (Q (c + e + k) k).
  elim: e => [|e IH] k; first by rewrite addn0.
  by have := next_diagonal IH k; rewrite addnS addSn.
by move/(_ j); rewrite addnAC.
Qed.
End Closed.

(* The unit matrices E_ij, 0 outside of the square. *)
Definition unit i j : M := \matrix_(s, t) ((s == i :> nat) && (t == j :> nat))%:R.
Local Notation E := unit.
Local Notation S := (padded_shift F d 1).
Local Notation B := (alternating F d).

Lemma unit_outside i j : (n < i)%N -> E i j = 0.
Proof. by move=> out; apply/matrixP => s t; rewrite !mxE [(s == i :> nat)]negbTE // neq_ltn (leq_trans (ltn_ord s)). Qed.

Lemma tr_unit i j : (E i j)^T = E j i.
Proof. by apply/matrixP => s t; rewrite !mxE andbC. Qed.

Lemma unit_product i j k l : (j <= n)%N -> E i j *m E k l = (j == k)%:R *: E i l.
Proof.
move=> inside; apply/matrixP => s t; rewrite !mxE (bigD1 (Ordinal (inside : (j < d)%N))) //= big1 => [|r ne]; last first.
  by rewrite !mxE [(r == j :> nat)]negbTE ?andbF ?mul0r //; apply: contra ne => /eqP e; apply/eqP/val_inj.
by rewrite !mxE eqxx andbT addr0 -natrM mulnb; case: (s == i :> nat); case: (j == k); rewrite /= ?mulr1 ?mulr0 ?mul1r ?mul0r.
Qed.

Lemma shift_unit i j : S *m E i j = E i.+1 j.
Proof.
case: (ltnP n i) => [out|inside]; first by rewrite !unit_outside ?mulmx0 // ltnW.
apply/matrixP => s t; rewrite !mxE (bigD1 (Ordinal (inside : (i < d)%N))) //= big1 => [|r ne]; last first.
  by rewrite !mxE [(r == i :> nat)]negbTE ?mulr0 //; apply: contra ne => /eqP e; apply/eqP/val_inj.
by rewrite !mxE eqxx addn1 addr0 -natrM mulnb.
Qed.

Lemma unit_shift i j : (j < n)%N -> E i j.+1 *m S = E i j.
Proof.
move=> inside; apply/matrixP => s t; rewrite !mxE (bigD1 (Ordinal (inside : (j.+1 < d)%N))) //= big1 => [|r ne]; last first.
  by rewrite !mxE [(r == j.+1 :> nat)]negbTE ?andbF ?mul0r //; apply: contra ne => /eqP e; apply/eqP/val_inj.
by rewrite !mxE eqxx andbT addn1 eqSS addr0 -natrM mulnb [t == _ :> nat]eq_sym.
Qed.

Lemma unit_shift_corner i : E i 0 *m S = 0.
Proof.
apply/matrixP => s t; rewrite !mxE big1 // => r _; rewrite !mxE addn1 -natrM mulnb.
by case: (r =P 0%N :> nat) => [->|_]; rewrite ?andbF.
Qed.

Lemma bracket_corner i : bracket S (E i 0) = E i.+1 0.
Proof. by rewrite /bracket shift_unit unit_shift_corner subr0. Qed.

Lemma bracket_unit i j : (j < n)%N -> bracket S (E i j.+1) = E i.+1 j.+1 - E i j.
Proof. by move=> inside; rewrite /bracket shift_unit unit_shift. Qed.

Lemma bracket_back i j : (i < n)%N -> bracket S^T (E i.+1 j) = E i j - E i.+1 j.+1.
Proof.
move=> inside; have := congr1 trmx (bracket_unit j inside); rewrite /bracket !linearB /= !trmx_mul !tr_unit => e.
by rewrite -[LHS]opprK opprB e opprB.
Qed.

(* The alternating form: B B = B^T = (-1)^n up to sign, S B = - B S^T. *)
Definition sign : F := (-1) ^+ n.

Lemma sign_square : sign * sign = 1.
Proof. by rewrite /sign -expr2 sqrr_sign. Qed.

Lemma alternating_entry (s t : 'I_d) : B s t = (s + t == n)%N%:R * (-1) ^+ s.
Proof. by rewrite mxE; case: eqP; rewrite ?mul1r ?mul0r. Qed.

Lemma sign_sum (s t : 'I_d) : (s + t = n)%N -> (-1) ^+ s * (-1) ^+ t = sign :> F.
Proof. by move=> e; rewrite -exprD e. Qed.

Lemma alternating_tr : B^T = sign *: B.
Proof.
apply/matrixP => s t; rewrite [LHS]mxE [RHS]mxE !alternating_entry addnC; case: eqP => [e|_]; rewrite ?mul0r ?mulr0 //.
by rewrite !mul1r -(sign_sum e) mulrAC -expr2 sqrr_sign mul1r.
Qed.

Lemma opposite_bound (s : 'I_d) : (n - s < d)%N. Proof. by rewrite ltnS leq_subr. Qed.

Lemma alternating_square : B *m B = sign%:M.
Proof.
apply/matrixP => s t; rewrite !mxE (bigD1 (Ordinal (opposite_bound s))) //= big1 => [|r ne]; last first.
  rewrite alternating_entry; case: eqP => [e|_]; last by rewrite !mul0r.
  by case/eqP: ne; apply/val_inj; rewrite /= -(addKn s r) e.
have le : (s <= n)%N by rewrite -ltnS.
rewrite addr0 !alternating_entry /= subnKC // eqxx mul1r.
have -> : (n - s + t == n)%N = (s == t).
  by rewrite -[X in (_ == X)](subnK le) eqn_add2l eq_sym; apply/eqP/eqP => [/val_inj|->].
by rewrite mulrCA -exprD subnKC // -/sign; case: (s == t); rewrite ?mul1r ?mul0r.
Qed.

Lemma form_shift : B *m S = - (S^T *m B).
Proof. by apply/eqP; rewrite -addr_eq0 addrC (forward_shift_preserves_the_form F d). Qed.

Lemma shift_form : S *m B = - (B *m S^T).
Proof.
have := congr1 (fun X => B *m X *m B) form_shift; rewrite mulmxN mulNmx !mulmxA alternating_square.
rewrite -[B *m S^T *m B *m B]mulmxA alternating_square mul_scalar_mx mul_mx_scalar -scalemxAl -scalerN.
by apply: can_inj (scalerK _) _ _; rewrite -unitfE; apply/unitrP; exists sign; rewrite sign_square.
Qed.

(* X + a B X^T B commutes with the brackets with S and S^T. *)
Definition part (a : F) X : M := X + a *: (B *m X^T *m B).

Lemma part_bracket a X : bracket S (part a X) = part a (bracket S X).
Proof.
rewrite /part /bracket mulmxDr mulmxDl -scalemxAr -scalemxAl linearB /= !trmx_mul mulmxBr mulmxBl.
have left : S *m (B *m X^T *m B) = - (B *m (S^T *m X^T) *m B) by rewrite !mulmxA shift_form !mulNmx.
have right : B *m X^T *m B *m S = - (B *m (X^T *m S^T) *m B) by rewrite -!mulmxA form_shift !mulmxN.
rewrite left right scalerN scalerBr !scalerN.
by move: (S *m X) (X *m S) (a *: (B *m (S^T *m X^T) *m B)) (a *: (B *m (X^T *m S^T) *m B)) => x y z t; additive.
Qed.

Lemma part_tr a X : (part a X)^T = part a X^T.
Proof.
rewrite /part linearD linearZ /= !trmx_mul !alternating_tr trmxK -!scalemxAl -!scalemxAr scalerA sign_square scale1r.
by rewrite mulmxA.
Qed.

Lemma part_bracket_back a X : bracket S^T (part a X) = part a (bracket S^T X).
Proof.
have swap Y : bracket S^T Y = - (bracket S Y^T)^T by rewrite /bracket linearB /= !trmx_mul trmxK opprB.
by rewrite !swap part_tr part_bracket part_tr /part [(- _)^T]linearN /= mulmxN mulNmx scalerN opprD.
Qed.

Lemma part_outside a i j : (n < i)%N -> part a (E i j) = 0.
Proof. by move=> out; rewrite /part unit_outside // trmx0 mulmx0 mul0mx scaler0 addr0. Qed.

Lemma part_sub a X Y : part a (X - Y) = part a X - part a Y.
Proof.
by rewrite /part linearB /= mulmxBr mulmxBl scalerBr; move: (a *: _) (a *: _) => x y; additive.
Qed.

Lemma part_sum a X : part a X = \sum_i \sum_j X i j *: part a (E i j).
Proof.
have X_eq : X = \sum_i \sum_j X i j *: E i j.
  rewrite {1}[X]matrix_sum_delta; apply: eq_bigr => i _; apply: eq_bigr => j _; congr (_ *: _).
  by apply/matrixP => s t; rewrite !mxE.
have lin : linear (part a).
  move=> b U V; rewrite /part linearD linearZ /= mulmxDr mulmxDl -scalemxAr -scalemxAl !scalerDr !scalerA [a * b]mulrC.
  by move: (b *: U) V ((b * a) *: _) (a *: (B *m V^T *m B)) => x y z t; additive.
pose f : {linear M -> M} := Linear lin; rewrite -[LHS]/(f X) {1}X_eq linear_sum; apply: eq_bigr => i _.
by rewrite linear_sum; apply: eq_bigr => j _; rewrite linearZ.
Qed.

(* S and S^T preserve B, and so does all that they generate. *)
Definition preserving X : Prop := X^T *m B + B *m X = 0.

Lemma preserving_part X : preserving X -> part (- sign) X = X *+ 2.
Proof.
move=> /eqP; rewrite addr_eq0 => /eqP e; rewrite /part -mulmxA e mulmxN mulmxA alternating_square mul_scalar_mx scalerN scaleNr opprK.
by rewrite scalerA sign_square scale1r mulr2n.
Qed.

Lemma preserving_subalgebra : subalgebra preserving.
Proof.
rewrite /preserving; split=> [X Y eX eY|a X eX|X Y /eqP eX /eqP eY].
- by rewrite linearD /= mulmxDl mulmxDr addrACA eX eY addr0.
- by rewrite linearZ /= -scalemxAl -scalemxAr -scalerDr eX scaler0.
move: eX eY; rewrite !addr_eq0 => /eqP eX /eqP eY; rewrite /bracket linearB /= !trmx_mul mulmxBl mulmxBr -!mulmxA eX eY.
rewrite !mulmxN !mulmxA eX eY !mulNmx !opprK.
by move: (B *m X *m Y) (B *m Y *m X) => x y; additive.
Qed.

(* 2 X = part X where B is preserved, so that these are spanned by the parts of the unit matrices. *)
Section All.
Variable g : M -> Prop.
Hypotheses (two : 2%:R != 0 :> F) (closed : subalgebra g) (gS : g S) (gSt : g S^T).
Local Notation Q := (fun i j => part (- sign) (E i j)).

Lemma sandwich (i j s t : 'I_d) : (B *m E i j *m B) s t = B s i * B j t.
Proof.
have -> : E i j = delta_mx i 0 *m (delta_mx 0 j : 'rV_d).
  by rewrite mul_delta_mx; apply/matrixP => k l; rewrite !mxE.
by rewrite mulmxA -colE -mulmxA -rowE mxE big_ord_recl big_ord0 addr0 !mxE.
Qed.

Lemma corner_part : Q 0%N 0%N = - bracket S S^T.
Proof.
rewrite opposite_unit_shifts_bracket /part tr_unit; apply/matrixP => s t.
have corner : (B *m E 0 0 *m B) s t = sign * ((s == n :> nat) && (t == n :> nat))%:R.
  have := sandwich 0 0 s t; rewrite !alternating_entry /= expr0 mulr1 addn0 add0n => ->.
  case: eqP => [e|_]; last by rewrite !mul0r mulr0.
  by rewrite mul1r e.
have entry : (E 0 0 + - sign *: (B *m E 0 0 *m B)) s t = (E 0 0) s t - sign * (B *m E 0 0 *m B) s t.
  by rewrite mxE [in X in _ + X]mxE mulNr.
rewrite entry corner mulrA sign_square mul1r !mxE /=; case: (s =P t) => [<-|ne].
  by rewrite !andbb mulr1n opprB.
rewrite mulr0n oppr0; case: (s =P 0%N :> nat) => [s0|_] /=.
  case: (t =P 0%N :> nat) => [t0|_]; first by case: ne; apply/val_inj; rewrite /= s0 t0.
  case: (s =P n :> nat) => [sn|_]; rewrite /= ?subrr // sub0r.
  case: (t =P n :> nat) => [tn|_]; rewrite ?oppr0 //.
  by case: ne; apply/val_inj; rewrite /= sn tn.
rewrite sub0r; case: (s =P n :> nat) => [sn|_]; rewrite /= ?oppr0 //.
by case: (t =P n :> nat) => [tn|_]; rewrite ?oppr0 //; case: ne; apply/val_inj; rewrite /= sn tn.
Qed.

Lemma Q_outside i j : (n < i)%N -> Q i j = 0. Proof. exact: part_outside. Qed.
Lemma Q_corner i : bracket S (Q i 0%N) = Q i.+1 0%N. Proof. by rewrite part_bracket bracket_corner. Qed.
Lemma Q_moves i j : (j < n)%N -> bracket S (Q i j.+1) = Q i.+1 j.+1 - Q i j.
Proof. by move=> inside; rewrite part_bracket bracket_unit // part_sub. Qed.
Lemma Q_back i j : (i < n)%N -> bracket S^T (Q i.+1 j) = Q i j - Q i.+1 j.+1.
Proof. by move=> inside; rewrite part_bracket_back bracket_back // part_sub. Qed.

Lemma main_diagonal k : g (Q k k) /\ g (Q k.+1 k).
Proof.
elim: k => [|k [gQ gQ1]].
  have g0 : g (Q 0%N 0%N) by rewrite corner_part; apply: closed_opp => //; apply: closed_bracket.
  by split=> //; rewrite -Q_corner; apply: closed_bracket.
case: (ltnP k n) => [inside|out]; last first.
  by rewrite !Q_outside ?ltnS //; [split; exact: (closed_zero closed gS)|apply: leqW].
have next : g (Q k.+1 k.+1).
  have -> : Q k.+1 k.+1 = Q k k - bracket S^T (Q k.+1 k) by rewrite Q_back // opprB addrC subrK.
  by apply: closed_sub => //; apply: closed_bracket.
split=> //; have -> : Q k.+2 k.+1 = bracket S (Q k.+1 k.+1) + Q k.+1 k by rewrite Q_moves // subrK.
by apply: closed_add => //; apply: closed_bracket.
Qed.

Lemma lower_half i j : (j <= i)%N -> g (Q i j).
Proof.
move=> le; apply: (lower_diagonals closed gS Q_outside Q_corner Q_moves (c := 0)) => // k.
by rewrite add0n; case: (main_diagonal k).
Qed.
End All.

Lemma all_parts g i j : 2%:R != 0 :> F -> subalgebra g -> g S -> g S^T -> g (part (- sign) (E i j)).
Proof.
move=> two closed gS gSt; case: (leqP j i) => [le|/ltnW le]; first exact: lower_half.
rewrite -[X in g X]trmxK part_tr tr_unit.
by apply: (lower_half (g := fun X => g X^T)) => //; [exact: transposed_subalgebra|rewrite trmxK].
Qed.

(* The shifts by 1 and -1 generate the whole algebra of B, for every size; *)
Lemma unit_shifts_generate X :
  2%:R != 0 :> F -> generated (fun Y => Y = S \/ Y = S^T) X <-> X^T *m B + B *m X = 0.
Proof.
move=> two; split=> [gen|pres g closed gS_St].
  apply: (gen preserving preserving_subalgebra) => Y [->|->]; rewrite /preserving ?trmxK.
    exact: forward_shift_preserves_the_form.
  by rewrite shift_form addNr.
have gS : g S by apply: gS_St; left.
have gSt : g S^T by apply: gS_St; right.
apply: (closed_half closed two); rewrite -(preserving_part pres) part_sum.
apply: (closed_sum closed gS) => i; apply: (closed_sum closed gS) => j; apply: closed_scale => //.
exact: all_parts.
Qed.

(* B is symmetric for odd d = n + 1, where this is so(d) of the form, of dimension d (d - 1) / 2, *)
Lemma form_symmetry : B^T = (-1) ^+ n *: B.
Proof. exact: alternating_tr. Qed.

Lemma orthogonal_dimension : 2%:R != 0 :> F -> ~~ odd n -> dimension (fun X => X^T *m B + B *m X = 0) 'C(d, 2).
Proof.
move=> two even; have B_sym : B^T = B by rewrite alternating_tr /sign -signr_odd (negbTE even) scale1r.
have unit_B : B \in unitmx.
  by have [] := @mulmx1_unit _ _ B (sign *: B); rewrite -?scalemxAr ?alternating_square ?scale_scalar_mx ?sign_square.
have unit_Bi : invmx B \in unitmx by rewrite unitmx_inv.
have Bi_sym : symmetric (invmx B) by rewrite /symmetric trmx_inv B_sym.
apply: dimension_iff (dimension_preserving two Bi_sym unit_Bi) => X.
have e : B *m (X *m invmx B + invmx B *m X^T) *m B = X^T *m B + B *m X.
  by rewrite mulmxDr mulmxDl !mulmxA mulmxKV // mulmxV // mul1mx addrC.
split=> [zero|zero]; first by rewrite -e zero mulmx0 mul0mx.
by apply: (can_inj (mulmxK unit_B)); apply: (can_inj (mulKmx unit_B)); rewrite mulmxA e zero mul0mx mulmx0.
Qed.

(* and skew for even d, where it is sp(d), of dimension d (d + 1) / 2. *)
Lemma symplectic_dimension : odd n -> dimension (fun X => X^T *m B + B *m X = 0) 'C(d.+1, 2).
Proof.
move=> odd_n; have B_skew : B^T = - B by rewrite alternating_tr /sign -signr_odd odd_n expr1 scaleN1r.
have unit_B : B \in unitmx.
  by have [] := @mulmx1_unit _ _ B (sign *: B); rewrite -?scalemxAr ?alternating_square ?scale_scalar_mx ?sign_square.
have lin : linear (fun K : M => invmx B *m K) by move=> a K L; rewrite mulmxDr scalemxAr.
pose f : {linear M -> M} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ (dimension_symmetric F d)) => [X|K _ /= zero]; last first.
  by rewrite -[K](mulKVmx unit_B) zero mulmx0.
have e : X^T *m B + B *m X = B *m X - (B *m X)^T by rewrite trmx_mul B_skew mulmxN opprK addrC.
rewrite e; split=> [[K K_sym ->] /=|/eqP]; first by rewrite mulKVmx // K_sym subrr.
by rewrite subr_eq0 => /eqP K_sym; exists (B *m X); rewrite /= ?mulKmx.
Qed.

End Generated.
