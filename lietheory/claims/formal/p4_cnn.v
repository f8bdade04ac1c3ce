From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common padded_shifts.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* A circle of d + 1 points is 'I_d.+1 with its addition modulo d + 1. *)
Section Circle.
Variables (R : comRingType) (d : nat).
Implicit Types (j k mu nu : 'I_d.+1).

(* S_k moves the features by k: its entries are delta_(mu, nu + k). *)
Definition shift k : 'M[R]_d.+1 := \matrix_(mu, nu) (mu == nu + k)%:R.

Theorem shift_moves_features k m (h : 'M[R]_(d.+1, m)) mu c : (shift k *m h) mu c = h (mu - k) c.
Proof.
rewrite mxE (bigD1 (mu - k)) //= mxE subrK eqxx mul1r big1 ?addr0 // => nu ne.
by rewrite mxE -subr_eq eq_sym (negbTE ne) mul0r.
Qed.

(* A circular convolution of one dimension, many channels and any kernel is the L-conv of the shifts: *)
(* sum_k sum_c h_(mu - k)^c [W_k]_c^a + b^a = [sum_k S_k h W_k + 1 b]_mu^a. *)
Theorem circular_convolution m e (kernel : seq 'I_d.+1) (h : 'M[R]_(d.+1, m)) (W : 'I_d.+1 -> 'M_(m, e)) (b : 'rV_e) mu a :
  (\sum_(k <- kernel) shift k *m h *m W k + const_mx 1 *m b) mu a = \sum_(k <- kernel) \sum_c h (mu - k) c * W k c a + b 0 a.
Proof.
rewrite mxE summxE; congr (_ + _); last by rewrite mxE big_ord_recl big_ord0 mxE mul1r addr0.
by apply: eq_bigr => k _; rewrite mxE; apply: eq_bigr => c _; rewrite shift_moves_features.
Qed.

(* Circular shifts compose and commute; S_0 = I is the generator of the centre of the kernel. *)
Theorem circular_shifts_compose j k : shift j *m shift k = shift (j + k).
Proof.
by apply/matrixP => mu nu; rewrite shift_moves_features !mxE subr_eq -addrA [k + j]addrC.
Qed.

Theorem circular_shifts_commute j k : commute (shift j) (shift k).
Proof. by rewrite /commute !circular_shifts_compose addrC. Qed.

Theorem no_shift : shift 0 = 1%:M.
Proof. by apply/matrixP => mu nu; rewrite !mxE addr0. Qed.
End Circle.

(* Images of p x q points, flattened row by row: the point (i, j) has the number i q + j. *)
Section Kronecker.
Variables (R : comRingType).

Lemma flat_bound p q (i : 'I_p) (j : 'I_q) : (i * q + j < p * q)%N.
Proof.
apply: (@leq_trans (i.+1 * q)); first by rewrite mulSn [(q + _)%N]addnC ltn_add2l.
by rewrite leq_mul2r ltn_ord orbT.
Qed.
Definition flat p q (i : 'I_p) (j : 'I_q) : 'I_(p * q) := Ordinal (flat_bound i j).

Lemma columns_positive p q (s : 'I_(p * q)) : (0 < q)%N.
Proof. by case: q s => [|//]; rewrite muln0 => [[]]. Qed.
Lemma row_bound p q (s : 'I_(p * q)) : (s %/ q < p)%N.
Proof. by rewrite ltn_divLR ?(columns_positive s). Qed.
Lemma column_bound p q (s : 'I_(p * q)) : (s %% q < q)%N.
Proof. by rewrite ltn_mod (columns_positive s). Qed.
Definition row_of p q (s : 'I_(p * q)) : 'I_p := Ordinal (row_bound s).
Definition column_of p q (s : 'I_(p * q)) : 'I_q := Ordinal (column_bound s).

Lemma flatK p q (i : 'I_p) (j : 'I_q) : row_of (flat i j) = i /\ column_of (flat i j) = j.
Proof.
have q0 : (0 < q)%N by rewrite (leq_ltn_trans _ (ltn_ord j)).
by split; apply/val_inj; rewrite /= ?divnMDl ?modnMDl ?divn_small ?modn_small ?addn0.
Qed.

Lemma flat_of p q (s : 'I_(p * q)) : flat (row_of s) (column_of s) = s.
Proof. by apply/val_inj; rewrite /= -divn_eq. Qed.

(* The Kronecker product. *)
Definition kronecker p q p' q' (A : 'M[R]_(p, p')) (B : 'M[R]_(q, q')) : 'M[R]_(p * q, p' * q') :=
  \matrix_(s, t) (A (row_of s) (row_of t) * B (column_of s) (column_of t)).

Lemma sum_flat p q (f : 'I_(p * q) -> R) : \sum_s f s = \sum_i \sum_j f (flat i j).
Proof.
rewrite pair_big (reindex (fun ij : 'I_p * 'I_q => flat ij.1 ij.2)) //.
exists (fun s => (row_of s, column_of s)) => [[i j]|s] _; rewrite ?flat_of //=.
by have [-> ->] := flatK i j.
Qed.

Lemma kronecker_entry p q p' q' (A : 'M_(p, p')) (B : 'M_(q, q')) i j i' j' :
  kronecker A B (flat i j) (flat i' j') = A i i' * B j j'.
Proof. by rewrite mxE; have [-> ->] := flatK i j; have [-> ->] := flatK i' j'. Qed.

Theorem kronecker_product p q p' q' p'' q'' (A : 'M_(p, p')) (B : 'M_(q, q')) (A' : 'M_(p', p'')) (B' : 'M_(q', q'')) :
  kronecker A B *m kronecker A' B' = kronecker (A *m A') (B *m B').
Proof.
apply/matrixP => s t; rewrite -[s]flat_of -[t]flat_of kronecker_entry !mxE sum_flat big_distrlr /=.
by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite !kronecker_entry mulrACA.
Qed.

(* A generator moves features where each point takes those of one point, or none where it lies outside. *)
Definition moves p (A : 'M[R]_p) (from : 'I_p -> option 'I_p) : Prop := forall mu nu, A mu nu = (from mu == Some nu)%:R.

Definition features p m (h : 'M[R]_(p, m)) (point : option 'I_p) c : R := if point is Some nu then h nu c else 0.

Theorem moved_features p m (A : 'M[R]_p) from (h : 'M[R]_(p, m)) mu c :
  moves A from -> (A *m h) mu c = features h (from mu) c.
Proof.
move=> A_from; rewrite mxE; under eq_bigr do rewrite A_from; case: (from mu) => [nu|] /=; last first.
  by rewrite big1 // => k _; rewrite mul0r.
rewrite (bigD1 nu) //= eqxx mul1r big1 ?addr0 // => k /negPf ne.
by case: eqP => [[e]|_]; [rewrite e eqxx in ne|rewrite mul0r].
Qed.

(* A Kronecker product moves each axis apart; so, one axis after the other, in any number of dimensions. *)
Definition both p q (from : 'I_p -> option 'I_p) (from' : 'I_q -> option 'I_q) (s : 'I_(p * q)) : option 'I_(p * q) :=
  if from (row_of s) is Some i then if from' (column_of s) is Some j then Some (flat i j) else None else None.

Theorem kronecker_moves p q (A : 'M_p) (B : 'M_q) from from' :
  moves A from -> moves B from' -> moves (kronecker A B) (both from from').
Proof.
move=> A_from B_from s t; rewrite mxE A_from B_from /both.
case: (from _) => [i|]; rewrite ?mul0r //; case: (from' _) => [j|]; rewrite ?mulr0 //.
rewrite -natrM mulnb; congr (_%:R); congr (nat_of_bool _); apply/andP/eqP => [[/eqP [->] /eqP [->]]|[<-]]; first by rewrite flat_of.
by have [-> ->] := flatK i j.
Qed.

(* Circular shifts move by k; zero-padded ones by k, where the point is inside. *)
Theorem circular_shift_moves d k : moves (shift R k : 'M_d.+1) (fun mu => Some (mu - k)).
Proof. by move=> mu nu; rewrite mxE -subr_eq; congr (_%:R); apply/eqP/eqP => [->|[->]]. Qed.

Theorem padded_shift_moves d k : moves (padded_shift R d k) (fun mu => if (k <= mu)%N then insub (mu - k)%N else None).
Proof.
move=> mu nu; rewrite mxE; congr ((nat_of_bool _)%:R); case: leqP => [inside|outside]; last first.
  by apply/negbTE; rewrite neq_ltn (leq_trans outside) ?leq_addl.
apply/eqP/eqP => [e|]; first by rewrite e addnK valK.
by case: insubP => // i _ e [<-]; rewrite e subnK.
Qed.

Theorem opposite_padded_shift_moves d k : moves (padded_shift R d k)^T (fun mu => insub (mu + k)%N).
Proof.
move=> mu nu; rewrite !mxE; congr ((nat_of_bool _)%:R); apply/eqP/eqP => [<-|]; first by rewrite valK.
by case: insubP => // i _ <- [->].
Qed.

(* The convolution of any kernel, any channels and any number of dimensions, circular or padded with zeros, is the L-conv of *)
(* generators that move features as the kernel's points do. *)
Theorem convolution_is_an_lconv p m e (K : eqType) (kernel : seq K) (A : K -> 'M[R]_p) from
    (h : 'M[R]_(p, m)) (W : K -> 'M[R]_(m, e)) (b : 'rV_e) mu a :
  (forall k, moves (A k) (from k)) ->
  (\sum_(k <- kernel) A k *m h *m W k + const_mx 1 *m b) mu a =
  \sum_(k <- kernel) \sum_c features h (from k mu) c * W k c a + b 0 a.
Proof.
move=> A_from; rewrite mxE summxE; congr (_ + _); last by rewrite mxE big_ord_recl big_ord0 mxE mul1r addr0.
by apply: eq_bigr => k _; rewrite mxE; apply: eq_bigr => c _; rewrite (moved_features _ _ _ (A_from k)).
Qed.

Section Torus.
Variables (p q : nat).
Implicit Types (k : 'I_p.+1 * 'I_q.+1).

(* The generator of the point k = (k_1, k_2) of the kernel is S_(k_1) (x) S_(k_2); it moves the image by k. *)
Definition shift2 k := kronecker (shift R k.1) (shift R k.2).

Theorem shift2_moves_features k m (h : 'M[R]_(p.+1 * q.+1, m)) mu nu c :
  (shift2 k *m h) (flat mu nu) c = h (flat (mu - k.1) (nu - k.2)) c.
Proof.
rewrite mxE sum_flat (bigD1 (mu - k.1)) //= (bigD1 (nu - k.2)) //= kronecker_entry !mxE !subrK !eqxx !mul1r.
rewrite !big1 ?addr0 // => [i ne|j ne].
  by apply: big1 => j _; rewrite kronecker_entry !mxE -subr_eq eq_sym (negbTE ne) !mul0r.
by rewrite kronecker_entry !mxE -[nu == _]subr_eq [nu - _ == _]eq_sym (negbTE ne) mulr0 mul0r.
Qed.

(* A circular convolution of two dimensions and many channels is the L-conv of these generators. *)
Theorem circular_convolution2 m e (kernel : seq ('I_p.+1 * 'I_q.+1)) (h : 'M[R]_(p.+1 * q.+1, m))
    (W : 'I_p.+1 * 'I_q.+1 -> 'M_(m, e)) (b : 'rV_e) mu nu a :
  (\sum_(k <- kernel) shift2 k *m h *m W k + const_mx 1 *m b) (flat mu nu) a =
  \sum_(k <- kernel) \sum_c h (flat (mu - k.1) (nu - k.2)) c * W k c a + b 0 a.
Proof.
rewrite mxE summxE; congr (_ + _); last by rewrite mxE big_ord_recl big_ord0 mxE mul1r addr0.
by apply: eq_bigr => k _; rewrite mxE; apply: eq_bigr => c _; rewrite shift2_moves_features.
Qed.

Theorem circular_shifts2_commute k l : commute (shift2 k) (shift2 l).
Proof. by rewrite /commute !kronecker_product !circular_shifts_compose ![l.1 + _]addrC ![l.2 + _]addrC. Qed.
End Torus.
End Kronecker.

(* Shifts padded with zeros: by k >= 0 forward, by k < 0 back. Two go the same way where neither goes against the other. *)
Section Padded.
Variable R : comRingType.
Local Notation forward d := (padded_shift R d).

Definition line_shift d (k : int) : 'M[R]_d := match k with Posz k => forward d k | Negz k => (forward d k.+1)^T end.

Definition same_way (j k : int) : bool := (0 <= j) && (0 <= k) || (j <= 0) && (k <= 0).

Lemma no_line_shift d : forward d 0 = 1%:M.
Proof. by apply/matrixP => s t; rewrite !mxE addn0. Qed.

(* Those that go the same way commute, with each other and with I: on a line, *)
Theorem padded_shifts_commute d j k : same_way j k -> commute (line_shift d j) (line_shift d k).
Proof.
have back a b : commute (forward d a)^T (forward d b)^T by rewrite /commute -!trmx_mul same_sign_shifts_commute.
have zero d' A : commute (forward d' 0) A /\ commute A (forward d' 0) by rewrite /commute no_line_shift mul1mx mulmx1.
case: j k => [j|j] [k|k]; first by move=> _; exact: same_sign_shifts_commute.
- by case: j => [|j] //= _; case: (zero d (forward d k.+1)^T).
- by case: k => [|k] //= _; case: (zero d (forward d j.+1)^T).
by move=> _; exact: back.
Qed.

(* and on more axes, where they go the same way on each: Kronecker products of what commutes commute, one axis after the other. *)
Theorem kronecker_commute p q (A A' : 'M[R]_p) (B B' : 'M[R]_q) :
  commute A A' -> commute B B' -> commute (kronecker A B) (kronecker A' B').
Proof. by rewrite /commute !kronecker_product => -> ->. Qed.

(* Opposite ones do not: [S_1, S_-1] = diag(-1, 0, ..., 0, 1), which is not 0 on 2 points or more, *)
Theorem opposite_padded_shifts_bracket d :
  bracket (line_shift d.+2 1) (line_shift d.+2 (-1)) =
    diag_mx (\row_s ((s == ord_max)%:R - (s == ord0)%:R)) /\
  bracket (line_shift d.+2 1) (line_shift d.+2 (-1)) != 0.
Proof.
have e : bracket (line_shift d.+2 1) (line_shift d.+2 (-1)) = diag_mx (\row_s ((s == ord_max)%:R - (s == ord0)%:R)).
  by rewrite /= opposite_unit_shifts_bracket; congr diag_mx; apply/rowP => s; rewrite !mxE.
split=> //; rewrite e; apply/eqP => /matrixP /(_ ord_max ord_max); rewrite !mxE eqxx mulr1n subr0 => /eqP.
by rewrite oner_eq0.
Qed.

(* nor do S_j and S_-k for any j and k from 1 to d - 1, *)
Theorem opposite_padded_shifts_do_not_commute d j k :
  (0 < j < d)%N -> (0 < k < d)%N -> ~ commute (line_shift d j) (line_shift d (- k%:Z)).
Proof.
move=> j_d k_d; have -> : line_shift d (- k%:Z) = (forward d k)^T by case: k k_d => [|k].
exact: opposite_shifts_do_not_commute.
Qed.

(* nor those of images where they are opposite on one axis, the first or the last, and the others do not push all points out. *)
Theorem opposite_padded_shifts_of_images_do_not_commute p q j k (A A' : 'M[R]_q) :
  (0 < j < p)%N -> (0 < k < p)%N -> A' *m A != 0 ->
  ~ commute (kronecker (line_shift p j) A) (kronecker (line_shift p (- k%:Z)) A') /\
  ~ commute (kronecker A (line_shift p j)) (kronecker A' (line_shift p (- k%:Z))).
Proof.
move=> j_p k_p /eqP nonzero; have -> : line_shift p (- k%:Z) = (forward p k)^T by case: k k_p => [|k].
have [s [t [zero one]]] := opposite_shifts_differ R j_p k_p; rewrite /commute !kronecker_product.
split=> /matrixP com; apply: nonzero; apply/matrixP => u v; rewrite [RHS]mxE.
  by have := com (flat s u) (flat t v); rewrite !kronecker_entry zero one mul0r mul1r.
by have := com (flat u s) (flat v t); rewrite !kronecker_entry zero one mulr0 mulr1.
Qed.
End Padded.
