From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common dimension.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* A row of the evidence is vec(grad^T x^T); times vec(h) it is grad . h x, so that the null space of E is the criterion *)
(* at the points. *)
Theorem evidence_row (R : comRingType) n (grad : 'rV[R]_n) (x : 'cV[R]_n) (h : 'M[R]_n) :
  mxvec (grad^T *m x^T) *m (mxvec h)^T = grad *m h *m x.
Proof. by rewrite mxvec_dotmul trmxK. Qed.

Section QuadraticForm.
Variables (F : numFieldType) (n : nat) (B : 'M[F]_n).

(* A quadratic form vanishes at every x if and only if its matrix is skew. *)
Lemma vanishing_form (K : 'M[F]_n) : (forall x : 'cV_n, x^T *m K *m x = 0) <-> skew K.
Proof.
split=> [zero|K_skew x]; last first.
  have e : (x^T *m K *m x)^T = x^T *m K^T *m x by rewrite !trmx_mul trmxK mulmxA.
  have scalar : (x^T *m K *m x)^T = x^T *m K *m x by apply/matrixP => i j; rewrite mxE !ord1.
  move: e; rewrite scalar K_skew mulmxN mulNmx => /eqP; rewrite -addr_eq0 => /eqP double.
  apply/matrixP => i j; move/matrixP: double => /(_ i j); rewrite !mxE -mulr2n => /eqP.
  by rewrite -mulr_natr mulf_eq0 Num.Theory.pnatr_eq0 orbF => /eqP.
have entry i j : (delta_mx i 0 : 'cV[F]_n)^T *m K *m (delta_mx j 0 : 'cV_n) = (K i j)%:M.
  by rewrite trmx_delta -rowE -colE; apply/matrixP => k l; rewrite !mxE !ord1 eqxx mulr1n.
apply/matrixP => j i; rewrite !mxE; pose e k := delta_mx k 0 : 'cV[F]_n; have := zero (e i + e j).
have -> : (e i + e j)^T = (e i)^T + (e j)^T by apply/matrixP => k l; rewrite !mxE.
rewrite !(mulmxDl, mulmxDr) !zero add0r addr0 !entry => /matrixP /(_ 0 0).
by rewrite !mxE eqxx !mulr1n => /eqP; rewrite addrC addr_eq0 => /eqP.
Qed.

Hypothesis form : symmetric B.

(* The slope of x^T B x along h x is x^T (B + B^T) h x; it vanishes at every x if and only if B h is skew. *)
Theorem form_symmetries h : (forall x : 'cV_n, x^T *m (B + B^T) *m h *m x = 0) <-> skew (B *m h).
Proof.
rewrite -vanishing_form; have slope x : x^T *m (B + B^T) *m h *m x = (x^T *m (B *m h) *m x) *+ 2.
  by rewrite form mulmxDr !mulmxDl mulr2n !mulmxA.
split=> zero x; last by rewrite slope zero mul0rn.
apply/matrixP => i j; have /matrixP /(_ i j) := zero x; rewrite slope mulmxnE !mxE => /eqP.
by rewrite -mulr_natr mulf_eq0 Num.Theory.pnatr_eq0 orbF => /eqP.
Qed.

(* For an invertible form the symmetries are h = B^-1 K with K skew, *)
Theorem form_symmetries_parametrised h :
  B \in unitmx -> (forall x : 'cV_n, x^T *m (B + B^T) *m h *m x = 0) <-> exists2 K, skew K & h = invmx B *m K.
Proof.
move=> unit_B; rewrite form_symmetries; split=> [skew_Bh|[K skew_K ->]]; last by rewrite mulKVmx.
by exists (B *m h); rewrite ?mulKmx.
Qed.
End QuadraticForm.

(* and for an invertible skew pairing x^T J y of two copies they are h = J^-1 S with S symmetric. *)
Theorem pairing_symmetries (R : comUnitRingType) n (J h : 'M[R]_n) :
  J \in unitmx -> skew J ->
  (forall x y : 'cV_n, (h *m x)^T *m J *m y + x^T *m J *m (h *m y) = 0) <-> exists2 S, symmetric S & h = invmx J *m S.
Proof.
move=> unit_J skew_J; have slope (x y : 'cV_n) :
    (h *m x)^T *m J *m y + x^T *m J *m (h *m y) = x^T *m (h^T *m J + J *m h) *m y.
  by rewrite trmx_mul mulmxDr mulmxDl !mulmxA.
have symmetric_Jh : h^T *m J + J *m h = J *m h - (J *m h)^T by rewrite trmx_mul skew_J mulmxN opprK addrC.
split=> [zero|[S S_sym h_eq] x y]; last by rewrite slope symmetric_Jh h_eq mulKVmx // S_sym subrr mulmx0 mul0mx.
exists (J *m h); rewrite ?mulKmx //; apply/eqP; rewrite eq_sym -subr_eq0 -symmetric_Jh; apply/eqP/matrixP => i j.
have /matrixP /(_ 0 0) := zero (delta_mx i 0) (delta_mx j 0).
by rewrite slope trmx_delta -rowE -colE !mxE => ->.
Qed.

(* Any map: outputs with gradients at the points, a point being as many copies of R^n as one likes. *)
Section AnyMap.
Variables (F : fieldType) (n copies outputs : nat).
Local Notation point := ('I_copies -> 'cV[F]_n).
Variable gradient : point -> 'I_outputs -> 'I_copies -> 'rV[F]_n.

(* sum_(c, i, j) dF_a / dx_(c, i) h_ij x_(c, j), which for a symmetry vanishes everywhere, *)
Definition slope (x : point) a (h : 'M[F]_n) : F := \sum_c \sum_i \sum_j gradient x a c 0 i * h i j * x c j 0.
Definition symmetry (h : 'M[F]_n) : Prop := forall x a, slope x a h = 0.

(* and the evidence, with the row vec(sum_c grad_(x_c) F_a x_c^T) for each point of a list and each output. *)
Definition evidence_of (x : point) a : 'rV[F]_(n * n) := mxvec (\sum_c (gradient x a c)^T *m (x c)^T).
Definition evidence N (xs : 'I_N -> point) : 'M[F]_(#|{: 'I_N * 'I_outputs}|, n * n) :=
  \matrix_k evidence_of (xs (enum_val k).1) (enum_val k).2.

Lemma evidence_of_slope x a h : evidence_of x a *m (mxvec h)^T = (slope x a h)%:M.
Proof.
rewrite /evidence_of linear_sum mulmx_suml; apply/matrixP => i j; rewrite !ord1 summxE [RHS]mxE mulr1n.
apply: eq_bigr => c _; rewrite evidence_row mxE exchange_big; apply: eq_bigr => k _ /=.
by rewrite mxE mulr_suml.
Qed.

Lemma evidence_null N (xs : 'I_N -> point) h : evidence xs *m (mxvec h)^T = 0 <-> forall k a, slope (xs k) a h = 0.
Proof.
have entry k : (evidence xs *m (mxvec h)^T) k 0 = slope (xs (enum_val k).1) (enum_val k).2 h.
  have <- : (row k (evidence xs) *m (mxvec h)^T) 0 0 = (evidence xs *m (mxvec h)^T) k 0 by rewrite -row_mul mxE.
  by rewrite rowK evidence_of_slope mxE mulr1n.
split=> [/colP zero k a|zero]; last by apply/colP => k; rewrite entry zero mxE.
by have := zero (enum_rank (k, a)); rewrite entry enum_rankK mxE.
Qed.

(* The symmetries of any map are in the null space, at any points. *)
Theorem symmetries_are_null N (xs : 'I_N -> point) h : symmetry h -> evidence xs *m (mxvec h)^T = 0.
Proof. by move=> sym; apply/evidence_null => k a. Qed.

(* Null spaces have the dimension that rank leaves. *)
Let dim_full m l : \dim (fullv : {vspace 'M[F]_(m, l)}) = (m * l)%N. Proof. by rewrite dimvf. Qed.

Lemma dimension_null m (A : 'M[F]_(m, n * n)) : dimension (fun h : 'M[F]_n => A *m (mxvec h)^T = 0) (n * n - \rank A).
Proof.
have lin : linear (fun h : 'M[F]_n => row_base A *m (mxvec h)^T).
  by move=> b g h; rewrite linearP linearD linearZ /= mulmxDr -scalemxAr.
pose f : {linear 'M[F]_n -> 'cV[F]_(\rank A)} := Linear lin.
have [B right] := row_freeP (row_base_free A).
have onto : (linfun f @: fullv)%VS = fullv.
  apply/vspaceP => y; rewrite memvf; apply/memv_imgP; exists (vec_mx (B *m y)^T); rewrite ?memvf //.
  by rewrite lfunE /= vec_mxK trmxK mulmxA right mul1mx.
exists (lker (linfun f)) => [h|]; last first.
  have := limg_ker_dim (linfun f) fullv; rewrite onto capfv !dim_full muln1 => sum.
  by apply: (@addIn (\rank A)); rewrite subnK ?rank_leq_col.
rewrite memv_ker lfunE /=; split=> [/eqP zero|]; first by rewrite -(mulmx_base A) -mulmxA zero mulmx0.
rewrite -{1}(mulmx_base A) -mulmxA => zero; apply/eqP; have [C left] := row_fullP (col_base_full A).
by rewrite -[LHS]mul1mx -left -mulmxA zero mulmx0.
Qed.

Variable k : nat.
Hypothesis symmetries : dimension symmetry k.

Lemma symmetries_bound : (k <= n * n)%N.
Proof. by case: symmetries => U _ <-; have := dimvS (subvf U); rewrite dim_full. Qed.

Lemma evidence_rank N (xs : 'I_N -> point) : (\rank (evidence xs) <= n * n - k)%N.
Proof.
case: symmetries => U U_sym dim_U; case: (dimension_null (evidence xs)) => K K_null dim_K.
have /dimvS : (U <= K)%VS by apply/subvP => h /U_sym sym; apply/K_null; apply: symmetries_are_null.
by rewrite dim_U dim_K !leq_subRL ?symmetries_bound ?rank_leq_col // addnC.
Qed.

(* Nothing else is in the null space if and only if the evidence has the rank n^2 - k, k being the dimension of the symmetries; *)
(* so at least n^2 - k rows are needed. *)
Theorem only_symmetries_by_rank N (xs : 'I_N -> point) :
  (forall h, evidence xs *m (mxvec h)^T = 0 <-> symmetry h) <-> \rank (evidence xs) = (n * n - k)%N.
Proof.
have null := dimension_null (evidence xs); split=> [same|rank_E h].
  by rewrite -(dimension_unique (dimension_iff same null) symmetries) subKn // rank_leq_col.
split=> [|sym]; last exact: symmetries_are_null.
case: null => K K_null; rewrite rank_E subKn ?symmetries_bound // => dim_K; case: symmetries => U U_sym dim_U.
have sub : (U <= K)%VS by apply/subvP => g /U_sym sym; apply/K_null; apply: symmetries_are_null.
have /eqP same : U == K by rewrite eqEdim sub dim_U dim_K leqnn.
by move/K_null; rewrite -same => /U_sym.
Qed.

Theorem enough_rows N (xs : 'I_N -> point) :
  (forall h, evidence xs *m (mxvec h)^T = 0 <-> symmetry h) -> (n * n - k <= N * outputs)%N.
Proof. by move/only_symmetries_by_rank => <-; rewrite (leq_trans (rank_leq_row _)) // card_prod !card_ord. Qed.

(* Further points keep it. *)
Theorem further_points N M (xs : 'I_N -> point) (ys : 'I_M -> point) (place : 'I_N -> 'I_M) :
  (forall i, ys (place i) = xs i) -> (forall h, evidence xs *m (mxvec h)^T = 0 <-> symmetry h) ->
  forall h, evidence ys *m (mxvec h)^T = 0 <-> symmetry h.
Proof.
move=> among only h; split=> [/evidence_null zero|sym]; last exact: symmetries_are_null.
by apply/only/evidence_null => i a; rewrite -among.
Qed.

(* General position, where each h is a symmetry or some point says that it is not, as it is in classical logic. Some n^2 - k rows *)
(* and columns of the evidence of n^2 - k points have a determinant that vanishes at some such points only: *)
Hypothesis decided : forall h, symmetry h \/ exists x a, slope x a h != 0.

Definition minor r (xs : 'I_r -> point) (output : 'I_r -> 'I_outputs) (entry : 'I_r -> 'I_(n * n)) : F :=
  \det (\matrix_(i, j) evidence_of (xs i) (output i) 0 (entry j)).

Lemma independent_rows r : (r <= n * n - k)%N ->
  exists (xs : 'I_r -> point) (output : 'I_r -> 'I_outputs), row_free (\matrix_i evidence_of (xs i) (output i)).
Proof.
elim: r => [|r IH] le.
  have none T (i : 'I_0) : T by case: i.
  by exists (none point), (none 'I_outputs); rewrite -row_leq_rank.
have [xs [output free]] := IH (ltnW le); set A := \matrix_i _ in free.
case: symmetries => U U_sym dim_U; case: (dimension_null A) => K K_null dim_K.
have /subvPn [h] : ~~ (K <= U)%VS.
  apply: contraL le => /dimvS; rewrite dim_U dim_K (eqP free) leq_subLR => le.
  by rewrite -leqNgt leq_subLR addnC.
move/K_null => zero not_sym; have [/U_sym sym|[x [a nonzero]]] := decided h; first by rewrite sym in not_sym.
exists (fun i => if unlift ord0 i is Some j then xs j else x), (fun i => if unlift ord0 i is Some j then output j else a).
apply: inj_row_free => v; rewrite mulmx_sum_row big_ord_recl rowK unlift_none.
under eq_bigr => i _ do rewrite rowK liftK -[evidence_of _ _](rowK (fun i => evidence_of (xs i) (output i))).
pose w := \row_i v 0 (lift ord0 i); have -> : \sum_i v 0 (lift ord0 i) *: row i A = w *m A.
  by rewrite mulmx_sum_row; apply: eq_bigr => i _; rewrite mxE.
move=> sum; have v0 : v 0 ord0 = 0.
  have /matrixP /(_ 0 0) := congr1 (fun u => u *m (mxvec h)^T) sum.
  rewrite mulmxDl -scalemxAl evidence_of_slope -mulmxA zero mulmx0 addr0 mul0mx !mxE eqxx mulr1n => /eqP.
  by rewrite mulf_eq0 (negPf nonzero) orbF => /eqP.
have w0 : w = 0 by apply: (row_free_inj free); rewrite /= mul0mx -sum v0 scale0r add0r.
apply/rowP => i; rewrite [RHS]mxE; case: (unliftP ord0 i) => [j ->|-> //].
by have /rowP /(_ j) := w0; rewrite !mxE.
Qed.

Theorem general_position :
  exists (output : 'I_(n * n - k) -> 'I_outputs) (entry : 'I_(n * n - k) -> 'I_(n * n)),
    (exists xs, minor xs output entry != 0) /\
    forall N (xs : 'I_N -> point) (place : 'I_(n * n - k) -> 'I_N),
      minor (fun i => xs (place i)) output entry != 0 -> forall h, evidence xs *m (mxvec h)^T = 0 <-> symmetry h.
Proof.
have [xs [output free]] := independent_rows (leqnn _); set A := \matrix_i _ in free.
have full : row_full A^T by rewrite /row_full mxrank_tr.
exists output, (fullrankfun full); split=> [|N ys place nonzero].
  exists xs; have := fullrowsub_unit full; rewrite unitmxE unitfE -det_tr; congr (\det _ != 0).
  by apply/matrixP => i j; rewrite !mxE.
apply: (further_points (xs := fun i => ys (place i)) (place := place)) => //.
apply/only_symmetries_by_rank/eqP; rewrite eqn_leq evidence_rank /=.
have sub : (\matrix_i evidence_of (ys (place i)) (output i) <= evidence (fun i => ys (place i)))%MS.
  apply/row_subP => i; rewrite rowK; apply: eq_row_sub (enum_rank (i, output i)) _.
  by rewrite rowK enum_rankK.
apply: leq_trans (mxrankS sub); set M := \matrix_i _.
have unit_minor : colsub (fullrankfun full) M \in unitmx.
  by rewrite unitmxE unitfE; congr (\det _ != 0): nonzero; apply/matrixP => i j; rewrite !mxE.
rewrite -[X in (X <= _)%N](mxrank_unit unit_minor) -[X in (_ <= X)%N]mxrank_tr -[X in (X <= _)%N]mxrank_tr.
have -> : (colsub (fullrankfun full) M)^T = rowsub (fullrankfun full) M^T by apply/matrixP => i j; rewrite !mxE.
by apply: mxrankS; apply: rowsub_sub.
Qed.

(* there are finitely many points, as many as n^2 - k, at which the null space has the symmetries and nothing else. *)
Theorem enough_points :
  exists xs : 'I_(n * n - k) -> point, forall h, evidence xs *m (mxvec h)^T = 0 <-> symmetry h.
Proof.
by have [output [entry [[xs nonzero] only]]] := general_position; exists xs; apply: (only _ xs id).
Qed.
End AnyMap.

(* The hypotheses hold together: F = x_1 on R^(d + 1), whose symmetries are the matrices with first row 0. *)
Theorem any_map_instance (F : fieldType) d :
  let gradient (_ : 'I_1 -> 'cV[F]_d.+1) (_ _ : 'I_1) : 'rV[F]_d.+1 := delta_mx 0 0 in
  dimension (symmetry gradient) (d * d.+1) /\ forall h, symmetry gradient h \/ exists x a, slope gradient x a h != 0.
Proof.
move=> gradient; have slopeE x a h : slope gradient x a h = \sum_j h 0 j * x 0 j 0.
  rewrite /slope big_ord1 (bigD1 0) //= [X in _ + X]big1 ?addr0 => [|i ne].
    by apply: eq_bigr => j _; rewrite mxE eqxx mul1r.
  by apply: big1 => j _; rewrite mxE (negPf ne) andbF !mul0r.
have at_unit h j : slope gradient (fun=> delta_mx j 0) 0 h = h 0 j.
  rewrite slopeE (bigD1 j) //= mxE !eqxx mulr1 big1 ?addr0 // => k ne.
  by rewrite mxE (negPf ne) mulr0.
have symmetryE h : symmetry gradient h <-> forall j, h 0 j = 0.
  split=> [sym j|zero x a]; first by rewrite -at_unit sym.
  by rewrite slopeE big1 // => j _; rewrite zero mul0r.
split=> [|h]; last first.
  have [/forallP zero|] := boolP [forall j, h 0 j == 0]; first by left; apply/symmetryE => j; apply/eqP.
  by rewrite negb_forall => /existsP [j nonzero]; right; exists (fun=> delta_mx j 0), 0; rewrite at_unit.
have lin : linear (fun h : 'M[F]_(d, d.+1) => col_mx 0 h : 'M[F]_(1 + d, d.+1)).
  by move=> a g h; rewrite scale_col_mx add_col_mx scaler0 addr0.
have first : (0 : 'I_d.+1) = lshift d (0 : 'I_1) by apply/val_inj.
pose f : {linear 'M[F]_(d, d.+1) -> 'M[F]_(d.+1)} := Linear lin.
apply: dimension_iff (dimension_image (f := f) _ (dimension_matrices F d d.+1)) => [h|h _ /= /(congr1 (@dsubmx F 1 d _))].
  rewrite symmetryE; split=> [[g _ ->] j|zero]; first by rewrite /= first (col_mxEu (0 : 'rV_d.+1)) mxE.
  exists (dsubmx (h : 'M_(1 + d, d.+1))) => //; rewrite -[LHS](vsubmxK (h : 'M_(1 + d, d.+1))).
  apply: (congr1 (fun u : 'rV_d.+1 => col_mx u (dsubmx (h : 'M_(1 + d, d.+1))))).
  by apply/rowP => j; rewrite !mxE -first zero.
by rewrite col_mxKd => ->; apply/matrixP => i j; rewrite !mxE.
Qed.
