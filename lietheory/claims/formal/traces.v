(* What shifts by one and by two generate: all matrices of trace 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts subalgebra alternating_form generated.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Traces.
Variables (F : fieldType) (n : nat).
Local Notation d := n.+1.
Local Notation M := 'M[F]_d.
Implicit Types (X Y : M) (g : M -> Prop) (i j k : nat).
Local Notation E := (unit F n).
Local Notation S := (padded_shift F d 1).
Local Notation B := (alternating F d).
Local Notation sign := (sign F n).

Lemma form_preserving X : preserving X -> B *m X = - (X^T *m B) /\ X *m B = - (B *m X^T).
Proof.
move=> pres; have first : B *m X = - (X^T *m B) by apply/eqP; rewrite -addr_eq0 addrC pres.
split=> //; have := congr1 (fun Y => B *m Y *m B) first; rewrite mulmxN mulNmx !mulmxA alternating_square.
rewrite -[B *m X^T *m B *m B]mulmxA alternating_square mul_scalar_mx mul_mx_scalar -scalemxAl -scalerN.
by apply: can_inj (scalerK _) _ _; rewrite -unitfE; apply/unitrP; exists sign; rewrite sign_square.
Qed.

Lemma part_preserving a Z X : preserving Z -> bracket Z (part a X) = part a (bracket Z X).
Proof.
move=> /form_preserving [B_Z Z_B].
rewrite /part /bracket mulmxDr mulmxDl -scalemxAr -scalemxAl linearB /= !trmx_mul mulmxBr mulmxBl.
have left : Z *m (B *m X^T *m B) = - (B *m (Z^T *m X^T) *m B) by rewrite !mulmxA Z_B !mulNmx.
have right : B *m X^T *m B *m Z = - (B *m (X^T *m Z^T) *m B) by rewrite -!mulmxA B_Z !mulmxN.
rewrite left right scalerN scalerBr !scalerN.
by move: (Z *m X) (X *m Z) (a *: (B *m (Z^T *m X^T) *m B)) (a *: (B *m (X^T *m Z^T) *m B)) => x y z t; additive.
Qed.

Lemma star_unit (i j : nat) : (i <= n)%N -> (j <= n)%N -> sign *: (B *m E j i *m B) = (-1) ^+ (i + j) *: E (n - j) (n - i).
Proof.
move=> i_n j_n; apply/matrixP => s t; have e := sandwich F (Ordinal (j_n : (j < d)%N)) (Ordinal (i_n : (i < d)%N)) s t.
rewrite [LHS]mxE [RHS]mxE [E (n - j) (n - i) s t]mxE e !alternating_entry /=.
have -> : (s + j == n)%N = (s == n - j :> nat)%N by rewrite -[in RHS](eqn_add2r j) subnK.
have -> : (i + t == n)%N = (t == n - i :> nat)%N by rewrite -[in RHS](eqn_add2r i) subnK // addnC.
case: (s =P (n - j)%N :> nat) => [s_j|_]; last by rewrite /= !mul0r !mulr0.
case: (t =P (n - i)%N :> nat) => [_|_]; last by rewrite /= mul0r !mulr0.
have split_sign : sign = (-1) ^+ j * (-1) ^+ (n - j) by rewrite -exprD subnKC.
rewrite !mul1r mulr1 s_j exprD split_sign mulrA -[_ * _ * (-1) ^+ (n - j)]mulrA -expr2 sqrr_sign mulr1.
by rewrite mulrC.
Qed.

Section Traceless.
Variable g : M -> Prop.
Local Notation T := (padded_shift F d 2).
Hypotheses (two : 2%:R != 0 :> F) (closed : subalgebra g) (gS : g S) (gSt : g S^T) (gT : g T).
Local Notation N := (fun i j => part sign (E i j)).
Local Notation Q0 := (part (- sign) (E 0 0)).

Lemma gQ0 : g Q0.
Proof. by rewrite corner_part; apply: closed_opp => //; apply: closed_bracket. Qed.

Lemma Q0_preserving : preserving Q0.
Proof.
rewrite corner_part; apply: (closed_opp (preserving_subalgebra F n)); apply: (closed_bracket (preserving_subalgebra F n)).
  exact: forward_shift_preserves_the_form.
by rewrite /preserving trmxK shift_form addNr.
Qed.

Lemma Q0_units : Q0 = E 0 0 - E n n.
Proof.
have := @star_unit 0 0 isT isT; rewrite expr0 scale1r subn0 => star.
by rewrite /part tr_unit scaleNr star.
Qed.

Lemma N_outside i j : (n < i)%N -> N i j = 0. Proof. exact: part_outside. Qed.
Lemma N_corner i : bracket S (N i 0%N) = N i.+1 0%N. Proof. by rewrite part_bracket bracket_corner. Qed.
Lemma N_moves i j : (j < n)%N -> bracket S (N i j.+1) = N i.+1 j.+1 - N i j.
Proof. by move=> inside; rewrite part_bracket bracket_unit // part_sub. Qed.
Lemma N_back i j : (i < n)%N -> bracket S^T (N i.+1 j) = N i j - N i.+1 j.+1.
Proof. by move=> inside; rewrite part_bracket_back bracket_back // part_sub. Qed.

Lemma back_unit_corner : S^T *m E 0 1 = 0.
Proof. by rewrite -[E 0 1]tr_unit -trmx_mul unit_shift_corner trmx0. Qed.

Lemma N_two : g (N 2%N 0%N).
Proof.
have square : T = S *m S by rewrite same_sign_shifts_compose.
have Q_S : bracket Q0 S = - part (- sign) (E 1 0).
  by rewrite -(bracket_corner F n 0) -part_bracket /bracket opprB.
suff <- : - bracket Q0 T = N 2%N 0%N by apply: closed_opp => //; apply: closed_bracket => //; exact: gQ0.
have -> : bracket Q0 T = bracket Q0 S *m S + S *m bracket Q0 S.
  rewrite square /bracket mulmxBl mulmxBr !mulmxA.
  by move: (Q0 *m S *m S) (S *m Q0 *m S) (S *m S *m Q0) => x y z; additive.
rewrite Q_S mulNmx mulmxN -opprD opprK /part mulmxDl mulmxDr unit_shift_corner add0r shift_unit tr_unit scaleNr.
rewrite mulNmx mulmxN -scalemxAl -scalemxAr -[B *m E 0 1 *m B *m S]mulmxA form_shift mulmxN !mulmxA shift_form !mulNmx.
rewrite -[B *m S^T *m _]mulmxA back_unit_corner mulmx0 mul0mx oppr0 scaler0 oppr0 addr0 scalerN opprK addrC.
congr (_ + _ *: (_ *m _)); rewrite -mulmxA; congr (_ *m _).
by rewrite -(shift_unit F n 1 0) trmx_mul tr_unit.
Qed.
Lemma Q0_bracket i j : (i <= n)%N -> (j <= n)%N ->
  bracket Q0 (E i j) = (i == 0%N)%:R *: E 0 j - (i == n)%:R *: E n j - (j == 0%N)%:R *: E i 0 + (j == n)%:R *: E i n.
Proof.
move=> i_n j_n; rewrite Q0_units /bracket mulmxBl mulmxBr !unit_product // [(0 == i)%N]eq_sym [(n == i)%N]eq_sym.
by move: (_ *: E 0 j) (_ *: E n j) (_ *: E i 0) (_ *: E i n) => x y z t; additive.
Qed.

Lemma N_opposite i : (i < n)%N -> N i.+1 i = - N (n - i)%N (n - i.+1)%N.
Proof.
move=> i_n; have flip k : (-1) ^+ k.*2.+1 = -1 :> F by rewrite -signr_odd /= odd_double.
have star1 := star_unit i_n (ltnW i_n); rewrite addSn addnn flip in star1.
have star2 := star_unit (leq_subr i n) (leq_subr i.+1 n).
have e : (n - i = (n - i.+1).+1)%N by rewrite subnS prednK // subn_gt0.
have odd_sum : (n - i + (n - i.+1) = (n - i.+1).*2.+1)%N by rewrite e addSn addnn.
rewrite odd_sum flip !subKn ?(ltnW i_n) // in star2.
by rewrite /part !tr_unit star1 star2 !scaleN1r opprD opprK addrC.
Qed.

Lemma N_one : g (N 1%N 0%N).
Proof.
case: (ltnP 1 n) => [n2|n1]; last first.
  case: (posnP n) => [n0|n_pos]; first by rewrite N_outside ?n0 //; exact: closed_zero gS.
  have e : n = 1%N by apply/eqP; rewrite eqn_leq n1.
  have e1 : (n - 0 = 1)%N by rewrite subn0.
  have e2 : (n - 1 = 0)%N by rewrite e.
  have := N_opposite n_pos; rewrite e1 e2 => /eqP; rewrite -addr_eq0 -mulr2n => /eqP double.
  by apply: (closed_half closed two); rewrite double; exact: closed_zero gS.
have gD : g (N 1%N 0%N - N 2%N 1%N) by rewrite -N_back //; apply: closed_bracket => //; exact: N_two.
case: (ltnP 2 n) => [n3|n_2]; last first.
  have e : n = 2%N by apply/eqP; rewrite eqn_leq n_2.
  have e1 : (n - 0 = 2)%N by rewrite subn0.
  have e2 : (n - 1 = 1)%N by rewrite e.
  have := N_opposite (ltnW n2); rewrite e1 e2 => flip.
  by apply: (closed_half closed two); move: gD; rewrite -[N 2%N 1%N]opprK -flip opprK mulr2n.
have := closed_bracket closed gQ0 gD; rewrite -part_sub part_preserving; last exact: Q0_preserving.
have -> : bracket Q0 (E 1 0 - E 2 1) = bracket Q0 (E 1 0) - bracket Q0 (E 2 1).
  by rewrite /bracket mulmxBr mulmxBl; move: (Q0 *m E 1 0) (Q0 *m E 2 1) (E 1 0 *m Q0) (E 2 1 *m Q0) => x y z t; additive.
rewrite !Q0_bracket ?(ltnW n2) ?(ltnW (ltnW n2)) //.
have ne k : (k < n)%N -> (k == n) = false by move=> lt; rewrite ltn_eqF.
have -> : (0%N == n) = false by rewrite ne // (leq_trans _ n2).
rewrite (ne 1%N n2) (ne 2%N n3) /= !scale0r scale1r !subr0 !addr0 !sub0r ?subr0.
by move/(closed_opp closed); rewrite /part linearN /= mulmxN mulNmx scalerN -opprD opprK.
Qed.

Lemma N_chain k : g (N k.+1 k) /\ ((0 < k)%N -> g (N k k.-1)).
Proof.
elim: k => [|k [gN gN1]]; first by split=> //; exact: N_one.
split=> //; case: (ltnP k n) => [inside|out]; last by rewrite N_outside ?ltnS ?leqW //; exact: closed_zero gS.
have gD : g (N k k - N k.+1 k.+1) by rewrite -N_back //; apply: closed_bracket.
have gSD := closed_bracket closed gS gD.
have bracket_sub X Y : bracket S (X - Y) = bracket S X - bracket S Y.
  by rewrite /bracket mulmxBr mulmxBl; move: (S *m X) (S *m Y) (X *m S) (Y *m S) => x y z t; additive.
move: gSD; rewrite bracket_sub N_moves //; case: k inside gN gN1 gD => [|k] inside gN gN1 gD.
  rewrite N_corner => gSD.
  have e : N 2%N 1%N = N 1%N 0%N *+ 2 - (N 1%N 0%N - (N 2%N 1%N - N 1%N 0%N)).
    by rewrite mulr2n; move: (part sign (E 1 0)) (part sign (E 2 1)) => x y; additive.
  by rewrite e; apply: (closed_sub closed _ gSD); rewrite mulr2n; apply: closed_add.
rewrite N_moves ?(ltnW inside) // => gSD.
have e : N k.+3 k.+2 = N k.+2 k.+1 *+ 2 - N k.+1 k - (N k.+2 k.+1 - N k.+1 k - (N k.+3 k.+2 - N k.+2 k.+1)).
  by rewrite mulr2n; move: (part sign (E k.+3 k.+2)) (part sign (E k.+2 k.+1)) (part sign (E k.+1 k)) => x y z; additive.
by rewrite e; apply: (closed_sub closed _ gSD); apply: (closed_sub closed _ (gN1 isT)); rewrite mulr2n; apply: closed_add.
Qed.

Lemma N_lower i j : (j < i)%N -> g (N i j).
Proof.
move=> lt; apply: (lower_diagonals closed gS N_outside N_corner N_moves (c := 1)) => // k.
by case: (N_chain k).
Qed.

Lemma N_diagonal k : (k <= n)%N -> g (N 0%N 0%N - N k k).
Proof.
elim: k => [|k IH] lt; first by rewrite subrr; exact: closed_zero gS.
have -> : N 0%N 0%N - N k.+1 k.+1 = (N 0%N 0%N - N k k) + (N k k - N k.+1 k.+1) by rewrite addrA subrK.
apply: closed_add => //; first exact: IH (ltnW lt).
by rewrite -N_back //; apply: closed_bracket => //; case: (N_chain k).
Qed.
End Traceless.

(* With the shifts by 2 and -2 they generate all matrices of trace 0: sl(d), for every size. *)
Lemma shifts_by_two_generate X :
  let S2 := padded_shift F d 2 in
  2%:R != 0 :> F -> generated (fun Y => [\/ Y = S, Y = S^T | Y = S2 \/ Y = S2^T]) X <-> \tr X = 0.
Proof.
move=> S2 two; split=> [gen|zero g closed gens].
  apply: (gen (fun Y => \tr Y = 0)) => [|Y].
    split=> [Y Z eY eZ|a Y eY|Y Z _ _].
    - by rewrite mxtraceD eY eZ addr0.
    - by rewrite mxtraceZ eY mulr0.
    by rewrite /bracket linearB /= mxtrace_mulC subrr.
  have shift_trace k : \tr (padded_shift F d k.+1) = 0.
    by rewrite /mxtrace big1 // => s _; rewrite mxE; case: eqP => // e; have := ltnn s; rewrite {2}e addnS ltnS leq_addr.
  by case=> [->|->|[->|->]]; rewrite ?mxtrace_tr shift_trace.
have gS : g S by apply: gens; apply: Or31.
have gSt : g S^T by apply: gens; apply: Or32.
have gT : g S2 by apply: gens; apply: Or33; left.
have gTt : g S2^T by apply: gens; apply: Or33; right.
have lower i j : (j < i)%N -> g (part sign (E i j)) by apply: N_lower.
have upper i j : (i < j)%N -> g (part sign (E i j)).
  move=> lt; rewrite -[X in g X]trmxK part_tr tr_unit.
  by apply: (N_lower (g := fun Y => g Y^T)) => //; [exact: transposed_subalgebra|rewrite trmxK].
have diagonal := N_diagonal two closed gS gSt gT.
apply: (closed_half closed two).
have -> : X *+ 2 = part (- sign) X + part sign X by rewrite /part scaleNr mulr2n; move: (sign *: _) => y; additive.
apply: closed_add => //.
  rewrite part_sum; apply: (closed_sum closed gS) => i; apply: (closed_sum closed gS) => j; apply: closed_scale => //.
  exact: all_parts.
have -> : part sign X = \sum_i \sum_j X i j *: (part sign (E i j) - (i == j)%:R *: part sign (E 0 0)).
  under [RHS]eq_bigr => i _ do [under eq_bigr => j _ do rewrite scalerBr; rewrite sumrB].
  rewrite sumrB -part_sum [X in _ - X](_ : _ = \tr X *: part sign (E 0 0)); first by rewrite zero scale0r subr0.
  rewrite /mxtrace scaler_suml; apply: eq_bigr => i _; rewrite (bigD1 i) //= eqxx scale1r big1 ?addr0 // => j ne.
  by rewrite eq_sym (negbTE ne) scale0r scaler0.
apply: (closed_sum closed gS) => i; apply: (closed_sum closed gS) => j; apply: closed_scale => //.
case: (i =P j) => [<-|ne]; rewrite ?scale1r ?scale0r ?subr0.
  by rewrite -opprB; apply: closed_opp => //; apply: diagonal; rewrite -ltnS.
case: (ltngtP i j) => [lt|lt|e]; [exact: upper|exact: lower|by case: ne; apply/val_inj].
Qed.
End Traces.
