(* Positive definite second moments, and a basis of the inputs that splits them by what a linear map sees. *)
From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common lemma_eq14_dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Positive.
Variable F : realFieldType.

(* H is symmetric, and x H x^T > 0 for every row x but 0. *)
Definition positive d (H : 'M[F]_d) : Prop := symmetric H /\ forall x : 'rV_d, x != 0 -> (x *m H *m x^T) 0 0 > 0.

Lemma positive_unit d (H : 'M[F]_d) : positive H -> H \in unitmx.
Proof.
move=> [_ pos]; rewrite -row_free_unit -kermx_eq0; apply/eqP/row_matrixP => i; rewrite row0.
apply/eqP/negbNE/negP => nonzero; have := pos _ nonzero.
by rewrite -row_mul mulmx_ker row0 mul0mx mxE Order.POrderTheory.ltxx.
Qed.

Lemma positive_restricted d r (H : 'M[F]_d) (B : 'M[F]_(r, d)) : positive H -> row_free B -> positive (B *m H *m B^T).
Proof.
move=> [H_sym pos] free; split=> [|x nonzero].
  by rewrite /symmetric !trmx_mul trmxK H_sym mulmxA.
have -> : x *m (B *m H *m B^T) *m x^T = (x *m B) *m H *m (x *m B)^T by rewrite trmx_mul !mulmxA.
by apply: pos; rewrite mulmx_free_eq0.
Qed.

Lemma adapted_basis r q k (H : 'M[F]_(r + k)) (A : 'M[F]_(r + q, r + k)) :
  positive H -> \rank A = r ->
  exists P T (H1 : 'M_r) (H2 : 'M_k),
    [/\ P \in unitmx, T \in unitmx, positive H1, positive H2 &
        T *m H *m T^T = block_mx H1 0 0 H2 /\ A = P *m block_mx 1%:M 0 0 0 *m T].
Proof.
move=> pos rank; have [P [Q [unit_P unit_Q A_eq]]] := normal_form rank.
have Q_free : row_free Q by rewrite row_free_unit.
have G_pos := positive_restricted pos Q_free; set G := Q *m H *m Q^T in G_pos.
pose H1 := ulsubmx G; have G_sym := G_pos.1.
have H1_pos : positive H1.
  split=> [|x nonzero].
    by move: G_sym; rewrite /symmetric -[in X in X -> _](submxK G) tr_block_mx => /eq_block_mx [].
  have := G_pos.2 (row_mx x 0); rewrite row_mx_eq0 (negPf nonzero) /= => /(_ isT).
  by rewrite -[G]submxK mul_row_block tr_row_mx mul_row_col !mul0mx trmx0 mulmx0 !addr0 -/H1.
have unit_H1 := positive_unit H1_pos.
have low : dlsubmx G = (ursubmx G)^T.
  by move: G_sym; rewrite /symmetric -[in X in X -> _](submxK G) tr_block_mx => /eq_block_mx [_ _ -> _].
pose X := dlsubmx G *m invmx H1; pose L : 'M_(r + k) := block_mx 1%:M 0 (- X) 1%:M.
have unit_L : L \in unitmx by rewrite unitmxE det_lblock !det1 mulr1 unitr1.
have L_G : L *m G *m L^T = block_mx H1 0 0 (drsubmx G - X *m ursubmx G).
  rewrite -[G]submxK /L tr_block_mx !mulmx_block -/H1 trmx0 !trmx1 !mul1mx !mul0mx !mulmx1 !mulmx0 !addr0.
  rewrite linearN /= /X trmx_mul trmx_inv H1_pos.1 low trmxK !mulNmx mulmxKV // addNr !mul0mx !add0r.
  by rewrite block_mxKur block_mxKdr mulmxN mulKVmx // addNr addrC.
have L_free : row_free L by rewrite row_free_unit.
have LGL_pos := positive_restricted G_pos L_free; rewrite L_G in LGL_pos; set H2 := _ - _ in LGL_pos L_G.
have H2_pos : positive H2.
  split=> [|x nonzero].
    by have := LGL_pos.1; rewrite /symmetric tr_block_mx => /eq_block_mx [].
  have := LGL_pos.2 (row_mx 0 x); rewrite row_mx_eq0 (negPf nonzero) andbF => /(_ isT).
  by rewrite mul_row_block tr_row_mx mul_row_col !mul0mx !mulmx0 trmx0 ?mulmx0 !add0r.
exists P, (L *m Q), H1, H2; split=> //; first by rewrite unitmx_mul unit_L.
split; first by rewrite -L_G /G trmx_mul !mulmxA.
rewrite A_eq mulmxA; congr (_ *m _); rewrite -mulmxA; congr (_ *m _).
by rewrite /L mulmx_block !mulmx0 !mul0mx !mulmx1 !addr0.
Qed.
End Positive.
