From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common p4_cnn padded_shifts.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Convolution.
Variables (R : comRingType) (m e : nat) (sigma : R -> R).

(* Circular: on d + 1 points sigma(sum_i L_i h W^i + b) is sigma(sum_i sum_c h_(mu - i)^c W^i_c^a + b^a). *)
Theorem circular d (kernel : seq 'I_d.+1) (h : 'M[R]_(d.+1, m)) (W : 'I_d.+1 -> 'M[R]_(m, e)) (b : 'rV_e) mu a :
  sigma ((\sum_(i <- kernel) shift R i *m h *m W i + const_mx 1 *m b) mu a) =
  sigma (\sum_(i <- kernel) \sum_c h (mu - i) c * W i c a + b 0 a).
Proof. by rewrite circular_convolution. Qed.

(* The features of the point mu, 0 outside of the line: zeros come in. *)
Definition padded d (h : 'M[R]_(d, m)) (mu : int) : 'rV[R]_m :=
  if [pick nu : 'I_d | (nu : nat)%:Z == mu] is Some nu then row nu h else 0.

(* The generator of an offset i: the shift by i to the right, or by -i to the left. *)
Definition generator d (i : int) : 'M[R]_d :=
  match i with Posz k => padded_shift R d k | Negz k => (padded_shift R d k.+1)^T end.

(* Its entries are delta_(mu, nu + i). *)
Lemma generator_entry d i (mu nu : 'I_d) : generator d i mu nu = ((mu : nat)%:Z == (nu : nat)%:Z + i)%:R.
Proof.
case: i => k; rewrite !mxE; first by rewrite -PoszD eqz_nat.
by rewrite NegzE -[(mu : nat)%:Z == _](subr_eq _ _ _) opprK -PoszD eqz_nat eq_sym.
Qed.

Lemma generator_moves d i (h : 'M[R]_(d, m)) mu : row mu (generator d i *m h) = padded h ((mu : nat)%:Z - i).
Proof.
rewrite /padded; case: pickP => [nu /eqP point|none].
  apply/rowP => c; rewrite !mxE (bigD1 nu) //= generator_entry point subrK eqxx mul1r big1 ?addr0 // => k ne.
  rewrite generator_entry -subr_eq -point eqz_nat eq_sym; case: eqP => [/val_inj same|_]; last by rewrite mul0r.
  by rewrite same eqxx in ne.
apply/rowP => c; rewrite !mxE big1 // => k _.
by rewrite generator_entry -subr_eq eq_sym none mul0r.
Qed.

(* Zero-padded: the L-conv of these generators is the convolution with features that are 0 outside. *)
Theorem zero_padded d (kernel : seq int) (h : 'M[R]_(d, m)) (W : int -> 'M[R]_(m, e)) (b : 'rV_e) mu a :
  sigma ((\sum_(i <- kernel) generator d i *m h *m W i + const_mx 1 *m b) mu a) =
  sigma (\sum_(i <- kernel) \sum_c padded h ((mu : nat)%:Z - i) 0 c * W i c a + b 0 a).
Proof.
rewrite mxE summxE; congr (sigma (_ + _)); last by rewrite mxE big_ord_recl big_ord0 mxE mul1r addr0.
apply: eq_bigr => i _; rewrite mxE; apply: eq_bigr => c _; congr (_ * _).
by rewrite -generator_moves [RHS]mxE.
Qed.

(* With the transposed generators, delta_(mu, nu - i), it is the cross-correlation, h_(mu + i). *)
Theorem cross_correlation d (kernel : seq int) (h : 'M[R]_(d, m)) (W : int -> 'M[R]_(m, e)) (b : 'rV_e) mu a :
  sigma ((\sum_(i <- kernel) (generator d i)^T *m h *m W i + const_mx 1 *m b) mu a) =
  sigma (\sum_(i <- kernel) \sum_c padded h ((mu : nat)%:Z + i) 0 c * W i c a + b 0 a).
Proof.
have opposite i : (generator d i)^T = generator d (- i).
  apply/matrixP => s t; rewrite mxE !generator_entry; congr (_%:R).
  by rewrite -[in RHS]subr_eq opprK eq_sym.
under eq_bigr do rewrite opposite; rewrite mxE summxE; congr (sigma (_ + _)); last by rewrite mxE big_ord_recl big_ord0 mxE mul1r addr0.
apply: eq_bigr => i _; rewrite mxE; apply: eq_bigr => c _; congr (_ * _).
by rewrite -[in RHS](opprK i) -generator_moves [RHS]mxE.
Qed.
End Convolution.
