(* Unit matrices and the alternating form under brackets with the shift by one of a line. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common padded_shifts subalgebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Alternating.
Variables (F : fieldType) (n : nat).
Local Notation d := n.+1.
Local Notation M := 'M[F]_d.
Implicit Types (X Y : M) (i j k : nat).

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
End Alternating.
