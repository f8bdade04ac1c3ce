(* What zero-padded shifts of images generate: on p x q points, p, q > 1, those along both axes and one diagonal all of sl(p q). *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension padded_shifts subalgebra alternating_form generated p4_cnn.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Bilinear.
Variables (R : comRingType) (p q : nat).
Implicit Types (A : 'M[R]_p) (B : 'M[R]_q).
Local Notation K := (@kronecker R p q p q).

Lemma kroneckerDl A A' B : K (A + A') B = K A B + K A' B.
Proof. by apply/matrixP => s t; rewrite !mxE mulrDl. Qed.
Lemma kroneckerDr A B B' : K A (B + B') = K A B + K A B'.
Proof. by apply/matrixP => s t; rewrite !mxE mulrDr. Qed.
Lemma kroneckerNl A B : K (- A) B = - K A B.
Proof. by apply/matrixP => s t; rewrite !mxE mulNr. Qed.
Lemma kroneckerNr A B : K A (- B) = - K A B.
Proof. by apply/matrixP => s t; rewrite !mxE mulrN. Qed.
Lemma kroneckerZl a A B : K (a *: A) B = a *: K A B.
Proof. by apply/matrixP => s t; rewrite !mxE mulrA. Qed.
Lemma kroneckerZr a A B : K A (a *: B) = a *: K A B.
Proof. by apply/matrixP => s t; rewrite !mxE mulrCA. Qed.
Lemma kronecker0l B : K 0 B = 0.
Proof. by apply/matrixP => s t; rewrite !mxE mul0r. Qed.
Lemma kronecker0r A : K A 0 = 0.
Proof. by apply/matrixP => s t; rewrite !mxE mulr0. Qed.
Lemma tr_kronecker A B : (K A B)^T = K A^T B^T.
Proof. by apply/matrixP => s t; rewrite !mxE. Qed.

Lemma same_point (s t : 'I_(p * q)) :
  (s == t) = (row_of s == row_of t :> nat) && (column_of s == column_of t :> nat).
Proof.
apply/eqP/andP => [->|[/eqP rows /eqP columns]]; first by rewrite !eqxx.
by rewrite -[s]flat_of -[t]flat_of; congr (flat _ _); apply/val_inj.
Qed.

Lemma kronecker1 : K 1%:M 1%:M = 1%:M.
Proof. by apply/matrixP => s t; rewrite !mxE same_point -natrM mulnb. Qed.

Lemma bracket_kronecker A B A' B' : bracket (K A B) (K A' B') = K (A *m A') (B *m B') - K (A' *m A) (B' *m B).
Proof. by rewrite /bracket !kronecker_product. Qed.

Lemma bracket_rows A A' B : bracket (K A 1%:M) (K A' B) = K (bracket A A') B.
Proof. by rewrite bracket_kronecker mul1mx mulmx1 /bracket kroneckerDl kroneckerNl. Qed.

Lemma bracket_columns A B B' : bracket (K 1%:M B) (K A B') = K A (bracket B B').
Proof. by rewrite bracket_kronecker mul1mx mulmx1 /bracket kroneckerDr kroneckerNr. Qed.
End Bilinear.

Section Line.
Variables (F : fieldType) (n : nat).
Local Notation E := (unit F n.+1).
Local Notation S := (padded_shift F n.+2 1).

(* What a shift and back loses: a point at an end. *)
Lemma forth_and_back : S *m S^T = 1%:M - E 0 0.
Proof.
apply/matrixP => s t; rewrite shift_back_and_forth !mxE; case: (posnP s) => [s0|s_pos]; last first.
  rewrite /= subr0; case: (posnP t) => [t0|t_pos] /=; last by rewrite -(eqn_add2r 1) !subnK.
  by case: eqP => // e; rewrite e t0 in s_pos.
by rewrite /= -val_eqE /= s0 [(0%N == _)]eq_sym subrr.
Qed.

Lemma back_and_forth : S^T *m S = 1%:M - E n.+1 n.+1.
Proof.
apply/matrixP => s t; rewrite shift_forth_and_back !mxE eqn_add2r -val_eqE /= addn1 ltnS ltn_neqAle.
rewrite -ltnS ltn_ord andbT; case: (s =P t :> nat) => [<-|ne] /=; last first.
  by case: eqP => [s_n|_]; rewrite /= ?subr0 //; case: eqP => [t_n|]; rewrite ?subr0 //; case: ne; rewrite s_n t_n.
by rewrite andbb; case: eqP; rewrite ?subrr ?subr0.
Qed.

Lemma first_shifted : E 0 0 *m S = 0 /\ S *m E 0 0 = E 1 0.
Proof. by rewrite unit_shift_corner shift_unit. Qed.

Lemma last_shifted : E n.+1 n.+1 *m S = E n.+1 n /\ S *m E n.+1 n.+1 = 0.
Proof. by rewrite unit_shift // shift_unit [E n.+2 _]unit_outside. Qed.

Lemma first_bracket : bracket S (E 0 0) = E 1 0.
Proof. exact: bracket_corner. Qed.

Lemma last_bracket : bracket S (E n.+1 n.+1) = - E n.+1 n.
Proof. by have [right left] := last_shifted; rewrite /bracket left right sub0r. Qed.

Local Notation T := (E 0 0 - E 1 1).

Lemma step_back : bracket S^T (E 1 0) = T.
Proof. exact: bracket_back. Qed.

Lemma step_products : [/\ T *m E 1 0 = - E 1 0, E 1 0 *m T = E 1 0 & T *m T = E 0 0 + E 1 1].
Proof.
rewrite !mulmxBl !mulmxBr !unit_product //= !scale0r !scale1r sub0r !subr0 ?sub0r.
by split=> //; rewrite opprK.
Qed.
End Line.

Section Images.
Variables (F : fieldType) (m n : nat).
Local Notation p := m.+2.
Local Notation q := n.+2.
Local Notation K := (@kronecker F p q p q).
Local Notation E := (unit F m.+1).
Local Notation E' := (unit F n.+1).
Local Notation S := (padded_shift F p 1).
Local Notation S' := (padded_shift F q 1).
Local Notation I := (1%:M).

(* The shifts by one along the rows, along the columns and along a diagonal. *)
Definition one_step : seq 'M[F]_(p * q) := [:: K S I; K I S'; K S S'].
Local Notation G := (fun Y => Y \in one_step \/ Y^T \in one_step).

Section Closed.
Variable g : 'M[F]_(p * q) -> Prop.
Hypotheses (two : 2%:R != 0 :> F) (closed : subalgebra g) (gG : forall Y, G Y -> g Y).

Lemma held A B : K A B \in one_step -> g (K A B) /\ g (K A^T B^T).
Proof. by move=> inside; split; apply: gG; rewrite ?inside; [left|right; rewrite tr_kronecker !trmxK]. Qed.

Lemma g_rows : g (K S I) /\ g (K S^T I). Proof. by rewrite -{2}(trmx1 F q); apply: held; rewrite !inE eqxx. Qed.
Lemma g_columns : g (K I S') /\ g (K I S'^T). Proof. by rewrite -{2}(trmx1 F p); apply: held; rewrite !inE eqxx orbT. Qed.
Lemma g_diagonal : g (K S S') /\ g (K S^T S'^T). Proof. by apply: held; rewrite !inE eqxx !orbT. Qed.

Let e00 := K (E 0 0) (E' 0 0).
Let corners := e00 - K (E m.+1 m.+1) (E' n.+1 n.+1).
Let u := K (E 1 0) (E' 1 0).
Let v := K (E m.+1 m) (E' n.+1 n).

Lemma g_corners : g corners.
Proof.
have [rows rowsT] := g_rows; have [columns columnsT] := g_columns; have [diagonal diagonalT] := g_diagonal.
have -> : corners = bracket (K S S') (K S^T S'^T) - bracket (K S I) (K S^T I) - bracket (K I S') (K I S'^T).
  rewrite bracket_rows bracket_columns bracket_kronecker /bracket !forth_and_back !back_and_forth /corners /e00.
  rewrite !(kroneckerDl, kroneckerDr, kroneckerNl, kroneckerNr) !kronecker1.
  move: (K (E 0 0) _) (K _ (E' 0 0)) (K (E m.+1 m.+1) _) (K _ (E' n.+1 n.+1)) => a b c e.
  by additive.
by apply: (closed_sub closed); [apply: (closed_sub closed)|]; apply: (closed_bracket closed).
Qed.

Lemma g_u : g u.
Proof.
have [rows rowsT] := g_rows; have [columns columnsT] := g_columns; have [diagonal _] := g_diagonal.
have [first1 first2] := first_shifted F m; have [first1' first2'] := first_shifted F n.
have [last1 last2] := last_shifted F m; have [last1' last2'] := last_shifted F n.
have sum : bracket corners (K S S') = - v - u.
  rewrite /bracket /corners /e00 mulmxBl mulmxBr !kronecker_product first1 first2 first1' first2' last1 last2 last1' last2'.
  by rewrite !kronecker0l sub0r subr0.
have side : bracket corners (K S I) = - K (E m.+1 m) (E' n.+1 n.+1) - K (E 1 0) (E' 0 0).
  rewrite /bracket /corners /e00 mulmxBl mulmxBr !kronecker_product first1 first2 last1 last2 !mulmx1 !mul1mx.
  by rewrite !kronecker0l sub0r subr0.
have difference : bracket (K I S') (bracket corners (K S I)) = v - u.
  rewrite side /bracket mulmxBr mulmxBl !mulmxN !mulNmx !kronecker_product !mulmx1 !mul1mx.
  rewrite first1' first2' last1' last2' !kronecker0r.
  by rewrite -/u -/v; move: u v => x y; additive.
apply: (closed_half closed two).
have -> : u *+ 2 = - bracket corners (K S S') - bracket (K I S') (bracket corners (K S I)).
  by rewrite sum difference mulr2n; move: u v => x y; additive.
have gc := g_corners; apply: (closed_sub closed); first by apply: (closed_opp closed); apply: (closed_bracket closed).
by apply: (closed_bracket closed) => //; apply: (closed_bracket closed).
Qed.

(* One step along one axis at the corner. *)
Lemma g_steps : g (K (E 1 0) (E' 0 0)) /\ g (K (E 0 0) (E' 1 0)).
Proof.
have [_ rows] := g_rows; have [_ columns] := g_columns; have gu := g_u.
pose T := E 0 0 - E 1 1; pose T' := E' 0 0 - E' 1 1.
have [T_E E_T T_T] := step_products F m; have [T_E' E_T' T_T'] := step_products F n.
have right : g (K (E 1 0) T') by rewrite /T' -(step_back F n) -bracket_columns; apply: (closed_bracket closed).
have left : g (K T (E' 1 0)) by rewrite /T -(step_back F m) -bracket_rows; apply: (closed_bracket closed).
have both : g (K T T') by rewrite {1}/T -(step_back F m) -bracket_rows; apply: (closed_bracket closed).
split; apply: (closed_half closed two).
  have twice : g (K (E 1 0) (E' 0 0 + E' 1 1)).
    apply: (closed_half closed two); have -> : K (E 1 0) (E' 0 0 + E' 1 1) *+ 2 = - bracket (K T T') (K (E 1 0) T').
      rewrite bracket_kronecker T_E E_T T_T' kroneckerNl mulr2n; move: (K _ _) => x; additive.
    by apply: (closed_opp closed); apply: (closed_bracket closed).
  have -> : K (E 1 0) (E' 0 0) *+ 2 = K (E 1 0) (E' 0 0 + E' 1 1) + K (E 1 0) T'.
    by rewrite !kroneckerDr kroneckerNr mulr2n; move: (K _ (E' 0 0)) (K _ (E' 1 1)) => x y; additive.
  exact: (closed_add closed).
have twice : g (K (E 0 0 + E 1 1) (E' 1 0)).
  apply: (closed_half closed two); have -> : K (E 0 0 + E 1 1) (E' 1 0) *+ 2 = - bracket (K T T') (K T (E' 1 0)).
    rewrite bracket_kronecker T_E' E_T' T_T kroneckerNr mulr2n; move: (K _ _) => x; additive.
  by apply: (closed_opp closed); apply: (closed_bracket closed).
have -> : K (E 0 0) (E' 1 0) *+ 2 = K (E 0 0 + E 1 1) (E' 1 0) + K T (E' 1 0).
  by rewrite !kroneckerDl kroneckerNl mulr2n; move: (K (E 0 0) _) (K (E 1 1) _) => x y; additive.
exact: (closed_add closed).
Qed.

(* From there the first column of the unit matrices, but for its corner. *)
Lemma g_column i k : (0 < i + k)%N -> g (K (E i 0) (E' k 0)).
Proof.
have [rows _] := g_rows; have [columns _] := g_columns; have [step step'] := g_steps.
elim: k => [|k IH]; last first.
  rewrite addnS => _; case: (posnP (i + k)) => [/eqP|pos]; last first.
    by rewrite -(bracket_corner F n.+1 k) -bracket_columns; apply: (closed_bracket closed) => //; apply: IH.
  by rewrite addn_eq0 => /andP [/eqP -> /eqP ->].
rewrite addn0; elim: i => // -[|i] IHi _ //.
by rewrite -(bracket_corner F m.+1 i.+1) -bracket_rows; apply: (closed_bracket closed) => //; apply: IHi.
Qed.
End Closed.

(* Hence all matrices of trace 0. *)
Lemma one_step_generates X : 2%:R != 0 :> F -> generated G X <-> \tr X = 0.
Proof.
move=> two; split=> [gen|zero g closed gG].
  apply: (gen (fun Y => \tr Y = 0)) => [|Y].
    split=> [Y Z eY eZ|a Y eY|Y Z _ _].
    - by rewrite mxtraceD eY eZ addr0.
    - by rewrite mxtraceZ eY mulr0.
    by rewrite /bracket linearB /= mxtrace_mulC subrr.
  have shift_entry l (s : 'I_l) : padded_shift F l 1 s s = 0.
    by rewrite mxE addn1 ltn_eqF.
  suff trace Z : Z \in one_step -> \tr Z = 0 by case=> [/trace //|/trace]; rewrite mxtrace_tr.
  rewrite !inE => /or3P [] /eqP ->; rewrite /mxtrace big1 // => s _; rewrite mxE.
  - by rewrite shift_entry mul0r.
  - by rewrite shift_entry mulr0.
  by rewrite shift_entry mul0r.
have column := g_column two closed gG.
have row i k : (0 < i + k)%N -> g (K (E 0 i) (E' 0 k)).
  move=> pos; rewrite -[E 0 i]tr_unit -[E' 0 k]tr_unit -tr_kronecker.
  apply: (g_column (g := fun Y => g Y^T)) pos => //; first exact: transposed_subalgebra.
  by move=> Y [Y_in|Y_in]; apply: gG; rewrite ?trmxK; [right|left].
pose e00 := K (E 0 0) (E' 0 0).
pose Z (s t : 'I_(p * q)) := K (E (row_of s) (row_of t)) (E' (column_of s) (column_of t)) - (s == t)%:R *: e00.
have delta s t : delta_mx s t = K (E (row_of s) (row_of t)) (E' (column_of s) (column_of t)).
  apply/matrixP => a b; rewrite !mxE !same_point -natrM mulnb.
  by congr ((nat_of_bool _)%:R); case: (row_of a == _ :> nat); case: (row_of b == _ :> nat); rewrite ?andbF.
have -> : X = \sum_s \sum_t X s t *: Z s t.
  under [RHS]eq_bigr => s _ do [under eq_bigr => t _ do rewrite scalerBr -delta; rewrite sumrB].
  rewrite sumrB -matrix_sum_delta [X in _ - X](_ : _ = \tr X *: e00); first by rewrite zero scale0r subr0.
  rewrite /mxtrace scaler_suml; apply: eq_bigr => s _; rewrite (bigD1 s) //= eqxx scale1r big1 ?addr0 // => t ne.
  by rewrite eq_sym (negbTE ne) scale0r scaler0.
have g0 : g (K S I) by apply: gG; left; rewrite !inE eqxx.
apply: (closed_sum closed g0) => s; apply: (closed_sum closed g0) => t; apply: (closed_scale closed); rewrite /Z.
have origin (r : 'I_(p * q)) : (row_of r + column_of r == 0)%N -> row_of r = 0%N :> nat /\ column_of r = 0%N :> nat.
  by rewrite addn_eq0 => /andP [/eqP -> /eqP ->].
case: (posnP (row_of s + column_of s)) => [/eqP/origin [rs cs]|s_pos].
  case: (posnP (row_of t + column_of t)) => [/eqP/origin [rt ct]|t_pos].
    by rewrite same_point rs cs rt ct scale1r subrr; exact: closed_zero closed _ g0.
  have ne : s != t by apply: contraTneq t_pos => <-; rewrite rs cs.
  by rewrite (negbTE ne) scale0r subr0 rs cs; apply: row.
case: (posnP (row_of t + column_of t)) => [/eqP/origin [rt ct]|t_pos].
  have ne : s != t by apply: contraTneq s_pos => ->; rewrite rt ct.
  by rewrite (negbTE ne) scale0r subr0 rt ct; apply: column.
have inside l (i : 'I_l.+1) : (i <= l)%N by rewrite -ltnS.
have := closed_bracket closed (column _ _ s_pos) (row _ _ t_pos); rewrite bracket_kronecker !unit_product ?inside //.
rewrite !scale1r kroneckerZl kroneckerZr scalerA same_point -natrM mulnb -/e00.
by rewrite [(row_of t == _ :> nat)]eq_sym [(column_of t == _ :> nat)]eq_sym.
Qed.

(* The nine shifts of a 3 x 3 stencil. *)
Definition stencil : seq 'M[F]_(p * q) := [seq K A B | A <- [:: S; I; S^T], B <- [:: S'; I; S'^T]].

Lemma trace_scalar (X : 'M[F]_(p * q)) : (p * q)%:R != 0 :> F -> exists2 Y, \tr Y = 0 & X = Y + (\tr X / (p * q)%:R) *: I.
Proof.
move=> size; exists (X - (\tr X / (p * q)%:R) *: I); last by rewrite subrK.
by rewrite linearB linearZ /= mxtrace1 divfK // subrr.
Qed.

(* They generate all matrices. *)
Lemma stencil_generates X : 2%:R != 0 :> F -> (p * q)%:R != 0 :> F -> generated (fun Y => Y \in stencil) X.
Proof.
move=> two size g closed gens; have [Y zero ->] := trace_scalar X size.
have inside A B : A \in [:: S; I; S^T] -> B \in [:: S'; I; S'^T] -> g (K A B).
  by move=> A_in B_in; apply: gens; apply: allpairs_f.
apply: (closed_add closed); last by apply: (closed_scale closed); rewrite -kronecker1; apply: inside; rewrite !inE eqxx orbT.
move/(one_step_generates Y two): zero => gen; apply: gen closed _ => Z; rewrite !inE => -[|].
  by case/or3P => /eqP ->; apply: inside; rewrite !inE eqxx ?orbT.
by case/or3P => /eqP /(canRL trmxK) ->; rewrite tr_kronecker ?trmx1; apply: inside; rewrite !inE eqxx ?orbT.
Qed.
End Images.
