(* What narrow kernels generate: the pair of opposite shifts with I, the cross of five on images, and the signature of the form. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts subalgebra alternating_form generated p4_cnn padded_images.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Narrow.
Variables (F : fieldType) (m n : nat).
Local Notation p := m.+1.
Local Notation q := n.+1.
Local Notation K := (@kronecker F p q p q).
Local Notation S := (padded_shift F p 1).
Local Notation S' := (padded_shift F q 1).
Local Notation I := (1%:M).

(* On a line I adds one dimension. *)
Lemma pair_with_identity X : 2%:R != 0 :> F ->
  generated (fun Y => [\/ Y = S, Y = S^T | Y = I]) X <-> exists Z a, Z^T *m alternating F p + alternating F p *m Z = 0 /\ X = Z + a *: I.
Proof.
move=> two; have [add scale br] := preserving_subalgebra F m; have S_pres : preserving S := forward_shift_preserves_the_form F p.
have pres0 : preserving (0 : 'M[F]_p) by rewrite -(scale0r S); apply: scale.
have St_pres : preserving S^T by rewrite /preserving trmxK shift_form addNr.
split=> [gen|[Z [a [Z_pres ->]]] g closed gens].
  apply: (gen (fun Y => exists Z a, preserving Z /\ Y = Z + a *: I)) => [|Y]; last first.
    case=> ->; [exists S, 0|exists S^T, 0|exists 0, 1]; rewrite ?scale0r ?scale1r ?addr0 ?add0r; by split.
  split=> [Y Y' [Z [a [Z_pres ->]]] [Z' [a' [Z'_pres ->]]]|b Y [Z [a [Z_pres ->]]]|Y Y' [Z [a [Z_pres ->]]] [Z' [a' [Z'_pres ->]]]].
  - by exists (Z + Z'), (a + a'); split; [exact: add|rewrite scalerDl addrACA].
  - by exists (b *: Z), (b * a); split; [exact: scale|rewrite scalerDr scalerA].
  exists (bracket Z Z'), 0; split; first exact: br.
  rewrite scale0r addr0 /bracket !mulmxDl !mulmxDr -!scalemxAl -!scalemxAr !mul1mx !mulmx1 !scalerA [a' * a]mulrC.
  by move: (Z *m Z') (Z' *m Z) (a' *: Z) (a *: Z') ((a * a') *: I) => x y z t w; additive.
apply: (closed_add closed); last by apply: (closed_scale closed); apply: gens; apply: Or33.
have /(unit_shifts_generate Z two) gen := Z_pres; apply: gen closed _ => Y [->|->]; apply: gens; [exact: Or31|exact: Or32].
Qed.

(* On images the cross of five shifts generates the two algebras of the lines, side by side, and I. *)
Definition cross : seq 'M[F]_(p * q) := [:: K S I; K I S'; I].

Lemma cross_generates X : 2%:R != 0 :> F ->
  generated (fun Y => Y \in cross \/ Y^T \in cross) X <->
  exists A B a, [/\ A^T *m alternating F p + alternating F p *m A = 0, B^T *m alternating F q + alternating F q *m B = 0
    & X = K A I + K I B + a *: I].
Proof.
move=> two; have [add scale br] := preserving_subalgebra F m; have [add' scale' br'] := preserving_subalgebra F n.
have S_pres k : preserving (padded_shift F k.+1 1) := forward_shift_preserves_the_form F k.+1.
have St_pres k : preserving (padded_shift F k.+1 1)^T by rewrite /preserving trmxK shift_form addNr.
have pres0 k : preserving (0 : 'M[F]_k.+1) by rewrite /preserving trmx0 mul0mx mulmx0 addr0.
split=> [gen|[A [B [a [A_pres B_pres ->]]]] g closed gens].
  apply: (gen (fun Y => exists A B a, [/\ preserving A, preserving B & Y = K A I + K I B + a *: I])) => [|Y]; last first.
    rewrite !inE => -[/or3P [] /eqP ->|/or3P [] /eqP /(canRL (@trmxK _ _ _)) ->].
    - by exists S, 0, 0; rewrite kronecker0r scale0r !addr0; split.
    - by exists 0, S', 0; rewrite kronecker0l scale0r addr0 add0r; split.
    - by exists 0, 0, 1; rewrite kronecker0l kronecker0r scale1r !add0r; split.
    - by exists S^T, 0, 0; rewrite kronecker0r scale0r !addr0 tr_kronecker trmx1; split.
    - by exists 0, S'^T, 0; rewrite kronecker0l scale0r addr0 add0r tr_kronecker trmx1; split.
    by exists 0, 0, 1; rewrite kronecker0l kronecker0r scale1r !add0r trmx1; split.
  split=> [Y Y' [A [B [a [A1 B1 ->]]]] [A' [B' [a' [A2 B2 ->]]]]|b Y [A [B [a [A1 B1 ->]]]]|Y Y' [A [B [a [A1 B1 ->]]]] [A' [B' [a' [A2 B2 ->]]]]].
  - exists (A + A'), (B + B'), (a + a'); split; [exact: add|exact: add'|rewrite kroneckerDl kroneckerDr scalerDl].
    by move: (K A I) (K A' I) (K I B) (K I B') (a *: I) (a' *: I) => x x' y y' z z'; additive.
  - exists (b *: A), (b *: B), (b * a); split; [exact: scale|exact: scale'|].
    by rewrite kroneckerZl kroneckerZr !scalerDr scalerA.
  exists (bracket A A'), (bracket B B'), 0; split; [exact: br|exact: br'|].
  rewrite scale0r addr0 /bracket !mulmxDl !mulmxDr -!scalemxAl -!scalemxAr !kronecker_product !mul1mx !mulmx1.
  rewrite !kroneckerDl !kroneckerDr kroneckerNl kroneckerNr !scalerA [a' * a]mulrC.
  move: (K (A *m A') I) (K (A' *m A) I) (K I (B *m B')) (K I (B' *m B)) (K A B') (K A' B) => x y z t v w.
  by move: (a' *: K A I) (a' *: K I B) (a *: K A' I) (a *: K I B') ((a * a') *: I) => b c e f h; additive.
have gI : g I by apply: gens; left; rewrite !inE eqxx !orbT.
apply: (closed_add closed); last exact: (closed_scale closed).
apply: (closed_add closed).
  have /(unit_shifts_generate A two) gen := A_pres; apply: (gen (fun Y => g (K Y I))) => [|Y [] ->].
  - split=> [Y Z gY gZ|b Y gY|Y Z gY gZ]; first by rewrite kroneckerDl; apply: (closed_add closed).
      by rewrite kroneckerZl; apply: (closed_scale closed).
    by rewrite -bracket_rows; apply: (closed_bracket closed).
  - by apply: gens; left; rewrite !inE eqxx.
  by apply: gens; right; rewrite tr_kronecker trmxK trmx1 !inE eqxx.
have /(unit_shifts_generate B two) gen := B_pres; apply: (gen (fun Y => g (K I Y))) => [|Y [] ->].
- split=> [Y Z gY gZ|b Y gY|Y Z gY gZ]; first by rewrite kroneckerDr; apply: (closed_add closed).
    by rewrite kroneckerZr; apply: (closed_scale closed).
  by rewrite -bracket_columns; apply: (closed_bracket closed).
- by apply: gens; left; rewrite !inE eqxx orbT.
by apply: gens; right; rewrite tr_kronecker trmxK trmx1 !inE eqxx orbT.
Qed.
(* Only 0 is both a multiple of I and in the algebra of B. *)
Lemma scalar_preserving k (a : F) : 2%:R != 0 :> F -> preserving (a *: 1%:M : 'M[F]_k.+1) -> a = 0.
Proof.
move=> two; rewrite /preserving linearZ /= trmx1 -scalemxAl -scalemxAr mul1mx mulmx1 -scalerDr => /matrixP /(_ 0 ord_max).
rewrite !mxE /= add0n eqxx expr0 => /eqP; rewrite mulf_eq0 => /orP [/eqP //|].
by rewrite -[1 + 1]/(2%:R) (negbTE two).
Qed.

Lemma pair_with_identity_dimension k : 2%:R != 0 :> F ->
  dimension (fun Z : 'M[F]_p => Z^T *m alternating F p + alternating F p *m Z = 0) k ->
  dimension (generated (fun Y => [\/ Y = S, Y = S^T | Y = I])) k.+1.
Proof.
move=> two dim; have lin : linear (fun x : 'M[F]_p * 'M[F]_1 => x.1 + x.2 0 0 *: I : 'M[F]_p).
  by move=> a [Z x] [Z' x'] /=; rewrite !mxE scalerDl scalerDr scalerA addrACA.
pose f : {linear _ -> _} := Linear lin; have dims := dimension_pair dim (dimension_matrices F 1 1).
have -> : k.+1 = (k + 1 * 1)%N by rewrite addn1.
apply: dimension_iff (dimension_image (f := f) _ dims) => [X|[Z x] [/= Z_pres _] zero].
  rewrite (pair_with_identity X two); split=> [[[Z x] [/= Z_pres _] ->]|[Z [a [Z_pres ->]]]]; first by exists Z, (x 0 0).
  by exists (Z, a%:M); rewrite //= mxE mulr1n.
have Z_eq : Z = - x 0 0 *: I by apply/eqP; rewrite scaleNr -addr_eq0 zero.
have x0 : x 0 0 = 0 by apply/eqP; rewrite -oppr_eq0; apply/eqP/(scalar_preserving two (k := m)); rewrite -Z_eq.
rewrite Z_eq x0 oppr0 scale0r; congr (_, _); apply/matrixP => i j.
by rewrite !ord1 x0 mxE.
Qed.

Lemma cross_dimension k l : 2%:R != 0 :> F ->
  dimension (fun Z : 'M[F]_p => Z^T *m alternating F p + alternating F p *m Z = 0) k ->
  dimension (fun Z : 'M[F]_q => Z^T *m alternating F q + alternating F q *m Z = 0) l ->
  dimension (generated (fun Y => Y \in cross \/ Y^T \in cross)) (k + l).+1.
Proof.
move=> two dim_p dim_q.
have lin : linear (fun x : 'M[F]_p * 'M[F]_q * 'M[F]_1 => K x.1.1 I + K I x.1.2 + x.2 0 0 *: I : 'M[F]_(p * q)).
  move=> a [[A C] x] [[A' C'] x'] /=; rewrite !mxE kroneckerDl kroneckerDr kroneckerZl kroneckerZr scalerDl !scalerDr !scalerA.
  by move: (a *: K A I) (K A' I) (a *: K I C) (K I C') ((a * x 0 0) *: I) (x' 0 0 *: I) => y y' z z' w w'; additive.
pose f : {linear _ -> _} := Linear lin.
have dims := dimension_pair (dimension_pair dim_p dim_q) (dimension_matrices F 1 1).
have -> : (k + l).+1 = (k + l + 1 * 1)%N by rewrite addn1.
apply: dimension_iff (dimension_image (f := f) _ dims) => [X|[[A C] x] [/= [A_pres C_pres] _] zero].
  rewrite (cross_generates X two); split=> [[[[A C] x] [/= [A_pres C_pres] _] ->]|[A [C [a [A_pres C_pres ->]]]]].
    by exists A, C, (x 0 0).
  by exists (A, C, a%:M); rewrite //= mxE mulr1n.
have entry i j i' j' : A i i' * (j == j')%:R + (i == i')%:R * C j j' + x 0 0 * (i == i')%:R * (j == j')%:R = 0.
  have := congr1 (fun M : 'M_(p * q) => M (flat i j) (flat i' j')) zero.
  rewrite -[X in _ + X](congr1 (GRing.scale _) (kronecker1 F p q)) -kroneckerZl [LHS]mxE [X in X + _]mxE !kronecker_entry.
  by rewrite !mxE.
have A_eq : A = - (C 0 0 + x 0 0) *: I.
  apply/matrixP => i i'; have := entry i 0 i' 0; rewrite !mxE eqxx !mulr1 => /eqP; rewrite -addrA addr_eq0 => /eqP ->.
  by rewrite mulNr mulrDl [C 0 0 * _]mulrC.
have A0 : - (C 0 0 + x 0 0) = 0 by apply: (scalar_preserving two (k := m)); rewrite -A_eq.
have C_eq : C = - x 0 0 *: I.
  apply/matrixP => j j'; have := entry 0 j 0 j'; rewrite A_eq A0 !mxE !mul0r eqxx mul1r mulr1 add0r => /eqP.
  by rewrite addr_eq0 => /eqP ->; rewrite mulNr.
have x0 : - x 0 0 = 0 by apply: (scalar_preserving two (k := n)); rewrite -C_eq.
rewrite A_eq A0 C_eq x0 !scale0r; congr (_, _, _); apply/matrixP => i j.
by rewrite !ord1 mxE; apply/eqP; rewrite -oppr_eq0 x0.
Qed.
End Narrow.

(* The alternating form of an odd number of points, 2 h + 1, has the signature (h + 1, h) or (h, h + 1). *)
Section Signature.
Variables (F : fieldType) (h : nat).
Hypothesis two : 2%:R != 0 :> F.
Local Notation n := (h + h)%N.
Local Notation d := n.+1.
Local Notation B := (alternating F d).
Local Notation sgn := (fun k : nat => (-1) ^+ k : F).

Definition split_form : 'M[F]_d := diag_mx (\row_s (-1) ^+ (h < s)%N).

Lemma sum_at (s : 'I_d) (f : 'I_d -> F) : \sum_k (k == s)%:R * f k = f s.
Proof. by rewrite (bigD1 s) //= eqxx mul1r big1 ?addr0 // => k /negPf ->; rewrite mul0r. Qed.

Lemma opposite_point (s t : 'I_d) : (s + t == n)%N = (t == rev_ord s).
Proof.
have le : (s <= n)%N by rewrite -ltnS.
by rewrite -val_eqE /= subSS -(eqn_add2l s (t : nat)) subnKC.
Qed.

Let a (s : 'I_d) : F := if (s <= h)%N then 1 else - (sgn h * sgn s / 2%:R).
Let b (s : 'I_d) : F := if (s < h)%N then sgn h * sgn s / 2%:R else (h < s)%N%:R.
Let T : 'M[F]_d := \matrix_(s, t) ((t == s)%:R * a s + (t == rev_ord s)%:R * b s).

Lemma sgn_opposite (s : 'I_d) : sgn (rev_ord s) = sgn s.
Proof.
have le : (s <= n)%N by rewrite -ltnS.
by rewrite /= subSS -signr_odd oddB // oddD addbb addFb signr_odd.
Qed.

Lemma form_entry s t :
  (T *m B *m T^T) s t = sgn s * ((t == s)%:R * (a s * b t + b s * a t) + (t == rev_ord s)%:R * (a s * a t + b s * b t)).
Proof.
have right k : (B *m T^T) k t = sgn k * ((t == rev_ord k)%:R * a t + (t == k)%:R * b t).
  rewrite mxE; under eq_bigr => l _ do rewrite alternating_entry opposite_point -mulrA mxE.
  rewrite sum_at mxE [rev_ord k == t]eq_sym; congr (_ * (_ + _%:R * _)).
  by rewrite (inj_eq rev_ord_inj) eq_sym.
rewrite -mulmxA mxE; under eq_bigr => k _ do rewrite right mxE mulrDl -!mulrA.
rewrite big_split /= !sum_at sgn_opposite rev_ordK.
rewrite [a s * (_ * _)]mulrCA [b s * (_ * _)]mulrCA -mulrDr; congr (_ * _); rewrite !mulrDr.
rewrite ![a s * (_ * _)]mulrCA ![b s * (_ * _)]mulrCA; move: (_ * (a s * a t)) (_ * (a s * b t)) => x y.
by move: (_ * (b s * a t)) (_ * (b s * b t)) => z w; additive.
Qed.

Lemma half_twice x : x / 2%:R + x / 2%:R = x :> F.
Proof. by rewrite -mulrDl -mulr2n -mulr_natr mulfK. Qed.

(* In a basis T it is (-1)^h diag(1, ..., 1, -1, ..., -1), with h + 1 ones. *)
Lemma form_signature : exists2 P, P \in unitmx & P *m B *m P^T = (-1) ^+ h *: split_form.
Proof.
have e : T *m B *m T^T = (-1) ^+ h *: split_form.
  have square (s : 'I_d) : sgn s * sgn s = 1 by rewrite -expr2 sqrr_sign.
  apply/matrixP => s t; rewrite form_entry mxE [split_form s t]mxE mxE [s == t]eq_sym.
  have double_eq x y : (x + x == y + y)%N = (y == x) by rewrite !addnn eq_sym -!muln2 eqn_mul2r.
  have rev_h : (rev_ord s == s :> nat) = (s == h :> nat).
    rewrite /= subSS -(eqn_add2r s) subnK; last by rewrite -ltnS.
    exact: double_eq.
  case: (altP (t =P s)) => [->|ne].
    rewrite mul1r mulr1n eq_sym -val_eqE rev_h /a /b; case: (ltngtP s h) => [lt|gt|e] /=.
    - by rewrite mul0r addr0 mul1r mulr1 half_twice mulrCA square.
    - by rewrite mul0r addr0 mulr1 mul1r -opprD half_twice mulrN mulrCA square expr1 mulrN1 mulr1.
    by rewrite ?(mulr0, mul0r, addr0, add0r, mulr1, mul1r) e.
  rewrite mul0r mulr0n mulr0 add0r; case: (altP (t =P rev_ord s)) => [e|_]; last by rewrite mul0r mulr0.
  have s_h : (s == h :> nat) = false by rewrite -rev_h val_eqE -e (negbTE ne).
  have t_s : sgn t = sgn s by rewrite e sgn_opposite.
  have sum : (s + t)%N = n by apply/eqP; rewrite opposite_point e.
  rewrite mul1r /a /b t_s; case: (ltngtP s h) s_h => // [lt|gt] _.
    have gt : (h < t)%N by rewrite -(ltn_add2l s) sum ltn_add2r.
    by rewrite [(t <= h)%N]leqNgt gt /= ltnNge (ltnW gt) /= mul1r mulr1 addNr mulr0.
  have lt : (t < h)%N by rewrite -(ltn_add2l s) sum ltn_add2r.
  by rewrite (ltnW lt) lt /= mulr1 mul1r addNr mulr0.
exists T => //; have unit_J : split_form *m split_form = 1%:M.
  apply/matrixP => s t; rewrite mul_diag_mx !mxE -mulr_natr mulrA -expr2 sqrr_sign mul1r.
  by [].
have [] // := @mulmx1_unit _ _ T (B *m T^T *m ((-1) ^+ h *: split_form)).
rewrite !mulmxA e -scalemxAl -scalemxAr scalerA -expr2 sqrr_sign scale1r unit_J.
by [].
Qed.

(* and its algebra is so(h + 1, h): in the basis P, L is in that of diag(1, ..., 1, -1, ..., -1). *)
Lemma algebra_signature : exists2 P, P \in unitmx & forall X,
  let Y := invmx P *m X *m P in X^T *m B + B *m X = 0 <-> Y^T *m split_form + split_form *m Y = 0.
Proof.
have [P unit_P P_B] := form_signature; have unit_Pt : P^T \in unitmx by rewrite unitmx_tr.
exists P^T => // X Y; have e : P *m (X^T *m B + B *m X) *m P^T = (-1) ^+ h *: (Y^T *m split_form + split_form *m Y).
  rewrite scalerDr scalemxAr -P_B scalemxAl -P_B /Y !trmx_mul trmxK trmx_inv trmxK mulmxDr mulmxDl !mulmxA mulmxKV //.
  by rewrite mulmxK.
split=> zero.
  by apply: (can_inj (signrZK h)); rewrite -e zero mulmx0 mul0mx scaler0.
apply: (can_inj (mulmxK unit_Pt)); apply: (can_inj (mulKmx unit_P)).
by rewrite mulmxA e zero scaler0 mul0mx mulmx0.
Qed.
End Signature.
