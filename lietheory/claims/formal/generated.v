(* What shifts by one generate: the algebra of the alternating form, so(d) of it for odd d and sp(d) for even d. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts subalgebra alternating_form.
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

Local Notation E := (unit F n).
Local Notation S := (padded_shift F d 1).
Local Notation B := (alternating F d).
Local Notation sign := (sign F n).

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
  apply: (gen (fun Y => Y^T *m B + B *m Y = 0) (@preserving_subalgebra F n)) => Y [->|->]; rewrite ?trmxK.
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
