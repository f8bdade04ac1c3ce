From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common p4_cnn padded_shifts.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Images.
Variables (R : comRingType) (p q : nat).

Local Notation N n := (padded_shift R n).

(* On p x q images flattened row by row, the shift of the flattened image by a q + b, 0 <= b <= q, is *)
(* N_pq^(a q + b) = N_p^a (x) N_q^b + N_p^(a + 1) (x) (N_q^T)^(q - b), *)
(* N_n^k being the shift of n points by k, with zeros coming in. *)
Theorem flattened_shift a b :
  (b <= q)%N ->
  N (p * q) (a * q + b) = kronecker (N p a) (N q b) + kronecker (N p a.+1) (N q (q - b))^T.
Proof.
move=> b_q; apply/matrixP => s t; rewrite -[s]flat_of -[t]flat_of.
move: (row_of s) (column_of s) (row_of t) (column_of t) => i j k l {s t}.
rewrite [RHS]mxE !kronecker_entry !mxE /=.
have q0 : (0 < q)%N by rewrite (leq_ltn_trans _ (ltn_ord j)).
have -> : (k * q + l + (a * q + b) = (k + a) * q + (l + b))%N by rewrite mulnDl addnACA.
have euclid c r c' r' : (r < q)%N -> (r' < q)%N -> (c * q + r == c' * q + r')%N = (c == c') && (r == r').
  move=> rq rq'; apply/eqP/andP => [e|[/eqP -> /eqP ->] //].
  have := congr1 (divn^~ q) e; have := congr1 (modn^~ q) e.
  by rewrite !modnMDl !divnMDl // !modn_small // !divn_small // !addn0 => -> ->.
case: (ltnP (l + b) q) => [small|large].
  rewrite euclid //; have -> : (l == (j + (q - b))%N :> nat) = false.
    apply/negbTE; rewrite neq_ltn -(ltn_add2r b) -addnA subnK //.
    by rewrite (leq_trans small) ?leq_addl.
  by rewrite mulr0 addr0; do 2 case: (_ == _); rewrite ?mulr1 ?mulr0.
have -> : ((k + a) * q + (l + b) = (k + a).+1 * q + (l + b - q))%N by rewrite mulSnr -addnA subnKC.
have rest : (l + b - q < q)%N by rewrite ltn_subLR // -addSn leq_add.
rewrite euclid // -addnS; have -> : (j == (l + b)%N :> nat) = false.
  by apply/negbTE; rewrite neq_ltn (leq_trans (ltn_ord j) large).
have -> : (l == (j + (q - b))%N :> nat) = (j == (l + b - q)%N :> nat).
  by rewrite -(eqn_add2r b (l)) -addnA subnK // -(eqn_add2r q j) subnK // eq_sym.
by rewrite mulr0 add0r; do 2 case: (_ == _); rewrite ?mulr1 ?mulr0.
Qed.

(* The second term carries what leaves a row into the next; a shift by whole rows, b = 0, has none. *)
Theorem whole_rows_do_not_wrap a : N (p * q) (a * q) = kronecker (N p a) 1%:M.
Proof.
rewrite -[X in N _ X]addn0 flattened_shift // subn0.
have -> : N q 0 = 1%:M by apply/matrixP => s t; rewrite !mxE addn0.
have -> : (N q q)^T = 0.
  by apply/matrixP => s t; rewrite !mxE [_ == _]negbTE // neq_ltn ltn_addl ?orbT.
by apply/matrixP => s t; rewrite !mxE mulr0 addr0.
Qed.
(* Entries are 0 or 1, so that their sum counts those that are 1; N_n^k has n - k of them, *)
Lemma shift_entries n k : \sum_(s < n) \sum_(t < n) N n k s t = (n - k)%:R.
Proof.
rewrite exchange_big /=; transitivity (\sum_(t < n | (t < n - k)%N) 1 : R); last first.
  by rewrite -(big_ord_widen n (fun _ => 1) (leq_subr k n)) sumr_const card_ord.
rewrite [RHS]big_mkcond; apply: eq_bigr => t _ /=; rewrite ltn_subRL addnC.
case: ltnP => [inside|outside].
  rewrite (bigD1 (Ordinal inside)) //= mxE eqxx big1 ?addr0 // => s ne.
  by rewrite mxE; case: eqP => // e; case/eqP: ne; apply/val_inj.
rewrite big1 // => s _; rewrite mxE; case: eqP => // e.
by move: (ltn_ord s); rewrite e ltnNge outside.
Qed.

(* and the second term has (p - 1 - a) b: so many entries are wrong. *)
Theorem wrapped_entries a b :
  (b <= q)%N -> \sum_s \sum_t kronecker (N p a.+1) (N q (q - b))^T s t = ((p - 1 - a) * b)%:R.
Proof.
move=> b_q; transitivity ((\sum_(i < p) \sum_(k < p) N p a.+1 i k) * (\sum_(j < q) \sum_(l < q) (N q (q - b))^T j l)); last first.
  rewrite shift_entries exchange_big /=; under eq_bigr do under eq_bigr do rewrite mxE.
  by rewrite shift_entries -natrM subKn // -subnDA add1n.
rewrite sum_flat big_distrlr /=; apply: eq_bigr => i _; apply: eq_bigr => j _.
rewrite sum_flat big_distrlr /=; apply: eq_bigr => k _; apply: eq_bigr => l _.
by rewrite kronecker_entry.
Qed.
End Images.
