(* Shifts of the points of a line with zeros coming in, and the form that those by one preserve. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Shifts.
Variables (R : comRingType) (d : nat).
Implicit Types (j k : nat) (s t : 'I_d).

(* S_k moves the points of a line by k, zeros coming in; S_-k is its transpose. *)
Definition padded_shift k : 'M[R]_d := \matrix_(s, t) (s == (t + k)%N :> nat)%:R.

(* Shifts of the same sign compose, S_j S_k = S_(j + k), and so commute. *)
Lemma same_sign_shifts_compose j k : padded_shift j *m padded_shift k = padded_shift (j + k).
Proof.
apply/matrixP => s t; rewrite !mxE; case: (ltnP (t + k) d) => [lt|le].
  rewrite (bigD1 (Ordinal lt)) //= !mxE eqxx mulr1 big1 ?addr0 => [|r ne].
    by rewrite -addnA [(k + j)%N]addnC.
  rewrite !mxE [r == (t + k)%N :> nat]negbTE ?mulr0 //.
rewrite big1 => [|r _]; last first.
  rewrite !mxE [r == (t + k)%N :> nat]negbTE ?mulr0 // neq_ltn (leq_trans (ltn_ord r) le) ?orbT //.
case: eqP => // e; move: (ltn_ord s); rewrite e ltnNge.
by rewrite (leq_trans le) // addnCA leq_addl.
Qed.

Lemma same_sign_shifts_commute j k : commute (padded_shift j) (padded_shift k).
Proof. by rewrite /commute !same_sign_shifts_compose addnC. Qed.

(* Opposite shifts: S_j S_-k and S_-k S_j, entry by entry. *)
Lemma shift_back_and_forth j k s t :
  (padded_shift j *m (padded_shift k)^T) s t = [&& j <= s, k <= t & s - j == t - k]%N%:R.
Proof.
rewrite mxE; case: (leqP j s) => /= [le|lt]; last first.
  rewrite big1 // => r _; rewrite !mxE [s == (r + j)%N :> nat]negbTE ?mul0r // neq_ltn ltn_addl ?orbT //.
have lt : (s - j < d)%N by rewrite (leq_ltn_trans (leq_subr _ _)).
rewrite (bigD1 (Ordinal lt)) //= !mxE /= subnK // eqxx mul1r big1 ?addr0 => [|r ne]; last first.
  rewrite !mxE [s == (r + j)%N :> nat]negbTE ?mul0r //; apply: contra ne => /eqP e; apply/eqP/val_inj.
  by rewrite /= e addnK.
congr (_%:R); case: (leqP k t) => [kt|tk] /=; first by rewrite -[in RHS](eqn_add2r k) [(t - k + k)%N]subnK // eq_sym.
by rewrite [_ == _]negbTE // neq_ltn ltn_addl.
Qed.

Lemma shift_forth_and_back j k s t :
  ((padded_shift k)^T *m padded_shift j) s t = ((s + k == t + j)%N && (s + k < d)%N)%:R.
Proof.
rewrite mxE; case: (ltnP (s + k) d) => [lt|le]; last first.
  rewrite andbF big1 // => r _; rewrite !mxE [r == (s + k)%N :> nat]negbTE ?mul0r //.
  by rewrite neq_ltn (leq_trans (ltn_ord r) le) ?orbT //.
rewrite (bigD1 (Ordinal lt)) //= !mxE /= eqxx mul1r big1 ?addr0 ?andbT // => r ne.
rewrite !mxE [r == (s + k)%N :> nat]negbTE ?mul0r //.
Qed.

(* S_j and S_-k never commute for j, k from 1 to d - 1: they differ at some entry, by 1. *)
Lemma opposite_shifts_differ j k : (0 < j < d)%N -> (0 < k < d)%N ->
  exists s t, (padded_shift j *m (padded_shift k)^T) s t = 0 /\ ((padded_shift k)^T *m padded_shift j) s t = 1.
Proof.
move=> /andP[j0 jd] /andP[k0 kd].
exists (Ordinal (leq_ltn_trans (leq_subr k j) jd)), (Ordinal (leq_ltn_trans (leq_subr j k) kd)).
rewrite shift_back_and_forth shift_forth_and_back /=; case: (leqP j k) => [le|/ltnW le].
  have -> : (j - k = 0)%N by apply/eqP; rewrite subn_eq0.
  by rewrite leqNgt j0 /= add0n subnK // eqxx kd.
have -> : (k - j = 0)%N by apply/eqP; rewrite subn_eq0.
by rewrite [(k <= 0)%N]leqNgt k0 andbF add0n subnK // eqxx jd.
Qed.

Lemma opposite_shifts_do_not_commute j k :
  (0 < j < d)%N -> (0 < k < d)%N -> ~ commute (padded_shift j) (padded_shift k)^T.
Proof.
move=> j_d k_d com; have [s [t [zero one]]] := opposite_shifts_differ j_d k_d.
by have /matrixP /(_ s t) /eqP := com; rewrite zero one eq_sym oner_eq0.
Qed.

(* [S_1, S_-1] = diag(-1, 0, ..., 0, 1). *)
Lemma opposite_unit_shifts_bracket :
  bracket (padded_shift 1) (padded_shift 1)^T = diag_mx (\row_s ((s == d.-1 :> nat)%:R - (s == 0%N :> nat)%:R)).
Proof.
apply/matrixP => s t; rewrite /bracket mxE shift_back_and_forth [(- _ : 'M_d) _ _]mxE shift_forth_and_back !mxE.
rewrite eqn_add2r addn1.
have d0 : (0 < d)%N by apply: leq_ltn_trans (ltn_ord s).
case: (altP (s =P t)) => [<-|ne]; last first.
  rewrite mulr0n [(s == t :> nat)]negbTE // subr0; case: (posnP s) => [|s0]; first by rewrite andFb.
  case: (posnP t) => [|t0]; first by rewrite andbF.
  by rewrite !andTb -(eqn_add2r 1) !subnK // [(s == t :> nat)]negbTE.
rewrite !eqxx !andbT andbb mulr1n /=; have -> : (s.+1 < d)%N = (s != d.-1 :> nat).
  rewrite neq_ltn -[RHS]orbC; have -> : (d.-1 < s)%N = false by rewrite ltnNge -ltnS prednK // ltn_ord.
  by rewrite -[in RHS]ltnS prednK.
by rewrite lt0n; do 2 case: (_ == _); rewrite /= ?subrr ?subr0 ?sub0r ?subr0.
Qed.

(* S_1 preserves B = antidiag(1, -1, 1, ...): S^T B + B S = 0. *)
Definition alternating : 'M[R]_d := \matrix_(s, t) (if (s + t == d.-1)%N then (-1) ^+ s else 0).

Let times_shift (A : 'M[R]_d) s t (lt : (t + 1 < d)%N) : (A *m padded_shift 1) s t = A s (Ordinal lt).
Proof.
rewrite mxE (bigD1 (Ordinal lt)) //= mxE eqxx mulr1 big1 ?addr0 // => r ne.
by rewrite mxE [r == (t + 1)%N :> nat]negbTE ?mulr0 //.
Qed.

Let times_shift_end (A : 'M[R]_d) s t : (d <= t + 1)%N -> (A *m padded_shift 1) s t = 0.
Proof.
move=> le; rewrite mxE big1 // => r _; rewrite mxE [r == (t + 1)%N :> nat]negbTE ?mulr0 //.
by rewrite neq_ltn (leq_trans (ltn_ord r) le).
Qed.

Let shift_times (A : 'M[R]_d) s t : ((padded_shift 1)^T *m A) s t = (A^T *m padded_shift 1) t s.
Proof. by rewrite -[in RHS](trmxK (padded_shift 1)) -trmx_mul [RHS]mxE. Qed.

Lemma forward_shift_preserves_the_form : (padded_shift 1)^T *m alternating + alternating *m padded_shift 1 = 0.
Proof.
apply/matrixP => s t; rewrite [LHS]mxE shift_times [RHS]mxE.
have big (a b : 'I_d) : (d <= a + 1)%N -> (a + b + 1 == d.-1)%N = false.
  move=> le; apply/negbTE; rewrite neq_ltn; apply/orP; right.
  rewrite addnAC; apply: leq_trans (leq_addr b (a + 1)); apply: leq_trans le.
  by rewrite prednK // (leq_ltn_trans _ (ltn_ord a)).
case: (ltnP (s + 1) d) => [s_in|s_out]; case: (ltnP (t + 1) d) => [t_in|t_out].
- rewrite !times_shift !mxE /= addnA [(s + 1 + t)%N]addnAC; case: ifP => _; rewrite ?addr0 //.
  by rewrite exprD expr1 mulrN1 addNr.
- by rewrite times_shift times_shift_end // addr0 !mxE /= addnAC [(s + t)%N]addnC big.
- by rewrite times_shift_end // times_shift add0r !mxE /= addnA big.
by rewrite !times_shift_end // addr0.
Qed.
End Shifts.
